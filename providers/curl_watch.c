/*
 * curl_watch.c - lets libcurl's multi interface wait in the default main
 * context. What is waited for, and what follows, is its callers':
 * http_client.c and smtp_link.c.
 */
#include "providers/curl_watch.h"

#include <glib-unix.h>
#include <sys/socket.h>

struct curl_watch {
	CURLM *multi;
	curl_watch_moved moved;
	gpointer user;
	GHashTable *sources; /* descriptor -> GLib source */
	guint timer;
};

static void
source_remove(gpointer source)
{
	g_source_remove(GPOINTER_TO_UINT(source));
}

/* The watch may be gone afterwards. */
static void
drive(struct curl_watch *watch, curl_socket_t descriptor, int events)
{
	int n;

	curl_multi_socket_action(watch->multi, descriptor, events, &n);
	watch->moved(watch->user);
}

static gboolean
on_descriptor(gint descriptor, GIOCondition condition, gpointer user)
{
	int events = 0;

	if (condition & (G_IO_IN | G_IO_HUP))
		events |= CURL_CSELECT_IN;
	if (condition & G_IO_OUT)
		events |= CURL_CSELECT_OUT;
	if (condition & (G_IO_ERR | G_IO_NVAL))
		events |= CURL_CSELECT_ERR;
	drive(user, descriptor, events);
	return G_SOURCE_CONTINUE;
}

static int
on_socket(CURL *easy G_GNUC_UNUSED, curl_socket_t descriptor, int what,
    void *user, void *unused G_GNUC_UNUSED)
{
	struct curl_watch *watch = user;
	GIOCondition condition = 0;

	g_hash_table_remove(watch->sources, GINT_TO_POINTER(descriptor));
	if (what == CURL_POLL_REMOVE)
		return 0;
	if (what & CURL_POLL_IN)
		condition |= G_IO_IN;
	if (what & CURL_POLL_OUT)
		condition |= G_IO_OUT;
	g_hash_table_insert(watch->sources, GINT_TO_POINTER(descriptor),
	    GUINT_TO_POINTER(
		g_unix_fd_add(descriptor, condition, on_descriptor, watch)));
	return 0;
}

static gboolean
on_timer(gpointer user)
{
	struct curl_watch *watch = user;

	watch->timer = 0;
	drive(watch, CURL_SOCKET_TIMEOUT, 0);
	return G_SOURCE_REMOVE;
}

static int
on_timer_wish(CURLM *multi G_GNUC_UNUSED, long timeout_ms, void *user)
{
	struct curl_watch *watch = user;

	g_clear_handle_id(&watch->timer, g_source_remove);
	if (timeout_ms >= 0)
		watch->timer = g_timeout_add((guint)MIN(timeout_ms, G_MAXINT),
		    on_timer, watch);
	return 0;
}

struct curl_watch *
curl_watch_new(curl_watch_moved moved, gpointer user)
{
	struct curl_watch *watch = g_new0(struct curl_watch, 1);

	watch->moved = moved;
	watch->user = user;
	watch->sources = g_hash_table_new_full(NULL, NULL, NULL, source_remove);
	watch->multi = curl_multi_init();
	g_assert(watch->multi != NULL);
	curl_multi_setopt(watch->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(watch->multi, CURLMOPT_SOCKETDATA, watch);
	curl_multi_setopt(watch->multi, CURLMOPT_TIMERFUNCTION, on_timer_wish);
	curl_multi_setopt(watch->multi, CURLMOPT_TIMERDATA, watch);
	return watch;
}

CURLM *
curl_watch_multi(const struct curl_watch *watch)
{
	return watch->multi;
}

void
curl_watch_end(struct curl_watch *watch)
{
	g_hash_table_remove_all(watch->sources);
	g_clear_handle_id(&watch->timer, g_source_remove);
}

void
curl_watch_free(struct curl_watch *watch)
{
	/* Closing what it kept, it calls on_socket once more. */
	curl_multi_cleanup(watch->multi);
	curl_watch_end(watch);
	g_hash_table_unref(watch->sources);
	g_free(watch);
}

static curl_socket_t
on_open_socket(void *user G_GNUC_UNUSED, curlsocktype purpose G_GNUC_UNUSED,
    struct curl_sockaddr *address)
{
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
}

void
curl_watch_prepare(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}
