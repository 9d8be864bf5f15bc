/*
 * recurrence_period.c - lists what a rule has of one of its periods: a day, a
 * week, a month or a year. Knows neither where the search begins nor where it
 * ends. Called by recurrence.c and recurrence_list.c.
 *
 * libical 3.0.16 is not asked: its iterator may never return, counts INTERVALs
 * of weeks wrong, and looks as far as the year 2582 for what never comes. Here
 * each day of the period is asked whether the rule has it, so that no state can
 * be wrong, and the days are counted.
 */
#include "base/recurrence_rule.h"
#include "base/timezone.h"

#define DAY_S 86400

static void
add_times(const struct rule *rule, const struct rule_day *day, GArray *walls)
{
	for (int hour = 0; hour < 24; hour++) {
		gint64 wall = (gint64)day->number * DAY_S + hour * 3600 +
		    rule->minute * 60 + rule->second;

		if ((rule->hours & 1u << hour) != 0)
			g_array_append_val(walls, wall);
	}
}

/* From the day on, n days. */
static gboolean
look_at_days(const struct rule *rule, gint32 first, guint n, guint *days,
    GArray *walls)
{
	struct rule_day day;

	if (*days < n)
		return FALSE;
	*days -= n;
	rule_day_set(&day, first);
	for (guint i = 0; i < n; i++, rule_day_next(&day))
		if (rule_has_day(rule, &day))
			add_times(rule, &day, walls);
	return TRUE;
}

static gint32
month_begins(gint64 month, guint *length)
{
	struct local_time local = { .year = (int)(month / 12),
		.month = (int)(month % 12) + 1,
		.day = 1 };

	*length = g_date_get_days_in_month((GDateMonth)local.month,
	    (GDateYear)local.year);
	return timezone_local_day(&local);
}

/* One month, counted from January of the year 0. */
static gboolean
look_at_month(const struct rule *rule, gint64 month, guint *days, GArray *walls)
{
	guint length;
	gint32 first = month_begins(month, &length);

	if (rule->months != 0 &&
	    (rule->months & 1u << (month % 12 + 1)) == 0)
		return TRUE;
	return look_at_days(rule, first, length, days, walls);
}

static gboolean
look_at_year(const struct rule *rule, gint64 year, guint *days, GArray *walls)
{
	for (int month = 0; month < 12; month++)
		if (!look_at_month(rule, year * 12 + month, days, walls))
			return FALSE;
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
	return FALSE;
}

/* BYSETPOS */
static void
pick(const struct rule *rule, GArray *walls)
{
	guint n = 0, all = walls->len;

	if (rule->n_positions == 0)
		return;
	for (guint i = 0; i < all; i++)
		if (is_picked(rule, i, all))
			g_array_index(walls, gint64, n++) =
			    g_array_index(walls, gint64, i);
	g_array_set_size(walls, n);
}

static gboolean
look_at_period(const struct rule *rule, const struct rule_day *start, gint64 n,
    guint *days, gint32 *first, GArray *walls)
{
	gint64 step = n * rule->interval;
	gint64 month = (gint64)start->year * 12 + start->month - 1;
	guint length;

	switch (rule->period) {
	case RULE_DAILY:
		*first = start->number + (gint32)step;
		return look_at_days(rule, *first, 1, days, walls);
	case RULE_WEEKLY:
		*first = start->number + (gint32)(7 * step) -
		    (start->weekday - rule->week_start + 7) % 7;
		return look_at_days(rule, *first, 7, days, walls);
	case RULE_MONTHLY:
		*first = month_begins(month + step, &length);
		return look_at_month(rule, month + step, days, walls);
	case RULE_YEARLY:
		*first = month_begins((start->year + step) * 12, &length);
		return look_at_year(rule, start->year + step, days, walls);
	}
	g_assert_not_reached();
}

gboolean
rule_list_period(const struct rule *rule, const struct rule_day *start,
    gint64 n, guint *days, gint32 *first, GArray *walls)
{
	g_array_set_size(walls, 0);
	if (*days == 0)
		return FALSE;
	--*days; /* one that has none of its days is work too */
	if (!look_at_period(rule, start, n, days, first, walls))
		return FALSE;
	pick(rule, walls);
	return TRUE;
}
