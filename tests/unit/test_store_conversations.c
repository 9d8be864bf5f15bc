/*
 * test_store_conversations.c - one talk at a time on a number: who is asked,
 * who waits in line, and whose a text is.
 */
#include "tests/unit/texted.h"

static void
find(const char *number, const char *provider, gint64 written_at,
    struct conversation *talk, gboolean *found)
{
	world_ok(store_find_conversation(world.store, number, provider,
	    written_at, talk, found, &error));
}

/* The invitation a text is of; 0: of none. */
static gint64
whose(const char *number, const char *provider, gint64 written_at)
{
	struct conversation talk;
	gboolean found;
	gint64 id;

	find(number, provider, written_at, &talk, &found);
	id = found ? talk.invitation_id : 0;
	conversation_clear(&talk);
	return id;
}

static guint
close_talks(gint64 now_at)
{
	guint closed = 99;

	world_ok(store_close_conversations(world.store, now_at, 100, &closed,
	    &error));
	balance_check(&world);
	return closed;
}

static gint64
next_closing(void)
{
	gint64 at = 0;

	world_ok(store_next_closing(world.store, &at, &error));
	return at;
}

/* Two invitations of one number that are due at once. */
static void
invite_two(void)
{
	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	texted_invite("B-2", ADA, "eve@example.com", NOON_AT);
}

START_TEST(who_is_asked_is_in_a_talk_from_the_attempt_on)
{
	struct conversation talk;
	gboolean found = TRUE;
	gint64 message_id, attempt_id;

	texted_invite("B-1", ADA, NULL, NOON_AT);
	message_id = world_claim_one(&world, DUE_AT);
	find(ADA, "texts", DUE_AT, &talk, &found);
	ck_assert(!found);
	ck_assert_int_eq(next_closing(), G_MAXINT64);
	attempt_id = texted_begin_attempt(message_id, ADA, DUE_AT + 5);
	ck_assert_int_gt(attempt_id, 0);
	find(ADA, "texts", DUE_AT + 9, &talk, &found);
	ck_assert(found);
	ck_assert_int_eq(talk.invitation_id, 1);
	ck_assert_str_eq(talk.touchpoint, "stay");
	ck_assert_int_eq(talk.asked_at, DUE_AT + 5);
	ck_assert_int_eq(talk.closes_at, DUE_AT + 5 + CONVERSATION_S);
	ck_assert_int_eq(talk.step, CONVERSATION_QUESTION);
	ck_assert_int_eq(talk.score, -1);
	ck_assert(!talk.reprompted && !talk.said_before);
	ck_assert_int_eq(next_closing(), DUE_AT + 5 + CONVERSATION_S);
	conversation_clear(&talk);
	ck_assert_int_eq(whose(BOB, "texts", DUE_AT + 9), 0);
}
END_TEST

START_TEST(of_two_claimed_at_once_on_one_number_the_second_stands_in_line)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	invite_two();
	texted_invite("B-3", BOB, NULL, NOON_AT);
	items = world_claim(&world, DUE_AT, 2);
	item = items->pdata[0];
	ck_assert_int_eq(item->invitation_id, 1);
	item = items->pdata[1];
	ck_assert_int_eq(item->invitation_id, 3);
	balance_state_is(&world, 2, "scheduled");
	texted_is("SELECT group_concat(message_id) FROM line", "2");
	texted_is("SELECT reason FROM invitation_state"
		  " WHERE invitation_id = 2",
	    "waits until another survey by text on the number is over");
}
END_TEST

START_TEST(who_stands_in_line_is_asked_when_the_talk_is_done)
{
	const struct texted_meaning thanks = { .number = ADA,
		.kind = REPLY_COMMENT,
		.invitation_id = 1,
		.comment = "clean",
		.text = { .counts = TRUE,
		    .step = CONVERSATION_DONE,
		    .answer = MESSAGE_INVITATION } };

	invite_two();
	texted_invite("B-3", ADA, "joe@example.com", NOON_AT - 9);
	/* The third was due before the others. */
	ck_assert_int_eq(texted_send(ADA, NULL, DUE_AT), 3);
	texted_is("SELECT count(*) FROM line", "2");
	ck_assert_uint_eq(texted_claimable(DUE_AT + DAY_S / 2), 0);
	texted_says("9",
	    &(struct texted_meaning){ .number = ADA,
		.kind = REPLY_ANSWER,
		.invitation_id = 3,
		.score = 9,
		.text = { .counts = TRUE, .step = CONVERSATION_REASON } },
	    DUE_AT + 60);
	texted_is("SELECT count(*) FROM line", "2");
	texted_says("clean",
	    &(struct texted_meaning){ .number = ADA,
		.kind = REPLY_COMMENT,
		.invitation_id = 3,
		.comment = "clean",
		.text = thanks.text },
	    DUE_AT + 70);
	texted_is("SELECT count(*) FROM line", "0");
	/* First come, first asked; the other is in line again. */
	ck_assert_int_eq(texted_send(ADA, NULL, DUE_AT + 80), 1);
	texted_is("SELECT group_concat(message_id) FROM line", "2");
}
END_TEST

