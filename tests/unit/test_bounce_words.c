/*
 * test_bounce_words.c - what follows from the words and codes of servers, and
 * which addresses stand in their lines.
 */
#include "replies/reports/bounce_words.h"

#include "replies/reports/bounce_address.h"
#include "replies/reports/bounce_status.h"
#include "tests/unit/unit.h"

struct saying {
	const char *text;
	const char *status;
	gboolean permanent;
};

static const struct saying sayings[] = {
	{ "550 5.1.1 <a@example.org>... User unknown", "5.1.1", TRUE },
	{ "550 No such user here", "5.1.1", TRUE },
	{ "550 Requested action not taken: mailbox unavailable", "5.1.1",
	    TRUE },
	{ "550 5.7.1 Nonexistent user", "5.7.1", TRUE },
	{ "550 5.4.1 Recipient address rejected: Access denied. AS(2)",
	    "5.4.1", TRUE },
	{ "554 delivery error: dd This user doesn't have a yahoo.com account",
	    "5.1.1", TRUE },
	{ "552 5.2.2 Over quota", "5.2.2", FALSE },
	{ "mailbox full", "5.2.2", FALSE },
	{ "452 4.2.2 Mailbox full", "4.2.2", FALSE },
	{ "552 Requested mail action aborted: exceeded storage allocation",
	    "5.2.2", FALSE },
	{ "550 5.2.1 The email account that you tried to reach is disabled.",
	    "5.2.1", TRUE },
	{ "554 5.7.1 Service unavailable; Client host blocked using Spamhaus",
	    "5.7.1", FALSE },
	{ "550 5.7.1 Relaying denied", "5.7.1", FALSE },
	{ "550 Message rejected as spam", "5.7.1", FALSE },
	{ "552 5.3.4 Message size exceeds fixed limit", "5.3.4", FALSE },
	{ "message too large", "5.3.4", FALSE },
	{ "550 Host unknown", "5.1.2", TRUE },
	{ "Host or domain name not found. Name service error for name=x",
	    "5.1.2", TRUE },
	{ "connect to mx[192.0.2.1]: Connection timed out", "4.4.1", FALSE },
	{ "retry timeout exceeded", "4.4.7", FALSE },
	{ "mail for example.org loops back to myself", "4.4.6", FALSE },
	{ "550 Sender verify failed: no such user", "5.1.8", FALSE },
	{ "450 4.7.1 Greylisted, try again later", "4.7.1", FALSE },
	{ "550 Dieser Benutzer ist hier leider nicht gefunden worden",
	    "5.1.1", TRUE },
	{ "Le destinataire n’existe pas", "5.1.1", TRUE },
	{ "El usuario no existe", "5.1.1", TRUE },
	{ "550 nobody can read this", "5.0.0", TRUE },
	{ "we regret", NULL, FALSE },
};

START_TEST(words_and_codes_tell_what_is_dead)
{
	const struct saying *saying = &sayings[_i];
	g_autofree char *status = bounce_status_of(NULL, saying->text);

	ck_assert_msg(g_strcmp0(status, saying->status) == 0, "%s: %s",
	    saying->text, status);
	ck_assert_msg(bounce_status_is_permanent(status, saying->text) ==
		saying->permanent,
	    "%s", saying->text);
}
END_TEST

START_TEST(a_field_goes_before_words_unless_it_is_vague)
{
	g_autofree char *field = bounce_status_of("5.2.1 (x)", "550 5.1.1 x");
	g_autofree char *said = bounce_status_of("5.0.0", "550 5.1.1 x");
	g_autofree char *kept = bounce_status_of("5.0.0", "user unknown");
	g_autofree char *other = bounce_status_of("4.0.0", "550 5.1.1 x");

	ck_assert_str_eq(field, "5.2.1");
	ck_assert_str_eq(said, "5.1.1");
	ck_assert_str_eq(kept, "5.0.0");
	ck_assert_str_eq(other, "4.0.0");
	ck_assert(bounce_status_is_permanent("5.0.0", "user unknown"));
	ck_assert(!bounce_status_is_permanent("4.0.0", "user unknown"));
	ck_assert(!bounce_status_is_permanent(NULL, NULL));
}
END_TEST

