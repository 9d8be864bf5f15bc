/*
 * test_calendar.c - hours of the week, and what a calendar says of a moment.
 */
#include "base/calendar.h"

#include <string.h>

#include "base/clock.h"
#include "base/errors.h"
#include "base/timezone.h"
#include "tests/unit/unit.h"

#define HOUR_S 3600

static GTimeZone *helsinki, *utc;

static void
begin(void)
{
	helsinki = timezone_find("Europe/Helsinki", NULL);
	utc = timezone_find("UTC", NULL);
	ck_assert(helsinki != NULL && utc != NULL);
}

static void
end(void)
{
	g_time_zone_unref(helsinki);
	g_time_zone_unref(utc);
}

static gint64
at(const char *text)
{
	gint64 found_at = 0;

	ck_assert_msg(time_parse(text, NULL, &found_at, NULL), "%s", text);
	return found_at;
}

static struct calendar *
calendar_at(const char *hours)
{
	struct calendar *calendar = calendar_new("polite");
	g_autoptr(GError) error = NULL;

	ck_assert_msg(calendar_add_hours(calendar, hours, &error), "%s: %s",
	    hours, error != NULL ? error->message : "");
	return calendar;
}

static char *
moment(gint64 moment_at)
{
	return moment_at == G_MAXINT64 ? g_strdup("never") :
					 time_format(moment_at);
}

/*
 * expected: from the moment on when it opens, closes, opens, ..., each to the
 * minute: "2026-01-05T09:00 2026-01-05T18:00".
 */
static void
alternates(const char *hours, GTimeZone *zone, const char *from,
    const char *expected)
{
	g_autoptr(calendar) calendar = calendar_at(hours);
	g_auto(GStrv) times = g_strsplit(expected, " ", -1);
	gint64 now = at(from);

	for (guint i = 0; times[i] != NULL; i++) {
		g_autofree char *got = NULL;

		now = i % 2 == 0 ? calendar_next(calendar, zone, now) :
				   calendar_closes(calendar, zone, now);
		got = moment(now);
		ck_assert_msg(g_str_has_prefix(got, times[i]),
		    "%s: %s instead of %s", hours, got, times[i]);
		ck_assert_int_eq(calendar_contains(calendar, zone, now),
		    i % 2 == 0);
	}
}

START_TEST(hours_are_those_of_their_days)
{
	/* A Thursday. */
	alternates("Mon-Fri 09:00-18:00, Sat 10:00-14:00", utc,
	    "2026-01-01T20:00:00Z",
	    "2026-01-02T09:00 2026-01-02T18:00 2026-01-03T10:00 "
	    "2026-01-03T14:00 2026-01-05T09:00 2026-01-05T18:00");
	alternates("Wed 08:00-09:00", utc, "2026-01-01T20:00:00Z",
	    "2026-01-07T08:00 2026-01-07T09:00 2026-01-14T08:00");
}
END_TEST

START_TEST(hours_without_a_day_are_those_of_all_days)
{
	alternates("09:30-12:00,13:00-17:45", utc, "2026-01-02T20:00:00Z",
	    "2026-01-03T09:30 2026-01-03T12:00 2026-01-03T13:00 "
	    "2026-01-03T17:45 2026-01-04T09:30");
}
END_TEST

START_TEST(hours_may_cross_midnight_and_the_week)
{
	alternates("Fri 22:00-02:00", utc, "2026-01-01T20:00:00Z",
	    "2026-01-02T22:00 2026-01-03T02:00 2026-01-09T22:00");
	alternates("Sun 22:00-02:00, Mon 01:00-03:00", utc,
	    "2026-01-01T20:00:00Z",
	    "2026-01-04T22:00 2026-01-05T03:00 2026-01-11T22:00");
	alternates("Sat 20:00-00:00", utc, "2026-01-01T20:00:00Z",
	    "2026-01-03T20:00 2026-01-04T00:00");
}
END_TEST

START_TEST(days_may_go_over_the_end_of_the_week)
{
	alternates("sat-MON 10:00-11:00", utc, "2026-01-01T20:00:00Z",
	    "2026-01-03T10:00 2026-01-03T11:00 2026-01-04T10:00 "
	    "2026-01-04T11:00 2026-01-05T10:00 2026-01-05T11:00 "
	    "2026-01-10T10:00");
}
END_TEST

