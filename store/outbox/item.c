/*
 * item.c - a message of the outbox with all that judging and composing it
 * needs. Called as it is claimed, and of what is in doubt.
 */
#include <string.h>

#include "store/cases/cases_internal.h"

void
outbox_picture_free(struct outbox_picture *picture)
{
	if (picture == NULL)
		return;
	g_free(picture->name);
	g_bytes_unref(picture->bytes);
	g_free(picture);
}

void
outbox_item_free(struct outbox_item *item)
{
	if (item == NULL)
		return;
	g_clear_pointer(&item->event, event_free);
	g_clear_pointer(&item->composed, message_free);
	g_clear_pointer(&item->companions, g_ptr_array_unref);
	g_clear_pointer(&item->asks, g_ptr_array_unref);
	g_clear_pointer(&item->rivals, g_ptr_array_unref);
	g_clear_pointer(&item->pictures, g_ptr_array_unref);
	g_free(item->touchpoint);
	g_free(item->recipient);
	g_free(item->subject);
	g_free(item->text);
	g_free(item->html);
	g_free(item->provider);
	g_free(item->language);
	g_free(item->in_reply_to);
	g_free(item->case_form);
	g_free(item->from_name);
	g_clear_pointer(&item->about, customer_case_free);
	g_free(item);
}

#define EVENT_AT 9 /* the first column of the event */
#define ANSWER_AT (EVENT_AT + EVENT_N_COLUMNS)

static struct outbox_item *
item_from_rows(struct rows *rows)
{
	struct outbox_item *item = g_new0(struct outbox_item, 1);
	gint64 suppressed_at = rows_int(rows, ANSWER_AT + 3);

	item->message_id = rows_int(rows, 0);
	/* Of a newer dripscore, if it is not known. */
	if (!message_kind_from_name(rows_text(rows, 1), &item->kind))
		item->kind = MESSAGE_ALERT;
	item->invitation_id = rows_int(rows, 2);
	item->channel = channel_from_name(rows_text(rows, 3));
	item->created_at = rows_int(rows, 4);
	item->due_at = rows_int(rows, 5);
	item->tries = (guint)rows_int(rows, 6);
	item->touchpoint = rows_dup(rows, 7);
	item->expires_at = item->kind == MESSAGE_INVITATION ||
		message_kind_is_follow_up(item->kind) ?
	    rows_int(rows, 8) :
	    G_MAXINT64;
	if (!rows_is_null(rows, EVENT_AT))
		item->event = event_of_rows(rows, EVENT_AT);
	item->recipient = rows_dup(rows, ANSWER_AT);
	item->provider = rows_dup(rows, ANSWER_AT + 1);
	item->score = rows_is_null(rows, ANSWER_AT + 2) ?
	    -1 :
	    (int)rows_int(rows, ANSWER_AT + 2);
	item->suppressed = !answer_may_leave(item->kind, item->created_at,
	    suppressed_at);
	item->language = rows_dup(rows, ANSWER_AT + 4);
	item->ready_at = rows_int(rows, ANSWER_AT + 5);
	item->placed_at = rows_int(rows, ANSWER_AT + 6);
	item->placed = item->placed_at != 0;
	item->again = item->tries > 0 || rows_int(rows, ANSWER_AT + 7) != 0;
	item->answer_s = rows_int(rows, ANSWER_AT + 8);
	item->in_reply_to = rows_dup(rows, ANSWER_AT + 9);
	item->away_until = rows_int(rows, ANSWER_AT + 10);
	return item;
}

struct outbox_item *
outbox_read_item(struct db *db, gint64 message_id, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT m.id, m.kind, coalesce(m.invitation_id, r.invitation_id,"
	    "  CASE m.channel WHEN 'email' THEN w.invitation_id END),"
	    " m.channel, m.created_at, m.due_at,"
	    " m.tries, i.touchpoint, coalesce(t.expires_at, i.expires_at),"
	    " " EVENT_COLUMNS ","
	    " w.recipient, w.provider, w.score, s.since_at,"
	    " (SELECT l.language FROM contact l WHERE l.phone = w.recipient"
	    "  AND l.language IS NOT NULL ORDER BY l.id DESC LIMIT 1),"
	    " m.ready_at, coalesce(k.placed_at, 0), m.again, i.answer_s,"
	    " w.in_reply_to, coalesce(t.away_until, 0)"
	    " FROM message m LEFT JOIN answer w ON w.message_id = m.id"
	    " LEFT JOIN reminder r ON r.message_id = m.id"
	    " LEFT JOIN place k ON k.message_id = m.id"
	    " LEFT JOIN invitation i ON i.id = coalesce(m.invitation_id,"
	    "  w.invitation_id, r.invitation_id)"
	    " LEFT JOIN invitation_state t ON t.invitation_id = i.id"
	    " LEFT JOIN event e ON e.id = i.event_id"
	    " LEFT JOIN contact c ON c.id = i.contact_id"
	    " LEFT JOIN suppression s ON s.channel = m.channel AND s.address ="
	    "  coalesce(w.recipient,"
	    "  CASE m.channel WHEN 'sms' THEN c.phone ELSE c.email_key END)"
	    " WHERE m.id = $1",
	    "i", message_id);

	if (rows == NULL || !rows_first(rows, &found, error) || !found)
		return NULL;
	return item_from_rows(rows);
}

