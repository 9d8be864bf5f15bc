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

/*
 * Whether an invitation may leave now. Otherwise the verdict on it is set, and
 * *reason in words, owned by the caller.
 */
gboolean cadence_may_leave(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, enum verdict *verdict,
    char **reason);

#endif
