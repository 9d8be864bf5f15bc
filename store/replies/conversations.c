/*
 * conversations.c - see conversations.h: whose a text is, and talks whose time
 * is over. Who has a number and who waits for it is in line.c.
 */
#include "store/replies/conversations.h"

#include <string.h>

#include "store/internal.h"

void
conversation_clear(struct conversation *conversation)
{
	g_clear_pointer(&conversation->touchpoint, g_free);
}

static enum conversation_step
step_from_name(const char *name)
{
	if (strcmp(name, "question") == 0)
		return CONVERSATION_QUESTION;
	if (strcmp(name, "reason") == 0)
		return CONVERSATION_REASON;
	return CONVERSATION_DONE;
}

/* As of $3: he may have been asked once more since. */
#define LAST_ASKED                                                             \
	"(CASE WHEN c.asked_again_at <= $3 THEN c.asked_again_at"              \
	" ELSE c.asked_at END)"

/*
 * If nobody was asked before, the clocks differ: then it is the first that was
 * asked after.
 */
gboolean
store_find_conversation(struct store *store, const char *number,
    const char *provider, gint64 written_at, struct conversation *conversation,
    gboolean *found, GError **error)
{
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT c.invitation_id, i.touchpoint, " LAST_ASKED ", c.closes_at,"
	    " c.step, c.reprompted, coalesce((SELECT r.score FROM response r"
	    "  WHERE r.invitation_id = i.id ORDER BY r.id DESC LIMIT 1), -1),"
	    " (SELECT count(*) FROM reply p WHERE p.invitation_id = i.id"
	    "  AND p.channel = 'sms' AND p.kind = 'comment'"
	    "  AND p.response_id IS NULL AND NOT EXISTS"
	    "  (SELECT 1 FROM response s WHERE s.reply_id = p.id))"
	    " FROM conversation c JOIN invitation i ON i.id = c.invitation_id"
	    " WHERE c.phone = $1 AND c.asked_at IS NOT NULL"
	    " ORDER BY CASE WHEN c.asked_at <= $3 THEN 0 ELSE 1 END,"
	    " CASE WHEN c.provider = $2 THEN 0 ELSE 1 END,"
	    " CASE WHEN c.asked_at <= $3 THEN -" LAST_ASKED
	    "  ELSE c.asked_at END,"
	    " c.invitation_id DESC LIMIT 1",
	    "tti", number, provider, written_at);

	*conversation = (struct conversation){ 0 };
	if (rows == NULL || !rows_first(rows, found, error))
		return FALSE;
	if (!*found)
		return TRUE;
	conversation->invitation_id = rows_int(rows, 0);
	conversation->touchpoint = rows_dup(rows, 1);
	conversation->asked_at = rows_int(rows, 2);
	conversation->closes_at = rows_int(rows, 3);
	conversation->step = step_from_name(rows_text(rows, 4));
	conversation->reprompted = rows_int(rows, 5) != 0;
	conversation->score = (int)rows_int(rows, 6);
	conversation->said_before = conversation->score < 0 &&
	    rows_int(rows, 7) > 0;
	return TRUE;
}

gboolean
store_close_conversations(struct store *store, gint64 now_at, guint limit,
    guint *closed, GError **error)
{
	g_autoptr(GArray) ids = db_ids(store->db, error,
	    "SELECT invitation_id FROM conversation WHERE step <> 'done'"
	    " AND step <> 'held' AND closes_at <= $1 AND asked_at IS NOT NULL"
	    " ORDER BY closes_at LIMIT $2",
	    "ii", now_at, (gint64)limit);

	*closed = 0;
	if (ids == NULL)
		return FALSE;
	if (ids->len == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!conversation_close(store->db,
			g_array_index(ids, gint64, i), now_at, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	if (!db_commit(store->db, error))
		return FALSE;
	*closed = ids->len;
	return TRUE;
}

gboolean
store_next_closing(struct store *store, gint64 *at, GError **error)
{
	return db_one(store->db, at, G_MAXINT64, error,
	    "SELECT min(closes_at) FROM conversation WHERE step <> 'done'"
	    " AND step <> 'held'",
	    "");
}
