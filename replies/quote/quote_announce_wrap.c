/*
 * quote_announce_wrap.c - finds where the announcement begins that ends in a
 * line, for mail programs wrap it, and people write in front of it.
 *
 * Called by quote.c. Looks at few lines above, so that time grows with the
 * length of the text.
 */
#include "replies/quote/quote_announce.h"

#include <string.h>

#include "replies/quote/quote_fold.h"
#include "replies/quote/quote_words.h"

#define WRAPPED_MAX_LINES 6
#define WRAPPED_MAX_BYTES 700
#define SHARED_MAX_BYTES 400
#define SHARED_MAX_TRIES 6
#define OPENER_DATE_BYTES 24
#define BARE_VERB_MAX_BYTES 40
#define BARE_TAIL_MAX_BYTES 4 /* "(a):" */
#define SCORE_MAX_BYTES 8 /* "10/10" */
#define DATE_MAX_BYTES 60
#define FULL_MIN 50 /* characters; nobody wraps sooner */

/* "(ada@example.com) wrote:", "ada@example.com> wrote:", "wrote:": there is
 * more. */
static gboolean
starts_midway(const char *folded)
{
	gsize n = strcspn(folded, "(<>)");

	if (*folded == '(')
		return memchr(folded, '@', strcspn(folded, ")")) != NULL;
	return n == 0 || folded[n] == ')' || folded[n] == '>' ||
	    g_str_has_prefix(folded, "mailto:") ||
	    (strlen(folded) <= BARE_VERB_MAX_BYTES &&
		quote_words_verb(folded).at == folded &&
		strlen(quote_words_verb(folded).end) <= BARE_TAIL_MAX_BYTES);
}

/* It ends in a colon, or in the dashes it began with. */
static gboolean
ends_line(const char *folded)
{
	return g_str_has_suffix(folded, ":") ||
	    g_str_has_suffix(folded, ":_") || g_str_has_suffix(folded, "--") ||
	    g_str_has_suffix(folded, ">>>");
}

/*
 * Some leave out the colon: then it needs marks below, or is a date and an
 * address, alone.
 */
static gboolean
is_end(const struct lines *lines, guint i)
{
	const char *folded = lines->at[i].folded;
	guint next;

	if (*folded == '\0' || ends_line(folded))
		return *folded != '\0';
	if (g_ascii_isdigit(*folded) && g_str_has_suffix(folded, ">") &&
	    i + 1 < lines->n && lines->at[i + 1].blank)
		return TRUE;
	next = quote_lines_next(lines, i + 1);
	return next < lines->n && lines->at[next].quoted;
}

static gboolean
is_announced(const struct lines *lines, guint i, const char *folded)
{
	enum announced sure = quote_announce_judge(folded);
	guint next;

	if (sure != ANNOUNCED_IF_MARKED)
		return sure == ANNOUNCED_SURELY;
	next = quote_lines_next(lines, i + 1);
	return next < lines->n && lines->at[next].quoted;
}

/* "On" and a date behind it: nothing above belongs to it. */
static gboolean
opens_with_date(const char *folded)
{
	gsize n = strcspn(folded, "0123456789");

	return folded[n] != '\0' && n <= OPENER_DATE_BYTES &&
	    quote_words_open(folded) != 0;
}

/*
 * What is in front of `at` is not an answer but the first half of an
 * announcement: a date, or an address.
 */
static gboolean
is_about_author(const char *text, const char *at)
{
	gsize n = (gsize)(at - text);
	g_autofree char *front = g_strndup(text, n);

	return strchr(front, '@') != NULL ||
	    (n > SCORE_MAX_BYTES && g_ascii_isdigit(*front) &&
		quote_announce_times(front) > 0);
}

/*
 * TRUE if an announcement begins behind other words in the line, of which
 * `rest` is what follows in the lines below. What is in front stays.
 */
