/*
 * db_sqlite_rows.c - statements of db.h over SQLite: arguments in, rows out.
 *
 * A statement is prepared once for each connection. Called by the rest of
 * store/ alone.
 */
#include <stdarg.h>

#include "base/errors.h"
#include "store/db_sqlite.h"
#include "store/dialect.h"

struct rows {
	struct db *db;
	sqlite3_stmt *statement;
};

void
db_sqlite_error(struct db *db, GError **error, const char *what)
{
	int code = sqlite3_errcode(db->handle) & PRIMARY_CODE;
	enum dripscore_error kind = DRIPSCORE_ERROR_IO;

	if (code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL)
		kind = DRIPSCORE_ERROR_LATER;
	else if (code == SQLITE_CONSTRAINT || code == SQLITE_ERROR ||
	    code == SQLITE_MISUSE)
		kind = DRIPSCORE_ERROR_SOFTWARE;
	else if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
		kind = DRIPSCORE_ERROR_DATA;
	g_set_error(error, DRIPSCORE_ERROR, kind, "store %s: %s: %s",
	    db->path != NULL ? db->path : "in memory", what,
	    sqlite3_errmsg(db->handle));
}

static sqlite3_stmt *
prepare(struct db *db, const char *sql, GError **error)
{
	sqlite3_stmt *statement = g_hash_table_lookup(db->statements, sql);
	g_autofree char *ours = NULL;

	if (statement != NULL) {
		g_assert(!sqlite3_stmt_busy(statement));
		return statement;
	}
	ours = dialect_sqlite(sql);
	if (sqlite3_prepare_v3(db->handle, ours, -1, SQLITE_PREPARE_PERSISTENT,
		&statement, NULL) != SQLITE_OK) {
		db_sqlite_error(db, error, ours);
		return NULL;
	}
	g_hash_table_insert(db->statements, g_strdup(sql), statement);
	return statement;
}

static void
bind_all(sqlite3_stmt *statement, const char *types, va_list arguments)
{
	for (int i = 0; types[i] != '\0'; i++) {
		const char *text;
		GBytes *bytes;

		switch (types[i]) {
		case 'i':
			sqlite3_bind_int64(statement, i + 1,
			    va_arg(arguments, gint64));
			break;
		case 't':
			text = va_arg(arguments, const char *);
			sqlite3_bind_text(statement, i + 1, text, -1,
			    SQLITE_TRANSIENT);
			break;
		case 'b':
			bytes = va_arg(arguments, GBytes *);
			if (bytes == NULL)
				sqlite3_bind_null(statement, i + 1);
			else
				sqlite3_bind_blob64(statement, i + 1,
				    g_bytes_get_size(bytes) > 0 ?
					g_bytes_get_data(bytes, NULL) :
					"",
				    g_bytes_get_size(bytes), SQLITE_TRANSIENT);
			break;
		default:
			g_assert_not_reached();
		}
	}
}

static gboolean
step_to_end(struct db *db, sqlite3_stmt *statement, GError **error)
{
	int code;

	do
		code = sqlite3_step(statement);
	while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		db_sqlite_error(db, error, sqlite3_sql(statement));
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return code == SQLITE_DONE;
}

gboolean
db_run(struct db *db, GError **error, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement = prepare(db, sql, error);
	va_list arguments;

	if (statement == NULL)
		return FALSE;
	va_start(arguments, types);
	bind_all(statement, types, arguments);
	va_end(arguments);
	return step_to_end(db, statement, error);
}

gint64
db_changes(struct db *db)
{
	return sqlite3_changes64(db->handle);
}

gint64
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

static struct rows *
select_rows(struct db *db, GError **error, const char *sql, const char *types,
    va_list arguments)
{
	sqlite3_stmt *statement = prepare(db, sql, error);
	struct rows *rows;

	if (statement == NULL)
		return NULL;
	bind_all(statement, types, arguments);
	rows = g_new(struct rows, 1);
	rows->db = db;
	rows->statement = statement;
	return rows;
}

struct rows *
db_select(struct db *db, GError **error, const char *sql, const char *types,
    ...)
{
	struct rows *rows;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	return rows;
}

gboolean
rows_next(struct rows *rows, GError **error)
{
	int code = sqlite3_step(rows->statement);

	if (code == SQLITE_ROW)
		return TRUE;
	if (code != SQLITE_DONE)
		db_sqlite_error(rows->db, error, sqlite3_sql(rows->statement));
	return FALSE;
}

gint64
rows_int(struct rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

const char *
rows_text(struct rows *rows, int column)
{
	return (const char *)sqlite3_column_text(rows->statement, column);
}

char *
rows_dup(struct rows *rows, int column)
{
	return g_strdup(rows_text(rows, column));
}

GBytes *
rows_bytes(struct rows *rows, int column)
{
	const void *data = sqlite3_column_blob(rows->statement, column);

	if (rows_is_null(rows, column))
		return NULL;
	return g_bytes_new(data,
	    (gsize)sqlite3_column_bytes(rows->statement, column));
}

gboolean
rows_is_null(struct rows *rows, int column)
{
	return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

void
rows_free(struct rows *rows)
{
	if (rows == NULL)
		return;
	sqlite3_reset(rows->statement);
	sqlite3_clear_bindings(rows->statement);
	g_free(rows);
}

gboolean
rows_first(struct rows *rows, gboolean *found, GError **error)
{
	g_autoptr(GError) failure = NULL;

	*found = rows_next(rows, &failure);
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

gboolean
db_one(struct db *db, gint64 *value, gint64 missing, GError **error,
    const char *sql, const char *types, ...)
{
	g_autoptr(rows) rows = NULL;
	va_list arguments;
	gboolean found;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	*value = found && !rows_is_null(rows, 0) ? rows_int(rows, 0) : missing;
	return TRUE;
}

GPtrArray *
db_list(struct db *db, GError **error, rows_build build,
    GDestroyNotify free_item, const char *sql, const char *types, ...)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_item);
	g_autoptr(rows) rows = NULL;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL)
		return NULL;
	while (rows_next(rows, &failure))
		g_ptr_array_add(list, build(rows));
	if (failure == NULL)
		return g_steal_pointer(&list);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

GArray *
db_ids(struct db *db, GError **error, const char *sql, const char *types, ...)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(rows) rows = NULL;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL)
		return NULL;
	while (rows_next(rows, &failure)) {
		gint64 id = rows_int(rows, 0);

		g_array_append_val(ids, id);
	}
	if (failure == NULL)
		return g_steal_pointer(&ids);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}
