/*
 * suppressions.h - addresses we must not write to, and why.
 */
#ifndef STORE_SUPPRESSIONS_H
#define STORE_SUPPRESSIONS_H

#include "base/model.h"
#include "store/store.h"

/*
 * Suppresses an address and ends what is queued for it, in one transaction. A
 * suppression that stands keeps its first reason and date.
 */
gboolean store_suppress(struct store *store, enum channel channel,
    const char *address, const char *reason, gint64 now_at, GError **error);
/* *lifted is FALSE if there was none. */
gboolean store_unsuppress(struct store *store, enum channel channel,
    const char *address, gboolean *lifted, GError **error);

struct suppression {
	enum channel channel;
	char *address;
	char *reason;
	gint64 since_at;
};
void suppression_free(struct suppression *suppression);
/* Newest first; of struct suppression. */
GPtrArray *store_suppressions(struct store *store, GError **error);

#endif
