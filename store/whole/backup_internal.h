/*
 * backup_internal.h - what backup.c and restore.c share.
 */
#ifndef STORE_BACKUP_INTERNAL_H
#define STORE_BACKUP_INTERNAL_H

#include "store/whole/copy.h"
#include "store/db/db.h"
#include "store/verify/verify.h"

gboolean backup_check(struct db *db, struct verification **found,
    GError **error);
gboolean backup_copy_to_server(struct db *from, const char *url,
    const struct copy_watcher *watcher, struct verification **found,
    GError **error);

#endif
