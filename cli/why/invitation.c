/*
 * invitation.c - see why.h: how one invitation stands, in sentences.
 */
#include "cli/why/why.h"
#include "scheduler/away.h"

/* "scheduled by email, to leave on 2026-12-01 09:00"; owned. */
static char *
waiting_text(const struct why *why,
    const struct journey_invitation *invitation)
{
	const char *channel = channel_name(invitation->channel);
	g_autofree char *due = NULL;

	if (invitation->item == NULL)
		return g_strdup_printf("scheduled by %s", channel);
	due = why_when(why, invitation->item->due_at);
	switch (invitation->wait) {
	case JOURNEY_IN_LINE:
		return g_strdup_printf("scheduled by %s, due since %s: in "
				       "line, while another talk is open on "
				       "the number",
		    channel, due);
	case JOURNEY_PARKED:
		return g_strdup_printf("scheduled by %s, due since %s: it "
				       "waits for the provider %s, see "
				       "`dripscore status`",
		    channel, due, invitation->parked_for);
	case JOURNEY_LEASED:
		return g_strdup_printf("scheduled by %s, about to leave",
		    channel);
	case JOURNEY_NO_WAIT:
	case JOURNEY_DUE:
		break;
	}
	return g_strdup_printf("scheduled by %s, %s %s", channel,
	    invitation->item->due_at > why->now_at ? "to leave on" :
						     "due since",
	    due);
}

static char *
answered_text(const struct why *why,
    const struct journey_invitation *invitation)
{
	g_autofree char *at = NULL;
	g_autofree char *until = NULL;
	gboolean late = invitation->answered_at >= invitation->expires_at;

	if (invitation->score < 0)
		return g_strdup("answered");
	at = why_when(why, invitation->answered_at);
	until = why_when(why, invitation->expires_at);
	return g_strdup_printf("answered on %s: %d%s (answer "
			       "%" G_GINT64_FORMAT ")%s%s", at,
	    invitation->score,
	    invitation->commented ? ", with words" : ", without words",
	    invitation->response_id,
	    late ? "; late, for it was waited for until " : "",
	    late ? until : "");
}

/* The state in a sentence; owned. */
static char *
state_text(const struct why *why, const struct journey_invitation *invitation)
{
	const char *name = invitation_state_name(invitation->state);
	g_autofree char *changed = why_when(why, invitation->changed_at);
	g_autofree char *sent = why_when(why, invitation->sent_at);
	g_autofree char *until = why_when(why, invitation->expires_at);

	switch (invitation->state) {
	case INVITATION_SCHEDULED:
		return waiting_text(why, invitation);
	case INVITATION_SENDING:
		return g_strdup_printf("on its way by %s since %s: the "
				       "provider has not said yet",
		    channel_name(invitation->channel), changed);
	case INVITATION_SENT:
		return g_strdup_printf("sent by %s on %s; an answer is waited "
				       "for until %s",
		    channel_name(invitation->channel), sent, until);
	case INVITATION_ANSWERED:
		return answered_text(why, invitation);
	case INVITATION_IN_DOUBT:
		return g_strdup_printf("in doubt since %s: it may have left by "
				       "%s; see `dripscore resolve`",
		    changed, channel_name(invitation->channel));
	case INVITATION_EXPIRED:
	case INVITATION_SUPPRESSED:
	case INVITATION_CANCELLED:
	case INVITATION_FAILED:
		break;
	}
	return g_strdup_printf("%s on %s", name, changed);
}

/* What follows when it is due; or now, if it is overdue. */
static void
append_outlook(GString *page, const struct outlook *outlook, gboolean overdue)
{
	if (overdue && outlook->reason == NULL)
		why_more(page, "nothing holds it back: it leaves with the next "
			       "turn of `dripscore run`");
	else if (outlook->verdict == VERDICT_RETRY)
		why_more(page, "%s%s",
		    overdue ? "" : "as things stand it will wait then: ",
		    outlook->reason);
	else if (outlook->reason != NULL)
		why_more(page, "as things stand it will not leave: %s",
		    outlook->reason);
}

/* What became of it so far. */
static void
append_tries(GString *page, const struct journey_invitation *invitation)
{
	guint tries = invitation->item->tries;
	const char *detail = invitation->detail;

	if (tries == 0 || invitation->outcome == NULL)
		return;
	why_more(page, "tried %u time%s, and %s%s%s", tries,
	    tries == 1 ? "" : "s", invitation->outcome,
	    detail != NULL ? ": " : "", detail != NULL ? detail : "");
}

