/*
 * fetch.c - see fetch.h. Knows nothing of what it fetches. Called by
 * cli/feed.c.
 */
#include "providers/fetch.h"

#include <string.h>

#include "base/errors.h"
#include "providers/http_client.h"

#define TIMEOUT_S 60
#define REDIRECTS_MAX 5
/* What servers send there is short. */
#define VALIDATOR_MAX_BYTES 500

struct fetch {
	struct http_client *client;
	GUri *first;	/* whom user and password are for */
	char *url;	/* at present */
	char *user, *password, *etag, *last_modified;
	gsize max_bytes;
	guint redirects;
	gboolean elsewhere; /* another machine has answered */
	fetch_done done;
	gpointer user_data;
};

static void on_answer(const struct http_answer *answer, gpointer user);

/* Whether the password may go there. */
static gboolean
is_the_first(const struct fetch *fetch)
{
	g_autoptr(GUri) uri = g_uri_parse(fetch->url, G_URI_FLAGS_ENCODED,
	    NULL);

	return uri != NULL && fetch->first != NULL &&
	    g_strcmp0(g_uri_get_scheme(uri), g_uri_get_scheme(fetch->first)) ==
	    0 &&
	    g_strcmp0(g_uri_get_host(uri), g_uri_get_host(fetch->first)) ==
	    0 &&
	    g_uri_get_port(uri) == g_uri_get_port(fetch->first);
}

static void
call(struct fetch *fetch)
{
	g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func(g_free);
	gboolean first = is_the_first(fetch);
	struct http_call request = {
		.method = "GET",
		.url = fetch->url,
		.user = first ? fetch->user : NULL,
		.password = first ? fetch->password : NULL,
		.answer_max_bytes = fetch->max_bytes,
		.elsewhere = fetch->elsewhere,
	};

	g_ptr_array_add(headers,
	    g_strdup("Accept: text/calendar, */*;q=0.1"));
	if (fetch->etag != NULL)
		g_ptr_array_add(headers,
		    g_strconcat("If-None-Match: ", fetch->etag, NULL));
	if (fetch->last_modified != NULL)
		g_ptr_array_add(headers,
		    g_strconcat("If-Modified-Since: ", fetch->last_modified,
			NULL));
	g_ptr_array_add(headers, NULL);
	request.headers = (const char *const *)headers->pdata;
	http_client_call(fetch->client, &request, on_answer, fetch);
}

static void G_GNUC_PRINTF(3, 4)
fail(struct fetch *fetch, int retry_after_s, const char *format, ...)
{
	g_autoptr(GError) error = NULL;
	va_list arguments;

	va_start(arguments, format);
	error = g_error_new_valist(DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_UNAVAILABLE, format, arguments);
	va_end(arguments);
	fetch->done(NULL, retry_after_s, error, fetch->user_data);
}

/* NULL with error set: it is not followed. */
static char *
target_of(const struct fetch *fetch, const struct http_answer *answer,
    GError **error)
{
	const char *location = g_hash_table_lookup(answer->headers, "location");
	g_autofree char *target = location != NULL ?
	    g_uri_resolve_relative(fetch->url, location, G_URI_FLAGS_ENCODED,
		NULL) :
	    NULL;
	const char *scheme = target != NULL ? g_uri_peek_scheme(target) : NULL;
	gboolean was_https = g_str_has_prefix(fetch->url, "https:");

	if (fetch->redirects == REDIRECTS_MAX)
		data_refuse(error, "it is redirected more than %d times",
		    REDIRECTS_MAX);
	else if (g_strcmp0(scheme, "https") != 0 &&
	    g_strcmp0(scheme, "http") != 0)
		data_refuse(error, "it is redirected to what is no URL of "
				   "http or https");
	else if (was_https && strcmp(scheme, "http") == 0)
		data_refuse(error, "it is redirected from https to http");
	else
		return g_steal_pointer(&target);
	return NULL;
}

static void
redirect(struct fetch *fetch, const struct http_answer *answer)
{
	g_autoptr(GError) error = NULL;
	char *target = target_of(fetch, answer, &error);

	if (target == NULL) {
		fail(fetch, 0, "%s", error->message);
		return;
	}
	fetch->redirects++;
	g_free(fetch->url);
	fetch->url = target;
	call(fetch);
}

static const char *
validator(const struct http_answer *answer, const char *name)
{
	const char *value = g_hash_table_lookup(answer->headers, name);

	return value != NULL && *value != '\0' &&
		strlen(value) <= VALIDATOR_MAX_BYTES ?
	    value :
	    NULL;
}

static void
on_answer(const struct http_answer *answer, gpointer user)
{
	struct fetch *fetch = user;
	struct fetched fetched = { .unchanged = answer->status == 304,
		.text = answer->body,
		.n = answer->body_bytes };

	/* Who is elsewhere sends nobody to what only we may ask. */
	fetch->elsewhere |= !answer->here;
	if (answer->came != SEND_ACCEPTED) {
		fail(fetch, 0, "%s", answer->detail);
		return;
	}
	if (answer->status == 301 || answer->status == 302 ||
	    answer->status == 303 || answer->status == 307 ||
	    answer->status == 308) {
		redirect(fetch, answer);
		return;
	}
	if (answer->status != 200 &&
	    (!fetched.unchanged ||
		(fetch->etag == NULL && fetch->last_modified == NULL))) {
		fail(fetch, answer->retry_after_s, "HTTP status %ld",
		    answer->status);
		return;
	}
	fetched.etag = validator(answer, "etag");
	fetched.last_modified = validator(answer, "last-modified");
	fetch->done(&fetched, 0, NULL, fetch->user_data);
}

struct fetch *
fetch_begin(const struct fetch_wish *wish, fetch_done done, gpointer user)
{
	struct fetch *fetch = g_new0(struct fetch, 1);

	fetch->client = http_client_new(TIMEOUT_S, 1, wish->ca_file);
	fetch->first = g_uri_parse(wish->url, G_URI_FLAGS_ENCODED, NULL);
	fetch->url = g_strdup(wish->url);
	fetch->user = g_strdup(wish->user);
	fetch->password = g_strdup(wish->password);
	fetch->etag = g_strdup(wish->etag);
	fetch->last_modified = g_strdup(wish->last_modified);
	fetch->max_bytes = wish->max_bytes;
	fetch->done = done;
	fetch->user_data = user;
	call(fetch);
	return fetch;
}

void
fetch_free(struct fetch *fetch)
{
	if (fetch == NULL)
		return;
	http_client_free(fetch->client);
	g_clear_pointer(&fetch->first, g_uri_unref);
	g_free(fetch->url);
	g_free(fetch->user);
	if (fetch->password != NULL)
		explicit_bzero(fetch->password, strlen(fetch->password));
	g_free(fetch->password);
	g_free(fetch->etag);
	g_free(fetch->last_modified);
	g_free(fetch);
}
