/*
 * quote_announce.c - judges whether a line announces a quote, by what such
 * lines are made of: an opener, dates, an address, a verb, a colon.
 *
 * Looks at one line; quote_announce_wrap.c joins those that were wrapped. The
 * words are quote_words.h's.
 */
#include "replies/quote/quote_announce.h"

#include <string.h>

#include "replies/quote/quote_words.h"

#define ANNOUNCEMENT_MAX_BYTES 700
#define NAME_MAX_WORDS 6
#define BARE_NAME_MAX_WORDS 3
#define DATED_MAX_WORDS 12
#define TAIL_MAX_BYTES 12
#define DATE_NEAR_BYTES 40
#define BARE_MAX_BYTES 90 /* of one without a date and an address */

/* What a line is made of. */
struct parts {
	const char *line;
	gsize n;
	gboolean colon;
	gboolean dashed; /* "--- Ada wrote ---" */
	guint64 opener; /* the languages it begins like */
	guint times; /* dates and times of day */
	const char *first_time;
	const char *address; /* its "@" */
	gboolean bracketed;  /* an address in brackets */
	struct quote_verb verb;
};

static gboolean
is_year(const char *digits, gsize n)
{
	return n == 4 &&
	    (strncmp(digits, "19", 2) == 0 || strncmp(digits, "20", 2) == 0 ||
		strncmp(digits, "25", 2) == 0 ||
		strncmp(digits, "13", 2) == 0 || strncmp(digits, "14", 2) == 0);
}

/*
 * Counts "14:05", "3.3.2025", "2025": each is a date or a time of day. Past the
 * number that begins at *at.
 */
static gboolean
is_time(const char **at)
{
	const char *start = *at;
	const char *end = start;
	guint groups = 1;
	gboolean year;

	while (g_ascii_isdigit(*end))
		end++;
	year = is_year(start, (gsize)(end - start));
	while (*end != '\0' && strchr(":./-h", *end) != NULL &&
	    g_ascii_isdigit(end[1])) {
		const char *group = ++end;

		while (g_ascii_isdigit(*end))
			end++;
		groups++;
		year = year || is_year(group, (gsize)(end - group));
	}
	*at = end;
	return year || groups > 1;
}

static void
count_times(struct parts *parts)
{
	const char *at = parts->line;

	while (*at != '\0') {
		const char *start = at;

		if (!g_ascii_isdigit(*at)) {
			at++;
			continue;
		}
		if (!is_time(&at))
			continue;
		if (parts->times++ == 0)
			parts->first_time = start;
	}
}

/* "ada@example.com", "<ada@example.com>", "(ada@example.com)" */
static void
find_address(struct parts *parts)
{
	const char *at = strchr(parts->line, '@');

	for (; at != NULL; at = strchr(at + 1, '@')) {
		const char *before = at;

		if (at == parts->line || at[-1] == ' ' || at[1] == ' ' ||
		    at[1] == '\0')
			continue;
		parts->address = at;
		while (before > parts->line && before[-1] != ' ')
			before--;
		parts->bracketed = strpbrk(before, ">)]") != NULL;
		return;
	}
}

/* FALSE if it cannot be one, whatever it says. */
static gboolean
take_apart(struct parts *parts, char *line)
{
	gsize lead = strspn(line, " -_>|\"'");
	gsize n = strlen(line);

	if (n == 0 || n > ANNOUNCEMENT_MAX_BYTES)
		return FALSE;
	parts->dashed = g_str_has_prefix(line, "--") &&
	    g_str_has_suffix(line, "--");
	while (n > lead && strchr(" -_\"'", line[n - 1]) != NULL)
		n--;
	line[n] = '\0';
	/* A quotation mark may belong to the name: "Ada" <ada@example.com>. */
	parts->line = line + lead;
	parts->n = n - MIN(lead, n);
	parts->colon = n > lead && line[n - 1] == ':';
	parts->opener = quote_words_open(parts->line);
	count_times(parts);
	find_address(parts);
	return parts->n > 0;
}

