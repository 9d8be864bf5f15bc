/*
 * parked.c - messages that wait for a halted provider, back in the queue.
 */
#include "store/internal.h"
#include "store/outbox.h"

/* provider NULL: of all. */
static gboolean
unpark(struct db *db, const char *provider, gint64 limit, GError **error)
{
	/* In the order of ids: what is taken first is what came first. */
	static const char from[] =
	    "SELECT message_id FROM parked WHERE provider = coalesce($1,"
	    " provider) ORDER BY message_id LIMIT $2";
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
	if (!unpark(store->db, provider, limit, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
store_forget_halts(struct store *store, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!unpark(store->db, NULL, G_MAXINT64, error) ||
	    !db_run(store->db, error,
		"DELETE FROM provider_state WHERE state = 'halted'", "")) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
