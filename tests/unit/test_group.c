/* test_group.c - answers as groups: sums that balance, quarters, and groups
 * that are too small. */
#include "scores/figures/group.h"
#include "tests/unit/unit.h"

#include <string.h>

static GPtrArray *rows;

static void
begin(void)
{
	rows = g_ptr_array_new_with_free_func((GDestroyNotify)tally_row_free);
}

static void
end(void)
{
	g_ptr_array_unref(rows);
}

/* So many answers, half of them 10 and half of them 3. */
static void
add(const char *touchpoint, const char *value, guint bucket, gint64 answers)
{
	struct tally_row *row = g_new0(struct tally_row, 1);

	row->touchpoint = g_strdup(touchpoint);
	row->value = g_strdup(value);
	row->bucket = bucket;
	row->tally.n[10] = answers / 2;
	row->tally.n[3] = answers - answers / 2;
	row->tally.commented = answers / 3;
	row->tally.sent = 4 * answers;
	row->tally.answered = answers;
	g_ptr_array_add(rows, row);
}

/* "FI 12/3, - 4/0": the answers of each group, now and before; owned. */
static char *
told(const GPtrArray *groups)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < groups->len; i++) {
		const struct group *group = groups->pdata[i];

		ck_assert_int_eq(group->rest, *group->name == '\0');
		g_string_append_printf(out,
		    "%s%s %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
		    i > 0 ? ", " : "", group->rest ? "-" : group->name,
		    group_answers(&group->now), group_answers(&group->before));
	}
	return g_string_free(out, FALSE);
}

static void
check(GPtrArray *groups, const char *expected)
{
	g_autofree char *found = told(groups);

	ck_assert_str_eq(found, expected);
	g_ptr_array_unref(groups);
}

START_TEST(touchpoints_come_in_their_order_even_without_counts)
{
	static const char *const names[] = { "silent", "week", NULL };
	struct group_choice choice = { .touchpoints = names };
	struct tallies tallies = { rows, 1 };

	add("booking", "", 1, 10);
	add("gone", "", 0, 70);
	add("week", "", 0, 30);
	add("week", "", 1, 20);
	check(group_by_touchpoint(&tallies, &choice), "silent 0/0, week 20/30");
	choice.others = TRUE;
	check(group_by_touchpoint(&tallies, &choice),
	    "silent 0/0, week 20/30, booking 10/0");
	/* Nothing is before the first bucket. */
	tallies.now = 0;
	check(group_by_touchpoint(&tallies, &choice),
	    "silent 0/0, week 30/0, gone 70/0");
}
END_TEST

START_TEST(a_team_is_the_sum_of_its_touchpoints)
{
	char *few[] = { (char[]){ "booking" }, (char[]){ "week" }, NULL };
	char *all[] = { NULL };
	struct team desk = { .name = (char[]){ "desk" }, .touchpoints = few };
	struct team boss = { .name = (char[]){ "boss" }, .touchpoints = all };
	g_autoptr(GPtrArray) teams = g_ptr_array_new();
	struct tallies tallies = { rows, 1 };

	g_ptr_array_add(teams, &desk);
	g_ptr_array_add(teams, &boss);
	add("booking", "", 1, 10);
	add("booking", "", 0, 5);
	add("pool", "", 1, 100);
	add("week", "", 1, 20);
	check(group_by_team(&tallies, teams), "desk 30/5, boss 130/5");
}
END_TEST

START_TEST(values_come_with_most_answers_first_and_the_rest_last)
{
	struct tallies tallies = { rows, 1 };

	add("booking", "", 1, 90);
	add("booking", "DE", 1, 8);
	add("booking", "FI", 1, 8);
	add("booking", "FI", 0, 2);
	add("week", "FI", 1, 4);
	add("week", "SE", 1, 8);
	check(group_by_value(&tallies), "FI 12/2, DE 8/0, SE 8/0, - 90/0");
}
END_TEST

static GPtrArray *
quarters(void)
{
	struct tallies tallies = { rows, 1 };
	g_autoptr(GPtrArray) values = group_by_value(&tallies);

	return group_by_quartile(values);
}

START_TEST(quarters_have_bounds_in_words_and_ties_keep_together)
{
	add("stay", "1", 1, 10);
	add("stay", "2", 1, 15);
	add("stay", "3", 1, 25);
	add("stay", "4", 1, 10);
	add("stay", "7", 1, 15);
	add("stay", "8", 1, 20);
	add("stay", "28", 1, 5);
	add("stay", "28", 0, 7);
	add("stay", "30", 0, 1);
	add("stay", "", 1, 6);
	add("stay", "many", 1, 3);
	check(quarters(), "1-2 25/0, 3 25/0, 4-7 25/0, 8-30 25/8, - 9/0");
}
END_TEST

