/*
 * curl_watch.h - one multi handle of libcurl in GLib's default main context:
 * its descriptors and its timer are waited for there. For the files of
 * providers/ alone.
 */
#ifndef PROVIDERS_CURL_WATCH_H
#define PROVIDERS_CURL_WATCH_H

#include <curl/curl.h>
#include <glib.h>

struct curl_watch;

/*
 * Called from the main context each time libcurl has moved on:
 * curl_multi_info_read() may have something. It may free the watch.
 */
typedef void (*curl_watch_moved)(gpointer user);

/* Owned. user is borrowed until it is freed. Cannot fail. */
struct curl_watch *curl_watch_new(curl_watch_moved moved, gpointer user);
/* The multi handle; borrowed. */
CURLM *curl_watch_multi(const struct curl_watch *watch);
/* Waits for nothing any more; the connections stay open. */
void curl_watch_end(struct curl_watch *watch);
/* No easy handle may be in it any more. */
void curl_watch_free(struct curl_watch *watch);

/*
 * What every handle needs in a loop: no program that we start inherits its
 * socket, and the end of a timed out look-up is not waited for
 * (CURLOPT_QUICK_EXIT).
 */
void curl_watch_prepare(CURL *easy);

#endif
