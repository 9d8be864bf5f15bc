/*
 * text_shape.c - judges a number by its digits and by the signs joined to it:
 * "9th", "-3", "9%".
 *
 * Called by text_number.c, which looks at the words around it.
 */
#include "replies/words/text_shape.h"

#include <string.h>

#include "replies/words/number_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"

#define ABOVE 99     /* a number above 10 */
#define BEYOND 10000 /* a number that nobody means as a score */

static const struct token *
at(const GArray *tokens, guint i)
{
	return text_token(tokens, i);
}

static gunichar
sign_at(const GArray *tokens, guint i)
{
	return at(tokens, i)->sign;
}

int
text_value(const GArray *tokens, guint i)
{
	const struct token *token = at(tokens, i);
	gsize n = strlen(token->word);

	if (token->kind == TOKEN_WORD)
		return number_of_word(token->word);
	if (token->kind != TOKEN_NUMBER)
		return -1;
	if (n == 1)
		return *token->word - '0';
	if (strcmp(token->word, "10") == 0)
		return 10;
	return n <= 3 ? ABOVE : BEYOND;
}

/* "9. March", "9. maaliskuuta" */
static gboolean
names_month(const char *word)
{
	return phrase_matches("januar*|februar*|march|marz|maerz|april|june|"
			      "juni|july|juli|august|september|october|"
			      "oktober|november|december|dezember|paiva*|tag",
		   &word, 0, 1) ||
	    g_str_has_suffix(word, "kuuta");
}

/* "5* hotel", "9*8"; but not "*9*", which is bold. */
static gboolean
is_star(const GArray *tokens, const struct mention *mention)
{
	const struct token *token = at(tokens, mention->to);

	return token->sign == '*' &&
	    (at(tokens, mention->to + 1)->kind == TOKEN_NUMBER ||
		(token->attached &&
		    (mention->from == 0 ||
			at(tokens, mention->from - 1)->sign != '*')));
}

/* "5 #rude": a tag, and not "5#". */
static gboolean
is_tag(const GArray *tokens, guint i)
{
	return sign_at(tokens, i) == '#' && !at(tokens, i)->attached &&
	    at(tokens, i + 1)->attached &&
	    at(tokens, i + 1)->kind == TOKEN_WORD;
}

static const char *const files[] = { "png", "jpg", "jpeg", "gif", "pdf",
	"doc", "docx", "heic", "mp", "mov", "xml", "txt", "html", NULL };

/* "8½", "8 1/2", "8+", "8%", "8?", "8-", "8€". */
static enum mention_rank
judge_sign_behind(const GArray *tokens, const struct mention *mention)
{
	const struct token *token = at(tokens, mention->to);
	const struct token *next = at(tokens, mention->to + 1);
	gunichar sign = token->sign;

	if (sign == '.' && token->attached && names_month(next->word))
		return MENTION_OTHER;
	/* "Two: the pool" */
	if (sign == ':' && mention->spelt && mention->value <= 3)
		return MENTION_OTHER;
	/* "9.png" */
	if (sign == '.' && token->attached && next->attached &&
	    phrase_has(files, next->word))
		return MENTION_OTHER;
	/* "8 & 9", "9 :10" */
	if ((sign == '&' || sign == ':') && next->kind == TOKEN_NUMBER &&
	    (sign == '&' || next->attached))
		return MENTION_UNCLEAR;
	/* "9 -> 7" */
	if (sign == 0x2192 || (sign == '-' && next->sign == '>'))
		return MENTION_UNCLEAR;
	/* "3) the pool" */
	if (sign == ')' && mention->value <= 5 && next->kind == TOKEN_WORD &&
	    sign_at(tokens, mention->from - 1) != '(')
		return MENTION_OTHER;
	if (token->kind == TOKEN_NUMBER)
		return text_value(tokens, mention->to) == mention->value ?
		    MENTION_WEAK :
		    MENTION_UNCLEAR;
	if (sign == SIGN_HALF || (sign == '?' && !mention->spelt))
		return MENTION_UNCLEAR;
	if (sign == '+')
		return mention->value == 10 && next->kind != TOKEN_NUMBER ?
		    MENTION_WEAK :
		    MENTION_UNCLEAR;
	if (sign == '-' && token->attached && next->kind == TOKEN_SIGN &&
	    next->sign != '-')
		return MENTION_UNCLEAR;
	if (sign == '%' || sign == 0xb0 || sign == '=' ||
	    (sign == '#' && !is_tag(tokens, mention->to)) ||
	    (sign == '/' && token->attached) || sign == '<' || sign == '>' ||
	    is_star(tokens, mention) ||
	    (sign > 0x80 &&
		g_unichar_type(sign) == G_UNICODE_CURRENCY_SYMBOL) ||
	    sign == '$')
		return MENTION_OTHER;
	return MENTION_WEAK;
}

/* "file.8.xml" */
static gboolean
is_dotted(const GArray *tokens, guint i)
{
	return sign_at(tokens, i) == '.' && at(tokens, i)->attached &&
	    at(tokens, i + 1)->attached;
}

