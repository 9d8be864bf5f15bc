/* test_report.c - rows of two periods, and the three forms they print in. */
#include "scores/report.h"
#include "tests/unit/unit.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "scores/plain.h"

static char *const booking = (char[]){ "after-booking" };
static char *const payment = (char[]){ "after-payment" };
static char *const week = (char[]){ "week-later" };

static struct score_counts
counts(char *touchpoint, gint64 promoters, gint64 passives, gint64 detractors,
    gint64 sent)
{
	struct score_counts counts = { .touchpoint = touchpoint };

	counts.n[9] = promoters;
	counts.n[7] = passives;
	counts.n[2] = detractors;
	counts.sent = sent;
	counts.answered = sent / 4;
	return counts;
}

static GPtrArray *
list(struct score_counts *all, guint n)
{
	GPtrArray *array = g_ptr_array_new();

	for (guint i = 0; i < n; i++)
		g_ptr_array_add(array, &all[i]);
	return array;
}

static const struct report_choice everything = { .others = TRUE };

static GPtrArray *
rows_of(struct score_counts *all, guint n)
{
	g_autoptr(GPtrArray) now = list(all, n);

	return report_rows(now, NULL, &everything);
}

static char *
table_of(struct score_counts *all, guint n, guint columns)
{
	g_autoptr(GPtrArray) rows = rows_of(all, n);
	g_autoptr(report_row) total = report_total(rows, NULL);
	struct report_style style = { .columns = columns };

	return report_table(rows, total, &style);
}

START_TEST(rows_carry_rate_and_change)
{
	struct score_counts now_counts[] = {
		counts(booking, 76, 16, 8, 320),
		counts(payment, 5, 1, 0, 0),
	};
	struct score_counts before_counts[] = {
		counts(booking, 50, 30, 20, 300),
	};
	g_autoptr(GPtrArray) now = list(now_counts, 2);
	g_autoptr(GPtrArray) before = list(before_counts, 1);
	g_autoptr(GPtrArray) rows = report_rows(now, before, &everything);
	const struct report_row *row = g_ptr_array_index(rows, 0);

	ck_assert(row->change.known && !row->change.real);
	report_judge(rows, NULL);
	ck_assert_int_eq(rows->len, 2);
	ck_assert_str_eq(row->touchpoint, booking);
	ck_assert_double_eq_tol(row->nps.score, 68.0, 1e-9);
	ck_assert(row->has_rate);
	ck_assert_double_eq_tol(row->response_rate, 0.25, 1e-9);
	ck_assert(row->change.known && row->change.real);
	ck_assert_double_eq_tol(row->change.points, 38.0, 1e-9);
	row = g_ptr_array_index(rows, 1);
	ck_assert(!row->has_rate);
	ck_assert(!row->change.known);
}
END_TEST

START_TEST(chosen_touchpoints_come_in_their_order_even_without_counts)
{
	struct score_counts now_counts[] = {
		counts(booking, 1, 0, 0, 4),
		counts(payment, 1, 0, 0, 4),
		counts(week, 1, 0, 0, 4),
	};
	static const char *const names[] = { "silent", "week-later", NULL };
	struct report_choice choice = { .touchpoints = names };
	g_autoptr(GPtrArray) now = list(now_counts, 3);
	g_autoptr(GPtrArray) only = report_rows(now, NULL, &choice);
	g_autoptr(GPtrArray) all = NULL;
	static const char *const expected[] = { "silent", "week-later",
		"after-booking", "after-payment" };

	ck_assert_int_eq(only->len, 2);
	choice.others = TRUE;
	all = report_rows(now, NULL, &choice);
	ck_assert_int_eq(all->len, 4);
	for (guint i = 0; i < all->len; i++) {
		const struct report_row *row = g_ptr_array_index(all, i);

		ck_assert_str_eq(row->touchpoint, expected[i]);
		ck_assert_int_eq(row->nps.known, i > 0);
	}
}
END_TEST

START_TEST(the_total_is_of_all_answers_not_of_the_scores)
{
	struct score_counts now_counts[] = {
		counts(booking, 90, 0, 0, 100),
		counts(payment, 0, 0, 10, 60),
	};
	struct score_counts before_counts[] = {
		counts(booking, 10, 0, 10, 40),
		counts(week, 500, 0, 0, 500),
	};
	g_autoptr(GPtrArray) now = list(now_counts, 2);
	g_autoptr(GPtrArray) before = list(before_counts, 2);
	g_autoptr(GPtrArray) rows = report_rows(now, before, &everything);
	g_autoptr(report_row) total = report_total(rows, before);

	ck_assert_ptr_null(total->touchpoint);
	ck_assert_int_eq(total->nps.answers, 100);
	ck_assert_double_eq_tol(total->nps.score, 80.0, 1e-9);
	ck_assert_int_eq(total->sent, 160);
	ck_assert_double_eq_tol(total->response_rate, 0.25, 1e-9);
	/* week-later has no row, so it is not in the total before. */
	ck_assert_double_eq_tol(total->change.points, 80.0, 1e-9);
}
END_TEST

