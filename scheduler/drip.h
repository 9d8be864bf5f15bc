/*
 * drip.h - the second stage: messages that are due leave by providers.
 *
 * It alone calls a provider's send. What an outcome leads to is decided in
 * outcome.c, whether a message may still leave in cadence.c.
 */
#ifndef SCHEDULER_DRIP_H
#define SCHEDULER_DRIP_H

#include "base/settings.h"
#include "providers/provider.h"
#include "scheduler/compose.h"
#include "store/outbox/outbox.h"

struct drip;

/* What became of a message; all borrowed for the call. */
struct drip_report {
	gint64 message_id;
	const char *touchpoint; /* NULL: not an invitation */
	const char *provider;	/* NULL: none had it */
	enum verdict verdict;
	const char *detail; /* or NULL */
	gint64 next_at;	    /* VERDICT_RETRY */
	const struct outbox_item *item;
};

struct drip_hooks {
	/* After it is on disk. */
	void (*ended)(const struct drip_report *report, gpointer user);
	/* A provider halts (detail says why), or works again (NULL). */
	void (*halted)(const char *provider, const char *detail, gpointer user);
	/* The fuse of the money for texts has blown: once, when it does. */
	void (*fuse_blown)(const struct fuse *fuse, gpointer user);
	/* Something is to be done: call drip_turn soon. */
	void (*wake)(gpointer user);
	gpointer user;
	/* A provider is not reached, and left alone for so long; or it is again
	 * (NULL). After a minute of that it counts as halted. May be NULL. */
	void (*missed)(const char *provider, const char *detail, gint64 pause_s,
	    gpointer user);
};

/*
 * providers: struct provider, borrowed with all else; their sections are found
 * in the settings by name.
 */
struct drip *drip_new(struct store *store, const struct settings *settings,
    const struct composer *composer, GPtrArray *providers,
    const struct drip_hooks *hooks);
/* What is in flight is forgotten: close the providers first. */
void drip_free(struct drip *drip);
AUTOPTR_DEFINE(drip, drip_free)

/*
 * Of many workers the leader alone sends what is under a drip, for it alone
 * counts; the others leave that where it is. It leads, until it is told
 * otherwise. Who leads anew reads from the store what has left meanwhile.
 */
void drip_lead(struct drip *drip, gboolean leads);
/* What others had leased has changed hands: it is read anew what counts. */
void drip_recount(struct drip *drip);
/* What it leaves to others; borrowed. */
const struct claim_filter *drip_filter(const struct drip *drip);

/*
 * Writes down what came back, commits the attempts that are ready, claims what
 * is due and hands it out. FALSE with error set if the store refused; then
 * nothing is lost: call it again later. claim FALSE: nothing new is taken, and
 * what waits for a free place goes back into the outbox.
 */
gboolean drip_turn(struct drip *drip, gint64 now_at, gboolean claim,
    GError **error);

/* Messages handed to providers whose verdict is not on disk yet. */
guint drip_in_flight(const struct drip *drip);

/*
 * When there is something to do, if the next message is due at due_at: a halted
 * provider is tried again, or takes what is due.
 */
gint64 drip_next(const struct drip *drip, gint64 due_at);

#endif
