/*
 * spending.h - the counts and the money of texts that leave, by day. All inside
 * the caller's transaction.
 */
#ifndef STORE_SPENDING_H
#define STORE_SPENDING_H

#include "store/internal.h"

/* Under what a text to a number is counted, beside all of the day (""). */
struct spending_scopes {
	char *number, *prefix; /* owned */
};
void spending_scopes_of(const char *number, struct spending_scopes *scopes);
void spending_scopes_clear(struct spending_scopes *scopes);

struct spending_sum {
	gint64 n, cost_micro;
};
gboolean spending_sum_of(struct db *db, gint32 day, const char *scope,
    struct spending_sum *sum, GError **error);

/* Whether one more text may leave today; if it would pass the budget, the fuse
 * blows. */
gboolean spending_admit(struct db *db, const struct text_charge *charge,
    gint64 now_at, enum refusal *refusal, GError **error);
/* Attempts of one day, with ids. */
gboolean spending_charge(struct db *db,
    const struct outbox_attempt *const *attempts, guint n, GError **error);
/* What became of what an attempt was charged; nothing, if it was not. */
gboolean spending_settle(struct db *db, gint64 attempt_id, gboolean left,
    GError **error);

#endif
