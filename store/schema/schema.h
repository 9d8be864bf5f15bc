/*
 * schema.h - the tables, as numbered migrations.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/db/db.h"

/*
 * Brings the store to the newest schema, in one transaction. Fails with
 * DRIPSCORE_ERROR_DATA if it was made by a newer dripscore.
 */
gboolean schema_migrate(struct db *db, GError **error);

/* Inside a transaction. The same, up to the n-th. */
gboolean schema_migrate_inside(struct db *db, gint64 to, GError **error);

/* Up to the n-th migration only, as an older dripscore did: for tests. */
gboolean schema_migrate_to(struct db *db, gint64 n, GError **error);

/* Their texts, each in the file of its name; for schema.c alone. */
extern const char migration_1[];
extern const char migration_2[];
extern const char migration_3[];
extern const char migration_4[];
extern const char migration_5[];
extern const char migration_6[];

#endif
