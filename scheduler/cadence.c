/*
 * cadence.c - see cadence.h. Called by intake.c for each event.
 */
#include "scheduler/cadence.h"

#include <string.h>

#include "base/timezone.h"
#include "scheduler/spread.h"
#include "scheduler/texting.h"
#include "scheduler/window.h"

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

const struct event *
cadence_cancelling(const struct touchpoint *touchpoint,
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

char *
cadence_cancel_reason(const struct event *event)
{
	return g_strdup_printf("by the event %s", event->type);
}

static void
end_at_once(struct planned_invitation *plan, enum invitation_state state,
    char *reason)
{
	plan->state = state;
	plan->reason = reason;
}

/* Whether it is to be asked at all, whenever that is. */
static gboolean
is_asked(const struct touchpoint *touchpoint, const struct due_event *due,
    struct planned_invitation *plan)
{
	const struct event *cancelling = cadence_cancelling(touchpoint,
	    due->companions);
	g_autofree char *why = NULL;

	if (cancelling != NULL)
		end_at_once(plan, INVITATION_CANCELLED,
		    cadence_cancel_reason(cancelling));
	else if (touchpoint->where != NULL &&
	    !condition_holds(touchpoint->where, due->event,
		&due->event->contact, &why))
		end_at_once(plan, INVITATION_CANCELLED,
		    g_strdup_printf("not asked, by `where`: %s", why));
	else if (!sample_takes(touchpoint->name, due->event,
		     touchpoint->sample_percent))
		end_at_once(plan, INVITATION_CANCELLED,
		    g_strdup_printf("not in the sample of %u%%",
			touchpoint->sample_percent));
	return plan->state == INVITATION_SCHEDULED;
}

/*
 * Its moment in the window. What is spread and would fall between two openings
 * is laid over the next one: else all of a night would leave as it opens.
 */
static gint64
moment_in(const struct window *window, const struct touchpoint *touchpoint,
    const struct contact *contact, gint64 at)
{
	gint64 opens_at = window_next(window, at);
	g_autofree char *name = NULL;
	gint64 closes_at;

	if (touchpoint->spread_s == 0 || opens_at == at ||
	    opens_at == G_MAXINT64)
		return opens_at;
	closes_at = MIN(window_closes(window, opens_at),
	    opens_at + touchpoint->spread_s);
	name = g_strconcat(touchpoint->name, " in its window", NULL);
	return opens_at + spread_offset(name, contact, closes_at - opens_at);
}

static void
plan_moment(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct due_event *due,
    gint64 base_at, struct planned_invitation *plan)
{
	const struct contact *contact = &due->event->contact;
	g_autoptr(window) window = window_of(settings, touchpoint, contact,
	    plan->channel);
	g_autofree char *why = NULL;

	plan->due_at = moment_in(window, touchpoint, contact, base_at);
	if (plan->due_at < plan->expires_at)
		return;
	why = window_reason(window, base_at);
	end_at_once(plan, INVITATION_EXPIRED,
	    g_strdup_printf("it would come too late: %s", why));
	plan->due_at = base_at;
}

/* An outage, or an event that nobody told us of in time. */
static void
judge_lateness(const struct settings *settings,
    const struct touchpoint *touchpoint, gint64 now_at,
    struct planned_invitation *plan)
{
	g_autofree char *when = NULL;
	g_autofree char *allowed = NULL;

	if (plan->state != INVITATION_SCHEDULED ||
	    (now_at - plan->due_at <= touchpoint->max_lateness_s &&
		now_at < plan->expires_at))
		return;
	when = timezone_format(settings->organisation.zone, plan->due_at);
	allowed = config_duration_text(
	    MIN(touchpoint->max_lateness_s, touchpoint->expires_s));
	end_at_once(plan, INVITATION_EXPIRED,
	    g_strdup_printf("the event came in too late: it was to leave on "
			    "%s, and may be late by %s",
		when, allowed));
}

static struct planned_invitation *
plan_invitation(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct due_event *due,
    gint64 now_at)
{
	struct planned_invitation *plan = g_new0(struct planned_invitation, 1);
	/* What recurs for each person was laid apart with its first turn. */
	gint64 spread_s = touchpoint->every_s > 0 ? 0 : touchpoint->spread_s;
	gint64 base_at = due->event->occurred_at + touchpoint->delay_s +
	    spread_offset(touchpoint->name, &due->event->contact, spread_s);

	plan->touchpoint = g_strdup(touchpoint->name);
	plan->due_at = base_at;
	plan->expires_at = base_at + touchpoint->expires_s;
	plan->answer_s = touchpoint->expires_s;
	plan->state = INVITATION_SCHEDULED;
	if (!is_asked(touchpoint, due, plan))
		return plan;
	plan->channel = channel_choose(settings, touchpoint, due, &plan->state,
	    &plan->reason);
	if (plan->channel == CHANNEL_NONE)
		return plan;
	plan_moment(settings, touchpoint, due, base_at, plan);
	judge_lateness(settings, touchpoint, now_at, plan);
	return plan;
}

static gboolean
is_ours(const struct event *event)
{
	return strcmp(event->source, EVENT_SOURCE_OURS) == 0;
}

static gboolean
concerns(const struct touchpoint *touchpoint, const struct event *event)
{
	gsize n = strlen(touchpoint->name);

	if (is_ours(event))
		return touchpoint->on == NULL &&
		    strncmp(event->reference, touchpoint->name, n) == 0 &&
		    event->reference[n] == '/';
	return touchpoint->on != NULL &&
	    strcmp(touchpoint->on, event->type) == 0;
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
	intake->cancel_reason = cadence_cancel_reason(event);
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    settings->touchpoints->pdata[i];

		if (concerns(touchpoint, event))
			g_ptr_array_add(intake->invitations,
			    plan_invitation(settings, touchpoint, due, now_at));
		if (!is_ours(event) &&
		    g_strv_contains((const char *const *)touchpoint->unless,
			event->type))
			g_ptr_array_add(intake->cancels,
			    g_strdup(touchpoint->name));
	}
	return intake;
}