static const char *const currencies[] = { "eur", "euro", "usd", "gbp", "chf",
	"sek", "nok", "dkk", "brl", NULL };

/* "flight AY 10": two capitals that are no word of ours. */
static gboolean
is_code(const struct token *token)
{
	return token->loud && strlen(token->word) == 2 &&
	    !phrase_has(carriers, token->word) &&
	    !phrase_has(score_verbs, token->word) &&
	    !wish_is_polite(token->word);
}

/* "-3", "#9", "$9", ".5", "B9". */
static gboolean
is_spoilt_before(const GArray *tokens, const struct mention *mention)
{
	const struct token *token = at(tokens, mention->from - 1);
	const struct token *before = at(tokens, mention->from - 2);
	gboolean close = at(tokens, mention->from)->attached;
	gunichar sign = token->sign;

	if (mention->from == 0)
		return FALSE;
	if (token->kind == TOKEN_WORD)
		return (close && !phrase_has(score_nouns, token->word)) ||
		    phrase_has(currencies, token->word) || is_code(token) ||
		    strcmp(token->word, "x") == 0;
	if (token->kind == TOKEN_LINK || token->kind == TOKEN_NUMBER)
		return close;
	if (sign == '-' || sign == '+')
		return before->kind == TOKEN_SIGN || mention->from == 1 ||
		    (close &&
			!(token->attached &&
			    phrase_has(score_nouns, before->word)));
	/* "stat(2)", "[2]" */
	if (sign == '(' || sign == '[')
		return mention->from > 1 && close &&
		    (sign == '[' ||
			(token->attached && before->kind != TOKEN_SIGN &&
			    !phrase_has(score_nouns, before->word) &&
			    number_of_word(before->word) != mention->value));
	if (sign == '=' || sign == '_')
		return !phrase_has(score_nouns, before->word) &&
		    sign_at(tokens, mention->to) != sign;
	if (sign == '.')
		return close && ((before->kind == TOKEN_SIGN &&
				     before->sign != '.' &&
				     before->sign != '!') ||
				    is_dotted(tokens, mention->to));
	if (sign == ':')
		return close && before->kind == TOKEN_NUMBER;
	return (sign == '/' && close) || sign == '#' || sign == '~' ||
	    sign == 0xa7 || sign == '$' || sign == '<' || sign == '>' ||
	    sign == '@' || sign == '&' ||
	    sign == '%' || sign == '\\' ||
	    (sign > 0x80 && g_unichar_type(sign) == G_UNICODE_CURRENCY_SYMBOL);
}

/* "9th", "9pm", "9ish"; a word glued to it by mistake is let through. */
static enum mention_rank
judge_glued(const GArray *tokens, const struct mention *mention)
{
	const struct token *token = at(tokens, mention->to);

	if (mention->spelt || token->kind != TOKEN_WORD)
		return MENTION_WEAK;
	/* "9 a.m." */
	if (strlen(token->word) == 1 && strchr("ap", *token->word) != NULL &&
	    sign_at(tokens, mention->to + 1) == '.' &&
	    strcmp(at(tokens, mention->to + 2)->word, "m") == 0)
		return MENTION_OTHER;
	if (!token->attached)
		return MENTION_WEAK;
	if (strcmp(token->word, "ish") == 0)
		return MENTION_UNCLEAR;
	if (phrase_matches(score_tails[0], (const char *const *)&token->word, 0,
		1))
		return MENTION_MARKED;
	return strlen(token->word) >= 4 ? MENTION_WEAK : MENTION_OTHER;
}

/* "Room: 7", "No. 7": a sign between, and the label holds still. */
static gboolean
is_labelled(const GArray *tokens, const struct mention *mention)
{
	guint i = mention->from;
	gunichar sign;

	while (i > 1 && sign_at(tokens, i - 1) == '\n')
		i--;
	sign = i > 1 ? sign_at(tokens, i - 1) : 0;
	return (sign == ':' || sign == '.') && at(tokens, i - 1)->attached &&
	    phrase_has(other_labels, at(tokens, i - 2)->word) &&
	    (sign == ':' || strlen(at(tokens, i - 2)->word) <= 3);
}

gboolean
mention_is_spoilt(const GArray *tokens, const struct mention *mention)
{
	return mention->value > 10 || is_spoilt_before(tokens, mention) ||
	    is_labelled(tokens, mention);
}

gboolean
mention_is_outside(const GArray *tokens, const struct mention *mention)
{
	gunichar sign = sign_at(tokens, mention->from - 1);

	if (mention->from > 0 && (sign == '-' || sign == '+' || sign == '~'))
		return mention->value <= ABOVE;
	return mention->value > 10 && mention->value <= ABOVE &&
	    !is_spoilt_before(tokens, mention) &&
	    !is_labelled(tokens, mention);
}

enum mention_rank
mention_joined(const GArray *tokens, const struct mention *mention)
{
	enum mention_rank rank = judge_glued(tokens, mention);

	return rank == MENTION_WEAK ? judge_sign_behind(tokens, mention) : rank;
}
