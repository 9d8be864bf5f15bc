/* test_store_replies.c - what came in, and what it did. */
#include "store/replies/replies.h"

#include <string.h>

#include "store/health.h"
#include "store/journeys/suppressions.h"
#include "tests/unit/balance.h"

#define ONE_AT (NOON_AT + HOUR_S)
#define TWO_AT (NOON_AT + 2 * HOUR_S)

static void
text_is(const char *sql, const char *expected)
{
	g_autofree char *found = balance_text(&world, sql);

	ck_assert_ptr_nonnull(found);
	ck_assert_str_eq(found, expected);
}

/* Responses in order: score, comment, what it supersedes, why. */
static void
responses_are(const char *expected)
{
	text_is("SELECT coalesce(group_concat(score || '/' ||"
		" coalesce(comment, '-') || '/' ||"
		" coalesce(CAST(supersedes AS TEXT), '-') || '/' ||"
		" coalesce(reason, '-'), ' | '), 'none')"
		" FROM (SELECT * FROM response ORDER BY id) x",
	    expected);
}

/* By touchpoint and day: sent/answered. */
static void
sent_is(const char *expected)
{
	text_is("SELECT coalesce(group_concat(day || ':' || sent || '/' ||"
		" answered, ' '), 'none') FROM (SELECT * FROM " SENT_ROLLUP " y"
		" ORDER BY day) x",
	    expected);
}

/* Invitation 1 has its attempt on disk and no verdict; the attempt. */
static gint64
sending_one(void)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	ck_assert_int_eq(world_claim_one(&world, ONE_AT), 1);
	return world_attempt(&world, 1, ONE_AT);
}

START_TEST(the_same_mail_twice_is_one_reply)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
	const struct raw_reply raws[] = {
		{ "replies", "one", NULL, bytes },
		{ "replies", "two", "s+t@example.com", bytes },
		{ "other", "one", NULL, bytes },
	};
	g_autoptr(GPtrArray) found = NULL;
	const struct new_reply *reply;
	guint stored = 99;

	world_ok(store_put_replies(world.store, raws, 3, 0, 0, NOON_AT, &stored,
	    &error));
	ck_assert_uint_eq(stored, 2);
	world_ok(store_put_replies(world.store, raws, 2, 0, 0, NOON_AT, &stored,
	    &error));
	ck_assert_uint_eq(stored, 0);
	world_ok(found = store_new_replies(world.store, 10, &error));
	ck_assert_uint_eq(found->len, 2);
	reply = found->pdata[0];
	ck_assert_ptr_null(reply->recipient);
	ck_assert_int_eq(reply->received_at, NOON_AT);
	ck_assert(g_bytes_equal(reply->bytes, bytes));
	reply = found->pdata[1];
	ck_assert_str_eq(reply->recipient, "s+t@example.com");
}
END_TEST

START_TEST(the_position_of_an_inbox_is_kept_with_its_replies)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
	const struct raw_reply raw = { "replies", "one", NULL, bytes };
	guint32 validity = 9, uid = 9;
	guint stored;

	world_ok(store_inbox_position(world.store, "replies", &validity, &uid,
	    &error));
	ck_assert_uint_eq(validity, 0);
	ck_assert_uint_eq(uid, 0);
	world_ok(store_put_replies(world.store, &raw, 1, G_MAXUINT32, 7,
	    NOON_AT, &stored, &error));
	world_ok(store_put_replies(world.store, &raw, 1, G_MAXUINT32,
	    G_MAXUINT32, NOON_AT, &stored, &error));
	ck_assert_uint_eq(stored, 0);
	world_ok(store_put_replies(world.store, &raw, 1, 0, 0, NOON_AT, &stored,
	    &error));
	world_ok(store_inbox_position(world.store, "replies", &validity, &uid,
	    &error));
	ck_assert_uint_eq(validity, G_MAXUINT32);
	ck_assert_uint_eq(uid, G_MAXUINT32);
	world_ok(store_inbox_position(world.store, "other", &validity, &uid,
	    &error));
	ck_assert_uint_eq(validity, 0);
}
END_TEST

