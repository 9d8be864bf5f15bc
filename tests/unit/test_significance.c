/* test_significance.c - how likely a difference is by chance, and which of
 * several are real. How often it errs: test_noise.c. */
#include "scores/figures/significance.h"
#include "tests/unit/unit.h"

#include <math.h>

/* All that may be drawn out of a pot, each as often as it is drawn. */
static double
choose(gint64 n, gint64 k)
{
	double ways = 1.0;

	if (k < 0 || k > n)
		return 0.0;
	for (gint64 i = 0; i < k; i++)
		ways = ways * (double)(n - i) / (double)(i + 1);
	return ways;
}

/* The permutation's value by trying every draw. */
static double
by_all_draws(const struct nps *before, const struct nps *now)
{
	gint64 promoters = before->promoters + now->promoters;
	gint64 passives = before->passives + now->passives;
	gint64 detractors = before->detractors + now->detractors;
	gint64 balance = now->promoters - now->detractors;
	double at_least = 0.0, at_most = 0.0, all = 0.0;

	for (gint64 p = 0; p <= promoters; p++)
		for (gint64 d = 0; d <= detractors; d++) {
			double ways = choose(promoters, p) *
			    choose(detractors, d) *
			    choose(passives, now->answers - p - d);

			all += ways;
			if (p - d >= balance)
				at_least += ways;
			if (p - d <= balance)
				at_most += ways;
		}
	return fmin(1.0, 2.0 * fmin(at_least, at_most) / all);
}

static double
by_wald(const struct nps *before, const struct nps *now)
{
	return erfc(fabs(now->score - before->score) / sqrt(2.0) /
	    hypot(before->deviation, now->deviation));
}

START_TEST(chance_is_what_all_draws_say)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(13);
	guint tried = 0;

	for (int round = 0; round < 3000; round++) {
		gint32 most = g_rand_int_range(dice, 2, 20);
		struct nps before = nps_of_groups(g_rand_int_range(dice, 0, 9),
		    g_rand_int_range(dice, 0, most),
		    g_rand_int_range(dice, 0, most));
		struct nps now = nps_of_groups(g_rand_int_range(dice, 0, most),
		    g_rand_int_range(dice, 0, 9),
		    g_rand_int_range(dice, 0, most));
		double wald, expected, chance;

		if (!before.known || !now.known)
			continue;
		wald = by_wald(&before, &now);
		chance = significance_chance(&before, &now);
		ck_assert_double_eq_tol(chance,
		    significance_chance(&now, &before), 1e-9);
		if (wald > SIGNIFICANCE_LEVEL) {
			ck_assert_double_eq_tol(chance, wald, 1e-12);
			continue;
		}
		expected = fmax(wald, by_all_draws(&before, &now));
		ck_assert_double_eq_tol(chance, expected, 1e-9);
		tried++;
	}
	ck_assert_uint_gt(tried, 300);
}
END_TEST

/* Where counting ends and the bell curve begins, nothing jumps. */
START_TEST(many_answers_are_judged_as_a_few_less)
{
	double last = 1.0;

	for (gint64 n = 200; n < 1000; n += 10) {
		struct nps before = nps_of_groups(n * 4, n * 3, n * 3);
		gint64 moved = (gint64)(3.3 * sqrt((double)n * 10.0) / 2.0);
		struct nps now = nps_of_groups(n * 4 - moved, n * 3,
		    n * 3 + moved);
		double chance = significance_chance(&before, &now);

		ck_assert(chance > 0.003 && chance < 0.008);
		ck_assert(last == 1.0 || fabs(chance - last) < 0.0005);
		last = chance;
	}
}
END_TEST

START_TEST(counts_of_billions_are_judged_too)
{
	gint64 many = G_GINT64_CONSTANT(1000000000000);
	struct nps before = nps_of_groups(many, many, many);
	struct nps alike = nps_of_groups(many + 9, many, many - 9);
	struct nps worse = nps_of_groups(many - many / 1000, many, many);
	struct nps few = nps_of_groups(0, 3, 17);

	ck_assert(significance_chance(&before, &alike) > 0.5);
	ck_assert(significance_chance(&before, &worse) < 1e-9);
	ck_assert(significance_chance(&before, &few) < 1e-3);
}
END_TEST

START_TEST(a_fall_of_twenty_points_of_400_answers_is_found_among_a_hundred)
{
	struct nps before = nps_of_groups(228, 124, 48);
	struct nps now = nps_of_groups(188, 124, 88);
	struct nps_change changes[100];
	struct nps_change *family[100];

	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		changes[i] = i == 42 ? nps_compare(&before, &now) :
				       nps_compare(&before, &before);
		family[i] = &changes[i];
	}
	significance_judge(family, G_N_ELEMENTS(family));
	for (guint i = 0; i < G_N_ELEMENTS(changes); i++)
		ck_assert_int_eq(changes[i].real, i == 42);
	ck_assert_double_eq_tol(changes[42].points, -20.0, 1e-9);
}
END_TEST

static struct nps_change
of_chance(double chance)
{
	return (struct nps_change){
		.known = TRUE, .tested = TRUE, .chance = chance
	};
}

/* Holm: the smallest against 5 % / 3, the next against 5 % / 2, ... */
START_TEST(changes_are_judged_together_and_in_any_order)
{
	static const struct {
		double chances[3];
		gboolean real[3];
	} cases[] = {
		{ { 0.016, 0.024, 0.049 }, { TRUE, TRUE, TRUE } },
		{ { 0.049, 0.016, 0.024 }, { TRUE, TRUE, TRUE } },
		{ { 0.017, 0.018, 0.019 }, { FALSE, FALSE, FALSE } },
		{ { 0.03, 0.001, 0.04 }, { FALSE, TRUE, FALSE } },
		{ { 0.9, 0.0, 0.06 }, { FALSE, TRUE, FALSE } },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct nps_change changes[3];
		struct nps_change *family[3];

		for (guint k = 0; k < 3; k++) {
			changes[k] = of_chance(cases[i].chances[k]);
			family[k] = &changes[k];
		}
		significance_judge(family, 3);
		for (guint k = 0; k < 3; k++)
			ck_assert_int_eq(changes[k].real, cases[i].real[k]);
	}
}
END_TEST

START_TEST(what_was_not_tested_is_none_of_the_family)
{
	struct nps_change tested = of_chance(0.04);
	struct nps_change few = of_chance(0.0);
	struct nps_change unknown = { .real = TRUE };
	struct nps_change *family[] = { &few, &tested, &unknown };

	few.tested = FALSE;
	significance_judge(family, 3);
	ck_assert(tested.real);
	ck_assert(!few.real);
	ck_assert(!unknown.real);
	significance_judge(NULL, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("significance");
	TCase *tests = tcase_create("significance");

	tcase_add_test(tests, chance_is_what_all_draws_say);
	tcase_add_test(tests, many_answers_are_judged_as_a_few_less);
	tcase_add_test(tests, counts_of_billions_are_judged_too);
	tcase_add_test(tests,
	    a_fall_of_twenty_points_of_400_answers_is_found_among_a_hundred);
	tcase_add_test(tests, changes_are_judged_together_and_in_any_order);
	tcase_add_test(tests, what_was_not_tested_is_none_of_the_family);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
