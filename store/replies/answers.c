/*
 * answers.c - messages in answer to a text or a mail: queued, and ended before
 * they leave. All inside the caller's transaction.
 */
#include "store/internal.h"

/* Who has several invitations, and answers all unclearly, is asked about one.
 */
#define REPROMPT_PAUSE_S (60 * 60)

gboolean
answer_may_leave(enum message_kind kind, gint64 created_at,
    gint64 suppressed_at)
{
	return suppressed_at == 0 || kind == MESSAGE_STOPPED ||
	    (kind == MESSAGE_HELP && created_at >= suppressed_at);
}

gboolean
answer_drop(struct db *db, gint64 message_id, const char *reason, gint64 now_at,
    GError **error)
{
	gboolean was_there;

	if (!outbox_take_out(db, message_id, &was_there, error))
		return FALSE;
	if (!was_there)
		return TRUE;
	return db_run(db, error,
	    "INSERT INTO attempt (message_id, provider, started_at, ended_at,"
	    " outcome, detail) SELECT message_id, provider, $2, $2, 'dropped',"
	    " $3 FROM answer WHERE message_id = $1",
	    "iit", message_id, now_at, reason);
}

static gboolean
drop_all(struct db *db, GArray *ids, const char *reason, gint64 now_at,
    GError **error)
{
	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!answer_drop(db, g_array_index(ids, gint64, i), reason,
			now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
answers_drop(struct db *db, const char *number, gboolean opted_in,
    const char *reason, gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT a.message_id FROM answer a JOIN message m"
	    " ON m.id = a.message_id WHERE a.recipient = $1"
	    " AND CASE m.kind WHEN 'stopped' THEN 1 ELSE 0 END = $2",
	    "ti", number, (gint64)(opted_in ? 1 : 0));

	return drop_all(db, ids, reason, now_at, error);
}

gboolean
answers_replace(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT a.message_id FROM answer a JOIN message m"
	    " ON m.id = a.message_id WHERE a.invitation_id = $1"
	    " AND m.kind IN ('reason', 'thanks', 'reprompt')",
	    "i", invitation_id);

	return drop_all(db, ids, "another text came before it left", now_at,
	    error);
}

gboolean
answer_is_replaced(struct db *db, gint64 message_id, gboolean *replaced,
    GError **error)
{
	gint64 n = 0;

	if (!db_one(db, &n, 0, error,
		"SELECT count(*) FROM answer a JOIN message m"
		" ON m.id = a.message_id AND m.kind IN ('reason', 'reprompt')"
		" JOIN answer b ON b.invitation_id = a.invitation_id"
		" AND b.message_id > a.message_id JOIN message l"
		" ON l.id = b.message_id AND l.kind IN ('reason', 'thanks',"
		" 'reprompt') WHERE a.message_id = $1",
		"i", message_id))
		return FALSE;
	*replaced = n > 0;
	return TRUE;
}

static gboolean
counts_now(struct db *db, const struct reply_effect *effect, gint64 *score,
    GError **error)
{
	if (effect->kind == REPLY_ANSWER) {
		*score = effect->score;
		return TRUE;
	}
	return db_one(db, score, -1, error,
	    "SELECT score FROM response WHERE invitation_id = $1"
	    " ORDER BY id DESC LIMIT 1",
	    "i", effect->invitation_id);
}

gboolean
answer_queue(struct db *db, const struct reply_effect *effect, gboolean found,
    gint64 now_at, GError **error)
{
	gint64 id = 0;
	gint64 score = -1;

	if (found &&
	    (!answers_replace(db, effect->invitation_id, now_at, error) ||
		!counts_now(db, effect, &score, error)))
		return FALSE;
	return outbox_add(db, effect->text->answer, 0, CHANNEL_SMS, now_at,
		   now_at, &id, error) &&
	    db_run(db, error,
		"INSERT INTO answer (message_id, recipient, provider,"
		" invitation_id, reply_id, score)"
		" VALUES ($1, $2, $3, nullif($4, 0), $5, nullif($6, -1))",
		"ittiii", id, effect->text->number, effect->text->provider,
		found ? effect->invitation_id : (gint64)0, effect->reply_id,
		score);
}

gboolean
answer_queue_mail(struct db *db, enum message_kind kind,
    const struct reply_effect *effect, const char *email, gint64 now_at,
    GError **error)
{
	g_autofree char *key = address_key(email);
	gint64 id = 0;

	return outbox_add(db, kind, 0, CHANNEL_EMAIL, now_at, now_at, &id,
		   error) &&
	    db_run(db, error,
		"INSERT INTO answer (message_id, recipient, provider,"
		" invitation_id, reply_id, in_reply_to, score)"
		" VALUES ($1, $2, '', $3, $4, $5, nullif($6, -1))",
		"itiiti", id, key, effect->invitation_id, effect->reply_id,
		effect->mail->message_id,
		(gint64)(kind == MESSAGE_THANKS ? effect->score : -1));
}

gboolean
answers_drop_reprompts(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT a.message_id FROM answer a JOIN message m"
	    " ON m.id = a.message_id WHERE a.invitation_id = $1"
	    " AND m.kind = 'reprompt' AND m.channel = 'email'",
	    "i", invitation_id);

	return drop_all(db, ids, "there is a score by now", now_at, error);
}

gboolean
answer_may_reprompt(struct db *db, gint64 invitation_id, const char *email,
    gint64 now_at, gboolean *may, GError **error)
{
	g_autofree char *key = address_key(email);
	gint64 n = 0;

	if (!db_one(db, &n, 0, error,
		"SELECT count(*) FROM answer a JOIN message m"
		" ON m.id = a.message_id WHERE m.kind = 'reprompt'"
		" AND (a.invitation_id = $1"
		"  OR (a.recipient = $2 AND m.created_at > $3))",
		"iti", invitation_id, key, now_at - REPROMPT_PAUSE_S))
		return FALSE;
	*may = n == 0;
	return TRUE;
}