START_TEST(a_reply_that_was_tried_too_often_is_set_aside)
{
	gint64 id = world_reply(&world, "bad", NOON_AT);
	gint64 good = world_reply(&world, "good", NOON_AT);
	const gint64 both[] = { id, good };
	g_autoptr(GPtrArray) left = NULL;
	const struct new_reply *reply;
	struct health health;
	enum reply_try outcomes[2];

	for (guint i = 0; i < 5; i++) {
		world_ok(store_try_replies(world.store, &id, 1, NOON_AT,
		    outcomes, &error));
		ck_assert_int_eq(outcomes[0], REPLY_TRY_GO);
	}
	world_ok(store_try_replies(world.store, both, 2, TWO_AT, outcomes,
	    &error));
	ck_assert_int_eq(outcomes[0], REPLY_TRY_ASIDE);
	ck_assert_int_eq(outcomes[1], REPLY_TRY_GO);
	world_ok(store_try_replies(world.store, &id, 1, TWO_AT, outcomes,
	    &error));
	ck_assert_int_eq(outcomes[0], REPLY_TRY_GONE);
	text_is("SELECT state || '/' || read_at || '/' || note FROM reply"
		" WHERE id = 1",
	    "set aside/1772373600/"
	    "the daemon ended as often as it read it");
	world_ok(left = store_new_replies(world.store, 10, &error));
	ck_assert_uint_eq(left->len, 1);
	reply = left->pdata[0];
	ck_assert_int_eq(reply->id, good);
	ck_assert_uint_eq(reply->tries, 1);
	world_ok(store_untry_replies(world.store, &good, 1, &error));
	ck_assert_int_eq(balance_count(&world,
			     "SELECT tries FROM reply WHERE id = 2"),
	    0);
	world_ok(store_health(world.store, &health, &error));
	ck_assert_int_eq(health.replies_aside, 1);
	ck_assert_int_eq(health.replies_new, 1);
}
END_TEST

START_TEST(a_reply_is_set_aside_once)
{
	gint64 id = world_reply(&world, "bad", NOON_AT);
	gboolean was_new;

	world_ok(store_set_aside(world.store, id, "it crashes", TWO_AT,
	    &was_new, &error));
	ck_assert(was_new);
	world_ok(store_set_aside(world.store, id, "again", TWO_AT, &was_new,
	    &error));
	ck_assert(!was_new);
	text_is("SELECT state || '/' || note FROM reply",
	    "set aside/it crashes");
}
END_TEST

START_TEST(replies_are_fetched_by_their_weight_but_at_least_one)
{
	const gsize bytes = strlen("Subject: 9\n\n");
	static const struct {
		gint64 after_id;
		guint limit;
		gsize max_bytes;
		guint found;
	} cases[] = {
		{ 0, 10, G_MAXSIZE, 3 },
		{ 0, 2, G_MAXSIZE, 2 },
		{ 1, 10, G_MAXSIZE, 2 },
		{ 3, 10, G_MAXSIZE, 0 },
		{ 0, 10, 0, 1 },
		{ 1, 10, 1, 1 },
	};
	g_autoptr(GPtrArray) two = NULL;

	world_reply(&world, "one", NOON_AT);
	world_reply(&world, "two", NOON_AT);
	world_reply(&world, "three", NOON_AT);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) found = NULL;

		world_ok(found = store_next_replies(world.store,
			     cases[i].after_id, cases[i].limit,
			     cases[i].max_bytes, &error));
		ck_assert_uint_eq(found->len, cases[i].found);
	}
	world_ok(two = store_next_replies(world.store, 0, 10, 2 * bytes,
		     &error));
	ck_assert_uint_eq(two->len, 2);
}
END_TEST

START_TEST(answers_of_one_person_count_in_their_order)
{
	struct reply_effect effects[2] = {
		{ .kind = REPLY_ANSWER,
		    .invitation_id = 1,
		    .score = 3,
		    .answered_at = TWO_AT,
		    .day = DAY },
		{ .kind = REPLY_ANSWER,
		    .invitation_id = 1,
		    .score = 9,
		    .answered_at = TWO_AT,
		    .day = DAY },
	};

	world_sent(&world, "B-1", "a@example.com");
	effects[0].reply_id = world_reply(&world, "x", TWO_AT);
	effects[1].reply_id = world_reply(&world, "y", TWO_AT);
	world_ok(
	    store_apply_replies(world.store, effects, 2, TWO_AT, &error));
	ck_assert_int_eq(balance_count(&world,
			     "SELECT score FROM response"
			     " ORDER BY id DESC LIMIT 1"),
	    9);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT sum(n) FROM " SCORE_ROLLUP " x"),
	    1);
	balance_check(&world);
}
END_TEST

