/*
 * fetch.h - a file on the web, if it has changed: by HTTP, never waiting.
 */
#ifndef PROVIDERS_FETCH_H
#define PROVIDERS_FETCH_H

#include <glib.h>

#include "base/autoptr.h"

/* All but url and max_bytes may be left out. Borrowed for the call. */
struct fetch_wish {
	const char *url;
	const char *user, *password; /* for the host of url alone */
	const char *etag, *last_modified; /* of what is there already */
	const char *ca_file; /* trusted beside the system's */
	gsize max_bytes;
};

struct fetched {
	gboolean unchanged; /* since etag or last_modified; no text then */
	const char *text;
	gsize n;
	const char *etag, *last_modified; /* or NULL */
};

/*
 * Called once, never from inside fetch_begin. fetched is borrowed; NULL with
 * error set, without URL or secret, and retry_after_s, 0: the server asked for
 * no pause.
 */
typedef void (*fetch_done)(const struct fetched *fetched, int retry_after_s,
    const GError *error, gpointer user);

/* Follows five redirects at the most, none from https to http, and none from
 * another machine to this one. */
struct fetch *fetch_begin(const struct fetch_wish *wish, fetch_done done,
    gpointer user);
/* Before done it gives up; from inside done too. */
void fetch_free(struct fetch *fetch);
AUTOPTR_DEFINE(fetch, fetch_free)

#endif
