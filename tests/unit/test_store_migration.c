/*
 * test_store_migration.c - a store made by an older dripscore is brought up to
 * date with all that is in it, or left as it is.
 */
#include "base/errors.h"
#include "store/db.h"
#include "store/schema.h"
#include "tests/unit/texted.h"

/*
 * What migration 1 makes, and each later one once it is released: one that was
 * is not changed. How the next is found out: the test fails, and says it.
 */
static const char *const released[] = {
	"ce9f6cafaf4a3d08a31efe8be482a587110e18d5481bcfe9f9f3530ca3f39ffb",
	"651509ea3be0430cc659333a2ce9ad1f52852f453e01fb25767bcc7fc8d056e6",
};

/* Mails on their way: due, leased, sending, sent; a reply that nobody read. */
static const char old_rows[] =
    "INSERT INTO contact (id, email, email_key, phone, attributes, created_at)"
    " VALUES (1, 'a@example.com', 'a@example.com', '" ADA "', '{}', 1);"
    "INSERT INTO event (id, source, type, reference, contact_id, occurred_at,"
    " received_at, attributes) VALUES (1, '', 'booking', 'B-1', 1, 1, 1, '{}'),"
    " (2, '', 'booking', 'B-2', 1, 1, 1, '{}'),"
    " (3, '', 'booking', 'B-3', 1, 1, 1, '{}'),"
    " (4, '', 'booking', 'B-4', 1, 1, 1, '{}');"
    "INSERT INTO invitation (id, touchpoint, contact_id, event_id, channel,"
    " created_at, expires_at) SELECT id, 'stay', 1, id, 'email', 1,"
    " 1900000000 FROM event;"
    "UPDATE invitation SET channel = 'sms' WHERE id = 1;"
    "INSERT INTO invitation_state (invitation_id, state, changed_at) VALUES"
    " (1, 'scheduled', 1), (2, 'scheduled', 1), (3, 'sending', 1),"
    " (4, 'scheduled', 1);"
    "INSERT INTO message (id, kind, invitation_id, channel, created_at,"
    " due_at) SELECT id, 'invitation', id, channel, 1, 1772370000"
    " FROM invitation;"
    "INSERT INTO due (due_at, message_id) VALUES (1772370000, 1);"
    "INSERT INTO lease (message_id, leased_at) VALUES (2, 1);"
    "INSERT INTO attempt (message_id, provider, started_at, outcome)"
    " VALUES (3, 'mail', 1, 'sending');"
    "INSERT INTO parked (message_id, provider) VALUES (4, 'mail');"
    "INSERT INTO reply (inbox, received_at, fingerprint, raw, state, tries)"
    " VALUES ('replies', 1, 'one', x'39', 'new', 0);"
    "INSERT INTO suppression (channel, address, reason, since_at)"
    " VALUES ('email', 'x@example.com', 'by hand', 1);";

static void
make_old(gint64 version, const char *rows)
{
	struct db *db;

	g_clear_pointer(&world.store, store_close);
	g_unlink(world.path);
	world_ok(db = db_open(world.url, TRUE, &error));
	world_ok(schema_migrate_to(db, version, &error));
	world_ok(db_script(db, rows, &error));
	db_close(db);
}

START_TEST(a_migration_that_was_released_is_not_changed)
{
	g_autofree char *schema = NULL;
	g_autofree char *sum = NULL;

	make_old(_i + 1, "");
	schema = balance_text(&world,
	    "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master"
	    " WHERE sql IS NOT NULL ORDER BY type, name)");
	sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, schema, -1);
	ck_assert_str_eq(sum, released[_i]);
	world_reopen(&world);
}
END_TEST

START_TEST(an_old_store_goes_on_where_it_stood)
{
	g_autoptr(GPtrArray) items = NULL, replies = NULL;
	const struct outbox_item *item;
	const struct new_reply *reply;
	guint returned, in_doubt;

	make_old(1, old_rows);
	world_reopen(&world);
	texted_is("PRAGMA user_version", "3");
	texted_is("PRAGMA integrity_check", "ok");
	texted_is("SELECT count(*) FROM pragma_foreign_key_check", "0");
	balance_check(&world);
	world_ok(
	    store_recover(world.store, DUE_AT, &returned, &in_doubt, &error));
	ck_assert_uint_eq(returned, 1);
	ck_assert_uint_eq(in_doubt, 1);
	world_ok(store_forget_halts(world.store, &error));
	balance_check(&world);
	items = world_claim(&world, DUE_AT, 3);
	item = items->pdata[0];
	ck_assert_int_eq(item->channel, CHANNEL_SMS);
	ck_assert_int_gt(texted_begin_attempt(item->message_id, ADA, DUE_AT),
	    0);
	world_ok(replies = store_new_replies(world.store, 9, &error));
	reply = replies->pdata[0];
	ck_assert_int_eq(reply->channel, CHANNEL_EMAIL);
	ck_assert_ptr_null(reply->sender);
}
END_TEST

START_TEST(a_migration_that_fails_leaves_the_store_as_it_was)
{
	g_autoptr(GError) refusal = NULL;

	/* A table of that name is in its way. */
	make_old(1, "CREATE TABLE poll_position (x INTEGER)");
	world.store = store_open(world.url, TRUE, &refusal);
	ck_assert_ptr_null(world.store);
	ck_assert_ptr_nonnull(refusal);
	{
		g_autofree char *version = balance_text(&world,
		    "PRAGMA user_version");
		g_autofree char *tables = balance_text(&world,
		    "SELECT count(*) FROM sqlite_master WHERE name IN"
		    " ('conversation', 'line', 'answer')");

		ck_assert_str_eq(version, "1");
		ck_assert_str_eq(tables, "0");
	}
	g_free(balance_text(&world, "DROP TABLE poll_position"));
	world_reopen(&world);
	texted_is("PRAGMA user_version", "3");
}
END_TEST

START_TEST(an_old_and_a_new_store_have_the_same_tables)
{
	static const char all[] =
	    "SELECT group_concat(name || ':' || replace(sql, x'0a', ''), ';')"
	    " FROM (SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
	    " ORDER BY type, name)";
	g_autofree char *fresh = balance_text(&world, all);

	make_old(1, old_rows);
	world_reopen(&world);
	texted_is(all, fresh);
}
END_TEST

START_TEST(a_store_of_a_newer_dripscore_is_left_alone)
{
	g_autoptr(GError) refusal = NULL;

	make_old(2, "PRAGMA user_version = 99");
	world.store = store_open(world.url, TRUE, &refusal);
	ck_assert_ptr_null(world.store);
	ck_assert(
	    g_error_matches(refusal, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA));
	make_old(2, "");
	world_reopen(&world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_migration");
	TCase *tcase = tcase_create("migration");

	tcase_add_checked_fixture(tcase, texted_begin, texted_end);
	tcase_add_loop_test(tcase, a_migration_that_was_released_is_not_changed,
	    0, G_N_ELEMENTS(released));
	tcase_add_test(tcase, an_old_store_goes_on_where_it_stood);
	tcase_add_test(tcase,
	    a_migration_that_fails_leaves_the_store_as_it_was);
	tcase_add_test(tcase, an_old_and_a_new_store_have_the_same_tables);
	tcase_add_test(tcase, a_store_of_a_newer_dripscore_is_left_alone);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