START_TEST(an_answer_is_a_response_and_ends_the_invitation)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, "Lovely", TWO_AT);
	balance_state_is(&world, 1, "answered");
	responses_are("9/Lovely/-/-");
	sent_is("20513:1/1");
	text_is("SELECT state || '/' || kind || '/' || invitation_id"
		" FROM reply",
	    "read/answer/1");
	text_is("SELECT count(*) FROM follow_up WHERE look_at > 1772500000",
	    "0");
	text_is("SELECT reply_id || '/' || contact_id || '/' || source"
		" FROM response",
	    "1/1/reply");
}
END_TEST

START_TEST(a_later_answer_supersedes_the_first)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, "Lovely", TWO_AT);
	world_takes(&world, REPLY_ANSWER, 1, 3, NULL, TWO_AT + DAY_S);
	responses_are("9/Lovely/-/- | 3/Lovely/1/a later answer");
	text_is("SELECT group_concat(day || ':' || score || '=' || n, ' ')"
		" FROM (SELECT * FROM " SCORE_ROLLUP " y ORDER BY day) x",
	    "20514:3=1");
	sent_is("20513:1/1");
	balance_state_is(&world, 1, "answered");
	world_takes(&world, REPLY_ANSWER, 1, 4, NULL, TWO_AT + DAY_S);
	responses_are("9/Lovely/-/- | 3/Lovely/1/a later answer |"
		      " 4/Lovely/2/a later answer");
	balance_check(&world);
}
END_TEST

START_TEST(a_comment_after_the_score_belongs_to_it)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, TWO_AT);
	world_takes(&world, REPLY_COMMENT, 1, -1, "And the tea!", TWO_AT + 60);
	responses_are("9/-/-/- | 9/And the tea!/1/a comment after the score");
	sent_is("20513:1/1");
	world_takes(&world, REPLY_COMMENT, 1, -1, "And the bed!",
	    TWO_AT + DAY_S);
	text_is("SELECT score || '/' || comment || '/' || day FROM response"
		" WHERE id = 3",
	    "9/And the tea!\n\nAnd the bed!/20513");
	balance_state_is(&world, 1, "answered");
}
END_TEST

START_TEST(comments_over_and_over_do_not_grow_for_ever)
{
	g_autofree char *words = g_strnfill(60000, 'w');

	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, TWO_AT);
	for (int i = 0; i < 4; i++)
		world_takes(&world, REPLY_COMMENT, 1, -1, words, TWO_AT + i);
	text_is("SELECT max(length(comment)) FROM response", "65536");
	balance_state_is(&world, 1, "answered");
}
END_TEST

START_TEST(a_comment_without_a_score_is_kept_and_counts_nothing)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_COMMENT, 1, -1, "Hello", TWO_AT);
	balance_state_is(&world, 1, "sent");
	responses_are("none");
	text_is("SELECT state || '/' || kind FROM reply", "read/comment");
}
END_TEST

START_TEST(a_reply_is_applied_once)
{
	struct reply_effect effect = { .kind = REPLY_ANSWER,
		.invitation_id = 1,
		.score = 9,
		.answered_at = TWO_AT,
		.day = DAY };

	world_sent(&world, "B-1", "a@example.com");
	effect.reply_id = world_reply(&world, "x", TWO_AT);
	for (guint i = 0; i < 2; i++)
		world_ok(
		    store_apply_reply(world.store, &effect, TWO_AT, &error));
	responses_are("9/-/-/-");
	balance_check(&world);
}
END_TEST

START_TEST(what_is_nobodys_is_kept_with_its_note)
{
	const struct reply_effect effect = { .reply_id = world_reply(&world,
						 "x", TWO_AT),
		.kind = REPLY_ANSWER,
		.score = 9,
		.answered_at = TWO_AT,
		.day = DAY,
		.note = "no token of ours" };

	world_ok(store_apply_reply(world.store, &effect, TWO_AT, &error));
	text_is("SELECT state || '/' || kind || '/' || note || '/' ||"
		" coalesce(CAST(invitation_id AS TEXT), 'nobody') FROM reply",
	    "read/answer/no token of ours/nobody");
	responses_are("none");
}
END_TEST

