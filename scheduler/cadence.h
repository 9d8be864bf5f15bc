/*
 * cadence.h - what follows from an event: whom to ask, when, or why not. Pure.
 */
#ifndef SCHEDULER_CADENCE_H
#define SCHEDULER_CADENCE_H

#include "base/settings.h"
#include "store/events.h"
#include "store/outbox.h"

/*
 * The judgement on an event that has occurred: an invitation for each
 * touchpoint on its type (scheduled, or ended at once with a reason), and the
 * touchpoints whose invitations it cancels. Owned by the caller.
 */
struct intake *cadence_judge(const struct settings *settings,
    const struct due_event *due, gint64 now_at);

/* Why a message may not leave now. */
struct departure {
	enum verdict verdict;
	char *reason;	/* in words; owned by the caller */
	gint64 next_at; /* VERDICT_RETRY */
};

/*
 * Whether a message may leave now: an invitation, by all that may have changed
 * since it was planned, and in the hours of its recipient; an answer to a text,
 * at any hour, unless it is too late. Otherwise *departure is set.
 */
gboolean cadence_may_leave(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, struct departure *departure);

/*
 * An invitation by text waits for its recipient's hours, from from_at on, or
 * has expired by then: sets *departure and returns FALSE. why: "quiet hours".
 */
gboolean cadence_wait(const struct settings *settings,
    const struct outbox_item *item, gint64 from_at, const char *why,
    struct departure *departure);

/* Until when a message is tried. */
gint64 cadence_gives_up_at(const struct outbox_item *item);

#endif
