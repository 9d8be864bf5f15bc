/*
 * test_condition_bias.c - conditions by which the unhappy are not asked.
 */
#include "base/condition.h"
#include "tests/unit/unit.h"

static const char *const biased[] = {
	"last_score >= 9",
	"score > 6",
	"event.rating = 5",
	"rating in (4, 5)",
	"contact.nps >= 50",
	"happy = yes",
	"satisfaction = high",
	"sentiment != negative",
	"promoter = yes",
	"complaints = 0",
	"complaints < 1",
	"complaint is not set",
	"not complaint is set",
	"not (complaints > 0)",
	"not (last_score < 7)",
	"refunded = no",
	"refund != yes",
	"plan = gold and last_score >= 9",
	"last_score >= 9 or happy = yes",
	"not (plan = free or last_score < 7)",
	"detractor = no",
	"zufriedenheit >= 4",
	"quejas = 0",
	"reclamations = 0",
	"arvosana >= 4",
};

static const char *const fair[] = {
	"plan = gold",
	"nights >= 3",
	"nights >= 3 and country in (FI, SE)",
	"last_score < 7",
	"last_score <= 6 and plan = gold",
	"last_score is set",
	"last_score >= 0",
	"last_score >= 9 or last_score < 7",
	"last_score >= 9 or plan = gold",
	"not (last_score >= 9)",
	"not (last_score < 7 and plan = gold)",
	"complaints > 0",
	"complaint is set",
	"refunded = yes",
	"happy = no",
	"credit_score >= 700",
	"lead_score >= 50",
	"rating = standard",
	"review = done",
	"underscore = 9",
	"contact.language = de",
	"value > 1000",
};

START_TEST(who_asks_the_content_alone_is_told)
{
	g_autoptr(condition) one = condition_parse(biased[_i], NULL);

	ck_assert_ptr_nonnull(one);
	ck_assert_msg(condition_leaves_out_unhappy(one) != NULL, "%s",
	    biased[_i]);
}
END_TEST

START_TEST(what_asks_all_or_the_unhappy_is_left_alone)
{
	g_autoptr(condition) one = condition_parse(fair[_i], NULL);

	ck_assert_ptr_nonnull(one);
	ck_assert_msg(condition_leaves_out_unhappy(one) == NULL, "%s",
	    fair[_i]);
}
END_TEST

START_TEST(the_part_that_says_it_is_named)
{
	g_autoptr(condition)
	    one = condition_parse("plan = gold and last_score >= 9", NULL);

	ck_assert_str_eq(condition_leaves_out_unhappy(one), "last_score >= 9");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("condition_bias");
	TCase *tcase = tcase_create("condition_bias");

	tcase_add_loop_test(tcase, who_asks_the_content_alone_is_told, 0,
	    G_N_ELEMENTS(biased));
	tcase_add_loop_test(tcase, what_asks_all_or_the_unhappy_is_left_alone,
	    0, G_N_ELEMENTS(fair));
	tcase_add_test(tcase, the_part_that_says_it_is_named);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
