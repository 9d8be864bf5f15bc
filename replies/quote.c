/*
 * quote.c - cuts from a reply's text what the person did not write.
 *
 * A pure function over lines: each is looked at with at most a dozen
 * neighbours, so time grows with the length of the text. How quotes are
 * announced in words is quote_words.c's. Called by read.c.
 *
 * BUGS: an answer typed below a quote that carries no "> " marks, under an
 * announcement, is cut with it: nothing tells the two apart.
 */
#include "replies/quote.h"

#include <string.h>

#include "base/text.h"
#include "replies/charset.h"
#include "replies/quote_words.h"

#define WRAPPED_MAX_LINES 4 /* an announcement goes over so many lines */
#define WRAPPED_MAX_BYTES 600
#define BLOCK_MAX_LINES 12 /* so does a header block */
#define LOOSE_SIGNATURE_MAX_LINES 12

struct line {
	char *text; /* trimmed at its end */
	gboolean blank;
	gboolean quoted;    /* begins with ">" */
	gboolean delimiter; /* "-- ", or "--" which is less sure */
	gboolean strict;    /* the former, RFC 3676 section 4.3 */
	gboolean cut;
};

struct lines {
	struct line *at;
	guint n;
};

static void
lines_split(struct lines *lines, const char *text)
{
	g_auto(GStrv) raw = charset_lines(text, G_MAXUINT);

	lines->n = g_strv_length(raw);
	lines->at = g_new0(struct line, lines->n + 1);
	for (guint i = 0; i < lines->n; i++) {
		struct line *line = &lines->at[i];
		const char *start = raw[i] + strspn(raw[i], " \t");

		line->blank = *start == '\0';
		line->quoted = *start == '>' && start - raw[i] <= 4;
		line->strict = strcmp(raw[i], "-- ") == 0;
		line->text = g_strchomp(raw[i]);
		line->delimiter = strcmp(line->text, "--") == 0;
		raw[i] = NULL;
	}
	/* Its strings are ours now; an empty vector is freed. */
}

static void
lines_free(struct lines *lines)
{
	for (guint i = 0; i < lines->n; i++)
		g_free(lines->at[i].text);
	g_free(lines->at);
}

static guint
next_written(const struct lines *lines, guint i)
{
	while (i < lines->n && lines->at[i].blank)
		i++;
	return i;
}

/* A line of dashes, underscores or the like alone. */
static gboolean
is_rule(const char *text)
{
	const char *start = text + strspn(text, " \t");
	gsize n = strlen(start);

	return n >= 5 && strspn(start, "-_=*") == n;
}

static void
cut(struct lines *lines, guint from, guint to)
{
	for (guint i = from; i < to; i++)
		lines->at[i].cut = TRUE;
}

/*
 * Cuts an announcement, lines from..to-1. If marked quotes follow, they are
 * cut by their marks and what stands between or below them is kept; else
 * everything that follows is the quote. FALSE if nothing is left to look at.
 */
static gboolean
cut_announced(struct lines *lines, guint from, guint to)
{
	guint next = next_written(lines, to);
	guint before = from;

	while (before > 0 &&
	    (lines->at[before - 1].blank ||
		is_rule(lines->at[before - 1].text)))
		before--;
	cut(lines, before, from);
	if (next < lines->n && lines->at[next].quoted) {
		cut(lines, from, to);
		return TRUE;
	}
	cut(lines, from, lines->n);
	return FALSE;
}

/*
 * "(survey@example.com) kirjoitti:", or "survey@example.com) kirjoitti:": the
 * line above, with the date and the name, belongs to it.
 */
static gboolean
starts_midway(const char *announcement)
{
	gsize n = strcspn(announcement, "(<>)");

	return n == 0 || announcement[n] == ')' || announcement[n] == '>';
}

/*
 * The first line of the announcement that ends in line i, or i + 1 if none
 * does. Mail programs wrap it after 70 characters or so.
 */
