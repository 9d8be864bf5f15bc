/* test_report.c - rows of two periods, and the forms they print in. */
#include "scores/table/report.h"
#include "tests/unit/unit.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "scores/table/plain.h"

static struct score_band bands[] = {
	{ (char[]){ "good" }, 0 },
	{ (char[]){ "very good" }, 30 },
	{ (char[]){ "excellent" }, 70 },
	{ 0 },
};
static const struct scoring scoring = { .min_answers = 5, .bands = bands };

/* What a group said: promoters, passives, detractors, now and before. */
struct told {
	const char *name;
	gint64 now[3], before[3], sent;
};

static void
tell(struct tally *tally, const gint64 told[3])
{
	tally->n[9] = told[0];
	tally->n[7] = told[1];
	tally->n[2] = told[2];
	tally->commented = told[2];
}

static struct report *
report_of(const char *by, const struct told *told, guint n)
{
	struct report *report = g_new0(struct report, 1);
	g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)group_free);
	struct group sum;

	report->by = g_strdup(by);
	report->period = (struct period){ 20543, 20635, 20727 };
	report->min_answers = 5;
	report->rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)report_row_free);
	for (guint i = 0; i < n; i++) {
		struct group *group = g_new0(struct group, 1);
		struct report_row *row;

		tell(&group->now, told[i].now);
		tell(&group->before, told[i].before);
		group->now.sent = told[i].sent;
		group->now.answered = told[i].sent / 4;
		group->rest = *told[i].name == '\0';
		g_ptr_array_add(groups, group);
		row = report_row_new(group, &scoring);
		if (strcmp(by, "touchpoint") == 0)
			row->touchpoint = g_strdup(told[i].name);
		else
			row->group = g_strdup(told[i].name);
		g_ptr_array_add(report->rows, row);
	}
	sum = group_sum(groups);
	report->total = report_row_new(&sum, &scoring);
	report_judge(report->rows, report->total);
	return report;
}

static const struct report_row *
row_of(const struct report *report, guint i)
{
	return g_ptr_array_index(report->rows, i);
}

static char *
table_of(const struct told *told, guint n, guint columns)
{
	g_autoptr(report) report = report_of("touchpoint", told, n);
	struct report_style style = { .columns = columns };

	return report_table(report, &style);
}

static void
has(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "\"%s\" is not in\n%s", part,
	    text);
}

static void
has_not(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) == NULL, "\"%s\" is in\n%s", part,
	    text);
}

START_TEST(rows_carry_rates_band_and_change)
{
	static const struct told told[] = {
		{ "after-booking", { 76, 16, 8 }, { 50, 30, 20 }, 320 },
		{ "after-payment", { 5, 1, 0 }, { 0 }, 0 },
	};
	g_autoptr(report) report = report_of("touchpoint", told, 2);
	const struct report_row *row = row_of(report, 0);
	double rate;

	ck_assert_double_eq_tol(row->nps.score, 68.0, 1e-9);
	ck_assert(row->has_rate);
	ck_assert_double_eq_tol(row->response_rate, 0.25, 1e-9);
	ck_assert(report_comment_rate(row, &rate));
	ck_assert_double_eq_tol(rate, 0.08, 1e-9);
	ck_assert_str_eq(row->band, "very good");
	ck_assert(row->change.tested && row->change.real);
	ck_assert_double_eq_tol(row->change.points, 38.0, 1e-9);
	row = row_of(report, 1);
	ck_assert(!row->has_rate);
	ck_assert(!row->change.known);
	/* Six answers are not enough for a name. */
	ck_assert_ptr_null(row->band);
}
END_TEST

