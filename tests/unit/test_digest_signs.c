/*
 * test_digest_signs.c - what a digest points at: tags on the rise, silence; and
 * how seldom it does where nothing changed.
 */
#include "scores/digest/digest_signs.h"
#include "tests/unit/unit.h"

#include <math.h>

static GPtrArray *tags;

static void
begin(void)
{
	tags = g_ptr_array_new_with_free_func((GDestroyNotify)digest_tag_free);
}

static void
end(void)
{
	g_ptr_array_unref(tags);
}

static void
tag(const char *name, gint64 now, gint64 before)
{
	struct digest_tag *one = g_new0(struct digest_tag, 1);

	*one = (struct digest_tag){ g_strdup(name), now, before };
	g_ptr_array_add(tags, one);
}

static double
chance(gint64 n, gint64 of, gint64 n_before, gint64 of_before)
{
	const struct digest_shares shares = { n, of, n_before, of_before };

	return digest_rise_chance(&shares);
}

START_TEST(chances_are_those_of_fishers_test)
{
	/* The lady tasting tea: 1/70, and 17/70. */
	ck_assert_double_eq_tol(chance(4, 4, 0, 4), 1.0 / 70, 1e-12);
	ck_assert_double_eq_tol(chance(3, 4, 1, 4), 17.0 / 70, 1e-12);
	ck_assert_double_eq_tol(chance(3, 10, 0, 10), 2.0 / 19, 1e-12);
	ck_assert_double_eq(chance(2, 4, 2, 4), 1.0);
	ck_assert_double_eq(chance(0, 4, 4, 4), 1.0);
	ck_assert_double_eq(chance(3, 3, 0, 0), 1.0);
	ck_assert_double_eq(chance(0, 0, 0, 0), 1.0);
}
END_TEST

START_TEST(millions_are_judged_as_quickly)
{
	double rare = chance(1100000, 5000000, 1000000, 5000000);

	ck_assert_double_lt(rare, 1e-6);
	ck_assert_double_ge(rare, 0.0);
	ck_assert_double_gt(chance(1000100, 5000000, 1000000, 5000000), 0.4);
}
END_TEST

START_TEST(a_tag_rises_if_chance_does_not_explain_it)
{
	g_autoptr(GPtrArray) rising = NULL;
	const struct digest_tag *first;

	tag("as-ever", 10, 11);
	tag("price", 9, 0);
	tag("wifi", 14, 1);
	rising = digest_rising(tags, 60, 60);
	ck_assert_uint_eq(rising->len, 2);
	first = rising->pdata[0];
	ck_assert_str_eq(first->name, "wifi");
	ck_assert_int_eq(first->before, 1);
}
END_TEST

START_TEST(two_answers_are_no_rise_and_nor_is_the_first_period)
{
	g_autoptr(GPtrArray) few = NULL, first = NULL;

	tag("price", 2, 0);
	few = digest_rising(tags, 2, 400);
	ck_assert_uint_eq(few->len, 0);
	tag("wifi", 40, 0);
	first = digest_rising(tags, 60, 0);
	ck_assert_uint_eq(first->len, 0);
}
END_TEST

/* Ten tags, none of which changes, in 400 pairs of weeks. */
START_TEST(where_nothing_changes_tags_rarely_rise)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	guint named = 0;

	for (int week = 0; week < 400; week++) {
		g_autoptr(GPtrArray) rising = NULL;

		g_ptr_array_set_size(tags, 0);
		for (int i = 0; i < 10; i++) {
			gint64 now = 0, before = 0;

			for (int k = 0; k < 50; k++) {
				now += g_rand_double(rand) < 0.02 * (i + 1);
				before += g_rand_double(rand) < 0.02 * (i + 1);
			}
			tag("x", now, before);
		}
		rising = digest_rising(tags, 50, 50);
		named += rising->len > 0;
	}
	ck_assert_uint_le(named, 20);
}
END_TEST

START_TEST(silence_is_told_by_how_often_there_were_answers)
{
	struct digest_days days = { { 0 }, { 0 } };
	int last, sent_last;

	for (int i = 0; i < DIGEST_DAYS; i += 7)
		days.answers[i] = 1;
	/* One a week, the last a week ago. */
	days.sent[DIGEST_DAYS - 1] = 1;
	ck_assert(!digest_is_silent(&days, &last, &sent_last));
	for (int i = 0; i < DIGEST_DAYS - 7; i++)
		days.answers[i] = 2;
	days.answers[DIGEST_DAYS - 7] = 0;
	ck_assert(digest_is_silent(&days, &last, &sent_last));
	ck_assert_int_eq(last, DIGEST_DAYS - 8);
	ck_assert_int_eq(sent_last, DIGEST_DAYS - 1);
	/* A weekend is no silence. */
	for (int i = DIGEST_DAYS - 7; i < DIGEST_DAYS - 2; i++)
		days.answers[i] = 2;
	ck_assert(!digest_is_silent(&days, &last, &sent_last));
}
END_TEST

START_TEST(where_answers_come_in_bursts_silence_is_no_news)
{
	struct digest_days days = { { 0 }, { 0 } };
	int last, sent_last;

	for (int month = 0; month < 3; month++)
		for (int i = 0; i < 8; i++)
			days.answers[30 * month + i] = 40;
	ck_assert(!digest_is_silent(&days, &last, &sent_last));
	/* Longer than ever before. */
	for (int i = 0; i < 8; i++)
		days.answers[60 + i] = 0;
	ck_assert(digest_is_silent(&days, &last, &sent_last));
	ck_assert_int_eq(last, 37);
}
END_TEST

START_TEST(who_never_had_answers_is_not_silent)
{
	struct digest_days days = { { 0 }, { 0 } };
	int last, sent_last;

	ck_assert(!digest_is_silent(&days, &last, &sent_last));
	days.answers[0] = 4;
	ck_assert(!digest_is_silent(&days, &last, &sent_last));
	ck_assert_int_eq(sent_last, -1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("digest_signs");
	TCase *tests = tcase_create("digest_signs");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, chances_are_those_of_fishers_test);
	tcase_add_test(tests, millions_are_judged_as_quickly);
	tcase_add_test(tests, a_tag_rises_if_chance_does_not_explain_it);
	tcase_add_test(tests,
	    two_answers_are_no_rise_and_nor_is_the_first_period);
	tcase_add_test(tests, where_nothing_changes_tags_rarely_rise);
	tcase_add_test(tests, silence_is_told_by_how_often_there_were_answers);
	tcase_add_test(tests,
	    where_answers_come_in_bursts_silence_is_no_news);
	tcase_add_test(tests, who_never_had_answers_is_not_silent);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
