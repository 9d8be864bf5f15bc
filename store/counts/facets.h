/*
 * facets.h - what an invitation is counted by: its facets as it leaves, and
 * their numbers in the store. Only store/ includes this.
 *
 * A profile is the facets of a person at a time: a row that never changes, once
 * it is there, as a facet is. What is known of both is kept in memory, under a
 * ceiling, and forgotten with the transaction that came to nothing.
 *
 * All of it inside a transaction.
 */
#ifndef STORE_FACETS_H
#define STORE_FACETS_H

#include "base/model.h"
#include "store/db/db.h"

/* A value is cut behind so many bytes. */
#define FACET_VALUE_MAX_BYTES 200

/* Attributes that are facets; borrowed, until something is changed by
 * store_keep_attributes. */
struct kept {
	char **names;	  /* in order; never NULL */
	char *value_name; /* that says what a person is worth; or NULL */
};
const struct kept *facets_kept(struct db *db, GError **error);
/* These are, from now on, and no others; value NULL: none. Counts nothing. */
gboolean facets_keep(struct db *db, const char *const *names, const char *value,
    GError **error);

/* The facets by which an invitation by that channel about this event is
 * counted, as one text: a key for profiles_of. Owned. CHANNEL_NONE, NULL event:
 * what else is known. */
char *facets_text(const struct kept *kept, enum channel channel,
    const struct event *event, const struct contact *contact);

/* What event and contact (each may be NULL) say to the name of an attribute, as
 * the value of a facet; NULL: nothing. Owned. */
char *facets_value(const char *name, const struct event *event,
    const struct contact *contact);

/* The profiles of these texts; new ones are put into the store. 0: of none. */
gboolean profiles_of(struct db *db, char *const *texts, guint n,
    gint64 *profiles, GError **error);
gboolean profile_of(struct db *db, const char *text, gint64 *profile,
    GError **error);

/* A facet of a profile. */
struct facet {
	gint64 id;
	char *name, *value;
	gboolean counted; /* it is no attribute, or one that is kept */
};
/* Of struct facet, in order of names and values; borrowed until the next call.
 * NULL with error set. 0: none. */
const GArray *profile_facets(struct db *db, gint64 profile, GError **error);

/* Put into the store, if it is not there. */
gboolean facet_id(struct db *db, const char *name, const char *value,
    gint64 *id, GError **error);

#endif
