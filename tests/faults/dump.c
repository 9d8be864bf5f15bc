/*
 * dump.c - see dump.h. It reads the store by SQLite itself.
 */
#include "tests/faults/dump.h"

#include <sqlite3.h>
#include <string.h>

static const char *const tables_left_out[] = { "setting", "worker", NULL };
static const char *const columns_left_out[] = { "salt", "contact_digest",
	"comment_digest", "hash", "tries", "worker", NULL };

static void
append_value(GString *out, sqlite3_stmt *statement, int column)
{
	const guint8 *bytes = sqlite3_column_blob(statement, column);
	int n = sqlite3_column_bytes(statement, column);

	g_string_append_c(out, '|');
	for (int i = 0; i < n; i++)
		if (g_ascii_isprint(bytes[i]))
			g_string_append_c(out, (char)bytes[i]);
		else
			g_string_append_printf(out, "\\%02x", bytes[i]);
}

static void
append_table(GString *out, sqlite3 *handle, const char *name)
{
	g_autofree char *sql = g_strdup_printf("SELECT * FROM \"%s\"", name);
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) != SQLITE_OK)
		g_string_append_printf(out, "%s: %s\n", name,
		    sqlite3_errmsg(handle));
	while (statement != NULL && sqlite3_step(statement) == SQLITE_ROW) {
		g_string_append(out, name);
		for (int i = 0; i < sqlite3_column_count(statement); i++)
			if (!g_strv_contains(columns_left_out,
				sqlite3_column_name(statement, i)))
				append_value(out, statement, i);
		g_string_append_c(out, '\n');
	}
	sqlite3_finalize(statement);
}

static sqlite3 *
open_beside(const char *path)
{
	sqlite3 *handle = NULL;

	sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	return handle;
}

char *
dump_read(const char *path, const char *sql)
{
	sqlite3 *handle = open_beside(path);
	sqlite3_stmt *statement = NULL;
	char *text = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) ==
		SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		text = g_strdup(
		    (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	return text;
}

char *
dump_of(const char *path)
{
	GString *out = g_string_new(NULL);
	sqlite3 *handle = open_beside(path);
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(handle,
		"SELECT name FROM sqlite_master WHERE type = 'table'"
		" ORDER BY name", -1, &statement, NULL) != SQLITE_OK)
		g_string_append(out, sqlite3_errmsg(handle));
	while (statement != NULL && sqlite3_step(statement) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(statement,
		    0);

		if (!g_strv_contains(tables_left_out, name))
			append_table(out, handle, name);
	}
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	return g_string_free(out, FALSE);
}

char *
dump_difference(const char *one, const char *other)
{
	g_auto(GStrv) a = g_strsplit(one, "\n", -1);
	g_auto(GStrv) b = g_strsplit(other, "\n", -1);
	gsize i = 0;

	if (strcmp(one, other) == 0)
		return NULL;
	while (a[i] != NULL && b[i] != NULL && strcmp(a[i], b[i]) == 0)
		i++;
	return g_strdup_printf("\"%s\", not \"%s\"",
	    a[i] != NULL ? a[i] : "", b[i] != NULL ? b[i] : "");
}
