/*
 * attempts.c - the attempt rows: committed before the point of no return,
 * ended by a verdict, or found open after a crash.
 */
#include "base/errors.h"
#include "store/internal.h"
#include "store/outbox.h"

static gboolean
invitation_of(struct db *db, gint64 message_id, gint64 *invitation_id,
    GError **error)
{
	return db_one(db, invitation_id, 0, error,
	    "SELECT invitation_id FROM message WHERE id = $1", "i", message_id);
}

/* A lease that is gone was withdrawn: cancelled or suppressed. */
static gboolean
begin_one(struct db *db, struct outbox_attempt *attempt, gint64 now_at,
    GError **error)
{
	gint64 invitation_id = 0;
	gboolean moved = TRUE;

	attempt->attempt_id = 0;
	if (!db_run(db, error, "DELETE FROM lease WHERE message_id = $1", "i",
		attempt->message_id))
		return FALSE;
	if (db_changes(db) == 0)
		return TRUE;
	if (!invitation_of(db, attempt->message_id, &invitation_id, error))
		return FALSE;
	if (invitation_id != 0 &&
	    !invitation_move(db, invitation_id, INVITATION_SENDING, NULL,
		now_at, &moved, error))
		return FALSE;
	if (!moved)
		return TRUE;
	if (!db_run(db, error,
		"INSERT INTO attempt (message_id, provider, started_at,"
		" outcome) VALUES ($1, $2, $3, 'sending')",
		"iti", attempt->message_id, attempt->provider, now_at))
		return FALSE;
	attempt->attempt_id = db_last_id(db);
	return TRUE;
}

