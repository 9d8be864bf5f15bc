/* test_db.c - the driver over SQLite: arguments, rows, locks, foreign files. */
#include "store/db/db.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "base/errors.h"
#include "store/db/db_ops.h"
#include "store/schema/schema.h"
#include "tests/unit/world.h"

static char *folder, *path, *url;
static struct db *db;

static void
begin(void)
{
	folder = g_dir_make_tmp("dripscore-XXXXXX", NULL);
	path = g_build_filename(folder, "store.db", NULL);
	url = g_strconcat("sqlite:", path, NULL);
	world_ok(db = db_open(url, TRUE, &error));
	world_ok(db_script(db,
	    "CREATE TABLE item (id @id@, name TEXT,"
	    " bytes @blob@, parent @i64@ REFERENCES item (id)) @strict@",
	    &error));
}

static void
end(void)
{
	db_close(db);
	world_remove_folder(folder);
	g_free(folder);
	g_free(path);
	g_free(url);
}

static gint64
count(struct db *of)
{
	gint64 n = -1;

	world_ok(db_one(of, &n, -2, &error, "SELECT count(*) FROM item", ""));
	return n;
}

static void
add(struct db *to, const char *name)
{
	world_ok(db_run(to, &error, "INSERT INTO item (name) VALUES ($1)", "t",
	    name));
}

static void
fails_to_open(const char *what, gboolean create, enum dripscore_error code)
{
	g_autoptr(GError) error = NULL;
	struct db *other = db_open(what, create, &error);

	ck_assert_ptr_null(other);
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(g_error_matches(error, DRIPSCORE_ERROR, (int)code),
	    "%d: %s", error->code, error->message);
}

START_TEST(arguments_go_by_their_numbers)
{
	g_autoptr(rows) rows = NULL;

	world_ok(rows = db_select(db, &error, "SELECT $2, $1, '$1', $2 || $3",
		     "itt", (gint64)7, "b", "c"));
	world_ok(rows_next(rows, &error));
	ck_assert_str_eq(rows_text(rows, 0), "b");
	ck_assert_int_eq(rows_int(rows, 1), 7);
	ck_assert_str_eq(rows_text(rows, 2), "$1");
	ck_assert_str_eq(rows_text(rows, 3), "bc");
	ck_assert(!rows_next(rows, NULL));
}
END_TEST

START_TEST(nothing_and_empty_are_told_apart)
{
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(GBytes) some = g_bytes_new_static("a\0b", 3);
	g_autoptr(GBytes) back = NULL, none = NULL, nothing = NULL;
	g_autoptr(rows) rows = NULL;

	world_ok(rows = db_select(db, &error, "SELECT $1, $2, $3, $4, $5",
		     "ttbbb", NULL, "", NULL, empty, some));
	world_ok(rows_next(rows, &error));
	ck_assert(rows_is_null(rows, 0));
	ck_assert_ptr_null(rows_text(rows, 0));
	ck_assert(!rows_is_null(rows, 1));
	ck_assert_str_eq(rows_text(rows, 1), "");
	none = rows_bytes(rows, 2);
	ck_assert_ptr_null(none);
	nothing = rows_bytes(rows, 3);
	ck_assert_ptr_nonnull(nothing);
	ck_assert_uint_eq(g_bytes_get_size(nothing), 0);
	back = rows_bytes(rows, 4);
	ck_assert(g_bytes_equal(back, some));
}
END_TEST

START_TEST(a_statement_runs_again_with_other_arguments)
{
	gint64 first = 0, second = 0;

	world_ok(db_one(db, &first, 0, &error,
	    "INSERT INTO item (name) VALUES ($1) RETURNING id", "t", "a"));
	world_ok(db_one(db, &second, 0, &error,
	    "INSERT INTO item (name) VALUES ($1) RETURNING id", "t", NULL));
	ck_assert_int_gt(first, 0);
	ck_assert_int_eq(second, first + 1);
	add(db, "b");
	ck_assert_int_eq(db_changes(db), 1);
	world_ok(db_run(db, &error, "DELETE FROM item WHERE name = $1", "t",
	    "nobody"));
	ck_assert_int_eq(db_changes(db), 0);
	ck_assert_int_eq(count(db), 3);
}
END_TEST

