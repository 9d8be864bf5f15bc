/*
 * follow_ups.h - what comes after an invitation has left: reminders, a nudge,
 * and the end of waiting for an answer.
 *
 * Each invitation that left stands in a queue of moments at which to look at
 * it; it is looked at at once when it has left, and when a score came without a
 * reason. What follows from a look is decided by scheduler/follow_up.c from
 * facts alone: a look too many changes nothing.
 */
#ifndef STORE_FOLLOW_UPS_H
#define STORE_FOLLOW_UPS_H

#include "base/model.h"
#include "base/state.h"
#include "store/store.h"

/* An invitation to be looked at. */
struct follow_up {
	gint64 invitation_id;
	gint64 look_at;
	char *touchpoint;
	enum invitation_state state;
	enum channel channel;
	gint64 sent_at;	   /* 0: it has not left */
	gint64 expires_at; /* till then an answer is waited for */
	gint64 answered_at; /* 0: there is no score */
	gboolean commented; /* there are words to the score */
	/* The number of the last that was put, whatever became of it; 0: none.
	 * Those that were missed are numbered too. */
	guint reminders;
	gboolean nudged; /* one was put, whatever became of it */
	gboolean waiting; /* one of them waits to leave */
	/* An auto-reply said that the person is back on that day: 00:00 UTC of
	 * it; 0: none did. */
	gint64 away_until;
	struct event *event; /* and its contact */
};
void follow_up_free(struct follow_up *follow_up);

/* At most `limit`, oldest first; of struct follow_up. */
GPtrArray *store_due_follow_ups(struct store *store, gint64 now_at, guint limit,
    GError **error);

/* What follows from a look. */
struct follow_up_step {
	gint64 invitation_id;
	gint64 look_at;	     /* of the look: it is done */
	gint64 next_look_at; /* 0: there is none */
	gboolean expire;     /* nobody waits for an answer any more */
	gboolean put;	     /* a message: */
	const char *skipped; /* it is not put, and this is why; or NULL */
	enum message_kind kind; /* MESSAGE_REMINDER, MESSAGE_NUDGE */
	guint number; /* of the reminder, from 1; a nudge: 0 */
	gint64 due_at;
};
/* All, in one transaction. *expired says how many were. */
gboolean store_put_follow_ups(struct store *store,
    const struct follow_up_step *steps, guint n, gint64 now_at, guint *expired,
    GError **error);

/* When the next look is due; G_MAXINT64: none. */
gboolean store_next_follow_up(struct store *store, gint64 *at, GError **error);

#endif
