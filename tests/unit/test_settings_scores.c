/* test_settings_scores.c - the section [scores], and what is wrong in it. */
#include "base/settings.h"

#include "tests/unit/staged.h"

START_TEST(what_is_left_out_has_its_default)
{
	g_autoptr(settings) settings = staged_settings(folder, STAGED_HEAD);
	const struct scoring *scoring = &settings->scoring;

	ck_assert_ptr_null(scoring->by[0]);
	ck_assert_uint_eq(scoring->min_answers, 5);
	ck_assert_str_eq(scoring->bands[0].name, "good");
	ck_assert_int_eq(scoring->bands[0].from, 0);
	ck_assert_str_eq(scoring->bands[1].name, "very good");
	ck_assert_int_eq(scoring->bands[1].from, 30);
	ck_assert_str_eq(scoring->bands[2].name, "excellent");
	ck_assert_int_eq(scoring->bands[2].from, 70);
	ck_assert_ptr_null(scoring->bands[3].name);
	ck_assert_uint_eq(scoring->fiscal_month, 1);
	ck_assert_str_eq(scoring->value, "value");
	ck_assert_ptr_null(scoring->currency);
}
END_TEST

START_TEST(a_whole_section_becomes_a_struct)
{
	g_autoptr(settings) settings = staged_settings(folder,
	    STAGED_HEAD
	    "[scores]\nby = country, contact.plan, event.\"nights booked\"\n"
	    "min_answers = 7\nbands = poor -100, so so 10\n"
	    "fiscal_year = April\nvalue = contact.revenue\ncurrency = SEK\n");
	const struct scoring *scoring = &settings->scoring;

	ck_assert_str_eq(scoring->by[1], "contact.plan");
	ck_assert_str_eq(scoring->by[2], "event.\"nights booked\"");
	ck_assert_ptr_null(scoring->by[3]);
	ck_assert_uint_eq(scoring->min_answers, 7);
	ck_assert_str_eq(scoring->bands[0].name, "poor");
	ck_assert_int_eq(scoring->bands[0].from, -100);
	ck_assert_str_eq(scoring->bands[1].name, "so so");
	ck_assert_ptr_null(scoring->bands[2].name);
	ck_assert_uint_eq(scoring->fiscal_month, 4);
	ck_assert_str_eq(scoring->value, "contact.revenue");
	ck_assert_str_eq(scoring->currency, "SEK");
}
END_TEST

START_TEST(mistakes_say_what_is_allowed)
{
	static const struct {
		const char *line, *says;
	} each[] = {
		{ "by = channel", "answers are counted by channel anyway" },
		{ "by = nights >= 3", "\"nights >= 3\" is no attribute" },
		{ "by = (x", "is no attribute" },
		{ "by = contact.email", "[scores] by: \"contact.email\": " },
		{ "by = nights booked", "is no attribute" },
		{ "bands = good", "\"good\" is no name with a score behind" },
		{ "bands = good 0, better 0", "does not rise above" },
		{ "bands = good 101", "-100 to 100" },
		{ "min_answers = 0", "[scores] min_answers: " },
		{ "fiscal_year = Abril", "[scores] fiscal_year: " },
		{ "value = a or b", "\"a or b\" is no attribute" },
		{ "currency = Euro", "\"Euro\" is no currency" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *text = g_strconcat(
		    STAGED_HEAD "[scores]\n", each[i].line, "\n", NULL);
		g_autofree char *all = staged_mistakes(folder, text);

		staged_says(all, each[i].says);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("settings_scores");
	TCase *tests = tcase_create("settings_scores");

	tcase_add_checked_fixture(tests, staged_begin, staged_end);
	tcase_add_test(tests, what_is_left_out_has_its_default);
	tcase_add_test(tests, a_whole_section_becomes_a_struct);
	tcase_add_test(tests, mistakes_say_what_is_allowed);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
