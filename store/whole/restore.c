/*
 * restore.c - a backup in the place of a store: see backup.h.
 *
 * At every moment the store at its place is the old one or the new one, whole:
 * the backup is copied beside it, checked, and then renamed.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/errors.h"
#include "store/whole/backup.h"
#include "store/whole/backup_internal.h"
#include "store/db/db_whole.h"
#include "store/internal.h"
#include "store/whole/new_file.h"
#include "store/schema/schema.h"

#define PORTION_BYTES (1024 * 1024)
#define PATIENCE_MS 2000

static gboolean
fail(const char *path, GError **error)
{
	g_set_error(error, DRIPSCORE_ERROR,
	    errno == ENOENT ? DRIPSCORE_ERROR_NO_INPUT : DRIPSCORE_ERROR_IO,
	    "%s: %s", path, g_strerror(errno));
	return FALSE;
}

/* FALSE with errno set; *unreadable: it is `from` that failed. */
static gboolean
copy_stream(FILE *from, FILE *to, gboolean *unreadable)
{
	g_autofree char *bytes = g_malloc(PORTION_BYTES);
	gsize n;

	while ((n = fread(bytes, 1, PORTION_BYTES, from)) > 0) {
		if (fwrite(bytes, 1, n, to) != n)
			return FALSE;
	}
	*unreadable = ferror(from) != 0;
	return !*unreadable;
}

static gboolean
copy_bytes(const char *source, const char *target, GError **error)
{
	FILE *from = fopen(source, "rbe");
	FILE *to;
	gboolean ok, unreadable = FALSE;

	if (from == NULL)
		return fail(source, error);
	to = fopen(target, "wbe");
	ok = to != NULL && copy_stream(from, to, &unreadable);
	if (unreadable)
		fail(source, error);
	fclose(from);
	if (to != NULL && fclose(to) != 0)
		ok = FALSE;
	if (!ok && !unreadable)
		fail(target, error);
	return ok;
}

/* A store that was copied as it lay has a log beside it, which is part of it.
 */
static gboolean
copy_in(const char *source, const struct new_file *file, GError **error)
{
	g_autofree char *log = g_strconcat(source, "-wal", NULL);
	g_autofree char *to = g_strconcat(file->work, "-wal", NULL);

	return copy_bytes(source, file->work, error) &&
	    (!g_file_test(log, G_FILE_TEST_EXISTS) ||
		copy_bytes(log, to, error));
}

static gboolean
refuse_faults(const struct verification *found, gboolean force, GError **error)
{
	if (found->n_faults == 0 || force)
		return TRUE;
	return data_refuse(error, "the backup has faults, and is not put in "
				  "the place of the store (--force does)");
}

/* What is wrong with it is so with the file that was given. */
static void
name_source(GError *error, const char *work, const char *source)
{
	GString *message = g_string_new(error->message);

	g_string_replace(message, work, source, 0);
	g_free(error->message);
	error->message = g_string_free(message, FALSE);
}

/* It is a store of ours, brought to the present schema, marked and counted. */
static gboolean
prepare(const char *source, const struct new_file *file, gboolean force,
    struct verification **found, GError **error)
{
	g_autoptr(GError) failure = NULL;
	struct db *db = db_open(file->url, FALSE, &failure);
	gint64 version = 0;
	gboolean ok = db != NULL && db_schema_version(db, &version, &failure);

	if (ok && version == 0)
		ok = data_refuse(&failure, "there is no store in the backup");
	ok = ok && schema_migrate(db, &failure) && home_leave(db, &failure) &&
	    backup_check(db, found, &failure) &&
	    refuse_faults(*found, force, &failure) &&
	    db_seal(db, TRUE, &failure) && db_seal(db, FALSE, &failure);
	g_clear_pointer(&db, db_close);
	if (failure != NULL) {
		name_source(failure, file->work, source);
		g_propagate_error(error, g_steal_pointer(&failure));
	}
	return ok;
}

static gboolean
keep_as(const char *path, const char *before, GError **error)
{
	unlink(before);
	return link(path, before) == 0 || fail(before, error);
}

