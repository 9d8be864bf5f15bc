/*
 * test_store_migration.c - a store made by an older dripscore is brought up to
 * date with all that is in it, or left as it is.
 */
#include "base/errors.h"
#include "store/db/db.h"
#include "store/schema/schema.h"
#include "tests/unit/texted.h"

/*
 * What migration 1 makes, and each later one once it is released: one that was
 * is not changed. How the next is found out: the test fails, and says it.
 */
static const char *const released[] = {
	"ce9f6cafaf4a3d08a31efe8be482a587110e18d5481bcfe9f9f3530ca3f39ffb",
	"651509ea3be0430cc659333a2ce9ad1f52852f453e01fb25767bcc7fc8d056e6",
	"43f72ce25b97462c7959f16a6cf27d8890c38f89c29ad7c41bc6acda2b15b282",
	"3552fb38b36fb40589ee0971fd2b2569b9f54682d2340afc664f041333e4f986",
	"872d74f0e5bd49314a6cec144d7685cad626b55334f032c99c26b7602518684a",
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
	texted_is("PRAGMA user_version", "6");
	texted_is("PRAGMA integrity_check", "ok");
	texted_is("SELECT count(*) FROM pragma_foreign_key_check", "0");
	balance_check(&world);
	world_ok(
	    world_recover(&world, DUE_AT, &returned, &in_doubt, &error));
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

/* Of version 2, an invitation in each state: what waits does so in each place;
 * the failed one was sent, and bounced. */
static const char rows_of_2[] =
    "INSERT INTO contact (id, email, email_key, phone, attributes, created_at)"
    " VALUES (1, 'a@example.com', 'a@example.com', '" ADA "', '{}', 1);"
    "INSERT INTO event (id, source, type, reference, contact_id, occurred_at,"
    " received_at, attributes) WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL"
    " SELECT x + 1 FROM n WHERE x < 12) SELECT x, '', 'booking', 'B-' || x,"
    " 1, 1, 1, '{}' FROM n;"
    "INSERT INTO invitation (id, touchpoint, contact_id, event_id, channel,"
    " created_at, expires_at) SELECT id, 'stay', 1, id, 'email', 1,"
    " 1900000000 FROM event;"
    "UPDATE invitation SET channel = 'sms' WHERE id IN (3, 6);"
    "INSERT INTO invitation_state (invitation_id, state, changed_at) VALUES"
    " (1, 'scheduled', 1), (2, 'scheduled', 1), (3, 'scheduled', 1),"
    " (4, 'scheduled', 1), (5, 'sending', 1772370005),"
    " (6, 'sent', 1772370006), (7, 'answered', 1772370099),"
    " (8, 'expired', 1772370099), (9, 'suppressed', 1),"
    " (10, 'cancelled', 1), (11, 'failed', 1772370099),"
    " (12, 'in doubt', 1772370012);"
    "UPDATE invitation_state SET sent_at = 1772370000 + invitation_id,"
    " sent_day = 20513 WHERE invitation_id IN (6, 7, 8, 11);"
    "INSERT INTO message (id, kind, invitation_id, channel, created_at,"
    " due_at) SELECT id, 'invitation', id, channel, 1, 1772370000"
    " FROM invitation WHERE id NOT IN (9, 10);"
    "INSERT INTO due (due_at, message_id) VALUES (1772370000, 1);"
    "INSERT INTO lease (message_id, leased_at) VALUES (2, 1);"
    "INSERT INTO line (phone, message_id) VALUES ('" ADA "', 3);"
    "INSERT INTO parked (message_id, provider) VALUES (4, 'mail');"
    "INSERT INTO attempt (message_id, provider, started_at, ended_at,"
    " outcome) SELECT id, 'mail', 1772370000 + id, 1772370000 + id,"
    " 'accepted' FROM message WHERE id > 5 AND id < 12;"
    "INSERT INTO attempt (message_id, provider, started_at, outcome)"
    " VALUES (5, 'mail', 1772370005, 'sending');"
    "INSERT INTO attempt (message_id, provider, started_at, ended_at,"
    " outcome) VALUES (12, 'mail', 1772370012, 1772370012, 'in doubt');"
    "INSERT INTO expiry (expires_at, invitation_id) VALUES (1900000000, 6);"
    "INSERT INTO conversation (invitation_id, phone, provider, asked_at,"
    " closes_at, step, reprompted) VALUES (6, '" ADA "', 'texts',"
    " 1772370006, 1900000000, 'question', 0);"
    "INSERT INTO response (touchpoint, score, contact_id, invitation_id,"
    " answered_at, day, recorded_at, source, salt, contact_digest,"
    " comment_digest, hash) VALUES ('stay', 9, 1, 7, 1772370099, 20513, 1,"
    " 'reply', x'', x'', x'', x'');"
    "INSERT INTO score_rollup VALUES ('stay', 20513, 9, 1);"
    "INSERT INTO sent_rollup VALUES ('stay', 20513, 4, 1);";

START_TEST(all_that_a_store_of_version_2_holds_goes_on)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	guint returned, in_doubt;

	make_old(2, rows_of_2);
	world_reopen(&world);
	texted_is("PRAGMA user_version", "6");
	texted_is("PRAGMA integrity_check", "ok");
	texted_is("SELECT count(*) FROM pragma_foreign_key_check", "0");
	balance_check(&world);
	/* What left, or may have; not what bounced. */
	texted_is("SELECT group_concat(invitation_id || '@' ||"
		  " (asked_at - 1772370000), ' ') FROM " ASKS,
	    "5@5 6@6 7@7 8@8 12@12");
	texted_is("SELECT group_concat(look_at || ':' || invitation_id)"
		  " FROM follow_up",
	    "1900000000:6");
	texted_is("SELECT group_concat(DISTINCT planned_at || '/' || answer_s)"
		  " FROM invitation WHERE id NOT IN (9, 10)",
	    "1772370000/0");
	texted_is("SELECT group_concat(DISTINCT ready_at) FROM message"
		  " WHERE id <> 4",
	    "1772370000");
	/* It was held back as long as the daemon was there. */
	texted_is("SELECT ready_at FROM message WHERE id = 4", "1772370099");
	texted_is("SELECT count(*) FROM sqlite_master WHERE name = 'expiry'",
	    "0");
	world_ok(
	    world_recover(&world, DUE_AT, &returned, &in_doubt, &error));
	ck_assert_uint_eq(returned, 1);
	ck_assert_uint_eq(in_doubt, 1);
	world_ok(store_forget_halts(world.store, &error));
	balance_check(&world);
	items = world_claim(&world, DUE_AT + 60, 3);
	item = items->pdata[0];
	ck_assert_uint_eq(item->asks->len, 5);
	ck_assert_int_eq(item->ready_at, DUE_AT);
	/* It bounced, and an answer proves that it arrived all the same. */
	world_takes(&world, REPLY_ANSWER, 11, 3, NULL, DUE_AT + 90);
	texted_is("SELECT asked_at FROM " ASKS " WHERE invitation_id = 11",
	    "1772370011");
	ck_assert_uint_eq(world_expire(&world, 1900000000, 9), 1);
	balance_state_is(&world, 6, "expired");
}
END_TEST

