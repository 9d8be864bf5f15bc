/* test_window.c - when a message may reach a person. */
#include "scheduler/window.h"

#include <string.h>

#include "base/clock.h"
#include "base/timezone.h"
#include "tests/unit/unit.h"

static const char day[] = "08:00-21:00";
static GTimeZone *helsinki, *new_york, *honolulu;
static struct settings settings;

static GTimeZone *
zone_of(const char *name)
{
	GTimeZone *zone = timezone_find(name, NULL);

	ck_assert_ptr_nonnull(zone);
	return zone;
}

static void
begin(void)
{
	helsinki = zone_of("Europe/Helsinki");
	new_york = zone_of("America/New_York");
	honolulu = zone_of("Pacific/Honolulu");
	settings = (struct settings){ .organisation.zone = helsinki,
		.texting.hours = { 8 * 60, 21 * 60 } };
}

static void
end(void)
{
	g_time_zone_unref(helsinki);
	g_time_zone_unref(new_york);
	g_time_zone_unref(honolulu);
}

static gint64
at(const char *text)
{
	gint64 found_at;

	ck_assert(time_parse(text, NULL, &found_at, NULL));
	return found_at;
}

/* Open at these hours, in these zones. */
static struct window
window_at(const char *hours, GTimeZone *const *zones, guint n)
{
	struct calendar *calendar = calendar_new("hours");

	ck_assert(calendar_add_hours(calendar, hours, NULL));
	return (struct window){ .hours = calendar,
		.zone = zones[0],
		.zones = zones,
		.n_zones = n };
}

static void
window_done(const struct window *window)
{
	calendar_free((struct calendar *)window->hours);
}

/* From one moment on, the hours are open at another; both UTC. */
static void
opens(const char *hours, GTimeZone *zone, const char *from,
    const char *expected)
{
	struct window window = window_at(hours, &zone, 1);
	gint64 found_at = window_next(&window, at(from));
	g_autofree char *found = time_format(found_at);
	gint64 second_at;

	ck_assert_str_eq(found, expected);
	/* It is open then, and at no second before. */
	ck_assert(window_contains(&window, found_at));
	for (second_at = at(from); second_at < found_at; second_at++)
		ck_assert(!window_contains(&window, second_at));
	window_done(&window);
}

static void
all_open(GTimeZone *const *zones, guint n, const char *from,
    const char *expected)
{
	struct window window = window_at(day, zones, n);
	g_autofree char *found = time_format(window_next(&window, at(from)));

	ck_assert_str_eq(found, expected);
	window_done(&window);
}

static void
texts_open(const struct contact *contact, const char *from,
    const char *expected)
{
	g_autoptr(window) window = window_of(&settings, NULL, contact,
	    CHANNEL_SMS);
	g_autofree char *found = time_format(window_next(window, at(from)));

	ck_assert_str_eq(found, expected);
}

START_TEST(within_the_hours_it_is_now)
{
	opens(day, helsinki, "2026-01-15T06:00:00Z", "2026-01-15T06:00:00Z");
	opens(day, helsinki, "2026-01-15T12:34:56Z", "2026-01-15T12:34:56Z");
	opens(day, helsinki, "2026-01-15T18:59:59Z", "2026-01-15T18:59:59Z");
}
END_TEST

START_TEST(outside_of_them_it_is_when_they_open)
{
	opens(day, helsinki, "2026-01-15T05:59:59Z", "2026-01-15T06:00:00Z");
	opens(day, helsinki, "2026-01-15T19:00:00Z", "2026-01-16T06:00:00Z");
	opens(day, helsinki, "2026-07-15T18:00:01Z", "2026-07-16T05:00:00Z");
	opens(day, helsinki, "2026-12-31T22:30:00Z", "2027-01-01T06:00:00Z");
}
END_TEST

START_TEST(over_a_night_with_a_change_of_the_clock_it_opens_by_the_wall)
{
	/* 2026-03-29 03:00 -> 04:00, 2026-10-25 04:00 -> 03:00. */
	opens(day, helsinki, "2026-03-28T19:00:00Z", "2026-03-29T05:00:00Z");
	opens(day, helsinki, "2026-10-24T18:00:00Z", "2026-10-25T06:00:00Z");
}
END_TEST

