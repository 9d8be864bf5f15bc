/*
 * attempts.c - the attempt rows, committed before the point of no return, and
 * the last word on whether a message may pass it.
 *
 * What became of an attempt is written by verdicts.c, or, if it is in doubt,
 * by doubts.c.
 */
#include "store/db/db_draw.h"
#include "store/outbox/spending.h"

static const char OPTED_OUT[] = "the number has opted out";

/* A leased message, as far as it matters here. */
struct leased {
	enum message_kind kind;
	enum channel channel;
	gint64 invitation_id; /* 0: it is none */
	gint64 created_at;
	struct reminder reminder; /* invitation_id 0: it is none */
};

/* *found FALSE: its lease was withdrawn; it was cancelled or suppressed. */
static gboolean
find_leased(struct store *store, gint64 message_id, struct leased *leased,
    gboolean *found, GError **error)
{
	struct db *db = store->db;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT m.kind, m.channel, m.invitation_id, m.created_at"
	    " FROM message m JOIN due d ON d.due_at = m.due_at"
	    "  AND d.message_id = m.id WHERE m.id = $1 AND d.worker = $2",
	    "ii", message_id, store->worker);

	if (rows == NULL || !rows_first(rows, found, error))
		return FALSE;
	if (!*found)
		return TRUE;
	if (!message_kind_from_name(rows_text(rows, 0), &leased->kind))
		leased->kind = MESSAGE_ALERT;
	leased->channel = channel_from_name(rows_text(rows, 1));
	leased->invitation_id = rows_int(rows, 2);
	leased->created_at = rows_int(rows, 3);
	return !message_kind_is_follow_up(leased->kind) ||
	    reminder_find(db, message_id, &leased->reminder, error);
}

static gboolean
end_suppressed(struct db *db, const struct leased *leased, gint64 message_id,
    gint64 now_at, GError **error)
{
	gboolean moved, was_there;

	if (leased->reminder.invitation_id != 0)
		return reminder_drop(db, message_id, OPTED_OUT, now_at, error);
	if (leased->invitation_id == 0)
		return answer_drop(db, message_id, OPTED_OUT, now_at, error);
	return outbox_take_out(db, message_id, &was_there, error) &&
	    invitation_move(db, leased->invitation_id, INVITATION_SUPPRESSED,
		OPTED_OUT, now_at, &moved, error);
}

/* What came in may say stop: it was taken, and its sender is sure of that. */
static gboolean
has_unread(struct db *db, const char *number, gboolean *has, GError **error)
{
	gint64 n = 0;

	if (!db_one(db, &n, 0, error,
		"SELECT count(*) FROM reply WHERE sender = $1"
		" AND state = 'new'",
		"t", number))
		return FALSE;
	*has = n > 0;
	return TRUE;
}

/*
 * The last word on a text. Whatever was known when it was composed: nobody is
 * texted who has said stop by now.
 */
static gboolean
admit_text(struct db *db, struct outbox_attempt *attempt,
    const struct leased *leased, gint64 now_at, GError **error)
{
	gint64 suppressed_at = 0;
	gboolean unread = FALSE;

	if (!has_unread(db, attempt->charge.number, &unread, error))
		return FALSE;
	if (unread) {
		attempt->refusal = REFUSAL_UNREAD;
		return TRUE;
	}
	if (!suppressed_since(db, CHANNEL_SMS, attempt->charge.number,
		&suppressed_at, error))
		return FALSE;
	if (!answer_may_leave(leased->kind, leased->created_at,
		suppressed_at)) {
		attempt->refusal = REFUSAL_WITHDRAWN;
		return end_suppressed(db, leased, attempt->message_id, now_at,
		    error);
	}
	return spending_admit(db, &attempt->charge, now_at, &attempt->refusal,
	    error);
}

/* *may: the invitation is sending; its talk begins. */
static gboolean
begin_invitation(struct db *db, const struct outbox_attempt *attempt,
    const struct leased *leased, gint64 now_at, gboolean *may, GError **error)
{
	const struct line_claim claim = {
		.invitation_id = leased->invitation_id,
		.message_id = attempt->message_id,
		.number = attempt->charge.number,
	};
	gboolean waits = FALSE;

	if (leased->channel == CHANNEL_SMS &&
	    !line_ask(db, &claim, attempt, now_at, &waits, error))
		return FALSE;
	*may = FALSE;
	if (waits)
		return TRUE;
	return invitation_move(db, leased->invitation_id, INVITATION_SENDING,
		   NULL, now_at, may, error) &&
	    (!*may || !attempt->ask.counts ||
		asks_add(db, leased->invitation_id, now_at, error));
}

