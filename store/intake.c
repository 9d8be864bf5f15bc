/*
 * intake.c - events that wait to be judged, and the invitations that follow.
 *
 * It judges nothing: scheduler/ does.
 */
#include "store/events.h"
#include "store/internal.h"

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
	struct event *event = g_new0(struct event, 1);

	event->id = rows_int(rows, 0);
	event->source = rows_dup(rows, 1);
	event->type = rows_dup(rows, 2);
	event->reference = rows_dup(rows, 3);
	event->occurred_at = rows_int(rows, 4);
	event->attributes = rows_dup(rows, 5);
	contact_from_rows(&event->contact, rows, 6);
	if (!rows_is_null(rows, 6 + CONTACT_N_COLUMNS))
		due->suppressed |= 1u << CHANNEL_EMAIL;
	if (!rows_is_null(rows, 7 + CONTACT_N_COLUMNS))
		due->suppressed |= 1u << CHANNEL_SMS;
	due->event = event;
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
store_due_events(struct store *store, gint64 now_at, guint limit,
    GError **error)
{
	g_autoptr(GPtrArray) found = db_list(store->db, error,
	    due_event_from_rows, (GDestroyNotify)due_event_free,
	    "SELECT e.id, e.source, e.type, e.reference, e.occurred_at,"
	    " e.attributes, " CONTACT_COLUMNS ", m.address, p.address"
	    " FROM intake i JOIN event e ON e.id = i.event_id"
	    " JOIN contact c ON c.id = e.contact_id"
	    " LEFT JOIN suppression m"
	    "  ON m.channel = 'email' AND m.address = c.email_key"
	    " LEFT JOIN suppression p"
	    "  ON p.channel = 'sms' AND p.address = c.phone"
	    " WHERE i.occurred_at <= $1"
	    " ORDER BY i.occurred_at, i.event_id LIMIT $2",
	    "ii", now_at, (gint64)limit);

	for (guint i = 0; found != NULL && i < found->len; i++) {
		struct due_event *due = found->pdata[i];

		due->companions = event_companions(store->db, due->event,
		    now_at, error);
		if (due->companions == NULL)
			return NULL;
	}
	return g_steal_pointer(&found);
}

static gboolean
put_invitation(struct db *db, gint64 event_id,
    const struct planned_invitation *planned, gint64 now_at, GError **error)
{
	gint64 id, message_id;

	if (!db_run(db, error,
		"INSERT INTO invitation (touchpoint, contact_id, event_id,"
		" channel, created_at, expires_at)"
		" SELECT $1, contact_id, id, $2, $3, $4 FROM event"
		" WHERE id = $5 ON CONFLICT (event_id, touchpoint) DO NOTHING",
		"ttiii", planned->touchpoint, channel_name(planned->channel),
		now_at, planned->expires_at, event_id))
		return FALSE;
	if (db_changes(db) == 0)
		return TRUE;
	id = db_last_id(db);
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

static GArray *
pending_ids(struct db *db, const struct intake *intake, const char *touchpoint,
    GError **error)
{
	return db_ids(db, error,
	    "SELECT i.id FROM event e JOIN invitation i ON i.event_id = e.id"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " WHERE e.reference = $1 AND e.source = $2 AND i.touchpoint = $3"
	    " AND s.state = 'scheduled'",
	    "ttt", intake->reference, intake->source, touchpoint);
}

static gboolean
cancel_pending(struct db *db, const struct intake *intake,
    const char *touchpoint, gint64 now_at, GError **error)
{
	g_autoptr(GArray) ids = pending_ids(db, intake, touchpoint, error);

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
	return TRUE;
}

static gboolean
put_intake(struct db *db, const struct intake *intake, gint64 now_at,
    GError **error)
{
	if (!db_run(db, error,
		"DELETE FROM intake WHERE occurred_at = $1 AND event_id = $2",
		"ii", intake->occurred_at, intake->event_id))
		return FALSE;
	for (guint i = 0; i < intake->cancels->len; i++) {
		if (!cancel_pending(db, intake, intake->cancels->pdata[i],
			now_at, error))
			return FALSE;
	}
	for (guint i = 0; i < intake->invitations->len; i++) {
		if (!put_invitation(db, intake->event_id,
			intake->invitations->pdata[i], now_at, error))
			return FALSE;
	}
	return TRUE;
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
