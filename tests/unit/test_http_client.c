/*
 * test_http_client.c - when a call is told, and when not; the life of a text
 * over it. What a real server's faults come to is told by
 * tests/integration/test_http_texts.py; here is one that takes connections and
 * never answers.
 */
#include <gio/gio.h>

#include "providers/text_send.h"
#include "tests/unit/gateway.h"

struct told {
	GMainLoop *loop;
	struct http_client *client; /* to be freed by the first that is told */
	guint n;
	enum send_outcome came;
	char *detail;
};

static GSocket *listener;
static char *url; /* of the listener */
static struct told told;
static gboolean inside;

static GSocket *
listen_somewhere(guint16 *port)
{
	g_autoptr(GInetAddress)
	    loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
	g_autoptr(GSocketAddress) any = g_inet_socket_address_new(loopback, 0);
	g_autoptr(GSocketAddress) got = NULL;
	GSocket *open = g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
	    G_SOCKET_PROTOCOL_TCP, NULL);

	ck_assert(g_socket_bind(open, any, TRUE, NULL));
	ck_assert(g_socket_listen(open, NULL));
	got = g_socket_get_local_address(open, NULL);
	*port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(got));
	return open;
}

static guint
url_port(void)
{
	return (guint)g_ascii_strtoull(strrchr(url, ':') + 1, NULL, 10);
}

static void
begin(void)
{
	guint16 port;

	listener = listen_somewhere(&port);
	url = g_strdup_printf("http://127.0.0.1:%u/", port);
	told = (struct told){ .loop = g_main_loop_new(NULL, FALSE) };
	inside = FALSE;
}

static void
end(void)
{
	g_main_loop_unref(told.loop);
	g_free(told.detail);
	g_object_unref(listener);
	g_free(url);
}

static void
on_told(const struct http_answer *answer, gpointer user G_GNUC_UNUSED)
{
	ck_assert(!inside);
	ck_assert_int_eq(answer->status, 0);
	ck_assert_str_eq(answer->body, "");
	ck_assert_str_eq(answer->type, "");
	told.n++;
	told.came = answer->came;
	g_free(told.detail);
	told.detail = g_strdup(answer->detail);
	g_clear_pointer(&told.client, http_client_free);
	g_main_loop_quit(told.loop);
}

static guint64
call(struct http_client *client, const struct http_call *what)
{
	guint64 number;

	inside = TRUE;
	number = http_client_call(client, what, on_told, NULL);
	inside = FALSE;
	return number;
}

static gboolean
on_enough(gpointer enough)
{
	*(gboolean *)enough = TRUE;
	return G_SOURCE_REMOVE;
}

/* Lets happen what does, for a while. */
static void
let_go(guint ms)
{
	gboolean enough = FALSE;

	g_timeout_add(ms, on_enough, &enough);
	while (!enough)
		g_main_context_iteration(NULL, TRUE);
}

START_TEST(what_may_not_go_out_is_told_later)
{
	static const char *const wrong[] = { "X-A: 1\r\nX-B: 2", NULL };
	static const char *const odd[] = { "X-A: \x7f", NULL };
	const struct http_call calls[] = {
		{ .method = "GET", .url = "http://127.0.0.1/a b" },
		{ .method = "GET", .url = "http://127.0.0.1/\r\nX: y" },
		{ .method = "POST",
		    .url = url,
		    .headers = wrong,
		    .body = "a",
		    .body_bytes = -1 },
		{ .method = "GET", .url = url, .headers = odd },
		{ .method = "GET", .url = "ftp://127.0.0.1/" },
		{ .method = "GET", .url = "file:///etc/passwd" },
		{ .method = "GET", .url = "" },
	};
	g_autoptr(http_client) client = http_client_new(5, 2, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
		call(client, &calls[i]);
		ck_assert_uint_eq(told.n, i);
		g_main_loop_run(told.loop);
		ck_assert_uint_eq(told.n, i + 1);
		ck_assert_int_eq(told.came, SEND_HALTED);
		ck_assert_str_ne(told.detail, "");
		ck_assert_ptr_null(strstr(told.detail, "passwd"));
	}
	/* Nobody has knocked. */
	g_socket_set_blocking(listener, FALSE);
	ck_assert_ptr_null(g_socket_accept(listener, NULL, NULL));
}
END_TEST

