/* test_store_cases.c - cases are opened, joined, closed, counted, reminded of,
 * and mails about them relayed. */
#include "store/cases/cases_internal.h"

#include "store/cases/relay.h"
#include "store/journeys/suppressions.h"
#include "store/verify/verify.h"
#include "tests/unit/balance.h"

#define ADA "ada@example.com"
#define BOB "bob@example.com"
#define OWNER "owner@example.com"
#define LATER_AT (NOON_AT + 2 * HOUR_S)

static void
is(const char *sql, const char *expected)
{
	g_autofree char *found = balance_text(&world, sql);

	ck_assert_msg(g_strcmp0(found, expected) == 0, "%s: \"%s\", not \"%s\"",
	    sql, found, expected);
}

static gint64
opens(const struct new_case *new_case, gboolean expected_new)
{
	struct db *db = world.store->db;
	gint64 id = 0;
	gboolean is_new;

	world_ok(db_begin(db, &error));
	world_ok(case_open(db, new_case, LATER_AT, &id, &is_new, &error));
	world_ok(db_commit(db, &error));
	ck_assert_int_eq(is_new, expected_new);
	return id;
}

static struct new_case
of_invitation(gint64 invitation_id)
{
	return (struct new_case){ .cause = CASE_SCORE,
		.touchpoint = "stay",
		.contact_id = invitation_id,
		.invitation_id = invitation_id,
		.team = "desk",
		.owner = OWNER,
		.opened_at = LATER_AT,
		.due_at = LATER_AT + 2 * DAY_S,
		.remind_at = LATER_AT + DAY_S,
		.why = "score 2" };
}

static enum case_outcome
does(gint64 case_id, enum case_deed deed, const char *text, gint64 at)
{
	const struct case_change change = { .case_id = case_id,
		.deed = deed,
		.author = "Eve",
		.text = text,
		.due_at = at + DAY_S };
	enum case_outcome outcome;

	world_ok(store_change_case(world.store, &change, at, &outcome,
	    &error));
	return outcome;
}

static void
begin(void)
{
	balance_begin();
	world_sent(&world, "B-1", ADA);
	world_sent(&world, "B-2", BOB);
}

START_TEST(an_invitation_has_one_open_case)
{
	struct new_case first = of_invitation(1);
	struct new_case other = of_invitation(2);
	gint64 id = opens(&first, TRUE);

	first.why = "the score is 3 now";
	ck_assert_int_eq(opens(&first, FALSE), id);
	is("SELECT kind || ': ' || text FROM case_note",
	    "note: the score is 3 now");
	ck_assert_int_ne(opens(&other, TRUE), id);
	ck_assert_int_eq(does(id, CASE_CLOSE, "called", LATER_AT), CASE_DONE);
	first.joins_only = TRUE;
	ck_assert_int_eq(opens(&first, FALSE), 0);
	first.joins_only = FALSE;
	ck_assert_int_gt(opens(&first, TRUE), id);
	ck_assert_int_eq(does(id, CASE_REOPEN, NULL, LATER_AT), CASE_IS_OPEN);
}
END_TEST

START_TEST(a_reply_has_one_case_for_ever)
{
	const struct new_case unknown = { .cause = CASE_REPLY,
		.reply_id = world_reply(&world, "one", NOON_AT),
		.opened_at = LATER_AT,
		.due_at = LATER_AT };
	gint64 id = opens(&unknown, TRUE);

	does(id, CASE_CLOSE, "nobody", LATER_AT);
	ck_assert_int_eq(opens(&unknown, FALSE), id);
	is("SELECT count(*) FROM customer_case", "1");
}
END_TEST

START_TEST(what_is_done_to_a_case_is_noted)
{
	struct new_case one = of_invitation(1);
	gint64 id = opens(&one, TRUE);

	ck_assert_int_eq(does(id, CASE_NOTE, "no answer", LATER_AT),
	    CASE_DONE);
	ck_assert_int_eq(does(id, CASE_ASSIGN, "new@example.com", LATER_AT),
	    CASE_DONE);
	ck_assert_int_eq(does(id, CASE_CLOSE, "called", LATER_AT), CASE_DONE);
	is("SELECT coalesce(remind_at, 0) FROM customer_case", "0");
	ck_assert_int_eq(does(id, CASE_CLOSE, "called", LATER_AT),
	    CASE_NOT_OPEN);
	ck_assert_int_eq(does(id, CASE_ASSIGN, OWNER, LATER_AT),
	    CASE_NOT_OPEN);
	ck_assert_int_eq(does(id, CASE_NOTE, "more", LATER_AT), CASE_DONE);
	ck_assert_int_eq(does(id, CASE_REOPEN, "again", LATER_AT), CASE_DONE);
	ck_assert_int_eq(does(id, CASE_REOPEN, "again", LATER_AT),
	    CASE_IS_OPEN);
	ck_assert_int_eq(does(id + 9, CASE_NOTE, "x", LATER_AT),
	    CASE_UNKNOWN);
	is("SELECT count(*) FROM case_note WHERE author = 'Eve'", "5");
	is("SELECT recipient FROM message_content", "new@example.com");
	is("SELECT owner FROM customer_case", "new@example.com");
}
END_TEST

