/*
 * test_store_copy.c - a store is copied whole, row by row, over engines; and an
 * upgrade that is cut short after any of its statements leaves the old store.
 */
#include "base/errors.h"
#include "store/whole/backup.h"
#include "store/whole/copy.h"
#include "store/schema/schema.h"
#include "store/schema/tables.h"
#include "tests/unit/furnished.h"

static char *target;

static void
begin(void)
{
	balance_begin();
	target = place_make(world.folder, TRUE);
	if (place_server() == NULL) {
		g_free(target);
		target = g_strconcat("sqlite:", world.folder, "/copy.db", NULL);
	}
}

static void
end(void)
{
	place_remove(target);
	g_clear_pointer(&target, g_free);
	world_end(&world);
}

static void
count_table(const char *table, gint64 rows, gpointer user)
{
	gint64 *sums = user;

	(void)table;
	sums[0]++;
	sums[1] += rows;
}

static void
copy(gint64 *sums)
{
	const struct copy_watcher watcher = { .copied = count_table,
		.user = sums };
	struct verification *found = NULL;

	sums[0] = sums[1] = 0;
	world_ok(store_copy(world.url, target, &watcher, &found, &error));
	ck_assert_int_eq(found->n_faults, 0);
	verification_free(found);
}

START_TEST(a_copy_is_the_store_and_is_at_home_nowhere)
{
	g_autoptr(store) store = NULL;
	gint64 sums[2];
	gboolean at_home = TRUE;

	furnish();
	copy(sums);
	ck_assert_int_gt(sums[0], 35);
	ck_assert_int_gt(sums[1], 60);
	world_ok(store = store_open(target, FALSE, &error));
	world_ok(store_is_at_home(store, &at_home, NULL, &error));
	ck_assert(!at_home);
	furnished_is_sound(store);
	world_ok(store_is_at_home(world.store, &at_home, NULL, &error));
	ck_assert(at_home);
	furnished_is_sound(world.store);
	world_ok(store_adopt(store, &error));
	world_ok(store_is_at_home(store, &at_home, NULL, &error));
	ck_assert(at_home);
}
END_TEST

/* A reply refers to a response, which refers to a reply. */
START_TEST(rows_that_refer_to_each_other_are_copied)
{
	g_autofree char *there = NULL;
	gint64 sums[2];

	furnish();
	g_free(balance_text(&world, "UPDATE reply SET response_id ="
	    " (SELECT max(a.id) FROM response a WHERE a.reply_id = reply.id)"
	    " WHERE id = 1"));
	ck_assert_int_eq(balance_count(&world, "SELECT response_id FROM reply"
	    " WHERE id = 1"), 1);
	copy(sums);
	there = place_sql(target, "SELECT response_id FROM reply WHERE id = 1");
	ck_assert_str_eq(there, "1");
}
END_TEST

START_TEST(the_next_ids_come_after_those_that_were_copied)
{
	struct world other = { .url = target };
	g_autofree char *id = NULL;
	g_autofree char *sql = NULL;
	gint64 sums[2];
	gint64 last;

	furnish();
	last = balance_count(&world, "SELECT max(id) FROM event");
	copy(sums);
	world_reopen(&other);
	ck_assert(world_happens(&other, "booking", "new", "n@example.com",
	    NOON_AT));
	sql = g_strdup("SELECT id FROM event WHERE reference = 'new'");
	id = place_sql(target, sql);
	ck_assert_int_eq(g_ascii_strtoll(id, NULL, 10), last + 1);
	g_clear_pointer(&other.store, store_close);
}
END_TEST

START_TEST(nothing_is_copied_over_a_store)
{
	g_autoptr(GError) refusal = NULL;
	struct verification *found = NULL;
	gint64 sums[2];

	copy(sums);
	ck_assert(!store_copy(world.url, target, NULL, &found, &refusal));
	ck_assert_ptr_null(found);
	ck_assert_msg(strstr(refusal->message, "already") != NULL, "%s",
	    refusal->message);
}
END_TEST

