/*
 * test_store_asks.c - who was asked when: rest and the limit of a year hold in
 * the transaction that commits an attempt; what did not leave counts no more.
 */
#include "store/outbox/digests.h"
#include "store/journeys/suppressions.h"
#include "tests/unit/texted.h"

#define REST_S (30 * DAY_S)

static const struct ask_limit rested = { .counts = TRUE, .rest_s = REST_S };

/* Leased at `at`, refused or not; its attempt. */
static gint64
begin_one(gint64 message_id, const struct ask_limit *limit, gint64 at,
    enum refusal expected)
{
	struct outbox_attempt attempt = { .message_id = message_id,
		.provider = "mail",
		.ask = *limit,
		.attempt_id = -1 };

	world_ok(world_begin_attempts(world.store, &attempt, 1, at, &error));
	ck_assert_int_eq(attempt.refusal, expected);
	ck_assert_int_eq(attempt.attempt_id != 0, expected == REFUSAL_NONE);
	balance_check(&world);
	return attempt.attempt_id;
}

/* A booking of a@example.com, and its lease an hour later. */
static gint64
lease(const char *reference, gint64 at)
{
	world_invite(&world, reference, "a@example.com", at - HOUR_S);
	return world_claim_one(&world, at);
}

/* Sent at `at`, if it may; its message. */
static gint64
ask(const char *reference, const struct ask_limit *limit, gint64 at,
    enum refusal expected)
{
	gint64 message_id = lease(reference, at);
	gint64 attempt_id = begin_one(message_id, limit, at, expected);

	if (attempt_id != 0)
		world_verdict(&world, message_id, attempt_id, VERDICT_SENT, at);
	balance_check(&world);
	return message_id;
}

START_TEST(an_attempt_that_counts_is_an_ask)
{
	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	texted_is("SELECT contact_id || ':' || asked_at || ':' ||"
		  " invitation_id FROM " ASKS,
	    "1:1772370000:1");
}
END_TEST

START_TEST(one_that_is_exempt_is_none)
{
	const struct ask_limit exempt = { .rest_s = REST_S };

	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	ask("B-2", &exempt, DUE_AT + 5, REFUSAL_NONE);
	texted_is("SELECT group_concat(invitation_id) FROM " ASKS, "1");
}
END_TEST

START_TEST(nobody_is_asked_within_the_rest)
{
	gint64 end_at = DUE_AT + REST_S;
	gint64 ids[1];

	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	ids[0] = ask("B-2", &rested, end_at - 1, REFUSAL_REST);
	/* It is leased still: whoever has it judges it again. */
	texted_is("SELECT message_id FROM " LEASED, "2");
	balance_state_is(&world, 2, "scheduled");
	world_ok(store_return_leases(world.store, ids, 1, end_at, &error));
	ck_assert_int_eq(world_claim_one(&world, end_at), 2);
	begin_one(2, &rested, end_at, REFUSAL_NONE);
	texted_is("SELECT count(*) FROM " ASKS, "2");
}
END_TEST

START_TEST(another_person_is_not_kept_waiting)
{
	gint64 message_id;

	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	world_invite(&world, "B-2", "b@example.com", DUE_AT);
	message_id = world_claim_one(&world, DUE_AT + HOUR_S);
	begin_one(message_id, &rested, DUE_AT + HOUR_S, REFUSAL_NONE);
}
END_TEST

START_TEST(of_two_in_one_group_the_first_alone_leaves)
{
	struct outbox_attempt two[2] = {
		{ .message_id = 1, .provider = "mail", .ask = rested },
		{ .message_id = 2, .provider = "mail", .ask = rested },
	};

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_invite(&world, "B-2", "a@example.com", NOON_AT);
	g_ptr_array_unref(world_claim(&world, DUE_AT, 2));
	world_ok(world_begin_attempts(world.store, two, 2, DUE_AT, &error));
	ck_assert_int_eq(two[0].refusal, REFUSAL_NONE);
	ck_assert_int_eq(two[1].refusal, REFUSAL_REST);
	texted_is("SELECT count(*) FROM attempt", "1");
}
END_TEST

