/* test_condition_parse.c - mistakes in conditions, and how big they may be. */
#include <string.h>

#include "base/condition.h"
#include "base/errors.h"
#include "tests/unit/unit.h"

static gboolean
parses(const char *text)
{
	g_autoptr(condition) condition = condition_parse(text, NULL);

	return condition != NULL;
}

static const struct {
	const char *text, *message;
} mistakes[] = {
	{ "",
	    "column 1: found the end; allowed are the name of an attribute, "
	    "\"not\" and \"(\"" },
	{ "  ",
	    "column 3: found the end; allowed are the name of an "
	    "attribute, \"not\" and \"(\"" },
	{ "plan",
	    "column 5: found the end; allowed behind a name are =, !=, "
	    "<, <=, >, >=, \"in\" and \"is\"" },
	{ "plan gold",
	    "column 6: found \"gold\"; allowed behind a name are =, "
	    "!=, <, <=, >, >=, \"in\" and \"is\"" },
	{ "plan not in (x)",
	    "column 6: found \"not\"; allowed behind a name are =, !=, <, <=, "
	    ">, >=, \"in\" and \"is\"; `not` goes before the name" },
	{ "plan = ",
	    "column 8: found the end; allowed is a number, a word or "
	    "\"text in quotes\"" },
	{ "plan = and x = 1",
	    "column 8: found \"and\"; allowed is a number, a word or \"text "
	    "in quotes\"; as a value this word goes in quotes" },
	{ "plan = (gold)",
	    "column 8: found \"(\"; allowed is a number, a word or "
	    "\"text in quotes\"" },
	{ "plan == gold",
	    "column 6: found \"==\"; allowed are =, !=, <, <=, > and >=" },
	{ "plan <> gold",
	    "column 6: found \"<>\"; allowed are =, !=, <, <=, > and >=" },
	{ "! plan = gold",
	    "column 1: found \"!\"; allowed are =, !=, <, <=, > and >=" },
	{ "room = sea view",
	    "column 12: found \"view\"; allowed are \"and\", \"or\" and the "
	    "end; a text of several words goes in quotes" },
	{ "plan = gold AND nights = 3",
	    "column 13: found \"AND\"; allowed are \"and\", \"or\" and the "
	    "end; a text of several words goes in quotes" },
	{ "plan = gold)",
	    "column 12: found \")\"; allowed are \"and\", \"or\" and the end" },
	{ "(plan = gold",
	    "column 13: found the end; allowed are \"and\", \"or\" and "
	    "\")\"" },
	{ "plan = gold and",
	    "column 16: found the end; allowed are the name "
	    "of an attribute, \"not\" and \"(\"" },
	{ "plan = gold or or x = 1",
	    "column 16: found \"or\"; allowed are the name of an attribute, "
	    "\"not\" and \"(\"" },
	{ "3 = nights",
	    "column 1: found \"3\"; allowed are the name of an "
	    "attribute, \"not\" and \"(\"" },
	{ "2026-03-01 < since",
	    "column 1: found \"2026-03-01\"; allowed are the name of an "
	    "attribute, \"not\" and \"(\"" },
	{ "nights >= many",
	    "column 11: found \"many\"; allowed behind <, <=, > and >= are a "
	    "number such as 3 or -1.5, and a date such as 2026-03-01" },
	{ "nights >= \"3\"",
	    "column 11: found \"3\"; allowed behind <, <=, > and >= are a "
	    "number such as 3 or -1.5, and a date such as 2026-03-01; in "
	    "quotes a number is a text" },
	{ "since < 2026-02-29",
	    "column 9: found \"2026-02-29\"; allowed behind <, <=, > and >= "
	    "are a number such as 3 or -1.5, and a date such as 2026-03-01" },
	{ "plan = \"gold",
	    "column 8: a quote opens and does not close; "
	    "allowed is \"text in quotes\"" },
	{ "plan = \"gold\\\"",
	    "column 8: a quote opens and does not close; "
	    "allowed is \"text in quotes\"" },
	{ "plan = 'gold'",
	    "column 8: a quote of another form was found; "
	    "allowed is \"text in quotes\"" },
	{ "plan = \342\200\234gold\342\200\235",
	    "column 8: a quote of another form was found; "
	    "allowed is \"text in quotes\"" },
	{ "plan = \"\"",
	    "column 8: found \"\"; allowed is a number, a word or "
	    "\"text in quotes\"; what is empty counts as not "
	    "set" },
	{ "plan in gold",
	    "column 9: found \"gold\"; allowed is \"(\", as in: "
	    "plan in (gold, silver)" },
	{ "plan in ()",
	    "column 10: found \")\"; allowed is a number, a word or "
	    "\"text in quotes\"" },
	{ "plan in (gold,)",
	    "column 15: found \")\"; allowed is a number, a word or \"text in "
	    "quotes\"" },
	{ "plan in (gold silver)",
	    "column 15: found \"silver\"; allowed are \",\" and \")\"; a text "
	    "of several words goes in quotes" },
	{ "plan in (gold",
	    "column 14: found the end; allowed are \",\" and \")\"" },
	{ "plan is gold",
	    "column 9: found \"gold\"; allowed is \"set\" or "
	    "\"not set\"; a value is compared by =" },
	{ "plan is not gold",
	    "column 13: found \"gold\"; allowed is \"set\"; a value is "
	    "compared by =" },
	{ "event. = 3",
	    "column 1: event. has no name; allowed is such as nights, "
	    "event.nights or event.\"nights booked\"" },
	{ "event. \"nights\" = 2",
	    "column 1: event. has no name; allowed is such as nights, "
	    "event.nights or event.\"nights booked\"" },
	{ "event.\"\" = 3",
	    "column 1: event.\"\" has no name; allowed is such as nights, "
	    "event.nights or event.\"nights booked\"" },
	{ "contact.email = ada@example.com",
	    "column 15: contact.email is not compared; allowed behind it are "
	    "\"is set\" and \"is not set\"" },
	{ "phone in (1)",
	    "column 7: phone is not compared; allowed behind it "
	    "are \"is set\" and \"is not set\"" },
	/* Columns are counted in characters, not in bytes. */
	{ "st\303\244dt = M\303\274nchen x",
	    "column 17: found \"x\"; allowed are \"and\", \"or\" and the end; "
	    "a text of several words goes in quotes" },
	{ "plan = go\342\200\213ld",
	    "column 10: the character U+200B was found, which cannot be seen; "
	    "allowed is it in quotes at the most" },
	{ "plan = go\001ld",
	    "column 10: the character U+0001 was found, which cannot be seen; "
	    "allowed is it in quotes at the most" },
	{ "plan = \"go\001ld\"",
	    "column 11: a control character was found; allowed is none" },
	{ "\303\244 = \377",
	    "column 5: a byte was found that is no UTF-8; "
	    "allowed is text in UTF-8" },
};

