/*
 * recurrence.c - finds when a recurrence rule comes round next. Keeps no state
 * between questions and knows no clock. Called by the configuration for
 * checking and by whoever plans something regular; what a rule may say is
 * judged in recurrence_judge.c.
 *
 * libical iterates over local times without a zone; timezone.c turns them into
 * UTC. A rule counts its INTERVAL from Monday 2024-01-01, 00:00: iteration
 * begins near `after_at`, at a whole number of intervals from there, so that
 * the answer depends neither on who asks nor on when. libical counts weeks
 * wrong (3.0.16), so INTERVAL of weeks is done here.
 *
 * BUGS: a MONTHLY rule that can never come round costs libical a quarter of a
 * second a question; it looks as far as the year 2582.
 */
#include "base/recurrence.h"

#include <libical/ical.h>

#include "base/errors.h"
#include "base/recurrence_judge.h"
#include "base/timezone.h"

#define ANCHOR_DAY 19723 /* Monday 2024-01-01 */
#define ANCHOR_YEAR 2024
#define HORIZON_YEARS 10

struct recurrence {
	struct icalrecurrencetype rule;
	int weeks; /* INTERVAL of a weekly rule, else 1 */
};

struct recurrence *
recurrence_parse(const char *rule, GError **error)
{
	g_autofree char *whole = recurrence_judge(rule, error);
	g_autoptr(recurrence) recurrence = NULL;

	if (whole == NULL)
		return NULL;
	/* Its own default in release builds; debug builds abort on errors. */
	icalerror_set_errors_are_fatal(0);
	recurrence = g_new0(struct recurrence, 1);
	recurrence->rule = icalrecurrencetype_from_string(whole);
	if (recurrence->rule.freq == ICAL_NO_RECURRENCE) {
		icalerror_clear_errno();
		config_refuse(error, "\"%s\" is no rule of RFC 5545", rule);
		return NULL;
	}
	recurrence->weeks = 1;
	if (recurrence->rule.freq == ICAL_WEEKLY_RECURRENCE) {
		recurrence->weeks = recurrence->rule.interval;
		recurrence->rule.interval = 1;
	}
	return g_steal_pointer(&recurrence);
}

void
recurrence_free(struct recurrence *recurrence)
{
	g_free(recurrence);
}

static int
floor_div(int a, int b)
{
	return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/*
 * Which week it is from the anchor's on, by the rule's first day of the week.
 * libical is off by one where that day isn't DTSTART's, so it counts none.
 */
static gboolean
in_right_week(const struct recurrence *recurrence,
    const struct local_time *local)
{
	/* libical's Sunday is 1, Monday 2; the anchor is a Monday. */
	int before = (ICAL_MONDAY_WEEKDAY - (int)recurrence->rule.week_start +
			 7) %
	    7;
	int week = floor_div(timezone_local_day(local) - ANCHOR_DAY + before,
	    7);

	return week % recurrence->weeks == 0;
}

/* A whole number of intervals from the anchor, two or so before the day. */
static struct icaltimetype
start_before(const struct icalrecurrencetype *rule,
    const struct local_time *local)
{
	struct icaltimetype start = icaltime_null_time();
	int n = rule->interval, days = timezone_local_day(local) - ANCHOR_DAY;
	int months = (local->year - ANCHOR_YEAR) * 12 + local->month - 1;
	GDate date;

	if (rule->freq == ICAL_YEARLY_RECURRENCE)
		n *= 12;
	if (rule->freq == ICAL_WEEKLY_RECURRENCE)
		n *= 7;
	days = (floor_div(days, n) - 2) * n;
	months = (floor_div(months, n) - 2) * n;
	if (rule->freq == ICAL_DAILY_RECURRENCE ||
	    rule->freq == ICAL_WEEKLY_RECURRENCE) {
		g_date_clear(&date, 1);
		g_date_set_julian(&date,
		    (guint32)(ANCHOR_DAY + days + EPOCH_JULIAN));
		start.year = g_date_get_year(&date);
		start.month = (int)g_date_get_month(&date);
		start.day = g_date_get_day(&date);
	} else {
		start.year = ANCHOR_YEAR + floor_div(months, 12);
		start.month = 1 + months - floor_div(months, 12) * 12;
		start.day = 1;
	}
	return start;
}

static struct local_time
local_of(const struct icaltimetype *time)
{
	return (struct local_time){
		.year = time->year,
		.month = time->month,
		.day = time->day,
		.hour = time->hour,
		.minute = time->minute,
		.second = time->second,
	};
}

/*
 * Local times come in order, but a gap may move one past those that follow
 * it: the search goes on for two more days of the calendar.
 */
static gboolean
first_after(const struct recurrence *recurrence, icalrecur_iterator *iterator,
    GTimeZone *zone, gint64 after_at, gint64 *next_at)
{
	gboolean found = FALSE;
	gint32 found_day = 0;

	for (;;) {
		struct icaltimetype time = icalrecur_iterator_next(iterator);
		struct local_time local = local_of(&time);
		gint64 at;

		if (icaltime_is_null_time(time))
			return found;
		if (found && timezone_local_day(&local) > found_day + 2)
			return TRUE;
		if (!in_right_week(recurrence, &local))
			continue;
		at = timezone_to_utc(zone, &local);
		if (at <= after_at || (found && at >= *next_at))
			continue;
		if (!found)
			found_day = timezone_local_day(&local);
		found = TRUE;
		*next_at = at;
	}
}

gboolean
recurrence_next(const struct recurrence *recurrence, GTimeZone *zone,
    gint64 after_at, gint64 *next_at)
{
	struct icalrecurrencetype rule = recurrence->rule;
	struct local_time local;
	icalrecur_iterator *iterator;
	gint64 found_at = 0;
	gboolean found;

	timezone_to_local(zone, after_at, &local);
	/* Beyond, libical and its calendars have no years to go on with. */
	if (local.year < 1900 || local.year > 2500)
		return FALSE;
	rule.until = icaltime_null_time();
	rule.until.year = local.year + HORIZON_YEARS;
	rule.until.month = local.month;
	rule.until.day = MIN(local.day, 28);
	rule.until.hour = local.hour;
	rule.until.minute = local.minute;
	rule.until.second = local.second;
	iterator = icalrecur_iterator_new(rule, start_before(&rule, &local));
	/* libical itself sees of some rules that they never come round. */
	if (iterator == NULL) {
		icalerror_clear_errno();
		return FALSE;
	}
	found = first_after(recurrence, iterator, zone, after_at, &found_at);
	icalrecur_iterator_free(iterator);
	if (found)
		*next_at = found_at;
	return found;
}
