/*
 * db_pg_rows.c - what PostgreSQL answers, as rows of db.h.
 *
 * Values come in their binary form. An integer is whatever is a number or a
 * boolean: sum() gives a numeric where SQLite gives an integer. All rows of an
 * answer are in memory. Called by db_pg.c's table alone.
 */
#include <string.h>

#include "store/db/db_pg.h"

#define OID_BOOL 16
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_NUMERIC 1700

#define NUMERIC_NEGATIVE 0x4000
#define NUMERIC_BASE 10000

struct rows_pg {
	struct rows rows;
	PGresult *result;
	int row;
	GStringChunk *texts; /* of numbers that are asked for as text */
};

static gint64
big_endian(const char *bytes, int n)
{
	guint64 value = bytes[0] < 0 ? G_MAXUINT64 : 0;

	for (int i = 0; i < n; i++)
		value = value << 8 | (guint8)bytes[i];
	return (gint64)value;
}

/* Digits to base 10000, the first with weight w of that base; what is behind
 * the point is left out. */
static gint64
numeric(const char *bytes)
{
	gint64 n = big_endian(bytes, 2);
	gint64 weight = big_endian(bytes + 2, 2);
	gboolean negative = (big_endian(bytes + 4, 2) & NUMERIC_NEGATIVE) != 0;
	gint64 value = 0;

	for (gint64 i = 0; i <= weight; i++)
		value = value * NUMERIC_BASE +
		    (i < n ? big_endian(bytes + 8 + 2 * i, 2) : 0);
	return negative ? -value : value;
}

gint64
db_pg_number(const PGresult *result, int row, int column)
{
	const char *value = PQgetvalue(result, row, column);

	if (PQgetisnull(result, row, column))
		return 0;
	switch (PQftype(result, column)) {
	case OID_INT8:
	case OID_INT4:
	case OID_INT2:
		return big_endian(value, PQgetlength(result, row, column));
	case OID_BOOL:
		return value[0] != 0;
	case OID_NUMERIC:
		return numeric(value);
	default:
		return g_ascii_strtoll(value, NULL, 10);
	}
}

struct rows *
db_pg_select(struct db *db, const char *sql, const struct db_value *values,
    guint n, GError **error)
{
	struct db_pg *self = db_pg_of(db);
	struct rows_pg *rows;

	for (gboolean again = TRUE;; again = FALSE) {
		GError *failure = NULL;

		if (!db->in_transaction) {
			g_clear_error(&self->failure);
			if (!db_pg_connect(self, error))
				return NULL;
		}
		if (db_pg_queue(self, PG_SELECT, sql, values, n, &failure) &&
		    db_pg_wait(self, &failure))
			break;
		/* The server may have been started anew since we last asked. */
		if (again && !db->in_transaction && self->connection == NULL) {
			g_clear_error(&failure);
			continue;
		}
		g_propagate_error(error, failure);
		return NULL;
	}
	rows = g_new0(struct rows_pg, 1);
	rows->rows.db = db;
	rows->result = g_steal_pointer(&self->answer);
	rows->row = -1;
	return &rows->rows;
}

static inline struct rows_pg *
pg_of(struct rows *rows)
{
	return (struct rows_pg *)rows;
}

/* The error is told by db_pg_select. */
gboolean
db_pg_next(struct rows *rows, G_GNUC_UNUSED GError **error)
{
	struct rows_pg *self = pg_of(rows);

	if (self->row < PQntuples(self->result))
		self->row++;
	return self->row < PQntuples(self->result);
}

gint64
db_pg_integer(struct rows *rows, int column)
{
	return db_pg_number(pg_of(rows)->result, pg_of(rows)->row, column);
}

gboolean
db_pg_is_null(struct rows *rows, int column)
{
	return PQgetisnull(pg_of(rows)->result, pg_of(rows)->row, column) != 0;
}

static const char *
number_text(struct rows_pg *self, int column)
{
	char text[32];

	g_snprintf(text, sizeof(text), "%" G_GINT64_FORMAT,
	    db_pg_number(self->result, self->row, column));
	if (self->texts == NULL)
		self->texts = g_string_chunk_new(sizeof(text));
	return g_string_chunk_insert(self->texts, text);
}

const char *
db_pg_text(struct rows *rows, int column)
{
	struct rows_pg *self = pg_of(rows);

	if (PQgetisnull(self->result, self->row, column))
		return NULL;
	switch (PQftype(self->result, column)) {
	case OID_INT8:
	case OID_INT4:
	case OID_INT2:
	case OID_BOOL:
	case OID_NUMERIC:
		return number_text(self, column);
	default:
		return PQgetvalue(self->result, self->row, column);
	}
}

GBytes *
db_pg_bytes(struct rows *rows, int column)
{
	struct rows_pg *self = pg_of(rows);

	if (PQgetisnull(self->result, self->row, column))
		return NULL;
	return g_bytes_new(PQgetvalue(self->result, self->row, column),
	    (gsize)PQgetlength(self->result, self->row, column));
}

void
db_pg_free(struct rows *rows)
{
	struct rows_pg *self = pg_of(rows);

	PQclear(self->result);
	if (self->texts != NULL)
		g_string_chunk_free(self->texts);
	g_free(self);
}
