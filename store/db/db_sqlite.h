/*
 * db_sqlite.h - what the files of the driver over SQLite share. Nobody else
 * includes it.
 */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "store/db/db_ops.h"
#include "store/db/db_statements.h"

/* Of an extended result code: what kind of failure it is. */
#define PRIMARY_CODE 0xff
#define BUSY_MS 1000

struct db_sqlite {
	struct db db;
	sqlite3 *handle;
	char *path; /* NULL: in memory */
	int lock_fd;
	int daemon_fd;
	struct statements *statements; /* of sqlite3_stmt */
	gint64 wal_pages; /* in the WAL, as of the last commit */
};

static inline struct db_sqlite *
db_sqlite_of(const struct db *db)
{
	return (struct db_sqlite *)db;
}

/* Sets the error for what the last call on the handle failed with. */
void db_sqlite_error(struct db_sqlite *self, GError **error, const char *what);

/* The advisory locks: see db_begin. FALSE with error set: not to be had. */
int db_sqlite_open_lock(const char *path, const char *suffix, GError **error);
gboolean db_sqlite_lock(struct db_sqlite *self, guint patience_ms,
    GError **error);
void db_sqlite_unlock(struct db_sqlite *self);

/* The hook of its WAL, in place of SQLite's own, which would checkpoint. */
int db_sqlite_on_commit(void *self, sqlite3 *handle, const char *name,
    int pages);

/* The members of struct db_ops that db_sqlite.c does not define. */
gboolean db_sqlite_run(struct db *db, const char *sql,
    const struct db_value *values, guint n, GError **error);
struct rows *db_sqlite_select(struct db *db, const char *sql,
    const struct db_value *values, guint n, GError **error);
gint64 db_sqlite_changes(struct db *db);
gboolean db_sqlite_next(struct rows *rows, GError **error);
gint64 db_sqlite_integer(struct rows *rows, int column);
const char *db_sqlite_text(struct rows *rows, int column);
GBytes *db_sqlite_bytes(struct rows *rows, int column);
gboolean db_sqlite_is_null(struct rows *rows, int column);
void db_sqlite_free(struct rows *rows);
gint64 db_sqlite_foreign_version(struct db *db);
void db_sqlite_checkpoint(struct db *db);
void db_sqlite_checkpoint_if_large(struct db *db);
char *db_sqlite_watched_path(const struct db *db);
guint64 db_sqlite_inode(const struct db *db);
gboolean db_sqlite_note(struct db *db, gint64 number);
gint64 db_sqlite_noted(const struct db *db);
gboolean db_sqlite_copy(struct db *db, struct db *copy, GError **error);
gboolean db_sqlite_take_daemon_lock(struct db *db, GError **error);

#endif