START_TEST(bands_begin_at_their_number)
{
	static const struct {
		gint64 promoters, passives, detractors;
		const char *band;
	} each[] = {
		{ 85, 0, 15, "excellent" },
		{ 84, 1, 15, "very good" },
		{ 60, 10, 30, "very good" },
		{ 59, 11, 30, "good" },
		{ 50, 0, 50, "good" },
		{ 49, 1, 50, NULL },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(each); i++) {
		struct nps nps = nps_of_groups(each[i].promoters,
		    each[i].passives, each[i].detractors);

		ck_assert_pstr_eq(report_band(&scoring, &nps), each[i].band);
	}
}
END_TEST

START_TEST(the_total_is_of_all_answers_not_of_the_scores)
{
	static const struct told told[] = {
		{ "after-booking", { 90, 0, 0 }, { 10, 0, 10 }, 100 },
		{ "after-payment", { 0, 0, 10 }, { 0 }, 60 },
	};
	g_autoptr(report) report = report_of("touchpoint", told, 2);

	ck_assert_int_eq(report->total->nps.answers, 100);
	ck_assert_double_eq_tol(report->total->nps.score, 80.0, 1e-9);
	ck_assert_int_eq(report->total->sent, 160);
	ck_assert_double_eq_tol(report->total->response_rate, 0.25, 1e-9);
	ck_assert_double_eq_tol(report->total->change.points, 80.0, 1e-9);
}
END_TEST

/* One row and the total of it are one change, not two. */
START_TEST(one_row_is_judged_alone)
{
	static const struct told told[] = {
		{ "after-booking", { 50, 30, 20 }, { 64, 24, 12 }, 0 },
	};
	g_autoptr(report) report = report_of("touchpoint", told, 1);
	struct nps_change change = row_of(report, 0)->change;

	ck_assert(change.chance > 0.025 && change.chance < 0.05);
	ck_assert(change.real);
	ck_assert(report->total->change.real);
}
END_TEST

static const struct told usual[] = {
	{ "after-booking", { 76, 16, 8 }, { 50, 30, 20 }, 320 },
	{ "week-later", { 0 }, { 0 }, 12 },
	{ "pool", { 4, 1, 2 }, { 9, 9, 9 }, 0 },
};

START_TEST(the_table_reads_as_it_should)
{
	g_autofree char *table = table_of(usual, 3, 80);

	ck_assert_str_eq(table,
	    "NPS 65 ±12.2, very good: 107 answers, 1 July to 30 Septe"
	    "mber 2026.\n"
	    "Up 42 points on 31 March to 30 June 2026: a real change.\n"
	    "\n"
	    "Touchpoint     NPS                   Answers            "
	    "           Rate  Change\n"
	    "after-booking   68 ±12.0  very good      100  ██████████"
	    "████▒▒▒░░   25%     +38*\n"
	    "week-later     no answers yet                           "
	    "            25%\n"
	    "pool            29   few                   7  ██████████"
	    "█▒▒▒░░░░░           few\n"
	    "All             65 ±12.2  very good      107  ██████████"
	    "████▒▒▒░░   25%     +42*\n"
	    "\n"
	    "█ promoters 9-10  ▒ passives 7-8  ░ detractors 0-6   ± m"
	    "argin of error at 95%\n"
	    "few: too few answers, or too much alike, to tell\n"
	    "* a real change; the others could be chance\n");
}
END_TEST

START_TEST(a_wide_table_has_the_counts_too)
{
	g_autofree char *table = table_of(usual, 3, 120);

	has(table,
	    "Touchpoint     NPS                   Answers  9-10  7-8 "
	    " 0-6                            Mean  Comments  Rate  Ch"
	    "ange\n"
	    "after-booking   68 ±12.0  very good      100    76   16 "
	    "   8  ██████████████████▒▒▒▒░░   8.1        8%   25%    "
	    " +38*\n"
	    "week-later     no answers yet                           "
	    "                                                 25%\n"
	    "pool            29   few                   7     4    1 "
	    "   2  ██████████████▒▒▒░░░░░░░   6.7       29%          "
	    " few\n"
	    "All             65 ±12.2  very good      107    80   17 "
	    "  10  ██████████████████▒▒▒▒░░   8.0        9%   25%    "
	    " +42*\n");
}
END_TEST

