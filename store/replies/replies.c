/*
 * replies.c - raw replies: mails are stored before anything else, read later.
 *
 * Texts come in by arrivals.c. What a reply does is written by effects.c.
 */
#include "store/replies/replies.h"

#include "store/internal.h"

/* So often it may be handed over; who kills the daemon for other reasons, at a
 * bad moment, must not kill the answer. */
#define TRIES_MAX 5

gboolean
reply_put_raw(struct db *db, const char *fingerprint, GBytes *bytes,
    guint *stored, GError **error)
{
	if (db_changes(db) == 0)
		return TRUE;
	*stored += 1;
	return db_run(db, error,
	    "INSERT INTO reply_raw (reply_id, bytes)"
	    " SELECT id, $2 FROM reply WHERE fingerprint = $1",
	    "tb", fingerprint, bytes);
}

static gboolean
put_reply(struct db *db, const struct raw_reply *reply, gint64 now_at,
    guint *stored, GError **error)
{
	if (!db_run(db, error,
		"INSERT INTO reply (inbox, received_at, fingerprint,"
		" recipient, state, tries)"
		" VALUES ($1, $2, $3, $4, 'new', 0)"
		" ON CONFLICT (fingerprint) DO NOTHING",
		"titt", reply->inbox, now_at, reply->fingerprint,
		reply->recipient))
		return FALSE;
	return reply_put_raw(db, reply->fingerprint, reply->bytes, stored,
	    error);
}

static gboolean
put_all(struct db *db, const struct raw_reply *replies, guint n,
    guint32 uidvalidity, guint32 last_uid, gint64 now_at, guint *stored,
    GError **error)
{
	for (guint i = 0; i < n; i++) {
		if (!put_reply(db, &replies[i], now_at, stored, error))
			return FALSE;
	}
	if (uidvalidity == 0 || n == 0)
		return TRUE;
	return db_run(db, error,
	    "INSERT INTO inbox_position (inbox, uidvalidity, last_uid)"
	    " VALUES ($1, $2, $3) ON CONFLICT (inbox) DO UPDATE SET"
	    " uidvalidity = excluded.uidvalidity,"
	    " last_uid = excluded.last_uid",
	    "tii", replies[0].inbox, (gint64)uidvalidity, (gint64)last_uid);
}

