/*
 * test_store_spending.c - how many texts leave on a day, what they cost, and
 * the fuse.
 */
#include "tests/unit/texted.h"

#define CAROL "+358401239999" /* of Ada's prefix */

/* Tries to begin an attempt by these limits; the refusal. */
static enum refusal
try(gint64 message_id, const char *number, const struct text_charge *limits,
    gint64 *attempt_id)
{
	struct outbox_attempt attempt = texted_attempt_of(message_id, number);

	attempt.charge.max_per_number = limits->max_per_number;
	attempt.charge.max_per_prefix = limits->max_per_prefix;
	attempt.charge.max_per_day = limits->max_per_day;
	attempt.charge.budget_micro = limits->budget_micro;
	if (limits->day != 0)
		attempt.charge.day = limits->day;
	world_ok(
	    world_begin_attempts(world.store, &attempt, 1, DUE_AT, &error));
	balance_check(&world);
	ck_assert_int_eq(attempt.attempt_id != 0,
	    attempt.refusal == REFUSAL_NONE);
	if (attempt_id != NULL)
		*attempt_id = attempt.attempt_id;
	return attempt.refusal;
}

static struct fuse
fuse_of(gint32 day)
{
	struct fuse fuse;

	world_ok(store_fuse(world.store, day, &fuse, &error));
	return fuse;
}

static gboolean
reset(gint32 day)
{
	gboolean was_blown = 9;

	world_ok(
	    store_reset_fuse(world.store, day, DUE_AT + 5, &was_blown, &error));
	balance_check(&world);
	return was_blown;
}

/* These are leased, message 1 to n. */
static void
lease(const char *const *numbers)
{
	guint n = 0;

	for (; numbers[n] != NULL; n++) {
		g_autofree char *reference = g_strdup_printf("B-%u", n);

		texted_invite(reference, numbers[n], NULL, NOON_AT);
	}
	g_ptr_array_unref(world_claim(&world, DUE_AT, n));
}

static const char *const three[] = { ADA, BOB, CAROL, NULL };
static const struct text_charge no_limits;

static void
park_for_fuse(gint64 message_id)
{
	struct outbox_verdict later = texted_verdict_of(message_id, 0,
	    VERDICT_RETRY);

	later.provider = NULL;
	later.parked_for = "fuse";
	later.detail = "the budget of the day is spent";
	texted_end_attempt(later, DUE_AT);
}

