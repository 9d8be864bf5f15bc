/*
 * crew.h - the workers on a store: each `dripscore run` is one.
 *
 * A worker has an id that is drawn as it joins and never used again. It leases
 * what it claims, and begins attempts, in its own name; it lives as long as it
 * says so in time, by the database's clock. What a dead one has left behind is
 * given back, or is in doubt, by whoever buries it. A worker that was buried
 * is lost: store_claim and store_settle refuse it with DRIPSCORE_ERROR_LOST
 * and do nothing; it drops all that it has in hand, and may join anew.
 */
#ifndef STORE_CREW_H
#define STORE_CREW_H

#include "store/store.h"

/*
 * This store's owner is a worker from now on, under a new id; what it had under
 * a former id is no longer its own. name: for people, the machine and the
 * process. lease_s: how long it lives without store_stay. 0: it needs none, and
 * is the only one: whoever else has joined is dead (SQLite, where the daemon's
 * lock says so).
 */
gboolean store_join(struct store *store, const char *name, guint lease_s,
    GError **error);

/* It lives for another lease_s. *lost: it was buried, and does not. */
gboolean store_stay(struct store *store, gboolean *lost, GError **error);

/* It has nothing in hand any more: what it has leased, or what waited for a
 * provider that had halted, is due as it was. */
gboolean store_leave(struct store *store, gint64 now_at, GError **error);

struct buried {
	guint workers;
	guint returned; /* leases that are due as they were */
	guint in_doubt; /* attempts that were open */
};
/*
 * What the dead have left behind; what waited for a halted provider is due
 * too. After store_join.
 */
gboolean store_bury(struct store *store, gint64 now_at, struct buried *buried,
    GError **error);

/* Whether it is the one worker that does what one alone may do; it stays so as
 * long as its connection to the database does. */
gboolean store_try_leader(struct store *store, gboolean *leads, GError **error);

/* A worker on the store. */
struct crew_worker {
	gint64 id;
	char *name; /* as it joined: the machine and the process */
	gint64 joined_at;
	gboolean alive; /* else it is still to be buried */
	gboolean leads;
};
void crew_worker_free(struct crew_worker *worker);
/* All of them, in the order in which they joined. */
GPtrArray *store_crew(struct store *store, GError **error);

#endif
