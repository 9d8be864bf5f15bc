/*
 * quote.c - cuts from a reply's text what the person did not write.
 *
 * A pure function over lines: each is looked at with at most two dozen
 * neighbours, so time grows with the length of the text. How quotes are
 * announced, quote_announce.c and quote_block.c know; what stands below an
 * answer, quote_footer.c. Called by read.c.
 *
 * BUGS: an answer typed below a quote that carries no "> " marks, under an
 * announcement, is cut with it: nothing tells the two apart. So is what a
 * person puts below "On 3 March 2025 your clerk wrote:", and a single line that
 * begins with ">" because it is meant as an arrow.
 */
#include "replies/quote/quote.h"

#include <string.h>

#include "replies/quote/quote_announce.h"
#include "replies/quote/quote_block.h"
#include "replies/quote/quote_fold.h"
#include "replies/quote/quote_footer.h"
#include "replies/quote/quote_lines.h"

#define DIVIDER_MIN 5
#define WRAP_MIN_BYTES 60
#define WRAP_AT_BYTES 70

struct cutter {
	struct lines lines;
	guint forwarded; /* where the text of the first begins; lines.n: none */
};

static gboolean
is_divider(const struct line *line)
{
	return line->rule && strlen(line->folded) >= DIVIDER_MIN;
}

/*
 * Cuts an announcement, lines from..to-1. If marked quotes follow, they are
 * cut by their marks and what stands between or below them is kept; else
 * everything that follows is the quote. FALSE if nothing is left to look at.
 */
static gboolean
cut_announced(struct lines *lines, guint from, guint to)
{
	guint next = quote_lines_next(lines, to);
	guint before = from;

	while (before > 0 &&
	    (lines->at[before - 1].blank || is_divider(&lines->at[before - 1])))
		before--;
	quote_lines_cut(lines, before, from);
	if (next < lines->n && lines->at[next].quoted) {
		quote_lines_cut(lines, from, to);
		return TRUE;
	}
	quote_lines_cut(lines, from, lines->n);
	return FALSE;
}

/* The line above is a divider, or blank ones and then a divider. */
static gboolean
is_led(const struct lines *lines, guint i)
{
	if (i > 0 && lines->at[i - 1].blank)
		i--;
	return i > 0 && is_divider(&lines->at[i - 1]);
}

/*
 * GroupWise: ">>> Ada 3/3/2025 2:05 PM >>>", and the quote below is not marked.
 */
static gboolean
announces_unmarked(const struct lines *lines, guint i)
{
	const char *text = lines->at[i].text;
	guint next = quote_lines_next(lines, i + 1);
	g_autofree char *folded = NULL;

	if (!g_str_has_prefix(text, ">>> ") ||
	    (i > 0 && lines->at[i - 1].quoted) ||
	    (next < lines->n && lines->at[next].quoted))
		return FALSE;
	folded = quote_fold(text, QUOTE_FOLD_MAX_BYTES);
	return quote_announce_judge(folded) == ANNOUNCED_SURELY;
}

static gboolean
is_link(const char *word)
{
	word += strspn(word, "(<[");
	return g_str_has_prefix(word, "http") ||
	    g_str_has_prefix(word, "www.") ||
	    g_str_has_prefix(word, "mailto:") || strspn(word, ")>].,") ==
		strlen(word);
}

/* Nothing but links and brackets. */
static gboolean
is_all_links(const char *folded)
{
	g_auto(GStrv) words = g_strsplit(folded, " ", -1);

	for (guint i = 0; words[i] != NULL; i++)
		if (!is_link(words[i]))
			return FALSE;
	return TRUE;
}

/* A bracket before a link that the line does not close. */
static gboolean
leaves_link_open(const char *text)
{
	const char *open = strrchr(text, '(');

	if (open == NULL)
		open = strrchr(text, '<');
	return open != NULL && strpbrk(open, ")>") == NULL &&
	    strstr(open, "://") != NULL;
}

