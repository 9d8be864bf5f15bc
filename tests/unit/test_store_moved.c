/*
 * test_store_moved.c - an event that is known has another time: what is
 * scheduled for it is judged again, what has left or ended stays.
 */
#include "store/journeys/suppressions.h"
#include "tests/unit/texted.h"

#define AGAIN "its event has moved; it is judged again then"

static enum event_outcome
tell(const char *reference, gint64 occurred_at, gboolean movable, gint64 now_at)
{
	g_autoptr(event) event = world_event("booking", reference,
	    "a@example.com", occurred_at);
	struct event *one[] = { event };
	enum event_outcome outcome;

	event->movable = movable;
	world_ok(store_put_events(world.store, one, 1, now_at, &outcome,
	    &error));
	balance_check(&world);
	return outcome;
}

static void
move(gint64 occurred_at, gint64 now_at)
{
	ck_assert_int_eq(tell("B-1", occurred_at, TRUE, now_at), EVENT_MOVED);
}

#define intake_is(expected)                                                    \
	texted_is("SELECT coalesce(group_concat(event_id || '@' ||"            \
		  " (occurred_at - 1772366400)), '') FROM intake",             \
	    expected)
#define stands(expected)                                                       \
	texted_is("SELECT state || ': ' || coalesce(reason, '-') FROM"         \
		  " invitation_state WHERE invitation_id = 1",                 \
	    expected)

START_TEST(the_same_time_again_is_no_move)
{
	ck_assert_int_eq(tell("B-1", NOON_AT, TRUE, NOON_AT), EVENT_NEW);
	ck_assert_int_eq(tell("B-1", NOON_AT, TRUE, NOON_AT), EVENT_KNOWN);
	intake_is("1@0");
}
END_TEST

START_TEST(who_says_nothing_of_moving_keeps_the_first_time)
{
	tell("B-1", NOON_AT, TRUE, NOON_AT);
	ck_assert_int_eq(tell("B-1", NOON_AT + 9, FALSE, NOON_AT),
	    EVENT_KNOWN);
	intake_is("1@0");
}
END_TEST

START_TEST(one_that_nobody_has_judged_waits_at_its_new_time)
{
	tell("B-1", NOON_AT + DAY_S, TRUE, NOON_AT);
	move(NOON_AT + 2 * DAY_S, NOON_AT);
	intake_is("1@172800");
	move(NOON_AT + HOUR_S, NOON_AT);
	intake_is("1@3600");
	texted_is("SELECT occurred_at FROM event", "1772370000");
}
END_TEST

START_TEST(what_is_scheduled_is_judged_again)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	move(NOON_AT + DAY_S, NOON_AT + 60);
	stands("scheduled: " AGAIN);
	g_ptr_array_unref(world_claim(&world, DUE_AT, 0));
	ck_assert_uint_eq(world_judge(&world, NOON_AT + DAY_S - 1), 0);
	ck_assert_uint_eq(world_judge(&world, NOON_AT + DAY_S), 1);
	stands("scheduled: -");
	intake_is("");
	texted_is("SELECT count(*) || '/' || min(planned_at - 1772370000)"
		  " || '/' || min(expires_at - planned_at) FROM invitation",
	    "1/86400/864000");
	items = world_claim(&world, DUE_AT + DAY_S, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->invitation_id, 1);
	ck_assert_int_eq(item->ready_at, DUE_AT + DAY_S);
	ck_assert_int_gt(
	    world_attempt(&world, item->message_id, DUE_AT + DAY_S), 0);
	balance_state_is(&world, 1, "sending");
}
END_TEST

START_TEST(it_may_move_again_before_it_is_judged)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	move(NOON_AT + DAY_S, NOON_AT + 60);
	move(NOON_AT + 2 * DAY_S, NOON_AT + 70);
	intake_is("1@172800");
	stands("scheduled: " AGAIN);
	world_judge(&world, NOON_AT + 2 * DAY_S);
	stands("scheduled: -");
}
END_TEST

