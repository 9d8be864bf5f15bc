/*
 * test_vonage.c - Vonage's answers, its webhooks, and the token that proves
 * them, which is made here by hand.
 */
#include <string.h>

#include "providers/vonage_internal.h"
#include "tests/unit/gateway.h"
#include "tests/unit/unit.h"

#define NOW_AT 1772366400
#define SECRET "Z6oEHYaVPvN5dLgQ9RzJ2BxTmK3uWcXs"
#define API_KEY "abcd1234"
#define HS256 "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"

static const struct vonage_key key = { API_KEY, SECRET };

/* Base64 without padding, in the alphabet of RFC 4648 section 5. */
static char *
encode(const void *data, gsize n)
{
	char *text = g_base64_encode(data, n);

	g_strdelimit(text, "+", '-');
	g_strdelimit(text, "/", '_');
	for (gsize i = strlen(text); i > 0 && text[i - 1] == '='; i--)
		text[i - 1] = '\0';
	return text;
}

static char *
token_of(const char *header, const char *claims, GChecksumType kind,
    const char *secret)
{
	g_autofree char *head = encode(header, strlen(header));
	g_autofree char *body = encode(claims, strlen(claims));
	g_autofree char *both = g_strconcat(head, ".", body, NULL);
	g_autofree char *end = NULL;
	GHmac *hmac;
	guint8 mac[64];
	gsize n = sizeof(mac);

	if (*secret == '\0')
		return g_strconcat("Bearer ", both, ".", NULL);
	hmac = g_hmac_new(kind, (const guint8 *)secret, strlen(secret));
	g_hmac_update(hmac, (const guchar *)both, -1);
	g_hmac_get_digest(hmac, mac, &n);
	g_hmac_unref(hmac);
	end = encode(mac, n);
	return g_strconcat("Bearer ", both, ".", end, NULL);
}

static gboolean
is_proven(const char *authorization)
{
	g_autoptr(GError) error = NULL;
	gboolean proven = vonage_token_proves(authorization, &key, "00ff",
	    NOW_AT, &error);

	ck_assert(proven == (error == NULL));
	/* What is refused is not repeated. */
	ck_assert(error == NULL || strstr(error->message, "eyJ") == NULL);
	return proven;
}

/* Signed as it must be. */
static gboolean
claims_prove(const char *claims)
{
	g_autofree char *token = token_of(HS256, claims, G_CHECKSUM_SHA256,
	    SECRET);

	return is_proven(token);
}

#define REST ",\"api_key\":\"" API_KEY "\",\"payload_hash\":\"00ff\"}"
#define GOOD "{\"iat\":1772366390,\"exp\":1772366600" REST

START_TEST(a_fresh_token_of_ours_proves_its_payload)
{
	ck_assert(claims_prove(GOOD));
	ck_assert(claims_prove("{\"iat\":1772366690" REST));
	ck_assert(claims_prove("{\"iat\":1772366101" REST));
	ck_assert(claims_prove("{\"iat\":1772366400,\"nbf\":1772366400" REST));
}
END_TEST

START_TEST(another_algorithm_is_refused_whatever_it_says)
{
	static const struct {
		const char *header;
		GChecksumType kind;
		const char *secret;
	} tokens[] = {
		{ "{\"alg\":\"none\"}", G_CHECKSUM_SHA256, "" },
		{ "{\"alg\":\"none\"}", G_CHECKSUM_SHA256, SECRET },
		{ "{\"alg\":\"None\",\"typ\":\"JWT\"}", G_CHECKSUM_SHA256, "" },
		{ "{\"typ\":\"JWT\"}", G_CHECKSUM_SHA256, SECRET },
		{ "{}", G_CHECKSUM_SHA256, "" },
		{ "{\"alg\":\"RS256\",\"typ\":\"JWT\"}", G_CHECKSUM_SHA256,
		    SECRET },
		{ "{\"alg\":\"ES256\",\"typ\":\"JWT\"}", G_CHECKSUM_SHA256,
		    SECRET },
		{ "{\"alg\":\"HS512\",\"typ\":\"JWT\"}", G_CHECKSUM_SHA512,
		    SECRET },
		{ "{\"alg\":\"HS384\",\"typ\":\"JWT\"}", G_CHECKSUM_SHA384,
		    SECRET },
		{ "{\"alg\":\"HS256\",\"alg\":\"none\"}", G_CHECKSUM_SHA256,
		    "" },
		{ HS256, G_CHECKSUM_SHA256, "" },
		{ HS256, G_CHECKSUM_SHA512, SECRET },
		{ HS256, G_CHECKSUM_SHA256, SECRET "x" },
		{ HS256, G_CHECKSUM_SHA256, "0" },
		{ "nonsense", G_CHECKSUM_SHA256, SECRET },
		{ "", G_CHECKSUM_SHA256, SECRET },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(tokens); i++) {
		g_autofree char *token = token_of(tokens[i].header, GOOD,
		    tokens[i].kind, tokens[i].secret);

		ck_assert_msg(!is_proven(token), "%zu: %s", i,
		    tokens[i].header);
	}
}
END_TEST