static guint
count_words(const char *from, const char *to)
{
	guint n = 0;

	for (; from < to; from++)
		n += *from != ' ' && (from + 1 == to || from[1] == ' ');
	return n;
}

static gboolean
ends_with_verb(const struct parts *parts)
{
	return parts->line + parts->n <= parts->verb.end + TAIL_MAX_BYTES &&
	    memchr(parts->verb.end, ' ', strlen(parts->verb.end)) == NULL;
}

static gboolean
begins_with_date(const struct parts *parts)
{
	return parts->first_time != NULL &&
	    parts->first_time < parts->line + DATE_NEAR_BYTES;
}

/* A word, a comma or a dot, and a date: "Monday, March 3, 2025". */
static gboolean
begins_with_weekday(const struct parts *parts)
{
	gsize n = strcspn(parts->line, " ");

	return n > 1 && strchr(",.", parts->line[n - 1]) != NULL &&
	    begins_with_date(parts);
}

/* "Ada <ada@example.com> wrote:", "Quoting Ada <ada@example.com>:" */
static gboolean
says_by_whom(const struct parts *parts)
{
	const struct quote_verb *verb = &parts->verb;
	const char *before = verb->at;

	if (!parts->bracketed)
		return FALSE;
	if (verb->at == parts->line)
		return TRUE;
	while (before > parts->line && strchr(" ,", before[-1]) != NULL)
		before--;
	return before > parts->line + 1 && strchr(">)]", before[-1]) != NULL &&
	    ends_with_verb(parts);
}

/*
 * "On 3 March 2025 Ada wrote:", "Am 3. März 2025 schrieb Ada:", but not "Am 3.
 * März 2025 schrieb ich Ihnen wegen der Sauna:".
 */
static gboolean
names_nothing_else(const struct parts *parts)
{
	const struct quote_verb *verb = &parts->verb;
	const char *end = parts->line + parts->n;

	if ((parts->opener & verb->languages) == 0)
		return FALSE;
	if (ends_with_verb(parts))
		return TRUE;
	return parts->first_time < verb->at &&
	    count_words(parts->first_time, verb->at) <= 1 &&
	    count_words(verb->end, end) <= BARE_NAME_MAX_WORDS;
}

static enum announced
judge_verb(const struct parts *parts)
{
	const struct quote_verb *verb = &parts->verb;
	const char *end = parts->line + parts->n;
	guint before = count_words(parts->line, verb->at);
	guint behind = count_words(verb->end, end);

	if (parts->dashed || says_by_whom(parts))
		return ANNOUNCED_SURELY;
	if (parts->opener != 0 && begins_with_date(parts))
		return parts->times >= 2 || parts->address != NULL ||
			names_nothing_else(parts) ?
		    ANNOUNCED_SURELY :
		    ANNOUNCED_IF_MARKED;
	if (parts->times >= 1 && parts->address != NULL &&
	    (parts->bracketed || ends_with_verb(parts)))
		return ANNOUNCED_SURELY;
	if (parts->times >= 2 &&
	    (verb->free || g_ascii_isdigit(*parts->line)) &&
	    (begins_with_date(parts) || before <= NAME_MAX_WORDS))
		return ANNOUNCED_SURELY;
	/* "Monday, March 3, 2025, Ada wrote:" */
	if (begins_with_weekday(parts) && ends_with_verb(parts) &&
	    before <= DATED_MAX_WORDS)
		return ANNOUNCED_SURELY;
	/* "Ada wrote on 3/3/2025 2:05 PM:" */
	if (parts->times >= 2 && before <= NAME_MAX_WORDS &&
	    parts->first_time > verb->at && behind <= NAME_MAX_WORDS)
		return ANNOUNCED_SURELY;
	if (parts->times >= 1 || parts->address != NULL ||
	    before + behind <= NAME_MAX_WORDS)
		return ANNOUNCED_IF_MARKED;
	return ANNOUNCED_NOT;
}