START_TEST(a_lease_of_what_has_moved_is_withdrawn)
{
	gint64 message_id;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	message_id = world_claim_one(&world, DUE_AT);
	move(NOON_AT + DAY_S, DUE_AT);
	ck_assert_int_eq(world_attempt(&world, message_id, DUE_AT), 0);
	world_verdict(&world, message_id, 0, VERDICT_RETRY, DUE_AT);
	stands("scheduled: " AGAIN);
	g_ptr_array_unref(world_claim(&world, DUE_AT + DAY_S, 0));
}
END_TEST

START_TEST(the_number_of_a_lease_that_has_moved_is_free)
{
	texted_invite("B-1", ADA, "a@example.com", NOON_AT);
	texted_invite("B-2", ADA, "a@example.com", NOON_AT + 60);
	world_claim_one(&world, DUE_AT + 60);
	texted_is("SELECT count(*) FROM line", "1");
	move(NOON_AT + DAY_S, DUE_AT + 60);
	texted_is("SELECT count(*) FROM line", "0");
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + 70), 2);
}
END_TEST

START_TEST(what_has_left_or_ended_stays)
{
	static const char *const states[] = { "sending", "sent", "in doubt",
		"failed", "answered" };
	gint64 message_id, attempt_id;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	message_id = world_claim_one(&world, DUE_AT);
	attempt_id = world_attempt(&world, message_id, DUE_AT);
	if (_i > 0)
		world_verdict(&world, message_id, attempt_id,
		    _i == 2	? VERDICT_IN_DOUBT :
			_i == 3 ? VERDICT_FAILED :
				  VERDICT_SENT,
		    DUE_AT);
	if (_i == 4)
		world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + 60);
	move(NOON_AT + DAY_S, DUE_AT + 60);
	balance_state_is(&world, 1, states[_i]);
	world_judge(&world, NOON_AT + DAY_S);
	balance_state_is(&world, 1, states[_i]);
	g_ptr_array_unref(world_claim(&world, DUE_AT + 9 * DAY_S, 0));
	texted_is("SELECT count(*) FROM invitation", "1");
}
END_TEST

START_TEST(what_is_out_while_it_moves_waits_for_its_next_try_as_it_was)
{
	gint64 message_id, attempt_id;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	message_id = world_claim_one(&world, DUE_AT);
	attempt_id = world_attempt(&world, message_id, DUE_AT);
	move(NOON_AT + DAY_S, DUE_AT);
	world_verdict(&world, message_id, attempt_id, VERDICT_RETRY, DUE_AT);
	stands("scheduled: said so");
	world_judge(&world, NOON_AT + DAY_S);
	stands("scheduled: said so");
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + DAY_S), message_id);
}
END_TEST

/* The event is due; its judgement knows this invitation, or none. */
static void
judge(const char *touchpoint, enum invitation_state state, gint64 now_at)
{
	g_autoptr(GPtrArray) due = NULL;
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	struct intake *intake;

	world_ok(due = store_due_events(world.store, now_at, 9, &error));
	ck_assert_uint_eq(due->len, 1);
	intake = world_intake(due->pdata[0]);
	if (touchpoint != NULL)
		world_plan(intake, touchpoint, state, now_at + HOUR_S);
	g_ptr_array_add(intakes, intake);
	world_ok(store_put_intakes(world.store, intakes, now_at, &error));
	balance_check(&world);
}

START_TEST(the_new_judgement_may_be_that_it_ends)
{
	static const enum invitation_state states[] = { INVITATION_CANCELLED,
		INVITATION_EXPIRED, INVITATION_SUPPRESSED };

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	move(NOON_AT + DAY_S, NOON_AT + 60);
	judge("stay", states[_i], NOON_AT + DAY_S);
	balance_state_is(&world, 1, invitation_state_name(states[_i]));
	texted_is("SELECT reason FROM invitation_state", "planned so");
	g_ptr_array_unref(world_claim(&world, DUE_AT + 9 * DAY_S, 0));
}
END_TEST

