/*
 * due.c - the occurrences of a digest's rule up to now. Reads no clock and no
 * store. Called by the daemon and by `dripscore digest`.
 */
#include "scores/digest/due.h"

#include "base/timezone.h"

#define DAY_S 86400
#define FIRST_WINDOW_DAYS 8
#define LAST_WINDOW_DAYS 4096
#define WANTED 3 /* the latest occurrence and two before it */

struct occurrence {
	gint64 at;
	gint32 day;
};

/*
 * The last occurrences in the window that ends with now, oldest first; of
 * several on one day the first. A rule only goes forward, so that what was
 * before has to be searched for.
 */
static guint
occurrences(const struct digest_schedule *schedule, gint64 now_at,
    gint64 window_days, struct occurrence last[WANTED])
{
	gint64 at = now_at - window_days * DAY_S;
	guint n = 0;

	while (recurrence_next(schedule->rule, schedule->zone, at, &at) &&
	    at <= now_at) {
		gint32 day = timezone_day(schedule->days_zone, at);

		if (n > 0 && last[n - 1].day == day)
			continue;
		if (n == WANTED) {
			last[0] = last[1];
			last[1] = last[2];
			n--;
		}
		last[n++] = (struct occurrence){ at, day };
	}
	return n;
}

gboolean
digest_latest(const struct digest_schedule *schedule, gint64 now_at,
    struct digest_period *period)
{
	struct occurrence last[WANTED];
	guint n = 0;

	for (gint64 days = FIRST_WINDOW_DAYS;
	     n < WANTED && days <= LAST_WINDOW_DAYS; days *= 2)
		n = occurrences(schedule, now_at, days, last);
	if (n < 2)
		return FALSE;
	period->until_at = last[n - 1].at;
	period->until_day = last[n - 1].day;
	period->since_day = last[n - 2].day;
	period->before_day = n == WANTED ?
	    last[0].day :
	    2 * period->since_day - period->until_day;
	return TRUE;
}

gboolean
digest_due(const struct digest_schedule *schedule, gint64 now_at,
    struct digest_period *period)
{
	gint64 at;

	/* Looking forward is cheap, and mostly ends it. */
	return schedule->after_at < now_at &&
	    recurrence_next(schedule->rule, schedule->zone, schedule->after_at,
		&at) &&
	    at <= now_at && digest_latest(schedule, now_at, period) &&
	    period->until_at > schedule->after_at;
}

gint64
digest_next_look(const struct digest_schedule *schedule, gint64 now_at)
{
	gint64 at;

	return recurrence_next(schedule->rule, schedule->zone, now_at, &at) ?
	    at :
	    G_MAXINT64;
}
