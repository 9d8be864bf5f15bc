/*
 * suppressions.c - see suppressions.h.
 */
#include "store/journeys/suppressions.h"

#include "store/internal.h"

static GArray *
queued_for(struct db *db, enum channel channel, const char *key, GError **error)
{
	return db_ids(db, error,
	    channel == CHANNEL_SMS ?
		"SELECT i.id FROM contact c"
		" JOIN invitation i ON i.contact_id = c.id"
		" JOIN invitation_state s ON s.invitation_id = i.id"
		" WHERE c.phone = $1 AND i.channel = $2"
		" AND s.state = 'scheduled'" :
		"SELECT i.id FROM contact c"
		" JOIN invitation i ON i.contact_id = c.id"
		" JOIN invitation_state s ON s.invitation_id = i.id"
		" WHERE c.email_key = $1 AND i.channel = $2"
		" AND s.state = 'scheduled'",
	    "tt", key, channel_name(channel));
}

/* A talk on a number that has opted out is over; one may be sending. */
static gboolean
end_talks(struct db *db, const char *number, gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT invitation_id FROM conversation WHERE phone = $1"
	    " AND step <> 'done'",
	    "t", number);

	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!conversation_close(db, g_array_index(ids, gint64, i),
			now_at, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
end_queued(struct db *db, enum channel channel, const char *key,
    const char *reason, gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = queued_for(db, channel, key, error);

	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		gboolean moved;

		if (!outbox_withdraw(db, id, error) ||
		    !invitation_move(db, id, INVITATION_SUPPRESSED, reason,
			now_at, &moved, error))
			return FALSE;
	}
	if (!reminders_drop_for(db, channel, key, reason, now_at, error))
		return FALSE;
	return answers_drop(db, key, FALSE, reason, now_at, error) &&
	    (channel != CHANNEL_SMS || end_talks(db, key, now_at, error));
}

/*
 * by_number: whose opt-out by text it is, of a mail address; or NULL: then it
 * stands for itself, whatever that number says later.
 */
static gboolean
suppress(struct db *db, const struct suppression *one, const char *by_number,
    GError **error)
{
	g_autofree char *key = address_key(one->address);

	return db_run(db, error,
		   "INSERT INTO suppression (channel, address, reason,"
		   " since_at, by_number) VALUES ($1, $2, $3, $4, $5)"
		   " ON CONFLICT (channel, address) DO UPDATE SET by_number ="
		   "  CASE WHEN excluded.by_number IS NULL THEN NULL"
		   "   ELSE suppression.by_number END",
		   "tttit", channel_name(one->channel), key, one->reason,
		   one->since_at, by_number) &&
	    end_queued(db, one->channel, key, one->reason, one->since_at,
		error);
}

gboolean
suppress_inside(struct db *db, enum channel channel, const char *address,
    const char *reason, gint64 now_at, GError **error)
{
	const struct suppression one = { .channel = channel,
		.address = (char *)address,
		.reason = (char *)reason,
		.since_at = now_at };

	return suppress(db, &one, NULL, error);
}

static gpointer
address_from_rows(struct rows *rows)
{
	return rows_dup(rows, 0);
}

gboolean
suppress_mails_of(struct db *db, const char *number, const char *reason,
    gint64 now_at, GError **error)
{
	g_autoptr(GPtrArray)
	    mails = db_list(db, error, address_from_rows, g_free,
		"SELECT email FROM contact WHERE phone = $1"
		" AND email IS NOT NULL",
		"t", number);

	for (guint i = 0; mails != NULL && i < mails->len; i++) {
		const struct suppression one = { .channel = CHANNEL_EMAIL,
			.address = mails->pdata[i],
			.reason = (char *)reason,
			.since_at = now_at };

		if (!suppress(db, &one, number, error))
			return FALSE;
	}
	return mails != NULL;
}

gboolean
unsuppress_number(struct db *db, const char *number, gboolean *lifted,
    GError **error)
{
	if (!db_run(db, error,
		"DELETE FROM suppression WHERE channel = 'sms'"
		" AND address = $1",
		"t", number))
		return FALSE;
	*lifted = db_changes(db) > 0;
	return db_run(db, error, "DELETE FROM suppression WHERE by_number = $1",
	    "t", number);
}

gboolean
suppressed_since(struct db *db, enum channel channel, const char *address,
    gint64 *since_at, GError **error)
{
	g_autofree char *key = address_key(address);

	return db_one(db, since_at, 0, error,
	    "SELECT since_at FROM suppression WHERE channel = $1"
	    " AND address = $2",
	    "tt", channel_name(channel), key);
}

gboolean
store_suppress(struct store *store, enum channel channel, const char *address,
    const char *reason, gint64 now_at, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!suppress_inside(store->db, channel, address, reason, now_at,
		error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
store_unsuppress(struct store *store, enum channel channel, const char *address,
    gboolean *lifted, GError **error)
{
	g_autofree char *key = address_key(address);

	if (!db_begin(store->db, error))
		return FALSE;
	if (!db_run(store->db, error,
		"DELETE FROM suppression WHERE channel = $1 AND address = $2",
		"tt", channel_name(channel), key)) {
		db_rollback(store->db);
		return FALSE;
	}
	*lifted = db_changes(store->db) > 0;
	return db_commit(store->db, error);
}

void
suppression_free(struct suppression *suppression)
{
	if (suppression == NULL)
		return;
	g_free(suppression->address);
	g_free(suppression->reason);
	g_free(suppression);
}

static gpointer
suppression_from_rows(struct rows *rows)
{
	struct suppression *one = g_new0(struct suppression, 1);

	one->channel = channel_from_name(rows_text(rows, 0));
	one->address = rows_dup(rows, 1);
	one->reason = rows_dup(rows, 2);
	one->since_at = rows_int(rows, 3);
	return one;
}

GPtrArray *
store_suppressions(struct store *store, GError **error)
{
	return db_list(store->db, error, suppression_from_rows,
	    (GDestroyNotify)suppression_free,
	    "SELECT channel, address, reason, since_at FROM suppression"
	    " ORDER BY since_at DESC, address",
	    "");
}
