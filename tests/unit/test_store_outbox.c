/*
 * test_store_outbox.c - what waits, leaves, is in doubt or ends: after each
 * step the sums balance.
 */
#include "store/outbox/digests.h"

#include <string.h>

#include "base/errors.h"
#include "store/health.h"
#include "store/journeys/suppressions.h"
#include "tests/unit/balance.h"

#define ONE_AT (NOON_AT + HOUR_S) /* when what was booked at noon is due */

static gint64
next_due(void)
{
	gint64 at = 0;

	world_ok(store_next_due(world.store, NULL, &at, &error));
	return at;
}

static void
recover(gint64 now_at, guint returned, guint in_doubt)
{
	guint back = 99, doubts = 99;

	world_ok(world_recover(&world, now_at, &back, &doubts, &error));
	ck_assert_uint_eq(back, returned);
	ck_assert_uint_eq(doubts, in_doubt);
}

static guint
doubts(void)
{
	g_autoptr(GPtrArray) found = NULL;

	world_ok(found = store_doubts(world.store, &error));
	return found->len;
}

/* An attempt of the only message; *message_id is set. */
static gint64
attempt_one(gint64 *message_id)
{
	gint64 attempt_id;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	*message_id = world_claim_one(&world, ONE_AT);
	balance_state_is(&world, 1, "scheduled");
	attempt_id = world_attempt(&world, *message_id, ONE_AT);
	ck_assert_int_gt(attempt_id, 0);
	balance_state_is(&world, 1, "sending");
	return attempt_id;
}

static gint64
in_doubt_one(void)
{
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);

	world_verdict(&world, message_id, attempt_id, VERDICT_IN_DOUBT,
	    ONE_AT);
	balance_state_is(&world, 1, "in doubt");
	return message_id;
}

START_TEST(what_is_due_is_claimed_in_order_of_time)
{
	g_autoptr(GPtrArray) first = NULL, second = NULL;
	const struct outbox_item *item;

	world_invite(&world, "late", "a@example.com", NOON_AT + 20);
	world_invite(&world, "early", "b@example.com", NOON_AT);
	world_invite(&world, "middle", "c@example.com", NOON_AT + 10);
	world_invite(&world, "not yet", "d@example.com", NOON_AT + 99);
	world_ok(first = store_claim(world.store, ONE_AT + 50, 2, NULL,
	    &error));
	ck_assert_uint_eq(first->len, 2);
	item = first->pdata[0];
	ck_assert_str_eq(item->event->reference, "early");
	item = first->pdata[1];
	ck_assert_str_eq(item->event->reference, "middle");
	balance_check(&world);
	second = world_claim(&world, ONE_AT + 50, 1);
	item = second->pdata[0];
	ck_assert_str_eq(item->event->reference, "late");
	ck_assert_int_eq(next_due(), ONE_AT + 99);
}
END_TEST

START_TEST(an_item_says_all_that_composing_needs)
{
	g_autoptr(event) event = world_event("booking", "B-1",
	    "Ada@example.com", NOON_AT);
	struct event *one[] = { event };
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	event->contact.name = g_strdup("Ada");
	event->contact.language = g_strdup("fi");
	event->attributes = g_strdup("{\"nights\":2}");
	world_ok(store_put_events(world.store, one, 1, NOON_AT, NULL,
	    &error));
	world_judge(&world, NOON_AT);
	items = world_claim(&world, ONE_AT, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->kind, MESSAGE_INVITATION);
	ck_assert_int_eq(item->channel, CHANNEL_EMAIL);
	ck_assert_int_eq(item->invitation_id, 1);
	ck_assert_str_eq(item->touchpoint, "stay");
	ck_assert_int_eq(item->due_at, ONE_AT);
	ck_assert_int_eq(item->expires_at, ONE_AT + 10 * DAY_S);
	ck_assert_uint_eq(item->tries, 0);
	ck_assert_str_eq(item->event->contact.email, "Ada@example.com");
	ck_assert_str_eq(item->event->contact.name, "Ada");
	ck_assert_str_eq(item->event->contact.language, "fi");
	ck_assert_str_eq(item->event->attributes, "{\"nights\":2}");
	ck_assert(!item->suppressed);
	ck_assert_ptr_null(item->composed);
	ck_assert_ptr_null(item->companions);
}
END_TEST