static gpointer
name_of(struct rows *rows)
{
	return rows_dup(rows, 0);
}

START_TEST(lists_hold_every_row_in_order)
{
	g_autoptr(GArray) ids = NULL, no_ids = NULL;
	g_autoptr(GPtrArray) names = NULL;

	for (guint i = 0; i < 3; i++)
		add(db, i == 0 ? "x" : i == 1 ? "y" : "z");
	world_ok(ids = db_ids(db, &error,
		     "SELECT id FROM item ORDER BY id DESC", ""));
	ck_assert_uint_eq(ids->len, 3);
	ck_assert_int_eq(g_array_index(ids, gint64, 0), 3);
	ck_assert_int_eq(g_array_index(ids, gint64, 2), 1);
	world_ok(names = db_list(db, &error, name_of, g_free,
		     "SELECT name FROM item WHERE id >= $1 ORDER BY id", "i",
		     (gint64)2));
	ck_assert_uint_eq(names->len, 2);
	ck_assert_str_eq(names->pdata[1], "z");
	world_ok(no_ids = db_ids(db, &error,
		     "SELECT id FROM item WHERE id > $1", "i", (gint64)3));
	ck_assert_uint_eq(no_ids->len, 0);
}
END_TEST

START_TEST(no_row_and_null_are_what_is_missing)
{
	gint64 value = 0;

	world_ok(
	    db_one(db, &value, -7, &error, "SELECT max(id) FROM item", ""));
	ck_assert_int_eq(value, -7);
	world_ok(db_one(db, &value, -8, &error,
	    "SELECT id FROM item WHERE id = $1", "i", (gint64)9));
	ck_assert_int_eq(value, -8);
}
END_TEST

START_TEST(wrong_sql_is_our_own_fault)
{
	g_autoptr(GError) script = NULL, run = NULL, select = NULL;

	ck_assert(!db_script(db, "SELEKT", &script));
	ck_assert(
	    g_error_matches(script, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE));
	ck_assert(!db_run(db, &run, "INSERT INTO nowhere VALUES (1)", ""));
	ck_assert(
	    g_error_matches(run, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE));
	ck_assert_ptr_null(db_select(db, &select, "SELECT nothing", ""));
	ck_assert(
	    g_error_matches(select, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE));
}
END_TEST

START_TEST(a_row_that_breaks_a_constraint_is_our_own_fault)
{
	g_autoptr(GError) foreign = NULL, twice = NULL;

	ck_assert(!db_run(db, &foreign, "INSERT INTO item (parent) VALUES ($1)",
	    "i", (gint64)99));
	ck_assert(g_error_matches(foreign, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_SOFTWARE));
	add(db, "a");
	ck_assert(!db_run(db, &twice, "INSERT INTO item (id) VALUES ($1)", "i",
	    (gint64)1));
	ck_assert(
	    g_error_matches(twice, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE));
}
END_TEST

START_TEST(rollback_undoes_what_commit_keeps)
{
	world_ok(db_begin(db, &error));
	add(db, "gone");
	db_rollback(db);
	db_rollback(db);
	ck_assert_int_eq(count(db), 0);
	world_ok(db_begin(db, &error));
	add(db, "kept");
	world_ok(db_commit(db, &error));
	db_close(db);
	world_ok(db = db_open(url, FALSE, &error));
	ck_assert_int_eq(count(db), 1);
}
END_TEST

START_TEST(closing_in_a_transaction_undoes_it)
{
	world_ok(db_begin(db, &error));
	add(db, "gone");
	db_close(db);
	world_ok(db = db_open(url, FALSE, &error));
	ck_assert_int_eq(count(db), 0);
	world_ok(db_begin(db, &error));
	world_ok(db_commit(db, &error));
}
END_TEST

START_TEST(who_finds_another_writing_comes_back_later)
{
	g_autoptr(GError) error = NULL;
	struct db *other = db_open(url, FALSE, NULL);

	ck_assert_ptr_nonnull(other);
	db_set_patience(other, 10);
	ck_assert(db_begin(db, NULL));
	add(db, "mine");
	ck_assert(!db_begin(other, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER));
	/* Reading goes on, and sees what is committed. */
	ck_assert_int_eq(count(other), 0);
	ck_assert(db_commit(db, NULL));
	ck_assert_int_eq(count(other), 1);
	ck_assert(db_begin(other, NULL));
	add(other, "theirs");
	ck_assert(db_commit(other, NULL));
	db_close(other);
	ck_assert_int_eq(count(db), 2);
}
END_TEST