START_TEST(hours_whose_beginning_is_skipped_open_behind_the_gap)
{
	/* 03:30 is read as 04:30. */
	opens("03:30-05:00", helsinki, "2026-03-28T22:00:00Z",
	    "2026-03-29T01:30:00Z");
	/* All of them: on the next day. */
	opens("03:10-03:50", helsinki, "2026-03-28T22:00:00Z",
	    "2026-03-30T00:10:00Z");
}
END_TEST

START_TEST(hours_that_come_twice_open_once)
{
	/* 03:15 is past, and comes once more after 04:00. */
	opens("02:00-03:15", helsinki, "2026-10-25T00:20:00Z",
	    "2026-10-26T00:00:00Z");
	opens("02:00-03:15", helsinki, "2026-10-25T00:14:59Z",
	    "2026-10-25T00:14:59Z");
}
END_TEST

START_TEST(hours_may_last_until_midnight)
{
	opens("20:00-24:00", helsinki, "2026-01-15T21:59:59Z",
	    "2026-01-15T21:59:59Z");
	opens("20:00-24:00", helsinki, "2026-01-15T22:00:00Z",
	    "2026-01-16T18:00:00Z");
	opens("00:00-24:00", helsinki, "2026-01-15T22:00:00Z",
	    "2026-01-15T22:00:00Z");
}
END_TEST

START_TEST(of_several_zones_all_must_be_within_the_hours)
{
	GTimeZone *const two[] = { new_york, honolulu };

	/* In winter 13:00-02:00 and 18:00-07:00 by UTC. */
	all_open(two, 2, "2026-01-15T17:59:59Z", "2026-01-15T18:00:00Z");
	all_open(two, 2, "2026-01-15T20:00:00Z", "2026-01-15T20:00:00Z");
	all_open(two, 2, "2026-01-16T01:59:59Z", "2026-01-16T01:59:59Z");
	all_open(two, 2, "2026-01-16T02:00:00Z", "2026-01-16T18:00:00Z");
	/* In summer New York closes at 01:00. */
	all_open(two, 2, "2026-07-16T01:00:00Z", "2026-07-16T18:00:00Z");
}
END_TEST

START_TEST(zones_without_a_common_hour_leave_it_to_the_first)
{
	GTimeZone *auckland = zone_of("Pacific/Auckland");
	GTimeZone *const none[] = { new_york, auckland, helsinki };
	GTimeZone *const two[] = { new_york, auckland };

	/* By UTC 12:00-01:00, 20:00-09:00 and 05:00-18:00. */
	all_open(none, 3, "2026-07-15T03:00:00Z", "2026-07-15T12:00:00Z");
	all_open(two, 2, "2026-07-15T03:00:00Z", "2026-07-15T20:00:00Z");
	g_time_zone_unref(auckland);
}
END_TEST

START_TEST(a_contact_is_texted_by_its_own_zone)
{
	const struct contact ada = { .phone = (char *)"+358401234567",
		.timezone = (char *)"America/New_York" };

	texts_open(&ada, "2026-01-15T06:00:00Z", "2026-01-15T13:00:00Z");
}
END_TEST

START_TEST(without_one_by_the_zone_of_the_number)
{
	const struct contact ada = { .phone = (char *)"+358401234567" };

	settings.organisation.zone = honolulu;
	texts_open(&ada, "2026-01-15T04:00:00Z", "2026-01-15T06:00:00Z");
}
END_TEST

START_TEST(a_number_of_a_wide_country_is_texted_when_it_is_day_in_all_of_it)
{
	const struct contact bo = { .phone = (char *)"+12125550123" };

	/* Hawaii is the last to wake, New York the first to sleep. */
	texts_open(&bo, "2026-01-15T14:00:00Z", "2026-01-15T18:00:00Z");
	texts_open(&bo, "2026-01-16T01:59:00Z", "2026-01-16T01:59:00Z");
	texts_open(&bo, "2026-01-16T02:00:00Z", "2026-01-16T18:00:00Z");
}
END_TEST