START_TEST(nobody_is_asked_more_often_in_a_year_than_the_limit)
{
	const struct ask_limit twice = { .counts = TRUE, .max_per_year = 2 };
	gint64 ids[1];

	ask("B-1", &twice, DUE_AT, REFUSAL_NONE);
	ask("B-2", &twice, DUE_AT + DAY_S, REFUSAL_NONE);
	ids[0] = ask("B-3", &twice, DUE_AT + 2 * DAY_S, REFUSAL_REST);
	world_ok(store_return_leases(world.store, ids, 1, DUE_AT, &error));
	world_claim_one(&world, DUE_AT + ASK_YEAR_S);
	begin_one(3, &twice, DUE_AT + ASK_YEAR_S - 1, REFUSAL_REST);
	begin_one(3, &twice, DUE_AT + ASK_YEAR_S, REFUSAL_NONE);
}
END_TEST

START_TEST(what_did_not_leave_counts_no_more)
{
	static const struct {
		enum verdict verdict;
		const char *asks;
	} each[] = {
		{ VERDICT_SENT, "1" },
		{ VERDICT_RETRY, "0" },
		{ VERDICT_FAILED, "0" },
		{ VERDICT_IN_DOUBT, "1" },
	};
	gint64 message_id = lease("B-1", DUE_AT);
	gint64 attempt_id = begin_one(message_id, &rested, DUE_AT,
	    REFUSAL_NONE);

	texted_is("SELECT count(*) FROM " ASKS, "1");
	world_verdict(&world, message_id, attempt_id, each[_i].verdict, DUE_AT);
	texted_is("SELECT count(*) FROM " ASKS, each[_i].asks);
}
END_TEST

START_TEST(what_a_crash_leaves_in_doubt_counts_until_it_is_settled)
{
	static const char *const asks[] = { [RESOLVE_SENT] = "1",
		[RESOLVE_FAILED] = "0",
		[RESOLVE_SEND_AGAIN] = "0" };
	gint64 message_id = lease("B-1", DUE_AT);
	guint returned, in_doubt;

	begin_one(message_id, &rested, DUE_AT, REFUSAL_NONE);
	world_reopen(&world);
	world_ok(
	    world_recover(&world, DUE_AT, &returned, &in_doubt, &error));
	texted_is("SELECT count(*) FROM " ASKS, "1");
	world_ok(store_resolve(world.store, message_id, (enum resolution)_i,
	    DAY, DUE_AT + 9, &error));
	texted_is("SELECT count(*) FROM " ASKS, asks[_i]);
}
END_TEST

START_TEST(what_bounced_counts_no_more_unless_an_answer_comes)
{
	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	world_takes(&world, REPLY_BOUNCE, 1, 0, NULL, DUE_AT + 60);
	texted_is("SELECT count(*) FROM " ASKS, "0");
	balance_state_is(&world, 1, "failed");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + 90);
	balance_state_is(&world, 1, "answered");
	/* As of the attempt, not of the answer. */
	texted_is("SELECT asked_at FROM " ASKS, "1772370000");
}
END_TEST

START_TEST(an_answer_to_what_was_deferred_proves_that_it_was_asked)
{
	gint64 message_id = lease("B-1", DUE_AT);
	gint64 attempt_id = begin_one(message_id, &rested, DUE_AT,
	    REFUSAL_NONE);

	world_verdict(&world, message_id, attempt_id, VERDICT_RETRY, DUE_AT);
	texted_is("SELECT count(*) FROM " ASKS, "0");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + 90);
	texted_is("SELECT asked_at FROM " ASKS, "1772370000");
}
END_TEST

