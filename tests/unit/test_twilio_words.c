/*
 * test_twilio_words.c - what Twilio's answers, states and lists mean: as data,
 * no socket.
 */
#include <string.h>

#include "providers/twilio_page.h"
#include "providers/twilio_words.h"
#include "tests/unit/unit.h"

#define SID "SM0123456789abcdef0123456789abcdef"
#define LIST "/2010-04-01/Accounts/AC0/Messages.json"

static void
judge(long status, int retry_after_s, const char *body,
    struct send_result *result)
{
	const struct http_answer answer = {
		.came = SEND_ACCEPTED,
		.status = status,
		.retry_after_s = retry_after_s,
		.type = "application/json",
		.body = body,
		.body_bytes = strlen(body),
		.detail = "",
	};

	*result = (struct send_result){ 0 };
	twilio_judge(&answer, result);
	ck_assert_ptr_nonnull(result->detail);
	ck_assert(g_utf8_validate(result->detail, -1, NULL));
}

static void
is_judged(long status, int code, enum send_outcome outcome, gboolean opted_out)
{
	g_autofree char *body = code == 0 ?
	    g_strdup("<html>no</html>") :
	    g_strdup_printf("{\"code\": %d, \"message\": \"No, +15551234567\","
			    " \"status\": %ld}",
		code, status);
	struct send_result result;

	judge(status, 0, body, &result);
	ck_assert_msg(result.outcome == outcome, "%ld %d: %s", status, code,
	    send_outcome_name(result.outcome));
	ck_assert_int_eq(result.opted_out, opted_out);
	ck_assert_ptr_null(result.remote_id);
	ck_assert_ptr_null(strstr(result.detail, "5551234567"));
	send_result_clear(&result);
}

START_TEST(refusals_are_judged_by_whose_fault_they_are)
{
	is_judged(400, 21610, SEND_REJECTED, TRUE);
	is_judged(400, 21211, SEND_REJECTED, FALSE);
	is_judged(400, 21217, SEND_REJECTED, FALSE);
	is_judged(400, 21408, SEND_REJECTED, FALSE);
	is_judged(403, 21408, SEND_REJECTED, FALSE);
	is_judged(400, 21612, SEND_REJECTED, FALSE);
	is_judged(400, 21614, SEND_REJECTED, FALSE);
	is_judged(400, 21999, SEND_REJECTED, FALSE);
	is_judged(400, 0, SEND_REJECTED, FALSE);
	is_judged(401, 20003, SEND_HALTED, FALSE);
	is_judged(403, 20005, SEND_HALTED, FALSE);
	is_judged(401, 0, SEND_HALTED, FALSE);
	is_judged(402, 0, SEND_HALTED, FALSE);
	is_judged(403, 0, SEND_HALTED, FALSE);
	is_judged(404, 20404, SEND_HALTED, FALSE);
	is_judged(404, 0, SEND_HALTED, FALSE);
	is_judged(400, 21212, SEND_HALTED, FALSE);
	is_judged(400, 21606, SEND_HALTED, FALSE);
	is_judged(400, 21659, SEND_HALTED, FALSE);
	is_judged(400, 21660, SEND_HALTED, FALSE);
	is_judged(400, 21703, SEND_HALTED, FALSE);
	is_judged(302, 0, SEND_HALTED, FALSE);
	is_judged(400, 21611, SEND_DEFERRED, FALSE);
	is_judged(408, 0, SEND_DEFERRED, FALSE);
	is_judged(429, 20429, SEND_DEFERRED, FALSE);
	is_judged(429, 21610, SEND_DEFERRED, FALSE);
	is_judged(429, 0, SEND_DEFERRED, FALSE);
}
END_TEST

START_TEST(a_server_error_may_hide_a_text_that_was_taken)
{
	is_judged(500, 20500, SEND_IN_DOUBT, FALSE);
	is_judged(500, 0, SEND_IN_DOUBT, FALSE);
	is_judged(502, 0, SEND_IN_DOUBT, FALSE);
	is_judged(503, 0, SEND_IN_DOUBT, FALSE);
	is_judged(504, 0, SEND_IN_DOUBT, FALSE);
	is_judged(503, 20503, SEND_DEFERRED, FALSE);
	is_judged(500, 21610, SEND_IN_DOUBT, FALSE);
}
END_TEST

