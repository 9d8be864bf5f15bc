/*
 * test_store_follow_ups.c - what comes after an invitation has left: looks,
 * reminders and the nudge; none after an answer, an opt-out or a bounce.
 */
#include "store/journeys/suppressions.h"
#include "tests/unit/texted.h"

/* The only look that is due; to be freed. */
static struct follow_up *
look(gint64 now_at)
{
	g_autoptr(GPtrArray) due = NULL;

	world_ok(due = store_due_follow_ups(world.store, now_at, 10, &error));
	ck_assert_uint_eq(due->len, 1);
	return g_ptr_array_steal_index(due, 0);
}

/* What follows from it is put. */
static void
put(gint64 now_at, struct follow_up_step step)
{
	struct follow_up *follow_up = look(now_at);
	guint expired = 99;

	step.invitation_id = follow_up->invitation_id;
	step.look_at = follow_up->look_at;
	world_ok(store_put_follow_ups(world.store, &step, 1, now_at, &expired,
	    &error));
	balance_check(&world);
	follow_up_free(follow_up);
}

static void
remind(guint number, gint64 now_at, gint64 next_look_at)
{
	put(now_at,
	    (struct follow_up_step){ .put = TRUE,
		.kind = number == 0 ? MESSAGE_NUDGE : MESSAGE_REMINDER,
		.number = number,
		.due_at = now_at,
		.next_look_at = next_look_at });
}

/* Sent at one, and a reminder waits; its message is 2. */
static void
sent_and_reminded(void)
{
	world_sent(&world, "B-1", "a@example.com");
	remind(1, DUE_AT + DAY_S, DUE_AT + 2 * DAY_S);
}

static void
no_look(void)
{
	put(DUE_AT, (struct follow_up_step){ .next_look_at = DUE_AT + 9 });
	g_free(balance_text(&world, "DELETE FROM follow_up"));
}

/* Answered with a score alone, and a nudge waits; its message is 2. */
static void
answered_and_nudged(void)
{
	world_sent(&world, "B-1", "a@example.com");
	no_look();
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + HOUR_S);
	remind(0, DUE_AT + DAY_S, 0);
}

#define waiting_is(expected)                                                   \
	texted_is("SELECT coalesce(group_concat(kind || ':' || number), '')"   \
		  " FROM (SELECT m.kind, r.number FROM (" BALANCE_WAITING      \
		  ") w JOIN message m ON m.id = w.message_id JOIN reminder r"  \
		  " ON r.message_id = m.id ORDER BY m.id) x",                  \
	    expected)

START_TEST(what_left_is_looked_at_at_once)
{
	struct follow_up *follow_up;
	gint64 at = 0;

	world_sent(&world, "B-1", "a@example.com");
	world_ok(store_next_follow_up(world.store, &at, &error));
	ck_assert_int_eq(at, DUE_AT);
	follow_up = look(DUE_AT);
	ck_assert_int_eq(follow_up->invitation_id, 1);
	ck_assert_int_eq(follow_up->look_at, DUE_AT);
	ck_assert_str_eq(follow_up->touchpoint, "stay");
	ck_assert_int_eq(follow_up->state, INVITATION_SENT);
	ck_assert_int_eq(follow_up->channel, CHANNEL_EMAIL);
	ck_assert_int_eq(follow_up->sent_at, DUE_AT);
	ck_assert_int_eq(follow_up->expires_at, DUE_AT + 10 * DAY_S);
	ck_assert_int_eq(follow_up->answered_at, 0);
	ck_assert(!follow_up->commented && !follow_up->nudged);
	ck_assert_uint_eq(follow_up->reminders, 0);
	ck_assert(!follow_up->waiting);
	ck_assert_str_eq(follow_up->event->contact.email, "a@example.com");
	ck_assert_str_eq(follow_up->event->reference, "B-1");
	follow_up_free(follow_up);
}
END_TEST

