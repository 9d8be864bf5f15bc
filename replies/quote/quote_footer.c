/*
 * quote_footer.c - cuts signatures, footers of lists and disclaimers from the
 * end of what a person wrote.
 *
 * A closing and a name ("Regards, Ada") are the person's own words and stay.
 * Called by quote.c when all that is quoted has been cut.
 */
#include "replies/quote/quote_footer.h"

#include <string.h>

#define LOOSE_SIGNATURE_MAX_LINES 12
#define RULED_SIGNATURE_MAX_LINES 10
#define PARAGRAPH_MAX_BYTES 6000
#define PHONE_DIGITS 7
#define CONTACT_MAX_BYTES 100
#define FOOTER_RULE_MIN 20

/* "-- " and its like: "—", "__". */
static gboolean
is_delimiter(const struct line *line)
{
	static const char *const signs[] = { "--", "-", "__", "- -", "-- -",
		"---" };
	gsize n = strlen(line->text);

	if (line->folded[0] == '\0' || n > 8)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
		if (strcmp(line->folded, signs[i]) == 0)
			/* "-" alone may be anything, "—" may not. */
			return strcmp(line->text, "-") != 0;
	return FALSE;
}

/* The first line behind i that is cut, or the end. */
static guint
section_end(const struct lines *lines, guint i)
{
	while (i < lines->n && !lines->at[i].cut)
		i++;
	return i;
}

/* How many lines before each are not blank: n + 1 numbers. */
static guint *
count_written(const struct lines *lines)
{
	guint *written = g_new0(guint, lines->n + 1);

	for (guint i = 0; i < lines->n; i++)
		written[i + 1] = written[i] + !lines->at[i].blank;
	return written;
}

/* What signatures have and sentences seldom: an address, a link, a number. */
static gboolean
is_contact(const char *folded)
{
	guint digits = 0;

	if (strchr(folded, '@') != NULL || strstr(folded, "www.") != NULL ||
	    strstr(folded, "http") != NULL)
		return TRUE;
	for (; *folded != '\0'; folded++) {
		if (g_ascii_isdigit(*folded))
			digits++;
		else if (strchr(" ()-./+", *folded) == NULL)
			digits = 0;
		if (digits >= PHONE_DIGITS)
			return TRUE;
	}
	return FALSE;
}

/* Short lines, one of them with such, and none that ends a sentence. */
static gboolean
are_contacts(const struct lines *lines, guint from, guint to)
{
	guint contacts = 0, n = 0;

	for (guint i = from; i < to; i++) {
		const char *folded = lines->at[i].folded;

		if (strlen(folded) > CONTACT_MAX_BYTES ||
		    g_str_has_suffix(folded, "!") ||
		    g_str_has_suffix(folded, "?") ||
		    (g_str_has_suffix(folded, ".") && !is_contact(folded)))
			return FALSE;
		n += *folded != '\0';
		contacts += is_contact(folded);
	}
	return n >= 2 && contacts > 0;
}

/*
 * Line i delimits a signature that ends before `end`. "-- " (RFC 3676, section
 * 4.3) does; "--" does if little follows; a longer rule if that looks like one.
 */
static gboolean
is_signature(const struct lines *lines, const guint *written, guint i,
    guint end)
{
	const struct line *line = &lines->at[i];
	guint below = written[end] - written[i + 1];
	guint above = written[i];

	if (line->strict)
		return TRUE;
	if (above == 0)
		return FALSE;
	/* What stood below it was cut already. */
	if (below == 0)
		return strcmp(line->text, "--") == 0;
	if (is_delimiter(line) && strcmp(line->text, "---") != 0)
		return below <= LOOSE_SIGNATURE_MAX_LINES;
	/* Below a heading it is an underline. */
	return line->rule && lines->at[i - 1].blank &&
	    below <= RULED_SIGNATURE_MAX_LINES &&
	    are_contacts(lines, i + 1, end);
}

/* "____ / list mailing list / list@example.com" */
static gboolean
is_list_rule(const struct lines *lines, guint i)
{
	guint next = i + 1;

	if (lines->at[i].folded[0] != '_' || !lines->at[i].rule ||
	    strlen(lines->at[i].folded) < FOOTER_RULE_MIN)
		return FALSE;
	return next < lines->n &&
	    (strstr(lines->at[next].folded, "mailing list") != NULL ||
		strstr(lines->at[next].folded, "mailman/listinfo") != NULL ||
		strstr(lines->at[next].folded, "mailinglist") != NULL);
}

/* A paragraph in one line, folded; from..to-1. */
static char *
join_paragraph(const struct lines *lines, guint from, guint to)
{
	GString *joined = g_string_new(NULL);

	for (guint i = from; i < to && joined->len < PARAGRAPH_MAX_BYTES; i++) {
		if (joined->len > 0)
			g_string_append_c(joined, ' ');
		g_string_append(joined, lines->at[i].folded);
	}
	return g_string_free(joined, FALSE);
}

/* The rule above what programs add goes with it. */
static void
cut_with_rule(struct lines *lines, guint from, guint to)
{
	guint above = from;

	quote_lines_cut(lines, from, to);
	while (above > 0 && lines->at[above - 1].blank)
		above--;
	if (above > 0 && lines->at[above - 1].rule)
		lines->at[above - 1].cut = TRUE;
}

static void
cut_signatures(struct lines *lines)
{
	g_autofree guint *written = count_written(lines);
	guint end = 0;

	for (guint i = 0; i < lines->n; i++) {
		const struct line *line = &lines->at[i];

		if (i >= end)
			end = section_end(lines, i);
		if (line->cut || line->blank)
			continue;
		if (is_list_rule(lines, i) ||
		    quote_footer_lists(line->folded))
			cut_with_rule(lines, i, end);
		else if ((line->rule || is_delimiter(line)) &&
		    is_signature(lines, written, i, end))
			quote_lines_cut(lines, i, end);
	}
}

static void
cut_disclaimers(struct lines *lines)
{
	for (guint i = 0; i < lines->n; i++) {
		guint end = i;
		g_autofree char *paragraph = NULL;

		while (end < lines->n && !lines->at[end].blank &&
		    !lines->at[end].cut && !lines->at[end].rule)
			end++;
		if (end == i)
			continue;
		paragraph = join_paragraph(lines, i, end);
		if (quote_footer_disclaims(paragraph))
			cut_with_rule(lines, i, end);
		i = end - 1;
	}
}

static void
cut_advertisements(struct lines *lines)
{
	for (guint i = 0; i < lines->n; i++)
		if (!lines->at[i].cut &&
		    quote_footer_advertises(lines->at[i].folded))
			cut_with_rule(lines, i, i + 1);
}

void
quote_footer_cut(struct lines *lines)
{
	cut_disclaimers(lines);
	cut_advertisements(lines);
	cut_signatures(lines);
}
