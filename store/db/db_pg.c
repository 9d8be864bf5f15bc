/*
 * db_pg.c - the driver of db.h over PostgreSQL, by libpq: opening, transactions
 * and their lock. How it is connected, what is sent and what comes back are in
 * db_pg_*.c. It decides nothing about what is stored. Called by db.c alone.
 */
#include "store/db/db_pg.h"

#include <string.h>
#include <unistd.h>

#include "base/errors.h"
#include "store/db/dialect.h"

#define WRITE_KEY 0x64726970 /* "drip" */
#define STATUS_STEP_MS 50
#define STATUS_PATIENCE_MS 5000

static gboolean
run_script(struct db_pg *self, const char *sql, GError **error)
{
	g_autofree char *ours = dialect_postgresql_script(sql);
	PGresult *result;
	gboolean ok;

	if (!db_pg_wait(self, error))
		return FALSE;
	if (self->connection == NULL ||
	    !PQexitPipelineMode(self->connection)) {
		db_pg_lose(self, "the connection is lost");
		return db_pg_wait(self, error);
	}
	result = PQexec(self->connection, ours);
	ok = PQresultStatus(result) == PGRES_COMMAND_OK ||
	    PQresultStatus(result) == PGRES_TUPLES_OK ||
	    PQresultStatus(result) == PGRES_EMPTY_QUERY;
	if (!ok)
		self->failure = db_pg_error(self, result, "statement failed");
	PQclear(result);
	if (PQstatus(self->connection) == CONNECTION_BAD)
		db_pg_lose(self, "the connection is lost");
	else if (!PQenterPipelineMode(self->connection))
		g_assert_not_reached();
	return db_pg_wait(self, error);
}

/* Outside a transaction the connection may have to be made anew. */
static gboolean
reach(struct db_pg *self, GError **error)
{
	if (self->db.in_transaction)
		return TRUE;
	g_clear_error(&self->failure);
	return db_pg_connect(self, error);
}

static gboolean
script(struct db *db, const char *sql, GError **error)
{
	struct db_pg *self = db_pg_of(db);

	return reach(self, error) && run_script(self, sql, error);
}

gboolean
db_pg_run(struct db *db, const char *sql, const struct db_value *values,
    guint n, GError **error)
{
	struct db_pg *self = db_pg_of(db);

	return reach(self, error) &&
	    db_pg_queue(self, PG_RUN, sql, values, n, error) &&
	    (db->in_transaction || db_pg_wait(self, error));
}

/* What fails here is told by whoever waits next. */
gint64
db_pg_changes(struct db *db)
{
	struct db_pg *self = db_pg_of(db);

	return db_pg_wait(self, NULL) ? self->changes : 0;
}

/* lock_timeout 0 would mean to wait for ever. */
static gboolean
queue_patience(struct db_pg *self, GError **error)
{
	guint wanted_ms = MAX(self->db.patience_ms, 1);
	g_autofree char *text = g_strdup_printf("%u", wanted_ms);
	const struct db_value value = { .type = 't', .t = text };

	if (wanted_ms == self->patience_set_ms)
		return TRUE;
	self->patience_set_ms = wanted_ms;
	return db_pg_queue(self, PG_RUN,
	    "SELECT set_config('lock_timeout', $1, false)", &value, 1, error);
}

static gboolean
begin_here(struct db_pg *self, gboolean shared, GError **error)
{
	const struct db_value keys[] = {
		{ .type = 'i', .i = WRITE_KEY },
		{ .type = 'i', .i = self->schema_key },
	};

	return queue_patience(self, error) &&
	    db_pg_queue(self, PG_RUN, "BEGIN ISOLATION LEVEL READ COMMITTED",
		NULL, 0, error) &&
	    db_pg_ask(self, &self->xid,
		shared ?
		    "SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT),"
		    " pg_advisory_xact_lock_shared(CAST($1 AS INTEGER),"
		    " CAST($2 AS INTEGER))" :
		    "SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT),"
		    " pg_advisory_xact_lock(CAST($1 AS INTEGER),"
		    " CAST($2 AS INTEGER))",
		keys, G_N_ELEMENTS(keys), error);
}

