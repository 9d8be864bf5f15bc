/*
 * cases.c - cases are opened, changed and closed. How they are listed is
 * case_list.c's, mails about them case_mail.c's, what replies do relay.c's.
 */
#include "store/cases/cases_internal.h"

#include "store/db/db_draw.h"

static const char *const cause_names[] = {
	[CASE_SCORE] = "score",
	[CASE_REPLY] = "reply",
	[CASE_ALERT] = "alert",
};

const char *
case_cause_name(enum case_cause cause)
{
	g_assert(cause < G_N_ELEMENTS(cause_names));
	return cause_names[cause];
}

gboolean
case_add_note(struct db *db, gint64 case_id, const char *author,
    const char *kind, const char *text, gint64 now_at, GError **error)
{
	gint64 id = 0;

	return db_draw_ids(db, "case_note", 1, &id, error) &&
	    db_run(db, error,
		"INSERT INTO case_note (id, case_id, noted_at, author, kind,"
		" text) VALUES ($1, $2, $3, $4, $5, $6)",
		"iiittt", id, case_id, now_at, author != NULL ? author : "",
		kind, text != NULL ? text : "");
}

gboolean
case_of_invitation(struct db *db, gint64 invitation_id, gint64 *case_id,
    GError **error)
{
	*case_id = 0;
	return invitation_id == 0 ||
	    db_one(db, case_id, 0, error,
		"SELECT max(id) FROM customer_case WHERE invitation_id = $1"
		" AND closed_at IS NULL",
		"i", invitation_id);
}

/* One that is open for the same, or was ever opened for the same reply. *again:
 * there is nothing new to be said of it. */
static gboolean
find_other(struct db *db, const struct new_case *new_case, gint64 *case_id,
    gboolean *again, GError **error)
{
	gint64 of_reply = 0;

	*again = FALSE;
	if (new_case->reply_id != 0 &&
	    !db_one(db, &of_reply, 0, error,
		"SELECT max(id) FROM customer_case WHERE reply_id = $1", "i",
		new_case->reply_id))
		return FALSE;
	if (of_reply != 0) {
		*case_id = of_reply;
		*again = TRUE;
		return TRUE;
	}
	if (new_case->invitation_id != 0)
		return case_of_invitation(db, new_case->invitation_id, case_id,
		    error);
	*case_id = 0;
	return new_case->response_id == 0 ||
	    db_one(db, case_id, 0, error,
		"SELECT max(id) FROM customer_case WHERE response_id = $1"
		" AND closed_at IS NULL",
		"i", new_case->response_id);
}

static gboolean
put_case(struct db *db, const struct new_case *new_case, gint64 *case_id,
    GError **error)
{
	return db_draw_ids(db, "customer_case", 1, case_id, error) &&
	    db_run(db, error,
		"INSERT INTO customer_case (id, opened_at, cause, touchpoint,"
		" contact_id, invitation_id, response_id, reply_id, team,"
		" owner, due_at, remind_at) VALUES ($1, $2, $3, $4,"
		" nullif(CAST($5 AS BIGINT), 0),"
		" nullif(CAST($6 AS BIGINT), 0),"
		" nullif(CAST($7 AS BIGINT), 0),"
		" nullif(CAST($8 AS BIGINT), 0), $9, $10, $11,"
		" nullif(CAST($12 AS BIGINT), 0))",
		"iittiiiittii", *case_id, new_case->opened_at,
		case_cause_name(new_case->cause), new_case->touchpoint,
		new_case->contact_id, new_case->invitation_id,
		new_case->response_id, new_case->reply_id, new_case->team,
		new_case->owner, new_case->due_at, new_case->remind_at);
}

gboolean
case_open(struct db *db, const struct new_case *new_case, gint64 now_at,
    gint64 *case_id, gboolean *is_new, GError **error)
{
	gboolean again;

	*is_new = FALSE;
	if (!find_other(db, new_case, case_id, &again, error))
		return FALSE;
	if (again)
		return TRUE;
	if (*case_id != 0)
		return case_add_note(db, *case_id, NULL, "note", new_case->why,
		    now_at, error);
	if (new_case->joins_only)
		return TRUE;
	*is_new = TRUE;
	/* Its reminder is waited for. */
	db_announce(db);
	return put_case(db, new_case, case_id, error);
}

