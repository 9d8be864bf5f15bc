/* test_spread.c - chances by hash: even, independent, and the same for ever. */
#include "scheduler/spread.h"

#include <unistd.h>

#include "tests/unit/unit.h"

#define PEOPLE 100000
#define DAY_S 86400
#define SPREAD_S (90 * DAY_S)
/* What chance passes once in a thousand times, by degrees of freedom. */
#define CHI_SQUARE_89 135.98
#define CHI_SQUARE_99 148.23

static gint64
offset_of(const char *touchpoint, const char *email, gint64 spread_s)
{
	const struct contact contact = { .email = (char *)email };

	return spread_offset(touchpoint, &contact, spread_s);
}

static gint64
offset_of_nth(const char *touchpoint, guint n)
{
	g_autofree char *email = g_strdup_printf("guest%u@example.com", n);

	return offset_of(touchpoint, email, SPREAD_S);
}

static gboolean
takes(const char *touchpoint, guint n, guint percent)
{
	g_autofree char *reference = g_strdup_printf("B-%u", n);
	const struct event event = { .source = (char *)"",
		.type = (char *)"booking",
		.reference = reference };

	return sample_takes(touchpoint, &event, percent);
}

static double
chi_square(const guint *counts, guint n)
{
	const double expected = (double)PEOPLE / n;
	double sum = 0;

	for (guint i = 0; i < n; i++)
		sum += (counts[i] - expected) * (counts[i] - expected) /
		    expected;
	return sum;
}

START_TEST(people_are_spread_evenly_over_the_days)
{
	static const char *const touchpoints[] = { "after-booking",
		"week-later", "x" };

	for (guint i = 0; i < G_N_ELEMENTS(touchpoints); i++) {
		guint days[90] = { 0 };
		guint times[90] = { 0 }; /* of the day */

		for (guint n = 0; n < PEOPLE; n++) {
			gint64 at = offset_of_nth(touchpoints[i], n);

			ck_assert(at >= 0 && at < SPREAD_S);
			days[at / DAY_S]++;
			times[at % DAY_S / (DAY_S / 90)]++;
		}
		ck_assert_double_lt(chi_square(days, 90), CHI_SQUARE_89);
		ck_assert_double_lt(chi_square(times, 90), CHI_SQUARE_89);
	}
}
END_TEST

START_TEST(the_order_at_one_touchpoint_says_nothing_of_another)
{
	guint cells[100] = { 0 };

	for (guint n = 0; n < PEOPLE; n++) {
		gint64 a = offset_of_nth("after-booking", n);
		gint64 b = offset_of_nth("week-later", n);

		cells[a / (SPREAD_S / 10) * 10 + b / (SPREAD_S / 10)]++;
	}
	ck_assert_double_lt(chi_square(cells, 100), CHI_SQUARE_99);
}
END_TEST

/* Told by another program: the first 32 bits of SHA-256, times the seconds. */
START_TEST(the_offset_of_a_person_never_changes)
{
	const struct contact by_phone = { .phone = (char *)"+358401234567" };

	ck_assert_int_eq(offset_of("after-booking", "ada@example.com",
			     SPREAD_S),
	    4101829);
	ck_assert_int_eq(offset_of("week-later", "ada@example.com", SPREAD_S),
	    3640894);
	ck_assert_int_eq(offset_of("after-booking", "j\303\266rg@example.com",
			     SPREAD_S),
	    1004739);
	ck_assert_int_eq(spread_offset("after-booking", &by_phone, SPREAD_S),
	    4225460);
}
END_TEST

START_TEST(an_address_counts_in_any_case_and_before_a_number)
{
	const struct contact both = { .id = 7,
		.email = (char *)"Ada@Example.COM",
		.phone = (char *)"+358401234567",
		.name = (char *)"Ada" };

	ck_assert_int_eq(spread_offset("after-booking", &both, SPREAD_S),
	    4101829);
	ck_assert_int_eq(offset_of("after-booking", "J\303\226RG@example.com",
			     SPREAD_S),
	    1004739);
}
END_TEST

START_TEST(a_longer_time_keeps_the_order)
{
	for (guint n = 0; n < 1000; n++) {
		g_autofree char *email = g_strdup_printf("guest%u@example.com",
		    n);
		gint64 once = offset_of("x", email, SPREAD_S);
		gint64 twice = offset_of("x", email, 2 * SPREAD_S);

		ck_assert(twice / 2 == once);
	}
}
END_TEST