static void
rollback(struct db *db)
{
	struct db_pg *self = db_pg_of(db);

	/* What is on its way may fail, and a ROLLBACK behind it be skipped. */
	db_pg_wait(self, NULL);
	g_clear_error(&self->failure);
	if (self->connection != NULL &&
	    !db_pg_do(self, "ROLLBACK", NULL, 0, NULL))
		db_pg_lose(self, "the connection is lost");
	g_clear_error(&self->failure);
}

/* Another may lead by now: who was about to do what the leader does asks
 * before. */
static gboolean
is_who_it_was(struct db_pg *self, GError **error)
{
	if (!self->led)
		return TRUE;
	self->led = FALSE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER,
	    "store %s: the connection was lost, and the lead with it",
	    self->name);
	return FALSE;
}

static gboolean
begin(struct db *db, gboolean shared, GError **error)
{
	struct db_pg *self = db_pg_of(db);

	self->announces = FALSE;
	for (gboolean again = TRUE;; again = FALSE) {
		GError *failure = NULL;

		if (!reach(self, error) || !is_who_it_was(self, error))
			return FALSE;
		if (begin_here(self, shared, &failure))
			return TRUE;
		/* The server may have been started anew since we last asked. */
		if (again && self->connection == NULL) {
			g_clear_error(&failure);
			continue;
		}
		rollback(db);
		g_propagate_error(error, failure);
		return FALSE;
	}
}

enum fate {
	FATE_COMMITTED,
	FATE_UNDONE,
	FATE_OPEN, /* the server has not noticed yet that we were cut off */
	FATE_UNKNOWN,
};

static enum fate
ask_fate(struct db_pg *self, gint64 xid)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, xid);
	const struct db_value value = { .type = 't', .t = text };
	gint64 fate = FATE_UNKNOWN;

	g_clear_error(&self->failure);
	if (!db_pg_connect(self, NULL) ||
	    !db_pg_ask(self, &fate,
		"SELECT CASE pg_xact_status(CAST($1 AS xid8))"
		" WHEN 'committed' THEN 0 WHEN 'aborted' THEN 1"
		" WHEN 'in progress' THEN 2 ELSE 3 END",
		&value, 1, NULL))
		return FATE_UNKNOWN;
	return (enum fate)fate;
}

/*
 * The connection was lost while it was committed: what became of that, the
 * server knows by the transaction's number.
 */
static gboolean
find_out(struct db_pg *self, gint64 xid, GError **error)
{
	enum fate fate = FATE_UNKNOWN;

	self->db.in_transaction = FALSE;
	for (guint waited_ms = 0; waited_ms < STATUS_PATIENCE_MS;
	     waited_ms += STATUS_STEP_MS) {
		fate = ask_fate(self, xid);
		if (fate == FATE_COMMITTED || fate == FATE_UNDONE)
			break;
		g_usleep(STATUS_STEP_MS * 1000);
	}
	g_clear_error(&self->failure);
	if (fate == FATE_COMMITTED)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR,
	    fate == FATE_UNDONE ? DRIPSCORE_ERROR_LATER : DRIPSCORE_ERROR_LOST,
	    "store %s: the connection was lost during a commit%s", self->name,
	    fate == FATE_UNDONE ? "" : ", and what became of it is not known");
	return FALSE;
}

