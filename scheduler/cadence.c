/*
 * cadence.c - see cadence.h. Called by intake.c for each event and by drip.c
 * for each message about to leave.
 */
#include "scheduler/cadence.h"

#include <string.h>

#include "base/clock.h"
#include "scheduler/texting.h"
#include "scheduler/window.h"

/* What is no invitation, and no answer, is tried for so long. */
#define CONTENT_LIFE_S (5 * 24 * 60 * 60)
/* Who has texted waits for an answer for so long. */
#define ANSWER_LIFE_S (60 * 60)

static const char no_address[] = "no address is known";
static const char is_suppressed[] = "the address is suppressed";

/*
 * Why the contact can't be reached on the channel now, in words, owned; or
 * NULL: it can. *suppressed: an address is known, but may not be written to.
 */
static char *
contact_refusal(const struct settings *settings, const struct due_event *due,
    enum channel channel, gboolean *suppressed)
{
	const struct contact *contact = &due->event->contact;
	const char *address = channel == CHANNEL_SMS ? contact->phone :
						       contact->email;

	if (address == NULL)
		return g_strdup(no_address);
	*suppressed = TRUE;
	if ((due->suppressed & (1u << channel)) != 0)
		return g_strdup(is_suppressed);
	return channel == CHANNEL_SMS ?
	    texting_refusal(settings, contact, due->event) :
	    NULL;
}

/*
 * Of the channels the touchpoint allows, in its order, the first by which the
 * contact can be reached. CHANNEL_NONE if there is none; then state and reason
 * say what the invitation ends in.
 */
static enum channel
channel_choose(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct due_event *due,
    enum invitation_state *state, char **reason)
{
	g_autoptr(GString) why = g_string_new(NULL);
	gboolean suppressed = FALSE;

	for (guint i = 0; i < touchpoint->n_channels; i++) {
		enum channel channel = touchpoint->channels[i];
		g_autofree char *refusal = contact_refusal(settings, due,
		    channel, &suppressed);

		if (refusal == NULL)
			return channel;
		g_string_append_printf(why, "%s%s: %s", i > 0 ? "; " : "",
		    channel_name(channel), refusal);
	}
	*state = suppressed ? INVITATION_SUPPRESSED : INVITATION_FAILED;
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
plan_invitation(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct due_event *due,
    gint64 now_at)
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
		plan->channel = channel_choose(settings, touchpoint, due,
		    &plan->state, &plan->reason);
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
			    plan_invitation(settings, touchpoint, due, now_at));
		if (g_strv_contains((const char *const *)touchpoint->unless,
			event->type))
			g_ptr_array_add(intake->cancels,
			    g_strdup(touchpoint->name));
	}
	return intake;
}

gint64
cadence_gives_up_at(const struct outbox_item *item)
{
	if (item->kind == MESSAGE_INVITATION)
		return item->expires_at;
	return item->created_at +
	    (message_kind_is_answer(item->kind) ? ANSWER_LIFE_S :
						  CONTENT_LIFE_S);
}

static gboolean
refuse(struct departure *departure, enum verdict verdict, char *reason)
{
	departure->verdict = verdict;
	departure->reason = reason;
	return FALSE;
}

gboolean
cadence_wait(const struct settings *settings, const struct outbox_item *item,
    gint64 from_at, const char *why, struct departure *departure)
{
	g_autofree char *until = NULL;

	departure->next_at = window_next_text(settings, &item->event->contact,
	    from_at);
	if (departure->next_at >= item->expires_at)
		return refuse(departure, VERDICT_EXPIRED,
		    g_strdup_printf("its time ends before it could leave: %s",
			why));
	until = time_format(departure->next_at);
	return refuse(departure, VERDICT_RETRY,
	    g_strdup_printf("%s; it waits until %s", why, until));
}

/* What may be different now from when it was planned. */
static gboolean
question_may_leave(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	const struct contact *contact = &item->event->contact;
	char *refusal;

	if (contact->phone == NULL)
		return refuse(departure, VERDICT_FAILED, g_strdup(no_address));
	refusal = texting_refusal(settings, contact, item->event);
	if (refusal != NULL)
		return refuse(departure, VERDICT_SUPPRESSED, refusal);
	if (window_next_text(settings, contact, now_at) != now_at)
		return cadence_wait(settings, item, now_at, "quiet hours",
		    departure);
	return TRUE;
}

static gboolean
invitation_may_leave(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	const struct touchpoint *touchpoint = settings_touchpoint(settings,
	    item->touchpoint);
	const struct event *cancelling = NULL;

	if (touchpoint == NULL)
		return refuse(departure, VERDICT_CANCELLED,
		    g_strdup("the touchpoint is no longer configured"));
	if (item->companions != NULL)
		cancelling = find_cancelling(touchpoint, item->companions);
	if (cancelling != NULL)
		return refuse(departure, VERDICT_CANCELLED,
		    cancel_reason(cancelling));
	if (item->suppressed)
		return refuse(departure, VERDICT_SUPPRESSED,
		    g_strdup(is_suppressed));
	if (now_at >= item->expires_at)
		return refuse(departure, VERDICT_EXPIRED,
		    g_strdup("its time was over before it could leave"));
	return item->channel != CHANNEL_SMS ||
	    question_may_leave(settings, item, now_at, departure);
}

/* The opt-out itself is confirmed, and HELP is answered, in any case. */
static gboolean
talks_on(enum message_kind kind)
{
	return kind == MESSAGE_REASON || kind == MESSAGE_THANKS ||
	    kind == MESSAGE_REPROMPT;
}

static gboolean
answer_may_leave(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	char *refusal;

	if (now_at >= cadence_gives_up_at(item))
		return refuse(departure, VERDICT_EXPIRED,
		    g_strdup("too late to answer"));
	if (item->suppressed && talks_on(item->kind))
		return refuse(departure, VERDICT_SUPPRESSED,
		    g_strdup(is_suppressed));
	refusal = texting_answer_refusal(settings, item->recipient);
	return refusal == NULL ||
	    refuse(departure, VERDICT_SUPPRESSED, refusal);
}

gboolean
cadence_may_leave(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	*departure = (struct departure){ 0 };
	if (item->kind == MESSAGE_INVITATION)
		return invitation_may_leave(settings, item, now_at, departure);
	return !message_kind_is_answer(item->kind) ||
	    answer_may_leave(settings, item, now_at, departure);
}
