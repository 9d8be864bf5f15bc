/*
 * reply_list.c - replies for people to look at: what was understood of each,
 * the raw mail, how many there are.
 */
#include <string.h>

#include "store/health.h"
#include "store/internal.h"
#include "store/replies/replies.h"

void
listed_reply_free(struct listed_reply *reply)
{
	if (reply == NULL)
		return;
	g_free(reply->state);
	g_free(reply->kind);
	g_free(reply->touchpoint);
	g_free(reply->note);
	g_free(reply->name);
	g_free(reply->address);
	g_free(reply->author);
	g_free(reply->excerpt);
	g_free(reply);
}

static const char *const concern_names[] = {
	[CONCERN_NONE] = NULL,
	[CONCERN_NO_SCORE] = "no score",
	[CONCERN_UNCLEAR] = "unclear",
	[CONCERN_OTHER] = "other",
	[CONCERN_NOBODY] = "nobody",
	[CONCERN_UNREADABLE] = "unreadable",
	[CONCERN_ASIDE] = "set aside",
};

const char *
concern_name(enum concern concern)
{
	g_assert(concern < G_N_ELEMENTS(concern_names));
	return concern_names[concern];
}

enum concern
concern_from_name(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(concern_names); i++) {
		if (g_strcmp0(name, concern_names[i]) == 0)
			return (enum concern)i;
	}
	return CONCERN_NONE;
}

char *
reply_excerpt_from_rows(struct rows *rows, int kept, int raw)
{
	g_autoptr(GBytes) bytes = NULL;
	g_autofree char *text = NULL;
	const char *data;
	gsize n;

	if (rows_is_null(rows, raw))
		return rows_dup(rows, kept);
	bytes = rows_bytes(rows, raw);
	data = g_bytes_get_data(bytes, &n);
	text = g_utf8_make_valid(data != NULL ? data : "", (gssize)n);
	return reply_excerpt(text);
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
	reply->concern = concern_from_name(rows_text(rows, 7));
	reply->channel = channel_from_name(rows_text(rows, 8));
	reply->name = rows_dup(rows, 9);
	reply->address = rows_dup(rows, 10);
	reply->author = rows_dup(rows, 11);
	reply->score = rows_is_null(rows, 12) ? -1 : (int)rows_int(rows, 12);
	reply->excerpt = reply_excerpt_from_rows(rows, 13, 14);
	return reply;
}

#define LISTED                                                                 \
	"SELECT r.id, r.received_at, r.state, r.kind, i.touchpoint,"           \
	" CASE WHEN a.id IS NULL THEN 0 ELSE 1 END, r.note, r.concern,"        \
	" r.channel, c.name, coalesce(CASE r.channel WHEN 'sms' THEN r.sender" \
	"  ELSE c.email END, c.email, c.phone), r.author,"                     \
	" coalesce(a.score, r.score), r.excerpt,"                              \
	" (SELECT w.bytes FROM reply_raw w WHERE w.reply_id = r.id"            \
	"  AND r.channel = 'sms')"                                             \
	" FROM reply r LEFT JOIN invitation i ON i.id = r.invitation_id"       \
	" LEFT JOIN contact c ON c.id = i.contact_id"                          \
	" LEFT JOIN response a ON a.id = coalesce(r.response_id,"              \
	"  (SELECT max(n.id) FROM response n WHERE n.reply_id = r.id))"

GPtrArray *
store_list_replies(struct store *store, gboolean all, guint limit,
    GError **error)
{
	return db_list(store->db, error, listed_reply_from_rows,
	    (GDestroyNotify)listed_reply_free,
	    all ? LISTED " ORDER BY r.id DESC LIMIT $1" :
		  LISTED " WHERE r.concern IS NOT NULL"
			 " ORDER BY r.id DESC LIMIT $1",
	    "i", (gint64)limit);
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
	    "SELECT w.bytes, r.sender FROM reply r"
	    " JOIN reply_raw w ON w.reply_id = r.id WHERE r.id = $1",
	    "i", reply_id);
	gboolean found;

	*sender = NULL;
	if (rows == NULL || !rows_first(rows, &found, error) || !found)
		return NULL;
	*sender = rows_dup(rows, 1);
	return rows_bytes(rows, 0);
}
