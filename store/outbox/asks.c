/*
 * asks.c - who was asked when, over all touchpoints and channels: what rest and
 * the limit of a year are counted from.
 *
 * An invitation is an ask from the moment at which its attempt is on disk until
 * it is known not to have left. All inside the caller's transaction: of
 * attempts and of changes of state. How it is judged before is the scheduler's.
 */
#include "store/internal.h"

void
neighbour_free(struct neighbour *neighbour)
{
	if (neighbour == NULL)
		return;
	g_free(neighbour->touchpoint);
	g_free(neighbour);
}

static gpointer
neighbour_from_rows(struct rows *rows)
{
	struct neighbour *neighbour = g_new0(struct neighbour, 1);

	neighbour->touchpoint = rows_dup(rows, 0);
	neighbour->at = rows_int(rows, 1);
	return neighbour;
}

GPtrArray *
asks_of(struct db *db, gint64 contact_id, gint64 but_invitation_id,
    gint64 after_at, guint limit, GError **error)
{
	return db_list(db, error, neighbour_from_rows,
	    (GDestroyNotify)neighbour_free,
	    "SELECT i.touchpoint, s.asked_at FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " WHERE i.contact_id = $1 AND s.asked_at > $2 AND i.id <> $3"
	    " ORDER BY s.asked_at DESC, i.id DESC LIMIT $4",
	    "iiii", contact_id, after_at, but_invitation_id, (gint64)limit);
}

GPtrArray *
asks_rivals_of(struct db *db, gint64 contact_id, gint64 invitation_id,
    const char *but_touchpoint, GError **error)
{
	return db_list(db, error, neighbour_from_rows,
	    (GDestroyNotify)neighbour_free,
	    "SELECT i.touchpoint, m.due_at FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " JOIN message m ON m.invitation_id = i.id"
	    " WHERE i.contact_id = $1 AND i.id <> $2 AND i.touchpoint <> $3"
	    " AND s.state = 'scheduled' AND " MESSAGE_WAITS
	    " ORDER BY m.due_at, i.id",
	    "iit", contact_id, invitation_id, but_touchpoint);
}

/* Where others write at the same time, they ask the same person one after
 * another. */
static gboolean
lock_contact(struct db *db, gint64 contact_id, GError **error)
{
	gint64 id;

	return !db_is_server(db) ||
	    db_one(db, &id, 0, error,
		"SELECT id FROM contact WHERE id = $1 /*FOR UPDATE*/", "i",
		contact_id);
}

gboolean
asks_contact_of(struct db *db, gint64 invitation_id, gint64 *contact_id,
    GError **error)
{
	return db_one(db, contact_id, 0, error,
	    "SELECT contact_id FROM invitation WHERE id = $1", "i",
	    invitation_id);
}

static gboolean
count_since(struct db *db, gint64 contact_id, gint64 after_at, gint64 *n,
    GError **error)
{
	return db_one(db, n, 0, error,
	    "SELECT count(*) FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " WHERE i.contact_id = $1 AND s.asked_at > $2",
	    "ii", contact_id, after_at);
}

gboolean
asks_admit(struct db *db, gint64 contact_id, const struct ask_limit *limit,
    gint64 now_at, gboolean *may, GError **error)
{
	gint64 within_rest = 0, within_year = 0;

	*may = TRUE;
	if (!limit->counts || (limit->rest_s == 0 && limit->max_per_year == 0))
		return TRUE;
	if (!lock_contact(db, contact_id, error) ||
	    (limit->rest_s > 0 &&
		!count_since(db, contact_id, now_at - limit->rest_s,
		    &within_rest, error)) ||
	    (limit->max_per_year > 0 &&
		!count_since(db, contact_id, now_at - ASK_YEAR_S, &within_year,
		    error)))
		return FALSE;
	*may = (limit->rest_s == 0 || within_rest == 0) &&
	    (limit->max_per_year == 0 || within_year < limit->max_per_year);
	return TRUE;
}

gboolean
asks_add(struct db *db, gint64 invitation_id, gint64 asked_at, GError **error)
{
	return db_run(db, error,
	    "UPDATE invitation_state SET asked_at = $2"
	    " WHERE invitation_id = $1",
	    "ii", invitation_id, asked_at);
}

gboolean
asks_remove(struct db *db, gint64 invitation_id, GError **error)
{
	return db_run(db, error,
	    "UPDATE invitation_state SET asked_at = NULL"
	    " WHERE invitation_id = $1",
	    "i", invitation_id);
}

gboolean
asks_restore(struct db *db, gint64 invitation_id, GError **error)
{
	gint64 asked_at = 0;

	if (!db_one(db, &asked_at, 0, error,
		"SELECT max(a.started_at) FROM message m"
		" JOIN attempt a ON a.message_id = m.id"
		" WHERE m.invitation_id = $1 AND a.is_ask = 1",
		"i", invitation_id))
		return FALSE;
	return asked_at == 0 || asks_add(db, invitation_id, asked_at, error);
}
