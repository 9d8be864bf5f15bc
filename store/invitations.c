/*
 * invitations.c - the one place where an invitation changes its state.
 */
#include "base/errors.h"
#include "store/internal.h"

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
	    "itti", invitation_id, invitation_state_name(to), reason, now_at);
}
