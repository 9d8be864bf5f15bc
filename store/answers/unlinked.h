/*
 * unlinked.h - anonymous touchpoints: what is said there is linked to nobody
 * once it is stored.
 *
 * An answer goes into the table unlinked, with its score and words alone; that
 * its invitation was answered stands with the invitation, but not when; the
 * reply is emptied, and linked to no invitation. As soon as there are enough of
 * them (UNLINKED_LEAST or more) at a touchpoint, all become responses at once,
 * of nobody, of that day, in an order drawn by lot: so each group of answers,
 * and each difference between two of them, has at least so many.
 *
 * BUGS: who reads the database itself after each single answer sees what was
 * added by it; and while fewer have answered than are needed, he can count.
 *
 * Called by cli/ as the configuration is loaded, and by those who show what
 * waits.
 */
#ifndef STORE_UNLINKED_H
#define STORE_UNLINKED_H

#include "store/store.h"

/* So many answers at least are a group that may be seen. */
#define UNLINKED_LEAST 5

/*
 * These are anonymous from now on, for ever: what was promised when people were
 * asked holds, whatever the configuration says later. least: more than
 * UNLINKED_LEAST, or 0. touchpoints: NULL-terminated.
 */
gboolean store_make_anonymous(struct store *store,
    const char *const *touchpoints, guint least, gint64 now_at,
    GError **error);

struct anonymous_touchpoint {
	char *name;
	guint least;
	gboolean waits; /* answers wait there: at least one, fewer than least */
};
/* Whose answers nobody is to be told of by its number: of such a touchpoint. */
gboolean store_hides_invitation(struct store *store, gint64 invitation_id,
    gboolean *hides, GError **error);
/* In order of their names. */
GPtrArray *store_anonymous(struct store *store, GError **error);

#endif