START_TEST(an_answer_to_what_is_exempt_makes_it_no_ask)
{
	static const struct ask_limit exempt = { 0 };
	gint64 message_id = lease("B-1", DUE_AT);
	gint64 attempt_id = begin_one(message_id, &exempt, DUE_AT,
	    REFUSAL_NONE);

	world_verdict(&world, message_id, attempt_id, VERDICT_RETRY, DUE_AT);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + 90);
	texted_is("SELECT count(*) FROM " ASKS, "0");
}
END_TEST

START_TEST(what_falls_back_counts_as_it_leaves_again)
{
	struct outbox_verdict failed = { .message_id = 1,
		.provider = "texts",
		.verdict = VERDICT_FAILED,
		.fall_back = CHANNEL_EMAIL,
		.detail = "no such number" };
	struct outbox_attempt attempt = texted_attempt_of(1, ADA);

	texted_invite("B-1", ADA, "a@example.com", NOON_AT);
	world_claim_one(&world, DUE_AT);
	attempt.ask = rested;
	world_ok(
	    world_begin_attempts(world.store, &attempt, 1, DUE_AT, &error));
	texted_is("SELECT count(*) FROM " ASKS, "1");
	failed.attempt_id = attempt.attempt_id;
	texted_end_attempt(failed, DUE_AT);
	texted_is("SELECT count(*) FROM " ASKS, "0");
	world_claim_one(&world, DUE_AT + 60);
	begin_one(2, &rested, DUE_AT + 60, REFUSAL_NONE);
	texted_is("SELECT asked_at FROM " ASKS, "1772370060");
}
END_TEST

static char *
told(const GPtrArray *neighbours)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < neighbours->len; i++) {
		const struct neighbour *each = neighbours->pdata[i];

		g_string_append_printf(text, "%s:%d ", each->touchpoint,
		    (int)(each->at - DUE_AT));
	}
	return g_string_free(text, FALSE);
}

static const struct outbox_item *
item_of(const GPtrArray *items, gint64 message_id)
{
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = items->pdata[i];

		if (item->message_id == message_id)
			return item;
	}
	ck_abort_msg("it is not leased");
}

/* A booking of a@example.com, asked about at another touchpoint. */
static void
invite_elsewhere(const char *touchpoint, const char *reference, gint64 at)
{
	g_autoptr(GPtrArray) due = NULL;
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	struct intake *intake;

	ck_assert(world_happens(&world, "booking", reference, "a@example.com",
	    at));
	world_ok(due = store_due_events(world.store, at, 1000, &error));
	ck_assert_uint_eq(due->len, 1);
	intake = world_intake(due->pdata[0]);
	world_plan(intake, touchpoint, INVITATION_SCHEDULED, at + HOUR_S);
	g_ptr_array_add(intakes, intake);
	world_ok(store_put_intakes(world.store, intakes, at, &error));
}

START_TEST(an_item_tells_what_left_before_and_what_waits_beside_it)
{
	g_autoptr(GPtrArray) items = NULL;
	g_autofree char *asks = NULL, *rivals = NULL, *none = NULL;
	const struct outbox_item *item;

	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	ask("B-2", &rested, DUE_AT + REST_S, REFUSAL_NONE);
	world_invite(&world, "B-3", "a@example.com", DUE_AT + REST_S + 10);
	world_invite(&world, "B-4", "b@example.com", DUE_AT + REST_S + 10);
	world_invite(&world, "B-5", "a@example.com", DUE_AT + REST_S + 20);
	invite_elsewhere("visit", "B-6", DUE_AT + 2 * REST_S);
	items = world_claim(&world, DUE_AT + REST_S + DAY_S, 3);
	item = item_of(items, 3);
	asks = told(item->asks);
	rivals = told(item->rivals);
	ck_assert_str_eq(asks, "stay:2592000 stay:0 ");
	/* That of B-6, due later; those of its own touchpoint, B-5, can't
	 * outrank it, and may be thousands. */
	ck_assert_str_eq(rivals, "visit:5187600 ");
	item = item_of(items, 4);
	none = told(item->asks);
	ck_assert_str_eq(none, "");
	ck_assert_uint_eq(item->rivals->len, 0);
}
END_TEST

