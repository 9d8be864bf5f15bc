/*
 * digests.c - see digests.h. What a proof is made of is seal.c's.
 */
#include "store/outbox/digests.h"

#include "store/internal.h"

static gboolean
put_pictures(struct db *db, gint64 message_id,
    const struct digest_content *content, GError **error)
{
	for (guint i = 0; i < content->n_pictures; i++) {
		const struct outbox_picture *picture = &content->pictures[i];

		if (!db_run(db, error,
			"INSERT INTO message_picture (message_id, name, bytes)"
			" VALUES ($1, $2, $3)",
			"itb", message_id, picture->name, picture->bytes))
			return FALSE;
	}
	return TRUE;
}

static gboolean
put_proof(struct db *db, const struct seal *seal, GError **error)
{
	for (guint i = 0; i < seal->parts->len; i++) {
		const struct seal_part *part = seal->parts->pdata[i];
		g_autoptr(GString) counts = g_string_new(NULL);

		for (gsize k = 0; k < G_N_ELEMENTS(part->n); k++)
			g_string_append_printf(counts, "%s%" G_GINT64_FORMAT,
			    k > 0 ? " " : "", part->n[k]);
		if (!db_run(db, error,
			"INSERT INTO digest_proof (team, until_at, touchpoint,"
			" since_day, until_day, counts, response_id, hash)"
			" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			"titiitib", seal->team, seal->until_at,
			part->touchpoint, (gint64)part->since_day,
			(gint64)part->until_day, counts->str, part->response_id,
			part->hash))
			return FALSE;
	}
	return db_run(db, error,
	    "UPDATE digest SET seal = $3 WHERE team = $1 AND until_at = $2",
	    "tit", seal->team, seal->until_at, seal->text);
}

struct writing {
	const char *team;
	gint64 until_at;
	const struct seal *seal; /* or NULL */
	const struct digest_content *contents;
	guint n;
};

static gboolean
write_digest(struct db *db, const struct writing *writing, gint64 now_at,
    gboolean *written, GError **error)
{
	if (!db_run(db, error,
		"INSERT INTO digest (team, until_at, written_at)"
		" VALUES ($1, $2, $3) ON CONFLICT (team, until_at) DO NOTHING",
		"tii", writing->team, writing->until_at, now_at))
		return FALSE;
	*written = db_changes(db) > 0;
	for (guint i = 0; *written && i < writing->n; i++) {
		const struct digest_content *content = &writing->contents[i];
		gint64 id = 0;

		if (!outbox_put_content(db, MESSAGE_DIGEST, content, now_at,
			&id, error) ||
		    !put_pictures(db, id, content, error))
			return FALSE;
	}
	return !*written || writing->seal == NULL ||
	    put_proof(db, writing->seal, error);
}

static gboolean
put_digest(struct store *store, const struct writing *writing, gint64 now_at,
    gboolean *written, GError **error)
{
	*written = FALSE;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!write_digest(store->db, writing, now_at, written, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
store_put_digest(struct store *store, const char *team, gint64 until_at,
    const struct digest_content *contents, guint n, gint64 now_at,
    gboolean *written, GError **error)
{
	const struct writing writing = { team, until_at, NULL, contents, n };

	return put_digest(store, &writing, now_at, written, error);
}

gboolean
store_put_sealed_digest(struct store *store, const struct seal *seal,
    const struct digest_content *contents, guint n, gint64 now_at,
    gboolean *written, GError **error)
{
	const struct writing writing = { seal->team, seal->until_at, seal,
		contents, n };

	return put_digest(store, &writing, now_at, written, error);
}

gboolean
store_last_digest(struct store *store, const char *team, gint64 *until_at,
    GError **error)
{
	return db_one(store->db, until_at, 0, error,
	    "SELECT max(until_at) FROM digest WHERE team = $1", "t", team);
}

void
touchpoint_count_free(struct touchpoint_count *count)
{
	if (count == NULL)
		return;
	g_free(count->touchpoint);
	g_free(count);
}

static gpointer
count_from_rows(struct rows *rows)
{
	struct touchpoint_count *count = g_new0(struct touchpoint_count, 1);

	count->touchpoint = rows_dup(rows, 0);
	count->n = rows_int(rows, 1);
	return count;
}

GPtrArray *
store_planned(struct store *store, gint64 until_at, gboolean *all,
    GError **error)
{
	gint64 n = 0;

	/* One more than is counted: so it is known that there are more. */
	if (!db_one(store->db, &n, 0, error,
		"SELECT count(*) FROM (SELECT message_id FROM due"
		" WHERE due_at < $1 LIMIT $2) d",
		"ii", until_at, (gint64)PLANNED_MAX + 1))
		return NULL;
	*all = n <= PLANNED_MAX;
	return db_list(store->db, error, count_from_rows,
	    (GDestroyNotify)touchpoint_count_free,
	    "SELECT i.touchpoint, count(*) FROM (SELECT message_id FROM due"
	    "  WHERE due_at < $1 ORDER BY due_at, message_id LIMIT $2) d"
	    " JOIN message m ON m.id = d.message_id"
	    " JOIN invitation i ON i.id = m.invitation_id"
	    " WHERE m.kind = 'invitation'"
	    " GROUP BY i.touchpoint ORDER BY i.touchpoint",
	    "ii", until_at, (gint64)PLANNED_MAX);
}

GPtrArray *
store_bounced(struct store *store, gint64 from_at, gint64 until_at,
    GError **error)
{
	return db_list(store->db, error, count_from_rows,
	    (GDestroyNotify)touchpoint_count_free,
	    "SELECT i.touchpoint, count(*) FROM"
	    "  (SELECT DISTINCT b.invitation_id FROM"
	    "   (SELECT invitation_id FROM reply WHERE kind = 'bounce'"
	    "    AND received_at >= $1 AND received_at < $2"
	    "    ORDER BY received_at DESC LIMIT $3) b) d"
	    " JOIN invitation i ON i.id = d.invitation_id"
	    " GROUP BY i.touchpoint ORDER BY i.touchpoint",
	    "iii", from_at, until_at, (gint64)BOUNCED_MAX);
}
