/*
 * verify_counts.h - what is counted, as verify counts it again: shared by
 * verify_facets.c, verify_tally.c, verify_people.c and verify_shifts.c.
 */
#ifndef STORE_VERIFY_COUNTS_H
#define STORE_VERIFY_COUNTS_H

#include "store/verify/verify_internal.h"
#include "store/verify/verify_map.h"

struct verify_facet {
	gint64 id;
	gboolean counted, is_source, is_tag;
};

struct verify_profile {
	gint64 id;
	guint first, n; /* of members */
};

struct verify_counting {
	GHashTable *kept;	       /* names of attributes */
	GHashTable *sources, *tags;    /* value -> gint64, the facet */
	struct verify_table facets;    /* struct verify_facet */
	struct verify_table profiles;  /* struct verify_profile */
	GArray *members; /* gint64: facets of profiles that are counted */
};

struct verify_counting *verify_counting_new(void);
void verify_counting_free(struct verify_counting *counts);

/* Each reads its tables and tells what is not as counted. FALSE with error
 * set. After responses and invitations have been read. */
gboolean verify_tally(struct verify *verify, GError **error);
gboolean verify_people(struct verify *verify, GError **error);
gboolean verify_shifts(struct verify *verify, GError **error);

#endif
