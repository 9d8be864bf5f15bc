/*
 * digests.h - the digests of all teams, each written when its time has come.
 */
#ifndef CLI_DIGESTS_H
#define CLI_DIGESTS_H

#include "cli/app.h"

/* Writes those that are due into the outbox. */
gboolean digests_turn(const struct app *app, gint64 now_at, GError **error);

/* When the next is due, or looked at again; G_MAXINT64: no team has any. */
gboolean digests_next(const struct app *app, gint64 now_at, gint64 *next_at,
    GError **error);

#endif
