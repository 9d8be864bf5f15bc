/*
 * period.h - the days that a report is about, and those that it is compared to.
 * Pure. Called by cli/ for --since, --until and --period.
 *
 *     today, yesterday
 *     this-week, last-week          Monday to Sunday
 *     this-month, last-month
 *     this-quarter, last-quarter    of the fiscal year
 *     this-year, last-year          the fiscal year
 *     2026, 2026-q3, 2026-03        of the calendar
 *     fy2026, fy2026-q2             a fiscal year is named after the calendar
 *                                   year in which it ends
 *     30d, 13w, 12m, 2y             the days up to today, today among them
 *     all                           there is nothing before it
 *
 * A period is compared to the one of the same kind that ends where it begins:
 * a quarter to the quarter before, 30 days to the 30 before, whole ones also if
 * this one is not over.
 */
#ifndef SCORES_PERIOD_H
#define SCORES_PERIOD_H

#include <glib.h>

/* Wide enough for every day there is. */
#define PERIOD_FIRST_DAY (-1000000)
#define PERIOD_LAST_DAY 1000000

/* Days since 1970-01-01; the last of each span is not included. */
struct period {
	gint32 before_day; /* before_day to since_day: what it is compared to;
			    * since_day: to nothing */
	gint32 since_day;
	gint32 until_day;
};

/*
 * fiscal_month: in which the fiscal year begins, 1 to 12. FALSE with
 * DRIPSCORE_ERROR_USAGE: what was found, what is allowed.
 */
gboolean period_parse(const char *text, gint32 today, guint fiscal_month,
    struct period *period, GError **error);

/*
 * Of two days that are known, or PERIOD_FIRST_DAY and PERIOD_LAST_DAY;
 * compared to as many days before, up to today if it has no end. FALSE with
 * error set if it is none.
 */
gboolean period_of_days(gint32 since_day, gint32 until_day, gint32 today,
    struct period *period, GError **error);

/* "1 July to 30 September 2026", "March 2026", "since 3 May 2026", "all days";
 * owned. */
char *period_words(gint32 since_day, gint32 until_day);

#endif
