/*
 * tags.h - what answers are about: put by rules, by hand or by who answered,
 * and taken away by hand.
 *
 * A tag that a person has put stays, whatever the rules say, and goes over to
 * the answer that supersedes; one that a person has taken away is put by no
 * rule again. Anonymous answers have none. Called by cli/; which tags a text
 * calls for is base/tag_rule.h's.
 */
#ifndef STORE_TAGS_H
#define STORE_TAGS_H

#include "store/store.h"

/* By hand. All borrowed. */
struct tagging {
	gint64 response_id;
	const char *const *put;	 /* NULL-terminated */
	const char *const *take; /* the same */
	const char *author;
};
enum tagging_outcome {
	TAGGING_DONE,
	TAGGING_UNKNOWN,   /* there is no such answer */
	TAGGING_ANONYMOUS, /* it has no tags */
};
/*
 * Of an answer that was superseded the one that counts now, whose number is put
 * into response_id.
 */
gboolean store_tag(struct store *store, struct tagging *tagging, gint64 now_at,
    enum tagging_outcome *outcome, GError **error);

/* Of an answer that counts; NULL-terminated, in order; owned (g_strfreev). */
char **store_tags_of(struct store *store, gint64 response_id, GError **error);
/* All that some answer has; the same. */
char **store_tags(struct store *store, GError **error);

/* An answer with words that counts, and is not anonymous. */
struct tagged {
	gint64 response_id;
	char *comment;
	char *language; /* of the contact; NULL: not known */
};
void tagged_free(struct tagged *tagged);
/* Of struct tagged: of those days (the last not included), by number from
 * after_id on. */
GPtrArray *store_tagged(struct store *store, gint32 from_day, gint32 until_day,
    gint64 after_id, guint limit, GError **error);

/* What the rules say now of an answer. Borrowed. */
struct retagging {
	gint64 response_id;
	GPtrArray *hits; /* struct tag_hit */
};
/* Tags by rules and by who answered become these; *changed counts tags put and
 * taken away. */
gboolean store_retag(struct store *store, const struct retagging *retaggings,
    guint n, gint64 now_at, guint *changed, GError **error);

#endif
