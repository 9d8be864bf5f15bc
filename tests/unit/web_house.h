/*
 * web_house.h - a web over real sockets whose provider and store are played,
 * and who calls it, for test_web.c. What a test defines itself is not taken
 * from the library: so store_put_arrivals is the one below.
 */
#ifndef TESTS_UNIT_WEB_HOUSE_H
#define TESTS_UNIT_WEB_HOUSE_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/errors.h"
#include "store/replies/replies.h"
#include "tests/unit/unit.h"
#include "web/web.h"

#define NOW_AT 1772366400
#define PATIENCE_US (3 * G_USEC_PER_SEC)
#define KIB 1024
#define ODD "t\xc3\xa4/1" /* a provider's name */

/* The store. */
static GPtrArray *kept;	  /* what texts said */
static int store_refuses; /* with this code of DRIPSCORE_ERROR; 0: it takes */
static guint commits;

gboolean
store_put_arrivals(struct store *store, const struct arrivals *const *arrivals,
    guint n, gint64 now_at, guint *stored, GError **error)
{
	(void)store;
	ck_assert_int_eq(now_at, NOW_AT);
	commits++;
	if (store_refuses != 0) {
		g_set_error(error, DRIPSCORE_ERROR, store_refuses, "refused");
		return FALSE;
	}
	*stored = 0;
	for (guint i = 0; i < n; i++) {
		const GPtrArray *texts = arrivals[i]->texts;

		ck_assert(g_str_equal(arrivals[i]->provider, "texts") ||
		    g_str_equal(arrivals[i]->provider, ODD));
		for (guint k = 0; k < texts->len; k++) {
			const struct incoming_text *text = texts->pdata[k];

			g_ptr_array_add(kept, g_strdup(text->text));
			(*stored)++;
		}
	}
	return TRUE;
}

/* The provider: a body that says so is forged, or nonsense. */
static enum hook_verdict
fake_receive(struct provider *provider, const struct http_request *request,
    gint64 now_at, struct arrivals *arrivals, GError **error)
{
	gsize n;
	const char *body = g_bytes_get_data(request->body, &n);
	struct incoming_text *text;

	(void)provider;
	ck_assert_int_eq(now_at, NOW_AT);
	if (n == 6 && memcmp(body, "forged", n) == 0) {
		data_refuse(error, "it is forged");
		return HOOK_FORGED;
	}
	if (n == 8 && memcmp(body, "nonsense", n) == 0) {
		data_refuse(error, "it is nonsense");
		return HOOK_NONSENSE;
	}
	text = g_new0(struct incoming_text, 1);
	text->text = g_strdup_printf("%s %s?%s %s %.*s %zu", request->method,
	    request->path, request->query, request->address,
	    n > 0 ? (int)MIN(n, 20) : 1, n > 0 ? body : "-", n);
	g_ptr_array_add(arrivals->texts, text);
	return HOOK_TAKEN;
}

static const struct provider_ops fake_ops = { .receive = fake_receive,
	.hook_answer_type = "text/xml",
	.hook_answer = "<Response/>" };
static const struct provider_ops deaf_ops = { 0 };

static const struct clock still = { .staged = TRUE, .staged_at = NOW_AT };
static struct provider texts = { .ops = &fake_ops, .name = (char *)"texts" };
static struct provider odd = { .ops = &fake_ops, .name = (char *)ODD };
static struct provider deaf = { .ops = &deaf_ops, .name = (char *)"deaf" };
static struct web_settings settings;
static GPtrArray *providers;
static struct web *web;
static int listener = -1;
static guint16 port;
static gboolean woken;
static guint refusals;
static guint curious; /* how often the metrics were wanted */

static void
on_wake(gpointer user)
{
	(void)user;
	woken = TRUE;
}

static void
on_refused(const char *provider, const char *why, gpointer user)
{
	(void)user;
	ck_assert_str_eq(provider, "texts");
	ck_assert(*why != '\0');
	refusals++;
}

static void
on_metrics_wanted(gpointer user)
{
	(void)user;
	curious++;
}

static struct web *
open_web(void)
{
	const struct web_hooks hooks = { .wake = on_wake, .refused = on_refused,
		.metrics_wanted = on_metrics_wanted };
	GError *error = NULL;
	struct web *opened = web_new(NULL, &settings, &still, providers,
	    listener, &hooks, &error);

	ck_assert_ptr_null(error);
	return opened;
}