START_TEST(numbers_sort_as_numbers_however_they_are_written)
{
	add("stay", "10", 1, 5);
	add("stay", "9.5", 1, 5);
	add("stay", "-2", 1, 5);
	add("stay", "-10", 1, 5);
	add("stay", "1e3", 1, 1);
	add("stay", "0x10", 1, 1);
	add("stay", "nan", 1, 1);
	add("stay", "1.2.3", 1, 1);
	add("stay", "-", 1, 1);
	check(quarters(), "-10 5/0, -2 5/0, 9.5 5/0, 10 5/0, - 5/0");
}
END_TEST

START_TEST(many_of_one_number_make_fewer_quarters)
{
	add("stay", "1", 1, 90);
	add("stay", "1.0", 1, 1);
	add("stay", "2", 1, 4);
	add("stay", "3", 1, 5);
	check(quarters(), "1 91/0, 2-3 9/0, - 0/0");
	/* Three quarters of 144 end with 108: nearer to 104 than to 144. */
	g_ptr_array_set_size(rows, 0);
	add("stay", "1", 1, 76);
	add("stay", "2", 1, 20);
	add("stay", "5", 1, 8);
	add("stay", "9", 1, 40);
	check(quarters(), "1 76/0, 2-5 28/0, 9 40/0, - 0/0");
	g_ptr_array_set_size(rows, 0);
	add("stay", "5", 1, 1);
	check(quarters(), "5 1/0, - 0/0");
	g_ptr_array_set_size(rows, 0);
	add("stay", "5", 0, 1);
	check(quarters(), "- 0/0");
}
END_TEST

START_TEST(small_groups_are_taken_out_and_counted)
{
	struct tallies tallies = { rows, 1 };
	g_autoptr(GPtrArray) groups = NULL;
	g_autofree char *left = NULL;

	add("stay", "FI", 1, 5);
	add("stay", "FI", 0, 4);
	add("stay", "DE", 1, 6);
	add("stay", "DE", 0, 5);
	add("stay", "SE", 1, 4);
	add("stay", "NO", 1, 1);
	add("stay", "IS", 0, 50);
	add("stay", "", 1, 3);
	groups = group_by_value(&tallies);
	ck_assert_uint_eq(group_hide_small(groups, 5), 3);
	left = told(groups);
	/* What FI said before would be a score of four people. */
	ck_assert_str_eq(left, "DE 6/5, FI 5/0");
}
END_TEST

static void
same(const struct tally *one, const struct tally *other)
{
	ck_assert_mem_eq(one, other, sizeof(*one));
}

/* Whatever the groups are, and in whatever order the counts come. */
START_TEST(groups_and_the_rest_are_the_total)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(14);
	static const char *const values[] = { "", "1", "2", "2.0", "10", "-3",
		"x", "7", "12", "13" };
	static const char *const places[] = { "a", "b", "c" };

	for (int round = 0; round < 300; round++) {
		struct tallies tallies = { rows, 1 };
		g_autoptr(GPtrArray) groups = NULL, cut = NULL, again = NULL;
		g_autofree char *once = NULL;
		g_autofree char *twice = NULL;
		struct tally total = { 0 };
		struct group sum;

		g_ptr_array_set_size(rows, 0);
		for (int i = g_rand_int_range(dice, 0, 60); i > 0; i--) {
			const struct tally_row *row;

			add(places[g_rand_int_range(dice, 0, 3)],
			    values[g_rand_int_range(dice, 0, 10)], 1,
			    g_rand_int_range(dice, 1, 20));
			row = rows->pdata[rows->len - 1];
			group_add_tally(&total, &row->tally);
		}
		groups = group_by_value(&tallies);
		sum = group_sum(groups);
		same(&sum.now, &total);
		cut = group_by_quartile(groups);
		sum = group_sum(cut);
		same(&sum.now, &total);
		ck_assert_uint_le(cut->len, 5);
		once = told(groups);
		for (guint i = 0; i + 1 < rows->len; i++) {
			guint other = (guint)g_rand_int_range(dice, (int)i,
			    (int)rows->len);
			gpointer row = rows->pdata[i];

			rows->pdata[i] = rows->pdata[other];
			rows->pdata[other] = row;
		}
		again = group_by_value(&tallies);
		twice = told(again);
		ck_assert_str_eq(once, twice);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("group");
	TCase *tests = tcase_create("group");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests,
	    touchpoints_come_in_their_order_even_without_counts);
	tcase_add_test(tests, a_team_is_the_sum_of_its_touchpoints);
	tcase_add_test(tests,
	    values_come_with_most_answers_first_and_the_rest_last);
	tcase_add_test(tests,
	    quarters_have_bounds_in_words_and_ties_keep_together);
	tcase_add_test(tests,
	    numbers_sort_as_numbers_however_they_are_written);
	tcase_add_test(tests, many_of_one_number_make_fewer_quarters);
	tcase_add_test(tests, small_groups_are_taken_out_and_counted);
	tcase_add_test(tests, groups_and_the_rest_are_the_total);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