START_TEST(retry_after_is_taken_over)
{
	struct send_result result;

	judge(429, 17, "{\"code\": 20429}", &result);
	ck_assert_int_eq(result.outcome, SEND_DEFERRED);
	ck_assert_int_eq(result.retry_after_s, 17);
	ck_assert_str_eq(result.detail, "429, error 20429: too many requests");
	send_result_clear(&result);
}
END_TEST

START_TEST(what_was_made_is_accepted_by_its_sid)
{
	struct send_result result;

	judge(201, 0, "{\"sid\": \"" SID "\", \"status\": \"queued\"}",
	    &result);
	ck_assert_int_eq(result.outcome, SEND_ACCEPTED);
	ck_assert_str_eq(result.remote_id, SID);
	ck_assert_str_eq(result.detail, "queued");
	send_result_clear(&result);
	judge(201, 0, "{\"sid\": \"" SID "\", \"status\": \"<b>\"}", &result);
	ck_assert_int_eq(result.outcome, SEND_ACCEPTED);
	ck_assert_str_eq(result.detail, "taken");
	send_result_clear(&result);
}
END_TEST

START_TEST(what_was_made_and_failed_at_once_has_not_left)
{
	struct send_result result;

	judge(201, 0,
	    "{\"sid\": \"" SID "\", \"status\": \"failed\","
	    " \"error_code\": 21610}",
	    &result);
	ck_assert_int_eq(result.outcome, SEND_REJECTED);
	ck_assert(result.opted_out);
	ck_assert_str_eq(result.remote_id, SID);
	send_result_clear(&result);
	judge(201, 0, "{\"sid\": \"" SID "\", \"status\": \"failed\"}",
	    &result);
	ck_assert_int_eq(result.outcome, SEND_REJECTED);
	ck_assert(!result.opted_out);
	send_result_clear(&result);
	judge(201, 0,
	    "{\"sid\": \"" SID "\", \"status\": \"failed\","
	    " \"error_code\": 30002}",
	    &result);
	ck_assert_int_eq(result.outcome, SEND_HALTED);
	send_result_clear(&result);
}
END_TEST

START_TEST(a_success_without_a_sid_is_in_doubt)
{
	static const char *const bodies[] = { "", "{}", "[]", "null", "{",
		"{\"sid\": 1}", "{\"sid\": \"SM1\"}", "{\"sid\": null}",
		"<TwilioResponse/>" };

	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
		struct send_result result;

		judge(201, 0, bodies[i], &result);
		ck_assert_int_eq(result.outcome, SEND_IN_DOUBT);
		ck_assert_ptr_null(result.remote_id);
		send_result_clear(&result);
	}
}
END_TEST

START_TEST(their_words_are_kept_without_numbers_and_control_characters)
{
	struct send_result result;
	g_autoptr(GString) body = g_string_new("{\"code\": 21999, "
					       "\"message\": \"");

	judge(400, 0,
	    "{\"code\": 21999, \"message\": \"The 'To' +15551234567 is\\n"
	    "\\u001b[31m no 9 of +1 555.\"}",
	    &result);
	ck_assert_str_eq(result.detail,
	    "400, error 21999: The 'To' *** is ?[31m no 9 of +1 555.");
	send_result_clear(&result);
	while (body->len < 5000)
		g_string_append(body, "word ");
	g_string_append(body, "\"}");
	judge(400, 0, body->str, &result);
	ck_assert_uint_lt(strlen(result.detail), 400);
	send_result_clear(&result);
}
END_TEST

START_TEST(states_have_ranks)
{
	static const struct {
		const char *status;
		enum delivery_state state;
	} states[] = {
		{ "accepted", DELIVERY_QUEUED },
		{ "queued", DELIVERY_QUEUED },
		{ "sending", DELIVERY_QUEUED },
		{ "sent", DELIVERY_SENT },
		{ "delivered", DELIVERY_DELIVERED },
		{ "undelivered", DELIVERY_UNDELIVERED },
		{ "failed", DELIVERY_UNDELIVERED },
		{ "canceled", DELIVERY_UNDELIVERED },
	};
	enum delivery_state state;

	for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
		ck_assert(twilio_state_read(states[i].status, &state));
		ck_assert_int_eq(state, states[i].state);
	}
	ck_assert(!twilio_state_read("received", &state));
	ck_assert(!twilio_state_read("Delivered", &state));
	ck_assert(!twilio_state_read("", &state));
}
END_TEST

