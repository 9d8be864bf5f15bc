/*
 * db_sqlite.c - the driver of db.h over SQLite.
 *
 * WAL, synchronous FULL, foreign keys, BEGIN IMMEDIATE: opening, the locks,
 * transactions, checkpoints. Statements and rows are in db_sqlite_rows.c. It
 * decides nothing about what is stored. Called by the rest of store/ alone.
 */
#include "store/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/errors.h"
#include "store/dialect.h"

#define APPLICATION_ID 0x64726970 /* "drip" */
#define WAL_LARGE_BYTES (64 * 1024 * 1024)
#define WAL_SHARE_OF_FREE 4
#define LOCK_STEP_MS 5
#define BUSY_MS 1000

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
take_lock(struct db *db, guint patience_ms, GError **error)
{
	guint waited_ms = 0;

	if (db->lock_fd < 0)
		return TRUE;
	while (flock(db->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
			    "store %s: lock: %s", db->path, g_strerror(errno));
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

/*
 * Tables before the mark: whoever makes a store at this moment marks it first.
 */
static gboolean
is_ours(struct db *db, gboolean *marked, GError **error)
{
	gint64 id = 0;
	gint64 tables = 0;

	if (!db_one(db, &tables, 0, error, "SELECT count(*) FROM sqlite_master",
		"") ||
	    !db_one(db, &id, 0, error, "PRAGMA application_id", ""))
		return FALSE;
	*marked = id == APPLICATION_ID;
	if (*marked || (id == 0 && tables == 0))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "store %s: a database, but not one of dripscore's", db->path);
	return FALSE;
}

/* It is a write like any other; what is marked is only read here. */
static gboolean
mark_as_ours(struct db *db, GError **error)
{
	g_autofree char *mark = g_strdup_printf(
	    "PRAGMA journal_mode = WAL; PRAGMA application_id = %d",
	    APPLICATION_ID);
	gboolean ok;

	if (!take_lock(db, db->patience_ms, error))
		return FALSE;
	ok = db_script(db, mark, error);
	drop_lock(db);
	return ok;
}

static gboolean
configure(struct db *db, GError **error)
{
	gboolean marked = FALSE;

	sqlite3_busy_timeout(db->handle, BUSY_MS);
	/* Closing the last connection must not checkpoint outside the lock. */
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	return is_ours(db, &marked, error) &&
	    (marked || mark_as_ours(db, error)) &&
	    db_script(db,
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
		"PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
		"PRAGMA temp_store = MEMORY",
		error);
}

/* SQLite would let everybody read it; its log takes the same mode. */
static void
make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	/* If it is there or cannot be made, SQLite says what is to be said. */
	if (fd >= 0)
		close(fd);
}

/* SQLite has one sentence for all that it can't open. */
static void
explain_open(sqlite3 *handle, const char *path, GError **error)
{
	gboolean cannot = (sqlite3_errcode(handle) & PRIMARY_CODE) ==
	    SQLITE_CANTOPEN;
	int cause = cannot ? sqlite3_system_errno(handle) : 0;
	gboolean refused = cause == EACCES || cause == EPERM;

	g_set_error(error, DRIPSCORE_ERROR,
	    cannot && !refused ? DRIPSCORE_ERROR_NO_INPUT : DRIPSCORE_ERROR_IO,
	    "store %s: cannot be opened: %s", path,
	    cause != 0 ? g_strerror(cause) : sqlite3_errmsg(handle));
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
	if (create && db->path != NULL)
		make_private(db->path);
	if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK) {
		explain_open(db->handle, path, error);
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
		db_sqlite_error(db, error, "statement failed");
		return FALSE;
	}
	return TRUE;
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

/* A full disk has no room for what a checkpoint adds to the file either. */
static gint64
wal_room_bytes(struct db *db)
{
	struct statvfs disk;

	if (db->path == NULL || statvfs(db->path, &disk) != 0)
		return WAL_LARGE_BYTES;
	return (gint64)(disk.f_bavail * disk.f_frsize / WAL_SHARE_OF_FREE);
}

gboolean
db_wants_checkpoint(struct db *db)
{
	gint64 bytes = wal_bytes(db);

	return bytes > 0 && bytes > MIN(WAL_LARGE_BYTES, wal_room_bytes(db));
}

void
db_checkpoint(struct db *db)
{
	if (db->in_transaction || wal_bytes(db) == 0 || !take_lock(db, 0, NULL))
		return;
	/* Readers may hold a part back; it is moved the next time. */
	sqlite3_busy_timeout(db->handle, 0);
	sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL);
	sqlite3_busy_timeout(db->handle, BUSY_MS);
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

guint64
db_inode(const struct db *db)
{
	struct stat info;

	if (db->path == NULL || stat(db->path, &info) != 0)
		return 0;
	return info.st_ino;
}

gboolean
db_copy(struct db *db, struct db *copy, GError **error)
{
	sqlite3_backup *backup = sqlite3_backup_init(copy->handle, "main",
	    db->handle, "main");

	int code = SQLITE_ERROR;

	g_assert(copy->path == NULL);
	/* In one step: it reads what is committed as it begins, no more. */
	if (backup != NULL) {
		code = sqlite3_backup_step(backup, -1);
		sqlite3_backup_finish(backup);
	}
	if (code == SQLITE_DONE)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR,
	    code == SQLITE_BUSY || code == SQLITE_LOCKED ?
		DRIPSCORE_ERROR_LATER :
		DRIPSCORE_ERROR_IO,
	    "store %s: it cannot be copied to memory: %s",
	    db->path != NULL ? db->path : "in memory", sqlite3_errstr(code));
	return FALSE;
}

gint64
db_foreign_version(struct db *db)
{
	gint64 version = 0;

	db_one(db, &version, 0, NULL, "PRAGMA data_version", "");
	return version;
}
