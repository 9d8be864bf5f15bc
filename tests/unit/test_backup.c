/*
 * test_backup.c - a backup holds all that was committed; put back, it sends
 * nothing until it is adopted, and gives no token out that a mail has.
 */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/errors.h"
#include "store/whole/backup.h"
#include "store/outbox/crew.h"
#include "store/schema/schema.h"
#include "tests/unit/furnished.h"

static char *path, *url, *before;

static void
begin(void)
{
	balance_begin();
	path = g_build_filename(world.folder, "all.backup", NULL);
	url = g_strconcat("sqlite:", path, NULL);
	before = g_strconcat(world.path, ".before", NULL);
	furnish();
}

static void
end(void)
{
	g_clear_pointer(&path, g_free);
	g_clear_pointer(&url, g_free);
	g_clear_pointer(&before, g_free);
	world_end(&world);
}

static void
back_up(gboolean force)
{
	struct verification *found = NULL;

	world_ok(store_backup(world.store, path, force, &found, &error));
	ck_assert_int_eq(found->n_faults, 0);
	verification_free(found);
}

/* As a command does: the store is not open here. */
static gboolean
restore(gboolean force, GError **error)
{
	struct verification *found = NULL;
	gboolean done;

	g_clear_pointer(&world.store, store_close);
	done = store_restore(world.url, path, force, &found, error);
	verification_free(found);
	return done;
}

static gboolean
is_home(struct store *store)
{
	gboolean at_home = TRUE;

	world_ok(store_is_at_home(store, &at_home, NULL, &error));
	return at_home;
}

static gint64
events_in(struct store *store)
{
	g_autoptr(verification) found = furnished_verify(store, FALSE);

	return found->events;
}

static void
refuses(gboolean force, enum dripscore_error code, const char *words)
{
	g_autoptr(GError) refusal = NULL;

	ck_assert(!restore(force, &refusal));
	ck_assert_msg(g_error_matches(refusal, DRIPSCORE_ERROR, (int)code) &&
	    strstr(refusal->message, words) != NULL, "%d: %s", refusal->code,
	    refusal->message);
}

static void
spoil(const char *file)
{
	world_ok(g_file_set_contents(file, "no database at all, but text", -1,
	    &error));
}

START_TEST(a_backup_is_the_store_and_is_at_home_nowhere)
{
	g_autoptr(store) backup = NULL;
	struct stat info;

	back_up(FALSE);
	ck_assert_int_eq(g_stat(path, &info), 0);
	ck_assert_int_eq(info.st_mode & 0777, 0600);
	world_ok(backup = store_open(url, FALSE, &error));
	ck_assert(!is_home(backup));
	ck_assert(is_home(world.store));
	furnished_is_sound(backup);
	ck_assert_int_eq(events_in(backup), events_in(world.store));
	ck_assert_mem_eq(store_key(backup), store_key(world.store),
	    TOKEN_KEY_BYTES);
}
END_TEST

START_TEST(nobody_works_on_a_backup)
{
	g_autoptr(store) backup = NULL;
	g_autoptr(GPtrArray) crew = NULL;
	gboolean leads = FALSE;

	world_ok(store_join(world.store, "here", 0, &error));
	world_ok(store_try_leader(world.store, &leads, &error));
	ck_assert(leads);
	back_up(FALSE);
	world_ok(backup = store_open(url, FALSE, &error));
	world_ok(crew = store_crew(backup, &error));
	ck_assert_uint_gt(crew->len, 0);
	for (guint i = 0; i < crew->len; i++) {
		const struct crew_worker *one = crew->pdata[i];

		ck_assert(!one->alive && !one->leads);
	}
}
END_TEST

START_TEST(what_is_there_is_replaced_only_if_that_is_said)
{
	g_autoptr(GError) refusal = NULL;
	g_autofree char *kept = NULL;
	struct verification *found = NULL;

	spoil(path);
	ck_assert(!store_backup(world.store, path, FALSE, &found, &refusal));
	ck_assert(g_error_matches(refusal, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_CANNOT_CREATE));
	world_ok(g_file_get_contents(path, &kept, NULL, &error));
	ck_assert_str_eq(kept, "no database at all, but text");
	back_up(TRUE);
}
END_TEST

