/*
 * test_clock.c - clocks, and times as text.
 */
#include "base/clock.h"

#include <string.h>
#include <unistd.h>

#include "base/errors.h"
#include "base/timezone.h"
#include "tests/unit/unit.h"

static gint64
parsed(const char *text, GTimeZone *zone)
{
	g_autoptr(GError) error = NULL;
	gint64 at = 0;

	ck_assert_msg(time_parse(text, zone, &at, &error), "%s: %s", text,
	    error != NULL ? error->message : "");
	ck_assert_ptr_null(error);
	return at;
}

START_TEST(staged_clock_stands_still_and_never_goes_back)
{
	struct clock clock = { .staged = TRUE, .staged_at = 1000 };

	ck_assert_int_eq(clock_now(&clock), 1000);
	clock_move(&clock, 1500);
	ck_assert_int_eq(clock_now(&clock), 1500);
	clock_move(&clock, 1499);
	ck_assert_int_eq(clock_now(&clock), 1500);
}
END_TEST

START_TEST(system_clock_tells_the_systems_time)
{
	struct clock clock = { .staged = FALSE, .staged_at = 1000 };
	gint64 before = g_get_real_time() / G_USEC_PER_SEC;
	gint64 now = clock_now(&clock);

	ck_assert_int_ge(now, before);
	ck_assert_int_le(now, g_get_real_time() / G_USEC_PER_SEC);
}
END_TEST

/* GLib says "Bail out!" on stdout when it aborts; ours is a forked child. */
static void
keep_tap_clean(void)
{
	dup2(STDERR_FILENO, STDOUT_FILENO);
}

START_TEST(system_clock_cannot_be_moved)
{
	struct clock clock = { .staged = FALSE };

	keep_tap_clean();
	clock_move(&clock, 1);
}
END_TEST

START_TEST(every_form_of_the_same_instant_is_read)
{
	static const char *const forms[] = {
		"2026-03-01T12:00:00Z",
		"2026-03-01t12:00:00z",
		"2026-03-01 12:00:00",
		"2026-03-01T12:00",
		"2026-03-01 14:00:00+02:00",
		"2026-03-01 14:00+0200",
		"2026-03-01T14:00:00+02",
		"2026-03-01T06:30:00-05:30",
		"2026-03-01T12:00:00.999Z",
		"2026-03-01T12:00:00,5",
		"20260301T120000Z",
		"2026-03-01T11:59:60Z",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++)
		ck_assert_int_eq(parsed(forms[i], NULL), 1772366400);
	ck_assert_int_eq(parsed("2026-03-01", NULL), 1772323200);
	ck_assert_int_eq(parsed("1969-12-31T23:59:59Z", NULL), -1);
	ck_assert_int_eq(parsed("2000-02-29", NULL), 951782400);
}
END_TEST

START_TEST(without_an_offset_the_zone_counts)
{
	g_autoptr(GTimeZone) zone = timezone_find("Europe/Helsinki", NULL);

	ck_assert_ptr_nonnull(zone);
	ck_assert_int_eq(parsed("2026-03-01T12:00:00", zone),
	    1772366400 - 7200);
	ck_assert_int_eq(parsed("2026-07-01", zone),
	    parsed("2026-06-30T21:00:00Z", NULL));
	ck_assert_int_eq(parsed("2026-03-01T12:00:00Z", zone), 1772366400);
	ck_assert_int_eq(parsed("2026-03-01T13:00:00+01:00", zone), 1772366400);
}
END_TEST

START_TEST(what_is_no_time_is_refused_and_shown)
{
	static const char *const wrong[] = {
		"",
		" ",
		"yesterday",
		"2026",
		"2026-03",
		"2026-3-1",
		"2026-02-30",
		"2025-02-29",
		"2026-00-01",
		"2026-13-01",
		"0000-01-01",
		"01.03.2026",
		"2026-0301",
		"202603-01",
		"2026-03-01T",
		"2026-03-01T24:00:00Z",
		"2026-03-01T12",
		"2026-03-01T12:60",
		"2026-03-01T12:00:61Z",
		"2026-03-01T12:00:00.Z",
		"2026-03-01T12:00:00+",
		"2026-03-01T12:00:00+2",
		"2026-03-01T12:00:00+24:00",
		"2026-03-01T12:00:00+02:60",
		"2026-03-01T12:00:00+02:",
		"2026-03-01T12:00:00Zulu",
		"2026-03-01Z",
		"2026-03-01 ",
		"2026-03-01T-1:00",
		"-2026-03-01",
		"+2026-03-01",
		"2026-03-01T12:00:",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		gint64 at = 7;

		ck_assert_msg(!time_parse(wrong[i], NULL, &at, &error),
		    "\"%s\" was taken", wrong[i]);
		ck_assert_int_eq(at, 7);
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_DATA));
		ck_assert_ptr_nonnull(strstr(error->message, wrong[i]));
	}
}
END_TEST

START_TEST(what_is_written_is_read_again)
{
	static const gint64 times[] = { 0, -1, 951782399, 1772366400,
		4102444800, -30000000000, 200000000000 };
	g_autofree char *text = time_format(1772366400);

	ck_assert_str_eq(text, "2026-03-01T12:00:00Z");
	for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
		g_autofree char *again = time_format(times[i]);

		ck_assert_int_eq(parsed(again, NULL), times[i]);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("clock");
	TCase *tcase = tcase_create("clock");

	tcase_add_test(tcase, staged_clock_stands_still_and_never_goes_back);
	tcase_add_test(tcase, system_clock_tells_the_systems_time);
	unit_add_abort_test(tcase, system_clock_cannot_be_moved);
	tcase_add_test(tcase, every_form_of_the_same_instant_is_read);
	tcase_add_test(tcase, without_an_offset_the_zone_counts);
	tcase_add_test(tcase, what_is_no_time_is_refused_and_shown);
	tcase_add_test(tcase, what_is_written_is_read_again);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