START_TEST(claims_that_are_old_missing_or_not_ours_are_refused)
{
	static const char *const claims[] = {
		"{\"iat\":1772366099" REST,
		"{\"iat\":1772366701" REST,
		"{\"iat\":\"1772366400\"" REST,
		"{\"iat\":1772366400.5" REST,
		"{\"x\":1" REST,
		"{\"iat\":1772366400,\"exp\":1772366400" REST,
		"{\"iat\":1772366400,\"exp\":\"never\"" REST,
		"{\"iat\":1772366400,\"nbf\":1772367400" REST,
		"{\"iat\":1772366400,\"payload_hash\":\"00ff\"}",
		"{\"iat\":1772366400,\"api_key\":\"" API_KEY "\"}",
		"{\"iat\":1772366400,\"api_key\":\"abcd1235\","
		"\"payload_hash\":\"00ff\"}",
		"{\"iat\":1772366400,\"api_key\":null,"
		"\"payload_hash\":\"00ff\"}",
		"{\"iat\":1772366400,\"api_key\":\"" API_KEY "\","
		"\"payload_hash\":\"00fe\"}",
		"{\"iat\":1772366400,\"api_key\":\"" API_KEY "\","
		"\"payload_hash\":\"\"}",
		"{\"iat\":99999999999999999999" REST,
		"[]",
		"",
		"{",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(claims); i++)
		ck_assert_msg(!claims_prove(claims[i]), "%s", claims[i]);
}
END_TEST

START_TEST(what_is_no_token_is_refused)
{
	g_autofree char *huge = g_strnfill(1024 * 1024, 'A');
	g_autofree char *long_one = g_strconcat("Bearer ", huge, NULL);
	g_autofree char *blanks = g_strconcat("{\"x\":\"", huge, "\",",
	    &GOOD[1], NULL);
	static const char *const words[] = { "", "Bearer", "Bearer ",
		"Bearer .", "Bearer ..", "Bearer ...", "Bearer a.b.c",
		"Basic YTpi", "Bearer  ..", "Bearer \xff\xfe.\xff.\xff" };

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		ck_assert_msg(!is_proven(words[i]), "%s", words[i]);
	ck_assert(!is_proven(long_one));
	ck_assert(!claims_prove(blanks));
}
END_TEST

/* But for the bits at the end of a part that stand for nothing. */
START_TEST(a_token_with_one_character_changed_is_refused)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
				       "nopqrstuvwxyz0123456789-_.=+/ ";
	g_autofree char *token = token_of(HS256, GOOD, G_CHECKSUM_SHA256,
	    SECRET);
	gsize n = strlen(token);

	for (gsize i = strlen("Bearer "); i < n - 1; i++) {
		char was = token[i];

		for (gsize k = 0; k < strlen(alphabet); k++) {
			token[i] = alphabet[k];
			if (alphabet[k] == was)
				continue;
			ck_assert_msg(!is_proven(token), "%zu: %c for %c", i,
			    token[i], was);
		}
		token[i] = was;
	}
	ck_assert(is_proven(token));
}
END_TEST

static struct send_result
judged(long status, const char *body)
{
	const struct http_answer answer = { .came = SEND_ACCEPTED,
		.status = status,
		.type = "application/json",
		.body = body,
		.body_bytes = strlen(body),
		.detail = "" };
	struct send_result result = { 0 };

	vonage_judge_answer(&answer, &result);
	ck_assert(result.outcome == SEND_ACCEPTED || result.detail != NULL);
	return result;
}

