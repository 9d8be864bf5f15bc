/*
 * test_calendar_clocks.c - calendars at every gap and overlap of every zone of
 * ten years, against an oracle that asks minute by minute: which hours are on
 * the wall, and between which moments does RFC 5545 see them?
 *
 * At each change stand calendars that open and close inside of it, before and
 * behind it, over midnight, and with closures there. What is checked often is
 * not checked by ck_assert, which writes to a file.
 */
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/timezone.h"
#include "tests/unit/zones.h"

#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400
#define FROM_AT 1735689600 /* 2025-01-01 */
#define TO_AT 2051222400   /* 2035-01-01 */

/* Minutes that the oracle knows, from six hours before a change on; until six
 * behind it questions are asked, and near it at each minute. */
#define MINUTES (30 * 60)
#define ASKED (12 * 60)
#define NEAR 90
#define FAR_STEP 11

/* Times of one thing on one day: as they stand, and in UTC. */
struct stay {
	gint64 from, until;
	gint64 from_at, until_at;
};

#define STAYS_MAX 64

struct oracle {
	struct stay open[STAYS_MAX], closed[STAYS_MAX];
	guint n_open, n_closed;
};

struct change {
	GTimeZone *zone;
	const char *name;
	gint32 day;   /* on which it begins, by the wall before it */
	gint64 first; /* wall, the first that is skipped or comes twice */
	gint64 walls[MINUTES];
	gint64 from_at;
};

/* Valgrind is patient, people are not. */
static guint
stride(void)
{
	return g_strcmp0(g_getenv("CK_FORK"), "no") == 0 ? 40 : 1;
}

static gint64
wall_at(GTimeZone *zone, gint64 at)
{
	struct local_time local;

	timezone_to_local(zone, at, &local);
	return (gint64)timezone_local_day(&local) * DAY_S +
	    local.hour * HOUR_S + local.minute * 60 + local.second;
}

static void
local_of(gint64 wall, struct local_time *local)
{
	static GTimeZone *utc;

	if (utc == NULL)
		utc = g_time_zone_new_utc();
	timezone_to_local(utc, wall, local);
}

static gint64
at_of(GTimeZone *zone, gint64 wall)
{
	struct local_time local;

	local_of(wall, &local);
	return timezone_to_utc(zone, &local);
}

static struct stay
stay_of(GTimeZone *zone, gint64 from, gint64 until)
{
	return (struct stay){ from, until, at_of(zone, from),
		at_of(zone, until) };
}

static gboolean
oracle_is_open(const struct oracle *oracle, gint64 at, gint64 wall)
{
	for (guint i = 0; i < oracle->n_closed; i++) {
		const struct stay *stay = &oracle->closed[i];

		if ((wall >= stay->from && wall < stay->until) ||
		    (at >= stay->from_at && at < stay->until_at))
			return FALSE;
	}
	for (guint i = 0; i < oracle->n_open; i++) {
		const struct stay *stay = &oracle->open[i];

		if (wall >= stay->from && wall < stay->until &&
		    at >= stay->from_at && at < stay->until_at)
			return TRUE;
	}
	return oracle->n_open == 0;
}

/* Hours on each day around the change: from is of the day, in seconds. */
static void
add_open(const struct change *change, struct oracle *oracle, GString *hours,
    const char *day, gint64 from, gint64 length_s)
{
	gint64 until;

	from = (from % DAY_S + DAY_S) % DAY_S;
	until = (from + length_s) % DAY_S;
	g_string_append_printf(hours,
	    "%s%s %02d:%02d-%02d:%02d", hours->len > 0 ? ", " : "", day,
	    (int)(from / HOUR_S), (int)(from / 60 % 60), (int)(until / HOUR_S),
	    (int)(until / 60 % 60));
	for (gint32 i = change->day - 2; i <= change->day + 2; i++) {
		static const char *const days[] = { "Thu", "Fri", "Sat", "Sun",
			"Mon", "Tue", "Wed" };
		gint64 begins = (gint64)i * DAY_S + from;

		if (*day == '\0' || g_str_equal(day, days[i % 7]))
			oracle->open[oracle->n_open++] = stay_of(change->zone,
			    begins, begins + length_s);
	}
}

