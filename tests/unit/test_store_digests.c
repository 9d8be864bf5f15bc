/*
 * test_store_digests.c - what a digest reads of the store beside the counts:
 * what is planned, and what came back.
 */
#include "store/outbox/digests.h"
#include "store/internal.h"
#include "tests/unit/world.h"

static struct world world;

static void
begin(void)
{
	world_begin(&world);
}

static void
end(void)
{
	world_end(&world);
}

static void
bounce(gint64 invitation_id, const char *fingerprint, gint64 received_at)
{
	world_ok(db_begin(world.store->db, &error));
	world_ok(db_run(world.store->db, &error,
	    "INSERT INTO reply (inbox, received_at, fingerprint, state, tries,"
	    " kind, invitation_id)"
	    " VALUES ('mail', $1, $2, 'read', 1, 'bounce', $3)",
	    "iti", received_at, fingerprint, invitation_id));
	world_ok(db_commit(world.store->db, &error));
}

static gint64
first_of(const GPtrArray *counts)
{
	const struct touchpoint_count *count;

	ck_assert_uint_le(counts->len, 1);
	if (counts->len == 0)
		return 0;
	count = counts->pdata[0];
	ck_assert_str_eq(count->touchpoint, "stay");
	return count->n;
}

START_TEST(what_is_due_before_then_is_planned)
{
	g_autoptr(GPtrArray) before = NULL, after = NULL;
	gboolean all;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_invite(&world, "B-2", "b@example.com", NOON_AT);
	world_ok(store_put_alert(world.store, "x@example.com", "S", "T",
	    NOON_AT, &error));
	before = store_planned(world.store, NOON_AT, &all, NULL);
	ck_assert_ptr_nonnull(before);
	ck_assert_int_eq(first_of(before), 0);
	after = store_planned(world.store, NOON_AT + DAY_S, &all, NULL);
	ck_assert_ptr_nonnull(after);
	ck_assert_int_eq(first_of(after), 2);
	ck_assert(all);
}
END_TEST

START_TEST(an_invitation_that_came_back_counts_once_in_its_time)
{
	g_autoptr(GPtrArray) week = NULL, next = NULL;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_invite(&world, "B-2", "b@example.com", NOON_AT);
	bounce(1, "1", NOON_AT);
	bounce(1, "2", NOON_AT + 1);
	bounce(2, "3", NOON_AT + DAY_S);
	week = store_bounced(world.store, NOON_AT, NOON_AT + DAY_S, NULL);
	ck_assert_ptr_nonnull(week);
	ck_assert_int_eq(first_of(week), 1);
	next = store_bounced(world.store, NOON_AT, NOON_AT + DAY_S + 1, NULL);
	ck_assert_ptr_nonnull(next);
	ck_assert_int_eq(first_of(next), 2);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_digests");
	TCase *tests = tcase_create("store_digests");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, what_is_due_before_then_is_planned);
	tcase_add_test(tests,
	    an_invitation_that_came_back_counts_once_in_its_time);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
