/* test_due.c - which digest is due, and over which days. */
#include "scores/digest/due.h"
#include "tests/unit/unit.h"

#include "base/timezone.h"

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)
#define MONDAY_AT 1772434800 /* 2026-03-02T07:00:00Z, 09:00 in Helsinki */
#define MONDAY_DAY 20514

static GTimeZone *helsinki, *tokyo;
static struct recurrence *weekly;

static void
begin(void)
{
	helsinki = timezone_find("Europe/Helsinki", NULL);
	tokyo = timezone_find("Asia/Tokyo", NULL);
	weekly = recurrence_parse("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9", NULL);
	ck_assert_ptr_nonnull(weekly);
}

static void
end(void)
{
	recurrence_free(weekly);
	g_time_zone_unref(helsinki);
	g_time_zone_unref(tokyo);
}

static struct digest_schedule
schedule(gint64 after_at)
{
	return (struct digest_schedule){
		.rule = weekly,
		.zone = helsinki,
		.days_zone = helsinki,
		.after_at = after_at,
	};
}

START_TEST(a_week_ends_with_the_occurrence_and_is_compared_to_the_one_before)
{
	struct digest_schedule one = schedule(MONDAY_AT - 7 * DAY_S);
	struct digest_period period;

	ck_assert(digest_due(&one, MONDAY_AT, &period));
	ck_assert_int_eq(period.until_at, MONDAY_AT);
	ck_assert_int_eq(period.until_day, MONDAY_DAY);
	ck_assert_int_eq(period.since_day, MONDAY_DAY - 7);
	ck_assert_int_eq(period.before_day, MONDAY_DAY - 14);
}
END_TEST

START_TEST(a_second_early_it_is_not_due)
{
	struct digest_schedule one = schedule(MONDAY_AT - 7 * DAY_S);
	struct digest_period period;

	ck_assert(!digest_due(&one, MONDAY_AT - 1, &period));
}
END_TEST

START_TEST(what_was_sent_is_not_due_again)
{
	struct digest_schedule one = schedule(MONDAY_AT);
	struct digest_period period;

	ck_assert(!digest_due(&one, MONDAY_AT, &period));
	ck_assert(!digest_due(&one, MONDAY_AT + 6 * DAY_S, &period));
	ck_assert(digest_due(&one, MONDAY_AT + 7 * DAY_S, &period));
	ck_assert_int_eq(period.since_day, MONDAY_DAY);
}
END_TEST

START_TEST(after_a_pause_only_the_latest_is_due)
{
	struct digest_schedule one = schedule(MONDAY_AT - 35 * DAY_S);
	struct digest_period period;

	ck_assert(digest_due(&one, MONDAY_AT + 2 * DAY_S, &period));
	ck_assert_int_eq(period.until_at, MONDAY_AT);
	ck_assert_int_eq(period.since_day, MONDAY_DAY - 7);
}
END_TEST

START_TEST(before_the_first_event_none_is_due)
{
	struct digest_schedule one = schedule(G_MAXINT64);
	struct digest_period period;

	ck_assert(!digest_due(&one, MONDAY_AT, &period));
	ck_assert(digest_latest(&one, MONDAY_AT, &period));
	ck_assert_int_eq(period.until_at, MONDAY_AT);
}
END_TEST

START_TEST(the_first_digest_comes_at_the_first_occurrence_after_an_event)
{
	struct digest_schedule one = schedule(MONDAY_AT + DAY_S);
	struct digest_period period;

	ck_assert(!digest_due(&one, MONDAY_AT + 2 * DAY_S, &period));
	ck_assert(digest_due(&one, MONDAY_AT + 7 * DAY_S, &period));
}
END_TEST

START_TEST(days_are_those_of_the_organisation)
{
	struct digest_schedule one = schedule(0);
	struct digest_period period;

	/* Monday 09:00 in Tokyo is Monday 02:00 in Helsinki. */
	one.zone = tokyo;
	ck_assert(digest_due(&one, MONDAY_AT, &period));
	ck_assert_int_eq(period.until_at, MONDAY_AT - 7 * HOUR_S);
	ck_assert_int_eq(period.until_day, MONDAY_DAY);
	one.days_zone = timezone_find("America/New_York", NULL);
	ck_assert(digest_due(&one, MONDAY_AT, &period));
	ck_assert_int_eq(period.until_day, MONDAY_DAY - 1);
	ck_assert_int_eq(period.since_day, MONDAY_DAY - 8);
	g_time_zone_unref(one.days_zone);
}
END_TEST

