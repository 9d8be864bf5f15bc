/*
 * turns.h - recurring surveys: when each contact's turn comes.
 *
 * A touchpoint that recurs has a row for each contact, in order of time. When
 * one comes round it becomes an event of our own (EVENT_SOURCE_OURS), and all
 * goes as for any event.
 */
#ifndef STORE_TURNS_H
#define STORE_TURNS_H

#include "base/model.h"
#include "store/store.h"

struct turn {
	gint64 due_at; /* 0: the contact has none yet */
	struct contact contact;
	gint64 known_at; /* since when the contact is */
	/* Last ask or answer of the contact at this touchpoint; 0: none. */
	gint64 last_at;
	gboolean waits; /* an invitation of this touchpoint is yet to leave */
};
void turn_free(struct turn *turn);

/* When the touchpoint was first seen; noted now, if it was not. */
gboolean store_turns_began(struct store *store, const char *touchpoint,
    gint64 now_at, gint64 *began_at, GError **error);

/* Contacts that have no turn yet, at most `limit`; of struct turn. */
GPtrArray *store_new_turns(struct store *store, const char *touchpoint,
    guint limit, GError **error);
/* Turns that have come, oldest first; of struct turn. */
GPtrArray *store_due_turns(struct store *store, const char *touchpoint,
    gint64 now_at, guint limit, GError **error);

/* What follows from a turn. */
struct turn_step {
	gint64 contact_id;
	gint64 due_at;	/* of the turn; 0: the contact had none */
	gint64 next_at; /* its next turn; G_MAXINT64: never */
	struct event *event; /* or NULL; borrowed. Its contact is this one */
};
/* All, events too, in one transaction. */
gboolean store_put_turns(struct store *store, const char *touchpoint,
    const struct turn_step *steps, guint n, gint64 now_at, GError **error);

/* When the touchpoint's next turn comes, or now_at, if a contact has none yet;
 * G_MAXINT64: never. */
gboolean store_next_turn(struct store *store, const char *touchpoint,
    gint64 now_at, gint64 *at, GError **error);

#endif