gboolean
case_close(struct db *db, gint64 case_id, const char *author,
    const char *outcome, gint64 now_at, GError **error)
{
	return db_run(db, error,
		   "UPDATE customer_case SET closed_at = $2, outcome = $3,"
		   " remind_at = NULL WHERE id = $1 AND closed_at IS NULL",
		   "iit", case_id, now_at, outcome) &&
	    case_add_note(db, case_id, author, "closed", outcome, now_at,
		error);
}

gboolean
case_reopen(struct db *db, gint64 case_id, gint64 due_at, gint64 remind_at,
    GError **error)
{
	db_announce(db);
	return db_run(db, error,
	    "UPDATE customer_case SET closed_at = NULL, outcome = NULL,"
	    " due_at = $2, remind_at = nullif(CAST($3 AS BIGINT), 0)"
	    " WHERE id = $1",
	    "iii", case_id, due_at, remind_at);
}

gboolean
case_resolve(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error)
{
	g_autoptr(GArray) ids = NULL;

	/* What nobody has decided upon yet need not become one. */
	if (!db_run(db, error,
		"DELETE FROM fresh_reply WHERE reply_id IN (SELECT id"
		" FROM reply WHERE invitation_id = $1 AND concern = 'unclear')",
		"i", invitation_id))
		return FALSE;
	ids = db_ids(db, error,
	    "SELECT k.id FROM customer_case k JOIN reply q ON q.id = k.reply_id"
	    " WHERE k.invitation_id = $1 AND k.closed_at IS NULL"
	    " AND k.cause = 'reply' AND q.concern = 'unclear'"
	    " AND NOT EXISTS (SELECT 1 FROM case_note n"
	    "  WHERE n.case_id = k.id)",
	    "i", invitation_id);
	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!case_close(db, g_array_index(ids, gint64, i), NULL,
			"resolved by itself", now_at, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
assign(struct db *db, const struct case_change *change, gint64 now_at,
    GError **error)
{
	const struct case_mail mail = {
		.case_id = change->case_id,
		.side = CASE_SIDE_OWNER,
		.form = CASE_FORM_ASSIGNED,
		.recipient = change->text,
	};
	g_autofree char *note = g_strconcat("assigned to ", change->text, NULL);

	return db_run(db, error,
		   "UPDATE customer_case SET owner = $2 WHERE id = $1", "it",
		   change->case_id, change->text) &&
	    case_add_note(db, change->case_id, change->author, "note", note,
		now_at, error) &&
	    case_send(db, &mail, now_at, error);
}

static gboolean
do_deed(struct db *db, const struct case_change *change, gint64 now_at,
    GError **error)
{
	switch (change->deed) {
	case CASE_NOTE:
		return case_add_note(db, change->case_id, change->author,
		    "note", change->text, now_at, error);
	case CASE_CLOSE:
		return case_close(db, change->case_id, change->author,
		    change->text, now_at, error);
	case CASE_REOPEN:
		return case_reopen(db, change->case_id, change->due_at,
			   change->remind_at, error) &&
		    case_add_note(db, change->case_id, change->author,
			"opened", change->text, now_at, error);
	case CASE_ASSIGN:
		return assign(db, change, now_at, error);
	}
	g_assert_not_reached();
}

/* What stands in the way of it; CASE_DONE: nothing. */
static gboolean
judge_deed(struct db *db, const struct case_change *change,
    enum case_outcome *outcome, GError **error)
{
	gint64 invitation_id = 0;
	gint64 other = 0;
	gboolean found, open;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT coalesce(closed_at, 0), coalesce(invitation_id, 0)"
	    " FROM customer_case WHERE id = $1",
	    "i", change->case_id);

	*outcome = CASE_UNKNOWN;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	open = rows_int(rows, 0) == 0;
	invitation_id = rows_int(rows, 1);
	*outcome = CASE_DONE;
	if (change->deed == CASE_NOTE)
		return TRUE;
	if (change->deed != CASE_REOPEN) {
		*outcome = open ? CASE_DONE : CASE_NOT_OPEN;
		return TRUE;
	}
	if (!case_of_invitation(db, invitation_id, &other, error))
		return FALSE;
	*outcome = open || other != 0 ? CASE_IS_OPEN : CASE_DONE;
	return TRUE;
}

gboolean
store_change_case(struct store *store, const struct case_change *change,
    gint64 now_at, enum case_outcome *outcome, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!judge_deed(store->db, change, outcome, error) ||
	    (*outcome == CASE_DONE &&
		!do_deed(store->db, change, now_at, error))) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
