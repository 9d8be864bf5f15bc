/*
 * test_store_first_texts.c - first texts go in groups, and one by one: of each
 * the same follows, whether all that was claimed of it is told, or its id.
 */
#include "tests/unit/texted.h"

#define CAROL "+358401239999" /* of Ada's prefix */
#define N 3

static const char *const numbers[N] = { ADA, BOB, CAROL };
static GPtrArray *claimed; /* struct outbox_item */
static struct outbox_attempt group[N];

static void
texts_begin(void)
{
	balance_begin();
	for (guint i = 0; i < N; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);

		texted_invite(reference, numbers[i], NULL, NOON_AT);
	}
	claimed = world_claim(&world, DUE_AT, N);
}

static void
texts_end(void)
{
	g_clear_pointer(&claimed, g_ptr_array_unref);
	balance_end();
}

static const struct outbox_item *
item(gboolean told, guint i)
{
	return told ? claimed->pdata[i] : NULL;
}

static void
prepare(gboolean told)
{
	for (guint i = 0; i < N; i++) {
		group[i] = texted_attempt_of(i + 1, numbers[i]);
		group[i].item = item(told, i);
		group[i].ask.counts = TRUE;
	}
}

static void
begin(void)
{
	world_ok(store_settle(world.store, NULL, 0, group, N, DUE_AT, &error));
	balance_check(&world);
	for (guint i = 0; i < N; i++)
		ck_assert_int_eq(group[i].attempt_id != 0,
		    group[i].refusal == REFUSAL_NONE);
}

static void
refusals_are(enum refusal ada, enum refusal bob, enum refusal carol)
{
	ck_assert_int_eq(group[0].refusal, ada);
	ck_assert_int_eq(group[1].refusal, bob);
	ck_assert_int_eq(group[2].refusal, carol);
}

static void
end_all(gboolean told)
{
	struct outbox_verdict sent[N];

	for (guint i = 0; i < N; i++) {
		sent[i] = texted_verdict_of(i + 1, group[i].attempt_id,
		    VERDICT_SENT);
		sent[i].item = item(told, i);
		sent[i].detail = NULL;
		sent[i].remote_id = (const char *const[]){ "SM1", "SM2",
			NULL }[i];
	}
	world_ok(store_settle(world.store, sent, N, NULL, 0, DUE_AT + 5,
	    &error));
	balance_check(&world);
}

START_TEST(what_was_claimed_is_a_text_that_asks)
{
	for (guint i = 0; i < N; i++) {
		const struct outbox_item *one = claimed->pdata[i];

		ck_assert_int_eq(one->channel, CHANNEL_SMS);
		ck_assert_int_eq(one->kind, MESSAGE_INVITATION);
		ck_assert_str_eq(one->event->contact.phone, numbers[i]);
		ck_assert_int_eq(one->score, -1);
		ck_assert(!one->suppressed && !one->again && !one->placed);
	}
	texted_is("SELECT count(*) FROM conversation WHERE step = 'question'"
		  " AND asked_at IS NULL",
	    "3");
}
END_TEST

START_TEST(they_are_on_their_way_and_charged)
{
	prepare(_i);
	begin();
	refusals_are(REFUSAL_NONE, REFUSAL_NONE, REFUSAL_NONE);
	texted_is("SELECT count(*) FROM attempt WHERE outcome = 'sending'"
		  " AND is_ask = 1 AND provider = 'texts'",
	    "3");
	texted_is("SELECT count(*) FROM invitation_state WHERE"
		  " state = 'sending' AND asked_at = changed_at",
	    "3");
	texted_is("SELECT count(*) FROM due", "0");
	texted_is("SELECT group_concat(scope || ' ' || n || ' ' ||"
		  " cost_micro, '; ') FROM"
		  " (SELECT * FROM spending ORDER BY scope) x",
	    " 3 30000; number:+358401234567 1 10000;"
	    " number:+358401239999 1 10000; number:+358409876543 1 10000;"
	    " prefix:+35840123 2 20000; prefix:+35840987 1 10000");
	texted_is("SELECT group_concat(attempt_id || number, ' ') FROM"
		  " (SELECT * FROM charge ORDER BY attempt_id) x",
	    "1" ADA " 2" BOB " 3" CAROL);
	texted_is("SELECT group_concat(phone || step || provider, ' ') FROM"
		  " (SELECT * FROM conversation WHERE asked_at > 0 AND"
		  "  closes_at = asked_at + 86400 AND asked_again_at IS NULL"
		  "  ORDER BY invitation_id) x",
	    ADA "questiontexts " BOB "questiontexts " CAROL "questiontexts");
}
END_TEST

