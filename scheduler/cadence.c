/*
 * cadence.c - see cadence.h. Called by intake.c for each event and by drip.c
 * for each message about to leave.
 */
#include "scheduler/cadence.h"

#include <string.h>

/* Why the contact can't be reached on the channel now, or NULL: it can. */
static const char *
contact_refusal(const struct due_event *due, enum channel channel,
    enum invitation_state *state)
{
	const struct contact *contact = &due->event->contact;
	const char *address = channel == CHANNEL_SMS ? contact->phone :
						       contact->email;

	*state = INVITATION_FAILED;
	if (address == NULL)
		return "no address is known";
	*state = INVITATION_SUPPRESSED;
	return (due->suppressed & (1u << channel)) != 0 ?
	    "the address is suppressed" :
	    NULL;
}

/*
 * Of the channels the touchpoint allows, in its order, the first by which the
 * contact can be reached. CHANNEL_NONE if there is none; then state and reason
 * say what the invitation ends in.
 */
static enum channel
channel_choose(const struct touchpoint *touchpoint, const struct due_event *due,
    enum invitation_state *state, char **reason)
{
	g_autoptr(GString) why = g_string_new(NULL);

	for (guint i = 0; i < touchpoint->n_channels; i++) {
		enum channel channel = touchpoint->channels[i];
		const char *refusal = contact_refusal(due, channel, state);

		if (refusal == NULL)
			return channel;
		g_string_append_printf(why, "%s%s: %s", i > 0 ? "; " : "",
		    channel_name(channel), refusal);
	}
	*reason = g_strdup(why->str);
	return CHANNEL_NONE;
}

/* The companion that cancels it, or NULL. */
static const struct event *
find_cancelling(const struct touchpoint *touchpoint,
    const GPtrArray *companions)
{
	for (guint i = 0; i < companions->len; i++) {
		const struct event *event = companions->pdata[i];

		if (g_strv_contains((const char *const *)touchpoint->unless,
			event->type))
			return event;
	}
	return NULL;
}

static char *
cancel_reason(const struct event *event)
{
	return g_strdup_printf("by the event %s", event->type);
}

static struct planned_invitation *
plan_invitation(const struct touchpoint *touchpoint,
    const struct due_event *due, gint64 now_at)
{
	struct planned_invitation *plan = g_new0(struct planned_invitation, 1);
	const struct event *cancelling = find_cancelling(touchpoint,
	    due->companions);

	plan->touchpoint = g_strdup(touchpoint->name);
	plan->due_at = due->event->occurred_at + touchpoint->delay_s;
	plan->expires_at = plan->due_at + touchpoint->expires_s;
	plan->state = INVITATION_SCHEDULED;
	if (cancelling != NULL) {
		plan->state = INVITATION_CANCELLED;
		plan->reason = cancel_reason(cancelling);
	} else if (plan->expires_at <= now_at) {
		plan->state = INVITATION_EXPIRED;
		plan->reason = g_strdup("the event came in too late");
	} else {
		plan->channel = channel_choose(touchpoint, due, &plan->state,
		    &plan->reason);
		if (plan->channel != CHANNEL_NONE)
			plan->state = INVITATION_SCHEDULED;
	}
	return plan;
}

struct intake *
cadence_judge(const struct settings *settings, const struct due_event *due,
    gint64 now_at)
{
	struct intake *intake = g_new0(struct intake, 1);
	const struct event *event = due->event;

	intake->event_id = event->id;
	intake->occurred_at = event->occurred_at;
	intake->source = g_strdup(event->source);
	intake->reference = g_strdup(event->reference);
	intake->invitations = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)planned_invitation_free);
	intake->cancels = g_ptr_array_new_with_free_func(g_free);
	intake->cancel_reason = cancel_reason(event);
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    settings->touchpoints->pdata[i];

		if (strcmp(touchpoint->on, event->type) == 0)
			g_ptr_array_add(intake->invitations,
			    plan_invitation(touchpoint, due, now_at));
		if (g_strv_contains((const char *const *)touchpoint->unless,
			event->type))
			g_ptr_array_add(intake->cancels,
			    g_strdup(touchpoint->name));
	}
	return intake;
}

gboolean
cadence_may_leave(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, enum verdict *verdict,
    char **reason)
{
	const struct touchpoint *touchpoint = settings_touchpoint(settings,
	    item->touchpoint);
	const struct event *cancelling = NULL;

	if (touchpoint != NULL && item->companions != NULL)
		cancelling = find_cancelling(touchpoint, item->companions);
	*verdict = VERDICT_CANCELLED;
	if (touchpoint == NULL)
		*reason = g_strdup("the touchpoint is no longer configured");
	else if (cancelling != NULL)
		*reason = cancel_reason(cancelling);
	else if (item->suppressed) {
		*verdict = VERDICT_SUPPRESSED;
		*reason = g_strdup("the address is suppressed");
	} else if (now_at >= item->expires_at) {
		*verdict = VERDICT_EXPIRED;
		*reason = g_strdup("its time was over before it could leave");
	} else
		return TRUE;
	return FALSE;
}
