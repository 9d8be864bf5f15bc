/*
 * migrate.c - see schema.h: runs the migrations of schema.c. Called as a store
 * is opened.
 */
#include "base/errors.h"
#include "store/schema.h"

static gboolean
refuse_newer(gint64 version, GError **error)
{
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "the store has schema %" G_GINT64_FORMAT
	    ", made by a newer dripscore; this one knows up to"
	    " %" G_GSIZE_FORMAT,
	    version, schema_n_migrations);
	return FALSE;
}

static gboolean
migrate(struct db *db, gint64 to, GError **error)
{
	gint64 version = 0;

	/* Another process may have migrated while we waited for the lock. */
	if (!db_one(db, &version, 0, error, "PRAGMA user_version", ""))
		return FALSE;
	for (gint64 i = version; i < to; i++) {
		g_autofree char *mark = g_strdup_printf(
		    "PRAGMA user_version = %" G_GINT64_FORMAT, i + 1);

		if (!db_script(db, schema_migrations[i], error) ||
		    !db_script(db, mark, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
schema_migrate_to(struct db *db, gint64 to, GError **error)
{
	gint64 version = 0;

	if (!db_one(db, &version, 0, error, "PRAGMA user_version", ""))
		return FALSE;
	if (version > (gint64)schema_n_migrations)
		return refuse_newer(version, error);
	if (version >= to)
		return TRUE;
	if (!db_begin(db, error))
		return FALSE;
	if (!migrate(db, to, error)) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error);
}

gboolean
schema_migrate(struct db *db, GError **error)
{
	return schema_migrate_to(db, (gint64)schema_n_migrations, error);
}