static void
add_closed(const struct change *change, struct oracle *oracle, GString *events,
    gint64 from, gint64 until, gboolean all_day)
{
	struct local_time begin, end;

	local_of(from, &begin);
	local_of(until, &end);
	g_string_append(events, "BEGIN:VEVENT\r\nSUMMARY:Shut\r\n");
	if (all_day)
		g_string_append_printf(events,
		    "DTSTART;VALUE=DATE:%04d%02d%02d\r\n"
		    "DTEND;VALUE=DATE:%04d%02d%02d\r\n",
		    begin.year, begin.month, begin.day, end.year, end.month,
		    end.day);
	else
		g_string_append_printf(events,
		    "DTSTART:%04d%02d%02dT%02d%02d00\r\n"
		    "DTEND:%04d%02d%02dT%02d%02d00\r\n",
		    begin.year, begin.month, begin.day, begin.hour,
		    begin.minute, end.year, end.month, end.day, end.hour,
		    end.minute);
	g_string_append(events, "END:VEVENT\r\n");
	oracle->closed[oracle->n_closed++] = stay_of(change->zone, from, until);
}

/* What the calendar says in the minutes around the change. */
static void
compare(const struct change *change, const struct calendar *calendar,
    const struct oracle *oracle, const char *what)
{
	static gint64 next[MINUTES + 1], closes[MINUTES + 1];
	gint64 end_at = change->from_at + MINUTES * MINUTE_S;

	next[MINUTES] = closes[MINUTES] = G_MAXINT64;
	for (guint i = MINUTES; i-- > 0;) {
		gint64 at = change->from_at + i * MINUTE_S;
		gboolean open = oracle_is_open(oracle, at, change->walls[i]);

		next[i] = open ? at : next[i + 1];
		closes[i] = open ? closes[i + 1] : at;
	}
	for (guint i = 0; i < ASKED; i++) {
		gint64 at = change->from_at + i * MINUTE_S;
		gint64 next_at, closes_at;

		if (ABS((int)i - ASKED / 2) > NEAR && i % FAR_STEP != 0)
			continue;
		next_at = calendar_next(calendar, change->zone, at);
		/* Between two minutes as at the one before. */
		if (calendar_contains(calendar, change->zone, at) !=
			(next[i] == at) ||
		    calendar_contains(calendar, change->zone,
			at + MINUTE_S - 1) != (next[i] == at))
			ck_abort_msg("%s, %s, %" G_GINT64_FORMAT
				     ": is it open or not?",
			    change->name, what, at);
		if (next_at != next[i] &&
		    (next[i] != G_MAXINT64 || next_at < end_at))
			ck_abort_msg("%s, %s, %" G_GINT64_FORMAT
				     ": opens %" G_GINT64_FORMAT
				     " instead of %" G_GINT64_FORMAT,
			    change->name, what, at, next_at, next[i]);
		if (next[i] != at)
			continue;
		closes_at = calendar_closes(calendar, change->zone, at);
		if (closes_at != closes[i] &&
		    (closes[i] != G_MAXINT64 || closes_at < end_at))
			ck_abort_msg("%s, %s, %" G_GINT64_FORMAT
				     ": closes %" G_GINT64_FORMAT
				     " instead of %" G_GINT64_FORMAT,
			    change->name, what, at, closes_at, closes[i]);
	}
}

static void
try_calendar(const struct change *change, const struct oracle *oracle,
    const char *what, const char *hours, const char *events)
{
	g_autoptr(calendar) calendar = calendar_new("tried");
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);

	if (*hours != '\0' && !calendar_add_hours(calendar, hours, NULL))
		ck_abort_msg("%s", hours);
	if (*events != '\0') {
		g_autofree char *file = g_strconcat(
		    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//\r\n",
		    events, "END:VCALENDAR\r\n", NULL);

		if (!calendar_add_closures(calendar, file, strlen(file),
			mistakes, NULL) ||
		    mistakes->len > 0)
			ck_abort_msg("%s", file);
	}
	compare(change, calendar, oracle, what);
}

/* When hours begin after the change's first wall, and how long they last. */
static const struct {
	const char *what;
	gint64 from_s, length_s;
	gboolean that_day;
} windows[] = {
	{ "all inside", 10 * 60, 40 * 60, FALSE },
	{ "closes inside", -2 * HOUR_S, 2 * HOUR_S + 20 * 60, FALSE },
	{ "opens inside", 20 * 60, 3 * HOUR_S, FALSE },
	{ "closes as it begins", -2 * HOUR_S, 2 * HOUR_S, FALSE },
	{ "as wide as most", 0, HOUR_S, FALSE },
	{ "opens behind it", HOUR_S, 9 * HOUR_S, TRUE },
	{ "from the day before", -15 * HOUR_S, 15 * HOUR_S + 600, FALSE },
	{ "nearly all day", -4 * HOUR_S, 23 * HOUR_S, TRUE },
};

