/*
 * test_timezone.c - local times and UTC, at every gap and overlap there is.
 *
 * The C library is the witness for where the offsets change; ours asks GLib.
 * What is checked often is not checked by ck_assert, which writes to a file.
 */
#include "base/timezone.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/errors.h"
#include "tests/unit/zones.h"

#define HOUR_S 3600
#define FROM_AT 1577836800 /* 2020-01-01 */
#define TO_AT 1893456000   /* 2030-01-01 */

static GTimeZone *
zone_named(const char *name)
{
	g_autoptr(GError) error = NULL;
	GTimeZone *zone = timezone_find(name, &error);

	ck_assert_msg(zone != NULL, "%s (is tzdata installed?)",
	    error != NULL ? error->message : name);
	return zone;
}

static gint32
witness_offset(gint64 at)
{
	time_t time = (time_t)at;
	struct tm tm;

	if (localtime_r(&time, &tm) == NULL)
		ck_abort_msg("localtime_r has failed");
	return (gint32)tm.tm_gmtoff;
}

/* The wall's seconds since 1970 as a struct, by the C library's calendar. */
static struct local_time
wall(gint64 seconds)
{
	time_t time = (time_t)seconds;
	struct tm tm;

	if (gmtime_r(&time, &tm) == NULL)
		ck_abort_msg("gmtime_r has failed");
	return (struct local_time){
		.year = tm.tm_year + 1900,
		.month = tm.tm_mon + 1,
		.day = tm.tm_mday,
		.hour = tm.tm_hour,
		.minute = tm.tm_min,
		.second = tm.tm_sec,
	};
}

static void
assert_same_local(const struct local_time *a, const struct local_time *b)
{
	if (a->year != b->year || a->month != b->month || a->day != b->day ||
	    a->hour != b->hour || a->minute != b->minute ||
	    a->second != b->second)
		ck_abort_msg("%04d-%02d-%02d %02d:%02d:%02d instead of "
			     "%04d-%02d-%02d %02d:%02d:%02d",
		    a->year, a->month, a->day, a->hour, a->minute, a->second,
		    b->year, b->month, b->day, b->hour, b->minute, b->second);
}

/*
 * Around one change from `before` to `after` at `at`. With a gap, the walls
 * from at+before to at+after don't exist and are read with `before`; with an
 * overlap, those from at+after to at+before exist twice and the first has
 * `before`. What is later has `after`.
 */
static void
check_wall(GTimeZone *zone, const char *name, gint64 at, gint32 before,
    gint32 after, gint64 seconds)
{
	gboolean in_gap = seconds >= at + before && seconds < at + after;
	gint64 expected = seconds -
	    (seconds < at + MAX(before, after) ? before : after);
	struct local_time local = wall(seconds), again;
	gint64 got = timezone_to_utc(zone, &local);

	if (got != expected)
		ck_abort_msg("%s: wall %" G_GINT64_FORMAT
			     " near %" G_GINT64_FORMAT ": %" G_GINT64_FORMAT
			     " instead of %" G_GINT64_FORMAT,
		    name, seconds, at, got, expected);
	timezone_to_local(zone, got, &again);
	if (in_gap)
		local = wall(seconds + after - before);
	assert_same_local(&again, &local);
}

static void
check_change(GTimeZone *zone, const char *name, gint64 at)
{
	gint32 before = witness_offset(at - 1), after = witness_offset(at);
	gint64 low = at + MIN(before, after), high = at + MAX(before, after);
	const gint64 walls[] = { low - 5 * HOUR_S, low - HOUR_S, low - 1, low,
		low + 1, (low + high) / 2, high - 1, high, high + 1,
		high + HOUR_S, high + 5 * HOUR_S };
	struct local_time got, expected;

	for (gsize i = 0; i < G_N_ELEMENTS(walls); i++)
		check_wall(zone, name, at, before, after, walls[i]);
	for (gint64 t = at - 1; t <= at; t++) {
		timezone_to_local(zone, t, &got);
		expected = wall(t + (t < at ? before : after));
		assert_same_local(&got, &expected);
	}
}

/* The first instant after `from` with another offset than `from` has. */
static gint64
change_between(gint64 from, gint64 to)
{
	gint32 offset = witness_offset(from);

	while (to - from > 1) {
		gint64 middle = from + (to - from) / 2;

		if (witness_offset(middle) == offset)
			from = middle;
		else
			to = middle;
	}
	return to;
}

static void
check_zone(const char *name, guint *gaps, guint *overlaps)
{
	g_autoptr(GTimeZone) zone = zone_named(name);
	gint32 offset;

	g_setenv("TZ", name, TRUE);
	tzset();
	offset = witness_offset(FROM_AT);
	for (gint64 at = FROM_AT; at < TO_AT; at += 12 * HOUR_S) {
		gint32 next = witness_offset(at + 12 * HOUR_S);

		if (next == offset)
			continue;
		++*(next > offset ? gaps : overlaps);
		check_change(zone, name, change_between(at, at + 12 * HOUR_S));
		offset = next;
	}
}

START_TEST(every_gap_and_overlap_of_ten_years_is_read_as_rfc_5545_says)
{
	g_autoptr(GPtrArray) names = zones_all(TRUE);
	guint gaps = 0, overlaps = 0;

	for (guint i = 0; i < names->len; i++)
		check_zone(g_ptr_array_index(names, i), &gaps, &overlaps);
	ck_assert_uint_gt(gaps, 1000);
	ck_assert_uint_gt(overlaps, 1000);
}
END_TEST