START_TEST(a_lease_is_due_again_after_a_crash)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_claim_one(&world, ONE_AT);
	ck_assert_int_eq(next_due(), G_MAXINT64);
	world_reopen(&world);
	recover(ONE_AT + 5, 1, 0);
	balance_state_is(&world, 1, "scheduled");
	ck_assert_int_eq(next_due(), ONE_AT);
	world_claim_one(&world, ONE_AT + 5);
	recover(ONE_AT + 6, 1, 0);
	recover(ONE_AT + 6, 0, 0);
}
END_TEST

START_TEST(an_open_attempt_is_in_doubt_after_a_crash_and_never_sent_again)
{
	gint64 message_id;

	attempt_one(&message_id);
	world_reopen(&world);
	recover(ONE_AT + 5, 0, 1);
	balance_state_is(&world, 1, "in doubt");
	ck_assert_uint_eq(doubts(), 1);
	g_ptr_array_unref(world_claim(&world, ONE_AT + 365 * DAY_S, 0));
	recover(ONE_AT + 9, 0, 0);
	ck_assert_uint_eq(doubts(), 1);
}
END_TEST

START_TEST(leases_are_given_back_as_they_were)
{
	gint64 ids[3];

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	ids[0] = ids[1] = world_claim_one(&world, ONE_AT);
	ids[2] = 4711;
	world_ok(store_return_leases(world.store, ids, 3, ONE_AT, &error));
	balance_state_is(&world, 1, "scheduled");
	ck_assert_int_eq(next_due(), ONE_AT);
}
END_TEST

START_TEST(what_was_cancelled_while_leased_may_not_leave)
{
	gint64 message_id;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	message_id = world_claim_one(&world, ONE_AT);
	world_happens(&world, "cancellation", "B-1", "a@example.com", ONE_AT);
	world_judge(&world, ONE_AT);
	balance_state_is(&world, 1, "cancelled");
	ck_assert_int_eq(world_attempt(&world, message_id, ONE_AT), 0);
	balance_state_is(&world, 1, "cancelled");
	recover(ONE_AT + 5, 0, 0);
	g_ptr_array_unref(world_claim(&world, ONE_AT + DAY_S, 0));
}
END_TEST

START_TEST(what_was_suppressed_while_leased_may_not_leave)
{
	gint64 message_id;

	world_invite(&world, "B-1", "Ada@example.com", NOON_AT);
	message_id = world_claim_one(&world, ONE_AT);
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "ada@EXAMPLE.com",
	    "by hand", ONE_AT, &error));
	balance_state_is(&world, 1, "suppressed");
	ck_assert_int_eq(world_attempt(&world, message_id, ONE_AT), 0);
	balance_check(&world);
}
END_TEST

START_TEST(one_that_is_already_sending_is_not_attempted_twice)
{
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);

	ck_assert_int_eq(world_attempt(&world, message_id, ONE_AT), 0);
	world_verdict(&world, message_id, attempt_id, VERDICT_SENT, ONE_AT);
	ck_assert_int_eq(world_attempt(&world, message_id, ONE_AT), 0);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(each_verdict_on_an_attempt_has_its_state)
{
	static const struct {
		enum verdict verdict;
		const char *state, *outcome;
	} each[] = {
		{ VERDICT_SENT, "sent", "accepted" },
		{ VERDICT_RETRY, "scheduled", "deferred" },
		{ VERDICT_FAILED, "failed", "rejected" },
		{ VERDICT_IN_DOUBT, "in doubt", "in doubt" },
	};
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);
	g_autofree char *outcome = NULL, *reason = NULL;

	world_verdict(&world, message_id, attempt_id, each[_i].verdict,
	    ONE_AT + 3);
	balance_state_is(&world, 1, each[_i].state);
	outcome = balance_text(&world, "SELECT outcome || '/' || ended_at"
	    " || '/' || detail FROM attempt");
	reason = g_strdup_printf("%s/%d/said so", each[_i].outcome,
	    ONE_AT + 3);
	ck_assert_str_eq(outcome, reason);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT count(*) FROM " SENT_ROLLUP " x"),
	    each[_i].verdict == VERDICT_SENT);
}
END_TEST

