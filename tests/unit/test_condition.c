/* test_condition.c - conditions: what holds, and what it says if not. */
#include "base/condition.h"

#include <string.h>

#include "base/errors.h"
#include "tests/unit/unit.h"

static struct event stay = {
	.source = (char *)"",
	.type = (char *)"checkout",
	.reference = (char *)"B-1042",
	.contact = {
		.email = (char *)"ada@example.com",
		.language = (char *)"pt-BR",
		.attributes = (char *)"{\"plan\":\"gold\",\"nights\":99,"
		    "\"age\":\"42\",\"city\":\"M\303\274nchen\","
		    "\"source\":\"fair\"}",
	},
	.attributes = (char *)"{\"nights\":2,\"value\":154.77,"
	    "\"room\":\"sea view\",\"code\":\"007\",\"vip\":true,"
	    "\"late\":false,\"since\":\"2026-03-01\","
	    "\"seen\":\"2026-03-01T10:00:00Z\",\"gone\":null,"
	    "\"empty\":\"\",\"tags\":[\"a\"],\"more\":{\"a\":1},"
	    "\"big\":9007199254740993,\"nights booked\":5,\"minus\":-3,"
	    "\"said\":\"a \\\"b\\\" c\\\\d\",\"cafe\":\"cafe\314\201\","
	    "\"type\":\"suite\",\"name\":\"no\",\"huge\":1e300,"
	    "\"month\":\"07\",\"account\":\"99999999999999999999\","
	    "\"long\":\"0.1234567890123456789\"}",
};

/* TRUE, FALSE, or the test fails. */
static gboolean
held(const char *text, const struct event *event, const struct contact *contact,
    char **why)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(condition) condition = condition_parse(text, &error);

	ck_assert_msg(condition != NULL, "%s: %s", text,
	    error != NULL ? error->message : "");
	ck_assert_ptr_null(error);
	return condition_holds(condition, event, contact, why);
}

static void
expect_each(const char *const *texts, gboolean expected)
{
	for (; *texts != NULL; texts++)
		ck_assert_msg(held(*texts, &stay, NULL, NULL) == expected, "%s",
		    *texts);
}

static void
expect_why(const char *text, const char *expected)
{
	g_autofree char *why = NULL;

	ck_assert_msg(!held(text, &stay, NULL, &why), "%s", text);
	ck_assert_str_eq(why, expected);
}

START_TEST(numbers_are_compared_as_numbers)
{
	static const char *const true_ones[] = { "nights = 2", "nights = 2.0",
		"nights >= 2", "nights <= 2", "nights < 10", "nights > -1",
		"nights != 3", "value > 154.7", "value < 154.8",
		"value = 154.77", "value > 154", "value < 155", "minus = -3",
		"minus < -2", "age >= 9", "age = 42.0", "nights in (1, 2, 3)",
		"big = 9007199254740993", "big > 9007199254740992",
		"big < 9007199254740994", "big != 9007199254740992",
		"nights < 9223372036854775807", "nights>=2", NULL };
	static const char *const false_ones[] = { "nights = 3", "nights > 2",
		"nights < 2", "nights >= 3", "nights <= 1", "nights != 2",
		"big = 9007199254740992", "value = 154.7", "value <= 154",
		"nights in (1, 3)", "room > 3", "room < 3", "nights < 1.99",
		"vip >= 1", "vip = 1", "tags >= 1", NULL };

	expect_each(true_ones, TRUE);
	expect_each(false_ones, FALSE);
}
END_TEST

