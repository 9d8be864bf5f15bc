/*
 * place.h - where the store of a test lies: a file in its folder; or, if
 * DRIPSCORE_TEST_STORE is the URL of a PostgreSQL database that holds an empty
 * store, one like that, beside it. And SQL beside our driver, through what the
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

/* That of one beside it on the same server; owned. */
static inline char *
place_url(const char *name)
{
	const char *server = place_server();
	const char *slash = strchr(strrchr(server, '@'), '/');
	g_autofree char *model = place_name(server);

	return g_strdup_printf("%.*s/%s%s", (int)(slash - server), server, name,
	    slash + 1 + strlen(model));
}

/* What SQLite has by itself and tests ask for. */
static const char place_functions[] =
    "CREATE FUNCTION joined(TEXT, TEXT, TEXT) RETURNS TEXT LANGUAGE SQL"
    " AS 'SELECT coalesce($1 || $3, '''') || $2';"
    "CREATE FUNCTION joined(TEXT, TEXT) RETURNS TEXT LANGUAGE SQL"
    " AS 'SELECT coalesce($1 || '','', '''') || $2';"
    "CREATE FUNCTION joined(TEXT, BIGINT) RETURNS TEXT LANGUAGE SQL"
    " AS 'SELECT coalesce($1 || '','', '''') || CAST($2 AS TEXT)';"
    "CREATE AGGREGATE group_concat(TEXT) (sfunc = joined, stype = TEXT);"
    "CREATE AGGREGATE group_concat(TEXT, TEXT) (sfunc = joined, stype = TEXT);"
    "CREATE AGGREGATE group_concat(BIGINT) (sfunc = joined, stype = TEXT);"
    "CREATE FUNCTION tripped() RETURNS TRIGGER LANGUAGE plpgsql"
    " AS 'BEGIN RAISE EXCEPTION ''planted''; END'";

/* As the store was made: all rows go but its own key, all keys begin anew, no
 * trigger is left. */
static const char place_emptied[] =
    "SET session_replication_role = replica;"
    "DO $$ DECLARE one RECORD; BEGIN"
    " FOR one IN SELECT tgname, tgrelid::regclass AS it FROM pg_trigger"
    "  WHERE NOT tgisinternal LOOP"
    "  EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.it);"
    " END LOOP;"
    " FOR one IN SELECT tablename AS it FROM pg_tables WHERE schemaname ="
    "  'public' AND tablename NOT IN ('dripscore_schema', 'setting') LOOP"
    "  EXECUTE format('DELETE FROM %I', one.it);"
    " END LOOP;"
    " FOR one IN SELECT sequencename AS it FROM pg_sequences WHERE last_value"
    "  IS NOT NULL LOOP"
    "  PERFORM setval(one.it::regclass, 1, false);"
    " END LOOP;"
    " DELETE FROM setting WHERE name <> 'key'; END $$";

/* The name of this program; owned. */
static inline char *
place_program(void)
{
	g_autofree char *path = g_file_read_link("/proc/self/exe", NULL);

	ck_assert_ptr_nonnull(path);
	return g_path_get_basename(path);
}

/*
 * To make a database takes longer than most tests, and they run one after the
 * other, each in a process of its own: a program has one, emptied between.
 */
static inline char *
place_make_full(const char *name)
{
	char *url = place_url(name);
	g_autofree char *there = NULL;
	g_autofree char *asked = g_strdup_printf(
	    "SELECT 1 FROM pg_database WHERE datname = '%s'", name);
	g_autofree char *model = place_name(place_server());
	g_autofree char *how = g_strconcat("TEMPLATE ", model, NULL);
	PGconn *server = place_connect(place_server(), "postgres");

	there = place_ask(server, asked);
	PQfinish(server);
	if (there == NULL)
		place_tell("CREATE DATABASE", name, how);
	server = place_connect(url, NULL);
	g_free(place_ask(server,
	    there == NULL ? place_functions : place_emptied));
	PQfinish(server);
	return url;
}

/* The URL of a place for a store; owned. empty: nothing is in it. */
static inline char *
place_make(const char *folder, gboolean empty)
{
	g_autofree char *program = place_program();
	g_autofree char *name = NULL;

	if (place_server() == NULL)
		return g_strconcat("sqlite:", folder, "/store.db", NULL);
	if (!empty)
		return place_make_full(program);
	name = g_strdup_printf("%s_%d_%" G_GINT64_FORMAT, program,
	    (int)getpid(), g_get_monotonic_time());
	place_tell("CREATE DATABASE", name, "TEMPLATE template0");
	return place_url(name);
}

/* One that was made empty. */
static inline void
place_remove(const char *url)
{
	g_autofree char *program = place_program();
	g_autofree char *name = NULL;

	if (place_server() == NULL)
		return;
	name = place_name(url);
	if (!g_str_equal(name, program))
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
		/* Foreign keys are as little checked as by SQLite itself. */
		g_free(place_ask(beside.server,
		    "SET session_replication_role = replica"));
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

/* From now on what is done ("INSERT") to a table fails, if `when` holds (NULL:
 * always). */
static inline void
place_trip(const char *url, const char *what, const char *table,
    const char *when)
{
	gboolean server = place_server() != NULL;
	g_autofree char *sql = g_strdup_printf(
	    "CREATE TRIGGER trip BEFORE %s ON %s %s %s%s%s %s", what, table,
	    server ? "FOR EACH ROW" : "", when != NULL ? "WHEN (" : "",
	    when != NULL ? when : "", when != NULL ? ")" : "",
	    server ? "EXECUTE FUNCTION tripped()" :
		     "BEGIN SELECT RAISE(ABORT, 'planted'); END");

	g_free(place_sql(url, sql));
}

static inline void
place_untrip(const char *url, const char *table)
{
	g_autofree char *sql = g_strconcat("DROP TRIGGER trip",
	    place_server() != NULL ? " ON " : "",
	    place_server() != NULL ? table : "", NULL);

	g_free(place_sql(url, sql));
}

#endif