START_TEST(gap_moves_forward_and_overlap_is_the_first)
{
	g_autoptr(GTimeZone) zone = zone_named("America/New_York");
	struct local_time gap = { 2007, 3, 11, 2, 30, 0 };
	struct local_time overlap = { 2007, 11, 4, 1, 30, 0 };
	g_autofree char *moved = time_format(timezone_to_utc(zone, &gap));
	g_autofree char *first = time_format(timezone_to_utc(zone, &overlap));

	/* The two examples of RFC 5545 itself. */
	ck_assert_str_eq(moved, "2007-03-11T07:30:00Z");
	ck_assert_str_eq(first, "2007-11-04T05:30:00Z");
}
END_TEST

START_TEST(names_that_are_no_zone_are_refused)
{
	static const char *const wrong[] = { "", "+02:00", "-05", "02:00", "Z",
		"z", "Europe", "Europe/", "/Europe/Helsinki", "europe/helsinki",
		"Europe/Helsinky", "Europe/Helsinki ", "Mars/Olympus",
		"../zoneinfo/UTC", "Europe/../UTC", "EST5", "AAA3BBB",
		"EST5EDT,M3.2.0,M11.1.0", "right/Europe/Helsinki",
		"posix/Europe/Helsinki", "localtime", "posixrules", "zone.tab",
		"tzdata.zi", "leapseconds", "UTC+2", "UTC\n",
		"/etc/localtime" };
	g_autofree char *endless = g_strnfill(100000, 'a');

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_msg(timezone_find(wrong[i], &error) == NULL,
		    "\"%s\" was taken", wrong[i]);
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_DATA));
		ck_assert_ptr_null(strchr(error->message, '\n'));
	}
	ck_assert_ptr_null(timezone_find(endless, NULL));
}
END_TEST

START_TEST(utc_is_a_zone_without_changes)
{
	g_autoptr(GTimeZone) zone = zone_named("UTC");
	struct local_time epoch = { 1970, 1, 1, 0, 0, 0 };
	struct local_time local;

	ck_assert_int_eq(timezone_to_utc(zone, &epoch), 0);
	timezone_to_local(zone, -1, &local);
	assert_same_local(&local,
	    &(struct local_time){ 1969, 12, 31, 23, 59, 59 });
	timezone_to_local(zone, 1772366400, &local);
	assert_same_local(&local, &(struct local_time){ 2026, 3, 1, 12, 0, 0 });
}
END_TEST

START_TEST(days_are_the_zones_own)
{
	g_autoptr(GTimeZone) helsinki = zone_named("Europe/Helsinki");
	g_autoptr(GTimeZone) honolulu = zone_named("Pacific/Honolulu");

	ck_assert_int_eq(timezone_day(helsinki, 0), 0);
	ck_assert_int_eq(timezone_day(honolulu, 0), -1);
	ck_assert_int_eq(timezone_day(helsinki, -2 * HOUR_S), 0);
	ck_assert_int_eq(timezone_day(helsinki, -2 * HOUR_S - 1), -1);
	for (gint32 day = 18262; day < 21915; day++) {
		gint64 at = timezone_day_begins(helsinki, day);

		ck_assert_int_eq(timezone_day(helsinki, at), day);
		ck_assert_int_eq(timezone_day(helsinki, at - 1), day - 1);
	}
}
END_TEST

/* A day that begins in a gap, one that never was, one that begins twice. */
START_TEST(day_begins_with_its_first_second_whatever_the_clocks_do)
{
	static const struct {
		const char *zone;
		struct local_time day;
		const char *begins;
	} days[] = {
		/* 00:00 -> 01:00 */
		{ "Asia/Beirut", { .year = 2024, .month = 3, .day = 31 },
		    "2024-03-30T22:00:00Z" },
		{ "America/Havana", { .year = 2024, .month = 3, .day = 10 },
		    "2024-03-10T05:00:00Z" },
		/* 23:30 -> 00:30: the gap begins on the day before */
		{ "America/Toronto", { .year = 1919, .month = 3, .day = 31 },
		    "1919-03-31T04:30:00Z" },
		/* the whole day was left out */
		{ "Pacific/Apia", { .year = 2011, .month = 12, .day = 30 },
		    "2011-12-30T10:00:00Z" },
		{ "Pacific/Apia", { .year = 2011, .month = 12, .day = 31 },
		    "2011-12-30T10:00:00Z" },
		/* 01:00 -> 00:00: midnight comes twice */
		{ "America/Havana", { .year = 2024, .month = 11, .day = 3 },
		    "2024-11-03T04:00:00Z" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
		g_autoptr(GTimeZone) zone = zone_named(days[i].zone);
		g_autofree char *begins = time_format(timezone_day_begins(zone,
		    timezone_local_day(&days[i].day)));

		ck_assert_str_eq(begins, days[i].begins);
	}
}
END_TEST

START_TEST(absurd_times_do_no_harm)
{
	g_autoptr(GTimeZone) zone = zone_named("Europe/Helsinki");
	static const gint64 times[] = { G_MININT64, -62135596800, 253402300799,
		G_MAXINT64 };
	struct local_time local;

	for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
		timezone_to_local(zone, times[i], &local);
		ck_assert_int_ge(local.year, 1);
		ck_assert_int_le(local.year, 9999);
		timezone_day(zone, times[i]);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("timezone");
	TCase *tcase = tcase_create("timezone");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase,
	    every_gap_and_overlap_of_ten_years_is_read_as_rfc_5545_says);
	tcase_add_test(tcase, gap_moves_forward_and_overlap_is_the_first);
	tcase_add_test(tcase, names_that_are_no_zone_are_refused);
	tcase_add_test(tcase, utc_is_a_zone_without_changes);
	tcase_add_test(tcase, days_are_the_zones_own);
	tcase_add_test(tcase,
	    day_begins_with_its_first_second_whatever_the_clocks_do);
	tcase_add_test(tcase, absurd_times_do_no_harm);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
