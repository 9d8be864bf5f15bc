/*
 * test_web.c - what a request over HTTP is answered, and what of it is stored.
 */
#include "tests/unit/web_house.h"

START_TEST(what_is_taken_is_stored_and_then_answered)
{
	int fd = dial();
	gboolean ended;
	g_autofree char *heard = NULL;
	const char *text = "POST /hooks/texts/s3same?a=%2F&b HTTP/1.1\r\n" HOST
			   "Content-Length: 5\r\n\r\nhello";

	say(fd, text, strlen(text));
	heard = hear(fd, 1, &ended);
	ck_assert(!ended);
	ck_assert(g_str_has_prefix(heard, "HTTP/1.1 200 "));
	ck_assert_ptr_nonnull(strstr(heard, "Content-Type: text/xml\r\n"));
	ck_assert(g_str_has_suffix(heard, "\r\n\r\n<Response/>"));
	ck_assert_str_eq(only_kept(),
	    "POST /hooks/texts/s3same?a=%2F&b 127.0.0.1 hello 5");
	(void)close(fd);
}
END_TEST

START_TEST(what_is_forged_or_nonsense_is_refused_and_not_stored)
{
	ck_assert_int_eq(ask("POST /hooks/texts HTTP/1.1\r\n" HOST
			     "Content-Length: 6\r\n\r\nforged"),
	    403);
	ck_assert_int_eq(ask("POST /hooks/texts HTTP/1.1\r\n" HOST
			     "Content-Length: 8\r\n\r\nnonsense"),
	    400);
	ck_assert_uint_eq(refusals, 2);
	ck_assert_uint_eq(commits, 0);
}
END_TEST

START_TEST(what_is_no_hook_is_not_found)
{
	static const char *const lines[] = { "GET / ", "GET /hooks ",
		"GET /hooks/ ", "GET /hooks// ", "GET /hooks/deaf ",
		"GET /hooks/other ", "GET /hooks/texts/ ",
		"GET /hooks/texts/a/b ", "GET /hooks/texts/a.b ",
		"GET //hooks/texts ", "GET /hooks//texts ",
		"GET /hooks/./texts ", "GET /hooks/../hooks/texts ",
		"GET /hooks/%74exts ", "GET /hooks/texts/%61 ",
		"GET /hooks/texts%00 ", "GET /hooks/texts#x ",
		"GET http://h/hooks/texts ", "GET /HOOKS/texts ",
		"HEAD /hooks/texts ", "PUT /hooks/texts ",
		"DELETE /hooks/texts ", "OPTIONS * ", "TRACE /hooks/texts ",
		"CONNECT h:1 ", "get /hooks/texts ", "PRI * " };

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *text = g_strconcat(lines[i],
		    "HTTP/1.1\r\n" HOST "\r\n", NULL);

		ck_assert_msg(ask(text) == 404, "%s", lines[i]);
	}
	ck_assert_uint_eq(commits, 0);
}
END_TEST

START_TEST(a_name_that_needs_it_is_escaped)
{
	g_autofree char *name = web_hook_name(odd.name);

	ck_assert_str_eq(name, "t%C3%A4%2F1");
	ck_assert_int_eq(ask("GET /hooks/t%C3%A4%2F1/s3same HTTP/1.1\r\n" HOST
			     "\r\n"),
	    200);
	ck_assert_int_eq(ask("GET /hooks/t\xc3\xa4/1 HTTP/1.1\r\n" HOST "\r\n"),
	    404);
}
END_TEST

