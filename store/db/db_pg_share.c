/*
 * db_pg_share.c - what workers on one PostgreSQL share: its clock, who leads,
 * that there is news; and how long a silent one is waited for.
 *
 * News come beside the answers to what is asked: the socket may then have
 * nothing to read any more. So what is watched is an epoll of it and of an
 * eventfd, which is written to whenever something was heard.
 */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/errors.h"
#include "store/db/db_pg.h"

#define LEADER_KEY 0x6c656164 /* "lead" */
#define IDLE_IN_TRANSACTION_S 60

/* Outside a transaction it may have to be reached again. */
static gboolean
reach(struct db_pg *self, GError **error)
{
	if (self->db.in_transaction)
		return TRUE;
	g_clear_error(&self->failure);
	return db_pg_connect(self, error);
}

gboolean
db_pg_clock(struct db *db, gint64 *now_at, GError **error)
{
	return reach(db_pg_of(db), error) &&
	    db_one(db, now_at, 0, error,
		"SELECT CAST(floor(extract(epoch FROM clock_timestamp()))"
		" AS BIGINT)",
		"");
}

gboolean
db_pg_schema_version(struct db *db, gint64 *version, GError **error)
{
	return db_one(db, version, 0, error,
	    "SELECT version FROM dripscore_schema", "");
}

gboolean
db_pg_set_schema_version(struct db *db, gint64 version, GError **error)
{
	return db_run(db, error, "UPDATE dripscore_schema SET version = $1",
	    "i", version);
}

gboolean
db_pg_set_durable(struct db *db, gboolean durable, GError **error)
{
	struct db_pg *self = db_pg_of(db);

	if (!reach(self, error) ||
	    !db_run(db, error,
		"SELECT set_config('synchronous_commit', $1, false)", "t",
		durable ? "on" : "off"))
		return FALSE;
	self->no_wait_for_disk = !durable;
	return TRUE;
}

gboolean
db_pg_ids_follow(struct db *db, const char *table, GError **error)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT setval(pg_get_serial_sequence('%s', 'id'),"
	    " greatest((SELECT max(id) FROM %s), 1),"
	    " (SELECT max(id) FROM %s) IS NOT NULL)",
	    table, table, table);
	gint64 last;

	return db_one(db, &last, 0, error, sql, "");
}

gboolean
db_pg_apply_lease(struct db_pg *self, GError **error)
{
	guint64 in_transaction_s = self->lease_s > 0 ? self->lease_s :
						       IDLE_IN_TRANSACTION_S;
	g_autofree char *sql = g_strdup_printf(
	    "SELECT set_config('idle_in_transaction_session_timeout',"
	    " '%" G_GUINT64_FORMAT "', false),"
	    " set_config('idle_session_timeout', '%" G_GUINT64_FORMAT
	    "', false) WHERE CAST(current_setting('server_version_num')"
	    " AS INTEGER) >= 140000",
	    in_transaction_s * 1000, (guint64)self->lease_s * 1000);

	return db_pg_do(self, sql, NULL, 0, error);
}

gboolean
db_pg_set_lease(struct db *db, guint lease_s, GError **error)
{
	struct db_pg *self = db_pg_of(db);

	if (!reach(self, error))
		return FALSE;
	self->lease_s = lease_s;
	return db_pg_apply_lease(self, error);
}

gboolean
db_pg_try_leader(struct db *db, gboolean *leads, GError **error)
{
	struct db_pg *self = db_pg_of(db);
	gint64 got = 0;

	*leads = FALSE;
	if (!reach(self, error))
		return FALSE;
	/* Taken again, it would have to be given back twice. */
	if (!self->leads) {
		if (!db_one(db, &got, 0, error,
			"SELECT pg_try_advisory_lock(CAST($1 AS INTEGER),"
			" CAST($2 AS INTEGER))",
			"ii", (gint64)LEADER_KEY, (gint64)self->schema_key))
			return FALSE;
		self->leads = got != 0;
	}
	self->led = FALSE;
	*leads = self->leads;
	return TRUE;
}

static char *
channel_of(const struct db_pg *self)
{
	return g_strdup_printf("dripscore_%u", (guint)self->schema_key);
}

void
db_pg_announce(struct db *db)
{
	struct db_pg *self = db_pg_of(db);
	g_autofree char *channel = NULL;

	if (self->announces)
		return;
	self->announces = TRUE;
	channel = channel_of(self);
	/* If it fails, so does the commit. */
	db_run(db, NULL, "SELECT pg_notify($1, '')", "t", channel);
}

static void
watch_socket(struct db_pg *self)
{
	struct epoll_event event = { .events = EPOLLIN };

	/* That of a connection which is closed has left by itself. */
	if (epoll_ctl(self->wake_fd, EPOLL_CTL_ADD, PQsocket(self->connection),
		&event) != 0)
		g_assert_not_reached();
}

gboolean
db_pg_apply_listen(struct db_pg *self, GError **error)
{
	g_autofree char *channel = NULL;
	g_autofree char *sql = NULL;

	if (!self->listens)
		return TRUE;
	channel = channel_of(self);
	sql = g_strdup_printf("LISTEN %s", channel);
	if (!db_pg_do(self, sql, NULL, 0, error))
		return FALSE;
	watch_socket(self);
	/* What was announced meanwhile was not heard. */
	db_pg_wake(self);
	return TRUE;
}

int
db_pg_wake_fd(struct db *db)
{
	struct db_pg *self = db_pg_of(db);
	struct epoll_event event = { .events = EPOLLIN };

	if (self->wake_fd >= 0)
		return self->wake_fd;
	self->wake_fd = epoll_create1(EPOLL_CLOEXEC);
	self->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (self->wake_fd < 0 || self->event_fd < 0 ||
	    epoll_ctl(self->wake_fd, EPOLL_CTL_ADD, self->event_fd, &event) !=
		0)
		g_assert_not_reached();
	self->listens = TRUE;
	/* Failing, it is lost, and is set up as it is connected again. */
	if (self->connection != NULL && !db_pg_apply_listen(self, NULL))
		db_pg_lose(self, "the connection is lost");
	return self->wake_fd;
}

void
db_pg_wake(struct db_pg *self)
{
	static const guint64 one = 1;

	if (self->event_fd >= 0 &&
	    write(self->event_fd, &one, sizeof(one)) != sizeof(one))
		return; /* it is full: it can be read, then */
}

void
db_pg_hear(struct db_pg *self)
{
	PGnotify *news;

	if (self->connection == NULL)
		return;
	while ((news = PQnotifies(self->connection)) != NULL) {
		if (news->be_pid != PQbackendPID(self->connection)) {
			self->heard++;
			db_pg_wake(self);
		}
		PQfreemem(news);
	}
}

gboolean
db_pg_woken(struct db *db)
{
	struct db_pg *self = db_pg_of(db);
	guint64 n = 0;

	if (self->connection != NULL && self->pending->len == 0) {
		if (PQconsumeInput(self->connection) &&
		    PQstatus(self->connection) == CONNECTION_OK)
			db_pg_hear(self);
		else
			db_pg_lose(self, "the connection is lost");
	}
	return self->event_fd >= 0 &&
	    read(self->event_fd, &n, sizeof(n)) == sizeof(n);
}

gint64
db_pg_foreign_version(struct db *db)
{
	return db_pg_of(db)->heard;
}