gboolean
store_put_replies(struct store *store, const struct raw_reply *replies, guint n,
    guint32 uidvalidity, guint32 last_uid, gint64 now_at, guint *stored,
    GError **error)
{
	*stored = 0;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!put_all(store->db, replies, n, uidvalidity, last_uid, now_at,
		stored, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	if (*stored > 0)
		db_announce(store->db);
	return db_commit(store->db, error);
}

gboolean
store_inbox_position(struct store *store, const char *inbox,
    guint32 *uidvalidity, guint32 *last_uid, GError **error)
{
	gint64 validity = 0;
	gint64 uid = 0;

	if (!db_one(store->db, &validity, 0, error,
		"SELECT uidvalidity FROM inbox_position WHERE inbox = $1", "t",
		inbox) ||
	    !db_one(store->db, &uid, 0, error,
		"SELECT last_uid FROM inbox_position WHERE inbox = $1", "t",
		inbox))
		return FALSE;
	*uidvalidity = (guint32)validity;
	*last_uid = (guint32)uid;
	return TRUE;
}

void
new_reply_free(struct new_reply *reply)
{
	if (reply == NULL)
		return;
	g_free(reply->inbox);
	g_free(reply->sender);
	g_free(reply->recipient);
	g_clear_pointer(&reply->bytes, g_bytes_unref);
	g_free(reply);
}

static gpointer
new_reply_from_rows(struct rows *rows)
{
	struct new_reply *reply = g_new0(struct new_reply, 1);

	reply->id = rows_int(rows, 0);
	reply->recipient = rows_dup(rows, 1);
	reply->bytes = rows_bytes(rows, 2);
	reply->received_at = rows_int(rows, 3);
	reply->inbox = rows_dup(rows, 4);
	reply->channel = channel_from_name(rows_text(rows, 5));
	reply->sender = rows_dup(rows, 6);
	reply->written_at = rows_int(rows, 7);
	reply->tries = (guint)rows_int(rows, 8);
	return reply;
}

/* *last_id: of those after after_id that together stay under max_bytes, or of
 * the first, whatever it weighs; 0: there is none. */
static gboolean
find_last(struct db *db, gint64 after_id, guint limit, gsize max_bytes,
    gint64 *last_id, GError **error)
{
	g_autoptr(GError) failure = NULL;
	gsize sum = 0;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT r.id, length(w.bytes) FROM reply r"
	    " JOIN reply_raw w ON w.reply_id = r.id WHERE r.state = 'new'"
	    " AND r.id > $1 ORDER BY r.id LIMIT $2",
	    "ii", after_id, (gint64)limit);

	*last_id = 0;
	if (rows == NULL)
		return FALSE;
	while (rows_next(rows, &failure)) {
		sum += (gsize)rows_int(rows, 1);
		if (*last_id != 0 && sum > max_bytes)
			break;
		*last_id = rows_int(rows, 0);
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

GPtrArray *
store_next_replies(struct store *store, gint64 after_id, guint limit,
    gsize max_bytes, GError **error)
{
	gint64 last_id;

	if (!find_last(store->db, after_id, limit, max_bytes, &last_id, error))
		return NULL;
	return db_list(store->db, error, new_reply_from_rows,
	    (GDestroyNotify)new_reply_free,
	    "SELECT r.id, r.recipient, w.bytes, r.received_at, r.inbox,"
	    " r.channel, r.sender, r.written_at, r.tries FROM reply r"
	    " JOIN reply_raw w ON w.reply_id = r.id WHERE r.state = 'new'"
	    " AND r.id > $1 AND r.id <= $2 ORDER BY r.id",
	    "ii", after_id, last_id);
}

GPtrArray *
store_new_replies(struct store *store, guint limit, GError **error)
{
	return store_next_replies(store, 0, limit, G_MAXSIZE, error);
}

gboolean
reply_is_fresh(struct db *db, gint64 reply_id, GError **error)
{
	db_announce(db);
	return db_run(db, error,
	    "INSERT INTO fresh_reply (reply_id) VALUES ($1)"
	    " ON CONFLICT (reply_id) DO NOTHING",
	    "i", reply_id);
}

static gboolean
set_aside(struct db *db, gint64 reply_id, const char *note, gint64 now_at,
    gboolean *was_new, GError **error)
{
	if (!db_run(db, error,
		"UPDATE reply SET state = 'set aside', read_at = $2, note = $3,"
		" concern = 'set aside'"
		" WHERE id = $1 AND state = 'new'",
		"iit", reply_id, now_at, note))
		return FALSE;
	*was_new = db_changes(db) > 0;
	return !*was_new || reply_is_fresh(db, reply_id, error);
}

static gboolean
count_try(struct db *db, gint64 reply_id, gint64 now_at,
    enum reply_try *outcome, GError **error)
{
	gboolean was_new;

	if (!db_run(db, error,
		"UPDATE reply SET tries = tries + 1 WHERE id = $1"
		" AND state = 'new' AND tries < $2",
		"ii", reply_id, (gint64)TRIES_MAX))
		return FALSE;
	*outcome = REPLY_TRY_GO;
	if (db_changes(db) > 0)
		return TRUE;
	if (!set_aside(db, reply_id,
		"the daemon ended as often as it read it", now_at, &was_new,
		error))
		return FALSE;
	*outcome = was_new ? REPLY_TRY_ASIDE : REPLY_TRY_GONE;
	return TRUE;
}

gboolean
store_try_replies(struct store *store, const gint64 *ids, guint n,
    gint64 now_at, enum reply_try *outcomes, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!count_try(store->db, ids[i], now_at, &outcomes[i],
			error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_untry_replies(struct store *store, const gint64 *ids, guint n,
    GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!db_run(store->db, error,
			"UPDATE reply SET tries = tries - 1"
			" WHERE id = $1 AND state = 'new' AND tries > 0",
			"i", ids[i])) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_set_aside(struct store *store, gint64 reply_id, const char *note,
    gint64 now_at, gboolean *was_new, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!set_aside(store->db, reply_id, note, now_at, was_new, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
store_invitation_of_message(struct store *store, gint64 message_id,
    gint64 *invitation_id, GError **error)
{
	return db_one(store->db, invitation_id, 0, error,
	    "SELECT coalesce(m.invitation_id, r.invitation_id,"
	    "  w.invitation_id) FROM message m"
	    " LEFT JOIN reminder r ON r.message_id = m.id"
	    " LEFT JOIN answer w ON w.message_id = m.id WHERE m.id = $1",
	    "i", message_id);
}
