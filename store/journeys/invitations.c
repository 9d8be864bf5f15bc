/*
 * invitations.c - the one place where an invitation changes its state or its
 * channel, and is noted as sent.
 */
#include "base/errors.h"
#include "store/counts/sent.h"

static gboolean
state_of(struct db *db, gint64 invitation_id, enum invitation_state *state,
    gboolean *known, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT state FROM invitation_state WHERE invitation_id = $1", "i",
	    invitation_id);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	*known = found && invitation_state_from_name(rows_text(rows, 0), state);
	return TRUE;
}

/* Of what has ended so, nobody is asked by text any more. */
static gboolean
ends_the_talk(enum invitation_state state)
{
	return state == INVITATION_EXPIRED || state == INVITATION_SUPPRESSED ||
	    state == INVITATION_CANCELLED || state == INVITATION_FAILED;
}

/* It counts as long as it may have left; an answer proves that it has. */
static gboolean
count_ask(struct db *db, gint64 invitation_id, enum invitation_state from,
    enum invitation_state to, GError **error)
{
	if (to == INVITATION_SCHEDULED || to == INVITATION_FAILED)
		return asks_remove(db, invitation_id, error);
	if ((to == INVITATION_SENT || to == INVITATION_ANSWERED) &&
	    (from == INVITATION_SCHEDULED || from == INVITATION_FAILED))
		return asks_restore(db, invitation_id, error);
	return TRUE;
}

static gboolean
end_reminders(struct db *db, gint64 invitation_id, enum invitation_state to,
    gint64 now_at, GError **error)
{
	g_autofree char *reason = g_strdup_printf("the invitation is %s by now",
	    invitation_state_name(to));

	return reminders_drop(db, invitation_id, reason, now_at, error);
}

gboolean
invitation_move(struct db *db, gint64 invitation_id, enum invitation_state to,
    const char *reason, gint64 now_at, gboolean *moved, GError **error)
{
	enum invitation_state from;
	gboolean known = FALSE;

	*moved = FALSE;
	if (!state_of(db, invitation_id, &from, &known, error))
		return FALSE;
	if (!known) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE,
		    "invitation %" G_GINT64_FORMAT " has no state we know",
		    invitation_id);
		return FALSE;
	}
	if (!invitation_state_may_follow(from, to))
		return TRUE;
	*moved = TRUE;
	return db_run(db, error,
		   "UPDATE invitation_state SET state = $2, reason = $3,"
		   " changed_at = $4 WHERE invitation_id = $1",
		   "itti", invitation_id, invitation_state_name(to), reason,
		   now_at) &&
	    (!ends_the_talk(to) ||
		conversation_close(db, invitation_id, now_at, error)) &&
	    count_ask(db, invitation_id, from, to, error) &&
	    (from != INVITATION_SENT ||
		end_reminders(db, invitation_id, to, now_at, error));
}

/* It counts, once it was sent, on the day on which that was. */
static gboolean
unmark_sent(struct db *db, gint64 invitation_id, GError **error)
{
	return sent_uncount(db, invitation_id, error) &&
	    db_run(db, error,
		"UPDATE invitation_state SET sent_at = NULL, sent_day = NULL"
		" WHERE invitation_id = $1",
		"i", invitation_id);
}

gboolean
invitation_fall_back(struct db *db, gint64 invitation_id, enum channel channel,
    const char *reason, gint64 now_at, gboolean *moved, GError **error)
{
	enum invitation_state from;
	gboolean known = FALSE;
	gint64 message_id;

	*moved = FALSE;
	if (!state_of(db, invitation_id, &from, &known, error))
		return FALSE;
	/* Refused before an attempt was on disk: it is scheduled already. */
	if (known && from == INVITATION_SCHEDULED)
		*moved = TRUE;
	else if (!invitation_move(db, invitation_id, INVITATION_SCHEDULED,
		     reason, now_at, moved, error))
		return FALSE;
	if (!*moved)
		return TRUE;
	return db_run(db, error,
		   "UPDATE invitation_state SET reason = $2"
		   " WHERE invitation_id = $1",
		   "it", invitation_id, reason) &&
	    conversation_close(db, invitation_id, now_at, error) &&
	    unmark_sent(db, invitation_id, error) &&
	    db_run(db, error,
		"UPDATE invitation SET channel = $2 WHERE id = $1", "it",
		invitation_id, channel_name(channel)) &&
	    outbox_add(db, MESSAGE_INVITATION, invitation_id, channel, now_at,
		now_at, &message_id, error) &&
	    outbox_note_again(db, message_id, error);
}

gboolean
invitation_mark_sent(struct db *db, gint64 invitation_id, gint64 sent_at,
    gint32 day, gint64 look_at, GError **error)
{
	if (!db_run(db, error,
		"UPDATE invitation_state SET sent_at = $2, sent_day = $3,"
		" expires_at = (SELECT $2 + i.answer_s FROM invitation i"
		"  WHERE i.id = $1 AND i.answer_s > 0)"
		" WHERE invitation_id = $1 AND sent_day IS NULL",
		"iii", invitation_id, sent_at, (gint64)day))
		return FALSE;
	if (db_changes(db) == 0)
		return TRUE;
	return follow_up_look(db, invitation_id,
		   look_at != 0 ? look_at : sent_at, error) &&
	    sent_count(db, invitation_id, error);
}
