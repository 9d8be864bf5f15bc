/*
 * state.c - see state.h. Pure. Called by the store at each change of state.
 */
#include "base/state.h"

#include <string.h>

#define BIT(state) (1u << (state))

static const struct {
	const char *name;
	guint next; /* bits of the states that may follow */
} table[INVITATION_STATES] = {
	[INVITATION_SCHEDULED] = { "scheduled",
	    /* a server took it and said "later" all the same */
	    BIT(INVITATION_ANSWERED) | BIT(INVITATION_SENT) |
		BIT(INVITATION_SENDING) | BIT(INVITATION_SUPPRESSED) |
		BIT(INVITATION_CANCELLED) | BIT(INVITATION_EXPIRED) |
		BIT(INVITATION_FAILED) },
	[INVITATION_SENDING] = { "sending",
	    BIT(INVITATION_SENT) | BIT(INVITATION_SCHEDULED) |
		BIT(INVITATION_FAILED) | BIT(INVITATION_IN_DOUBT) |
		/* its reply was quicker than the verdict on it */
		BIT(INVITATION_ANSWERED) },
	[INVITATION_SENT] = { "sent",
	    BIT(INVITATION_ANSWERED) | BIT(INVITATION_EXPIRED) |
		BIT(INVITATION_FAILED) | BIT(INVITATION_SCHEDULED) },
	[INVITATION_ANSWERED] = { "answered", 0 },
	[INVITATION_EXPIRED] = { "expired", BIT(INVITATION_ANSWERED) },
	[INVITATION_SUPPRESSED] = { "suppressed", 0 },
	[INVITATION_CANCELLED] = { "cancelled", 0 },
	[INVITATION_FAILED] = { "failed",
	    /* a hard bounce may lie; an answer does not */
	    BIT(INVITATION_ANSWERED) },
	[INVITATION_IN_DOUBT] = { "in doubt",
	    BIT(INVITATION_SENT) | BIT(INVITATION_ANSWERED) |
		BIT(INVITATION_FAILED) | BIT(INVITATION_SCHEDULED) },
};

const char *
invitation_state_name(enum invitation_state state)
{
	return table[state].name;
}

gboolean
invitation_state_from_name(const char *name, enum invitation_state *state)
{
	for (guint i = 0; i < INVITATION_STATES; i++) {
		if (strcmp(table[i].name, name) == 0) {
			*state = (enum invitation_state)i;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
invitation_state_may_follow(enum invitation_state from,
    enum invitation_state to)
{
	return (table[from].next & BIT(to)) != 0;
}
