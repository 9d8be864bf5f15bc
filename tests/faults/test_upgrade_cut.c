/*
 * test_upgrade_cut.c - a power cut at any call while a store is made, or one of
 * an older dripscore is brought up to date, leaves the old one or the new one,
 * with all that is in it; opened again, it is the new one.
 *
 * The environment: FAULTS=all cuts at each call, and tries more of
 * what chance may leave; "few" cuts at a few.
 */
#include <stdio.h>

#include "store/schema/schema.h"
#include "tests/faults/disk.h"
#include "tests/faults/dump.h"
#include "tests/faults/life.h"
#include "tests/unit/world.h"

#define CALLS_MAX 5000
#define NEWEST 6
/* The last of those that have all the tables that the rows below go into. */
#define ROWS_MAX 3
#define STRIDE 4

/*
 * Of version 1: mails that are due, leased, sending, parked and sent, a reply
 * that nobody has read, and an answer.
 */
static const char old_rows[] =
    "INSERT INTO contact (id, email, email_key, attributes, created_at)"
    " VALUES (1, 'a@example.com', 'a@example.com', '{}', 1);"
    "INSERT INTO event (id, source, type, reference, contact_id, occurred_at,"
    " received_at, attributes) WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL"
    " SELECT x + 1 FROM n WHERE x < 60) SELECT x, '', 'booking', 'B-' || x,"
    " 1, 1, 1, '{}' FROM n;"
    "INSERT INTO invitation (id, touchpoint, contact_id, event_id, channel,"
    " created_at, expires_at) SELECT id, 'stay', 1, id, 'email', 1,"
    " 1900000000 FROM event;"
    "INSERT INTO invitation_state (invitation_id, state, changed_at, sent_at,"
    " sent_day) SELECT id, CASE id WHEN 3 THEN 'sending' WHEN 5 THEN 'sent'"
    "  WHEN 6 THEN 'answered' ELSE 'scheduled' END, 1,"
    " CASE WHEN id IN (5, 6) THEN 1772370000 END,"
    " CASE WHEN id IN (5, 6) THEN 20513 END FROM invitation;"
    "INSERT INTO message (id, kind, invitation_id, channel, created_at,"
    " due_at) SELECT id, 'invitation', id, channel, 1, 1772370000"
    " FROM invitation;"
    "INSERT INTO due (due_at, message_id) SELECT 1772370000, id FROM message"
    " WHERE id = 1 OR id > 6;"
    "INSERT INTO lease (message_id, leased_at) VALUES (2, 1);"
    "INSERT INTO attempt (message_id, provider, started_at, outcome)"
    " VALUES (3, 'mail', 1, 'sending');"
    "INSERT INTO attempt (message_id, provider, started_at, ended_at,"
    " outcome) VALUES (5, 'mail', 1, 2, 'accepted'),"
    " (6, 'mail', 1, 2, 'accepted');"
    "INSERT INTO parked (message_id, provider) VALUES (4, 'mail');"
    "INSERT INTO sent_rollup VALUES ('stay', 20513, 2, 1);"
    "INSERT INTO response (touchpoint, score, contact_id, invitation_id,"
    " answered_at, day, recorded_at, source, salt, contact_digest,"
    " comment_digest, hash) VALUES ('stay', 9, 1, 6, 1772370099, 20513, 1,"
    " 'reply', x'', x'', x'', x'');"
    "INSERT INTO score_rollup VALUES ('stay', 20513, 9, 1);"
    "INSERT INTO reply (inbox, received_at, fingerprint, raw, state, tries)"
    " VALUES ('replies', 1, 'one', x'39', 'new', 0);";

/* What else it has by then. */
static const char *const newer_rows[] = {
	"INSERT INTO expiry (expires_at, invitation_id) VALUES"
	" (1900000000, 5);",
	"INSERT INTO expiry (expires_at, invitation_id) VALUES"
	" (1900000000, 5);",
	"UPDATE message SET ready_at = due_at;"
	"INSERT INTO follow_up (look_at, invitation_id) VALUES"
	" (1900000000, 5);"
	"INSERT INTO ask (contact_id, asked_at, invitation_id) SELECT 1,"
	" 1772370000, id FROM invitation WHERE id IN (3, 5, 6);"
	"UPDATE attempt SET is_ask = 1;",
};
G_STATIC_ASSERT(G_N_ELEMENTS(newer_rows) == ROWS_MAX);