START_TEST(a_reply_to_an_invitation_that_is_gone_is_nobodys)
{
	const struct reply_effect effect = { .reply_id = world_reply(&world,
						 "x", TWO_AT),
		.kind = REPLY_ANSWER,
		.invitation_id = 77,
		.score = 9,
		.answered_at = TWO_AT,
		.day = DAY };

	/* As after a store was brought back from last week's copy. */
	world_ok(store_apply_reply(world.store, &effect, TWO_AT, &error));
	text_is("SELECT state || '/' || kind || '/' || note || '/' ||"
		" coalesce(CAST(invitation_id AS TEXT), 'nobody') FROM reply",
	    "read/answer/of an invitation that is not in the store/nobody");
	responses_are("none");
}
END_TEST

START_TEST(of_a_large_reply_that_is_nobodys_the_beginning_is_kept)
{
	g_autofree char *large = g_strnfill(200 * 1024, 'x');
	g_autoptr(GBytes) bytes = g_bytes_new_static(large, 200 * 1024);
	const struct raw_reply raw = { .inbox = "replies",
		.fingerprint = "large",
		.bytes = bytes };
	struct reply_effect effect = { .reply_id = 1, .kind = REPLY_COMMENT };
	guint stored;

	world_ok(store_put_replies(world.store, &raw, 1, 0, 0, NOON_AT, &stored,
	    &error));
	text_is("SELECT length(bytes) FROM reply_raw", "204800");
	world_ok(store_apply_reply(world.store, &effect, TWO_AT, &error));
	text_is("SELECT length(bytes) FROM reply_raw", "65536");
}
END_TEST

START_TEST(an_opt_out_suppresses_and_cancels_what_waits)
{
	gint64 leased;
	g_autoptr(GPtrArray) list = NULL;
	const struct suppression *suppression;

	world_sent(&world, "B-1", "Ada@example.com");
	world_invite(&world, "B-2", "Ada@example.com", NOON_AT);
	leased = world_claim_one(&world, TWO_AT);
	world_invite(&world, "B-3", "Ada@example.com", TWO_AT);
	world_invite(&world, "B-4", "b@example.com", TWO_AT);
	world_takes(&world, REPLY_OPT_OUT, 1, -1, NULL, TWO_AT);
	balance_state_is(&world, 1, "sent");
	balance_state_is(&world, 2, "suppressed");
	balance_state_is(&world, 3, "suppressed");
	balance_state_is(&world, 4, "scheduled");
	ck_assert_int_eq(world_attempt(&world, leased, TWO_AT), 0);
	world_ok(list = store_suppressions(world.store, &error));
	ck_assert_uint_eq(list->len, 1);
	suppression = list->pdata[0];
	ck_assert_int_eq(suppression->channel, CHANNEL_EMAIL);
	ck_assert_str_eq(suppression->address, "ada@example.com");
	ck_assert_str_eq(suppression->reason, "opt-out");
	ck_assert_int_eq(suppression->since_at, TWO_AT);
	responses_are("none");
}
END_TEST

START_TEST(a_suppression_that_fails_half_way_is_not_there_at_all)
{
	struct reply_effect effect = { .kind = REPLY_OPT_OUT,
		.invitation_id = 1,
		.suppress = TRUE };

	world_sent(&world, "B-1", "a@example.com");
	world_invite(&world, "B-2", "a@example.com", NOON_AT);
	effect.reply_id = world_reply(&world, "x", TWO_AT);
	place_trip(world.url, "DELETE", "due", NULL);
	ck_assert(!store_apply_reply(world.store, &effect, TWO_AT, NULL));
	text_is("SELECT count(*) FROM suppression", "0");
	text_is("SELECT state FROM reply", "new");
	balance_state_is(&world, 2, "scheduled");
	place_untrip(world.url, "due");
	world_ok(store_apply_reply(world.store, &effect, TWO_AT, &error));
	balance_state_is(&world, 2, "suppressed");
}
END_TEST

START_TEST(a_suppression_keeps_its_first_reason_and_can_be_lifted)
{
	g_autoptr(GPtrArray) list = NULL;
	const struct suppression *suppression;
	gboolean lifted = FALSE;

	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "A@example.com",
	    "first", NOON_AT, &error));
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "a@example.com",
	    "second", TWO_AT, &error));
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "b@example.com",
	    "third", TWO_AT, &error));
	world_ok(list = store_suppressions(world.store, &error));
	ck_assert_uint_eq(list->len, 2);
	suppression = list->pdata[0];
	ck_assert_str_eq(suppression->reason, "third");
	suppression = list->pdata[1];
	ck_assert_str_eq(suppression->reason, "first");
	ck_assert_int_eq(suppression->since_at, NOON_AT);
	world_ok(store_unsuppress(world.store, CHANNEL_EMAIL, "A@Example.com",
	    &lifted, &error));
	ck_assert(lifted);
	world_ok(store_unsuppress(world.store, CHANNEL_EMAIL, "a@example.com",
	    &lifted, &error));
	ck_assert(!lifted);
}
END_TEST

