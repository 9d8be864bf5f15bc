/*
 * state.h - the life of an invitation: which state may follow which.
 *
 * "Leased" is no state of its own in the store: it is a scheduled invitation
 * whose message stands in the table of leases.
 */
#ifndef BASE_STATE_H
#define BASE_STATE_H

#include <glib.h>

enum invitation_state {
	INVITATION_SCHEDULED,
	INVITATION_SENDING, /* the attempt is on disk, no verdict yet */
	INVITATION_SENT,
	INVITATION_ANSWERED,
	INVITATION_EXPIRED,
	INVITATION_SUPPRESSED,
	INVITATION_CANCELLED,
	INVITATION_FAILED,
	INVITATION_IN_DOUBT, /* it may be out; it is not sent again */
};
#define INVITATION_STATES 9

/* "scheduled", ..., "in doubt" */
const char *invitation_state_name(enum invitation_state state);
gboolean invitation_state_from_name(const char *name,
    enum invitation_state *state);

/* The table is in state.c; any other change is refused by the store. */
gboolean invitation_state_may_follow(enum invitation_state from,
    enum invitation_state to);

#endif
