/*
 * http_client.h - requests to gateways, by libcurl's multi interface in the
 * default main context. For the files of providers/ alone.
 *
 * libcurl repeats by itself what it sent on a kept connection that died: two
 * texts, one answer seen. So what must not be repeated is stopped as it is
 * about to be. No redirect is followed. CURLOPT_QUICK_EXIT is set on every
 * handle.
 */
#ifndef PROVIDERS_HTTP_CLIENT_H
#define PROVIDERS_HTTP_CLIENT_H

#include <glib.h>

#include "base/autoptr.h"
#include "providers/provider.h"

#define HTTP_ANSWER_MAX_BYTES (256 * 1024)

struct http_client;

/* All but method and url may be left out. Borrowed for the call. */
struct http_call {
	const char *method; /* "GET", "POST" */
	const char *url;
	const char *const *headers; /* "Name: value", NULL-terminated */
	const char *body;
	gssize body_bytes;	     /* -1: up to the NUL */
	const char *user, *password; /* HTTP Basic */
	gboolean once; /* must not be repeated, whatever its method */
	gboolean fresh; /* on a connection of its own */
	gboolean elsewhere; /* halted if it comes out at http_is_here */
	gsize answer_max_bytes; /* 0: HTTP_ANSWER_MAX_BYTES */
};

struct http_answer {
	/*
	 * SEND_ACCEPTED: an answer came, whole, whatever its status.
	 * SEND_DEFERRED: nothing can have been taken (no connection, no TLS,
	 * no byte of the request written). SEND_IN_DOUBT: the request, or a
	 * part of it, was written, and no whole answer came. SEND_HALTED:
	 * ours to mend (an URL that cannot be, a certificate that is not
	 * trusted).
	 */
	enum send_outcome came;
	gboolean here; /* who was asked: http_is_here */
	/* 200; 0 if none came. Of SEND_IN_DOUBT only where the answer was too
	 * large to be read. */
	long status;
	int retry_after_s; /* RFC 9110 section 10.2.3, both forms; 0: none */
	const char *type;  /* Content-Type without parameters, or "" */
	const char *body;  /* NUL-terminated */
	gsize body_bytes;
	const char *detail;  /* what went wrong, without URL or secret; or "" */
	GHashTable *headers; /* lower-case name -> value, the last of each */
};

/* Whether the address is this very machine's, or of its link alone: what only
 * who sits here may ask. */
gboolean http_is_here(const char *address);

/* Called once, never from inside http_client_call. answer is borrowed. */
typedef void (*http_done)(const struct http_answer *answer, gpointer user);

/*
 * timeout_s: for a whole request. ca_file: certificates to trust beside the
 * system's, or NULL. connections: at once, to all hosts.
 */
struct http_client *http_client_new(gint64 timeout_s, guint connections,
    const char *ca_file);
/* Ends what is open without calling anybody. */
void http_client_free(struct http_client *client);
AUTOPTR_DEFINE(http_client, http_client_free)

/* The call's number, for http_client_cancel. */
guint64 http_client_call(struct http_client *client,
    const struct http_call *call, http_done done, gpointer user);
/* done is not called. */
void http_client_cancel(struct http_client *client, guint64 call);

/*
 * What most gateways mean by a status, for an answer that came: 2xx accepted,
 * 401, 402, 403 halted, 429 and 5xx deferred, other 4xx rejected; 3xx halted.
 * 502 and 504 are in doubt: a proxy says that it lost the gateway's answer.
 * retry_after_s is taken over.
 */
void http_result_of_status(const struct http_answer *answer,
    struct send_result *result);

/*
 * Seconds, by the headers Retry-After (a number or a date) and Date; a date
 * counts from Date. At most a week. 0: none, or no sense in it. Pure.
 */
int http_retry_after(const char *retry_after, const char *date);

#endif
