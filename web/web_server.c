/*
 * web_server.c - see web_server.h. Called by web.c.
 */
#include "web/web_server.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/errors.h"

/* How often connections are looked over, while there are any. */
#define SWEEP_US (G_USEC_PER_SEC / 4)
/* Who was about to send a request when we stopped may still send it; who had
 * begun to, may end it. */
#define GRACE_US G_USEC_PER_SEC
#define GRACE_BEGUN_US (2 * G_USEC_PER_SEC)

struct connection {
	struct web_server *server;
	int fd;
	gint64 since_us; /* it waits for the other side since then */
	gboolean held;
	gboolean open; /* a request has begun */
};

struct web_server {
	const struct web_handler *handler;
	gint64 deadline_us;
	struct MHD_Daemon *daemon;
	GSource *source;	 /* epoll descriptor and time-out in one */
	GHashTable *connections; /* struct MHD_Connection -> connection */
	gint64 swept_us;
	gint64 stopped_us;  /* 0: it isn't */
	gboolean completed; /* a request is over: look again at once */
	gboolean closing;
};

static struct connection *
record_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection,
		MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info->socket_context;
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct web_server *server = cls;
	struct connection *record;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		record = g_new0(struct connection, 1);
		record->server = server;
		record->since_us = g_get_monotonic_time();
		record->fd = MHD_get_connection_info(connection,
		    MHD_CONNECTION_INFO_CONNECTION_FD)
				 ->connect_fd;
		*context = record;
		g_hash_table_insert(server->connections, connection, record);
		return;
	}
	*context = NULL;
	g_hash_table_remove(server->connections, connection);
	if (server->stopped_us != 0 && !server->closing &&
	    g_hash_table_size(server->connections) == 0)
		server->handler->emptied(server->handler->user);
}

static void *
on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct web_server *server = cls;

	record_of(connection)->open = TRUE;
	return server->handler->begin(target, server->handler->user);
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data,
    size_t *data_bytes, void **request)
{
	struct web_server *server = cls;

	(void)url;
	if (server->closing)
		return MHD_NO;
	return server->handler->go_on(connection, method, version, data,
	    data_bytes, *request, server->handler->user);
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **request,
    enum MHD_RequestTerminationCode code)
{
	struct web_server *server = cls;
	struct connection *record = record_of(connection);

	(void)code;
	server->completed = TRUE;
	if (record != NULL) {
		record->open = record->held = FALSE;
		record->since_us = g_get_monotonic_time();
	}
	if (*request != NULL)
		server->handler->end(*request, server->handler->user);
	*request = NULL;
}

/* Targets are read as they were sent. */
static size_t
leave_escapes(void *cls, struct MHD_Connection *connection, char *text)
{
	size_t n = 0;

	(void)cls;
	(void)connection;
	while (text[n] != '\0')
		n++;
	return n;
}

static void
sweep(struct web_server *server, gint64 now_us)
{
	GHashTableIter each;
	gpointer value;

	if (now_us - server->swept_us < SWEEP_US)
		return;
	server->swept_us = now_us;
	g_hash_table_iter_init(&each, server->connections);
	while (g_hash_table_iter_next(&each, NULL, &value)) {
		const struct connection *record = value;
		gboolean late = now_us - record->since_us > server->deadline_us;

		if (server->stopped_us != 0)
			late |= now_us - server->stopped_us >
			    (record->open ? GRACE_BEGUN_US : GRACE_US);
		/* libmicrohttpd sees its end, and closes it. */
		if (late && !record->held)
			(void)shutdown(record->fd, SHUT_RDWR);
	}
}