START_TEST(texts_are_compared_letter_by_letter)
{
	static const char *const true_ones[] = { "plan = gold", "plan=gold",
		"plan = \"gold\"", "plan != Gold", "room = \"sea view\"",
		"plan in (silver, gold)", "plan in (\"gold\")", "code = 007",
		"code != 7", "nights = \"2\"", "nights != \"2.0\"",
		"value = \"154.77\"", "age = \"42\"", "age != \"42.0\"",
		"plan != 3", "nights != many", NULL };
	static const char *const false_ones[] = { "plan = Gold", "plan = gol",
		"plan = golden", "plan != gold", "code = 7", "room = sea",
		"plan in (silver, bronze)", "nights = \"02\"", "plan = 3",
		"nights = two", NULL };

	expect_each(true_ones, TRUE);
	expect_each(false_ones, FALSE);
}
END_TEST

START_TEST(what_no_number_holds_exactly_is_text)
{
	static const char *const true_ones[] = { "month = 07", "month != 7",
		"account = 99999999999999999999",
		"account != 99999999999999999998",
		"long = 0.1234567890123456789", "long != 0.1234567890123456788",
		"huge > 9223372036854775807", "huge != 9223372036854775807",
		"huge > -9223372036854775808", "nights > -9223372036854775808",
		NULL };
	static const char *const false_ones[] = { "month < 8", "account > 5",
		"long < 1", "huge < 9223372036854775807", NULL };

	expect_each(true_ones, TRUE);
	expect_each(false_ones, FALSE);
}
END_TEST

START_TEST(a_boolean_is_yes_or_no_and_true_or_false)
{
	static const char *const true_ones[] = { "vip = yes", "vip = true",
		"vip = \"yes\"", "vip != no", "late = no", "late = false",
		"late != yes", "vip in (maybe, true)", "late is set", NULL };
	static const char *const false_ones[] = { "vip = no", "vip = false",
		"vip = Yes", "late = yes", "late = 0", "vip != true", NULL };

	expect_each(true_ones, TRUE);
	expect_each(false_ones, FALSE);
}
END_TEST

START_TEST(dates_have_an_order)
{
	static const char *const true_ones[] = { "since >= 2026-03-01",
		"since <= 2026-03-01", "since > 2026-02-28",
		"since < 2026-10-01", "since > \"2025-12-31\"",
		"since = 2026-03-01", NULL };
	static const char *const false_ones[] = { "since < 2026-03-01",
		"since > 2026-03-01", "since >= 2027-01-01", "since > 2",
		"seen >= 2020-01-01", "nights > 2020-01-01", NULL };

	expect_each(true_ones, TRUE);
	expect_each(false_ones, FALSE);
}
END_TEST

START_TEST(what_is_not_set_is_nothing_but_unequal)
{
	static const char *const true_ones[] = { "pet != dog", "pet is not set",
		"gone is not set", "empty is not set", "empty != x",
		"not pet = dog", "not pet > 3", "not pet is set",
		"contact.phone is not set", "event.source is not set",
		"tags is set", "more is set", "tags != a", "plan is set",
		"contact.email is set", "email is set", "event.plan is not set",
		NULL };
	static const char *const false_ones[] = { "pet = dog", "pet < 3",
		"pet >= 2026-01-01", "pet in (dog, cat)", "pet is set",
		"gone is set", "gone = null", "empty is set", "tags = a",
		"more is not set", "phone is set", "nights is not set",
		"contact.name is set", NULL };

	expect_each(true_ones, TRUE);
	expect_each(false_ones, FALSE);
}
END_TEST

START_TEST(a_name_is_the_events_then_the_contacts)
{
	static const char *const true_ones[] = { "nights = 2",
		"event.nights = 2", "contact.nights = 99",
		"contact.plan = gold", "plan = gold", "event.plan != gold",
		"event.type = checkout", "type = checkout",
		"event.reference = B-1042", "source = fair",
		"contact.source = fair", "event.name = no",
		"contact.language = pt-BR", "language in (pt, pt-BR)",
		"contact.timezone is not set", "event.language is not set",
		"\"nights booked\" = 5", "event.\"nights booked\" > 4",
		"contact.\"nights booked\" is not set",
		"\"event.nights\" is not set", NULL };

	expect_each(true_ones, TRUE);
}
END_TEST

