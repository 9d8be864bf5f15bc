/*
 * quote_block.c - knows the header blocks that Outlook and others put before
 * what they quote, and the lines that separate.
 *
 * The words are quote_words.h's. Called by quote.c.
 */
#include "replies/quote/quote_block.h"

#include <string.h>

#include "replies/quote/quote_announce.h"

#define BLOCK_MAX_LINES 40
#define LABEL_MAX_BYTES 60
#define DATE_MAX_BYTES 40
#define BARE_MAX_LINES 16
#define LABELS_MAX 8 /* on one line */
#define UNLABELLED_MAX 3 /* lines in a row */
#define SEPARATOR_MAX_BYTES 140
#define HEADING_MIN_BYTES 15
#define SIGNS " -_=#~+"

/* What the lines of a block have in them. */
struct block {
	guint seen; /* labels */
	guint n;
	gboolean address;
	gboolean sent; /* with a date and a time of day */
};

/* The label a line begins with. */
static guint
label_of(const char *folded)
{
	gsize lead = strspn(folded, " |_-\"");
	gsize n = strcspn(folded + lead, ":");

	if (folded[lead + n] != ':' || n == 0 || n > LABEL_MAX_BYTES)
		return LABEL_NONE;
	return quote_words_label(folded + lead, n);
}

/* Labels behind the first: "From: ada@example.com Date: Thu, 24 Mar". */
static guint
more_labels(const char *folded, guint *n)
{
	const char *colon = strchr(folded, ':');
	guint seen = 0;

	for (guint i = 0; colon != NULL && i < LABELS_MAX; i++) {
		const char *word;

		colon = strchr(colon + 1, ':');
		if (colon == NULL)
			break;
		word = colon;
		while (word > folded && strchr(" :", word[-1]) == NULL)
			word--;
		if (quote_words_label(word, (gsize)(colon - word)) == 0 ||
		    word == folded || word[-1] != ' ' || colon[1] != ' ')
			continue;
		seen |= quote_words_label(word, (gsize)(colon - word));
		(*n)++;
	}
	return seen;
}

static void
add_line(struct block *block, const char *folded, guint label)
{
	guint more = more_labels(folded, &block->n);

	block->n += (label & ~block->seen) != 0;
	block->seen |= label | more;
	block->address = block->address || strchr(folded, '@') != NULL;
	block->sent = block->sent || ((label & LABEL_SENT) != 0 &&
		quote_announce_times(folded) >= 2);
}

/*
 * "From: London / To: Paris / Date: 3 March" is not one: a subject or an
 * address is in all that programs write.
 */
static gboolean
is_block(const struct block *block, gboolean led)
{
	guint seen = block->seen;
	gboolean from = (seen & LABEL_FROM) != 0;
	gboolean proof = block->address || block->sent || led ||
	    (seen & LABEL_SUBJECT) != 0;

	if (block->n >= 3)
		return proof && (from || (seen & LABEL_SENT) != 0);
	if (block->n == 2 && from)
		return block->address || led ||
		    ((seen & LABEL_SUBJECT) != 0 && (seen & LABEL_SENT) != 0);
	if (block->n == 2)
		return block->address && (seen & LABEL_SENT) != 0 &&
		    (seen & (LABEL_TO | LABEL_SUBJECT)) != 0;
	return block->n == 1 && from && led && block->address;
}

guint
quote_block_end(const struct lines *lines, guint i, gboolean led)
{
	struct block block = { 0 };
	guint end = i, strange = 0;

	if (label_of(lines->at[i].folded) == LABEL_NONE)
		return i;
	for (guint j = i; j < lines->n && j < i + BLOCK_MAX_LINES; j++) {
		const struct line *line = &lines->at[j];
		guint label = label_of(line->folded);

		if (line->quoted)
			break;
		if (line->blank) {
			/* A paragraph each, in some that were HTML. */
			guint next = quote_lines_next(lines, j);

			if (next > j + 1 || next >= lines->n ||
			    label_of(lines->at[next].folded) == LABEL_NONE)
				break;
			continue;
		}
		if (label == LABEL_NONE) {
			/* A list of recipients may be long. */
			if (strpbrk(line->folded, "@;") == NULL &&
			    ++strange > UNLABELLED_MAX)
				break;
			continue;
		}
		strange = 0;
		add_line(&block, line->folded, label);
		end = j + 1;
	}
	return is_block(&block, led) ? end : i;
}

/* How long the words are before two signs of those that make a line. */
static gsize
words_before_signs(const char *words)
{
	gsize n = 0;

	while (words[n] != '\0' &&
	    (strchr(SIGNS, words[n]) == NULL || words[n + 1] == '\0' ||
		strchr(SIGNS, words[n + 1]) == NULL))
		n++;
	return n;
}

static gboolean
is_bare(const struct line *line, guint label)
{
	return (quote_words_label(line->folded, strlen(line->folded)) &
		   label) != 0;
}

guint
quote_block_bare_end(const struct lines *lines, guint i)
{
	const char *folded = lines->at[i].folded;
	guint to = quote_lines_next(lines, i + 1);

	if (!g_ascii_isdigit(*folded) || strlen(folded) > DATE_MAX_BYTES ||
	    quote_announce_times(folded) < 2 || to > i + 2 || to >= lines->n ||
	    !is_bare(&lines->at[to], LABEL_TO))
		return i;
	for (guint j = to; j < lines->n && j < to + BARE_MAX_LINES; j++)
		if (is_bare(&lines->at[j], LABEL_SUBJECT))
			return MIN(quote_lines_next(lines, j + 1) + 1,
			    lines->n);
	return i;
}

/* "##- Please type your reply above this line -##" */
static gboolean
asks_to_reply_above(const char *folded)
{
	return strstr(folded, "above this line") != NULL &&
	    (strstr(folded, "reply") != NULL ||
		strstr(folded, "respon") != NULL ||
		strstr(folded, "write") != NULL ||
		strstr(folded, "type") != NULL);
}

/* What stands between the dashes, or before the colon. */
enum quote_separator
quote_block_separates(const char *folded)
{
	gsize lead = strspn(folded, SIGNS ">|<.\"");
	gsize n = strlen(folded);
	gboolean colon = n > 0 && folded[n - 1] == ':';
	const char *words = folded + lead;

	if (n == 0 || n > SEPARATOR_MAX_BYTES || lead == n)
		return SEPARATOR_NONE;
	if (asks_to_reply_above(folded))
		return SEPARATOR_ORIGINAL;
	/* "Reply: 9" is no heading. */
	if (lead < 2 && (!colon || n < HEADING_MIN_BYTES))
		return SEPARATOR_NONE;
	/* "----- Original Message -----From: Ada" */
	n = lead >= 2 ? words_before_signs(words) : n - lead;
	while (n > 0 && strchr(" -_=#~:.<\"", words[n - 1]) != NULL)
		n--;
	return quote_words_separate(words, n);
}