START_TEST(a_headline_says_what_changed)
{
	static const struct {
		struct told told;
		const char *says;
	} each[] = {
		{ { "a", { 76, 16, 8 }, { 50, 30, 20 }, 0 },
		    "NPS 68 ±12.0, very good: 100 answers, 1 July to 30 "
		    "September 2026.\nUp 38 points on 31 March to 30 June "
		    "2026: a real change.\n\n" },
		{ { "a", { 50, 30, 20 }, { 76, 16, 8 }, 0 },
		    "\nDown 38 points on 31 March to 30 June 2026: a real" },
		{ { "a", { 51, 30, 20 }, { 50, 30, 20 }, 0 },
		    "\nUp 1 point on 31 March to 30 June 2026: could be "
		    "chance.\n" },
		{ { "a", { 50, 30, 20 }, { 50, 30, 20 }, 0 }, "\nAs on 31" },
		{ { "a", { 50, 30, 20 }, { 2, 0, 0 }, 0 },
		    "\nToo few answers to tell a change on 31 March" },
		{ { "a", { 1, 0, 0 }, { 0 }, 0 },
		    "NPS 100, too few to tell: 1 answer, 1 July" },
		{ { "a", { 200, 0, 0 }, { 0 }, 0 },
		    "NPS 100, too few to tell: 200 answers, 1 July" },
		{ { "a", { 0 }, { 5, 5, 5 }, 0 },
		    "No answers, 1 July to 30 September 2026.\n\nTouch" },
		{ { "a", { 10, 0, 20 }, { 0 }, 0 }, "NPS -33 ±33.7: 30 ans" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *table = table_of(&each[i].told, 1, 80);

		has(table, each[i].says);
		ck_assert_int_eq(strstr(table, "could be chance.\n") != NULL ||
			strstr(table, "\nAs on") != NULL,
		    strstr(table, "\nEach change could be chance\n") != NULL);
	}
}
END_TEST

START_TEST(what_is_not_in_the_table_is_said_below)
{
	static const struct told told[] = {
		{ "FI", { 8, 1, 1 }, { 0 }, 0 },
		{ "", { 8, 1, 2 }, { 0 }, 0 },
	};
	g_autoptr(report) report = report_of("country", told, 2);
	struct report_style style = { .columns = 80 };
	g_autofree char *table = NULL;
	g_autofree char *one = NULL;
	g_autofree char *none = NULL;

	report->hidden = 3;
	report->without_anonymous = TRUE;
	table = report_table(report, &style);
	has(table, "\ncountry ");
	has(table, "\nFI ");
	has(table, "\n(not known) ");
	has(table, "\n3 groups with fewer than 5 answers are not shown.\n");
	has(table, "\nAnswers at anonymous touchpoints are shown by ");
	report->hidden = 1;
	one = report_table(report, &style);
	has(one, "\n1 group with fewer than 5 answers is not shown.\n");
	has_not(one, "nothing is known");
	g_ptr_array_remove_index(report->rows, 0);
	report->hidden = 0;
	none = report_table(report, &style);
	has(none, "\nOf country nothing is known of anybody who answered.\n");
}
END_TEST

START_TEST(a_table_of_answers_from_elsewhere_has_no_rate)
{
	static const struct told one = { "pool", { 1, 0, 0 }, { 0 }, 0 };
	g_autofree char *table = table_of(&one, 1, 80);

	has_not(table, "Rate");
	has_not(table, "Heard");
	has_not(table, "Change");
	has_not(table, "\nAll");
}
END_TEST

START_TEST(no_rows_are_a_heading_alone)
{
	g_autofree char *table = table_of(NULL, 0, 80);

	has(table, "No answers, ");
	has(table, "\nTouchpoint  NPS");
	has_not(table, "All");
}
END_TEST

START_TEST(the_table_fits_the_terminal_and_its_columns_line_up)
{
	static const struct told told[] = {
		{ "a-name-of-a-touchpoint-that-does-not-end", { 760, 160, 80 },
		    { 500, 200, 300 }, 3200 },
		{ "ルームサービス", { 12, 30, 40 }, { 0 }, 320 },
		{ "week-later", { 0 }, { 0 }, 12 },
	};
	static const guint widths[] = { 60, 72, 80, 100, 120, 200 };

	for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autofree char *table = table_of(told, 3, widths[i]);
		const char *rows = strstr(table, "\nTouchpoint") + 1;
		g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);
		guint answers_end = 0;

		for (char **line = lines; *line != NULL; line++)
			ck_assert_uint_le(plain_width(*line), widths[i]);
		/* The answers of the first two rows end in one column. */
		for (int line = 1; line < 3; line++) {
			const char *cell = strstr(lines[line],
			    line == 1 ? " 1000 " : " 82 ");
			g_autofree char *start = NULL;

			ck_assert_ptr_nonnull(cell);
			start = g_strndup(lines[line],
			    (gsize)(cell - lines[line]) + (line == 1 ? 5 : 3));
			if (line == 2)
				ck_assert_uint_eq(plain_width(start),
				    answers_end);
			answers_end = plain_width(start);
		}
	}
}
END_TEST

