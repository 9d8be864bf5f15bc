/*
 * test_mustache.c - the renderer of templates: cases of our own, and those of
 * the specification if its folder is there.
 */
#include <jansson.h>
#include <string.h>

#include "base/errors.h"
#include "templates/mustache.h"
#include "tests/unit/unit.h"

static const char *
partial_of_object(const char *name, gpointer user)
{
	return json_string_value(json_object_get(user, name));
}

static char *
render_with(const char *template, json_t *partials, const json_t *context,
    enum mustache_escape escape, GError **error)
{
	g_autoptr(mustache) mustache = mustache_compile(template,
	    partial_of_object, partials, error);
	g_autoptr(GString) out = g_string_new("kept:");

	if (mustache == NULL)
		return NULL;
	if (!mustache_render(mustache, context, escape, out, error)) {
		ck_assert_str_eq(out->str, "kept:");
		return NULL;
	}
	ck_assert(g_str_has_prefix(out->str, "kept:"));
	return g_strdup(out->str + strlen("kept:"));
}

static json_t *
json_of(const char *text)
{
	json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);

	ck_assert_ptr_nonnull(json);
	return json;
}

static void
assert_renders(const char *template, const char *context,
    enum mustache_escape escape, const char *expected)
{
	json_t *json = json_of(context);
	g_autoptr(GError) error = NULL;
	g_autofree char *got = render_with(template, NULL, json, escape,
	    &error);

	ck_assert_msg(got != NULL, "%s", error != NULL ? error->message : "");
	ck_assert_str_eq(got, expected);
	json_decref(json);
}

static void
assert_refused(const char *template, const char *message)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(mustache_compile(template, NULL, NULL, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG));
	ck_assert_str_eq(error->message, message);
}

static const struct {
	const char *template, *context, *html, *text, *header;
} escapes[] = {
	{ "{{x}}", "{\"x\": \"<b>&\\\"'\"}", "&lt;b&gt;&amp;&quot;&#39;",
	    "<b>&\"'", "<b>&\"'" },
	{ "{{{x}}}|{{&x}}", "{\"x\": \"<&\\u0007>\"}", "<&\a>|<&\a>",
	    "<&\a>|<&\a>", "<& >|<& >" },
	{ "a{{x}}b", "{\"x\": \"\\r\\n\\t\"}", "a\r\n\tb", "a\n\tb", "a b" },
	{ "a {{x}}", "{\"x\": \"\\r\\nBcc: b\"}", "a \r\nBcc: b", "a \nBcc: b",
	    "a Bcc: b" },
	{ "a\nb", "{}", "a\nb", "a\nb", "a b" },
	{ "{{x}}", "{\"x\": \"a\\u0085b\\u2028c\\u007fd\"}",
	    "a\xc2\x85"
	    "b\xe2\x80\xa8"
	    "c\x7f"
	    "d",
	    "abcd", "a b c d" },
	{ "{{x}}", "{\"x\": \"K\\u00e4ytt\\u00f6 \\u2013 \\u00c5\"}",
	    "K\xc3\xa4ytt\xc3\xb6 \xe2\x80\x93 \xc3\x85",
	    "K\xc3\xa4ytt\xc3\xb6 \xe2\x80\x93 \xc3\x85",
	    "K\xc3\xa4ytt\xc3\xb6 \xe2\x80\x93 \xc3\x85" },
};

START_TEST(value_is_escaped_for_where_it_goes)
{
	assert_renders(escapes[_i].template, escapes[_i].context, MUSTACHE_HTML,
	    escapes[_i].html);
	assert_renders(escapes[_i].template, escapes[_i].context, MUSTACHE_TEXT,
	    escapes[_i].text);
	assert_renders(escapes[_i].template, escapes[_i].context,
	    MUSTACHE_HEADER, escapes[_i].header);
}
END_TEST

static const struct {
	const char *template, *context, *expected;
} cases[] = {
	{ "", "{}", "" },
	{ "{{#n}}[{{n}}]{{/n}}", "{\"n\": 0}", "[0]" },
	{ "{{#n}}[{{n}}]{{/n}}{{^n}}none{{/n}}", "{\"n\": \"\"}", "none" },
	{ "{{a}} {{b}} {{c}} {{d}}",
	    "{\"a\": 3.3, \"b\": 1e21, \"c\": true, \"d\": -9007199254740993}",
	    "3.3 1e+21 true -9007199254740993" },
	{ "{{a}}", "{\"a\": 0.30000000000000004}", "0.30000000000000004" },
	{ "[{{a}}{{b}}]", "{\"a\": {\"x\": 1}, \"b\": [1]}", "[]" },
	{ "{{#l}}{{v}}{{^last}}, {{/last}}{{/l}}",
	    "{\"l\": [{\"v\": 1}, {\"v\": 2, \"last\": true}]}", "1, 2" },
	{ "{{#a}}{{#a}}{{b}}{{/a}}{{/a}}", "{\"a\": {\"b\": \"x\"}}", "x" },
	{ "{{=<< >>=}}<<{x}>> {{x}} <<={{ }}=>>{{x}}", "{\"x\": 1}",
	    "1 {{x}} 1" },
	{ "a\n  {{#x}}\n  b\n  {{/x}}  \nc", "{\"x\": true}", "a\n  b\nc" },
	{ "{{#x}}\n{{/x}}{{^x}}\n no\n{{/x}}\n", "{}", "\n no\n" },
	{ "}} { {", "{}", "}} { {" },
};

