/*
 * db_whole.h - what is done with a database as a whole: read in one snapshot,
 * and checked. Beside db.h; only store/ includes this.
 */
#ifndef STORE_DB_WHOLE_H
#define STORE_DB_WHOLE_H

#include "store/db.h"

/*
 * Until db_rollback all that is read is as it was at the first of it, whatever
 * others commit meanwhile; they are not held up. Nothing is written.
 */
gboolean db_begin_read(struct db *db, GError **error);

/*
 * After db_begin_read. Calls for each row of a query without arguments, however
 * many there are. Nothing else is asked of db meanwhile.
 */
gboolean db_each(struct db *db, const char *sql,
    void (*take)(struct rows *rows, gpointer user), gpointer user,
    GError **error);

/*
 * Appends a line (char *) for each page, index or reference of the database
 * that is damaged. full: every index is compared with its table too. A server
 * looks after that itself.
 */
gboolean db_check(struct db *db, gboolean full, GPtrArray *lines,
    GError **error);

#endif
