/*
 * conversations.h - who was asked by text, and how far the talk has come.
 *
 * A text carries no token: whose it is follows from the number and the time. So
 * on one number one conversation is open at a time: from the claim of the text
 * that asks until it is done or its time is over. An invitation that would be
 * the second waits in line, and is due when the first is closed.
 */
#ifndef STORE_CONVERSATIONS_H
#define STORE_CONVERSATIONS_H

#include "base/model.h"
#include "store/store.h"

enum conversation_step {
	CONVERSATION_QUESTION, /* a score is waited for */
	CONVERSATION_REASON,   /* the main reason was asked for */
	CONVERSATION_DONE,     /* or its time is over: the number is free */
};

struct conversation {
	gint64 invitation_id;
	char *touchpoint;
	gint64 asked_at;
	gint64 closes_at; /* what comes later is late */
	enum conversation_step step;
	gboolean reprompted;
	gboolean said_before; /* words came already, no score */
	int score;	      /* the one that counts now; -1: none */
};
void conversation_clear(struct conversation *conversation);

/*
 * Of those asked on the number before the text was written, the last; one
 * asked by the provider the text came in by goes before others. If none was
 * asked before, clocks differ: the first that was asked after. *found FALSE:
 * nobody was asked on it.
 */
gboolean store_find_conversation(struct store *store, const char *number,
    const char *provider, gint64 written_at, struct conversation *conversation,
    gboolean *found, GError **error);

/* Ends those whose time is over. */
gboolean store_close_conversations(struct store *store, gint64 now_at,
    guint limit, guint *closed, GError **error);
/* When the next one ends; G_MAXINT64: none is open. */
gboolean store_next_closing(struct store *store, gint64 *at, GError **error);

#endif
