/*
 * test_recurrence.c - rules, judged and come round.
 */
#include "base/recurrence.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/errors.h"
#include "base/timezone.h"
#include "tests/unit/unit.h"

#define DAY_S 86400

static struct recurrence *
parsed(const char *rule)
{
	g_autoptr(GError) error = NULL;
	struct recurrence *recurrence = recurrence_parse(rule, &error);

	ck_assert_msg(recurrence != NULL, "%s: %s", rule,
	    error != NULL ? error->message : "");
	return recurrence;
}

static gint64
at(const char *text)
{
	gint64 found = 0;

	ck_assert_msg(time_parse(text, NULL, &found, NULL), "%s", text);
	return found;
}

/* `expected`: what comes after `after`, in turn, divided by spaces. */
static void
assert_comes(const char *rule, const char *zone_name, const char *after,
    const char *expected)
{
	g_autoptr(recurrence) recurrence = parsed(rule);
	g_autoptr(GTimeZone) zone = timezone_find(zone_name, NULL);
	g_auto(GStrv) times = g_strsplit(expected, " ", -1);
	gint64 now = at(after);

	ck_assert_ptr_nonnull(zone);
	for (char **time = times; *time != NULL; time++) {
		g_autofree char *got = NULL;

		ck_assert_msg(recurrence_next(recurrence, zone, now, &now),
		    "%s after %s: never", rule, after);
		got = time_format(now);
		ck_assert_msg(g_str_has_prefix(got, *time),
		    "%s: %s instead "
		    "of %s",
		    rule, got, *time);
	}
}

START_TEST(rules_come_round_in_local_time)
{
	assert_comes("FREQ=WEEKLY;BYDAY=MO;BYHOUR=8", "Europe/Helsinki",
	    "2026-03-20", "2026-03-23T06:00:00Z 2026-03-30T05:00:00Z");
	assert_comes("FREQ=DAILY;BYHOUR=17,8;BYMINUTE=30;BYSECOND=15", "UTC",
	    "2026-03-01T08:30:15Z",
	    "2026-03-01T17:30:15Z "
	    "2026-03-02T08:30:15Z 2026-03-02T17:30:15Z");
	assert_comes("freq=weekly;byday=mo,we", "UTC", "2026-03-02",
	    "2026-03-04 2026-03-09 2026-03-11");
}
END_TEST

START_TEST(what_is_not_said_is_monday_the_first_january_midnight)
{
	assert_comes("FREQ=DAILY", "UTC", "2026-03-01",
	    "2026-03-02T00:00:00Z 2026-03-03T00:00:00Z");
	assert_comes("FREQ=WEEKLY", "UTC", "2026-03-01",
	    "2026-03-02T00:00:00Z 2026-03-09T00:00:00Z");
	assert_comes("FREQ=MONTHLY", "UTC", "2026-03-01",
	    "2026-04-01T00:00:00Z 2026-05-01T00:00:00Z");
	assert_comes("FREQ=YEARLY", "UTC", "2026-03-01",
	    "2027-01-01T00:00:00Z 2028-01-01T00:00:00Z");
	assert_comes("FREQ=YEARLY;BYMONTH=3,9;BYHOUR=7", "UTC", "2026-03-01",
	    "2026-03-01T07:00:00Z 2026-09-01T07:00:00Z "
	    "2027-03-01T07:00:00Z");
}
END_TEST

/* Each has been got wrong by libical alone. */
START_TEST(rules_that_libical_alone_gets_wrong_come_right)
{
	assert_comes("FREQ=WEEKLY;INTERVAL=4;BYDAY=SU", "UTC", "2017-04-28",
	    "2017-05-07 2017-06-04 2017-07-02");
	assert_comes("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU;WKST=FR", "UTC",
	    "2018-06-24T22:00:00Z", "2018-06-25 2018-06-28 2018-07-08");
	assert_comes("FREQ=YEARLY;BYMONTHDAY=31", "UTC", "2026-03-01",
	    "2026-03-31 2026-05-31 2026-07-31 2026-08-31 2026-10-31");
	assert_comes("FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR", "UTC", "2026-01-01",
	    "2026-02-13 2026-03-13 2026-11-13 2027-08-13");
}
END_TEST

