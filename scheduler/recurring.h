/*
 * recurring.h - surveys that recur: for each person after so many days, or by
 * calendar. A turn that comes becomes an event.
 */
#ifndef SCHEDULER_RECURRING_H
#define SCHEDULER_RECURRING_H

#include "base/settings.h"
#include "store/store.h"

/*
 * Looks at no more than `limit` turns of each touchpoint that recurs; *again:
 * there are more. FALSE with error set as the store's functions.
 */
gboolean recurring_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, gboolean *again, GError **error);

/* When the next turn comes; G_MAXINT64: never. */
gboolean recurring_next(struct store *store, const struct settings *settings,
    gint64 now_at, gint64 *next_at, GError **error);

#endif
