/*
 * follow_ups.c - see follow_ups.h. The messages themselves are reminders.c's.
 * Called by scheduler/follow_up.c.
 */
#include "store/journeys/follow_ups.h"

#include "store/internal.h"

static const char no_answer[] = "no answer within the touchpoint's time";

void
follow_up_free(struct follow_up *follow_up)
{
	if (follow_up == NULL)
		return;
	g_clear_pointer(&follow_up->event, event_free);
	g_free(follow_up->touchpoint);
	g_free(follow_up);
}

#define EVENT_AT 13 /* the first column of the event */

static gpointer
follow_up_from_rows(struct rows *rows)
{
	struct follow_up *follow_up = g_new0(struct follow_up, 1);

	follow_up->invitation_id = rows_int(rows, 0);
	follow_up->look_at = rows_int(rows, 1);
	follow_up->touchpoint = rows_dup(rows, 2);
	/* Of a newer dripscore, if it is not known. */
	if (!invitation_state_from_name(rows_text(rows, 3), &follow_up->state))
		follow_up->state = INVITATION_IN_DOUBT;
	follow_up->channel = channel_from_name(rows_text(rows, 4));
	follow_up->sent_at = rows_int(rows, 5);
	follow_up->expires_at = rows_int(rows, 6);
	follow_up->answered_at = rows_int(rows, 7);
	follow_up->commented = rows_int(rows, 8) != 0;
	follow_up->reminders = (guint)rows_int(rows, 9);
	follow_up->nudged = rows_int(rows, 10) != 0;
	follow_up->waiting = rows_int(rows, 11) != 0;
	follow_up->away_until = rows_int(rows, 12);
	follow_up->event = event_of_rows(rows, EVENT_AT);
	return follow_up;
}

GPtrArray *
store_due_follow_ups(struct store *store, gint64 now_at, guint limit,
    GError **error)
{
	return db_list(store->db, error, follow_up_from_rows,
	    (GDestroyNotify)follow_up_free,
	    "SELECT i.id, f.look_at, i.touchpoint, s.state, i.channel,"
	    " coalesce(s.sent_at, 0), coalesce(s.expires_at, i.expires_at),"
	    " coalesce(a.answered_at, 0),"
	    " CASE WHEN a.comment IS NULL THEN 0 ELSE 1 END,"
	    " (SELECT coalesce(max(r.number), 0) FROM reminder r"
	    "  WHERE r.invitation_id = i.id),"
	    " (SELECT count(*) FROM reminder r WHERE r.invitation_id = i.id"
	    "  AND r.number = 0),"
	    " (SELECT count(*) FROM reminder r"
	    "  JOIN message m ON m.id = r.message_id"
	    "  WHERE r.invitation_id = i.id AND " MESSAGE_WAITS "),"
	    " coalesce(s.away_until, 0),"
	    " " EVENT_COLUMNS
	    " FROM follow_up f JOIN invitation i ON i.id = f.invitation_id"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " JOIN event e ON e.id = i.event_id"
	    " JOIN contact c ON c.id = i.contact_id"
	    " LEFT JOIN response a ON a.id = (SELECT max(n.id)"
	    "  FROM response n WHERE n.invitation_id = i.id)"
	    " WHERE f.look_at <= $1 ORDER BY f.look_at, f.invitation_id"
	    " LIMIT $2",
	    "ii", now_at, (gint64)limit);
}

gboolean
follow_up_look(struct db *db, gint64 invitation_id, gint64 look_at,
    GError **error)
{
	return db_run(db, error,
	    "INSERT INTO follow_up (look_at, invitation_id) VALUES ($1, $2)"
	    " ON CONFLICT (look_at, invitation_id) DO NOTHING",
	    "ii", look_at, invitation_id);
}

static gboolean
put_step(struct db *db, const struct follow_up_step *step, gint64 now_at,
    guint *expired, GError **error)
{
	gboolean moved = FALSE;

	if (!db_run(db, error,
		"DELETE FROM follow_up WHERE look_at = $1"
		" AND invitation_id = $2",
		"ii", step->look_at, step->invitation_id))
		return FALSE;
	/* Somebody else has looked at it. */
	if (db_changes(db) == 0)
		return TRUE;
	if (step->expire &&
	    !invitation_move(db, step->invitation_id, INVITATION_EXPIRED,
		no_answer, now_at, &moved, error))
		return FALSE;
	*expired += moved;
	if ((step->put || step->skipped != NULL) &&
	    !reminder_put(db, step, now_at, error))
		return FALSE;
	return step->next_look_at == 0 ||
	    follow_up_look(db, step->invitation_id, step->next_look_at, error);
}

gboolean
store_put_follow_ups(struct store *store, const struct follow_up_step *steps,
    guint n, gint64 now_at, guint *expired, GError **error)
{
	*expired = 0;
	if (n == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!put_step(store->db, &steps[i], now_at, expired, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_next_follow_up(struct store *store, gint64 *at, GError **error)
{
	return db_one(store->db, at, G_MAXINT64, error,
	    "SELECT min(look_at) FROM follow_up", "");
}
