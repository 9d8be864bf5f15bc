/*
 * claim.c - leasing messages that are due, with all that composing needs.
 *
 * A text that asks is leased only if its number is free: see line.c.
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
	g_free(item->provider);
	g_free(item->language);
	g_free(item);
}

static struct event *
event_from_rows(struct rows *rows, int first)
{
	struct event *event = g_new0(struct event, 1);

	event->id = rows_int(rows, first);
	event->source = rows_dup(rows, first + 1);
	event->type = rows_dup(rows, first + 2);
	event->reference = rows_dup(rows, first + 3);
	event->occurred_at = rows_int(rows, first + 4);
	event->attributes = rows_dup(rows, first + 5);
	contact_from_rows(&event->contact, rows, first + 6);
	return event;
}

#define EVENT_AT 9 /* the first column of the event */
#define ANSWER_AT (EVENT_AT + 6 + CONTACT_N_COLUMNS)

static struct outbox_item *
item_from_rows(struct rows *rows)
{
	struct outbox_item *item = g_new0(struct outbox_item, 1);
	gint64 suppressed_at = rows_int(rows, ANSWER_AT + 3);

	item->message_id = rows_int(rows, 0);
	/* Of a newer dripscore, if it is not known. */
	if (!message_kind_from_name(rows_text(rows, 1), &item->kind))
		item->kind = MESSAGE_ALERT;
	item->invitation_id = rows_int(rows, 2);
	item->channel = channel_from_name(rows_text(rows, 3));
	item->created_at = rows_int(rows, 4);
	item->due_at = rows_int(rows, 5);
	item->tries = (guint)rows_int(rows, 6);
	item->touchpoint = rows_dup(rows, 7);
	item->expires_at = item->kind == MESSAGE_INVITATION ?
	    rows_int(rows, 8) :
	    G_MAXINT64;
	if (!rows_is_null(rows, EVENT_AT))
		item->event = event_from_rows(rows, EVENT_AT);
	item->recipient = rows_dup(rows, ANSWER_AT);
	item->provider = rows_dup(rows, ANSWER_AT + 1);
	item->score = rows_is_null(rows, ANSWER_AT + 2) ?
	    -1 :
	    (int)rows_int(rows, ANSWER_AT + 2);
	item->suppressed = !answer_may_leave(item->kind, item->created_at,
	    suppressed_at);
	item->language = rows_dup(rows, ANSWER_AT + 4);
	return item;
}

struct outbox_item *
outbox_read_item(struct db *db, gint64 message_id, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT m.id, m.kind, m.invitation_id, m.channel, m.created_at,"
	    " m.due_at, (SELECT count(*) FROM attempt a"
	    "  WHERE a.message_id = m.id),"
	    " i.touchpoint, i.expires_at, e.id, e.source, e.type,"
	    " e.reference, e.occurred_at, e.attributes, " CONTACT_COLUMNS ","
	    " w.recipient, w.provider, w.score, s.since_at,"
	    " (SELECT l.language FROM contact l WHERE l.phone = w.recipient"
	    "  AND l.language IS NOT NULL ORDER BY l.id DESC LIMIT 1)"
	    " FROM message m LEFT JOIN answer w ON w.message_id = m.id"
	    " LEFT JOIN invitation i"
	    "  ON i.id = coalesce(m.invitation_id, w.invitation_id)"
	    " LEFT JOIN event e ON e.id = i.event_id"
	    " LEFT JOIN contact c ON c.id = i.contact_id"
	    " LEFT JOIN suppression s ON s.channel = m.channel AND s.address ="
	    "  coalesce(w.recipient,"
	    "  CASE m.channel WHEN 'sms' THEN c.phone ELSE c.email_key END)"
	    " WHERE m.id = $1",
	    "i", message_id);

	if (rows == NULL || !rows_first(rows, &found, error) || !found)
		return NULL;
	return item_from_rows(rows);
}

static gboolean
read_content(struct db *db, struct outbox_item *item, GError **error)
{
	g_autoptr(rows) rows = NULL;
	gboolean found;

	if (item->kind == MESSAGE_INVITATION ||
	    message_kind_is_answer(item->kind))
		return TRUE;
	rows = db_select(db, error,
	    "SELECT recipient, subject, text, html FROM message_content"
	    " WHERE message_id = $1",
	    "i", item->message_id);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		g_free(item->recipient);
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
lease(struct db *db, const struct outbox_item *item, gint64 now_at,
    GError **error)
{
	return db_run(db, error,
	    "INSERT INTO lease (message_id, leased_at) VALUES ($1, $2)", "ii",
	    item->message_id, now_at);
}

/* The rest of what composing needs. */
static gboolean
complete(struct db *db, struct outbox_item *item, gint64 now_at, GError **error)
{
	if (item->tries > 0 && item->kind == MESSAGE_INVITATION) {
		item->companions = event_companions(db, item->event, now_at,
		    error);
		if (item->companions == NULL)
			return FALSE;
	}
	return read_content(db, item, error) && read_composed(db, item, error);
}

/* The number a text that asks goes to; NULL: it is none, or has none. */
static const char *
number_of(const struct outbox_item *item)
{
	if (item->kind != MESSAGE_INVITATION || item->channel != CHANNEL_SMS)
		return NULL;
	return item->composed != NULL ? item->composed->recipient :
					item->event->contact.phone;
}

static gboolean
claim_one(struct db *db, gint64 message_id, gint64 now_at, GPtrArray *items,
    GError **error)
{
	g_autoptr(outbox_item) item = outbox_read_item(db, message_id, error);
	const char *number;
	gboolean waits = FALSE;

	if (item == NULL ||
	    !db_run(db, error,
		"DELETE FROM due WHERE due_at = $1 AND message_id = $2", "ii",
		item->due_at, message_id) ||
	    !complete(db, item, now_at, error))
		return FALSE;
	number = number_of(item);
	if (number != NULL &&
	    !line_reserve(db, item->invitation_id, message_id, number, &waits,
		error))
		return FALSE;
	if (waits)
		return TRUE;
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
return_lease(struct db *db, gint64 message_id, GError **error)
{
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
	    conversation_close(db, invitation_id, error);
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
	if (item == NULL || !complete(store->db, item, *started_at, error))
		return NULL;
	/* As it was before the attempt that is in doubt. */
	item->tries--;
	return g_steal_pointer(&item);
}