START_TEST(template_renders_as_expected)
{
	assert_renders(cases[_i].template, cases[_i].context, MUSTACHE_HTML,
	    cases[_i].expected);
}
END_TEST

static const struct {
	const char *template, *message;
} refusals[] = {
	{ "a\n\nb {{x",
	    "line 3: a tag is opened with {{ and not closed with "
	    "}}" },
	{ "{{{x}}", "line 1: a tag is opened with {{ and not closed with }}}" },
	{ "\n{{#a}}\n{{#b}}\n{{/b}}", "line 2: section a is not closed" },
	{ "{{#a}}\n{{#b}}\n{{/a}}",
	    "line 3: section a is closed, but the open one is b of line 2" },
	{ "{{/a}}", "line 1: section a is closed and was not opened" },
	{ "{{ }}", "line 1: a tag without a name" },
	{ "{{a b}}", "line 1: white space inside the name {{a b}}" },
	{ "{{a..b}}", "line 1: a dot too many in the name {{a..b}}" },
	{ "{{=x=}}",
	    "line 1: \"x\" are not two delimiters with a space "
	    "between, without =" },
	{ "{{$x}}",
	    "line 1: {{$ is template inheritance, which is not "
	    "supported" },
};

START_TEST(mistake_is_reported_with_its_line)
{
	assert_refused(refusals[_i].template, refusals[_i].message);
}
END_TEST

START_TEST(mistake_in_a_partial_names_the_partial)
{
	json_t *partials = json_of("{\"p\": \"\\n{{#x}}\"}");
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(
	    mustache_compile("{{>p}}", partial_of_object, partials, &error));
	ck_assert_str_eq(error->message,
	    "partial p, line 2: section x is not closed");
	json_decref(partials);
}
END_TEST

START_TEST(partial_without_end_stops_at_the_depth)
{
	json_t *partials = json_of("{\"p\": \"a{{>p}}\"}");
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(
	    render_with("{{>p}}", partials, NULL, MUSTACHE_HTML, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA));
	ck_assert_ptr_nonnull(strstr(error->message, "64"));
	json_decref(partials);
}
END_TEST

/* n sections within each other around an x. */
static char *
nested(guint n)
{
	GString *template = g_string_new(NULL);

	for (guint i = 0; i < n; i++)
		g_string_append(template, "{{#a}}");
	g_string_append_c(template, 'x');
	for (guint i = 0; i < n; i++)
		g_string_append(template, "{{/a}}");
	return g_string_free(template, FALSE);
}

START_TEST(sections_nest_to_the_depth_and_no_further)
{
	json_t *context = json_of("{\"a\": true}");
	g_autoptr(GError) error = NULL;
	g_autofree char *deep = nested(MUSTACHE_DEPTH_MAX);
	g_autofree char *deeper = nested(MUSTACHE_DEPTH_MAX + 1);
	g_autofree char *got = render_with(deep, NULL, context, MUSTACHE_HTML,
	    &error);

	ck_assert_str_eq(got, "x");
	ck_assert_ptr_null(
	    render_with(deeper, NULL, context, MUSTACHE_HTML, &error));
	ck_assert_ptr_nonnull(error);
	json_decref(context);
}
END_TEST

START_TEST(lists_within_lists_stop_at_the_steps)
{
	json_t *context = json_of("{\"a\": [1,2,3,4,5,6,7,8,9,10]}");
	g_autoptr(GError) error = NULL;
	g_autofree char *template = nested(30);
	char *x = strchr(template, 'x');

	*x = ' ';
	ck_assert_ptr_null(
	    render_with(template, NULL, context, MUSTACHE_HTML, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "limit"));
	json_decref(context);
}
END_TEST

START_TEST(output_stops_at_its_limit)
{
	g_autofree char *text = g_strnfill(MUSTACHE_OUTPUT_MAX_BYTES / 2, 'x');
	json_t *context = json_pack("{s:s}", "x", text);
	g_autoptr(GError) error = NULL;
	g_autofree char *got = render_with("{{x}}{{x}}", NULL, context,
	    MUSTACHE_HTML, &error);

	ck_assert_uint_eq(strlen(got), MUSTACHE_OUTPUT_MAX_BYTES);
	ck_assert_ptr_null(
	    render_with("{{x}}{{x}}.", NULL, context, MUSTACHE_HTML, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "bytes"));
	json_decref(context);
}
END_TEST