static void
expect_outcome(const char *statuses, enum send_outcome outcome)
{
	g_auto(GStrv) all = g_strsplit(statuses, " ", -1);
	g_autoptr(GString) body = g_string_new("{\"messages\":[");
	struct send_result result;

	for (guint i = 0; all[i] != NULL; i++)
		g_string_append_printf(body,
		    "%s{\"to\":\"358401234567\",\"status\":\"%s\","
		    "\"message-id\":\"id-%u\",\"error-text\":\"to "
		    "358401234567\"}",
		    i > 0 ? "," : "", all[i], i);
	g_string_append(body, "]}");
	result = judged(200, body->str);
	ck_assert_msg(result.outcome == outcome, "%s: %s", statuses,
	    send_outcome_name(result.outcome));
	ck_assert_str_eq(result.remote_id, "id-0");
	ck_assert(
	    result.detail == NULL || strstr(result.detail, "358") == NULL);
	send_result_clear(&result);
}

START_TEST(the_status_of_each_part_is_judged)
{
	expect_outcome("0", SEND_ACCEPTED);
	expect_outcome("0 0 0", SEND_ACCEPTED);
	expect_outcome("1", SEND_DEFERRED);
	expect_outcome("5", SEND_DEFERRED);
	expect_outcome("4", SEND_HALTED);
	expect_outcome("9", SEND_HALTED);
	expect_outcome("15", SEND_HALTED);
	expect_outcome("6", SEND_REJECTED);
	expect_outcome("7", SEND_REJECTED);
	expect_outcome("29", SEND_REJECTED);
	expect_outcome("12345", SEND_HALTED);
	expect_outcome("0 1", SEND_IN_DOUBT);
	expect_outcome("1 0", SEND_IN_DOUBT);
}
END_TEST

START_TEST(an_answer_that_cannot_be_read_leaves_it_in_doubt)
{
	static const char *const bodies[] = { "", "ok", "[]", "{}", "null",
		"{\"messages\":[]}", "{\"messages\":{}}", "{\"messages\":[{}]}",
		"{\"messages\":[{\"status\":0}]}",
		"{\"messages\":[{\"status\":\"0\"},1]}",
		"{\"messages\":[{\"status\":\"4\"},1]}",
		"{\"messages\":[{\"status\":\"0\"}]" };

	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
		struct send_result result = judged(200, bodies[i]);

		ck_assert_msg(result.outcome == SEND_IN_DOUBT, "%s", bodies[i]);
		send_result_clear(&result);
	}
	for (long status = 500; status < 504; status += 3) {
		struct send_result result = judged(status, "");

		ck_assert_int_eq(result.outcome, SEND_DEFERRED);
		send_result_clear(&result);
	}
}
END_TEST

static struct arrivals *arrivals;
static struct http_request *request;

static gboolean
comes(const char *method, const char *type, const char *text)
{
	gboolean get = strcmp(method, "GET") == 0;
	g_autoptr(GError) error = NULL;
	gboolean read;

	g_clear_pointer(&arrivals, arrivals_free);
	g_clear_pointer(&request, http_request_free);
	arrivals = arrivals_new("texts");
	request = g_new0(struct http_request, 1);
	request->method = g_strdup(method);
	request->query = g_strdup(get ? text : "");
	request->body = g_bytes_new(text, get ? 0 : strlen(text));
	request->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	g_hash_table_insert(request->headers, g_strdup("content-type"),
	    g_strdup(type));
	read = vonage_hook_read(request, arrivals, &error);
	ck_assert(read == (error == NULL));
	return read;
}

static void
forget(void)
{
	g_clear_pointer(&arrivals, arrivals_free);
	g_clear_pointer(&request, http_request_free);
}

static void
expect_text(const char *words, gint64 written_at)
{
	const struct incoming_text *text;

	ck_assert_uint_eq(arrivals->texts->len, 1);
	ck_assert_uint_eq(arrivals->reports->len, 0);
	text = arrivals->texts->pdata[0];
	ck_assert_str_eq(text->id, "0A-1");
	ck_assert_str_eq(text->from, "+358401234567");
	ck_assert_str_eq(text->to, "358407654321");
	ck_assert_str_eq(text->text, words);
	ck_assert_int_eq(text->written_at, written_at);
}

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded; charset=utf-8"

