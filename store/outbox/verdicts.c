/*
 * verdicts.c - what became of leased messages: their attempts end, and what
 * follows is written down. Called by settle.c, in its transaction.
 */
#include "store/cases/cases_internal.h"
#include "store/outbox/spending.h"

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

/* What no provider had, and is no invitation, has no state that would tell
 * why. */
static gboolean
record_drop(struct db *db, const struct outbox_verdict *verdict, gint64 now_at,
    GError **error)
{
	return reminder_note_drop(db, verdict->message_id, verdict->detail,
		   now_at, error) &&
	    db_run(db, error,
		"INSERT INTO attempt (message_id, provider, started_at,"
		" ended_at, outcome, detail) SELECT message_id, provider, $2,"
		" $2, 'dropped', $3 FROM answer WHERE message_id = $1",
		"iit", verdict->message_id, now_at, verdict->detail) &&
	    db_run(db, error,
		"INSERT INTO attempt (message_id, provider, started_at,"
		" ended_at, outcome, detail) SELECT message_id, '', $2,"
		" $2, 'dropped', $3 FROM message_content"
		" WHERE message_id = $1",
		"iit", verdict->message_id, now_at, verdict->detail);
}

/*
 * *ours: the verdict is on what is still open here. It is not if the attempt
 * was ended by somebody else, or the lease withdrawn, meanwhile.
 */
static gboolean
record_attempt(struct store *store, const struct outbox_verdict *verdict,
    gint64 now_at, gboolean *ours, GError **error)
{
	struct db *db = store->db;
	const char *outcome = effects[verdict->verdict].outcome;

	if (verdict->attempt_id != 0) {
		if (!db_run(db, error,
			"UPDATE attempt SET outcome = $2, ended_at = $3,"
			" remote_id = $4, detail = $5"
			" WHERE id = $1 AND outcome = 'sending'"
			" AND worker = $6",
			"ititti", verdict->attempt_id, outcome, now_at,
			verdict->remote_id, verdict->detail, store->worker))
			return FALSE;
		*ours = db_changes(db) > 0;
		return TRUE;
	}
	if (!db_run(db, error,
		"DELETE FROM due WHERE message_id = $1 AND worker = $2"
		" AND due_at = (SELECT due_at FROM message WHERE id = $1)",
		"ii", verdict->message_id, store->worker))
		return FALSE;
	*ours = db_changes(db) > 0;
	if (!*ours)
		return TRUE;
	if (verdict->provider == NULL)
		return verdict->verdict == VERDICT_RETRY ||
		    record_drop(db, verdict, now_at, error);
	return db_run(db, error,
	    "INSERT INTO attempt (message_id, provider, started_at, ended_at,"
	    " outcome, remote_id, detail) VALUES ($1, $2, $3, $3, $4, $5, $6)",
	    "itittt", verdict->message_id, verdict->provider, now_at, outcome,
	    verdict->remote_id, verdict->detail);
}

/* What is in doubt is charged until it is known not to have left. */
static gboolean
settle_charge(struct db *db, const struct outbox_verdict *verdict,
    GError **error)
{
	if (verdict->attempt_id == 0 || verdict->verdict == VERDICT_IN_DOUBT)
		return TRUE;
	return spending_settle(db, verdict->attempt_id,
	    verdict->verdict == VERDICT_SENT, error);
}

/* What was kept for a look-up is no repeat, unless it is said to be one. */
static gboolean
keep_bytes(struct db *db, const struct outbox_verdict *verdict, GError **error)
{
	if (verdict->composed != NULL)
		return outbox_keep_bytes(db, verdict->message_id,
		    verdict->composed, error);
	return verdict->attempt_id == 0 ||
	    outbox_drop_bytes(db, verdict->message_id, error);
}

static gboolean
start_of(struct db *db, const struct outbox_verdict *verdict,
    gint64 *started_at, GError **error)
{
	return db_one(db, started_at, G_MAXINT64, error,
	    "SELECT started_at FROM attempt WHERE id = $1", "i",
	    verdict->attempt_id);
}

/* Nobody was asked by it: the number is free while it waits. */
static gboolean
leave_number(struct db *db, const struct outbox_verdict *verdict,
    gint64 invitation_id, gint64 now_at, GError **error)
{
	gint64 started_at = G_MAXINT64;

	return start_of(db, verdict, &started_at, error) &&
	    line_leave(db, invitation_id, started_at, now_at, error);
}

/* The same of what comes after the invitation; who has gone on with the talk
 * meanwhile was asked by something. */
static gboolean
leave_talk(struct db *db, const struct outbox_verdict *verdict,
    const struct reminder *reminder, gint64 now_at, GError **error)
{
	gint64 started_at = G_MAXINT64;

	if (verdict->verdict == VERDICT_SENT ||
	    verdict->verdict == VERDICT_IN_DOUBT)
		return TRUE;
	if (verdict->attempt_id == 0)
		return line_let_go(db, reminder->invitation_id, now_at, error);
	return reminder->pointless ||
	    (start_of(db, verdict, &started_at, error) &&
		line_take_back(db, reminder->invitation_id, started_at, now_at,
		    error));
}

static gboolean
wait_again(struct db *db, const struct outbox_verdict *verdict, GError **error)
{
	if (verdict->parked_for != NULL)
		return place_drop(db, verdict->message_id, error) &&
		    outbox_note_tries(db, verdict->message_id, error) &&
		    db_run(db, error,
			"INSERT INTO parked (message_id, provider)"
			" VALUES ($1, $2)",
			"it", verdict->message_id, verdict->parked_for);
	if (!verdict->planned)
		return outbox_requeue(db, verdict->message_id, verdict->next_at,
		    error);
	return outbox_put_off(db, verdict->message_id, verdict->next_at,
		   error) &&
	    (!verdict->placed ||
		place_put(db, verdict->message_id, verdict->next_at, error));
}

