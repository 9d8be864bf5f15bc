/*
 * reply_list.c - replies for people to look at: what was understood of each,
 * the raw mail, how many there are.
 */
#include <string.h>

#include "store/health.h"
#include "store/internal.h"
#include "store/replies.h"

void
listed_reply_free(struct listed_reply *reply)
{
	if (reply == NULL)
		return;
	g_free(reply->state);
	g_free(reply->kind);
	g_free(reply->touchpoint);
	g_free(reply->note);
	g_free(reply);
}

static gpointer
listed_reply_from_rows(struct rows *rows)
{
	struct listed_reply *reply = g_new0(struct listed_reply, 1);

	reply->id = rows_int(rows, 0);
	reply->received_at = rows_int(rows, 1);
	reply->state = rows_dup(rows, 2);
	reply->kind = rows_dup(rows, 3);
	reply->touchpoint = rows_dup(rows, 4);
	reply->scored = rows_int(rows, 5) != 0;
	reply->note = rows_dup(rows, 6);
	return reply;
}

GPtrArray *
store_list_replies(struct store *store, gboolean all, guint limit,
    GError **error)
{
	return db_list(store->db, error, listed_reply_from_rows,
	    (GDestroyNotify)listed_reply_free,
	    "SELECT * FROM (SELECT r.id, r.received_at, r.state, r.kind,"
	    " i.touchpoint, (SELECT count(*) FROM response a"
	    "  WHERE a.reply_id = r.id OR a.id = r.response_id) AS scored,"
	    " r.note"
	    " FROM reply r LEFT JOIN invitation i ON i.id = r.invitation_id)"
	    " AS listed WHERE $1 = 1 OR state = 'set aside'"
	    " OR kind = 'unreadable'"
	    " OR (kind IN ('answer', 'comment') AND scored = 0)"
	    " ORDER BY id DESC LIMIT $2",
	    "ii", (gint64)(all ? 1 : 0), (gint64)limit);
}

gboolean
store_reply_counts(struct store *store, gint64 counts[REPLY_KINDS],
    GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT kind, count(*) FROM reply WHERE kind IS NOT NULL"
	    " GROUP BY kind",
	    "");

	memset(counts, 0, REPLY_KINDS * sizeof(counts[0]));
	if (rows == NULL)
		return FALSE;
	while (rows_next(rows, &failure)) {
		enum reply_kind kind;

		/* Of a newer dripscore, if it is not known. */
		if (reply_kind_from_name(rows_text(rows, 0), &kind))
			counts[kind] = rows_int(rows, 1);
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

GBytes *
store_reply_bytes(struct store *store, gint64 reply_id, char **sender,
    GError **error)
{
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT raw, sender FROM reply WHERE id = $1", "i", reply_id);
	gboolean found;

	*sender = NULL;
	if (rows == NULL || !rows_first(rows, &found, error) || !found)
		return NULL;
	*sender = rows_dup(rows, 1);
	return rows_bytes(rows, 0);
}
