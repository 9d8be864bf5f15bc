/*
 * letter_numbers.c - see letter_numbers.h. Called by letter.c; the words of
 * addresses are in letter_words.c.
 */
#include "replies/words/letter_numbers.h"

#include <string.h>

#include "replies/words/letter_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_shape.h"
#include "replies/words/text_words.h"

#define CONTACT_MAX_WORDS 8 /* of a line that begins with "Tel." */
#define PHONE_MIN_DIGITS 7
#define SCALE_MIN_NUMBERS 4

struct letter {
	const char *text;
	GArray *tokens;
};

struct line {
	guint from, to;
};

static const struct token *
at(const struct letter *letter, guint i)
{
	return text_token(letter->tokens, i);
}

static gboolean
is_number(const struct letter *letter, guint i)
{
	return at(letter, i)->kind == TOKEN_NUMBER;
}

/* A number that is none from here on. */
static void
mute(struct letter *letter, guint i)
{
	struct token *token = &g_array_index(letter->tokens, struct token, i);

	if (token->kind != TOKEN_NUMBER)
		return;
	token->kind = TOKEN_LINK;
	*token->word = '\0';
}

static void
mute_all(struct letter *letter, guint from, guint to)
{
	for (; from < to; from++)
		mute(letter, from);
}

/* Digits with nothing between them but what stands in telephone numbers. */
static guint
end_of_digits(const struct letter *letter, guint i, guint end)
{
	guint last = i;

	for (; i < end; i++) {
		gunichar sign = at(letter, i)->sign;

		if (is_number(letter, i))
			last = i + 1;
		else if (sign == 0 || sign >= 0x80 ||
		    strchr("()-./+", (int)sign) == NULL)
			break;
	}
	return last;
}

/* "+358 40 123 4567", "01 23 45 67 89", "2026-01-09". */
static gboolean
is_long_number(const struct letter *letter, guint from, guint to)
{
	gsize digits = 0, longest = 0;
	guint n = 0;

	for (guint i = from; i < to; i++) {
		gsize length = strlen(at(letter, i)->word);

		if (!is_number(letter, i))
			continue;
		n++;
		digits += length;
		longest = MAX(longest, length);
	}
	if (n < 2 || digits < PHONE_MIN_DIGITS)
		return FALSE;
	return longest >= 3 || (n >= 4 && digits >= 2 * n - 1 && digits > 7);
}

static void
mute_phones(struct letter *letter, const struct line *line)
{
	for (guint i = line->from; i < line->to; i++) {
		guint end;

		if (!is_number(letter, i))
			continue;
		end = end_of_digits(letter, i, line->to);
		if (is_long_number(letter, i, end))
			mute_all(letter, i, end);
		i = MAX(i, end - 1);
	}
}

static gboolean
is_capital(const struct letter *letter, guint i)
{
	const struct token *token = at(letter, i);

	return token->kind == TOKEN_WORD &&
	    g_unichar_isupper(g_utf8_get_char(letter->text + token->start));
}

/* "Harbour Road 10", "Calle Mayor 10" */
static gboolean
is_behind_street(const struct letter *letter, guint i, guint from)
{
	if (i > from && at(letter, i - 1)->sign == ',')
		i--;
	if (i > from && is_capital(letter, i - 1) &&
	    word_is_street(at(letter, i - 1)->word))
		return TRUE;
	for (guint n = 1; n <= 4 && i >= from + n; n++) {
		const struct token *token = at(letter, i - n);

		if (token->kind == TOKEN_SIGN && token->sign != '.')
			return FALSE;
		if (n > 1 && word_leads_street(token->word))
			return TRUE;
	}
	return FALSE;
}

/* "10 Harbour Road", "10, rue de la Paix" at the beginning of a line */
static gboolean
is_before_street(const struct letter *letter, guint i, const struct line *line)
{
	guint k = i + 1;

	if (i != line->from)
		return FALSE;
	if (at(letter, k)->sign == ',')
		k++;
	if (word_leads_street(at(letter, k)->word) && k + 1 < line->to &&
	    at(letter, k + 1)->kind == TOKEN_WORD)
		return TRUE;
	for (guint n = 0; n < 4 && k + n < line->to; n++) {
		if (!is_capital(letter, k + n))
			return FALSE;
		if (n > 0 && word_is_street(at(letter, k + n)->word))
			return TRUE;
	}
	return FALSE;
}

static void
mute_addresses(struct letter *letter, const struct line *line)
{
	guint words = 0;

	for (guint i = line->from; i < line->to; i++)
		words += at(letter, i)->kind == TOKEN_WORD;
	if (words <= CONTACT_MAX_WORDS &&
	    phrase_has(contact_labels, at(letter, line->from)->word))
		mute_all(letter, line->from, line->to);
	for (guint i = line->from; i < line->to; i++)
		if (is_number(letter, i) &&
		    (is_behind_street(letter, i, line->from) ||
			is_before_street(letter, i, line)))
			mute(letter, i);
}

void
letter_mute_contact(const char *text, GArray *tokens, guint from, guint to)
{
	struct letter letter = { text, tokens };
	struct line line = { from, to };

	mute_phones(&letter, &line);
	mute_addresses(&letter, &line);
}

/*
 * "0 1 2 3 4", in a line or one a line: the printed scale. Signs between them
 * don't matter, words end it.
 */
void
letter_mute_scales(GArray *tokens)
{
	struct letter scaled = { "", tokens };
	struct letter *letter = &scaled;
	guint n = 0, begin = 0;
	int last = 0;

	for (guint i = 0; i <= letter->tokens->len; i++) {
		int value = text_value(letter->tokens, i);

		if (i < letter->tokens->len && !is_number(letter, i) &&
		    at(letter, i)->kind == TOKEN_SIGN)
			continue;
		if (n > 0 && value == last + 1) {
			n++;
		} else {
			if (n >= SCALE_MIN_NUMBERS)
				mute_all(letter, begin, i);
			n = value >= 0 && is_number(letter, i);
			begin = i;
		}
		last = value;
	}
}
