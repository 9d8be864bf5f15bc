/*
 * schema.c - see schema.h. Called as a store is opened.
 *
 * A migration that was ever released is not changed; a new one is added behind
 * it.
 */
#include "store/schema/schema.h"

#include "base/errors.h"

static const char *const migrations[] = {
	migration_1,
	migration_2,
	migration_3,
	migration_4,
	migration_5,
	migration_6,
};

static gboolean
refuse_newer(gint64 version, GError **error)
{
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "the store has schema %" G_GINT64_FORMAT
	    ", made by a newer dripscore; this one knows up to"
	    " %" G_GSIZE_FORMAT,
	    version, G_N_ELEMENTS(migrations));
	return FALSE;
}

gboolean
schema_migrate_inside(struct db *db, gint64 to, GError **error)
{
	gint64 version = 0;

	/* Another process may have migrated while we waited for the lock. */
	if (!db_schema_version(db, &version, error))
		return FALSE;
	for (gint64 i = version; i < to; i++) {
		if (!db_script(db, migrations[i], error) ||
		    !db_set_schema_version(db, i + 1, error))
			return FALSE;
	}
	return TRUE;
}

/* bulk: there may be millions of rows. */
static gboolean
migrate_all(struct db *db, gint64 to, gboolean bulk, GError **error)
{
	if ((bulk && !db_set_bulk(db, TRUE, error)) || !db_begin(db, error))
		return FALSE;
	if (!schema_migrate_inside(db, to, error)) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error) &&
	    (!bulk || db_set_bulk(db, FALSE, error));
}

gboolean
schema_migrate_to(struct db *db, gint64 to, GError **error)
{
	gint64 version = 0;

	if (!db_schema_version(db, &version, error))
		return FALSE;
	if (version > (gint64)G_N_ELEMENTS(migrations))
		return refuse_newer(version, error);
	return version >= to || migrate_all(db, to, version > 0, error);
}

gboolean
schema_migrate(struct db *db, GError **error)
{
	return schema_migrate_to(db, (gint64)G_N_ELEMENTS(migrations), error);
}
