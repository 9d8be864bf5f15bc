/*
 * ahead.c - looking ahead in the queue, past what is due and is to stay there
 * for now. What is found is claimed by claim.c. Called by scheduler/drip.
 */
#include "store/internal.h"
#include "store/outbox/outbox.h"

gboolean
store_look_ahead(struct store *store, gint64 now_at, guint n,
    struct due_range *range, gboolean *end, GError **error)
{
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT due_at, message_id FROM due WHERE due_at <= $1"
	    " AND (due_at, message_id) > ($2, $3)"
	    " ORDER BY due_at, message_id LIMIT 1 OFFSET $4",
	    "iiii", now_at, range->after_at, range->after_id, (gint64)n - 1);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	*end = !found;
	range->to_at = found ? rows_int(rows, 0) : now_at;
	range->to_id = found ? rows_int(rows, 1) : G_MAXINT64;
	return TRUE;
}

gboolean
store_due_after(struct store *store, gint64 after_at, gint64 *at,
    GError **error)
{
	return db_one(store->db, at, G_MAXINT64, error,
	    "SELECT due_at FROM due WHERE due_at > $1 AND worker = 0"
	    " ORDER BY due_at, message_id LIMIT 1",
	    "i", after_at);
}
