/*
 * test_store_upgrade.c - a process that is killed after any statement of an
 * upgrade leaves the old store; opened again, it is brought up to date, with
 * all that was in it. Of each schema that was ever released.
 *
 * What a power cut leaves in the middle of a write: tests/faults/.
 */
#include "store/db/db.h"
#include "store/schema/schema.h"
#include "store/verify/verify.h"
#include "tests/unit/world.h"

#define NEWEST 5

static struct world world;

/* Of each schema, and of those before: what its upgrade has to do with. */
static const char *const rows[NEWEST] = {
	"INSERT INTO contact (id, email, email_key, attributes, created_at)"
	" VALUES (1, 'a@example.com', 'a@example.com', '{}', 1);"
	"INSERT INTO event (id, source, type, reference, contact_id,"
	" occurred_at, received_at, attributes) VALUES"
	" (1, '', 'booking', 'B-1', 1, 1, 1, '{}'),"
	" (2, '', 'booking', 'B-2', 1, 1, 1, '{}'),"
	" (3, '', 'booking', 'B-3', 1, 1, 1, '{}'),"
	" (4, '', 'booking', 'B-4', 1, 1, 1, '{}'),"
	" (5, '', 'booking', 'B-5', 1, 1, 1, '{}');"
	"INSERT INTO invitation (id, touchpoint, contact_id, event_id,"
	" channel, created_at, expires_at) SELECT id, 'stay', 1, id, 'email',"
	" 1, 1900000000 FROM event;"
	"INSERT INTO invitation_state (invitation_id, state, changed_at,"
	" sent_at, sent_day) VALUES (1, 'scheduled', 1, NULL, NULL),"
	" (2, 'scheduled', 1, NULL, NULL), (3, 'sending', 1, NULL, NULL),"
	" (4, 'scheduled', 1, NULL, NULL),"
	" (5, 'sent', 1, 1772370000, 20513);"
	"INSERT INTO message (id, kind, invitation_id, channel, created_at,"
	" due_at) SELECT id, 'invitation', id, channel, 1, 1772370000"
	" FROM invitation;"
	"INSERT INTO due (due_at, message_id) VALUES (1772370000, 1);"
	"INSERT INTO lease (message_id, leased_at) VALUES (2, 1);"
	"INSERT INTO parked (message_id, provider) VALUES (4, 'mail');"
	"INSERT INTO attempt (message_id, provider, started_at, outcome)"
	" VALUES (3, 'mail', 1, 'sending');"
	"INSERT INTO attempt (message_id, provider, started_at, ended_at,"
	" outcome) VALUES (5, 'mail', 1, 2, 'accepted');"
	"INSERT INTO expiry (expires_at, invitation_id)"
	" VALUES (1900000000, 5);"
	"INSERT INTO sent_rollup VALUES ('stay', 20513, 1, 0);",

	"INSERT INTO conversation (invitation_id, phone, provider, asked_at,"
	" closes_at, step, reprompted) VALUES (5, '+358401234567', 'texts',"
	" 1772370006, 1900000000, 'question', 0);"
	"INSERT INTO report (provider, received_at, state, opted_out)"
	" VALUES ('texts', 1, 'sent', 0);",

	"INSERT INTO turn (touchpoint, due_at, contact_id)"
	" VALUES ('pulse', 1900000000, 1);",

	"INSERT INTO reply (inbox, received_at, fingerprint, raw, state,"
	" tries, kind, invitation_id, read_at) VALUES"
	" ('replies', 1, 'one', CAST('9' AS @blob@), 'new', 0, NULL, NULL,"
	"  NULL),"
	" ('replies', 1, 'two', CAST('9' AS @blob@), 'set aside', 5, NULL,"
	"  NULL, 1),"
	" ('replies', 1, 'three', CAST('9' AS @blob@), 'read', 1, 'comment',"
	"  5, 1);",

	"",
};

/* The text up to the n-th statement's end; NULL: there are not so many. No
 * string in a migration has a semicolon in it. */
static char *
first_statements(const char *text, guint n)
{
	const char *at = text;

	for (guint i = 0; i < n; i++) {
		at = strchr(at, ';');
		if (at == NULL)
			return NULL;
		at++;
	}
	return g_strndup(text, (gsize)(at - text));
}

