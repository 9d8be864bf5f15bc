/*
 * test_overview.c - into which pieces a trend is cut, and an overview as data:
 * the same rows as JSON, NDJSON and CSV.
 */
#include "scores/page/overview_data.h"
#include "tests/unit/overview_sample.h"
#include "tests/unit/unit.h"

#include <gio/gio.h>
#include <jansson.h>
#include <string.h>

#include "base/csv.h"
#include "scores/page/overview_internal.h"

static struct sample sample;

static void
begin(void)
{
	sample_begin(&sample, "en");
}

static void
end(void)
{
	sample_end(&sample);
}

static void
check_edges(const GArray *edges, gint32 first, gint32 last)
{
	ck_assert_uint_ge(edges->len, 2);
	ck_assert_uint_le(edges->len, OVERVIEW_TREND_MAX + 1);
	ck_assert_int_eq(g_array_index(edges, gint32, 0), first);
	ck_assert_int_eq(g_array_index(edges, gint32, edges->len - 1), last);
	for (guint i = 1; i < edges->len; i++)
		ck_assert_int_lt(g_array_index(edges, gint32, i - 1),
		    g_array_index(edges, gint32, i));
}

START_TEST(a_short_period_has_thirteen_weeks_of_trend)
{
	for (int days = 1; days <= 91; days++) {
		gboolean by_month = TRUE;
		g_autoptr(GArray) edges = overview_trend_edges(20000 - days,
		    20000, &by_month);

		ck_assert(!by_month);
		ck_assert_uint_eq(edges->len, 14);
		check_edges(edges, 20000 - 91, 20000);
	}
}
END_TEST

START_TEST(a_trend_never_has_more_than_36_pieces)
{
	for (int days = 92; days < 200000; days += 1 + days / 7) {
		gboolean by_month;
		g_autoptr(GArray) edges = overview_trend_edges(20000 - days,
		    20000, &by_month);

		ck_assert_int_eq(by_month, days > 36 * 7);
		check_edges(edges,
		    by_month ? 20000 - days : 20000 - (days + 6) / 7 * 7,
		    20000);
	}
}
END_TEST

START_TEST(a_year_is_cut_at_its_months)
{
	gboolean by_month;
	/* 2025 */
	g_autoptr(GArray) edges = overview_trend_edges(20089, 20454, &by_month);

	ck_assert(by_month);
	ck_assert_uint_eq(edges->len, 13);
	ck_assert_int_eq(g_array_index(edges, gint32, 1), 20089 + 31);
	ck_assert_int_eq(g_array_index(edges, gint32, 2), 20089 + 31 + 28);
}
END_TEST

static json_t *
sections(void)
{
	g_autofree char *text = overview_json(sample.overview);
	json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	ck_assert_ptr_nonnull(object);
	return object;
}

/* object.section[i].key */
static json_t *
value_at(json_t *object, const char *section, gsize i, const char *key)
{
	json_t *row = json_array_get(json_object_get(object, section), i);

	ck_assert_msg(row != NULL, "%s has no row %zu", section, i);
	ck_assert_msg(json_object_get(row, key) != NULL, "%s has no %s",
	    section, key);
	return json_object_get(row, key);
}

START_TEST(all_of_it_is_in_the_json)
{
	json_t *object;

	sample_fill(&sample);
	object = sections();
	ck_assert_double_eq_tol(json_real_value(
				    value_at(object, "total", 0, "nps")),
	    68, 1e-9);
	ck_assert_uint_eq(json_array_size(
			      json_object_get(object, "touchpoint")),
	    4);
	ck_assert_uint_eq(json_array_size(json_object_get(object, "trend")),
	    13);
	ck_assert_str_eq(json_string_value(
			     value_at(object, "report", 0, "since")),
	    "2026-07-01");
	ck_assert_str_eq(json_string_value(
			     value_at(object, "report", 0, "until")),
	    "2026-09-30");
	ck_assert_int_eq(json_integer_value(
			     value_at(object, "cases", 0, "overdue")),
	    1);
	ck_assert_double_eq_tol(json_real_value(
				    value_at(object, "base", 2, "value")),
	    96500, 1e-9);
	ck_assert_str_eq(json_string_value(
			     value_at(object, "comment", 0, "comment")),
	    "Waited two hours.");
	ck_assert_int_eq(json_integer_value(
			     value_at(object, "fell", 0, "score_before")),
	    9);
	json_decref(object);
}
END_TEST

START_TEST(too_few_to_tell_is_null)
{
	json_t *object;

	sample_fill(&sample);
	object = sections();
	ck_assert(json_is_null(value_at(object, "touchpoint", 2, "margin")));
	ck_assert(json_is_real(value_at(object, "touchpoint", 2, "nps")));
	ck_assert(json_is_null(value_at(object, "touchpoint", 3, "nps")));
	ck_assert(json_is_null(value_at(object, "trend", 4, "nps")));
	ck_assert(json_is_null(value_at(object, "group", 1, "group")));
	json_decref(object);
}
END_TEST

START_TEST(addresses_are_not_in_the_data)
{
	g_autofree char *json = NULL, *csv = NULL;

	sample_fill(&sample);
	json = overview_json(sample.overview);
	csv = overview_csv(sample.overview);
	ck_assert_ptr_nonnull(strstr(json, "Aino"));
	ck_assert_ptr_null(strchr(json, '@'));
	ck_assert_ptr_null(strchr(csv, '@'));
}
END_TEST

