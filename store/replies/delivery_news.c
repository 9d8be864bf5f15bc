/*
 * delivery_news.c - what follows from the news that a text has left, arrived or
 * not. Inside the transaction of deliveries.c, which alone calls it.
 */
#include "store/internal.h"

/*
 * *higher: it is of a higher rank than all that was known; now it is known.
 * *best: the highest of all.
 */
static gboolean
note_delivery(struct db *db, const struct delivery_news *news, gint64 now_at,
    gboolean *higher, enum delivery_state *best, GError **error)
{
	{
		g_autoptr(rows) rows = db_select(db, error,
		    "SELECT state FROM delivery WHERE message_id = $1", "i",
		    news->message_id);
		enum delivery_state known;
		gboolean found;

		if (rows == NULL || !rows_first(rows, &found, error))
			return FALSE;
		*higher = !found ||
		    !delivery_state_from_name(rows_text(rows, 0), &known) ||
		    news->state > known;
		*best = *higher ? news->state : known;
	}
	return !*higher ||
	    db_run(db, error,
		"INSERT INTO delivery (message_id, state, reported_at, detail)"
		" VALUES ($1, $2, $3, $4) ON CONFLICT (message_id)"
		" DO UPDATE SET state = excluded.state,"
		" reported_at = excluded.reported_at,"
		" detail = excluded.detail",
		"itit", news->message_id, delivery_state_name(news->state),
		now_at, news->detail);
}

static gboolean
state_is(struct db *db, gint64 invitation_id, const char *state, gboolean *is,
    GError **error)
{
	gint64 n = 0;

	if (!db_one(db, &n, 0, error,
		"SELECT count(*) FROM invitation_state"
		" WHERE invitation_id = $1 AND state = $2",
		"it", invitation_id, state))
		return FALSE;
	*is = n > 0;
	return TRUE;
}

/* *last: no other message of its invitation came after it. */
static gboolean
is_last(struct db *db, gint64 invitation_id, gint64 message_id, gboolean *last,
    GError **error)
{
	gint64 newest = 0;

	if (!db_one(db, &newest, 0, error,
		"SELECT max(id) FROM message WHERE invitation_id = $1", "i",
		invitation_id))
		return FALSE;
	*last = newest == message_id;
	return TRUE;
}

/* It was sent, and has not arrived. */
static gboolean
undelivered(struct db *db, const struct delivery_news *news,
    gint64 invitation_id, gint64 now_at, GError **error)
{
	g_autofree char *reason = news->detail != NULL ?
	    g_strconcat("undelivered: ", news->detail, NULL) :
	    g_strdup("undelivered");
	gboolean sent = FALSE, last = FALSE, moved;

	if (!state_is(db, invitation_id, "sent", &sent, error) ||
	    !is_last(db, invitation_id, news->message_id, &last, error))
		return FALSE;
	if (!sent || !last)
		return TRUE;
	if (news->fall_back != CHANNEL_NONE)
		return invitation_fall_back(db, invitation_id, news->fall_back,
		    reason, now_at, &moved, error);
	return invitation_move(db, invitation_id, INVITATION_FAILED, reason,
	    now_at, &moved, error);
}

/* Who was asked by it may answer; the number is free all the same. */
static gboolean
note_asked(struct db *db, gint64 invitation_id, gint64 message_id,
    GError **error)
{
	return db_run(db, error,
	    "INSERT INTO conversation (invitation_id, phone, provider,"
	    " asked_at, closes_at, step, reprompted)"
	    " SELECT i.id, c.phone, a.provider, a.started_at,"
	    " coalesce(s.expires_at, i.expires_at), 'done', 0 FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " JOIN contact c ON c.id = i.contact_id"
	    " JOIN attempt a ON a.id = (SELECT max(id) FROM attempt"
	    "  WHERE message_id = $2)"
	    " WHERE i.id = $1 AND c.phone IS NOT NULL"
	    " ON CONFLICT (invitation_id) DO NOTHING",
	    "ii", invitation_id, message_id);
}

/*
 * A gateway that said "later" or "never" had taken it all the same: what waits
 * to ask once more must not. For "never" only an arrival is proof.
 */
static gboolean
left_after_all(struct db *db, const struct delivery_news *news,
    gint64 invitation_id, gint64 now_at, GError **error)
{
	gboolean scheduled = FALSE, last = FALSE, moved = FALSE;

	if (!state_is(db, invitation_id, "scheduled", &scheduled, error) ||
	    !is_last(db, invitation_id, news->message_id, &last, error))
		return FALSE;
	if (!scheduled || (!last && news->state != DELIVERY_DELIVERED))
		return TRUE;
	return outbox_withdraw(db, invitation_id, error) &&
	    conversation_close(db, invitation_id, now_at, error) &&
	    db_run(db, error,
		"UPDATE invitation SET channel = 'sms' WHERE id = $1", "i",
		invitation_id) &&
	    note_asked(db, invitation_id, news->message_id, error) &&
	    invitation_move(db, invitation_id, INVITATION_SENT, NULL, now_at,
		&moved, error) &&
	    invitation_mark_sent(db, invitation_id, now_at, news->day, 0,
		error);
}

/* The same of an answer to a text. */
static gboolean
answer_left(struct db *db, gint64 message_id, GError **error)
{
	gboolean was_there;

	return outbox_take_out(db, message_id, &was_there, error);
}

/* Whatever its rank: a doubt is settled by the best that is known. */
static gboolean
settle(struct db *db, const struct delivery_news *news,
    enum delivery_state best, gint64 now_at, gboolean *settled, GError **error)
{
	const struct doubt_end end = { .message_id = news->message_id,
		.resolution = best == DELIVERY_UNDELIVERED ? RESOLVE_FAILED :
							     RESOLVE_SENT,
		.detail = news->proof,
		.fall_back = news->fall_back,
		.day = news->day };

	return outbox_end_doubt(db, &end, now_at, settled, error);
}

static gboolean
follow(struct db *db, const struct delivery_news *news, gint64 now_at,
    GError **error)
{
	gint64 invitation_id = 0;

	if (!outbox_invitation_of(db, news->message_id, &invitation_id, error))
		return FALSE;
	if (news->state == DELIVERY_UNDELIVERED)
		return invitation_id == 0 ||
		    undelivered(db, news, invitation_id, now_at, error);
	return invitation_id == 0 ?
	    answer_left(db, news->message_id, error) :
	    left_after_all(db, news, invitation_id, now_at, error);
}

gboolean
delivery_apply(struct db *db, const struct delivery_news *news, gint64 now_at,
    GError **error)
{
	g_autofree char *number = NULL;
	enum delivery_state best;
	gboolean higher, settled;

	/* Before the talk ends: it knows the number. */
	if (news->opted_out &&
	    !text_number(db, news->message_id, &number, error))
		return FALSE;
	if (!note_delivery(db, news, now_at, &higher, &best, error) ||
	    !settle(db, news, best, now_at, &settled, error) ||
	    (higher && !settled && !follow(db, news, now_at, error)))
		return FALSE;
	/* An opt-out is heard, whatever else the report is worth. */
	return number == NULL ||
	    suppress_inside(db, CHANNEL_SMS, number,
		"the provider knows of an opt-out", now_at, error);
}