START_TEST(an_item_tells_no_more_asks_than_a_year_may_have)
{
	struct outbox_attempt attempts[ASKS_MAX + 5] = { 0 };
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	for (guint i = 0; i < G_N_ELEMENTS(attempts); i++) {
		g_autofree char *reference = g_strdup_printf("A-%u", i);

		ck_assert(world_happens(&world, "booking", reference,
		    "a@example.com", NOON_AT));
	}
	world_judge(&world, NOON_AT);
	world_ok(items = store_claim(world.store, DUE_AT, 1000, NULL, &error));
	ck_assert_uint_eq(items->len, G_N_ELEMENTS(attempts));
	for (guint i = 0; i < items->len; i++) {
		item = items->pdata[i];
		attempts[i].message_id = item->message_id;
		attempts[i].provider = "mail";
		attempts[i].ask.counts = TRUE;
	}
	world_ok(world_begin_attempts(world.store, attempts,
	    G_N_ELEMENTS(attempts), DUE_AT, &error));
	g_ptr_array_unref(items);
	world_invite(&world, "B-1", "a@example.com", DUE_AT + DAY_S);
	items = world_claim(&world, DUE_AT + 2 * DAY_S, 1);
	item = items->pdata[0];
	ck_assert_uint_eq(item->asks->len, ASKS_MAX);
}
END_TEST

START_TEST(an_item_tells_no_ask_older_than_any_rest)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	world_invite(&world, "B-2", "a@example.com",
	    DUE_AT + ASK_REACH_S - HOUR_S);
	items = world_claim(&world, DUE_AT + ASK_REACH_S, 1);
	item = items->pdata[0];
	ck_assert_uint_eq(item->asks->len, 0);
}
END_TEST

/* Else it would be refused as it leaves, and due again at once, for ever. */
START_TEST(an_item_tells_every_ask_that_a_long_rest_refuses)
{
	static const struct ask_limit long_rest = { .counts = TRUE,
		.rest_s = 2 * ASK_YEAR_S };
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	ask("B-1", &rested, DUE_AT, REFUSAL_NONE);
	world_invite(&world, "B-2", "a@example.com",
	    DUE_AT + ASK_YEAR_S - HOUR_S);
	items = world_claim(&world, DUE_AT + ASK_YEAR_S + 1, 1);
	item = items->pdata[0];
	begin_one(item->message_id, &long_rest, DUE_AT + ASK_YEAR_S + 1,
	    REFUSAL_REST);
	ck_assert_uint_eq(item->asks->len, 1);
}
END_TEST

/* Due at one, and again by its verdict; whether it is late then. */
static gint64
ready_after(gboolean planned, const char *parked_for)
{
	struct outbox_verdict later = { .message_id = 1,
		.verdict = VERDICT_RETRY,
		.next_at = DUE_AT + DAY_S,
		.planned = planned,
		.parked_for = parked_for };
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	gint64 after_id = 0;
	guint n;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_claim_one(&world, DUE_AT);
	world_ok(world_end_attempts(world.store, &later, 1, DUE_AT, &error));
	balance_check(&world);
	world_ok(store_unpark(world.store, "mail", 9, &after_id, &n, &error));
	items = world_claim(&world, DUE_AT + DAY_S, 1);
	item = items->pdata[0];
	return item->ready_at;
}

START_TEST(what_the_cadence_puts_off_is_not_late)
{
	ck_assert_int_eq(ready_after(TRUE, NULL), DUE_AT + DAY_S);
}
END_TEST

START_TEST(what_a_provider_puts_off_is_late)
{
	ck_assert_int_eq(ready_after(FALSE, NULL), DUE_AT);
}
END_TEST