START_TEST(recursive_partial_is_indented_further_each_time)
{
	json_t *partials = json_of(
	    "{\"node\": "
	    "\"{{v}}\\n{{#kids}}\\n  {{>node}}\\n{{/kids}}\\n\"}");
	json_t *context = json_of(
	    "{\"v\": 1, \"kids\": [{\"v\": 2, \"kids\": "
	    "[{\"v\": 3, \"kids\": []}]}, {\"v\": 4, \"kids\": []}]}");
	g_autofree char *got = render_with("{{>node}}", partials, context,
	    MUSTACHE_TEXT, NULL);

	ck_assert_str_eq(got, "1\n  2\n    3\n  4\n");
	json_decref(partials);
	json_decref(context);
}
END_TEST

static void
name_note(const struct mustache_name *name, gpointer user)
{
	g_autofree char *within = g_strjoinv("/", (char **)name->sections);

	g_string_append_printf(user, "%s:%u%s%s%s %s%s\n",
	    name->partial != NULL ? name->partial : "", name->line,
	    name->section ? "#" : "", name->is_partial ? ">" : " ", within,
	    name->name, "");
}

START_TEST(names_come_with_line_and_sections)
{
	json_t *partials = json_of("{\"p\": \"\\n{{c.d}}{{>p}}\"}");
	g_autoptr(mustache) mustache = mustache_compile(
	    "{{a}}\n{{#l}}\n {{{b}}}{{^m}}{{>p}}{{/m}}\n{{/l}}\n{{>p}}{{e}}",
	    partial_of_object, partials, NULL);
	g_autoptr(GString) seen = g_string_new(NULL);

	mustache_names(mustache, name_note, seen);
	ck_assert_str_eq(seen->str,
	    ":1  a\n:2#  l\n:3 l b\n:3# l m\n:3>l p\n"
	    "p:2 l c.d\np:2>l p\n:5> p\n:5  e\n");
	json_decref(partials);
}
END_TEST

static void
check_specification(const char *path)
{
	json_t *specification = json_load_file(path, 0, NULL);
	json_t *test;
	size_t i;

	ck_assert_msg(specification != NULL, "%s", path);
	ck_assert_uint_gt(json_array_size(
			      json_object_get(specification, "tests")),
	    0);
	json_array_foreach(json_object_get(specification, "tests"), i, test)
	{
		g_autoptr(GError) error = NULL;
		g_autofree char *got = render_with(json_string_value(
						       json_object_get(test,
							   "template")),
		    json_object_get(test, "partials"),
		    json_object_get(test, "data"), MUSTACHE_HTML, &error);
		const char *expected = json_string_value(
		    json_object_get(test, "expected"));

		ck_assert_msg(g_strcmp0(got, expected) == 0,
		    "%s: %s\nexpected: %s\ngot: %s %s", path,
		    json_string_value(json_object_get(test, "name")), expected,
		    got, error != NULL ? error->message : "");
	}
	json_decref(specification);
}

static const char *const specifications[] = { "comments", "delimiters",
	"interpolation", "inverted", "partials", "sections" };

/* Runs only where the folder lies beside the source. */
START_TEST(every_case_of_the_specification_passes)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *folder = g_build_filename(top != NULL ? top : ".",
	    "..", "shared", "specs", "mustache", NULL);
	g_autofree char *path = g_strdup_printf("%s/%s.json", folder,
	    specifications[_i]);

	if (g_file_test(folder, G_FILE_TEST_IS_DIR))
		check_specification(path);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("mustache");
	TCase *tcase = tcase_create("mustache");

	tcase_add_loop_test(tcase, value_is_escaped_for_where_it_goes, 0,
	    G_N_ELEMENTS(escapes));
	tcase_add_loop_test(tcase, template_renders_as_expected, 0,
	    G_N_ELEMENTS(cases));
	tcase_add_loop_test(tcase, mistake_is_reported_with_its_line, 0,
	    G_N_ELEMENTS(refusals));
	tcase_add_test(tcase, mistake_in_a_partial_names_the_partial);
	tcase_add_test(tcase, partial_without_end_stops_at_the_depth);
	tcase_add_test(tcase, sections_nest_to_the_depth_and_no_further);
	tcase_add_test(tcase, lists_within_lists_stop_at_the_steps);
	tcase_add_test(tcase, output_stops_at_its_limit);
	tcase_add_test(tcase, recursive_partial_is_indented_further_each_time);
	tcase_add_test(tcase, names_come_with_line_and_sections);
	tcase_add_loop_test(tcase, every_case_of_the_specification_passes, 0,
	    G_N_ELEMENTS(specifications));
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
