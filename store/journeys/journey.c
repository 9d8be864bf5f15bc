/*
 * journey.c - see journey.h: the reading. Called by `dripscore why`. Writes
 * nothing; what one message would leave by is read as claim.c does.
 */
#include "store/journeys/journey.h"

#include "store/internal.h"
#include "store/journeys/suppressions.h"

static void
follow_up_free_one(gpointer data)
{
	struct journey_follow_up *follow_up = data;

	g_free(follow_up->outcome);
	g_free(follow_up->detail);
	g_free(follow_up);
}

static void
reply_free_one(gpointer data)
{
	struct journey_reply *reply = data;

	g_free(reply->kind);
	g_free(reply->note);
	g_free(reply);
}

static void
invitation_free(gpointer data)
{
	struct journey_invitation *invitation = data;

	g_free(invitation->touchpoint);
	g_free(invitation->reason);
	g_free(invitation->parked_for);
	g_free(invitation->outcome);
	g_free(invitation->detail);
	g_free(invitation->delivery);
	g_clear_pointer(&invitation->item, outbox_item_free);
	g_clear_pointer(&invitation->follow_ups, g_ptr_array_unref);
	g_clear_pointer(&invitation->replies, g_ptr_array_unref);
	g_free(invitation);
}

static void
journey_event_free(gpointer data)
{
	struct journey_event *event = data;

	if (event->due != NULL)
		due_event_free(event->due);
	else
		event_free(event->event);
	g_clear_pointer(&event->invitations, g_ptr_array_unref);
	g_free(event);
}

static void
turn_free_one(gpointer data)
{
	struct journey_turn *turn = data;

	g_free(turn->touchpoint);
	g_free(turn);
}

void
journey_free(struct journey *journey)
{
	if (journey == NULL)
		return;
	contact_clear(&journey->contact);
	g_clear_pointer(&journey->suppressions, g_ptr_array_unref);
	g_clear_pointer(&journey->asks, g_ptr_array_unref);
	g_clear_pointer(&journey->turns, g_ptr_array_unref);
	g_clear_pointer(&journey->events, g_ptr_array_unref);
	g_clear_pointer(&journey->answers, g_ptr_array_unref);
	g_free(journey);
}

static gpointer
journey_from_rows(struct rows *rows)
{
	struct journey *journey = g_new0(struct journey, 1);

	contact_from_rows(&journey->contact, rows, 0);
	return journey;
}

/* Where a message m waits, by the name of the queue; NULL: nowhere. */
#define WAITS                                                                  \
	"CASE WHEN EXISTS (SELECT 1 FROM due d WHERE d.due_at = m.due_at"      \
	"  AND d.message_id = m.id AND d.worker = 0) THEN 'due'"               \
	" WHEN EXISTS (SELECT 1 FROM due d WHERE d.due_at = m.due_at"          \
	"  AND d.message_id = m.id) THEN 'lease'"                              \
	" WHEN EXISTS (SELECT 1 FROM line n WHERE n.message_id = m.id)"        \
	"  THEN 'line'"                                                        \
	" WHEN EXISTS (SELECT 1 FROM parked p WHERE p.message_id = m.id)"      \
	"  THEN 'parked' END"

static enum journey_wait
wait_of(const char *queue)
{
	static const struct {
		const char *queue;
		enum journey_wait wait;
	} waits[] = {
		{ "due", JOURNEY_DUE },
		{ "lease", JOURNEY_LEASED },
		{ "line", JOURNEY_IN_LINE },
		{ "parked", JOURNEY_PARKED },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(waits); i++) {
		if (g_strcmp0(queue, waits[i].queue) == 0)
			return waits[i].wait;
	}
	return JOURNEY_NO_WAIT;
}

static gpointer
follow_up_from_rows(struct rows *rows)
{
	struct journey_follow_up *follow_up =
	    g_new0(struct journey_follow_up, 1);

	if (!message_kind_from_name(rows_text(rows, 0), &follow_up->kind))
		follow_up->kind = MESSAGE_REMINDER;
	follow_up->number = (guint)rows_int(rows, 1);
	follow_up->wait = wait_of(rows_text(rows, 2));
	follow_up->due_at = rows_int(rows, 3);
	follow_up->left_at = rows_int(rows, 4);
	follow_up->outcome = rows_dup(rows, 5);
	follow_up->detail = rows_dup(rows, 6);
	return follow_up;
}

static gboolean
read_follow_ups(struct db *db, struct journey_invitation *invitation,
    GError **error)
{
	invitation->follow_ups = db_list(db, error, follow_up_from_rows,
	    follow_up_free_one,
	    "SELECT m.kind, r.number, " WAITS ", m.due_at,"
	    " CASE a.outcome WHEN 'accepted' THEN a.ended_at END,"
	    " a.outcome, a.detail FROM reminder r"
	    " JOIN message m ON m.id = r.message_id"
	    " LEFT JOIN attempt a ON a.id = (SELECT max(t.id) FROM attempt t"
	    "  WHERE t.message_id = m.id)"
	    " WHERE r.invitation_id = $1 ORDER BY m.id",
	    "i", invitation->id);
	return invitation->follow_ups != NULL;
}

