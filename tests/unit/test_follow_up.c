/* test_follow_up.c - what follows when an invitation has left. */
#include "scheduler/follow_up.h"
#include "scheduler/window.h"
#include "tests/unit/staged.h"

#define EXPIRES_AT (NOON_AT + 10 * DAY_S)
/* 2026-03-01 is a Sunday; Helsinki is two hours before UTC. */
#define MONDAY_AT (NOON_AT + DAY_S)

static char *folder;
static struct settings *settings;
static struct event event;
static struct follow_up follow_up;
static struct follow_up_step step;

static void
begin_with(const char *more)
{
	g_autofree char *text = g_strconcat(STAGED_HEAD, more, NULL);

	folder = g_dir_make_tmp("dripscore-XXXXXX", NULL);
	settings = staged_settings(folder, text);
	event = (struct event){ 0 };
	follow_up = (struct follow_up){
		.invitation_id = 7,
		.look_at = NOON_AT,
		.touchpoint = (char *)"stay",
		.state = INVITATION_SENT,
		.channel = CHANNEL_EMAIL,
		.sent_at = NOON_AT,
		.expires_at = EXPIRES_AT,
		.event = &event,
	};
}

static void
begin(void)
{
	begin_with("remind = 1 day, 3 days, 7 days\nnudge = 2 days\n");
}

static void
end(void)
{
	settings_free(settings);
	world_remove_folder(folder);
	g_free(folder);
}

static void
begin_again_with(const char *more)
{
	end();
	begin_with(more);
}

static void
look(gint64 now_at)
{
	step = follow_up_judge(settings, &follow_up, now_at);
	ck_assert_int_eq(step.invitation_id, 7);
	ck_assert_int_eq(step.look_at, NOON_AT);
	/* It comes to an end: each look is later than the one before. */
	ck_assert(step.next_look_at == 0 || step.next_look_at > now_at);
}

/* Nothing but another look. */
static void
waits_until(gint64 at)
{
	ck_assert(!step.put);
	ck_assert(!step.expire);
	ck_assert_int_eq(step.next_look_at, at);
}

static void
reminds(guint number, gint64 due_at, gint64 next_look_at)
{
	ck_assert(step.put);
	ck_assert_ptr_null(step.skipped);
	ck_assert(!step.expire);
	ck_assert_int_eq(step.kind, MESSAGE_REMINDER);
	ck_assert_uint_eq(step.number, number);
	ck_assert_int_eq(step.due_at, due_at);
	ck_assert_int_eq(step.next_look_at, next_look_at);
	follow_up.reminders = number;
}

/* It says so, and why. */
static void
skips(guint number, const char *reason)
{
	ck_assert(!step.put);
	ck_assert_str_eq(step.skipped, reason);
	ck_assert_int_eq(step.kind, MESSAGE_REMINDER);
	ck_assert_uint_eq(step.number, number);
}

START_TEST(each_reminder_comes_at_its_time_and_then_nobody_waits_any_more)
{
	look(NOON_AT);
	waits_until(NOON_AT + DAY_S);
	look(NOON_AT + DAY_S);
	reminds(1, NOON_AT + DAY_S, NOON_AT + 3 * DAY_S);
	look(NOON_AT + 3 * DAY_S);
	reminds(2, NOON_AT + 3 * DAY_S, NOON_AT + 7 * DAY_S);
	look(NOON_AT + 7 * DAY_S);
	reminds(3, NOON_AT + 7 * DAY_S, EXPIRES_AT);
	look(EXPIRES_AT);
	ck_assert(step.expire);
	ck_assert(!step.put);
	ck_assert_int_eq(step.next_look_at, 0);
}
END_TEST

START_TEST(a_look_too_many_changes_nothing)
{
	for (gint64 at = NOON_AT; at < NOON_AT + DAY_S; at += HOUR_S) {
		look(at);
		waits_until(NOON_AT + DAY_S);
	}
	follow_up.reminders = 1;
	for (gint64 at = NOON_AT + DAY_S; at < NOON_AT + 3 * DAY_S;
	     at += HOUR_S) {
		look(at);
		waits_until(NOON_AT + 3 * DAY_S);
	}
}
END_TEST