START_TEST(they_are_listed_by_when_they_are_due)
{
	struct new_case early = of_invitation(1);
	struct new_case late = of_invitation(2);
	const char *const points[] = { "leave", NULL };
	struct case_query query = { .now_at = LATER_AT };
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GPtrArray) none = NULL;
	g_autoptr(GPtrArray) mine = NULL;
	gint64 first;

	late.owner = NULL;
	opens(&late, TRUE);
	early.due_at = LATER_AT - 1;
	first = opens(&early, TRUE);
	world_ok(all = store_cases(world.store, &query, &error));
	ck_assert_uint_eq(all->len, 2);
	ck_assert_int_eq(((struct customer_case *)all->pdata[0])->id, first);
	ck_assert_str_eq(((struct customer_case *)all->pdata[0])->address,
	    ADA);
	query.touchpoints = points;
	world_ok(none = store_cases(world.store, &query, &error));
	ck_assert_uint_eq(none->len, 0);
	query.touchpoints = NULL;
	query.owner = "OWNER@example.com";
	world_ok(mine = store_cases(world.store, &query, &error));
	ck_assert_uint_eq(mine->len, 1);
}
END_TEST

START_TEST(sums_are_those_of_a_period)
{
	struct new_case one = of_invitation(1);
	struct new_case two = of_invitation(2);
	struct case_sums sums;
	const struct case_query query = { .now_at = LATER_AT + 3 * DAY_S,
		.closed_from_at = LATER_AT,
		.closed_until_at = LATER_AT + DAY_S,
		.limit = 5 };
	gint64 id = opens(&one, TRUE);

	world_ok(store_case_sums(world.store, &query, &sums, &error));
	ck_assert_int_eq(sums.median_close_s, -1);
	ck_assert_int_eq(sums.oldest_at, LATER_AT);
	case_sums_clear(&sums);
	does(id, CASE_CLOSE, "called", LATER_AT + HOUR_S);
	opens(&two, TRUE);
	id = opens(&one, TRUE);
	does(id, CASE_CLOSE, "called", LATER_AT + 3 * HOUR_S);
	world_ok(store_case_sums(world.store, &query, &sums, &error));
	ck_assert_int_eq(sums.open, 1);
	ck_assert_int_eq(sums.overdue, 1);
	ck_assert_int_eq(sums.opened, 3);
	ck_assert_int_eq(sums.closed, 2);
	ck_assert_int_eq(sums.median_close_s, 2 * HOUR_S);
	ck_assert_uint_eq(sums.owed->len, 1);
	case_sums_clear(&sums);
}
END_TEST

START_TEST(a_reminder_comes_once)
{
	static const char *const to[] = { "a@example.com", "b@example.com",
		NULL };
	struct new_case one = of_invitation(1);
	gint64 id = opens(&one, TRUE);
	gint64 at = 0;

	world_ok(store_next_case_reminder(world.store, &at, &error));
	ck_assert_int_eq(at, LATER_AT + DAY_S);
	for (guint i = 0; i < 2; i++)
		world_ok(store_remind_case(world.store, id, to, at, &error));
	is("SELECT count(*) FROM case_message WHERE form = 'reminder'", "2");
	world_ok(store_next_case_reminder(world.store, &at, &error));
	ck_assert_int_eq(at, G_MAXINT64);
}
END_TEST

/* A mail about the case comes in, and is read. */
static void
comes(gint64 case_id, enum case_side from, enum relay_said said,
    const char *text)
{
	static const char *const people[] = { OWNER, NULL };
	static guint n;
	g_autofree char *fingerprint = g_strdup_printf("about %u", ++n);
	const struct relay_effect relay = { .case_id = case_id,
		.from = from,
		.said = said,
		.text = text,
		.outcome = said == RELAY_CLOSES ? "called" : NULL,
		.from_name = "Bob",
		.people = people,
		.answers_to = from == CASE_SIDE_OWNER ? OWNER : ADA,
		.due_at = LATER_AT + DAY_S };
	const struct mail_effect mail = { .text = text };
	const struct reply_effect effect = {
		.reply_id = world_reply(&world, fingerprint, LATER_AT),
		.kind = REPLY_COMMENT,
		.invitation_id = from == CASE_SIDE_CUSTOMER ? 1 : 0,
		.answered_at = LATER_AT,
		.mail = &mail,
		.relay = &relay
	};

	/* Twice is once. */
	world_ok(store_apply_reply(world.store, &effect, LATER_AT, &error));
	world_ok(store_apply_reply(world.store, &effect, LATER_AT, &error));
}

