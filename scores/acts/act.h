/*
 * act.h - what follows from an answer the minute it comes: tags, a case, and
 * who is told. Thin: rules of tags, of cases and of alerts decide.
 */
#ifndef SCORES_ACT_H
#define SCORES_ACT_H

#include "base/settings.h"
#include "store/cases/acts.h"
#include "templates/catalog.h"

struct act_source {
	struct store *store;
	const struct settings *settings;
	const struct catalog *catalog;
};
/*
 * Acts on at most `limit`; *acted: how many. Called by the daemon's turn.
 * *trouble, owned: why an alert could not be written; NULL: all were. The rest
 * is done.
 */
gboolean act_turn(const struct act_source *source, gint64 now_at, guint limit,
    guint *acted, char **trouble, GError **error);

#endif
