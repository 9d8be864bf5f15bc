/*
 * test_form.c - application/x-www-form-urlencoded, both ways.
 */
#include <string.h>

#include "providers/form.h"
#include "tests/unit/unit.h"

static struct form *
read_form(const char *text)
{
	g_autoptr(GError) error = NULL;
	struct form *form = form_parse(text, strlen(text), &error);

	ck_assert_ptr_nonnull(form);
	ck_assert_ptr_null(error);
	return form;
}

static void
refuses(const char *text, gsize n, const char *why)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(form_parse(text, n, &error));
	ck_assert_ptr_nonnull(error);
	if (strstr(error->message, why) == NULL)
		ck_abort_msg("\"%s\" says nothing of \"%s\"", error->message,
		    why);
}

START_TEST(what_is_written_is_encoded)
{
	static const struct form_field fields[] = {
		{ "to", "+358 40" },
		{ "left out", NULL },
		{ "a b", "1&2=3%" },
		{ "text", "\xc3\xa4*-._~\n" },
		{ "none", "" },
	};
	g_autofree char *form = form_encode(fields, G_N_ELEMENTS(fields));
	g_autofree char *nothing = form_encode(fields, 0);

	ck_assert_str_eq(form,
	    "to=%2B358+40&a+b=1%262%3D3%25&text=%C3%A4*-._%7E%0A&none=");
	ck_assert_str_eq(nothing, "");
}
END_TEST

START_TEST(what_is_read_is_decoded)
{
	g_autoptr(form) form = read_form(
	    "&From=%2b358401&Body=a+b%0Ac=d&&Empty=&Bare&Body=second&%C3%A4=1");

	ck_assert_uint_eq(form->names->len, 6);
	ck_assert_uint_eq(form->values->len, 6);
	ck_assert_str_eq(form_value(form, "From"), "+358401");
	ck_assert_str_eq(form_value(form, "Body"), "a b\nc=d");
	ck_assert_str_eq(form_value(form, "Empty"), "");
	ck_assert_str_eq(form_value(form, "Bare"), "");
	ck_assert_str_eq(form_value(form, "\xc3\xa4"), "1");
	ck_assert_str_eq(form->values->pdata[4], "second");
	ck_assert_ptr_null(form_value(form, "from"));
}
END_TEST

START_TEST(an_empty_form_has_no_fields)
{
	g_autoptr(form) form = read_form("");

	ck_assert_uint_eq(form->names->len, 0);
	ck_assert_ptr_null(form_value(form, ""));
}
END_TEST

START_TEST(every_character_comes_back)
{
	GString *all = g_string_new(NULL);

	for (gunichar c = 1; c < 0x3000; c++)
		g_string_append_unichar(all, c);
	for (gsize round = 0; round < 2; round++) {
		const struct form_field field = { all->str, all->str };
		g_autofree char *text = form_encode(&field, 1);
		g_autoptr(form) form = read_form(text);

		ck_assert_str_eq(form_value(form, all->str), all->str);
		g_string_append_unichar(all, 0x1f600);
	}
	g_string_free(all, TRUE);
}
END_TEST

START_TEST(a_bad_escape_is_refused)
{
	static const char *const bad[] = { "a=%", "a=%4", "a=%4g", "a=%g4",
		"%=1", "a=%%41", "a=%+1" };

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
		refuses(bad[i], strlen(bad[i]), "hexadecimal");
}
END_TEST

START_TEST(what_is_no_text_is_refused)
{
	refuses("a=%00", 5, "NUL");
	refuses("a=\0b", 4, "NUL");
	refuses("a=%ff", 5, "UTF-8");
	refuses("%C3=1", 5, "UTF-8");
	refuses("a=\xc3", 3, "UTF-8");
	/* Overlong, and half of a pair of surrogates. */
	refuses("a=%C0%AF", 8, "UTF-8");
	refuses("a=%ED%A0%80", 11, "UTF-8");
}
END_TEST

START_TEST(no_more_fields_than_the_ceiling)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(form) form = NULL;

	for (gsize i = 0; i < 200; i++)
		g_string_append(text, "a=b&");
	form = read_form(text->str);
	ck_assert_uint_eq(form->names->len, 200);
	g_string_append(text, "a");
	refuses(text->str, text->len, "200");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("form");
	TCase *tcase = tcase_create("form");

	tcase_add_test(tcase, what_is_written_is_encoded);
	tcase_add_test(tcase, what_is_read_is_decoded);
	tcase_add_test(tcase, an_empty_form_has_no_fields);
	tcase_add_test(tcase, every_character_comes_back);
	tcase_add_test(tcase, a_bad_escape_is_refused);
	tcase_add_test(tcase, what_is_no_text_is_refused);
	tcase_add_test(tcase, no_more_fields_than_the_ceiling);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
