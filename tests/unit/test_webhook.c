/*
 * test_webhook.c - signatures of webhooks against the vector of the Standard
 * Webhooks specification, secrets, what answers mean, and the keys of the
 * providers webhook and slack.
 */
#include <string.h>

#include "providers/slack.h"
#include "providers/webhook.h"
#include "tests/unit/gateway.h"
#include "tests/unit/unit.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define OTHER "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define BODY "{\"test\": 2432232314}"

static char *
sign(const char *secrets_line, const char *id, gint64 at, const char *body)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) secrets = webhook_secrets(secrets_line, &error);

	g_assert_no_error(error);
	return webhook_sign(secrets, id, at, body, strlen(body));
}

START_TEST(the_specifications_vector_is_signed_as_it_says)
{
	g_autofree char *signature = sign(SECRET,
	    "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY);
	g_autofree char *other = sign(OTHER, "alert-1", 0, "");

	ck_assert_str_eq(signature,
	    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	/* By Python's hmac. */
	ck_assert_str_eq(other,
	    "v1,ka/G/uF8OL8UXIXkNwLUP+ur+mC8SUEAsz3Gb+Q15Yg=");
}
END_TEST

START_TEST(while_a_secret_is_changed_both_sign)
{
	g_autofree char *both = sign(SECRET "  " OTHER, "x", 1, BODY);
	g_autofree char *one = sign(SECRET, "x", 1, BODY);
	g_autofree char *other = sign(OTHER, "x", 1, BODY);
	g_autofree char *joined = g_strconcat(one, " ", other, NULL);

	ck_assert_str_eq(both, joined);
	ck_assert_str_ne(one, other);
}
END_TEST

START_TEST(what_is_no_secret_is_refused_and_not_repeated)
{
	static const char *const lines[] = {
		"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		"whsec_",
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La",
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_",
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZI=2LaLaSw",
		SECRET " MfKQ9r8G",
		SECRET " " SECRET " " SECRET " " SECRET " " SECRET,
		" ",
		"",
		"whsec_====",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_msg(webhook_secrets(lines[i], &error) == NULL, "%s",
		    lines[i]);
		ck_assert_ptr_nonnull(error);
		ck_assert_msg(strstr(error->message, "MfKQ") == NULL, "%s",
		    error->message);
	}
}
END_TEST

START_TEST(a_status_means_taken_later_or_mend_it)
{
	static const struct {
		long status;
		enum send_outcome outcome;
	} cases[] = {
		{ 200, SEND_ACCEPTED },
		{ 202, SEND_ACCEPTED },
		{ 204, SEND_ACCEPTED },
		{ 301, SEND_HALTED },
		{ 307, SEND_HALTED },
		{ 400, SEND_DEFERRED },
		{ 401, SEND_HALTED },
		{ 403, SEND_HALTED },
		{ 404, SEND_HALTED },
		{ 408, SEND_DEFERRED },
		{ 409, SEND_DEFERRED },
		{ 410, SEND_HALTED },
		{ 422, SEND_DEFERRED },
		{ 425, SEND_DEFERRED },
		{ 429, SEND_DEFERRED },
		{ 500, SEND_DEFERRED },
		{ 502, SEND_DEFERRED },
		{ 503, SEND_DEFERRED },
		{ 504, SEND_DEFERRED },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct http_answer answer = { .status = cases[i].status,
			.retry_after_s = 7 };
		struct send_result result = { 0 };

		webhook_judge(&answer, &result);
		ck_assert_msg(result.outcome == cases[i].outcome, "%ld is %s",
		    cases[i].status, send_outcome_name(result.outcome));
		ck_assert_int_eq(result.retry_after_s,
		    result.outcome == SEND_ACCEPTED ? 0 : 7);
		send_result_clear(&result);
	}
}
END_TEST

static char *
mistakes_of(const struct provider_ops *ops, const char *secret,
    const char *lines)
{
	struct gateway gateway;
	char *mistakes;

	gateway_begin(&gateway);
	gateway_write(&gateway, "it", secret);
	gateway_read(&gateway, ops->keys, lines);
	ops->check(gateway.section, gateway.mistakes);
	mistakes = gateway_mistakes(&gateway);
	gateway_end(&gateway);
	return mistakes;
}

START_TEST(the_keys_are_checked_before_anything_is_sent)
{
	static const struct {
		const struct provider_ops *ops;
		const char *secret, *lines, *mistake;
	} cases[] = {
		{ &webhook_provider, SECRET "\n",
		    "url = https://crm.example.com/x\nsecret_file = it\n", "" },
		{ &webhook_provider, SECRET,
		    "url = http://127.0.0.1:8080/x\nsecret_file = it\n", "" },
		{ &webhook_provider, SECRET,
		    "url = http://crm.example.com/x\nsecret_file = it\n",
		    "in clear" },
		{ &webhook_provider, "secret",
		    "url = https://crm.example.com/x\nsecret_file = it\n",
		    "whsec_" },
		{ &slack_provider, "https://hooks.example.com/services/T/B/X",
		    "url_file = it\n", "" },
		{ &slack_provider, "http://localhost:99/x",
		    "url_file = it\n", "" },
		{ &slack_provider, "http://hooks.example.com/services/T/B/X",
		    "url_file = it\n", "https://" },
		{ &slack_provider, "T/B/X", "url_file = it\n", "https://" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = mistakes_of(cases[i].ops,
		    cases[i].secret, cases[i].lines);

		if (*cases[i].mistake == '\0')
			ck_assert_str_eq(found, "");
		ck_assert_msg(strstr(found, cases[i].mistake) != NULL, "%s",
		    found);
		ck_assert_ptr_null(strstr(found, "T/B/X"));
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("webhook");
	TCase *tcase = tcase_create("webhook");

	tcase_add_test(tcase, the_specifications_vector_is_signed_as_it_says);
	tcase_add_test(tcase, while_a_secret_is_changed_both_sign);
	tcase_add_test(tcase, what_is_no_secret_is_refused_and_not_repeated);
	tcase_add_test(tcase, a_status_means_taken_later_or_mend_it);
	tcase_add_test(tcase, the_keys_are_checked_before_anything_is_sent);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