START_TEST(without_reminders_the_end_is_all_that_is_waited_for)
{
	begin_again_with("");
	look(NOON_AT);
	waits_until(EXPIRES_AT);
	look(EXPIRES_AT - 1);
	waits_until(EXPIRES_AT);
	look(EXPIRES_AT);
	ck_assert(step.expire);
}
END_TEST

START_TEST(of_a_touchpoint_that_is_gone_nobody_is_reminded)
{
	follow_up.touchpoint = (char *)"gone";
	look(NOON_AT + 8 * DAY_S);
	waits_until(EXPIRES_AT);
	follow_up.state = INVITATION_ANSWERED;
	follow_up.answered_at = NOON_AT + DAY_S;
	look(NOON_AT + 8 * DAY_S);
	waits_until(0);
}
END_TEST

START_TEST(after_an_outage_the_last_that_is_due_stands_for_all)
{
	look(NOON_AT + 3 * DAY_S + HOUR_S);
	reminds(2, NOON_AT + 3 * DAY_S, NOON_AT + 7 * DAY_S);
	look(NOON_AT + 7 * DAY_S);
	reminds(3, NOON_AT + 7 * DAY_S, EXPIRES_AT);
}
END_TEST

START_TEST(what_is_too_late_is_left_out_and_the_next_comes_at_its_time)
{
	look(NOON_AT + 2 * DAY_S + 1);
	waits_until(NOON_AT + 3 * DAY_S);
	skips(1, "too late, after an outage");
	look(NOON_AT + 3 * DAY_S);
	reminds(2, NOON_AT + 3 * DAY_S, NOON_AT + 7 * DAY_S);
	/* As late as it may be. */
	follow_up.reminders = 0;
	look(NOON_AT + 2 * DAY_S);
	reminds(1, NOON_AT + DAY_S, NOON_AT + 3 * DAY_S);
}
END_TEST

START_TEST(while_one_waits_to_leave_there_is_no_other)
{
	follow_up.reminders = 1;
	follow_up.waiting = TRUE;
	look(NOON_AT + 3 * DAY_S);
	waits_until(NOON_AT + 7 * DAY_S);
	skips(2, "the one before it has not left yet");
	follow_up.waiting = FALSE;
	look(NOON_AT + 7 * DAY_S);
	reminds(3, NOON_AT + 7 * DAY_S, EXPIRES_AT);
}
END_TEST

START_TEST(what_comes_after_the_end_never_comes)
{
	/* It left by another configuration. */
	follow_up.expires_at = NOON_AT + 2 * DAY_S;
	follow_up.reminders = 1;
	look(NOON_AT + DAY_S);
	waits_until(NOON_AT + 2 * DAY_S);
}
END_TEST

START_TEST(a_reminder_is_put_into_its_window)
{
	begin_again_with("remind = 1 hour, 7 days\ncalendar = polite\n"
			 "[calendar polite]\nhours = Mon-Fri 09:00-17:00\n");
	look(NOON_AT + HOUR_S);
	/* From Sunday to Monday, 09:00 in Helsinki. */
	reminds(1, MONDAY_AT - 5 * HOUR_S, NOON_AT + 7 * DAY_S);
	look(NOON_AT + 7 * DAY_S);
	reminds(2, MONDAY_AT + 7 * DAY_S - 5 * HOUR_S, EXPIRES_AT);
}
END_TEST

