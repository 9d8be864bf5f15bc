/*
 * acts_internal.h - between acts.c, which writes what is done, and fresh.c,
 * which reads what nobody has acted upon.
 */
#ifndef STORE_ACTS_INTERNAL_H
#define STORE_ACTS_INTERNAL_H

#include "store/cases/acts.h"
#include "store/internal.h"

struct fresh_row {
	struct fresh *fresh;
	/* Nothing is to be done: it does not count any more, or a person need
	 * not look at it. */
	gboolean stale;
	/* gint64: answers that it takes the place of, and nobody has acted
	 * upon either. */
	GArray *before;
};

/* Inside a transaction. Of struct fresh_row, the oldest first: answers, then
 * replies. NULL with error set. */
GPtrArray *fresh_rows(struct db *db, guint limit, GError **error);

#endif
