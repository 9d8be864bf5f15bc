/*
 * intake.h - the first stage: events whose time has come become invitations.
 */
#ifndef SCHEDULER_INTAKE_H
#define SCHEDULER_INTAKE_H

#include "base/settings.h"
#include "store/store.h"

/*
 * Judges at most `limit` events that have occurred by now; *judged says how
 * many. FALSE with error set as the store's functions.
 */
gboolean intake_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, guint *judged, GError **error);

#endif