START_TEST(two_that_would_leave_together_are_one)
{
	begin_again_with("remind = 1 hour, 2 hours, 3 days\n"
			 "calendar = polite\n"
			 "[calendar polite]\nhours = Mon-Fri 09:00-17:00\n");
	look(NOON_AT + HOUR_S);
	waits_until(NOON_AT + 2 * HOUR_S);
	skips(1,
	    "outside the hours until the next, or until nobody waits for an "
	    "answer");
	look(NOON_AT + 2 * HOUR_S);
	reminds(2, MONDAY_AT - 5 * HOUR_S, NOON_AT + 3 * DAY_S);
	/* The window opens when the next is due. */
	begin_again_with("remind = 1 hour, 19 hours\ncalendar = polite\n"
			 "[calendar polite]\nhours = Mon-Fri 09:00-17:00\n");
	look(NOON_AT + HOUR_S);
	waits_until(NOON_AT + 19 * HOUR_S);
	look(NOON_AT + 19 * HOUR_S);
	reminds(2, NOON_AT + 19 * HOUR_S, EXPIRES_AT);
}
END_TEST

START_TEST(a_window_that_opens_after_the_end_is_none)
{
	begin_again_with("remind = 7 days\n"
			 "calendar = polite\n"
			 "[calendar polite]\nhours = Mon-Fri 09:00-17:00\n");
	follow_up.expires_at = NOON_AT + 7 * DAY_S + 4 * HOUR_S;
	look(NOON_AT + 7 * DAY_S);
	waits_until(follow_up.expires_at);
}
END_TEST

START_TEST(a_text_keeps_the_hours_of_texts)
{
	begin_again_with("remind = 12 hours\nchannel = sms\n"
			 "[provider texts]\ntype = fake-texts\n"
			 "[sms]\ncountry = FI\nhours = 09:00-20:00\n");
	event.contact.phone = (char *)"+358401234567";
	follow_up.channel = CHANNEL_SMS;
	look(NOON_AT + 12 * HOUR_S);
	reminds(1, MONDAY_AT - 5 * HOUR_S, EXPIRES_AT);
}
END_TEST

static void
answered(gint64 at)
{
	follow_up.state = INVITATION_ANSWERED;
	follow_up.answered_at = at;
}

static void
nudges(gint64 due_at)
{
	ck_assert(step.put);
	ck_assert(!step.expire);
	ck_assert_int_eq(step.kind, MESSAGE_NUDGE);
	ck_assert_uint_eq(step.number, 0);
	ck_assert_int_eq(step.due_at, due_at);
	ck_assert_int_eq(step.next_look_at, 0);
}

START_TEST(who_gave_a_score_alone_is_nudged_once)
{
	answered(NOON_AT + DAY_S);
	look(NOON_AT + DAY_S);
	waits_until(NOON_AT + 3 * DAY_S);
	look(NOON_AT + 3 * DAY_S);
	nudges(NOON_AT + 3 * DAY_S);
	follow_up.nudged = TRUE;
	look(NOON_AT + 3 * DAY_S);
	waits_until(0);
	look(NOON_AT + 4 * DAY_S);
	waits_until(0);
}
END_TEST

START_TEST(who_gave_a_reason_is_not_nudged)
{
	answered(NOON_AT + DAY_S);
	follow_up.commented = TRUE;
	look(NOON_AT + 3 * DAY_S);
	waits_until(0);
	look(NOON_AT + DAY_S);
	waits_until(0);
}
END_TEST

START_TEST(a_nudge_after_the_end_or_too_late_is_none)
{
	answered(EXPIRES_AT - 2 * DAY_S);
	look(EXPIRES_AT - 2 * DAY_S);
	waits_until(0);
	answered(EXPIRES_AT + DAY_S);
	look(EXPIRES_AT + DAY_S);
	waits_until(0);
	answered(NOON_AT + DAY_S);
	look(NOON_AT + 4 * DAY_S + 1);
	waits_until(0);
	look(NOON_AT + 4 * DAY_S);
	nudges(NOON_AT + 3 * DAY_S);
}
END_TEST

START_TEST(without_a_time_for_it_nobody_is_nudged)
{
	begin_again_with("remind = 1 day\n");
	answered(NOON_AT + DAY_S);
	look(NOON_AT + DAY_S);
	waits_until(0);
}
END_TEST