START_TEST(a_length_in_two_ways_is_refused)
{
	static const char *const headers[] = {
		"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
		"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
		"Content-Length: 5\r\nContent-Length: 5\r\n",
		"Content-Length: 5\r\ncontent-length: 6\r\n",
		"Content-Length: +5\r\n",
		"Content-Length: 5, 5\r\n",
		"Content-Length: 0x5\r\n",
		"Content-Length: -5\r\n",
		"Content-Length: 99999999999999999999999\r\n",
		"Transfer-Encoding: gzip\r\n",
		"Transfer-Encoding: gzip, chunked\r\n",
		"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
		"Content-Length : 5\r\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
		int status = ask_with(headers[i]);

		/* 0: libmicrohttpd has closed without a word. */
		ck_assert_msg(status == 400 || status == 413 || status == 0,
		    "%s: %d", headers[i], status);
	}
	ck_assert_int_eq(ask("POST /hooks/texts HTTP/1.0\r\n"
			     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	    400);
	ck_assert_uint_eq(commits, 0);
}
END_TEST

START_TEST(a_header_that_decides_something_stands_once)
{
	static const char *const headers[] = { "Host: other\r\n",
		"Authorization: a\r\nAuthorization: b\r\n",
		"Content-Type: a\r\ncontent-type: a\r\n",
		"X-Twilio-Signature: a\r\nX-Twilio-Signature: b\r\n",
		"Bad name: a\r\n", "X: a\x01z\r\n" };

	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
		g_autofree char *all = g_strconcat(headers[i],
		    "Content-Length: 5\r\n", NULL);

		ck_assert_msg(ask_with(all) == 400, "%s", headers[i]);
	}
	ck_assert_uint_eq(commits, 0);
	ck_assert_int_eq(ask_with("Via: a\r\nVia: b\r\nContent-Length: 5\r\n"),
	    200);
}
END_TEST

/* A request whose body is n bytes, in chunks of 1 KiB or announced. */
static int
ask_sized(gsize n, gboolean chunked)
{
	g_autoptr(GString)
	    text = g_string_new("POST /hooks/texts HTTP/1.1\r\n" HOST);
	g_autofree char *kib = g_strnfill(KIB, 'x');

	if (chunked)
		g_string_append(text, "Transfer-Encoding: chunked\r\n\r\n");
	else
		g_string_append_printf(text, "Content-Length: %zu\r\n\r\n", n);
	for (gsize i = 0; i < n; i += KIB) {
		gsize part = MIN(KIB, n - i);

		if (chunked)
			g_string_append_printf(text, "%zx\r\n", part);
		g_string_append_len(text, kib, (gssize)part);
		if (chunked)
			g_string_append(text, "\r\n");
	}
	if (chunked)
		g_string_append(text, "0\r\n\r\n");
	return ask_bytes(text->str, text->len);
}

START_TEST(a_body_of_64_kib_is_taken_and_a_byte_more_is_not)
{
	static const char *const endings[] = { " 65536", " 65536" };

	ck_assert_int_eq(ask_sized(WEB_BODY_MAX_BYTES, FALSE), 200);
	ck_assert_int_eq(ask_sized(WEB_BODY_MAX_BYTES, TRUE), 200);
	ck_assert_uint_eq(kept->len, 2);
	for (guint i = 0; i < kept->len; i++)
		ck_assert(g_str_has_suffix(kept->pdata[i], endings[i]));
	ck_assert_int_eq(ask_with("Content-Length: 65537\r\n"), 413);
	ck_assert_int_eq(ask_sized(WEB_BODY_MAX_BYTES + 1, TRUE), 413);
	/* Who goes on and on is not listened to. */
	ck_assert_int_eq(ask_sized(8 * WEB_BODY_MAX_BYTES, TRUE), 0);
	ck_assert_uint_eq(commits, 2);
}
END_TEST

START_TEST(a_head_that_is_too_long_is_refused)
{
	g_autofree char *much = g_strnfill(64 * KIB, 'a');
	g_autofree char *path = g_strconcat("GET /hooks/", much,
	    " HTTP/1.1\r\n" HOST "\r\n", NULL);
	g_autofree char *header = g_strconcat("X: ", much,
	    "\r\nContent-Length: 5\r\n", NULL);

	ck_assert_int_ne(ask(path), 200);
	ck_assert_int_ne(ask_with(header), 200);
	ck_assert_uint_eq(commits, 0);
}
END_TEST

START_TEST(requests_sent_at_once_are_answered_in_order)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int fd = dial();
	gboolean ended;
	g_autofree char *heard = NULL;

	for (guint i = 0; i < 20; i++)
		g_string_append_printf(text,
		    "POST /hooks/texts?%u HTTP/1.1\r\n" HOST
		    "Content-Length: 5\r\n\r\nhello",
		    i);
	say(fd, text->str, text->len);
	heard = hear(fd, 20, &ended);
	ck_assert(!ended);
	(void)close(fd);
	ck_assert_uint_eq(kept->len, 20);
	for (guint i = 0; i < kept->len; i++) {
		g_autofree char *mark = g_strdup_printf("?%u ", i);

		ck_assert_ptr_nonnull(strstr(kept->pdata[i], mark));
	}
}
END_TEST