START_TEST(what_a_person_should_see_becomes_a_case)
{
	make_old(5,
	    "INSERT INTO reply (id, inbox, received_at, fingerprint, state,"
	    " tries, kind, concern) VALUES (1, 'replies', 1, 'one', 'read', 1,"
	    " 'comment', 'nobody'), (2, 'replies', 1, 'two', 'read', 1,"
	    " 'answer', NULL), (3, 'replies', 1, 'three', 'set aside', 5, NULL,"
	    " 'set aside');");
	world_reopen(&world);
	texted_is("SELECT group_concat(reply_id) FROM fresh_reply", "1,3");
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
	texted_is("PRAGMA user_version", "6");
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

	tcase_add_checked_fixture(tcase, balance_begin, balance_end_unchained);
	tcase_add_loop_test(tcase, a_migration_that_was_released_is_not_changed,
	    0, G_N_ELEMENTS(released));
	tcase_add_test(tcase, an_old_store_goes_on_where_it_stood);
	tcase_add_test(tcase, all_that_a_store_of_version_2_holds_goes_on);
	tcase_add_test(tcase, what_a_person_should_see_becomes_a_case);
	tcase_add_test(tcase,
	    a_migration_that_fails_leaves_the_store_as_it_was);
	tcase_add_test(tcase, an_old_and_a_new_store_have_the_same_tables);
	tcase_add_test(tcase, a_store_of_a_newer_dripscore_is_left_alone);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