START_TEST(a_nudge_is_put_into_its_window)
{
	begin_again_with("nudge = 1 hour\ncalendar = polite\n"
			 "[calendar polite]\nhours = Mon-Fri 09:00-17:00\n");
	answered(NOON_AT);
	look(NOON_AT + HOUR_S);
	nudges(MONDAY_AT - 5 * HOUR_S);
}
END_TEST

START_TEST(whatever_else_it_is_it_is_left_alone)
{
	for (guint state = 0; state < INVITATION_STATES; state++) {
		if (state == INVITATION_SENT || state == INVITATION_ANSWERED)
			continue;
		follow_up.state = (enum invitation_state)state;
		look(NOON_AT + 3 * DAY_S);
		waits_until(0);
		look(EXPIRES_AT + 1);
		waits_until(0);
	}
}
END_TEST

/* 00:00 UTC of the Thursday after; in Helsinki that day begins earlier. */
#define THURSDAY (NOON_AT - 12 * HOUR_S + 4 * DAY_S)
#define BACK_AT (THURSDAY - 2 * HOUR_S)

START_TEST(who_is_away_is_reminded_on_the_day_of_return)
{
	follow_up.away_until = THURSDAY;
	look(NOON_AT + DAY_S);
	waits_until(BACK_AT);
	look(BACK_AT - 1);
	waits_until(BACK_AT);
	/* One for the two that were missed. */
	look(BACK_AT);
	reminds(2, BACK_AT, NOON_AT + 7 * DAY_S);
	look(NOON_AT + 7 * DAY_S);
	reminds(3, NOON_AT + 7 * DAY_S, EXPIRES_AT);
}
END_TEST

START_TEST(the_day_of_return_begins_where_the_person_is)
{
	event.contact.timezone = (char *)"America/New_York";
	follow_up.away_until = THURSDAY;
	look(NOON_AT + DAY_S);
	waits_until(THURSDAY + 5 * HOUR_S);
}
END_TEST

START_TEST(the_day_of_return_has_its_hours_too)
{
	begin_again_with("remind = 1 day\ncalendar = polite\n"
			 "[calendar polite]\nhours = Mon-Fri 09:00-17:00\n");
	follow_up.away_until = THURSDAY;
	look(BACK_AT);
	reminds(1, THURSDAY + 7 * HOUR_S, EXPIRES_AT);
}
END_TEST

START_TEST(a_return_after_the_end_moves_no_end)
{
	follow_up.away_until = THURSDAY + 30 * DAY_S;
	look(NOON_AT + DAY_S);
	waits_until(EXPIRES_AT);
	look(EXPIRES_AT);
	ck_assert(step.expire);
	ck_assert(!step.put);
}
END_TEST

START_TEST(a_return_that_is_over_changes_nothing)
{
	follow_up.away_until = THURSDAY - 10 * DAY_S;
	look(NOON_AT + DAY_S);
	reminds(1, NOON_AT + DAY_S, NOON_AT + 3 * DAY_S);
}
END_TEST

START_TEST(who_is_away_is_nudged_on_the_day_of_return)
{
	answered(NOON_AT);
	follow_up.away_until = THURSDAY;
	look(NOON_AT + 2 * DAY_S);
	waits_until(BACK_AT);
	look(BACK_AT);
	nudges(BACK_AT);
	follow_up.nudged = FALSE;
	follow_up.away_until = THURSDAY + 30 * DAY_S;
	look(BACK_AT);
	waits_until(0);
}
END_TEST

