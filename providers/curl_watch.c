/*
 * curl_watch.c - lets libcurl's multi interface wait in the default main
 * context. What is waited for, and what follows, is its callers':
 * http_client.c and smtp_link.c.
 */
#include "providers/curl_watch.h"

#include <sys/socket.h>

#include "base/poll_set.h"

struct curl_watch {
	CURLM *multi;
	curl_watch_moved moved;
	gpointer user;
	struct poll_set *sockets;
	GSource *timer; /* of libcurl's next moment */
};

static void
on_descriptor(int descriptor, GIOCondition condition, gpointer user)
{
	struct curl_watch *watch = user;
	int events = 0;
	int n;

	if (condition & (G_IO_IN | G_IO_HUP))
		events |= CURL_CSELECT_IN;
	if (condition & G_IO_OUT)
		events |= CURL_CSELECT_OUT;
	if (condition & (G_IO_ERR | G_IO_NVAL))
		events |= CURL_CSELECT_ERR;
	curl_multi_socket_action(watch->multi, descriptor, events, &n);
}

/* The watch may be gone afterwards. */
static void
on_descriptors_told(gpointer user)
{
	struct curl_watch *watch = user;

	watch->moved(watch->user);
}

static int
on_socket(CURL *easy G_GNUC_UNUSED, curl_socket_t descriptor, int what,
    void *user, void *unused G_GNUC_UNUSED)
{
	struct curl_watch *watch = user;
	GIOCondition condition = 0;

	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		condition |= G_IO_IN;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		condition |= G_IO_OUT;
	poll_set_watch(watch->sockets, descriptor, condition, on_descriptor,
	    watch);
	return 0;
}

static gboolean
on_timer(gpointer user)
{
	struct curl_watch *watch = user;
	int n;

	g_source_set_ready_time(watch->timer, -1);
	curl_multi_socket_action(watch->multi, CURL_SOCKET_TIMEOUT, 0, &n);
	watch->moved(watch->user);
	return G_SOURCE_CONTINUE;
}

static int
on_timer_wish(CURLM *multi G_GNUC_UNUSED, long timeout_ms, void *user)
{
	struct curl_watch *watch = user;

	g_source_set_ready_time(watch->timer,
	    timeout_ms < 0 ?
		-1 :
		g_get_monotonic_time() + timeout_ms * G_TIME_SPAN_MILLISECOND);
	return 0;
}

static gboolean
dispatch_timer(GSource *source G_GNUC_UNUSED, GSourceFunc callback,
    gpointer user)
{
	return callback(user);
}

/* One for all moments: libcurl changes its mind with each call. */
static GSourceFuncs timer_functions = { .dispatch = dispatch_timer };

struct curl_watch *
curl_watch_new(curl_watch_moved moved, gpointer user)
{
	struct curl_watch *watch = g_new0(struct curl_watch, 1);

	watch->moved = moved;
	watch->user = user;
	watch->sockets = poll_set_new(on_descriptors_told, watch);
	watch->timer = g_source_new(&timer_functions, sizeof(GSource));
	g_source_set_callback(watch->timer, on_timer, watch, NULL);
	g_source_attach(watch->timer, NULL);
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
	poll_set_clear(watch->sockets);
	g_source_set_ready_time(watch->timer, -1);
}

void
curl_watch_free(struct curl_watch *watch)
{
	/* Closing what it kept, it calls on_socket once more. */
	curl_multi_cleanup(watch->multi);
	curl_watch_end(watch);
	poll_set_free(watch->sockets);
	g_source_destroy(watch->timer);
	g_source_unref(watch->timer);
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
