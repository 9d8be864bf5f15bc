/*
 * web_server.h - libmicrohttpd in the default main context: its connections,
 * and how long each may take. It knows nothing of hooks; for web.c alone.
 *
 * Of a connection a whole request must have come within the deadline since it
 * was opened, or since its last answer; and the answer must be gone within the
 * same time. libmicrohttpd's own time-out is of silence alone: who sends a byte
 * now and then would stay for ever.
 */
#ifndef WEB_WEB_SERVER_H
#define WEB_WEB_SERVER_H

#include <microhttpd.h>

#include "base/autoptr.h"
#include "base/settings.h"

/* Of the request line and all headers. */
#define WEB_HEAD_MAX_BYTES (16 * 1024)

struct web_server;

struct web_handler {
	/* As libmicrohttpd calls them, but with `user`. */
	void *(*begin)(const char *target, gpointer user);
	enum MHD_Result (*go_on)(struct MHD_Connection *connection,
	    const char *method, const char *version, const char *data,
	    size_t *data_bytes, gpointer request, gpointer user);
	/* Answered or not: it is over. */
	void (*end)(gpointer request, gpointer user);
	/* After web_server_stop: the last connection is closed. */
	void (*emptied)(gpointer user);
	gpointer user;
};

/* Settings and handler are borrowed, `listener` is dup()ed. */
struct web_server *web_server_new(const struct web_settings *settings,
    int listener, const struct web_handler *handler, GError **error);
/* Requests end without an answer. */
void web_server_free(struct web_server *server);
AUTOPTR_DEFINE(web_server, web_server_free)

/* Of a whole request: it is not gone on with before it is released, and has all
 * the time. */
void web_server_hold(struct MHD_Connection *connection);
void web_server_release(struct MHD_Connection *connection);

/* No new connections; who has not sent a whole request soon is sent away. */
void web_server_stop(struct web_server *server);
gboolean web_server_is_stopping(const struct web_server *server);
gboolean web_server_has_connections(const struct web_server *server);

#endif
