/*
 * condition_parse.c - reads a condition into its tree, each `or`, `and` and
 * `not` one function, the loosest outside. Holds it against nothing; called
 * where the configuration is read.
 */
#include <string.h>

#include "base/condition_internal.h"
#include "base/config.h"
#include "base/errors.h"
#include "base/text.h"

#define VALUE_ALLOWED "a number, a word or \"text in quotes\""
#define SEVERAL_WORDS "; a text of several words goes in quotes"

struct parser {
	const char *text;
	struct condition_token token; /* the one at hand */
	const char *behind;	      /* the end of the one before */
	guint depth;		      /* brackets that are open, and nots */
	gboolean of_answers;
};

static struct condition *parse_not(struct parser *parser, GError **error);

static gboolean
advance(struct parser *parser, GError **error)
{
	parser->behind = parser->token.end;
	return condition_lex(parser->text, parser->token.end, &parser->token,
	    error);
}

static gboolean
at_word(const struct parser *parser, const char *word)
{
	gsize n = (gsize)(parser->token.end - parser->token.begin);

	return parser->token.kind == CONDITION_TOKEN_WORD &&
	    n == strlen(word) && strncmp(parser->token.begin, word, n) == 0;
}

/* They are words of the language wherever they stand. */
static gboolean
at_joint(const struct parser *parser)
{
	return at_word(parser, "and") || at_word(parser, "or") ||
	    at_word(parser, "not");
}

/* Sets what was found instead of what is allowed; returns FALSE. */
static gboolean
refuse_token(const struct parser *parser, GError **error, const char *allowed,
    const char *more)
{
	const struct condition_token *token = &parser->token;
	g_autofree char *written = g_strndup(token->begin,
	    (gsize)(token->end - token->begin));
	g_autofree char *shown = text_shown(written);
	const char *quote = token->kind == CONDITION_TOKEN_END ||
	    token->kind == CONDITION_TOKEN_QUOTED ? "" : "\"";

	return condition_refuse(error, parser->text, token->begin,
	    "found %s%s%s; allowed %s%s", quote,
	    token->kind == CONDITION_TOKEN_END ? "the end" : shown, quote,
	    allowed, more);
}

static char *
written_since(const struct parser *parser, const char *begin)
{
	return g_strndup(begin, (gsize)(parser->behind - begin));
}

/* Steps over a bracket that opens, or a `not`. */
static gboolean
descend(struct parser *parser, GError **error)
{
	if (++parser->depth > CONDITION_MAX_DEPTH)
		return condition_refuse(error, parser->text,
		    parser->token.begin,
		    "brackets and nots stand deeper in one another; "
		    "allowed are %d",
		    CONDITION_MAX_DEPTH);
	return advance(parser, error);
}

/* An attribute whose name is no word is written in quotes, event."Room No". */
static gboolean
read_name(struct parser *parser, struct condition_name *name, GError **error)
{
	static const struct {
		const char *prefix;
		enum condition_scope scope;
	} scopes[] = {
		{ "event.", CONDITION_EVENT },
		{ "contact.", CONDITION_CONTACT },
	};
	const char *begin = parser->token.begin;
	g_autofree char *text = condition_token_text(&parser->token);
	gboolean is_quoted = parser->token.kind == CONDITION_TOKEN_QUOTED;
	const char *key = text;
	const char *stop;

	for (guint i = 0; !is_quoted && i < G_N_ELEMENTS(scopes); i++) {
		if (g_str_has_prefix(text, scopes[i].prefix)) {
			name->scope = scopes[i].scope;
			key += strlen(scopes[i].prefix);
		}
	}
	stop = parser->token.end;
	if (!advance(parser, error))
		return FALSE;
	if (*key == '\0' && key != text &&
	    parser->token.kind == CONDITION_TOKEN_QUOTED &&
	    parser->token.begin == stop) {
		g_free(text);
		key = text = condition_token_text(&parser->token);
		stop = parser->token.end;
		if (!advance(parser, error))
			return FALSE;
	}
	if (*key == '\0')
		return condition_refuse(error, parser->text, begin,
		    "%.*s has no name; allowed is such as nights, "
		    "event.nights or event.\"nights booked\"",
		    (int)(stop - begin), begin);
	if (parser->of_answers && key == text && !is_quoted &&
	    condition_answer_knows(key))
		name->scope = CONDITION_ANSWER;
	name->key = g_strdup(key);
	name->written = written_since(parser, begin);
	return TRUE;
}

/* A value on the left was meant for the right. */
static gboolean
at_name(const struct parser *parser)
{
	struct condition_number number;
	g_autofree char *text = NULL;

	if (parser->token.kind == CONDITION_TOKEN_QUOTED)
		return TRUE;
	if (parser->token.kind != CONDITION_TOKEN_WORD || at_joint(parser))
		return FALSE;
	text = condition_token_text(&parser->token);
	return !condition_number_read(text, &number) &&
	    !condition_date_is(text);
}

