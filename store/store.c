/*
 * store.c - see store.h: opening, a copy to rehearse on, the locks.
 */
#include "store/store.h"

#include "store/whole/copy.h"
#include "store/db/db_whole.h"
#include "store/internal.h"
#include "store/schema/schema.h"

struct store *
store_open(const char *url, gboolean create, GError **error)
{
	g_autoptr(store) store = g_new0(struct store, 1);

	store->db = db_open(url, create, error);
	if (store->db == NULL || !schema_migrate(store->db, error) ||
	    !keys_ensure(store->db, &store->keys, error) ||
	    !home_ensure(store->db, error))
		return NULL;
	return g_steal_pointer(&store);
}

gboolean
store_check_url(const char *url, GError **error)
{
	return db_check_url(url, error);
}

static gboolean
copy_of(struct db *copy, const char *url, GError **error)
{
	struct db *db = db_open(url, FALSE, error);
	gboolean ok = db != NULL &&
	    (db_is_server(db) ? copy_all(db, copy, NULL, error) :
				db_copy(db, copy, error));

	g_clear_pointer(&db, db_close);
	return ok;
}

struct store *
store_rehearse(const char *url, GError **error)
{
	g_autoptr(store) copy = g_new0(struct store, 1);

	copy->db = db_open("sqlite::memory:", TRUE, error);
	if (copy->db == NULL || !copy_of(copy->db, url, error) ||
	    !schema_migrate(copy->db, error) ||
	    !keys_ensure(copy->db, &copy->keys, error))
		return NULL;
	return g_steal_pointer(&copy);
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	db_close(store->db);
	token_keys_clear(&store->keys);
	g_free(store);
}

const guint8 *
store_key(const struct store *store)
{
	return store->keys.key;
}

const struct token_keys *
store_keys(const struct store *store)
{
	return &store->keys;
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

gboolean
store_snapshot(struct store *store, GError **error)
{
	return db_begin_read(store->db, error);
}

void
store_snapshot_end(struct store *store)
{
	db_rollback(store->db);
}

void
store_rest(struct store *store)
{
	db_checkpoint(store->db);
}

void
store_rest_in_passing(struct store *store)
{
	db_checkpoint_if_large(store->db);
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
