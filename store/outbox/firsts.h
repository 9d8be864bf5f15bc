/*
 * firsts.h - first tries of invitations, in groups: inside the transaction of
 * settle.c.
 */
#ifndef STORE_FIRSTS_H
#define STORE_FIRSTS_H

#include "store/internal.h"

/* Those that firsts_has_... says go in groups; the lists are used up. */
gboolean firsts_has_verdict(const struct outbox_verdict *verdict);
gboolean firsts_has_attempt(const struct outbox_attempt *attempt);
gboolean firsts_end(struct store *store, GPtrArray *verdicts, gint64 now_at,
    GError **error);
gboolean firsts_begin(struct store *store, GPtrArray *attempts, gint64 now_at,
    GError **error);

/* They all go in groups, and none is a text: others may write meanwhile. */
gboolean firsts_are_mails(const struct outbox_verdict *verdicts,
    guint n_verdicts, const struct outbox_attempt *attempts, guint n_attempts);

/*
 * For firsts.c, what texts need beside. Those whose last word is surely yes
 * stay in the list, and mails; the others go to rest.
 */
gboolean first_texts_admit(struct store *store, GPtrArray *attempts,
    GPtrArray *rest, GError **error);
/* For those that have an attempt. */
gboolean first_texts_begin(struct store *store, const GPtrArray *attempts,
    gint64 now_at, GError **error);
/* For those that were sent. */
gboolean first_texts_end(struct store *store, const GPtrArray *verdicts,
    GError **error);

#endif
