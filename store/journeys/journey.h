/*
 * journey.h - all that is known of one contact's journey: events, what was
 * asked about them, what came of it, and when a recurring survey comes round.
 * For people to read.
 */
#ifndef STORE_JOURNEY_H
#define STORE_JOURNEY_H

#include "base/model.h"
#include "base/state.h"
#include "store/journeys/events.h"
#include "store/outbox/outbox.h"
#include "store/store.h"

/* What a message waits for. */
enum journey_wait {
	JOURNEY_NO_WAIT, /* it waits no more */
	JOURNEY_DUE,	 /* its time */
	JOURNEY_LEASED,	 /* the daemon has it in hand */
	JOURNEY_IN_LINE, /* its number: another talk is open on it */
	JOURNEY_PARKED,	 /* a provider that has halted */
};

/* A reminder or a nudge. */
struct journey_follow_up {
	enum message_kind kind;
	guint number;
	enum journey_wait wait;
	gint64 due_at;
	gint64 left_at; /* 0: it has not left */
	char *outcome;	/* of its last attempt, or NULL */
	char *detail;	/* of that, or NULL */
};

/* What came back and is no score, or a person should look at. */
struct journey_reply {
	gint64 id;
	gint64 received_at;
	char *kind; /* "auto-reply"; or NULL: it was not understood */
	char *note; /* for people, or NULL */
};

struct journey_invitation {
	gint64 id;
	char *touchpoint;
	enum channel channel; /* CHANNEL_NONE: it was never to leave */
	enum invitation_state state;
	char *reason; /* or NULL */
	gint64 planned_at; /* when it was first to leave */
	gint64 changed_at;
	gint64 sent_at;	   /* 0: it has not left */
	gint64 expires_at; /* till then it may leave, or is answered in time */
	enum journey_wait wait; /* of its last message */
	char *parked_for;	/* JOURNEY_PARKED */
	struct outbox_item *item; /* of the message that waits, as it would be
				   * leased now; NULL: none does */
	char *outcome, *detail; /* of its last attempt, or NULL */
	char *delivery; /* of a text: what was last reported, or NULL */
	gint64 response_id; /* its answer's number; 0: none */
	int score;	/* -1: none */
	gboolean commented;
	gint64 answered_at;
	GPtrArray *follow_ups; /* struct journey_follow_up */
	GPtrArray *replies;    /* struct journey_reply, in order of time */
	gint64 away_until; /* see struct follow_up */
};

struct journey_event {
	struct event *event;
	struct due_event *due; /* it was not judged yet: what that needs. It
				* holds the event; NULL: it was judged */
	GPtrArray *invitations; /* struct journey_invitation */
};

/* When a recurring survey comes round. */
struct journey_turn {
	char *touchpoint;
	gint64 due_at; /* G_MAXINT64: never */
};

/* An answer that answers no invitation: recorded, or of history. */
struct journey_answer {
	gint64 id;
	char *touchpoint;
	int score;
	gboolean commented;
	gint64 answered_at;
	char *source;
	char *author; /* or NULL */
};
void journey_answer_free(struct journey_answer *answer);

struct journey {
	struct contact contact;
	GPtrArray *suppressions; /* struct suppression */
	GPtrArray *asks; /* struct neighbour: what counts for rest of 365 days,
			  * newest first */
	GPtrArray *turns;  /* struct journey_turn */
	GPtrArray *events; /* struct journey_event, in order of time */
	GPtrArray *answers; /* struct journey_answer, in order of time */
};
void journey_free(struct journey *journey);

/*
 * Of struct journey; of each contact with that address: several may have one
 * telephone number. An e-mail address in any case of letters, a number in
 * E.164. Empty: nobody has it.
 */
GPtrArray *store_journeys(struct store *store, enum channel channel,
    const char *address, gint64 now_at, GError **error);

#endif