START_TEST(each_verdict_before_an_attempt_has_its_state)
{
	static const struct {
		enum verdict verdict;
		const char *state;
	} each[] = {
		{ VERDICT_RETRY, "scheduled" },
		{ VERDICT_FAILED, "failed" },
		{ VERDICT_EXPIRED, "expired" },
		{ VERDICT_SUPPRESSED, "suppressed" },
		{ VERDICT_CANCELLED, "cancelled" },
	};
	gint64 message_id;
	g_autofree char *attempt = NULL;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	message_id = world_claim_one(&world, ONE_AT);
	world_verdict(&world, message_id, 0, each[_i].verdict, ONE_AT + 3);
	balance_state_is(&world, 1, each[_i].state);
	/* The provider had it, and that is a try. */
	attempt = balance_text(&world,
	    "SELECT provider || '/' || detail FROM attempt");
	ck_assert_str_eq(attempt, "mail/said so");
}
END_TEST

START_TEST(moving_what_no_provider_had_is_no_try)
{
	const struct outbox_verdict later = {
		.verdict = VERDICT_RETRY,
		.next_at = ONE_AT + 5,
		.message_id = 1,
	};
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	ck_assert_int_eq(world_claim_one(&world, ONE_AT), 1);
	world_ok(world_end_attempts(world.store, &later, 1, ONE_AT, &error));
	balance_state_is(&world, 1, "scheduled");
	ck_assert_int_eq(next_due(), ONE_AT + 5);
	items = world_claim(&world, ONE_AT + 5, 1);
	item = items->pdata[0];
	ck_assert_uint_eq(item->tries, 0);
}
END_TEST

static void
retry_with(gint64 attempt_id, const char *bytes, gint64 next_at)
{
	const struct message composed = { .sender = (char *)"b@example.com",
		.recipient = (char *)"a@example.com",
		.name = (char *)"m1@example.com",
		.bytes = g_bytes_new_static(bytes, strlen(bytes)) };
	const struct outbox_verdict later = {
		.message_id = 1,
		.attempt_id = attempt_id,
		.provider = "mail",
		.verdict = VERDICT_RETRY,
		.next_at = next_at,
		.composed = &composed,
	};

	world_ok(world_end_attempts(world.store, &later, 1, ONE_AT, &error));
	g_bytes_unref(composed.bytes);
}

static void
claims_bytes(const char *expected, guint tries, gint64 now_at)
{
	g_autoptr(GPtrArray) items = world_claim(&world, now_at, 1);
	const struct outbox_item *item = items->pdata[0];

	ck_assert_uint_eq(item->tries, tries);
	ck_assert_ptr_nonnull(item->composed);
	ck_assert_int_eq(item->composed->id, 1);
	ck_assert_int_eq(item->composed->channel, CHANNEL_EMAIL);
	ck_assert_str_eq(item->composed->sender, "b@example.com");
	ck_assert_str_eq(item->composed->recipient, "a@example.com");
	ck_assert_str_eq(item->composed->name, "m1@example.com");
	ck_assert_mem_eq(g_bytes_get_data(item->composed->bytes, NULL),
	    expected, strlen(expected));
	ck_assert_ptr_nonnull(item->companions);
}

START_TEST(what_is_deferred_keeps_its_bytes_and_comes_at_its_time)
{
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);

	retry_with(attempt_id, "first", ONE_AT + 300);
	balance_state_is(&world, 1, "scheduled");
	ck_assert_int_eq(next_due(), ONE_AT + 300);
	g_ptr_array_unref(world_claim(&world, ONE_AT + 299, 0));
	claims_bytes("first", 1, ONE_AT + 300);
	/* A second deferral does not change what is repeated. */
	attempt_id = world_attempt(&world, 1, ONE_AT + 300);
	retry_with(attempt_id, "second", ONE_AT + 900);
	claims_bytes("first", 2, ONE_AT + 900);
	attempt_id = world_attempt(&world, 1, ONE_AT + 900);
	world_verdict(&world, 1, attempt_id, VERDICT_SENT, ONE_AT + 900);
	balance_state_is(&world, 1, "sent");
	ck_assert_int_eq(balance_count(&world,
	    "SELECT count(*) FROM message_bytes"), 0);
}
END_TEST

START_TEST(a_cancellation_that_came_while_it_was_out_is_seen_at_the_next_try)
{
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	const struct event *companion;

	world_happens(&world, "cancellation", "B-1", "a@example.com", ONE_AT);
	world_judge(&world, ONE_AT);
	balance_state_is(&world, 1, "sending");
	world_verdict(&world, message_id, attempt_id, VERDICT_RETRY, ONE_AT);
	items = world_claim(&world, ONE_AT + HOUR_S, 1);
	item = items->pdata[0];
	ck_assert_uint_eq(item->companions->len, 1);
	companion = item->companions->pdata[0];
	ck_assert_str_eq(companion->type, "cancellation");
}
END_TEST

