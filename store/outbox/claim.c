/*
 * claim.c - leasing messages that are due; what they need is read by item.c.
 *
 * A text that asks is leased only if its number is free: see line.c.
 */
#include "store/db/each.h"
#include "store/internal.h"
#include "store/outbox/outbox.h"

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

/* *waits: it stands in line for its number, and is not leased. */
static gboolean
reserve(struct db *db, const struct outbox_item *item, gint64 now_at,
    gboolean *waits, GError **error)
{
	const struct line_claim claim = {
		.message_id = item->message_id,
		.invitation_id = item->invitation_id,
		.number = number_of(item),
		.again = message_kind_is_follow_up(item->kind),
		.for_reason = item->kind == MESSAGE_NUDGE,
	};

	*waits = FALSE;
	if (claim.number == NULL)
		return TRUE;
	if (!line_reserve(db, &claim, now_at, waits, error))
		return FALSE;
	/* Nobody else knows of it now. */
	return !*waits ||
	    (leave_queue(db, item, error) &&
		place_give_back(db, item->message_id, error));
}

/* What is plain is read already, but for who else asks the same person. */
static gboolean
read_further(struct db *db, struct outbox_item **item, gboolean no_rest,
    gint64 now_at, GError **error)
{
	g_autoptr(outbox_item) read = NULL;

	if ((*item)->touchpoint != NULL)
		return no_rest ||
		    outbox_read_neighbours(db, *item, now_at, error);
	read = outbox_read_item(db, (*item)->message_id, error);
	if (read == NULL ||
	    !outbox_complete_item(db, read, no_rest, now_at, error))
		return FALSE;
	outbox_item_free(*item);
	*item = g_steal_pointer(&read);
	return TRUE;
}

/* What is read further of each; those that wait in line are no more in it. */
static gboolean
complete(struct db *db, GPtrArray *items, gboolean no_rest, gint64 now_at,
    GError **error)
{
	guint n = 0;

	for (guint i = 0; i < items->len; i++) {
		g_autoptr(outbox_item) item = g_steal_pointer(&items->pdata[i]);
		gboolean waits = FALSE;

		if (!read_further(db, &item, no_rest, now_at, error) ||
		    !reserve(db, item, now_at, &waits, error))
			return FALSE;
		if (!waits)
			items->pdata[n++] = g_steal_pointer(&item);
	}
	g_ptr_array_set_size(items, (int)n);
	return TRUE;
}

static gboolean
lease(struct store *store, const GPtrArray *items, GError **error)
{
	struct each each;
	gint64 last_at = 0;
	gboolean ok;

	each_begin(&each,
	    "UPDATE due SET worker = $3 WHERE due_at = $1 AND message_id = $2",
	    "iii");
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = items->pdata[i];

		each_add(&each, item->due_at, item->message_id, store->worker);
		last_at = MAX(last_at, item->due_at);
	}
	ok = each_run(&each, store->db, NULL, error) &&
	    crew_reach(store, last_at, error);
	each_end(&each);
	return ok;
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

/* Of a text its number is kept, which two workers must not do at once. */
static gboolean
has_others(const GPtrArray *items)
{
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = items->pdata[i];

		if (item->touchpoint == NULL || item->channel == CHANNEL_SMS)
			return TRUE;
	}
	return FALSE;
}

/* NULL without error: it is to be claimed alone. */
static GPtrArray *
claim(struct store *store, gint64 now_at, guint limit,
    const struct claim_filter *filter, gboolean alone, GError **error)
{
	g_autofree char *but = sql_but(filter);
	g_autoptr(GPtrArray) items = NULL;

	if (!crew_is_in(store, error))
		return NULL;
	items = outbox_read_due(store->db, but, filter, now_at, limit,
	    error);
	if (items == NULL || (!alone && has_others(items)))
		return NULL;
	if (!complete(store->db, items, filter != NULL && filter->no_rest,
		now_at, error) ||
	    !lease(store, items, error))
		return NULL;
	return g_steal_pointer(&items);
}

static GPtrArray *
claim_in_transaction(struct store *store, gint64 now_at, guint limit,
    const struct claim_filter *filter, gboolean alone, GError **error)
{
	g_autoptr(GPtrArray) items = NULL;

	if (!(alone ? db_begin(store->db, error) :
		      db_begin_shared(store->db, error)))
		return NULL;
	items = claim(store, now_at, limit, filter, alone, error);
	if (items != NULL && db_commit(store->db, error))
		return g_steal_pointer(&items);
	/* What it has reached may not be on disk. */
	store->reach_at = 0;
	db_rollback(store->db);
	return NULL;
}

GPtrArray *
store_claim(struct store *store, gint64 now_at, guint limit,
    const struct claim_filter *filter, GError **error)
{
	g_autoptr(GError) failure = NULL;
	gboolean alone = !db_is_server(store->db);
	GPtrArray *items = claim_in_transaction(store, now_at, limit, filter,
	    alone, &failure);

	if (items == NULL && failure == NULL)
		items = claim_in_transaction(store, now_at, limit, filter, TRUE,
		    &failure);
	if (failure != NULL)
		g_propagate_error(error, g_steal_pointer(&failure));
	return items;
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
	if (!outbox_complete_item(store->db, item, FALSE, *started_at, error))
		return NULL;
	item->tries--;
	return g_steal_pointer(&item);
}