static gboolean
commit(struct db *db, GError **error)
{
	struct db_pg *self = db_pg_of(db);
	g_autoptr(GError) failure = NULL;

	/* What has failed before is no question. */
	if (self->failure != NULL)
		return db_pg_wait(self, error);
	if (db_pg_do(self, "COMMIT", NULL, 0, &failure))
		return TRUE;
	if (self->connection == NULL)
		return find_out(self, self->xid, error);
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

static void
free_statement(gpointer data)
{
	struct pg_statement *statement = data;

	g_free(statement->name);
	g_free(statement->sql);
	g_free(statement);
}

static void
close_connection(struct db *db)
{
	struct db_pg *self = db_pg_of(db);

	g_clear_pointer(&self->connection, PQfinish);
	statements_free(self->statements);
	g_array_unref(self->pending);
	g_clear_error(&self->failure);
	g_clear_pointer(&self->answer, PQclear);
	if (self->wake_fd >= 0)
		close(self->wake_fd);
	if (self->event_fd >= 0)
		close(self->event_fd);
	if (self->conninfo != NULL)
		explicit_bzero(self->conninfo, strlen(self->conninfo));
	g_free(self->conninfo);
	g_free(self->name);
	g_free(self);
}

static const struct db_ops ops = {
	.is_server = TRUE,
	.close = close_connection,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.script = script,
	.run = db_pg_run,
	.select = db_pg_select,
	.changes = db_pg_changes,
	.run_each = db_pg_run_each,
	.next = db_pg_next,
	.integer = db_pg_integer,
	.text = db_pg_text,
	.bytes = db_pg_bytes,
	.is_null = db_pg_is_null,
	.free = db_pg_free,
	.schema_version = db_pg_schema_version,
	.set_schema_version = db_pg_set_schema_version,
	.set_durable = db_pg_set_durable,
	.ids_follow = db_pg_ids_follow,
	.clock = db_pg_clock,
	.announce = db_pg_announce,
	.wake_fd = db_pg_wake_fd,
	.woken = db_pg_woken,
	.set_lease = db_pg_set_lease,
	.try_leader = db_pg_try_leader,
	.foreign_version = db_pg_foreign_version,
};

/* What a database that is not ours holds is left as it is. */
static gboolean
is_ours(struct db *db, gboolean *marked, GError **error)
{
	gint64 tables = 0, marks = 0;
	gboolean found;
	/* At one moment: somebody else may make it ours just now. */
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT count(*), count(CASE WHEN c.relname = 'dripscore_schema'"
	    " AND c.relkind = 'r' THEN 1 END) FROM pg_class c"
	    " JOIN pg_namespace n ON n.oid = c.relnamespace"
	    " WHERE n.nspname = current_schema()"
	    " AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
	    "");

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	tables = rows_int(rows, 0);
	marks = rows_int(rows, 1);
	*marked = marks > 0;
	if (*marked || tables == 0)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "store %s: a database with tables, but not one of dripscore's",
	    db_pg_of(db)->name);
	return FALSE;
}

static gboolean
mark_as_ours(struct db *db, GError **error)
{
	gboolean marked = FALSE;

	if (!db_begin(db, error))
		return FALSE;
	/* Two processes may open a new store at once. */
	if (!is_ours(db, &marked, error) ||
	    (!marked &&
		!db_script(db,
		    "CREATE TABLE dripscore_schema (version @i64@ NOT NULL);"
		    "INSERT INTO dripscore_schema (version) VALUES (0)",
		    error))) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error);
}

static gboolean
prepare_database(struct db_pg *self, gboolean create, GError **error)
{
	gboolean marked = FALSE;

	if (!db_pg_connect(self, error) || !is_ours(&self->db, &marked, error))
		return FALSE;
	if (marked)
		return TRUE;
	if (create)
		return mark_as_ours(&self->db, error);
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT,
	    "store %s: the database is empty", self->name);
	return FALSE;
}

struct db *
db_pg_open(const char *conninfo, gboolean create, GError **error)
{
	struct db_pg *self = g_new0(struct db_pg, 1);

	self->db.ops = &ops;
	self->db.patience_ms = 30000;
	self->conninfo = g_strdup(conninfo);
	self->statements = statements_new(free_statement);
	self->pending = g_array_new(FALSE, FALSE, sizeof(struct pg_pending));
	self->wake_fd = -1;
	self->event_fd = -1;
	self->name = db_pg_name(conninfo, error);
	if (self->name == NULL || !prepare_database(self, create, error)) {
		db_close(&self->db);
		return NULL;
	}
	return &self->db;
}