START_TEST(an_answer_is_waited_for_from_when_it_left)
{
	struct follow_up *follow_up;
	gint64 message_id, attempt_id;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	g_free(balance_text(&world,
	    "UPDATE invitation SET answer_s = 345600"));
	message_id = world_claim_one(&world, DUE_AT + DAY_S);
	attempt_id = world_attempt(&world, message_id, DUE_AT + DAY_S);
	world_verdict(&world, message_id, attempt_id, VERDICT_SENT,
	    DUE_AT + DAY_S);
	follow_up = look(DUE_AT + DAY_S);
	ck_assert_int_eq(follow_up->expires_at, DUE_AT + 5 * DAY_S);
	follow_up_free(follow_up);
}
END_TEST

START_TEST(a_look_sees_what_was_put_and_what_waits)
{
	struct follow_up *follow_up;

	sent_and_reminded();
	follow_up = look(DUE_AT + 2 * DAY_S);
	ck_assert_uint_eq(follow_up->reminders, 1);
	ck_assert(follow_up->waiting);
	follow_up_free(follow_up);
	/* Of those before it nobody speaks any more. */
	remind(3, DUE_AT + 2 * DAY_S, DUE_AT + 3 * DAY_S);
	follow_up = look(DUE_AT + 3 * DAY_S);
	ck_assert_uint_eq(follow_up->reminders, 3);
	follow_up_free(follow_up);
}
END_TEST

START_TEST(a_look_that_was_done_is_not_done_again)
{
	const struct follow_up_step step = { .invitation_id = 1,
		.look_at = DUE_AT,
		.put = TRUE,
		.kind = MESSAGE_REMINDER,
		.number = 1,
		.due_at = DUE_AT };
	guint expired;

	world_sent(&world, "B-1", "a@example.com");
	put(DUE_AT, (struct follow_up_step){ .next_look_at = DUE_AT + 9 });
	world_ok(store_put_follow_ups(world.store, &step, 1, DUE_AT, &expired,
	    &error));
	waiting_is("");
}
END_TEST

START_TEST(a_reminder_that_is_skipped_says_why_and_is_put_no_more)
{
	world_sent(&world, "B-1", "a@example.com");
	put(DUE_AT,
	    (struct follow_up_step){ .skipped = "too late",
		.kind = MESSAGE_REMINDER,
		.number = 1,
		.due_at = DUE_AT,
		.next_look_at = DUE_AT + DAY_S });
	waiting_is("");
	texted_is("SELECT outcome || ': ' || detail FROM attempt"
		  " WHERE message_id = 2",
	    "dropped: too late");
	remind(1, DUE_AT + DAY_S, DUE_AT + 2 * DAY_S);
	waiting_is("");
	remind(2, DUE_AT + 2 * DAY_S, DUE_AT + 3 * DAY_S);
	waiting_is("reminder:2");
}
END_TEST

START_TEST(a_reminder_of_one_number_is_put_once)
{
	sent_and_reminded();
	remind(1, DUE_AT + 2 * DAY_S, DUE_AT + 3 * DAY_S);
	waiting_is("reminder:1");
}
END_TEST

START_TEST(a_reminder_is_leased_with_all_it_needs)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	sent_and_reminded();
	items = world_claim(&world, DUE_AT + DAY_S, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->message_id, 2);
	ck_assert_int_eq(item->kind, MESSAGE_REMINDER);
	ck_assert_int_eq(item->channel, CHANNEL_EMAIL);
	ck_assert_int_eq(item->invitation_id, 1);
	ck_assert_int_eq(item->follows_message_id, 1);
	ck_assert_uint_eq(item->number, 1);
	ck_assert_str_eq(item->touchpoint, "stay");
	ck_assert_int_eq(item->expires_at, DUE_AT + 10 * DAY_S);
	ck_assert_str_eq(item->event->reference, "B-1");
	ck_assert_int_eq(item->ready_at, DUE_AT + DAY_S);
	ck_assert(!item->pointless && !item->suppressed);
	ck_assert_ptr_nonnull(item->companions);
	ck_assert_ptr_null(item->asks);
	ck_assert_int_eq(item->score, -1);
}
END_TEST