START_TEST(a_late_verdict_on_what_others_ended_does_nothing)
{
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);

	recover(ONE_AT + 5, 0, 1);
	world_verdict(&world, message_id, attempt_id, (enum verdict)_i,
	    ONE_AT + 6);
	balance_state_is(&world, 1, "in doubt");
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM attempt"
	    " WHERE outcome = 'in doubt' AND ended_at = 1772370005"), 1);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT (SELECT count(*) FROM due) + (SELECT count(*) FROM"
	    " " SENT_ROLLUP " x) + (SELECT count(*) FROM follow_up)"), 0);
}
END_TEST

START_TEST(a_late_verdict_on_a_lease_withdrawn_does_nothing)
{
	gint64 message_id;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	message_id = world_claim_one(&world, ONE_AT);
	world_happens(&world, "cancellation", "B-1", "a@example.com", ONE_AT);
	world_judge(&world, ONE_AT);
	world_verdict(&world, message_id, 0, (enum verdict)_i, ONE_AT);
	balance_state_is(&world, 1, "cancelled");
	ck_assert_int_eq(balance_count(&world, "SELECT (SELECT count(*) FROM"
	    " due) + (SELECT count(*) FROM attempt)"), 0);
}
END_TEST

START_TEST(a_verdict_twice_counts_once)
{
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);

	for (guint i = 0; i < 2; i++)
		world_verdict(&world, message_id, attempt_id, VERDICT_SENT,
		    ONE_AT);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT sent FROM " SENT_ROLLUP " x"), 1);
}
END_TEST

START_TEST(in_doubt_resolved_as_sent_is_sent)
{
	gint64 message_id = in_doubt_one();

	world_ok(store_resolve(world.store, message_id, RESOLVE_SENT, DAY,
	    ONE_AT + 9, &error));
	balance_state_is(&world, 1, "sent");
	ck_assert_uint_eq(doubts(), 0);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT sent FROM " SENT_ROLLUP " x WHERE day = 20513"), 1);
}
END_TEST

START_TEST(in_doubt_resolved_as_failed_is_failed)
{
	gint64 message_id = in_doubt_one();

	world_ok(store_resolve(world.store, message_id, RESOLVE_FAILED, DAY,
	    ONE_AT + 9, &error));
	balance_state_is(&world, 1, "failed");
	ck_assert_uint_eq(doubts(), 0);
	g_ptr_array_unref(world_claim(&world, ONE_AT + DAY_S, 0));
}
END_TEST

START_TEST(in_doubt_resolved_to_be_sent_again_is_due)
{
	gint64 message_id = in_doubt_one();

	world_ok(store_resolve(world.store, message_id, RESOLVE_SEND_AGAIN,
	    DAY, ONE_AT + 9, &error));
	balance_state_is(&world, 1, "scheduled");
	ck_assert_uint_eq(doubts(), 0);
	ck_assert_int_eq(world_claim_one(&world, ONE_AT + 9), message_id);
}
END_TEST

START_TEST(what_is_not_in_doubt_is_not_resolved)
{
	gint64 message_id;

	attempt_one(&message_id);
	for (int i = RESOLVE_SENT; i <= RESOLVE_SEND_AGAIN; i++) {
		g_autoptr(GError) error = NULL;

		ck_assert(!store_resolve(world.store, message_id + (i == 1),
		    (enum resolution)i, DAY, ONE_AT, &error));
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_DATA));
		balance_state_is(&world, 1, "sending");
	}
}
END_TEST

START_TEST(no_text_is_kept_of_what_was_resolved)
{
	gint64 message_id;
	gint64 attempt_id = attempt_one(&message_id);

	retry_with(attempt_id, "text", ONE_AT + 5);
	world_claim_one(&world, ONE_AT + 5);
	world_attempt(&world, message_id, ONE_AT + 5);
	recover(ONE_AT + 6, 0, 1);
	world_ok(store_resolve(world.store, message_id,
	    (enum resolution)_i, DAY, ONE_AT + 9, &error));
	balance_check(&world);
	if (_i == RESOLVE_SEND_AGAIN)
		claims_bytes("text", 2, ONE_AT + 9);
}
END_TEST

static guint
expire(gint64 now_at, guint limit)
{
	guint n = world_expire(&world, now_at, limit);

	balance_check(&world);
	return n;
}