START_TEST(no_time_has_no_offset_and_the_longest_has_room)
{
	gint64 longest = 0;

	ck_assert_int_eq(offset_of("x", "ada@example.com", 0), 0);
	ck_assert_int_eq(offset_of("x", "ada@example.com", 1), 0);
	for (guint n = 0; n < 1000; n++) {
		g_autofree char *email = g_strdup_printf("guest%u@example.com",
		    n);

		longest = MAX(longest, offset_of("x", email, SPREAD_MAX_S));
	}
	ck_assert(longest > SPREAD_MAX_S / 100 * 98 && longest < SPREAD_MAX_S);
}
END_TEST

/* GLib says "Bail out!" on stdout when it aborts; ours is a forked child. */
START_TEST(a_time_below_zero_is_a_broken_promise)
{
	dup2(STDERR_FILENO, STDOUT_FILENO);
	offset_of("x", "ada@example.com", -1);
}
END_TEST

START_TEST(a_sample_takes_its_share_of_events)
{
	static const guint percents[] = { 1, 20, 50, 99 };

	for (guint i = 0; i < G_N_ELEMENTS(percents); i++) {
		const int expected = PEOPLE / 100 * (int)percents[i];
		int taken = 0;

		for (guint n = 0; n < PEOPLE; n++)
			taken += takes("after-booking", n, percents[i]);
		/* 3.3 standard deviations are 522 at the most. */
		ck_assert_int_le(ABS(taken - expected), 522);
	}
}
END_TEST

START_TEST(two_touchpoints_take_samples_of_their_own)
{
	int both = 0;

	for (guint n = 0; n < PEOPLE; n++)
		both += takes("after-booking", n, 20) &&
		    takes("week-later", n, 20);
	/* 4 in a hundred; 3.3 standard deviations are 204. */
	ck_assert_int_le(ABS(both - PEOPLE / 25), 204);
}
END_TEST

START_TEST(whether_an_event_is_taken_never_changes)
{
	/* Where B-1 to B-4 stand among a hundred, told by another program. */
	static const guint booking[] = { 16, 97, 89, 90 };
	static const guint week[] = { 75, 66, 25, 18 };

	for (guint i = 0; i < G_N_ELEMENTS(week); i++) {
		for (guint percent = 0; percent <= 100; percent++) {
			ck_assert(takes("after-booking", i + 1, percent) ==
			    (percent > booking[i]));
			ck_assert(takes("week-later", i + 1, percent) ==
			    (percent > week[i]));
		}
	}
}
END_TEST

START_TEST(source_type_and_reference_are_told_apart)
{
	static const struct event alike[] = {
		{ .source = (char *)"a",
		    .type = (char *)"bc",
		    .reference = (char *)"d" },
		{ .source = (char *)"ab",
		    .type = (char *)"c",
		    .reference = (char *)"d" },
		{ .source = (char *)"a",
		    .type = (char *)"b",
		    .reference = (char *)"cd" },
	};
	guint64 taken[3] = { 0 }; /* a bit for each of 64 touchpoints */

	for (guint i = 0; i < G_N_ELEMENTS(alike); i++) {
		for (guint t = 0; t < 64; t++) {
			g_autofree char *name = g_strdup_printf("t%u", t);

			if (sample_takes(name, &alike[i], 50))
				taken[i] |= G_GUINT64_CONSTANT(1) << t;
		}
	}
	ck_assert_uint_ne(taken[0], taken[1]);
	ck_assert_uint_ne(taken[0], taken[2]);
	ck_assert_uint_ne(taken[1], taken[2]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("spread");
	TCase *tcase = tcase_create("spread");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, people_are_spread_evenly_over_the_days);
	tcase_add_test(tcase,
	    the_order_at_one_touchpoint_says_nothing_of_another);
	tcase_add_test(tcase, the_offset_of_a_person_never_changes);
	tcase_add_test(tcase,
	    an_address_counts_in_any_case_and_before_a_number);
	tcase_add_test(tcase, a_longer_time_keeps_the_order);
	tcase_add_test(tcase, no_time_has_no_offset_and_the_longest_has_room);
	unit_add_abort_test(tcase, a_time_below_zero_is_a_broken_promise);
	tcase_add_test(tcase, a_sample_takes_its_share_of_events);
	tcase_add_test(tcase, two_touchpoints_take_samples_of_their_own);
	tcase_add_test(tcase, whether_an_event_is_taken_never_changes);
	tcase_add_test(tcase, source_type_and_reference_are_told_apart);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
