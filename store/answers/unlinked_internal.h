/*
 * unlinked_internal.h - a reply to an invitation of an anonymous touchpoint,
 * between effects.c, which takes replies, and unlinked.c.
 */
#ifndef STORE_UNLINKED_INTERNAL_H
#define STORE_UNLINKED_INTERNAL_H

#include "store/internal.h"
#include "store/replies/replies.h"

/*
 * What is written down of it, in place of what reply_judge says: no author, no
 * excerpt, no score, nothing for a person to look at. Pure.
 */
void unlinked_judge(const struct reply_effect *effect,
    const struct reply_target *target, struct reply_sense *sense);
/* It answers, or has words: its row is linked to no invitation. */
gboolean unlinked_hides(const struct reply_effect *effect,
    const struct reply_target *target);
/* Inside a transaction. Of the row of the reply nothing is left by which it
 * could be told what it said, nor, if unlinked_hides, by whom or when. */
gboolean unlinked_empty(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, GError **error);
/* Inside a transaction. The first answer, which counts. */
gboolean unlinked_answer(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, gint64 now_at, GError **error);

#endif