/* That is there before and after. */
static const char kept[] =
    "SELECT (SELECT count(*) FROM event) || ' ' ||"
    " (SELECT count(*) FROM invitation) || ' ' ||"
    " (SELECT count(*) FROM message) || ' ' ||"
    " (SELECT count(*) FROM attempt) || ' ' ||"
    " (SELECT group_concat(score) FROM response)";

/* Of that version; 0: there is none yet. */
static void
make_old(const struct life *life, guint version)
{
	guint with_rows = MIN(version, ROWS_MAX);
	struct db *db;

	if (version == 0)
		return;
	world_ok(db = db_open(life->url, TRUE, &error));
	world_ok(schema_migrate_to(db, with_rows, &error));
	world_ok(db_script(db, old_rows, &error));
	world_ok(db_script(db, newer_rows[with_rows - 1], &error));
	world_ok(schema_migrate_to(db, version, &error));
	db_close(db);
}

/* After a cut: the old one or the new one. */
static void
expect_either(const struct life *life, guint version)
{
	g_autofree char *whole = dump_read(life->path,
	    "PRAGMA integrity_check");
	g_autofree char *found = dump_read(life->path, "PRAGMA user_version");
	g_autofree char *rows = NULL;
	g_autofree char *raw = NULL;

	/* Of a new one, even the name may be lost. */
	if (version == 0 && !g_file_test(life->path, G_FILE_TEST_EXISTS))
		return;
	ck_assert_ptr_nonnull(whole);
	ck_assert_str_eq(whole, "ok");
	ck_assert_ptr_nonnull(found);
	if (g_ascii_strtoull(found, NULL, 10) != version)
		ck_assert_uint_eq(g_ascii_strtoull(found, NULL, 10),
		    NEWEST);
	if (version == 0)
		return;
	rows = dump_read(life->path, kept);
	ck_assert_str_eq(rows, "60 60 60 3 9");
	raw = dump_read(life->path, g_ascii_strtoull(found, NULL, 10) < 5 ?
		"SELECT hex(raw) FROM reply" :
		"SELECT hex(bytes) FROM reply_raw");
	ck_assert_str_eq(raw, "39");
}

/* The nth call is the last. FALSE: there were less. */
static gboolean
cut_at(guint version, guint n, guint32 seed)
{
	g_autofree char *complaint = NULL;
	struct life life;
	gboolean was_cut;

	disk_begin(seed);
	life_begin(&life, seed);
	make_old(&life, version);
	/* What is there is on the disk. */
	disk_begin(seed);
	disk_cut_at(n);
	{
		g_autoptr(GError) error = NULL;

		life_open(&life, &error);
		was_cut = disk_is_cut();
		ck_assert_msg(was_cut || error == NULL, "%s",
		    error != NULL ? error->message : "");
	}
	life_drop(&life);
	disk_power_on();
	expect_either(&life, version);
	world_ok(life_open(&life, &error));
	expect_either(&life, version);
	complaint = ledger_complaint(life.ledger, life.path);
	ck_assert_msg(complaint == NULL, "version %u, call %u, seed %u: %s",
	    version, n, seed, complaint);
	life_end(&life);
	return was_cut;
}

START_TEST(an_upgrade_is_done_or_not)
{
	const char *wanted = g_getenv("FAULTS");
	gboolean all = g_strcmp0(wanted, "all") == 0;
	guint seeds = all ? 5 : 1;
	guint stride = all ? 1 :
	    g_strcmp0(wanted, "few") == 0 ? 10 * STRIDE : STRIDE;
	guint n = 1;

	while (n < CALLS_MAX && cut_at(_i, n, n))
		n += stride;
	for (guint32 seed = 1; seed < seeds; seed++)
		for (guint i = 1; i < n; i++)
			cut_at(_i, i, seed * CALLS_MAX + i);
	printf("# from version %d: %u of %u calls, %u times each\n", _i,
	    (n - 1) / stride, n - 1, seeds);
	fflush(stdout);
	ck_assert_uint_ge(n, 10);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("upgrade_cut");
	TCase *tcase = tcase_create("cuts");

	disk_install();
	tcase_set_timeout(tcase, 0);
	tcase_add_loop_test(tcase, an_upgrade_is_done_or_not, 0,
	    NEWEST);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
