/*
 * recurrence.c - finds when a recurrence rule comes round next. Keeps no state
 * between questions and knows no clock. Called by the configuration for
 * checking and by whoever plans something regular; what a rule may say is
 * judged in recurrence_judge.c.
 *
 * A rule begins on Monday 2024-01-01, 00:00, in both directions: it counts its
 * INTERVAL from there, so that the answer depends neither on who asks nor on
 * when. Its periods are gone through (recurrence_period.c) in local times
 * without a zone; timezone.c turns these into UTC.
 */
#include "base/recurrence.h"

#include "base/recurrence_rule.h"
#include "base/timezone.h"

#define DAY_S 86400
#define ANCHOR_DAY 19723 /* Monday 2024-01-01 */
#define HORIZON_YEARS 10
/* What a gap may move a time by, and more. */
#define MOVED_S (2 * DAY_S)

struct recurrence {
	struct rule rule;
};

struct recurrence *
recurrence_parse(const char *text, GError **error)
{
	static const struct rule_start start = {
		.wall = (gint64)ANCHOR_DAY * DAY_S,
	};
	struct recurrence *recurrence;
	struct rule_parts parts;

	if (!recurrence_judge(text, FALSE, &parts, error))
		return NULL;
	recurrence = g_new0(struct recurrence, 1);
	if (!rule_read(&recurrence->rule, &parts, &start, error))
		g_assert_not_reached(); /* it has no COUNT and no UNTIL */
	rule_parts_clear(&parts);
	return recurrence;
}

void
recurrence_free(struct recurrence *recurrence)
{
	g_free(recurrence);
}

static gint64
floor_div(gint64 a, gint64 b)
{
	return a / b - (a % b < 0);
}

/* The number of the period that the day is in, or of one a little before. */
static gint64
period_of(const struct rule *rule, const struct rule_day *anchor,
    const struct rule_day *day)
{
	gint64 n = 0;

	switch (rule->period) {
	case RULE_DAILY:
		n = day->number - anchor->number;
		break;
	case RULE_WEEKLY:
		n = floor_div(day->number - anchor->number, 7);
		break;
	case RULE_MONTHLY:
		n = (day->year - anchor->year) * 12 + day->month -
		    anchor->month;
		break;
	case RULE_YEARLY:
		n = day->year - anchor->year;
		break;
	}
	return floor_div(n, rule->interval) - 1;
}

static gint64
at_of(GTimeZone *zone, gint64 wall)
{
	gint64 day = floor_div(wall, DAY_S);
	int second = (int)(wall - day * DAY_S);
	struct rule_day date;

	rule_day_set(&date, (gint32)day);
	return timezone_to_utc(zone,
	    &(struct local_time){ .year = date.year,
		.month = date.month,
		.day = date.day,
		.hour = second / 3600,
		.minute = second / 60 % 60,
		.second = second % 60 });
}

/* A search for the first time after `after_at`. */
struct search {
	GTimeZone *zone;
	gint64 after_at, from, until; /* walls: where it begins and ends */
	gboolean found;
	gint64 found_at;
};

/*
 * Local times come in order, but a gap may move one past those that follow
 * it: the search goes on for a while. FALSE: it is over.
 */
static gboolean
search_period(struct search *search, const GArray *walls)
{
	for (guint i = 0; i < walls->len; i++) {
		gint64 wall = g_array_index(walls, gint64, i), at;

		if (wall > search->until)
			return FALSE;
		if (wall < search->from)
			continue;
		at = at_of(search->zone, wall);
		if (at <= search->after_at ||
		    (search->found && at >= search->found_at))
			continue;
		if (!search->found)
			search->until = wall + MOVED_S;
		search->found = TRUE;
		search->found_at = at;
	}
	return TRUE;
}

static gint64
wall_of(const struct local_time *local)
{
	return (gint64)timezone_local_day(local) * DAY_S + local->hour * 3600 +
	    local->minute * 60 + local->second;
}

static void
search_all(const struct rule *rule, struct search *search)
{
	g_autoptr(GArray) walls = g_array_new(FALSE, FALSE, sizeof(gint64));
	struct rule_day anchor, day;
	guint days = G_MAXUINT;
	gint64 n;
	gint32 first;

	rule_day_set(&anchor, ANCHOR_DAY);
	rule_day_set(&day, (gint32)floor_div(search->from, DAY_S));
	for (n = period_of(rule, &anchor, &day);; n++) {
		if (!rule_list_period(rule, &anchor, n, &days, &first, walls))
			g_assert_not_reached(); /* in ten years */
		if ((gint64)first * DAY_S > search->until ||
		    !search_period(search, walls))
			return;
	}
}

gboolean
recurrence_next(const struct recurrence *recurrence, GTimeZone *zone,
    gint64 after_at, gint64 *next_at)
{
	struct search search = { .zone = zone, .after_at = after_at };
	struct local_time local;

	timezone_to_local(zone, after_at, &local);
	/* Nobody plans beyond, and calendars have no years to go on with. */
	if (local.year < 1900 || local.year > 2500)
		return FALSE;
	search.from = wall_of(&local) - MOVED_S;
	local.year += HORIZON_YEARS;
	local.day = MIN(local.day, 28);
	search.until = wall_of(&local);
	search_all(&recurrence->rule, &search);
	if (search.found)
		*next_at = search.found_at;
	return search.found;
}
