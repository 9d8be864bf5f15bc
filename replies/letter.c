/*
 * letter.c - takes from a mail's words what belongs to the form of a letter:
 * greeting, closing, address, broken lines, the printed scale.
 *
 * Pure. Called by score.c and opt_out.c with what is left once quotes are cut;
 * the words are in letter_words.c. Where it is not sure that a line is a form,
 * it stays.
 */
#include "replies/letter.h"

#include <string.h>

#include "replies/letter_words.h"
#include "replies/number_words.h"
#include "replies/phrase.h"
#include "replies/text_shape.h"
#include "replies/text_wish.h"
#include "replies/text_words.h"

#define LINE_WORDS 8	     /* of a line that may be a form */
#define GREETING_MAX_WORDS 6
#define CLOSING_MAX_WORDS 7
#define BLOCK_MAX_LINES 12   /* below "Thanks" */
#define BROKEN_MIN_CHARS 55  /* a line that a program may have broken */
#define PHONE_MIN_DIGITS 7
#define SCALE_MIN_NUMBERS 4

struct line {
	guint from, to; /* tokens; `to` is its end */
};

struct letter {
	const char *text;
	GArray *tokens;
	GArray *lines; /* struct line, without those that are empty */
	GArray *dropped; /* gboolean, one a token */
};

static struct line *
line_at(const struct letter *letter, guint i)
{
	return &g_array_index(letter->lines, struct line, i);
}

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

static void
find_lines(struct letter *letter)
{
	struct line line = { 0 };

	for (guint i = 0; i <= letter->tokens->len; i++) {
		if (at(letter, i)->sign != '\n')
			continue;
		line.to = i;
		if (line.to > line.from)
			g_array_append_val(letter->lines, line);
		line.from = i + 1;
	}
}