static gboolean
can_be_ordered(const struct parser *parser, const struct condition_value *value,
    GError **error)
{
	return value->is_number || value->is_date ||
	    refuse_token(parser, error,
		"behind <, <=, > and >= are a number such as 3 or -1.5, and "
		"a date such as 2026-03-01",
		parser->token.kind == CONDITION_TOKEN_QUOTED ?
		    "; in quotes a number is a text" :
		    "");
}

static gboolean
parse_value(struct parser *parser, struct condition *test, GError **error)
{
	gboolean is_word = parser->token.kind == CONDITION_TOKEN_WORD;
	struct condition_value *value;

	if (at_joint(parser))
		return refuse_token(parser, error, "is " VALUE_ALLOWED,
		    "; as a value this word goes in quotes");
	if (!is_word && parser->token.kind != CONDITION_TOKEN_QUOTED)
		return refuse_token(parser, error, "is " VALUE_ALLOWED, "");
	value = g_new0(struct condition_value, 1);
	g_ptr_array_add(test->values, value);
	value->text = condition_token_text(&parser->token);
	value->is_number = is_word &&
	    condition_number_read(value->text, &value->number);
	value->is_date = condition_date_is(value->text);
	if (test->name.scope == CONDITION_ANSWER &&
	    condition_answer_is_number(test->name.key) && !value->is_number)
		return refuse_token(parser, error, "is a number", "");
	if (*value->text == '\0')
		return refuse_token(parser, error, "is " VALUE_ALLOWED,
		    "; what is empty counts as not set");
	if (test->sign >= CONDITION_LESS &&
	    !can_be_ordered(parser, value, error))
		return FALSE;
	return advance(parser, error);
}

static gboolean
parse_values(struct parser *parser, struct condition *test, GError **error)
{
	if (parser->token.kind != CONDITION_TOKEN_OPEN)
		return refuse_token(parser, error,
		    "is \"(\", as in: plan in (gold, silver)", "");
	do {
		if (!advance(parser, error) ||
		    !parse_value(parser, test, error))
			return FALSE;
	} while (parser->token.kind == CONDITION_TOKEN_COMMA);
	if (parser->token.kind != CONDITION_TOKEN_CLOSE)
		return refuse_token(parser, error, "are \",\" and \")\"",
		    parser->token.kind == CONDITION_TOKEN_WORD ? SEVERAL_WORDS :
								 "");
	return advance(parser, error);
}

static gboolean
parse_is(struct parser *parser, struct condition *test, GError **error)
{
	const char *allowed = "is \"set\" or \"not set\"";

	test->kind = CONDITION_IS_SET;
	if (at_word(parser, "not")) {
		test->kind = CONDITION_IS_NOT_SET;
		allowed = "is \"set\"";
		if (!advance(parser, error))
			return FALSE;
	}
	if (!at_word(parser, "set"))
		return refuse_token(parser, error, allowed,
		    "; a value is compared by =");
	return advance(parser, error);
}

/* What stands behind the name. */
static gboolean
parse_rest(struct parser *parser, struct condition *test, GError **error)
{
	gboolean is_in = at_word(parser, "in");
	const char *near = parser->of_answers ?
	    config_did_you_mean(test->name.key, condition_bands) :
	    NULL;
	g_autofree char *hint = near != NULL ?
	    g_strdup_printf("; did you mean \"%s\"?", near) :
	    NULL;

	if (at_word(parser, "is"))
		return advance(parser, error) && parse_is(parser, test, error);
	if (!is_in && parser->token.kind != CONDITION_TOKEN_OPERATOR)
		return refuse_token(parser, error,
		    "behind a name are =, !=, <, <=, >, >=, \"in\" and \"is\"",
		    at_word(parser, "not") ? "; `not` goes before the name" :
			hint != NULL	   ? hint :
					     "");
	if (condition_name_is_private(&test->name))
		return condition_refuse(error, parser->text,
		    parser->token.begin,
		    "%s is not compared; allowed behind it are \"is set\" "
		    "and \"is not set\"",
		    test->name.written);
	test->sign = is_in ? CONDITION_EQUAL : parser->token.sign;
	return advance(parser, error) &&
	    (is_in ? parse_values(parser, test, error) :
		     parse_value(parser, test, error));
}

/* "detractors" is a condition by itself. */
static struct condition *
parse_band(struct parser *parser, GError **error)
{
	g_autoptr(condition) test = condition_new(CONDITION_COMPARE);
	struct condition_value *value = g_new0(struct condition_value, 1);
	const char *begin = parser->token.begin;

	g_ptr_array_add(test->values, value);
	value->text = condition_token_text(&parser->token);
	if (!advance(parser, error))
		return NULL;
	test->name.scope = CONDITION_ANSWER;
	test->name.key = g_strdup(CONDITION_BAND);
	test->written = written_since(parser, begin);
	test->name.written = g_strdup(test->written);
	return g_steal_pointer(&test);
}

