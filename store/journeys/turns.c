/*
 * turns.c - see turns.h. When a turn comes is decided by scheduler/recurring.c,
 * which alone calls this.
 */
#include "store/journeys/turns.h"

#include "store/internal.h"

void
turn_free(struct turn *turn)
{
	if (turn == NULL)
		return;
	contact_clear(&turn->contact);
	g_free(turn);
}

#define CONTACT_AT 6 /* the first column of the contact */

static gpointer
turn_from_rows(struct rows *rows)
{
	struct turn *turn = g_new0(struct turn, 1);

	turn->due_at = rows_int(rows, 0);
	turn->known_at = rows_int(rows, 1);
	turn->last_at = MAX(rows_int(rows, 2),
	    MAX(rows_int(rows, 3), rows_int(rows, 4)));
	turn->waits = rows_int(rows, 5) > 0;
	contact_from_rows(&turn->contact, rows, CONTACT_AT);
	return turn;
}

/* When it was last asked (or may have been), and answered, at touchpoint $1;
 * each NULL: never. How many invitations are to leave. */
#define LAST                                                                   \
	"(SELECT max(s.sent_at) FROM invitation i JOIN invitation_state s"     \
	"  ON s.invitation_id = i.id WHERE i.contact_id = c.id"                \
	"  AND i.touchpoint = $1),"                                            \
	"(SELECT max(s.changed_at) FROM invitation i JOIN invitation_state s"  \
	"  ON s.invitation_id = i.id WHERE i.contact_id = c.id"                \
	"  AND i.touchpoint = $1 AND s.state IN ('sending', 'in doubt')),"     \
	"(SELECT max(r.answered_at) FROM response r"                           \
	"  WHERE r.contact_id = c.id AND r.touchpoint = $1),"                  \
	"(SELECT count(*) FROM invitation i JOIN invitation_state s"           \
	"  ON s.invitation_id = i.id WHERE i.contact_id = c.id"                \
	"  AND i.touchpoint = $1 AND s.state = 'scheduled')"

static gboolean
read_recurring(struct db *db, const char *touchpoint, gboolean *known,
    gint64 *began_at, gint64 *cursor, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT began_at, cursor FROM recurring WHERE touchpoint = $1", "t",
	    touchpoint);

	*began_at = *cursor = 0;
	if (rows == NULL || !rows_first(rows, known, error))
		return FALSE;
	if (*known) {
		*began_at = rows_int(rows, 0);
		*cursor = rows_int(rows, 1);
	}
	return TRUE;
}

static gboolean
begin(struct db *db, const char *touchpoint, gint64 now_at, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO recurring (touchpoint, began_at, cursor)"
	    " VALUES ($1, $2, 0) ON CONFLICT (touchpoint) DO NOTHING",
	    "ti", touchpoint, now_at);
}

gboolean
store_turns_began(struct store *store, const char *touchpoint, gint64 now_at,
    gint64 *began_at, GError **error)
{
	gboolean known = FALSE;
	gint64 cursor;

	if (!read_recurring(store->db, touchpoint, &known, began_at, &cursor,
		error))
		return FALSE;
	if (known)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!begin(store->db, touchpoint, now_at, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error) &&
	    read_recurring(store->db, touchpoint, &known, began_at, &cursor,
		error);
}

GPtrArray *
store_new_turns(struct store *store, const char *touchpoint, guint limit,
    GError **error)
{
	gboolean known = FALSE;
	gint64 began_at, cursor;

	if (!read_recurring(store->db, touchpoint, &known, &began_at, &cursor,
		error))
		return NULL;
	return db_list(store->db, error, turn_from_rows,
	    (GDestroyNotify)turn_free,
	    "SELECT 0, c.created_at, " LAST ", " CONTACT_COLUMNS
	    " FROM contact c WHERE c.id > $2 ORDER BY c.id LIMIT $3",
	    "tii", touchpoint, cursor, (gint64)limit);
}

GPtrArray *
store_due_turns(struct store *store, const char *touchpoint, gint64 now_at,
    guint limit, GError **error)
{
	return db_list(store->db, error, turn_from_rows,
	    (GDestroyNotify)turn_free,
	    "SELECT t.due_at, c.created_at, " LAST ", " CONTACT_COLUMNS
	    " FROM turn t JOIN contact c ON c.id = t.contact_id"
	    " WHERE t.touchpoint = $1 AND t.due_at <= $2"
	    " ORDER BY t.due_at, t.contact_id LIMIT $3",
	    "tii", touchpoint, now_at, (gint64)limit);
}

/* *ours: the turn was still as it was read. */
static gboolean
leave_turn(struct db *db, const char *touchpoint, const struct turn_step *step,
    gint64 now_at, gboolean *ours, GError **error)
{
	if (step->due_at != 0) {
		if (!db_run(db, error,
			"DELETE FROM turn WHERE touchpoint = $1"
			" AND due_at = $2 AND contact_id = $3",
			"tii", touchpoint, step->due_at, step->contact_id))
			return FALSE;
	} else if (!begin(db, touchpoint, now_at, error) ||
	    !db_run(db, error,
		"UPDATE recurring SET cursor = $2 WHERE touchpoint = $1"
		" AND cursor < $2",
		"ti", touchpoint, step->contact_id)) {
		return FALSE;
	}
	*ours = db_changes(db) > 0;
	return TRUE;
}

static gboolean
put_step(struct db *db, const char *touchpoint, const struct turn_step *step,
    gint64 now_at, GError **error)
{
	enum event_outcome outcome;
	gboolean ours = FALSE;

	if (!leave_turn(db, touchpoint, step, now_at, &ours, error))
		return FALSE;
	if (!ours)
		return TRUE;
	if (step->next_at != G_MAXINT64 &&
	    !db_run(db, error,
		"INSERT INTO turn (touchpoint, due_at, contact_id)"
		" VALUES ($1, $2, $3)"
		" ON CONFLICT (touchpoint, contact_id) DO NOTHING",
		"tii", touchpoint, step->next_at, step->contact_id))
		return FALSE;
	return step->event == NULL ||
	    (event_put(db, step->event, now_at, &outcome, error) &&
		event_note_first(db, step->event->occurred_at, error));
}

gboolean
store_put_turns(struct store *store, const char *touchpoint,
    const struct turn_step *steps, guint n, gint64 now_at, GError **error)
{
	if (n == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!put_step(store->db, touchpoint, &steps[i], now_at,
			error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_next_turn(struct store *store, const char *touchpoint, gint64 now_at,
    gint64 *at, GError **error)
{
	gint64 last_contact = 0, began_at, cursor;
	gboolean known = FALSE;

	if (!read_recurring(store->db, touchpoint, &known, &began_at, &cursor,
		error) ||
	    !db_one(store->db, &last_contact, 0, error,
		"SELECT max(id) FROM contact", ""))
		return FALSE;
	if (last_contact > cursor) {
		*at = now_at;
		return TRUE;
	}
	return db_one(store->db, at, G_MAXINT64, error,
	    "SELECT min(due_at) FROM turn WHERE touchpoint = $1", "t",
	    touchpoint);
}