static guint
attribution_starts(const struct lines *lines, guint i)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	guint loose = i + 1;
	guint found = i + 1;
	gboolean midway = FALSE;
	const char *last = lines->at[i].text;

	if (!g_str_has_suffix(last, ":") && !g_str_has_suffix(last, "：") &&
	    !g_str_has_suffix(last, "--"))
		return i + 1;
	for (guint k = 0; k < WRAPPED_MAX_LINES && k <= i; k++) {
		const struct line *line = &lines->at[i - k];

		if (line->blank || line->quoted || line->cut ||
		    joined->len + strlen(line->text) > WRAPPED_MAX_BYTES)
			break;
		if (k > 0 && g_str_has_suffix(line->text, ":"))
			break; /* another one ends there */
		if (k > 0)
			g_string_prepend_c(joined, ' ');
		g_string_prepend(joined, line->text);
		if (found <= i || quote_words_attribute(joined->str))
			found = i - k;
		if (found <= i && !starts_midway(joined->str))
			return found;
		if (loose > i ? quote_words_attribute_loosely(joined->str) :
				midway && loose == i - k + 1)
			loose = i - k;
		midway = starts_midway(joined->str);
	}
	return found <= i ? found : loose;
}

/* Past the header block that begins with line i, or i if none does. */
static guint
block_ends(const struct lines *lines, guint i)
{
	guint seen = 0, kinds = 0, end = i;
	gboolean address = strchr(lines->at[i].text, '@') != NULL;
	guint first = quote_words_label(lines->at[i].text);

	if ((first & (LABEL_FROM | LABEL_SENT)) == 0)
		return i;
	for (guint j = i; j < lines->n && j < i + BLOCK_MAX_LINES; j++) {
		guint label = quote_words_label(lines->at[j].text);

		if (lines->at[j].blank || lines->at[j].quoted)
			break;
		if (label == LABEL_NONE)
			continue; /* wrapped */
		kinds += (label & ~seen) != 0;
		seen |= label;
		end = j + 1;
	}
	if ((seen & LABEL_FROM) != 0 && (kinds >= 3 || (kinds == 2 && address)))
		return end;
	return i;
}

/* Past the signature that begins with line i, or i if none does. */
static guint
signature_ends(const struct lines *lines, guint i)
{
	guint end = i + 1;

	if (!lines->at[i].delimiter)
		return i;
	while (end < lines->n && !lines->at[end].cut) {
		end++;
		/* Longer than any: perhaps a rule that the person drew. */
		if (!lines->at[i].strict && end - i > LOOSE_SIGNATURE_MAX_LINES)
			return i;
	}
	return end;
}

static gboolean
judge(struct lines *lines, guint i)
{
	struct line *line = &lines->at[i];
	guint edge;

	if (line->blank || line->cut)
		return TRUE;
	if (line->quoted) {
		line->cut = TRUE;
		return TRUE;
	}
	edge = attribution_starts(lines, i);
	if (edge <= i)
		return cut_announced(lines, edge, i + 1);
	edge = block_ends(lines, i);
	if (edge > i)
		return cut_announced(lines, i, edge);
	if (quote_words_separate(line->text)) {
		/* The block below it belongs to it. */
		guint next = next_written(lines, i + 1);

		edge = next < lines->n ? block_ends(lines, next) : next;
		return cut_announced(lines, i, edge > next ? edge : i + 1);
	}
	if (quote_words_advertise(line->text))
		line->cut = TRUE;
	return TRUE;
}

/* Signatures come last: an announcement inside one has been cut by now. */
static void
cut_signatures(struct lines *lines)
{
	for (guint i = 0; i < lines->n; i++) {
		guint end;

		if (lines->at[i].cut)
			continue;
		end = signature_ends(lines, i);
		if (end > i) {
			cut(lines, i, end);
			i = end - 1;
		}
	}
}

static char *
write_kept(const struct lines *lines)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean gap = FALSE;

	for (guint i = 0; i < lines->n && out->len < QUOTE_KEPT_MAX_BYTES;
	     i++) {
		const struct line *line = &lines->at[i];

		if (line->blank || line->cut) {
			gap = TRUE;
			continue;
		}
		if (out->len > 0)
			g_string_append(out, gap ? "\n\n" : "\n");
		g_string_append(out, line->text);
		gap = FALSE;
	}
	return text_cut(out->str, QUOTE_KEPT_MAX_BYTES);
}

char *
quote_cut(const char *text)
{
	struct lines lines;
	char *kept;

	lines_split(&lines, text);
	for (guint i = 0; i < lines.n; i++)
		if (!judge(&lines, i))
			break;
	cut_signatures(&lines);
	kept = write_kept(&lines);
	lines_free(&lines);
	return kept;
}