START_TEST(a_mistake_is_told_with_its_column_and_what_is_allowed)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(condition_parse(mistakes[_i].text, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG));
	ck_assert_str_eq(error->message, mistakes[_i].message);
}
END_TEST

static char *
repeated(const char *part, guint n, const char *end)
{
	GString *text = g_string_new(NULL);

	while (n-- > 0)
		g_string_append(text, part);
	g_string_append(text, end);
	return g_string_free(text, FALSE);
}

START_TEST(depth_is_capped)
{
	static const char *const openers[] = { "(", "not ", "not (" };
	static const guint each[] = { 1, 1, 2 };

	for (guint i = 0; i < G_N_ELEMENTS(openers); i++) {
		guint n = CONDITION_MAX_DEPTH / each[i];
		gboolean closes = strchr(openers[i], '(') != NULL;
		g_autofree char *end = repeated(")", closes ? n : 0, "");
		g_autofree char *test = g_strconcat("plan = gold", end, NULL);
		g_autofree char *deep = repeated(openers[i], n, test);
		g_autofree char *deeper = g_strconcat("not ", deep, NULL);
		g_autoptr(GError) error = NULL;

		ck_assert(parses(deep));
		ck_assert_ptr_null(condition_parse(deeper, &error));
		ck_assert_ptr_nonnull(error);
		ck_assert(g_str_has_suffix(error->message,
		    "brackets and nots stand deeper in one another; allowed "
		    "are 32"));
		ck_assert(g_str_has_prefix(error->message, "column "));
	}
}
END_TEST

START_TEST(brackets_side_by_side_are_not_deep)
{
	g_autofree char *many = repeated("(not vip = no) and ", 100,
	    "vip = yes");

	ck_assert(parses(many));
}
END_TEST

START_TEST(length_is_capped)
{
	g_autofree char *full = g_strnfill(CONDITION_MAX_BYTES, ' ');
	g_autofree char *more = NULL;
	g_autoptr(GError) error = NULL;

	memcpy(full, "plan=gold", strlen("plan=gold"));
	more = g_strconcat(full, " ", NULL);
	ck_assert(parses(full));
	ck_assert_ptr_null(condition_parse(more, &error));
	ck_assert_str_eq(error->message, "it has 2001 bytes; allowed are 2000");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("condition_parse");
	TCase *tcase = tcase_create("condition_parse");

	tcase_add_loop_test(tcase,
	    a_mistake_is_told_with_its_column_and_what_is_allowed, 0,
	    G_N_ELEMENTS(mistakes));
	tcase_add_test(tcase, depth_is_capped);
	tcase_add_test(tcase, brackets_side_by_side_are_not_deep);
	tcase_add_test(tcase, length_is_capped);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
