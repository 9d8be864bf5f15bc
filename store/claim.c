/*
 * claim.c - leasing messages that are due; what they need is read by item.c.
 *
 * A text that asks is leased only if its number is free: see line.c.
 */
#include "store/internal.h"
#include "store/outbox.h"

static gboolean
lease(struct store *store, const struct outbox_item *item, GError **error)
{
	return db_run(store->db, error,
	    "UPDATE due SET worker = $3 WHERE due_at = $1 AND message_id = $2",
	    "iii", item->due_at, item->message_id, store->worker);
}

static gboolean
leave_queue(struct db *db, const struct outbox_item *item, GError **error)
{
	return db_run(db, error,
	    "DELETE FROM due WHERE due_at = $1 AND message_id = $2", "ii",
	    item->due_at, item->message_id);
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
claim_one(struct store *store, gint64 message_id, gint64 now_at,
    GPtrArray *items, GError **error)
{
	struct db *db = store->db;
	g_autoptr(outbox_item) item = outbox_read_item(db, message_id, error);
	struct line_claim claim = { .message_id = message_id };
	gboolean waits = FALSE;

	if (item == NULL || !outbox_complete_item(db, item, now_at, error))
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
		return leave_queue(db, item, error) &&
		    place_give_back(db, message_id, error);
	if (!lease(store, item, error) ||
	    !crew_reach(store, item->due_at, error))
		return FALSE;
	g_ptr_array_add(items, g_steal_pointer(&item));
	return TRUE;
}

/* SQL that leaves out what the filter does; owned. */
static char *
sql_but(const struct claim_filter *filter)
{
	g_autoptr(GString) sql = NULL;

	if (filter == NULL || filter->but_touchpoints == NULL ||
	    filter->but_touchpoints[0] == NULL)
		return g_strdup("");
	sql = g_string_new(
	    " AND NOT EXISTS (SELECT 1 FROM message m" MESSAGE_JOIN_INVITATION
	    " WHERE m.id = d.message_id AND i.touchpoint IN (");
	for (guint i = 0; filter->but_touchpoints[i] != NULL; i++) {
		g_auto(GStrv) parts = g_strsplit(filter->but_touchpoints[i],
		    "'", -1);
		g_autofree char *quoted = g_strjoinv("''", parts);

		g_string_append_printf(sql, "%s'%s'", i > 0 ? ", " : "",
		    quoted);
	}
	g_string_append(sql, "))");
	return g_string_free(g_steal_pointer(&sql), FALSE);
}

static GArray *
find_due(struct db *db, gint64 now_at, guint limit,
    const struct claim_filter *filter, GError **error)
{
	g_autofree char *but = sql_but(filter);
	g_autofree char *sql = g_strconcat(
	    "SELECT d.message_id FROM due d"
	    " WHERE d.due_at <= $1 AND d.worker = 0", but,
	    " ORDER BY d.due_at, d.message_id LIMIT $2 /*SKIP LOCKED d*/",
	    NULL);

	return db_ids(db, error, sql, "ii", now_at, (gint64)limit);
}

gboolean
store_next_due(struct store *store, const struct claim_filter *filter,
    gint64 *at, GError **error)
{
	g_autofree char *but = sql_but(filter);
	g_autofree char *sql = g_strconcat(
	    "SELECT d.due_at FROM due d WHERE d.worker = 0", but,
	    " ORDER BY d.due_at, d.message_id LIMIT 1", NULL);

	return db_one(store->db, at, G_MAXINT64, error, sql, "");
}

GPtrArray *
store_claim(struct store *store, gint64 now_at, guint limit,
    const struct claim_filter *filter, GError **error)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)outbox_item_free);
	g_autoptr(GArray) ids = NULL;

	if (!db_begin_shared(store->db, error))
		return NULL;
	if (!crew_is_in(store, error))
		goto failed;
	ids = find_due(store->db, now_at, limit, filter, error);
	if (ids == NULL)
		goto failed;
	for (guint i = 0; i < ids->len; i++) {
		if (!claim_one(store, g_array_index(ids, gint64, i), now_at,
			items, error))
			goto failed;
	}
	if (!db_commit(store->db, error))
		goto failed;
	return g_steal_pointer(&items);
failed:
	/* What it has reached may not be on disk. */
	store->reach_at = 0;
	db_rollback(store->db);
	return NULL;
}

static gboolean
return_lease(struct store *store, gint64 message_id, gint64 now_at,
    GError **error)
{
	if (!db_run(store->db, error,
		"UPDATE due SET worker = 0 WHERE message_id = $1"
		" AND worker = $2 AND due_at ="
		"  (SELECT due_at FROM message WHERE id = $1)",
		"ii", message_id, store->worker))
		return FALSE;
	return db_changes(store->db) == 0 ||
	    crew_let_go(store->db, message_id, now_at, error);
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
		if (!return_lease(store, message_ids[i], now_at, error)) {
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
	if (item == NULL)
		return NULL;
	/* The one in doubt was a try too: its bytes may be kept. */
	item->tries++;
	if (!outbox_complete_item(store->db, item, *started_at, error))
		return NULL;
	item->tries--;
	return g_steal_pointer(&item);
}
