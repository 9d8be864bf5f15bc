/*
 * store.c - see store.h: opening, the key, the locks.
 */
#include "store/store.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/errors.h"
#include "store/internal.h"
#include "store/schema.h"

static gboolean
key_from_hex(const char *hex, guint8 *key)
{
	if (strlen(hex) != 2 * TOKEN_KEY_BYTES)
		return FALSE;
	for (gsize i = 0; i < TOKEN_KEY_BYTES; i++) {
		int high = g_ascii_xdigit_value(hex[2 * i]);
		int low = g_ascii_xdigit_value(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return FALSE;
		key[i] = (guint8)(high << 4 | low);
	}
	return TRUE;
}

static gboolean
draw_key(struct db *db, GError **error)
{
	guint8 key[TOKEN_KEY_BYTES];
	g_autoptr(GString) hex = g_string_new(NULL);

	if (getrandom(key, sizeof(key), 0) != (gssize)sizeof(key)) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
		    "no random bytes for the store's key: %s",
		    g_strerror(errno));
		return FALSE;
	}
	for (gsize i = 0; i < sizeof(key); i++)
		g_string_append_printf(hex, "%02x", key[i]);
	/* Two processes may open a new store at once: the first key stays. */
	if (!db_begin(db, error))
		return FALSE;
	if (!db_run(db, error,
		"INSERT INTO setting (name, value) VALUES ('key', $1)"
		" ON CONFLICT (name) DO NOTHING",
		"t", hex->str)) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error);
}

/* *found is FALSE if the store has no key yet. */
static gboolean
read_key(struct store *store, gboolean *found, GError **error)
{
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT value FROM setting WHERE name = 'key'", "");

	if (rows == NULL || !rows_first(rows, found, error))
		return FALSE;
	if (*found && !key_from_hex(rows_text(rows, 0), store->key)) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "the store's key is damaged");
		return FALSE;
	}
	return TRUE;
}

static gboolean
ensure_key(struct store *store, GError **error)
{
	gboolean found = FALSE;

	if (!read_key(store, &found, error))
		return FALSE;
	if (found)
		return TRUE;
	return draw_key(store->db, error) && read_key(store, &found, error);
}

struct store *
store_open(const char *url, gboolean create, GError **error)
{
	g_autoptr(store) store = g_new0(struct store, 1);

	store->db = db_open(url, create, error);
	if (store->db == NULL || !schema_migrate(store->db, error) ||
	    !ensure_key(store, error) || !home_ensure(store->db, error))
		return NULL;
	return g_steal_pointer(&store);
}

static gboolean
copy_of(struct db *copy, const char *url, GError **error)
{
	struct db *db = db_open(url, FALSE, error);
	gboolean ok = db != NULL && db_copy(db, copy, error);

	g_clear_pointer(&db, db_close);
	return ok;
}

struct store *
store_rehearse(const char *url, GError **error)
{
	g_autoptr(store) copy = g_new0(struct store, 1);

	copy->db = db_open("sqlite::memory:", TRUE, error);
	if (copy->db == NULL || !copy_of(copy->db, url, error) ||
	    !schema_migrate(copy->db, error) || !ensure_key(copy, error))
		return NULL;
	return g_steal_pointer(&copy);
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	db_close(store->db);
	explicit_bzero(store->key, sizeof(store->key));
	g_free(store);
}

const guint8 *
store_key(const struct store *store)
{
	return store->key;
}

void
store_set_patience(struct store *store, guint patience_ms)
{
	db_set_patience(store->db, patience_ms);
}

gboolean
store_set_durable(struct store *store, gboolean durable, GError **error)
{
	return db_set_durable(store->db, durable, error);
}

gboolean
store_become_daemon(struct store *store, GError **error)
{
	return db_take_daemon_lock(store->db, error);
}

void
store_rest(struct store *store)
{
	db_checkpoint(store->db);
}

gboolean
store_wants_rest(struct store *store)
{
	return db_wants_checkpoint(store->db);
}

char *
store_watched_path(const struct store *store)
{
	return db_watched_path(store->db);
}

int
store_wake_fd(struct store *store)
{
	return db_wake_fd(store->db);
}

gboolean
store_woken(struct store *store)
{
	return db_woken(store->db);
}

gboolean
store_changed_outside(struct store *store)
{
	gint64 version = db_foreign_version(store->db);
	gboolean changed = version != store->foreign_version;

	store->foreign_version = version;
	return changed;
}
