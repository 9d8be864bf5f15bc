/*
 * responses.h - scores, append-only, chained by hash, and their roll-ups.
 */
#ifndef STORE_RESPONSES_H
#define STORE_RESPONSES_H

#include "base/model.h"
#include "store/scores.h"
#include "store/store.h"

/* What one person writes over and over doesn't grow for ever. */
#define RESPONSE_COMMENT_MAX_BYTES (64 * 1024)

/* Per touchpoint, over days from..until (the last not included). */
struct score_counts {
	char *touchpoint;
	gint64 n[11];	 /* by score */
	gint64 sent;	 /* invitations sent on those days */
	gint64 answered; /* of these, answered until now */
};
void score_counts_free(struct score_counts *counts);

/* Of struct score_counts, in order of touchpoint names; those that have
 * neither an answer nor an invitation in the period are left out. */
GPtrArray *store_score_counts(struct store *store, gint32 from_day,
    gint32 until_day, GError **error);

#endif
