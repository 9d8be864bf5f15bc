/*
 * tables.c - see tables.h.
 */
#include "store/schema/tables.h"

#include <string.h>

#include "store/schema/schema.h"

/* In a circle of references one must be written later. */
static const struct {
	const char *table, *column;
} late[] = {
	{ "reply", "response_id" },
};

static void
clear_column(gpointer data)
{
	struct table_column *column = data;

	g_free(column->name);
}

static void
table_free(gpointer data)
{
	struct table *table = data;

	g_array_unref(table->columns);
	g_free(table->name);
	g_free(table->names);
	g_free(table->order);
	g_free(table);
}

static gboolean
is_late(const char *table, const char *column)
{
	for (gsize i = 0; i < G_N_ELEMENTS(late); i++) {
		if (strcmp(late[i].table, table) == 0 &&
		    strcmp(late[i].column, column) == 0)
			return TRUE;
	}
	return FALSE;
}

static char
type_of(const char *declared)
{
	if (strcmp(declared, "INTEGER") == 0)
		return 'i';
	return strcmp(declared, "BLOB") == 0 ? 'b' : 't';
}

static void
add_name(GString *names, const char *name)
{
	if (names->len > 0)
		g_string_append(names, ", ");
	g_string_append(names, name);
}

static gboolean
add_columns(struct db *db, struct table *table, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GString) names = g_string_new(NULL);
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT name, type FROM pragma_table_info($1) ORDER BY cid", "t",
	    table->name);

	while (rows != NULL && rows_next(rows, &failure)) {
		struct table_column column = { .name = rows_dup(rows, 0),
			.type = type_of(rows_text(rows, 1)) };

		column.late = is_late(table->name, column.name);
		table->has_id |= strcmp(column.name, "id") == 0;
		add_name(names, column.name);
		g_array_append_val(table->columns, column);
	}
	table->names = g_strdup(names->str);
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

static gboolean
add_order(struct db *db, struct table *table, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GString) names = g_string_new(NULL);
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
	    "t", table->name);

	while (rows != NULL && rows_next(rows, &failure))
		add_name(names, rows_text(rows, 0));
	table->order = g_strdup(names->str);
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

static gpointer
table_of_rows(struct rows *rows)
{
	struct table *table = g_new0(struct table, 1);

	table->name = rows_dup(rows, 0);
	table->columns = g_array_new(FALSE, FALSE, sizeof(struct table_column));
	g_array_set_clear_func(table->columns, clear_column);
	return table;
}

struct reference {
	char *from, *column, *to;
};

static void
reference_free(gpointer data)
{
	struct reference *reference = data;

	g_free(reference->from);
	g_free(reference->column);
	g_free(reference->to);
	g_free(reference);
}

static gpointer
reference_of_rows(struct rows *rows)
{
	struct reference *reference = g_new0(struct reference, 1);

	reference->from = rows_dup(rows, 0);
	reference->column = rows_dup(rows, 1);
	reference->to = rows_dup(rows, 2);
	return reference;
}

/* All that it refers to stands in `sorted`. A row may refer to one before it in
 * its own table: they are copied in order. */
static gboolean
may_follow(const struct table *table, const GPtrArray *sorted,
    const GPtrArray *references)
{
	for (guint i = 0; i < references->len; i++) {
		const struct reference *one = references->pdata[i];
		gboolean found = strcmp(one->to, table->name) == 0 ||
		    is_late(one->from, one->column);

		if (strcmp(one->from, table->name) != 0)
			continue;
		for (guint j = 0; j < sorted->len && !found; j++) {
			const struct table *other = sorted->pdata[j];

			found = strcmp(one->to, other->name) == 0;
		}
		if (!found)
			return FALSE;
	}
	return TRUE;
}

/* Takes the tables out of `all`. */
static GPtrArray *
sort(GPtrArray *all, const GPtrArray *references)
{
	GPtrArray *sorted = g_ptr_array_new_with_free_func(table_free);

	while (all->len > 0) {
		guint before = all->len;

		for (guint i = 0; i < all->len;) {
			if (may_follow(all->pdata[i], sorted, references))
				g_ptr_array_add(sorted,
				    g_ptr_array_steal_index(all, i));
			else
				i++;
		}
		/* A circle of which nothing is in the table `late`. */
		g_assert(all->len < before);
	}
	return sorted;
}

static GPtrArray *
read_tables(struct db *db, GError **error)
{
	g_autoptr(GPtrArray) all = db_list(db, error, table_of_rows, table_free,
	    "SELECT name FROM sqlite_master WHERE type = 'table'"
	    " AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
	    "");
	g_autoptr(GPtrArray) references = NULL;

	for (guint i = 0; all != NULL && i < all->len; i++) {
		if (!add_columns(db, all->pdata[i], error) ||
		    !add_order(db, all->pdata[i], error))
			return NULL;
	}
	if (all == NULL)
		return NULL;
	references = db_list(db, error, reference_of_rows, reference_free,
	    "SELECT m.name, f.\"from\", f.\"table\" FROM sqlite_master m,"
	    " pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
	    "");
	return references != NULL ? sort(all, references) : NULL;
}

GPtrArray *
tables_of(gint64 version, GError **error)
{
	struct db *db = db_open("sqlite::memory:", TRUE, error);
	GPtrArray *tables = NULL;

	if (db != NULL && schema_migrate_to(db, version, error))
		tables = read_tables(db, error);
	g_clear_pointer(&db, db_close);
	return tables;
}