/* Also why it waits, if that is known. */
static gboolean
requeue(struct db *db, const struct outbox_verdict *verdict,
    gint64 invitation_id, gint64 now_at, GError **error)
{
	if (invitation_id != 0 &&
	    (!leave_number(db, verdict, invitation_id, now_at, error) ||
		!db_run(db, error,
		    "UPDATE invitation_state SET reason = coalesce($2, reason)"
		    " WHERE invitation_id = $1",
		    "it", invitation_id, verdict->detail)))
		return FALSE;
	return keep_bytes(db, verdict, error) && wait_again(db, verdict, error);
}

/* *moved: the invitation is in the state that follows from the verdict. */
static gboolean
move(struct db *db, const struct outbox_verdict *verdict, gint64 invitation_id,
    gint64 now_at, gboolean *moved, GError **error)
{
	*moved = TRUE;
	if (invitation_id == 0)
		return TRUE;
	/* Deferred before the attempt was on disk: it was scheduled still. */
	if (verdict->verdict == VERDICT_RETRY && verdict->attempt_id == 0)
		return TRUE;
	if (verdict->verdict == VERDICT_FAILED &&
	    verdict->fall_back != CHANNEL_NONE)
		return invitation_fall_back(db, invitation_id,
		    verdict->fall_back, verdict->detail, now_at, moved, error);
	return invitation_move(db, invitation_id,
	    effects[verdict->verdict].state, verdict->detail, now_at, moved,
	    error);
}

static gboolean
never_leaves(enum verdict verdict)
{
	return verdict == VERDICT_FAILED || verdict == VERDICT_EXPIRED ||
	    verdict == VERDICT_SUPPRESSED || verdict == VERDICT_CANCELLED;
}

/* What is no invitation. *replaced: nobody waits for it any more. */
static gboolean
follow_other(struct db *db, const struct outbox_verdict *verdict, gint64 now_at,
    gboolean *replaced, GError **error)
{
	struct reminder reminder;

	if (!reminder_find(db, verdict->message_id, &reminder, error))
		return FALSE;
	if (reminder.invitation_id == 0 && never_leaves(verdict->verdict))
		return case_mail_ended(db, verdict->message_id,
		    verdict->detail, now_at, error);
	if (reminder.invitation_id == 0)
		return verdict->verdict != VERDICT_RETRY ||
		    answer_is_replaced(db, verdict->message_id, replaced,
			error);
	*replaced = reminder.pointless;
	return leave_talk(db, verdict, &reminder, now_at, error) &&
	    (!*replaced || verdict->verdict != VERDICT_RETRY ||
		reminder_note_drop(db, verdict->message_id,
		    "there is nothing to remind of any more", now_at, error));
}

static gboolean
follow(struct db *db, const struct outbox_verdict *verdict,
    gint64 invitation_id, gint64 now_at, GError **error)
{
	gboolean moved;
	gboolean replaced = FALSE;

	if (!move(db, verdict, invitation_id, now_at, &moved, error))
		return FALSE;
	if (invitation_id == 0 &&
	    !follow_other(db, verdict, now_at, &replaced, error))
		return FALSE;
	if (verdict->verdict == VERDICT_RETRY && moved && !replaced)
		return requeue(db, verdict, invitation_id, now_at, error);
	if (!place_drop(db, verdict->message_id, error))
		return FALSE;
	if (verdict->verdict != VERDICT_IN_DOUBT &&
	    (!outbox_drop_bytes(db, verdict->message_id, error) ||
		(invitation_id == 0 &&
		    !db_run(db, error,
			"DELETE FROM message_picture WHERE message_id = $1",
			"i", verdict->message_id))))
		return FALSE;
	if (verdict->verdict == VERDICT_SENT && invitation_id != 0)
		/* Answered by now, it is looked at for that. */
		return invitation_mark_sent(db, invitation_id, now_at,
		    verdict->day, moved ? verdict->look_at : 0, error);
	return moved || outbox_settle_doubt(db, invitation_id, error);
}

gboolean
verdict_apply(struct store *store, const struct outbox_verdict *verdict,
    gint64 now_at, GError **error)
{
	gboolean ours = FALSE;

	return record_attempt(store, verdict, now_at, &ours, error) &&
	    (!ours || verdict_follow(store, verdict, now_at, error));
}

gboolean
verdict_follow(struct store *store, const struct outbox_verdict *verdict,
    gint64 now_at, GError **error)
{
	struct db *db = store->db;
	g_autofree char *opted_out = NULL;
	gint64 invitation_id = 0;

	/* Before the talk ends: it knows the number. */
	if (verdict->verdict == VERDICT_FAILED && verdict->opted_out &&
	    !text_number(db, verdict->message_id, &opted_out, error))
		return FALSE;
	if (!settle_charge(db, verdict, error) ||
	    !outbox_invitation_of(db, verdict->message_id, &invitation_id,
		error) ||
	    !follow(db, verdict, invitation_id, now_at, error))
		return FALSE;
	if (verdict->verdict == VERDICT_SENT && verdict->attempt_id != 0 &&
	    verdict->remote_id != NULL &&
	    !text_note_remote(db, verdict->attempt_id, verdict->remote_id,
		error))
		return FALSE;
	return opted_out == NULL ||
	    suppress_inside(db, CHANNEL_SMS, opted_out,
		"the provider knows of an opt-out", now_at, error);
}
