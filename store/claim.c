/*
 * claim.c - leasing messages that are due, with all that composing needs.
 */
#include "store/internal.h"
#include "store/outbox.h"

void
outbox_item_free(struct outbox_item *item)
{
	if (item == NULL)
		return;
	g_clear_pointer(&item->event, event_free);
	g_clear_pointer(&item->composed, message_free);
	g_clear_pointer(&item->companions, g_ptr_array_unref);
	g_free(item->touchpoint);
	g_free(item->recipient);
	g_free(item->subject);
	g_free(item->text);
	g_free(item->html);
	g_free(item);
}

static struct outbox_item *
item_from_rows(struct rows *rows)
{
	struct outbox_item *item = g_new0(struct outbox_item, 1);
	struct event *event;

	item->message_id = rows_int(rows, 0);
	item->kind = rows_is_null(rows, 1) ? MESSAGE_DIGEST :
					     MESSAGE_INVITATION;
	item->invitation_id = rows_int(rows, 1);
	item->channel = channel_from_name(rows_text(rows, 2));
	item->created_at = rows_int(rows, 3);
	item->due_at = rows_int(rows, 4);
	item->tries = (guint)rows_int(rows, 5);
	item->touchpoint = rows_dup(rows, 6);
	item->expires_at = rows_is_null(rows, 7) ? G_MAXINT64 :
						   rows_int(rows, 7);
	if (item->kind != MESSAGE_INVITATION)
		return item;
	event = g_new0(struct event, 1);
	event->id = rows_int(rows, 8);
	event->source = rows_dup(rows, 9);
	event->type = rows_dup(rows, 10);
	event->reference = rows_dup(rows, 11);
	event->occurred_at = rows_int(rows, 12);
	event->attributes = rows_dup(rows, 13);
	contact_from_rows(&event->contact, rows, 14);
	item->suppressed = !rows_is_null(rows, 14 + CONTACT_N_COLUMNS);
	item->event = event;
	return item;
}

static struct outbox_item *
read_item(struct db *db, gint64 message_id, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT m.id, m.invitation_id, m.channel, m.created_at,"
	    " m.due_at, (SELECT count(*) FROM attempt a"
	    "  WHERE a.message_id = m.id),"
	    " i.touchpoint, i.expires_at, e.id, e.source, e.type,"
	    " e.reference, e.occurred_at, e.attributes, " CONTACT_COLUMNS ","
	    " s.address"
	    " FROM message m LEFT JOIN invitation i ON i.id = m.invitation_id"
	    " LEFT JOIN event e ON e.id = i.event_id"
	    " LEFT JOIN contact c ON c.id = i.contact_id"
	    " LEFT JOIN suppression s ON s.channel = m.channel AND s.address ="
	    "  CASE m.channel WHEN 'sms' THEN c.phone ELSE c.email_key END"
	    " WHERE m.id = $1",
	    "i", message_id);

	if (rows == NULL || !rows_next(rows, error))
		return NULL;
	return item_from_rows(rows);
}

static gboolean
read_content(struct db *db, struct outbox_item *item, GError **error)
{
	g_autoptr(rows) rows = NULL;
	gboolean found;

	if (item->kind == MESSAGE_INVITATION)
		return TRUE;
	rows = db_select(db, error,
	    "SELECT recipient, subject, text, html FROM message_content"
	    " WHERE message_id = $1",
	    "i", item->message_id);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		item->recipient = rows_dup(rows, 0);
		item->subject = rows_dup(rows, 1);
		item->text = rows_dup(rows, 2);
		item->html = rows_dup(rows, 3);
	}
	return TRUE;
}

static gboolean
read_composed(struct db *db, struct outbox_item *item, GError **error)
{
	g_autoptr(rows) rows = NULL;
	gboolean found;

	if (item->tries == 0)
		return TRUE;
	rows = db_select(db, error,
	    "SELECT sender, recipient, name, bytes FROM message_bytes"
	    " WHERE message_id = $1",
	    "i", item->message_id);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		item->composed = g_new0(struct message, 1);
		item->composed->id = item->message_id;
		item->composed->channel = item->channel;
		item->composed->sender = rows_dup(rows, 0);
		item->composed->recipient = rows_dup(rows, 1);
		item->composed->name = rows_dup(rows, 2);
		item->composed->bytes = rows_bytes(rows, 3);
	}
	return TRUE;
}

static gboolean
claim_one(struct db *db, gint64 message_id, gint64 now_at, GPtrArray *items,
    GError **error)
{
	struct outbox_item *item = read_item(db, message_id, error);

	if (item == NULL)
		return FALSE;
	g_ptr_array_add(items, item);
	if (!db_run(db, error,
		"DELETE FROM due WHERE due_at = $1 AND message_id = $2", "ii",
		item->due_at, message_id) ||
	    !db_run(db, error,
		"INSERT INTO lease (message_id, leased_at) VALUES ($1, $2)",
		"ii", message_id, now_at))
		return FALSE;
	if (item->tries > 0 && item->event != NULL) {
		item->companions = event_companions(db, item->event, now_at,
		    error);
		if (item->companions == NULL)
			return FALSE;
	}
	return read_content(db, item, error) && read_composed(db, item, error);
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
return_lease(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error,
		   "INSERT INTO due (due_at, message_id)"
		   " SELECT m.due_at, m.id FROM message m JOIN lease l"
		   "  ON l.message_id = m.id WHERE m.id = $1",
		   "i", message_id) &&
	    db_run(db, error, "DELETE FROM lease WHERE message_id = $1", "i",
		message_id);
}

gboolean
store_return_leases(struct store *store, const gint64 *message_ids, guint n,
    GError **error)
{
	if (n == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!return_lease(store->db, message_ids[i], error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}