/*
 * An invitation that nobody has tried to send yet: nearly all that is due is
 * that, and is read in one go. Columns of the event come last.
 */
#define DUE_COLUMNS                                                            \
	"d.message_id, d.due_at, m.kind, m.channel, m.tries, m.again,"         \
	" m.created_at, m.ready_at, m.invitation_id, i.touchpoint,"            \
	" i.expires_at, i.answer_s, coalesce(k.placed_at, 0), s.since_at,"     \
	" " EVENT_COLUMNS
#define DUE_EVENT_AT 14
#define DUE_FROM                                                               \
	" FROM due d JOIN message m ON m.id = d.message_id"                    \
	" LEFT JOIN place k ON k.message_id = m.id"                            \
	" LEFT JOIN invitation i ON i.id = m.invitation_id"                    \
	" LEFT JOIN event e ON e.id = i.event_id"                              \
	" LEFT JOIN contact c ON c.id = i.contact_id"                          \
	" LEFT JOIN suppression s ON s.channel = m.channel AND s.address ="    \
	"  CASE m.channel WHEN 'sms' THEN c.phone ELSE c.email_key END"

static gboolean
is_plain(struct rows *rows)
{
	return strcmp(rows_text(rows, 2), "invitation") == 0 &&
	    rows_int(rows, 4) == 0 && rows_int(rows, 5) == 0 &&
	    !rows_is_null(rows, 9);
}

/* Of what is not plain only where it stands is read. */
static gpointer
due_from_rows(struct rows *rows)
{
	struct outbox_item *item = g_new0(struct outbox_item, 1);

	item->message_id = rows_int(rows, 0);
	item->due_at = rows_int(rows, 1);
	if (!is_plain(rows))
		return item;
	item->kind = MESSAGE_INVITATION;
	item->channel = channel_from_name(rows_text(rows, 3));
	item->created_at = rows_int(rows, 6);
	item->ready_at = rows_int(rows, 7);
	item->invitation_id = rows_int(rows, 8);
	item->touchpoint = rows_dup(rows, 9);
	item->expires_at = rows_int(rows, 10);
	item->answer_s = rows_int(rows, 11);
	item->placed_at = rows_int(rows, 12);
	item->placed = item->placed_at != 0;
	item->suppressed = !rows_is_null(rows, 13);
	item->score = -1;
	item->event = event_of_rows(rows, DUE_EVENT_AT);
	return item;
}

GPtrArray *
outbox_read_due(struct db *db, const char *but,
    const struct claim_filter *filter, gint64 now_at, guint limit,
    GError **error)
{
	const struct due_range *range = filter != NULL ? filter->range : NULL;
	g_autofree char *sql = g_strconcat("SELECT " DUE_COLUMNS DUE_FROM
	    " WHERE d.due_at <= $1 AND d.worker = 0", but,
	    range != NULL ? " AND (d.due_at, d.message_id) > ($3, $4)"
			    " AND (d.due_at, d.message_id) <= ($5, $6)"
			    " AND m.channel = $7" :
			    "",
	    " ORDER BY d.due_at, d.message_id LIMIT $2 /*SKIP LOCKED d*/",
	    NULL);

	if (range != NULL)
		return db_list(db, error, due_from_rows,
		    (GDestroyNotify)outbox_item_free, sql, "iiiiiit", now_at,
		    (gint64)limit, range->after_at, range->after_id,
		    range->to_at, range->to_id, channel_name(filter->channel));
	return db_list(db, error, due_from_rows,
	    (GDestroyNotify)outbox_item_free, sql, "ii", now_at,
	    (gint64)limit);
}

static gpointer
picture_from_rows(struct rows *rows)
{
	struct outbox_picture *picture = g_new0(struct outbox_picture, 1);

	picture->name = rows_dup(rows, 0);
	picture->bytes = rows_bytes(rows, 1);
	return picture;
}

static gboolean
read_pictures(struct db *db, struct outbox_item *item, GError **error)
{
	item->pictures = db_list(db, error, picture_from_rows,
	    (GDestroyNotify)outbox_picture_free,
	    "SELECT name, bytes FROM message_picture WHERE message_id = $1"
	    " ORDER BY name",
	    "i", item->message_id);
	return item->pictures != NULL;
}

