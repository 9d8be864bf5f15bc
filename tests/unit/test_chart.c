/*
 * test_chart.c - pictures of scores: well-formed, whatever they are given, and
 * saying what they should.
 */
#include "scores/page/chart.h"
#include "tests/unit/unit.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define MANY 1000

static char *drawn;
static xmlDocPtr document;
static struct chart_point points[MANY];

static void
begin(void)
{
	drawn = NULL;
	document = NULL;
	memset(points, 0, sizeof(points));
}

static void
end(void)
{
	xmlFreeDoc(document);
	g_free(drawn);
	xmlCleanupParser();
}

/* Takes the text. */
static void
look_at(char *svg)
{
	xmlFreeDoc(document);
	g_free(drawn);
	drawn = svg;
	document = xmlReadMemory(svg, (int)strlen(svg), NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR);
	ck_assert_msg(document != NULL, "not well-formed: %s", svg);
	ck_assert_str_eq((const char *)xmlDocGetRootElement(document)->name,
	    "svg");
}

/* How many there are of an XPath expression over local names. */
static double
ask(const char *expression)
{
	xmlXPathContextPtr context = xmlXPathNewContext(document);
	xmlXPathObjectPtr object;
	double number;

	xmlXPathRegisterNs(context, BAD_CAST "s",
	    BAD_CAST "http://www.w3.org/2000/svg");
	object = xmlXPathEvalExpression(BAD_CAST expression, context);
	ck_assert_ptr_nonnull(object);
	number = xmlXPathCastToNumber(object);
	xmlXPathFreeObject(object);
	xmlXPathFreeContext(context);
	return number;
}

#define ASK_INT(expression, wanted)                                            \
	ck_assert_int_eq((int)ask(expression), wanted)

static void
set_point(guint i, double score, double margin)
{
	points[i] = (struct chart_point){ .known = TRUE,
		.enough = TRUE,
		.score = score,
		.low = score - margin,
		.high = score + margin,
		.label = "2 Mar" };
}

static void
trend(guint n)
{
	struct chart_style style = chart_style_light;

	style.title = "The score";
	look_at(chart_trend(points, n, &style));
}

START_TEST(a_trend_of_no_points_has_a_whole_axis)
{
	trend(0);
	ASK_INT("count(//s:circle)", 0);
	ASK_INT("count(//s:text[. = '\u2212100'])", 1);
	ASK_INT("count(//s:text[. = '100'])", 1);
}
END_TEST

START_TEST(a_trend_of_one_point_is_a_dot_with_a_bar)
{
	set_point(0, 40, 10);
	trend(1);
	ASK_INT("count(//s:circle)", 1);
	ASK_INT("count(//s:polygon)", 0);
	/* The paper and the bar. */
	ASK_INT("count(//s:rect)", 2);
	ASK_INT("count(//s:text[@font-weight = 'bold' and . = '40'])", 1);
}
END_TEST

START_TEST(what_nobody_answered_is_a_gap_in_line_and_band)
{
	for (guint i = 0; i < 7; i++)
		set_point(i, 40 + i, 10);
	points[3].known = FALSE;
	trend(7);
	ASK_INT("count(//s:circle)", 6);
	ASK_INT("count(//s:polygon)", 2);
	ASK_INT("count(//s:line[@stroke = '#2a5db0'])", 4);
}
END_TEST

START_TEST(too_few_answers_are_hollow_and_have_no_band)
{
	for (guint i = 0; i < 5; i++)
		set_point(i, 40, 10);
	points[4].enough = FALSE;
	points[4].score = -20;
	points[4].low = -100;
	trend(5);
	ASK_INT("count(//s:circle[@fill = '#ffffff'])", 1);
	ASK_INT("count(//s:line[@stroke-dasharray])", 1);
	/* Its margin doesn't stretch the axis, its score does. */
	ASK_INT("count(//s:text[. = '\u2212100'])", 0);
	ASK_INT("count(//s:text[. = '\u221220' and not(@font-weight)])", 1);
}
END_TEST