static gboolean
at_band(const struct parser *parser)
{
	for (gsize i = 0; parser->of_answers && condition_bands[i] != NULL; i++)
		if (at_word(parser, condition_bands[i]))
			return TRUE;
	return FALSE;
}

static struct condition *
parse_test(struct parser *parser, GError **error)
{
	g_autoptr(condition) test = condition_new(CONDITION_COMPARE);
	const char *begin = parser->token.begin;

	if (!at_name(parser)) {
		refuse_token(parser, error,
		    "are the name of an attribute, \"not\" and \"(\"", "");
		return NULL;
	}
	if (!read_name(parser, &test->name, error) ||
	    !parse_rest(parser, test, error))
		return NULL;
	test->written = written_since(parser, begin);
	return g_steal_pointer(&test);
}

/* Parts joined by `or`, each of them parts joined by `and`. */
static struct condition *
parse_joined(struct parser *parser, enum condition_kind kind, GError **error)
{
	const char *joint = kind == CONDITION_OR ? "or" : "and";
	g_autoptr(condition) joined = condition_new(kind);
	const char *begin = parser->token.begin;

	for (;;) {
		struct condition *part = kind == CONDITION_OR ?
		    parse_joined(parser, CONDITION_AND, error) :
		    parse_not(parser, error);

		if (part == NULL)
			return NULL;
		g_ptr_array_add(joined->parts, part);
		if (!at_word(parser, joint))
			break;
		if (!advance(parser, error))
			return NULL;
	}
	if (joined->parts->len == 1)
		return g_ptr_array_steal_index(joined->parts, 0);
	joined->written = written_since(parser, begin);
	return g_steal_pointer(&joined);
}

static struct condition *
parse_brackets(struct parser *parser, GError **error)
{
	g_autoptr(condition) inner = NULL;

	if (!descend(parser, error))
		return NULL;
	inner = parse_joined(parser, CONDITION_OR, error);
	if (inner == NULL)
		return NULL;
	if (parser->token.kind != CONDITION_TOKEN_CLOSE) {
		refuse_token(parser, error, "are \"and\", \"or\" and \")\"",
		    parser->token.kind == CONDITION_TOKEN_WORD ? SEVERAL_WORDS :
								 "");
		return NULL;
	}
	parser->depth--;
	return advance(parser, error) ? g_steal_pointer(&inner) : NULL;
}

static struct condition *
parse_not(struct parser *parser, GError **error)
{
	g_autoptr(condition) turned = NULL;
	const char *begin = parser->token.begin;
	struct condition *part;

	if (parser->token.kind == CONDITION_TOKEN_OPEN)
		return parse_brackets(parser, error);
	if (at_band(parser))
		return parse_band(parser, error);
	if (!at_word(parser, "not"))
		return parse_test(parser, error);
	if (!descend(parser, error))
		return NULL;
	part = parse_not(parser, error);
	if (part == NULL)
		return NULL;
	parser->depth--;
	turned = condition_new(CONDITION_NOT);
	g_ptr_array_add(turned->parts, part);
	turned->written = written_since(parser, begin);
	return g_steal_pointer(&turned);
}

static gboolean
check_text(const char *text, GError **error)
{
	const char *valid_end;

	if (strlen(text) > CONDITION_MAX_BYTES)
		return config_refuse(error, "it has %zu bytes; allowed are %d",
		    strlen(text), CONDITION_MAX_BYTES);
	return g_utf8_validate(text, -1, &valid_end) ||
	    condition_refuse(error, text, valid_end,
		"a byte was found that is no UTF-8; allowed is text in UTF-8");
}

static struct condition *
parse(const char *text, gboolean of_answers, GError **error)
{
	struct parser parser = { .text = text,
		.token = { .end = text },
		.of_answers = of_answers };
	g_autoptr(condition) condition = NULL;

	if (!check_text(text, error) || !advance(&parser, error))
		return NULL;
	condition = parse_joined(&parser, CONDITION_OR, error);
	if (condition == NULL)
		return NULL;
	if (parser.token.kind != CONDITION_TOKEN_END) {
		refuse_token(&parser, error, "are \"and\", \"or\" and the end",
		    parser.token.kind == CONDITION_TOKEN_WORD ? SEVERAL_WORDS :
								"");
		return NULL;
	}
	return g_steal_pointer(&condition);
}

struct condition *
condition_parse(const char *text, GError **error)
{
	return parse(text, FALSE, error);
}

struct condition *
condition_parse_answer(const char *text, GError **error)
{
	return parse(text, TRUE, error);
}
