/*
 * home.c - where a store is at home: a copy on another machine, or beside the
 * first, must not send what the first sends.
 *
 * What is noted is the machine and the file itself (its inode), and the name of
 * the machine for people; beside the file stands the last attempt that began
 * here, of which a backup that is written over the file knows nothing. A store
 * in memory is at home wherever it is, and so is one on a server. What was made
 * by backup, restore or copy is at home nowhere.
 *
 * BUGS: a copy of an older store that was never opened by this dripscore is at
 * home where it is first opened. Who moves the file within its file system, or
 * clones a whole machine with its identity, is not noticed; nor a backup that
 * is written over the file, if FILE-daemon is gone.
 */
#include <string.h>

#include "base/errors.h"
#include "store/internal.h"

#define MACHINE_ID "/etc/machine-id"
#define ID_MAX_BYTES 64
#define NOWHERE "nowhere" /* in the place of a machine */

/* What tells this machine from others. Owned. */
static char *
machine_id(void)
{
	g_autofree char *id = NULL;

	if (!g_file_get_contents(MACHINE_ID, &id, NULL, NULL))
		return g_strdup(g_get_host_name());
	g_strstrip(id);
	/* Of a machine that is set up, it may be empty. */
	if (id[0] == '\0' || strlen(id) > ID_MAX_BYTES ||
	    strpbrk(id, " \t\n") != NULL)
		return g_strdup(g_get_host_name());
	return g_steal_pointer(&id);
}

/* "MACHINE INODE NAME"; NULL: in memory. Owned. Of a server there is one name:
 * who restores its database by its own means knows that it is a copy. */
static char *
home_here(struct db *db)
{
	g_autofree char *machine = NULL;
	guint64 inode = db_inode(db);

	if (db_is_server(db))
		return g_strdup("server 0 a server");
	if (inode == 0)
		return NULL;
	machine = machine_id();
	return g_strdup_printf("%s %" G_GUINT64_FORMAT " %s", machine, inode,
	    g_get_host_name());
}

/* The name may change: it is for people alone. */
static gboolean
is_same(const char *noted, const char *here)
{
	g_auto(GStrv) a = g_strsplit(noted, " ", 3);
	g_auto(GStrv) b = g_strsplit(here, " ", 3);

	return g_strv_length(a) == 3 && g_strv_length(b) == 3 &&
	    strcmp(a[0], b[0]) == 0 && strcmp(a[1], b[1]) == 0;
}

static char *
name_of(const char *noted)
{
	g_auto(GStrv) parts = g_strsplit(noted, " ", 3);

	return g_strdup(g_strv_length(parts) == 3 ? parts[2] : noted);
}

static gboolean
read_home(struct db *db, char **noted, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT value FROM setting WHERE name = 'home'", "");

	*noted = NULL;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found)
		*noted = rows_dup(rows, 0);
	return TRUE;
}

static gboolean
write_home(struct db *db, const char *here, const char *on_conflict,
    GError **error)
{
	g_autofree char *sql = g_strconcat(
	    "INSERT INTO setting (name, value) VALUES ('home', $1)"
	    " ON CONFLICT (name) ",
	    on_conflict, NULL);

	if (!db_begin(db, error))
		return FALSE;
	if (!db_run(db, error, sql, "t", here)) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error);
}

/*
 * Who works on the original is not there in the copy. One of SQLite is alive
 * for good: on a server nobody would ever free what it has claimed.
 */
static gboolean
dismiss_workers(struct db *db, GError **error)
{
	if (!db_begin(db, error))
		return FALSE;
	if (!db_run(db, error,
		"UPDATE worker SET alive_until = 0, leads = 0", "")) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error);
}

gboolean
home_leave(struct db *db, GError **error)
{
	g_autofree char *noted = NULL;
	g_autofree char *name = NULL;
	g_autofree char *nowhere = NULL;

	if (!read_home(db, &noted, error))
		return FALSE;
	name = noted != NULL ? name_of(noted) : g_strdup(g_get_host_name());
	nowhere = g_strconcat(NOWHERE " 0 ", name, NULL);
	return write_home(db, nowhere, "DO UPDATE SET value = excluded.value",
		   error) &&
	    dismiss_workers(db, error);
}

static gboolean
last_attempt(struct db *db, gint64 *id, GError **error)
{
	return db_one(db, id, 0, error, "SELECT max(id) FROM attempt", "");
}

void
home_note_attempts(struct db *db, const struct outbox_attempt *attempts,
    guint n)
{
	gint64 last = 0;

	for (guint i = 0; i < n; i++)
		last = MAX(last, attempts[i].attempt_id);
	if (last > 0)
		db_note(db, last);
}

gboolean
home_ensure(struct db *db, GError **error)
{
	g_autofree char *here = home_here(db);
	g_autofree char *noted = NULL;

	if (here == NULL)
		return TRUE;
	if (!read_home(db, &noted, error))
		return FALSE;
	if (noted != NULL)
		return TRUE;
	/* Of a store that was here before. */
	if (db_noted(db) != 0)
		db_note(db, 0);
	/* Two processes may open a new store at once. */
	return write_home(db, here, "DO NOTHING", error);
}

gboolean
store_is_at_home(struct store *store, gboolean *at_home, char **where,
    GError **error)
{
	g_autofree char *here = home_here(store->db);
	g_autofree char *noted = NULL;
	gint64 last = 0;

	if (where != NULL)
		*where = NULL;
	*at_home = TRUE;
	if (here == NULL)
		return TRUE;
	if (!read_home(store->db, &noted, error) ||
	    !last_attempt(store->db, &last, error))
		return FALSE;
	*at_home = noted != NULL && is_same(noted, here) &&
	    last >= db_noted(store->db);
	if (where != NULL && noted != NULL)
		*where = name_of(noted);
	return TRUE;
}

gboolean
store_adopt(struct store *store, GError **error)
{
	g_autofree char *here = home_here(store->db);
	gint64 last = 0;

	if (here == NULL)
		return TRUE;
	if (!store_renew_key(store, error) ||
	    !write_home(store->db, here, "DO UPDATE SET value = excluded.value",
		error) ||
	    !last_attempt(store->db, &last, error))
		return FALSE;
	db_note(store->db, last);
	return TRUE;
}
