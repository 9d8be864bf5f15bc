/*
 * place.h - where the store of a test lies: a file in its folder; or, if
 * DRIPSCORE_TEST_STORE is the URL of a PostgreSQL database that holds an empty
 * store, a copy of that database. And SQL beside our driver, through what the
 * engine itself offers.
 */
#ifndef TESTS_UNIT_PLACE_H
#define TESTS_UNIT_PLACE_H

#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/unit.h"

/* NULL: SQLite. */
static inline const char *
place_server(void)
{
	return g_getenv("DRIPSCORE_TEST_STORE");
}

/* name NULL: the database that the URL names. */
static inline PGconn *
place_connect(const char *url, const char *name)
{
	const char *const keywords[] = { "dbname", "dbname", NULL };
	const char *const values[] = { url, name, NULL };
	PGconn *server = PQconnectdbParams(keywords, values, 1);

	if (PQstatus(server) != CONNECTION_OK)
		ck_abort_msg("%s", PQerrorMessage(server));
	return server;
}

/* The first column of the only row; owned; NULL: no row, or NULL. A boolean is
 * a number, as SQLite has it. */
static inline char *
place_ask(PGconn *server, const char *sql)
{
	PGresult *result = PQexec(server, sql);
	char *text = NULL;

	if (PQresultStatus(result) != PGRES_TUPLES_OK &&
	    PQresultStatus(result) != PGRES_COMMAND_OK)
		ck_abort_msg("%s: %s", sql, PQresultErrorMessage(result));
	if (PQntuples(result) > 0 && !PQgetisnull(result, 0, 0)) {
		text = g_strdup(PQgetvalue(result, 0, 0));
		if (PQftype(result, 0) == 16)
			text[0] = text[0] == 't' ? '1' : '0';
	}
	PQclear(result);
	return text;
}

/* "CREATE DATABASE", name, and the rest: from beside, for nobody may be
 * connected to what is copied. */
static inline void
place_tell(const char *what, const char *name, const char *how)
{
	PGconn *server = place_connect(place_server(), "postgres");
	g_autofree char *sql = g_strjoin(" ", what, name, how, NULL);

	g_free(place_ask(server, sql));
	PQfinish(server);
}

/* What stands between / and ? in the URL of a database. */
static inline char *
place_name(const char *url)
{
	const char *name = strchr(strrchr(url, '@'), '/') + 1;

	return g_strndup(name, strcspn(name, "?"));
}

/* The URL of a place for a store; owned. empty: nothing is in it. */
static inline char *
place_make(const char *folder, gboolean empty)
{
	static guint number;
	g_autofree char *name = NULL;
	g_autofree char *how = NULL;
	g_autofree char *model = NULL;
	const char *server = place_server();
	const char *slash;

	if (server == NULL)
		return g_strconcat("sqlite:", folder, "/store.db", NULL);
	name = g_strdup_printf("test_%d_%u", (int)getpid(), ++number);
	model = place_name(server);
	how = g_strconcat("TEMPLATE ", empty ? "template0" : model, NULL);
	place_tell("CREATE DATABASE", name, how);
	slash = strchr(strrchr(server, '@'), '/');
	return g_strdup_printf("%.*s/%s%s", (int)(slash - server), server,
	    name, slash + 1 + strlen(model));
}

static inline void
place_remove(const char *url)
{
	g_autofree char *name = NULL;

	if (place_server() == NULL)
		return;
	name = place_name(url);
	place_tell("DROP DATABASE", name, "WITH (FORCE)");
}

/* The database, beside our driver: one of the two. */
struct beside {
	sqlite3 *file;
	PGconn *server;
};

static inline struct beside
place_open(const char *url)
{
	struct beside beside = { NULL, NULL };

	if (place_server() != NULL) {
		beside.server = place_connect(url, NULL);
		return beside;
	}
	ck_assert_int_eq(sqlite3_open_v2(url + strlen("sqlite:"), &beside.file,
	    SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_db_config(beside.file, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	return beside;
}

/* One statement, or several that return nothing; its answer as place_ask. */
static inline char *
place_read(struct beside *beside, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	char *text = NULL;

	if (beside->server != NULL)
		return place_ask(beside->server, sql);
	while (*sql != '\0') {
		if (sqlite3_prepare_v2(beside->file, sql, -1, &statement,
			&sql) != SQLITE_OK)
			ck_abort_msg("%s: %s", sql,
			    sqlite3_errmsg(beside->file));
		if (sqlite3_step(statement) == SQLITE_ROW && text == NULL)
			text = g_strdup(
			    (const char *)sqlite3_column_text(statement, 0));
		if (sqlite3_finalize(statement) != SQLITE_OK)
			ck_abort_msg("%s", sqlite3_errmsg(beside->file));
	}
	return text;
}

static inline void
place_close(struct beside *beside)
{
	g_clear_pointer(&beside->file, sqlite3_close);
	g_clear_pointer(&beside->server, PQfinish);
}

/* The same in one go. */
static inline char *
place_sql(const char *url, const char *sql)
{
	struct beside beside = place_open(url);
	char *text = place_read(&beside, sql);

	place_close(&beside);
	return text;
}

#endif