START_TEST(a_text_is_read_in_every_form_it_comes_in)
{
	ck_assert(comes("POST", JSON,
	    "{\"msisdn\":\"358401234567\",\"to\":\"358407654321\","
	    "\"messageId\":\"0A-1\",\"text\":\"9 \\u00e4\",\"type\":"
	    "\"unicode\",\"keyword\":\"9\","
	    "\"message-timestamp\":\"2026-03-01 12:00:00\"}"));
	expect_text("9 \xc3\xa4", NOW_AT);
	ck_assert(comes("POST", FORM,
	    "msisdn=358401234567&to=358407654321&messageId=0A-1&text=9+%C3%A4&"
	    "message-timestamp=2026-03-01+12%3A00%3A00"));
	expect_text("9 \xc3\xa4", NOW_AT);
	ck_assert(comes("GET", "",
	    "msisdn=358401234567&to=358407654321&messageId=0A-1&text=9"));
	expect_text("9", 0);
	ck_assert(comes("POST", JSON "; charset=utf-8",
	    "{\"to\":\"358407654321\",\"from\":\"358401234567\",\"channel\":"
	    "\"sms\",\"message_uuid\":\"0A-1\",\"timestamp\":"
	    "\"2026-03-01T12:00:00Z\",\"usage\":{\"price\":\"0.1\"},"
	    "\"message_type\":\"text\",\"text\":\"9\",\"sms\":{}}"));
	expect_text("9", NOW_AT);
	ck_assert(comes("POST", FORM,
	    "msisdn=358401234567&to=358407654321&messageId=0A-1&text=9&"
	    "message-timestamp=1969-03-01+12%3A00%3A00"));
	expect_text("9", 0);
}
END_TEST

static void
expect_report(const char *body, enum delivery_state state, const char *name,
    const char *detail)
{
	const struct delivery_report *report;

	ck_assert(comes("POST", JSON, body));
	ck_assert_uint_eq(arrivals->texts->len, 0);
	ck_assert_uint_eq(arrivals->reports->len, 1);
	report = arrivals->reports->pdata[0];
	ck_assert_int_eq(report->state, state);
	ck_assert_str_eq(report->remote_id, "0A-1");
	ck_assert_pstr_eq(report->name, name);
	ck_assert_pstr_eq(report->detail, detail);
	ck_assert(!report->opted_out);
}

START_TEST(a_report_is_read_by_its_status)
{
	expect_report("{\"msisdn\":\"358401234567\",\"to\":\"Aurora\","
		      "\"messageId\":\"0A-1\",\"status\":\"delivered\","
		      "\"err-code\":\"0\",\"client-ref\":\"dabc\"}",
	    DELIVERY_DELIVERED, "dabc", NULL);
	expect_report("{\"messageId\":\"0A-1\",\"status\":\"failed\","
		      "\"err-code\":\"6\",\"client-ref\":\"dabc\"}",
	    DELIVERY_UNDELIVERED, "dabc", "undelivered, error 6");
	expect_report("{\"messageId\":\"0A-1\",\"status\":\"buffered\","
		      "\"err-code\":\"+358401234567\"}",
	    DELIVERY_SENT, NULL, NULL);
	expect_report("{\"message_uuid\":\"0A-1\",\"status\":\"submitted\","
		      "\"client_ref\":\"dabc\"}",
	    DELIVERY_QUEUED, "dabc", NULL);
	ck_assert(comes("POST", JSON,
	    "{\"messageId\":\"0A-1\",\"status\":\"unknown\"}"));
	ck_assert_uint_eq(arrivals->reports->len, 0);
}
END_TEST

START_TEST(what_is_no_text_of_a_number_is_taken_and_left_out)
{
	ck_assert(comes("POST", JSON,
	    "{\"from\":\"358401234567\",\"message_uuid\":\"0A-1\","
	    "\"message_type\":\"image\",\"image\":{\"url\":\"x\"}}"));
	ck_assert_uint_eq(arrivals->texts->len, 0);
	ck_assert(comes("POST", FORM, "msisdn=Bank&messageId=1&text=9"));
	ck_assert_uint_eq(arrivals->texts->len, 0);
	ck_assert(comes("POST", FORM, "msisdn=12345&messageId=1&text=9"));
	ck_assert_uint_eq(arrivals->texts->len, 0);
}
END_TEST

START_TEST(json_that_is_said_to_be_a_form_is_json_all_the_same)
{
	ck_assert(comes("POST", FORM,
	    " {\"msisdn\":\"358401234567\",\"to\":\"358407654321\","
	    "\"messageId\":\"0A-1\",\"text\":\"&msisdn=358409999999&"
	    "messageId=2&text=STOP&\"}"));
	expect_text("&msisdn=358409999999&messageId=2&text=STOP&", 0);
}
END_TEST