START_TEST(the_table_reads_as_it_should)
{
	struct score_counts now_counts[] = {
		counts(booking, 76, 16, 8, 320),
		counts(week, 0, 0, 0, 12),
	};
	g_autofree char *table = table_of(now_counts, 2, 80);

	ck_assert_str_eq(table,
	    "Touchpoint     NPS        Answers  9-10  7-8  0-6"
	    "                           Rate\n"
	    "after-booking   68 ±12.0      100    76   16    8"
	    "  █████████████████▒▒▒▒░░   25%\n"
	    "week-later     no answers yet"
	    "                                                25%\n"
	    "All             68 ±12.0      100    76   16    8"
	    "  █████████████████▒▒▒▒░░   25%\n"
	    "\n"
	    "█ promoters 9-10  ▒ passives 7-8  ░ detractors 0-6"
	    "   ± margin of error at 95%\n");
}
END_TEST

START_TEST(a_table_of_answers_from_elsewhere_has_no_rate)
{
	struct score_counts one = counts(booking, 1, 0, 0, 0);
	g_autofree char *table = table_of(&one, 1, 80);

	ck_assert(g_str_has_prefix(table,
	    "Touchpoint     NPS       Answers  9-10  7-8  0-6\n"));
	ck_assert_ptr_null(strstr(table, "%  "));
}
END_TEST

START_TEST(one_touchpoint_has_no_row_over_all)
{
	struct score_counts one = counts(booking, 1, 0, 0, 4);
	g_autofree char *table = table_of(&one, 1, 80);

	ck_assert_ptr_null(strstr(table, "\nAll"));
}
END_TEST

START_TEST(no_rows_are_a_heading_alone)
{
	g_autofree char *table = table_of(NULL, 0, 80);

	ck_assert(g_str_has_prefix(table, "Touchpoint"));
	ck_assert_ptr_null(strstr(table, "All"));
}
END_TEST

START_TEST(the_table_fits_the_terminal_and_its_columns_line_up)
{
	char long_name[] = "a-name-of-a-touchpoint-that-does-not-end";
	char wide_name[] = "ルームサービス";
	struct score_counts now_counts[] = {
		counts(long_name, 760, 160, 80, 3200),
		counts(wide_name, 12, 30, 40, 320),
		counts(week, 0, 0, 0, 12),
	};
	static const guint widths[] = { 60, 72, 80, 100, 200 };

	for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autofree char *table = table_of(now_counts, 3, widths[i]);
		g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
		guint answers_end = 0;

		for (char **line = lines; *line != NULL; line++)
			ck_assert_uint_le(plain_width(*line), widths[i]);
		/* The answers of the first two rows end in one column. */
		for (int line = 1; line < 3; line++) {
			const char *cell = strstr(lines[line],
			    line == 1 ? " 1000 " : " 82 ");
			g_autofree char *head = NULL;

			ck_assert_ptr_nonnull(cell);
			head = g_strndup(lines[line],
			    (gsize)(cell - lines[line]) + (line == 1 ? 5 : 3));
			if (line == 2)
				ck_assert_uint_eq(plain_width(head),
				    answers_end);
			answers_end = plain_width(head);
		}
	}
}
END_TEST

START_TEST(colours_are_escape_sequences_only_if_asked_for)
{
	struct score_counts now_counts[] = {
		counts(booking, 7, 1, 2, 32),
		counts(week, 0, 0, 0, 12),
	};
	g_autoptr(GPtrArray) rows = rows_of(now_counts, 2);
	g_autoptr(report_row) total = report_total(rows, NULL);
	struct report_style style = { .colours = FALSE };
	g_autofree char *plain = report_table(rows, total, &style);
	g_autofree char *coloured = NULL;

	ck_assert_ptr_null(strchr(plain, '\033'));
	style.colours = TRUE;
	coloured = report_table(rows, total, &style);
	ck_assert_ptr_nonnull(strstr(coloured, "\033[32m█"));
	ck_assert_ptr_nonnull(strstr(coloured, "\033[33m▒"));
	ck_assert_ptr_nonnull(strstr(coloured, "\033[31m░"));
}
END_TEST

