/*
 * parked.c - messages that wait for a halted provider, back in the queue.
 */
#include "store/internal.h"
#include "store/outbox.h"

gboolean
outbox_unpark(struct db *db, const char *provider, gint64 limit, GError **error)
{
	/* In the order of ids: what is taken first is what came first. */
	static const char from[] =
	    "SELECT message_id FROM parked WHERE provider = $1"
	    " ORDER BY message_id LIMIT $2";
	g_autofree char *queue =
	    g_strconcat("INSERT INTO due (due_at, message_id) SELECT due_at, id"
			" FROM message WHERE id IN (",
		from, ")", NULL);
	g_autofree char *leave =
	    g_strconcat("DELETE FROM parked WHERE message_id IN (", from, ")",
		NULL);

	return db_run(db, error, queue, "ti", provider, limit) &&
	    db_run(db, error, leave, "ti", provider, limit);
}

gboolean
store_unpark(struct store *store, const char *provider, guint limit,
    GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!outbox_unpark(store->db, provider, limit, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
outbox_due_again(struct db *db, const char *queue, const char *which,
    GError **error)
{
	g_autofree char *enter =
	    g_strconcat("INSERT INTO due (due_at, message_id) SELECT due_at, id"
			" FROM message WHERE id IN (",
		which, ")", NULL);
	g_autofree char *leave = g_strconcat("DELETE FROM ", queue,
	    " WHERE message_id IN (", which, ")", NULL);

	return db_run(db, error, enter, "") && db_run(db, error, leave, "");
}

/* What the fuse holds back waits for its reset, whatever else is forgotten. */
gboolean
outbox_forget_halts(struct db *db, GError **error)
{
	return outbox_due_again(db, "parked",
		   "SELECT message_id FROM parked WHERE provider <> 'fuse'"
		   " OR NOT EXISTS (SELECT 1 FROM setting"
		   "  WHERE name = 'fuse_blown_at')",
		   error) &&
	    db_run(db, error,
		"DELETE FROM provider_state WHERE state = 'halted'", "");
}

gboolean
store_forget_halts(struct store *store, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!outbox_forget_halts(store->db, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
