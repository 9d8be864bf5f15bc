/*
 * test_condition_answer.c - conditions about answers: what they know beside the
 * attributes, and where they are refused.
 */
#include <string.h>

#include "base/condition.h"
#include "tests/unit/unit.h"

static struct event stay = {
	.id = 1,
	.type = (char *)"stay",
	.contact = { .id = 1,
	    .name = (char *)"Ada",
	    .attributes = (char *)"{\"value\": 1200.5, \"tag\": \"vip\"}" },
	.attributes = (char *)"{\"score\": 99, \"nights\": 3}",
};
static const char *const tags[] = { "price", "cleanliness", NULL };
static const struct answer_facts low = {
	.score = 3,
	.before = 9,
	.comment = "too expensive",
	.touchpoint = "after-stay",
	.channel = "email",
	.tags = tags,
};

static gboolean
held(const char *text, const struct answer_facts *answer, char **why)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(condition) condition = condition_parse_answer(text, &error);

	ck_assert_msg(condition != NULL, "%s: %s", text,
	    error != NULL ? error->message : "");
	return condition_holds_for(condition, answer, &stay, NULL, why);
}

START_TEST(an_answer_has_facts_of_its_own)
{
	static const char *const true_ones[] = { "detractors", "score <= 4",
		"score = 3", "drop >= 4", "drop = 6",
		"value > 1000 and score <= 8", "not promoters",
		"not (passives or promoters)", "comment is set",
		"touchpoint = after-stay", "channel in (email, sms)",
		"tag = price", "tag = cleanliness", "tag in (x, price)",
		"tag is set", "tag != food", "event.score = 99",
		"contact.tag = vip", "nights = 3 and detractors",
		"event.type = stay", "detractors or nights > 99",
		"contact.name is set", NULL };
	static const char *const false_ones[] = { "promoters", "passives",
		"not detractors", "score > 3", "score = 99", "drop < 6",
		"comment is not set", "tag = vip", "tag != price",
		"tag is not set", "channel = sms", "value > 2000", NULL };

	for (gsize i = 0; true_ones[i] != NULL; i++)
		ck_assert_msg(held(true_ones[i], &low, NULL), "%s",
		    true_ones[i]);
	for (gsize i = 0; false_ones[i] != NULL; i++)
		ck_assert_msg(!held(false_ones[i], &low, NULL), "%s",
		    false_ones[i]);
}
END_TEST

START_TEST(bands_are_those_of_nps)
{
	static const char *const words[] = { "detractors", "passives",
		"promoters" };

	for (int score = 0; score <= 10; score++) {
		const struct answer_facts answer = { .score = score,
			.before = -1 };
		gsize band = score >= 9 ? 2 : score >= 7 ? 1 : 0;

		for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
			ck_assert_msg(held(words[i], &answer, NULL) ==
				(i == band),
			    "%d %s", score, words[i]);
	}
}
END_TEST

START_TEST(what_is_not_known_does_not_hold)
{
	static const struct answer_facts nothing = { .score = -1,
		.before = 5 };
	static const struct answer_facts first = { .score = 0, .before = -1 };
	static const struct answer_facts risen = { .score = 9, .before = 5 };

	ck_assert(!held("score <= 10", &nothing, NULL));
	ck_assert(!held("detractors or passives or promoters", &nothing, NULL));
	ck_assert(held("score is not set and tag is not set", &nothing, NULL));
	ck_assert(!held("drop >= 0 or drop < 0", &nothing, NULL));
	ck_assert(!held("drop >= 4", &first, NULL));
	ck_assert(held("drop is not set", &first, NULL));
	ck_assert(!held("drop >= 0", &risen, NULL));
	ck_assert(!held("comment is set", &risen, NULL));
}
END_TEST

START_TEST(why_not_names_the_score)
{
	static const struct answer_facts high = { .score = 9, .before = -1 };
	g_autofree char *why = NULL, *tag = NULL, *words = NULL;

	ck_assert(!held("value > 1000 and detractors", &high, &why));
	ck_assert_str_eq(why, "score is 9, wanted is detractors");
	ck_assert(!held("tag = food", &low, &tag));
	ck_assert_str_eq(tag,
	    "tag is price, cleanliness, wanted is tag = food");
	ck_assert(!held("comment is not set", &low, &words));
	ck_assert_str_eq(words, "comment is set, wanted is comment is not set");
}
END_TEST

static const struct {
	const char *text, *message;
} mistakes[] = {
	{ "score <= four", "column 10: found \"four\"" },
	{ "score = low", "column 9: found \"low\"; allowed is a number" },
	{ "drop in (4, big)", "column 13: found \"big\"" },
	{ "detractor", "did you mean \"detractors\"?" },
	{ "score <= 4 and promotors",
	    "column 25: found the end; allowed behind a name are" },
	{ "comment = bad", "column 9: comment is not compared" },
	{ "detractors = 3", "column 12: found \"=\"" },
	{ "score", "column 6: found the end" },
	{ "contact.email = x", "column 15: contact.email is not compared" },
};

START_TEST(a_mistake_is_told_by_its_column)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(condition_parse_answer(mistakes[_i].text, &error));
	ck_assert_msg(strstr(error->message, mistakes[_i].message) != NULL,
	    "%s", error->message);
}
END_TEST

START_TEST(of_events_these_words_are_attributes)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(condition) score = condition_parse("score = 99", NULL);

	ck_assert(condition_holds(score, &stay, NULL, NULL));
	ck_assert_ptr_null(condition_parse("detractors", &error));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("condition_answer");
	TCase *tcase = tcase_create("condition_answer");

	tcase_add_test(tcase, an_answer_has_facts_of_its_own);
	tcase_add_test(tcase, bands_are_those_of_nps);
	tcase_add_test(tcase, what_is_not_known_does_not_hold);
	tcase_add_test(tcase, why_not_names_the_score);
	tcase_add_loop_test(tcase, a_mistake_is_told_by_its_column, 0,
	    G_N_ELEMENTS(mistakes));
	tcase_add_test(tcase, of_events_these_words_are_attributes);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