START_TEST(a_permanent_bounce_fails_and_suppresses)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_BOUNCE, 1, -1, NULL, TWO_AT);
	balance_state_is(&world, 1, "failed");
	text_is("SELECT reason FROM invitation_state", "permanent bounce");
	text_is("SELECT reason FROM suppression", "permanent bounce");
	sent_is("20513:1/0");
}
END_TEST

START_TEST(a_bounce_after_the_answer_leaves_the_answer)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, TWO_AT);
	world_takes(&world, REPLY_BOUNCE, 1, -1, NULL, TWO_AT);
	balance_state_is(&world, 1, "answered");
}
END_TEST

START_TEST(an_answer_after_a_bounce_counts)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_BOUNCE, 1, -1, NULL, TWO_AT);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, TWO_AT);
	balance_state_is(&world, 1, "answered");
	sent_is("20513:1/1");
}
END_TEST

START_TEST(an_answer_after_expiry_counts)
{
	world_sent(&world, "B-1", "a@example.com");
	world_expire(&world, NOON_AT + 30 * DAY_S, 10);
	balance_state_is(&world, 1, "expired");
	world_takes(&world, REPLY_ANSWER, 1, 2, NULL, NOON_AT + 31 * DAY_S);
	balance_state_is(&world, 1, "answered");
	responses_are("2/-/-/-");
	sent_is("20513:1/1");
}
END_TEST

START_TEST(an_answer_to_what_is_in_doubt_proves_that_it_was_sent)
{
	g_autoptr(GPtrArray) doubts = NULL;
	g_autoptr(GError) refused = NULL;

	world_verdict(&world, 1, sending_one(), VERDICT_IN_DOUBT, ONE_AT);
	balance_state_is(&world, 1, "in doubt");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, TWO_AT);
	balance_state_is(&world, 1, "answered");
	text_is("SELECT outcome || '/' || detail FROM attempt",
	    "accepted/proven by a reply");
	sent_is("20513:1/1");
	world_ok(doubts = store_doubts(world.store, &error));
	ck_assert_uint_eq(doubts->len, 0);
	ck_assert(!store_resolve(world.store, 1, RESOLVE_SENT, DAY, TWO_AT,
	    &refused));
}
END_TEST

START_TEST(a_bounce_of_what_is_in_doubt_proves_that_it_failed)
{
	world_verdict(&world, 1, sending_one(), VERDICT_IN_DOUBT, ONE_AT);
	world_takes(&world, REPLY_BOUNCE, 1, -1, NULL, TWO_AT);
	balance_state_is(&world, 1, "failed");
	text_is("SELECT outcome FROM attempt", "rejected");
}
END_TEST

START_TEST(an_answer_quicker_than_the_verdict_is_counted_once)
{
	gint64 attempt_id = sending_one();
	guint expired = 99;

	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, ONE_AT + 1);
	balance_state_is(&world, 1, "answered");
	world_verdict(&world, 1, attempt_id, (enum verdict)_i, ONE_AT + 2);
	balance_state_is(&world, 1, "answered");
	sent_is("20513:1/1");
	responses_are("9/-/-/-");
	g_ptr_array_unref(world_claim(&world, ONE_AT + DAY_S, 0));
	expired = world_expire(&world, ONE_AT + 90 * DAY_S, 10);
	ck_assert_uint_eq(expired, 0);
}
END_TEST

START_TEST(who_answers_what_was_deferred_is_not_asked_again)
{
	world_verdict(&world, 1, sending_one(), VERDICT_RETRY, ONE_AT);
	balance_state_is(&world, 1, "scheduled");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, ONE_AT + 60);
	balance_state_is(&world, 1, "answered");
	sent_is("20513:1/1");
	g_ptr_array_unref(world_claim(&world, ONE_AT + DAY_S, 0));
}
END_TEST

