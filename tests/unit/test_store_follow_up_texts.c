/*
 * test_store_follow_up_texts.c - a reminder or nudge by text goes on with the
 * talk of its invitation: it keeps the number, waits for others, and whose an
 * answer is stays clear.
 */
#include "tests/unit/texted.h"

#define SECOND_AT (DUE_AT + 3 * DAY_S) /* when the talk is long over */

static void
step_with(struct follow_up_step step, gint64 now_at)
{
	guint expired;

	g_free(balance_text(&world, "DELETE FROM follow_up"
	    " WHERE invitation_id = 1"));
	g_free(balance_text(&world, "INSERT INTO follow_up (look_at,"
	    " invitation_id) VALUES (1, 1)"));
	step.invitation_id = 1;
	step.look_at = 1;
	step.next_look_at = DUE_AT + 10 * DAY_S;
	world_ok(store_put_follow_ups(world.store, &step, 1, now_at, &expired,
	    &error));
	balance_check(&world);
}

static void
put(enum message_kind kind, guint number, gint64 now_at)
{
	step_with((struct follow_up_step){ .put = TRUE,
		      .kind = kind,
		      .number = number,
		      .due_at = now_at },
	    now_at);
}

static void
close_talks(gint64 now_at)
{
	guint closed;

	world_ok(store_close_conversations(world.store, now_at, 10, &closed,
	    &error));
	balance_check(&world);
}

/* Ada was asked at one, her talk is over, a reminder waits as message 2. */
static void
remind_ada(void)
{
	texted_ask_ada();
	close_talks(SECOND_AT);
	put(MESSAGE_REMINDER, 1, SECOND_AT);
}

static struct outbox_verdict
verdict_on(gint64 attempt_id, enum verdict kind)
{
	struct outbox_verdict verdict = texted_verdict_of(2, attempt_id, kind);

	verdict.next_at = SECOND_AT + HOUR_S;
	return verdict;
}

/* The invitation a text is of, and how the talk stands; 0: of none. */
static gint64
whose(gint64 written_at, enum conversation_step expected)
{
	struct conversation talk;
	gboolean found;
	gint64 id;

	world_ok(store_find_conversation(world.store, ADA, "texts", written_at,
	    &talk, &found, &error));
	if (!found)
		return 0;
	ck_assert_int_eq(talk.step, expected);
	id = talk.invitation_id;
	conversation_clear(&talk);
	return id;
}

#define talk_is(expected)                                                      \
	texted_is("SELECT step || ' ' || (asked_at - 1772370000) || ' ' ||"    \
		  " coalesce(CAST(asked_again_at - 1772370000 AS TEXT), '-')"  \
		  " || ' ' ||"                                                 \
		  " (closes_at - 1772370000) FROM conversation"                \
		  " WHERE invitation_id = 1",                                  \
	    expected)

START_TEST(a_reminder_opens_the_talk_again)
{
	remind_ada();
	talk_is("done 0 - 86400");
	ck_assert_int_eq(world_claim_one(&world, SECOND_AT), 2);
	talk_is("held 0 - 86400");
	/* Nobody is asked yet: what comes now is late, and counts. */
	ck_assert_int_eq(whose(SECOND_AT, CONVERSATION_DONE), 1);
	close_talks(SECOND_AT);
	talk_is("held 0 - 86400");
	ck_assert_int_gt(texted_begin_attempt(2, ADA, SECOND_AT), 0);
	talk_is("question 0 259200 345600");
	texted_end_attempt(verdict_on(2, VERDICT_SENT), SECOND_AT);
	balance_state_is(&world, 1, "sent");
	ck_assert_int_eq(whose(SECOND_AT + 9, CONVERSATION_QUESTION), 1);
	texted_ada_scores(9, SECOND_AT + 9);
	balance_state_is(&world, 1, "answered");
	texted_waiting_is("reason>" ADA);
}
END_TEST

START_TEST(a_nudge_opens_it_at_the_reason)
{
	texted_ask_ada();
	texted_ada_scores(9, DUE_AT + 60);
	ck_assert_int_eq(texted_send(ADA, "SM2", DUE_AT + 60), 2);
	close_talks(SECOND_AT);
	put(MESSAGE_NUDGE, 0, SECOND_AT);
	ck_assert_int_eq(world_claim_one(&world, SECOND_AT), 3);
	ck_assert_int_gt(texted_begin_attempt(3, ADA, SECOND_AT), 0);
	talk_is("reason 0 259200 345600");
	balance_state_is(&world, 1, "answered");
}
END_TEST

START_TEST(a_talk_that_is_open_goes_on_until_the_reminder_has_left)
{
	gint64 id = 2;

	texted_ask_ada();
	put(MESSAGE_REMINDER, 1, DUE_AT + HOUR_S);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + HOUR_S), 2);
	talk_is("question 0 - 86400");
	world_ok(store_return_leases(world.store, &id, 1, DUE_AT + HOUR_S,
	    &error));
	talk_is("question 0 - 86400");
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + HOUR_S), 2);
	ck_assert_int_gt(texted_begin_attempt(2, ADA, DUE_AT + HOUR_S), 0);
	talk_is("question 0 3600 90000");
}
END_TEST