START_TEST(a_rollback_gives_the_lock_back)
{
	struct db *other = db_open(url, FALSE, NULL);

	db_set_patience(other, 0);
	world_ok(db_begin(db, &error));
	db_rollback(db);
	world_ok(db_begin(other, &error));
	world_ok(db_commit(other, &error));
	db_close(other);
}
END_TEST

START_TEST(opening_writes_nothing_and_waits_for_nobody)
{
	struct db *other;
	gint64 before;

	world_ok(db_begin(db, &error));
	add(db, "mine");
	world_ok(other = db_open(url, FALSE, &error));
	world_ok(db_commit(db, &error));
	before = db_foreign_version(db);
	db_close(other);
	world_ok(other = db_open(url, TRUE, &error));
	ck_assert_int_eq(db_foreign_version(db), before);
	db_close(other);
}
END_TEST

START_TEST(what_others_commit_is_noticed)
{
	struct db *other = db_open(url, FALSE, NULL);
	gint64 before = db_foreign_version(db);

	add(db, "mine");
	ck_assert_int_eq(db_foreign_version(db), before);
	add(other, "theirs");
	ck_assert_int_ne(db_foreign_version(db), before);
	db_close(other);
}
END_TEST

START_TEST(a_checkpoint_does_not_wait_for_who_reads)
{
	g_autofree char *log = db_watched_path(db);
	sqlite3 *reader;
	struct stat info;
	gint64 began_us;

	ck_assert_int_eq(sqlite3_open(path, &reader), SQLITE_OK);
	sqlite3_db_config(reader, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM item", NULL, NULL,
	    NULL);
	add(db, "mine");
	began_us = g_get_monotonic_time();
	db_checkpoint(db);
	ck_assert_int_lt(g_get_monotonic_time() - began_us, G_USEC_PER_SEC / 2);
	sqlite3_close(reader);
	db_checkpoint(db);
	ck_assert_int_eq(stat(log, &info), 0);
	ck_assert_int_eq(info.st_size, 0);
}
END_TEST

START_TEST(a_checkpoint_empties_the_log_unless_another_writes)
{
	g_autofree char *log = db_watched_path(db);
	struct db *other = db_open(url, FALSE, NULL);
	struct stat info;

	add(db, "mine");
	ck_assert_int_eq(stat(log, &info), 0);
	ck_assert_int_gt(info.st_size, 0);
	db_checkpoint_if_large(db);
	ck_assert_int_eq(stat(log, &info), 0);
	ck_assert_int_gt(info.st_size, 0);
	world_ok(db_begin(other, &error));
	db_checkpoint(db);
	ck_assert_int_eq(stat(log, &info), 0);
	ck_assert_int_gt(info.st_size, 0);
	db_rollback(other);
	db_close(other);
	/* Closing a connection moved nothing either. */
	ck_assert_int_eq(stat(log, &info), 0);
	ck_assert_int_gt(info.st_size, 0);
	db_checkpoint(db);
	ck_assert_int_eq(stat(log, &info), 0);
	ck_assert_int_eq(info.st_size, 0);
	ck_assert_int_eq(count(db), 1);
}
END_TEST

START_TEST(a_large_log_is_moved_amid_work_and_written_over)
{
	g_autofree char *log = db_watched_path(db);
	g_autofree char *zeros = g_malloc0(18 * 1024 * 1024);
	g_autoptr(GBytes) large = g_bytes_new(zeros, 18 * 1024 * 1024);
	struct stat before, after;

	world_ok(db_run(db, &error, "INSERT INTO item (bytes) VALUES ($1)",
	    "b", large));
	ck_assert_int_eq(stat(log, &before), 0);
	ck_assert_int_gt(before.st_size, 18 * 1024 * 1024);
	db_checkpoint_if_large(db);
	add(db, "mine");
	ck_assert_int_eq(stat(log, &after), 0);
	ck_assert_int_eq(after.st_size, before.st_size);
	/* It begins anew, else it would have grown. */
	world_ok(db_run(db, &error, "INSERT INTO item (bytes) VALUES ($1)",
	    "b", large));
	ck_assert_int_eq(stat(log, &after), 0);
	ck_assert_int_lt(after.st_size, before.st_size + 1024 * 1024);
	db_checkpoint(db);
	ck_assert_int_eq(stat(log, &after), 0);
	ck_assert_int_eq(after.st_size, 0);
	ck_assert_int_eq(count(db), 3);
}
END_TEST