START_TEST(a_zone_that_is_none_counts_as_not_known)
{
	struct contact ada = { .phone = (char *)"+358401234567",
		.timezone = (char *)"Europe/Atlantis" };

	settings.organisation.zone = honolulu;
	texts_open(&ada, "2026-01-15T04:00:00Z", "2026-01-15T06:00:00Z");
	ada.phone = (char *)"+999";
	texts_open(&ada, "2026-01-15T08:00:00Z", "2026-01-15T18:00:00Z");
	ada.phone = NULL;
	texts_open(&ada, "2026-01-15T08:00:00Z", "2026-01-15T18:00:00Z");
}
END_TEST

/* Mail by the touchpoint's calendar. */
static struct touchpoint
polite(const char *hours)
{
	struct calendar *calendar = calendar_new("polite");

	ck_assert(calendar_add_hours(calendar, hours, NULL));
	return (struct touchpoint){ .calendar = calendar };
}

static void
reaches(const struct touchpoint *touchpoint, const struct contact *contact,
    enum channel channel, const char *from, const char *expected)
{
	g_autoptr(window) window = window_of(&settings, touchpoint, contact,
	    channel);
	gint64 found_at = window_next(window, at(from));
	g_autofree char *found = found_at == G_MAXINT64 ? g_strdup("never") :
							  time_format(found_at);

	ck_assert_str_eq(found, expected);
	ck_assert(found_at == G_MAXINT64 || window_contains(window, found_at));
}

static void
tells(const struct touchpoint *touchpoint, const struct contact *contact,
    enum channel channel, const char *when, const char *expected)
{
	g_autoptr(window) window = window_of(&settings, touchpoint, contact,
	    channel);
	g_autofree char *reason = NULL;

	ck_assert(!window_contains(window, at(when)));
	reason = window_reason(window, at(when));
	ck_assert_str_eq(reason, expected);
}

START_TEST(mail_without_a_calendar_leaves_at_any_time)
{
	const struct contact ada = { .email = (char *)"ada@example.com" };
	const struct touchpoint touchpoint = { .calendar = NULL };
	g_autoptr(window) window = window_of(&settings, &touchpoint, &ada,
	    CHANNEL_EMAIL);

	ck_assert(window_contains(window, 12345));
	ck_assert_int_eq(window_next(window, 12345), 12345);
	ck_assert_int_eq(window_closes(window, 12345), G_MAXINT64);
	reaches(NULL, &ada, CHANNEL_EMAIL, "2026-01-15T02:00:00Z",
	    "2026-01-15T02:00:00Z");
}
END_TEST

START_TEST(a_calendar_is_kept_where_the_customer_is)
{
	struct touchpoint touchpoint = polite("09:00-18:00");
	struct contact ada = { .email = (char *)"ada@example.com" };

	/* The organisation's zone. */
	reaches(&touchpoint, &ada, CHANNEL_EMAIL, "2026-01-15T02:00:00Z",
	    "2026-01-15T07:00:00Z");
	/* Of a country that has one; of one that has many. */
	ada.phone = (char *)"+33612345678";
	reaches(&touchpoint, &ada, CHANNEL_EMAIL, "2026-01-15T02:00:00Z",
	    "2026-01-15T08:00:00Z");
	ada.phone = (char *)"+12125550123";
	reaches(&touchpoint, &ada, CHANNEL_EMAIL, "2026-01-15T02:00:00Z",
	    "2026-01-15T07:00:00Z");
	/* Known of the customer. */
	ada.timezone = (char *)"America/New_York";
	reaches(&touchpoint, &ada, CHANNEL_EMAIL, "2026-01-15T02:00:00Z",
	    "2026-01-15T14:00:00Z");
	calendar_free(touchpoint.calendar);
}
END_TEST