static void
drop(struct letter *letter, guint from, guint to)
{
	for (; from < to; from++)
		g_array_index(letter->dropped, gboolean, from) = TRUE;
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

/* Its words, up to LINE_WORDS; returns how many it has. */
static guint
words_of(const struct letter *letter, const struct line *line,
    const char **words)
{
	guint n = 0;

	for (guint i = line->from; i < line->to; i++) {
		if (at(letter, i)->kind != TOKEN_WORD)
			continue;
		if (n < LINE_WORDS)
			words[n] = at(letter, i)->word;
		n++;
	}
	return n;
}

/* A number, in digits or in letters that are not also an article. */
static gboolean
holds_number(const struct letter *letter, const struct line *line)
{
	for (guint i = line->from; i < line->to; i++)
		if (text_value(letter->tokens, i) >= 0 &&
		    !phrase_has(articles, at(letter, i)->word))
			return TRUE;
	return FALSE;
}

static gboolean
matches(const char *const *patterns, const char *const *words, guint n)
{
	for (; *patterns != NULL; patterns++)
		if (phrase_matches(*patterns, words, 0, MIN(n, LINE_WORDS)))
			return TRUE;
	return FALSE;
}

/* "Hello Aurora Spa," */
static gboolean
is_greeting(const struct letter *letter, const struct line *line)
{
	const char *words[LINE_WORDS];
	guint n = words_of(letter, line, words);
	gunichar sign = at(letter, line->to - 1)->sign;

	if (n == 0 || n > GREETING_MAX_WORDS || holds_number(letter, line))
		return FALSE;
	return matches(letter_greetings, words, n) ||
	    (sign == ',' && n <= 4 &&
		!wish_is_polite(words[0]) && !matches(letter_thanks, words, n));
}

static gboolean
is_closing(const struct letter *letter, const struct line *line)
{
	const char *words[LINE_WORDS];
	guint n = words_of(letter, line, words);

	return n > 0 && n <= CLOSING_MAX_WORDS && !holds_number(letter, line) &&
	    matches(letter_closings, words, n);
}

/* "PS: the sauna was cold" */
static gboolean
is_postscript(const struct letter *letter, const struct line *line)
{
	const char *words[LINE_WORDS] = { "", "" };
	guint n = words_of(letter, line, words);

	return n > 0 && at(letter, line->from)->kind == TOKEN_WORD &&
	    (strcmp(words[0], "ps") == 0 ||
		(n > 1 && strcmp(words[0], "p") == 0 &&
		    strcmp(words[1], "s") == 0));
}

/* A name, or what stands in a contact block: few words, no sentence. */
static gboolean
is_block_line(const struct letter *letter, const struct line *line)
{
	const char *words[LINE_WORDS];
	guint n = words_of(letter, line, words);
	const struct token *first = at(letter, line->from);
	gunichar sign = at(letter, line->to - 1)->sign;

	if (line->to == line->from + 1 && is_number(letter, line->from))
		return FALSE;
	if (sign == '!' || sign == '?' || n > LINE_WORDS)
		return FALSE;
	return first->kind != TOKEN_WORD ||
	    g_unichar_isupper(g_utf8_get_char(letter->text + first->start)) ||
	    line->to - line->from <= 2;
}

/* "Thanks", and below it nothing but a name and an address. */
static gboolean
is_thanks(const struct letter *letter, guint i)
{
	const struct line *line = line_at(letter, i);
	const char *words[LINE_WORDS];
	guint n = words_of(letter, line, words);

	if (i == 0 || n == 0 || n > 3 || holds_number(letter, line) ||
	    !matches(letter_thanks, words, n) ||
	    letter->lines->len - i - 1 > BLOCK_MAX_LINES)
		return FALSE;
	for (guint k = i + 1; k < letter->lines->len; k++)
		if (!is_block_line(letter, line_at(letter, k)))
			return FALSE;
	return i + 1 < letter->lines->len;
}

static void
drop_greeting(struct letter *letter)
{
	for (guint i = 0; i < letter->lines->len && i < 2; i++) {
		const struct line *line = line_at(letter, i);

		if (!is_greeting(letter, line))
			return;
		drop(letter, line->from, line->to + 1);
	}
}

static void
drop_closing(struct letter *letter)
{
	gboolean closed = FALSE;
	gboolean sought = TRUE;

	for (guint i = 0; i < letter->lines->len; i++) {
		const struct line *line = line_at(letter, i);

		if (is_postscript(letter, line))
			closed = FALSE;
		else if (is_closing(letter, line))
			closed = TRUE;
		else if (sought && !closed &&
		    letter->lines->len - i <= BLOCK_MAX_LINES + 1)
			closed = is_thanks(letter, i);
		if (closed)
			drop(letter, line->from, line->to + 1);
	}
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
	const char *words[LINE_WORDS] = { NULL };
	guint n = words_of(letter, line, words);

	if (n > 0 && n <= LINE_WORDS && phrase_has(contact_labels, words[0]))
		mute_all(letter, line->from, line->to);
	for (guint i = line->from; i < line->to; i++)
		if (is_number(letter, i) &&
		    (is_behind_street(letter, i, line->from) ||
			is_before_street(letter, i, line)))
			mute(letter, i);
}

/*
 * "0 1 2 3 4", in a line or one a line: the printed scale. Signs between them
 * don't matter, words end it.
 */
static void
mute_scales(struct letter *letter)
{
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

/* The mail program, not the person, has ended the line. */
static gboolean
is_broken(const struct letter *letter, guint i)
{
	const struct line *line = line_at(letter, i);
	const struct line *next = line_at(letter, i + 1);
	const struct token *last = at(letter, line->to - 1);
	gsize bytes = last->end - at(letter, line->from)->start;

	if (next->from != line->to + 1 || bytes < BROKEN_MIN_CHARS ||
	    token_ends_sentence(last) || last->sign == ':')
		return FALSE;
	return next->to > next->from + 1 || !is_number(letter, next->from);
}

static GArray *
what_remains(struct letter *letter)
{
	GArray *remains = text_words("");

	for (guint i = 0; i < letter->tokens->len; i++) {
		struct token *token = &g_array_index(letter->tokens,
		    struct token, i);

		if (g_array_index(letter->dropped, gboolean, i))
			continue;
		g_array_append_val(remains, *token);
		token->word = NULL;
	}
	return remains;
}

GArray *
letter_tokens(const char *text)
{
	struct letter letter = { .text = text, .tokens = text_words(text) };
	GArray *remains;

	letter.lines = g_array_new(FALSE, FALSE, sizeof(struct line));
	letter.dropped = g_array_new(FALSE, TRUE, sizeof(gboolean));
	g_array_set_size(letter.dropped, letter.tokens->len + 1);
	find_lines(&letter);
	drop_greeting(&letter);
	drop_closing(&letter);
	mute_scales(&letter);
	for (guint i = 0; i < letter.lines->len; i++) {
		mute_phones(&letter, line_at(&letter, i));
		mute_addresses(&letter, line_at(&letter, i));
	}
	for (guint i = 0; i + 1 < letter.lines->len; i++)
		if (is_broken(&letter, i))
			drop(&letter, line_at(&letter, i)->to,
			    line_at(&letter, i)->to + 1);
	remains = what_remains(&letter);
	g_array_unref(letter.tokens);
	g_array_unref(letter.lines);
	g_array_unref(letter.dropped);
	return remains;
}
