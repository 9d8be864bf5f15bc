/*
 * test_page.c - an overview as an HTML page: all that there is stands on it, in
 * every language, and nothing that people wrote gets out of its place.
 */
#include "scores/page/page.h"
#include "tests/unit/overview_sample.h"
#include "tests/unit/unit.h"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <string.h>

static struct catalog *catalog;
static struct sample sample;
static char *html;
static htmlDocPtr document;

static void
begin(void)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *shipped = g_build_filename(top != NULL ? top : ".",
	    "templates", NULL);
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);

	g_setenv("DRIPSCORE_TEMPLATES", shipped, TRUE);
	catalog = catalog_load(NULL, mistakes, NULL);
	ck_assert_ptr_nonnull(catalog);
	ck_assert_msg(mistakes->len == 0, "%s",
	    mistakes->len > 0 ? (char *)mistakes->pdata[0] : "");
	sample_begin(&sample, "en");
	html = NULL;
	document = NULL;
}

static void
end(void)
{
	xmlFreeDoc(document);
	g_free(html);
	sample_end(&sample);
	catalog_free(catalog);
	xmlCleanupParser();
}

/* Parsed as HTML 4, which knows no <section>: that alone is passed over. */
static void
compose(void)
{
	GError *error = NULL;

	xmlFreeDoc(document);
	g_free(html);
	html = page_compose(catalog, sample.overview, &error);
	ck_assert_msg(html != NULL, "%s", error != NULL ? error->message : "");
	ck_assert(g_utf8_validate(html, -1, NULL));
	document = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8",
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	ck_assert_ptr_nonnull(document);
}

/* How many, or the number that it is. */
static int
ask(const char *expression)
{
	xmlXPathContextPtr context = xmlXPathNewContext(document);
	xmlXPathObjectPtr object = xmlXPathEvalExpression(BAD_CAST expression,
	    context);
	double number;

	ck_assert_ptr_nonnull(object);
	number = xmlXPathCastToNumber(object);
	xmlXPathFreeObject(object);
	xmlXPathFreeContext(context);
	return (int)number;
}

static void
check_says(const char *text)
{
	ck_assert_msg(strstr(html, text) != NULL, "the page lacks \"%s\"",
	    text);
}

static void
check_silent_about(const char *text)
{
	ck_assert_msg(strstr(html, text) == NULL, "the page has \"%s\"", text);
}

START_TEST(all_that_there_is_stands_on_the_page)
{
	static const char *const ids[] = { "trend", "touchpoints",
		"distribution", "comments", "cases", "fell", "journey", "value",
		"methods" };

	sample_fill(&sample);
	compose();
	for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
		g_autofree char *expression =
		    g_strdup_printf("count(//*[@id = '%s'])", ids[i]);

		ck_assert_msg(ask(expression) == 1, "%s", ids[i]);
	}
	check_says(">68<");
	check_says("±\u00a03.8");
	check_says("very good");
	check_says("1 July – 30 September 2026");
	check_says("2930 of 12,480 answered in twelve months");
	check_says("812,000\u00a0EUR");
	check_says("26 hours");
	check_says("not known");
	check_says("3 groups with fewer than 5 answers are not shown.");
	check_says("Waited two hours.");
	check_says("9 → 3");
	check_says("By country");
}
END_TEST

START_TEST(each_link_of_the_contents_leads_somewhere)
{
	sample_fill(&sample);
	compose();
	ck_assert_int_ge(ask("count(//nav/a)"), 9);
	ck_assert_int_eq(ask("count(//nav/a[not(substring(@href, 2) = "
			     "//@id)])"),
	    0);
}
END_TEST

START_TEST(few_answers_are_marked_and_none_are_told)
{
	sample_fill(&sample);
	compose();
	ck_assert_int_eq(ask("count(//tr[@class = 'few'])"), 1);
	ck_assert_int_eq(
	    ask("count(//tr[@class = 'few']/td[. = 'too few to tell'])"), 1);
	ck_assert_int_eq(ask("count(//tr[th = 'silent']/td[. = 'No answers'])"),
	    1);
}
END_TEST

START_TEST(a_change_is_called_real_only_if_it_is)
{
	const struct report *report;
	struct report_row *row;

	sample_fill(&sample);
	compose();
	ck_assert_int_eq(ask("count(//td/span[@class = 'by' and . = 'real'])"),
	    0);
	report = sample.overview->touchpoints;
	row = g_ptr_array_index(report->rows, 0);
	row->change.real = TRUE;
	compose();
	ck_assert_int_eq(ask("count(//td/span[@class = 'by' and . = 'real'])"),
	    1);
	ck_assert_int_eq(ask("count(//td/span[@class = 'up'])"), 1);
}
END_TEST

START_TEST(nothing_comes_from_outside_and_nothing_runs)
{
	sample_fill(&sample);
	compose();
	ck_assert_int_eq(ask("count(//script | //link | //iframe | //img | "
			     "//object | //@src | //@onload | //form)"),
	    0);
	ck_assert_int_eq(ask("count(//@href[not(starts-with(., '#'))])"), 0);
	check_silent_about("url(");
	check_silent_about("@import");
	check_says("default-src 'none'");
}
END_TEST