START_TEST(nothing_is_left_beside_it)
{
	GDir *folder;
	const char *name;

	back_up(FALSE);
	folder = g_dir_open(world.folder, 0, NULL);
	while ((name = g_dir_read_name(folder)) != NULL)
		ck_assert_msg(!g_str_has_prefix(name, "all.backup.") &&
		    !g_str_has_prefix(name, "all.backup-"), "%s", name);
	g_dir_close(folder);
}
END_TEST

START_TEST(who_writes_meanwhile_goes_on_and_is_not_in_it)
{
	sqlite3 *writer = balance_open(&world);
	g_autoptr(store) backup = NULL;

	ck_assert_int_eq(sqlite3_exec(writer, "BEGIN IMMEDIATE;"
	    "DELETE FROM due", NULL, NULL, NULL), SQLITE_OK);
	back_up(FALSE);
	ck_assert_int_eq(sqlite3_exec(writer, "ROLLBACK", NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(writer);
	world_ok(backup = store_open(url, FALSE, &error));
	furnished_is_sound(backup);
}
END_TEST

START_TEST(a_backup_put_back_sends_once_it_is_adopted)
{
	g_autoptr(store) former = NULL;
	g_autofree char *former_url = g_strconcat("sqlite:", before, NULL);
	gint64 events;

	back_up(FALSE);
	events = events_in(world.store);
	ck_assert(world_happens(&world, "booking", "since", "y@example.com",
	    NOON_AT));
	world_ok(restore(FALSE, &error));
	world_reopen(&world);
	ck_assert(!is_home(world.store));
	ck_assert_int_eq(events_in(world.store), events);
	furnished_is_sound(world.store);
	world_ok(store_adopt(world.store, &error));
	ck_assert(is_home(world.store));
	world_reopen(&world);
	ck_assert(is_home(world.store));
	/* What was there is kept. */
	world_ok(former = store_open(former_url, FALSE, &error));
	ck_assert_int_eq(events_in(former), events + 1);
}
END_TEST

START_TEST(it_is_put_where_no_store_is)
{
	back_up(FALSE);
	g_clear_pointer(&world.store, store_close);
	g_unlink(world.path);
	world_ok(restore(FALSE, &error));
	ck_assert(!g_file_test(before, G_FILE_TEST_EXISTS));
	world_reopen(&world);
	ck_assert(!is_home(world.store));
}
END_TEST

START_TEST(nothing_is_put_under_a_daemon)
{
	g_autoptr(store) daemon = NULL;

	back_up(FALSE);
	world_ok(daemon = store_open(world.url, FALSE, &error));
	world_ok(store_become_daemon(daemon, &error));
	refuses(TRUE, DRIPSCORE_ERROR_LATER, "daemon is running");
	ck_assert(!g_file_test(before, G_FILE_TEST_EXISTS));
	ck_assert(is_home(daemon));
}
END_TEST

START_TEST(nothing_is_put_under_who_reads)
{
	g_autoptr(store) reader = NULL;

	back_up(FALSE);
	world_ok(reader = store_open(world.url, FALSE, &error));
	refuses(FALSE, DRIPSCORE_ERROR_LATER, "another process has it open");
	furnished_is_sound(reader);
}
END_TEST

START_TEST(an_older_store_that_was_kept_is_not_lost)
{
	back_up(FALSE);
	spoil(before);
	refuses(FALSE, DRIPSCORE_ERROR_CANNOT_CREATE, "--force");
	world_reopen(&world);
	ck_assert(is_home(world.store));
	world_ok(restore(TRUE, &error));
}
END_TEST

START_TEST(what_is_no_backup_is_refused)
{
	refuses(TRUE, DRIPSCORE_ERROR_NO_INPUT, "all.backup");
	spoil(path);
	refuses(TRUE, DRIPSCORE_ERROR_DATA, "all.backup: ");
	g_unlink(path);
	world_ok(g_file_set_contents(path, "", 0, &error));
	refuses(TRUE, DRIPSCORE_ERROR_DATA, "no store in the backup");
	world_reopen(&world);
	furnished_is_sound(world.store);
	ck_assert(is_home(world.store));
}
END_TEST

START_TEST(a_backup_with_faults_is_put_back_only_if_that_is_said)
{
	back_up(FALSE);
	g_free(place_sql(url, "DELETE FROM due"));
	refuses(FALSE, DRIPSCORE_ERROR_DATA, "has faults");
	world_reopen(&world);
	ck_assert(is_home(world.store));
	world_ok(restore(TRUE, &error));
}
END_TEST

START_TEST(a_store_that_cannot_be_read_is_put_aside_if_that_is_said)
{
	g_autofree char *kept = NULL;

	back_up(FALSE);
	store_rest(world.store);
	g_clear_pointer(&world.store, store_close);
	spoil(world.path);
	refuses(FALSE, DRIPSCORE_ERROR_DATA, "--force moves it");
	world_ok(restore(TRUE, &error));
	world_ok(g_file_get_contents(before, &kept, NULL, &error));
	ck_assert_str_eq(kept, "no database at all, but text");
	world_reopen(&world);
	furnished_is_sound(world.store);
}
END_TEST

/* cp, of a store whose log was not moved into the file yet. */
START_TEST(a_store_that_was_copied_as_it_lay_may_be_put_back)
{
	static const char *const parts[] = { "", "-wal" };
	gint64 events = events_in(world.store);

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *from = g_strconcat(world.path, parts[i], NULL);
		g_autofree char *to = g_strconcat(path, parts[i], NULL);
		g_autofree char *bytes = NULL;
		gsize n;

		world_ok(g_file_get_contents(from, &bytes, &n, &error));
		ck_assert_uint_gt(n, 0);
		world_ok(g_file_set_contents(to, bytes, (gssize)n, &error));
	}
	world_ok(restore(FALSE, &error));
	world_reopen(&world);
	ck_assert(!is_home(world.store));
	ck_assert_int_eq(events_in(world.store), events);
}
END_TEST

START_TEST(a_backup_of_an_older_dripscore_is_brought_up_to_date)
{
	struct db *db;

	world_ok(db = db_open(url, TRUE, &error));
	world_ok(schema_migrate_to(db, 2, &error));
	world_ok(db_run(db, &error, "INSERT INTO contact (email, email_key,"
	    " attributes, created_at) VALUES ('o', 'o', '{}', 1)", ""));
	db_close(db);
	world_ok(restore(FALSE, &error));
	world_reopen(&world);
	ck_assert(!is_home(world.store));
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM contact"),
	    1);
	world_ok(store_adopt(world.store, &error));
	ck_assert(is_home(world.store));
}
END_TEST

