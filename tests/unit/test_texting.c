/* test_texting.c - whom a text may reach, and what it counts against. */
#include "scheduler/texting.h"

#include <string.h>

#include "tests/unit/unit.h"

#define NOW_AT 1772366400 /* 2026-03-01T12:00:00Z */

static char *home[] = { (char *)"FI", NULL };
static struct settings settings;
static struct event event;

static void
begin(void)
{
	settings = (struct settings){
		.organisation.zone = g_time_zone_new_utc(),
		.texting.countries = home,
		.texting.consent_attribute = (char *)"sms_consent",
	};
	event = (struct event){ .contact.phone = (char *)"+358401234567" };
}

static void
end(void)
{
	g_time_zone_unref(settings.organisation.zone);
}

/* NULL: it is allowed. */
static void
refusal_is(const char *expected)
{
	g_autofree char *found = texting_refusal(&settings, &event.contact,
	    &event);

	if (expected == NULL)
		ck_assert_msg(found == NULL, "%s", found);
	else
		ck_assert_str_eq(found, expected);
}

static void
number_refusal_is(const char *number, const char *expected)
{
	event.contact.phone = (char *)number;
	refusal_is(expected);
}

START_TEST(a_mobile_number_at_home_may_be_texted)
{
	refusal_is(NULL);
}
END_TEST

START_TEST(without_a_number_nobody_is_texted)
{
	number_refusal_is(NULL, "no phone number is known");
}
END_TEST

START_TEST(a_country_that_is_not_allowed_is_refused)
{
	static char *two[] = { (char *)"FI", (char *)"SE", NULL };
	static char *none[] = { NULL };

	number_refusal_is("+46701234567",
	    "the number is of SE; texts may go to FI");
	settings.texting.countries = two;
	refusal_is(NULL);
	number_refusal_is("+12125550123",
	    "the number is of US; texts may go to FI, SE");
	settings.texting.countries = none;
	number_refusal_is("+358401234567",
	    "the number is of FI; texts may go to no country");
}
END_TEST

START_TEST(a_number_that_costs_extra_is_refused)
{
	number_refusal_is("+358600123456",
	    "the number is a premium or shared-cost one");
}
END_TEST

START_TEST(a_number_that_cannot_exist_is_refused)
{
	number_refusal_is("+35812", "the number is none that can exist");
	number_refusal_is("+999123456789", "the number is none that can exist");
}
END_TEST

START_TEST(a_fixed_line_cannot_get_texts_unless_one_came_from_it)
{
	g_autofree char *answer = texting_answer_refusal(&settings,
	    "+358912345678");

	number_refusal_is("+358912345678",
	    "the number is a fixed line, and cannot get texts");
	ck_assert_ptr_null(answer);
}
END_TEST

START_TEST(a_text_from_abroad_or_from_a_premium_number_is_not_answered)
{
	g_autofree char *abroad = texting_answer_refusal(&settings,
	    "+46701234567");
	g_autofree char *premium = texting_answer_refusal(&settings,
	    "+358600123456");

	ck_assert_str_eq(abroad, "the number is of SE; texts may go to FI");
	ck_assert_str_eq(premium, "the number is a premium or shared-cost one");
}
END_TEST

/* Attributes as "{...}" or NULL. */
static void
consent_is(const char *contact, const char *happened, const char *expected)
{
	event.contact.attributes = (char *)contact;
	event.attributes = (char *)happened;
	refusal_is(expected);
}

START_TEST(consent_is_asked_for_only_if_it_is_required)
{
	consent_is("{\"sms_consent\": \"no\"}", NULL, NULL);
	settings.texting.consent_required = TRUE;
	consent_is("{\"sms_consent\": \"no\"}", NULL,
	    "no consent to texts: sms_consent does not say yes");
	consent_is(NULL, NULL, "no consent to texts: sms_consent is not there");
	consent_is("{\"plan\": \"yes\"}", "{\"plan\": \"yes\"}",
	    "no consent to texts: sms_consent is not there");
}
END_TEST

START_TEST(yes_is_said_in_several_ways)
{
	static const char *const yes[] = { "\"yes\"", "\" YES \"", "\"true\"",
		"\"1\"", "true", "1" };
	static const char *const no[] = { "\"no\"", "\"\"", "\"y\"", "false",
		"0", "2", "1.0", "[true]", "\"yes, but\"" };

	settings.texting.consent_required = TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(yes); i++) {
		g_autofree char *text = g_strdup_printf("{\"sms_consent\": %s}",
		    yes[i]);

		consent_is(text, NULL, NULL);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(no); i++) {
		g_autofree char *text = g_strdup_printf("{\"sms_consent\": %s}",
		    no[i]);

		consent_is(text, NULL,
		    "no consent to texts: sms_consent does not say yes");
	}
}
END_TEST

START_TEST(a_no_counts_whoever_says_it)
{
	static const char yes[] = "{\"sms_consent\": true}";
	static const char no[] = "{\"sms_consent\": false}";
	static const char unsaid[] = "{\"sms_consent\": null}";

	settings.texting.consent_required = TRUE;
	consent_is(yes, no,
	    "no consent to texts: sms_consent does not say yes");
	consent_is(yes, unsaid, NULL);
	consent_is(no, yes,
	    "no consent to texts: sms_consent does not say yes");
	consent_is(NULL, yes, NULL);
	consent_is(unsaid, yes, NULL);
	consent_is("{}", no,
	    "no consent to texts: sms_consent does not say yes");
}
END_TEST

START_TEST(a_text_is_charged_by_its_segments)
{
	char text[162];
	struct text_charge charge;

	settings.texting.price_micro = 79000;
	settings.texting.max_per_number = 3;
	settings.texting.max_per_prefix = 20;
	settings.texting.max_per_day = 500;
	settings.texting.budget_micro = 50000000;
	memset(text, 'a', sizeof(text) - 1);
	text[161] = '\0';
	texting_charge(&settings, "+358401234567", text, NOW_AT, &charge);
	ck_assert_str_eq(charge.number, "+358401234567");
	ck_assert_int_eq(charge.day, 20513);
	ck_assert_int_eq(charge.cost_micro, 2 * 79000);
	ck_assert_uint_eq(charge.max_per_number, 3);
	ck_assert_uint_eq(charge.max_per_prefix, 20);
	ck_assert_uint_eq(charge.max_per_day, 500);
	ck_assert_int_eq(charge.budget_micro, 50000000);
	ck_assert_int_eq(charge.conversation_s, 0);
	text[160] = '\0';
	texting_charge(&settings, "+358401234567", text, NOW_AT, &charge);
	ck_assert_int_eq(charge.cost_micro, 79000);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("texting");
	TCase *tcase = tcase_create("texting");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_mobile_number_at_home_may_be_texted);
	tcase_add_test(tcase, without_a_number_nobody_is_texted);
	tcase_add_test(tcase, a_country_that_is_not_allowed_is_refused);
	tcase_add_test(tcase, a_number_that_costs_extra_is_refused);
	tcase_add_test(tcase, a_number_that_cannot_exist_is_refused);
	tcase_add_test(tcase,
	    a_fixed_line_cannot_get_texts_unless_one_came_from_it);
	tcase_add_test(tcase,
	    a_text_from_abroad_or_from_a_premium_number_is_not_answered);
	tcase_add_test(tcase, consent_is_asked_for_only_if_it_is_required);
	tcase_add_test(tcase, yes_is_said_in_several_ways);
	tcase_add_test(tcase, a_no_counts_whoever_says_it);
	tcase_add_test(tcase, a_text_is_charged_by_its_segments);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
