/*
 * db_pg_connect.c - the connection to PostgreSQL: found by libpq's own words,
 * set up as all our statements expect it, lost. Called by the driver alone.
 */
#include <poll.h>
#include <string.h>

#include "base/errors.h"
#include "store/db/db_pg.h"

#define CONNECT_MIN_MS 2000
#define CONNECT_MAX_MS 15000
#define OLDEST_SERVER 130000 /* pg_current_xact_id() */

/*
 * What an admin may set otherwise in the url. A server that is silent is given
 * up after some 15 seconds; of several hosts, the one that takes writes.
 */
static const char *const defaults[][2] = {
	{ "fallback_application_name", "dripscore" },
	{ "target_session_attrs", "read-write" },
	{ "tcp_user_timeout", "15000" },
	{ "keepalives_idle", "10" },
	{ "keepalives_interval", "3" },
	{ "keepalives_count", "3" },
};

/*
 * Plans are made once for each statement, not from what the tables hold at that
 * moment: they are empty when a store is new. All that is asked often has an
 * index, so a table is read as a whole only where nothing else can be done.
 */
static const char session[] =
    "SET jit = off;"
    "SET plan_cache_mode = force_generic_plan;"
    "SET enable_seqscan = off;"
    "SET lock_timeout = 30000;"
    "SET standard_conforming_strings = on;"
    "SET idle_in_transaction_session_timeout = 60000;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off';"
    "SELECT CAST(oid AS BIGINT) FROM pg_namespace"
    " WHERE nspname = current_schema()";

static const char *
option(const PQconninfoOption *options, const char *keyword)
{
	for (; options->keyword != NULL; options++) {
		if (strcmp(options->keyword, keyword) == 0 &&
		    options->val != NULL && options->val[0] != '\0')
			return options->val;
	}
	return NULL;
}

char *
db_pg_name(const char *conninfo, GError **error)
{
	PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
	GString *name = g_string_new("postgresql://");
	const char *value;

	if (options == NULL) {
		/* Its own message may quote a password. */
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "store: its url cannot be read; allowed are"
		    " postgresql://USER@HOST:PORT/DATABASE?KEYWORD=VALUE and"
		    " postgresql:KEYWORD=VALUE ..., with libpq's keywords");
		g_string_free(name, TRUE);
		return NULL;
	}
	value = option(options, "user");
	if (value != NULL)
		g_string_append_printf(name, "%s@", value);
	value = option(options, "host");
	if (value == NULL)
		value = option(options, "hostaddr");
	if (value != NULL)
		g_string_append(name, value);
	value = option(options, "port");
	if (value != NULL)
		g_string_append_printf(name, ":%s", value);
	value = option(options, "dbname");
	if (value == NULL)
		value = option(options, "service");
	g_string_append_printf(name, "/%s", value != NULL ? value : "");
	PQconninfoFree(options);
	return g_string_free(name, FALSE);
}

gboolean
db_pg_check(const char *conninfo, GError **error)
{
	g_autofree char *name = db_pg_name(conninfo, error);

	return name != NULL;
}

static void
say_nothing(G_GNUC_UNUSED void *user, G_GNUC_UNUSED const char *message)
{
}

static PGconn *
start(const struct db_pg *self)
{
	const char *keywords[G_N_ELEMENTS(defaults) + 3];
	const char *values[G_N_ELEMENTS(defaults) + 3];
	guint n = 0;
	PGconn *connection;

	for (; n < G_N_ELEMENTS(defaults); n++) {
		keywords[n] = defaults[n][0];
		values[n] = defaults[n][1];
	}
	keywords[n] = "dbname"; /* and all that is in it */
	values[n++] = self->conninfo;
	keywords[n] = "client_encoding";
	values[n++] = "UTF8";
	keywords[n] = NULL;
	values[n] = NULL;
	connection = PQconnectStartParams(keywords, values, 1);
	if (connection == NULL)
		g_assert_not_reached();
	PQsetNoticeProcessor(connection, say_nothing, NULL);
	/* So that a refusal has its SQLSTATE. */
	PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
	return connection;
}