START_TEST(what_people_wrote_stays_text)
{
	struct overview *overview = sample.overview;
	struct report *facet;
	struct fall_row *fall;
	int elements;

	sample_fill(&sample);
	sample_say(&sample, 3, "plain", "plain");
	sample_add(&sample, overview->touchpoints, "plain", NULL,
	    sample_tally(40, 10, 10), sample_tally(0, 0, 0));
	facet = sample_facet(&sample, "tag");
	sample_add(&sample, facet, NULL, "plain", sample_tally(40, 10, 10),
	    sample_tally(0, 0, 0));
	compose();
	elements = ask("count(//*)");
	sample_end(&sample);
	sample_begin(&sample, "en");
	overview = sample.overview;
	sample_fill(&sample);
	sample_say(&sample, 3, SAMPLE_HOSTILE, SAMPLE_HOSTILE);
	sample_add(&sample, overview->touchpoints, SAMPLE_HOSTILE, NULL,
	    sample_tally(40, 10, 10), sample_tally(0, 0, 0));
	facet = sample_facet(&sample, "tag");
	sample_add(&sample, facet, NULL, SAMPLE_HOSTILE,
	    sample_tally(40, 10, 10), sample_tally(0, 0, 0));
	fall = g_ptr_array_index(overview->falls, 0);
	g_free(fall->comment);
	fall->comment = g_strdup(SAMPLE_HOSTILE "\xff\xfe\x01");
	compose();
	ck_assert_int_eq(ask("count(//script | //img | //@onerror)"), 0);
	ck_assert_int_eq(ask("count(//*)"), elements);
	check_silent_about("<script");
	check_says("{{subject}}");
}
END_TEST

START_TEST(addresses_are_not_told)
{
	struct customer_case *owed = g_new0(struct customer_case, 1);

	sample_fill(&sample);
	owed->id = 17;
	owed->score = 2;
	owed->name = g_strdup("secret@example.com");
	owed->address = g_strdup("secret@example.com");
	owed->owner = g_strdup("liisa@example.com");
	owed->words = g_strdup("Call me.");
	sample.overview->cases.owed = g_ptr_array_new();
	g_ptr_array_add(sample.overview->cases.owed, owed);
	compose();
	check_says("case 17");
	check_says("Call me.");
	check_says("3 more are open.");
	check_silent_about("@example");
	g_ptr_array_unref(sample.overview->cases.owed);
	sample.overview->cases.owed = NULL;
	customer_case_free(owed);
}
END_TEST

START_TEST(without_any_worth_customers_are_counted)
{
	struct overview_base *base = &sample.overview->base;

	sample_fill(&sample);
	for (int i = 0; i < OVERVIEW_BANDS; i++)
		base->bands[i].valued = base->bands[i].value_micro = 0;
	compose();
	check_silent_about("Value at risk");
	check_says("By what they said last");
	ck_assert_int_eq(
	    ask("count(//*[@id = 'value']//tr[th = 'Promoters']/td)"), 1);
}
END_TEST

START_TEST(nobody_answered_is_a_page_too)
{
	compose();
	check_says("Nobody answered in this period.");
	ck_assert_int_eq(ask("count(//*[@id = 'trend' or @id = 'comments' or "
			     "@id = 'value'])"),
	    0);
	check_says("What customers said");
}
END_TEST

START_TEST(all_days_have_no_days_before)
{
	sample_fill(&sample);
	sample.overview->period = (struct period){ PERIOD_FIRST_DAY,
		PERIOD_FIRST_DAY, PERIOD_LAST_DAY };
	compose();
	check_says("Up to 30 September 2026");
	check_silent_about("Compared with");
}
END_TEST

START_TEST(groups_say_that_anonymous_answers_are_not_in_them)
{
	struct report *report;

	sample_fill(&sample);
	compose();
	check_silent_about("Anonymous answers are in no group.");
	report = g_ptr_array_index(sample.overview->facets, 0);
	report->without_anonymous = TRUE;
	compose();
	check_says("Anonymous answers are in no group.");
}
END_TEST

START_TEST(every_language_has_a_page)
{
	const char *const *code = catalog_languages(catalog);

	sample_fill(&sample);
	for (; *code != NULL; code++) {
		g_autofree char *lang = g_strdup_printf("<html lang=\"%s\">",
		    *code);

		g_free(sample.settings.organisation.language);
		sample.settings.organisation.language = g_strdup(*code);
		compose();
		check_says(lang);
		ck_assert_int_ge(ask("count(//nav/a)"), 9);
		if (!g_str_equal(*code, "en"))
			check_silent_about("What customers said");
	}
}
END_TEST

START_TEST(of_very_many_groups_the_largest_are_shown)
{
	struct report *facet = sample_facet(&sample, "event.room");

	sample_fill(&sample);
	for (int i = 0; i < 500; i++) {
		g_autofree char *name = g_strdup_printf("room-%03d", i);

		sample_add(&sample, facet, NULL, name,
		    sample_tally(600 - i, 10, 10), sample_tally(0, 0, 0));
	}
	compose();
	check_says("room-019");
	check_silent_about("room-020");
	check_says("480 more groups with fewer answers");
	ck_assert_uint_lt(strlen(html), 512 * 1024);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("page");
	TCase *tcase = tcase_create("page");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, all_that_there_is_stands_on_the_page);
	tcase_add_test(tcase, each_link_of_the_contents_leads_somewhere);
	tcase_add_test(tcase, few_answers_are_marked_and_none_are_told);
	tcase_add_test(tcase, a_change_is_called_real_only_if_it_is);
	tcase_add_test(tcase, nothing_comes_from_outside_and_nothing_runs);
	tcase_add_test(tcase, what_people_wrote_stays_text);
	tcase_add_test(tcase, addresses_are_not_told);
	tcase_add_test(tcase, without_any_worth_customers_are_counted);
	tcase_add_test(tcase, nobody_answered_is_a_page_too);
	tcase_add_test(tcase, all_days_have_no_days_before);
	tcase_add_test(tcase,
	    groups_say_that_anonymous_answers_are_not_in_them);
	tcase_add_test(tcase, every_language_has_a_page);
	tcase_add_test(tcase, of_very_many_groups_the_largest_are_shown);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
