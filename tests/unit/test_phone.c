/* test_phone.c - what people write for numbers, and what is known of them. */
#include "base/phone.h"

#include <string.h>

#include "base/errors.h"
#include "tests/unit/unit.h"

START_TEST(numbers_become_e164)
{
	static const struct {
		const char *text, *country, *e164;
	} each[] = {
		{ "+358401234567", NULL, "+358401234567" },
		{ "+358 40 123 4567", "SE", "+358401234567" },
		{ "040 1234567", "FI", "+358401234567" },
		{ "040-1234567", "FI", "+358401234567" },
		{ "(040) 123 4567", "FI", "+358401234567" },
		{ "00358401234567", "FI", "+358401234567" },
		{ " 040 1234567 ", "FI", "+358401234567" },
		{ "070-123 45 67", "SE", "+46701234567" },
		{ "912 345 678", "PT", "+351912345678" },
		{ "06 12 34 56 78", "FR", "+33612345678" },
		{ "+33 (0)6 12 34 56 78", NULL, "+33612345678" },
		{ "(212) 555-0123", "US", "+12125550123" },
		/* An Italian zero is part of the number. */
		{ "06 698 12345", "IT", "+390669812345" },
		/* Full-width and Arabic digits. */
		{ "\xEF\xBC\x8B\xEF\xBC\x93\xEF\xBC\x95\xEF\xBC\x98"
		  "401234567",
		    NULL, "+358401234567" },
		{ "\xD9\xA0\xD9\xA4\xD9\xA0 1234567", "FI", "+358401234567" },
		/* Of no range that is known, of no length of its country. */
		{ "+358990000000", NULL, "+358990000000" },
		{ "+1555000774", NULL, "+1555000774" },
		{ "+47555000048", NULL, "+47555000048" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *e164 = phone_normalise(each[i].text,
		    each[i].country, &error);

		ck_assert_msg(error == NULL, "%s: %s", each[i].text,
		    error != NULL ? error->message : "");
		ck_assert_str_eq(e164, each[i].e164);
	}
}
END_TEST

START_TEST(what_is_no_number_is_refused_with_the_reason)
{
	static const struct {
		const char *text, *country, *said;
	} each[] = {
		{ "040 1234567", NULL, "no country code" },
		{ "", "FI", "no telephone number" },
		{ "+", "FI", "no telephone number" },
		{ "hello", "FI", "no telephone number" },
		{ "call 040 1234567", "FI", "no telephone number" },
		{ "0800 FLOWERS", "US", "no telephone number" },
		{ "+358401234567 ext. 5", NULL, "no telephone number" },
		{ "+358401234567#5", NULL, "extension" },
		{ "+358401234567\r\nTo: x", NULL, "no telephone number" },
		{ "040\t1234567", "FI", "no telephone number" },
		{ "040 \xFF", "FI", "no telephone number" },
		{ "+999123456789", NULL, "country code that is none" },
		{ "+3584", NULL, "too short" },
		{ "+35840123456789012", NULL, "too long" },
		{ "+35840", NULL, "too short" },
		{ "555 0123", "US", "lacks its area code" },
		{ "0401", "FI", "too short" },
		{ "21255501234", "US", "too long" },
		{ "040 1234567 / 050 7654321", "FI", "too long" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *e164 = phone_normalise(each[i].text,
		    each[i].country, &error);

		ck_assert_msg(e164 == NULL, "%s is %s", each[i].text, e164);
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_DATA));
		ck_assert_msg(strstr(error->message, each[i].said) != NULL,
		    "%s: %s", each[i].text, error->message);
	}
}
END_TEST

START_TEST(a_long_text_is_refused_and_not_repeated)
{
	g_autofree char *digits = g_strnfill(10 * 1000 * 1000, '7');
	g_autofree char *brackets = g_strnfill(64, '(');
	g_autofree char *plus = g_strnfill(64, '+');
	const char *const each[] = { digits, brackets, plus };
	struct phone_facts facts;

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_ptr_null(phone_normalise(each[i], "FI", &error));
		ck_assert_uint_lt(strlen(error->message), 200);
		ck_assert_ptr_null(strstr(error->message, "777"));
		phone_look(each[i], &facts);
		ck_assert_int_eq(facts.kind, PHONE_UNKNOWN);
		ck_assert_str_eq(facts.country, "");
	}
}
END_TEST