START_TEST(a_text_keeps_calendar_and_hours)
{
	struct touchpoint touchpoint = polite("Mon-Fri 06:00-10:00");
	const struct contact ada = { .phone = (char *)"+358401234567" };
	g_autoptr(window) window = window_of(&settings, &touchpoint, &ada,
	    CHANNEL_SMS);

	/* A Friday; 06:00 to 08:00 by UTC in both. */
	reaches(&touchpoint, &ada, CHANNEL_SMS, "2026-01-16T04:30:00Z",
	    "2026-01-16T06:00:00Z");
	reaches(&touchpoint, &ada, CHANNEL_SMS, "2026-01-16T08:00:00Z",
	    "2026-01-19T06:00:00Z");
	ck_assert_int_eq(window_closes(window, at("2026-01-16T06:30:00Z")),
	    at("2026-01-16T08:00:00Z"));
	tells(&touchpoint, &ada, CHANNEL_SMS, "2026-01-16T05:00:00Z",
	    "quiet hours");
	tells(&touchpoint, &ada, CHANNEL_SMS, "2026-01-16T12:00:00Z",
	    "outside the hours of calendar polite in Europe/Helsinki");
	calendar_free(touchpoint.calendar);
}
END_TEST

START_TEST(a_calendar_and_hours_that_exclude_each_other_say_never)
{
	struct touchpoint touchpoint = polite("22:00-07:00");
	const struct contact ada = { .phone = (char *)"+358401234567" };

	reaches(&touchpoint, &ada, CHANNEL_SMS, "2026-01-16T04:30:00Z",
	    "never");
	calendar_free(touchpoint.calendar);
}
END_TEST

START_TEST(hours_of_all_day_are_none)
{
	const struct contact ada = { .phone = (char *)"+358401234567" };

	settings.texting.hours = (struct hours){ 0, 24 * 60 };
	reaches(NULL, &ada, CHANNEL_SMS, "2026-01-16T01:30:00Z",
	    "2026-01-16T01:30:00Z");
}
END_TEST

START_TEST(who_asks_why_is_told)
{
	static const char shut[] =
	    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n"
	    "DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas Day\nEND:VEVENT\n"
	    "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261226\nEND:VEVENT\n"
	    "END:VCALENDAR\n";
	struct touchpoint touchpoint = polite("09:00-18:00");
	const struct contact ada = { .timezone = (char *)"Europe/Lisbon" };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);

	ck_assert(calendar_add_closures(touchpoint.calendar, shut,
	    strlen(shut), mistakes, NULL));
	tells(&touchpoint, &ada, CHANNEL_EMAIL, "2026-12-24T20:00:00Z",
	    "outside the hours of calendar polite in Europe/Lisbon");
	tells(&touchpoint, &ada, CHANNEL_EMAIL, "2026-12-25T12:00:00Z",
	    "closed: Christmas Day");
	tells(&touchpoint, &ada, CHANNEL_EMAIL, "2026-12-26T12:00:00Z",
	    "closed by calendar polite");
	reaches(&touchpoint, &ada, CHANNEL_EMAIL, "2026-12-25T12:00:00Z",
	    "2026-12-27T09:00:00Z");
	calendar_free(touchpoint.calendar);
}
END_TEST

/* Whether the wall shows 08:00 to 21:00 in each of the zones. */
static gboolean
is_day_in(const struct window *window, guint n, gint64 moment_at)
{
	for (guint i = 0; i < n; i++) {
		struct local_time local;

		timezone_to_local(window->zones[i], moment_at, &local);
		if (local.hour < 8 || local.hour >= 21)
			return FALSE;
	}
	return TRUE;
}

/*
 * From a moment on, a quarter of an hour at a time: it opens when it is first
 * day in all of the zones, and closes when it no longer is.
 */
static void
check_wide(const struct window *window, gint64 from_at)
{
	gint64 next_at = window_next(window, from_at);
	gint64 closes_at = window_closes(window, next_at);
	gint64 moment_at;

	ck_assert(window->n_zones > 1);
	for (moment_at = from_at; moment_at < next_at; moment_at += 900)
		if (is_day_in(window, window->n_zones, moment_at) ||
		    window_contains(window, moment_at))
			ck_abort_msg("%" G_GINT64_FORMAT ": it was open before",
			    moment_at);
	for (; moment_at < closes_at; moment_at += 900)
		if (!is_day_in(window, window->n_zones, moment_at) ||
		    !window_contains(window, moment_at))
			ck_abort_msg("%" G_GINT64_FORMAT ": it is not open",
			    moment_at);
	if (is_day_in(window, window->n_zones, closes_at) ||
	    window_contains(window, closes_at))
		ck_abort_msg("%" G_GINT64_FORMAT ": it is open still",
		    closes_at);
}