START_TEST(a_proxy_tells_the_caller_by_the_last_address)
{
	settings.proxied = TRUE;
	ck_assert_int_eq(ask_with("Content-Length: 5\r\n"
				  "X-Forwarded-For: 203.0.113.9\r\n"
				  "X-Forwarded-For: 10.1.1.1, 192.0.2.7\r\n"),
	    200);
	ck_assert_ptr_nonnull(strstr(only_kept(), " 192.0.2.7 "));
	ck_assert_int_eq(ask_with("Content-Length: 5\r\n"
				  "X-Forwarded-For: [2001:DB8::0:1]:99\r\n"),
	    200);
	ck_assert_ptr_nonnull(strstr(kept->pdata[1], " 2001:db8::1 "));
	ck_assert_int_eq(ask_with("Content-Length: 5\r\n"
				  "X-Forwarded-For: ::ffff:192.0.2.8\r\n"),
	    200);
	ck_assert_ptr_nonnull(strstr(kept->pdata[2], " 192.0.2.8 "));
	ck_assert_int_eq(ask_with("Content-Length: 5\r\n"
				  "X-Forwarded-For: 192.0.2.7, \r\n"),
	    400);
	settings.proxied = FALSE;
	ck_assert_int_eq(ask_with("Content-Length: 5\r\n"
				  "X-Forwarded-For: 192.0.2.7\r\n"),
	    200);
	ck_assert_ptr_nonnull(strstr(kept->pdata[3], " 127.0.0.1 "));
}
END_TEST

START_TEST(a_store_that_refuses_is_503_and_one_that_is_busy_is_waited_for)
{
	int fd = dial();
	gboolean ended;
	g_autofree char *heard = NULL;
	const char *text = "GET /hooks/texts?x HTTP/1.1\r\n" HOST "\r\n";

	store_refuses = DRIPSCORE_ERROR_IO;
	ck_assert_int_eq(ask_with("Content-Length: 5\r\n"), 503);
	store_refuses = DRIPSCORE_ERROR_LATER;
	commits = 0;
	say(fd, text, strlen(text));
	while (commits < 20)
		spin();
	ck_assert(web_is_busy(web));
	store_refuses = 0;
	heard = hear(fd, 1, &ended);
	ck_assert(g_str_has_prefix(heard, "HTTP/1.1 200 "));
	ck_assert_str_eq(only_kept(), "GET /hooks/texts?x 127.0.0.1 - 0");
	ck_assert(!web_is_busy(web));
	(void)close(fd);
}
END_TEST

/* Sent, and held. */
static int
held_request(void)
{
	const char *text = "GET /hooks/texts HTTP/1.1\r\n" HOST "\r\n";
	int fd = dial();

	store_refuses = DRIPSCORE_ERROR_LATER;
	commits = 0;
	say(fd, text, strlen(text));
	while (commits == 0)
		spin();
	return fd;
}

START_TEST(who_hangs_up_while_waiting_is_stored_all_the_same)
{
	const struct linger at_once = { .l_onoff = 1 };
	int fd = held_request();

	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once,
			     sizeof(at_once)),
	    0);
	(void)close(fd);
	spin();
	store_refuses = 0;
	while (kept->len == 0)
		spin();
	for (guint i = 0; i < 20; i++)
		spin();
	ck_assert_uint_eq(kept->len, 1);
	ck_assert_int_eq(ask_with("Content-Length: 5\r\n"), 200);
}
END_TEST

/* The status of GET /metrics; `text` is what they are. */
static int
ask_metrics(const char *headers, const char *text, char **heard)
{
	g_autofree char *request = g_strconcat("GET /metrics HTTP/1.1\r\n",
	    HOST, headers, "\r\n", NULL);
	int fd = dial();
	gboolean ended;

	curious = 0;
	say(fd, request, strlen(request));
	for (guint i = 0; i < 50 && curious == 0; i++)
		spin();
	if (curious > 0)
		web_answer_metrics(web, text);
	*heard = hear(fd, 1, &ended);
	(void)close(fd);
	return (int)g_ascii_strtoull(*heard + 9, NULL, 10);
}