static void
append_wait(GString *page, const struct why *why,
    const struct journey_invitation *invitation)
{
	struct why_wait wait = why_judge(why, invitation);
	gboolean overdue = invitation->item->due_at <= why->now_at;

	append_tries(page, invitation);
	/* Of what is overdue the reason of this moment says it all. */
	if (wait.reason != NULL && (!overdue || wait.outlook.reason == NULL) &&
	    g_strcmp0(wait.reason, invitation->detail) != 0)
		why_more(page, "%s", wait.reason);
	if (wait.stale)
		why_more(page, "by the configuration of now nothing holds it "
			       "back; it is judged again then");
	if (invitation->wait == JOURNEY_DUE)
		append_outlook(page, &wait.outlook, overdue);
	why_wait_clear(&wait);
}

static void
append_reply(GString *page, const struct why *why,
    const struct journey_reply *reply)
{
	g_autofree char *when = why_when(why, reply->received_at);

	why_more(page, "reply %" G_GINT64_FORMAT " on %s: %s%s%s", reply->id,
	    when, reply->kind != NULL ? reply->kind : "not understood",
	    reply->note != NULL ? "; " : "",
	    reply->note != NULL ? reply->note : "");
}

/* How one ended that has not left, or has not yet; owned. */
static char *
unsent_text(const struct journey_follow_up *follow_up)
{
	const char *outcome = follow_up->outcome;
	const char *why_not = follow_up->detail != NULL ? follow_up->detail :
							  outcome;

	if (g_strcmp0(outcome, "sending") == 0)
		return g_strdup("is on its way");
	if (g_strcmp0(outcome, "in doubt") == 0)
		return g_strdup("may have left: see `dripscore resolve`");
	return g_strdup_printf("did not leave: %s",
	    why_not != NULL ? why_not : "there was no need any more");
}

static void
append_follow_up(GString *page, const struct why *why,
    const struct journey_follow_up *follow_up)
{
	g_autofree char *name = follow_up->kind == MESSAGE_NUDGE ?
	    g_strdup("the nudge for a reason") :
	    g_strdup_printf("reminder %u", follow_up->number);
	g_autofree char *due = why_when(why, follow_up->due_at);
	g_autofree char *left = why_when(why, follow_up->left_at);
	g_autofree char *unsent = unsent_text(follow_up);
	const char *detail = follow_up->detail;

	if (follow_up->left_at != 0)
		why_more(page, "%s left on %s", name, left);
	else if (follow_up->wait != JOURNEY_NO_WAIT)
		why_more(page, "%s is to leave on %s%s%s", name, due,
		    detail != NULL ? ": " : "", detail != NULL ? detail : "");
	else
		why_more(page, "%s %s", name, unsent);
}

/* It moves a reminder, or keeps it from leaving at all. */
static void
append_away(GString *page, const struct why *why, const struct journey *journey,
    const struct journey_invitation *invitation)
{
	gint64 back_at = why_back_at(why, journey, invitation);
	g_autofree char *reason = NULL;

	if (back_at <= why->now_at || !why_is_waited_for(invitation))
		return;
	reason = away_reason(invitation->away_until);
	why_more(page, "%s: %s", reason,
	    back_at < invitation->expires_at ?
		"no reminder before that day" :
		"no reminder, for by then nobody waits for an answer");
}

static void
append_next_follow_up(GString *page, const struct why *why,
    const struct journey *journey,
    const struct journey_invitation *invitation)
{
	guint number;
	gint64 at = why_next_follow_up(why, journey, invitation, &number);
	g_autofree char *when = why_when(why, at);

	if (at == 0)
		return;
	if (number == 0)
		why_more(page, "a nudge for the reason follows from %s on",
		    when);
	else
		why_more(page, "reminder %u follows from %s on, unless there "
			       "is an answer",
		    number, when);
}

void
why_invitation(GString *page, const struct why *why,
    const struct journey *journey,
    const struct journey_invitation *invitation)
{
	g_autofree char *state = state_text(why, invitation);
	enum invitation_state is = invitation->state;

	why_row(page, invitation->touchpoint, state);
	if (invitation->item != NULL && is == INVITATION_SCHEDULED)
		append_wait(page, why, invitation);
	else if (is == INVITATION_SENT && invitation->reason != NULL)
		why_more(page, "the provider said: %s", invitation->reason);
	else if (invitation->reason != NULL)
		why_more(page, "%s", invitation->reason);
	if (invitation->sent_at != 0 && is != INVITATION_SENT) {
		g_autofree char *sent = why_when(why, invitation->sent_at);

		why_more(page, "asked by %s on %s",
		    channel_name(invitation->channel), sent);
	}
	if (invitation->delivery != NULL)
		why_more(page, "reported: %s", invitation->delivery);
	for (guint i = 0; i < invitation->replies->len; i++)
		append_reply(page, why, invitation->replies->pdata[i]);
	for (guint i = 0; i < invitation->follow_ups->len; i++)
		append_follow_up(page, why, invitation->follow_ups->pdata[i]);
	append_away(page, why, journey, invitation);
	append_next_follow_up(page, why, journey, invitation);
}