START_TEST(without_an_event_the_contact_is_asked)
{
	const struct contact bob = { .phone = (char *)"+358401234567",
		.timezone = (char *)"Europe/Helsinki",
		.attributes = (char *)"{\"plan\":\"silver\"}" };
	const struct contact nobody = { 0 };
	const struct contact broken = { .attributes = (char *)"[1, 2" };
	const struct contact list = { .attributes = (char *)"[1, 2]" };

	ck_assert(held("plan = silver", NULL, &bob, NULL));
	ck_assert(held("contact.timezone = Europe/Helsinki and phone is set",
	    NULL, &bob, NULL));
	ck_assert(!held("event.plan is set", NULL, &bob, NULL));
	ck_assert(held("event.type is not set", NULL, &bob, NULL));
	ck_assert(held("plan is not set", NULL, &nobody, NULL));
	ck_assert(held("plan is not set", NULL, &broken, NULL));
	ck_assert(held("plan is not set", NULL, &list, NULL));
	ck_assert(held("plan is not set", NULL, NULL, NULL));
	/* The event's own contact goes before another. */
	ck_assert(held("plan = gold", &stay, &bob, NULL));
}
END_TEST

START_TEST(or_binds_looser_than_and_and_not_the_closest)
{
	static const char *const true_ones[] = {
		"nights = 2 or nights = 3 and plan = silver",
		"plan = silver and nights = 3 or nights = 2",
		"not plan = silver and nights = 2",
		"not plan = silver or nights = 3",
		"not (plan = gold and nights = 3)",
		"not not plan = gold",
		"(nights = 2)",
		"((nights = 2) and (plan = gold))",
		"plan = gold and (nights = 3 or vip = yes)",
		"plan = gold and nights = 2 and vip = yes",
		"plan = x or plan = y or plan = gold",
		"(plan=gold)and(nights=2)",
		"plan = gold\n\tand nights = 2",
		NULL,
	};
	static const char *const false_ones[] = {
		"(nights = 2 or nights = 3) and plan = silver",
		"not plan = gold and nights = 2",
		"not (plan = gold or nights = 3)",
		"not plan = gold or nights = 3",
		"plan = gold and nights = 2 and vip = no",
		"plan = x or plan = y or plan = z",
		NULL,
	};

	expect_each(true_ones, TRUE);
	expect_each(false_ones, FALSE);
}
END_TEST

START_TEST(quotes_hold_any_text_and_words_any_letters)
{
	static const char *const true_ones[] = {
		"said = \"a \\\"b\\\" c\\\\d\"",
		"plan != \"and\"",
		"plan != \"= (x)\"",
		"city = M\303\274nchen",
		"city = \"M\303\274nchen\"",
		"city = Mu\314\210nchen", /* the same letter, in two parts */
		"cafe = caf\303\251",
		"\303\244lter is not set",
		"plan != l'oasis",
		"plan != in",
		"plan != set",
		"city\302\240= M\303\274nchen", /* a no-break space */
		"is is not set",
		"in in (in, is) or plan = gold",
		NULL,
	};

	expect_each(true_ones, TRUE);
}
END_TEST

START_TEST(why_it_does_not_hold_is_said_of_the_first_part)
{
	expect_why("nights >= 3", "nights is 2, wanted is nights >= 3");
	expect_why("plan = gold and nights >= 3",
	    "nights is 2, wanted is nights >= 3");
	expect_why("nights >= 3 and plan = silver",
	    "nights is 2, wanted is nights >= 3");
	expect_why("plan = gold and (vip = yes and (nights > 3 and vip = no))",
	    "nights is 2, wanted is nights > 3");
	expect_why("event.value   <\n100",
	    "event.value is 154.77, wanted is event.value   < 100");
	expect_why("pet = dog", "pet is not set, wanted is pet = dog");
	expect_why("plan is not set",
	    "plan is gold, wanted is plan is not set");
	expect_why("pet is set", "pet is not set, wanted is pet is set");
	expect_why("vip in (no, maybe)",
	    "vip is yes, wanted is vip in (no, maybe)");
	expect_why("room = garden",
	    "room is \"sea view\", wanted is room = garden");
	expect_why("since > 2026-06-01",
	    "since is 2026-03-01, wanted is since > 2026-06-01");
	expect_why("tags = a", "tags is a list, wanted is tags = a");
	expect_why("more = a", "more is an object, wanted is more = a");
	expect_why("event.\"nights booked\" < 5",
	    "event.\"nights booked\" is 5, wanted is "
	    "event.\"nights booked\" < 5");
}
END_TEST

