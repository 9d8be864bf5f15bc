/*
 * standings.h - how all invitations stand, one after the other: for a plan.
 */
#ifndef STORE_STANDINGS_H
#define STORE_STANDINGS_H

#include "base/model.h"
#include "base/state.h"
#include "store/store.h"

/* An invitation. All borrowed for the call. */
struct standing {
	gint64 invitation_id;
	const char *touchpoint;
	const char *source, *reference; /* of the event */
	const char *email, *phone;	/* of the contact; each may be NULL */
	enum channel channel;
	enum invitation_state state;
	const char *reason; /* or NULL */
	gint64 changed_at;
	gint64 sent_at; /* 0: it has not left */
	gint64 due_at;	/* INVITATION_SCHEDULED: when it is to leave now */
};

/* In the order in which they were made. */
gboolean store_each_invitation(struct store *store,
    void (*take)(const struct standing *standing, gpointer user), gpointer user,
    GError **error);

/* An invitation that has left. */
struct asked {
	gint64 invitation_id; /* 0: there is none */
	char *number, *provider; /* it left as a text; else NULL */
};
void asked_clear(struct asked *asked);

/*
 * Of those that left at the touchpoint for an event of that reference (and
 * source, if it is not NULL) the last.
 */
gboolean store_find_asked(struct store *store, const char *touchpoint,
    const char *source, const char *reference, struct asked *asked,
    GError **error);

#endif
