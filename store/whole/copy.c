/*
 * copy.c - see copy.h: table by table, each after those that it refers to, then
 * read again on both sides and compared value by value.
 */
#include "store/whole/copy.h"

#include <string.h>

#include "base/errors.h"
#include "store/db/db_whole.h"
#include "store/schema/schema.h"
#include "store/schema/tables.h"

/* Of a file; on a server all is one transaction. */
#define ROWS_A_COMMIT 20000

struct copy {
	struct db *from, *to;
	const struct copy_watcher *watcher;
	const struct table *table; /* that is copied now */
	char *sql;
	gint64 rows; /* of it, so far */
};

/* Which row of the table: its key, for people. Owned. */
static char *
row_name(const struct table *table, struct rows *rows)
{
	GString *name = g_string_new(NULL);
	g_auto(GStrv) key = g_strsplit(table->order, ", ", -1);

	for (guint i = 0; i < table->columns->len; i++) {
		const struct table_column *column = &g_array_index(
		    table->columns, struct table_column, i);

		if (!g_strv_contains((const char *const *)key, column->name))
			continue;
		if (name->len > 0)
			g_string_append(name, ", ");
		/* Text may be a number of a person. */
		if (column->type == 'i')
			g_string_append_printf(name, "%s %" G_GINT64_FORMAT,
			    column->name, rows_int(rows, (int)i));
		else
			g_string_append_printf(name, "a %s", column->name);
	}
	return g_string_free(name, FALSE);
}

static void
name_row(const struct copy *copy, struct rows *rows, GError **error)
{
	g_autofree char *name = row_name(copy->table, rows);

	g_prefix_error(error, "table %s, row with %s: ", copy->table->name,
	    name);
}

/* "INSERT INTO t (a, b) VALUES ($1, $2)"; owned. */
static char *
insert_sql(const struct table *table)
{
	GString *sql = g_string_new(NULL);

	g_string_append_printf(sql, "INSERT INTO %s (%s) VALUES (", table->name,
	    table->names);
	for (guint i = 0; i < table->columns->len; i++)
		g_string_append_printf(sql, i == 0 ? "$%u" : ", $%u", i + 1);
	g_string_append_c(sql, ')');
	return g_string_free(sql, FALSE);
}

static char *
select_sql(const struct table *table)
{
	return g_strdup_printf("SELECT %s FROM %s ORDER BY %s", table->names,
	    table->name, table->order);
}

/* A GBytes in it is owned. */
static struct db_value
value_of(struct rows *rows, int at, char type)
{
	struct db_value value = { .type = type };

	if (rows_is_null(rows, at))
		value.type = 'n';
	else if (type == 'i')
		value.i = rows_int(rows, at);
	else if (type == 't')
		value.t = rows_text(rows, at);
	else
		value.b = rows_bytes(rows, at);
	return value;
}

/* A file grows by portions; the log beside it stays small. */
static gboolean
breathe(struct copy *copy, GError **error)
{
	if (db_is_server(copy->to) || copy->rows % ROWS_A_COMMIT != 0)
		return TRUE;
	if (!db_commit(copy->to, error))
		return FALSE;
	db_checkpoint(copy->to);
	return db_begin(copy->to, error);
}

static gboolean
put_row(struct rows *rows, gpointer user, GError **error)
{
	struct copy *copy = user;
	struct db_value values[DB_VALUES_MAX];
	const GArray *columns = copy->table->columns;
	gboolean ok;

	for (guint i = 0; i < columns->len; i++) {
		const struct table_column *column =
		    &g_array_index(columns, struct table_column, i);

		values[i] = column->late ?
		    (struct db_value){ .type = 'n' } :
		    value_of(rows, (int)i, column->type);
	}
	ok = db_run_values(copy->to, copy->sql, values, columns->len, error);
	for (guint i = 0; i < columns->len; i++) {
		if (values[i].type == 'b')
			g_bytes_unref(values[i].b);
	}
	copy->rows++;
	if (!ok)
		name_row(copy, rows, error);
	return ok && breathe(copy, error);
}

static gboolean
copy_table(struct copy *copy, GError **error)
{
	g_autofree char *insert = insert_sql(copy->table);
	g_autofree char *select = select_sql(copy->table);

	g_assert(copy->table->columns->len <= DB_VALUES_MAX);
	copy->rows = 0;
	copy->sql = insert;
	return db_each(copy->from, select, put_row, copy, error) &&
	    (!copy->table->has_id ||
		db_ids_follow(copy->to, copy->table->name, error));
}

static gboolean
put_late(struct rows *rows, gpointer user, GError **error)
{
	struct copy *copy = user;

	copy->rows++;
	return db_run(copy->to, error, copy->sql, "ii", rows_int(rows, 0),
		   rows_int(rows, 1)) &&
	    breathe(copy, error);
}