START_TEST(a_mail_goes_to_the_other_side_once)
{
	struct new_case one = of_invitation(1);
	gint64 id = opens(&one, TRUE);
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	comes(id, CASE_SIDE_OWNER, RELAY_WORDS, "sorry");
	comes(id, CASE_SIDE_CUSTOMER, RELAY_WORDS, "fine");
	is("SELECT count(*) FROM case_message", "2");
	is("SELECT count(*) FROM response", "0");
	is("SELECT count(*) FROM fresh_reply", "0");
	items = world_claim(&world, LATER_AT, 2);
	item = items->pdata[0];
	ck_assert_str_eq(item->recipient, ADA);
	ck_assert_int_eq(item->case_side, CASE_SIDE_CUSTOMER);
	ck_assert_str_eq(item->text, "sorry");
	ck_assert_str_eq(item->from_name, "Bob");
	ck_assert(!item->suppressed);
	ck_assert_int_ne(item->follows_message_id, 0);
	item = items->pdata[1];
	ck_assert_str_eq(item->recipient, OWNER);
	ck_assert_int_eq(item->case_side, CASE_SIDE_OWNER);
}
END_TEST

START_TEST(a_mail_that_never_leaves_is_told)
{
	struct new_case one = of_invitation(1);
	gint64 id = opens(&one, TRUE);
	struct outbox_verdict verdict = { .verdict = VERDICT_SUPPRESSED,
		.detail = "the address is suppressed" };

	comes(id, CASE_SIDE_OWNER, RELAY_WORDS, "sorry");
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, ADA, "by hand",
	    LATER_AT, &error));
	{
		g_autoptr(GPtrArray) items = world_claim(&world, LATER_AT, 1);
		const struct outbox_item *item = items->pdata[0];

		ck_assert(item->suppressed);
		verdict.message_id = item->message_id;
	}
	world_ok(world_end_attempts(world.store, &verdict, 1, LATER_AT,
	    &error));
	is("SELECT form FROM case_message ORDER BY message_id DESC LIMIT 1",
	    "unsent");
	is("SELECT kind FROM case_note ORDER BY id DESC LIMIT 1", "held");
}
END_TEST

START_TEST(a_closed_case_is_opened_by_the_customer_alone)
{
	struct new_case one = of_invitation(1);
	gint64 id = opens(&one, TRUE);

	comes(id, CASE_SIDE_OWNER, RELAY_CLOSES, "#close called");
	is("SELECT outcome FROM customer_case", "called");
	is("SELECT count(*) FROM case_message", "0");
	comes(id, CASE_SIDE_OWNER, RELAY_WORDS, "and thank you");
	is("SELECT outcome FROM customer_case", "called");
	comes(id, CASE_SIDE_CUSTOMER, RELAY_WORDS, "not yet");
	is("SELECT count(*) FROM customer_case WHERE closed_at IS NULL", "1");
}
END_TEST

START_TEST(an_old_address_leads_to_the_case_that_is_open)
{
	struct new_case one = of_invitation(1);
	gint64 old = opens(&one, TRUE);
	gint64 id;

	does(old, CASE_CLOSE, "called", LATER_AT);
	id = opens(&one, TRUE);
	comes(old, CASE_SIDE_CUSTOMER, RELAY_WORDS, "again");
	ck_assert_int_eq(balance_count(&world,
			     "SELECT case_id FROM case_note"
			     " WHERE kind = 'from customer'"),
	    id);
	is("SELECT count(*) FROM customer_case WHERE closed_at IS NULL", "1");
}
END_TEST

START_TEST(an_opt_out_without_an_invitation_is_one)
{
	struct new_case one = of_invitation(1);
	gint64 id;

	one.invitation_id = 0;
	id = opens(&one, TRUE);
	comes(id, CASE_SIDE_CUSTOMER, RELAY_OPT_OUT, "stop");
	is("SELECT address FROM suppression", ADA);
	is("SELECT form FROM case_message", "opted out");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_cases");
	TCase *tcase = tcase_create("store_cases");

	tcase_add_checked_fixture(tcase, begin, balance_end);
	tcase_add_test(tcase, an_invitation_has_one_open_case);
	tcase_add_test(tcase, a_reply_has_one_case_for_ever);
	tcase_add_test(tcase, what_is_done_to_a_case_is_noted);
	tcase_add_test(tcase, they_are_listed_by_when_they_are_due);
	tcase_add_test(tcase, sums_are_those_of_a_period);
	tcase_add_test(tcase, a_reminder_comes_once);
	tcase_add_test(tcase, a_mail_goes_to_the_other_side_once);
	tcase_add_test(tcase, a_mail_that_never_leaves_is_told);
	tcase_add_test(tcase, a_closed_case_is_opened_by_the_customer_alone);
	tcase_add_test(tcase, an_old_address_leads_to_the_case_that_is_open);
	tcase_add_test(tcase, an_opt_out_without_an_invitation_is_one);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
