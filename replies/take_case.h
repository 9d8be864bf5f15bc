/*
 * take_case.h - a mail about a case, on its way into the store. Inside of
 * take*.c only.
 */
#ifndef REPLIES_TAKE_CASE_H
#define REPLIES_TAKE_CASE_H

#include "replies/case_words.h"
#include "replies/take_batch.h"
#include "replies/whose.h"

/* What it does, with all that this borrows. */
struct taken_case {
	struct relay_effect relay;
	gint64 invitation_id;
	struct case_words words;
	char **people;
};
void taken_case_free(struct taken_case *taken);

/* *taken NULL: it is about no case that is in the store. */
gboolean take_case(const struct batch_world *world, const struct owner *owner,
    const struct reading *reading, gint64 received_at,
    struct taken_case **taken, GError **error);

/* What an effect, as it is of any mail, is of one about a case. */
void take_case_judge(const struct taken_case *taken,
    struct reply_effect *effect, struct mail_effect *mail);

#endif
