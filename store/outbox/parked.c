/*
 * parked.c - messages that wait for a halted provider, back in the queue.
 */
#include "store/internal.h"
#include "store/outbox/outbox.h"

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

	db_announce(db);
	return db_run(db, error, queue, "ti", provider, limit) &&
	    db_run(db, error, leave, "ti", provider, limit);
}

/* Those of the ids in between. */
#define PARKED_BETWEEN                                                         \
	"SELECT message_id FROM parked WHERE provider = $1"                    \
	" AND message_id > $2 AND message_id <= $3"

gboolean
store_unpark(struct store *store, const char *provider, guint limit,
    gint64 *after_id, guint *n, GError **error)
{
	g_autoptr(GArray) ids = db_ids(store->db, error,
	    "SELECT message_id FROM parked WHERE provider = $1"
	    " AND message_id > $2 ORDER BY message_id LIMIT $3",
	    "tii", provider, *after_id, (gint64)limit);
	gint64 last_id;

	if (ids == NULL)
		return FALSE;
	*n = ids->len;
	if (ids->len == 0)
		return TRUE;
	last_id = g_array_index(ids, gint64, ids->len - 1);
	if (!db_begin(store->db, error))
		return FALSE;
	if (!db_run(store->db, error,
		"INSERT INTO due (due_at, message_id) SELECT due_at, id"
		" FROM message WHERE id IN (" PARKED_BETWEEN ")",
		"tii", provider, *after_id, last_id) ||
	    !db_run(store->db, error,
		"DELETE FROM parked WHERE message_id IN (" PARKED_BETWEEN ")",
		"tii", provider, *after_id, last_id)) {
		db_rollback(store->db);
		return FALSE;
	}
	if (!db_commit(store->db, error))
		return FALSE;
	*after_id = last_id;
	return TRUE;
}

/* What the fuse holds back waits for its reset, whatever else is forgotten. */
#define PARKED_FOR_HALTS                                                       \
	"SELECT message_id FROM parked WHERE provider <> 'fuse'"               \
	" OR NOT EXISTS (SELECT 1 FROM setting WHERE name = 'fuse_blown_at')"

gboolean
outbox_unpark_halted(struct db *db, GError **error)
{
	db_announce(db);
	return db_run(db, error,
		   "INSERT INTO due (due_at, message_id) SELECT due_at, id"
		   " FROM message WHERE id IN (" PARKED_FOR_HALTS ")",
		   "") &&
	    db_run(db, error,
		"DELETE FROM parked WHERE message_id IN (" PARKED_FOR_HALTS ")",
		"");
}

gboolean
store_forget_halts(struct store *store, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!outbox_unpark_halted(store->db, error) ||
	    !db_run(store->db, error,
		"DELETE FROM provider_state WHERE state = 'halted'", "")) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