START_TEST(a_talk_ends_with_its_time_and_frees_the_number)
{
	invite_two();
	ck_assert_int_eq(texted_send(ADA, NULL, DUE_AT), 1);
	ck_assert_uint_eq(close_talks(DUE_AT + CONVERSATION_S - 1), 0);
	ck_assert_uint_eq(close_talks(DUE_AT + CONVERSATION_S), 1);
	ck_assert_int_eq(next_closing(), G_MAXINT64);
	ck_assert_uint_eq(close_talks(DUE_AT + CONVERSATION_S), 0);
	ck_assert_int_eq(texted_send(ADA, NULL, DUE_AT + CONVERSATION_S), 2);
}
END_TEST

START_TEST(a_late_answer_is_of_the_survey_it_was_asked_in)
{
	invite_two();
	texted_send(ADA, NULL, DUE_AT);
	close_talks(DUE_AT + CONVERSATION_S);
	texted_send(ADA, NULL, DUE_AT + CONVERSATION_S);
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT + CONVERSATION_S - 1), 1);
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT + CONVERSATION_S), 2);
	/* Not by the texts we send from: the last all the same. */
	ck_assert_int_eq(whose(ADA, "other", DUE_AT + CONVERSATION_S), 2);
	/* A clock behind ours. */
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT - 1), 1);
}
END_TEST

START_TEST(who_was_asked_by_another_gateway_answers_that_one)
{
	struct outbox_attempt attempt;
	struct outbox_verdict sent;

	invite_two();
	texted_send(ADA, NULL, DUE_AT);
	close_talks(DUE_AT + CONVERSATION_S);
	attempt = texted_attempt_of(world_claim_one(&world,
					DUE_AT + CONVERSATION_S),
	    ADA);
	attempt.provider = "backup";
	world_ok(world_begin_attempts(world.store, &attempt, 1,
	    DUE_AT + CONVERSATION_S, &error));
	sent = texted_verdict_of(2, attempt.attempt_id, VERDICT_SENT);
	texted_end_attempt(sent, DUE_AT + CONVERSATION_S);
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT + 2 * CONVERSATION_S), 1);
	ck_assert_int_eq(whose(ADA, "backup", DUE_AT + 2 * CONVERSATION_S), 2);
}
END_TEST

START_TEST(a_lease_given_back_frees_its_number)
{
	gint64 id = 1;

	invite_two();
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
	texted_is("SELECT count(*) FROM line", "1");
	world_ok(store_return_leases(world.store, &id, 1, DUE_AT, &error));
	texted_is("SELECT count(*) FROM line", "0");
	texted_is("SELECT count(*) FROM conversation", "0");
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
}
END_TEST

START_TEST(after_a_crash_no_number_is_reserved_and_nobody_stands_in_line)
{
	guint returned, in_doubt;

	invite_two();
	world_claim_one(&world, DUE_AT);
	world_reopen(&world);
	world_ok(world_recover(&world, DUE_AT + 5, &returned, &in_doubt,
	    &error));
	ck_assert_uint_eq(returned, 1);
	texted_is("SELECT count(*) FROM line", "0");
	texted_is("SELECT count(*) FROM conversation", "0");
	texted_is("SELECT count(*) FROM due", "2");
}
END_TEST

START_TEST(after_a_crash_in_an_attempt_the_number_stays_taken)
{
	guint returned, in_doubt;

	invite_two();
	ck_assert_int_gt(texted_begin_attempt(world_claim_one(&world, DUE_AT),
			     ADA, DUE_AT),
	    0);
	world_reopen(&world);
	world_ok(world_recover(&world, DUE_AT + 5, &returned, &in_doubt,
	    &error));
	ck_assert_uint_eq(in_doubt, 1);
	balance_state_is(&world, 1, "in doubt");
	texted_is("SELECT group_concat(message_id) FROM line", "2");
	/* It may be out: who answers it answers it. */
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT + 60), 1);
	close_talks(DUE_AT + CONVERSATION_S);
	ck_assert_int_eq(texted_send(ADA, NULL, DUE_AT + CONVERSATION_S), 2);
}
END_TEST

