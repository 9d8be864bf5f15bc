/*
 * chain_break.h - what was done to a chain of responses, as far as hashes can
 * tell: of the first that does not fit behind the one before it, whether it was
 * edited (and what it said before), put in, moved, or whether what stood before
 * it is gone. Pure. Called by verify_chain.c.
 *
 * A hash tells that something was changed, not what: what it was is found by
 * trying, one field after the other. Two fields that were changed together are
 * not found so.
 */
#ifndef STORE_CHAIN_BREAK_H
#define STORE_CHAIN_BREAK_H

#include "store/verify/chain_rows.h"

/* All borrowed. */
struct chain_break {
	GBytes *before; /* the hash of the one before the broken one */
	const GArray *rows; /* struct chain_row, some of the chain, in order */
	guint at;	    /* of the broken one in it */
	gboolean is_last;   /* rows reach to the end of the chain */
	GBytes *end;	    /* noted as the chain's; NULL: none is */
	/* Numbers of responses that are in no chain, just before it; 0: none.
	 */
	gint64 missing_from, missing_until;
};

/* In words, without a full stop; owned. */
char *chain_break_say(const struct chain_break *chain);

/* "2026-11-09 12:05 UTC"; owned. */
char *chain_time(gint64 at);

#endif
