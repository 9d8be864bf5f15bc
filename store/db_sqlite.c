/*
 * db_sqlite.c - the driver of db.h over SQLite.
 *
 * WAL, synchronous FULL, foreign keys, BEGIN IMMEDIATE. It decides nothing
 * about what is stored. Called by the rest of store/ alone.
 */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/errors.h"
#include "store/dialect.h"

#define APPLICATION_ID 0x64726970 /* "drip" */
#define WAL_LARGE_BYTES (64 * 1024 * 1024)
#define LOCK_STEP_MS 5

struct db {
	sqlite3 *handle;
	char *path; /* NULL: in memory */
	int lock_fd;
	int daemon_fd;
	guint patience_ms;
	gboolean in_transaction;
	GHashTable *statements; /* SQL text -> sqlite3_stmt */
};

struct rows {
	struct db *db;
	sqlite3_stmt *statement;
};

static void
set_error(struct db *db, GError **error, const char *what)
{
	int code = sqlite3_errcode(db->handle);
	enum dripscore_error kind = DRIPSCORE_ERROR_IO;

	if (code == SQLITE_BUSY || code == SQLITE_LOCKED ||
	    code == SQLITE_FULL)
		kind = DRIPSCORE_ERROR_LATER;
	else if (code == SQLITE_CONSTRAINT || code == SQLITE_ERROR ||
	    code == SQLITE_MISUSE)
		kind = DRIPSCORE_ERROR_SOFTWARE;
	else if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
		kind = DRIPSCORE_ERROR_DATA;
	g_set_error(error, DRIPSCORE_ERROR, kind, "store %s: %s: %s",
	    db->path != NULL ? db->path : "in memory", what,
	    sqlite3_errmsg(db->handle));
}

/* Made by root, used by the daemon's user: as the store itself is. */
static void
take_owner(int fd, const char *path)
{
	struct stat store;

	if (geteuid() != 0 || stat(path, &store) != 0)
		return;
	/* Where owners can't be set, it stays root's. */
	if (fchown(fd, store.st_uid, store.st_gid) != 0)
		return;
}

static int
open_lock(const char *path, const char *suffix, GError **error)
{
	g_autofree char *name = g_strconcat(path, suffix, NULL);
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		g_set_error(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_CANNOT_CREATE, "%s: %s", name,
		    g_strerror(errno));
	else
		take_owner(fd, path);
	return fd;
}

static gboolean
is_ours(struct db *db, GError **error)
{
	gint64 id = 0;
	gint64 tables = 0;

	if (!db_one(db, &id, 0, error, "PRAGMA application_id", "") ||
	    !db_one(db, &tables, 0, error,
		"SELECT count(*) FROM sqlite_master", ""))
		return FALSE;
	if (id == APPLICATION_ID || (id == 0 && tables == 0))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "store %s: a database, but not one of dripscore's", db->path);
	return FALSE;
}

static gboolean
configure(struct db *db, GError **error)
{
	g_autofree char *ours = g_strdup_printf(
	    "PRAGMA application_id = %d; PRAGMA journal_mode = WAL;"
	    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
	    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
	    "PRAGMA temp_store = MEMORY",
	    APPLICATION_ID);

	sqlite3_busy_timeout(db->handle, 1000);
	/* Closing the last connection must not checkpoint outside the lock. */
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	return is_ours(db, error) && db_script(db, ours, error);
}

static void
finalize(gpointer statement)
{
	sqlite3_finalize(statement);
}

struct db *
db_open(const char *url, gboolean create, GError **error)
{
	struct db *db;
	const char *path = url + strlen("sqlite:");
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE |
	    (create ? SQLITE_OPEN_CREATE : 0);

	if (!g_str_has_prefix(url, "sqlite:")) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "store %s: the scheme is not known; allowed: sqlite:PATH",
		    url);
		return NULL;
	}
	db = g_new0(struct db, 1);
	db->lock_fd = -1;
	db->daemon_fd = -1;
	db->patience_ms = 30000;
	db->path = strcmp(path, ":memory:") == 0 ? NULL : g_strdup(path);
	db->statements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    finalize);
	if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK) {
		int kind = sqlite3_errcode(db->handle) == SQLITE_CANTOPEN
		    ? DRIPSCORE_ERROR_NO_INPUT
		    : DRIPSCORE_ERROR_IO;

		g_set_error(error, DRIPSCORE_ERROR, kind,
		    "store %s: cannot be opened: %s", path,
		    sqlite3_errmsg(db->handle));
		db_close(db);
		return NULL;
	}
	if (db->path != NULL) {
		db->lock_fd = open_lock(db->path, "-lock", error);
		if (db->lock_fd < 0) {
			db_close(db);
			return NULL;
		}
	}
	if (!configure(db, error)) {
		db_close(db);
		return NULL;
	}
	return db;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
	g_hash_table_destroy(db->statements);
	if (db->handle != NULL)
		sqlite3_close(db->handle);
	if (db->lock_fd >= 0)
		close(db->lock_fd);
	if (db->daemon_fd >= 0)
		close(db->daemon_fd);
	g_free(db->path);
	g_free(db);
}

