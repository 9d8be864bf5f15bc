/*
 * web.c - see web.h: whose hook a request is for, what it brought, and what it
 * is answered, once that is on disk. Called by cli/.
 *
 * A request that a provider took is held, and waits for the turn that stores
 * what all of them brought.
 */
#include "web/web.h"

#include <string.h>

#include "base/errors.h"
#include "store/replies/replies.h"
#include "web/web_request.h"
#include "web/web_server.h"

/* A body that is too long is read on for so long, to be told so. */
#define DRAIN_MAX_BYTES (4 * WEB_BODY_MAX_BYTES)
/* While another process writes, a request waits; then it is to come again. */
#define PATIENCE_US (5 * G_USEC_PER_SEC)
#define RETRY_AFTER_S "30"
#define METRICS_PATH "/metrics"

struct request {
	struct web *web;
	struct MHD_Connection *connection;
	char *target;
	struct http_request *http; /* NULL: its head was not read yet */
	struct provider *provider; /* NULL: it asks for the metrics */
	char *metrics;		   /* what they are, once that is known */
	GByteArray *body;
	gsize body_bytes; /* all that came */
	struct arrivals *arrivals;
	gint64 whole_us; /* since when it waits */
	guint status;	 /* 0: not known yet */
};

struct web {
	struct store *store;
	const struct web_settings *settings;
	const struct clock *clock;
	GPtrArray *providers;
	struct web_hooks hooks;
	struct web_handler handler;
	struct web_server *server;
	GPtrArray *waiting; /* struct request, held */
	GPtrArray *curious; /* the same, for the metrics */
};

static void *
begin_request(const char *target, gpointer user)
{
	struct request *request = g_new0(struct request, 1);

	request->web = user;
	request->target = g_strdup(target);
	request->body = g_byte_array_new();
	return request;
}

static void
end_request(gpointer data, gpointer user)
{
	struct request *request = data;
	struct web *web = user;

	g_ptr_array_remove(web->waiting, request);
	g_ptr_array_remove(web->curious, request);
	g_free(request->target);
	g_free(request->metrics);
	g_clear_pointer(&request->http, http_request_free);
	g_clear_pointer(&request->arrivals, arrivals_free);
	g_byte_array_unref(request->body);
	g_free(request);
}

static const char *
words_of(guint status)
{
	switch (status) {
	case MHD_HTTP_BAD_REQUEST:
		return "bad request\n";
	case MHD_HTTP_FORBIDDEN:
		return "forbidden\n";
	case MHD_HTTP_CONTENT_TOO_LARGE:
		return "too large\n";
	case MHD_HTTP_SERVICE_UNAVAILABLE:
		return "come again later\n";
	default:
		return "not found\n";
	}
}

static enum MHD_Result
answer(const struct request *request)
{
	const struct web *web = request->web;
	gboolean taken = request->status == MHD_HTTP_OK;
	const char *type = "text/plain";
	const char *words = "";
	struct MHD_Response *response;
	enum MHD_Result queued;

	if (request->metrics != NULL) {
		type = "text/plain; version=0.0.4; charset=utf-8";
		words = request->metrics;
	} else if (taken && request->provider->ops->hook_answer != NULL) {
		type = request->provider->ops->hook_answer_type;
		words = request->provider->ops->hook_answer;
	} else if (!taken) {
		words = words_of(request->status);
	}
	response = MHD_create_response_from_buffer(strlen(words),
	    (gpointer)words,
	    request->metrics != NULL ? MHD_RESPMEM_MUST_COPY :
				       MHD_RESPMEM_PERSISTENT);
	(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
	    type);
	if (request->status == MHD_HTTP_SERVICE_UNAVAILABLE)
		(void)MHD_add_response_header(response,
		    MHD_HTTP_HEADER_RETRY_AFTER, RETRY_AFTER_S);
	/* Of a request that was refused it may not be sure where it ends. */
	if (!taken || web_server_is_stopping(web->server))
		(void)MHD_add_response_header(response,
		    MHD_HTTP_HEADER_CONNECTION, "close");
	queued = MHD_queue_response(request->connection, request->status,
	    response);
	MHD_destroy_response(response);
	return queued;
}