/* The older dripscore goes on with it. */
START_TEST(a_copy_of_an_older_store_leaves_it_as_it_is)
{
	g_autofree char *old_url = place_make(world.folder, TRUE);
	struct verification *found = NULL;
	struct db *db;
	gint64 version = 0;

	if (place_server() == NULL) {
		g_free(old_url);
		old_url = g_strconcat("sqlite:", world.folder, "/old.db", NULL);
	}
	world_ok(db = db_open(old_url, TRUE, &error));
	world_ok(schema_migrate_to(db, 2, &error));
	world_ok(db_run(db, &error, "INSERT INTO contact (email, email_key,"
	    " attributes, created_at) VALUES ('o', 'o', '{}', 1)", ""));
	world_ok(store_copy(old_url, target, NULL, &found, &error));
	verification_free(found);
	world_ok(db_schema_version(db, &version, &error));
	ck_assert_int_eq(version, 2);
	db_close(db);
	world_ok(db = db_open(target, FALSE, &error));
	world_ok(db_schema_version(db, &version, &error));
	ck_assert_int_eq(version, 6);
	db_close(db);
	place_remove(old_url);
}
END_TEST

/* It would be refused by the target: what is found there is named. */
START_TEST(a_row_that_cannot_be_copied_is_named)
{
	g_autoptr(GError) refusal = NULL;
	struct verification *found = NULL;

	furnish();
	g_free(balance_text(&world, "PRAGMA foreign_keys = OFF;"
	    "DELETE FROM event WHERE id = 2"));
	ck_assert(!store_copy(world.url, target, NULL, &found, &refusal));
	verification_free(found);
	ck_assert_msg(strstr(refusal->message, "table invitation") != NULL,
	    "%s", refusal->message);
	ck_assert_msg(strstr(refusal->message, "id 2") != NULL, "%s",
	    refusal->message);
	ck_assert(!g_file_test(target + strlen("sqlite:"),
	    G_FILE_TEST_EXISTS));
}
END_TEST

/* Whatever engine, and whatever is there. */
START_TEST(a_store_is_rehearsed_from_a_copy_in_memory)
{
	g_autoptr(store) copy = NULL;

	furnish();
	world_ok(copy = store_rehearse(world.url, &error));
	furnished_is_sound(copy);
	ck_assert_mem_eq(store_key(copy), store_key(world.store),
	    TOKEN_KEY_BYTES);
}
END_TEST

START_TEST(each_table_comes_after_those_it_refers_to)
{
	g_autoptr(GPtrArray) tables = NULL;
	guint contact = 0, event = 0, response = 0;

	world_ok(tables = tables_of(4, &error));
	for (guint i = 0; i < tables->len; i++) {
		const struct table *one = tables->pdata[i];

		ck_assert_uint_gt(one->columns->len, 0);
		ck_assert_str_ne(one->order, "");
		if (strcmp(one->name, "contact") == 0)
			contact = i;
		if (strcmp(one->name, "event") == 0)
			event = i;
		if (strcmp(one->name, "response") == 0)
			response = i;
	}
	ck_assert_uint_lt(contact, event);
	ck_assert_uint_lt(event, response);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_copy");
	TCase *tcase = tcase_create("copy");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_copy_is_the_store_and_is_at_home_nowhere);
	tcase_add_test(tcase, rows_that_refer_to_each_other_are_copied);
	tcase_add_test(tcase, the_next_ids_come_after_those_that_were_copied);
	tcase_add_test(tcase, nothing_is_copied_over_a_store);
	tcase_add_test(tcase, a_copy_of_an_older_store_leaves_it_as_it_is);
	/* A server's references hold. */
	if (place_server() == NULL)
		tcase_add_test(tcase, a_row_that_cannot_be_copied_is_named);
	tcase_add_test(tcase, a_store_is_rehearsed_from_a_copy_in_memory);
	tcase_add_test(tcase, each_table_comes_after_those_it_refers_to);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
