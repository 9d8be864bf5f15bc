/*
 * db_sqlite_file.c - of a database that is a file: checkpoints, who else
 * writes it, its copy in memory, the daemon's lock. Called by db_sqlite.c's
 * table alone.
 */
#include "store/db/db_sqlite.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/errors.h"

#define WAL_LARGE_BYTES (16 * 1024 * 1024)
#define PAGE_BYTES 4096
#define WAL_SHARE_OF_FREE 4

static gint64
wal_bytes(struct db_sqlite *self)
{
	g_autofree char *name = NULL;
	struct stat info;

	if (self->path == NULL)
		return 0;
	name = g_strconcat(self->path, "-wal", NULL);
	return stat(name, &info) == 0 ? info.st_size : 0;
}

/* A full disk has no room for what a checkpoint adds to the file either. */
static gint64
wal_room_bytes(struct db_sqlite *self)
{
	struct statvfs disk;

	if (self->path == NULL || statvfs(self->path, &disk) != 0)
		return WAL_LARGE_BYTES;
	return (gint64)(disk.f_bavail * disk.f_frsize / WAL_SHARE_OF_FREE);
}

int
db_sqlite_on_commit(void *self, sqlite3 *handle G_GNUC_UNUSED,
    const char *name G_GNUC_UNUSED, int pages)
{
	((struct db_sqlite *)self)->wal_pages = pages;
	return SQLITE_OK;
}

static void
checkpoint(struct db_sqlite *self, int how)
{
	if (self->db.in_transaction || !db_sqlite_lock(self, 0, NULL))
		return;
	/* Readers may hold a part back; it is moved the next time. */
	sqlite3_busy_timeout(self->handle, 0);
	if (sqlite3_wal_checkpoint_v2(self->handle, NULL, how, NULL, NULL) ==
	    SQLITE_OK)
		self->wal_pages = 0;
	sqlite3_busy_timeout(self->handle, BUSY_MS);
	db_sqlite_unlock(self);
}

void
db_sqlite_checkpoint(struct db *db)
{
	struct db_sqlite *self = db_sqlite_of(db);

	if (wal_bytes(self) > 0)
		checkpoint(self, SQLITE_CHECKPOINT_TRUNCATE);
}

void
db_sqlite_checkpoint_if_large(struct db *db)
{
	struct db_sqlite *self = db_sqlite_of(db);
	gint64 bytes = self->wal_pages * PAGE_BYTES;
	gint64 room_bytes = wal_room_bytes(self);

	if (bytes > WAL_LARGE_BYTES && room_bytes > WAL_LARGE_BYTES)
		checkpoint(self, SQLITE_CHECKPOINT_RESTART);
	else if (bytes > MIN(WAL_LARGE_BYTES, room_bytes))
		checkpoint(self, SQLITE_CHECKPOINT_TRUNCATE);
}

gboolean
db_sqlite_take_daemon_lock(struct db *db, GError **error)
{
	struct db_sqlite *self = db_sqlite_of(db);

	if (self->path == NULL || self->daemon_fd >= 0)
		return TRUE;
	self->daemon_fd = db_sqlite_open_lock(self->path, "-daemon", error);
	if (self->daemon_fd < 0)
		return FALSE;
	if (flock(self->daemon_fd, LOCK_EX | LOCK_NB) == 0)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER,
	    "store %s: a dripscore daemon is running on it", self->path);
	close(self->daemon_fd);
	self->daemon_fd = -1;
	return FALSE;
}

char *
db_sqlite_watched_path(const struct db *db)
{
	const char *path = db_sqlite_of(db)->path;

	return path != NULL ? g_strconcat(path, "-wal", NULL) : NULL;
}

guint64
db_sqlite_inode(const struct db *db)
{
	struct db_sqlite *self = db_sqlite_of(db);
	struct stat info;

	if (self->path == NULL || stat(self->path, &info) != 0)
		return 0;
	return info.st_ino;
}

gboolean
db_sqlite_copy(struct db *db, struct db *copy, GError **error)
{
	struct db_sqlite *self = db_sqlite_of(db);
	struct db_sqlite *to = db_sqlite_of(copy);
	sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main",
	    self->handle, "main");
	int code = SQLITE_ERROR;

	g_assert(to->path == NULL);
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
	    self->path != NULL ? self->path : "in memory",
	    sqlite3_errstr(code));
	return FALSE;
}

gint64
db_sqlite_foreign_version(struct db *db)
{
	gint64 version = 0;

	db_one(db, &version, 0, NULL, "PRAGMA data_version", "");
	return version;
}