START_TEST(a_nudge_is_leased_with_the_score)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	answered_and_nudged();
	items = world_claim(&world, DUE_AT + DAY_S, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->kind, MESSAGE_NUDGE);
	ck_assert_int_eq(item->score, 9);
	ck_assert_uint_eq(item->number, 0);
	ck_assert(!item->pointless);
}
END_TEST

/* The reminder, or nudge, is leased and committed; its attempt. */
static gint64
begin_it(void)
{
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + DAY_S), 2);
	return world_attempt(&world, 2, DUE_AT + DAY_S);
}

START_TEST(no_verdict_on_a_reminder_moves_the_invitation)
{
	static const char *const waits[] = { [VERDICT_SENT] = "",
		[VERDICT_RETRY] = "reminder:1",
		[VERDICT_FAILED] = "",
		[VERDICT_IN_DOUBT] = "" };
	gint64 attempt_id;

	sent_and_reminded();
	attempt_id = begin_it();
	ck_assert_int_gt(attempt_id, 0);
	balance_state_is(&world, 1, "sent");
	world_verdict(&world, 2, attempt_id, (enum verdict)_i,
	    DUE_AT + DAY_S);
	balance_state_is(&world, 1, "sent");
	waiting_is(waits[_i]);
	/* It is no ask, and was not sent twice. */
	texted_is("SELECT sent FROM " SENT_ROLLUP " x", "1");
	texted_is("SELECT count(*) FROM " ASKS, "0");
}
END_TEST

START_TEST(a_reminder_that_a_crash_left_open_is_in_doubt_and_not_repeated)
{
	guint returned, in_doubt;

	sent_and_reminded();
	ck_assert_int_gt(begin_it(), 0);
	world_reopen(&world);
	world_ok(world_recover(&world, DUE_AT + DAY_S, &returned,
	    &in_doubt, &error));
	ck_assert_uint_eq(in_doubt, 1);
	balance_state_is(&world, 1, "sent");
	waiting_is("");
	/* Nor if somebody says so, once it was answered. */
	world_takes(&world, REPLY_ANSWER, 1, 9, "fine", DUE_AT + DAY_S);
	world_ok(store_resolve(world.store, 2, RESOLVE_SEND_AGAIN, DAY,
	    DUE_AT + 2 * DAY_S, &error));
	waiting_is("");
}
END_TEST

#define dropped_is(expected)                                                   \
	texted_is("SELECT outcome || ': ' || detail FROM attempt"              \
		  " WHERE message_id = 2",                                     \
	    expected)

START_TEST(an_answer_ends_the_reminder)
{
	sent_and_reminded();
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + DAY_S);
	waiting_is("");
	dropped_is("dropped: the invitation is answered by now");
}
END_TEST

START_TEST(an_answer_ends_the_reminder_that_is_leased)
{
	sent_and_reminded();
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + DAY_S), 2);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + DAY_S);
	ck_assert_int_eq(world_attempt(&world, 2, DUE_AT + DAY_S), 0);
	dropped_is("dropped: the invitation is answered by now");
}
END_TEST

START_TEST(an_answer_that_comes_while_it_is_out_ends_its_next_try)
{
	gint64 attempt_id;

	sent_and_reminded();
	attempt_id = begin_it();
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + DAY_S);
	world_verdict(&world, 2, attempt_id, VERDICT_RETRY, DUE_AT + DAY_S);
	waiting_is("");
	texted_is("SELECT outcome FROM attempt WHERE message_id = 2"
		  " ORDER BY id DESC LIMIT 1",
	    "dropped");
}
END_TEST

START_TEST(a_bounce_an_opt_out_and_a_complaint_end_the_reminder)
{
	static const enum reply_kind kinds[] = { REPLY_BOUNCE, REPLY_OPT_OUT,
		REPLY_COMPLAINT };

	sent_and_reminded();
	world_takes(&world, kinds[_i], 1, 0, NULL, DUE_AT + DAY_S);
	waiting_is("");
}
END_TEST