START_TEST(an_answer_quicker_than_a_crash_leaves_no_doubt)
{
	guint returned, in_doubt = 99;
	g_autoptr(GPtrArray) doubts = NULL;

	sending_one();
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, ONE_AT + 1);
	world_ok(world_recover(&world, ONE_AT + 2, &returned, &in_doubt,
	    &error));
	balance_state_is(&world, 1, "answered");
	ck_assert_uint_eq(in_doubt, 0);
	world_ok(doubts = store_doubts(world.store, &error));
	ck_assert_uint_eq(doubts->len, 0);
	sent_is("20513:1/1");
}
END_TEST

START_TEST(a_bounce_quicker_than_the_verdict_stays_failed)
{
	gint64 attempt_id = sending_one();

	world_takes(&world, REPLY_BOUNCE, 1, -1, NULL, ONE_AT + 1);
	balance_state_is(&world, 1, "failed");
	world_verdict(&world, 1, attempt_id, (enum verdict)_i, ONE_AT + 2);
	balance_state_is(&world, 1, "failed");
	g_ptr_array_unref(world_claim(&world, ONE_AT + DAY_S, 0));
}
END_TEST

START_TEST(a_message_knows_its_invitation)
{
	gint64 id = 9;

	world_sent(&world, "B-1", "a@example.com");
	world_ok(store_invitation_of_message(world.store, 1, &id, &error));
	ck_assert_int_eq(id, 1);
	world_ok(store_invitation_of_message(world.store, 4711, &id, &error));
	ck_assert_int_eq(id, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_replies");
	TCase *tcase = tcase_create("store_replies");

	tcase_add_checked_fixture(tcase, balance_begin, balance_end);
	tcase_add_test(tcase, the_same_mail_twice_is_one_reply);
	tcase_add_test(tcase,
	    the_position_of_an_inbox_is_kept_with_its_replies);
	tcase_add_test(tcase, a_reply_that_was_tried_too_often_is_set_aside);
	tcase_add_test(tcase, a_reply_is_set_aside_once);
	tcase_add_test(tcase,
	    replies_are_fetched_by_their_weight_but_at_least_one);
	tcase_add_test(tcase, answers_of_one_person_count_in_their_order);
	tcase_add_test(tcase, an_answer_is_a_response_and_ends_the_invitation);
	tcase_add_test(tcase, a_later_answer_supersedes_the_first);
	tcase_add_test(tcase, a_comment_after_the_score_belongs_to_it);
	tcase_add_test(tcase, comments_over_and_over_do_not_grow_for_ever);
	tcase_add_test(tcase,
	    a_comment_without_a_score_is_kept_and_counts_nothing);
	tcase_add_test(tcase, a_reply_is_applied_once);
	tcase_add_test(tcase, what_is_nobodys_is_kept_with_its_note);
	tcase_add_test(tcase, a_reply_to_an_invitation_that_is_gone_is_nobodys);
	tcase_add_test(tcase,
	    of_a_large_reply_that_is_nobodys_the_beginning_is_kept);
	tcase_add_test(tcase, an_opt_out_suppresses_and_cancels_what_waits);
	tcase_add_test(tcase,
	    a_suppression_that_fails_half_way_is_not_there_at_all);
	tcase_add_test(tcase,
	    a_suppression_keeps_its_first_reason_and_can_be_lifted);
	tcase_add_test(tcase, a_permanent_bounce_fails_and_suppresses);
	tcase_add_test(tcase, a_bounce_after_the_answer_leaves_the_answer);
	tcase_add_test(tcase, an_answer_after_a_bounce_counts);
	tcase_add_test(tcase, an_answer_after_expiry_counts);
	tcase_add_test(tcase,
	    an_answer_to_what_is_in_doubt_proves_that_it_was_sent);
	tcase_add_test(tcase,
	    a_bounce_of_what_is_in_doubt_proves_that_it_failed);
	tcase_add_loop_test(tcase,
	    an_answer_quicker_than_the_verdict_is_counted_once, VERDICT_SENT,
	    VERDICT_IN_DOUBT + 1);
	tcase_add_test(tcase, who_answers_what_was_deferred_is_not_asked_again);
	tcase_add_test(tcase, an_answer_quicker_than_a_crash_leaves_no_doubt);
	tcase_add_loop_test(tcase,
	    a_bounce_quicker_than_the_verdict_stays_failed, VERDICT_SENT,
	    VERDICT_IN_DOUBT + 1);
	tcase_add_test(tcase, a_message_knows_its_invitation);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