static void
begin_test(void)
{
	struct sockaddr_in at = { 0 };
	socklen_t n = sizeof(at);
	GError *error = NULL;

	settings = (struct web_settings){ .on = TRUE,
		.host = (char *)"127.0.0.1",
		.connections = 200,
		.connections_per_address = 100,
		.deadline_s = 10 };
	providers = g_ptr_array_new();
	g_ptr_array_add(providers, &deaf);
	g_ptr_array_add(providers, &texts);
	g_ptr_array_add(providers, &odd);
	kept = g_ptr_array_new_with_free_func(g_free);
	store_refuses = 0;
	commits = refusals = 0;
	listener = web_listen(&settings, &error);
	ck_assert_ptr_null(error);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&at, &n), 0);
	port = ntohs(at.sin_port);
	web = open_web();
}

static void
end_test(void)
{
	g_clear_pointer(&web, web_free);
	g_clear_pointer(&providers, g_ptr_array_unref);
	g_clear_pointer(&kept, g_ptr_array_unref);
	(void)close(listener);
}

static int
dial(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

/* A moment of the loop, and a turn if it is asked for. */
static void
spin(void)
{
	guint stored;

	while (g_main_context_iteration(NULL, FALSE))
		continue;
	if (woken) {
		g_autoptr(GError) error = NULL;

		woken = FALSE;
		if (!web_turn(web, NOW_AT, &stored, &error))
			woken = g_error_matches(error, DRIPSCORE_ERROR,
			    DRIPSCORE_ERROR_LATER);
	}
	g_usleep(200);
}

static void
say(int fd, const char *bytes, gsize n)
{
	gint64 end_us = g_get_monotonic_time() + PATIENCE_US;

	while (n > 0) {
		ssize_t gone = send(fd, bytes, n, MSG_NOSIGNAL);

		/* Whom we talk to may have hung up. */
		if (gone < 0 && errno != EAGAIN)
			return;
		if (gone > 0) {
			bytes += gone;
			n -= (gsize)gone;
		}
		spin();
		ck_assert_int_lt(g_get_monotonic_time(), end_us);
	}
}

/*
 * What comes back until n answers have come, or the end; owned. Answers
 * are told apart by their status lines, and bodies are short.
 */
static char *
hear(int fd, guint n, gboolean *ended)
{
	gint64 end_us = g_get_monotonic_time() + PATIENCE_US;
	GString *heard = g_string_new(NULL);

	*ended = FALSE;
	while (!*ended) {
		g_auto(GStrv) parts = g_strsplit(heard->str, "HTTP/1.1 ", -1);
		char buffer[4096];
		ssize_t came;
		guint parts_n = g_strv_length(parts);
		const char *body = parts_n > n ? strstr(parts[n], "\r\n\r\n") :
						 NULL;

		if (body != NULL &&
		    (strlen(body + 4) > 0 ||
			strstr(parts[n], "Content-Length: 0\r\n") != NULL) &&
		    strstr(parts[n], "Connection: close") == NULL)
			break;
		came = recv(fd, buffer, sizeof(buffer), 0);
		if (came > 0)
			g_string_append_len(heard, buffer, came);
		else if (came == 0 || errno != EAGAIN)
			*ended = TRUE;
		else
			spin();
		ck_assert_msg(g_get_monotonic_time() < end_us, "heard %s",
		    heard->str);
	}
	return g_string_free(heard, FALSE);
}

/* The status of one request on a connection of its own; 0: no answer came. */
static int
ask_bytes(const char *bytes, gsize n)
{
	int fd = dial();
	gboolean ended;
	g_autofree char *heard = NULL;

	say(fd, bytes, n);
	heard = hear(fd, 1, &ended);
	/* Who is refused is sent away. */
	ck_assert(ended || strstr(heard, " 200 ") != NULL);
	(void)close(fd);
	for (guint i = 0; i < 5; i++)
		spin();
	return (int)(*heard != 0 ? g_ascii_strtoull(heard + 9, NULL, 10) : 0);
}

static int
ask(const char *text)
{
	return ask_bytes(text, strlen(text));
}

#define HOST "Host: hooks.example.com\r\n"

/* With these headers, and a body "hello". */
static int
ask_with(const char *headers)
{
	g_autofree char *text = g_strconcat("POST /hooks/texts HTTP/1.1\r\n",
	    HOST, headers, "\r\nhello", NULL);

	return ask(text);
}

static const char *
only_kept(void)
{
	ck_assert_uint_eq(kept->len, 1);
	return kept->pdata[0];
}

#endif