START_TEST(colours_are_escape_sequences_only_if_asked_for)
{
	g_autoptr(report) report = report_of("touchpoint", usual, 3);
	struct report_style style = { .colours = FALSE };
	g_autofree char *plain = report_table(report, &style);
	g_autofree char *coloured = NULL;

	ck_assert_ptr_null(strchr(plain, '\033'));
	style.colours = TRUE;
	coloured = report_table(report, &style);
	has(coloured, "\033[32m█");
	has(coloured, "\033[33m▒");
	has(coloured, "\033[31m░");
}
END_TEST

START_TEST(a_name_cannot_speak_to_the_terminal)
{
	static const char name[] = "x\033]0;owned\a\n\xe2\x80\xaey\xff";
	static const char *const bys[] = { "touchpoint", name };

	for (gsize i = 0; i < G_N_ELEMENTS(bys); i++) {
		struct told one = { name, { 1, 0, 0 }, { 0 }, 4 };
		g_autoptr(report) report = report_of(bys[i], &one, 1);
		struct report_style style = { .columns = 80 };
		g_autofree char *table = report_table(report, &style);

		ck_assert_ptr_null(strchr(table, '\033'));
		ck_assert_ptr_null(strchr(table, '\a'));
		ck_assert_ptr_null(strstr(table, "\xe2\x80\xae"));
		ck_assert(g_utf8_validate(table, -1, NULL));
	}
}
END_TEST

START_TEST(a_bar_is_full_and_shows_everybody)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(11);

	for (int round = 0; round < 20000; round++) {
		gint64 n[NPS_SCORES] = { 0 };
		guint cells = (guint)g_rand_int_range(dice, 3, 101);
		guint shares[3];
		struct nps nps;

		n[10] = g_rand_int_range(dice, 0, 2) *
		    g_rand_int_range(dice, 0, 100000);
		n[7] = g_rand_int_range(dice, 0, 3);
		n[0] = g_rand_int_range(dice, 0, 500);
		nps = nps_of(n);
		if (!nps.known)
			continue;
		plain_divide_bar(&nps, cells, shares);
		ck_assert_uint_eq(shares[0] + shares[1] + shares[2], cells);
		ck_assert_int_eq(shares[0] > 0, nps.promoters > 0);
		ck_assert_int_eq(shares[1] > 0, nps.passives > 0);
		ck_assert_int_eq(shares[2] > 0, nps.detractors > 0);
	}
}
END_TEST

