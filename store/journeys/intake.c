/*
 * intake.c - events that wait to be judged, and the invitations that follow.
 *
 * It judges nothing: scheduler/ does.
 */
#include "store/journeys/intake_internal.h"

void
due_event_free(struct due_event *due)
{
	if (due == NULL)
		return;
	g_clear_pointer(&due->event, event_free);
	g_clear_pointer(&due->companions, g_ptr_array_unref);
	g_free(due);
}

void
planned_invitation_free(struct planned_invitation *planned)
{
	if (planned == NULL)
		return;
	g_free(planned->touchpoint);
	g_free(planned->reason);
	g_free(planned);
}

void
intake_free(struct intake *intake)
{
	if (intake == NULL)
		return;
	g_free(intake->source);
	g_free(intake->reference);
	g_free(intake->cancel_reason);
	g_clear_pointer(&intake->invitations, g_ptr_array_unref);
	g_clear_pointer(&intake->cancels, g_ptr_array_unref);
	g_free(intake);
}

static gpointer
due_event_from_rows(struct rows *rows)
{
	struct due_event *due = g_new0(struct due_event, 1);

	due->event = event_of_rows(rows, 0);
	if (!rows_is_null(rows, EVENT_N_COLUMNS))
		due->suppressed |= 1u << CHANNEL_EMAIL;
	if (!rows_is_null(rows, EVENT_N_COLUMNS + 1))
		due->suppressed |= 1u << CHANNEL_SMS;
	due->invited = !rows_is_null(rows, EVENT_N_COLUMNS + 2);
	return due;
}

static gpointer
companion_from_rows(struct rows *rows)
{
	struct event *event = g_new0(struct event, 1);

	event->type = rows_dup(rows, 0);
	event->occurred_at = rows_int(rows, 1);
	return event;
}

GPtrArray *
event_companions(struct db *db, const struct event *event, gint64 now_at,
    GError **error)
{
	return db_list(db, error, companion_from_rows,
	    (GDestroyNotify)event_free,
	    "SELECT type, occurred_at FROM event WHERE reference = $1"
	    " AND source = $2 AND id <> $3 AND occurred_at <= $4",
	    "ttii", event->reference, event->source, event->id, now_at);
}

GPtrArray *
intake_due(struct db *db, gint64 now_at, guint limit, GError **error)
{
	return db_list(db, error, due_event_from_rows,
	    (GDestroyNotify)due_event_free,
	    "SELECT " EVENT_COLUMNS ", m.address, p.address,"
	    " (SELECT min(v.id) FROM invitation v WHERE v.event_id = e.id)"
	    " FROM intake i JOIN event e ON e.id = i.event_id"
	    " JOIN contact c ON c.id = e.contact_id"
	    " LEFT JOIN suppression m"
	    "  ON m.channel = 'email' AND m.address = c.email_key"
	    " LEFT JOIN suppression p"
	    "  ON p.channel = 'sms' AND p.address = c.phone"
	    " WHERE i.occurred_at <= $1"
	    " ORDER BY i.occurred_at, i.event_id LIMIT $2",
	    "ii", now_at, (gint64)limit);
}

GPtrArray *
store_due_events(struct store *store, gint64 now_at, guint limit,
    GError **error)
{
	g_autoptr(GPtrArray)
	    found = intake_due(store->db, now_at, limit, error);

	for (guint i = 0; found != NULL && i < found->len; i++) {
		struct due_event *due = found->pdata[i];

		due->companions = event_companions(store->db, due->event,
		    now_at, error);
		if (due->companions == NULL)
			return NULL;
	}
	return g_steal_pointer(&found);
}

/* *id: of the invitation to this touchpoint, if its event has moved since it
 * was scheduled; else 0. */
static gboolean
find_moved(struct db *db, gint64 event_id, const char *touchpoint, gint64 *id,
    GError **error)
{
	return db_one(db, id, 0, error,
	    "SELECT i.id FROM invitation i JOIN invitation_state s"
	    " ON s.invitation_id = i.id WHERE i.event_id = $1"
	    " AND i.touchpoint = $2 AND s.state = 'scheduled'"
	    " AND NOT EXISTS (SELECT 1 FROM message m"
	    "  WHERE m.invitation_id = i.id AND " MESSAGE_WAITS ")",
	    "it", event_id, touchpoint);
}

/* As it is planned now. */
static gboolean
plan_anew(struct db *db, gint64 event_id,
    const struct planned_invitation *planned, gint64 now_at, GError **error)
{
	gint64 id = 0, message_id;
	gboolean moved;

	if (!find_moved(db, event_id, planned->touchpoint, &id, error))
		return FALSE;
	if (id == 0)
		return TRUE;
	if (!db_run(db, error,
		"UPDATE invitation SET channel = $2, planned_at = $3,"
		" expires_at = $4, answer_s = $5 WHERE id = $1",
		"itiii", id, channel_name(planned->channel), planned->due_at,
		planned->expires_at, planned->answer_s))
		return FALSE;
	if (planned->state != INVITATION_SCHEDULED)
		return invitation_move(db, id, planned->state, planned->reason,
		    now_at, &moved, error);
	return db_run(db, error,
		   "UPDATE invitation_state SET reason = $2, changed_at = $3"
		   " WHERE invitation_id = $1",
		   "iti", id, planned->reason, now_at) &&
	    outbox_add(db, MESSAGE_INVITATION, id, planned->channel, now_at,
		planned->due_at, &message_id, error) &&
	    outbox_note_again(db, message_id, error);
}

