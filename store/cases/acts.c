/*
 * acts.c - see acts.h: what is decided about an answer is written down, in the
 * transaction in which it was read. It decides nothing: scores/ does. What is
 * read is fresh.c's.
 */
#include "store/cases/acts_internal.h"

#include "store/cases/cases_internal.h"

static void
tag_free(gpointer data)
{
	struct act_tag *tag = data;

	g_free(tag->tag);
	g_free(tag->source);
	g_free(tag);
}

void
act_message_free(struct act_message *message)
{
	if (message == NULL)
		return;
	g_free(message->recipient);
	g_free(message->subject);
	g_free(message->text);
	g_free(message->html);
	g_free(message);
}

struct act *
act_new(void)
{
	struct act *act = g_new0(struct act, 1);

	act->tags = g_ptr_array_new_with_free_func(tag_free);
	act->messages = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)act_message_free);
	return act;
}

void
act_free(struct act *act)
{
	if (act == NULL)
		return;
	g_ptr_array_unref(act->tags);
	g_ptr_array_unref(act->messages);
	g_free(act->owner);
	g_free(act->why);
	g_free(act);
}

static gboolean
put_tags(struct db *db, const struct fresh *fresh, const struct act *act,
    gint64 now_at, GError **error)
{
	for (guint i = 0; i < act->tags->len; i++) {
		const struct act_tag *tag = act->tags->pdata[i];

		if (!tag_put(db, fresh->response_id, tag->tag, tag->source,
			NULL, now_at, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
put_message(struct db *db, const struct act *act,
    const struct act_message *message, gint64 now_at, GError **error)
{
	gint64 id = 0;

	if (!outbox_add(db, MESSAGE_ALERT, 0, message->channel, now_at, now_at,
		&id, error) ||
	    !db_run(db, error,
		"INSERT INTO message_content (message_id, recipient,"
		" subject, text, html) VALUES ($1, $2, $3, $4, $5)",
		"itttt", id, message->recipient, message->subject,
		message->text, message->html != NULL ? message->html : ""))
		return FALSE;
	return !message->of_case || act->case_id == 0 ||
	    case_put_mail(db, id, act->case_id, CASE_SIDE_OWNER, CASE_FORM_OWN,
		error);
}

static gboolean
put_messages(struct db *db, const struct act *act, gint64 now_at,
    GError **error)
{
	for (guint i = 0; i < act->messages->len; i++)
		if (!put_message(db, act, act->messages->pdata[i], now_at,
			error))
			return FALSE;
	return TRUE;
}

static gboolean
act_upon(struct db *db, const struct fresh *fresh,
    const struct act_judge *judge, gint64 now_at, GError **error)
{
	g_autoptr(act) act = act_new();

	judge->decide(fresh, act, judge->user);
	if (!put_tags(db, fresh, act, now_at, error) ||
	    (act->opens &&
		!case_open(db, &act->new_case, now_at, &act->case_id,
		    &act->is_new, error)))
		return FALSE;
	judge->tell(fresh, act, judge->user);
	return put_messages(db, act, now_at, error);
}

static gboolean
is_done(struct db *db, const struct fresh_row *row, GError **error)
{
	static const char done[] =
	    "DELETE FROM fresh_response WHERE response_id = $1";

	if (row->fresh->response_id == 0)
		return db_run(db, error,
		    "DELETE FROM fresh_reply WHERE reply_id = $1", "i",
		    row->fresh->reply_id);
	for (guint i = 0; i < row->before->len; i++)
		if (!db_run(db, error, done, "i",
			g_array_index(row->before, gint64, i)))
			return FALSE;
	return db_run(db, error, done, "i", row->fresh->response_id);
}

static gboolean
act_upon_all(struct db *db, guint limit, const struct act_judge *judge,
    gint64 now_at, guint *acted, GError **error)
{
	g_autoptr(GPtrArray) rows = fresh_rows(db, limit, error);

	if (rows == NULL)
		return FALSE;
	*acted = rows->len;
	for (guint i = 0; i < rows->len; i++) {
		const struct fresh_row *row = rows->pdata[i];

		if ((!row->stale &&
			!act_upon(db, row->fresh, judge, now_at, error)) ||
		    !is_done(db, row, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
store_has_fresh(struct store *store, gboolean *has, GError **error)
{
	gint64 n = 0;

	if (!db_one(store->db, &n, 0, error,
		"SELECT CASE WHEN EXISTS (SELECT 1 FROM fresh_response)"
		" OR EXISTS (SELECT 1 FROM fresh_reply) THEN 1 ELSE 0 END",
		""))
		return FALSE;
	*has = n != 0;
	return TRUE;
}

gboolean
store_act(struct store *store, guint limit, const struct act_judge *judge,
    gint64 now_at, guint *acted, GError **error)
{
	gboolean has;

	*acted = 0;
	/* A look that locks nothing. */
	if (!store_has_fresh(store, &has, error))
		return FALSE;
	if (!has)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!act_upon_all(store->db, limit, judge, now_at, acted, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