static const char *
day_name(gint32 day)
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon",
		"Tue", "Wed" };

	return days[day % 7];
}

static void
try_windows(const struct change *change)
{
	for (gsize i = 0; i < G_N_ELEMENTS(windows); i++) {
		struct oracle oracle = { .n_open = 0 };
		g_autoptr(GString) hours = g_string_new(NULL);
		gint64 from = change->first + windows[i].from_s;
		gint32 day = (gint32)(from / DAY_S);

		add_open(change, &oracle, hours,
		    windows[i].that_day ? day_name(day) : "", from,
		    windows[i].length_s);
		try_calendar(change, &oracle, windows[i].what, hours->str, "");
	}
}

/* Whole days and some hours, with hours around them and without. */
static void
try_closures(const struct change *change)
{
	static const gint64 shut[][2] = { { -HOUR_S, 20 * 60 },
		{ 20 * 60, 50 * 60 }, { 30 * 60, 4 * HOUR_S },
		{ -3 * HOUR_S, 0 } };
	gint64 day = (gint64)change->day * DAY_S;

	for (gsize i = 0; i < G_N_ELEMENTS(shut); i++) {
		struct oracle oracle = { .n_open = 0 };
		g_autoptr(GString) hours = g_string_new(NULL);
		g_autoptr(GString) events = g_string_new(NULL);

		add_closed(change, &oracle, events, change->first + shut[i][0],
		    change->first + shut[i][1], FALSE);
		if (i == 0)
			add_open(change, &oracle, hours, "",
			    change->first - 2 * HOUR_S, 5 * HOUR_S);
		try_calendar(change, &oracle, "closures", hours->str,
		    events->str);
	}
	for (gint64 i = 0; i < 2; i++) {
		struct oracle oracle = { .n_open = 0 };
		g_autoptr(GString) hours = g_string_new(NULL);
		g_autoptr(GString) events = g_string_new(NULL);

		add_closed(change, &oracle, events, day + i * DAY_S,
		    day + (1 + i) * DAY_S, TRUE);
		if (i == 0)
			add_open(change, &oracle, hours, "",
			    change->first + 20 * 60, 22 * HOUR_S);
		try_calendar(change, &oracle, "closures", hours->str,
		    events->str);
	}
}

static void
try_change(GTimeZone *zone, const char *name, gint64 at)
{
	static struct change change;
	gint64 before = wall_at(zone, at - 1) + 1, after = wall_at(zone, at);

	change.zone = zone;
	change.name = name;
	change.first = MIN(before, after);
	change.day = (gint32)(change.first / DAY_S);
	change.from_at = at - ASKED / 2 * MINUTE_S;
	for (guint i = 0; i < MINUTES; i++)
		change.walls[i] = wall_at(zone, change.from_at + i * MINUTE_S);
	try_windows(&change);
	try_closures(&change);
}

/* The first moment with the offset of until_at. */
static gint64
change_between(GTimeZone *zone, gint64 from_at, gint64 until_at)
{
	gint64 offset = wall_at(zone, until_at) - until_at;

	while (until_at - from_at > 1) {
		gint64 middle_at = from_at + (until_at - from_at) / 2;

		if (wall_at(zone, middle_at) - middle_at == offset)
			until_at = middle_at;
		else
			from_at = middle_at;
	}
	return until_at;
}

static void
try_zone(const char *name, guint *gaps, guint *overlaps)
{
	g_autoptr(GTimeZone) zone = timezone_find(name, NULL);
	gint64 offset;

	ck_assert_msg(zone != NULL, "%s", name);
	offset = wall_at(zone, FROM_AT) - FROM_AT;
	for (gint64 at = FROM_AT; at < TO_AT; at += DAY_S) {
		gint64 next = wall_at(zone, at + DAY_S) - at - DAY_S;

		if (next == offset)
			continue;
		++*(next > offset ? gaps : overlaps);
		try_change(zone, name, change_between(zone, at, at + DAY_S));
		offset = next;
	}
}

START_TEST(no_change_of_any_clock_opens_what_is_closed_or_keeps_it_shut)
{
	g_autoptr(GPtrArray) names = zones_all(FALSE);
	guint gaps = 0, overlaps = 0;

	for (guint i = 0; i < names->len; i += stride())
		try_zone(names->pdata[i], &gaps, &overlaps);
	ck_assert_uint_gt(gaps, 1000 / stride());
	ck_assert_uint_gt(overlaps, 1000 / stride());
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("calendar_clocks");
	TCase *tcase = tcase_create("calendar_clocks");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase,
	    no_change_of_any_clock_opens_what_is_closed_or_keeps_it_shut);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
