/*
 * tallies.h - what tallies.c and tallies_rows.c share. Nobody else includes it.
 */
#ifndef STORE_TALLIES_H
#define STORE_TALLIES_H

#include "store/db/db.h"
#include "store/counts/tally.h"

struct tallies {
	GHashTable *rows; /* a struct tally_row is its own key */
	const char *by;
	const struct tally_query *query;
};
/* Borrowed; a row that is not there is made. */
struct tally *tallies_at(struct tallies *tallies, const char *touchpoint,
    const char *value, guint bucket);

/* By an attribute that is not kept: reads every answer of those days. */
gboolean tallies_from_rows(struct db *db, struct tallies *tallies,
    GError **error);

#endif
