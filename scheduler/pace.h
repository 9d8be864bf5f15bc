/*
 * pace.h - drips: how many messages leave in which time. Pure.
 *
 * A message counts for each drip that is on its touchpoint: of [cadence], of
 * the touchpoint, of each team that answers for it. A rate an hour is laid
 * evenly over the minutes of the hour, a rate a day is that of a day in the
 * organisation's zone. Who finds no room is given the first moment that has
 * some, and comes back then.
 */
#ifndef SCHEDULER_PACE_H
#define SCHEDULER_PACE_H

#include "base/settings.h"
#include "scheduler/window.h"

struct pace;

/* settings is borrowed. */
struct pace *pace_new(const struct settings *settings);
void pace_free(struct pace *pace);
AUTOPTR_DEFINE(pace, pace_free)

/* Whether there is any drip on the touchpoint. */
gboolean pace_limits(const struct pace *pace,
    const struct touchpoint *touchpoint);

/* From when on what left counts still for what leaves now. */
gint64 pace_since(const struct pace *pace, gint64 now_at);

/* One leaves then, or that moment is kept for one; and not any more. */
void pace_take(struct pace *pace, const struct touchpoint *touchpoint,
    gint64 at);
void pace_give_back(struct pace *pace, const struct touchpoint *touchpoint,
    gint64 at);

/* Whether what was kept for placed_at is still good now: in its slots, if they
 * were not kept for more than they have room for, under another drip. */
gboolean pace_holds(const struct pace *pace,
    const struct touchpoint *touchpoint, gint64 placed_at, gint64 now_at);

/*
 * The first moment from `from_at` on, in the window, that has room under each
 * drip; G_MAXINT64: none within ten years. *why, if it is not NULL, names the
 * drip that has none at from_at: "the drip of 200/hour over all touchpoints";
 * owned; NULL: no drip made it later. It keeps nothing: see pace_take.
 */
gint64 pace_find(struct pace *pace, const struct touchpoint *touchpoint,
    const struct window *window, gint64 from_at, char **why);

/* What is over takes no room any more; for when time has gone on. */
void pace_forget(struct pace *pace, gint64 now_at);

#endif
