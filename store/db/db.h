/*
 * db.h - a thin driver over a database: statements, transactions, locks.
 *
 * SQL is written once with $1 .. $n in the subset that SQLite and PostgreSQL
 * read alike; DDL uses the tokens @id@, @i64@, @blob@, @strict@ and @queue@.
 * Comments of the form / *SKIP LOCKED* /, / *SKIP LOCKED d* / (of the alias d
 * alone), / *FOR UPDATE* / and / *FOR KEY SHARE* / (without the blanks) are
 * clauses on PostgreSQL. Only store/ includes this.
 *
 * Arguments of db_run and db_select are described by a string with a letter
 * each: i (gint64), t (const char *, NULL is SQL NULL), b (GBytes *, NULL is
 * SQL NULL). Pass integers as (gint64). Text that is not UTF-8 is stored with
 * U+FFFD in the place of what is wrong.
 *
 * PostgreSQL answers in its own time. db_run only queues the statement: what
 * fails is told by the next call that needs an answer (db_select, db_one,
 * db_list, db_ids, db_changes, db_commit), and from then on every call of the
 * transaction fails, until db_rollback. A key that is taken, for one, must
 * therefore be foreseen by ON CONFLICT. If the connection is lost, the call
 * fails with DRIPSCORE_ERROR_LATER, and the next one outside a transaction
 * connects anew.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <glib.h>

#include "base/autoptr.h"

struct db;
struct rows;

/*
 * url: "sqlite:/path/file.db", "sqlite::memory:", "postgresql://..." as libpq
 * takes it, or "postgresql:" and libpq's key=value pairs. The file is made if
 * it is missing and `create` says so; the folder must exist. A database of a
 * server must exist; it is made ours if it is empty and `create` says so.
 * Fails with DRIPSCORE_ERROR_UNAVAILABLE (nobody answers), _NO_INPUT (it is
 * missing), _DATA (not a store of ours), _CONFIG (refused: user, password,
 * database, rights, encoding).
 */
struct db *db_open(const char *url, gboolean create, GError **error);
/* FALSE with error set: no database could have that url. Nothing is opened. */
gboolean db_check_url(const char *url, GError **error);
void db_close(struct db *db);

/* TRUE: of a server, which workers on many machines may use at once. */
gboolean db_is_server(const struct db *db);

/*
 * How long db_begin waits for others, `patience_ms` (30 s unless set); then
 * DRIPSCORE_ERROR_LATER. On PostgreSQL statements wait no longer than that for
 * a row either.
 */
void db_set_patience(struct db *db, guint patience_ms);

/*
 * The exclusive transaction: nobody else writes meanwhile. On SQLite write
 * transactions are taken under one advisory lock file, for SQLite 3.40.1 may
 * corrupt a WAL that two connections write and checkpoint at once; on
 * PostgreSQL under an advisory lock of the database.
 */
gboolean db_begin(struct db *db, GError **error);
/*
 * Others who began so too may write meanwhile: only for what was thought
 * through for that. On SQLite the same as db_begin.
 */
gboolean db_begin_shared(struct db *db, GError **error);
/*
 * DRIPSCORE_ERROR_LOST: the connection was lost at that moment, and whether it
 * was committed cannot be found out now.
 */
gboolean db_commit(struct db *db, GError **error);
/* After a failure inside a transaction; keeps quiet if there is none. */
void db_rollback(struct db *db);

/*
 * What is known of the content of the database, and goes with the connection:
 * it is owned from then on, and forgotten when a transaction came to nothing.
 * NULL: nothing is remembered.
 */
gpointer db_memory(const struct db *db);
void db_remember(struct db *db, gpointer memory, GDestroyNotify free_memory);
/* The number of the transaction that is open, or was last. */
guint64 db_transaction(const struct db *db);
gboolean db_in_transaction(const struct db *db);

/* One or more statements without arguments; DDL tokens are replaced. */
gboolean db_script(struct db *db, const char *sql, GError **error);

/*
 * One statement that returns no rows. Outside a transaction it is one itself,
 * and fails at once.
 */
gboolean db_run(struct db *db, GError **error, const char *sql,
    const char *types, ...);
/* The same, of arguments that are put together. type: i, t, b, or n: NULL of
 * a type that follows from the SQL. */
struct db_value {
	char type;
	union {
		gint64 i;
		const char *t;
		GBytes *b;
	};
};
#define DB_VALUES_MAX 32
gboolean db_run_values(struct db *db, const char *sql,
    const struct db_value *values, guint n, GError **error);
