/*
 * db_sqlite.h - what db_sqlite.c and db_sqlite_rows.c share. Nobody else
 * includes it.
 */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "store/db.h"

/* Of an extended result code: what kind of failure it is. */
#define PRIMARY_CODE 0xff

struct db {
	sqlite3 *handle;
	char *path; /* NULL: in memory */
	int lock_fd;
	int daemon_fd;
	guint patience_ms;
	gboolean in_transaction;
	GHashTable *statements; /* SQL text -> sqlite3_stmt */
};

/* Sets the error for what the last call on the handle failed with. */
void db_sqlite_error(struct db *db, GError **error, const char *what);

#endif