START_TEST(numbers_that_are_no_codes_are_none)
{
	static const char *const texts[] = { "host 10.5.1.1", "version 5.1.1.2",
		"in 5.12.2025", "5.1.1a" };

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *status = bounce_status_find(texts[i]);

		ck_assert_msg(status == NULL, "%s: %s", texts[i], status);
	}
	ck_assert_int_eq(bounce_status_class("call 55012 or a550 now"), '\0');
	ck_assert_int_eq(bounce_status_class("said: 550-5.1.1 no"), '5');
	ck_assert_int_eq(bounce_status_class("(#421) later"), '4');
}
END_TEST

START_TEST(addresses_are_found_in_running_text)
{
	static const struct {
		const char *line;
		const char *address; /* NULL: none */
	} cases[] = {
		{ "<ada@example.org>: unknown", "ada@example.org" },
		{ "'ada@example.org'.", "ada@example.org" },
		{ "rcpt to=ada@example.org,", "ada@example.org" },
		{ "[SMTP:ada@example.org]", "ada@example.org" },
		{ "<\"ada b\"@example.org>", "\"ada b\"@example.org" },
		{ "<józef@żółw.example>", "józef@żółw.example" },
		{ "无法发送到ada@example.org，", "ada@example.org" },
		{ "<ada@localhost>", "ada@localhost" },
		{ "bounce+ada=example.org@list.example",
		    "bounce+ada=example.org@list.example" },
		{ "<IMCEASMTP-ada+40example+2Eorg@mx.example>",
		    "ada@example.org" },
		{ "5 @ 3.50", NULL },
		{ "@example.org", NULL },
		{ "a@b", NULL },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *at = cases[i].line, *begin;
		g_autofree char *address = bounce_address_next(&at, &begin);

		ck_assert_msg(g_strcmp0(address, cases[i].address) == 0,
		    "%s: %s", cases[i].line, address);
	}
}
END_TEST

START_TEST(fields_hold_addresses_in_many_dresses)
{
	static const struct {
		const char *value;
		const char *address;
	} cases[] = {
		{ "rfc822; ada@example.org", "ada@example.org" },
		{ "RFC822;<ada@example.org>", "ada@example.org" },
		{ "rfc822;\"ada@example.org\"", "ada@example.org" },
		{ "ada@example.org", "ada@example.org" },
		{ "rfc822; Ada <ada@example.org>", "ada@example.org" },
		{ "utf-8; \\x{E9}ve@example.org", "éve@example.org" },
		{ "utf-8; éve@example.org", "éve@example.org" },
		{ "system;<>", NULL },
		{ "rfc822; @mx.example:ada@ims", NULL },
		{ "x-unix; ada", NULL },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *address = bounce_address_of_field(
		    cases[i].value);

		ck_assert_msg(g_strcmp0(address, cases[i].address) == 0,
		    "%s: %s", cases[i].value, address);
	}
	ck_assert_ptr_null(bounce_address_of_field(NULL));
}
END_TEST

static Suite *
bounce_words_suite(void)
{
	Suite *suite = suite_create("bounce_words");
	TCase *tests = tcase_create("bounce_words");

	tcase_add_loop_test(tests, words_and_codes_tell_what_is_dead, 0,
	    (int)G_N_ELEMENTS(sayings));
	tcase_add_test(tests, a_field_goes_before_words_unless_it_is_vague);
	tcase_add_test(tests, numbers_that_are_no_codes_are_none);
	tcase_add_test(tests, addresses_are_found_in_running_text);
	tcase_add_test(tests, fields_hold_addresses_in_many_dresses);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(bounce_words_suite());
}
