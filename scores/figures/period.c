/*
 * period.c - reads the names of periods, and counts them in days. Knows no
 * clock and no zone: today is an argument. See period.h.
 *
 * Months, quarters and years are counted in months since the year 0; weeks and
 * days in days.
 */
#include "scores/figures/period.h"

#include <string.h>

#include "base/errors.h"
#include "base/timezone.h"

#define EPOCH_WEEKDAY 3 /* 1970-01-01 was a Thursday; Monday is 0 */
#define YEAR_MIN 1900
#define YEAR_MAX 2999
#define BACK_MAX 9999 /* "9999d" */

static GDate
date_of(gint32 day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	return date;
}

static gint32
month_of(gint32 day)
{
	GDate date = date_of(day);

	return g_date_get_year(&date) * 12 + (gint32)g_date_get_month(&date) -
	    1;
}

/* The first day of a month. */
static gint32
month_begins(gint32 month)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(&date, 1, (GDateMonth)(month % 12 + 1),
	    (GDateYear)(month / 12));
	return (gint32)g_date_get_julian(&date) - EPOCH_JULIAN;
}

/* So many months before a day; of a longer month its last day. */
static gint32
months_back(gint32 day, gint32 months)
{
	gint32 month = month_of(day) - months;
	gint32 in_month = day - month_begins(month_of(day));
	gint32 length = month_begins(month + 1) - month_begins(month);

	return month_begins(month) + MIN(in_month, length - 1);
}

static struct period
of_months(gint32 first, gint32 n)
{
	return (struct period){
		.before_day = month_begins(first - n),
		.since_day = month_begins(first),
		.until_day = month_begins(first + n),
	};
}

static struct period
of_days(gint32 since_day, gint32 n)
{
	return (struct period){ since_day - n, since_day, since_day + n };
}

/* The first of the n months, counted from the fiscal year's, that `month` is
 * in. */
static gint32
span_of_fiscal_year(gint32 month, guint fiscal_month, gint32 n)
{
	gint32 into = (month % 12 + 12 - ((gint32)fiscal_month - 1)) % 12;

	return month - into % n;
}

/* The month in which a fiscal year of that name begins. */
static gint32
fiscal_year_begins(gint32 year, guint fiscal_month)
{
	return fiscal_month == 1 ? year * 12 :
				   (year - 1) * 12 + (gint32)fiscal_month - 1;
}

static gboolean
named(const char *text, gint32 today, guint fiscal_month,
    struct period *period)
{
	gint32 monday = today - (today % 7 + 7 + EPOCH_WEEKDAY) % 7;
	gint32 month = month_of(today);
	gint32 quarter = span_of_fiscal_year(month, fiscal_month, 3);
	gint32 year = span_of_fiscal_year(month, fiscal_month, 12);
	const struct {
		const char *name;
		struct period period;
	} names[] = {
		{ "today", of_days(today, 1) },
		{ "yesterday", of_days(today - 1, 1) },
		{ "this-week", of_days(monday, 7) },
		{ "last-week", of_days(monday - 7, 7) },
		{ "this-month", of_months(month, 1) },
		{ "last-month", of_months(month - 1, 1) },
		{ "this-quarter", of_months(quarter, 3) },
		{ "last-quarter", of_months(quarter - 3, 3) },
		{ "this-year", of_months(year, 12) },
		{ "last-year", of_months(year - 12, 12) },
		{ "all",
		    { PERIOD_FIRST_DAY, PERIOD_FIRST_DAY, PERIOD_LAST_DAY } },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(text, names[i].name) == 0) {
			*period = names[i].period;
			return TRUE;
		}
	return FALSE;
}

/* Digits alone; *end is what follows them. */
static gboolean
read_number(const char *text, gsize digits_max, gint32 *number,
    const char **end)
{
	gsize n = strspn(text, "0123456789");

	if (n == 0 || n > digits_max)
		return FALSE;
	*number = (gint32)g_ascii_strtoll(text, NULL, 10);
	*end = text + n;
	return TRUE;
}

/* "30d" */
static gboolean
back_from_today(const char *text, gint32 today, struct period *period)
{
	const char *unit;
	gint32 n, months, end = today + 1;

	if (!read_number(text, 4, &n, &unit) || n == 0 || *unit == '\0' ||
	    unit[1] != '\0' || strchr("dwmy", *unit) == NULL)
		return FALSE;
	if (*unit == 'd' || *unit == 'w') {
		n *= *unit == 'w' ? 7 : 1;
		*period = of_days(end - n, n);
		return TRUE;
	}
	months = *unit == 'y' ? n * 12 : n;
	if (months > BACK_MAX)
		return FALSE;
	*period = (struct period){ months_back(end, 2 * months),
		months_back(end, months), end };
	return TRUE;
}