static gpointer
reply_from_rows(struct rows *rows)
{
	struct journey_reply *reply = g_new0(struct journey_reply, 1);

	reply->id = rows_int(rows, 0);
	reply->received_at = rows_int(rows, 1);
	reply->kind = rows_dup(rows, 2);
	reply->note = rows_dup(rows, 3);
	return reply;
}

static gboolean
read_replies(struct db *db, struct journey_invitation *invitation,
    GError **error)
{
	invitation->replies = db_list(db, error, reply_from_rows,
	    reply_free_one,
	    "SELECT id, received_at, kind, note FROM reply"
	    " WHERE invitation_id = $1 AND (concern IS NOT NULL"
	    "  OR coalesce(kind, '') NOT IN ('answer', 'comment'))"
	    " ORDER BY received_at, id",
	    "i", invitation->id);
	return invitation->replies != NULL;
}

static gpointer
invitation_from_rows(struct rows *rows)
{
	struct journey_invitation *invitation =
	    g_new0(struct journey_invitation, 1);

	invitation->id = rows_int(rows, 0);
	invitation->touchpoint = rows_dup(rows, 1);
	invitation->channel = channel_from_name(rows_text(rows, 2));
	invitation->planned_at = rows_int(rows, 3);
	invitation->expires_at = rows_int(rows, 4);
	/* Of a newer dripscore, if it is not known. */
	if (!invitation_state_from_name(rows_text(rows, 5), &invitation->state))
		invitation->state = INVITATION_IN_DOUBT;
	invitation->reason = rows_dup(rows, 6);
	invitation->changed_at = rows_int(rows, 7);
	invitation->sent_at = rows_int(rows, 8);
	invitation->wait = wait_of(rows_text(rows, 9));
	invitation->parked_for = rows_dup(rows, 10);
	invitation->delivery = rows_dup(rows, 11);
	invitation->score = rows_is_null(rows, 12) ? -1 :
						     (int)rows_int(rows, 12);
	invitation->answered_at = rows_int(rows, 13);
	invitation->commented = rows_int(rows, 14) != 0;
	invitation->outcome = rows_dup(rows, 15);
	invitation->detail = rows_dup(rows, 16);
	invitation->away_until = rows_int(rows, 17);
	invitation->response_id = rows_int(rows, 18);
	return invitation;
}

/* All of them: what leaves before may belong to its own touchpoint. */
static gboolean
read_rivals(struct db *db, struct outbox_item *item, GError **error)
{
	if (item->rivals == NULL)
		return TRUE;
	g_ptr_array_unref(item->rivals);
	item->rivals = asks_rivals_of(db, item->event->contact.id,
	    item->invitation_id, "", error);
	return item->rivals != NULL;
}

static gboolean
read_item(struct db *db, struct journey_invitation *invitation, gint64 now_at,
    GError **error)
{
	gint64 message_id = 0;

	if (invitation->wait == JOURNEY_NO_WAIT)
		return TRUE;
	if (!db_one(db, &message_id, 0, error,
		"SELECT max(id) FROM message WHERE invitation_id = $1", "i",
		invitation->id))
		return FALSE;
	invitation->item = outbox_read_item(db, message_id, error);
	return invitation->item != NULL &&
	    outbox_complete_item(db, invitation->item, FALSE, now_at,
		error) &&
	    read_rivals(db, invitation->item, error);
}

