/*
 * seal.h - the proof of a digest: the counts it shows and where each chain of
 * responses ended then, and a short hash of it all, its seal, which the digest
 * shows to those who get it.
 *
 * A store that is rewritten, chain and all, can be made to agree with itself,
 * but not with the seal in a mail that has left.
 *
 * Called by scores/, which writes digests, by digests.c, which stores them, and
 * by proof.c, which proves them again.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "store/store.h"

#define SEAL_DIGITS 16

/* A touchpoint in a digest: the answers that count on these days (the last not
 * included), by score, as the digest shows them. */
struct seal_part {
	char *touchpoint;
	gint32 since_day, until_day;
	gint64 n[11];
	/* The last response of the chain then; 0 and chain_begin(): none. */
	gint64 response_id;
	GBytes *hash;
};

struct seal {
	char *team;
	gint64 until_at;
	GPtrArray *parts; /* struct seal_part, in order of touchpoints */
	char text[SEAL_DIGITS + 1]; /* lower-case hex; "" until seal_close */
};

struct seal *seal_new(const char *team, gint64 until_at);
void seal_free(struct seal *seal);
AUTOPTR_DEFINE(seal, seal_free)

/* Before seal_close; each touchpoint once. */
void seal_add(struct seal *seal, const char *touchpoint, gint32 since_day,
    gint32 until_day, const gint64 n[11]);

/*
 * Notes where the chains end, and sets text. In the same snapshot in which the
 * counts were read (store_snapshot): else they may say more, or less, than the
 * chains do.
 */
gboolean seal_close(struct store *store, struct seal *seal, GError **error);

/* Sets text by what stands in the parts. Pure. */
void seal_stamp(struct seal *seal);

/* Of a digest in the store; *seal is NULL if there is none. until_at 0: the
 * team's latest that has a seal. Owned. */
gboolean seal_find(struct store *store, const char *team, gint64 until_at,
    struct seal **seal, GError **error);
/* The same by its text. What the digest said, whether it fits or not: text is
 * what was written down, not what follows from the parts. */
gboolean seal_find_text(struct store *store, const char *text,
    struct seal **seal, GError **error);

#endif