static gboolean
reads(enum token_purpose purpose, const char *token, gint64 id)
{
	gint64 found = 0;

	return token_read_any(store_keys(world.store), purpose, token,
		   &found) &&
	    found == id;
}

static char *
token(enum token_purpose purpose, gint64 id)
{
	return token_make(store_key(world.store), purpose, id);
}

static gint64
last_of(const char *table)
{
	g_autofree char *sql = g_strconcat("SELECT max(id) FROM ", table, NULL);

	return balance_count(&world, sql);
}

/* The ids of what left since the backup was made are given out again. */
START_TEST(tokens_of_what_left_since_are_of_nobody)
{
	gint64 invitation_id = last_of("invitation") + 1;
	gint64 message_id = last_of("message") + 1;
	g_autofree char *of_old = token(TOKEN_REPLY, 1);
	g_autofree char *bounce_of_old = token(TOKEN_BOUNCE, 1);
	g_autofree char *lost = NULL, *bounce_of_lost = NULL, *anew = NULL;

	back_up(FALSE);
	invite(90);
	ck_assert_int_eq(last_of("invitation"), invitation_id);
	lost = token(TOKEN_REPLY, invitation_id);
	bounce_of_lost = token(TOKEN_BOUNCE, message_id);
	ck_assert(reads(TOKEN_REPLY, lost, invitation_id));
	world_ok(restore(FALSE, &error));
	world_reopen(&world);
	world_ok(store_adopt(world.store, &error));
	invite(91);
	ck_assert_int_eq(last_of("invitation"), invitation_id);
	anew = token(TOKEN_REPLY, invitation_id);
	ck_assert_str_ne(anew, lost);
	for (guint i = 0; i < 2; i++) {
		ck_assert(reads(TOKEN_REPLY, anew, invitation_id));
		ck_assert(reads(TOKEN_REPLY, of_old, 1));
		ck_assert(reads(TOKEN_BOUNCE, bounce_of_old, 1));
		ck_assert(!reads(TOKEN_REPLY, lost, invitation_id));
		ck_assert(!reads(TOKEN_BOUNCE, bounce_of_lost, message_id));
		world_reopen(&world);
	}
}
END_TEST