START_TEST(rules_of_months_and_years_come_round)
{
	assert_comes("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=16",
	    "UTC", "2026-01-30T16:00:00Z",
	    "2026-02-27T16:00:00Z 2026-03-31T16:00:00Z");
	assert_comes("FREQ=MONTHLY;BYDAY=2TU,-1FR", "UTC", "2026-03-01",
	    "2026-03-10 2026-03-27 2026-04-14 2026-04-24");
	assert_comes("FREQ=MONTHLY;BYMONTHDAY=-1", "UTC", "2026-01-31",
	    "2026-02-28 2026-03-31 2026-04-30");
	assert_comes("FREQ=MONTHLY;BYMONTHDAY=31", "UTC", "2026-01-31",
	    "2026-03-31 2026-05-31");
	assert_comes("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "UTC", "2026-01-01",
	    "2028-02-29 2032-02-29");
	assert_comes("FREQ=YEARLY;BYYEARDAY=1,-1", "UTC", "2026-03-01",
	    "2026-12-31 2027-01-01");
	assert_comes("FREQ=MONTHLY;INTERVAL=3", "UTC", "2015-02-01",
	    "2015-04-01 2015-07-01 2015-10-01 2016-01-01");
}
END_TEST

/* From every starting point the same days: before, at and after the anchor. */
START_TEST(intervals_do_not_depend_on_who_asks_when)
{
	static const struct {
		const char *rule;
		int days;
	} rules[] = {
		{ "FREQ=WEEKLY;INTERVAL=2", 14 },
		{ "FREQ=WEEKLY;INTERVAL=5", 35 },
		{ "FREQ=DAILY;INTERVAL=3", 3 },
		{ "FREQ=DAILY;INTERVAL=100", 100 },
	};
	gint64 anchor = at("2024-01-01");
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
		g_autoptr(recurrence) rule = parsed(rules[i].rule);
		gint64 step = (gint64)rules[i].days * DAY_S;

		for (gint64 day = -4000; day < 4000; day += 7) {
			gint64 now = anchor + day * DAY_S + 1234, next = 0;

			if (!recurrence_next(rule, utc, now, &next) ||
			    next <= now || next - now > step ||
			    (next - anchor) % step != 0)
				ck_abort_msg("%s, day %d", rules[i].rule,
				    (int)day);
		}
	}
}
END_TEST

START_TEST(clock_changes_are_read_as_rfc_5545_says)
{
	/* 03:30 does not exist on 2026-03-29: it moves to 04:30. */
	assert_comes("FREQ=DAILY;BYHOUR=3;BYMINUTE=30", "Europe/Helsinki",
	    "2026-03-28T00:00:00Z",
	    "2026-03-28T01:30:00Z 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z");
	/* 03:30 exists twice on 2026-10-25: it is the first, and once. */
	assert_comes("FREQ=DAILY;BYHOUR=3;BYMINUTE=30", "Europe/Helsinki",
	    "2026-10-24T12:00:00Z",
	    "2026-10-25T00:30:00Z 2026-10-26T01:30:00Z");
	/* The one that moves falls on the one that follows: once. */
	assert_comes("FREQ=DAILY;BYHOUR=3,4;BYMINUTE=30", "Europe/Helsinki",
	    "2026-03-29T00:00:00Z",
	    "2026-03-29T01:30:00Z 2026-03-30T00:30:00Z");
	/* A gap of two hours, 01:00 to 03:00: 02:30 passes 03:30. */
	assert_comes("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=30", "Antarctica/Troll",
	    "2026-03-29T00:00:00Z",
	    "2026-03-29T01:30:00Z 2026-03-29T02:30:00Z "
	    "2026-03-29T23:30:00Z");
}
END_TEST

START_TEST(rules_that_never_come_round_say_so_soon)
{
	static const char *const never[] = {
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=1,2,3,4,5,6,7,8,9",
		"FREQ=MONTHLY;BYDAY=6MO",
		"FREQ=MONTHLY;INTERVAL=12;BYMONTH=4",
		"FREQ=YEARLY;INTERVAL=1000",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
	};
	g_autoptr(GTimeZone) zone = timezone_find("Europe/Helsinki", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(never); i++) {
		g_autoptr(recurrence) rule = parsed(never[i]);
		gint64 next = 42;

		ck_assert_msg(!recurrence_next(rule, zone, at("2026-03-01"),
				  &next),
		    "%s", never[i]);
		ck_assert_int_eq(next, 42);
	}
}
END_TEST