START_TEST(what_is_to_be_sent_again_by_hand_is_not_late)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	guint returned, in_doubt;

	world_attempt(&world, lease("B-1", DUE_AT), DUE_AT);
	world_ok(world_recover(&world, DUE_AT, &returned, &in_doubt,
	    &error));
	world_ok(store_resolve(world.store, 1, RESOLVE_SEND_AGAIN, DAY,
	    DUE_AT + 5 * DAY_S, &error));
	balance_check(&world);
	items = world_claim(&world, DUE_AT + 5 * DAY_S, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->ready_at, DUE_AT + 5 * DAY_S);
}
END_TEST

START_TEST(what_waits_for_a_halted_provider_is_late)
{
	ck_assert_int_eq(ready_after(FALSE, "mail"), DUE_AT);
}
END_TEST

/* The one message is put off, and a moment kept for it. */
static void
keep_moment(void)
{
	const struct outbox_verdict later = { .message_id = 1,
		.verdict = VERDICT_RETRY,
		.next_at = DUE_AT + DAY_S,
		.planned = TRUE,
		.placed = TRUE };

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_claim_one(&world, DUE_AT);
	world_ok(world_end_attempts(world.store, &later, 1, DUE_AT, &error));
	texted_is("SELECT message_id || ':' || (placed_at - 1772370000)"
		  " FROM place",
	    "1:86400");
}

static char *
pace(gint64 since_at)
{
	g_autoptr(GPtrArray) found = NULL;

	world_ok(found = store_pace(world.store, since_at, since_at, &error));
	return told(found);
}

static char *
given_back(void)
{
	g_autoptr(GPtrArray) found = NULL;

	world_ok(found = store_places_given_back(world.store, &error));
	return told(found);
}

#define told_is(call, expected)                                                \
	do {                                                                   \
		g_autofree char *told_ = call;                                 \
		ck_assert_str_eq(told_, expected);                             \
	} while (0)

START_TEST(a_kept_moment_counts_until_its_attempt_does)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	keep_moment();
	told_is(pace(DUE_AT), "stay:86400 ");
	items = world_claim(&world, DUE_AT + DAY_S, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->placed_at, DUE_AT + DAY_S);
	told_is(pace(DUE_AT), "stay:86400 ");
	begin_one(1, &rested, DUE_AT + DAY_S + 7, REFUSAL_NONE);
	told_is(pace(DUE_AT), "stay:86407 ");
	told_is(pace(DUE_AT + DAY_S + 8), "");
	told_is(given_back(), "");
}
END_TEST

START_TEST(who_is_put_off_otherwise_gives_his_moment_up)
{
	const struct outbox_verdict later = { .message_id = 1,
		.verdict = VERDICT_RETRY,
		.next_at = DUE_AT + 2 * DAY_S,
		.planned = TRUE,
		.parked_for = _i == 1 ? "mail" : NULL };

	keep_moment();
	world_claim_one(&world, DUE_AT + DAY_S);
	world_ok(world_end_attempts(world.store, &later, 1, DUE_AT + DAY_S,
	    &error));
	texted_is("SELECT count(*) FROM place", "0");
	/* Whoever had the lease knows. */
	told_is(given_back(), "");
}
END_TEST

START_TEST(the_moment_of_what_is_withdrawn_is_told_once)
{
	keep_moment();
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "a@example.com",
	    "by hand", DUE_AT, &error));
	texted_is("SELECT count(*) FROM place", "0");
	told_is(given_back(), "stay:86400 ");
	told_is(given_back(), "");
}
END_TEST

START_TEST(the_moment_of_a_lease_that_is_withdrawn_is_not_told)
{
	keep_moment();
	world_claim_one(&world, DUE_AT + DAY_S);
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "a@example.com",
	    "by hand", DUE_AT, &error));
	texted_is("SELECT count(*) FROM place", "0");
	told_is(given_back(), "");
}
END_TEST

