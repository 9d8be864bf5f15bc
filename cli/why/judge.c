/*
 * judge.c - see why.h: what both the page and the JSON say that does not
 * stand in the store, but follows from it and the configuration.
 */
#include <string.h>

#include "cli/why/why.h"
#include "scheduler/away.h"
#include "store/journeys/suppressions.h"

#define MAX_HOLDERS 8 /* one behind the other */

void
why_wait_clear(struct why_wait *wait)
{
	g_clear_pointer(&wait->reason, g_free);
	outlook_clear(&wait->outlook);
}

/*
 * What holds one back until it is due: the calendar until Monday, say, and then
 * the rest. NULL if nothing does, or not so long; owned.
 */
static char *
holder(const struct why *why, const struct outbox_item *item)
{
	struct outlook outlook = { .verdict = VERDICT_RETRY,
		.next_at = why->now_at };

	for (guint i = 0; i < MAX_HOLDERS &&
	     outlook.verdict == VERDICT_RETRY && outlook.next_at < item->due_at;
	     i++) {
		gint64 at = outlook.next_at;

		outlook_clear(&outlook);
		outlook = outlook_judge(why->settings, why->pace, item,
		    why->now_at, at);
	}
	if (outlook.verdict == VERDICT_RETRY &&
	    outlook.next_at >= item->due_at)
		return outlook.reason;
	outlook_clear(&outlook);
	return NULL;
}

/* Why one waits that was judged before, as it is now. */
static void
judge_again(const struct why *why, const struct journey_invitation *invitation,
    struct why_wait *wait)
{
	/* If it has a place, the moment is its own already. */
	if (invitation->item->placed_at <= why->now_at) {
		wait->reason = holder(why, invitation->item);
		wait->stale = wait->reason == NULL &&
		    invitation->item->tries == 0;
	}
	if (wait->reason == NULL)
		wait->reason = g_strdup(invitation->reason);
}

struct why_wait
why_judge(const struct why *why, const struct journey_invitation *invitation)
{
	const struct outbox_item *item = invitation->item;
	struct why_wait wait = { 0 };

	wait.outlook = outlook_judge(why->settings, why->pace, item,
	    why->now_at, MAX(item->due_at, why->now_at));
	if (item->due_at <= why->now_at)
		wait.reason = g_strdup(invitation->reason);
	else if (invitation->reason == NULL)
		wait.reason = outlook_plan(why->settings, item,
		    invitation->planned_at);
	else
		judge_again(why, invitation, &wait);
	return wait;
}

gboolean
why_concerns(const struct touchpoint *touchpoint, const struct event *event)
{
	return touchpoint->on != NULL &&
	    strcmp(event->source, EVENT_SOURCE_OURS) != 0 &&
	    strcmp(touchpoint->on, event->type) == 0;
}

const struct journey_turn *
why_turn(const struct journey *journey, const struct touchpoint *touchpoint)
{
	for (guint i = 0; i < journey->turns->len; i++) {
		const struct journey_turn *each = journey->turns->pdata[i];

		if (strcmp(each->touchpoint, touchpoint->name) == 0)
			return each;
	}
	return NULL;
}

/* One waits already, or the nudge was put. */
static gboolean
is_followed(const struct journey_invitation *invitation)
{
	for (guint i = 0; i < invitation->follow_ups->len; i++) {
		const struct journey_follow_up *each =
		    invitation->follow_ups->pdata[i];

		if (each->wait != JOURNEY_NO_WAIT || each->number == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_suppressed(const struct journey *journey, enum channel channel)
{
	for (guint i = 0; i < journey->suppressions->len; i++) {
		const struct suppression *each =
		    journey->suppressions->pdata[i];

		if (each->channel == channel)
			return TRUE;
	}
	return FALSE;
}

gint64
why_back_at(const struct why *why, const struct journey *journey,
    const struct journey_invitation *invitation)
{
	return away_ends_at(why->settings,
	    settings_touchpoint(why->settings, invitation->touchpoint),
	    &journey->contact, invitation->away_until);
}

gboolean
why_is_waited_for(const struct journey_invitation *invitation)
{
	return invitation->state == INVITATION_SENT ||
	    (invitation->state == INVITATION_ANSWERED &&
		!invitation->commented);
}

gint64
why_next_follow_up(const struct why *why, const struct journey *journey,
    const struct journey_invitation *invitation, guint *number)
{
	const struct touchpoint *touchpoint = settings_touchpoint(
	    why->settings, invitation->touchpoint);
	gint64 back_at = why_back_at(why, journey, invitation);
	gint64 at = 0;

	*number = 0;
	if (touchpoint == NULL || is_followed(invitation) ||
	    is_suppressed(journey, invitation->channel))
		return 0;
	if (invitation->state == INVITATION_ANSWERED &&
	    touchpoint->nudge_s > 0 && !invitation->commented &&
	    invitation->score >= 0)
		at = MAX(invitation->answered_at + touchpoint->nudge_s,
		    back_at);
	for (guint i = 0; invitation->state == INVITATION_SENT && at == 0 &&
	     i < touchpoint->n_reminders; i++) {
		gint64 next_at = MAX(invitation->sent_at +
			touchpoint->remind_s[i],
		    back_at);

		*number = i + 1;
		if (next_at > why->now_at)
			at = next_at;
	}
	return at > why->now_at && at < invitation->expires_at ? at : 0;
}