START_TEST(nobody_else_may_read_the_file)
{
	struct stat info;

	ck_assert_int_eq(stat(path, &info), 0);
	ck_assert_uint_eq(info.st_mode & 077, 0);
}
END_TEST

START_TEST(a_missing_file_is_made_only_if_that_is_wanted)
{
	g_autofree char *missing = g_build_filename(folder, "none.db", NULL);
	g_autofree char *its_url = g_strconcat("sqlite:", missing, NULL);
	g_autofree char *deep = g_strconcat("sqlite:", folder, "/no/x.db",
	    NULL);

	fails_to_open(its_url, FALSE, DRIPSCORE_ERROR_NO_INPUT);
	ck_assert(!g_file_test(missing, G_FILE_TEST_EXISTS));
	fails_to_open(deep, TRUE, DRIPSCORE_ERROR_NO_INPUT);
	fails_to_open("mysql://localhost/x", TRUE, DRIPSCORE_ERROR_CONFIG);
}
END_TEST

START_TEST(a_folder_is_no_store)
{
	g_autofree char *its_url = g_strconcat("sqlite:", folder, NULL);

	fails_to_open(its_url, TRUE, DRIPSCORE_ERROR_NO_INPUT);
}
END_TEST

/* A database of another program's, or one of ours with this version. */
static char *
make_other(const char *name, const char *sql)
{
	g_autofree char *file = g_build_filename(folder, name, NULL);
	sqlite3 *handle;

	ck_assert_int_eq(sqlite3_open(file, &handle), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(handle, sql, NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(handle);
	return g_strconcat("sqlite:", file, NULL);
}

START_TEST(a_foreign_database_is_refused_and_left_as_it_is)
{
	g_autofree char *its_url = make_other("foreign.db",
	    "CREATE TABLE theirs (a)");
	g_autofree char *marked = make_other("marked.db",
	    "PRAGMA application_id = 12345");
	g_autofree char *text = g_build_filename(folder, "text.db", NULL);
	g_autofree char *text_url = g_strconcat("sqlite:", text, NULL);
	g_autofree char *before = NULL, *after = NULL;
	gsize n_before, n_after;

	world_ok(g_file_get_contents(its_url + strlen("sqlite:"), &before,
	    &n_before, &error));
	fails_to_open(its_url, TRUE, DRIPSCORE_ERROR_DATA);
	world_ok(g_file_get_contents(its_url + strlen("sqlite:"), &after,
	    &n_after, &error));
	ck_assert_uint_eq(n_before, n_after);
	ck_assert_mem_eq(before, after, n_before);
	fails_to_open(marked, TRUE, DRIPSCORE_ERROR_DATA);
	world_ok(g_file_set_contents(text,
	    "Dear diary, this is not a database at all.\n"
	    "It goes on for more than sixteen bytes.\n",
	    -1, &error));
	fails_to_open(text_url, TRUE, DRIPSCORE_ERROR_DATA);
}
END_TEST

START_TEST(a_newer_schema_is_refused)
{
	g_autoptr(GError) error = NULL;

	ck_assert(db_script(db, "DROP TABLE item", NULL));
	ck_assert(schema_migrate(db, NULL));
	ck_assert(schema_migrate(db, NULL));
	ck_assert(db_script(db, "PRAGMA user_version = 9999", NULL));
	ck_assert(!schema_migrate(db, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA));
	ck_assert_ptr_nonnull(strstr(error->message, "newer"));
}
END_TEST

START_TEST(a_migration_that_fails_leaves_nothing_behind)
{
	g_autoptr(GError) error = NULL;
	gint64 tables = 0, version = -1;

	/* In the way of one that comes late in the first migration. */
	ck_assert(db_script(db, "CREATE TABLE digest (a)", NULL));
	ck_assert(!schema_migrate(db, &error));
	ck_assert(db_one(db, &tables, 0, NULL,
	    "SELECT count(*) FROM sqlite_master WHERE type = 'table'", ""));
	ck_assert_int_eq(tables, 2);
	ck_assert(db_one(db, &version, -1, NULL, "PRAGMA user_version", ""));
	ck_assert_int_eq(version, 0);
}
END_TEST

START_TEST(there_is_one_daemon_at_a_time)
{
	g_autoptr(GError) error = NULL;
	struct db *other = db_open(url, FALSE, NULL);

	ck_assert(db_take_daemon_lock(db, NULL));
	ck_assert(db_take_daemon_lock(db, NULL));
	ck_assert(!db_take_daemon_lock(other, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER));
	/* It holds up nobody who only writes. */
	ck_assert(db_begin(other, NULL));
	ck_assert(db_commit(other, NULL));
	db_close(db);
	ck_assert(db_take_daemon_lock(other, NULL));
	db = other;
}
END_TEST

/* As PostgreSQL's does, once it has found out that the server undid it all. */
static gboolean
lose_commit(struct db *of, GError **error)
{
	of->in_transaction = FALSE;
	g_set_error_literal(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER,
	    "the connection was lost during a commit");
	return FALSE;
}

START_TEST(what_was_remembered_of_a_lost_commit_is_forgotten)
{
	static const struct db_ops ops = { .commit = lose_commit };
	struct db lost = { .ops = &ops, .in_transaction = TRUE };

	db_remember(&lost, g_strdup("a row of it"), g_free);
	ck_assert(!db_commit(&lost, NULL));
	ck_assert_ptr_null(db_memory(&lost));
}
END_TEST

START_TEST(a_store_in_memory_has_no_files)
{
	struct db *memory;

	world_ok(memory = db_open("sqlite::memory:", TRUE, &error));
	ck_assert_ptr_null(db_watched_path(memory));
	world_ok(schema_migrate(memory, &error));
	world_ok(db_take_daemon_lock(memory, &error));
	db_checkpoint(memory);
	db_close(memory);
	ck_assert(!g_file_test(":memory:", G_FILE_TEST_EXISTS));
	ck_assert(!g_file_test(":memory:-lock", G_FILE_TEST_EXISTS));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("db");
	TCase *tcase = tcase_create("db");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, arguments_go_by_their_numbers);
	tcase_add_test(tcase, nothing_and_empty_are_told_apart);
	tcase_add_test(tcase, a_statement_runs_again_with_other_arguments);
	tcase_add_test(tcase, lists_hold_every_row_in_order);
	tcase_add_test(tcase, no_row_and_null_are_what_is_missing);
	tcase_add_test(tcase, wrong_sql_is_our_own_fault);
	tcase_add_test(tcase, a_row_that_breaks_a_constraint_is_our_own_fault);
	tcase_add_test(tcase, rollback_undoes_what_commit_keeps);
	tcase_add_test(tcase, closing_in_a_transaction_undoes_it);
	tcase_add_test(tcase, who_finds_another_writing_comes_back_later);
	tcase_add_test(tcase, a_rollback_gives_the_lock_back);
	tcase_add_test(tcase, opening_writes_nothing_and_waits_for_nobody);
	tcase_add_test(tcase, what_others_commit_is_noticed);
	tcase_add_test(tcase, a_checkpoint_does_not_wait_for_who_reads);
	tcase_add_test(tcase,
	    a_checkpoint_empties_the_log_unless_another_writes);
	tcase_add_test(tcase, a_large_log_is_moved_amid_work_and_written_over);
	tcase_add_test(tcase, nobody_else_may_read_the_file);
	tcase_add_test(tcase, a_missing_file_is_made_only_if_that_is_wanted);
	tcase_add_test(tcase, a_folder_is_no_store);
	tcase_add_test(tcase, a_foreign_database_is_refused_and_left_as_it_is);
	tcase_add_test(tcase, a_newer_schema_is_refused);
	tcase_add_test(tcase, a_migration_that_fails_leaves_nothing_behind);
	tcase_add_test(tcase, there_is_one_daemon_at_a_time);
	tcase_add_test(tcase,
	    what_was_remembered_of_a_lost_commit_is_forgotten);
	tcase_add_test(tcase, a_store_in_memory_has_no_files);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