START_TEST(a_steady_score_does_not_look_like_a_storm)
{
	for (guint i = 0; i < 13; i++)
		set_point(i, 59.9 + (i % 2) * 0.2, 0.1);
	trend(13);
	ASK_INT("count(//s:text[@text-anchor = 'end'])", 5);
	ASK_INT("count(//s:text[. = '50'])", 1);
	ASK_INT("count(//s:text[. = '70'])", 1);
}
END_TEST

START_TEST(the_axis_never_leaves_what_a_score_can_be)
{
	set_point(0, 100, 30);
	set_point(1, -100, 30);
	trend(2);
	ASK_INT("count(//s:text[. = '100'])", 1);
	ASK_INT("count(//s:text[. = '120' or . = '\u2212120'])", 0);
	set_point(1, 99, 0.5);
	trend(2);
	ASK_INT("count(//s:text[. = '105' or . = '110' or . = '120'])", 0);
}
END_TEST

START_TEST(labels_keep_out_of_each_others_way)
{
	for (guint i = 0; i < 36; i++)
		set_point(i, 40, 10);
	trend(36);
	ck_assert_double_le(ask("count(//s:text[. = '2 Mar'])"), 12);
	ck_assert_double_ge(ask("count(//s:text[. = '2 Mar'])"), 4);
}
END_TEST

START_TEST(of_very_many_points_the_last_are_drawn)
{
	for (guint i = 0; i < MANY; i++)
		set_point(i, (int)(i % 200) - 100, 10);
	points[MANY - 1].score = 33;
	trend(MANY);
	ASK_INT("count(//s:circle)", CHART_POINTS_MAX);
	ASK_INT("count(//s:text[@font-weight = 'bold' and . = '33'])", 1);
	ck_assert_uint_lt(strlen(drawn), 256 * 1024);
}
END_TEST

START_TEST(what_is_not_finite_is_not_drawn)
{
	set_point(0, NAN, 10);
	set_point(1, INFINITY, 10);
	set_point(2, 50, NAN);
	set_point(3, 1e300, 1e300);
	trend(4);
	ck_assert_ptr_null(strstr(drawn, "nan"));
	ck_assert_ptr_null(strstr(drawn, "inf"));
	ASK_INT("count(//s:circle)", 2);
}
END_TEST

START_TEST(hostile_texts_stay_texts)
{
	static const char hostile[] =
	    "</title><script>alert(1)</script>\"' onload='x' & \x01\x1b\xff]]>"
	    "\xef\xbf\xbf";
	struct chart_style style = chart_style_light;

	style.title = hostile;
	style.description = hostile;
	style.ink = "\" onload=\"alert(1)";
	set_point(0, 10, 5);
	points[0].label = hostile;
	points[0].detail = hostile;
	look_at(chart_trend(points, 1, &style));
	ASK_INT("count(//s:script)", 0);
	ASK_INT("count(//@onload)", 0);
	ck_assert_ptr_null(strstr(drawn, "<script"));
	ASK_INT("count(//s:title)", 2);
	ASK_INT("count(/s:svg/s:desc)", 1);
}
END_TEST

START_TEST(numbers_are_the_same_in_every_locale)
{
	g_autofree char *here = NULL;

	for (guint i = 0; i < 4; i++)
		set_point(i, 33.3 * i, 7.7);
	trend(4);
	here = g_strdup(drawn);
	if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL)
		setlocale(LC_ALL, "C");
	trend(4);
	ck_assert_str_eq(drawn, here);
	setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(a_bar_is_divided_by_its_bands)
{
	const gint64 n[NPS_SCORES] = { [10] = 50, [8] = 30, [0] = 20 };
	struct nps nps = nps_of(n);

	look_at(chart_bar(&nps,
	    &(struct chart_style){ .width = 100,
		.height = 10,
		.bands = { "#1", "#2", "#3" } }));
	ASK_INT("count(//s:rect)", 3);
	ASK_INT("//s:rect[@fill = '#1']/@width", 50);
	ASK_INT("//s:rect[@fill = '#2']/@x", 50);
	ASK_INT("//s:rect[@fill = '#3']/@width", 20);
}
END_TEST