START_TEST(what_nobody_answered_expires_at_its_time)
{
	gint64 at = 0;

	world_sent(&world, "B-1", "a@example.com");
	world_sent(&world, "B-2", "b@example.com");
	world_invite(&world, "B-3", "c@example.com", NOON_AT);
	/* Looked at as it left: nobody is to be reminded. */
	ck_assert_uint_eq(expire(ONE_AT, 10), 0);
	world_ok(store_next_follow_up(world.store, &at, &error));
	ck_assert_int_eq(at, ONE_AT + 10 * DAY_S);
	ck_assert_uint_eq(expire(at - 1, 10), 0);
	balance_state_is(&world, 1, "sent");
	ck_assert_uint_eq(expire(at, 1), 1);
	ck_assert_uint_eq(expire(at, 10), 1);
	balance_state_is(&world, 1, "expired");
	balance_state_is(&world, 2, "expired");
	balance_state_is(&world, 3, "scheduled");
	world_ok(store_next_follow_up(world.store, &at, &error));
	ck_assert_int_eq(at, G_MAXINT64);
}
END_TEST

START_TEST(a_digest_is_written_once_and_leaves_as_messages)
{
	char light[] = "light@x", dark[] = "dark@x";
	g_autoptr(GBytes) png = g_bytes_new_static("\x89PNG\0\r\n", 7);
	const struct outbox_picture pictures[] = { { light, png },
		{ dark, png } };
	const struct digest_content contents[] = {
		{ "x@example.com", "Digest", "text", "<p>html", NULL, 0 },
		{ "y@example.com", "Digest", "text", "<p>html", pictures, 2 },
	};
	gboolean written = FALSE;
	gint64 until_at = -1;
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	const struct outbox_picture *picture;

	world_ok(store_last_digest(world.store, "desk", &until_at, &error));
	ck_assert_int_eq(until_at, 0);
	world_ok(store_put_digest(world.store, "desk", NOON_AT, contents, 2,
	    NOON_AT + 1, &written, &error));
	ck_assert(written);
	world_ok(store_put_digest(world.store, "desk", NOON_AT, contents, 2,
	    NOON_AT + 2, &written, &error));
	ck_assert(!written);
	world_ok(store_last_digest(world.store, "desk", &until_at, &error));
	ck_assert_int_eq(until_at, NOON_AT);
	items = world_claim(&world, NOON_AT + 1, 2);
	item = items->pdata[1];
	ck_assert_int_eq(item->kind, MESSAGE_DIGEST);
	ck_assert_int_eq(item->invitation_id, 0);
	ck_assert_int_eq(item->created_at, NOON_AT + 1);
	ck_assert_int_eq(item->expires_at, G_MAXINT64);
	ck_assert_str_eq(item->recipient, "y@example.com");
	ck_assert_str_eq(item->subject, "Digest");
	ck_assert_str_eq(item->text, "text");
	ck_assert_str_eq(item->html, "<p>html");
	ck_assert_uint_eq(item->pictures->len, 2);
	picture = item->pictures->pdata[0];
	ck_assert_str_eq(picture->name, "dark@x");
	ck_assert(g_bytes_equal(picture->bytes, png));
	item = items->pdata[0];
	ck_assert_uint_eq(item->pictures->len, 0);
}
END_TEST

START_TEST(a_digest_goes_through_retry_doubt_and_resolve)
{
	char name[] = "light@x";
	g_autoptr(GBytes) png = g_bytes_new_static("png", 3);
	const struct outbox_picture picture = { name, png };
	const struct digest_content content = { "x@example.com", "Digest",
		"text", "<p>html", &picture, 1 };
	gboolean written;
	gint64 message_id, attempt_id;

	world_ok(store_put_digest(world.store, "desk", NOON_AT, &content, 1,
	    NOON_AT, &written, &error));
	message_id = world_claim_one(&world, NOON_AT);
	attempt_id = world_attempt(&world, message_id, NOON_AT);
	ck_assert_int_gt(attempt_id, 0);
	world_verdict(&world, message_id, attempt_id, VERDICT_RETRY, NOON_AT);
	ck_assert_int_eq(world_claim_one(&world, NOON_AT + HOUR_S),
	    message_id);
	world_attempt(&world, message_id, NOON_AT + HOUR_S);
	recover(NOON_AT + HOUR_S, 0, 1);
	ck_assert_uint_eq(doubts(), 1);
	world_ok(store_resolve(world.store, message_id, RESOLVE_SEND_AGAIN,
	    DAY, NOON_AT + DAY_S, &error));
	ck_assert_int_eq(world_claim_one(&world, NOON_AT + DAY_S),
	    message_id);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT count(*) FROM message_picture"), 1);
	attempt_id = world_attempt(&world, message_id, NOON_AT + DAY_S);
	world_verdict(&world, message_id, attempt_id, VERDICT_SENT,
	    NOON_AT + DAY_S);
	/* It is out: its picture need not be kept. */
	ck_assert_int_eq(balance_count(&world,
	    "SELECT count(*) FROM message_picture"), 0);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT (SELECT count(*) FROM due)"
	    " + (SELECT count(*) FROM " SENT_ROLLUP " x)"), 0);
}
END_TEST