START_TEST(of_an_or_and_a_not_all_names_are_told)
{
	expect_why("plan = silver or nights >= 3",
	    "plan is gold and nights is 2, wanted is plan = silver or "
	    "nights >= 3");
	expect_why("vip = yes and (plan = silver or nights >= 3 or pet = cat)",
	    "plan is gold, nights is 2 and pet is not set, wanted is "
	    "plan = silver or nights >= 3 or pet = cat");
	expect_why("plan = silver or plan = bronze",
	    "plan is gold, wanted is plan = silver or plan = bronze");
	expect_why("not plan = gold",
	    "plan is gold, wanted is not plan = gold");
	expect_why("a = 1 or b = 1 or c = 1 or d = 1 or e = 1",
	    "a is not set, b is not set, c is not set, d is not set, ..., "
	    "wanted is a = 1 or b = 1 or c = 1 or d = 1 or e = 1");
}
END_TEST

START_TEST(no_address_is_told_and_nothing_long)
{
	g_autofree char *word = g_strnfill(300, 'x');
	g_autofree char *text = g_strconcat("room = ", word, NULL);
	g_autofree char *why = NULL;
	const struct contact talker = {
		.attributes = (char
			*)"{\"room\":\""
			  "0123456789012345678901234567890123456789 and more\"}"
	};

	expect_why("contact.email is not set",
	    "contact.email is set, wanted is contact.email is not set");
	expect_why("email is not set",
	    "email is set, wanted is email is not set");
	ck_assert(!held(text, NULL, &talker, &why));
	ck_assert(g_str_has_prefix(why,
	    "room is \"0123456789012345678901234567890123456789...\", "
	    "wanted is room = xxx"));
	ck_assert(g_str_has_suffix(why, "xxx..."));
	ck_assert_uint_lt(strlen(why), 300);
	expect_why("\"a\tb\" is set",
	    "\"a b\" is not set, wanted is \"a b\" is set");
}
END_TEST

START_TEST(what_holds_needs_no_reason)
{
	char *why = (char *)"not touched";

	ck_assert(held("plan = gold", &stay, NULL, &why));
	ck_assert_ptr_null(why);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("condition");
	TCase *tcase = tcase_create("condition");

	tcase_add_test(tcase, numbers_are_compared_as_numbers);
	tcase_add_test(tcase, texts_are_compared_letter_by_letter);
	tcase_add_test(tcase, what_no_number_holds_exactly_is_text);
	tcase_add_test(tcase, a_boolean_is_yes_or_no_and_true_or_false);
	tcase_add_test(tcase, dates_have_an_order);
	tcase_add_test(tcase, what_is_not_set_is_nothing_but_unequal);
	tcase_add_test(tcase, a_name_is_the_events_then_the_contacts);
	tcase_add_test(tcase, without_an_event_the_contact_is_asked);
	tcase_add_test(tcase, or_binds_looser_than_and_and_not_the_closest);
	tcase_add_test(tcase, quotes_hold_any_text_and_words_any_letters);
	tcase_add_test(tcase, why_it_does_not_hold_is_said_of_the_first_part);
	tcase_add_test(tcase, of_an_or_and_a_not_all_names_are_told);
	tcase_add_test(tcase, no_address_is_told_and_nothing_long);
	tcase_add_test(tcase, what_holds_needs_no_reason);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
