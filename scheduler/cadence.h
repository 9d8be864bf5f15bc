/*
 * cadence.h - what follows from an event: whom to ask, when, or why not. Pure.
 *
 * Whether a message may still leave when its time has come: departure.h.
 */
#ifndef SCHEDULER_CADENCE_H
#define SCHEDULER_CADENCE_H

#include "base/settings.h"
#include "store/journeys/events.h"

/*
 * The judgement on an event that has occurred: an invitation for each
 * touchpoint on its type (scheduled, or ended at once with a reason), and the
 * touchpoints whose invitations it cancels. An event of our own concerns the
 * touchpoint that its reference begins with. Owned by the caller.
 */
struct intake *cadence_judge(const struct settings *settings,
    const struct due_event *due, gint64 now_at);

/* The companion (struct event) that ends the touchpoint's invitation; NULL:
 * none does. */
const struct event *cadence_cancelling(const struct touchpoint *touchpoint,
    const GPtrArray *companions);
/* Why it ended, in words; owned. */
char *cadence_cancel_reason(const struct event *event);

#endif