START_TEST(what_was_deferred_has_asked_nobody)
{
	struct outbox_verdict later;
	gint64 attempt_id;

	invite_two();
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
	attempt_id = texted_begin_attempt(1, ADA, DUE_AT);
	later = texted_verdict_of(1, attempt_id, VERDICT_RETRY);
	later.next_at = DUE_AT + 600;
	texted_end_attempt(later, DUE_AT + 1);
	texted_is("SELECT count(*) FROM conversation", "0");
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT + 60), 0);
	/* The other is asked meanwhile; then this one waits. */
	ck_assert_int_eq(texted_send(ADA, NULL, DUE_AT + 2), 2);
	ck_assert_uint_eq(texted_claimable(DUE_AT + 600), 0);
	texted_is("SELECT group_concat(message_id) FROM line", "1");
}
END_TEST

START_TEST(what_waits_for_its_hour_says_why_and_holds_no_number)
{
	struct outbox_verdict later = texted_verdict_of(1, 0, VERDICT_RETRY);

	invite_two();
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
	later.provider = NULL;
	later.detail = "it is night there";
	later.next_at = DUE_AT + 9 * HOUR_S;
	texted_end_attempt(later, DUE_AT);
	texted_is("SELECT state || ': ' || reason FROM invitation_state"
		  " WHERE invitation_id = 1",
	    "scheduled: it is night there");
	texted_is("SELECT count(*) FROM attempt", "0");
	texted_is("SELECT count(*) FROM conversation", "0");
	texted_is("SELECT count(*) FROM line", "0");
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 2);
}
END_TEST

START_TEST(who_is_sent_a_second_text_after_a_doubt_is_in_the_same_talk)
{
	gint64 attempt_id;

	texted_invite("B-1", ADA, NULL, NOON_AT);
	attempt_id = texted_begin_attempt(world_claim_one(&world, DUE_AT), ADA,
	    DUE_AT);
	texted_end_attempt(texted_verdict_of(1, attempt_id, VERDICT_IN_DOUBT),
	    DUE_AT);
	world_ok(store_resolve(world.store, 1, RESOLVE_SEND_AGAIN, DAY,
	    DUE_AT + 60, &error));
	balance_state_is(&world, 1, "scheduled");
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT + 61), 1);
	texted_send(ADA, NULL, DUE_AT + 90);
	ck_assert_int_eq(whose(ADA, "texts", DUE_AT + 5), 1);
	texted_is("SELECT asked_at || ' ' || closes_at FROM conversation",
	    "1772370000 1772456490");
}
END_TEST

/* Ways in which the one who has the number ends; Eve then has her turn. */
static void
cancel(void)
{
	world_happens(&world, "cancellation", "B-1", "ada@example.com",
	    DUE_AT + 1);
	world_judge(&world, DUE_AT + 1);
}

static void
refuse(void)
{
	texted_end_attempt(texted_verdict_of(1, 0, VERDICT_FAILED), DUE_AT + 1);
}

static void
reject(void)
{
	gint64 id = texted_begin_attempt(1, ADA, DUE_AT);

	texted_end_attempt(texted_verdict_of(1, id, VERDICT_FAILED),
	    DUE_AT + 1);
}

static void
fall_back(void)
{
	struct outbox_verdict verdict = texted_verdict_of(1,
	    texted_begin_attempt(1, ADA, DUE_AT), VERDICT_FAILED);

	verdict.fall_back = CHANNEL_EMAIL;
	texted_end_attempt(verdict, DUE_AT + 1);
}

static void
expire(void)
{
	gint64 id = texted_begin_attempt(1, ADA, DUE_AT);
	guint expired;

	texted_end_attempt(texted_verdict_of(1, id, VERDICT_SENT), DUE_AT);
	expired = world_expire(&world, DUE_AT + 10 * DAY_S, 10);
	ck_assert_uint_eq(expired, 1);
}

static void
answer_by_mail(void)
{
	gint64 id = texted_begin_attempt(1, ADA, DUE_AT);

	texted_end_attempt(texted_verdict_of(1, id, VERDICT_SENT), DUE_AT);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + 9);
}

static const struct {
	void (*end)(void);
	const char *state;
} ends[] = {
	{ cancel, "cancelled" },
	{ refuse, "failed" },
	{ reject, "failed" },
	{ fall_back, "scheduled" },
	{ expire, "expired" },
	{ answer_by_mail, "answered" },
};

START_TEST(however_the_one_who_is_asked_ends_the_next_has_his_turn)
{
	g_autoptr(GPtrArray) items = NULL;
	gboolean found = FALSE;

	invite_two();
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
	texted_is("SELECT count(*) FROM line", "1");
	ends[_i].end();
	balance_state_is(&world, 1, ends[_i].state);
	texted_is("SELECT count(*) FROM line", "0");
	world_ok(items = store_claim(world.store, DUE_AT + 1, 9, NULL, &error));
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = items->pdata[i];

		found |= item->invitation_id == 2;
	}
	ck_assert(found);
}
END_TEST

