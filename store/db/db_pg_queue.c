/*
 * db_pg_queue.c - statements go to the server without waiting for the answers
 * to those before (libpq's pipeline mode), until somebody needs one.
 *
 * Both sides would wait for ever if we only sent and the server only answered:
 * so the socket is never blocked upon, what comes in is taken as it comes while
 * we wait, and no more than some is on its way. Each wait ends with a Sync, up
 * to which the server skips all that follows a failure. Called by the driver
 * alone.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/errors.h"
#include "store/db/db_pg.h"
#include "store/db/dialect.h"

#define PENDING_MAX 1024
#define PENDING_MAX_BYTES (512 * 1024)

/* Of pg_type.dat; they never change. */
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_TEXT 25

static void
note(struct db_pg *self, enum pg_task task, struct pg_statement *statement)
{
	const struct pg_pending one = { .task = task,
		.statement = statement,
		.result = task == PG_RUN ? self->result : NULL };

	g_array_append_val(self->pending, one);
}

static struct pg_statement *
find_statement(struct db_pg *self, const char *sql)
{
	struct pg_statement *statement = statements_find(self->statements, sql);

	if (statement != NULL)
		return statement;
	statement = g_new0(struct pg_statement, 1);
	statement->name = g_strdup_printf("s%u", ++self->n_statements);
	statement->sql = dialect_postgresql(sql);
	statements_add(self->statements, sql, statement);
	return statement;
}

/* Of n (NULL) the server finds out which it is. */
static Oid
type_of(char letter)
{
	switch (letter) {
	case 'i':
		return OID_INT8;
	case 't':
		return OID_TEXT;
	case 'b':
		return OID_BYTEA;
	default:
		return 0;
	}
}

static gboolean
prepare(struct db_pg *self, struct pg_statement *statement,
    const struct db_value *values, guint n)
{
	Oid types[DB_VALUES_MAX];

	for (guint i = 0; i < n; i++)
		types[i] = type_of(values[i].type);
	if (!PQsendPrepare(self->connection, statement->name, statement->sql,
		(int)n, types))
		return FALSE;
	statement->is_known = TRUE;
	note(self, PG_PREPARE, statement);
	return TRUE;
}

static gboolean
execute(struct db_pg *self, struct pg_statement *statement,
    const struct db_value *values, guint n)
{
	const char *data[DB_VALUES_MAX] = { NULL };
	int bytes[DB_VALUES_MAX] = { 0 };
	int formats[DB_VALUES_MAX] = { 0 };
	gint64 numbers[DB_VALUES_MAX];
	char *mended[DB_VALUES_MAX] = { NULL };
	gsize size = 0;
	gboolean ok;

	for (guint i = 0; i < n; i++) {
		formats[i] = values[i].type != 't';
		if (values[i].type == 'i') {
			numbers[i] = GINT64_TO_BE(values[i].i);
			data[i] = (const char *)&numbers[i];
			bytes[i] = (int)sizeof(numbers[i]);
		} else if (values[i].type == 't' && values[i].t != NULL) {
			data[i] = db_utf8(values[i].t, &mended[i]);
			bytes[i] = (int)strlen(data[i]);
		} else if (values[i].type == 'b' && values[i].b != NULL) {
			data[i] = g_bytes_get_data(values[i].b, &size);
			bytes[i] = (int)size;
			if (data[i] == NULL)
				data[i] = "";
		}
		self->pending_bytes += (gsize)bytes[i];
	}
	ok = PQsendQueryPrepared(self->connection, statement->name, (int)n,
	    data, bytes, formats, 1);
	for (guint i = 0; i < n; i++)
		g_free(mended[i]);
	return ok;
}

static gboolean
fail(struct db_pg *self, GError **error)
{
	if (error != NULL)
		*error = g_error_copy(self->failure);
	if (!self->db.in_transaction)
		g_clear_error(&self->failure);
	return FALSE;
}

gboolean
db_pg_queue(struct db_pg *self, enum pg_task task, const char *sql,
    const struct db_value *values, guint n, GError **error)
{
	struct pg_statement *statement;

	if (self->failure != NULL)
		return fail(self, error);
	statement = find_statement(self, sql);
	if (self->connection == NULL ||
	    (!statement->is_known &&
		!prepare(self, statement, values, n)) ||
	    !execute(self, statement, values, n)) {
		db_pg_lose(self, "the connection is lost");
		return fail(self, error);
	}
	note(self, task, statement);
	if (self->pending->len < PENDING_MAX &&
	    self->pending_bytes < PENDING_MAX_BYTES)
		return TRUE;
	/* The answer, if there is one, is kept. */
	return db_pg_wait(self, error);
}

