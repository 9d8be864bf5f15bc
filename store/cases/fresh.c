/*
 * fresh.c - what nobody has acted upon yet: answers and replies, with all that
 * is known of them. Called by acts.c.
 */
#include "store/cases/acts_internal.h"

void
fresh_free(struct fresh *fresh)
{
	if (fresh == NULL)
		return;
	g_free(fresh->touchpoint);
	g_free(fresh->source);
	g_free(fresh->comment);
	g_free(fresh->earlier_comment);
	g_clear_pointer(&fresh->event, event_free);
	g_free(fresh);
}

static void
fresh_row_free(struct fresh_row *row)
{
	fresh_free(row->fresh);
	g_array_unref(row->before);
	g_free(row);
}

static struct fresh_row *
row_new(struct rows *rows, int event_at)
{
	struct fresh_row *row = g_new0(struct fresh_row, 1);

	row->before = g_array_new(FALSE, FALSE, sizeof(gint64));
	row->fresh = g_new0(struct fresh, 1);
	row->fresh->event = event_of_rows(rows, event_at);
	row->fresh->score = row->fresh->before = -1;
	row->fresh->earlier_score = -1;
	return row;
}

static int
score_of(struct rows *rows, int column)
{
	return rows_is_null(rows, column) ? -1 : (int)rows_int(rows, column);
}

static enum channel
channel_of(struct rows *rows, int column)
{
	return rows_is_null(rows, column) ?
	    CHANNEL_NONE :
	    channel_from_name(rows_text(rows, column));
}

#define ANSWER_EVENT_AT 12

static gpointer
answer_from_rows(struct rows *rows)
{
	struct fresh_row *row = row_new(rows, ANSWER_EVENT_AT);
	struct fresh *fresh = row->fresh;
	gint64 supersedes = rows_int(rows, 9);

	fresh->response_id = rows_int(rows, 0);
	fresh->reply_id = rows_int(rows, 1);
	fresh->touchpoint = rows_dup(rows, 2);
	fresh->channel = channel_of(rows, 3);
	fresh->source = rows_dup(rows, 4);
	fresh->score = (int)rows_int(rows, 5);
	fresh->comment = rows_dup(rows, 6);
	fresh->answered_at = rows_int(rows, 7);
	fresh->before = score_of(rows, 8);
	fresh->invitation_id = rows_int(rows, 10);
	row->stale = rows_int(rows, 11) != 0;
	/* For read_earlier. */
	if (supersedes != 0)
		g_array_append_val(row->before, supersedes);
	return row;
}

/* One that is superseded by what is fresh too goes with that. */
static GPtrArray *
read_answers(struct db *db, guint limit, GError **error)
{
	return db_list(db, error, answer_from_rows,
	    (GDestroyNotify)fresh_row_free,
	    "SELECT r.id, coalesce(r.reply_id, 0), r.touchpoint, i.channel,"
	    " r.source, r.score, r.comment, r.answered_at, b.score,"
	    " coalesce(r.supersedes, 0), coalesce(r.invitation_id, 0),"
	    " CASE WHEN EXISTS (SELECT 1 FROM response n"
	    "  WHERE n.supersedes = r.id) THEN 1 ELSE 0 END,"
	    " " EVENT_COLUMNS
	    " FROM fresh_response f JOIN response r ON r.id = f.response_id"
	    " LEFT JOIN response b ON b.id = r.before_id"
	    " LEFT JOIN invitation i ON i.id = r.invitation_id"
	    " LEFT JOIN event e ON e.id = i.event_id"
	    " LEFT JOIN contact c ON c.id = r.contact_id"
	    " WHERE NOT EXISTS (SELECT 1 FROM response n"
	    "  JOIN fresh_response g ON g.response_id = n.id"
	    "  WHERE n.supersedes = r.id)"
	    " ORDER BY f.response_id LIMIT $1",
	    "i", (gint64)limit);
}

/* *next_id: what it supersedes itself, if that is to be looked at too. */
static gboolean
read_superseded(struct db *db, struct fresh_row *row, gint64 response_id,
    gint64 *next_id, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT r.score, r.comment, coalesce(r.supersedes, 0),"
	    " CASE WHEN EXISTS (SELECT 1 FROM fresh_response f"
	    "  WHERE f.response_id = r.id) THEN 1 ELSE 0 END"
	    " FROM response r WHERE r.id = $1",
	    "i", response_id);

	*next_id = 0;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	if (rows_int(rows, 3) == 0) {
		row->fresh->earlier_score = (int)rows_int(rows, 0);
		row->fresh->earlier_comment = rows_dup(rows, 1);
		return TRUE;
	}
	g_array_append_val(row->before, response_id);
	*next_id = rows_int(rows, 2);
	return TRUE;
}

/* Back to what was acted upon, or to the first. */
static gboolean
read_earlier(struct db *db, struct fresh_row *row, GError **error)
{
	gint64 id = row->before->len > 0 ?
	    g_array_index(row->before, gint64, 0) :
	    0;

	g_array_set_size(row->before, 0);
	while (id != 0) {
		gint64 at = id;

		if (!read_superseded(db, row, at, &id, error))
			return FALSE;
	}
	return TRUE;
}

#define REPLY_EVENT_AT 7

static gpointer
reply_from_rows(struct rows *rows)
{
	struct fresh_row *row = row_new(rows, REPLY_EVENT_AT);
	struct fresh *fresh = row->fresh;

	fresh->reply_id = rows_int(rows, 0);
	fresh->concern = concern_from_name(rows_text(rows, 1));
	fresh->channel = channel_of(rows, 2);
	fresh->comment = rows_dup(rows, 3);
	fresh->answered_at = rows_int(rows, 4);
	fresh->invitation_id = rows_int(rows, 5);
	fresh->touchpoint = rows_dup(rows, 6);
	fresh->source = g_strdup("reply");
	row->stale = fresh->concern == CONCERN_NONE;
	return row;
}

static GPtrArray *
read_replies(struct db *db, guint limit, GError **error)
{
	return db_list(db, error, reply_from_rows,
	    (GDestroyNotify)fresh_row_free,
	    "SELECT q.id, q.concern, q.channel, q.excerpt, q.received_at,"
	    " coalesce(q.invitation_id, 0), i.touchpoint,"
	    " " EVENT_COLUMNS
	    " FROM fresh_reply f JOIN reply q ON q.id = f.reply_id"
	    " LEFT JOIN invitation i ON i.id = q.invitation_id"
	    " LEFT JOIN event e ON e.id = i.event_id"
	    " LEFT JOIN contact c ON c.id = i.contact_id"
	    " ORDER BY f.reply_id LIMIT $1",
	    "i", (gint64)limit);
}

GPtrArray *
fresh_rows(struct db *db, guint limit, GError **error)
{
	g_autoptr(GPtrArray) all = read_answers(db, limit, error);
	g_autoptr(GPtrArray) replies = NULL;

	if (all == NULL)
		return NULL;
	for (guint i = 0; i < all->len; i++)
		if (!read_earlier(db, all->pdata[i], error))
			return NULL;
	if (all->len == limit)
		return g_steal_pointer(&all);
	replies = read_replies(db, limit - all->len, error);
	if (replies == NULL)
		return NULL;
	g_ptr_array_extend_and_steal(all, g_steal_pointer(&replies));
	return g_steal_pointer(&all);
}
