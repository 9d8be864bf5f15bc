/* test_nps.c - the score, its margin, and what may be said of a change. */
#include "scores/figures/nps.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

#include "scores/figures/significance.h"

static struct nps
nps_from(gint64 promoters, gint64 passives, gint64 detractors)
{
	gint64 n[NPS_SCORES] = { 0 };

	n[9] = promoters / 2;
	n[10] = promoters - n[9];
	n[7] = passives / 2;
	n[8] = passives - n[7];
	n[0] = detractors / 2;
	n[6] = detractors - n[0];
	return nps_of(n);
}

START_TEST(known_examples_come_out_to_the_hundredth)
{
	static const struct {
		gint64 promoters, passives, detractors;
		double score, margin;
	} examples[] = {
		{ 76, 16, 8, 68.0, 12.04 },
		{ 760, 160, 80, 68.0, 3.81 },
		{ 32, 13, 6, 50.98, 19.12 },
		{ 0, 5, 0, 0.0, 0.0 },
		{ 7, 0, 0, 100.0, 0.0 },
		{ 0, 0, 1, -100.0, 0.0 },
		{ 50, 0, 50, 0.0, 19.6 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
		struct nps nps = nps_from(examples[i].promoters,
		    examples[i].passives, examples[i].detractors);

		ck_assert(nps.known);
		ck_assert_int_eq(nps.promoters, examples[i].promoters);
		ck_assert_int_eq(nps.passives, examples[i].passives);
		ck_assert_int_eq(nps.detractors, examples[i].detractors);
		ck_assert_double_eq_tol(nps.score, examples[i].score, 0.005);
		ck_assert_double_eq_tol(nps.margin, examples[i].margin, 0.005);
	}
}
END_TEST

START_TEST(no_answers_give_no_score)
{
	struct nps nps = nps_from(0, 0, 0);

	ck_assert(!nps.known);
	ck_assert_int_eq(nps.answers, 0);
	ck_assert_double_eq(nps.score, 0.0);
	ck_assert_double_eq(nps.margin, 0.0);
}
END_TEST

START_TEST(each_score_is_in_its_group)
{
	for (int score = 0; score < NPS_SCORES; score++) {
		gint64 n[NPS_SCORES] = { 0 };
		struct nps nps;

		n[score] = 1;
		nps = nps_of(n);
		ck_assert_int_eq(nps.promoters, score >= 9);
		ck_assert_int_eq(nps.passives, score == 7 || score == 8);
		ck_assert_int_eq(nps.detractors, score <= 6);
	}
}
END_TEST

START_TEST(sums_and_bounds_hold_for_any_counts)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(9);

	for (int round = 0; round < 20000; round++) {
		gint64 n[NPS_SCORES], sum = 0;
		gint32 ceiling = g_rand_int_range(dice, 1, 1000);
		struct nps nps;

		for (int score = 0; score < NPS_SCORES; score++) {
			n[score] = g_rand_boolean(dice) ?
			    0 :
			    g_rand_int_range(dice, 0, ceiling);
			sum += n[score];
		}
		nps = nps_of(n);
		ck_assert_int_eq(nps.answers, sum);
		ck_assert_int_eq(nps.promoters + nps.passives + nps.detractors,
		    sum);
		ck_assert_int_eq(nps.known, sum > 0);
		ck_assert(nps.score >= -100.0 && nps.score <= 100.0);
		ck_assert(isfinite(nps.margin));
		ck_assert(nps.margin >= 0.0 && nps.margin <= 196.0);
	}
}
END_TEST

START_TEST(a_better_answer_never_lowers_the_score)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(10);

	for (int round = 0; round < 20000; round++) {
		gint64 n[NPS_SCORES] = { 0 };
		int from = g_rand_int_range(dice, 0, NPS_SCORES - 1);
		int to = g_rand_int_range(dice, from + 1, NPS_SCORES);
		struct nps before, after;

		for (int score = 0; score < NPS_SCORES; score++)
			n[score] = g_rand_int_range(dice, 0, 50);
		n[from]++;
		before = nps_of(n);
		n[from]--;
		n[to]++;
		after = nps_of(n);
		ck_assert(after.score >= before.score);
		ck_assert_int_eq(after.answers, before.answers);
	}
}
END_TEST

START_TEST(counts_of_billions_keep_their_precision)
{
	struct nps nps = nps_from(G_GINT64_CONSTANT(7600000000000),
	    G_GINT64_CONSTANT(1600000000000), G_GINT64_CONSTANT(800000000000));

	ck_assert_double_eq_tol(nps.score, 68.0, 1e-9);
	ck_assert_double_lt(nps.margin, 0.001);
}
END_TEST