START_TEST(they_are_sent_and_go_by_the_gateways_names)
{
	prepare(_i);
	begin();
	end_all(_i);
	texted_is("SELECT count(*) FROM attempt WHERE outcome = 'accepted'",
	    "3");
	texted_is("SELECT count(*) FROM invitation_state WHERE state = 'sent'"
		  " AND sent_day > 0",
	    "3");
	texted_is("SELECT count(*) FROM charge", "0");
	texted_is("SELECT count(*) FROM follow_up", "3");
	texted_is("SELECT sent FROM " SENT_ROLLUP " x", "3");
	texted_is("SELECT group_concat(provider || remote_id || message_id,"
		  " ' ') FROM (SELECT * FROM text_sent ORDER BY message_id) x",
	    "textsSM11 textsSM22");
}
END_TEST

START_TEST(caps_hold_within_a_group)
{
	prepare(_i);
	for (guint i = 0; i < N; i++)
		group[i].charge.max_per_prefix = 1;
	begin();
	refusals_are(REFUSAL_NONE, REFUSAL_NONE, REFUSAL_PREFIX);
	texted_is("SELECT group_concat(message_id) FROM " LEASED, "3");
	balance_state_is(&world, 3, "scheduled");
}
END_TEST

START_TEST(a_day_is_full_within_a_group)
{
	prepare(_i);
	for (guint i = 0; i < N; i++)
		group[i].charge.max_per_day = 2;
	begin();
	refusals_are(REFUSAL_NONE, REFUSAL_NONE, REFUSAL_DAY);
}
END_TEST

START_TEST(money_is_spent_within_a_group_and_blows_the_fuse)
{
	struct fuse fuse;

	prepare(_i);
	for (guint i = 0; i < N; i++)
		group[i].charge.budget_micro = 2 * CENT_MICRO;
	begin();
	refusals_are(REFUSAL_NONE, REFUSAL_NONE, REFUSAL_FUSE);
	world_ok(store_fuse(world.store, DAY, &fuse, &error));
	ck_assert_int_eq(fuse.blown_at, DUE_AT);
	prepare(_i);
	begin();
	ck_assert_int_eq(group[2].refusal, REFUSAL_FUSE);
}
END_TEST

START_TEST(who_says_stop_meanwhile_is_not_texted)
{
	world_ok(store_suppress(world.store, CHANNEL_SMS, BOB, "by hand",
	    DUE_AT, &error));
	prepare(_i);
	begin();
	refusals_are(REFUSAL_NONE, REFUSAL_WITHDRAWN, REFUSAL_NONE);
	balance_state_is(&world, 2, "suppressed");
}
END_TEST

START_TEST(an_unread_text_is_read_first)
{
	texted_arrives("in", BOB, "hello", DUE_AT);
	prepare(_i);
	begin();
	refusals_are(REFUSAL_NONE, REFUSAL_UNREAD, REFUSAL_NONE);
	texted_is("SELECT group_concat(message_id) FROM " LEASED, "2");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_first_texts");
	TCase *tcase = tcase_create("first texts");

	tcase_add_checked_fixture(tcase, texts_begin, texts_end);
	tcase_add_test(tcase, what_was_claimed_is_a_text_that_asks);
	tcase_add_loop_test(tcase, they_are_on_their_way_and_charged, 0, 2);
	tcase_add_loop_test(tcase, they_are_sent_and_go_by_the_gateways_names,
	    0, 2);
	tcase_add_loop_test(tcase, caps_hold_within_a_group, 0, 2);
	tcase_add_loop_test(tcase, a_day_is_full_within_a_group, 0, 2);
	tcase_add_loop_test(tcase,
	    money_is_spent_within_a_group_and_blows_the_fuse, 0, 2);
	tcase_add_loop_test(tcase, who_says_stop_meanwhile_is_not_texted, 0,
	    2);
	tcase_add_loop_test(tcase, an_unread_text_is_read_first, 0, 2);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
