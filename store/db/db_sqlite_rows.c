/*
 * db_sqlite_rows.c - statements of db.h over SQLite: arguments in, rows out.
 *
 * A statement is prepared once for each connection. Called by db_sqlite.c's
 * table alone.
 */
#include "base/errors.h"
#include "store/db/db_sqlite.h"
#include "store/db/dialect.h"

struct rows_sqlite {
	struct rows rows;
	sqlite3_stmt *statement;
};

static inline sqlite3_stmt *
statement_of(struct rows *rows)
{
	return ((struct rows_sqlite *)rows)->statement;
}

void
db_sqlite_error(struct db_sqlite *self, GError **error, const char *what)
{
	int code = sqlite3_errcode(self->handle) & PRIMARY_CODE;
	enum dripscore_error kind = DRIPSCORE_ERROR_IO;

	if (code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL)
		kind = DRIPSCORE_ERROR_LATER;
	else if (code == SQLITE_CONSTRAINT || code == SQLITE_ERROR ||
	    code == SQLITE_MISUSE)
		kind = DRIPSCORE_ERROR_SOFTWARE;
	else if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
		kind = DRIPSCORE_ERROR_DATA;
	g_set_error(error, DRIPSCORE_ERROR, kind, "store %s: %s: %s",
	    self->path != NULL ? self->path : "in memory", what,
	    sqlite3_errmsg(self->handle));
}

static sqlite3_stmt *
prepare(struct db_sqlite *self, const char *sql, GError **error)
{
	sqlite3_stmt *statement = statements_find(self->statements, sql);
	g_autofree char *ours = NULL;

	if (statement != NULL) {
		g_assert(!sqlite3_stmt_busy(statement));
		return statement;
	}
	ours = dialect_sqlite(sql);
	if (sqlite3_prepare_v3(self->handle, ours, -1,
		SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
		db_sqlite_error(self, error, ours);
		return NULL;
	}
	statements_add(self->statements, sql, statement);
	return statement;
}

static void
bind_text(sqlite3_stmt *statement, int number, const char *text,
    sqlite3_destructor_type life)
{
	g_autofree char *mended = NULL;
	const char *utf8 = db_utf8(text, &mended);

	sqlite3_bind_text(statement, number, utf8, -1,
	    mended != NULL ? SQLITE_TRANSIENT : life);
}

static void
bind_bytes(sqlite3_stmt *statement, int number, GBytes *bytes,
    sqlite3_destructor_type life)
{
	gsize n = 0;
	const void *data = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;

	if (bytes == NULL)
		sqlite3_bind_null(statement, number);
	else
		sqlite3_bind_blob64(statement, number, n > 0 ? data : "", n,
		    life);
}

/* life: SQLITE_STATIC if the values outlive the statement's run. */
static void
bind_all(sqlite3_stmt *statement, const struct db_value *values, guint n,
    sqlite3_destructor_type life)
{
	for (guint i = 0; i < n; i++) {
		int number = (int)i + 1;

		switch (values[i].type) {
		case 'i':
			sqlite3_bind_int64(statement, number, values[i].i);
			break;
		case 't':
			bind_text(statement, number, values[i].t, life);
			break;
		case 'b':
			bind_bytes(statement, number, values[i].b, life);
			break;
		default:
			g_assert(values[i].type == 'n');
			sqlite3_bind_null(statement, number);
		}
	}
}

static gboolean
step_to_end(struct db_sqlite *self, sqlite3_stmt *statement, GError **error)
{
	int code;

	do
		code = sqlite3_step(statement);
	while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		db_sqlite_error(self, error, sqlite3_sql(statement));
	sqlite3_reset(statement);
	return code == SQLITE_DONE;
}

gboolean
db_sqlite_run(struct db *db, const char *sql, const struct db_value *values,
    guint n, GError **error)
{
	struct db_sqlite *self = db_sqlite_of(db);
	sqlite3_stmt *statement = prepare(self, sql, error);

	if (statement == NULL)
		return FALSE;
	bind_all(statement, values, n, SQLITE_STATIC);
	return step_to_end(self, statement, error);
}

gint64
db_sqlite_changes(struct db *db)
{
	return sqlite3_changes64(db_sqlite_of(db)->handle);
}

struct rows *
db_sqlite_select(struct db *db, const char *sql,
    const struct db_value *values, guint n, GError **error)
{
	sqlite3_stmt *statement = prepare(db_sqlite_of(db), sql, error);
	struct rows_sqlite *rows;

	if (statement == NULL)
		return NULL;
	bind_all(statement, values, n, SQLITE_TRANSIENT);
	rows = g_new(struct rows_sqlite, 1);
	rows->rows.db = db;
	rows->statement = statement;
	return &rows->rows;
}

gboolean
db_sqlite_next(struct rows *rows, GError **error)
{
	int code = sqlite3_step(statement_of(rows));

	if (code == SQLITE_ROW)
		return TRUE;
	if (code != SQLITE_DONE)
		db_sqlite_error(db_sqlite_of(rows->db), error,
		    sqlite3_sql(statement_of(rows)));
	return FALSE;
}

gint64
db_sqlite_integer(struct rows *rows, int column)
{
	return sqlite3_column_int64(statement_of(rows), column);
}

const char *
db_sqlite_text(struct rows *rows, int column)
{
	return (const char *)sqlite3_column_text(statement_of(rows), column);
}

GBytes *
db_sqlite_bytes(struct rows *rows, int column)
{
	const void *data = sqlite3_column_blob(statement_of(rows), column);

	if (db_sqlite_is_null(rows, column))
		return NULL;
	return g_bytes_new(data,
	    (gsize)sqlite3_column_bytes(statement_of(rows), column));
}

gboolean
db_sqlite_is_null(struct rows *rows, int column)
{
	return sqlite3_column_type(statement_of(rows), column) == SQLITE_NULL;
}

void
db_sqlite_free(struct rows *rows)
{
	sqlite3_reset(statement_of(rows));
	g_free(rows);
}
