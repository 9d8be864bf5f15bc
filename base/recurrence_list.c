/*
 * recurrence_list.c - lists when a rule of a file comes round. Knows no files
 * and no time zones. Called by calendar_closures.c.
 *
 * The work is bounded by the days between DTSTART and the end; these are
 * counted.
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
	GArray *period; /* what the rule has of the one at hand */
	gboolean ended;
};

static gint32
floor_day(gint64 wall)
{
	return (gint32)(wall / DAY_S - (wall % DAY_S < 0));
}

/* FALSE: there are too many. */
static gboolean
take_period(struct walk *walk)
{
	for (guint i = 0; i < walk->period->len && !walk->ended; i++) {
		gint64 wall = g_array_index(walk->period, gint64, i);

		if (wall < walk->start)
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

/* FALSE with error set. */
static gboolean
go(struct walk *walk, GError **error)
{
	gint64 last = MIN(walk->until, walk->rule.until);
	struct rule_day start;
	gint32 first;

	rule_day_set(&start, floor_day(walk->start));
	for (gint64 n = 0; !walk->ended; n++) {
		if (!rule_list_period(&walk->rule, &start, n, walk->days,
			&first, walk->period))
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
	const struct rule_start start = { .wall = source->start,
		.all_day = source->all_day,
		.zone = source->zone };
	struct walk walk = { .start = source->start,
		.from = from,
		.until = until,
		.most = most,
		.begun_with = walls->len,
		.days = days,
		.walls = walls,
		.period = period };
	struct rule_parts parts;
	gboolean taken;

	if (!recurrence_judge(source->rule, TRUE, &parts, error))
		return FALSE;
	taken = rule_read(&walk.rule, &parts, &start, error);
	rule_parts_clear(&parts);
	if (!taken)
		return FALSE;
	if (go(&walk, error))
		return TRUE;
	g_array_set_size(walls, walk.begun_with);
	return FALSE;
}