START_TEST(summer_time_moves_the_hour_and_not_the_days)
{
	/* 2026-03-30, after the change of 29 March: 09:00 is 06:00Z. */
	struct digest_schedule one = schedule(MONDAY_AT + 21 * DAY_S);
	gint64 at = MONDAY_AT + 28 * DAY_S - HOUR_S;
	struct digest_period period;

	ck_assert(!digest_due(&one, at - 1, &period));
	ck_assert(digest_due(&one, at, &period));
	ck_assert_int_eq(period.until_at, at);
	ck_assert_int_eq(period.until_day - period.since_day, 7);
	ck_assert_int_eq(digest_next_look(&one, at - 1), at);
	ck_assert_int_eq(digest_next_look(&one, at), at + 7 * DAY_S);
}
END_TEST

START_TEST(twice_a_day_is_one_digest_for_a_day)
{
	g_autoptr(recurrence)
	    rule = recurrence_parse("FREQ=DAILY;BYHOUR=8,16", NULL);
	struct digest_schedule one = schedule(0);
	struct digest_period period;

	ck_assert_ptr_nonnull(rule);
	one.rule = rule;
	ck_assert(digest_due(&one, MONDAY_AT + 10 * HOUR_S, &period));
	ck_assert_int_eq(period.until_at, MONDAY_AT - HOUR_S);
	ck_assert_int_eq(period.until_day, MONDAY_DAY);
	ck_assert_int_eq(period.since_day, MONDAY_DAY - 1);
	ck_assert_int_eq(period.before_day, MONDAY_DAY - 2);
}
END_TEST

START_TEST(a_yearly_rule_looks_years_back)
{
	g_autoptr(recurrence) rule =
	    recurrence_parse("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYHOUR=9",
		NULL);
	struct digest_schedule one = schedule(0);
	struct digest_period period;

	ck_assert_ptr_nonnull(rule);
	one.rule = rule;
	ck_assert(digest_due(&one, MONDAY_AT, &period));
	ck_assert_int_eq(period.until_day, 20454);
	ck_assert_int_eq(period.since_day, 20454 - 365);
	ck_assert_int_eq(period.before_day, 20454 - 365 - 366);
}
END_TEST

START_TEST(digests_follow_each_other_without_gap_or_overlap)
{
	struct digest_schedule one = schedule(MONDAY_AT);
	gint32 until_day = MONDAY_DAY;
	guint sent = 0;

	for (gint64 at = MONDAY_AT; at < MONDAY_AT + 366 * DAY_S;
	     at += 5 * HOUR_S) {
		struct digest_period period;

		if (!digest_due(&one, at, &period))
			continue;
		ck_assert_int_eq(period.since_day, until_day);
		until_day = period.until_day;
		one.after_at = period.until_at;
		sent++;
	}
	ck_assert_uint_eq(sent, 52);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("due");
	TCase *tests = tcase_create("due");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests,
	    a_week_ends_with_the_occurrence_and_is_compared_to_the_one_before);
	tcase_add_test(tests, a_second_early_it_is_not_due);
	tcase_add_test(tests, what_was_sent_is_not_due_again);
	tcase_add_test(tests, after_a_pause_only_the_latest_is_due);
	tcase_add_test(tests, before_the_first_event_none_is_due);
	tcase_add_test(tests,
	    the_first_digest_comes_at_the_first_occurrence_after_an_event);
	tcase_add_test(tests, days_are_those_of_the_organisation);
	tcase_add_test(tests, summer_time_moves_the_hour_and_not_the_days);
	tcase_add_test(tests, twice_a_day_is_one_digest_for_a_day);
	tcase_add_test(tests, a_yearly_rule_looks_years_back);
	tcase_add_test(tests, digests_follow_each_other_without_gap_or_overlap);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
