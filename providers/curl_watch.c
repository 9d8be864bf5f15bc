/*
 * curl_watch.c - lets libcurl's multi interface wait in the default main
 * context. What is waited for, and what follows, is its callers':
 * http_client.c and smtp_link.c.
 */
#include "providers/curl_watch.h"

#include <sys/socket.h>

#include "base/poll_set.h"

/*
 * libcurl changes its mind with each call, and GLib writes to a descriptor of
 * its own for each change of a source's time: it is looked at instead.
 */
struct timer {
	GSource source; /* first */
	struct curl_watch *watch;
	gint64 at_us; /* of the monotonic clock; 0: none */
};

struct curl_watch {
	CURLM *multi;
	curl_watch_moved moved;
	gpointer user;
	struct poll_set *sockets;
	struct timer *timer; /* libcurl's next moment */
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

static int
on_timer_wish(CURLM *multi G_GNUC_UNUSED, long timeout_ms, void *user)
{
	struct curl_watch *watch = user;

	watch->timer->at_us = timeout_ms < 0 ?
	    0 :
	    g_get_monotonic_time() + timeout_ms * G_TIME_SPAN_MILLISECOND;
	return 0;
}

static gboolean
prepare(GSource *source, gint *timeout_ms)
{
	gint64 at_us = ((struct timer *)source)->at_us;
	gint64 left_us = at_us - g_source_get_time(source);

	*timeout_ms = -1;
	if (at_us == 0)
		return FALSE;
	*timeout_ms = (gint)CLAMP((left_us + 999) / 1000, 0, G_MAXINT);
	return left_us <= 0;
}

static gboolean
check(GSource *source)
{
	gint64 at_us = ((struct timer *)source)->at_us;

	return at_us != 0 && at_us <= g_source_get_time(source);
}

static gboolean
dispatch(GSource *source, GSourceFunc callback G_GNUC_UNUSED,
    gpointer unused G_GNUC_UNUSED)
{
	struct curl_watch *watch = ((struct timer *)source)->watch;
	int n;

	watch->timer->at_us = 0;
	curl_multi_socket_action(watch->multi, CURL_SOCKET_TIMEOUT, 0, &n);
	watch->moved(watch->user);
	return G_SOURCE_CONTINUE;
}

static GSourceFuncs timer_functions = {
	.prepare = prepare,
	.check = check,
	.dispatch = dispatch,
};

struct curl_watch *
curl_watch_new(curl_watch_moved moved, gpointer user)
{
	struct curl_watch *watch = g_new0(struct curl_watch, 1);

	watch->moved = moved;
	watch->user = user;
	watch->sockets = poll_set_new(on_descriptors_told, watch);
	watch->timer = (struct timer *)g_source_new(&timer_functions,
	    sizeof(struct timer));
	watch->timer->watch = watch;
	g_source_attach(&watch->timer->source, NULL);
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
	watch->timer->at_us = 0;
}

void
curl_watch_free(struct curl_watch *watch)
{
	/* Closing what it kept, it calls on_socket once more. */
	curl_multi_cleanup(watch->multi);
	curl_watch_end(watch);
	poll_set_free(watch->sockets);
	g_source_destroy(&watch->timer->source);
	g_source_unref(&watch->timer->source);
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
