/*
 * dialect.c - see dialect.h. Called by the driver for each new statement.
 */
#include "store/dialect.h"

#include <glib.h>
#include <string.h>

static const struct {
	const char *token;
	const char *sqlite;
} tokens[] = {
	{ "@id@", "INTEGER PRIMARY KEY" },
	{ "@i64@", "INTEGER" },
	{ "@blob@", "BLOB" },
	{ "@strict@", "STRICT" },
	{ "@queue@", "STRICT, WITHOUT ROWID" },
};

static gsize
copy_token(const char *sql, GString *out)
{
	for (gsize i = 0; i < G_N_ELEMENTS(tokens); i++) {
		if (!g_str_has_prefix(sql, tokens[i].token))
			continue;
		g_string_append(out, tokens[i].sqlite);
		return strlen(tokens[i].token);
	}
	g_string_append_c(out, *sql);
	return 1;
}

char *
dialect_sqlite(const char *sql)
{
	GString *out = g_string_sized_new(strlen(sql) + 64);
	char quote = '\0';

	while (*sql != '\0') {
		if (quote != '\0') {
			if (*sql == quote)
				quote = '\0';
			g_string_append_c(out, *sql++);
		} else if (*sql == '@') {
			sql += copy_token(sql, out);
		} else {
			if (*sql == '\'' || *sql == '"')
				quote = *sql;
			g_string_append_c(out,
			    *sql == '$' && g_ascii_isdigit(sql[1]) ? '?' :
								     *sql);
			sql++;
		}
	}
	return g_string_free(out, FALSE);
}
