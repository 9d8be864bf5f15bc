/*
 * letter.c - takes from a mail's words what belongs to the form of a letter:
 * greeting, closing, address, broken lines, the printed scale.
 *
 * Pure. Called by score.c and opt_out.c with what is left once quotes are cut;
 * the words are in letter_words.c. Where it is not sure that a line is a form,
 * it stays.
 */
#include "replies/words/letter.h"

#include <string.h>

#include "replies/words/letter_numbers.h"
#include "replies/words/letter_words.h"
#include "replies/words/number_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_shape.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"

#define LINE_WORDS 8	     /* of a line that may be a form */
#define GREETING_MAX_WORDS 6
#define CLOSING_MAX_WORDS 7
#define BLOCK_MAX_LINES 12   /* below "Thanks" */
#define BROKEN_MIN_CHARS 55  /* a line that a program may have broken */

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

	for (guint i = 0; i < letter->lines->len; i++) {
		const struct line *line = line_at(letter, i);

		if (is_postscript(letter, line)) {
			closed = FALSE;
			if (at(letter, line->from + 1)->sign == ':')
				drop(letter, line->from, line->from + 2);
		}
		if (is_closing(letter, line))
			closed = TRUE;
		else if (!closed &&
		    letter->lines->len - i <= BLOCK_MAX_LINES + 1)
			closed = is_thanks(letter, i);
		if (closed)
			drop(letter, line->from, line->to + 1);
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
	letter_mute_scales(letter.tokens);
	for (guint i = 0; i < letter.lines->len; i++)
		letter_mute_contact(text, letter.tokens,
		    line_at(&letter, i)->from, line_at(&letter, i)->to);
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