START_TEST(what_the_new_judgement_does_not_know_is_cancelled)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	move(NOON_AT + DAY_S, NOON_AT + 60);
	judge("another", INVITATION_SCHEDULED, NOON_AT + DAY_S);
	balance_state_is(&world, 1, "cancelled");
	balance_state_is(&world, 2, "scheduled");
}
END_TEST

START_TEST(a_cancellation_reaches_what_is_to_be_judged_again)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	move(NOON_AT + DAY_S, NOON_AT + 60);
	world_happens(&world, "cancellation", "B-1", "a@example.com",
	    NOON_AT + 90);
	world_judge(&world, NOON_AT + 90);
	stands("cancelled: cancelled");
	world_judge(&world, NOON_AT + DAY_S);
	stands("cancelled: cancelled");
}
END_TEST

START_TEST(an_opt_out_reaches_what_is_to_be_judged_again)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	move(NOON_AT + DAY_S, NOON_AT + 60);
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "a@example.com",
	    "by hand", NOON_AT + 90, &error));
	stands("suppressed: by hand");
}
END_TEST

START_TEST(a_judgement_on_the_old_time_does_nothing)
{
	g_autoptr(GPtrArray) due = NULL;
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	struct intake *intake;

	tell("B-1", NOON_AT, TRUE, NOON_AT);
	world_ok(due = store_due_events(world.store, NOON_AT, 9, &error));
	intake = world_intake(due->pdata[0]);
	world_plan(intake, "stay", INVITATION_SCHEDULED, DUE_AT);
	g_ptr_array_add(intakes, intake);
	move(NOON_AT + DAY_S, NOON_AT);
	world_ok(store_put_intakes(world.store, intakes, NOON_AT, &error));
	texted_is("SELECT count(*) FROM invitation", "0");
	intake_is("1@86400");
}
END_TEST

START_TEST(the_kept_moment_of_what_moves_is_given_back)
{
	const struct outbox_verdict later = { .message_id = 1,
		.verdict = VERDICT_RETRY,
		.next_at = DUE_AT + DAY_S,
		.planned = TRUE,
		.placed = TRUE };
	g_autoptr(GPtrArray) back = NULL;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_claim_one(&world, DUE_AT);
	world_ok(world_end_attempts(world.store, &later, 1, DUE_AT, &error));
	move(NOON_AT + DAY_S, DUE_AT);
	world_ok(back = store_places_given_back(world.store, &error));
	ck_assert_uint_eq(back->len, 1);
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, the_same_time_again_is_no_move);
	tcase_add_test(tcase, who_says_nothing_of_moving_keeps_the_first_time);
	tcase_add_test(tcase, one_that_nobody_has_judged_waits_at_its_new_time);
	tcase_add_test(tcase, what_is_scheduled_is_judged_again);
	tcase_add_test(tcase, it_may_move_again_before_it_is_judged);
	tcase_add_test(tcase, a_lease_of_what_has_moved_is_withdrawn);
	tcase_add_test(tcase, the_number_of_a_lease_that_has_moved_is_free);
	tcase_add_loop_test(tcase, what_has_left_or_ended_stays, 0, 5);
	tcase_add_test(tcase,
	    what_is_out_while_it_moves_waits_for_its_next_try_as_it_was);
	tcase_add_loop_test(tcase, the_new_judgement_may_be_that_it_ends, 0, 3);
	tcase_add_test(tcase,
	    what_the_new_judgement_does_not_know_is_cancelled);
	tcase_add_test(tcase,
	    a_cancellation_reaches_what_is_to_be_judged_again);
	tcase_add_test(tcase, an_opt_out_reaches_what_is_to_be_judged_again);
	tcase_add_test(tcase, a_judgement_on_the_old_time_does_nothing);
	tcase_add_test(tcase, the_kept_moment_of_what_moves_is_given_back);
}

int
main(void)
{
	Suite *suite = suite_create("store_moved");

	texted_add_case(suite, "moved", add);
	return unit_run(suite);
}