/* "2026", "2026-q3", "2026-03", "fy2026", "fy2026-q2" */
static gboolean
of_a_year(const char *text, guint fiscal_month, struct period *period)
{
	gboolean fiscal = g_str_has_prefix(text, "fy");
	gint32 year, part, first;
	const char *end;

	if (!read_number(text + (fiscal ? 2 : 0), 4, &year, &end) ||
	    year < YEAR_MIN || year > YEAR_MAX)
		return FALSE;
	first = fiscal_year_begins(year, fiscal ? fiscal_month : 1);
	if (*end == '\0') {
		*period = of_months(first, 12);
		return TRUE;
	}
	if (end[0] == '-' && end[1] == 'q') {
		if (!read_number(end + 2, 1, &part, &end) || *end != '\0' ||
		    part < 1 || part > 4)
			return FALSE;
		*period = of_months(first + (part - 1) * 3, 3);
		return TRUE;
	}
	if (fiscal || end[0] != '-' || !read_number(end + 1, 2, &part, &end) ||
	    *end != '\0' || part < 1 || part > 12)
		return FALSE;
	*period = of_months(first + part - 1, 1);
	return TRUE;
}

gboolean
period_parse(const char *text, gint32 today, guint fiscal_month,
    struct period *period, GError **error)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);

	g_assert(fiscal_month >= 1 && fiscal_month <= 12);
	if (named(lower, today, fiscal_month, period) ||
	    back_from_today(lower, today, period) ||
	    of_a_year(lower, fiscal_month, period))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
	    "\"%s\" is no period; allowed are this- or last-week, -month, "
	    "-quarter or -year, today, yesterday, all, and such as 2026, "
	    "2026-q3, 2026-03, fy2026, fy2026-q2, 30d, 13w, 12m or 2y",
	    text);
	return FALSE;
}

gboolean
period_of_days(gint32 since_day, gint32 until_day, gint32 today,
    struct period *period, GError **error)
{
	gint32 end = until_day;

	if (since_day >= until_day) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
		    "the first day is after the last one; allowed are days in "
		    "their order");
		return FALSE;
	}
	*period = (struct period){ since_day, since_day, until_day };
	if (since_day == PERIOD_FIRST_DAY)
		return TRUE;
	if (until_day == PERIOD_LAST_DAY)
		end = MAX(today, since_day) + 1;
	period->before_day = since_day - (end - since_day);
	return TRUE;
}

static const char *
month_word(gint32 month)
{
	static const char *const months[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };

	return months[month % 12];
}

/* Of "3 May 2026" what a later day of the span does not say, too. */
static char *
day_words(gint32 day, gint32 later)
{
	gint32 month = month_of(day);
	int day_of_month = day - month_begins(month) + 1;

	if (day != later && month == month_of(later))
		return g_strdup_printf("%d", day_of_month);
	if (day != later && month / 12 == month_of(later) / 12)
		return g_strdup_printf("%d %s", day_of_month,
		    month_word(month));
	return g_strdup_printf("%d %s %d", day_of_month, month_word(month),
	    month / 12);
}

/* "March 2026", "2026"; NULL: it is no such thing. */
static char *
whole_words(gint32 since_day, gint32 until_day)
{
	gint32 month = month_of(since_day);

	if (since_day != month_begins(month))
		return NULL;
	if (until_day == month_begins(month + 1))
		return g_strdup_printf("%s %d", month_word(month), month / 12);
	if (month % 12 == 0 && until_day == month_begins(month + 12))
		return g_strdup_printf("%d", month / 12);
	return NULL;
}

char *
period_words(gint32 since_day, gint32 until_day)
{
	gboolean open = until_day == PERIOD_LAST_DAY;
	g_autofree char *since = NULL;
	g_autofree char *until = NULL;
	g_autofree char *whole = NULL;

	if (since_day == PERIOD_FIRST_DAY && open)
		return g_strdup("all days");
	if (open) {
		since = day_words(since_day, since_day);
		return g_strdup_printf("since %s", since);
	}
	until = day_words(until_day - 1, until_day - 1);
	if (since_day == PERIOD_FIRST_DAY)
		return g_strdup_printf("until %s", until);
	if (since_day == until_day - 1)
		return g_steal_pointer(&until);
	whole = whole_words(since_day, until_day);
	if (whole != NULL)
		return g_steal_pointer(&whole);
	since = day_words(since_day, until_day - 1);
	return g_strdup_printf("%s to %s", since, until);
}
