/*
 * backup.h - a store as a whole: backed up into a file, put back from it,
 * copied to another place or engine. What is made so is at home nowhere, until
 * it is adopted: see store.h.
 *
 * Each tells in *found what store_verify finds in what was made; the caller
 * frees it. Called by cli/backup.c, cli/restore.c, cli/store.c.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/verify/verify.h"

/* How far it is: each table once it is copied and compared. */
struct copy_watcher;

/*
 * All that is committed now, into one SQLite file for nobody else to read.
 * Whoever works on the store goes on. force: what is there is replaced.
 */
gboolean store_backup(struct store *store, const char *path, gboolean force,
    struct verification **found, GError **error);

/*
 * Puts a backup in the place of the store at url. No daemon may run on it. What
 * was there is kept as FILE.before. A server's database must be empty. force:
 * though FILE.before is there, or the backup has faults.
 */
gboolean store_restore(const char *url, const char *path, gboolean force,
    struct verification **found, GError **error);

/*
 * A store to where none is, of whatever engine, and each row compared with what
 * it was; from_url is left as it is. watcher: or NULL.
 */
gboolean store_copy(const char *from_url, const char *to_url,
    const struct copy_watcher *watcher, struct verification **found,
    GError **error);

#endif
