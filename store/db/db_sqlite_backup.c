/*
 * db_sqlite_backup.c - a database that is a file, written to another file while
 * others work on it; and all of it in one file, with nothing beside it.
 */
#include "store/db/db_whole.h"

#include "base/errors.h"
#include "store/db/db_sqlite.h"

#define PAGES_A_STEP 1024

static gboolean
refuse(int code, const char *path, const char *what, GError **error)
{
	int primary = code & PRIMARY_CODE;
	gboolean busy = primary == SQLITE_BUSY || primary == SQLITE_LOCKED;

	g_set_error(error, DRIPSCORE_ERROR,
	    busy || primary == SQLITE_FULL ? DRIPSCORE_ERROR_LATER :
					     DRIPSCORE_ERROR_IO,
	    "%s: %s: %s", path, what, sqlite3_errstr(code));
	return FALSE;
}

static int
step_all(sqlite3 *target, sqlite3 *source)
{
	sqlite3_backup *backup = sqlite3_backup_init(target, "main", source,
	    "main");
	int code;

	if (backup == NULL)
		return sqlite3_errcode(target);
	do
		code = sqlite3_backup_step(backup, PAGES_A_STEP);
	while (code == SQLITE_OK);
	sqlite3_backup_finish(backup);
	return code;
}

/* Inside a reading transaction: what others commit doesn't begin it anew. */
gboolean
db_backup(struct db *db, const char *path, GError **error)
{
	struct db_sqlite *self = db_sqlite_of(db);
	sqlite3 *target = NULL;
	int code;

	g_assert(!db_is_server(db));
	if (!db_begin_read(db, error))
		return FALSE;
	code = sqlite3_open_v2(path, &target,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
	/* It is of no use until it is whole, and is forced to the disk then. */
	if (code == SQLITE_OK)
		code = sqlite3_exec(target,
		    "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", NULL,
		    NULL, NULL);
	if (code == SQLITE_OK)
		code = step_all(target, self->handle);
	sqlite3_close(target);
	db_rollback(db);
	return code == SQLITE_DONE ||
	    refuse(code, path, "the backup cannot be written", error);
}

/* The mode as it is once the statement has come to its end: only then is it on
 * the disk. Owned. */
static char *
set_mode(struct db *db, const char *sql, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure, sql, "");
	g_autofree char *mode = NULL;

	if (rows != NULL && rows_next(rows, &failure))
		mode = rows_dup(rows, 0);
	if (mode != NULL && !rows_next(rows, &failure) && failure == NULL)
		return g_steal_pointer(&mode);
	if (failure != NULL)
		g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

gboolean
db_seal(struct db *db, gboolean sealed, GError **error)
{
	struct db_sqlite *self = db_sqlite_of(db);
	g_autoptr(GError) failure = NULL;
	g_autofree char *mode = NULL;

	g_assert(!db_is_server(db) && !db->in_transaction);
	if (!db_sqlite_lock(self, db->patience_ms, error))
		return FALSE;
	mode = set_mode(db,
	    sealed ? "PRAGMA journal_mode = DELETE" :
		     "PRAGMA journal_mode = WAL",
	    &failure);
	db_sqlite_unlock(self);
	if (g_strcmp0(mode, sealed ? "delete" : "wal") == 0)
		return TRUE;
	if (failure == NULL ||
	    g_error_matches(failure, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER))
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER,
		    "store %s: another process has it open", self->path);
	else
		g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}