/* "2025-03-03 14:05 GMT+03:00 Ada <ada@example.com>:" */
static enum announced
judge_silent(const struct parts *parts)
{
	const char *last = parts->line + parts->n - 1 - parts->colon;

	if (parts->n < 2 || parts->times == 0)
		return ANNOUNCED_NOT;
	if (parts->colon && parts->bracketed && parts->times >= 2 &&
	    (strchr(">)]", *last) != NULL || parts->opener != 0))
		return ANNOUNCED_SURELY;
	if (parts->colon && parts->times >= 2 &&
	    g_ascii_isdigit(*parts->line) &&
	    strstr(parts->line, " gmt") != NULL)
		return ANNOUNCED_SURELY;
	if (parts->colon && (parts->times >= 2 || parts->address != NULL))
		return ANNOUNCED_IF_MARKED;
	if (parts->bracketed && *last == '>' && g_ascii_isdigit(*parts->line))
		return count_words(parts->line, last) <= NAME_MAX_WORDS ?
		    ANNOUNCED_SURELY :
		    ANNOUNCED_IF_MARKED;
	return ANNOUNCED_NOT;
}

guint
quote_announce_times(const char *folded)
{
	struct parts parts = { .line = folded };

	count_times(&parts);
	return parts.times;
}

gboolean
quote_announce_dates(const char *folded)
{
	struct parts parts = { .line = folded };

	count_times(&parts);
	find_address(&parts);
	return parts.times >= 2 || (parts.times == 1 && parts.address != NULL);
}

/* Notes: "Ada ---03/03/2025 14:05:06---How was it?" */
static gboolean
is_ruled(const char *line)
{
	const char *at = strstr(line, "---");
	struct parts parts = { 0 };
	g_autofree char *between = NULL;
	const char *end;

	if (at == NULL || at == line || !g_ascii_isdigit(at[3]))
		return FALSE;
	end = strstr(at + 3, "---");
	if (end == NULL)
		return FALSE;
	between = g_strndup(at + 3, (gsize)(end - at - 3));
	parts.line = between;
	count_times(&parts);
	return parts.times >= 2;
}

/*
 * "On 3 March 2025 at 14:05, Ada <ada@example.com> wrote: How was it?"; where
 * no word opens it: "3.3.2025 klo 14.05 Ada <ada@example.com> kirjoitti: Hei".
 */
static gboolean
is_followed(const char *folded)
{
	g_autofree char *front = NULL;
	struct quote_verb verb;
	const char *address = strstr(folded, "> ");

	if (address == NULL)
		return FALSE;
	address += strcspn(address, ":");
	front = g_strndup(folded,
	    (gsize)(address - folded) + (*address == ':'));
	verb = quote_words_verb(front);
	return verb.at != NULL && strcmp(verb.end, ":") == 0 &&
	    (quote_words_open(folded) != 0 ||
		(verb.free &&
		    count_words(front, verb.at) <= DATED_MAX_WORDS)) &&
	    strchr(front, '@') != NULL && quote_announce_times(front) >= 2;
}

gboolean
quote_announce_leads(const char *folded)
{
	return is_ruled(folded) || is_followed(folded);
}

/* GroupWise: "Ada <ada@example.com> 3/3/2025 2:05 PM >>>" */
static gboolean
is_groupwise(const char *folded)
{
	return g_str_has_suffix(folded, " >>>") && quote_announce_dates(folded);
}

enum announced
quote_announce_judge(const char *folded)
{
	g_autofree char *line = g_strdup(folded);
	struct parts parts = { 0 };

	if (is_groupwise(folded))
		return ANNOUNCED_SURELY;
	if (!take_apart(&parts, line))
		return ANNOUNCED_NOT;
	if (!parts.colon && !parts.dashed && parts.times == 0)
		return ANNOUNCED_NOT;
	if (parts.times == 0 && parts.address == NULL && !parts.dashed &&
	    parts.n > BARE_MAX_BYTES)
		return ANNOUNCED_NOT;
	parts.verb = quote_words_verb(parts.line);
	if (parts.verb.at == NULL)
		return judge_silent(&parts);
	if (parts.colon || parts.dashed)
		return judge_verb(&parts);
	if (ends_with_verb(&parts) && judge_verb(&parts) != ANNOUNCED_NOT)
		return ANNOUNCED_IF_MARKED;
	return judge_silent(&parts);
}
