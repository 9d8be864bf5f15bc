/*
 * proof.h - whether the numbers of a digest follow from the chains of responses
 * as they stood when it was written: replayed from the first response on.
 *
 * What counted then may have been superseded since, and still proves it. Form 1
 * of the chain (store/answers/chain.h) doesn't cover days and what supersedes
 * what.
 *
 * Called by cli/verify_digest.c.
 */
#ifndef STORE_PROOF_H
#define STORE_PROOF_H

#include "store/answers/seal.h"

struct proof_part {
	const struct seal_part *shown; /* borrowed from the seal */
	gint64 n[11];		       /* what the chain has */
	gint64 broken_id; /* the first response that doesn't fit; 0: all do */
	gboolean ends;	  /* it comes to the response and hash noted */
	gboolean agrees;  /* the counts do */
};

struct proof {
	struct seal *seal; /* owned */
	/* What follows from what is stored; another than seal->text if the
	 * proof itself was written again. */
	char text[SEAL_DIGITS + 1];
	GArray *parts; /* struct proof_part, as in seal */
	gint64 answers; /* shown, in all of them */
	gboolean holds;
};
void proof_free(struct proof *proof);
AUTOPTR_DEFINE(proof, proof_free)

/* Takes the seal. NULL with error set: the store could not be read. */
struct proof *store_prove(struct store *store, struct seal *seal,
    GError **error);

/* The team's digest whose last day that is, the latest of them; *until_at 0:
 * there is none. */
gboolean store_digest_until(struct store *store, const char *team,
    gint32 last_day, gint64 *until_at, GError **error);

#endif
