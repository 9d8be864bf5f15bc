/*
 * db_sqlite.c - the driver of db.h over SQLite.
 *
 * WAL, synchronous FULL, foreign keys, BEGIN IMMEDIATE: opening, the lock,
 * transactions. Statements and rows are in db_sqlite_rows.c, what concerns the
 * files in db_sqlite_file.c. It decides nothing about what is stored. Called
 * by db.c alone.
 */
#include "store/db/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/errors.h"
#include "store/db/dialect.h"

#define APPLICATION_ID 0x64726970 /* "drip" */
#define LOCK_STEP_MS 5

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

int
db_sqlite_open_lock(const char *path, const char *suffix, GError **error)
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

gboolean
db_sqlite_lock(struct db_sqlite *self, guint patience_ms, GError **error)
{
	guint waited_ms = 0;

	if (self->lock_fd < 0)
		return TRUE;
	while (flock(self->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
			    "store %s: lock: %s", self->path,
			    g_strerror(errno));
			return FALSE;
		}
		if (waited_ms >= patience_ms) {
			g_set_error(error, DRIPSCORE_ERROR,
			    DRIPSCORE_ERROR_LATER,
			    "store %s: another process is writing", self->path);
			return FALSE;
		}
		g_usleep(LOCK_STEP_MS * 1000);
		waited_ms += LOCK_STEP_MS;
	}
	return TRUE;
}

void
db_sqlite_unlock(struct db_sqlite *self)
{
	if (self->lock_fd >= 0)
		flock(self->lock_fd, LOCK_UN);
}

static gboolean
script(struct db *db, const char *sql, GError **error)
{
	struct db_sqlite *self = db_sqlite_of(db);
	g_autofree char *ours = dialect_sqlite(sql);

	if (sqlite3_exec(self->handle, ours, NULL, NULL, NULL) != SQLITE_OK) {
		db_sqlite_error(self, error, "statement failed");
		return FALSE;
	}
	return TRUE;
}

/*
 * Tables before the mark: whoever makes a store at this moment marks it first.
 */
static gboolean
is_ours(struct db_sqlite *self, gboolean *marked, GError **error)
{
	gint64 id = 0;
	gint64 tables = 0;

	if (!db_one(&self->db, &tables, 0, error,
		"SELECT count(*) FROM sqlite_master", "") ||
	    !db_one(&self->db, &id, 0, error, "PRAGMA application_id", ""))
		return FALSE;
	*marked = id == APPLICATION_ID;
	if (*marked || (id == 0 && tables == 0))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "store %s: a database, but not one of dripscore's", self->path);
	return FALSE;
}

/* It is a write like any other; what is marked is only read here. */
static gboolean
mark_as_ours(struct db_sqlite *self, GError **error)
{
	g_autofree char *mark = g_strdup_printf(
	    "PRAGMA journal_mode = WAL; PRAGMA application_id = %d",
	    APPLICATION_ID);
	gboolean ok;

	if (!db_sqlite_lock(self, self->db.patience_ms, error))
		return FALSE;
	ok = script(&self->db, mark, error);
	db_sqlite_unlock(self);
	return ok;
}