START_TEST(csv_is_rfc_4180_and_starts_no_formula)
{
	static const struct told told[] = {
		{ "=cmd|' /C calc'!A1", { 32, 13, 6 }, { 0 }, 204 },
		{ "a, \"b\"", { 0 }, { 0 }, 0 },
	};
	g_autoptr(report) report = report_of("touchpoint", told, 2);
	g_autofree char *csv = report_csv(report);

	ck_assert_str_eq(csv,
	    "touchpoint,nps,margin,promoters,passives,detractors,answers,sent,"
	    "response_rate,change,change_margin,score_0,score_1,score_2,"
	    "score_3,score_4,score_5,score_6,score_7,score_8,score_9,"
	    "score_10,change_real,mean,interval_low,interval_high,band,"
	    "commented,comment_rate,heard,heard_share\r\n"
	    "'=cmd|' /C calc'!A1,50.98039215686274,19.117472963254656,32,13,6,"
	    "51,204,0.25,,,0,0,6,0,0,0,0,13,0,32,0,,7.666666666666667,"
	    "29.294508265389823,67.00178803090648,very good,6,"
	    "0.11764705882352941,,\r\n"
	    "\"a, \"\"b\"\"\",,,0,0,0,0,0,,,,0,0,0,0,0,0,0,0,0,0,0,"
	    ",,,,,0,,,\r\n");
}
END_TEST

START_TEST(every_beginning_of_a_formula_is_neutralised)
{
	static const char beginnings[] = "=+-@\t\r";

	for (const char *c = beginnings; *c != '\0'; c++) {
		char name[] = { *c, '1', '\0' };
		struct told one = { name, { 1, 0, 0 }, { 0 }, 4 };
		g_autoptr(report) report = report_of("country", &one, 1);
		g_autofree char *csv = report_csv(report);
		const char *line = strstr(csv, "\r\n") + 2;

		ck_assert(
		    line[0] == '\'' || (line[0] == '"' && line[1] == '\''));
	}
}
END_TEST

static double
real_of(const json_t *object, const char *key)
{
	return json_real_value(json_object_get(object, key));
}

static void
check_null(const json_t *object, const char *key)
{
	ck_assert_msg(json_is_null(json_object_get(object, key)),
	    "%s is not null", key);
}

START_TEST(json_has_unrounded_numbers_and_nulls)
{
	static const struct told told[] = {
		{ "after-booking", { 32, 13, 6 }, { 32, 13, 6 }, 204 },
		{ "week-later", { 0 }, { 0 }, 0 },
		{ "pool", { 200, 0, 0 }, { 1, 0, 0 }, 0 },
	};
	static const char *const nulls[] = { "nps", "margin", "interval_low",
		"interval_high", "band", "mean", "comment_rate",
		"response_rate", "change", "change_margin", "change_real",
		"heard", "heard_share" };
	g_autoptr(report) report = report_of("touchpoint", told, 3);
	g_autofree char *text = report_json(report);
	json_t *json = json_loads(text, 0, NULL);
	json_t *one = json_array_get(json, 0);
	json_t *none = json_array_get(json, 1);
	json_t *alike = json_array_get(json, 2);

	ck_assert_int_eq(json_array_size(json), 3);
	ck_assert_str_eq(json_string_value(json_object_get(one, "touchpoint")),
	    "after-booking");
	ck_assert_double_eq_tol(real_of(one, "nps"), 2600.0 / 51.0, 1e-12);
	ck_assert_double_eq_tol(real_of(one, "margin"), 19.12, 0.005);
	ck_assert_double_eq_tol(real_of(one, "mean"), 391.0 / 51.0, 1e-12);
	ck_assert(real_of(one, "interval_low") < 2600.0 / 51.0);
	ck_assert(real_of(one, "interval_high") > 2600.0 / 51.0);
	ck_assert_str_eq(json_string_value(json_object_get(one, "band")),
	    "very good");
	ck_assert_int_eq(json_integer_value(json_object_get(one, "promoters")),
	    32);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "passives")),
	    13);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "detractors")),
	    6);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "answers")),
	    51);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "sent")), 204);
	ck_assert_double_eq(real_of(one, "response_rate"), 0.25);
	ck_assert_double_eq(real_of(one, "change"), 0.0);
	ck_assert(json_is_false(json_object_get(one, "change_real")));
	ck_assert_int_eq(json_array_size(json_object_get(one, "distribution")),
	    11);
	for (gsize i = 0; i < G_N_ELEMENTS(nulls); i++)
		check_null(none, nulls[i]);
	ck_assert_int_eq(json_integer_value(json_object_get(none, "answers")),
	    0);
	/* All say the same: a score, but no margin; and one answer before is
	 * nothing to compare with. */
	ck_assert_double_eq(real_of(alike, "nps"), 100.0);
	check_null(alike, "margin");
	check_null(alike, "change");
	json_decref(json);
}
END_TEST