START_TEST(what_is_given_back_holds_no_number)
{
	gint64 id = 2;

	remind_ada();
	world_claim_one(&world, SECOND_AT);
	world_ok(
	    store_return_leases(world.store, &id, 1, SECOND_AT, &error));
	talk_is("done 0 - 86400");
	ck_assert_uint_eq(texted_claimable(SECOND_AT), 1);
}
END_TEST

START_TEST(what_is_put_off_before_it_left_holds_no_number)
{
	struct outbox_verdict later = verdict_on(0, VERDICT_RETRY);

	remind_ada();
	world_claim_one(&world, SECOND_AT);
	later.provider = NULL;
	texted_end_attempt(later, SECOND_AT);
	talk_is("done 0 - 86400");
}
END_TEST

START_TEST(what_did_not_leave_asked_nobody_again)
{
	static const enum verdict kinds[] = { VERDICT_RETRY, VERDICT_FAILED };
	gint64 attempt_id;

	remind_ada();
	texted_invite("B-2", ADA, NULL, SECOND_AT - HOUR_S + 1);
	ck_assert_int_eq(world_claim_one(&world, SECOND_AT), 2);
	attempt_id = texted_begin_attempt(2, ADA, SECOND_AT);
	g_ptr_array_unref(world_claim(&world, SECOND_AT + 1, 0));
	texted_end_attempt(verdict_on(attempt_id, kinds[_i]), SECOND_AT + 5);
	talk_is("done 0 - 345600");
	/* The number is free for who waited in line; he is not late. */
	texted_is("SELECT ready_at - 1772370000 FROM message WHERE id = 3",
	    "259205");
	ck_assert_int_eq(world_claim_one(&world, SECOND_AT + 5), 3);
}
END_TEST

START_TEST(who_answers_what_did_not_leave_goes_on)
{
	gint64 attempt_id;

	remind_ada();
	world_claim_one(&world, SECOND_AT);
	attempt_id = texted_begin_attempt(2, ADA, SECOND_AT);
	/* Late, to the first question; he is asked why. */
	texted_ada_scores(9, SECOND_AT + 2);
	texted_end_attempt(verdict_on(attempt_id, VERDICT_RETRY),
	    SECOND_AT + 5);
	texted_waiting_is("reason>" ADA);
	ck_assert_int_eq(whose(SECOND_AT + 9, CONVERSATION_REASON), 1);
}
END_TEST

START_TEST(a_reminder_waits_in_line_for_another_talk)
{
	remind_ada();
	/* Asked before the reminder is due. */
	texted_invite("B-2", ADA, NULL, SECOND_AT - 2 * HOUR_S);
	{
		g_autoptr(GPtrArray) items = world_claim(&world,
		    SECOND_AT - HOUR_S, 1);
		const struct outbox_item *item = items->pdata[0];

		ck_assert_int_eq(item->invitation_id, 2);
		ck_assert_int_gt(texted_begin_attempt(3, ADA,
		    SECOND_AT - HOUR_S), 0);
	}
	g_ptr_array_unref(world_claim(&world, SECOND_AT, 0));
	texted_is("SELECT message_id FROM line", "2");
	/* An answer meanwhile ends it there. */
	texted_ada_scores(9, SECOND_AT + 2);
	texted_is("SELECT count(*) FROM line", "0");
	balance_state_is(&world, 1, "answered");
}
END_TEST

START_TEST(another_question_waits_in_line_for_a_reminder)
{
	remind_ada();
	texted_invite("B-2", ADA, NULL, SECOND_AT - HOUR_S + 1);
	ck_assert_int_eq(world_claim_one(&world, SECOND_AT), 2);
	g_ptr_array_unref(world_claim(&world, SECOND_AT + 1, 0));
	texted_is("SELECT message_id FROM line", "3");
	ck_assert_int_gt(texted_begin_attempt(2, ADA, SECOND_AT + 1), 0);
	texted_end_attempt(verdict_on(2, VERDICT_SENT), SECOND_AT + 1);
	close_talks(SECOND_AT + 1 + CONVERSATION_S);
	texted_is("SELECT count(*) FROM line", "0");
	ck_assert_int_eq(
	    world_claim_one(&world, SECOND_AT + 1 + CONVERSATION_S), 3);
}
END_TEST

START_TEST(after_a_crash_no_number_is_held)
{
	guint returned, in_doubt;

	remind_ada();
	texted_invite("B-2", ADA, NULL, SECOND_AT - HOUR_S + 1);
	world_claim_one(&world, SECOND_AT);
	g_ptr_array_unref(world_claim(&world, SECOND_AT + 1, 0));
	world_reopen(&world);
	world_ok(world_recover(&world, SECOND_AT + 60, &returned,
	    &in_doubt, &error));
	talk_is("done 0 - 86400");
	texted_is("SELECT count(*) FROM line", "0");
	texted_is("SELECT ready_at - 1772370000 FROM message WHERE id = 3",
	    "259260");
	ck_assert_int_eq(world_claim_one(&world, SECOND_AT + 60), 2);
}
END_TEST