/* FALSE: it failed, or took too long. */
static gboolean
finish(PGconn *connection, guint patience_ms, const char **said)
{
	gint64 end_us = g_get_monotonic_time() +
	    CLAMP(patience_ms, CONNECT_MIN_MS, CONNECT_MAX_MS) * (gint64)1000;
	PostgresPollingStatusType status = PGRES_POLLING_WRITING;

	while (PQstatus(connection) != CONNECTION_BAD) {
		struct pollfd socket = { .fd = PQsocket(connection) };
		gint64 left_us = end_us - g_get_monotonic_time();

		socket.events = status == PGRES_POLLING_READING ? POLLIN :
								  POLLOUT;
		if (left_us <= 0) {
			*said = "nobody answers";
			return FALSE;
		}
		if (poll(&socket, 1, (int)(left_us / 1000) + 1) <= 0)
			continue;
		status = PQconnectPoll(connection);
		if (status == PGRES_POLLING_OK)
			return TRUE;
		if (status == PGRES_POLLING_FAILED)
			break;
	}
	*said = PQerrorMessage(connection);
	return FALSE;
}

static gboolean
refuse(struct db_pg *self, const char *why, GError **error)
{
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
	    "store %s: %s", self->name, why);
	return FALSE;
}

/* Before the pipeline begins. */
static gboolean
set_up(struct db_pg *self, GError **error)
{
	const char *encoding = PQparameterStatus(self->connection,
	    "server_encoding");
	PGresult *result;
	gboolean ok;

	if (PQserverVersion(self->connection) < OLDEST_SERVER)
		return refuse(self,
		    "the server is too old; PostgreSQL 13 or newer is allowed",
		    error);
	if (g_strcmp0(encoding, "UTF8") != 0)
		return refuse(self,
		    "the database is not in UTF8: make it with"
		    " createdb --encoding=UTF8 --template=template0",
		    error);
	result = PQexec(self->connection, session);
	ok = PQresultStatus(result) == PGRES_TUPLES_OK;
	if (!ok) {
		g_propagate_error(error, db_pg_error(self, result, NULL));
	} else if (PQntuples(result) == 0) {
		ok = refuse(self, "no schema of its search_path is there",
		    error);
	} else {
		/* As all of an oid's bits, in a signed number. */
		self->schema_key = (int)(guint32)g_ascii_strtoull(
		    PQgetvalue(result, 0, 0), NULL, 10);
	}
	PQclear(result);
	self->patience_set_ms = 30000;
	return ok;
}

static void
forget(gpointer data, G_GNUC_UNUSED gpointer user)
{
	struct pg_statement *statement = data;

	statement->is_known = FALSE;
}

/* What stands for the connection until it ends, once more. */
static gboolean
restore(struct db_pg *self, GError **error)
{
	const struct db_value off[] = { { .type = 't',
	    .t = "synchronous_commit" } };

	if (self->no_wait_for_disk &&
	    !db_pg_do(self, "SELECT set_config($1, 'off', false)", off, 1,
		error))
		return FALSE;
	return db_pg_apply_lease(self, error) &&
	    db_pg_apply_listen(self, error);
}

static void
drop(struct db_pg *self)
{
	g_clear_pointer(&self->connection, PQfinish);
	statements_each(self->statements, forget, NULL);
	g_array_set_size(self->pending, 0);
	self->pending_bytes = 0;
	g_clear_pointer(&self->answer, PQclear);
	self->led |= self->leads;
	self->leads = FALSE;
	self->changes = 0;
}

/* Who was connected before may be so again: that is a matter of time. */
static gboolean
give_up(struct db_pg *self, GError *failure, GError **error)
{
	if (self->was_connected)
		failure->code = DRIPSCORE_ERROR_LATER;
	g_propagate_error(error, failure);
	drop(self);
	return FALSE;
}

gboolean
db_pg_connect(struct db_pg *self, GError **error)
{
	GError *failure = NULL;
	const char *said = NULL;

	if (self->connection != NULL &&
	    PQstatus(self->connection) == CONNECTION_OK)
		return TRUE;
	drop(self);
	self->connection = start(self);
	if (!finish(self->connection, self->db.patience_ms, &said))
		return give_up(self, db_pg_connect_error(self, said), error);
	PQsetErrorVerbosity(self->connection, PQERRORS_DEFAULT);
	if (!set_up(self, &failure))
		return give_up(self, failure, error);
	if (PQsetnonblocking(self->connection, 1) != 0 ||
	    !PQenterPipelineMode(self->connection))
		g_assert_not_reached();
	if (!restore(self, &failure))
		return give_up(self, failure, error);
	self->was_connected = TRUE;
	return TRUE;
}

void
db_pg_lose(struct db_pg *self, const char *why)
{
	drop(self);
	db_pg_wake(self);
	if (self->failure == NULL)
		g_set_error(&self->failure, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_LATER, "store %s: %s", self->name, why);
}
