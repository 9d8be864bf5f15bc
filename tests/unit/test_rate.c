/* test_rate.c - how many in which time, as an admin writes it. */
#include "base/rate.h"

#include <string.h>

#include "base/errors.h"
#include "tests/unit/unit.h"

static const struct {
	const char *text;
	guint n; /* 0: refused */
	enum rate_per per;
	const char *said; /* how it is written, or what is refused */
} rates[] = {
	{ "200/hour", 200, RATE_PER_HOUR, "200/hour" },
	{ "1/minute", 1, RATE_PER_MINUTE, "1/minute" },
	{ "40/day", 40, RATE_PER_DAY, "40/day" },
	{ "40 / day", 40, RATE_PER_DAY, "40/day" },
	{ "007/day", 7, RATE_PER_DAY, "7/day" },
	{ "10000000/day", RATE_MAX, RATE_PER_DAY, "10000000/day" },
	{ "10000001/day", 0, 0,
	    "10000001 is too large; allowed is from 1 to 10000000" },
	{ "99999999999999999999999/day", 0, 0, "too large" },
	{ "0/day", 0, 0, "0 is too small; allowed is from 1 to 10000000" },
	{ "-1/day", 0, 0, "\"-1\", before the /, is no whole number; allowed" },
	{ "+1/day", 0, 0, "no whole number" },
	{ "1.5/day", 0, 0, "no whole number" },
	{ "0x10/day", 0, 0, "no whole number" },
	{ "/day", 0, 0, "no whole number" },
	{ "200", 0, 0,
	    "\"200\" is no rate; allowed are such as 10/minute, 200/hour or "
	    "5000/day" },
	{ "200 per hour", 0, 0, "is no rate" },
	{ "", 0, 0, "is no rate" },
	{ "200/hours", 0, 0,
	    "\"hours\" is no time of a rate (did you mean \"hour\"?); allowed "
	    "are minute, hour and day" },
	{ "200/Hour", 0, 0, "did you mean \"hour\"?" },
	{ "200/week", 0, 0,
	    "\"week\" is no time of a rate; allowed are minute, hour and "
	    "day" },
	{ "200/", 0, 0, "\"\" is no time of a rate; allowed" },
	{ "200/hour/day", 0, 0, "\"hour/day\" is no time of a rate" },
};

START_TEST(a_rate_is_taken_or_refused_with_what_is_allowed)
{
	struct rate rate = { .n = 77, .per = RATE_PER_DAY };
	g_autoptr(GError) error = NULL;
	gboolean taken = rate_parse(rates[_i].text, &rate, &error);

	ck_assert_msg(taken == (rates[_i].n > 0), "%s", rates[_i].text);
	if (taken) {
		g_autofree char *text = rate_text(&rate);

		ck_assert_ptr_null(error);
		ck_assert_uint_eq(rate.n, rates[_i].n);
		ck_assert_int_eq(rate.per, rates[_i].per);
		ck_assert_str_eq(text, rates[_i].said);
		return;
	}
	ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_CONFIG));
	ck_assert_msg(strstr(error->message, rates[_i].said) != NULL, "%s",
	    error->message);
	/* What was there stays. */
	ck_assert_uint_eq(rate.n, 77);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("rate");
	TCase *tcase = tcase_create("rate");

	tcase_add_loop_test(tcase,
	    a_rate_is_taken_or_refused_with_what_is_allowed, 0,
	    G_N_ELEMENTS(rates));
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