START_TEST(one_among_a_billion_can_be_seen)
{
	const gint64 n
	    [NPS_SCORES] = { [10] = G_GINT64_CONSTANT(1000000000000), [0] = 1 };
	struct nps nps = nps_of(n);

	look_at(chart_bar(&nps,
	    &(struct chart_style){ .width = 1000,
		.bands = { "#1", "#2", "#3" } }));
	ASK_INT("count(//s:rect)", 2);
	ck_assert_double_ge(ask("//s:rect[@fill = '#3']/@width"), 5);
	ck_assert_double_le(ask("sum(//s:rect/@width)"), 1000.2);
}
END_TEST

START_TEST(nobody_is_a_groove)
{
	const gint64 n[NPS_SCORES] = { 0 };
	struct nps nps = nps_of(n);

	look_at(chart_bar(&nps, &(struct chart_style){ .grid = "#9" }));
	ASK_INT("count(//s:rect)", 1);
	ASK_INT("count(//s:rect[@fill = '#9'])", 1);
	look_at(chart_parts(NULL, 0, &(struct chart_style){ .grid = "#9" }));
	ASK_INT("count(//s:rect[@fill = '#9'])", 1);
	look_at(chart_parts((const struct chart_part[]){ { NAN, "#1" },
				{ -4, "#2" } },
	    2, &(struct chart_style){ .grid = "#9" }));
	ASK_INT("count(//s:rect)", 1);
}
END_TEST

START_TEST(the_distribution_has_a_column_for_each_score)
{
	const gint64 n[NPS_SCORES] = { [10] = 40, [9] = 20, [7] = 1 };
	const char *figures[NPS_SCORES] = { [10] = "forty" };

	look_at(chart_distribution(n, figures, &chart_style_light));
	ASK_INT("count(//s:rect)", 1 + NPS_SCORES);
	ASK_INT("count(//s:rect[@fill = '#1f8f5f'])", 2);
	ASK_INT("count(//s:rect[@fill = '#87919d'])", 2);
	ASK_INT("count(//s:rect[@fill = '#cf4a36'])", 7);
	ASK_INT("count(//s:text[. = 'forty'])", 1);
	ASK_INT("//s:rect[@fill = '#1f8f5f'][1]/@height * 2 = "
		"//s:rect[@fill = '#1f8f5f'][2]/@height",
	    1);
}
END_TEST

START_TEST(the_distribution_of_nobody_or_of_everybody_stays_inside)
{
	gint64 n[NPS_SCORES] = { 0 };

	look_at(chart_distribution(n, NULL, &chart_style_light));
	ASK_INT("count(//s:text[. = '0'])", NPS_SCORES + 1);
	for (int score = 0; score < NPS_SCORES; score++)
		n[score] = G_MAXINT64;
	n[3] = -5;
	look_at(chart_distribution(n, NULL, &chart_style_light));
	ASK_INT("count(//s:rect[@y < 0])", 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("chart");
	TCase *tcase = tcase_create("charts");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_trend_of_no_points_has_a_whole_axis);
	tcase_add_test(tcase, a_trend_of_one_point_is_a_dot_with_a_bar);
	tcase_add_test(tcase, what_nobody_answered_is_a_gap_in_line_and_band);
	tcase_add_test(tcase, too_few_answers_are_hollow_and_have_no_band);
	tcase_add_test(tcase, a_steady_score_does_not_look_like_a_storm);
	tcase_add_test(tcase, the_axis_never_leaves_what_a_score_can_be);
	tcase_add_test(tcase, labels_keep_out_of_each_others_way);
	tcase_add_test(tcase, of_very_many_points_the_last_are_drawn);
	tcase_add_test(tcase, what_is_not_finite_is_not_drawn);
	tcase_add_test(tcase, hostile_texts_stay_texts);
	tcase_add_test(tcase, numbers_are_the_same_in_every_locale);
	tcase_add_test(tcase, a_bar_is_divided_by_its_bands);
	tcase_add_test(tcase, one_among_a_billion_can_be_seen);
	tcase_add_test(tcase, nobody_is_a_groove);
	tcase_add_test(tcase, the_distribution_has_a_column_for_each_score);
	tcase_add_test(tcase,
	    the_distribution_of_nobody_or_of_everybody_stays_inside);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
