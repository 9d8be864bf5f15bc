/*
 * texts.c - small facts about texts that leave: the number one goes to, and
 * what the gateway calls it. Inside the caller's transaction.
 */
#include "store/db/each.h"
#include "store/internal.h"

gboolean
text_number(struct db *db, gint64 message_id, char **number, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT coalesce(w.recipient, t.phone, c.phone) FROM message m"
	    " LEFT JOIN answer w ON w.message_id = m.id" MESSAGE_JOIN_INVITATION
	    " LEFT JOIN conversation t ON t.invitation_id = i.id"
	    " LEFT JOIN contact c ON c.id = i.contact_id WHERE m.id = $1",
	    "i", message_id);

	*number = NULL;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found)
		*number = rows_dup(rows, 0);
	return TRUE;
}

/* What was reported before the gateway's verdict came is now known to be of
 * this one. */
static gboolean
name_reports(struct db *db, gint64 attempt_id, const char *remote_id,
    GError **error)
{
	return db_run(db, error,
	    "UPDATE report SET message_id ="
	    "  (SELECT message_id FROM attempt WHERE id = $1)"
	    " WHERE message_id IS NULL AND remote_id = $2 AND provider ="
	    "  (SELECT provider FROM attempt WHERE id = $1)",
	    "it", attempt_id, remote_id);
}

/* A gateway may begin to count anew: the last it took is meant. */
gboolean
text_note_remote(struct db *db, gint64 attempt_id, const char *remote_id,
    GError **error)
{
	return name_reports(db, attempt_id, remote_id, error) &&
	    db_run(db, error,
		"INSERT INTO text_sent (provider, remote_id, message_id)"
		" SELECT a.provider, $2, a.message_id FROM attempt a"
		" JOIN message m ON m.id = a.message_id"
		" WHERE a.id = $1 AND m.channel = 'sms'"
		" ON CONFLICT (provider, remote_id)"
		" DO UPDATE SET message_id = excluded.message_id",
		"it", attempt_id, remote_id);
}

/* One statement for each that has a name; sql: $1 to $3 as below. */
static gboolean
note_each(struct db *db, const GPtrArray *verdicts, const char *sql,
    GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each, sql, "tti");
	for (guint i = 0; i < verdicts->len; i++) {
		const struct outbox_verdict *verdict = verdicts->pdata[i];

		if (verdict->remote_id != NULL)
			each_add(&each, verdict->provider, verdict->remote_id,
			    verdict->message_id);
	}
	ok = each_run(&each, db, NULL, error);
	each_end(&each);
	return ok;
}

gboolean
text_note_remotes(struct db *db, const GPtrArray *verdicts, GError **error)
{
	return note_each(db, verdicts,
		   "UPDATE report SET message_id = $3"
		   " WHERE message_id IS NULL AND remote_id = $2"
		   " AND provider = $1",
		   error) &&
	    note_each(db, verdicts,
		"INSERT INTO text_sent (provider, remote_id, message_id)"
		" VALUES ($1, $2, $3) ON CONFLICT (provider, remote_id)"
		" DO UPDATE SET message_id = excluded.message_id",
		error);
}