START_TEST(kinds_and_countries_are_told)
{
	static const struct {
		const char *e164;
		enum phone_kind kind;
		const char *country;
	} each[] = {
		{ "+358401234567", PHONE_MOBILE, "FI" },
		{ "+447400123456", PHONE_MOBILE, "GB" },
		{ "+351912345678", PHONE_MOBILE, "PT" },
		/* Where mobile and fixed look alike. */
		{ "+12125550123", PHONE_MOBILE, "US" },
		{ "+16135550123", PHONE_MOBILE, "CA" },
		{ "+17872345678", PHONE_MOBILE, "PR" },
		{ "+35891234567", PHONE_FIXED, "FI" },
		{ "+3222123456", PHONE_FIXED, "BE" },
		{ "+35870012345", PHONE_PREMIUM, "FI" },
		{ "+19002345678", PHONE_PREMIUM, "US" },
		{ "+449012345678", PHONE_PREMIUM, "GB" },
		{ "+33891123456", PHONE_PREMIUM, "FR" },
		{ "+491801234567", PHONE_PREMIUM, "DE" },
		{ "+447012345678", PHONE_PREMIUM, "GB" },
		{ "+18002345678", PHONE_OTHER, "US" },
		{ "+358800123456", PHONE_OTHER, "FI" },
		{ "+80012345678", PHONE_OTHER, "" },
		{ "+358990000000", PHONE_UNKNOWN, "FI" },
		{ "+1555000774", PHONE_UNKNOWN, "" },
		{ "+47555000048", PHONE_UNKNOWN, "NO" },
		{ "+999123456789", PHONE_UNKNOWN, "" },
		{ "0401234567", PHONE_UNKNOWN, "" },
		{ "nonsense", PHONE_UNKNOWN, "" },
		{ "", PHONE_UNKNOWN, "" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		struct phone_facts facts;

		phone_look(each[i].e164, &facts);
		ck_assert_msg(facts.kind == each[i].kind, "%s is of kind %d",
		    each[i].e164, facts.kind);
		ck_assert_str_eq(facts.country, each[i].country);
	}
}
END_TEST

/* So many that some share a place in what is remembered. */
START_TEST(a_number_asked_for_again_is_of_the_same_country)
{
	for (guint i = 0; i < 6000; i++) {
		g_autofree char *number = i % 2 == 0 ?
		    g_strdup_printf("+3584012%05u", i % 3000) :
		    g_strdup_printf("+4670123%04u", i % 3000);
		struct phone_facts facts;

		phone_look(number, &facts);
		ck_assert_str_eq(facts.country, i % 2 == 0 ? "FI" : "SE");
		ck_assert_int_eq(facts.kind, PHONE_MOBILE);
	}
}
END_TEST

START_TEST(countries_are_codes_of_two_capital_letters)
{
	static const char *const none[] = { "", "fi", "F", "FIN", "XX", "ZZ",
		"001", "Finland", "\xFF" };

	ck_assert(phone_is_country("FI"));
	ck_assert(phone_is_country("GB"));
	ck_assert(phone_is_country("XK"));
	for (guint i = 0; i < G_N_ELEMENTS(none); i++)
		ck_assert_msg(!phone_is_country(none[i]), "%s", none[i]);
}
END_TEST

static void
zones_are(const char *e164, const char *expected)
{
	g_auto(GStrv) zones = phone_zones(e164);
	g_autofree char *all = g_strjoinv(" ", zones);

	ck_assert_str_eq(all, expected);
}

START_TEST(zones_are_those_of_the_country)
{
	g_auto(GStrv) us = phone_zones("+12125550123");
	const char *const *all = (const char *const *)us;

	zones_are("+358401234567", "Europe/Helsinki");
	zones_are("+351912345678",
	    "Europe/Lisbon Atlantic/Madeira Atlantic/Azores");
	zones_are("+17872345678", "America/Puerto_Rico");
	zones_are("+38343201234", "Europe/Belgrade");
	ck_assert_uint_ge(g_strv_length(us), 20);
	ck_assert(g_strv_contains(all, "America/New_York"));
	ck_assert(g_strv_contains(all, "Pacific/Honolulu"));
	ck_assert(!g_strv_contains(all, "America/Toronto"));
	for (guint i = 0; us[i] != NULL; i++) {
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(us[i]);

		ck_assert_msg(zone != NULL, "%s", us[i]);
	}
}
END_TEST

START_TEST(of_a_number_of_no_country_no_zone_is_known)
{
	zones_are("+80012345678", "");
	zones_are("+999123456789", "");
	zones_are("nonsense", "");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("phone");
	TCase *tcase = tcase_create("phone");

	tcase_add_test(tcase, numbers_become_e164);
	tcase_add_test(tcase, what_is_no_number_is_refused_with_the_reason);
	tcase_add_test(tcase, a_long_text_is_refused_and_not_repeated);
	tcase_add_test(tcase, kinds_and_countries_are_told);
	tcase_add_test(tcase, a_number_asked_for_again_is_of_the_same_country);
	tcase_add_test(tcase, countries_are_codes_of_two_capital_letters);
	tcase_add_test(tcase, zones_are_those_of_the_country);
	tcase_add_test(tcase, of_a_number_of_no_country_no_zone_is_known);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