START_TEST(hours_that_touch_are_one)
{
	alternates("Mon-Tue 00:00-24:00, Wed 00:00-12:00, Wed 11:00-13:00", utc,
	    "2026-01-01T20:00:00Z", "2026-01-05T00:00 2026-01-07T13:00");
	alternates("Sun 12:00-24:00, Mon 00:00-12:00", utc,
	    "2026-01-01T20:00:00Z", "2026-01-04T12:00 2026-01-05T12:00");
	alternates("00:00-12:00, 12:00-24:00", helsinki, "2026-01-01T20:00:00Z",
	    "2026-01-01T20:00 never");
	alternates("Mon 00:00-24:00, Tue-Sun 00:00-24:00", helsinki,
	    "2026-01-01T20:00:00Z", "2026-01-01T20:00 never");
}
END_TEST

START_TEST(hours_are_local)
{
	alternates("09:00-18:00", helsinki, "2026-03-28T16:00:00Z",
	    "2026-03-29T06:00 2026-03-29T15:00 2026-03-30T06:00");
	alternates("09:00-18:00", helsinki, "2026-10-24T16:00:00Z",
	    "2026-10-25T07:00 2026-10-25T16:00 2026-10-26T07:00");
}
END_TEST

/* 2026-03-29 03:00 -> 04:00. */
START_TEST(in_a_gap_hours_begin_later_and_end_sooner)
{
	alternates("03:30-06:00", helsinki, "2026-03-28T20:00:00Z",
	    "2026-03-29T01:30 2026-03-29T03:00");
	alternates("01:00-03:30", helsinki, "2026-03-28T20:00:00Z",
	    "2026-03-28T23:00 2026-03-29T01:00 2026-03-29T22:00");
}
END_TEST

/* 2026-10-25 04:00 -> 03:00. */
START_TEST(of_hours_that_come_twice_the_first_counts)
{
	alternates("01:00-03:30", helsinki, "2026-10-24T20:00:00Z",
	    "2026-10-24T22:00 2026-10-25T00:30 2026-10-25T23:00");
	/* And at the second 03:00 it isn't open, though it was. */
	alternates("03:30-06:00", helsinki, "2026-10-24T20:00:00Z",
	    "2026-10-25T00:30 2026-10-25T01:00 2026-10-25T01:30 "
	    "2026-10-25T04:00");
}
END_TEST

START_TEST(without_hours_and_closures_it_is_always_open)
{
	g_autoptr(calendar) calendar = calendar_new("open");

	ck_assert_str_eq(calendar_name(calendar), "open");
	ck_assert(calendar_contains(calendar, helsinki, 0));
	ck_assert_int_eq(calendar_next(calendar, helsinki, 12345), 12345);
	ck_assert_int_eq(calendar_closes(calendar, helsinki, 12345),
	    G_MAXINT64);
}
END_TEST

START_TEST(what_is_shut_for_ever_says_so)
{
	static const char shut[] =
	    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n"
	    "DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
	    "END:VCALENDAR\n";
	g_autoptr(calendar) calendar = calendar_at("Mon 09:00-10:00");
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);

	ck_assert(calendar_add_closures(calendar, shut, strlen(shut), mistakes,
	    NULL));
	ck_assert_int_eq(calendar_next(calendar, utc, at("2026-01-01")),
	    G_MAXINT64);
	ck_assert_int_ne(calendar_next(calendar, utc, at("2019-01-01")),
	    G_MAXINT64);
}
END_TEST

START_TEST(who_asks_why_is_told)
{
	static const char shut[] =
	    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n"
	    "DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas Day\nEND:VEVENT\n"
	    "END:VCALENDAR\n";
	g_autoptr(calendar) calendar = calendar_at("09:00-18:00");
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	ck_assert(calendar_add_closures(calendar, shut, strlen(shut), mistakes,
	    NULL));
	ck_assert(!calendar_is_closed(calendar, utc, at("2026-12-24T20:00:00Z"),
	    &name));
	ck_assert(calendar_is_closed(calendar, utc, at("2026-12-25T20:00:00Z"),
	    &name));
	ck_assert_str_eq(name, "Christmas Day");
}
END_TEST

START_TEST(what_is_added_later_counts_at_once)
{
	g_autoptr(calendar) calendar = calendar_at("09:00-10:00");
	gint64 noon_at = at("2026-01-01T12:00:00Z");

	ck_assert(!calendar_contains(calendar, utc, noon_at));
	ck_assert(calendar_add_hours(calendar, "12:00-13:00", NULL));
	ck_assert(calendar_contains(calendar, utc, noon_at));
	ck_assert(calendar_contains(calendar, utc, noon_at - 3 * HOUR_S));
}
END_TEST