START_TEST(a_margin_says_something_of_ten_answers_that_differ)
{
	static const struct {
		gint64 promoters, passives, detractors;
		gboolean enough;
	} examples[] = {
		{ 4, 3, 2, FALSE },
		{ 4, 3, 3, TRUE },
		{ 10, 0, 0, FALSE },
		{ 0, 700, 0, FALSE },
		{ 0, 0, 49, FALSE },
		{ 48, 1, 0, TRUE },
		{ 0, 0, 0, FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
		struct nps nps = nps_from(examples[i].promoters,
		    examples[i].passives, examples[i].detractors);

		ck_assert_int_eq(nps.enough, examples[i].enough);
		ck_assert(!nps.enough || nps.margin > 0.0);
	}
}
END_TEST

/* By hand: 79.75 - 11.75 of 103 is 68 * 100 / 103; and so on. */
START_TEST(the_interval_is_that_of_three_answers_more)
{
	static const struct {
		gint64 promoters, passives, detractors;
		double low, high;
	} examples[] = {
		{ 76, 16, 8, 53.8934, 78.1454 },
		{ 0, 0, 0, 0.0, 0.0 },
		{ 10, 0, 0, 47.5030, 100.0 },
		{ 0, 0, 10, -100.0, -47.5030 },
		{ 0, 10, 0, -18.4654, 18.4654 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
		struct nps nps = nps_from(examples[i].promoters,
		    examples[i].passives, examples[i].detractors);

		ck_assert_double_eq_tol(nps.interval_low, examples[i].low,
		    5e-4);
		ck_assert_double_eq_tol(nps.interval_high, examples[i].high,
		    5e-4);
	}
}
END_TEST

START_TEST(the_interval_has_the_score_in_it_and_narrows_to_the_margin)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(12);

	for (int round = 0; round < 20000; round++) {
		gint32 ceiling = g_rand_int_range(dice, 1, 2000);
		gint64 promoters = g_rand_int_range(dice, 0, ceiling + 1);
		gint64 passives = g_rand_int_range(dice, 0, ceiling + 1);
		gint64 detractors = g_rand_int_range(dice, 0, ceiling + 1);
		struct nps nps = nps_from(promoters, passives, detractors);
		struct nps many = nps_from(promoters * 10000,
		    passives * 10000, detractors * 10000);

		if (nps.answers < 2)
			continue;
		ck_assert(nps.interval_low >= -100.0);
		ck_assert(nps.interval_high <= 100.0);
		ck_assert(nps.interval_low <= nps.score);
		ck_assert(nps.interval_high >= nps.score);
		ck_assert_double_eq_tol(many.interval_high - many.interval_low,
		    2.0 * many.margin, 0.3);
	}
}
END_TEST

START_TEST(the_mean_is_of_the_scores)
{
	gint64 n[NPS_SCORES] = { [0] = 1, [7] = 2, [10] = 3 };

	ck_assert_double_eq_tol(nps_of(n).mean, 44.0 / 6.0, 1e-12);
	memset(n, 0, sizeof(n));
	ck_assert_double_eq(nps_of(n).mean, 0.0);
}
END_TEST

static gboolean
alone_is_real(struct nps_change *change)
{
	significance_judge(&change, 1);
	return change->real;
}

START_TEST(a_change_is_real_only_beyond_its_margin)
{
	struct nps before = nps_from(50, 30, 20);
	struct nps alike = nps_from(55, 27, 18);
	struct nps better = nps_from(90, 8, 2);
	struct nps few = nps_from(0, 0, 3);
	struct nps none = nps_from(0, 0, 0);
	struct nps_change change = nps_compare(&before, &alike);

	ck_assert(change.known && !alone_is_real(&change));
	ck_assert_double_eq_tol(change.points, 7.0, 1e-9);
	ck_assert_double_eq_tol(change.margin,
	    1.96 *
		sqrt(before.deviation * before.deviation +
		    alike.deviation * alike.deviation),
	    1e-9);

	change = nps_compare(&before, &better);
	ck_assert(change.known && change.tested && !change.real);
	ck_assert(alone_is_real(&change));
	ck_assert(fabs(change.points) > change.margin);

	change = nps_compare(&better, &few);
	ck_assert(change.known && !change.tested && !alone_is_real(&change));
	ck_assert_double_eq(change.chance, 1.0);

	ck_assert(!nps_compare(&none, &better).known);
	ck_assert(!nps_compare(&better, &none).known);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("nps");
	TCase *tests = tcase_create("nps");

	tcase_add_test(tests, known_examples_come_out_to_the_hundredth);
	tcase_add_test(tests, no_answers_give_no_score);
	tcase_add_test(tests, each_score_is_in_its_group);
	tcase_add_test(tests, sums_and_bounds_hold_for_any_counts);
	tcase_add_test(tests, a_better_answer_never_lowers_the_score);
	tcase_add_test(tests, counts_of_billions_keep_their_precision);
	tcase_add_test(tests,
	    a_margin_says_something_of_ten_answers_that_differ);
	tcase_add_test(tests, the_interval_is_that_of_three_answers_more);
	tcase_add_test(tests,
	    the_interval_has_the_score_in_it_and_narrows_to_the_margin);
	tcase_add_test(tests, the_mean_is_of_the_scores);
	tcase_add_test(tests, a_change_is_real_only_beyond_its_margin);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