/* Tables with such a column have an id. */
static gboolean
copy_late(struct copy *copy, const struct table_column *column, GError **error)
{
	const char *table = copy->table->name;
	g_autofree char *select = g_strdup_printf(
	    "SELECT id, %s FROM %s WHERE %s IS NOT NULL ORDER BY id",
	    column->name, table, column->name);
	g_autofree char *update = g_strdup_printf(
	    "UPDATE %s SET %s = $2 WHERE id = $1", table, column->name);

	copy->rows = 0;
	copy->sql = update;
	return db_each(copy->from, select, put_late, copy, error);
}

static gboolean
for_late(struct copy *copy, GError **error)
{
	const GArray *columns = copy->table->columns;

	for (guint i = 0; i < columns->len; i++) {
		const struct table_column *column =
		    &g_array_index(columns, struct table_column, i);

		if (column->late && !copy_late(copy, column, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
is_equal(struct rows *one, struct rows *other, int at, char type)
{
	g_autoptr(GBytes) a = NULL;
	g_autoptr(GBytes) b = NULL;

	if (rows_is_null(one, at) || rows_is_null(other, at))
		return rows_is_null(one, at) && rows_is_null(other, at);
	if (type == 'i')
		return rows_int(one, at) == rows_int(other, at);
	if (type == 't')
		return strcmp(rows_text(one, at), rows_text(other, at)) == 0;
	a = rows_bytes(one, at);
	b = rows_bytes(other, at);
	return g_bytes_equal(a, b);
}

static gboolean
refuse(const struct copy *copy, struct rows *rows, const char *what,
    GError **error)
{
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO,
	    "what was copied is not what was there: %s", what);
	name_row(copy, rows, error);
	return FALSE;
}

static gboolean
compare_rows(const struct copy *copy, struct rows *was, struct rows *is,
    GError **error)
{
	const GArray *columns = copy->table->columns;

	for (guint i = 0; i < columns->len; i++) {
		const struct table_column *column =
		    &g_array_index(columns, struct table_column, i);

		if (!is_equal(was, is, (int)i, column->type))
			return refuse(copy, was, column->name, error);
	}
	return TRUE;
}

struct comparison {
	struct copy *copy;
	struct db_cursor *copied;
};

static gboolean
compare_row(struct rows *was, gpointer user, GError **error)
{
	struct comparison *comparison = user;
	struct rows *is = NULL;

	comparison->copy->rows++;
	if (!db_cursor_next(comparison->copied, &is, error))
		return FALSE;
	if (is == NULL)
		return refuse(comparison->copy, was, "it is missing", error);
	return compare_rows(comparison->copy, was, is, error);
}

static gboolean
compare_table(struct copy *copy, GError **error)
{
	g_autofree char *select = select_sql(copy->table);
	struct comparison comparison = { .copy = copy };
	struct rows *more = NULL;
	gboolean ok;

	copy->rows = 0;
	comparison.copied = db_cursor_open(copy->to, select, error);
	if (comparison.copied == NULL)
		return FALSE;
	ok = db_each(copy->from, select, compare_row, &comparison, error) &&
	    db_cursor_next(comparison.copied, &more, error);
	if (ok && more != NULL)
		ok = refuse(copy, more, "it was not there", error);
	db_cursor_free(comparison.copied);
	if (ok && copy->watcher != NULL)
		copy->watcher->copied(copy->table->name, copy->rows,
		    copy->watcher->user);
	return ok;
}

static gboolean
each_table(struct copy *copy, const GPtrArray *tables,
    gboolean (*act)(struct copy *copy, GError **error), GError **error)
{
	for (guint i = 0; i < tables->len; i++) {
		copy->table = tables->pdata[i];
		if (!act(copy, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
fill(struct copy *copy, const GPtrArray *tables, GError **error)
{
	return each_table(copy, tables, copy_table, error) &&
	    each_table(copy, tables, for_late, error) &&
	    /* Else a server plans as if all were empty still. */
	    (!db_is_server(copy->to) ||
		db_script(copy->to, "ANALYZE", error)) &&
	    each_table(copy, tables, compare_table, error);
}

static gboolean
copy_inside(struct copy *copy, GError **error)
{
	g_autoptr(GPtrArray) tables = NULL;
	gint64 version = 0, there = 0;

	if (!db_schema_version(copy->from, &version, error) ||
	    !db_schema_version(copy->to, &there, error))
		return FALSE;
	if (there != 0)
		return data_refuse(error,
		    "there is a store already; allowed is a database without "
		    "one");
	tables = tables_of(version, error);
	if (tables == NULL || !db_begin(copy->to, error))
		return FALSE;
	if (schema_migrate_inside(copy->to, version, error) &&
	    fill(copy, tables, error))
		return db_commit(copy->to, error);
	db_rollback(copy->to);
	return FALSE;
}

gboolean
copy_all(struct db *from, struct db *to, const struct copy_watcher *watcher,
    GError **error)
{
	struct copy copy = { .from = from, .to = to, .watcher = watcher };
	gboolean ok;

	if (!db_begin_read(from, error))
		return FALSE;
	ok = copy_inside(&copy, error);
	db_rollback(from);
	return ok;
}
