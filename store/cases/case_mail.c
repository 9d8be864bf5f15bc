/*
 * case_mail.c - mails about cases, in the outbox: what is sent, and what
 * becomes of one that could not be. What they say is composed as they leave
 * (scheduler/compose_case.c).
 */
#include "store/cases/cases_internal.h"

static const char *
side_name(enum case_side side)
{
	return side == CASE_SIDE_CUSTOMER ? "customer" : "owner";
}

static enum case_side
side_from_name(const char *name)
{
	return g_strcmp0(name, "customer") == 0 ? CASE_SIDE_CUSTOMER :
						  CASE_SIDE_OWNER;
}

gboolean
case_put_mail(struct db *db, gint64 message_id, gint64 case_id,
    enum case_side side, const char *form, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO case_message (message_id, case_id, side, form)"
	    " VALUES ($1, $2, $3, $4)",
	    "iitt", message_id, case_id, side_name(side), form);
}

gboolean
case_send(struct db *db, const struct case_mail *mail, gint64 now_at,
    GError **error)
{
	gint64 id = 0;

	return outbox_add(db, MESSAGE_RELAY, 0, CHANNEL_EMAIL, now_at, now_at,
		   &id, error) &&
	    db_run(db, error,
		"INSERT INTO message_content (message_id, recipient, subject,"
		" text, html) VALUES ($1, $2, '', $3, '')",
		"itt", id, mail->recipient,
		mail->text != NULL ? mail->text : "") &&
	    db_run(db, error,
		"INSERT INTO case_message (message_id, case_id, side, form,"
		" from_name, source_id, writer)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)",
		"iittttt", id, mail->case_id, side_name(mail->side), mail->form,
		mail->from_name, mail->message_id, mail->writer);
}

static gboolean
remind(struct db *db, gint64 case_id, const char *const *to, gint64 now_at,
    GError **error)
{
	struct case_mail mail = {
		.case_id = case_id,
		.side = CASE_SIDE_OWNER,
		.form = CASE_FORM_REMINDER,
	};

	if (!db_run(db, error,
		"UPDATE customer_case SET remind_at = NULL WHERE id = $1"
		" AND remind_at IS NOT NULL AND closed_at IS NULL",
		"i", case_id))
		return FALSE;
	if (db_changes(db) == 0)
		return TRUE;
	for (; *to != NULL; to++) {
		mail.recipient = *to;
		if (!case_send(db, &mail, now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
store_remind_case(struct store *store, gint64 case_id, const char *const *to,
    gint64 now_at, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!remind(store->db, case_id, to, now_at, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
store_case_of_message(struct store *store, gint64 message_id, gint64 *case_id,
    enum case_side *side, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT case_id, side FROM case_message WHERE message_id = $1",
	    "i", message_id);

	*case_id = 0;
	*side = CASE_SIDE_NONE;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		*case_id = rows_int(rows, 0);
		*side = side_from_name(rows_text(rows, 1));
	}
	return TRUE;
}

static gboolean
read_message(struct db *db, struct outbox_item *item, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT case_id, side, form, from_name, source_id,"
	    " coalesce((SELECT y.source_id FROM case_message y"
	    "   WHERE y.case_id = x.case_id AND y.side <> x.side"
	    "   AND y.message_id < x.message_id AND y.source_id IS NOT NULL"
	    "   ORDER BY y.message_id DESC LIMIT 1),"
	    "  CASE x.side WHEN 'customer' THEN (SELECT q.message_id"
	    "   FROM reply q WHERE q.invitation_id = k.invitation_id"
	    "   AND q.message_id IS NOT NULL AND q.author IS NULL"
	    "   ORDER BY q.id DESC LIMIT 1) END)"
	    " FROM case_message x JOIN customer_case k ON k.id = x.case_id"
	    " WHERE x.message_id = $1",
	    "i", item->message_id);

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	item->case_id = rows_int(rows, 0);
	item->case_side = side_from_name(rows_text(rows, 1));
	item->case_form = rows_dup(rows, 2);
	item->from_name = rows_dup(rows, 3);
	item->in_reply_to = rows_dup(rows, 5);
	return TRUE;
}

gboolean
case_complete_item(struct db *db, struct outbox_item *item, GError **error)
{
	gint64 suppressed_at = 0;
	gboolean found;
	g_autoptr(rows) rows = NULL;

	if (item->channel != CHANNEL_EMAIL ||
	    (item->kind != MESSAGE_RELAY && item->kind != MESSAGE_ALERT))
		return TRUE;
	if (!read_message(db, item, error))
		return FALSE;
	if (item->kind != MESSAGE_RELAY || item->case_id == 0)
		return TRUE;
	rows = db_select(db, error,
	    "SELECT " CASE_COLUMNS CASE_FROM " WHERE k.id = $1", "i",
	    item->case_id);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found)
		item->about = case_from_rows(rows);
	if (!found || item->case_side != CASE_SIDE_CUSTOMER)
		return TRUE;
	/* To the customer it goes on from what he was asked, or wrote. */
	if (!db_one(db, &item->follows_message_id, 0, error,
		"SELECT max(id) FROM message WHERE invitation_id = $1"
		" AND channel = 'email'",
		"i", item->about->invitation_id) ||
	    !suppressed_since(db, CHANNEL_EMAIL, item->recipient,
		&suppressed_at, error))
		return FALSE;
	item->suppressed = suppressed_at != 0;
	return TRUE;
}

/* Of a mail to the customer: to whom it is told; *case_id 0: it is none. */
static gboolean
find_writer(struct db *db, gint64 message_id, gint64 *case_id, char **owner,
    GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT x.case_id, coalesce(x.writer, k.owner) FROM case_message x"
	    " JOIN customer_case k ON k.id = x.case_id"
	    " WHERE x.message_id = $1 AND x.side = 'customer'",
	    "i", message_id);

	*case_id = 0;
	*owner = NULL;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		*case_id = rows_int(rows, 0);
		*owner = rows_dup(rows, 1);
	}
	return TRUE;
}

gboolean
case_mail_ended(struct db *db, gint64 message_id, const char *why,
    gint64 now_at, GError **error)
{
	gint64 case_id = 0;
	g_autofree char *owner = NULL;
	g_autofree char *note = g_strdup_printf(
	    "[a mail to the customer was not sent: %s]",
	    why != NULL ? why : "it failed");

	if (!find_writer(db, message_id, &case_id, &owner, error))
		return FALSE;
	if (case_id == 0)
		return TRUE;
	if (!case_add_note(db, case_id, NULL, "held", note, now_at, error))
		return FALSE;
	if (owner != NULL) {
		const struct case_mail mail = {
			.case_id = case_id,
			.side = CASE_SIDE_OWNER,
			.form = CASE_FORM_UNSENT,
			.recipient = owner,
		};

		return case_send(db, &mail, now_at, error);
	}
	return TRUE;
}
