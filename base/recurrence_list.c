/*
 * recurrence_list.c - lists when a rule of a file comes round. Knows no files
 * and no time zones. Called by calendar_closures.c.
 *
 * Periods (days, weeks, months, years) are gone through from that of DTSTART
 * on, in steps of INTERVAL, and each of their days is asked whether the rule
 * has it. So the work is bounded by the days between DTSTART and the end, and
 * those are counted.
 */
#include "base/recurrence_list.h"

#include "base/errors.h"
#include "base/recurrence_rule.h"
#include "base/timezone.h"

#define DAY_S 86400

/* What a walk over the periods holds. */
struct walk {
	struct rule rule;
	gint64 start, from, until;
	gint64 counted; /* against COUNT */
	guint most, begun_with;
	guint *days;
	GArray *walls;
	GArray *period; /* gint64: what the rule has of the period at hand */
	gboolean ended;
};

static gint32
floor_day(gint64 wall)
{
	return (gint32)(wall / DAY_S - (wall % DAY_S < 0));
}

static void
add_times(struct walk *walk, const struct rule_day *day)
{
	for (int hour = 0; hour < 24; hour++) {
		gint64 wall = (gint64)day->number * DAY_S + hour * 3600 +
		    walk->rule.minute * 60 + walk->rule.second;

		if ((walk->rule.hours & 1u << hour) != 0)
			g_array_append_val(walk->period, wall);
	}
}

/* From the day on, n days. FALSE: none may be looked at any more. */
static gboolean
look_at_days(struct walk *walk, gint32 first, int n)
{
	struct rule_day day;

	if (*walk->days < (guint)n)
		return FALSE;
	*walk->days -= (guint)n;
	rule_day_set(&day, first);
	for (int i = 0; i < n; i++, rule_day_next(&day))
		if (rule_has_day(&walk->rule, &day))
			add_times(walk, &day);
	return TRUE;
}

static gboolean
is_picked(const struct rule *rule, guint i, guint n)
{
	for (guint j = 0; j < rule->n_positions; j++) {
		int position = rule->positions[j];

		if (position > 0 ? (guint)position == i + 1 :
				   (guint)-position == n - i)
			return TRUE;
	}
	return rule->n_positions == 0;
}

/* FALSE: there are too many. */
static gboolean
take_period(struct walk *walk)
{
	for (guint i = 0; i < walk->period->len && !walk->ended; i++) {
		gint64 wall = g_array_index(walk->period, gint64, i);

		if (wall < walk->start ||
		    !is_picked(&walk->rule, i, walk->period->len))
			continue;
		if (wall >= walk->until || wall > walk->rule.until ||
		    walk->counted >= walk->rule.count) {
			walk->ended = TRUE;
			break;
		}
		walk->counted++;
		if (wall < walk->from)
			continue;
		if (walk->walls->len - walk->begun_with >= walk->most)
			return FALSE;
		g_array_append_val(walk->walls, wall);
	}
	return TRUE;
}

static gint32
month_begins(gint64 month, int *length)
{
	struct local_time local = { .year = (int)(month / 12),
		.month = (int)(month % 12) + 1,
		.day = 1 };

	*length = g_date_get_days_in_month((GDateMonth)local.month,
	    (GDateYear)local.year);
	return timezone_local_day(&local);
}

/* The months from `month` on (counted from the year 0), n of them. */
static gboolean
look_at_months(struct walk *walk, gint64 month, int n, gint32 *first)
{
	for (int i = 0; i < n; i++, month++) {
		int length;
		gint32 begins = month_begins(month, &length);

		if (i == 0)
			*first = begins;
		if (walk->rule.months != 0 &&
		    (walk->rule.months & 1u << (month % 12 + 1)) == 0)
			continue;
		if (!look_at_days(walk, begins, length))
			return FALSE;
	}
	return TRUE;
}

/* Period number n from that of DTSTART; *first: its first day. */
static gboolean
look_at_period(struct walk *walk, const struct rule_day *start, gint64 n,
    gint32 *first)
{
	gint64 step = n * walk->rule.interval;
	gint64 month = (gint64)start->year * 12 + start->month - 1;

	if (*walk->days == 0)
		return FALSE;
	--*walk->days; /* one without any days is work too */
	switch (walk->rule.period) {
	case RULE_DAILY:
		*first = start->number + (gint32)step;
		return look_at_days(walk, *first, 1);
	case RULE_WEEKLY:
		*first = start->number + (gint32)(7 * step) -
		    (start->weekday - walk->rule.week_start + 7) % 7;
		return look_at_days(walk, *first, 7);
	case RULE_MONTHLY:
		return look_at_months(walk, month + step, 1, first);
	case RULE_YEARLY:
		return look_at_months(walk,
		    ((gint64)start->year + step) * 12, 12, first);
	}
	g_assert_not_reached();
}

/* FALSE with error set. */
static gboolean
go(struct walk *walk, GError **error)
{
	gint64 last = MIN(walk->until, walk->rule.until);
	struct rule_day start;
	gint32 first;

	rule_day_set(&start, floor_day(walk->start));
	for (gint64 n = 0; !walk->ended; n++) {
		g_array_set_size(walk->period, 0);
		if (!look_at_period(walk, &start, n, &first))
			return config_refuse(error,
			    "there are too many days to look at for the rules "
			    "of one file; allowed are fewer rules, or such as "
			    "begin later");
		if ((gint64)first * DAY_S > last)
			return TRUE;
		if (!take_period(walk))
			return config_refuse(error,
			    "it comes round more often than the %u times that "
			    "are left of what a file may have",
			    walk->most);
	}
	return TRUE;
}

gboolean
recurrence_list(const struct recurrence_source *source, gint64 from,
    gint64 until, guint most, guint *days, GArray *walls, GError **error)
{
	g_autoptr(GArray) period = g_array_new(FALSE, FALSE, sizeof(gint64));
	struct walk walk = { .start = source->start,
		.from = from,
		.until = until,
		.most = most,
		.begun_with = walls->len,
		.days = days,
		.walls = walls,
		.period = period };

	if (!rule_read(&walk.rule, source->rule, source->start, source->all_day,
		source->zone, error))
		return FALSE;
	if (go(&walk, error))
		return TRUE;
	g_array_set_size(walls, walk.begun_with);
	return FALSE;
}
