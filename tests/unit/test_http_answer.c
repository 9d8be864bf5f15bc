/*
 * test_http_answer.c - what an answer over HTTP says: its status, Retry-After,
 * what stands in it, and conditions on it.
 */
#include <string.h>

#include "providers/http_place.h"
#include "tests/unit/unit.h"

#define MONDAY "Sun, 06 Nov 1994 08:49:37 GMT"

START_TEST(retry_after_is_a_number_or_a_date)
{
	static const struct {
		const char *retry_after, *date;
		int seconds;
	} cases[] = {
		{ NULL, NULL, 0 },
		{ "0", NULL, 0 },
		{ "120", NULL, 120 },
		{ "120", MONDAY, 120 },
		{ "-5", NULL, 0 },
		{ "1.5", NULL, 0 },
		{ "soon", MONDAY, 0 },
		{ "", MONDAY, 0 },
		{ "999999999999", NULL, 604800 },
		{ "99999999999999999999999", NULL, 0 },
		{ "Sun, 06 Nov 1994 08:50:37 GMT", MONDAY, 60 },
		{ "Sunday, 06-Nov-94 08:50:37 GMT", MONDAY, 60 },
		{ "Sun Nov  6 08:50:37 1994", MONDAY, 60 },
		{ "Sun, 06 Nov 1994 08:48:37 GMT", MONDAY, 0 },
		{ "Sun, 06 Nov 2094 08:48:37 GMT", MONDAY, 604800 },
		{ "Sun, 06 Nov 1994 08:50:37 GMT", NULL, 0 },
		{ "Sun, 06 Nov 1994 08:50:37 GMT", "no date", 0 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_msg(http_retry_after(cases[i].retry_after,
				  cases[i].date) == cases[i].seconds,
		    "%s by %s", cases[i].retry_after, cases[i].date);
}
END_TEST

START_TEST(a_status_means_what_most_gateways_mean)
{
	static const struct {
		long status;
		enum send_outcome outcome;
	} cases[] = {
		{ 200, SEND_ACCEPTED },
		{ 299, SEND_ACCEPTED },
		{ 301, SEND_HALTED },
		{ 400, SEND_REJECTED },
		{ 401, SEND_HALTED },
		{ 402, SEND_HALTED },
		{ 403, SEND_HALTED },
		{ 404, SEND_REJECTED },
		{ 429, SEND_DEFERRED },
		{ 500, SEND_DEFERRED },
		{ 502, SEND_IN_DOUBT },
		{ 503, SEND_DEFERRED },
		{ 504, SEND_IN_DOUBT },
		{ 599, SEND_DEFERRED },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct http_answer answer = { .status = cases[i].status,
			.retry_after_s = 7 };
		struct send_result result = { 0 };

		http_result_of_status(&answer, &result);
		ck_assert_int_eq(result.outcome, cases[i].outcome);
		ck_assert_int_eq(result.retry_after_s, 7);
		ck_assert((result.detail == NULL) ==
		    (cases[i].outcome == SEND_ACCEPTED));
		send_result_clear(&result);
	}
}
END_TEST

/* What stands at the place in an answer of that body; owned. */
static char *
read_at(const char *where, const char *body)
{
	g_autoptr(http_place) place = http_place_parse(where, NULL);
	g_autoptr(GHashTable)
	    headers = g_hash_table_new(g_str_hash, g_str_equal);
	const struct http_answer answer = { .status = 200,
		.body = body,
		.body_bytes = strlen(body),
		.headers = headers };
	struct http_reading reading;
	char *found;

	g_hash_table_insert(headers, (gpointer) "x-id", (gpointer) "h1");
	ck_assert_ptr_nonnull(place);
	http_reading_begin(&reading, &answer);
	found = http_place_read(place, &reading);
	http_reading_end(&reading);
	return found;
}

START_TEST(places_are_found)
{
	static const struct {
		const char *where, *body, *found;
	} cases[] = {
		{ "header:X-Id", "", "h1" },
		{ "header:Y", "", NULL },
		{ "body:ID:", "OK\nID: 12ab;x", "12ab" },
		{ "body:ID:", "ID:", NULL },
		{ "body:ID:", "id: 1", NULL },
		{ "body:\"id\"", "{\"id\": \"q\"}", "q" },
		{ "body:<id>", "<r><id>77</id></r>", "77" },
		{ "json:a.b.1.c", "{\"a\":{\"b\":[0,{\"c\":\"x\"}]}}", "x" },
		{ "json:0.a", "[{\"a\":true}]", "true" },
		{ "json:a", "{\"a\":12345678901234}", "12345678901234" },
		{ "json:a", "{\"a\":null}", NULL },
		{ "json:a", "{\"a\":{}}", NULL },
		{ "json:a", "{\"a\":\"\"}", NULL },
		{ "json:a.0", "{\"a\":\"x\"}", NULL },
		{ "json:a.-1", "{\"a\":[1]}", NULL },
		{ "json:a.99999999999999999999", "{\"a\":[1]}", NULL },
		{ "json:a", "{\"a\":1", NULL },
		{ "json:a", "{\"a\":\"b\\nc\\u001b\"}", "b c?" },
		{ "json:a", "{\"a\":\"\\u0000\"}", NULL },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = read_at(cases[i].where, cases[i].body);

		ck_assert_msg(g_strcmp0(found, cases[i].found) == 0,
		    "%s in %s: %s", cases[i].where, cases[i].body, found);
	}
}
END_TEST

START_TEST(what_is_found_has_a_ceiling)
{
	g_autofree char *long_word = g_strnfill(5000, 'x');
	g_autofree char *body = g_strconcat("ID ", long_word, NULL);
	g_autofree char *found = read_at("body:ID", body);

	ck_assert_uint_eq(strlen(found), 200);
}
END_TEST

static gboolean
fits(const char *text, long status, const char *body)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(http_rule) rule = http_rule_parse(text, &error);
	g_autoptr(GHashTable)
	    headers = g_hash_table_new(g_str_hash, g_str_equal);
	const struct http_answer answer = { .status = status,
		.body = body,
		.body_bytes = strlen(body),
		.headers = headers };
	struct http_reading reading;
	gboolean result;

	ck_assert_msg(rule != NULL, "%s", error != NULL ? error->message : "");
	g_hash_table_insert(headers, (gpointer) "x-code", (gpointer) "E1");
	http_reading_begin(&reading, &answer);
	result = http_rule_fits(rule, &reading);
	http_reading_end(&reading);
	return result;
}

START_TEST(conditions_hold_or_not)
{
	ck_assert(fits("200", 200, ""));
	ck_assert(!fits("200", 201, ""));
	ck_assert(fits("500-599", 500, ""));
	ck_assert(fits("500-599", 599, ""));
	ck_assert(!fits("500-599", 499, ""));
	ck_assert(fits("body:invalid", 418, "An INVALID one"));
	ck_assert(fits("body:\"invalid number\"", 200, "Invalid number!"));
	ck_assert(!fits("body:\"invalid number\"", 200, "number invalid"));
	ck_assert(fits("body:\"\xc3\x84\"", 200, "\xff \xc3\xa4"));
	ck_assert(fits("200 body:a=b", 200, "x a=b"));
	ck_assert(!fits("200 body:a", 400, "a"));
	ck_assert(fits("json:code=21", 400, "{\"code\": 21}"));
	ck_assert(fits("json:code=21", 400, "{\"code\": \"21\"}"));
	ck_assert(!fits("json:code=21", 400, "{\"code\": 210}"));
	ck_assert(!fits("json:code=21", 400, "{\"code\": 21"));
	ck_assert(fits("json:a.b=\"x y\"", 400, "{\"a\":{\"b\":\"X y\"}}"));
	ck_assert(fits("json:error", 400, "{\"error\": {}}"));
	ck_assert(!fits("json:error", 400, "{\"error\": null}"));
	ck_assert(fits("header:X-Code=e1", 400, ""));
	ck_assert(fits("header:X-Code", 400, ""));
	ck_assert(!fits("header:X-Other", 400, ""));
	ck_assert(fits("400 json:a=1 body:b header:x-code=E1", 400,
	    "{\"a\": 1, \"b\": 2}"));
}
END_TEST

START_TEST(what_is_no_condition_is_refused)
{
	static const char *const wrong[] = { "2xx", "299-200", "99", "600",
		"200-", "-200", "200 300", "200-299-300",
		"body:", "json:", "text:a", "json", "body:a 200", "=1" };

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_msg(http_rule_parse(wrong[i], &error) == NULL, "%s",
		    wrong[i]);
		ck_assert_ptr_nonnull(strstr(error->message, "allowed"));
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_answer");
	TCase *tcase = tcase_create("http_answer");

	tcase_add_test(tcase, retry_after_is_a_number_or_a_date);
	tcase_add_test(tcase, a_status_means_what_most_gateways_mean);
	tcase_add_test(tcase, places_are_found);
	tcase_add_test(tcase, what_is_found_has_a_ceiling);
	tcase_add_test(tcase, conditions_hold_or_not);
	tcase_add_test(tcase, what_is_no_condition_is_refused);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