START_TEST(absurd_times_are_never)
{
	static const gint64 times[] = { G_MININT64, -62135596800, 253402300799,
		G_MAXINT64 };
	g_autoptr(recurrence) rule = parsed("FREQ=DAILY");
	g_autoptr(GTimeZone) zone = timezone_find("Europe/Helsinki", NULL);
	gint64 next;

	for (gsize i = 0; i < G_N_ELEMENTS(times); i++)
		ck_assert(!recurrence_next(rule, zone, times[i], &next));
}
END_TEST

/* What is refused, and a word that must stand in the reason. */
static const struct {
	const char *rule, *reason;
} refused[] = {
	{ "", "FREQ is missing" },
	{ "X", "no part" },
	{ ";", "no part" },
	{ "FREQ=DAILY;", "no part" },
	{ "BYDAY=MO", "FREQ is missing" },
	{ "FREQ=HOURLY", "DAILY" },
	{ "FREQ=MINUTELY", "DAILY" },
	{ "FREQ=SECONDLY", "DAILY" },
	{ "FREQ=", "DAILY" },
	{ "FREQ=FORTNIGHTLY", "DAILY" },
	{ "FREQ=DAILY;FREQ=WEEKLY", "twice" },
	{ "FREQ=DAILY;COUNT=3", "COUNT is not taken" },
	{ "FREQ=DAILY;UNTIL=20270101T000000Z", "UNTIL is not taken" },
	{ "FREQ=DAILY;RSCALE=CHINESE", "RSCALE is not taken" },
	{ "FREQ=DAILY;SKIP=OMIT", "SKIP is not taken" },
	{ "FREQ=YEARLY;BYWEEKNO=1", "BYWEEKNO is not taken" },
	{ "FREQ=DAILY;X-A=1", "X-A is not taken" },
	{ "FREQ=DAILY;BYMINUTE=0,30", "at most 1" },
	{ "FREQ=DAILY;BYSECOND=0,30", "at most 1" },
	{ "FREQ=DAILY;BYHOUR=24", "0 to 23" },
	{ "FREQ=DAILY;BYHOUR=-1", "0 to 23" },
	{ "FREQ=DAILY;BYHOUR=", "BYHOUR" },
	{ "FREQ=DAILY;BYHOUR=8,", "BYHOUR" },
	{ "FREQ=DAILY;BYHOUR=8,8", "twice" },
	{ "FREQ=DAILY;BYHOUR=8x", "0 to 23" },
	{ "FREQ=DAILY;BYMINUTE=60", "0 to 59" },
	{ "FREQ=DAILY;BYSECOND=60", "0 to 59" },
	{ "FREQ=DAILY;INTERVAL=0", "1 to 1000" },
	{ "FREQ=DAILY;INTERVAL=-1", "1 to 1000" },
	{ "FREQ=DAILY;INTERVAL=99999999999999999999", "1 to 1000" },
	{ "FREQ=DAILY;BYDAY=XX", "MO, TU" },
	{ "FREQ=DAILY;BYDAY=M", "MO, TU" },
	{ "FREQ=MONTHLY;BYDAY=0MO", "MO, TU" },
	{ "FREQ=MONTHLY;BYDAY=54MO", "MO, TU" },
	{ "FREQ=WEEKLY;BYDAY=1MO", "numbered" },
	{ "FREQ=YEARLY;BYDAY=1MO;BYMONTHDAY=3", "numbered" },
	{ "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3", "numbered" },
	{ "FREQ=MONTHLY;BYMONTHDAY=0", "1 to 31" },
	{ "FREQ=MONTHLY;BYMONTHDAY=32", "1 to 31" },
	{ "FREQ=WEEKLY;BYMONTHDAY=1", "WEEKLY" },
	{ "FREQ=DAILY;BYMONTHDAY=-1", "end of the month" },
	{ "FREQ=MONTHLY;BYYEARDAY=1", "YEARLY" },
	{ "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=1", "BYYEARDAY" },
	{ "FREQ=YEARLY;BYYEARDAY=1;BYMONTHDAY=1", "BYYEARDAY" },
	{ "FREQ=YEARLY;BYMONTH=13", "1 to 12" },
	{ "FREQ=YEARLY;BYMONTH=5L", "1 to 12" },
	{ "FREQ=DAILY;BYSETPOS=1;BYDAY=MO", "BYSETPOS" },
	{ "FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS" },
	{ "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO;BYHOUR=1,2", "one BYHOUR" },
	{ "FREQ=DAILY;WKST=XX", "WKST" },
	{ "FREQ=DAILY; BYHOUR=8", "space" },
	{ "FREQ=DAILY\n;BYHOUR=8", "space" },
	{ "FREQ=DAILY;BYHOUR=\xc3\xa4", "character" },
	{ "RRULE:FREQ=DAILY", "not taken" },
};

