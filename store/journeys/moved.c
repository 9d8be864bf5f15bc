/*
 * moved.c - an event that is known has another time: what is scheduled for it
 * leaves the outbox until it is judged again.
 *
 * What follows from the new judgement is written by intake.c. Called by
 * events.c, inside its transaction.
 */
#include "store/internal.h"

static const char why[] = "its event has moved; it is judged again then";

static gboolean
withdraw(struct db *db, gint64 invitation_id, gint64 now_at, GError **error)
{
	return outbox_withdraw(db, invitation_id, error) &&
	    /* A leased text has its number reserved. */
	    conversation_close(db, invitation_id, now_at, error) &&
	    db_run(db, error,
		"UPDATE invitation_state SET reason = $2, changed_at = $3"
		" WHERE invitation_id = $1",
		"iti", invitation_id, why, now_at);
}

gboolean
event_move(struct db *db, gint64 event_id, gint64 from_at, gint64 to_at,
    gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT i.id FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " WHERE i.event_id = $1 AND s.state = 'scheduled'",
	    "i", event_id);

	if (ids == NULL ||
	    !db_run(db, error,
		"UPDATE event SET occurred_at = $2 WHERE id = $1", "ii",
		event_id, to_at) ||
	    !db_run(db, error,
		"DELETE FROM intake WHERE occurred_at = $1 AND event_id = $2",
		"ii", from_at, event_id) ||
	    !db_run(db, error,
		"INSERT INTO intake (occurred_at, event_id) VALUES ($1, $2)",
		"ii", to_at, event_id))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!withdraw(db, g_array_index(ids, gint64, i), now_at, error))
			return FALSE;
	}
	return TRUE;
}