/* Survey 2 is asked between the first question and the reminder. */
START_TEST(a_text_is_of_who_asked_last_when_it_was_written)
{
	texted_ask_ada();
	close_talks(DUE_AT + CONVERSATION_S);
	texted_invite("B-2", ADA, NULL, DUE_AT + DAY_S);
	ck_assert_int_eq(texted_send(ADA, "SM2", DUE_AT + DAY_S + HOUR_S), 2);
	close_talks(SECOND_AT);
	put(MESSAGE_REMINDER, 1, SECOND_AT);
	ck_assert_int_eq(texted_send(ADA, "SM3", SECOND_AT), 3);
	ck_assert_int_eq(whose(DUE_AT + HOUR_S, CONVERSATION_QUESTION), 1);
	ck_assert_int_eq(whose(SECOND_AT - 1, CONVERSATION_DONE), 2);
	ck_assert_int_eq(whose(SECOND_AT, CONVERSATION_QUESTION), 1);
}
END_TEST

START_TEST(who_says_stop_is_not_reminded)
{
	remind_ada();
	texted_stops(ADA, 1, FALSE, SECOND_AT);
	texted_waiting_is("stopped>" ADA);
	texted_is("SELECT outcome || ': ' || detail FROM attempt"
		  " WHERE message_id = 2",
	    "dropped: opt-out by text");
}
END_TEST

/* The gateway knows of it as the reminder comes. */
START_TEST(an_opt_out_at_the_gateway_is_of_the_number_that_was_reminded)
{
	struct outbox_verdict failed;

	remind_ada();
	world_claim_one(&world, SECOND_AT);
	failed = verdict_on(texted_begin_attempt(2, ADA, SECOND_AT),
	    VERDICT_FAILED);
	failed.opted_out = TRUE;
	texted_end_attempt(failed, SECOND_AT);
	texted_is("SELECT channel || ':' || address FROM suppression",
	    "sms:" ADA);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(an_unread_text_holds_a_reminder_back)
{
	struct outbox_attempt attempt = texted_attempt_of(2, ADA);

	remind_ada();
	world_claim_one(&world, SECOND_AT);
	texted_arrives("in", ADA, "9", SECOND_AT);
	world_ok(
	    world_begin_attempts(world.store, &attempt, 1, SECOND_AT, &error));
	ck_assert_int_eq(attempt.refusal, REFUSAL_UNREAD);
	balance_check(&world);
}
END_TEST

START_TEST(a_report_that_it_left_ends_its_next_try)
{
	const struct delivery_report found = { .state = DELIVERY_SENT };

	remind_ada();
	world_claim_one(&world, SECOND_AT);
	texted_end_attempt(verdict_on(texted_begin_attempt(2, ADA, SECOND_AT),
	    VERDICT_IN_DOUBT), SECOND_AT);
	world_ok(store_settle_doubt(world.store, 2, &found, CHANNEL_NONE, DAY,
	    SECOND_AT + 60, &error));
	balance_check(&world);
	texted_is("SELECT outcome FROM attempt WHERE message_id = 2",
	    "accepted");
	balance_state_is(&world, 1, "sent");
	texted_waiting_is("");
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, a_reminder_opens_the_talk_again);
	tcase_add_test(tcase, a_nudge_opens_it_at_the_reason);
	tcase_add_test(tcase,
	    a_talk_that_is_open_goes_on_until_the_reminder_has_left);
	tcase_add_test(tcase, what_is_given_back_holds_no_number);
	tcase_add_test(tcase, what_is_put_off_before_it_left_holds_no_number);
	tcase_add_loop_test(tcase, what_did_not_leave_asked_nobody_again, 0, 2);
	tcase_add_test(tcase, who_answers_what_did_not_leave_goes_on);
	tcase_add_test(tcase, a_reminder_waits_in_line_for_another_talk);
	tcase_add_test(tcase, another_question_waits_in_line_for_a_reminder);
	tcase_add_test(tcase, after_a_crash_no_number_is_held);
	tcase_add_test(tcase, a_text_is_of_who_asked_last_when_it_was_written);
	tcase_add_test(tcase, who_says_stop_is_not_reminded);
	tcase_add_test(tcase,
	    an_opt_out_at_the_gateway_is_of_the_number_that_was_reminded);
	tcase_add_test(tcase, an_unread_text_holds_a_reminder_back);
	tcase_add_test(tcase, a_report_that_it_left_ends_its_next_try);
}

int
main(void)
{
	Suite *suite = suite_create("store_follow_up_texts");

	texted_add_case(suite, "texts", add);
	return unit_run(suite);
}
