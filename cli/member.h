/*
 * member.h - this daemon as one of the workers on its store: it joins them,
 * says in time that it lives, buries the dead, and leads if nobody else does.
 *
 * On SQLite it is the only one, always leads, and nothing wakes it for that.
 */
#ifndef CLI_MEMBER_H
#define CLI_MEMBER_H

#include "cli/app.h"

struct member;

/* wake: called when member_turn has something to do. */
struct member *member_new(void (*wake)(gpointer user), gpointer user);
void member_free(struct member *member);
AUTOPTR_DEFINE(member, member_free)

/*
 * What is to be done before anything else in a turn; the first joins. app: in
 * force now; its store's owner is the worker. FALSE with DRIPSCORE_ERROR_LOST:
 * it was taken for dead, what it has in hand is no longer its own; the next
 * turn joins anew. FALSE with another error: the store refused.
 */
gboolean member_turn(struct member *member, const struct app *app,
    GError **error);

/* TRUE once after each time that a worker was seen to be gone. */
gboolean member_misses_one(struct member *member);

/* As of the last turn: whether it does what one alone may do. */
gboolean member_leads(const struct member *member);

/* The store refused: the next turn asks what has become of us meanwhile. */
void member_doubt(struct member *member);
/* The store has said that it was taken for dead; as of member_turn. */
void member_lost(struct member *member);

/* At the end: what is leased is given back; what is open is in doubt. */
void member_leave(struct member *member, const struct app *app);

#endif