/* All of it in its file, which nobody else has open: then it may be moved. */
static gboolean
keep_former(struct db *former, const char *path, const char *before,
    GError **error)
{
	db_set_patience(former, PATIENCE_MS);
	return db_take_daemon_lock(former, error) &&
	    db_seal(former, TRUE, error) && keep_as(path, before, error);
}

/* It can't be read: it is kept as it lies, with its log. */
static gboolean
keep_damaged(const char *path, const char *before, GError **error)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	g_autofree char *index = g_strconcat(path, "-shm", NULL);
	g_autofree char *log_before = g_strconcat(before, "-wal", NULL);

	if (!keep_as(path, before, error))
		return FALSE;
	if (rename(log, log_before) != 0 && errno != ENOENT)
		return fail(log_before, error);
	unlink(index);
	return TRUE;
}

/* As a store is used, for who puts it back by hand. */
static void
reopen_former(const char *before)
{
	g_autofree char *url = g_strconcat("sqlite:", before, NULL);
	struct db *db = db_open(url, FALSE, NULL);

	/* One that is damaged is left as it lies. */
	if (db == NULL || !db_seal(db, TRUE, NULL) ||
	    !db_seal(db, FALSE, NULL)) {
		g_clear_pointer(&db, db_close);
		return;
	}
	db_close(db);
	new_file_clear_beside(before);
}

static gboolean
may_replace(const char *before, gboolean force, GError **error)
{
	if (force || !g_file_test(before, G_FILE_TEST_EXISTS))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CANNOT_CREATE,
	    "%s: it is there already, and the store that is replaced is kept "
	    "there (--force replaces it)",
	    before);
	return FALSE;
}

static gboolean
is_damage(const GError *error)
{
	return g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA) ||
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO);
}

/* The daemon's lock is held until the new one is in its place. */
static gboolean
replace(const char *url, struct new_file *file, gboolean force, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *before = g_strconcat(file->path, ".before", NULL);
	struct db *former;
	gboolean ok;

	if (!may_replace(before, force, error))
		return FALSE;
	former = db_open(url, FALSE, &failure);
	if (former != NULL)
		keep_former(former, file->path, before, &failure);
	if (failure != NULL && force && is_damage(failure) &&
	    keep_damaged(file->path, before, NULL))
		g_clear_error(&failure);
	ok = failure == NULL && new_file_end(file, error);
	if (failure != NULL)
		g_propagate_prefixed_error(error, g_steal_pointer(&failure),
		    "what is there now cannot be put aside%s: ",
		    is_damage(failure) ? " (--force moves it as it is)" : "");
	g_clear_pointer(&former, db_close);
	if (ok)
		reopen_former(before);
	return ok;
}

static gboolean
restore_file(const char *url, const char *target, const char *source,
    gboolean force, struct verification **found, GError **error)
{
	g_autoptr(new_file) file = new_file_begin(target, TRUE, error);

	if (file == NULL || !copy_in(source, file, error) ||
	    !prepare(source, file, force, found, error))
		return FALSE;
	if (!g_file_test(target, G_FILE_TEST_EXISTS))
		return new_file_end(file, error);
	return replace(url, file, force, error);
}

/* In a copy of it: what is opened is written to. */
static gboolean
restore_to_server(const char *url, const char *source, gboolean force,
    struct verification **found, GError **error)
{
	g_autofree char *beside = g_strconcat(source, ".restore", NULL);
	g_autoptr(new_file) file = new_file_begin(beside, TRUE, error);
	struct verification *checked = NULL;
	struct db *from = NULL;
	gboolean ok = file != NULL && copy_in(source, file, error) &&
	    prepare(source, file, force, &checked, error) &&
	    (from = db_open(file->url, FALSE, error)) != NULL &&
	    backup_copy_to_server(from, url, NULL, found, error);

	if (*found == NULL)
		*found = g_steal_pointer(&checked);
	verification_free(checked);
	g_clear_pointer(&from, db_close);
	return ok;
}

gboolean
store_restore(const char *url, const char *path, gboolean force,
    struct verification **found, GError **error)
{
	static const char sqlite[] = "sqlite:";

	*found = NULL;
	if (g_str_has_prefix(url, sqlite))
		return restore_file(url, url + strlen(sqlite), path, force,
		    found, error);
	return restore_to_server(url, path, force, found, error);
}