static gboolean
configure(struct db_sqlite *self, GError **error)
{
	gboolean marked = FALSE;

	sqlite3_busy_timeout(self->handle, BUSY_MS);
	sqlite3_wal_hook(self->handle, db_sqlite_on_commit, self);
	/* Closing the last connection must not checkpoint outside the lock. */
	sqlite3_db_config(self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	return is_ours(self, &marked, error) &&
	    (marked || mark_as_ours(self, error)) &&
	    script(&self->db,
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
		/* What was deleted is gone: anonymous answers wait there. */
		"PRAGMA secure_delete = ON;"
		"PRAGMA cache_size = -16384;"
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
close_handle(struct db *db)
{
	struct db_sqlite *self = db_sqlite_of(db);

	statements_free(self->statements);
	if (self->handle != NULL)
		sqlite3_close(self->handle);
	if (self->lock_fd >= 0)
		close(self->lock_fd);
	if (self->daemon_fd >= 0)
		close(self->daemon_fd);
	g_free(self->path);
	g_free(self);
}

static gboolean
begin(struct db *db, G_GNUC_UNUSED gboolean shared, GError **error)
{
	struct db_sqlite *self = db_sqlite_of(db);

	if (!db_sqlite_lock(self, db->patience_ms, error))
		return FALSE;
	if (!db_sqlite_run(db, "BEGIN IMMEDIATE", NULL, 0, error)) {
		db_sqlite_unlock(self);
		return FALSE;
	}
	return TRUE;
}

static gboolean
commit(struct db *db, GError **error)
{
	if (!db_sqlite_run(db, "COMMIT", NULL, 0, error))
		return FALSE;
	db_sqlite_unlock(db_sqlite_of(db));
	return TRUE;
}

static void
rollback(struct db *db)
{
	struct db_sqlite *self = db_sqlite_of(db);

	if (!sqlite3_get_autocommit(self->handle))
		sqlite3_exec(self->handle, "ROLLBACK", NULL, NULL, NULL);
	db_sqlite_unlock(self);
}

static gboolean
schema_version(struct db *db, gint64 *version, GError **error)
{
	return db_one(db, version, 0, error, "PRAGMA user_version", "");
}

static gboolean
set_schema_version(struct db *db, gint64 version, GError **error)
{
	g_autofree char *sql = g_strdup_printf(
	    "PRAGMA user_version = %" G_GINT64_FORMAT, version);

	return script(db, sql, error);
}

static gboolean
set_durable(struct db *db, gboolean durable, GError **error)
{
	return script(db,
	    durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF",
	    error);
}

static const struct db_ops ops = {
	.close = close_handle,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.script = script,
	.run = db_sqlite_run,
	.select = db_sqlite_select,
	.changes = db_sqlite_changes,
	.next = db_sqlite_next,
	.integer = db_sqlite_integer,
	.text = db_sqlite_text,
	.bytes = db_sqlite_bytes,
	.is_null = db_sqlite_is_null,
	.free = db_sqlite_free,
	.schema_version = schema_version,
	.set_schema_version = set_schema_version,
	.set_durable = set_durable,
	.foreign_version = db_sqlite_foreign_version,
	.checkpoint = db_sqlite_checkpoint,
	.checkpoint_if_large = db_sqlite_checkpoint_if_large,
	.watched_path = db_sqlite_watched_path,
	.inode = db_sqlite_inode,
	.note = db_sqlite_note,
	.noted = db_sqlite_noted,
	.copy = db_sqlite_copy,
	.take_daemon_lock = db_sqlite_take_daemon_lock,
};

/*
 * A connection is used by one thread, and nobody asks what memory SQLite takes;
 * its account is kept under a lock. Too late, it does nothing.
 */
static void
save_effort(void)
{
	static gboolean done;

	if (!done)
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	done = TRUE;
}

static void
finalize(gpointer statement)
{
	sqlite3_finalize(statement);
}

struct db *
db_sqlite_open(const char *path, gboolean create, GError **error)
{
	struct db_sqlite *self = g_new0(struct db_sqlite, 1);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE |
	    SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);

	save_effort();
	self->db.ops = &ops;
	self->db.patience_ms = 30000;
	self->lock_fd = -1;
	self->daemon_fd = -1;
	self->path = strcmp(path, ":memory:") == 0 ? NULL : g_strdup(path);
	self->statements = statements_new(finalize);
	if (create && self->path != NULL)
		make_private(self->path);
	if (sqlite3_open_v2(path, &self->handle, flags, NULL) != SQLITE_OK) {
		explain_open(self->handle, path, error);
		db_close(&self->db);
		return NULL;
	}
	if (self->path != NULL)
		self->lock_fd = db_sqlite_open_lock(self->path, "-lock",
		    error);
	if ((self->path != NULL && self->lock_fd < 0) ||
	    !configure(self, error)) {
		db_close(&self->db);
		return NULL;
	}
	return &self->db;
}