static gboolean
read_invitations(struct db *db, struct journey_event *event, gint64 now_at,
    GError **error)
{
	event->invitations = db_list(db, error, invitation_from_rows,
	    invitation_free,
	    "SELECT i.id, i.touchpoint, i.channel, i.planned_at,"
	    " coalesce(s.expires_at, i.expires_at), s.state, s.reason,"
	    " s.changed_at, s.sent_at, " WAITS ","
	    " q.provider, v.state, r.score, r.answered_at,"
	    " r.comment IS NOT NULL, t.outcome, t.detail,"
	    " coalesce(s.away_until, 0), coalesce(r.id, 0)"
	    " FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " LEFT JOIN message m ON m.id = (SELECT max(o.id) FROM message o"
	    "  WHERE o.invitation_id = i.id)"
	    " LEFT JOIN attempt t ON t.id = (SELECT max(b.id) FROM attempt b"
	    "  WHERE b.message_id = m.id)"
	    " LEFT JOIN parked q ON q.message_id = m.id"
	    " LEFT JOIN delivery v ON v.message_id = m.id"
	    " LEFT JOIN response r ON r.id = (SELECT max(a.id) FROM response a"
	    "  WHERE a.invitation_id = i.id)"
	    " WHERE i.event_id = $1 ORDER BY i.id",
	    "i", event->event->id);
	if (event->invitations == NULL)
		return FALSE;
	for (guint i = 0; i < event->invitations->len; i++) {
		struct journey_invitation *each = event->invitations->pdata[i];

		if (!read_follow_ups(db, each, error) ||
		    !read_replies(db, each, error) ||
		    !read_item(db, each, now_at, error))
			return FALSE;
	}
	return TRUE;
}

static gpointer
event_from_rows(struct rows *rows)
{
	struct journey_event *event = g_new0(struct journey_event, 1);

	event->event = event_of_rows(rows, 0);
	if (rows_int(rows, EVENT_N_COLUMNS) != 0) {
		event->due = g_new0(struct due_event, 1);
		event->due->event = event->event;
	}
	return event;
}

/* What its judgement needs beside the event. */
static gboolean
complete_due(struct db *db, const struct journey *journey,
    struct due_event *due, gint64 now_at, GError **error)
{
	for (guint i = 0; i < journey->suppressions->len; i++) {
		const struct suppression *each =
		    journey->suppressions->pdata[i];

		due->suppressed |= 1u << each->channel;
	}
	due->companions = event_companions(db, due->event,
	    MAX(now_at, due->event->occurred_at), error);
	return due->companions != NULL;
}

static gboolean
read_events(struct db *db, struct journey *journey, gint64 now_at,
    GError **error)
{
	journey->events = db_list(db, error, event_from_rows,
	    journey_event_free,
	    "SELECT " EVENT_COLUMNS ", (SELECT count(*) FROM intake n"
	    "  WHERE n.occurred_at = e.occurred_at AND n.event_id = e.id)"
	    " FROM event e"
	    " JOIN contact c ON c.id = e.contact_id WHERE e.contact_id = $1"
	    " ORDER BY e.occurred_at, e.id",
	    "i", journey->contact.id);
	if (journey->events == NULL)
		return FALSE;
	for (guint i = 0; i < journey->events->len; i++) {
		struct journey_event *each = journey->events->pdata[i];

		if (!read_invitations(db, each, now_at, error) ||
		    (each->due != NULL &&
			!complete_due(db, journey, each->due, now_at, error)))
			return FALSE;
	}
	return TRUE;
}

static gpointer
suppression_from_rows(struct rows *rows)
{
	struct suppression *suppression = g_new0(struct suppression, 1);

	suppression->channel = channel_from_name(rows_text(rows, 0));
	suppression->address = rows_dup(rows, 1);
	suppression->reason = rows_dup(rows, 2);
	suppression->since_at = rows_int(rows, 3);
	return suppression;
}

static gpointer
turn_from_rows(struct rows *rows)
{
	struct journey_turn *turn = g_new0(struct journey_turn, 1);

	turn->touchpoint = rows_dup(rows, 0);
	turn->due_at = rows_int(rows, 1);
	return turn;
}

/* What holds for all of it. */
static gboolean
read_limits(struct db *db, struct journey *journey, gint64 now_at,
    GError **error)
{
	g_autofree char *key = address_key(journey->contact.email);

	journey->suppressions = db_list(db, error, suppression_from_rows,
	    (GDestroyNotify)suppression_free,
	    "SELECT channel, address, reason, since_at FROM suppression"
	    " WHERE (channel = 'email' AND address = $1)"
	    " OR (channel = 'sms' AND address = $2) ORDER BY channel",
	    "tt", key, journey->contact.phone);
	if (journey->suppressions == NULL)
		return FALSE;
	journey->turns = db_list(db, error, turn_from_rows, turn_free_one,
	    "SELECT touchpoint, due_at FROM turn WHERE contact_id = $1"
	    " ORDER BY touchpoint",
	    "i", journey->contact.id);
	if (journey->turns == NULL)
		return FALSE;
	journey->asks = asks_of(db, journey->contact.id, 0,
	    now_at - ASK_YEAR_S, G_MAXUINT, error);
	return journey->asks != NULL;
}

GPtrArray *
store_journeys(struct store *store, enum channel channel, const char *address,
    gint64 now_at, GError **error)
{
	g_autofree char *key = channel == CHANNEL_EMAIL ? address_key(address) :
							  g_strdup(address);
	g_autoptr(GPtrArray) journeys = db_list(store->db, error,
	    journey_from_rows, (GDestroyNotify)journey_free,
	    channel == CHANNEL_EMAIL ?
		"SELECT " CONTACT_COLUMNS " FROM contact c"
		" WHERE c.email_key = $1 ORDER BY c.id" :
		"SELECT " CONTACT_COLUMNS " FROM contact c"
		" WHERE c.phone = $1 ORDER BY c.id",
	    "t", key);

	for (guint i = 0; journeys != NULL && i < journeys->len; i++) {
		if (!read_limits(store->db, journeys->pdata[i], now_at,
			error) ||
		    !read_events(store->db, journeys->pdata[i], now_at,
			error) ||
		    !journey_read_answers(store->db, journeys->pdata[i],
			error))
			return NULL;
	}
	return g_steal_pointer(&journeys);
}
