/*
 * json.c - see why.h: a contact's journey as JSON. Times are UTC.
 */
#include "cli/why/why.h"

#include "base/clock.h"
#include "base/text.h"
#include "scheduler/cadence.h"
#include "store/journeys/suppressions.h"

static json_t *
at_json(gint64 at)
{
	g_autofree char *text = at != 0 && at != G_MAXINT64 ? time_format(at) :
							      NULL;

	return text != NULL ? json_string(text) : json_null();
}

/* JSON goes to terminals too. */
static json_t *
text_json(const char *text)
{
	g_autofree char *clean = text != NULL ? text_clean(text) : NULL;

	return clean != NULL ? json_string(clean) : json_null();
}

static const char *
wait_name(enum journey_wait wait)
{
	switch (wait) {
	case JOURNEY_DUE:
		return "its time";
	case JOURNEY_LEASED:
		return "the daemon";
	case JOURNEY_IN_LINE:
		return "its number";
	case JOURNEY_PARKED:
		return "its provider";
	case JOURNEY_NO_WAIT:
		break;
	}
	return NULL;
}

static json_t *
follow_ups_json(const GPtrArray *follow_ups)
{
	json_t *all = json_array();

	for (guint i = 0; i < follow_ups->len; i++) {
		const struct journey_follow_up *each = follow_ups->pdata[i];

		json_array_append_new(all,
		    json_pack("{s:s, s:i, s:o, s:o, s:o, s:o, s:o}", "kind",
			message_kind_name(each->kind), "number",
			(int)each->number, "waits_for",
			text_json(wait_name(each->wait)), "due_at",
			at_json(each->due_at), "left_at",
			at_json(each->left_at), "outcome",
			text_json(each->outcome), "detail",
			text_json(each->detail)));
	}
	return all;
}

static const char *
verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_SENT:
		return "leaves";
	case VERDICT_RETRY:
		return "waits";
	case VERDICT_FAILED:
		return "fails";
	case VERDICT_EXPIRED:
		return "expires";
	case VERDICT_SUPPRESSED:
		return "is suppressed";
	case VERDICT_CANCELLED:
		return "is cancelled";
	case VERDICT_IN_DOUBT:
		break;
	}
	return "is in doubt";
}

/* What waits: until when, why, and what follows then. */
static json_t *
waiting_json(const struct why *why, const struct journey_invitation *invitation)
{
	struct why_wait wait;
	json_t *object;

	if (invitation->item == NULL)
		return json_null();
	wait = why_judge(why, invitation);
	object = json_pack("{s:o, s:o, s:o, s:o, s:b, s:o, s:s, s:o, s:o}",
	    "for", text_json(wait_name(invitation->wait)), "provider",
	    text_json(invitation->parked_for), "due_at",
	    at_json(invitation->item->due_at), "because",
	    text_json(wait.reason), "free_by_now", wait.stale, "then_at",
	    at_json(wait.outlook.at), "then",
	    verdict_name(wait.outlook.verdict), "then_because",
	    text_json(wait.outlook.reason), "then_until",
	    at_json(wait.outlook.next_at));
	why_wait_clear(&wait);
	return object;
}

static json_t *
answer_json(const struct journey_invitation *invitation)
{
	if (invitation->score < 0)
		return json_null();
	return json_pack("{s:I, s:i, s:b, s:o, s:b}", "id",
	    (json_int_t)invitation->response_id, "score", invitation->score,
	    "commented", invitation->commented, "at",
	    at_json(invitation->answered_at), "late",
	    invitation->answered_at >= invitation->expires_at);
}

static json_t *
attempt_json(const struct journey_invitation *invitation)
{
	if (invitation->outcome == NULL)
		return json_null();
	return json_pack("{s:o, s:o}", "outcome",
	    text_json(invitation->outcome), "detail",
	    text_json(invitation->detail));
}

static json_t *
replies_json(const GPtrArray *replies)
{
	json_t *all = json_array();

	for (guint i = 0; i < replies->len; i++) {
		const struct journey_reply *each = replies->pdata[i];

		json_array_append_new(all,
		    json_pack("{s:I, s:o, s:o, s:o}", "id",
			(json_int_t)each->id, "received_at",
			at_json(each->received_at), "kind",
			text_json(each->kind), "note",
			text_json(each->note)));
	}
	return all;
}

static json_t *
invitation_json(const struct why *why, const struct journey *journey,
    const struct journey_invitation *invitation)
{
	guint number;
	gint64 next_at = why_next_follow_up(why, journey, invitation,
	    &number);

	return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
			 " s:o, s:o, s:o, s:o, s:o, s:o}",
	    "touchpoint", text_json(invitation->touchpoint), "channel",
	    channel_name(invitation->channel), "state",
	    invitation_state_name(invitation->state), "reason",
	    text_json(invitation->reason), "planned_at",
	    at_json(invitation->planned_at), "changed_at",
	    at_json(invitation->changed_at), "waits",
	    waiting_json(why, invitation), "sent_at",
	    at_json(invitation->sent_at), "expires_at",
	    at_json(invitation->expires_at), "delivery",
	    text_json(invitation->delivery), "last_attempt",
	    attempt_json(invitation), "answer",
	    answer_json(invitation), "other_replies",
	    replies_json(invitation->replies), "follow_ups",
	    follow_ups_json(invitation->follow_ups), "away_until",
	    at_json(invitation->away_until), "next_follow_up_at",
	    at_json(next_at));
}

