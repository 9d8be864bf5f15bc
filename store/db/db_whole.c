/*
 * db_whole.c - see db_whole.h: what drivers need nothing more for than SQL.
 */
#include "store/db/db_whole.h"

#include <string.h>

#include "base/errors.h"
#include "store/db/db_ops.h"

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

struct db_cursor {
	struct db *db;
	char *name; /* NULL: all the rows come as they are read */
	char *fetch;
	struct rows *rows; /* the portion; NULL: at the end */
	guint n;	   /* rows of it that were read */
};

static gboolean
fetch(struct db_cursor *cursor, GError **error)
{
	g_clear_pointer(&cursor->rows, rows_free);
	cursor->n = 0;
	cursor->rows = db_select(cursor->db, error, cursor->fetch, "");
	return cursor->rows != NULL;
}

/* A server's rows would all be in memory. Each cursor has a name of its own:
 * what it says is prepared. */
static gboolean
declare(struct db_cursor *cursor, const char *sql, GError **error)
{
	static guint number;
	g_autofree char *begin = NULL;

	cursor->name = g_strdup_printf("portions_%u", ++number);
	cursor->fetch = g_strdup_printf("FETCH %d FROM %s", PORTION,
	    cursor->name);
	begin = g_strdup_printf("DECLARE %s NO SCROLL CURSOR FOR %s",
	    cursor->name, sql);
	return db_script(cursor->db, begin, error);
}

struct db_cursor *
db_cursor_open(struct db *db, const char *sql, GError **error)
{
	g_autoptr(db_cursor) cursor = g_new0(struct db_cursor, 1);

	g_assert(db->in_transaction);
	cursor->db = db;
	if (!db_is_server(db))
		cursor->fetch = g_strdup(sql);
	else if (!declare(cursor, sql, error))
		return NULL;
	return fetch(cursor, error) ? g_steal_pointer(&cursor) : NULL;
}

gboolean
db_cursor_next(struct db_cursor *cursor, struct rows **rows, GError **error)
{
	gboolean found = FALSE;

	*rows = NULL;
	if (cursor->rows == NULL)
		return TRUE;
	if (cursor->name != NULL && cursor->n == PORTION &&
	    !fetch(cursor, error))
		return FALSE;
	if (!rows_first(cursor->rows, &found, error))
		return FALSE;
	cursor->n++;
	if (found)
		*rows = cursor->rows;
	else
		g_clear_pointer(&cursor->rows, rows_free);
	return TRUE;
}

void
db_cursor_free(struct db_cursor *cursor)
{
	if (cursor == NULL)
		return;
	g_clear_pointer(&cursor->rows, rows_free);
	/* On a server it ends with its transaction. */
	g_free(cursor->name);
	g_free(cursor->fetch);
	g_free(cursor);
}

gboolean
db_each(struct db *db, const char *sql, db_take take, gpointer user,
    GError **error)
{
	g_autoptr(db_cursor) cursor = db_cursor_open(db, sql, error);
	struct rows *rows = NULL;

	if (cursor == NULL)
		return FALSE;
	do {
		if (!db_cursor_next(cursor, &rows, error) ||
		    (rows != NULL && !take(rows, user, error)))
			return FALSE;
	} while (rows != NULL);
	return TRUE;
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

static gpointer
text_of(struct rows *rows)
{
	return rows_dup(rows, 0);
}

static gboolean
check_references(struct db *db, const char *const *but, GPtrArray *lines,
    GError **error)
{
	g_autoptr(GPtrArray) tables = db_list(db, error, text_of, g_free,
	    "SELECT name FROM sqlite_master WHERE type = 'table'", "");

	for (guint i = 0; tables != NULL && i < tables->len; i++) {
		const char *table = tables->pdata[i];
		g_autofree char *sql = g_strdup_printf(
		    "PRAGMA foreign_key_check(\"%s\")", table);

		if (!g_strv_contains(but, table) &&
		    !take_lines(db, sql, orphan_of, lines, error))
			return FALSE;
	}
	return tables != NULL;
}

gboolean
db_check(struct db *db, gboolean full, const char *const *but,
    GPtrArray *lines, GError **error)
{
	return db_is_server(db) ||
	    (take_lines(db,
		 full ? "PRAGMA integrity_check" : "PRAGMA quick_check",
		 damage_of, lines, error) &&
		check_references(db, but, lines, error));
}