/* Rows changed by the last db_run; 0 if it failed (the next call says so). */
gint64 db_changes(struct db *db);

/*
 * One statement that returns rows; INSERT ... RETURNING too. NULL with error
 * set. One statement is open once at a time: read its rows to the end or free
 * it before it runs again. PostgreSQL's rows are all in memory: what may be
 * many is asked for in portions.
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

/*
 * The first column of the only row; missing if there is no row. For the key
 * of a row that is put: INSERT ... RETURNING id.
 */
gboolean db_one(struct db *db, gint64 *value, gint64 missing, GError **error,
    const char *sql, const char *types, ...);

/* All rows, each turned into something by `build`; NULL with error set. */
typedef gpointer (*rows_build)(struct rows *rows);
GPtrArray *db_list(struct db *db, GError **error, rows_build build,
    GDestroyNotify free_item, const char *sql, const char *types, ...);

/* The first column of all rows, as gint64; NULL with error set. */
GArray *db_ids(struct db *db, GError **error, const char *sql,
    const char *types, ...);

/*
 * Inside a transaction. Rows with keys of their own were put into the table:
 * the next key that is drawn (column id) comes after the highest.
 */
gboolean db_ids_follow(struct db *db, const char *table, GError **error);

/* The number of the last migration; 0: of none. Set inside a transaction. */
gboolean db_schema_version(struct db *db, gint64 *version, GError **error);
gboolean db_set_schema_version(struct db *db, gint64 version, GError **error);

/* UTC seconds by the clock of the database, which all workers share. */
gboolean db_clock(struct db *db, gint64 *now_at, GError **error);

/*
 * Inside a transaction: it brings work (an event, a message that is due, a
 * reply), and others hear of it once it is committed. On SQLite nothing: they
 * watch the file.
 */
void db_announce(struct db *db);
/*
 * A descriptor that can be read when others have announced something, to be
 * watched level-triggered as long as db lives, over reconnections too; -1: none
 * (SQLite). db_woken takes it all, and is TRUE if there was anything (after a
 * reconnection too, for something may have been missed).
 */
int db_wake_fd(struct db *db);
gboolean db_woken(struct db *db);

/*
 * This connection belongs to a worker that is dead if nothing was heard of it
 * for so long: the server then ends its transaction and its session, and no
 * call waits longer than that. On SQLite nothing.
 */
gboolean db_set_lease(struct db *db, guint lease_s, GError **error);
/*
 * *leads: it is the one connection that leads, until it ends; asked again, the
 * same, or no more if it was lost. SQLite: always TRUE.
 */
gboolean db_try_leader(struct db *db, gboolean *leads, GError **error);

/*
 * Outside a transaction. Very much is read, or written, from now on: it may
 * take more memory, and what is sorted goes to the disk; or no longer. On
 * PostgreSQL nothing.
 */
gboolean db_set_bulk(struct db *db, gboolean bulk, GError **error);

/* FALSE: commits need not survive a power cut. TRUE unless set. */
gboolean db_set_durable(struct db *db, gboolean durable, GError **error);

/*
 * What follows is about a database that is a file. On PostgreSQL, which looks
 * after its own files: no checkpoint is wanted or made, no path, no inode, no
 * note; db_copy refuses; db_foreign_version grows by what db_woken has heard;
 * the daemon's lock is given to everybody, for there may be many.
 */

/* When nothing else is to be done: moves the WAL into the file if it may. */
void db_checkpoint(struct db *db);
/*
 * Amid work: the same, once the WAL has passed 16 MiB, or a quarter of what the
 * disk has left. Unless that is little, its file is kept and written over: of
 * one that grows, each commit has to note the length too.
 */
void db_checkpoint_if_large(struct db *db);

/* See store.h. */
char *db_watched_path(const struct db *db);
/* Grows by what other connections commit. 0 on failure. */
gint64 db_foreign_version(struct db *db);

/* Of the database's file; 0: in memory, on a server, or not to be had. */
guint64 db_inode(const struct db *db);
/*
 * A number is noted beside the database's file; what is put in the place of
 * that finds it there. FALSE: it could not be written; 0: none is noted.
 */
gboolean db_note(struct db *db, gint64 number);
gint64 db_noted(const struct db *db);
/* Replaces all that is in `copy`, which is in memory, by what is committed in
 * db now; both SQLite. Other processes may go on writing meanwhile. */
gboolean db_copy(struct db *db, struct db *copy, GError **error);

/* Held for the life of the process: FALSE if another daemon holds it. */
gboolean db_take_daemon_lock(struct db *db, GError **error);

#endif
