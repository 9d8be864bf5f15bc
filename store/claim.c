/*
 * claim.c - leasing messages that are due; what they need is read by item.c.
 *
 * A text that asks is leased only if its number is free: see line.c.
 */
#include "store/internal.h"
#include "store/outbox.h"

static gboolean
lease(struct db *db, const struct outbox_item *item, gint64 now_at,
    GError **error)
{
	return db_run(db, error,
	    "INSERT INTO lease (message_id, leased_at) VALUES ($1, $2)", "ii",
	    item->message_id, now_at);
}

/* The number a text that asks goes to; NULL: it is none, or has none. */
static const char *
number_of(const struct outbox_item *item)
{
	if (item->channel != CHANNEL_SMS ||
	    (item->kind != MESSAGE_INVITATION &&
		!message_kind_is_follow_up(item->kind)))
		return NULL;
	return item->composed != NULL ? item->composed->recipient :
					item->event->contact.phone;
}

static gboolean
claim_one(struct db *db, gint64 message_id, gint64 now_at, GPtrArray *items,
    GError **error)
{
	g_autoptr(outbox_item) item = outbox_read_item(db, message_id, error);
	struct line_claim claim = { .message_id = message_id };
	gboolean waits = FALSE;

	if (item == NULL ||
	    !db_run(db, error,
		"DELETE FROM due WHERE due_at = $1 AND message_id = $2", "ii",
		item->due_at, message_id) ||
	    !outbox_complete_item(db, item, now_at, error))
		return FALSE;
	claim.invitation_id = item->invitation_id;
	claim.number = number_of(item);
	claim.again = message_kind_is_follow_up(item->kind);
	claim.for_reason = item->kind == MESSAGE_NUDGE;
	if (claim.number != NULL &&
	    !line_reserve(db, &claim, now_at, &waits, error))
		return FALSE;
	/* Nobody else knows of it now. */
	if (waits)
		return place_give_back(db, message_id, error);
	if (!lease(db, item, now_at, error))
		return FALSE;
	g_ptr_array_add(items, g_steal_pointer(&item));
	return TRUE;
}

GPtrArray *
store_claim(struct store *store, gint64 now_at, guint limit, GError **error)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)outbox_item_free);
	g_autoptr(GArray) ids = NULL;

	if (!db_begin(store->db, error))
		return NULL;
	ids = db_ids(store->db, error,
	    "SELECT message_id FROM due WHERE due_at <= $1"
	    " ORDER BY due_at, message_id LIMIT $2 /*SKIP LOCKED*/",
	    "ii", now_at, (gint64)limit);
	if (ids == NULL)
		goto failed;
	for (guint i = 0; i < ids->len; i++) {
		if (!claim_one(store->db, g_array_index(ids, gint64, i), now_at,
			items, error))
			goto failed;
	}
	if (!db_commit(store->db, error))
		return NULL;
	return g_steal_pointer(&items);
failed:
	db_rollback(store->db);
	return NULL;
}

static gboolean
return_lease(struct db *db, gint64 message_id, gint64 now_at, GError **error)
{
	struct reminder reminder;
	gint64 invitation_id = 0;

	if (!db_run(db, error, "DELETE FROM lease WHERE message_id = $1", "i",
		message_id))
		return FALSE;
	if (db_changes(db) == 0)
		return TRUE;
	return db_run(db, error,
		   "INSERT INTO due (due_at, message_id)"
		   " SELECT due_at, id FROM message WHERE id = $1",
		   "i", message_id) &&
	    outbox_invitation_of(db, message_id, &invitation_id, error) &&
	    conversation_close(db, invitation_id, now_at, error) &&
	    reminder_find(db, message_id, &reminder, error) &&
	    line_let_go(db, reminder.invitation_id, now_at, error);
}

gboolean
store_return_leases(struct store *store, const gint64 *message_ids, guint n,
    gint64 now_at, GError **error)
{
	if (n == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!return_lease(store->db, message_ids[i], now_at, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

struct outbox_item *
store_doubtful_item(struct store *store, gint64 message_id, gint64 *started_at,
    GError **error)
{
	g_autoptr(outbox_item) item = NULL;

	if (!db_one(store->db, started_at, 0, error,
		"SELECT max(started_at) FROM attempt WHERE message_id = $1"
		" AND outcome = 'in doubt'",
		"i", message_id) ||
	    *started_at == 0)
		return NULL;
	item = outbox_read_item(store->db, message_id, error);
	if (item == NULL ||
	    !outbox_complete_item(store->db, item, *started_at, error))
		return NULL;
	/* As it was before the attempt that is in doubt. */
	item->tries--;
	return g_steal_pointer(&item);
}
