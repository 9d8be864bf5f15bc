/*
 * each.h - one statement for many rows. Only store/ includes this.
 */
#ifndef STORE_EACH_H
#define STORE_EACH_H

#include "store/db/db.h"

/* Arguments, row after row. */
struct each {
	const char *sql;
	const char *types; /* of a row, as of db_run */
	GArray *values;	   /* struct db_value */
	guint n;	   /* rows */
};

void each_begin(struct each *each, const char *sql, const char *types);
/* One row more; text is borrowed until each_run. */
void each_add(struct each *each, ...);
/*
 * Runs it for all rows, in order. results, or NULL: of each row what it
 * changed, or the first column of the row it returns, 0 if it returns none.
 */
gboolean each_run(struct each *each, struct db *db, gint64 *results,
    GError **error);
void each_end(struct each *each);

#endif
