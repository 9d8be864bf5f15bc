/*
 * db_ops.h - what a driver gives to db.c. Only db*.c include it.
 *
 * A driver's own struct db and struct rows begin with these. The functions are
 * those of db.h, which says what they promise; what a driver has nothing to do
 * for is NULL.
 */
#ifndef STORE_DB_OPS_H
#define STORE_DB_OPS_H

#include "store/db/db.h"

struct db_ops {
	gboolean is_server;

	void (*close)(struct db *db);
	gboolean (*begin)(struct db *db, gboolean shared, GError **error);
	gboolean (*commit)(struct db *db, GError **error);
	void (*rollback)(struct db *db);
	gboolean (*script)(struct db *db, const char *sql, GError **error);
	gboolean (*run)(struct db *db, const char *sql,
	    const struct db_value *values, guint n, GError **error);
	struct rows *(*select)(struct db *db, const char *sql,
	    const struct db_value *values, guint n, GError **error);
	gint64 (*changes)(struct db *db);
	/* NULL: one after the other is as good. See each_run, each.h. */
	gboolean (*run_each)(struct db *db, const char *sql,
	    const struct db_value *values, guint width, guint n,
	    gint64 *results, GError **error);

	gboolean (*next)(struct rows *rows, GError **error);
	gint64 (*integer)(struct rows *rows, int column);
	const char *(*text)(struct rows *rows, int column);
	GBytes *(*bytes)(struct rows *rows, int column);
	gboolean (*is_null)(struct rows *rows, int column);
	void (*free)(struct rows *rows);

	gboolean (*schema_version)(struct db *db, gint64 *version,
	    GError **error);
	gboolean (*set_schema_version)(struct db *db, gint64 version,
	    GError **error);
	gboolean (*set_durable)(struct db *db, gboolean durable,
	    GError **error);

	/* NULL on SQLite. */
	gboolean (*ids_follow)(struct db *db, const char *table,
	    GError **error);
	gboolean (*clock)(struct db *db, gint64 *now_at, GError **error);
	void (*announce)(struct db *db);
	int (*wake_fd)(struct db *db);
	gboolean (*woken)(struct db *db);
	gboolean (*set_lease)(struct db *db, guint lease_s, GError **error);
	gboolean (*try_leader)(struct db *db, gboolean *leads, GError **error);
	gint64 (*foreign_version)(struct db *db);

	/* NULL on PostgreSQL. */
	void (*checkpoint)(struct db *db);
	void (*checkpoint_if_large)(struct db *db);
	char *(*watched_path)(const struct db *db);
	guint64 (*inode)(const struct db *db);
	gboolean (*note)(struct db *db, gint64 number);
	gint64 (*noted)(const struct db *db);
	gboolean (*copy)(struct db *db, struct db *copy, GError **error);
	gboolean (*take_daemon_lock)(struct db *db, GError **error);
};

struct db {
	const struct db_ops *ops;
	guint patience_ms;
	gboolean in_transaction;
	guint64 transaction; /* grows with each that begins */
	gpointer memory;     /* see db_remember */
	GDestroyNotify free_memory;
};

struct rows {
	struct db *db;
};

/* See db.h, db_open. path: what follows the scheme. */
struct db *db_sqlite_open(const char *path, gboolean create, GError **error);
/* conninfo: a whole URL, or libpq's key=value pairs. */
struct db *db_pg_open(const char *conninfo, gboolean create, GError **error);
gboolean db_pg_check(const char *conninfo, GError **error);

/* For an argument: text as it is, or mended into *mended, which is owned. */
const char *db_utf8(const char *text, char **mended);

#endif
