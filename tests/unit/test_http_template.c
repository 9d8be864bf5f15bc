/*
 * test_http_template.c - tags in what goes to a gateway: plain, in a URL, in
 * JSON, in a form.
 */
#include <string.h>

#include "providers/http_template.h"
#include "tests/unit/unit.h"

static const struct http_values values = { { [HTTP_TAG_TO] = "+358401",
    [HTTP_TAG_TO_DIGITS] = "358401",
    [HTTP_TAG_TEXT] = "\"1\\2\"\n\x01 \xc3\xa4&{to}",
    [HTTP_TAG_NAME] = "d2" } };

static void
fills(const char *template, enum http_coding coding, const char *wanted)
{
	g_autofree char *filled = http_template_fill(template, &values, coding);

	ck_assert_str_eq(filled, wanted);
}

START_TEST(each_place_has_its_coding)
{
	fills("{to}/{text}", HTTP_PLAIN,
	    "+358401/\"1\\2\"\n\x01 \xc3\xa4&{to}");
	fills("https://x/{to}?t={text}", HTTP_URL,
	    "https://x/%2B358401?t=%221%5C2%22%0A%01%20%C3%A4%26%7Bto%7D");
	fills("{\"n\":{to_digits},\"t\":\"{text}\"}", HTTP_JSON,
	    "{\"n\":358401,\"t\":\"\\\"1\\\\2\\\"\\u000a\\u0001 "
	    "\xc3\xa4&{to}\"}");
}
END_TEST

START_TEST(what_is_no_tag_is_left_alone)
{
	fills("{} {{name}} {na me} { {name", HTTP_PLAIN,
	    "{} {d2} {na me} { {name");
	/* It stands for nothing. */
	fills("a{from}b", HTTP_PLAIN, "ab");
	fills("", HTTP_PLAIN, "");
}
END_TEST

START_TEST(tags_are_counted)
{
	g_autoptr(GError) error = NULL;
	guint tags = 0;

	ck_assert(http_template_tags("{to}{text}{to} {}", &tags, &error));
	ck_assert_uint_eq(tags,
	    HTTP_TAG_BIT(HTTP_TAG_TO) | HTTP_TAG_BIT(HTTP_TAG_TEXT));
	ck_assert(!http_template_tags("{to}{To}", &tags, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "{To} is not known"));
	ck_assert_ptr_nonnull(strstr(error->message, "report_url"));
}
END_TEST

static void
forms(const char *template, const char *wanted)
{
	g_autofree char *form = http_template_form(template, &values);

	ck_assert(http_template_form_check(template, NULL));
	ck_assert_str_eq(form, wanted);
}

START_TEST(a_form_has_a_field_a_line)
{
	forms("to = {to}\nname={name}{from}\n\nv=1 2",
	    "to=%2B358401&name=d2&v=1+2");
	forms("to={to_digits}&from=Aurora+Spa&x==",
	    "to=358401&from=Aurora%2BSpa&x=%3D");
	/* What a text says makes no field. */
	forms("t={text}", "t=%221%5C2%22%0A%01+%C3%A4%26%7Bto%7D");
	/* What stands for nothing is left out; what is empty is not. */
	forms("a={from}\nb=\nc={from}{report_url}\nd=x{from}", "b=");
}
END_TEST

START_TEST(what_is_no_form_is_refused)
{
	static const char *const wrong[] = { "to", "a=1\nto", "=1", "a=1&b",
		"from=Aurora%20Spa" };

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert(!http_template_form_check(wrong[i], &error));
		ck_assert_ptr_nonnull(error);
	}
	ck_assert(http_template_form_check("a=100%", NULL));
}
END_TEST

START_TEST(json_must_be_json_once_it_is_filled)
{
	static const char *const wrong[] = { "{\"t\": {text}}", "{\"t\": {to}}",
		"to={to}", "{\"t\": \"{text}\"", "" };

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert(!http_template_json_check(wrong[i], &error));
		ck_assert_ptr_nonnull(strstr(error->message, "no JSON"));
	}
	ck_assert(http_template_json_check(
	    "{\"t\": \"a{text}\",\n\"n\": [{to_digits}]}", NULL));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_template");
	TCase *tcase = tcase_create("http_template");

	tcase_add_test(tcase, each_place_has_its_coding);
	tcase_add_test(tcase, what_is_no_tag_is_left_alone);
	tcase_add_test(tcase, tags_are_counted);
	tcase_add_test(tcase, a_form_has_a_field_a_line);
	tcase_add_test(tcase, what_is_no_form_is_refused);
	tcase_add_test(tcase, json_must_be_json_once_it_is_filled);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
