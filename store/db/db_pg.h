/*
 * db_pg.h - what the files of the driver over PostgreSQL share. Nobody else
 * includes it.
 */
#ifndef STORE_DB_PG_H
#define STORE_DB_PG_H

#include <libpq-fe.h>

#include "store/db/db_ops.h"
#include "store/db/db_statements.h"

/* A statement of this connection: the server may know it by its name. */
struct pg_statement {
	char *name;
	char *sql; /* in PostgreSQL's words */
	gboolean is_known; /* or will be, once what is queued is done */
};

enum pg_task {
	PG_PREPARE,
	PG_RUN,
	PG_SELECT,
	PG_SYNC,
};

/* What was sent and is not answered. */
struct pg_pending {
	enum pg_task task;
	struct pg_statement *statement; /* NULL: of none */
	gint64 *result; /* what it changed, or returned; or NULL */
};

struct db_pg {
	struct db db;
	char *conninfo;
	char *name; /* for people: without a password */
	PGconn *connection; /* in pipeline mode; NULL: it is lost */
	gboolean was_connected;
	struct statements *statements; /* of struct pg_statement */
	guint n_statements;
	GArray *pending; /* of struct pg_pending */
	gsize pending_bytes;
	GError *failure; /* of the transaction; NULL: none yet */
	PGresult *answer; /* to the last PG_SELECT */
	gint64 changes;
	gint64 *result; /* where that of what is queued next goes, or NULL */

	int schema_key; /* tells the stores of one database apart */
	guint patience_set_ms;
	guint lease_s; /* 0: not a worker's */
	gboolean no_wait_for_disk;
	gint64 xid; /* of the transaction */
	gboolean announces;
	gboolean leads;
	gboolean led; /* on a connection that is lost; nobody was told */

	gboolean listens;
	int wake_fd; /* an epoll of the socket and of event_fd */
	int event_fd;
	gint64 heard;
};

static inline struct db_pg *
db_pg_of(const struct db *db)
{
	return (struct db_pg *)db;
}

/* db_pg_connect.c */
/* From libpq's words: what is shown to people. NULL with error set. */
char *db_pg_name(const char *conninfo, GError **error);
/* Connects, if it is not connected. */
gboolean db_pg_connect(struct db_pg *self, GError **error);
/* What was in flight is lost; the transaction, if there is one, fails. */
void db_pg_lose(struct db_pg *self, const char *why);

/* db_pg_error.c */
/* What a failure of this SQLSTATE, or of none (NULL), is. */
int db_pg_kind(const char *state);
GError *db_pg_error(const struct db_pg *self, const PGresult *result,
    const char *sql);
GError *db_pg_connect_error(const struct db_pg *self, const char *said);

/* db_pg_queue.c */
/* FALSE with error set if the transaction has failed, or the connection. */
gboolean db_pg_queue(struct db_pg *self, enum pg_task task, const char *sql,
    const struct db_value *values, guint n, GError **error);
/* Until all is answered. */
gboolean db_pg_wait(struct db_pg *self, GError **error);
/* Queued and answered. */
gboolean db_pg_do(struct db_pg *self, const char *sql,
    const struct db_value *values, guint n, GError **error);
/* The same for a query that has one row of one integer. */
gboolean db_pg_ask(struct db_pg *self, gint64 *value, const char *sql,
    const struct db_value *values, guint n, GError **error);

/* db_pg_rows.c */
gint64 db_pg_number(const PGresult *result, int row, int column);

/* db_pg_share.c */
gboolean db_pg_apply_lease(struct db_pg *self, GError **error);
gboolean db_pg_apply_listen(struct db_pg *self, GError **error);
/* Takes what the server has told beside its answers. */
void db_pg_hear(struct db_pg *self);
void db_pg_wake(struct db_pg *self);

/* The members of struct db_ops that db_pg.c does not define. */
gboolean db_pg_run(struct db *db, const char *sql,
    const struct db_value *values, guint n, GError **error);
struct rows *db_pg_select(struct db *db, const char *sql,
    const struct db_value *values, guint n, GError **error);
gint64 db_pg_changes(struct db *db);
gboolean db_pg_run_each(struct db *db, const char *sql,
    const struct db_value *values, guint width, guint n, gint64 *results,
    GError **error);
gboolean db_pg_next(struct rows *rows, GError **error);
gint64 db_pg_integer(struct rows *rows, int column);
const char *db_pg_text(struct rows *rows, int column);
GBytes *db_pg_bytes(struct rows *rows, int column);
gboolean db_pg_is_null(struct rows *rows, int column);
void db_pg_free(struct rows *rows);
gboolean db_pg_schema_version(struct db *db, gint64 *version, GError **error);
gboolean db_pg_set_schema_version(struct db *db, gint64 version,
    GError **error);
gboolean db_pg_set_durable(struct db *db, gboolean durable, GError **error);
gboolean db_pg_ids_follow(struct db *db, const char *table, GError **error);
gboolean db_pg_clock(struct db *db, gint64 *now_at, GError **error);
void db_pg_announce(struct db *db);
int db_pg_wake_fd(struct db *db);
gboolean db_pg_woken(struct db *db);
gboolean db_pg_set_lease(struct db *db, guint lease_s, GError **error);
gboolean db_pg_try_leader(struct db *db, gboolean *leads, GError **error);
gint64 db_pg_foreign_version(struct db *db);

#endif