START_TEST(sids_and_numbers_have_their_form)
{
	ck_assert(twilio_is_sid(SID, "SM"));
	ck_assert(!twilio_is_sid(SID, "MM"));
	ck_assert(!twilio_is_sid(SID "0", "SM"));
	ck_assert(!twilio_is_sid("SM", "SM"));
	ck_assert(!twilio_is_sid("SM0123456789abcdef0123456789abcdeg", "SM"));
	ck_assert(twilio_is_number("+358401234567"));
	ck_assert(twilio_is_number("+15005550006"));
	ck_assert(!twilio_is_number("358401234567"));
	ck_assert(!twilio_is_number("+0401234567"));
	ck_assert(!twilio_is_number("+3584012 34567"));
	ck_assert(!twilio_is_number("+123456"));
	ck_assert(!twilio_is_number("+1234567890123456"));
	ck_assert(!twilio_is_number("++358401234567"));
	ck_assert(!twilio_is_number("+"));
	ck_assert(!twilio_is_number(""));
}
END_TEST

static struct twilio_page *
page_of(const char *body, GError **error)
{
	return twilio_page_parse(body, strlen(body), LIST, error);
}

START_TEST(a_page_is_read)
{
	g_autoptr(twilio_page) page =
	    page_of("{\"messages\": [{\"sid\": \"" SID
		    "\", \"direction\": \"inbound\","
		    " \"from\": \"+358401234567\", \"to\": \"+358407654321\","
		    " \"body\": \"9 \\u00e4\", \"status\": \"received\","
		    " \"date_created\": \"Fri, 24 May 2019 17:44:46 +0000\","
		    " \"date_sent\": \"Fri, 24 May 2019 17:44:50 +0000\","
		    " \"date_updated\": null, \"error_code\": null}],"
		    " \"next_page_uri\": \"" LIST "?Page=1&PageToken=PA0\"}",
		NULL);
	const struct twilio_message *message;

	ck_assert_ptr_nonnull(page);
	ck_assert_str_eq(page->next, LIST "?Page=1&PageToken=PA0");
	ck_assert_uint_eq(page->messages->len, 1);
	message = &g_array_index(page->messages, struct twilio_message, 0);
	ck_assert(message->inbound);
	ck_assert_str_eq(message->sid, SID);
	ck_assert_str_eq(message->from, "+358401234567");
	ck_assert_str_eq(message->to, "+358407654321");
	ck_assert_str_eq(message->body, "9 \xc3\xa4");
	ck_assert_str_eq(message->status, "received");
	ck_assert_ptr_null(message->service);
	ck_assert_int_eq(message->created_at, 1558719886);
	ck_assert_int_eq(message->sent_at, 1558719890);
	ck_assert_int_eq(message->updated_at, 0);
	ck_assert_int_eq(message->error_code, 0);
}
END_TEST

START_TEST(wrong_types_in_a_page_are_not_told)
{
	g_autoptr(twilio_page) page =
	    page_of("{\"messages\": [1, null, [], {}, \"x\","
		    " {\"sid\": 1, \"direction\": \"inbound\"},"
		    " {\"sid\": \"" SID "\"},"
		    " {\"sid\": \"" SID "\", \"direction\": []},"
		    " {\"sid\": \"" SID "\", \"direction\": \"sideways\"},"
		    " {\"sid\": \"../x\", \"direction\": \"inbound\"},"
		    " {\"sid\": \"" SID "\", \"direction\": \"outbound-api\","
		    " \"from\": 1, \"to\": [], \"body\": {}, \"status\": true,"
		    " \"messaging_service_sid\": 7, \"date_created\": 12,"
		    " \"date_sent\": \"yesterday\", \"date_updated\": \"\","
		    " \"error_code\": \"30003\"}],"
		    " \"next_page_uri\": null}",
		NULL);
	const struct twilio_message *message;

	ck_assert_ptr_nonnull(page);
	ck_assert_ptr_null(page->next);
	ck_assert_uint_eq(page->messages->len, 1);
	message = &g_array_index(page->messages, struct twilio_message, 0);
	ck_assert(!message->inbound);
	ck_assert_ptr_null(message->from);
	ck_assert_ptr_null(message->to);
	ck_assert_ptr_null(message->body);
	ck_assert_ptr_null(message->status);
	ck_assert_ptr_null(message->service);
	ck_assert_int_eq(message->created_at, 0);
	ck_assert_int_eq(message->sent_at, 0);
	ck_assert_int_eq(message->updated_at, 0);
	ck_assert_int_eq(message->error_code, 30003);
}
END_TEST

