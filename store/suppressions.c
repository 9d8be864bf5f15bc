/*
 * suppressions.c - see suppressions.h.
 */
#include "store/suppressions.h"

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

gboolean
suppress_inside(struct db *db, enum channel channel, const char *address,
    const char *reason, gint64 now_at, GError **error)
{
	g_autofree char *key = address_key(address);
	g_autoptr(GArray) ids = NULL;

	if (!db_run(db, error,
		"INSERT INTO suppression (channel, address, reason, since_at)"
		" VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (channel, address) DO NOTHING",
		"ttti", channel_name(channel), key, reason, now_at))
		return FALSE;
	ids = queued_for(db, channel, key, error);
	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		gboolean moved;

		if (!invitation_move(db, id, INVITATION_SUPPRESSED, reason,
			now_at, &moved, error) ||
		    !outbox_withdraw(db, id, error))
			return FALSE;
	}
	return TRUE;
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