START_TEST(ndjson_has_the_rows_of_json)
{
	json_t *object;
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	const char *section;
	json_t *list, *row;
	gsize i, n = 0;

	sample_fill(&sample);
	object = sections();
	text = overview_ndjson(sample.overview);
	lines = g_strsplit(text, "\n", -1);
	json_object_foreach(object, section, list)
	{
		json_array_foreach(list, i, row)
		{
			json_t *line = json_loads(lines[n++], 0, NULL);

			ck_assert_str_eq(json_string_value(
					     json_object_get(line, "section")),
			    section);
			json_object_del(line, "section");
			ck_assert(json_equal(line, row));
			json_decref(line);
		}
	}
	ck_assert_str_eq(lines[n], "");
	json_decref(object);
}
END_TEST

/* The cells of all rows, the header first. */
static GPtrArray *
cells_of(const char *text)
{
	g_autoptr(GInputStream)
	    stream = g_memory_input_stream_new_from_data(text,
		(gssize)strlen(text), NULL);
	g_autoptr(csv) csv = csv_new(stream, ',');
	GPtrArray *rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)g_strfreev);
	struct csv_row row;

	while (csv_next(csv, &row, NULL) == CSV_ROW)
		g_ptr_array_add(rows, g_strdupv((char **)row.fields));
	return rows;
}

static guint
column(const GPtrArray *rows, const char *name)
{
	char **header = g_ptr_array_index(rows, 0);

	for (guint i = 0; header[i] != NULL; i++) {
		if (g_str_equal(header[i], name))
			return i;
	}
	ck_abort_msg("there is no column %s", name);
}

START_TEST(csv_has_the_rows_of_json)
{
	json_t *object;
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) rows = NULL;
	const char *section;
	json_t *list, *row;
	gsize i;
	guint n = 1;

	sample_fill(&sample);
	object = sections();
	text = overview_csv(sample.overview);
	rows = cells_of(text);
	json_object_foreach(object, section, list)
	{
		json_array_foreach(list, i, row)
		{
			char **cells = g_ptr_array_index(rows, n++);
			json_t *answers = json_object_get(row, "answers");
			json_t *nps = json_object_get(row, "nps");
			const char *cell = cells[column(rows, "nps")];

			ck_assert_str_eq(cells[0], section);
			if (answers != NULL)
				ck_assert_int_eq((int)json_integer_value(
						     answers),
				    g_ascii_strtoll(cells[column(rows,
							"answers")],
					NULL, 10));
			if (json_is_real(nps))
				ck_assert_double_eq(json_real_value(nps),
				    g_ascii_strtod(cell, NULL));
			else
				ck_assert_str_eq(cell, "");
		}
	}
	ck_assert_uint_eq(rows->len, n);
	json_decref(object);
}
END_TEST

START_TEST(the_columns_of_csv_are_always_the_same)
{
	g_autofree char *empty = overview_csv(sample.overview);
	g_autofree char *full = NULL;
	g_autofree char *one = NULL, *other = NULL;

	sample_fill(&sample);
	full = overview_csv(sample.overview);
	one = g_strndup(empty, strcspn(empty, "\r\n"));
	other = g_strndup(full, strcspn(full, "\r\n"));
	ck_assert_str_eq(one, other);
	ck_assert_ptr_nonnull(strstr(one, ",score_0,score_1,"));
}
END_TEST

START_TEST(no_cell_begins_a_formula)
{
	static const char *const formulas[] = { "=cmd|' /C calc'!A0", "+1+1",
		"-2+3", "@SUM(A1)", "\t=1", "\r=1" };
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) rows = NULL;
	struct report *facet;

	sample_fill(&sample);
	facet = sample_facet(&sample, "event.note");
	for (gsize i = 0; i < G_N_ELEMENTS(formulas); i++) {
		sample_say(&sample, 5, formulas[i], formulas[i]);
		sample_add(&sample, facet, NULL, formulas[i],
		    sample_tally(40, 10, 10), sample_tally(0, 0, 0));
	}
	text = overview_csv(sample.overview);
	rows = cells_of(text);
	for (guint i = 1; i < rows->len; i++) {
		for (char **cell = g_ptr_array_index(rows, i); *cell != NULL;
		     cell++) {
			char *rest;

			if (**cell == '\0' ||
			    strchr("=+-@\t\r", **cell) == NULL)
				continue;
			g_ascii_strtod(*cell, &rest);
			ck_assert_msg(**cell == '-' && *rest == '\0', "\"%s\"",
			    *cell);
		}
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("overview");
	TCase *tcase = tcase_create("overview");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_short_period_has_thirteen_weeks_of_trend);
	tcase_add_test(tcase, a_trend_never_has_more_than_36_pieces);
	tcase_add_test(tcase, a_year_is_cut_at_its_months);
	tcase_add_test(tcase, all_of_it_is_in_the_json);
	tcase_add_test(tcase, too_few_to_tell_is_null);
	tcase_add_test(tcase, addresses_are_not_in_the_data);
	tcase_add_test(tcase, ndjson_has_the_rows_of_json);
	tcase_add_test(tcase, csv_has_the_rows_of_json);
	tcase_add_test(tcase, the_columns_of_csv_are_always_the_same);
	tcase_add_test(tcase, no_cell_begins_a_formula);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