START_TEST(texts_and_their_cost_are_counted_by_day)
{
	lease(three);
	ck_assert_int_eq(try(1, ADA, &no_limits, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(2, BOB, &no_limits, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(3, CAROL, &(struct text_charge){ .day = DAY + 1 },
			     NULL),
	    REFUSAL_NONE);
	ck_assert_int_eq(fuse_of(DAY).sent, 2);
	ck_assert_int_eq(fuse_of(DAY).spent_micro, 2 * CENT_MICRO);
	ck_assert_int_eq(fuse_of(DAY).blown_at, 0);
	ck_assert_int_eq(fuse_of(DAY + 1).sent, 1);
	ck_assert_int_eq(fuse_of(DAY + 2).sent, 0);
}
END_TEST

START_TEST(a_number_gets_no_more_than_its_texts_a_day)
{
	const struct text_charge one = { .max_per_number = 1 };
	const struct text_charge tomorrow = { .max_per_number = 1,
		.day = DAY + 1 };

	texted_ask_ada();
	texted_ada_scores(9, DUE_AT);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 2);
	ck_assert_int_eq(try(2, ADA, &one, NULL), REFUSAL_NUMBER);
	/* It is leased still, and may leave on another day. */
	texted_is("SELECT group_concat(message_id) FROM " LEASED, "2");
	ck_assert_int_eq(try(2, ADA, &tomorrow, NULL), REFUSAL_NONE);
}
END_TEST

START_TEST(a_prefix_gets_no_more_than_its_texts_a_day)
{
	const struct text_charge one = { .max_per_prefix = 1 };

	lease(three);
	ck_assert_int_eq(try(1, ADA, &one, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(3, CAROL, &one, NULL), REFUSAL_PREFIX);
	ck_assert_int_eq(try(2, BOB, &one, NULL), REFUSAL_NONE);
	texted_is("SELECT group_concat(scope, ' ') FROM (SELECT scope FROM"
		  " spending WHERE scope LIKE 'prefix:%' ORDER BY scope) x",
	    "prefix:+35840123 prefix:+35840987");
}
END_TEST

START_TEST(a_day_has_no_more_than_its_texts)
{
	const struct text_charge two = { .max_per_day = 2 };

	lease(three);
	ck_assert_int_eq(try(1, ADA, &two, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(2, BOB, &two, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(3, CAROL, &two, NULL), REFUSAL_DAY);
	ck_assert_int_eq(fuse_of(DAY).blown_at, 0);
}
END_TEST

START_TEST(caps_hold_within_one_group)
{
	struct outbox_attempt group[3];
	gint64 n = 0;

	lease(three);
	for (guint i = 0; i < 3; i++) {
		group[i] = texted_attempt_of(i + 1, three[i]);
		group[i].charge.max_per_day = 2;
	}
	world_ok(world_begin_attempts(world.store, group, 3, DUE_AT, &error));
	for (guint i = 0; i < 3; i++)
		n += group[i].attempt_id != 0;
	ck_assert_int_eq(n, 2);
	ck_assert_int_eq(group[2].refusal, REFUSAL_DAY);
}
END_TEST

START_TEST(the_exact_budget_is_spent_and_a_cent_more_blows_the_fuse)
{
	const struct text_charge two_cents = {
		.budget_micro = 2 * CENT_MICRO,
	};

	lease(three);
	ck_assert_int_eq(try(1, ADA, &two_cents, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(2, BOB, &two_cents, NULL), REFUSAL_NONE);
	ck_assert_int_eq(fuse_of(DAY).blown_at, 0);
	ck_assert_int_eq(try(3, CAROL, &two_cents, NULL), REFUSAL_FUSE);
	ck_assert_int_eq(fuse_of(DAY).blown_at, DUE_AT);
	ck_assert_int_eq(fuse_of(DAY).sent, 2);
	texted_is("SELECT group_concat(message_id) FROM " LEASED, "3");
	balance_state_is(&world, 3, "scheduled");
}
END_TEST

START_TEST(a_blown_fuse_stays_blown_whatever_the_day_or_the_budget)
{
	const struct text_charge one_cent = { .budget_micro = 1 };
	const struct text_charge tomorrow = { .day = DAY + 1 };
	guint returned, in_doubt;

	lease(three);
	ck_assert_int_eq(try(1, ADA, &one_cent, NULL), REFUSAL_FUSE);
	world_ok(world_recover(&world, DUE_AT, &returned, &in_doubt, &error));
	g_ptr_array_unref(world_claim(&world, DUE_AT, 3));
	ck_assert_int_eq(try(2, BOB, &no_limits, NULL), REFUSAL_FUSE);
	ck_assert_int_eq(try(2, BOB, &tomorrow, NULL), REFUSAL_FUSE);
	ck_assert_int_eq(fuse_of(DAY + 1).blown_at, DUE_AT);
}
END_TEST

START_TEST(what_a_cap_holds_back_blows_no_fuse)
{
	const struct text_charge both = { .max_per_day = 1,
		.budget_micro = CENT_MICRO };

	lease(three);
	ck_assert_int_eq(try(1, ADA, &both, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(2, BOB, &both, NULL), REFUSAL_DAY);
	ck_assert_int_eq(fuse_of(DAY).blown_at, 0);
}
END_TEST

START_TEST(a_reset_lets_out_what_waited_and_the_budget_begins_anew)
{
	const struct text_charge two_cents = {
		.budget_micro = 2 * CENT_MICRO,
	};

	lease(three);
	try(1, ADA, &two_cents, NULL);
	try(2, BOB, &two_cents, NULL);
	ck_assert_int_eq(try(3, CAROL, &two_cents, NULL), REFUSAL_FUSE);
	park_for_fuse(3);
	texted_is("SELECT reason FROM invitation_state"
		  " WHERE invitation_id = 3",
	    "the budget of the day is spent");
	ck_assert_uint_eq(texted_claimable(DUE_AT + DAY_S), 0);
	ck_assert(reset(DAY));
	ck_assert_int_eq(fuse_of(DAY).blown_at, 0);
	/* What was spent was spent. */
	ck_assert_int_eq(fuse_of(DAY).spent_micro, 2 * CENT_MICRO);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 3);
	ck_assert_int_eq(try(3, CAROL, &two_cents, NULL), REFUSAL_NONE);
	ck_assert_int_eq(fuse_of(DAY).spent_micro, 3 * CENT_MICRO);
	ck_assert(!reset(DAY));
}
END_TEST

START_TEST(the_new_budget_of_a_day_has_its_end_too)
{
	const struct text_charge one_cent = { .budget_micro = CENT_MICRO };

	lease(three);
	ck_assert_int_eq(try(1, ADA, &one_cent, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(2, BOB, &one_cent, NULL), REFUSAL_FUSE);
	reset(DAY);
	ck_assert_int_eq(try(2, BOB, &one_cent, NULL), REFUSAL_NONE);
	ck_assert_int_eq(try(3, CAROL, &one_cent, NULL), REFUSAL_FUSE);
}
END_TEST

START_TEST(a_start_of_the_daemon_does_not_mend_the_fuse)
{
	const struct text_charge none = { .budget_micro = 1 };

	lease(three);
	ck_assert_int_eq(try(1, ADA, &none, NULL), REFUSAL_FUSE);
	park_for_fuse(1);
	world_ok(store_forget_halts(world.store, &error));
	texted_is("SELECT group_concat(message_id) FROM parked", "1");
	ck_assert_int_ne(fuse_of(DAY).blown_at, 0);
	reset(DAY);
	texted_is("SELECT count(*) FROM parked", "0");
	/* Of a provider of that name, if the fuse is whole. */
	g_ptr_array_unref(world_claim(&world, DUE_AT, 1));
	park_for_fuse(1);
	world_ok(store_forget_halts(world.store, &error));
	texted_is("SELECT count(*) FROM parked", "0");
}
END_TEST

START_TEST(what_did_not_leave_is_not_paid)
{
	static const struct {
		enum verdict verdict;
		const char *spent;
	} each[] = {
		{ VERDICT_SENT, "1 10000" },
		{ VERDICT_RETRY, "0 0" },
		{ VERDICT_FAILED, "0 0" },
		{ VERDICT_IN_DOUBT, "1 10000" },
	};
	gint64 attempt_id;
	struct outbox_verdict verdict;

	lease(three);
	ck_assert_int_eq(try(1, ADA, &no_limits, &attempt_id), REFUSAL_NONE);
	verdict = texted_verdict_of(1, attempt_id, each[_i].verdict);
	verdict.next_at = DUE_AT + 60;
	texted_end_attempt(verdict, DUE_AT + 1);
	/* A verdict that comes twice counts once. */
	texted_end_attempt(verdict, DUE_AT + 1);
	texted_is("SELECT n || ' ' || cost_micro FROM spending"
		  " WHERE scope = ''",
	    each[_i].spent);
	texted_is("SELECT n || ' ' || cost_micro FROM spending"
		  " WHERE scope = 'number:" ADA "'",
	    each[_i].spent);
}
END_TEST

START_TEST(what_is_in_doubt_is_paid_unless_it_is_said_not_to_have_left)
{
	static const struct {
		enum resolution resolution;
		const char *spent;
	} each[] = {
		{ RESOLVE_SENT, "1 10000" },
		{ RESOLVE_FAILED, "0 0" },
		{ RESOLVE_SEND_AGAIN, "0 0" },
	};
	gint64 attempt_id;

	lease(three);
	ck_assert_int_eq(try(1, ADA, &no_limits, &attempt_id), REFUSAL_NONE);
	texted_end_attempt(texted_verdict_of(1, attempt_id, VERDICT_IN_DOUBT),
	    DUE_AT + 1);
	texted_is("SELECT count(*) FROM charge", "1");
	world_ok(store_resolve(world.store, 1, each[_i].resolution, DAY,
	    DUE_AT + 9, &error));
	texted_is("SELECT n || ' ' || cost_micro FROM spending"
		  " WHERE scope = ''",
	    each[_i].spent);
	texted_is("SELECT count(*) FROM charge", "0");
}
END_TEST

START_TEST(numbers_of_days_long_past_are_forgotten_and_their_sums_kept)
{
	gint64 attempt_id;

	lease(three);
	ck_assert_int_eq(try(1, ADA, &no_limits, &attempt_id), REFUSAL_NONE);
	ck_assert_int_eq(try(2, BOB, &(struct text_charge){ .day = DAY + 3 },
			     NULL),
	    REFUSAL_NONE);
	texted_is("SELECT group_concat(day || scope, ' ') FROM (SELECT * FROM"
		  " spending ORDER BY day, scope) x",
	    "20513 20516 20516number:" BOB " 20516prefix:+35840987");
	/* A refund of that day touches no day that is kept. */
	texted_end_attempt(texted_verdict_of(1, attempt_id, VERDICT_FAILED),
	    DUE_AT + 3 * DAY_S);
	ck_assert_int_eq(fuse_of(DAY).sent, 0);
	ck_assert_int_eq(fuse_of(DAY + 3).sent, 1);
}
END_TEST

START_TEST(many_numbers_are_forgotten_a_few_at_a_time)
{
	static const char *const ten[] = { "+358400100000", "+358400100001",
		"+358400100002", "+358400100003", "+358400100004",
		"+358400100005", "+358400100006", "+358400100007",
		"+358400100008", "+358400100009", NULL };
	const struct text_charge later = { .day = DAY + 3 };

	lease(ten);
	for (gint64 id = 1; id <= 8; id++)
		try(id, ten[id - 1], &no_limits, NULL);
	/* Of eight numbers and a prefix. */
	try(9, ten[8], &later, NULL);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM spending WHERE scope <> ''"
			     " AND day < (SELECT max(day) FROM spending)"),
	    1);
	try(10, ten[9], &later, NULL);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM spending WHERE scope <> ''"
			     " AND day < (SELECT max(day) FROM spending)"),
	    0);
	ck_assert_int_eq(fuse_of(DAY).sent, 8);
}
END_TEST

START_TEST(a_mail_is_charged_nothing)
{
	const struct text_charge none = { .budget_micro = 1 };

	lease(three);
	ck_assert_int_eq(try(1, ADA, &none, NULL), REFUSAL_FUSE);
	world_invite(&world, "M-1", "ada@example.com", NOON_AT);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 4);
	ck_assert_int_gt(world_attempt(&world, 4, DUE_AT), 0);
	ck_assert_int_eq(fuse_of(DAY).sent, 0);
}
END_TEST

START_TEST(a_store_that_fails_at_the_charge_has_begun_nothing)
{
	struct outbox_attempt group[2] = { texted_attempt_of(1, ADA),
		texted_attempt_of(2, BOB) };
	g_autoptr(GError) refusal = NULL;

	lease(three);
	place_trip(world.url, "INSERT", "charge", "NEW.number = '" BOB "'");
	ck_assert(
	    !world_begin_attempts(world.store, group, 2, DUE_AT, &refusal));
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT count(*) FROM " LEASED, "3");
	texted_is("SELECT count(*) FROM attempt", "0");
	ck_assert_int_eq(fuse_of(DAY).sent, 0);
	texted_is("SELECT count(*) FROM conversation"
		  " WHERE asked_at IS NOT NULL",
	    "0");
	place_untrip(world.url, "charge");
	world_ok(world_begin_attempts(world.store, group, 2, DUE_AT, &error));
	ck_assert_int_eq(fuse_of(DAY).sent, 2);
}
END_TEST

START_TEST(what_was_refused_has_not_begun)
{
	const struct text_charge none = { .max_per_day = 1 };

	lease(three);
	try(1, ADA, &none, NULL);
	ck_assert_int_eq(try(2, BOB, &none, NULL), REFUSAL_DAY);
	balance_state_is(&world, 2, "scheduled");
	texted_is("SELECT count(*) FROM attempt", "1");
	texted_is("SELECT asked_at IS NULL FROM conversation"
		  " WHERE invitation_id = 2",
	    "1");
}
END_TEST

static void
add_caps(TCase *tcase)
{
	tcase_add_test(tcase, texts_and_their_cost_are_counted_by_day);
	tcase_add_test(tcase, a_number_gets_no_more_than_its_texts_a_day);
	tcase_add_test(tcase, a_prefix_gets_no_more_than_its_texts_a_day);
	tcase_add_test(tcase, a_day_has_no_more_than_its_texts);
	tcase_add_test(tcase, caps_hold_within_one_group);
	tcase_add_test(tcase,
	    a_store_that_fails_at_the_charge_has_begun_nothing);
	tcase_add_test(tcase, what_was_refused_has_not_begun);
	tcase_add_test(tcase,
	    numbers_of_days_long_past_are_forgotten_and_their_sums_kept);
	tcase_add_test(tcase, many_numbers_are_forgotten_a_few_at_a_time);
	tcase_add_test(tcase, a_mail_is_charged_nothing);
}

static void
add_money(TCase *tcase)
{
	tcase_add_loop_test(tcase, what_did_not_leave_is_not_paid, 0, 4);
	tcase_add_loop_test(tcase,
	    what_is_in_doubt_is_paid_unless_it_is_said_not_to_have_left, 0, 3);
	tcase_add_test(tcase,
	    the_exact_budget_is_spent_and_a_cent_more_blows_the_fuse);
	tcase_add_test(tcase,
	    a_blown_fuse_stays_blown_whatever_the_day_or_the_budget);
	tcase_add_test(tcase, what_a_cap_holds_back_blows_no_fuse);
	tcase_add_test(tcase,
	    a_reset_lets_out_what_waited_and_the_budget_begins_anew);
	tcase_add_test(tcase, the_new_budget_of_a_day_has_its_end_too);
	tcase_add_test(tcase, a_start_of_the_daemon_does_not_mend_the_fuse);
}

int
main(void)
{
	Suite *suite = suite_create("store_spending");

	texted_add_case(suite, "caps", add_caps);
	texted_add_case(suite, "money", add_money);
	return unit_run(suite);
}