/* FALSE: the connection is lost, or there was no answer in time. */
static gboolean
await_input(struct db_pg *self, gint64 end_us)
{
	while (PQisBusy(self->connection)) {
		struct pollfd socket = { .fd = PQsocket(self->connection),
			.events = POLLIN };
		int left = PQflush(self->connection);
		gint64 left_us = end_us - g_get_monotonic_time();

		if (left < 0 || left_us <= 0)
			return FALSE;
		if (left > 0)
			socket.events |= POLLOUT;
		if (poll(&socket, 1, (int)MIN(left_us / 1000 + 1, G_MAXINT)) <
			0 &&
		    errno != EINTR)
			return FALSE;
		if (socket.revents != 0 && socket.revents != POLLOUT &&
		    !PQconsumeInput(self->connection))
			return FALSE;
	}
	return TRUE;
}

static void
take_result(struct db_pg *self, const struct pg_pending *task, PGresult *result)
{
	switch (PQresultStatus(result)) {
	case PGRES_TUPLES_OK:
		if (task->task == PG_SELECT) {
			g_clear_pointer(&self->answer, PQclear);
			self->answer = result;
			return;
		}
		if (task->result != NULL)
			*task->result = PQntuples(result) > 0 ?
			    db_pg_number(result, 0, 0) :
			    0;
		break;
	case PGRES_COMMAND_OK:
		if (task->task == PG_RUN)
			self->changes = g_ascii_strtoll(PQcmdTuples(result),
			    NULL, 10);
		if (task->result != NULL)
			*task->result = self->changes;
		break;
	case PGRES_PIPELINE_SYNC:
		break;
	default: /* it has failed, or is skipped because another has */
		self->changes = 0;
		if (task->task == PG_PREPARE)
			task->statement->is_known = FALSE;
		if (self->failure == NULL &&
		    PQresultStatus(result) != PGRES_PIPELINE_ABORTED)
			self->failure = db_pg_error(self, result,
			    task->statement != NULL ? task->statement->sql :
						      NULL);
	}
	PQclear(result);
}

/* All results of one task; FALSE: the connection is lost. */
static gboolean
finish_task(struct db_pg *self, const struct pg_pending *task, gint64 end_us)
{
	PGresult *result;

	do {
		if (!await_input(self, end_us))
			return FALSE;
		result = PQgetResult(self->connection);
		if (result != NULL)
			take_result(self, task, result);
		if (PQstatus(self->connection) == CONNECTION_BAD)
			return FALSE;
		/* After a Sync there is no NULL. */
	} while (result != NULL && task->task != PG_SYNC);
	return TRUE;
}

gboolean
db_pg_wait(struct db_pg *self, GError **error)
{
	gint64 end_us = self->lease_s == 0 ?
	    G_MAXINT64 :
	    g_get_monotonic_time() + self->lease_s * G_USEC_PER_SEC;
	gboolean ok = self->pending->len == 0 ||
	    PQpipelineSync(self->connection);

	if (ok && self->pending->len > 0)
		note(self, PG_SYNC, NULL);
	for (guint i = 0; ok && i < self->pending->len; i++)
		ok = finish_task(self,
		    &g_array_index(self->pending, struct pg_pending, i),
		    end_us);
	if (!ok) {
		db_pg_lose(self, "the connection is lost");
	} else {
		g_array_set_size(self->pending, 0);
		self->pending_bytes = 0;
		db_pg_hear(self);
	}
	return self->failure == NULL || fail(self, error);
}

gboolean
db_pg_run_each(struct db *db, const char *sql, const struct db_value *values,
    guint width, guint n, gint64 *results, GError **error)
{
	struct db_pg *self = db_pg_of(db);
	gboolean ok = TRUE;

	for (guint i = 0; ok && i < n; i++) {
		self->result = results != NULL ? &results[i] : NULL;
		ok = db_pg_queue(self, PG_RUN, sql, values + (gsize)i * width,
		    width, error);
	}
	self->result = NULL;
	/* The results are the caller's: none is waited for any longer. */
	return ok && (results == NULL || db_pg_wait(self, error));
}

gboolean
db_pg_do(struct db_pg *self, const char *sql, const struct db_value *values,
    guint n, GError **error)
{
	return db_pg_queue(self, PG_RUN, sql, values, n, error) &&
	    db_pg_wait(self, error);
}

gboolean
db_pg_ask(struct db_pg *self, gint64 *value, const char *sql,
    const struct db_value *values, guint n, GError **error)
{
	if (!db_pg_queue(self, PG_SELECT, sql, values, n, error) ||
	    !db_pg_wait(self, error))
		return FALSE;
	*value = PQntuples(self->answer) > 0 ?
	    db_pg_number(self->answer, 0, 0) :
	    0;
	g_clear_pointer(&self->answer, PQclear);
	return TRUE;
}
