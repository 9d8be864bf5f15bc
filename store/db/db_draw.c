/*
 * db_draw.c - see db_draw.h.
 *
 * On SQLite nobody else writes meanwhile, and a key that is not given is one
 * more than the highest. PostgreSQL draws from a sequence of its own.
 */
#include "store/db/db_draw.h"

static gboolean
draw_from_sequence(struct db *db, const char *table, guint n, gint64 *ids,
    GError **error)
{
	g_autoptr(GArray) drawn = db_ids(db, error,
	    "SELECT nextval(pg_get_serial_sequence($1, 'id'))"
	    " FROM generate_series(1, $2)",
	    "ti", table, (gint64)n);

	if (drawn == NULL)
		return FALSE;
	g_assert(drawn->len == n);
	for (guint i = 0; i < n; i++)
		ids[i] = g_array_index(drawn, gint64, i);
	return TRUE;
}

gboolean
db_draw_ids(struct db *db, const char *table, guint n, gint64 *ids,
    GError **error)
{
	g_autofree char *sql = NULL;
	gint64 last = 0;

	if (n == 0)
		return TRUE;
	if (db_is_server(db))
		return draw_from_sequence(db, table, n, ids, error);
	sql = g_strconcat("SELECT max(id) FROM ", table, NULL);
	if (!db_one(db, &last, 0, error, sql, ""))
		return FALSE;
	for (guint i = 0; i < n; i++)
		ids[i] = last + 1 + i;
	return TRUE;
}
