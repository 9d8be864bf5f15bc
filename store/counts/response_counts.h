/*
 * response_counts.h - what of a response is counted: by facets, as a shift from
 * what its person said before. Only store/ includes this.
 */
#ifndef STORE_RESPONSE_COUNTS_H
#define STORE_RESPONSE_COUNTS_H

#include "store/counts/people.h"
#include "store/counts/sent.h"

/*
 * Inside a transaction. A new response counts; or, by -1, one counts no more,
 * under its tags too.
 */
gboolean response_count(struct tally_book *book, struct db *db, gint64 id,
    int by, GError **error);

/* Of such a source there is no facet, so that nobody is found by several. */
gboolean response_is_anonymous(const char *source);

#endif