void
db_set_patience(struct db *db, guint patience_ms)
{
	db->patience_ms = patience_ms;
}

static gboolean
take_lock(struct db *db, guint patience_ms, GError **error)
{
	guint waited_ms = 0;

	if (db->lock_fd < 0)
		return TRUE;
	while (flock(db->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			g_set_error(error, DRIPSCORE_ERROR,
			    DRIPSCORE_ERROR_OS, "store %s: lock: %s", db->path,
			    g_strerror(errno));
			return FALSE;
		}
		if (waited_ms >= patience_ms) {
			g_set_error(error, DRIPSCORE_ERROR,
			    DRIPSCORE_ERROR_LATER,
			    "store %s: another process is writing", db->path);
			return FALSE;
		}
		g_usleep(LOCK_STEP_MS * 1000);
		waited_ms += LOCK_STEP_MS;
	}
	return TRUE;
}

static void
drop_lock(struct db *db)
{
	if (db->lock_fd >= 0)
		flock(db->lock_fd, LOCK_UN);
}

gboolean
db_begin(struct db *db, GError **error)
{
	g_assert(!db->in_transaction);
	if (!take_lock(db, db->patience_ms, error))
		return FALSE;
	if (!db_script(db, "BEGIN IMMEDIATE", error)) {
		drop_lock(db);
		return FALSE;
	}
	db->in_transaction = TRUE;
	return TRUE;
}

gboolean
db_commit(struct db *db, GError **error)
{
	g_assert(db->in_transaction);
	if (!db_script(db, "COMMIT", error)) {
		db_rollback(db);
		return FALSE;
	}
	db->in_transaction = FALSE;
	drop_lock(db);
	return TRUE;
}

void
db_rollback(struct db *db)
{
	if (!db->in_transaction)
		return;
	db->in_transaction = FALSE;
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	drop_lock(db);
}

gboolean
db_script(struct db *db, const char *sql, GError **error)
{
	g_autofree char *ours = dialect_sqlite(sql);

	if (sqlite3_exec(db->handle, ours, NULL, NULL, NULL) != SQLITE_OK) {
		set_error(db, error, "statement failed");
		return FALSE;
	}
	return TRUE;
}

