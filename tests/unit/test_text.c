/*
 * test_text.c - what is shown of a text from outside.
 */
#include "base/text.h"

#include "tests/unit/unit.h"

START_TEST(nothing_that_is_shown_commands_a_terminal)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "Ada", "Ada" },
		{ "", "" },
		{ "Zoë ルーム", "Zoë ルーム" },
		{ "\x1b[31mred\x1b]0;title\a", "?[31mred?]0;title?" },
		{ "one\r\ntwo\tthree", "one  two three" },
		/* U+009B begins what ESC [ does */
		{ "\xc2\x9b"
		  "31m\x7f",
		    "?31m?" },
		/* U+2028, U+202E: a line end, and right to left */
		{ "a\xe2\x80\xa8"
		  "b\xe2\x80\xae"
		  "c",
		    "a?b?c" },
		{ "\xff"
		  "a",
		    "\xef\xbf\xbd"
		    "a" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *shown = text_clean(cases[i].text);

		ck_assert_str_eq(shown, cases[i].shown);
	}
}
END_TEST

START_TEST(numbers_are_hidden_however_they_are_written)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "", "" },
		{ "no +358401234567!", "no ***!" },
		{ "+358 (0) 40-123 45.67, 040/1234567", "***, ***" },
		{ "(040) 123 4567", "(***" },
		{ "358\u00a040\u20111234567", "***" },
		{ "\u0663\u0665\u0668\u0664\u0660\u0661", "***" },
		{ "404, error 21610: 5 of 10", "404, error 21610: 5 of 10" },
		{ "12345 + 6 + 7", "12345 + 6 + 7" },
		{ "1    23456", "1    23456" },
		{ "a+", "a+" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *shown = text_without_numbers(cases[i].text);

		ck_assert_str_eq(shown, cases[i].shown);
	}
}
END_TEST

START_TEST(a_value_in_a_message_is_short)
{
	g_autofree char *whole = text_shown(
	    "ääääääääääääääääääääääääääääääääääääääää");
	g_autofree char *cut = text_shown(
	    "äääääääääääääääääääääääääääääääääääääääää");
	g_autofree char *clean = text_shown("a\033b");

	ck_assert_str_eq(whole, "ääääääääääääääääääääääääääääääääääääääää");
	ck_assert_str_eq(cut, "ääääääääääääääääääääääääääääääääääääääää...");
	ck_assert_str_eq(clean, "a?b");
}
END_TEST

START_TEST(a_text_is_cut_between_characters)
{
	g_autofree char *whole = text_cut("ab\u00e4", 4);
	g_autofree char *cut = text_cut("ab\u00e4", 3);
	g_autofree char *none = text_cut("\u00e4", 1);

	ck_assert_str_eq(whole, "ab\u00e4");
	ck_assert_str_eq(cut, "ab");
	ck_assert_str_eq(none, "");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("text");
	TCase *tests = tcase_create("text");

	tcase_add_test(tests, nothing_that_is_shown_commands_a_terminal);
	tcase_add_test(tests, numbers_are_hidden_however_they_are_written);
	tcase_add_test(tests, a_value_in_a_message_is_short);
	tcase_add_test(tests, a_text_is_cut_between_characters);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
