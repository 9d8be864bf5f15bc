/*
 * http_transfer.h - one call of http_client.h: what goes out and what comes
 * back, by one easy handle. For http_client.c alone.
 */
#ifndef PROVIDERS_HTTP_TRANSFER_H
#define PROVIDERS_HTTP_TRANSFER_H

#include <curl/curl.h>

#include "base/autoptr.h"
#include "providers/http_client.h"

struct http_transfer {
	/* For http_client.c: */
	guint64 number;
	http_done done;
	gpointer user;
	gboolean under_way; /* its handle is in the multi handle */

	CURL *easy;
	const char *refusal; /* why it may not go out at all, or NULL */

	/* The rest is for http_transfer.c: */
	struct curl_slist *request_headers;
	char *body;
	gsize body_bytes;
	gboolean once;
	gint64 timeout_s;
	char error[CURL_ERROR_SIZE];
	gboolean elsewhere;  /* as in the call */
	gboolean here;	     /* whom it has reached */
	gboolean begun;	     /* there was a connection to write it to */
	long bytes_before;   /* written to a proxy, before the request */
	GHashTable *headers; /* of the answer */
	gsize header_bytes;
	GString *answer;
	gsize answer_max_bytes;
	const char *too_large; /* what of the answer was, or NULL */
	char *type, *detail;   /* what the struct http_answer points to */
};

/*
 * ca_file as in http_client_new; call is borrowed. easy: one that was used
 * before, which saves making another; owned then; or NULL.
 */
struct http_transfer *http_transfer_new(const struct http_call *call,
    gint64 timeout_s, const char *ca_file, CURL *easy);
void http_transfer_free(struct http_transfer *transfer);
/* The same, but its easy handle is the caller's, to be used again. */
CURL *http_transfer_end(struct http_transfer *transfer);

/* What it came to; what answer points to is the transfer's. */
void http_transfer_judge(struct http_transfer *transfer, CURLcode code,
    struct http_answer *answer);

#endif
