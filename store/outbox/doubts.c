/*
 * doubts.c - attempts without a verdict: found open after a crash, and what is
 * said of them later, by hand, by a report or by a look-up.
 */
#include "base/errors.h"
#include "store/cases/cases_internal.h"
#include "store/outbox/spending.h"

gboolean
doubt_open_attempts(struct db *db, gint64 worker, gint64 now_at,
    guint *in_doubt, GError **error)
{
	static const char why[] = "the daemon ended before a verdict came";
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT m.invitation_id FROM attempt a"
	    " JOIN message m ON m.id = a.message_id"
	    " WHERE a.ended_at IS NULL AND a.worker = $1",
	    "i", worker);

	if (ids == NULL ||
	    !db_run(db, error,
		"UPDATE attempt SET outcome = 'in doubt', ended_at = $1,"
		" detail = $2 WHERE ended_at IS NULL AND worker = $3",
		"iti", now_at, why, worker))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		gboolean moved = TRUE;

		if (id != 0 &&
		    !invitation_move(db, id, INVITATION_IN_DOUBT, why, now_at,
			&moved, error))
			return FALSE;
		if (moved)
			*in_doubt += 1;
		else if (!outbox_settle_doubt(db, id, error))
			return FALSE;
	}
	return TRUE;
}

static const struct {
	const char *outcome;
	enum invitation_state state;
} as[] = {
	[RESOLVE_SENT] = { "accepted", INVITATION_SENT },
	[RESOLVE_FAILED] = { "rejected", INVITATION_FAILED },
	[RESOLVE_SEND_AGAIN] = { "deferred", INVITATION_SCHEDULED },
};

/* *moved FALSE: the invitation has ended meanwhile, or was answered. */
static gboolean
move(struct db *db, const struct doubt_end *end, gint64 invitation_id,
    gint64 now_at, gboolean *moved, GError **error)
{
	*moved = TRUE;
	if (invitation_id == 0)
		return TRUE;
	if (end->resolution == RESOLVE_FAILED && end->fall_back != CHANNEL_NONE)
		return invitation_fall_back(db, invitation_id, end->fall_back,
		    end->detail, now_at, moved, error);
	return invitation_move(db, invitation_id, as[end->resolution].state,
	    end->detail, now_at, moved, error);
}

/* A mail is repeated byte for byte; a text may leave by another door. */
static gboolean
drop_text(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error,
	    "DELETE FROM message_bytes WHERE message_id ="
	    " (SELECT id FROM message WHERE id = $1 AND channel = 'sms')",
	    "i", message_id);
}

/* Nobody was asked once more by it: the number is free. */
static gboolean
leave_talk(struct db *db, gint64 message_id, const struct reminder *reminder,
    gint64 now_at, GError **error)
{
	gint64 started_at = 0;

	return db_one(db, &started_at, 0, error,
		   "SELECT max(started_at) FROM attempt WHERE message_id = $1"
		   " AND outcome <> 'dropped'",
		   "i", message_id) &&
	    line_take_back(db, reminder->invitation_id, started_at, now_at,
		error);
}

static gboolean
follow(struct db *db, const struct doubt_end *end, gint64 now_at,
    GError **error)
{
	gint64 invitation_id = 0;
	struct reminder reminder;
	gboolean replaced = FALSE;
	gboolean moved;

	if (!outbox_invitation_of(db, end->message_id, &invitation_id, error) ||
	    !move(db, end, invitation_id, now_at, &moved, error) ||
	    (invitation_id == 0 &&
		!answer_is_replaced(db, end->message_id, &replaced, error)) ||
	    !reminder_find(db, end->message_id, &reminder, error))
		return FALSE;
	replaced |= reminder.pointless;
	/* While nobody knew, it could not be late. */
	if (end->resolution == RESOLVE_SEND_AGAIN && moved && !replaced)
		return drop_text(db, end->message_id, error) &&
		    outbox_put_off(db, end->message_id, now_at, error);
	if (end->resolution == RESOLVE_FAILED && invitation_id == 0 &&
	    !case_mail_ended(db, end->message_id, end->detail, now_at, error))
		return FALSE;
	if (!outbox_drop_bytes(db, end->message_id, error) ||
	    (end->resolution == RESOLVE_FAILED &&
		reminder.invitation_id != 0 && !reminder.pointless &&
		!leave_talk(db, end->message_id, &reminder, now_at, error)))
		return FALSE;
	return end->resolution != RESOLVE_SENT || invitation_id == 0 ||
	    invitation_mark_sent(db, invitation_id, now_at, end->day, 0, error);
}

gboolean
outbox_end_doubt(struct db *db, const struct doubt_end *end, gint64 now_at,
    gboolean *was_in_doubt, GError **error)
{
	g_autoptr(GArray) attempts = db_ids(db, error,
	    "SELECT id FROM attempt WHERE message_id = $1"
	    " AND outcome = 'in doubt'",
	    "i", end->message_id);

	if (attempts == NULL)
		return FALSE;
	*was_in_doubt = attempts->len > 0;
	for (guint i = 0; i < attempts->len; i++) {
		gint64 id = g_array_index(attempts, gint64, i);

		if (!db_run(db, error,
			"UPDATE attempt SET outcome = $2, detail = $3"
			" WHERE id = $1",
			"itt", id, as[end->resolution].outcome, end->detail) ||
		    !spending_settle(db, id, end->resolution == RESOLVE_SENT,
			error))
			return FALSE;
	}
	return !*was_in_doubt || follow(db, end, now_at, error);
}

gboolean
store_resolve(struct store *store, gint64 message_id,
    enum resolution resolution, gint32 day, gint64 now_at, GError **error)
{
	const struct doubt_end end = { .message_id = message_id,
		.resolution = resolution,
		.detail = "resolved by hand",
		.day = day };
	gboolean was_in_doubt = FALSE;

	if (!db_begin(store->db, error))
		return FALSE;
	if (!outbox_end_doubt(store->db, &end, now_at, &was_in_doubt, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	if (was_in_doubt) {
		db_announce(store->db);
		return db_commit(store->db, error);
	}
	db_rollback(store->db);
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "message %" G_GINT64_FORMAT " is not in doubt", message_id);
	return FALSE;
}
