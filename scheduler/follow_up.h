/*
 * follow_up.h - after an invitation has left: reminders, a nudge, the end of
 * waiting.
 */
#ifndef SCHEDULER_FOLLOW_UP_H
#define SCHEDULER_FOLLOW_UP_H

#include "base/settings.h"
#include "store/journeys/follow_ups.h"
#include "store/outbox/outbox.h"

/* What follows from a look. Pure. */
struct follow_up_step follow_up_judge(const struct settings *settings,
    const struct follow_up *follow_up, gint64 now_at);

/*
 * An invitation leaves for the first time: when it is to be looked at first, so
 * that nobody need look right after it. 0: at once.
 */
gint64 follow_up_first_look(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at);

/*
 * Looks at no more than `limit`; *looked says at how many. FALSE with error set
 * as the store's functions.
 */
gboolean follow_up_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, guint *looked, GError **error);

#endif
