/*
 * verify.h - recounts a store from its rows: whether every intent is in one
 * state and waits where that state says, and whether the sums balance.
 *
 * Called by cli/verify.c, cli/restore.c and cli/store.c, and by the tests of
 * what may damage a store.
 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "base/state.h"
#include "store/store.h"

/* A row that is not as it must be. */
struct verify_fault {
	const char *table; /* static */
	gint64 id;	   /* of the row; 0: see found */
	char *found;
};

/* Those of one kind: all break the same promise. */
struct verify_breach {
	const char *promise; /* static: what is expected, in one sentence */
	gint64 n;
	GPtrArray *faults; /* struct verify_fault; not all, if there are many */
};

struct verification {
	/* asking: they led to invitations; moved: to be judged once more. */
	gint64 events, events_waiting, events_asking, events_moved;
	gint64 invitations[INVITATION_STATES];
	/* Messages by where they are; ended: they have left, or never will. */
	gint64 messages, due, leased, parked, in_line, open, in_doubt, ended;
	gint64 attempts;
	gint64 replies, replies_new, replies_aside;
	gint64 responses, superseded, chains;
	gint64 unlinked; /* anonymous answers that wait to be enough */
	gint64 rows; /* that were read */
	gint64 n_faults;
	GPtrArray *breaches; /* struct verify_breach */
};
void verification_free(struct verification *verification);
AUTOPTR_DEFINE(verification, verification_free)

struct verify_options {
	/* Compare every index with its table too: it takes twice as long. */
	gboolean full;
	guint limit; /* faults of one kind that are told, not only counted */
};

/*
 * Reads what is committed now, and holds nobody up. NULL with error set: it
 * could not be read to the end. A store that is damaged is no error.
 */
struct verification *store_verify(struct store *store,
    const struct verify_options *options, GError **error);

#endif
