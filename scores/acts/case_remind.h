/*
 * case_remind.h - who is in charge of an open case is reminded of it before it
 * is late, once.
 */
#ifndef SCORES_CASE_REMIND_H
#define SCORES_CASE_REMIND_H

#include "base/settings.h"
#include "store/store.h"

/* At most `limit`; *reminded: how many. Called by the daemon's turn, which
 * knows by store_next_case_reminder() when the next comes. */
gboolean case_remind_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, guint *reminded, GError **error);

#endif
