/*
 * verify_journeys.c - events that wait to be judged, invitations and their
 * states, as they are read. Called by verify.c.
 */
#include "store/verify/verify_internal.h"

#include <string.h>

static const char moved[] = "its event has moved; it is judged again then";

static gboolean
read_number(struct verify *verify, gint64 *n, const char *sql, GError **error)
{
	return db_one(verify->db, n, 0, error, sql, "");
}

static void
take_misplaced_event(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "intake", rows_int(rows, 0),
	    "an event waits to be judged once, at its time",
	    "it waits at %" G_GINT64_FORMAT ", and %s", rows_int(rows, 1),
	    rows_is_null(rows, 2) ? "there is no such event" :
				    "occurs at another time");
}

static gboolean
read_events(struct verify *verify, GError **error)
{
	struct verification *sums = verify->sums;

	return read_number(verify, &sums->events, "SELECT count(*) FROM event",
		   error) &&
	    read_number(verify, &sums->events_waiting,
		"SELECT count(*) FROM intake", error) &&
	    read_number(verify, &sums->events_asking,
		"SELECT count(*) FROM"
		" (SELECT DISTINCT event_id FROM invitation) e",
		error) &&
	    read_number(verify, &sums->events_moved,
		"SELECT count(*) FROM intake n WHERE EXISTS (SELECT 1"
		" FROM invitation i WHERE i.event_id = n.event_id)",
		error) &&
	    verify_each(verify,
		"SELECT n.event_id, n.occurred_at, e.occurred_at"
		" FROM intake n LEFT JOIN event e ON e.id = n.event_id"
		" WHERE e.occurred_at IS NULL"
		" OR e.occurred_at <> n.occurred_at",
		take_misplaced_event, error);
}

/* The state, or INVITATION_STATES. */
static guint8
state_of(struct verify *verify, struct rows *rows, int column, gint64 id)
{
	const char *name = rows_text(rows, column);
	enum invitation_state state;

	if (name != NULL && invitation_state_from_name(name, &state)) {
		verify->sums->invitations[state]++;
		return (guint8)state;
	}
	verify_tell(verify, "invitation", id,
	    "every invitation is in one state that is known", "%s%s",
	    name != NULL ? "its state is " : "it has no state",
	    name != NULL ? name : "");
	return INVITATION_STATES;
}

static void
check_ask(struct verify *verify, const struct verify_invitation *one)
{
	static const char left[] =
	    "what left, or may have, and only that counts for rest";

	if (!one->asked)
		return;
	switch ((enum invitation_state)one->state) {
	case INVITATION_SENDING:
	case INVITATION_SENT:
	case INVITATION_ANSWERED:
	case INVITATION_EXPIRED:
	case INVITATION_IN_DOUBT:
		break;
	case INVITATION_SCHEDULED:
	case INVITATION_SUPPRESSED:
	case INVITATION_CANCELLED:
	case INVITATION_FAILED:
		verify_tell(verify, "invitation_state", one->id, left,
		    "it is %s, and counts",
		    invitation_state_name((enum invitation_state)one->state));
		break;
	}
}

/* What is wrong with it is told once, here or in verify_states.c. */
static void
take_invitation(struct verify *verify, struct rows *rows)
{
	struct verify_invitation one = { .id = rows_int(rows, 0),
		.contact_id = rows_int(rows, 1),
		.sent_day = NO_DAY };
	const char *reason = rows_text(rows, 6);

	one.touchpoint = verify_touchpoint(verify, rows_text(rows, 2));
	one.state = state_of(verify, rows, 3, one.id);
	one.has_sent_at = !rows_is_null(rows, 4);
	if (!rows_is_null(rows, 5))
		one.sent_day = (gint32)rows_int(rows, 5);
	one.has_moved = one.state == INVITATION_SCHEDULED && reason != NULL &&
	    strcmp(reason, moved) == 0;
	one.asked = !rows_is_null(rows, 7);
	one.profile = verify_profile_at(verify, "invitation_state", one.id,
	    rows_int(rows, 9));
	check_ask(verify, &one);
	one.is_answered = rows_int(rows, 8) != 0;
	if (one.is_answered)
		verify_unlinked_count(verify, one.touchpoint, 1);
	g_array_append_val(verify->invitations.rows, one);
}

static void
take_stateless(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "invitation_state", rows_int(rows, 0),
	    "a state is of an invitation", "there is no such invitation");
}

static void
take_forgotten(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "invitation", rows_int(rows, 0),
	    "what is to be judged again has its event in the intake",
	    "event %" G_GINT64_FORMAT " is not there at its time",
	    rows_int(rows, 1));
}

static gboolean
has_moved(const struct verify *verify)
{
	const GArray *all = verify->invitations.rows;

	for (guint i = 0; i < all->len; i++) {
		if (g_array_index(all, struct verify_invitation, i).has_moved)
			return TRUE;
	}
	return FALSE;
}

static void
take_look(struct verify *verify, struct rows *rows)
{
	struct verify_invitation *one = verify_find(&verify->invitations,
	    rows_int(rows, 0));

	if (one != NULL)
		verify_count(&one->looks);
}

gboolean
verify_journeys(struct verify *verify, GError **error)
{
	if (!read_events(verify, error) ||
	    !verify_each(verify,
		"SELECT i.id, i.contact_id, i.touchpoint, s.state, s.sent_at,"
		" s.sent_day, s.reason, s.asked_at, s.anonymous, s.profile"
		" FROM invitation i"
		" LEFT JOIN invitation_state s ON s.invitation_id = i.id"
		" ORDER BY i.id",
		take_invitation, error) ||
	    !verify_each(verify,
		"SELECT s.invitation_id FROM invitation_state s"
		" WHERE NOT EXISTS (SELECT 1 FROM invitation i"
		"  WHERE i.id = s.invitation_id)",
		take_stateless, error) ||
	    !verify_each(verify,
		"SELECT invitation_id FROM follow_up ORDER BY invitation_id",
		take_look, error))
		return FALSE;
	return !has_moved(verify) ||
	    verify_each(verify,
		"SELECT i.id, i.event_id FROM invitation i"
		" JOIN invitation_state s ON s.invitation_id = i.id"
		" JOIN event e ON e.id = i.event_id WHERE s.state = 'scheduled'"
		" AND s.reason = 'its event has moved; it is judged again then'"
		" AND NOT EXISTS (SELECT 1 FROM intake n"
		"  WHERE n.event_id = e.id AND n.occurred_at = e.occurred_at)",
		take_forgotten, error);
}
