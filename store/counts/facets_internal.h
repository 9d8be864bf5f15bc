/*
 * facets_internal.h - what facets.c, kept.c and profile.c share. Nobody else
 * includes it.
 */
#ifndef STORE_FACETS_INTERNAL_H
#define STORE_FACETS_INTERNAL_H

#include "store/counts/facets.h"

/* In a text of facets: behind each name, and behind each value. No value has
 * one of them. */
#define FACET_IS "\x1f"
#define FACET_NEXT "\x1e"

struct facet_memory {
	GHashTable *facets;   /* name, FACET_IS, value -> gint64 */
	GHashTable *profiles; /* text of facets_text -> gint64 */
	GHashTable *contents; /* gint64 -> GArray of struct facet */
	struct kept kept;
	guint64 kept_of; /* read in that transaction; 0: not yet */
};
struct facet_memory *facet_memory(struct db *db);
void facet_memory_keep_small(GHashTable *table);
gint64 *facet_number(gint64 number);

/* Of struct facet, empty; owned. */
GArray *facets_new(void);
GArray *facets_copy(const GArray *facets);
/* Of const char *, as qsort has it. */
gint facets_by_text(gconstpointer a, gconstpointer b);
/* It is no attribute. */
gboolean facet_is_ours(const char *name);
gboolean facet_is_counted(const struct kept *kept, const char *name);

#endif
