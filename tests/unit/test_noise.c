/*
 * test_noise.c - digests of answers in which nothing changes: how often one of
 * them says "a real change" all the same; and that a change is found.
 *
 * A million simulated answers for each kind of digest; ten thousand digests of
 * each, however many answers these are, with LONG=1. The dice are the same
 * each time.
 */
#include "scores/figures/significance.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ANSWERS 1000000
#define DIGESTS_LONG 10000
#define FACES 1024
#define ROWS_MAX 50

/* xorshift64*: quicker than GRand, and good enough for dice. */
static guint64 dice_state;

static guint
dice(void)
{
	dice_state ^= dice_state >> 12;
	dice_state ^= dice_state << 25;
	dice_state ^= dice_state >> 27;
	return (guint)((dice_state * G_GUINT64_CONSTANT(2685821657736338717)) >>
	    32);
}

/* How customers answer: weights of the scores from 0 to 10. */
struct crowd {
	const char *name;
	guint weights[NPS_SCORES];
};

static const struct crowd crowds[] = {
	{ "usual", { 2, 1, 1, 1, 1, 3, 3, 9, 22, 22, 35 } },
	{ "split", { 40, 5, 0, 0, 0, 0, 5, 0, 0, 5, 45 } },
	{ "delighted", { 0, 0, 0, 0, 0, 0, 1, 1, 2, 16, 80 } },
	{ "furious", { 80, 10, 5, 1, 0, 0, 1, 1, 1, 1, 0 } },
	{ "lukewarm", { 0, 0, 0, 0, 0, 0, 2, 46, 50, 2, 0 } },
};

/* A table of `rows` touchpoints and the row over them all. */
struct kind {
	guint rows, n_before, n_now;
};

static const struct kind kinds[] = {
	{ 1, 10, 10 },
	{ 1, 400, 400 },
	{ 1, 1000, 12 },
	{ 5, 12, 10 },
	{ 5, 60, 40 },
	{ 20, 30, 25 },
	{ 20, 150, 15 },
	{ 50, 20, 20 },
};

static void
make_die(const struct crowd *crowd, guint8 die[FACES])
{
	guint sum = 0, used = 0, face = 0;

	for (int score = 0; score < NPS_SCORES; score++)
		sum += crowd->weights[score];
	for (int score = 0; score < NPS_SCORES; score++) {
		used += crowd->weights[score];
		while (face < used * FACES / sum)
			die[face++] = (guint8)score;
	}
	ck_assert_uint_eq(face, FACES);
}

static void
roll(const guint8 die[FACES], guint answers, gint64 n[NPS_SCORES])
{
	memset(n, 0, NPS_SCORES * sizeof(*n));
	for (guint i = 0; i < answers; i++)
		n[die[dice() % FACES]]++;
}

/* Whether it says of any row that it really changed. */
static gboolean
digest_cries(const struct kind *kind, const guint8 before_die[FACES],
    const guint8 now_die[FACES])
{
	struct nps_change changes[ROWS_MAX + 1];
	struct nps_change *family[ROWS_MAX + 1];
	gint64 all_before[NPS_SCORES] = { 0 }, all_now[NPS_SCORES] = { 0 };
	gint64 n[NPS_SCORES];
	guint n_family = kind->rows > 1 ? kind->rows + 1 : 1;
	struct nps before, now;
	gboolean cries = FALSE;

	for (guint row = 0; row < kind->rows; row++) {
		roll(before_die, kind->n_before, n);
		before = nps_of(n);
		for (int score = 0; score < NPS_SCORES; score++)
			all_before[score] += n[score];
		roll(now_die, kind->n_now, n);
		now = nps_of(n);
		for (int score = 0; score < NPS_SCORES; score++)
			all_now[score] += n[score];
		changes[row] = nps_compare(&before, &now);
	}
	before = nps_of(all_before);
	now = nps_of(all_now);
	if (kind->rows > 1)
		changes[kind->rows] = nps_compare(&before, &now);
	for (guint i = 0; i < n_family; i++)
		family[i] = &changes[i];
	significance_judge(family, n_family);
	for (guint i = 0; i < n_family; i++)
		cries |= changes[i].real;
	return cries;
}

static guint
digests_of(const struct kind *kind)
{
	guint enough = ANSWERS / (kind->rows * (kind->n_before + kind->n_now));

	return g_getenv("LONG") != NULL ? MAX(enough, DIGESTS_LONG) : enough;
}

/* No more than 5 % but for what dice may do four times the deviation off. */
static gboolean
is_too_often(guint cries, guint digests)
{
	double expected = SIGNIFICANCE_LEVEL * digests;

	return cries > expected +
		4.0 * sqrt(expected * (1.0 - SIGNIFICANCE_LEVEL));
}

START_TEST(where_nothing_changes_few_digests_say_so)
{
	guint8 die[FACES];
	guint all = 0, all_cries = 0;

	dice_state = 20160412 + (guint64)_i;
	make_die(&crowds[_i], die);
	for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++) {
		guint digests = digests_of(&kinds[k]);
		guint cries = 0;

		for (guint i = 0; i < digests; i++)
			cries += digest_cries(&kinds[k], die, die) ? 1 : 0;
		printf("# %s, %u rows, %u then %u answers: "
		       "%u of %u digests, %.2f %%\n",
		    crowds[_i].name, kinds[k].rows, kinds[k].n_before,
		    kinds[k].n_now, cries, digests, 100.0 * cries / digests);
		ck_assert_msg(!is_too_often(cries, digests),
		    "%u of %u digests say that something changed", cries,
		    digests);
		all += digests;
		all_cries += cries;
	}
	fflush(stdout);
	ck_assert(all_cries <= SIGNIFICANCE_LEVEL * all);
}
END_TEST

/* One answer in ten goes from the promoters to the detractors. */
START_TEST(a_fall_or_a_rise_of_twenty_points_is_found)
{
	static const struct crowd better = { "better",
		{ 2, 1, 1, 1, 1, 3, 3, 9, 22, 22, 35 } };
	static const struct crowd worse = { "worse",
		{ 4, 2, 2, 2, 2, 5, 5, 10, 21, 19, 28 } };
	static const struct kind kind = { 1, 400, 400 };
	guint8 high[FACES], low[FACES];
	guint falls = 0, rises = 0, digests = 200;

	dice_state = 7;
	make_die(&better, high);
	make_die(&worse, low);
	for (guint i = 0; i < digests; i++) {
		falls += digest_cries(&kind, high, low) ? 1 : 0;
		rises += digest_cries(&kind, low, high) ? 1 : 0;
	}
	printf("# 400 then 400 answers, 45 to 25 points: found %u falls and "
	       "%u rises of %u\n",
	    falls, rises, digests);
	fflush(stdout);
	ck_assert_uint_ge(falls, digests * 90 / 100);
	ck_assert_uint_ge(rises, digests * 90 / 100);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("noise");
	TCase *tests = tcase_create("noise");

	tcase_set_timeout(tests, 600);
	tcase_add_loop_test(tests, where_nothing_changes_few_digests_say_so, 0,
	    G_N_ELEMENTS(crowds));
	tcase_add_test(tests, a_fall_or_a_rise_of_twenty_points_is_found);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
