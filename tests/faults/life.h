/*
 * life.h - the life of a store, step by step, as the daemon and the commands
 * live it: drawn by lot, and each step written into the ledger once the store
 * has said that it is done.
 *
 * What has left is what a provider would have seen. A step that fails has done
 * nothing, or all of it unheard: it may be done again, or the store is dropped
 * and opened again, as after a crash. Called by the tests of this folder.
 */
#ifndef TESTS_FAULTS_LIFE_H
#define TESTS_FAULTS_LIFE_H

#include "store/outbox/outbox.h"
#include "tests/faults/ledger.h"

struct life {
	char *folder, *path, *url;
	struct store *store; /* NULL: it is closed */
	struct ledger *ledger;
	GRand *chance;
	gint64 now_at;
	guint serial;	   /* of what is made; grows */
	GPtrArray *leased; /* struct outbox_item */
	GArray *leaving;   /* struct leaving: attempts without a verdict */
	GArray *asked;	   /* gint64: invitations that were sent */
	char *key;	   /* of the tokens, in hex; NULL: not seen yet */
	char *complaint;   /* the store has broken a promise: how; or NULL */
	guint left, answered, doubts; /* so many so far */
};

/* An attempt that left, or one that may not. */
struct leaving {
	struct outbox_item *item; /* owned */
	gint64 attempt_id;	  /* 0: it may not leave now */
	enum verdict verdict; /* what the other side says of it, or we */
	gboolean kept;
};

void life_begin(struct life *life, guint32 seed);
/* The folder and all in it go. */
void life_end(struct life *life);

/* Opens the store as a daemon does at its start. */
gboolean life_open(struct life *life, GError **error);
/* All that can be said against the store; it is open. */
void life_verify(struct life *life);
/* Drops all that is in memory, as a crash does. */
void life_drop(struct life *life);

/* One step, drawn by lot; its name in *step. */
gboolean life_step(struct life *life, const char **step, GError **error);

/* 0 to n - 1. */
guint life_draw(struct life *life, guint n);
/* The first complaint stays. */
void life_complain(struct life *life, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* The steps, for life.c. */
gboolean life_events(struct life *life, GError **error);
gboolean life_judge(struct life *life, GError **error);
gboolean life_claim(struct life *life, GError **error);
gboolean life_settle(struct life *life, GError **error);
gboolean life_return(struct life *life, GError **error);
gboolean life_resolve(struct life *life, GError **error);
gboolean life_follow_up(struct life *life, GError **error);
gboolean life_mails(struct life *life, GError **error);
gboolean life_texts(struct life *life, GError **error);
gboolean life_read(struct life *life, GError **error);
gboolean life_reports(struct life *life, GError **error);
gboolean life_scores(struct life *life, GError **error);
gboolean life_digest(struct life *life, GError **error);
gboolean life_suppress(struct life *life, GError **error);
gboolean life_positions(struct life *life, GError **error);

#endif
