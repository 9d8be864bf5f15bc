/*
 * text_words.c - takes a text apart into words, numbers and signs.
 *
 * Knows no language. Called by text.c for those who judge what they mean.
 */
#include "replies/words/text_words.h"

#include <string.h>

#include "base/fold.h"

#define KEYCAP 0x20e3
#define EMOJI_STYLE 0xfe0f
#define KEYCAP_TEN 0x1f51f
#define JOINER 0x200d

static void
token_clear(gpointer data)
{
	struct token *token = data;

	g_free(token->word);
}

/* A letter, a digit with a letter's role in a word, or a mark upon one. */
static gboolean
is_letter(gunichar c)
{
	return g_unichar_isalpha(c) || g_unichar_ismark(c);
}

static gboolean
is_apostrophe(gunichar c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == '`' ||
	    c == 0xb4 || c == 0x2bc || c == 0x2032;
}

/* No letter three times in a row: "stooop" is meant as "stop". */
static char *
without_stretches(const char *word)
{
	GString *out = g_string_new(NULL);

	while (*word != '\0') {
		gunichar c = g_utf8_get_char(word);
		guint n = 0;

		for (; g_utf8_get_char(word) == c; n++)
			word = g_utf8_next_char(word);
		for (guint i = 0; i < (n == 2 ? 2 : 1); i++)
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

/*
 * The one word that its accent alone tells from a number: French for "very",
 * where Spanish and Portuguese have three.
 */
static gboolean
is_very(const char *folded, gboolean grave)
{
	return grave && strcmp(folded, "tres") == 0;
}

static const char *
take_word(struct token *token, const char *at)
{
	g_autoptr(GString) word = g_string_new(NULL);
	gboolean grave = FALSE;
	gboolean with_grave = g_unichar_tolower(g_utf8_get_char(at)) == 0xe0;

	token->kind = TOKEN_WORD;
	token->loud = TRUE;
	for (;;) {
		const char *next = g_utf8_next_char(at);

		grave = grave || g_unichar_tolower(g_utf8_get_char(at)) == 0xe8;
		token->loud = token->loud &&
		    !g_unichar_islower(g_utf8_get_char(at));
		if (is_letter(g_utf8_get_char(at)))
			fold_char(word, g_utf8_get_char(at));
		else if (!is_apostrophe(g_utf8_get_char(at)) ||
		    !g_unichar_isalpha(g_utf8_get_char(next)))
			break;
		at = next;
	}
	if (is_very(word->str, grave))
		token->word = g_strdup("tr\u00e8s");
	else if (strcmp(word->str, "a") == 0 && with_grave)
		token->word = g_strdup("\u00e0");
	else
		token->word = without_stretches(word->str);
	return at;
}

/* What a digit stands for in any script and shape: "9", "９", "⑨"; or "". */
static char *
digits_of(gunichar c)
{
	g_autoptr(GString) digits = g_string_new(NULL);

	if (c == KEYCAP_TEN)
		return g_strdup("10");
	if (g_unichar_isdigit(c))
		return g_strdup_printf("%d", g_unichar_digit_value(c));
	if (g_unichar_type(c) == G_UNICODE_OTHER_NUMBER && c >= 0x2460)
		fold_char(digits, c);
	if (strspn(digits->str, "0123456789") != digits->len)
		g_string_truncate(digits, 0);
	return g_string_free(g_steal_pointer(&digits), FALSE);
}

static const char *
take_number(struct token *token, const char *at)
{
	g_autoptr(GString) number = g_string_new(NULL);
	g_autofree char *first = digits_of(g_utf8_get_char(at));

	token->kind = TOKEN_NUMBER;
	g_string_append(number, first);
	for (;;) {
		g_autofree char *digits = NULL;
		gunichar c;

		at = g_utf8_next_char(at);
		c = g_utf8_get_char(at);
		if (c == EMOJI_STYLE || c == KEYCAP)
			continue;
		/* Of numbers in circles each stands for itself. */
		digits = g_unichar_isdigit(c) ? digits_of(c) : NULL;
		if (digits == NULL)
			break;
		g_string_append(number, digits);
	}
	token->word = g_string_free(g_steal_pointer(&number), FALSE);
	return at;
}

static gunichar
sign_of(gunichar c)
{
	g_autoptr(GString) plain = g_string_new(NULL);

	if (is_apostrophe(c))
		return '\'';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	if ((c >= 0x201c && c <= 0x201f) || c == 0xab || c == 0xbb)
		return '"';
	if (c == 0x3002 || c == 0x2026)
		return '.';
	if (c == 0x2044 || c == 0x2215)
		return '/';
	if (c == 0xa1)
		return '!';
	if (c == 0xbf)
		return '?';
	if (g_unichar_type(c) == G_UNICODE_OTHER_NUMBER)
		return SIGN_HALF;
	if (c == 0xa7 || c == 0xb0 || c == 0x2192 ||
	    g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL)
		return c;
	if (g_unichar_type(c) == G_UNICODE_OTHER_SYMBOL ||
	    g_unichar_type(c) == G_UNICODE_MODIFIER_SYMBOL || c == JOINER)
		return SIGN_PICTURE;
	fold_char(plain, c);
	return plain->len > 0 ? g_utf8_get_char(plain->str) : SIGN_PICTURE;
}

/* The bytes of a link that stands here; 0: none does. */
static gsize
link_bytes(const char *at)
{
	gsize n = strcspn(at, " \t\n");
	g_autofree char *chunk = g_strndup(at, n);
	const char *dot = strchr(chunk, '.');
	const char *sign = strchr(chunk, '@');
	const char *scheme = strstr(chunk, "://");

	if (g_ascii_strncasecmp(chunk, "www.", 4) == 0 ||
	    (scheme != NULL && g_ascii_isalnum(scheme[3])))
		return n;
	if (sign != NULL && sign > chunk && strchr(sign, '.') != NULL)
		return n;
	if (!g_ascii_isalpha(*at))
		return 0;
	/* "aurora.example/x1" */
	if (dot == NULL || dot == chunk || !g_ascii_isalnum(dot[-1]))
		return 0;
	dot++;
	dot += strspn(dot, "abcdefghijklmnopqrstuvwxyz.");
	return dot[-1] != '.' && *dot == '/' && g_ascii_isalnum(dot[1]) ? n : 0;
}

/* The bytes of a face or heart made of signs: ":D", ";-)", "<3"; or 0. */
static gsize
face_bytes(const char *at)
{
	gsize n = 1;

	if (strchr(":;=<", *at) == NULL)
		return 0;
	if (*at != '<')
		n += strspn(at + 1, "-'");
	if (at[n] == '\0' ||
	    strchr(*at == '<' ? "3" : "DPpOo3)(|*", at[n]) == NULL)
		return 0;
	return g_ascii_isalnum(at[n + 1]) ? 0 : n + 1;
}

static const char *
take_token(struct token *token, const char *at, gboolean chunk_begins)
{
	gunichar c = g_utf8_get_char(at);
	g_autofree char *digits = digits_of(c);
	gsize n = chunk_begins && g_ascii_isalnum(*at) ? link_bytes(at) : 0;

	if (n > 0) {
		token->kind = TOKEN_LINK;
		token->word = g_strdup("");
		return at + n;
	}
	if (*digits != '\0')
		return take_number(token, at);
	if (g_unichar_isalpha(c))
		return take_word(token, at);
	token->kind = TOKEN_SIGN;
	n = token->attached && *at == '=' ? 0 : face_bytes(at);
	if (n > 0) {
		token->sign = SIGN_PICTURE;
		token->word = g_strdup("");
		return at + n;
	}
	token->sign = *at == '\n' ? '\n' : sign_of(c);
	token->word = g_strdup("");
	return g_utf8_next_char(at);
}

GArray *
text_words(const char *text)
{
	GArray *tokens = g_array_new(FALSE, TRUE, sizeof(struct token));
	gboolean blank = TRUE;
	const char *at = text;

	g_array_set_clear_func(tokens, token_clear);
	while (*at != '\0') {
		struct token token = { .start = at - text, .attached = !blank };

		if (*at == ' ' || *at == '\t' ||
		    g_utf8_get_char(at) == EMOJI_STYLE) {
			blank = blank || *at == ' ' || *at == '\t';
			at = g_utf8_next_char(at);
			continue;
		}
		at = take_token(&token, at, blank);
		token.end = at - text;
		blank = token.sign == '\n';
		g_array_append_val(tokens, token);
	}
	return tokens;
}

const struct token *
text_token(const GArray *tokens, guint i)
{
	static const struct token outside = { .kind = TOKEN_SIGN,
		.word = (char *)"",
		.sign = '\n' };

	return i < tokens->len ? &g_array_index(tokens, struct token, i) :
				 &outside;
}

gboolean
token_ends_sentence(const struct token *token)
{
	return token->kind == TOKEN_SIGN &&
	    (token->sign == '.' || token->sign == '!' || token->sign == '?' ||
		token->sign == ';' || token->sign == '\n' ||
		token->sign == SIGN_PICTURE);
}

guint
text_count_words(const GArray *tokens)
{
	guint n = 0;

	for (guint i = 0; i < tokens->len; i++)
		n += text_token(tokens, i)->kind == TOKEN_WORD;
	return n;
}