START_TEST(a_name_cannot_speak_to_the_terminal)
{
	char name[] = "x\033]0;owned\a\n\xe2\x80\xaey\xff";
	struct score_counts one = counts(name, 1, 0, 0, 4);
	g_autofree char *table = table_of(&one, 1, 80);

	ck_assert_ptr_null(strchr(table, '\033'));
	ck_assert_ptr_null(strchr(table, '\a'));
	ck_assert_ptr_null(strstr(table, "\xe2\x80\xae"));
	ck_assert(g_utf8_validate(table, -1, NULL));
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
	char formula[] = "=cmd|' /C calc'!A1";
	char quoted[] = "a, \"b\"";
	struct score_counts now_counts[] = {
		counts(formula, 32, 13, 6, 204),
		counts(quoted, 0, 0, 0, 0),
	};
	g_autoptr(GPtrArray) rows = rows_of(now_counts, 2);
	g_autofree char *csv = report_csv(rows);

	ck_assert_str_eq(csv,
	    "touchpoint,nps,margin,promoters,passives,detractors,answers,sent,"
	    "response_rate,change,change_margin,score_0,score_1,score_2,"
	    "score_3,score_4,score_5,score_6,score_7,score_8,score_9,"
	    "score_10\r\n"
	    "'=cmd|' /C calc'!A1,50.98039215686274,19.117472963254656,32,13,6,"
	    "51,204,0.25,,,0,0,6,0,0,0,0,13,0,32,0\r\n"
	    "\"a, \"\"b\"\"\",,,0,0,0,0,0,,,,0,0,0,0,0,0,0,0,0,0,0\r\n");
}
END_TEST

START_TEST(every_beginning_of_a_formula_is_neutralised)
{
	static const char beginnings[] = "=+-@\t\r";

	for (const char *c = beginnings; *c != '\0'; c++) {
		char name[] = { *c, '1', '\0' };
		struct score_counts one = counts(name, 1, 0, 0, 4);
		g_autoptr(GPtrArray) rows = rows_of(&one, 1);
		g_autofree char *csv = report_csv(rows);
		const char *line = strstr(csv, "\r\n") + 2;

		ck_assert(
		    line[0] == '\'' || (line[0] == '"' && line[1] == '\''));
	}
}
END_TEST

START_TEST(json_has_unrounded_numbers_and_nulls)
{
	struct score_counts now_counts[] = {
		counts(booking, 32, 13, 6, 204),
		counts(week, 0, 0, 0, 0),
	};
	struct score_counts before_counts[] = {
		counts(booking, 32, 13, 6, 204),
	};
	g_autoptr(GPtrArray) now = list(now_counts, 2);
	g_autoptr(GPtrArray) before = list(before_counts, 1);
	g_autoptr(GPtrArray) rows = report_rows(now, before, &everything);
	g_autofree char *text = report_json(rows);
	json_t *json = json_loads(text, 0, NULL);
	json_t *one = json_array_get(json, 0);
	json_t *none = json_array_get(json, 1);

	ck_assert_int_eq(json_array_size(json), 2);
	ck_assert_str_eq(json_string_value(json_object_get(one, "touchpoint")),
	    booking);
	ck_assert_double_eq_tol(json_real_value(json_object_get(one, "nps")),
	    2600.0 / 51.0, 1e-12);
	ck_assert_double_eq_tol(json_real_value(json_object_get(one, "margin")),
	    19.12, 0.005);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "promoters")),
	    32);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "passives")),
	    13);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "detractors")),
	    6);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "answers")),
	    51);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "sent")), 204);
	ck_assert_double_eq(json_real_value(
				json_object_get(one, "response_rate")),
	    0.25);
	ck_assert_double_eq(json_real_value(json_object_get(one, "change")),
	    0.0);
	ck_assert_int_eq(json_array_size(json_object_get(one, "distribution")),
	    11);
	ck_assert(json_is_null(json_object_get(none, "nps")));
	ck_assert(json_is_null(json_object_get(none, "margin")));
	ck_assert(json_is_null(json_object_get(none, "response_rate")));
	ck_assert(json_is_null(json_object_get(none, "change")));
	ck_assert_int_eq(json_integer_value(json_object_get(none, "answers")),
	    0);
	json_decref(json);
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

	tcase_add_test(tests, rows_carry_rate_and_change);
	tcase_add_test(tests,
	    chosen_touchpoints_come_in_their_order_even_without_counts);
	tcase_add_test(tests, the_total_is_of_all_answers_not_of_the_scores);
	tcase_add_test(tests, the_table_reads_as_it_should);
	tcase_add_test(tests, a_table_of_answers_from_elsewhere_has_no_rate);
	tcase_add_test(tests, one_touchpoint_has_no_row_over_all);
	tcase_add_test(tests, no_rows_are_a_heading_alone);
	tcase_add_test(tests,
	    the_table_fits_the_terminal_and_its_columns_line_up);
	tcase_add_test(tests, colours_are_escape_sequences_only_if_asked_for);
	tcase_add_test(tests, a_name_cannot_speak_to_the_terminal);
	tcase_add_test(tests, a_bar_is_full_and_shows_everybody);
	tcase_add_test(tests, csv_is_rfc_4180_and_starts_no_formula);
	tcase_add_test(tests, every_beginning_of_a_formula_is_neutralised);
	tcase_add_test(tests, json_has_unrounded_numbers_and_nulls);
	tcase_add_test(tests, text_is_wrapped_by_what_it_takes_on_the_screen);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
