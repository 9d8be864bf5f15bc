/* test_outlook.c - what is to be expected of an invitation that waits. */
#include "scheduler/outlook.h"
#include "tests/unit/journey.h"

static struct pace *pace;

static void
open_pace(void)
{
	begin();
	settings.teams = g_ptr_array_new();
	pace = pace_new(&settings);
}

static void
close_pace(void)
{
	pace_free(pace);
	g_ptr_array_unref(settings.teams);
	end();
}

static struct outbox_item
waiting(void)
{
	return (struct outbox_item){ .channel = CHANNEL_EMAIL,
		.touchpoint = (char *)"stay",
		.event = &event,
		.ready_at = NOW_AT,
		.due_at = NOW_AT,
		.expires_at = NOW_AT + 40 * 24 * HOUR_S };
}

/* reason NULL: nothing holds it back. */
static void
expect(const struct outbox_item *item, gint64 at, enum verdict verdict,
    const char *reason)
{
	struct outlook outlook = outlook_judge(&settings, pace, item, NOW_AT,
	    at);

	ck_assert_int_eq(outlook.at, at);
	ck_assert_int_eq(outlook.verdict, verdict);
	ck_assert_pstr_eq(outlook.reason, reason);
	outlook_clear(&outlook);
}

START_TEST(what_nothing_holds_back_leaves)
{
	struct outbox_item item = waiting();

	expect(&item, NOW_AT, VERDICT_SENT, NULL);
	item.suppressed = TRUE;
	expect(&item, NOW_AT, VERDICT_SUPPRESSED, "the address is suppressed");
}
END_TEST

START_TEST(a_drip_is_judged_last_and_keeps_nothing)
{
	struct outbox_item item = waiting();

	pace_free(pace);
	stay_now.drip = (struct rate){ 60, RATE_PER_HOUR };
	pace = pace_new(&settings);
	expect(&item, NOW_AT, VERDICT_SENT, NULL);
	expect(&item, NOW_AT, VERDICT_SENT, NULL);
	pace_take(pace, &stay_now, NOW_AT);
	for (guint i = 0; i < 2; i++) {
		struct outlook outlook = outlook_judge(&settings, pace, &item,
		    NOW_AT, NOW_AT);

		ck_assert_int_eq(outlook.verdict, VERDICT_RETRY);
		ck_assert_int_gt(outlook.next_at, NOW_AT);
		ck_assert_int_le(outlook.next_at, NOW_AT + 60);
		ck_assert(g_str_has_prefix(outlook.reason,
		    "the drip of 60/hour"));
		outlook_clear(&outlook);
	}
	item.placed_at = NOW_AT;
	expect(&item, NOW_AT, VERDICT_SENT, NULL);
}
END_TEST

START_TEST(what_a_drip_would_put_off_too_long_expires)
{
	struct outbox_item item = waiting();
	struct outlook outlook;

	pace_free(pace);
	stay_now.drip = (struct rate){ 60, RATE_PER_HOUR };
	pace = pace_new(&settings);
	pace_take(pace, &stay_now, NOW_AT);
	item.expires_at = NOW_AT + 1;
	outlook = outlook_judge(&settings, pace, &item, NOW_AT, NOW_AT);
	ck_assert_int_eq(outlook.verdict, VERDICT_EXPIRED);
	outlook_clear(&outlook);
}
END_TEST

START_TEST(what_leaves_before_it_has_been_asked_by_then)
{
	struct outbox_item item = waiting();
	struct neighbour rival = { (char *)"dinner", NOW_AT + 24 * HOUR_S };
	gint64 then_at = NOW_AT + 48 * HOUR_S;

	g_ptr_array_add(settings.touchpoints, &dinner_now);
	stay_now.rest_s = dinner_now.rest_s = 30 * 24 * HOUR_S;
	item.asks = g_ptr_array_new();
	item.rivals = g_ptr_array_new();
	g_ptr_array_add(item.rivals, &rival);
	item.due_at = item.ready_at = then_at;
	expect(&item, then_at, VERDICT_RETRY,
	    "the rest of 30 days: asked at dinner on 2026-03-02 12:00;"
	    " it waits until 2026-04-01 12:00");
	ck_assert_uint_eq(item.asks->len, 0);
	/* Now, and before that one is due, it is free. */
	expect(&item, NOW_AT, VERDICT_SENT, NULL);
	/* The rival would wait for this one. */
	stay_now.priority = 5;
	expect(&item, then_at, VERDICT_SENT, NULL);
	stay_now.priority = 0;
	dinner_now.exempt = TRUE;
	expect(&item, then_at, VERDICT_SENT, NULL);
	g_ptr_array_unref(item.asks);
	g_ptr_array_unref(item.rivals);
}
END_TEST

START_TEST(of_a_touchpoint_that_is_gone_no_drip_is_asked)
{
	struct outbox_item item = waiting();

	item.touchpoint = (char *)"gone";
	expect(&item, NOW_AT, VERDICT_CANCELLED,
	    "the touchpoint is no longer configured");
	ck_assert_ptr_null(outlook_plan(&settings, &item, NOW_AT));
}
END_TEST

static void
expect_plan(const struct outbox_item *item, gint64 at, const char *words)
{
	g_autofree char *found = outlook_plan(&settings, item, at);

	ck_assert_pstr_eq(found, words);
}

START_TEST(a_plan_is_told_by_delay_spread_and_window)
{
	g_autoptr(calendar) calendar = calendar_new("polite");
	struct outbox_item item = waiting();
	gint64 base_at = NOW_AT + 2 * HOUR_S;

	expect_plan(&item, base_at, "2 hours after the event");
	stay_now.delay_s = 0;
	expect_plan(&item, NOW_AT, NULL);
	ck_assert(calendar_add_hours(calendar, "Mon-Fri 09:00-18:00", NULL));
	stay_now.calendar = calendar;
	/* It is a Sunday. */
	expect_plan(&item, NOW_AT + 21 * HOUR_S,
	    "moved from 2026-03-01 12:00, outside the hours of calendar "
	    "polite in UTC");
	stay_now.delay_s = 24 * HOUR_S;
	expect_plan(&item, NOW_AT + 24 * HOUR_S, "1 day after the event");
	stay_now.calendar = NULL;
	stay_now.spread_s = 90 * 24 * HOUR_S;
	expect_plan(&item, NOW_AT + 24 * HOUR_S,
	    "1 day after the event; its place in the spread of 90 days");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("outlook");
	TCase *tcase = tcase_create("outlook");

	tcase_add_checked_fixture(tcase, open_pace, close_pace);
	tcase_add_test(tcase, what_nothing_holds_back_leaves);
	tcase_add_test(tcase, a_drip_is_judged_last_and_keeps_nothing);
	tcase_add_test(tcase, what_a_drip_would_put_off_too_long_expires);
	tcase_add_test(tcase, what_leaves_before_it_has_been_asked_by_then);
	tcase_add_test(tcase, of_a_touchpoint_that_is_gone_no_drip_is_asked);
	tcase_add_test(tcase, a_plan_is_told_by_delay_spread_and_window);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