char *
web_hook_name(const char *provider)
{
	return g_uri_escape_string(provider, NULL, FALSE);
}

static struct provider *
find_provider(const struct web *web, const char *path)
{
	g_autofree char *name = web_request_hook(path);

	for (guint i = 0; name != NULL && i < web->providers->len; i++) {
		struct provider *each = web->providers->pdata[i];
		g_autofree char *written = web_hook_name(each->name);

		if (each->ops->receive != NULL && strcmp(written, name) == 0)
			return each;
	}
	return NULL;
}

static guint
refuse(const struct request *request, guint status, const char *why)
{
	const struct web_hooks *hooks = &request->web->hooks;

	hooks->refused(request->provider->name, why, hooks->user);
	return status;
}

/* Whoever is in front of us has the world behind it. */
static gboolean
asks_for_metrics(const struct request *request)
{
	const struct http_request *http = request->http;

	return request->web->settings->metrics &&
	    strcmp(http->path, METRICS_PATH) == 0 &&
	    strcmp(http->method, "GET") == 0 &&
	    !g_hash_table_contains(http->headers, "x-forwarded-for") &&
	    !g_hash_table_contains(http->headers, "forwarded") &&
	    !g_hash_table_contains(http->headers, "via");
}

static guint
read_head(struct request *request, const char *method, const char *version)
{
	const struct web_head head = { .connection = request->connection,
		.target = request->target,
		.method = method,
		.version = version,
		.proxied = request->web->settings->proxied,
		.body_max_bytes = WEB_BODY_MAX_BYTES };
	guint status = web_request_read(&head, &request->http);

	if (status != 0)
		return status;
	if (asks_for_metrics(request))
		return 0;
	request->provider = find_provider(request->web, request->http->path);
	return request->provider == NULL ? MHD_HTTP_NOT_FOUND : 0;
}

/* FALSE: it goes on and on. */
static gboolean
take_body(struct request *request, const char *data, gsize n)
{
	request->body_bytes += n;
	if (request->body_bytes <= WEB_BODY_MAX_BYTES)
		g_byte_array_append(request->body, (const guint8 *)data,
		    (guint)n);
	return request->body_bytes <= DRAIN_MAX_BYTES;
}

/* The status that it is answered with at once; 0: it waits for the store. */
static guint
receive(struct request *request)
{
	struct provider *provider = request->provider;
	g_autoptr(GError) error = NULL;

	if (request->body_bytes > WEB_BODY_MAX_BYTES)
		return refuse(request, MHD_HTTP_CONTENT_TOO_LARGE,
		    "a body of over 64 KiB");
	request->http->body = g_byte_array_free_to_bytes(
	    g_steal_pointer(&request->body));
	request->body = g_byte_array_new();
	request->arrivals = arrivals_new(provider->name);
	switch (provider->ops->receive(provider, request->http,
	    clock_now(request->web->clock), request->arrivals, &error)) {
	case HOOK_TAKEN:
		return 0;
	case HOOK_FORGED:
		return refuse(request, MHD_HTTP_FORBIDDEN, error->message);
	case HOOK_NONSENSE:
		return refuse(request, MHD_HTTP_BAD_REQUEST, error->message);
	}
	g_assert_not_reached();
}

static void
want_metrics(struct request *request)
{
	struct web *web = request->web;

	g_ptr_array_add(web->curious, request);
	web_server_hold(request->connection);
	if (web->curious->len == 1)
		web->hooks.metrics_wanted(web->hooks.user);
}