START_TEST(the_end_of_waiting_ends_the_reminder)
{
	sent_and_reminded();
	put(DUE_AT + 10 * DAY_S, (struct follow_up_step){ .expire = TRUE });
	balance_state_is(&world, 1, "expired");
	waiting_is("");
	dropped_is("dropped: the invitation is expired by now");
}
END_TEST

START_TEST(a_cancellation_ends_the_reminder)
{
	sent_and_reminded();
	world_happens(&world, "cancellation", "B-1", "a@example.com",
	    DUE_AT + DAY_S);
	world_judge(&world, DUE_AT + DAY_S);
	balance_state_is(&world, 1, "sent");
	waiting_is("");
}
END_TEST

START_TEST(a_nudge_waits_on_though_it_is_answered)
{
	struct follow_up *follow_up;

	world_sent(&world, "B-1", "a@example.com");
	put(DUE_AT, (struct follow_up_step){ .next_look_at = DUE_AT + DAY_S });
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + HOUR_S);
	/* A score without a reason is looked at at once. */
	follow_up = look(DUE_AT + HOUR_S);
	ck_assert_int_eq(follow_up->state, INVITATION_ANSWERED);
	ck_assert_int_eq(follow_up->answered_at, DUE_AT + HOUR_S);
	ck_assert(!follow_up->commented);
	follow_up_free(follow_up);
	remind(0, DUE_AT + HOUR_S, 0);
	waiting_is("nudge:0");
	follow_up = look(DUE_AT + DAY_S);
	ck_assert(follow_up->nudged && follow_up->waiting);
	follow_up_free(follow_up);
}
END_TEST

START_TEST(a_score_with_a_reason_is_not_looked_at)
{
	world_sent(&world, "B-1", "a@example.com");
	no_look();
	world_takes(&world, REPLY_ANSWER, 1, 9, "the sauna", DUE_AT + HOUR_S);
	texted_is("SELECT count(*) FROM follow_up", "0");
}
END_TEST

START_TEST(the_reason_ends_the_nudge)
{
	answered_and_nudged();
	world_takes(&world, REPLY_COMMENT, 1, 0, "the sauna", DUE_AT + DAY_S);
	waiting_is("");
	dropped_is("dropped: the reason was given by now");
}
END_TEST

START_TEST(an_opt_out_ends_the_nudge)
{
	answered_and_nudged();
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "A@example.com",
	    "by hand", DUE_AT + DAY_S, &error));
	waiting_is("");
	dropped_is("dropped: by hand");
}
END_TEST

START_TEST(an_opt_out_of_texts_leaves_a_mail_alone)
{
	answered_and_nudged();
	world_ok(store_suppress(world.store, CHANNEL_SMS, ADA, "by hand",
	    DUE_AT + DAY_S, &error));
	waiting_is("nudge:0");
}
END_TEST

START_TEST(a_nudge_that_comes_after_the_reason_is_not_put)
{
	const struct follow_up_step step = { .invitation_id = 1,
		.look_at = DUE_AT + HOUR_S,
		.put = TRUE,
		.kind = MESSAGE_NUDGE,
		.due_at = DUE_AT + DAY_S };
	guint expired;

	world_sent(&world, "B-1", "a@example.com");
	no_look();
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + HOUR_S);
	world_takes(&world, REPLY_COMMENT, 1, 0, "why", DUE_AT + 2 * HOUR_S);
	world_ok(store_put_follow_ups(world.store, &step, 1, DUE_AT + DAY_S,
	    &expired, &error));
	waiting_is("");
}
END_TEST

START_TEST(a_reminder_before_an_attempt_ends_with_a_reason)
{
	const struct outbox_verdict late = { .message_id = 2,
		.verdict = VERDICT_EXPIRED,
		.detail = "too late" };

	sent_and_reminded();
	world_claim_one(&world, DUE_AT + DAY_S);
	world_ok(world_end_attempts(world.store, &late, 1, DUE_AT + DAY_S,
	    &error));
	balance_state_is(&world, 1, "sent");
	dropped_is("dropped: too late");
}
END_TEST

