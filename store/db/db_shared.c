/*
 * db_shared.c - what only one kind of database does, of db.h: what workers on
 * many machines share, and what a file has; for the other kind, what stands in
 * for it.
 */
#include "base/errors.h"
#include "store/db/db_ops.h"

gboolean
db_schema_version(struct db *db, gint64 *version, GError **error)
{
	return db->ops->schema_version(db, version, error);
}

gboolean
db_set_schema_version(struct db *db, gint64 version, GError **error)
{
	return db->ops->set_schema_version(db, version, error);
}

gboolean
db_set_durable(struct db *db, gboolean durable, GError **error)
{
	return db->ops->set_durable(db, durable, error);
}

gboolean
db_set_bulk(struct db *db, gboolean bulk, GError **error)
{
	return db_is_server(db) ||
	    db_script(db,
		bulk ? "PRAGMA cache_size = -262144; PRAGMA temp_store = FILE" :
		       "PRAGMA cache_size = -16384;"
		       " PRAGMA temp_store = MEMORY",
		error);
}

gboolean
db_ids_follow(struct db *db, const char *table, GError **error)
{
	return db->ops->ids_follow == NULL ||
	    db->ops->ids_follow(db, table, error);
}

/* The one place but cli/ that reads a clock: leases go by it. */
gboolean
db_clock(struct db *db, gint64 *now_at, GError **error)
{
	if (db->ops->clock != NULL)
		return db->ops->clock(db, now_at, error);
	*now_at = g_get_real_time() / G_USEC_PER_SEC;
	return TRUE;
}

void
db_announce(struct db *db)
{
	g_assert(db->in_transaction);
	if (db->ops->announce != NULL)
		db->ops->announce(db);
}

int
db_wake_fd(struct db *db)
{
	return db->ops->wake_fd != NULL ? db->ops->wake_fd(db) : -1;
}

gboolean
db_woken(struct db *db)
{
	return db->ops->woken != NULL && db->ops->woken(db);
}

gboolean
db_set_lease(struct db *db, guint lease_s, GError **error)
{
	return db->ops->set_lease == NULL ||
	    db->ops->set_lease(db, lease_s, error);
}

gboolean
db_try_leader(struct db *db, gboolean *leads, GError **error)
{
	if (db->ops->try_leader != NULL)
		return db->ops->try_leader(db, leads, error);
	*leads = TRUE;
	return TRUE;
}

gint64
db_foreign_version(struct db *db)
{
	return db->ops->foreign_version(db);
}

void
db_checkpoint(struct db *db)
{
	if (db->ops->checkpoint != NULL)
		db->ops->checkpoint(db);
}

void
db_checkpoint_if_large(struct db *db)
{
	if (db->ops->checkpoint_if_large != NULL)
		db->ops->checkpoint_if_large(db);
}

char *
db_watched_path(const struct db *db)
{
	return db->ops->watched_path != NULL ? db->ops->watched_path(db) : NULL;
}

guint64
db_inode(const struct db *db)
{
	return db->ops->inode != NULL ? db->ops->inode(db) : 0;
}

gboolean
db_note(struct db *db, gint64 number)
{
	return db->ops->note != NULL && db->ops->note(db, number);
}

gint64
db_noted(const struct db *db)
{
	return db->ops->noted != NULL ? db->ops->noted(db) : 0;
}

gboolean
db_copy(struct db *db, struct db *copy, GError **error)
{
	db_remember(copy, NULL, NULL);
	if (db->ops->copy != NULL && db->ops == copy->ops)
		return db->ops->copy(db, copy, error);
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE,
	    "a file is copied into memory, not what is on a server");
	return FALSE;
}

gboolean
db_take_daemon_lock(struct db *db, GError **error)
{
	return db->ops->take_daemon_lock == NULL ||
	    db->ops->take_daemon_lock(db, error);
}
