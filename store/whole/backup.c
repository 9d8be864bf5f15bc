/*
 * backup.c - see backup.h: a store into a file, or to another place.
 */
#include "store/whole/backup.h"

#include <string.h>

#include "base/errors.h"
#include "store/whole/backup_internal.h"
#include "store/whole/copy.h"
#include "store/db/db_whole.h"
#include "store/internal.h"
#include "store/whole/new_file.h"
#include "store/schema/schema.h"

#define TOLD_OF_A_KIND 20

gboolean
backup_check(struct db *db, struct verification **found, GError **error)
{
	const struct verify_options options = { .limit = TOLD_OF_A_KIND };
	struct store store = { .db = db };

	*found = store_verify(&store, &options, error);
	return *found != NULL;
}

/* It is whole, marked, and counted. */
static gboolean
finish(struct db *db, struct verification **found, GError **error)
{
	return schema_migrate(db, error) && home_leave(db, error) &&
	    backup_check(db, found, error);
}

/* Of a file that was written; sealed: it is a backup, and no store yet. */
static gboolean
finish_file(struct new_file *file, gboolean sealed, struct verification **found,
    GError **error)
{
	struct db *db = db_open(file->url, FALSE, error);
	gboolean ok = db != NULL && finish(db, found, error) &&
	    db_seal(db, TRUE, error) &&
	    (sealed || db_seal(db, FALSE, error));

	g_clear_pointer(&db, db_close);
	return ok && new_file_end(file, error);
}

static gboolean
copy_to_file(struct db *from, struct new_file *file,
    const struct copy_watcher *watcher, GError **error)
{
	struct db *to = db_open(file->url, TRUE, error);
	gboolean ok = to != NULL && db_set_durable(to, FALSE, error) &&
	    copy_all(from, to, watcher, error);

	g_clear_pointer(&to, db_close);
	return ok;
}

gboolean
store_backup(struct store *store, const char *path, gboolean force,
    struct verification **found, GError **error)
{
	g_autoptr(new_file) file = new_file_begin(path, force, error);

	*found = NULL;
	if (file == NULL)
		return FALSE;
	if (db_is_server(store->db) ?
		!copy_to_file(store->db, file, NULL, error) :
		!db_backup(store->db, file->work, error))
		return FALSE;
	return finish_file(file, TRUE, found, error);
}

gboolean
backup_copy_to_server(struct db *from, const char *url,
    const struct copy_watcher *watcher, struct verification **found,
    GError **error)
{
	struct db *to = db_open(url, TRUE, error);
	gboolean ok = to != NULL && copy_all(from, to, watcher, error) &&
	    finish(to, found, error);

	g_clear_pointer(&to, db_close);
	return ok;
}

static gboolean
copy_to(struct db *from, const char *url, const struct copy_watcher *watcher,
    struct verification **found, GError **error)
{
	static const char sqlite[] = "sqlite:";
	g_autoptr(new_file) file = NULL;

	if (!g_str_has_prefix(url, sqlite))
		return backup_copy_to_server(from, url, watcher, found, error);
	file = new_file_begin(url + strlen(sqlite), FALSE, error);
	return file != NULL && copy_to_file(from, file, watcher, error) &&
	    finish_file(file, FALSE, found, error);
}

gboolean
store_copy(const char *from_url, const char *to_url,
    const struct copy_watcher *watcher, struct verification **found,
    GError **error)
{
	struct db *from = db_open(from_url, FALSE, error);
	gboolean ok;

	*found = NULL;
	ok = from != NULL && copy_to(from, to_url, watcher, found, error);
	g_clear_pointer(&from, db_close);
	return ok;
}
