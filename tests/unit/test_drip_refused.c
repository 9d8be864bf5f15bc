/*
 * test_drip_refused.c - the store refuses in the midst of a turn of drip: what
 * it has in hand is still what is leased, and what waits is still called.
 *
 * The database of our own driver is made to fail from beside, by hooks that
 * SQLite offers to whoever is there as it is opened.
 */
#include "scheduler/drip.h"

#include "base/errors.h"
#include "tests/unit/doors.h"

#define AT (ONE_AT + 3 * HOUR_S)
#define MANY 700

static sqlite3 *ours;	      /* as opened first */
static const char *to_refuse; /* how the statement begins; once */

static int
on_statement(unsigned int type, void *user, void *statement, void *sql)
{
	(void)type;
	(void)user;
	(void)statement;
	if (to_refuse == NULL || !g_str_has_prefix(sql, to_refuse))
		return 0;
	to_refuse = NULL;
	sqlite3_interrupt(ours);
	return 0;
}

static int
on_open(sqlite3 *handle, const char **error, const void *unused)
{
	(void)error;
	(void)unused;
	if (ours == NULL) {
		ours = handle;
		sqlite3_trace_v2(ours, SQLITE_TRACE_STMT, on_statement, NULL);
	}
	return SQLITE_OK;
}

static void
begin(void)
{
	ours = NULL;
	to_refuse = NULL;
	sqlite3_auto_extension((void (*)(void))on_open);
	doors_begin(STAGED_HEAD
	    "via = mail\n"
	    "[touchpoint dinner]\non = dinner\nvia = spare\n"
	    "[provider spare]\ntype = fake\nfrom = spare@example.com\n");
}

static void
end(void)
{
	doors_end();
	sqlite3_reset_auto_extension();
}

static void
happens(const char *type, guint n, gint64 at)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *reference = g_strdup_printf("%s-%u", type, i);
		g_autofree char *email = g_strdup_printf("%s@example.com",
		    reference);

		doors_happens(type, reference, NULL, email, at);
	}
}

/* A turn, in which a statement that begins so fails. */
static void
is_refused(const char *sql)
{
	g_autoptr(GError) refusal = NULL;

	to_refuse = sql;
	ck_assert(!drip_turn(drip, AT, TRUE, &refusal));
	ck_assert_ptr_null(to_refuse);
}

START_TEST(what_is_claimed_as_the_end_of_the_queue_is_looked_at_is_in_hand)
{
	struct fake *spare = door("spare");

	if (place_server() != NULL)
		return;
	happens("booking", MANY, NOON_AT);
	happens("dinner", 1, NOON_AT + HOUR_S);
	turn(AT);
	turn(AT);
	holds(spare, 0);
	is_refused("SELECT due_at FROM due WHERE due_at >");
	turn(AT);
	turn(AT + 1);
	holds(spare, 1);
	leaves(spare, SEND_ACCEPTED, AT + 1);
}
END_TEST

static int
refuse_commit(void *user)
{
	(void)user;
	return 1;
}

START_TEST(what_could_not_be_called_back_is_called_again)
{
	const struct outbox_verdict parked = { .message_id = 1,
		.verdict = VERDICT_RETRY,
		.parked_for = "mail",
		.detail = "the provider mail has halted" };
	g_autoptr(GError) refusal = NULL;
	gint64 after_id = 0;
	guint n = 0;

	if (place_server() != NULL)
		return;
	happens("booking", 1, NOON_AT);
	ck_assert_int_eq(world_claim_one(&world, AT), 1);
	world_ok(store_settle(world.store, &parked, 1, NULL, 0, AT, &error));
	sqlite3_commit_hook(ours, refuse_commit, NULL);
	ck_assert(!store_unpark(world.store, "mail", 9, &after_id, &n,
	    &refusal));
	sqlite3_commit_hook(ours, NULL, NULL);
	world_ok(store_unpark(world.store, "mail", 9, &after_id, &n, &error));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(after_id, 1);
	turn(AT);
	holds(door("mail"), 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drip refused");
	TCase *tcase = tcase_create("drip refused");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase,
	    what_is_claimed_as_the_end_of_the_queue_is_looked_at_is_in_hand);
	tcase_add_test(tcase, what_could_not_be_called_back_is_called_again);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