START_TEST(json_of_groups_counts_what_it_hides)
{
	static const struct told told[] = {
		{ "FI", { 8, 1, 1 }, { 0 }, 0 },
		{ "", { 8, 1, 2 }, { 0 }, 0 },
	};
	g_autoptr(report) report = report_of("country", told, 2);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	json_t *last;

	report->hidden = 3;
	text = report_ndjson(report);
	lines = g_strsplit(text, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 4);
	has(lines[0], "{\"by\":\"country\",\"group\":\"FI\",");
	has(lines[1], "{\"by\":\"country\",\"group\":null,");
	last = json_loads(lines[2], 0, NULL);
	ck_assert_int_eq(json_object_size(last), 3);
	ck_assert_int_eq(json_integer_value(
			     json_object_get(last, "groups_not_shown")),
	    3);
	ck_assert_int_eq(json_integer_value(
			     json_object_get(last, "min_answers")),
	    5);
	ck_assert_str_eq(lines[3], "");
	json_decref(last);
}
END_TEST

START_TEST(text_is_wrapped_by_what_it_takes_on_the_screen)
{
	g_autofree char *wrapped =
	    plain_wrap("one two three\n\n\n  four\tルーム five", "> ", 10);

	ck_assert_str_eq(wrapped,
	    "> one two\n> three\n\n> four\n> ルーム\n> five");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("report");
	TCase *tests = tcase_create("report");

	tcase_add_test(tests, rows_carry_rates_band_and_change);
	tcase_add_test(tests, bands_begin_at_their_number);
	tcase_add_test(tests, the_total_is_of_all_answers_not_of_the_scores);
	tcase_add_test(tests, one_row_is_judged_alone);
	tcase_add_test(tests, the_table_reads_as_it_should);
	tcase_add_test(tests, a_wide_table_has_the_counts_too);
	tcase_add_test(tests, a_headline_says_what_changed);
	tcase_add_test(tests, what_is_not_in_the_table_is_said_below);
	tcase_add_test(tests, a_table_of_answers_from_elsewhere_has_no_rate);
	tcase_add_test(tests, no_rows_are_a_heading_alone);
	tcase_add_test(tests,
	    the_table_fits_the_terminal_and_its_columns_line_up);
	tcase_add_test(tests, colours_are_escape_sequences_only_if_asked_for);
	tcase_add_test(tests, a_name_cannot_speak_to_the_terminal);
	tcase_add_test(tests, a_bar_is_full_and_shows_everybody);
	tcase_add_test(tests, csv_is_rfc_4180_and_starts_no_formula);
	tcase_add_test(tests, every_beginning_of_a_formula_is_neutralised);
	tcase_add_test(tests, json_has_unrounded_numbers_and_nulls);
	tcase_add_test(tests, json_of_groups_counts_what_it_hides);
	tcase_add_test(tests, text_is_wrapped_by_what_it_takes_on_the_screen);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