/* Through the weeks in which the clocks of 2026 change, too. */
START_TEST(no_text_reaches_a_wide_country_where_it_is_night)
{
	static const char *const phones[] = { "+12125550123", "+61412345678",
		"+79161234567", "+5511912345678", "+34612345678",
		"+64211234567" };

	for (gsize i = 0; i < G_N_ELEMENTS(phones); i++) {
		const struct contact bo = { .phone = (char *)phones[i] };
		g_autoptr(window) window = window_of(&settings, NULL, &bo,
		    CHANNEL_SMS);

		for (gint64 hour = 0; hour < 365 * 24; hour += 67)
			check_wide(window,
			    at("2026-01-01T00:00:00Z") + hour * 3600);
	}
}
END_TEST

/* New York and Auckland have no hours in common for a part of the year. */
START_TEST(zones_that_share_hours_in_some_weeks_share_them_in_those)
{
	GTimeZone *auckland = zone_of("Pacific/Auckland");
	GTimeZone *const two[] = { new_york, auckland };
	struct window window = window_at("08:00-16:00", two, 2);
	guint shared = 0, alone = 0;

	for (gint64 hour = 0; hour < 365 * 24; hour += 5) {
		gint64 next_at = window_next(&window,
		    at("2026-01-01T00:00:00Z") + hour * 3600);
		gint64 closes_at = window_closes(&window, next_at);

		ck_assert(is_day_in(&window, 1, next_at));
		ck_assert(window_contains(&window, next_at));
		ck_assert(window_contains(&window, closes_at - 1));
		ck_assert(!window_contains(&window, closes_at));
		if (is_day_in(&window, 2, next_at))
			shared++;
		else
			alone++;
	}
	/* 13:00-21:00 and 19:00-03:00 in winter, 12:00-20:00 and 20:00-04:00
	 * in summer. */
	ck_assert_uint_gt(shared, 500);
	ck_assert_uint_gt(alone, 500);
	window_done(&window);
	g_time_zone_unref(auckland);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("window");
	TCase *tcase = tcase_create("window");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, within_the_hours_it_is_now);
	tcase_add_test(tcase, outside_of_them_it_is_when_they_open);
	tcase_add_test(tcase,
	    over_a_night_with_a_change_of_the_clock_it_opens_by_the_wall);
	tcase_add_test(tcase,
	    hours_whose_beginning_is_skipped_open_behind_the_gap);
	tcase_add_test(tcase, hours_that_come_twice_open_once);
	tcase_add_test(tcase, hours_may_last_until_midnight);
	tcase_add_test(tcase, of_several_zones_all_must_be_within_the_hours);
	tcase_add_test(tcase,
	    zones_without_a_common_hour_leave_it_to_the_first);
	tcase_add_test(tcase, a_contact_is_texted_by_its_own_zone);
	tcase_add_test(tcase, without_one_by_the_zone_of_the_number);
	tcase_add_test(tcase,
	    a_number_of_a_wide_country_is_texted_when_it_is_day_in_all_of_it);
	tcase_add_test(tcase, a_zone_that_is_none_counts_as_not_known);
	tcase_add_test(tcase, mail_without_a_calendar_leaves_at_any_time);
	tcase_add_test(tcase, a_calendar_is_kept_where_the_customer_is);
	tcase_add_test(tcase, a_text_keeps_calendar_and_hours);
	tcase_add_test(tcase,
	    a_calendar_and_hours_that_exclude_each_other_say_never);
	tcase_add_test(tcase, hours_of_all_day_are_none);
	tcase_add_test(tcase, who_asks_why_is_told);
	tcase_add_test(tcase, no_text_reaches_a_wide_country_where_it_is_night);
	tcase_add_test(tcase,
	    zones_that_share_hours_in_some_weeks_share_them_in_those);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
