/*
 * test_store_fence.c - what a worker has in hand, and what is no longer its
 * own: told of a message by its id alone, or with all that was claimed of it.
 */
#include "base/errors.h"
#include "store/outbox/crew.h"
#include "tests/unit/balance.h"

#define DUE_AT (NOON_AT + HOUR_S)

static GPtrArray *claimed; /* struct outbox_item */

static void
fence_begin(void)
{
	balance_begin();
	world_invite(&world, "B-1", "ada@example.com", NOON_AT);
	claimed = world_claim(&world, DUE_AT, 1);
}

static void
fence_end(void)
{
	g_clear_pointer(&claimed, g_ptr_array_unref);
	balance_end();
}

static const struct outbox_item *
item(void)
{
	return claimed->pdata[0];
}

static gboolean
begin(gboolean with_item, struct outbox_attempt *attempt, GError **error)
{
	*attempt = (struct outbox_attempt){ .message_id = item()->message_id,
		.item = with_item ? item() : NULL,
		.provider = "mail" };
	return store_settle(world.store, NULL, 0, attempt, 1, DUE_AT, error);
}

static gint64
begun(gboolean with_item)
{
	struct outbox_attempt attempt;

	world_ok(begin(with_item, &attempt, &error));
	return attempt.attempt_id;
}

static struct outbox_verdict
verdict_of(gboolean with_item, gint64 attempt_id, enum verdict kind)
{
	return (struct outbox_verdict){ .message_id = item()->message_id,
		.item = with_item ? item() : NULL,
		.attempt_id = attempt_id,
		.provider = "mail",
		.verdict = kind,
		.day = DAY };
}

static void
end(gboolean with_item, gint64 attempt_id, enum verdict kind)
{
	const struct outbox_verdict verdict = verdict_of(with_item, attempt_id,
	    kind);

	world_ok(store_settle(world.store, &verdict, 1, NULL, 0, DUE_AT,
	    &error));
}

#define outcome_is(expected)                                                   \
	do {                                                                   \
		g_autofree char *found_ = balance_text(&world,                 \
		    "SELECT outcome FROM attempt ORDER BY id DESC LIMIT 1");   \
		ck_assert_str_eq(found_, expected);                            \
	} while (0)

/* A worker under a new id, of the same process; what it had is buried. */
static void
join_anew(void)
{
	struct buried buried;

	world_ok(store_join(world.store, "test", 0, &error));
	world_ok(store_bury(world.store, DUE_AT, &buried, &error));
}

START_TEST(what_is_in_hand_is_begun_and_ended)
{
	gint64 attempt_id = begun(_i);

	ck_assert_int_gt(attempt_id, 0);
	outcome_is("sending");
	end(_i, attempt_id, VERDICT_SENT);
	outcome_is("accepted");
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(a_verdict_on_what_has_ended_does_nothing)
{
	gint64 attempt_id = begun(_i);

	end(FALSE, attempt_id, VERDICT_FAILED);
	end(_i, attempt_id, VERDICT_SENT);
	outcome_is("rejected");
	balance_state_is(&world, 1, "failed");
}
END_TEST

START_TEST(a_verdict_on_what_was_buried_does_nothing)
{
	gint64 attempt_id = begun(_i);

	join_anew();
	end(_i, attempt_id, VERDICT_SENT);
	outcome_is("in doubt");
	balance_state_is(&world, 1, "in doubt");
}
END_TEST

START_TEST(what_was_leased_under_a_former_id_does_not_leave)
{
	join_anew();
	ck_assert_int_eq(begun(_i), 0);
	balance_state_is(&world, 1, "scheduled");
	/* It is due for whoever claims it. */
	g_ptr_array_unref(claimed);
	claimed = world_claim(&world, DUE_AT, 1);
	ck_assert_int_gt(begun(_i), 0);
}
END_TEST

START_TEST(what_was_begun_does_not_begin_again)
{
	ck_assert_int_gt(begun(_i), 0);
	ck_assert_int_eq(begun(_i), 0);
	balance_state_is(&world, 1, "sending");
}
END_TEST

START_TEST(who_was_taken_for_dead_lets_nothing_leave)
{
	g_autoptr(store) other = NULL;
	g_autoptr(GError) refusal = NULL;
	struct outbox_attempt attempt;
	struct buried buried;
	gboolean lost = FALSE;

	world_ok(other = store_open(world.url, FALSE, &error));
	world_ok(store_join(other, "other", 0, &error));
	world_ok(store_bury(other, DUE_AT, &buried, &error));
	ck_assert_uint_eq(buried.returned, 1);
	ck_assert(!begin(_i, &attempt, &refusal));
	ck_assert(g_error_matches(refusal, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_LOST));
	balance_state_is(&world, 1, "scheduled");
	world_ok(store_stay(world.store, &lost, &error));
	ck_assert(lost);
}
END_TEST

START_TEST(who_was_taken_for_dead_says_nothing_of_what_left)
{
	gint64 attempt_id = begun(_i);
	const struct outbox_verdict sent = verdict_of(_i, attempt_id,
	    VERDICT_SENT);
	g_autoptr(store) other = NULL;
	g_autoptr(GError) refusal = NULL;
	struct buried buried;

	world_ok(other = store_open(world.url, FALSE, &error));
	world_ok(store_join(other, "other", 0, &error));
	world_ok(store_bury(other, DUE_AT, &buried, &error));
	ck_assert_uint_eq(buried.in_doubt, 1);
	ck_assert(!store_settle(world.store, &sent, 1, NULL, 0, DUE_AT,
	    &refusal));
	ck_assert(g_error_matches(refusal, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_LOST));
	balance_state_is(&world, 1, "in doubt");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_fence");
	TCase *tcase = tcase_create("fence");

	tcase_add_checked_fixture(tcase, fence_begin, fence_end);
	tcase_add_loop_test(tcase, what_is_in_hand_is_begun_and_ended, 0, 2);
	tcase_add_loop_test(tcase, a_verdict_on_what_has_ended_does_nothing, 0,
	    2);
	tcase_add_loop_test(tcase, a_verdict_on_what_was_buried_does_nothing, 0,
	    2);
	tcase_add_loop_test(tcase,
	    what_was_leased_under_a_former_id_does_not_leave, 0, 2);
	tcase_add_loop_test(tcase, what_was_begun_does_not_begin_again, 0, 2);
	tcase_add_loop_test(tcase, who_was_taken_for_dead_lets_nothing_leave, 0,
	    2);
	tcase_add_loop_test(tcase,
	    who_was_taken_for_dead_says_nothing_of_what_left, 0, 2);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