START_TEST(who_is_cancelled_in_line_leaves_it)
{
	invite_two();
	texted_send(ADA, NULL, DUE_AT);
	texted_is("SELECT count(*) FROM line", "1");
	world_happens(&world, "cancellation", "B-2", "eve@example.com",
	    DUE_AT + 1);
	world_judge(&world, DUE_AT + 1);
	balance_state_is(&world, 2, "cancelled");
	texted_is("SELECT count(*) FROM line", "0");
	close_talks(DUE_AT + CONVERSATION_S);
	ck_assert_uint_eq(texted_claimable(DUE_AT + CONVERSATION_S), 0);
}
END_TEST

START_TEST(a_number_that_changes_while_leased_is_asked_once_only)
{
	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	texted_invite("B-2", BOB, "bob@example.com", NOON_AT);
	g_ptr_array_unref(world_claim(&world, DUE_AT, 2));
	/* What was composed for Ada goes to Bob's number after all. */
	ck_assert_int_gt(texted_begin_attempt(2, BOB, DUE_AT), 0);
	ck_assert_int_eq(texted_begin_attempt(1, BOB, DUE_AT), 0);
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT phone || ' ' || message_id FROM line", BOB " 1");
}
END_TEST

START_TEST(two_processes_that_claim_at_once_ask_one)
{
	g_autoptr(store) other = NULL;
	g_autoptr(GPtrArray) one = NULL, two = NULL;

	invite_two();
	world_ok(other = store_open(world.url, FALSE, &error));
	world_ok(store_join(other, "other", 0, &error));
	world_ok(one = store_claim(world.store, DUE_AT, 1, NULL, &error));
	world_ok(two = store_claim(other, DUE_AT, 1, NULL, &error));
	ck_assert_uint_eq(one->len, 1);
	ck_assert_uint_eq(two->len, 0);
	texted_is("SELECT count(*) FROM line", "1");
}
END_TEST

START_TEST(a_number_nobody_has_is_leased_without_a_talk)
{
	texted_invite("B-1", NULL, "ada@example.com", NOON_AT);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
	texted_is("SELECT count(*) FROM conversation", "0");
	texted_end_attempt(texted_verdict_of(1, 0, VERDICT_FAILED), DUE_AT);
	balance_state_is(&world, 1, "failed");
}
END_TEST

START_TEST(open_talks_and_the_line_are_counted)
{
	struct health health;

	invite_two();
	texted_send(ADA, NULL, DUE_AT);
	world_ok(store_health(world.store, &health, &error));
	ck_assert_int_eq(health.conversations, 1);
	ck_assert_int_eq(health.in_line, 1);
	ck_assert_int_eq(health.messages_waiting, 1);
	ck_assert_int_eq(health.reports_waiting, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_conversations");
	TCase *line = tcase_create("line");

	tcase_add_checked_fixture(line, balance_begin, balance_end);
	tcase_add_test(line, who_is_asked_is_in_a_talk_from_the_attempt_on);
	tcase_add_test(line,
	    of_two_claimed_at_once_on_one_number_the_second_stands_in_line);
	tcase_add_test(line, who_stands_in_line_is_asked_when_the_talk_is_done);
	tcase_add_test(line, a_talk_ends_with_its_time_and_frees_the_number);
	tcase_add_test(line, a_late_answer_is_of_the_survey_it_was_asked_in);
	tcase_add_test(line, who_was_asked_by_another_gateway_answers_that_one);
	tcase_add_test(line, a_lease_given_back_frees_its_number);
	tcase_add_test(line,
	    after_a_crash_no_number_is_reserved_and_nobody_stands_in_line);
	tcase_add_test(line,
	    after_a_crash_in_an_attempt_the_number_stays_taken);
	tcase_add_test(line, what_was_deferred_has_asked_nobody);
	tcase_add_test(line,
	    what_waits_for_its_hour_says_why_and_holds_no_number);
	tcase_add_test(line,
	    who_is_sent_a_second_text_after_a_doubt_is_in_the_same_talk);
	tcase_add_loop_test(line,
	    however_the_one_who_is_asked_ends_the_next_has_his_turn, 0,
	    G_N_ELEMENTS(ends));
	tcase_add_test(line, who_is_cancelled_in_line_leaves_it);
	tcase_add_test(line,
	    a_number_that_changes_while_leased_is_asked_once_only);
	tcase_add_test(line, two_processes_that_claim_at_once_ask_one);
	tcase_add_test(line, a_number_nobody_has_is_leased_without_a_talk);
	tcase_add_test(line, open_talks_and_the_line_are_counted);
	suite_add_tcase(suite, line);
	return unit_run(suite);
}
