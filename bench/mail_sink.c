/*
 * mail_sink.c - an SMTP server for benches: takes every mail, keeps none, and
 * may take its time before it answers.
 *
 *     mail_sink [--reply-ms N] [--accept-ms N]
 *
 * Prints its port. What comes in one go is answered in one go, N ms later
 * (--reply-ms); the verdict on a mail N ms later still (--accept-ms), and what
 * came behind it after that. SIGTERM: prints how many mails came. One thread,
 * epoll; only for the loopback.
 */
#include "config-host.h"

#include <errno.h>
#include <glib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES (64 * 1024)
#define END "\r\n.\r\n"
#define END_BYTES 5

struct session {
	int descriptor;
	gboolean in_text;
	gboolean quitting;
	GString *in;
	GString *out;
	gint64 answer_us; /* when what stands in out goes; 0: at once */
};

static gint reply_ms, accept_ms;
static guint64 mails;
static int poller;
static GQueue late = G_QUEUE_INIT; /* struct session, by answer_us */

static void
session_end(struct session *session)
{
	g_queue_remove(&late, session);
	close(session->descriptor);
	g_string_free(session->in, TRUE);
	g_string_free(session->out, TRUE);
	g_free(session);
}

static void
answer(struct session *session, const char *line)
{
	g_string_append(session->out, line);
	g_string_append(session->out, "\r\n");
}

static void
take_command(struct session *session, const char *line)
{
	switch (g_ascii_toupper(line[0])) {
	case 'E':
		answer(session, "250-sink\r\n250-PIPELINING\r\n250 8BITMIME");
		break;
	case 'D':
		session->in_text = TRUE;
		answer(session, "354 go on");
		break;
	case 'Q':
		session->quitting = TRUE;
		answer(session, "221 2.0.0 bye");
		break;
	default:
		answer(session, "250 2.0.0 Ok");
		break;
	}
}

/* As far as it goes; TRUE if a mail has ended, and what is behind it waits. */
static gboolean
take(struct session *session)
{
	const char *at = session->in->str;
	const char *end = at + session->in->len;
	gboolean ended = FALSE;

	while (at < end && !(ended && accept_ms > 0)) {
		gsize left = (gsize)(end - at);
		const char *stop = session->in_text ?
		    memmem(at, left, END, END_BYTES) :
		    memchr(at, '\n', left);

		if (stop == NULL)
			break;
		if (session->in_text) {
			session->in_text = FALSE;
			mails++;
			ended = TRUE;
			answer(session, "250 2.0.0 Ok");
			at = stop + END_BYTES;
		} else {
			take_command(session, at);
			at = stop + 1;
		}
	}
	g_string_erase(session->in, 0, at - session->in->str);
	return ended;
}

static int
by_time(gconstpointer a, gconstpointer b, gpointer unused G_GNUC_UNUSED)
{
	const struct session *one = a;
	const struct session *other = b;

	return one->answer_us < other->answer_us ? -1 : 1;
}

/* FALSE: it is at its end. */
static gboolean
write_out(struct session *session)
{
	ssize_t n = send(session->descriptor, session->out->str,
	    session->out->len, MSG_NOSIGNAL);

	session->answer_us = 0;
	if (n != (ssize_t)session->out->len)
		return FALSE;
	g_string_truncate(session->out, 0);
	return !session->quitting;
}

/* FALSE: it is at its end. */
static gboolean
go_on(struct session *session)
{
	while (session->answer_us == 0) {
		gboolean ended = take(session);
		gint64 wait_ms = reply_ms + (ended ? accept_ms : 0);

		if (session->out->len == 0)
			return TRUE;
		if (wait_ms > 0) {
			session->answer_us = g_get_monotonic_time() +
			    wait_ms * 1000;
			g_queue_insert_sorted(&late, session, by_time, NULL);
		} else if (!write_out(session)) {
			return FALSE;
		}
	}
	return TRUE;
}

static void
on_readable(struct session *session)
{
	static char bytes[READ_BYTES];
	ssize_t n = recv(session->descriptor, bytes, sizeof(bytes), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		g_string_append_len(session->in, bytes, n);
	if (n <= 0 || !go_on(session))
		session_end(session);
}

static void
watch(int descriptor, void *what)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = what };

	if (epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event) < 0)
		perror("epoll_ctl");
}

static void
on_connect(int listener)
{
	int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	struct session *session;
	int on = 1;

	if (descriptor < 0)
		return;
	setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	session = g_new0(struct session, 1);
	session->descriptor = descriptor;
	session->in = g_string_sized_new(READ_BYTES);
	session->out = g_string_new("220 sink ESMTP\r\n");
	watch(descriptor, session);
	if (!write_out(session))
		session_end(session);
}

/* How long until the next of them; -1: there is none. */
static int
answer_late(void)
{
	struct session *session;

	while ((session = g_queue_peek_head(&late)) != NULL) {
		gint64 left_us = session->answer_us - g_get_monotonic_time();

		if (left_us > 0)
			return (int)((left_us + 999) / 1000);
		g_queue_pop_head(&late);
		if (!write_out(session) || !go_on(session))
			session_end(session);
	}
	return -1;
}

static int
listen_somewhere(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (listener < 0 ||
	    bind(listener, (struct sockaddr *)&address, n) < 0 ||
	    listen(listener, 1024) < 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &n) < 0) {
		perror("mail_sink");
		return -1;
	}
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return listener;
}

static int
stop_signal(void)
{
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	return signalfd(-1, &stop, 0);
}

static void
serve(int listener, int stop)
{
	struct epoll_event events[256];

	watch(listener, &listener);
	watch(stop, &stop);
	for (;;) {
		int n = epoll_wait(poller, events, G_N_ELEMENTS(events),
		    answer_late());

		for (int i = 0; i < n; i++) {
			void *what = events[i].data.ptr;

			if (what == &stop)
				return;
			if (what == &listener)
				on_connect(listener);
			else
				on_readable(what);
		}
	}
}

int
main(int argc, char **argv)
{
	const GOptionEntry entries[] = {
		{ "reply-ms", 0, 0, G_OPTION_ARG_INT, &reply_ms,
		    "before each answer", "N" },
		{ "accept-ms", 0, 0, G_OPTION_ARG_INT, &accept_ms,
		    "before the verdict on a mail", "N" },
		G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) options = g_option_context_new(NULL);
	int listener;

	g_option_context_add_main_entries(options, entries, NULL);
	if (!g_option_context_parse(options, &argc, &argv, NULL))
		return 64;
	poller = epoll_create1(0);
	listener = listen_somewhere();
	if (listener < 0)
		return 71;
	serve(listener, stop_signal());
	printf("%" G_GUINT64_FORMAT "\n", mails);
	return 0;
}
