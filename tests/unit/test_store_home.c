/*
 * test_store_home.c - a copy of a store is not at home until it is adopted; a
 * rehearsal has all that is in the store, and changes nothing of it.
 */
#include <string.h>

#include "store/schema/schema.h"
#include "tests/unit/texted.h"

static gboolean
is_home(struct store *store, char **where)
{
	gboolean at_home = FALSE;

	world_ok(store_is_at_home(store, &at_home, where, &error));
	return at_home;
}

/* The file alone, as by cp of a store that rests. */
static struct store *
open_copy(void)
{
	g_autofree char *path = g_build_filename(world.folder, "copy.db", NULL);
	g_autofree char *url = g_strconcat("sqlite:", path, NULL);
	g_autofree char *bytes = NULL;
	struct store *store;
	gsize n;

	store_rest(world.store);
	world_ok(g_file_get_contents(world.path, &bytes, &n, &error));
	world_ok(g_file_set_contents(path, bytes, (gssize)n, &error));
	world_ok(store = store_open(url, FALSE, &error));
	return store;
}

START_TEST(a_store_is_at_home_where_it_was_made)
{
	g_autofree char *where = NULL;

	ck_assert(is_home(world.store, &where));
	ck_assert_ptr_nonnull(where);
	world_reopen(&world);
	ck_assert(is_home(world.store, NULL));
}
END_TEST

START_TEST(a_copy_is_not_at_home_until_it_is_adopted)
{
	g_autoptr(store) copy = open_copy();
	g_autofree char *where = NULL;

	ck_assert(!is_home(copy, &where));
	ck_assert_str_eq(where, g_get_host_name());
	world_ok(store_adopt(copy, &error));
	ck_assert(is_home(copy, NULL));
	ck_assert(is_home(world.store, NULL));
}
END_TEST

START_TEST(a_store_of_another_machine_is_not_at_home)
{
	g_autofree char *where = NULL;

	g_free(balance_text(&world, "UPDATE setting SET value = 'f00d ' ||"
	    " substr(value, instr(value, ' ') + 1) WHERE name = 'home'"));
	ck_assert(!is_home(world.store, &where));
	world_reopen(&world);
	ck_assert(!is_home(world.store, NULL));
	world_ok(store_adopt(world.store, &error));
	ck_assert(is_home(world.store, NULL));
}
END_TEST

START_TEST(the_name_of_the_machine_may_change)
{
	g_free(balance_text(&world, "UPDATE setting SET value = value || 'x'"
	    " WHERE name = 'home'"));
	ck_assert(is_home(world.store, NULL));
}
END_TEST

START_TEST(what_is_in_memory_is_at_home)
{
	g_autoptr(store) store = NULL;

	world_ok(store = store_open("sqlite::memory:", TRUE, &error));
	ck_assert(is_home(store, NULL));
	world_ok(store_adopt(store, &error));
}
END_TEST

static gint64
due_in(struct store *store)
{
	gint64 at = 0;

	world_ok(store_next_due(store, NULL, &at, &error));
	return at;
}

/* Nothing of it was moved out of the write-ahead log yet. */
START_TEST(a_rehearsal_has_all_that_is_committed_and_changes_nothing)
{
	g_autoptr(store) copy = NULL;
	g_autoptr(GPtrArray) items = NULL;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_ok(copy = store_rehearse(world.url, &error));
	ck_assert(is_home(copy, NULL));
	ck_assert_mem_eq(store_key(copy), store_key(world.store),
	    TOKEN_KEY_BYTES);
	ck_assert_int_eq(due_in(copy), DUE_AT);
	world_ok(store_join(copy, "rehearsal", 0, &error));
	world_ok(items = store_claim(copy, DUE_AT, 10, NULL, &error));
	ck_assert_uint_eq(items->len, 1);
	ck_assert_int_eq(due_in(copy), G_MAXINT64);
	ck_assert_int_eq(due_in(world.store), DUE_AT);
	/* And not the other way round. */
	world_claim_one(&world, DUE_AT);
	texted_is("SELECT count(*) FROM " LEASED, "1");
}
END_TEST

START_TEST(a_rehearsal_is_made_while_a_daemon_runs_and_writes)
{
	g_autoptr(store) daemon = NULL, copy = NULL;
	sqlite3 *writer = balance_open(&world);

	world_ok(daemon = store_open(world.url, FALSE, &error));
	world_ok(store_become_daemon(daemon, &error));
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	/* In the middle of a transaction of somebody else. */
	ck_assert_int_eq(sqlite3_exec(writer,
	    "BEGIN IMMEDIATE; DELETE FROM due", NULL, NULL, NULL), SQLITE_OK);
	world_ok(copy = store_rehearse(world.url, &error));
	ck_assert_int_eq(due_in(copy), DUE_AT);
	sqlite3_exec(writer, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(writer);
	ck_assert_int_eq(due_in(daemon), DUE_AT);
}
END_TEST

/* The older dripscore goes on with it: it would not know it any more. */
START_TEST(a_rehearsal_of_an_older_store_leaves_it_as_it_is)
{
	g_autoptr(store) copy = NULL;
	struct db *db;

	g_clear_pointer(&world.store, store_close);
	g_unlink(world.path);
	world_ok(db = db_open(world.url, TRUE, &error));
	world_ok(schema_migrate_to(db, 2, &error));
	world_ok(copy = store_rehearse(world.url, &error));
	ck_assert_int_eq(due_in(copy), G_MAXINT64);
	db_close(db);
	ck_assert_int_eq(balance_count(&world, "PRAGMA user_version"), 2);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM setting"),
	    0);
	world_reopen(&world);
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, a_store_is_at_home_where_it_was_made);
	tcase_add_test(tcase, a_copy_is_not_at_home_until_it_is_adopted);
	tcase_add_test(tcase, a_store_of_another_machine_is_not_at_home);
	tcase_add_test(tcase, the_name_of_the_machine_may_change);
	tcase_add_test(tcase, what_is_in_memory_is_at_home);
	tcase_add_test(tcase,
	    a_rehearsal_has_all_that_is_committed_and_changes_nothing);
	tcase_add_test(tcase,
	    a_rehearsal_is_made_while_a_daemon_runs_and_writes);
	tcase_add_test(tcase,
	    a_rehearsal_of_an_older_store_leaves_it_as_it_is);
}

int
main(void)
{
	Suite *suite = suite_create("store_home");

	texted_add_case(suite, "home", add);
	return unit_run(suite);
}
