/*
 * places.c - what counts against a drip: attempts that left or may have, what
 * is on its way out, and moments kept for what waits.
 *
 * A moment is kept from the verdict that says so until the message is begun,
 * waits otherwise, or has ended. What is due or stood in line when it was
 * withdrawn is told to the drip once; of what was leased it knows itself.
 */
#include "store/internal.h"

gboolean
place_put(struct db *db, gint64 message_id, gint64 placed_at, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO place (message_id, placed_at) VALUES ($1, $2)"
	    " ON CONFLICT (message_id) DO UPDATE"
	    " SET placed_at = excluded.placed_at",
	    "ii", message_id, placed_at);
}

gboolean
place_drop(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error, "DELETE FROM place WHERE message_id = $1", "i",
	    message_id);
}

gboolean
place_give_back(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error,
		   "INSERT INTO place_back (touchpoint, placed_at)"
		   " SELECT i.touchpoint, p.placed_at FROM place p"
		   " JOIN message m ON m.id = p.message_id"
		   MESSAGE_JOIN_INVITATION
		   " WHERE p.message_id = $1 AND i.id IS NOT NULL",
		   "i", message_id) &&
	    place_drop(db, message_id, error);
}

static struct neighbour *
neighbour_at(struct rows *rows)
{
	struct neighbour *neighbour = g_new0(struct neighbour, 1);

	neighbour->touchpoint = rows_dup(rows, 0);
	neighbour->at = rows_int(rows, 1);
	return neighbour;
}

static GPtrArray *
new_list(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)neighbour_free);
}

/* Until one began before since_at: ids go with the time. */
static gboolean
add_all(struct rows *rows, gint64 since_at, GPtrArray *list, GError **error)
{
	g_autoptr(GError) failure = NULL;

	while (rows != NULL && rows_next(rows, &failure)) {
		if (rows_int(rows, 1) < since_at)
			break;
		if (!rows_is_null(rows, 0))
			g_ptr_array_add(list, neighbour_at(rows));
	}
	if (failure == NULL)
		return rows != NULL;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

static gboolean
add_found(struct db *db, const char *sql, gint64 since_at, GPtrArray *list,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error, sql, "");

	return add_all(rows, since_at, list, error);
}

/* It is on its way out under a former configuration, or by another worker. */
static gboolean
add_leased(struct db *db, gint64 now_at, GPtrArray *list, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT i.touchpoint, CAST($1 AS BIGINT) FROM due d"
	    " JOIN message m ON m.id = d.message_id" MESSAGE_JOIN_INVITATION
	    " WHERE d.worker <> 0 AND d.due_at <= $1 AND NOT EXISTS"
	    "  (SELECT 1 FROM place p WHERE p.message_id = d.message_id)",
	    "i", now_at);

	return add_all(rows, G_MININT64, list, error);
}

GPtrArray *
store_pace(struct store *store, gint64 since_at, gint64 now_at,
    GError **error)
{
	static const char *const left =
	    "SELECT CASE WHEN a.outcome IN ('sending', 'accepted', 'in doubt')"
	    "  THEN i.touchpoint END, a.started_at FROM attempt a"
	    " JOIN message m ON m.id = a.message_id" MESSAGE_JOIN_INVITATION
	    " ORDER BY a.id DESC";
	static const char *const kept =
	    "SELECT i.touchpoint, p.placed_at FROM place p"
	    " JOIN message m ON m.id = p.message_id" MESSAGE_JOIN_INVITATION;
	g_autoptr(GPtrArray) list = new_list();

	if (!add_found(store->db, left, since_at, list, error) ||
	    !add_leased(store->db, now_at, list, error) ||
	    !add_found(store->db, kept, G_MININT64, list, error))
		return NULL;
	return g_steal_pointer(&list);
}

static gboolean
take_back(struct db *db, gint64 up_to_id, GPtrArray *list, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT touchpoint, placed_at FROM place_back WHERE id <= $1"
	    " ORDER BY id",
	    "i", up_to_id);

	return add_all(rows, G_MININT64, list, error);
}

GPtrArray *
store_places_given_back(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) list = new_list();
	gint64 last_id = 0;

	/* At each turn, and nearly always there is none. */
	if (!db_one(store->db, &last_id, 0, error,
		"SELECT max(id) FROM place_back", ""))
		return NULL;
	if (last_id == 0)
		return g_steal_pointer(&list);
	if (!db_begin(store->db, error))
		return NULL;
	if (!take_back(store->db, last_id, list, error) ||
	    !db_run(store->db, error, "DELETE FROM place_back WHERE id <= $1",
		"i", last_id)) {
		db_rollback(store->db);
		return NULL;
	}
	return db_commit(store->db, error) ? g_steal_pointer(&list) : NULL;
}