static enum MHD_Result
go_on(struct MHD_Connection *connection, const char *method,
    const char *version, const char *data, size_t *data_bytes,
    gpointer user_request, gpointer user)
{
	struct request *request = user_request;
	struct web *web = user;

	if (request->connection == NULL) {
		request->connection = connection;
		request->status = read_head(request, method, version);
		return request->status == 0 ? MHD_YES : answer(request);
	}
	if (*data_bytes > 0) {
		gboolean go = take_body(request, data, *data_bytes);

		*data_bytes = 0;
		return go ? MHD_YES : MHD_NO;
	}
	if (request->status == 0 && request->provider == NULL) {
		want_metrics(request);
		return MHD_YES;
	}
	if (request->status == 0)
		request->status = receive(request);
	if (request->status != 0)
		return answer(request);
	request->whole_us = g_get_monotonic_time();
	g_ptr_array_add(web->waiting, request);
	web_server_hold(connection);
	web->hooks.wake(web->hooks.user);
	return MHD_YES;
}

static void
emptied(gpointer user)
{
	struct web *web = user;

	web->hooks.wake(web->hooks.user);
}

struct web *
web_new(struct store *store, const struct web_settings *settings,
    const struct clock *clock, GPtrArray *providers, int listener,
    const struct web_hooks *hooks, GError **error)
{
	g_autoptr(web) web = g_new0(struct web, 1);

	web->store = store;
	web->settings = settings;
	web->clock = clock;
	web->providers = providers;
	web->hooks = *hooks;
	web->waiting = g_ptr_array_new();
	web->curious = g_ptr_array_new();
	web->handler = (struct web_handler){ .begin = begin_request,
		.go_on = go_on,
		.end = end_request,
		.emptied = emptied,
		.user = web };
	web->server = web_server_new(settings, listener, &web->handler, error);
	return web->server != NULL ? g_steal_pointer(&web) : NULL;
}

void
web_free(struct web *web)
{
	if (web == NULL)
		return;
	g_clear_pointer(&web->server, web_server_free);
	g_ptr_array_unref(web->waiting);
	g_ptr_array_unref(web->curious);
	g_free(web);
}

static void
release_all(struct web *web, guint status)
{
	for (guint i = 0; i < web->waiting->len; i++) {
		struct request *request = web->waiting->pdata[i];

		request->status = status;
		web_server_release(request->connection);
	}
	g_ptr_array_set_size(web->waiting, 0);
}

static gboolean
may_wait(const struct web *web, const GError *error)
{
	const struct request *first = web->waiting->pdata[0];

	return g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER) &&
	    g_get_monotonic_time() - first->whole_us < PATIENCE_US;
}

gboolean
web_turn(struct web *web, gint64 now_at, guint *stored, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	GError *problem = NULL;

	*stored = 0;
	if (web->waiting->len == 0)
		return TRUE;
	for (guint i = 0; i < web->waiting->len; i++) {
		const struct request *request = web->waiting->pdata[i];

		g_ptr_array_add(all, request->arrivals);
	}
	if (store_put_arrivals(web->store,
		(const struct arrivals *const *)all->pdata, all->len, now_at,
		stored, &problem)) {
		release_all(web, MHD_HTTP_OK);
		return TRUE;
	}
	if (!may_wait(web, problem))
		release_all(web, MHD_HTTP_SERVICE_UNAVAILABLE);
	g_propagate_error(error, problem);
	return FALSE;
}

void
web_answer_metrics(struct web *web, const char *text)
{
	for (guint i = 0; i < web->curious->len; i++) {
		struct request *request = web->curious->pdata[i];

		request->metrics = g_strdup(text);
		request->status = text != NULL ? MHD_HTTP_OK :
						 MHD_HTTP_SERVICE_UNAVAILABLE;
		web_server_release(request->connection);
	}
	g_ptr_array_set_size(web->curious, 0);
}

void
web_stop(struct web *web)
{
	web_answer_metrics(web, NULL);
	web_server_stop(web->server);
}

gboolean
web_is_busy(const struct web *web)
{
	return web->waiting->len > 0 ||
	    (web_server_is_stopping(web->server) &&
		web_server_has_connections(web->server));
}
