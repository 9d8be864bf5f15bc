/* test_attributes.c - what is kept with a contact, and whose a name is. */
#include "base/attributes.h"

#include <string.h>

#include "tests/unit/unit.h"

static void
merges(const char *known, const char *said, const char *expected)
{
	g_autofree char *found = attributes_merge(known, said);

	ck_assert_str_eq(found, expected);
}

START_TEST(what_is_newly_said_replaces_what_has_its_name_alone)
{
	merges("{\"plan\":\"tin\",\"since\":2019}", "{\"plan\":\"gold\"}",
	    "{\"plan\":\"gold\",\"since\":2019}");
	merges("{\"plan\":\"tin\"}", "{\"seats\":3,\"city\":\"Oulu\"}",
	    "{\"plan\":\"tin\",\"seats\":3,\"city\":\"Oulu\"}");
	merges("{}", "{\"plan\":\"gold\"}", "{\"plan\":\"gold\"}");
	merges("{\"plan\":\"gold\"}", "{}", "{\"plan\":\"gold\"}");
}
END_TEST

START_TEST(what_is_no_object_says_nothing)
{
	static const char *const none[] = { NULL, "", "[1]", "gold", "{" };

	for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
		merges(none[i], "{\"plan\":\"gold\"}", "{\"plan\":\"gold\"}");
		merges("{\"plan\":\"gold\"}", none[i], "{\"plan\":\"gold\"}");
		merges(none[i], none[i], "{}");
	}
}
END_TEST

START_TEST(numbers_and_letters_stay_as_they_were)
{
	merges("{\"value\":542.78,\"big\":123456789012345,\"x\":0.1}",
	    "{\"name of it\":\"\u00d6lj\u00f6 \\\"8\\\"\"}",
	    "{\"value\":542.78,\"big\":123456789012345,\"x\":0.1,"
	    "\"name of it\":\"\u00d6lj\u00f6 \\\"8\\\"\"}");
}
END_TEST

/* {"NAME":"aaa..."} of n bytes in all. */
static char *
object_of(const char *name, gsize n)
{
	g_autofree char *value = g_strnfill(n - strlen(name) - 7, 'a');

	return g_strdup_printf("{\"%s\":\"%s\"}", name, value);
}

START_TEST(past_the_ceiling_the_first_known_are_forgotten)
{
	const gsize half = ATTRIBUTES_MAX_BYTES / 2;
	g_autofree char *first = object_of("a", half);
	g_autofree char *second = object_of("b", half);
	g_autofree char *third = object_of("c", 1000);
	g_autofree char *two = attributes_merge(first, second);
	g_autofree char *three = attributes_merge(two, third);
	g_autofree char *rest = attributes_merge(second, third);

	/* A comma for two braces. */
	ck_assert_uint_eq(strlen(two), ATTRIBUTES_MAX_BYTES - 1);
	ck_assert_str_eq(three, rest);
}
END_TEST

START_TEST(at_the_ceiling_all_fits_and_a_byte_further_it_does_not)
{
	const gsize half = ATTRIBUTES_MAX_BYTES / 2;
	g_autofree char *known = object_of("a", half);
	g_autofree char *fits = object_of("b", half + 1);
	g_autofree char *passes = object_of("b", half + 2);
	g_autofree char *both = attributes_merge(known, fits);
	g_autofree char *one = attributes_merge(known, passes);

	ck_assert_uint_eq(strlen(both), ATTRIBUTES_MAX_BYTES);
	ck_assert_str_eq(one, passes);
}
END_TEST

START_TEST(no_more_is_forgotten_than_must_be)
{
	g_autoptr(GString) known = g_string_new("{\"n000\":100");
	g_autofree char *said = object_of("x", ATTRIBUTES_MAX_BYTES / 2);
	g_autofree char *found = NULL;
	const char *first;
	int number;

	for (int i = 1; i < 6000; i++)
		g_string_append_printf(known, ",\"n%03d\":%d", i, 100 + i);
	g_string_append_c(known, '}');
	found = attributes_merge(known->str, said);
	ck_assert_uint_le(strlen(found), ATTRIBUTES_MAX_BYTES);
	/* Such a name and its comma have 13 bytes. */
	ck_assert_uint_gt(strlen(found), ATTRIBUTES_MAX_BYTES - 13);
	first = strstr(found, "\"n");
	number = (int)g_ascii_strtoll(first + 2, NULL, 10);
	ck_assert_int_gt(number, 1000);
	ck_assert(g_str_has_prefix(found, "{\"n"));
	ck_assert_ptr_nonnull(strstr(found, "\"n5999\":6099,\"x\":"));
}
END_TEST

START_TEST(what_is_newly_said_is_kept_whatever_goes)
{
	g_autofree char *known = object_of("consent", 100);
	g_autofree char *said = object_of("consent", ATTRIBUTES_MAX_BYTES);
	g_autofree char *found = attributes_merge(known, said);

	ck_assert_str_eq(found, said);
}
END_TEST

START_TEST(a_name_tells_whose_it_is)
{
	ck_assert_str_eq(attributes_contact_name("contact.plan"), "plan");
	ck_assert_str_eq(attributes_contact_name("contact.a.b"), "a.b");
	ck_assert_str_eq(attributes_contact_name("contact."), "");
	ck_assert_ptr_null(attributes_contact_name("plan"));
	ck_assert_ptr_null(attributes_contact_name("contact"));
	ck_assert_ptr_null(attributes_contact_name("Contact.plan"));
	ck_assert_ptr_null(attributes_contact_name("my.contact.plan"));
	ck_assert(attributes_is_field("email"));
	ck_assert(attributes_is_field("timezone"));
	ck_assert(!attributes_is_field("plan"));
	ck_assert(!attributes_is_field(""));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("attributes");
	TCase *tcase = tcase_create("attributes");

	tcase_add_test(tcase,
	    what_is_newly_said_replaces_what_has_its_name_alone);
	tcase_add_test(tcase, what_is_no_object_says_nothing);
	tcase_add_test(tcase, numbers_and_letters_stay_as_they_were);
	tcase_add_test(tcase, past_the_ceiling_the_first_known_are_forgotten);
	tcase_add_test(tcase,
	    at_the_ceiling_all_fits_and_a_byte_further_it_does_not);
	tcase_add_test(tcase, no_more_is_forgotten_than_must_be);
	tcase_add_test(tcase, what_is_newly_said_is_kept_whatever_goes);
	tcase_add_test(tcase, a_name_tells_whose_it_is);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