gboolean
store_begin_attempts(struct store *store, struct outbox_attempt *attempts,
    guint n, gint64 now_at, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!begin_one(store->db, &attempts[i], now_at, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

static const struct {
	const char *outcome; /* of the attempt */
	enum invitation_state state;
} effects[] = {
	[VERDICT_SENT] = { "accepted", INVITATION_SENT },
	[VERDICT_RETRY] = { "deferred", INVITATION_SCHEDULED },
	[VERDICT_FAILED] = { "rejected", INVITATION_FAILED },
	[VERDICT_IN_DOUBT] = { "in doubt", INVITATION_IN_DOUBT },
	[VERDICT_EXPIRED] = { "dropped", INVITATION_EXPIRED },
	[VERDICT_SUPPRESSED] = { "dropped", INVITATION_SUPPRESSED },
	[VERDICT_CANCELLED] = { "dropped", INVITATION_CANCELLED },
};

/*
 * *ours: the verdict is on what is still open here. It is not if the attempt
 * was ended by somebody else, or the lease withdrawn, meanwhile.
 */
static gboolean
record_attempt(struct db *db, const struct outbox_verdict *verdict,
    gint64 now_at, gboolean *ours, GError **error)
{
	const char *outcome = effects[verdict->verdict].outcome;

	if (verdict->attempt_id != 0) {
		if (!db_run(db, error,
			"UPDATE attempt SET outcome = $2, ended_at = $3,"
			" remote_id = $4, detail = $5"
			" WHERE id = $1 AND outcome = 'sending'",
			"ititt", verdict->attempt_id, outcome, now_at,
			verdict->remote_id, verdict->detail))
			return FALSE;
		*ours = db_changes(db) > 0;
		return TRUE;
	}
	if (!db_run(db, error, "DELETE FROM lease WHERE message_id = $1", "i",
		verdict->message_id))
		return FALSE;
	*ours = db_changes(db) > 0;
	if (!*ours || verdict->provider == NULL)
		return TRUE;
	return db_run(db, error,
	    "INSERT INTO attempt (message_id, provider, started_at, ended_at,"
	    " outcome, remote_id, detail) VALUES ($1, $2, $3, $3, $4, $5, $6)",
	    "itittt", verdict->message_id, verdict->provider, now_at, outcome,
	    verdict->remote_id, verdict->detail);
}

static gboolean
drop_bytes(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error,
	    "DELETE FROM message_bytes WHERE message_id = $1", "i", message_id);
}

static gboolean
requeue(struct db *db, const struct outbox_verdict *verdict, GError **error)
{
	const struct message *composed = verdict->composed;

	if (composed != NULL &&
	    !db_run(db, error,
		"INSERT INTO message_bytes (message_id, sender, recipient,"
		" name, bytes) VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (message_id) DO NOTHING",
		"itttb", verdict->message_id, composed->sender,
		composed->recipient, composed->name, composed->bytes))
		return FALSE;
	if (verdict->parked_for != NULL)
		return db_run(db, error,
		    "INSERT INTO parked (message_id, provider)"
		    " VALUES ($1, $2)",
		    "it", verdict->message_id, verdict->parked_for);
	return db_run(db, error, "UPDATE message SET due_at = $2 WHERE id = $1",
		   "ii", verdict->message_id, verdict->next_at) &&
	    db_run(db, error,
		"INSERT INTO due (due_at, message_id) VALUES ($1, $2)", "ii",
		verdict->next_at, verdict->message_id);
}

static gboolean
apply_verdict(struct db *db, const struct outbox_verdict *verdict,
    gint64 now_at, GError **error)
{
	enum invitation_state to = effects[verdict->verdict].state;
	gint64 invitation_id = 0;
	gboolean moved = TRUE;
	gboolean ours = FALSE;

	if (!record_attempt(db, verdict, now_at, &ours, error))
		return FALSE;
	if (!ours)
		return TRUE;
	if (!invitation_of(db, verdict->message_id, &invitation_id, error))
		return FALSE;
	/* Deferred before the attempt was on disk: it was scheduled still. */
	if (invitation_id != 0 &&
	    !(verdict->verdict == VERDICT_RETRY && verdict->attempt_id == 0) &&
	    !invitation_move(db, invitation_id, to, verdict->detail, now_at,
		&moved, error))
		return FALSE;
	if (verdict->verdict == VERDICT_RETRY && moved)
		return requeue(db, verdict, error);
	if (!drop_bytes(db, verdict->message_id, error))
		return FALSE;
	if (verdict->verdict == VERDICT_SENT && invitation_id != 0)
		return invitation_mark_sent(db, invitation_id, now_at,
		    verdict->day, error);
	return moved || outbox_settle_doubt(db, invitation_id, error);
}

gboolean
store_end_attempts(struct store *store, const struct outbox_verdict *verdicts,
    guint n, gint64 now_at, GError **error)
{
	if (n == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!apply_verdict(store->db, &verdicts[i], now_at, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

static gboolean
doubt_open_attempts(struct db *db, gint64 now_at, guint *in_doubt,
    GError **error)
{
	static const char why[] = "the daemon ended before a verdict came";
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT m.invitation_id FROM attempt a"
	    " JOIN message m ON m.id = a.message_id"
	    " WHERE a.ended_at IS NULL",
	    "");

	if (ids == NULL ||
	    !db_run(db, error,
		"UPDATE attempt SET outcome = 'in doubt', ended_at = $1,"
		" detail = $2 WHERE ended_at IS NULL",
		"it", now_at, why))
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

gboolean
store_recover(struct store *store, gint64 now_at, guint *returned,
    guint *in_doubt, GError **error)
{
	struct db *db = store->db;

	*returned = *in_doubt = 0;
	if (!db_begin(db, error))
		return FALSE;
	if (!db_run(db, error,
		"INSERT INTO due (due_at, message_id) SELECT m.due_at, m.id"
		" FROM lease l JOIN message m ON m.id = l.message_id",
		"") ||
	    !db_run(db, error, "DELETE FROM lease", ""))
		goto failed;
	*returned = (guint)db_changes(db);
	if (!doubt_open_attempts(db, now_at, in_doubt, error))
		goto failed;
	return db_commit(db, error);
failed:
	db_rollback(db);
	return FALSE;
}

static gboolean
resolve(struct db *db, gint64 message_id, enum resolution resolution,
    gint32 day, gint64 now_at, GError **error)
{
	static const struct {
		const char *outcome;
		enum invitation_state state;
	} as[] = {
		[RESOLVE_SENT] = { "accepted", INVITATION_SENT },
		[RESOLVE_FAILED] = { "rejected", INVITATION_FAILED },
		[RESOLVE_SEND_AGAIN] = { "deferred", INVITATION_SCHEDULED },
	};
	gint64 invitation_id = 0;
	gboolean moved = TRUE;

	if (!db_run(db, error,
		"UPDATE attempt SET outcome = $2, detail = 'resolved by hand'"
		" WHERE message_id = $1 AND outcome = 'in doubt'",
		"it", message_id, as[resolution].outcome))
		return FALSE;
	if (db_changes(db) == 0) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "message %" G_GINT64_FORMAT " is not in doubt", message_id);
		return FALSE;
	}
	if (!invitation_of(db, message_id, &invitation_id, error) ||
	    (invitation_id != 0 &&
		!invitation_move(db, invitation_id, as[resolution].state,
		    "resolved by hand", now_at, &moved, error)))
		return FALSE;
	if (resolution != RESOLVE_SEND_AGAIN &&
	    !drop_bytes(db, message_id, error))
		return FALSE;
	if (resolution == RESOLVE_SENT && invitation_id != 0)
		return invitation_mark_sent(db, invitation_id, now_at, day,
		    error);
	if (resolution == RESOLVE_SEND_AGAIN && moved)
		return db_run(db, error,
			   "UPDATE message SET due_at = $2 WHERE id = $1", "ii",
			   message_id, now_at) &&
		    db_run(db, error,
			"INSERT INTO due (due_at, message_id)"
			" VALUES ($1, $2)",
			"ii", now_at, message_id);
	return TRUE;
}

gboolean
store_resolve(struct store *store, gint64 message_id,
    enum resolution resolution, gint32 day, gint64 now_at, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!resolve(store->db, message_id, resolution, day, now_at, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