START_TEST(what_is_no_page_is_refused)
{
	static const char *const bodies[] = { "", "[]", "null", "{}", "{",
		"{\"messages\": {}}", "{\"messages\": null}",
		"<TwilioResponse/>" };
	g_autoptr(GString) deep = g_string_new("{\"messages\": ");

	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_ptr_null(page_of(bodies[i], &error));
		ck_assert_ptr_nonnull(error);
	}
	while (deep->len < HTTP_ANSWER_MAX_BYTES)
		g_string_append_c(deep, '[');
	ck_assert_ptr_null(page_of(deep->str, NULL));
}
END_TEST

START_TEST(the_next_page_is_of_the_same_list_or_refused)
{
	static const char *const others[] = {
		"1",
		"{}",
		"\"\"",
		"\"" LIST "\"",
		"\"" LIST "x?Page=1\"",
		"\"https://evil.example" LIST "?Page=1\"",
		"\"//evil.example" LIST "?Page=1\"",
		"\"@evil.example" LIST "?Page=1\"",
		"\"/2010-04-01/Accounts/AC1/Messages.json?Page=1\"",
		"\"" LIST "?Page=1\\r\\nX: y\"",
		"\"" LIST "?Page=1 x\"",
		"\"" LIST "?Page=1#x\"",
		"\"" LIST "?Page=\\u00e4\"",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *body =
		    g_strdup_printf("{\"messages\": [], \"next_page_uri\": %s}",
			others[i]);
		g_autoptr(GError) error = NULL;

		ck_assert_msg(page_of(body, &error) == NULL, "%s", others[i]);
		ck_assert_ptr_nonnull(error);
	}
}
END_TEST

START_TEST(a_body_is_known_again)
{
	g_autoptr(GBytes) ours = g_bytes_new_static("Aurora \xe2\x80\x9cSpa"
						    "\xe2\x80\x9d: 0-10?",
	    strlen("Aurora \xe2\x80\x9cSpa\xe2\x80\x9d: 0-10?"));
	g_autoptr(GBytes) signs = g_bytes_new_static("?!", 2);

	ck_assert(
	    twilio_body_is("Aurora \xe2\x80\x9cSpa\xe2\x80\x9d: 0-10?", ours));
	ck_assert(twilio_body_is("Sent from your Twilio trial account - "
				 "Aurora \xe2\x80\x9cSpa\xe2\x80\x9d: 0-10?",
	    ours));
	ck_assert(twilio_body_is("Aurora \"Spa\": 0-10?", ours));
	ck_assert(!twilio_body_is("Aurora Spa: 1-10?", ours));
	ck_assert(
	    !twilio_body_is("Sent from your Twilio trial account - ", ours));
	ck_assert(!twilio_body_is("", ours));
	ck_assert(twilio_body_is("?!", signs));
	ck_assert(!twilio_body_is("!!", signs));
	ck_assert(!twilio_body_is("", signs));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("twilio_words");
	TCase *tcase = tcase_create("answers");

	tcase_add_test(tcase, refusals_are_judged_by_whose_fault_they_are);
	tcase_add_test(tcase, a_server_error_may_hide_a_text_that_was_taken);
	tcase_add_test(tcase, retry_after_is_taken_over);
	tcase_add_test(tcase, what_was_made_is_accepted_by_its_sid);
	tcase_add_test(tcase, what_was_made_and_failed_at_once_has_not_left);
	tcase_add_test(tcase, a_success_without_a_sid_is_in_doubt);
	tcase_add_test(tcase,
	    their_words_are_kept_without_numbers_and_control_characters);
	tcase_add_test(tcase, states_have_ranks);
	tcase_add_test(tcase, sids_and_numbers_have_their_form);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("pages");
	tcase_add_test(tcase, a_page_is_read);
	tcase_add_test(tcase, wrong_types_in_a_page_are_not_told);
	tcase_add_test(tcase, what_is_no_page_is_refused);
	tcase_add_test(tcase, the_next_page_is_of_the_same_list_or_refused);
	tcase_add_test(tcase, a_body_is_known_again);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