START_TEST(so_it_is_if_that_happens_twice)
{
	g_autofree char *first = token(TOKEN_REPLY, 1);
	g_autofree char *second = NULL, *third = NULL;

	back_up(FALSE);
	world_ok(restore(FALSE, &error));
	world_reopen(&world);
	world_ok(store_adopt(world.store, &error));
	second = token(TOKEN_REPLY, 1);
	back_up(TRUE);
	world_ok(restore(TRUE, &error));
	world_reopen(&world);
	world_ok(store_adopt(world.store, &error));
	third = token(TOKEN_REPLY, 1);
	ck_assert_str_ne(first, second);
	ck_assert_str_ne(second, third);
	ck_assert(reads(TOKEN_REPLY, first, 1));
	ck_assert(reads(TOKEN_REPLY, second, 1));
	ck_assert(reads(TOKEN_REPLY, third, 1));
}
END_TEST

/* A backup of a server's store is a file, and is put into an empty database. */
START_TEST(a_server_has_backups_too)
{
	g_autofree char *empty = place_make(world.folder, TRUE);
	struct verification *found = NULL;
	g_autoptr(GError) refusal = NULL;
	g_autoptr(store) copy = NULL;
	gint64 events = events_in(world.store);

	back_up(FALSE);
	ck_assert(!store_restore(world.url, path, TRUE, &found, &refusal));
	ck_assert_ptr_nonnull(strstr(refusal->message, "a store already"));
	verification_free(found);
	world_ok(store_restore(empty, path, FALSE, &found, &error));
	ck_assert_int_eq(found->n_faults, 0);
	verification_free(found);
	world_ok(copy = store_open(empty, FALSE, &error));
	ck_assert(!is_home(copy));
	ck_assert(is_home(world.store));
	ck_assert_int_eq(events_in(copy), events);
	world_ok(store_adopt(copy, &error));
	ck_assert(is_home(copy));
	g_clear_pointer(&copy, store_close);
	place_remove(empty);
}
END_TEST

static void
add_of_files(TCase *tcase)
{
	tcase_add_test(tcase, nothing_is_left_beside_it);
	tcase_add_test(tcase, who_writes_meanwhile_goes_on_and_is_not_in_it);
	tcase_add_test(tcase, a_backup_put_back_sends_once_it_is_adopted);
	tcase_add_test(tcase, it_is_put_where_no_store_is);
	tcase_add_test(tcase, nothing_is_put_under_a_daemon);
	tcase_add_test(tcase, nothing_is_put_under_who_reads);
	tcase_add_test(tcase, an_older_store_that_was_kept_is_not_lost);
	tcase_add_test(tcase, what_is_no_backup_is_refused);
	tcase_add_test(tcase,
	    a_backup_with_faults_is_put_back_only_if_that_is_said);
	tcase_add_test(tcase,
	    a_store_that_cannot_be_read_is_put_aside_if_that_is_said);
	tcase_add_test(tcase,
	    a_store_that_was_copied_as_it_lay_may_be_put_back);
	tcase_add_test(tcase,
	    a_backup_of_an_older_dripscore_is_brought_up_to_date);
	tcase_add_test(tcase, tokens_of_what_left_since_are_of_nobody);
	tcase_add_test(tcase, so_it_is_if_that_happens_twice);
}

int
main(void)
{
	Suite *suite = suite_create("backup");
	TCase *tcase = tcase_create("backup");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_backup_is_the_store_and_is_at_home_nowhere);
	tcase_add_test(tcase, nobody_works_on_a_backup);
	tcase_add_test(tcase, what_is_there_is_replaced_only_if_that_is_said);
	if (place_server() == NULL)
		add_of_files(tcase);
	else
		tcase_add_test(tcase, a_server_has_backups_too);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