START_TEST(a_reminder_has_its_place_in_the_drip)
{
	const struct outbox_verdict later = { .message_id = 2,
		.verdict = VERDICT_RETRY,
		.next_at = DUE_AT + 2 * DAY_S,
		.planned = TRUE,
		.placed = TRUE };
	g_autoptr(GPtrArray) before = NULL, after = NULL, back = NULL;
	const struct neighbour *one;

	sent_and_reminded();
	world_claim_one(&world, DUE_AT + DAY_S);
	world_ok(world_end_attempts(world.store, &later, 1, DUE_AT + DAY_S,
	    &error));
	balance_check(&world);
	world_ok(before = store_pace(world.store, DUE_AT + 1, DUE_AT + 1,
	    &error));
	ck_assert_uint_eq(before->len, 1);
	one = before->pdata[0];
	ck_assert_str_eq(one->touchpoint, "stay");
	ck_assert_int_eq(one->at, DUE_AT + 2 * DAY_S);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + DAY_S);
	world_ok(back = store_places_given_back(world.store, &error));
	ck_assert_uint_eq(back->len, 1);
	world_ok(after = store_pace(world.store, DUE_AT + 1, DUE_AT + 1,
	    &error));
	ck_assert_uint_eq(after->len, 0);
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, what_left_is_looked_at_at_once);
	tcase_add_test(tcase, an_answer_is_waited_for_from_when_it_left);
	tcase_add_test(tcase, a_look_sees_what_was_put_and_what_waits);
	tcase_add_test(tcase, a_look_that_was_done_is_not_done_again);
	tcase_add_test(tcase,
	    a_reminder_that_is_skipped_says_why_and_is_put_no_more);
	tcase_add_test(tcase, a_reminder_of_one_number_is_put_once);
	tcase_add_test(tcase, a_reminder_is_leased_with_all_it_needs);
	tcase_add_test(tcase, a_nudge_is_leased_with_the_score);
	tcase_add_loop_test(tcase,
	    no_verdict_on_a_reminder_moves_the_invitation, VERDICT_SENT,
	    VERDICT_IN_DOUBT + 1);
	tcase_add_test(tcase,
	    a_reminder_that_a_crash_left_open_is_in_doubt_and_not_repeated);
	tcase_add_test(tcase, a_reminder_before_an_attempt_ends_with_a_reason);
	tcase_add_test(tcase, a_reminder_has_its_place_in_the_drip);
}

static void
add_ends(TCase *tcase)
{
	tcase_add_test(tcase, an_answer_ends_the_reminder);
	tcase_add_test(tcase, an_answer_ends_the_reminder_that_is_leased);
	tcase_add_test(tcase,
	    an_answer_that_comes_while_it_is_out_ends_its_next_try);
	tcase_add_loop_test(tcase,
	    a_bounce_an_opt_out_and_a_complaint_end_the_reminder, 0, 3);
	tcase_add_test(tcase, the_end_of_waiting_ends_the_reminder);
	tcase_add_test(tcase, a_cancellation_ends_the_reminder);
	tcase_add_test(tcase, a_nudge_waits_on_though_it_is_answered);
	tcase_add_test(tcase, a_score_with_a_reason_is_not_looked_at);
	tcase_add_test(tcase, the_reason_ends_the_nudge);
	tcase_add_test(tcase, an_opt_out_ends_the_nudge);
	tcase_add_test(tcase, an_opt_out_of_texts_leaves_a_mail_alone);
	tcase_add_test(tcase, a_nudge_that_comes_after_the_reason_is_not_put);
}

int
main(void)
{
	Suite *suite = suite_create("store_follow_ups");

	texted_add_case(suite, "follow-ups", add);
	texted_add_case(suite, "ends", add_ends);
	return unit_run(suite);
}
