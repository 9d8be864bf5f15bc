/*
 * test_store_stopped.c - a worker that was stopped, or cut off from the store,
 * longer than others wait for it: it lets nothing leave that may be another's.
 */
#include "base/errors.h"
#include "store/outbox/digests.h"
#include "store/internal.h"
#include "tests/unit/balance.h"

#define DUE_AT (NOON_AT + HOUR_S)
#define LEASE_S 3600

static struct store *other;

static void
begin(void)
{
	balance_begin();
	world_ok(store_join(world.store, "one of many", LEASE_S, &error));
	world_ok(other = store_open(world.url, FALSE, &error));
	world_ok(store_join(other, "other", LEASE_S, &error));
}

static void
end(void)
{
	g_clear_pointer(&other, store_close);
	balance_end();
}

static gboolean
let_leave(gint64 message_id, struct outbox_attempt *attempt, GError **error)
{
	*attempt = (struct outbox_attempt){ .message_id = message_id,
		.provider = "mail" };
	return store_settle(world.store, NULL, 0, attempt, 1, DUE_AT, error);
}

START_TEST(what_is_on_disk_after_the_lease_has_run_out_does_not_leave)
{
	g_autoptr(GError) refusal = NULL;
	struct outbox_attempt attempt;
	gint64 message_id;

	world_invite(&world, "B-1", "ada@example.com", NOON_AT);
	message_id = world_claim_one(&world, DUE_AT);
	/* It is stopped as it waits for the disk. */
	world.store->lives_until_us = 0;
	ck_assert(!let_leave(message_id, &attempt, &refusal));
	ck_assert(
	    g_error_matches(refusal, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST));
	/* Others find it begun, and in doubt. */
	balance_state_is(&world, 1, "sending");
}
END_TEST

START_TEST(who_said_in_time_that_it_lives_goes_on)
{
	struct outbox_attempt attempt;
	gboolean lost = FALSE;
	gint64 message_id;

	world_invite(&world, "B-1", "ada@example.com", NOON_AT);
	message_id = world_claim_one(&world, DUE_AT);
	world.store->lives_until_us = 0;
	world_ok(store_stay(world.store, &lost, &error));
	ck_assert(!lost);
	world_ok(let_leave(message_id, &attempt, &error));
	ck_assert_int_gt(attempt.attempt_id, 0);
}
END_TEST

static gboolean
leads(struct store *store)
{
	gboolean it_does = FALSE;

	world_ok(store_try_leader(store, &it_does, &error));
	return it_does;
}

static gboolean
put_digest(GError **error)
{
	gboolean written = FALSE;

	return store_put_digest(world.store, "spa", DUE_AT, NULL, 0, DUE_AT,
	    &written, error);
}

static void
cut_off_all(void)
{
	g_free(place_sql(world.url,
	    "SELECT count(pg_terminate_backend(pid, 5000))"
	    " FROM pg_stat_activity WHERE datname = current_database()"
	    " AND pid <> pg_backend_pid()"));
}

/* The new one may be at the same work by now. */
START_TEST(who_led_begins_nothing_on_another_connection_before_it_asks)
{
	g_autoptr(GError) refusal = NULL;

	if (place_server() == NULL)
		return;
	ck_assert(leads(world.store));
	ck_assert(!leads(other));
	cut_off_all();
	ck_assert(leads(other));
	ck_assert(!put_digest(&refusal));
	ck_assert(
	    g_error_matches(refusal, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER));
	ck_assert(!leads(world.store));
	world_ok(put_digest(&error));
}
END_TEST

START_TEST(who_was_cut_off_and_asks_may_lead_again)
{
	g_autoptr(GError) refusal = NULL;

	if (place_server() == NULL)
		return;
	ck_assert(leads(world.store));
	cut_off_all();
	ck_assert(!put_digest(&refusal));
	ck_assert(leads(world.store));
	world_ok(put_digest(&error));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_stopped");
	TCase *tcase = tcase_create("stopped");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase,
	    what_is_on_disk_after_the_lease_has_run_out_does_not_leave);
	tcase_add_test(tcase, who_said_in_time_that_it_lives_goes_on);
	tcase_add_test(tcase,
	    who_led_begins_nothing_on_another_connection_before_it_asks);
	tcase_add_test(tcase, who_was_cut_off_and_asks_may_lead_again);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