START_TEST(who_asks_for_metrics_without_a_proxy_is_told)
{
	g_autofree char *told = NULL;
	g_autofree char *later = NULL;
	g_autofree char *forwarded = NULL;
	g_autofree char *off = NULL;

	settings.metrics = TRUE;
	ck_assert_int_eq(ask_metrics("", "a_metric 1\n", &told), 200);
	ck_assert_ptr_nonnull(strstr(told, "text/plain; version=0.0.4"));
	ck_assert_ptr_nonnull(strstr(told, "\r\n\r\na_metric 1\n"));
	ck_assert_int_eq(ask_metrics("", NULL, &later), 503);
	ck_assert_int_eq(ask_metrics("X-Forwarded-For: 192.0.2.1\r\n", "a 1\n",
			     &forwarded),
	    404);
	ck_assert_uint_eq(curious, 0);
	settings.metrics = FALSE;
	ck_assert_int_eq(ask_metrics("", "a 1\n", &off), 404);
	ck_assert_uint_eq(curious, 0);
}
END_TEST

START_TEST(who_waits_when_it_all_ends_gets_no_answer)
{
	int fd = held_request();
	gboolean ended;
	g_autofree char *heard = NULL;

	g_clear_pointer(&web, web_free);
	woken = FALSE;
	heard = hear(fd, 1, &ended);
	ck_assert(ended);
	ck_assert_str_eq(heard, "");
	(void)close(fd);
}
END_TEST

START_TEST(the_next_web_takes_over_the_socket_and_the_former_ends)
{
	const char *text = "GET /hooks/texts HTTP/1.1\r\n" HOST "\r\n";
	struct web *former = web;
	int fd = held_request();
	gboolean ended;
	g_autofree char *heard = NULL;
	guint stored;

	web_stop(former);
	web = open_web();
	store_refuses = 0;
	ck_assert_int_eq(ask(text), 200);
	ck_assert(web_is_busy(former));
	ck_assert(web_turn(former, NOW_AT, &stored, NULL));
	ck_assert_uint_eq(stored, 1);
	/* Which says so, and so loses nobody who would send another. */
	heard = hear(fd, 1, &ended);
	ck_assert(ended);
	ck_assert(g_str_has_prefix(heard, "HTTP/1.1 200 "));
	ck_assert_ptr_nonnull(strstr(heard, "Connection: close\r\n"));
	(void)close(fd);
	while (web_is_busy(former))
		spin();
	web_free(former);
	ck_assert_int_eq(ask(text), 200);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("web");
	TCase *tcase = tcase_create("web");

	tcase_add_checked_fixture(tcase, begin_test, end_test);
	tcase_add_test(tcase, what_is_taken_is_stored_and_then_answered);
	tcase_add_test(tcase,
	    what_is_forged_or_nonsense_is_refused_and_not_stored);
	tcase_add_test(tcase, what_is_no_hook_is_not_found);
	tcase_add_test(tcase, a_name_that_needs_it_is_escaped);
	tcase_add_test(tcase, a_length_in_two_ways_is_refused);
	tcase_add_test(tcase, a_header_that_decides_something_stands_once);
	tcase_add_test(tcase, a_body_of_64_kib_is_taken_and_a_byte_more_is_not);
	tcase_add_test(tcase, a_head_that_is_too_long_is_refused);
	tcase_add_test(tcase, requests_sent_at_once_are_answered_in_order);
	tcase_add_test(tcase, a_proxy_tells_the_caller_by_the_last_address);
	tcase_add_test(tcase,
	    a_store_that_refuses_is_503_and_one_that_is_busy_is_waited_for);
	tcase_add_test(tcase,
	    who_hangs_up_while_waiting_is_stored_all_the_same);
	tcase_add_test(tcase, who_asks_for_metrics_without_a_proxy_is_told);
	tcase_add_test(tcase, who_waits_when_it_all_ends_gets_no_answer);
	tcase_add_test(tcase,
	    the_next_web_takes_over_the_socket_and_the_former_ends);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
