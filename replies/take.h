/*
 * take.h - the third stage: raw replies in the store are read, and what they
 * say is written down.
 */
#ifndef REPLIES_TAKE_H
#define REPLIES_TAKE_H

#include "base/settings.h"
#include "base/worker.h"
#include "replies/read.h"
#include "store/store.h"

struct taker;

struct taker_hooks {
	/* After it is on disk. note may be NULL; borrowed. NULL: not asked. */
	void (*taken)(gint64 reply_id, enum reply_kind kind,
	    gint64 invitation_id, const char *note, gpointer user);
	/* No worker can be started: what is new waits until taker_next. */
	void (*held_up)(const char *why, gpointer user);
	/* Something is to be done: call taker_turn soon. */
	void (*wake)(gpointer user);
	gpointer user;
};

/* All borrowed. worker: of kind "read". */
struct taker *taker_new(struct store *store, const struct settings *settings,
    struct worker *worker, const struct taker_hooks *hooks);
void taker_free(struct taker *taker);
AUTOPTR_DEFINE(taker, taker_free)

/*
 * Writes down what the worker has read and hands it the next. FALSE with error
 * set if the store refused; call it again later. fetch FALSE: nothing new is
 * begun.
 */
gboolean taker_turn(struct taker *taker, gint64 now_at, gboolean fetch,
    GError **error);

/* When taker_turn has something to do by itself; G_MAXINT64: it has not. */
gint64 taker_next(const struct taker *taker);

/*
 * Which invitation a mail is a reply to, by the token it came to or a
 * Message-ID of ours; 0: nobody knows. envelope: its recipient, or NULL.
 */
gboolean take_find_invitation(struct store *store,
    const struct settings *settings, const char *envelope,
    const struct reading *reading, gint64 *invitation_id, GError **error);

/* TRUE while a reply is with the worker or its effect is not on disk yet. */
gboolean taker_is_busy(const struct taker *taker);

#endif