static gboolean
read_content(struct db *db, struct outbox_item *item, GError **error)
{
	g_autoptr(rows) rows = NULL;
	gboolean found;

	if (item->kind == MESSAGE_INVITATION ||
	    message_kind_is_answer(item->kind) ||
	    message_kind_is_follow_up(item->kind))
		return TRUE;
	rows = db_select(db, error,
	    "SELECT recipient, subject, text, html FROM message_content"
	    " WHERE message_id = $1",
	    "i", item->message_id);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		g_free(item->recipient);
		item->recipient = rows_dup(rows, 0);
		item->subject = rows_dup(rows, 1);
		item->text = rows_dup(rows, 2);
		item->html = rows_dup(rows, 3);
		if (item->channel == CHANNEL_WEBHOOK)
			item->provider = g_strdup(item->recipient);
	}
	return item->kind != MESSAGE_DIGEST || read_pictures(db, item, error);
}

static gboolean
read_composed(struct db *db, struct outbox_item *item, GError **error)
{
	g_autoptr(rows) rows = NULL;
	gboolean found;

	if (item->tries == 0)
		return TRUE;
	rows = db_select(db, error,
	    "SELECT sender, recipient, name, bytes FROM message_bytes"
	    " WHERE message_id = $1",
	    "i", item->message_id);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		item->composed = g_new0(struct message, 1);
		item->composed->id = item->message_id;
		item->composed->channel = item->channel;
		item->composed->sender = rows_dup(rows, 0);
		item->composed->recipient = rows_dup(rows, 1);
		item->composed->name = rows_dup(rows, 2);
		item->composed->bytes = rows_bytes(rows, 3);
	}
	return TRUE;
}

/* Whom it asks may have been asked, or be asked, elsewhere. */
gboolean
outbox_read_neighbours(struct db *db, struct outbox_item *item, gint64 now_at,
    GError **error)
{
	gint64 contact_id = item->event->contact.id;

	item->asks = asks_of(db, contact_id, item->invitation_id,
	    now_at - ASK_REACH_S, ASKS_MAX, error);
	if (item->asks == NULL)
		return FALSE;
	item->rivals = asks_rivals_of(db, contact_id, item->invitation_id,
	    item->touchpoint, error);
	return item->rivals != NULL;
}

/* A mail in answer to a mail. */
static gboolean
read_answered(struct db *db, struct outbox_item *item, GError **error)
{
	gint64 n = 0;

	/* What was asked by text is no mail to refer to. */
	if (!db_one(db, &item->follows_message_id, 0, error,
		"SELECT max(id) FROM message WHERE invitation_id = $1"
		" AND channel = 'email'",
		"i", item->invitation_id) ||
	    !db_one(db, &n, 0, error,
		"SELECT count(*) FROM response WHERE invitation_id = $1", "i",
		item->invitation_id))
		return FALSE;
	item->pointless = item->kind == MESSAGE_REPROMPT && n > 0;
	return TRUE;
}

static gboolean
read_followed(struct db *db, struct outbox_item *item, GError **error)
{
	struct reminder reminder;
	gint64 score = -1;

	if (!reminder_find(db, item->message_id, &reminder, error) ||
	    !db_one(db, &item->follows_message_id, 0, error,
		"SELECT max(id) FROM message WHERE invitation_id = $1", "i",
		item->invitation_id))
		return FALSE;
	item->number = reminder.number;
	item->pointless = reminder.pointless;
	if (item->kind == MESSAGE_NUDGE &&
	    !db_one(db, &score, -1, error,
		"SELECT score FROM response WHERE invitation_id = $1"
		" ORDER BY id DESC LIMIT 1",
		"i", item->invitation_id))
		return FALSE;
	item->score = (int)score;
	return TRUE;
}

gboolean
outbox_complete_item(struct db *db, struct outbox_item *item,
    gboolean no_rest, gint64 now_at, GError **error)
{
	gboolean follows = message_kind_is_follow_up(item->kind);
	gboolean asks = item->kind == MESSAGE_INVITATION;
	gboolean answers = item->channel == CHANNEL_EMAIL &&
	    message_kind_is_answer(item->kind);

	/* A cancellation does not end what follows on what has left. */
	if (follows || (asks && item->again)) {
		item->companions = event_companions(db, item->event, now_at,
		    error);
		if (item->companions == NULL)
			return FALSE;
	}
	if ((asks && !no_rest &&
		!outbox_read_neighbours(db, item, now_at, error)) ||
	    (follows && !read_followed(db, item, error)) ||
	    (answers && !read_answered(db, item, error)))
		return FALSE;
	return read_content(db, item, error) &&
	    case_complete_item(db, item, error) &&
	    read_composed(db, item, error);
}