/* Whenever we look, and however long one waits: what must hold of each step. */
static void
holds(gint64 now_at)
{
	const struct touchpoint *stay = settings_touchpoint(settings, "stay");
	g_autoptr(window) window = window_of(settings, stay, &event.contact,
	    CHANNEL_EMAIL);

	look(now_at);
	ck_assert_int_eq(step.expire, now_at >= EXPIRES_AT);
	ck_assert(step.next_look_at <= EXPIRES_AT);
	if (!step.put)
		return;
	ck_assert(!follow_up.waiting && !step.expire);
	ck_assert_uint_gt(step.number, follow_up.reminders);
	ck_assert_uint_le(step.number, stay->n_reminders);
	ck_assert(window_contains(window, step.due_at));
	ck_assert_int_ge(step.due_at,
	    NOON_AT + stay->remind_s[step.number - 1]);
	ck_assert_int_lt(step.due_at, EXPIRES_AT);
	ck_assert_int_le(now_at - step.due_at, stay->max_lateness_s);
	if (step.number < stay->n_reminders)
		ck_assert_int_lt(step.due_at,
		    NOON_AT + stay->remind_s[step.number]);
	follow_up.reminders = step.number;
}

START_TEST(whenever_we_look_no_two_are_put_for_one_time)
{
	g_autoptr(GRand) random = g_rand_new_with_seed((guint32)_i);
	gint32 hour = g_rand_int_range(random, 1, 40);
	g_autofree char *text = g_strdup_printf(
	    "remind = %d hours, %d hours, %d hours\nmax_lateness = %d hours\n"
	    "calendar = polite\n[calendar polite]\nhours = %s\n",
	    hour, hour + g_rand_int_range(random, 1, 90),
	    hour + 90 + g_rand_int_range(random, 1, 90),
	    g_rand_int_range(random, 1, 60),
	    g_rand_boolean(random) ? "Mon-Fri 09:00-17:00" : "22:00-02:00");
	guint ended = 0;

	begin_again_with(text);
	for (gint64 now_at = NOON_AT; ended == 0; now_at = step.next_look_at) {
		if (g_rand_boolean(random))
			now_at += g_rand_int_range(random, 0, 3 * DAY_S);
		follow_up.waiting = g_rand_int_range(random, 0, 4) == 0;
		holds(now_at);
		ended += step.expire;
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("follow_up");
	TCase *tcase = tcase_create("follow_up");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase,
	    each_reminder_comes_at_its_time_and_then_nobody_waits_any_more);
	tcase_add_test(tcase, a_look_too_many_changes_nothing);
	tcase_add_test(tcase,
	    without_reminders_the_end_is_all_that_is_waited_for);
	tcase_add_test(tcase, of_a_touchpoint_that_is_gone_nobody_is_reminded);
	tcase_add_test(tcase,
	    after_an_outage_the_last_that_is_due_stands_for_all);
	tcase_add_test(tcase,
	    what_is_too_late_is_left_out_and_the_next_comes_at_its_time);
	tcase_add_test(tcase, while_one_waits_to_leave_there_is_no_other);
	tcase_add_test(tcase, who_is_away_is_reminded_on_the_day_of_return);
	tcase_add_test(tcase, the_day_of_return_begins_where_the_person_is);
	tcase_add_test(tcase, the_day_of_return_has_its_hours_too);
	tcase_add_test(tcase, a_return_after_the_end_moves_no_end);
	tcase_add_test(tcase, a_return_that_is_over_changes_nothing);
	tcase_add_test(tcase, who_is_away_is_nudged_on_the_day_of_return);
	tcase_add_test(tcase, what_comes_after_the_end_never_comes);
	tcase_add_test(tcase, a_reminder_is_put_into_its_window);
	tcase_add_test(tcase, two_that_would_leave_together_are_one);
	tcase_add_test(tcase, a_window_that_opens_after_the_end_is_none);
	tcase_add_test(tcase, a_text_keeps_the_hours_of_texts);
	tcase_add_test(tcase, who_gave_a_score_alone_is_nudged_once);
	tcase_add_test(tcase, who_gave_a_reason_is_not_nudged);
	tcase_add_test(tcase, a_nudge_after_the_end_or_too_late_is_none);
	tcase_add_test(tcase, without_a_time_for_it_nobody_is_nudged);
	tcase_add_test(tcase, a_nudge_is_put_into_its_window);
	tcase_add_test(tcase, whatever_else_it_is_it_is_left_alone);
	tcase_add_loop_test(tcase, whenever_we_look_no_two_are_put_for_one_time,
	    0, 50);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