/* However it is written, it is judged by whom it has reached. */
START_TEST(what_may_not_come_here_is_not_asked)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "127.1",
		"0x7f000001", "0.0.0.0" };
	guint port = url_port();
	g_autoptr(http_client) client = http_client_new(5, 2, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++) {
		g_autofree char *there = g_strdup_printf("http://%s:%u/",
		    hosts[i], port);
		const struct http_call what = { .method = "GET",
			.url = there,
			.elsewhere = TRUE };

		call(client, &what);
		g_main_loop_run(told.loop);
		ck_assert_int_eq(told.came, SEND_HALTED);
		ck_assert_str_eq(told.detail, "it leads to this very machine");
	}
}
END_TEST

START_TEST(who_is_here_is_known_by_the_address)
{
	static const char *const here[] = { "127.0.0.1", "127.9.9.9", "::1",
		"::ffff:127.0.0.1", "0.0.0.0", "::", "169.254.169.254",
		"fe80::1" };
	static const char *const elsewhere[] = { "192.0.2.1", "10.0.0.1",
		"2001:db8::1", "fd00::2", "::ffff:192.0.2.1", "" };

	for (gsize i = 0; i < G_N_ELEMENTS(here); i++)
		ck_assert_msg(http_is_here(here[i]), "%s", here[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(elsewhere); i++)
		ck_assert_msg(!http_is_here(elsewhere[i]), "%s", elsewhere[i]);
}
END_TEST

START_TEST(who_is_not_there_defers)
{
	const struct http_call what = { .method = "POST",
		.url = url,
		.body = "a",
		.body_bytes = -1 };
	g_autoptr(http_client) client = http_client_new(5, 2, NULL);

	g_socket_close(listener, NULL);
	call(client, &what);
	g_main_loop_run(told.loop);
	ck_assert_int_eq(told.came, SEND_DEFERRED);
}
END_TEST

START_TEST(who_does_not_answer_is_in_doubt)
{
	const struct http_call what = { .method = "GET",
		.url = url,
		.once = TRUE };
	g_autoptr(http_client) client = http_client_new(1, 2, NULL);

	call(client, &what);
	g_main_loop_run(told.loop);
	ck_assert_int_eq(told.came, SEND_IN_DOUBT);
}
END_TEST

START_TEST(what_is_cancelled_is_not_told)
{
	const struct http_call slow = { .method = "GET", .url = url };
	const struct http_call wrong = { .method = "GET", .url = "a b" };
	g_autoptr(http_client) client = http_client_new(1, 2, NULL);
	guint64 calls[6];

	/* Two are under way, two wait, two are refused. */
	for (gsize i = 0; i < G_N_ELEMENTS(calls); i++)
		calls[i] = call(client, i < 4 ? &slow : &wrong);
	http_client_cancel(client, calls[2]);
	http_client_cancel(client, calls[4]);
	http_client_cancel(client, calls[0]);
	let_go(50);
	ck_assert_uint_eq(told.n, 1);
	http_client_cancel(client, calls[1]);
	http_client_cancel(client, calls[3]);
	/* It has been told: there is nothing to cancel. */
	http_client_cancel(client, calls[5]);
	let_go(1200);
	ck_assert_uint_eq(told.n, 1);
}
END_TEST

START_TEST(who_is_told_may_free_the_client)
{
	const struct http_call slow = { .method = "GET", .url = url };
	const struct http_call wrong = { .method = "GET", .url = "a b" };

	told.client = http_client_new(1, 1, NULL);
	call(told.client, &wrong);
	call(told.client, &wrong);
	call(told.client, &slow);
	call(told.client, &slow);
	g_main_loop_run(told.loop);
	let_go(20);
	ck_assert_uint_eq(told.n, 1);

	told.client = http_client_new(1, 1, NULL);
	call(told.client, &slow);
	call(told.client, &slow);
	g_main_loop_run(told.loop);
	let_go(20);
	ck_assert_uint_eq(told.n, 2);
}
END_TEST

/* A gateway whose texts all go to the listener. */

static guint requested, ready, done;

static guint64
request(struct text_gateway *gateway, const struct message *message,
    http_done on_done, gpointer user)
{
	const struct http_call what = { .method = "POST",
		.url = url,
		.body = message->name,
		.body_bytes = -1,
		.once = TRUE };

	requested++;
	return http_client_call(gateway->client, &what, on_done, user);
}

static void
judge(struct text_gateway *gateway G_GNUC_UNUSED,
    const struct http_answer *answer G_GNUC_UNUSED,
    struct send_result *result G_GNUC_UNUSED)
{
	ck_abort_msg("there was no answer");
}

static void
on_ready(const struct message *message, gpointer user)
{
	struct text_gateway *gateway = user;

	ck_assert(!inside);
	ready++;
	inside = TRUE;
	if (g_str_equal(message->name, "abandoned"))
		text_gateway_abandon(&gateway->base, message);
	else
		text_gateway_finish(&gateway->base, message);
	inside = FALSE;
}

static void
on_done(const struct message *message G_GNUC_UNUSED,
    const struct send_result *result, gpointer user)
{
	ck_assert(!inside);
	ck_assert_int_eq(result->outcome, SEND_IN_DOUBT);
	done++;
	if (user != NULL && done == 1)
		text_gateway_clear(user);
	g_main_loop_quit(told.loop);
}

static const struct text_gateway_ops text_ops = { .request = request,
	.judge = judge };
static const struct send_watcher watcher = { .ready = on_ready,
	.done = on_done };
static const struct config_key keys[] = { TEXT_GATEWAY_KEYS, { 0 } };

START_TEST(a_text_is_ready_then_done)
{
	struct message texts[] = { { .name = (char *)"kept" },
		{ .name = (char *)"abandoned" }, { .name = (char *)"other" } };
	struct text_gateway texting = { .ops = NULL };
	struct gateway house;

	requested = ready = done = 0;
	gateway_begin(&house);
	gateway_read(&house, keys, "timeout = 1 second\nconnections = 2\n");
	text_gateway_init(&texting, NULL, &text_ops, house.section);
	ck_assert_uint_eq(texting.base.capacity, 2);
	ck_assert_str_eq(texting.base.name, "texts");
	inside = TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		text_gateway_send(&texting.base, &texts[i], &watcher, &texting);
	inside = FALSE;
	ck_assert_uint_eq(ready + requested + done, 0);
	/* The first that is done closes the gateway; the other is not told. */
	g_main_loop_run(told.loop);
	let_go(20);
	ck_assert_uint_eq(ready, 3);
	ck_assert_uint_eq(requested, 2);
	ck_assert_uint_eq(done, 1);
	gateway_end(&house);
}
END_TEST

START_TEST(a_gateway_closes_before_anything_is_said)
{
	struct message text = { .name = (char *)"kept" };
	struct text_gateway texting = { .ops = NULL };
	struct gateway house;

	requested = ready = done = 0;
	gateway_begin(&house);
	gateway_read(&house, keys, "");
	text_gateway_init(&texting, NULL, &text_ops, house.section);
	text_gateway_send(&texting.base, &text, &watcher, &texting);
	text_gateway_clear(&texting);
	let_go(20);
	ck_assert_uint_eq(ready + requested + done, 0);
	gateway_end(&house);
}
END_TEST

START_TEST(a_ca_file_that_is_not_there_is_a_mistake)
{
	struct gateway house;
	g_autofree char *all = NULL;

	gateway_begin(&house);
	gateway_read(&house, keys, "ca_file = nowhere.pem\n");
	text_gateway_check(house.section, house.mistakes);
	all = gateway_mistakes(&house);
	ck_assert_ptr_nonnull(strstr(all, "ca_file: there is no file"));
	gateway_end(&house);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_client");
	TCase *tcase = tcase_create("http_client");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, what_may_not_go_out_is_told_later);
	tcase_add_test(tcase, what_may_not_come_here_is_not_asked);
	tcase_add_test(tcase, who_is_here_is_known_by_the_address);
	tcase_add_test(tcase, who_is_not_there_defers);
	tcase_add_test(tcase, who_does_not_answer_is_in_doubt);
	tcase_add_test(tcase, what_is_cancelled_is_not_told);
	tcase_add_test(tcase, who_is_told_may_free_the_client);
	tcase_add_test(tcase, a_text_is_ready_then_done);
	tcase_add_test(tcase, a_gateway_closes_before_anything_is_said);
	tcase_add_test(tcase, a_ca_file_that_is_not_there_is_a_mistake);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