static gboolean
is_shared(struct line *line, const char *rest)
{
	gsize n = strlen(line->text);
	const char *at = line->text + n;

	for (guint i = 0; i < SHARED_MAX_TRIES && at != NULL; i++) {
		g_autofree char *joined = NULL;
		g_autofree char *folded = NULL;

		at = quote_words_opener_in(line->text, at, SHARED_MAX_BYTES);
		if (at == NULL || is_about_author(line->text, at))
			return FALSE;
		joined = g_strconcat(at, " ", rest, NULL);
		folded = quote_fold(joined, QUOTE_FOLD_MAX_BYTES);
		if (!opens_with_date(folded) ||
		    quote_announce_judge(folded) != ANNOUNCED_SURELY ||
		    !quote_announce_dates(folded))
			continue;
		n = (gsize)(at - line->text);
		while (n > 0 && strchr(" \t-", line->text[n - 1]) != NULL)
			n--;
		if (n == 0)
			return FALSE; /* those dashes are its own */
		line->text[n] = '\0';
		return TRUE;
	}
	return FALSE;
}

/* The line above that may belong to what is joined, or i if none does. */
static guint
line_above(const struct lines *lines, guint i, const char *joined)
{
	const struct line *line;
	guint above = i;

	/* A broken address stands on lines of its own. */
	if (above > 0 && lines->at[above - 1].blank && starts_midway(joined))
		above--;
	if (above == 0)
		return i;
	line = &lines->at[--above];
	if (line->blank || line->quoted || line->cut ||
	    *line->folded == '\0' || ends_line(line->folded))
		return i;
	return above;
}

static char *
join(const struct lines *lines, guint from, guint to)
{
	GString *joined = g_string_new(NULL);

	for (guint i = from; i < to; i++) {
		if (lines->at[i].blank)
			continue;
		if (joined->len > 0)
			g_string_append_c(joined, ' ');
		g_string_append(joined, lines->at[i].text);
	}
	return g_string_free(joined, FALSE);
}

/* The next word would not have gone into the line above, so it was wrapped. */
static gboolean
is_full(const struct lines *lines, guint above, guint below)
{
	const char *text = lines->at[below].folded;
	gsize word = strcspn(text, " ");

	return g_utf8_strlen(lines->at[above].folded, -1) +
	    g_utf8_strlen(text, (gssize)word) >=
	    FULL_MIN;
}

/* The announcement goes on with the line above: it is about who and when. */
static gboolean
goes_on_above(const struct lines *lines, guint above, guint below)
{
	const char *folded = lines->at[above].folded;

	guint times = quote_announce_times(folded);

	if (strpbrk(folded, "!?") != NULL)
		return FALSE;
	/* Some put the date on a line of its own. */
	return is_full(lines, above, below) ?
	    times > 0 || strchr(folded, '@') != NULL :
	    times > 1 && strlen(folded) <= DATE_MAX_BYTES;
}

/* The first line of the announcement that ends in line i, or i + 1. */
static guint
find_start(const struct lines *lines, guint i)
{
	g_autoptr(GString) joined = g_string_new(lines->at[i].folded);
	guint found = i + 1, first = i;

	for (guint k = 0; k < WRAPPED_MAX_LINES; k++) {
		guint above = line_above(lines, first, joined->str);
		gboolean opens = opens_with_date(joined->str);

		/* Sure already, unless more of it stands above. */
		if ((found > i || opens ||
			starts_midway(lines->at[found].folded) ||
			goes_on_above(lines, first, found)) &&
		    is_announced(lines, i, joined->str))
			found = first;
		if (above == first || (found == first && opens) ||
		    (found <= i && !starts_midway(lines->at[first].folded) &&
			!is_full(lines, above, first) &&
			!goes_on_above(lines, above, first)) ||
		    joined->len + strlen(lines->at[above].folded) >
			WRAPPED_MAX_BYTES)
			break;
		first = above;
		g_string_prepend_c(joined, ' ');
		g_string_prepend(joined, lines->at[first].folded);
	}
	return found;
}

guint
quote_announce_start(struct lines *lines, guint i, gboolean *shared)
{
	guint found;

	*shared = FALSE;
	if (quote_announce_leads(lines->at[i].folded))
		return i;
	if (lines->at[i].quoted || !is_end(lines, i))
		return i + 1;
	found = find_start(lines, i);
	if (found <= i && opens_with_date(lines->at[found].folded))
		return found;
	/* The person's own words may stand in front of it. */
	for (guint k = 0; k < 2 && k <= i; k++) {
		guint line = found <= i ? found : i - k;
		g_autofree char *rest = join(lines, line + 1, i + 1);

		*shared = is_shared(&lines->at[line], rest);
		if (*shared)
			return line;
		if (found <= i || line == 0 || lines->at[line - 1].quoted)
			break;
	}
	return found;
}
