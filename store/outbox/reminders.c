/*
 * reminders.c - messages that come after an invitation (reminders, the nudge)
 * in the outbox: put, judged once more as they leave, ended.
 *
 * When one is put is decided by scheduler/follow_up.c. All inside the caller's
 * transaction. Their attempts and verdicts don't change the invitation.
 */
#include "store/journeys/follow_ups.h"
#include "store/internal.h"

gboolean
reminder_find(struct db *db, gint64 message_id, struct reminder *reminder,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT r.invitation_id, r.number, s.state,"
	    " (SELECT CASE WHEN a.comment IS NULL THEN 0 ELSE 1 END"
	    "  FROM response a WHERE a.invitation_id = r.invitation_id"
	    "  ORDER BY a.id DESC LIMIT 1), m.channel"
	    " FROM reminder r JOIN message m ON m.id = r.message_id"
	    " JOIN invitation_state s ON s.invitation_id = r.invitation_id"
	    " WHERE r.message_id = $1",
	    "i", message_id);
	enum invitation_state state;
	gboolean found;

	*reminder = (struct reminder){ 0 };
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	reminder->invitation_id = rows_int(rows, 0);
	reminder->number = (guint)rows_int(rows, 1);
	reminder->pointless = TRUE;
	reminder->by_text = channel_from_name(rows_text(rows, 4)) ==
	    CHANNEL_SMS;
	if (!invitation_state_from_name(rows_text(rows, 2), &state))
		return TRUE;
	if (reminder->number > 0)
		reminder->pointless = state != INVITATION_SENT;
	else
		reminder->pointless = state != INVITATION_ANSWERED ||
		    rows_is_null(rows, 3) || rows_int(rows, 3) != 0;
	return TRUE;
}

/* *channel: of the invitation; NULL: it is there already, or of none. */
static gboolean
find_channel(struct db *db, const struct follow_up_step *step, char **channel,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT i.channel FROM invitation i WHERE i.id = $1"
	    " AND NOT EXISTS (SELECT 1 FROM reminder r"
	    "  WHERE r.invitation_id = i.id AND r.number = $2)",
	    "ii", step->invitation_id, (gint64)step->number);
	gboolean found;

	*channel = NULL;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found)
		*channel = rows_dup(rows, 0);
	return TRUE;
}

/* It is there, and is not put again. */
static gboolean
end_at_once(struct db *db, gint64 message_id, const char *reason,
    gint64 now_at, GError **error)
{
	gboolean was_there;

	return outbox_take_out(db, message_id, &was_there, error) &&
	    reminder_note_drop(db, message_id, reason, now_at, error);
}

gboolean
reminder_put(struct db *db, const struct follow_up_step *step, gint64 now_at,
    GError **error)
{
	static const char answered[] = "there is nothing to remind of";
	gint64 message_id = 0;
	g_autofree char *channel = NULL;
	struct reminder reminder;

	if (!find_channel(db, step, &channel, error))
		return FALSE;
	if (channel == NULL)
		return TRUE;
	if (!outbox_add(db, step->kind, 0, channel_from_name(channel), now_at,
		step->due_at, &message_id, error) ||
	    !db_run(db, error,
		"INSERT INTO reminder (message_id, invitation_id, number)"
		" VALUES ($1, $2, $3)",
		"iii", message_id, step->invitation_id,
		(gint64)step->number) ||
	    !reminder_find(db, message_id, &reminder, error))
		return FALSE;
	if (!reminder.pointless && step->skipped == NULL)
		return TRUE;
	return end_at_once(db, message_id,
	    reminder.pointless ? answered : step->skipped, now_at, error);
}

gboolean
reminder_note_drop(struct db *db, gint64 message_id, const char *reason,
    gint64 now_at, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO attempt (message_id, provider, started_at, ended_at,"
	    " outcome, detail) SELECT message_id, '', $2, $2, 'dropped', $3"
	    " FROM reminder WHERE message_id = $1",
	    "iit", message_id, now_at, reason);
}

gboolean
reminder_drop(struct db *db, gint64 message_id, const char *reason,
    gint64 now_at, GError **error)
{
	struct reminder reminder;
	gboolean was_there;

	if (!outbox_take_out(db, message_id, &was_there, error))
		return FALSE;
	if (!was_there)
		return TRUE;
	return reminder_find(db, message_id, &reminder, error) &&
	    line_let_go(db, reminder.invitation_id, now_at, error) &&
	    reminder_note_drop(db, message_id, reason, now_at, error);
}

static gboolean
drop_all(struct db *db, const GArray *ids, const char *reason, gint64 now_at,
    GError **error)
{
	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!reminder_drop(db, g_array_index(ids, gint64, i), reason,
			now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
reminders_drop(struct db *db, gint64 invitation_id, const char *reason,
    gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT message_id FROM reminder WHERE invitation_id = $1", "i",
	    invitation_id);

	return drop_all(db, ids, reason, now_at, error);
}

gboolean
reminders_drop_for(struct db *db, enum channel channel, const char *key,
    const char *reason, gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    channel == CHANNEL_SMS ?
		"SELECT m.id FROM contact c"
		" JOIN invitation i ON i.contact_id = c.id"
		" JOIN reminder r ON r.invitation_id = i.id"
		" JOIN message m ON m.id = r.message_id"
		" WHERE c.phone = $1 AND m.channel = $2 AND " MESSAGE_WAITS :
		"SELECT m.id FROM contact c"
		" JOIN invitation i ON i.contact_id = c.id"
		" JOIN reminder r ON r.invitation_id = i.id"
		" JOIN message m ON m.id = r.message_id"
		" WHERE c.email_key = $1 AND m.channel = $2"
		" AND " MESSAGE_WAITS,
	    "tt", key, channel_name(channel));

	return drop_all(db, ids, reason, now_at, error);
}
