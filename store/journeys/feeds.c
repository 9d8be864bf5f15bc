/*
 * feeds.c - see feeds.h. Called by cli/ as a feed is fetched.
 */
#include "store/journeys/feeds.h"

#include "store/internal.h"

void
feed_state_clear(struct feed_state *state)
{
	g_clear_pointer(&state->section, g_free);
	g_clear_pointer(&state->etag, g_free);
	g_clear_pointer(&state->last_modified, g_free);
	state->fetched_at = 0;
}

gboolean
store_feed_state(struct store *store, const char *name,
    struct feed_state *state, GError **error)
{
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT section, etag, last_modified, fetched_at FROM feed"
	    " WHERE name = $1",
	    "t", name);
	gboolean found;

	*state = (struct feed_state){ 0 };
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	state->section = rows_dup(rows, 0);
	state->etag = rows_dup(rows, 1);
	state->last_modified = rows_dup(rows, 2);
	state->fetched_at = rows_int(rows, 3);
	return TRUE;
}

gboolean
store_put_feed_state(struct store *store, const char *name,
    const struct feed_state *state, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!db_run(store->db, error,
		"INSERT INTO feed (name, section, etag, last_modified,"
		" fetched_at) VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (name) DO UPDATE SET section = excluded.section,"
		" etag = excluded.etag,"
		" last_modified = excluded.last_modified,"
		" fetched_at = excluded.fetched_at",
		"tttti", name, state->section != NULL ? state->section : "",
		state->etag, state->last_modified, state->fetched_at)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

static gpointer
coming_from_rows(struct rows *rows)
{
	return event_of_rows(rows, 0);
}

struct coming
coming_after(gint64 after_at)
{
	return (struct coming){ after_at, G_MAXINT64, TRUE };
}

/* To the last of the next `limit`, or behind all. */
static gboolean
move_on(struct db *db, struct coming *coming, guint limit, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT occurred_at, event_id FROM intake WHERE occurred_at >= $1"
	    " AND (occurred_at > $1 OR event_id > $2)"
	    " ORDER BY occurred_at, event_id LIMIT 1 OFFSET $3",
	    "iii", coming->at, coming->event_id, (gint64)limit - 1);

	if (rows == NULL || !rows_first(rows, &coming->more, error))
		return FALSE;
	coming->at = coming->more ? rows_int(rows, 0) : G_MAXINT64;
	coming->event_id = coming->more ? rows_int(rows, 1) : G_MAXINT64;
	return TRUE;
}

GPtrArray *
store_coming_events(struct store *store, struct coming *coming,
    const char *source, const char *type, const char *cancelled, guint limit,
    GError **error)
{
	const struct coming from = *coming;

	if (!move_on(store->db, coming, limit, error))
		return NULL;
	return db_list(store->db, error, coming_from_rows,
	    (GDestroyNotify)event_free,
	    "SELECT " EVENT_COLUMNS " FROM intake n"
	    " JOIN event e ON e.id = n.event_id"
	    " JOIN contact c ON c.id = e.contact_id"
	    " WHERE n.occurred_at >= $1 AND n.occurred_at <= $2"
	    " AND (n.occurred_at > $1 OR n.event_id > $3)"
	    " AND (n.occurred_at < $2 OR n.event_id <= $4)"
	    " AND e.source = $5 AND e.type = $6"
	    " AND NOT EXISTS (SELECT 1 FROM event o"
	    "  WHERE o.reference = e.reference AND o.type = $7"
	    "  AND o.source = $5) ORDER BY n.occurred_at, n.event_id",
	    "iiiittt", from.at, coming->at, from.event_id, coming->event_id,
	    source, type, cancelled);
}