static const char *
text_of(gint64 version)
{
	static const char *const texts[] = { migration_1, migration_2,
		migration_3, migration_4, migration_5 };

	return texts[version - 1];
}

static struct db *
open_old(const char *url, gint64 version)
{
	struct db *db;

	world_ok(db = db_open(url, TRUE, &error));
	for (gint64 i = 1; i <= version; i++) {
		world_ok(schema_migrate_to(db, i, &error));
		if (rows[i - 1][0] == '\0')
			continue;
		world_ok(db_begin(db, &error));
		world_ok(db_script(db, rows[i - 1], &error));
		world_ok(db_commit(db, &error));
	}
	return db;
}

/*
 * The process ends within the transaction: of a file what the kernel has of it
 * is all there is, of a server the connection is closed.
 */
static char *
cut(struct db *db, gint64 version, guint n, gboolean *more)
{
	g_autofree char *begun = first_statements(text_of(version + 1), n);
	g_autofree char *left = g_strdup_printf("%s/left-%u.db", world.folder,
	    n);
	static const char *const parts[] = { "", "-wal" };

	*more = begun != NULL;
	if (begun == NULL)
		return NULL;
	world_ok(db_begin(db, &error));
	if (begun[0] != '\0')
		world_ok(db_script(db, begun, &error));
	for (gsize i = 0; i < G_N_ELEMENTS(parts) && place_server() == NULL;
	     i++) {
		g_autofree char *from = g_strconcat(world.path, parts[i], NULL);
		g_autofree char *to = g_strconcat(left, parts[i], NULL);
		g_autofree char *bytes = NULL;
		gsize length;

		world_ok(g_file_get_contents(from, &bytes, &length, &error));
		world_ok(
		    g_file_set_contents(to, bytes, (gssize)length, &error));
	}
	db_rollback(db);
	return place_server() == NULL ? g_strconcat("sqlite:", left, NULL) :
					g_strdup(world.url);
}

static void
is_old(const char *url, gint64 version)
{
	struct db *db;
	gint64 found = 0, events = 0;

	world_ok(db = db_open(url, FALSE, &error));
	world_ok(db_schema_version(db, &found, &error));
	ck_assert_int_eq(found, version);
	if (version > 0)
		world_ok(db_one(db, &events, 0, &error,
		    "SELECT count(*) FROM event", ""));
	ck_assert_int_eq(events, version > 0 ? 5 : 0);
	db_close(db);
}

static void
becomes_new(const char *url, gint64 version)
{
	const struct verify_options options = { .full = TRUE, .limit = 3 };
	g_autoptr(store) store = NULL;
	g_autoptr(verification) found = NULL;

	world_ok(store = store_open(url, TRUE, &error));
	world_ok(found = store_verify(store, &options, &error));
	for (guint i = 0; i < found->breaches->len; i++) {
		const struct verify_breach *breach = found->breaches->pdata[i];
		const struct verify_fault *fault = breach->faults->pdata[0];

		ck_abort_msg("%s: %s %s", breach->promise, fault->table,
		    fault->found);
	}
	ck_assert_int_eq(found->events, version > 0 ? 5 : 0);
	ck_assert_int_eq(found->leased, version > 0 ? 1 : 0);
}

START_TEST(a_killed_upgrade_leaves_the_old_store_and_is_made_up_for)
{
	struct db *db;
	gboolean more = TRUE;
	guint n = 0;

	g_clear_pointer(&world.store, store_close);
	place_remove(world.url);
	g_free(world.url);
	g_unlink(world.path);
	world.url = place_make(world.folder, TRUE);
	db = open_old(world.url, _i);
	for (; more; n++) {
		g_autofree char *url = cut(db, _i, n, &more);

		if (!more)
			break;
		is_old(url, _i);
		/* A server's store is brought up to date once, in the end. */
		if (place_server() == NULL && _i > 0)
			becomes_new(url, _i);
	}
	ck_assert_uint_gt(n, 5);
	db_close(db);
	becomes_new(world.url, _i);
}
END_TEST

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

int
main(void)
{
	Suite *suite = suite_create("store_upgrade");
	TCase *tcase = tcase_create("upgrade");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase,
	    a_killed_upgrade_leaves_the_old_store_and_is_made_up_for, 0,
	    NEWEST);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