START_TEST(a_crowd_stays_in_balance)
{
	static const enum verdict each[] = { VERDICT_SENT, VERDICT_RETRY,
		VERDICT_FAILED, VERDICT_IN_DOUBT };
	g_autoptr(GPtrArray) items = NULL, again = NULL;

	for (guint i = 0; i < 40; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);

		world_invite(&world, reference, "a@example.com", NOON_AT);
	}
	items = world_claim(&world, ONE_AT, 40);
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = items->pdata[i];
		gint64 attempt_id = i % 5 == 4
		    ? 0
		    : world_attempt(&world, item->message_id, ONE_AT);

		if (i % 7 != 0)
			world_verdict(&world, item->message_id, attempt_id,
			    i % 5 == 4 ? VERDICT_EXPIRED : each[i % 4],
			    ONE_AT);
		balance_check(&world);
	}
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "a@example.com",
	    "by hand", ONE_AT, &error));
	balance_check(&world);
	recover(ONE_AT, 0, 5);
	again = world_claim(&world, ONE_AT + DAY_S, 0);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT count(*) FROM invitation_state"), 40);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_outbox");
	TCase *tcase = tcase_create("store_outbox");

	tcase_add_checked_fixture(tcase, balance_begin, balance_end);
	tcase_add_test(tcase, what_is_due_is_claimed_in_order_of_time);
	tcase_add_test(tcase, an_item_says_all_that_composing_needs);
	tcase_add_test(tcase, a_lease_is_due_again_after_a_crash);
	tcase_add_test(tcase,
	    an_open_attempt_is_in_doubt_after_a_crash_and_never_sent_again);
	tcase_add_test(tcase, leases_are_given_back_as_they_were);
	tcase_add_test(tcase, what_was_cancelled_while_leased_may_not_leave);
	tcase_add_test(tcase, what_was_suppressed_while_leased_may_not_leave);
	tcase_add_test(tcase,
	    one_that_is_already_sending_is_not_attempted_twice);
	tcase_add_loop_test(tcase, each_verdict_on_an_attempt_has_its_state,
	    0, 4);
	tcase_add_loop_test(tcase,
	    each_verdict_before_an_attempt_has_its_state, 0, 5);
	tcase_add_test(tcase, moving_what_no_provider_had_is_no_try);
	tcase_add_test(tcase,
	    what_is_deferred_keeps_its_bytes_and_comes_at_its_time);
	tcase_add_test(tcase,
	    a_cancellation_that_came_while_it_was_out_is_seen_at_the_next_try);
	tcase_add_loop_test(tcase,
	    a_late_verdict_on_what_others_ended_does_nothing, VERDICT_SENT,
	    VERDICT_CANCELLED + 1);
	tcase_add_loop_test(tcase,
	    a_late_verdict_on_a_lease_withdrawn_does_nothing, VERDICT_SENT,
	    VERDICT_CANCELLED + 1);
	tcase_add_test(tcase, a_verdict_twice_counts_once);
	tcase_add_test(tcase, in_doubt_resolved_as_sent_is_sent);
	tcase_add_test(tcase, in_doubt_resolved_as_failed_is_failed);
	tcase_add_test(tcase, in_doubt_resolved_to_be_sent_again_is_due);
	tcase_add_test(tcase, what_is_not_in_doubt_is_not_resolved);
	tcase_add_loop_test(tcase, no_text_is_kept_of_what_was_resolved,
	    RESOLVE_SENT, RESOLVE_SEND_AGAIN + 1);
	tcase_add_test(tcase, what_nobody_answered_expires_at_its_time);
	tcase_add_test(tcase,
	    a_digest_is_written_once_and_leaves_as_messages);
	tcase_add_test(tcase, a_digest_goes_through_retry_doubt_and_resolve);
	tcase_add_test(tcase, a_crowd_stays_in_balance);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
