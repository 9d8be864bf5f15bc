/*
 * web_request.h - a struct http_request out of what libmicrohttpd has read, and
 * what of it is refused before a byte of its body is taken.
 */
#ifndef WEB_WEB_REQUEST_H
#define WEB_WEB_REQUEST_H

#include <microhttpd.h>

#include "base/model.h"

/* As libmicrohttpd hands it over; all borrowed. */
struct web_head {
	struct MHD_Connection *connection;
	const char *target; /* as it was sent, query and all */
	const char *method, *version;
	gboolean proxied; /* the caller stands in X-Forwarded-For */
	guint64 body_max_bytes;
};

/*
 * 0 and the request, without its body; or the status that refuses it:
 *
 * 400: a length told twice or in two ways (RFC 9112 section 6.3: that is how
 * requests are smuggled past a proxy), a header that decides something and
 * stands twice, a header that is none, an address that is none.
 * 404: neither GET nor POST, or a target that is no plain path.
 * 413: the body is announced to be too long.
 */
guint web_request_read(const struct web_head *head,
    struct http_request **request);

/*
 * The name in "/hooks/NAME" and "/hooks/NAME/SECRET", NULL if the path is
 * neither; owned. A secret is letters and digits.
 */
char *web_request_hook(const char *path);

#endif