/* The end of a sentence that was wrapped: nobody would begin so. */
static gboolean
continues(const char *above, const char *text)
{
	gsize n = strlen(above);

	return n >= WRAP_MIN_BYTES && n + strcspn(text, " ") >= WRAP_AT_BYTES &&
	    strchr(".?!:;,", above[n - 1]) == NULL &&
	    g_unichar_islower(g_utf8_get_char(text));
}

/*
 * Line i lost its mark when a mail program broke a long line: it goes on with
 * the marked one above, or is a link between two.
 */
static gboolean
lost_its_mark(const struct lines *lines, guint i)
{
	const char *above, *text = lines->at[i].text;

	if (i == 0 || !lines->at[i - 1].quoted)
		return FALSE;
	above = lines->at[i - 1].text;
	if (leaves_link_open(above + strspn(above, " >")) &&
	    strpbrk(text, ")>") != NULL)
		return TRUE;
	return i + 1 < lines->n && lines->at[i + 1].quoted &&
	    (is_all_links(lines->at[i].folded) || continues(above, text));
}

/* A marked line. FALSE if nothing is left to look at. */
static gboolean
judge_marked(struct lines *lines, guint i)
{
	if (announces_unmarked(lines, i)) {
		quote_lines_cut(lines, i, lines->n);
		return FALSE;
	}
	lines->at[i].cut = TRUE;
	return TRUE;
}

static gboolean
judge_separator(struct cutter *cutter, guint i)
{
	struct lines *lines = &cutter->lines;
	guint next = quote_lines_next(lines, i + 1);
	guint edge = next < lines->n ? quote_block_end(lines, next, TRUE) :
				       next;

	/* The block below it belongs to it. */
	edge = edge > next ? edge : i + 1;
	if (quote_block_separates(lines->at[i].folded) == SEPARATOR_FORWARDED)
		cutter->forwarded = MIN(cutter->forwarded, edge);
	return cut_announced(lines, i, edge);
}

static gboolean
judge(struct cutter *cutter, guint i)
{
	struct lines *lines = &cutter->lines;
	struct line *line = &lines->at[i];
	gboolean shared;
	guint edge;

	if (line->blank || line->cut)
		return TRUE;
	if (line->quoted)
		return judge_marked(lines, i);
	if (quote_block_separates(line->folded) != SEPARATOR_NONE)
		return judge_separator(cutter, i);
	edge = quote_block_end(lines, i, is_led(lines, i));
	if (edge > i)
		return cut_announced(lines, i, edge);
	edge = quote_announce_start(lines, i, &shared);
	if (edge <= i) {
		quote_lines_mark(lines, quote_lines_next(lines, i + 1));
		return cut_announced(lines, edge + shared, i + 1);
	}
	edge = quote_block_bare_end(lines, i);
	if (edge > i) {
		/* The name stands above the date. */
		gboolean name = i > 0 && !lines->at[i - 1].blank;

		return cut_announced(lines, i - name, edge);
	}
	if (lost_its_mark(lines, i))
		line->cut = line->quoted = TRUE;
	return TRUE;
}

char *
quote_cut(const char *text)
{
	struct cutter cutter = { 0 };
	struct lines *lines = &cutter.lines;
	char *kept;

	quote_lines_split(lines, text);
	cutter.forwarded = lines->n;
	for (guint i = 0; i < lines->n; i++)
		if (!judge(&cutter, i))
			break;
	quote_footer_cut(lines);
	kept = quote_lines_kept(lines, QUOTE_KEPT_MAX_BYTES);
	if (*kept == '\0' && cutter.forwarded < lines->n) {
		/* Nothing but what somebody sends on: that is what is said. */
		for (guint i = cutter.forwarded; i < lines->n; i++)
			lines->at[i].cut = FALSE;
		g_free(kept);
		kept = quote_lines_kept(lines, QUOTE_KEPT_MAX_BYTES);
	}
	quote_lines_clear(lines);
	return kept;
}