static gboolean
on_ready(GSource *source, GSourceFunc callback, gpointer user)
{
	struct web_server *server = user;
	gint64 now_us = g_source_get_time(source);
	gint64 next_us = -1;
	MHD_UNSIGNED_LONG_LONG wait_ms;

	(void)callback;
	sweep(server, now_us);
	server->completed = FALSE;
	(void)MHD_run(server->daemon);
	if (g_hash_table_size(server->connections) > 0)
		next_us = now_us + SWEEP_US;
	if (MHD_get_timeout(server->daemon, &wait_ms) == MHD_YES &&
	    wait_ms < SWEEP_US / 1000)
		next_us = now_us + (gint64)wait_ms * 1000;
	/* The next request may have come with the one before: libmicrohttpd
	 * has read it already, and does not say so. */
	if (server->completed)
		next_us = now_us;
	g_source_set_ready_time(source, next_us);
	return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = on_ready };

static struct MHD_Daemon *
start(struct web_server *server, const struct web_settings *settings, int fd)
{
	/* Behind a proxy all come from one address. */
	guint per_address = settings->proxied ?
	    0 :
	    settings->connections_per_address;

	return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0,
	    NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)WEB_HEAD_MAX_BYTES,
	    MHD_OPTION_CONNECTION_LIMIT, settings->connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)settings->deadline_s,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_CONNECTION,
	    on_connection, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
	    server, MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, server,
	    MHD_OPTION_END);
}

static void
watch(struct web_server *server)
{
	int fd = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)
		     ->epoll_fd;

	server->source = g_source_new(&source_funcs, sizeof(GSource));
	g_source_set_callback(server->source, NULL, server, NULL);
	g_source_add_unix_fd(server->source, fd, G_IO_IN);
	g_source_attach(server->source, NULL);
}

struct web_server *
web_server_new(const struct web_settings *settings, int listener,
    const struct web_handler *handler, GError **error)
{
	g_autoptr(web_server) server = g_new0(struct web_server, 1);
	int fd = fcntl(listener, F_DUPFD_CLOEXEC, 3);

	server->handler = handler;
	server->deadline_us = settings->deadline_s * G_USEC_PER_SEC;
	server->connections = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	if (fd >= 0)
		server->daemon = start(server, settings, fd);
	if (server->daemon == NULL) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
		    "HTTP cannot be served: %s", g_strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		return NULL;
	}
	watch(server);
	return g_steal_pointer(&server);
}

static void
release_all(struct web_server *server)
{
	GHashTableIter each;
	gpointer connection, value;

	g_hash_table_iter_init(&each, server->connections);
	while (g_hash_table_iter_next(&each, &connection, &value)) {
		const struct connection *record = value;

		if (record->held)
			web_server_release(connection);
	}
}

void
web_server_free(struct web_server *server)
{
	if (server == NULL)
		return;
	server->closing = TRUE;
	if (server->source != NULL)
		g_source_destroy(server->source);
	if (server->daemon != NULL) {
		web_server_stop(server);
		/* libmicrohttpd aborts if one is held when it ends. */
		release_all(server);
		MHD_stop_daemon(server->daemon);
	}
	g_clear_pointer(&server->source, g_source_unref);
	g_hash_table_unref(server->connections);
	g_free(server);
}

void
web_server_hold(struct MHD_Connection *connection)
{
	record_of(connection)->held = TRUE;
	MHD_suspend_connection(connection);
}

void
web_server_release(struct MHD_Connection *connection)
{
	struct connection *record = record_of(connection);

	record->held = FALSE;
	record->since_us = g_get_monotonic_time();
	MHD_resume_connection(connection);
	/* No descriptor tells of it. */
	g_source_set_ready_time(record->server->source, 0);
}

void
web_server_stop(struct web_server *server)
{
	int fd;

	if (server->stopped_us != 0)
		return;
	server->stopped_us = g_get_monotonic_time();
	fd = MHD_quiesce_daemon(server->daemon);
	if (fd >= 0)
		(void)close(fd);
}

gboolean
web_server_is_stopping(const struct web_server *server)
{
	return server->stopped_us != 0;
}

gboolean
web_server_has_connections(const struct web_server *server)
{
	return g_hash_table_size(server->connections) > 0;
}