START_TEST(nonsense_is_refused)
{
	static const char *const bodies[] = { "", "[]", "1", "{", "{}",
		"{\"msisdn\":\"358401234567\",\"text\":\"9\"}",
		"{\"messageId\":\"0A-1\"}",
		"{\"messageId\":{},\"status\":\"delivered\"}",
		"{\"messageId\":\"0A-1\",\"messageId\":\"2\",\"status\":\"x\"}",
		"{\"messageId\":\"0A-1\",\"status\":\"a\\u0000b\"}" };

	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++)
		ck_assert_msg(!comes("POST", JSON, bodies[i]), "%s", bodies[i]);
	ck_assert(!comes("POST", FORM, "messageId=%zz&status=delivered"));
	/* Its hash would be that of the second. */
	ck_assert(!comes("GET", "",
	    "msisdn=358401234567&messageId=1&text=STOP&text=9"));
	ck_assert(!comes("GET", "", ""));
}
END_TEST

START_TEST(the_payload_of_a_get_is_its_query_as_json)
{
	g_autofree char *expected =
	    g_compute_checksum_for_string(G_CHECKSUM_SHA256,
		"{\"text\":\"9 \xc3\xa4 \\\"x\\\" a/b\",\"a\":\"1\"}", -1);
	g_autofree char *of_query = NULL;
	g_autofree char *of_body = NULL;

	(void)comes("GET", "", "text=9+%C3%A4+%22x%22+a/b&a=1");
	of_query = vonage_payload_hash(request, NULL);
	ck_assert_str_eq(of_query, expected);
	(void)comes("POST", FORM, "abc");
	of_body = vonage_payload_hash(request, NULL);
	ck_assert_str_eq(of_body,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

START_TEST(no_secret_goes_to_another_machine_in_clear)
{
	static const struct {
		const char *url;
		gboolean told;
	} urls[] = {
		{ "http://192.0.2.1/sms/json", TRUE },
		{ "http://127.0.0.1:8080/sms/json", FALSE },
		{ "https://rest.nexmo.com/sms/json", FALSE },
	};
	const struct provider_ops *ops = provider_find("vonage");
	g_autofree char *lines = g_strdup_printf(
	    "api_key = abcd1234\napi_secret_file = hook.secret\n"
	    "from = 358401234567\nurl = %s\n",
	    urls[_i].url);
	g_autofree char *told = NULL;
	struct gateway gateway;

	gateway_begin(&gateway);
	gateway_read(&gateway, ops->keys, lines);
	ops->check(gateway.section, gateway.mistakes);
	told = gateway_mistakes(&gateway);
	ck_assert_msg((strstr(told, "in clear") != NULL) == urls[_i].told,
	    "%s", told);
	ck_assert_msg(urls[_i].told || *told == '\0', "%s", told);
	gateway_end(&gateway);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("vonage");
	TCase *tcase = tcase_create("vonage");

	tcase_add_checked_fixture(tcase, NULL, forget);
	tcase_add_test(tcase, a_fresh_token_of_ours_proves_its_payload);
	tcase_add_test(tcase, another_algorithm_is_refused_whatever_it_says);
	tcase_add_test(tcase,
	    claims_that_are_old_missing_or_not_ours_are_refused);
	tcase_add_test(tcase, what_is_no_token_is_refused);
	tcase_add_test(tcase, a_token_with_one_character_changed_is_refused);
	tcase_add_test(tcase, the_status_of_each_part_is_judged);
	tcase_add_test(tcase, an_answer_that_cannot_be_read_leaves_it_in_doubt);
	tcase_add_test(tcase, a_text_is_read_in_every_form_it_comes_in);
	tcase_add_test(tcase, a_report_is_read_by_its_status);
	tcase_add_test(tcase,
	    what_is_no_text_of_a_number_is_taken_and_left_out);
	tcase_add_test(tcase,
	    json_that_is_said_to_be_a_form_is_json_all_the_same);
	tcase_add_test(tcase, nonsense_is_refused);
	tcase_add_test(tcase, the_payload_of_a_get_is_its_query_as_json);
	tcase_add_loop_test(tcase,
	    no_secret_goes_to_another_machine_in_clear, 0, 3);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
