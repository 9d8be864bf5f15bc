/*
 * outbox.c - what enters and leaves the queue of messages, apart from claims
 * (claim.c), attempts and verdicts (settle.c).
 */
#include "store/outbox/outbox.h"

#include "base/errors.h"
#include "store/db/db_draw.h"
#include "store/internal.h"

gboolean
outbox_add(struct db *db, enum message_kind kind, gint64 invitation_id,
    enum channel channel, gint64 now_at, gint64 due_at, gint64 *id,
    GError **error)
{
	db_announce(db);
	return db_draw_ids(db, "message", 1, id, error) &&
	    db_run(db, error,
		"INSERT INTO message (id, kind, invitation_id, channel,"
		" created_at, due_at, ready_at)"
		" VALUES ($1, $2, nullif(CAST($3 AS BIGINT), 0), $4, $5, $6,"
		" $6)",
		"ititii", *id, message_kind_name(kind), invitation_id,
		channel_name(channel), now_at, due_at) &&
	    db_run(db, error,
		"INSERT INTO due (due_at, message_id) VALUES ($1, $2)", "ii",
		due_at, *id);
}

gboolean
outbox_note_again(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error, "UPDATE message SET again = 1 WHERE id = $1",
	    "i", message_id);
}

gboolean
outbox_note_tries(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error,
	    "UPDATE message SET tries = (SELECT count(*) FROM attempt"
	    "  WHERE message_id = $1) WHERE id = $1",
	    "i", message_id);
}

gboolean
outbox_invitation_of(struct db *db, gint64 message_id, gint64 *invitation_id,
    GError **error)
{
	return db_one(db, invitation_id, 0, error,
	    "SELECT invitation_id FROM message WHERE id = $1", "i", message_id);
}

gboolean
outbox_requeue(struct db *db, gint64 message_id, gint64 due_at, GError **error)
{
	return place_drop(db, message_id, error) &&
	    outbox_note_tries(db, message_id, error) &&
	    db_run(db, error, "UPDATE message SET due_at = $2 WHERE id = $1",
		"ii", message_id, due_at) &&
	    db_run(db, error,
		"INSERT INTO due (due_at, message_id) VALUES ($1, $2)", "ii",
		due_at, message_id);
}

gboolean
outbox_put_off(struct db *db, gint64 message_id, gint64 due_at, GError **error)
{
	return outbox_requeue(db, message_id, due_at, error) &&
	    db_run(db, error,
		"UPDATE message SET ready_at = $2 WHERE id = $1", "ii",
		message_id, due_at);
}

gboolean
outbox_keep_bytes(struct db *db, gint64 message_id,
    const struct message *composed, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO message_bytes (message_id, sender, recipient,"
	    " name, bytes) VALUES ($1, $2, $3, $4, $5)"
	    " ON CONFLICT (message_id) DO NOTHING",
	    "itttb", message_id, composed->sender, composed->recipient,
	    composed->name, composed->bytes);
}

gboolean
outbox_drop_bytes(struct db *db, gint64 message_id, GError **error)
{
	return db_run(db, error,
	    "DELETE FROM message_bytes WHERE message_id = $1", "i", message_id);
}

gboolean
outbox_take_out(struct db *db, gint64 message_id, gboolean *was_there,
    GError **error)
{
	static const char *const queues[] = {
		"DELETE FROM due WHERE message_id = $1 AND due_at ="
		" (SELECT due_at FROM message WHERE id = $1)",
		"DELETE FROM parked WHERE message_id = $1",
		"DELETE FROM line WHERE message_id = $1",
	};

	if (!db_run(db, error,
		"DELETE FROM due WHERE message_id = $1 AND worker <> 0"
		" AND due_at = (SELECT due_at FROM message WHERE id = $1)",
		"i", message_id))
		return FALSE;
	*was_there = db_changes(db) > 0;
	/* Whoever has the lease hears of it when he uses it. */
	if (*was_there && !place_drop(db, message_id, error))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(queues); i++) {
		if (!db_run(db, error, queues[i], "i", message_id))
			return FALSE;
		*was_there |= db_changes(db) > 0;
	}
	return place_give_back(db, message_id, error) &&
	    outbox_drop_bytes(db, message_id, error);
}

gboolean
outbox_withdraw(struct db *db, gint64 invitation_id, GError **error)
{
	gint64 message_id = 0;
	gboolean was_there;

	return db_one(db, &message_id, 0, error,
		   "SELECT max(id) FROM message WHERE invitation_id = $1", "i",
		   invitation_id) &&
	    outbox_take_out(db, message_id, &was_there, error);
}

gboolean
outbox_settle_doubt(struct db *db, gint64 invitation_id, GError **error)
{
	return db_run(db, error,
		   "DELETE FROM charge WHERE attempt_id IN (SELECT a.id"
		   "  FROM attempt a JOIN message m ON m.id = a.message_id"
		   "  JOIN invitation_state s"
		   "   ON s.invitation_id = m.invitation_id"
		   "  WHERE m.invitation_id = $1 AND a.outcome = 'in doubt'"
		   "  AND s.state IN ('answered', 'failed'))",
		   "i", invitation_id) &&
	    db_run(db, error,
		"UPDATE attempt SET detail = 'proven by a reply', outcome ="
		"  (SELECT CASE state WHEN 'failed' THEN 'rejected'"
		"   ELSE 'accepted' END FROM invitation_state"
		"   WHERE invitation_id = $1)"
		" WHERE outcome = 'in doubt' AND message_id IN"
		"  (SELECT m.id FROM message m JOIN invitation_state s"
		"   ON s.invitation_id = m.invitation_id WHERE"
		"   m.invitation_id = $1"
		"   AND s.state IN ('answered', 'failed'))",
		"i", invitation_id) &&
	    db_run(db, error,
		"DELETE FROM message_bytes WHERE message_id IN"
		" (SELECT m.id FROM message m JOIN invitation_state s"
		"  ON s.invitation_id = m.invitation_id WHERE"
		"  m.invitation_id = $1"
		"  AND s.state IN ('answered', 'failed'))",
		"i", invitation_id);
}

gboolean
outbox_put_content(struct db *db, enum message_kind kind,
    const struct digest_content *content, gint64 now_at, gint64 *id,
    GError **error)
{
	return outbox_add(db, kind, 0, CHANNEL_EMAIL, now_at, now_at, id,
		   error) &&
	    db_run(db, error,
		"INSERT INTO message_content (message_id, recipient,"
		" subject, text, html) VALUES ($1, $2, $3, $4, $5)",
		"itttt", *id, content->recipient, content->subject,
		content->text, content->html);
}

gboolean
store_put_alert(struct store *store, const char *recipient, const char *subject,
    const char *text, gint64 now_at, GError **error)
{
	const struct digest_content content = { .recipient = recipient,
		.subject = subject,
		.text = text,
		.html = "" };
	gint64 id = 0;

	if (!db_begin(store->db, error))
		return FALSE;
	if (!outbox_put_content(store->db, MESSAGE_ALERT, &content, now_at,
		&id, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
