/* test_money.c - amounts of money, written and read back. */
#include "base/money.h"

#include "base/errors.h"
#include "tests/unit/unit.h"

START_TEST(an_amount_is_written_with_two_places_or_what_it_has)
{
	static const struct {
		gint64 micro;
		const char *text;
	} each[] = {
		{ 0, "0.00" },
		{ 1, "0.000001" },
		{ 79000, "0.079" },
		{ 500000, "0.50" },
		{ 50 * MONEY_UNIT, "50.00" },
		{ -1500000, "-1.50" },
		{ G_MAXINT64, "9223372036854.775807" },
		{ G_MININT64, "-9223372036854.775808" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *bare = money_format(each[i].micro, NULL);
		g_autofree char *named = money_format(each[i].micro, "EUR");
		g_autofree char *expected = g_strconcat(each[i].text, " EUR",
		    NULL);

		ck_assert_str_eq(bare, each[i].text);
		ck_assert_str_eq(named, expected);
	}
}
END_TEST

START_TEST(what_is_written_is_read_back)
{
	static const gint64 each[] = { 0, 1, 10, 79000, 123456,
		G_GINT64_CONSTANT(999999999999999) };

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *text = money_format(each[i], NULL);
		gint64 micro = -1;

		ck_assert(money_parse(text, &micro, NULL));
		ck_assert_int_eq(micro, each[i]);
	}
}
END_TEST

START_TEST(what_is_no_amount_leaves_the_number_alone)
{
	g_autoptr(GError) error = NULL;
	gint64 micro = 7;

	ck_assert(!money_parse("1.0.0", &micro, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG));
	ck_assert_int_eq(micro, 7);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("money");
	TCase *tcase = tcase_create("money");

	tcase_add_test(tcase,
	    an_amount_is_written_with_two_places_or_what_it_has);
	tcase_add_test(tcase, what_is_written_is_read_back);
	tcase_add_test(tcase, what_is_no_amount_leaves_the_number_alone);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
