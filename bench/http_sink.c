/*
 * http_sink.c - a gateway for texts that takes everything: HTTP/1.1, kept
 * connections, each request answered with 201 and an id, at once or after
 * --delay-ms. Called by texts.py; prints its port, and at SIGTERM how many
 * requests came.
 */
#include "config-host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define READY_MAX 256
#define REQUEST_MAX_BYTES 8192

struct client {
	int fd;
	gsize n;
	char bytes[REQUEST_MAX_BYTES + 1];
};

/* An answer that waits for its time. */
struct answer {
	gint64 at_us;
	struct client *client;
};

static gint64 delay_us;
static guint64 requests;
static GQueue waiting = G_QUEUE_INIT; /* in order of time */

static void
answer(const struct client *client)
{
	char body[64], text[256];
	int n = g_snprintf(body, sizeof(body), "{\"sid\":\"SM%032" G_GINT64_MODIFIER "x\"}",
	    requests);

	n = g_snprintf(text, sizeof(text),
	    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
	    "Content-Length: %d\r\n\r\n%s",
	    n, body);
	if (send(client->fd, text, (gsize)n, MSG_NOSIGNAL) < 0)
		fprintf(stderr, "http_sink: %s\n", g_strerror(errno));
}

static void
answer_later(struct client *client)
{
	struct answer *later = g_new(struct answer, 1);

	later->at_us = g_get_monotonic_time() + delay_us;
	later->client = client;
	g_queue_push_tail(&waiting, later);
}

static void
forget(struct client *client)
{
	for (GList *each = waiting.head; each != NULL;) {
		struct answer *later = each->data;
		GList *next = each->next;

		if (later->client == client) {
			g_queue_delete_link(&waiting, each);
			g_free(later);
		}
		each = next;
	}
	(void)close(client->fd);
	g_free(client);
}

/* How long the first request in it is; 0: it is not whole yet. */
static gsize
request_bytes(const struct client *client)
{
	const char *end = strstr(client->bytes, "\r\n\r\n");
	const char *length = strcasestr(client->bytes, "\r\nContent-Length:");
	gsize n;

	if (end == NULL)
		return 0;
	n = (gsize)(end + 4 - client->bytes);
	if (length != NULL && length < end)
		n += strtoul(length + 17, NULL, 10);
	return n <= client->n ? n : 0;
}

static void
take(struct client *client)
{
	ssize_t came = recv(client->fd, client->bytes + client->n,
	    REQUEST_MAX_BYTES - client->n, 0);
	gsize n;

	if (came <= 0) {
		if (came == 0 || errno != EAGAIN)
			forget(client);
		return;
	}
	client->n += (gsize)came;
	client->bytes[client->n] = '\0';
	while ((n = request_bytes(client)) > 0) {
		client->n -= n;
		memmove(client->bytes, client->bytes + n, client->n + 1);
		requests++;
		if (delay_us > 0)
			answer_later(client);
		else
			answer(client);
	}
}

/* How long until the next answer is due, in ms; -1: none waits. */
static int
answer_due(void)
{
	struct answer *first;
	gint64 now_us = g_get_monotonic_time();

	while ((first = g_queue_peek_head(&waiting)) != NULL &&
	    first->at_us <= now_us) {
		answer(first->client);
		g_free(g_queue_pop_head(&waiting));
	}
	return first == NULL ? -1 : (int)((first->at_us - now_us) / 1000 + 1);
}

static void
watch(int epoll, int fd, gpointer what)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = what };

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		g_error("epoll_ctl: %s", g_strerror(errno));
}

static void
welcome(int epoll, int listener)
{
	struct client *client;
	int fd = accept(listener, NULL, NULL);

	if (fd < 0)
		return;
	g_unix_set_fd_nonblocking(fd, TRUE, NULL);
	client = g_new0(struct client, 1);
	client->fd = fd;
	watch(epoll, fd, client);
}

static int
listen_on_loopback(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) != 0 ||
	    listen(fd, 1024) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		g_error("no socket: %s", g_strerror(errno));
	printf("%u\n", ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

int
main(int argc, char **argv)
{
	struct epoll_event events[READY_MAX];
	int listener = listen_on_loopback();
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	sigset_t end;
	int ending;

	if (argc == 3 && strcmp(argv[1], "--delay-ms") == 0)
		delay_us = 1000 * strtol(argv[2], NULL, 10);
	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	sigprocmask(SIG_BLOCK, &end, NULL);
	ending = signalfd(-1, &end, SFD_CLOEXEC);
	watch(epoll, listener, &listener);
	watch(epoll, ending, &ending);
	for (;;) {
		int n = epoll_wait(epoll, events, READY_MAX, answer_due());

		for (int i = 0; i < n; i++) {
			if (events[i].data.ptr == &ending) {
				printf("%" G_GUINT64_FORMAT "\n", requests);
				return 0;
			}
			if (events[i].data.ptr == &listener)
				welcome(epoll, listener);
			else
				take(events[i].data.ptr);
		}
	}
}