static gboolean
put_invitation(struct db *db, gint64 event_id,
    const struct planned_invitation *planned, gint64 now_at, GError **error)
{
	gint64 id = 0, message_id;

	if (!db_one(db, &id, 0, error,
		"INSERT INTO invitation (touchpoint, contact_id, event_id,"
		" channel, created_at, planned_at, expires_at, answer_s)"
		" SELECT $1, contact_id, id, $2, $3, $4, $5, $6 FROM event"
		" WHERE id = $7 ON CONFLICT (event_id, touchpoint) DO NOTHING"
		" RETURNING id",
		"ttiiiii", planned->touchpoint, channel_name(planned->channel),
		now_at, planned->due_at, planned->expires_at,
		planned->answer_s, event_id))
		return FALSE;
	if (id == 0)
		return plan_anew(db, event_id, planned, now_at, error);
	if (!db_run(db, error,
		"INSERT INTO invitation_state (invitation_id, state, reason,"
		" changed_at) VALUES ($1, $2, $3, $4)",
		"itti", id, invitation_state_name(planned->state),
		planned->reason, now_at))
		return FALSE;
	if (planned->state != INVITATION_SCHEDULED)
		return TRUE;
	return outbox_add(db, MESSAGE_INVITATION, id, planned->channel, now_at,
	    planned->due_at, &message_id, error);
}

/* Its event has moved, and the new judgement knows nothing of it. */
static gboolean
end_forgotten(struct db *db, gint64 event_id, gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = db_ids(db, error,
	    "SELECT i.id FROM invitation i JOIN invitation_state s"
	    " ON s.invitation_id = i.id WHERE i.event_id = $1"
	    " AND s.state = 'scheduled' AND NOT EXISTS (SELECT 1"
	    "  FROM message m WHERE m.invitation_id = i.id"
	    "  AND " MESSAGE_WAITS ")",
	    "i", event_id);

	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gboolean moved;

		if (!invitation_move(db, g_array_index(ids, gint64, i),
			INVITATION_CANCELLED,
			"its event has moved, and the touchpoint is no longer "
			"on such events",
			now_at, &moved, error))
			return FALSE;
	}
	return TRUE;
}

static GArray *
ids_in_state(struct db *db, const struct intake *intake, const char *touchpoint,
    enum invitation_state state, GError **error)
{
	return db_ids(db, error,
	    "SELECT i.id FROM event e JOIN invitation i ON i.event_id = e.id"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " WHERE e.reference = $1 AND e.source = $2 AND i.touchpoint = $3"
	    " AND s.state = $4",
	    "tttt", intake->reference, intake->source, touchpoint,
	    invitation_state_name(state));
}

/* Of what has left nobody is reminded any more. */
static gboolean
cancel_reminders(struct db *db, const struct intake *intake,
    const char *touchpoint, enum invitation_state state, gint64 now_at,
    GError **error)
{
	g_autoptr(GArray)
	    ids = ids_in_state(db, intake, touchpoint, state, error);

	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!reminders_drop(db, g_array_index(ids, gint64, i),
			intake->cancel_reason, now_at, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
cancel_pending(struct db *db, const struct intake *intake,
    const char *touchpoint, gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = ids_in_state(db, intake, touchpoint,
	    INVITATION_SCHEDULED, error);

	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		gboolean moved;

		if (!outbox_withdraw(db, id, error) ||
		    !invitation_move(db, id, INVITATION_CANCELLED,
			intake->cancel_reason, now_at, &moved, error))
			return FALSE;
	}
	return cancel_reminders(db, intake, touchpoint, INVITATION_SENT, now_at,
		   error) &&
	    cancel_reminders(db, intake, touchpoint, INVITATION_ANSWERED,
		now_at, error);
}

static gboolean
cancel_all(struct db *db, const struct intake *intake, gint64 now_at,
    GError **error)
{
	for (guint i = 0; i < intake->cancels->len; i++) {
		if (!cancel_pending(db, intake, intake->cancels->pdata[i],
			now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
intake_put(struct db *db, const struct intake *intake, gint64 now_at,
    GError **error)
{
	if (!cancel_all(db, intake, now_at, error))
		return FALSE;
	for (guint i = 0; i < intake->invitations->len; i++) {
		if (!put_invitation(db, intake->event_id,
			intake->invitations->pdata[i], now_at, error))
			return FALSE;
	}
	return end_forgotten(db, intake->event_id, now_at, error);
}

static gboolean
put_intake(struct db *db, const struct intake *intake, gint64 now_at,
    GError **error)
{
	if (!db_run(db, error,
		"DELETE FROM intake WHERE occurred_at = $1 AND event_id = $2",
		"ii", intake->occurred_at, intake->event_id))
		return FALSE;
	/* Judged by somebody else, or moved since it was read. */
	return db_changes(db) == 0 || intake_put(db, intake, now_at, error);
}

gboolean
store_put_intakes(struct store *store, GPtrArray *intakes, gint64 now_at,
    GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < intakes->len; i++) {
		if (!put_intake(store->db, intakes->pdata[i], now_at, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_next_event(struct store *store, gint64 *at, GError **error)
{
	return db_one(store->db, at, G_MAXINT64, error,
	    "SELECT min(occurred_at) FROM intake", "");
}