static sqlite3_stmt *
prepare(struct db *db, const char *sql, GError **error)
{
	sqlite3_stmt *statement = g_hash_table_lookup(db->statements, sql);
	g_autofree char *ours = NULL;

	if (statement != NULL) {
		g_assert(!sqlite3_stmt_busy(statement));
		return statement;
	}
	ours = dialect_sqlite(sql);
	if (sqlite3_prepare_v3(db->handle, ours, -1,
		SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
		set_error(db, error, ours);
		return NULL;
	}
	g_hash_table_insert(db->statements, g_strdup(sql), statement);
	return statement;
}

static void
bind_all(sqlite3_stmt *statement, const char *types, va_list arguments)
{
	for (int i = 0; types[i] != '\0'; i++) {
		const char *text;
		GBytes *bytes;

		switch (types[i]) {
		case 'i':
			sqlite3_bind_int64(statement, i + 1,
			    va_arg(arguments, gint64));
			break;
		case 't':
			text = va_arg(arguments, const char *);
			sqlite3_bind_text(statement, i + 1, text, -1,
			    SQLITE_TRANSIENT);
			break;
		case 'b':
			bytes = va_arg(arguments, GBytes *);
			if (bytes == NULL)
				sqlite3_bind_null(statement, i + 1);
			else
				sqlite3_bind_blob64(statement, i + 1,
				    g_bytes_get_size(bytes) > 0
					? g_bytes_get_data(bytes, NULL)
					: "",
				    g_bytes_get_size(bytes), SQLITE_TRANSIENT);
			break;
		default:
			g_assert_not_reached();
		}
	}
}

static gboolean
step_to_end(struct db *db, sqlite3_stmt *statement, GError **error)
{
	int code;

	do
		code = sqlite3_step(statement);
	while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		set_error(db, error, sqlite3_sql(statement));
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return code == SQLITE_DONE;
}

gboolean
db_run(struct db *db, GError **error, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement = prepare(db, sql, error);
	va_list arguments;

	if (statement == NULL)
		return FALSE;
	va_start(arguments, types);
	bind_all(statement, types, arguments);
	va_end(arguments);
	return step_to_end(db, statement, error);
}

gint64
db_changes(struct db *db)
{
	return sqlite3_changes64(db->handle);
}

gint64
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

static struct rows *
select_rows(struct db *db, GError **error, const char *sql, const char *types,
    va_list arguments)
{
	sqlite3_stmt *statement = prepare(db, sql, error);
	struct rows *rows;

	if (statement == NULL)
		return NULL;
	bind_all(statement, types, arguments);
	rows = g_new(struct rows, 1);
	rows->db = db;
	rows->statement = statement;
	return rows;
}

struct rows *
db_select(struct db *db, GError **error, const char *sql, const char *types,
    ...)
{
	struct rows *rows;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	return rows;
}

gboolean
rows_next(struct rows *rows, GError **error)
{
	int code = sqlite3_step(rows->statement);

	if (code == SQLITE_ROW)
		return TRUE;
	if (code != SQLITE_DONE)
		set_error(rows->db, error, sqlite3_sql(rows->statement));
	return FALSE;
}

gint64
rows_int(struct rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

const char *
rows_text(struct rows *rows, int column)
{
	return (const char *)sqlite3_column_text(rows->statement, column);
}

char *
rows_dup(struct rows *rows, int column)
{
	return g_strdup(rows_text(rows, column));
}

GBytes *
rows_bytes(struct rows *rows, int column)
{
	const void *data = sqlite3_column_blob(rows->statement, column);

	if (rows_is_null(rows, column))
		return NULL;
	return g_bytes_new(data,
	    (gsize)sqlite3_column_bytes(rows->statement, column));
}

gboolean
rows_is_null(struct rows *rows, int column)
{
	return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

void
rows_free(struct rows *rows)
{
	if (rows == NULL)
		return;
	sqlite3_reset(rows->statement);
	sqlite3_clear_bindings(rows->statement);
	g_free(rows);
}

gboolean
rows_first(struct rows *rows, gboolean *found, GError **error)
{
	g_autoptr(GError) failure = NULL;

	*found = rows_next(rows, &failure);
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

gboolean
db_one(struct db *db, gint64 *value, gint64 missing, GError **error,
    const char *sql, const char *types, ...)
{
	g_autoptr(rows) rows = NULL;
	va_list arguments;
	gboolean found;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	*value = found && !rows_is_null(rows, 0) ? rows_int(rows, 0) : missing;
	return TRUE;
}

GPtrArray *
db_list(struct db *db, GError **error, rows_build build,
    GDestroyNotify free_item, const char *sql, const char *types, ...)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_item);
	g_autoptr(rows) rows = NULL;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL)
		return NULL;
	while (rows_next(rows, &failure))
		g_ptr_array_add(list, build(rows));
	if (failure == NULL)
		return g_steal_pointer(&list);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

GArray *
db_ids(struct db *db, GError **error, const char *sql, const char *types, ...)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(rows) rows = NULL;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL)
		return NULL;
	while (rows_next(rows, &failure)) {
		gint64 id = rows_int(rows, 0);

		g_array_append_val(ids, id);
	}
	if (failure == NULL)
		return g_steal_pointer(&ids);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

static gint64
wal_bytes(struct db *db)
{
	g_autofree char *name = NULL;
	struct stat info;

	if (db->path == NULL)
		return 0;
	name = g_strconcat(db->path, "-wal", NULL);
	return stat(name, &info) == 0 ? info.st_size : 0;
}

gboolean
db_wants_checkpoint(struct db *db)
{
	return wal_bytes(db) > WAL_LARGE_BYTES;
}

void
db_checkpoint(struct db *db)
{
	if (db->in_transaction || wal_bytes(db) == 0 ||
	    !take_lock(db, 0, NULL))
		return;
	/* Readers may hold a part back; it is moved the next time. */
	sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL);
	drop_lock(db);
}

gboolean
db_take_daemon_lock(struct db *db, GError **error)
{
	if (db->path == NULL || db->daemon_fd >= 0)
		return TRUE;
	db->daemon_fd = open_lock(db->path, "-daemon", error);
	if (db->daemon_fd < 0)
		return FALSE;
	if (flock(db->daemon_fd, LOCK_EX | LOCK_NB) == 0)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER,
	    "store %s: another dripscore daemon is running on it", db->path);
	close(db->daemon_fd);
	db->daemon_fd = -1;
	return FALSE;
}

char *
db_watched_path(const struct db *db)
{
	return db->path != NULL ? g_strconcat(db->path, "-wal", NULL) : NULL;
}

gint64
db_foreign_version(struct db *db)
{
	gint64 version = 0;

	db_one(db, &version, 0, NULL, "PRAGMA data_version", "");
	return version;
}
