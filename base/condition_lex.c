/*
 * condition_lex.c - cuts the text of a condition into words, texts in quotes
 * and signs, and says where a mistake stands. Knows no order of them; called by
 * condition_parse.c.
 */
#include <string.h>

#include "base/condition_internal.h"
#include "base/errors.h"
#include "base/text.h"

static const char *const operators[] = {
	[CONDITION_EQUAL] = "=",
	[CONDITION_NOT_EQUAL] = "!=",
	[CONDITION_LESS] = "<",
	[CONDITION_AT_MOST] = "<=",
	[CONDITION_MORE] = ">",
	[CONDITION_AT_LEAST] = ">=",
};

gboolean
condition_refuse(GError **error, const char *text, const char *at,
    const char *format, ...)
{
	g_autofree char *message = NULL;
	va_list values;

	va_start(values, format);
	message = g_strdup_vprintf(format, values);
	va_end(values);
	return config_refuse(error, "column %ld: %s",
	    g_utf8_pointer_to_offset(text, at) + 1, message);
}

/* Quotes of another form, which some programs make out of straight ones. */
static gboolean
is_other_quote(gunichar c)
{
	return c == '\'' || c == '`' || c == 0xab || c == 0xbb ||
	    (c >= 0x2018 && c <= 0x201f) || c == 0x2039 || c == 0x203a;
}

static gboolean
is_in_word(gunichar c)
{
	return c != '\0' && !g_unichar_isspace(c) &&
	    (c >= 0x80 || strchr("()=!<>,\"", (int)c) == NULL);
}

/* What cannot be seen makes no word: it would equal nothing, and not show. */
static gboolean
lex_word(const char *text, struct condition_token *token, GError **error)
{
	gunichar c = g_utf8_get_char(token->begin);

	token->kind = CONDITION_TOKEN_WORD;
	if (is_other_quote(c))
		return condition_refuse(error, text, token->begin,
		    "a quote of another form was found; allowed is \"text in "
		    "quotes\"");
	for (; is_in_word(c); c = g_utf8_get_char(token->end)) {
		GUnicodeType type = g_unichar_type(c);

		if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT)
			return condition_refuse(error, text, token->end,
			    "the character U+%04X was found, which cannot be "
			    "seen; allowed is it in quotes at the most",
			    c);
		token->end = g_utf8_next_char(token->end);
	}
	return TRUE;
}

static gboolean
lex_quoted(const char *text, struct condition_token *token, GError **error)
{
	const char *at = token->begin + 1;

	token->kind = CONDITION_TOKEN_QUOTED;
	for (; *at != '"'; at = g_utf8_next_char(at)) {
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		if (*at == '\0')
			return condition_refuse(error, text, token->begin,
			    "a quote opens and does not close; allowed is "
			    "\"text in quotes\"");
		if (g_unichar_iscntrl(g_utf8_get_char(at)) &&
		    !g_ascii_isspace(*at))
			return condition_refuse(error, text, at,
			    "a control character was found; allowed is none");
	}
	token->end = at + 1;
	return TRUE;
}

static gboolean
lex_operator(const char *text, struct condition_token *token, GError **error)
{
	gsize n = strspn(token->begin, "=!<>");

	token->kind = CONDITION_TOKEN_OPERATOR;
	token->end = token->begin + n;
	for (guint i = 0; i < G_N_ELEMENTS(operators); i++) {
		if (strlen(operators[i]) == n &&
		    strncmp(operators[i], token->begin, n) == 0) {
			token->sign = (enum condition_operator)i;
			return TRUE;
		}
	}
	return condition_refuse(error, text, token->begin,
	    "found \"%.*s\"; allowed are =, !=, <, <=, > and >=",
	    (int)MIN(n, 8), token->begin);
}

gboolean
condition_lex(const char *text, const char *at, struct condition_token *token,
    GError **error)
{
	while (g_unichar_isspace(g_utf8_get_char(at)))
		at = g_utf8_next_char(at);
	*token = (struct condition_token){ .begin = at, .end = at + 1 };
	switch (*at) {
	case '\0':
		token->end = at;
		token->kind = CONDITION_TOKEN_END;
		return TRUE;
	case '(':
		token->kind = CONDITION_TOKEN_OPEN;
		return TRUE;
	case ')':
		token->kind = CONDITION_TOKEN_CLOSE;
		return TRUE;
	case ',':
		token->kind = CONDITION_TOKEN_COMMA;
		return TRUE;
	case '"':
		return lex_quoted(text, token, error);
	case '=':
	case '!':
	case '<':
	case '>':
		return lex_operator(text, token, error);
	default:
		token->end = at;
		return lex_word(text, token, error);
	}
}

char *
condition_token_text(const struct condition_token *token)
{
	g_autoptr(GString) plain = g_string_new(NULL);
	const char *at = token->begin;
	const char *end = token->end;

	if (token->kind == CONDITION_TOKEN_QUOTED) {
		at++;
		end--;
	}
	for (; at < end; at++) {
		if (token->kind == CONDITION_TOKEN_QUOTED && *at == '\\' &&
		    (at[1] == '"' || at[1] == '\\'))
			at++;
		g_string_append_c(plain, g_ascii_isspace(*at) ? ' ' : *at);
	}
	return g_utf8_normalize(plain->str, -1, G_NORMALIZE_NFC);
}
