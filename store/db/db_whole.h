/*
 * db_whole.h - what is done with a database as a whole: read in one snapshot,
 * and checked. Beside db.h; only store/ includes this.
 */
#ifndef STORE_DB_WHOLE_H
#define STORE_DB_WHOLE_H

#include "store/db/db.h"

/*
 * Until db_rollback all that is read is as it was at the first of it, whatever
 * others commit meanwhile; they are not held up. Nothing is written.
 */
gboolean db_begin_read(struct db *db, GError **error);

/*
 * Inside a transaction: the rows of a query without arguments, however many
 * there are, in portions. Nothing else is asked of db until it is freed. After
 * the last *rows is NULL; borrowed until the next call.
 */
struct db_cursor *db_cursor_open(struct db *db, const char *sql,
    GError **error);
gboolean db_cursor_next(struct db_cursor *cursor, struct rows **rows,
    GError **error);
void db_cursor_free(struct db_cursor *cursor);
AUTOPTR_DEFINE(db_cursor, db_cursor_free)

/* Calls for each of them, until one call is FALSE, with error set. */
typedef gboolean (*db_take)(struct rows *rows, gpointer user, GError **error);
gboolean db_each(struct db *db, const char *sql, db_take take, gpointer user,
    GError **error);

/*
 * Appends a line (char *) for each page, index or reference of the database
 * that is damaged; but for references of the tables `but`, which are many and
 * which the caller looks at. full: every index is compared with its table too.
 * A server looks after that itself.
 */
gboolean db_check(struct db *db, gboolean full, const char *const *but,
    GPtrArray *lines, GError **error);

/*
 * Of a database that is a file: all that is committed now, written to the file
 * at `path`, which is there and empty. Others may go on writing meanwhile.
 */
gboolean db_backup(struct db *db, const char *path, GError **error);
/*
 * sealed: all of it stands in the one file, with no log beside it; FALSE: as
 * stores are used. Fails with DRIPSCORE_ERROR_LATER if others have it open.
 */
gboolean db_seal(struct db *db, gboolean sealed, GError **error);

#endif
