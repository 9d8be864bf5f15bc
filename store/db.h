/*
 * db.h - a thin driver over a database: statements, transactions, the lock.
 *
 * SQL is written once with $1 .. $n in the subset that SQLite and PostgreSQL
 * read alike; DDL uses the tokens @id@, @i64@, @blob@, @strict@ and @queue@.
 * Only store/ includes this.
 *
 * Arguments of db_run and db_select are described by a string with a letter
 * each: i (gint64), t (const char *, NULL is SQL NULL), b (GBytes *, NULL is
 * SQL NULL). Pass integers as (gint64).
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <glib.h>

#include "base/autoptr.h"

struct db;
struct rows;

/*
 * url: "sqlite:/path/file.db" or "sqlite::memory:". The file is made if it is
 * missing and `create` says so; the folder must exist. Fails with
 * DRIPSCORE_ERROR_UNAVAILABLE, _NO_INPUT or _DATA (not a store of ours).
 */
struct db *db_open(const char *url, gboolean create, GError **error);
void db_close(struct db *db);

/*
 * Write transactions are taken under one advisory lock file, for SQLite 3.40.1
 * may corrupt a WAL that two connections write and checkpoint at once. How
 * long db_begin waits for it is `patience_ms`; then DRIPSCORE_ERROR_LATER.
 */
void db_set_patience(struct db *db, guint patience_ms);
gboolean db_begin(struct db *db, GError **error);
gboolean db_commit(struct db *db, GError **error);
/* After a failure inside a transaction; keeps quiet if there is none. */
void db_rollback(struct db *db);

/* One or more statements without arguments; DDL tokens are replaced. */
gboolean db_script(struct db *db, const char *sql, GError **error);

/* One statement that returns no rows. */
gboolean db_run(struct db *db, GError **error, const char *sql,
    const char *types, ...);
/* Rows changed by the last db_run. */
gint64 db_changes(struct db *db);
/* The key that the last db_run gave to the row it inserted. */
gint64 db_last_id(struct db *db);

/*
 * One statement that returns rows. NULL with error set. One statement is open
 * once at a time: read its rows to the end or free it before it runs again.
 */
struct rows *db_select(struct db *db, GError **error, const char *sql,
    const char *types, ...);
/* FALSE at the end, or with error set. */
gboolean rows_next(struct rows *rows, GError **error);
/* As rows_next, but FALSE means failure alone. */
gboolean rows_first(struct rows *rows, gboolean *found, GError **error);
/* Columns count from 0. Text is borrowed until the next row. */
gint64 rows_int(struct rows *rows, int column);
const char *rows_text(struct rows *rows, int column);
char *rows_dup(struct rows *rows, int column);
GBytes *rows_bytes(struct rows *rows, int column);
gboolean rows_is_null(struct rows *rows, int column);
void rows_free(struct rows *rows);
AUTOPTR_DEFINE(rows, rows_free)

/* The first column of the only row; missing if there is no row. */
gboolean db_one(struct db *db, gint64 *value, gint64 missing, GError **error,
    const char *sql, const char *types, ...);

/* All rows, each turned into something by `build`; NULL with error set. */
typedef gpointer (*rows_build)(struct rows *rows);
GPtrArray *db_list(struct db *db, GError **error, rows_build build,
    GDestroyNotify free_item, const char *sql, const char *types, ...);

/* The first column of all rows, as gint64; NULL with error set. */
GArray *db_ids(struct db *db, GError **error, const char *sql,
    const char *types, ...);

/* When nothing else is to be done: moves the WAL into the file if it may. */
void db_checkpoint(struct db *db);
/* TRUE once the WAL has passed 64 MiB, or a quarter of what the disk has
 * left. */
gboolean db_wants_checkpoint(struct db *db);

/* See store.h. */
char *db_watched_path(const struct db *db);
/* Grows by what other connections commit. 0 on failure. */
gint64 db_foreign_version(struct db *db);

/* Of the database's file; 0: in memory, or not to be had. */
guint64 db_inode(const struct db *db);
/*
 * A number is noted beside the database's file; what is put in the place of
 * that finds it there. FALSE: it could not be written; 0: none is noted.
 */
gboolean db_note(struct db *db, gint64 number);
gint64 db_noted(const struct db *db);
/* Replaces all that is in `copy`, which is in memory, by what is committed in
 * db now. Other processes may go on writing meanwhile. */
gboolean db_copy(struct db *db, struct db *copy, GError **error);

/* Held for the life of the process: FALSE if another daemon holds it. */
gboolean db_take_daemon_lock(struct db *db, GError **error);

#endif