/* *may: its talk goes on. */
static gboolean
begin_follow_up(struct db *db, const struct outbox_attempt *attempt,
    const struct leased *leased, gint64 now_at, gboolean *may, GError **error)
{
	const struct line_claim claim = {
		.invitation_id = leased->reminder.invitation_id,
		.message_id = attempt->message_id,
		.number = attempt->charge.number,
		.again = TRUE,
		.for_reason = leased->kind == MESSAGE_NUDGE,
	};
	gboolean waits = FALSE;

	if (leased->channel == CHANNEL_SMS &&
	    !line_ask(db, &claim, attempt, now_at, &waits, error))
		return FALSE;
	*may = !waits;
	return TRUE;
}

static gboolean
begin_kind(struct db *db, const struct outbox_attempt *attempt,
    const struct leased *leased, gint64 now_at, gboolean *may, GError **error)
{
	*may = TRUE;
	if (leased->reminder.invitation_id != 0)
		return begin_follow_up(db, attempt, leased, now_at, may, error);
	return leased->invitation_id == 0 ||
	    begin_invitation(db, attempt, leased, now_at, may, error);
}

/* What was reported of a try before says nothing of this one. */
static gboolean
forget_reports(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error, "DELETE FROM delivery WHERE message_id = $1",
	    "i", message_id);
}

static gboolean
begin(struct store *store, struct outbox_attempt *attempt,
    const struct leased *leased, gint64 now_at, GError **error)
{
	struct db *db = store->db;
	gboolean may = FALSE;

	if (!db_run(db, error,
		"DELETE FROM due WHERE message_id = $1"
		" AND due_at = (SELECT due_at FROM message WHERE id = $1)",
		"i", attempt->message_id) ||
	    !place_drop(db, attempt->message_id, error) ||
	    !begin_kind(db, attempt, leased, now_at, &may, error))
		return FALSE;
	if (!may) {
		attempt->refusal = REFUSAL_WITHDRAWN;
		return TRUE;
	}
	if (!forget_reports(db, attempt->message_id, error) ||
	    !db_draw_ids(db, "attempt", 1, &attempt->attempt_id, error) ||
	    !db_run(db, error,
		"INSERT INTO attempt (id, message_id, provider, started_at,"
		" outcome, is_ask, worker)"
		" VALUES ($1, $2, $3, $4, 'sending', $5, $6)",
		"iitiii", attempt->attempt_id, attempt->message_id,
		attempt->provider, now_at,
		(gint64)(attempt->ask.counts ? 1 : 0), store->worker))
		return FALSE;
	if (attempt->keep != NULL &&
	    (!outbox_drop_bytes(db, attempt->message_id, error) ||
		!outbox_keep_bytes(db, attempt->message_id, attempt->keep,
		    error)))
		return FALSE;
	return attempt->charge.number == NULL ||
	    spending_charge(db,
		(const struct outbox_attempt *const *)&attempt, 1, error);
}

/* Whatever was known when it was judged: answered or asked by now, it does not
 * leave. */
static gboolean
admit_ask(struct db *db, struct outbox_attempt *attempt,
    const struct leased *leased, gint64 now_at, GError **error)
{
	gboolean may = TRUE;
	gint64 contact_id = 0;

	if (leased->reminder.invitation_id != 0 && leased->reminder.pointless) {
		attempt->refusal = REFUSAL_WITHDRAWN;
		return reminder_drop(db, attempt->message_id,
		    "there is nothing to remind of any more", now_at, error);
	}
	if (leased->invitation_id != 0 && attempt->ask.counts &&
	    (!asks_contact_of(db, leased->invitation_id, &contact_id, error) ||
		!asks_admit(db, contact_id, &attempt->ask, now_at, &may,
		    error)))
		return FALSE;
	if (!may)
		attempt->refusal = REFUSAL_REST;
	return TRUE;
}

gboolean
attempt_begin(struct store *store, struct outbox_attempt *attempt,
    gint64 now_at, GError **error)
{
	struct db *db = store->db;
	struct leased leased = { 0 };
	gboolean found = FALSE;

	attempt->attempt_id = 0;
	attempt->refusal = REFUSAL_WITHDRAWN;
	if (!find_leased(store, attempt->message_id, &leased, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	attempt->refusal = REFUSAL_NONE;
	if (!admit_ask(db, attempt, &leased, now_at, error))
		return FALSE;
	if (attempt->refusal == REFUSAL_NONE &&
	    attempt->charge.number != NULL &&
	    !admit_text(db, attempt, &leased, now_at, error))
		return FALSE;
	return attempt->refusal != REFUSAL_NONE ||
	    begin(store, attempt, &leased, now_at, error);
}