START_TEST(a_kept_moment_outlives_a_crash)
{
	guint returned, in_doubt;

	keep_moment();
	world_claim_one(&world, DUE_AT + DAY_S);
	world_reopen(&world);
	world_ok(world_recover(&world, DUE_AT + DAY_S, &returned,
	    &in_doubt, &error));
	balance_check(&world);
	told_is(pace(DUE_AT), "stay:86400 ");
}
END_TEST

START_TEST(what_was_dropped_or_is_no_survey_has_no_pace)
{
	gboolean written;
	static const struct digest_content content = { "x@example.com",
		"Digest", "text", "<p>html", NULL, 0 };
	gint64 message_id;

	world_ok(store_put_digest(world.store, "desk", NOON_AT, &content, 1,
	    NOON_AT, &written, &error));
	message_id = world_claim_one(&world, NOON_AT);
	ck_assert_int_gt(world_attempt(&world, message_id, NOON_AT), 0);
	message_id = lease("B-1", DUE_AT);
	world_verdict(&world, message_id, 0, VERDICT_EXPIRED, DUE_AT);
	told_is(pace(0), "");
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, an_attempt_that_counts_is_an_ask);
	tcase_add_test(tcase, one_that_is_exempt_is_none);
	tcase_add_test(tcase, nobody_is_asked_within_the_rest);
	tcase_add_test(tcase, another_person_is_not_kept_waiting);
	tcase_add_test(tcase, of_two_in_one_group_the_first_alone_leaves);
	tcase_add_test(tcase,
	    nobody_is_asked_more_often_in_a_year_than_the_limit);
	tcase_add_loop_test(tcase, what_did_not_leave_counts_no_more, 0, 4);
	tcase_add_loop_test(tcase,
	    what_a_crash_leaves_in_doubt_counts_until_it_is_settled,
	    RESOLVE_SENT, RESOLVE_SEND_AGAIN + 1);
	tcase_add_test(tcase,
	    what_bounced_counts_no_more_unless_an_answer_comes);
	tcase_add_test(tcase,
	    an_answer_to_what_was_deferred_proves_that_it_was_asked);
	tcase_add_test(tcase, an_answer_to_what_is_exempt_makes_it_no_ask);
	tcase_add_test(tcase, what_falls_back_counts_as_it_leaves_again);
	tcase_add_test(tcase,
	    an_item_tells_what_left_before_and_what_waits_beside_it);
	tcase_add_test(tcase, an_item_tells_no_more_asks_than_a_year_may_have);
	tcase_add_test(tcase, an_item_tells_no_ask_older_than_any_rest);
	tcase_add_test(tcase, an_item_tells_every_ask_that_a_long_rest_refuses);
}

static void
add_waits(TCase *tcase)
{
	tcase_add_test(tcase, what_the_cadence_puts_off_is_not_late);
	tcase_add_test(tcase, what_a_provider_puts_off_is_late);
	tcase_add_test(tcase, what_is_to_be_sent_again_by_hand_is_not_late);
	tcase_add_test(tcase, what_waits_for_a_halted_provider_is_late);
	tcase_add_test(tcase, a_kept_moment_counts_until_its_attempt_does);
	tcase_add_loop_test(tcase,
	    who_is_put_off_otherwise_gives_his_moment_up, 0, 2);
	tcase_add_test(tcase, the_moment_of_what_is_withdrawn_is_told_once);
	tcase_add_test(tcase,
	    the_moment_of_a_lease_that_is_withdrawn_is_not_told);
	tcase_add_test(tcase, a_kept_moment_outlives_a_crash);
	tcase_add_test(tcase, what_was_dropped_or_is_no_survey_has_no_pace);
}

int
main(void)
{
	Suite *suite = suite_create("store_asks");

	texted_add_case(suite, "asks", add);
	texted_add_case(suite, "waits", add_waits);
	return unit_run(suite);
}