START_TEST(absurd_moments_do_no_harm)
{
	static const gint64 moments[] = { G_MININT64, -62135596800, -1,
		253402300799, G_MAXINT64 };
	g_autoptr(calendar) calendar = calendar_at("Mon-Fri 09:00-10:00");
	g_autoptr(calendar) open = calendar_new("open");

	for (gsize i = 0; i < G_N_ELEMENTS(moments); i++) {
		gint64 next_at = calendar_next(calendar, helsinki, moments[i]);

		ck_assert_int_ge(next_at, moments[i]);
		calendar_contains(calendar, helsinki, moments[i]);
		calendar_closes(calendar, helsinki, moments[i]);
		calendar_closes(open, helsinki, moments[i]);
	}
}
END_TEST

static const struct {
	const char *hours, *reason;
} refused[] = {
	{ "", "no hours at all" },
	{ " ", "no hours at all" },
	{ "09:00-18:00,", "comma" },
	{ "Mon", "\"Mon\": days are" },
	{ "Mon, Tue 09:00-18:00", "\"Mon\": days are" },
	{ "Mo 09:00-18:00", "days are" },
	{ "Mon-Fri09:00-18:00", "days are" },
	{ "Mon-Fry 09:00-18:00", "days are" },
	{ "Mon-", "days are" },
	{ "Mon- 09:00-18:00", "days are" },
	{ "Monday 09:00-18:00", "days are" },
	{ "9:00-18:00", "HH:MM" },
	{ "09:00 - 18:00", "HH:MM" },
	{ "09:60-18:00", "HH:MM" },
	{ "09:00-24:01", "HH:MM" },
	{ "24:00-09:00", "HH:MM" },
	{ "09:00-09:00", "HH:MM" },
	{ "00:00-00:00x", "HH:MM" },
	{ "Fri 18:00", "HH:MM" },
	{ "always", "days are" },
};

START_TEST(hours_that_are_none_are_refused_with_what_is_allowed)
{
	for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autoptr(calendar) calendar = calendar_new("x");
		g_autoptr(GError) error = NULL;

		ck_assert_msg(!calendar_add_hours(calendar, refused[i].hours,
				  &error),
		    "\"%s\" was taken", refused[i].hours);
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_CONFIG));
		ck_assert_msg(strstr(error->message, refused[i].reason) != NULL,
		    "\"%s\": %s", refused[i].hours, error->message);
		ck_assert_ptr_nonnull(
		    strstr(error->message, "Mon-Fri 09:00-18:00"));
		/* And nothing of it was taken. */
		ck_assert(calendar_contains(calendar, utc, 0));
	}
}
END_TEST

START_TEST(too_many_hours_are_refused)
{
	g_autoptr(GString) hours = g_string_new("Mon 09:00-18:00");
	g_autoptr(calendar) calendar = calendar_new("x");
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < 100; i++)
		g_string_append(hours, ",Mon 09:00-18:00");
	ck_assert(!calendar_add_hours(calendar, hours->str, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "at most 100"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("calendar");
	TCase *tcase = tcase_create("calendar");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, hours_are_those_of_their_days);
	tcase_add_test(tcase, hours_without_a_day_are_those_of_all_days);
	tcase_add_test(tcase, hours_may_cross_midnight_and_the_week);
	tcase_add_test(tcase, days_may_go_over_the_end_of_the_week);
	tcase_add_test(tcase, hours_that_touch_are_one);
	tcase_add_test(tcase, hours_are_local);
	tcase_add_test(tcase, in_a_gap_hours_begin_later_and_end_sooner);
	tcase_add_test(tcase, of_hours_that_come_twice_the_first_counts);
	tcase_add_test(tcase, without_hours_and_closures_it_is_always_open);
	tcase_add_test(tcase, what_is_shut_for_ever_says_so);
	tcase_add_test(tcase, who_asks_why_is_told);
	tcase_add_test(tcase, what_is_added_later_counts_at_once);
	tcase_add_test(tcase, absurd_moments_do_no_harm);
	tcase_add_test(tcase,
	    hours_that_are_none_are_refused_with_what_is_allowed);
	tcase_add_test(tcase, too_many_hours_are_refused);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
