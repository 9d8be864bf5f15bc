/*
 * copy.h - all rows of one database to another, of whatever engine, and each
 * compared with what it was. Called by backup.c and store.c; see store.h.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/db/db.h"

/* Told of each table once it is copied, and once it is compared. */
struct copy_watcher {
	void (*copied)(const char *table, gint64 rows, gpointer user);
	gpointer user;
};

/*
 * `to` has no tables yet: they are made as those of `from`, which is read as it
 * is at one moment, and is left as it is. On a server nothing of it is there if
 * it fails; what is in a file then is of no use. watcher: or NULL.
 */
gboolean copy_all(struct db *from, struct db *to,
    const struct copy_watcher *watcher, GError **error);

#endif