/* Nothing may be printed either: whoever asked says it, not libical. */
START_TEST(bad_rules_are_refused_with_a_reason_and_in_silence)
{
	FILE *printed = tmpfile();
	int out = dup(STDOUT_FILENO);
	int err = dup(STDERR_FILENO);

	ck_assert_ptr_nonnull(printed);
	fflush(NULL);
	dup2(fileno(printed), STDOUT_FILENO);
	dup2(fileno(printed), STDERR_FILENO);
	for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_msg(recurrence_parse(refused[i].rule, &error) == NULL,
		    "\"%s\" was taken", refused[i].rule);
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_CONFIG));
		ck_assert_msg(strstr(error->message, refused[i].reason) != NULL,
		    "\"%s\": %s", refused[i].rule, error->message);
		ck_assert_ptr_null(recurrence_parse(refused[i].rule, NULL));
	}
	fflush(NULL);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	ck_assert_int_eq(lseek(fileno(printed), 0, SEEK_END), 0);
	fclose(printed);
}
END_TEST

START_TEST(rule_over_199_bytes_is_refused)
{
	g_autoptr(GString) rule = g_string_new("FREQ=DAILY;BYHOUR=0");
	g_autoptr(GError) error = NULL;

	for (int hour = 1; hour < 24; hour++)
		g_string_append_printf(rule, ",%d", hour);
	g_string_append(rule,
	    ";BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12"
	    ";BYDAY=MO,TU,WE,TH,FR,SA,SU;WKST=MO;BYMINUTE=");
	while (rule->len < 199)
		g_string_append_c(rule, '0');
	ck_assert_ptr_null(recurrence_parse(rule->str, &error));
	ck_assert_ptr_null(strstr(error->message, "199"));
	g_string_append_c(rule, '0');
	g_clear_error(&error);
	ck_assert_ptr_null(recurrence_parse(rule->str, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "allowed are 199"));
}
END_TEST

START_TEST(day_of_24_hours_comes_round_each_hour)
{
	g_autoptr(GString) rule = g_string_new("FREQ=DAILY;BYHOUR=0");
	g_autoptr(recurrence) recurrence = NULL;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	gint64 now = at("2026-03-01");

	for (int hour = 1; hour < 24; hour++)
		g_string_append_printf(rule, ",%d", hour);
	recurrence = parsed(rule->str);
	for (int i = 0; i < 100; i++) {
		gint64 next;

		ck_assert(recurrence_next(recurrence, utc, now, &next));
		ck_assert_int_eq(next, now + 3600);
		now = next;
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("recurrence");
	TCase *tcase = tcase_create("recurrence");

	tcase_set_timeout(tcase, 20);
	tcase_add_test(tcase, rules_come_round_in_local_time);
	tcase_add_test(tcase,
	    what_is_not_said_is_monday_the_first_january_midnight);
	tcase_add_test(tcase, rules_that_libical_alone_gets_wrong_come_right);
	tcase_add_test(tcase, rules_of_months_and_years_come_round);
	tcase_add_test(tcase, intervals_do_not_depend_on_who_asks_when);
	tcase_add_test(tcase, clock_changes_are_read_as_rfc_5545_says);
	tcase_add_test(tcase, rules_that_never_come_round_say_so_soon);
	tcase_add_test(tcase, absurd_times_are_never);
	tcase_add_test(tcase,
	    bad_rules_are_refused_with_a_reason_and_in_silence);
	tcase_add_test(tcase, rule_over_199_bytes_is_refused);
	tcase_add_test(tcase, day_of_24_hours_comes_round_each_hour);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