/* What would follow from an event that was not judged yet. */
static json_t *
unjudged_json(const struct why *why, const struct due_event *due)
{
	json_t *all = json_array();
	struct intake *intake = cadence_judge(why->settings, due,
	    MAX(why->now_at, due->event->occurred_at));

	for (guint i = 0; i < intake->invitations->len; i++) {
		const struct planned_invitation *each =
		    intake->invitations->pdata[i];

		json_array_append_new(all,
		    json_pack("{s:s, s:s, s:s, s:o, s:o}", "touchpoint",
			each->touchpoint, "channel",
			channel_name(each->channel), "state",
			invitation_state_name(each->state), "reason",
			text_json(each->reason), "due_at",
			at_json(each->due_at)));
	}
	intake_free(intake);
	return all;
}

static json_t *
event_json(const struct why *why, const struct journey *journey,
    const struct journey_event *event)
{
	json_t *invitations = json_array();

	for (guint i = 0; i < event->invitations->len; i++)
		json_array_append_new(invitations,
		    invitation_json(why, journey,
			event->invitations->pdata[i]));
	return json_pack("{s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "type",
	    text_json(event->event->type), "reference",
	    text_json(event->event->reference), "source",
	    text_json(event->event->source), "occurred_at",
	    at_json(event->event->occurred_at), "judged", event->due == NULL,
	    "invitations", invitations, "expected",
	    event->due != NULL ? unjudged_json(why, event->due) : json_null());
}

static json_t *
turns_json(const struct why *why, const struct journey *journey)
{
	json_t *all = json_array();

	for (guint i = 0; i < why->settings->touchpoints->len; i++) {
		const struct touchpoint *each =
		    why->settings->touchpoints->pdata[i];
		const struct journey_turn *turn = why_turn(journey, each);
		g_autofree char *why_not = NULL;

		if (each->on != NULL)
			continue;
		if (each->where != NULL)
			condition_holds(each->where, NULL, &journey->contact,
			    &why_not);
		json_array_append_new(all,
		    json_pack("{s:s, s:o, s:o}", "touchpoint", each->name,
			"due_at", at_json(turn != NULL ? turn->due_at : 0),
			"where_fails", text_json(why_not)));
	}
	return all;
}

static json_t *
suppressions_json(const GPtrArray *suppressions)
{
	json_t *all = json_array();

	for (guint i = 0; i < suppressions->len; i++) {
		const struct suppression *each = suppressions->pdata[i];

		json_array_append_new(all,
		    json_pack("{s:s, s:o, s:o}", "channel",
			channel_name(each->channel), "reason",
			text_json(each->reason), "since_at",
			at_json(each->since_at)));
	}
	return all;
}

static json_t *
asks_json(const GPtrArray *asks)
{
	json_t *all = json_array();

	for (guint i = 0; i < asks->len; i++) {
		const struct neighbour *each = asks->pdata[i];

		json_array_append_new(all,
		    json_pack("{s:o, s:o}", "touchpoint",
			text_json(each->touchpoint), "at", at_json(each->at)));
	}
	return all;
}

static json_t *
answers_json(const GPtrArray *answers)
{
	json_t *all = json_array();

	for (guint i = 0; i < answers->len; i++) {
		const struct journey_answer *each = answers->pdata[i];

		json_array_append_new(all,
		    json_pack("{s:I, s:o, s:i, s:b, s:o, s:o, s:o}", "id",
			(json_int_t)each->id, "touchpoint",
			text_json(each->touchpoint), "score", each->score,
			"commented", each->commented, "at",
			at_json(each->answered_at), "source",
			text_json(each->source), "author",
			text_json(each->author)));
	}
	return all;
}

json_t *
why_json(const struct why *why, const struct journey *journey)
{
	const struct contact *contact = &journey->contact;
	json_t *events = json_array();

	for (guint i = 0; i < journey->events->len; i++)
		json_array_append_new(events,
		    event_json(why, journey, journey->events->pdata[i]));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
	    "name",
	    text_json(contact->name), "email", text_json(contact->email),
	    "phone", text_json(contact->phone), "timezone",
	    text_json(contact->timezone), "suppressions",
	    suppressions_json(journey->suppressions), "asks",
	    asks_json(journey->asks), "turns", turns_json(why, journey),
	    "events", events, "answers", answers_json(journey->answers));
}
