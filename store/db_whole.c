/*
 * db_whole.c - see db_whole.h: what drivers need nothing more for than SQL.
 */
#include "store/db_whole.h"

#include <string.h>

#include "base/errors.h"
#include "store/db_ops.h"

#define LINES_MAX 100
#define PORTION 10000

gboolean
db_begin_read(struct db *db, GError **error)
{
	gint64 version;

	g_assert(!db->in_transaction);
	if (!db_script(db,
		db_is_server(db) ?
		    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" :
		    "BEGIN",
		error))
		return FALSE;
	db->in_transaction = TRUE;
	/* The first read makes the snapshot. */
	if (db_schema_version(db, &version, error))
		return TRUE;
	db_rollback(db);
	return FALSE;
}

static gboolean
take_all(struct rows *rows, void (*take)(struct rows *rows, gpointer user),
    gpointer user, guint *n, GError **error)
{
	g_autoptr(GError) failure = NULL;

	while (rows_next(rows, &failure)) {
		*n += 1;
		take(rows, user);
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

/* A server's rows come in portions, or all of them would be in memory. Each
 * cursor has a name of its own: its statement is prepared. */
static gboolean
each_portion(struct db *db, const char *sql,
    void (*take)(struct rows *rows, gpointer user), gpointer user,
    GError **error)
{
	static guint number;
	g_autofree char *name = g_strdup_printf("portion_%u", ++number);
	g_autofree char *begin = g_strdup_printf(
	    "DECLARE %s NO SCROLL CURSOR FOR %s", name, sql);
	g_autofree char *fetch = g_strdup_printf("FETCH %d FROM %s", PORTION,
	    name);
	g_autofree char *end = g_strdup_printf("CLOSE %s", name);
	guint n;

	if (!db_script(db, begin, error))
		return FALSE;
	do {
		g_autoptr(rows) rows = db_select(db, error, fetch, "");

		n = 0;
		if (rows == NULL || !take_all(rows, take, user, &n, error))
			return FALSE;
	} while (n == PORTION);
	return db_script(db, end, error);
}

gboolean
db_each(struct db *db, const char *sql,
    void (*take)(struct rows *rows, gpointer user), gpointer user,
    GError **error)
{
	guint n = 0;

	g_assert(db->in_transaction);
	if (db_is_server(db))
		return each_portion(db, sql, take, user, error);
	{
		g_autoptr(rows) rows = db_select(db, error, sql, "");

		return rows != NULL && take_all(rows, take, user, &n, error);
	}
}

static gboolean
take_lines(struct db *db, const char *sql, char *(*line_of)(struct rows *rows),
    GPtrArray *lines, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure, sql, "");

	while (rows != NULL && lines->len < LINES_MAX &&
	    rows_next(rows, &failure)) {
		char *line = line_of(rows);

		if (line != NULL)
			g_ptr_array_add(lines, line);
	}
	if (failure == NULL)
		return TRUE;
	/* So damaged that it can't be read to the end is an answer too. */
	if (g_error_matches(failure, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA)) {
		g_ptr_array_add(lines, g_strdup(failure->message));
		return TRUE;
	}
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

static char *
damage_of(struct rows *rows)
{
	const char *said = rows_text(rows, 0);

	return strcmp(said, "ok") == 0 ? NULL : g_strdup(said);
}

static char *
orphan_of(struct rows *rows)
{
	return g_strdup_printf("row %" G_GINT64_FORMAT
			       " of %s refers to a row of %s that is not there",
	    rows_int(rows, 1), rows_text(rows, 0), rows_text(rows, 2));
}

gboolean
db_check(struct db *db, gboolean full, GPtrArray *lines, GError **error)
{
	if (db_is_server(db))
		return TRUE;
	return take_lines(db,
		   full ? "PRAGMA integrity_check" : "PRAGMA quick_check",
		   damage_of, lines, error) &&
	    take_lines(db, "PRAGMA foreign_key_check", orphan_of, lines, error);
}
