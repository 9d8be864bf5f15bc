/*
 * report_data.c - the rows of a report for other programs: CSV and JSON.
 * Called by cli/ through report.h.
 */
#include <jansson.h>

#include "scores/cells.h"
#include "scores/report.h"

char *
report_csv(const GPtrArray *rows)
{
	GString *out = g_string_new(
	    "touchpoint,nps,margin,promoters,passives,"
	    "detractors,answers,sent,response_rate,change,change_margin");

	for (int score = 0; score < NPS_SCORES; score++)
		g_string_append_printf(out, ",score_%d", score);
	g_string_append(out, "\r\n");
	for (guint i = 0; i < rows->len; i++) {
		const struct report_row *row = g_ptr_array_index(rows, i);

		cells_append_text(out, row->touchpoint);
		cells_append_known(out, row->nps.known, row->nps.score);
		cells_append_known(out, row->nps.known, row->nps.margin);
		cells_append_count(out, row->nps.promoters);
		cells_append_count(out, row->nps.passives);
		cells_append_count(out, row->nps.detractors);
		cells_append_count(out, row->nps.answers);
		cells_append_count(out, row->sent);
		cells_append_known(out, row->has_rate, row->response_rate);
		cells_append_known(out, row->change.known, row->change.points);
		cells_append_known(out, row->change.known, row->change.margin);
		for (int score = 0; score < NPS_SCORES; score++)
			cells_append_count(out, row->n[score]);
		g_string_append(out, "\r\n");
	}
	return g_string_free(out, FALSE);
}

static json_t *
number_or_null(gboolean known, double number)
{
	return known ? json_real(number) : json_null();
}

static json_t *
row_json(const struct report_row *row)
{
	g_autofree char *name = g_utf8_make_valid(row->touchpoint, -1);
	json_t *distribution = json_array();

	for (int score = 0; score < NPS_SCORES; score++)
		json_array_append_new(distribution,
		    json_integer(row->n[score]));
	return json_pack("{s:s, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:o, s:o, "
			 "s:o, s:o}",
	    "touchpoint", name, "nps",
	    number_or_null(row->nps.known, row->nps.score), "margin",
	    number_or_null(row->nps.known, row->nps.margin), "promoters",
	    (json_int_t)row->nps.promoters, "passives",
	    (json_int_t)row->nps.passives, "detractors",
	    (json_int_t)row->nps.detractors, "answers",
	    (json_int_t)row->nps.answers, "sent", (json_int_t)row->sent,
	    "response_rate", number_or_null(row->has_rate, row->response_rate),
	    "change", number_or_null(row->change.known, row->change.points),
	    "change_margin",
	    number_or_null(row->change.known, row->change.margin),
	    "distribution", distribution);
}

char *
report_json(const GPtrArray *rows)
{
	json_t *list = json_array();
	char *report;
	char *text;

	for (guint i = 0; i < rows->len; i++)
		json_array_append_new(list,
		    row_json(g_ptr_array_index(rows, i)));
	text = json_dumps(list, JSON_INDENT(2));
	json_decref(list);
	g_assert(text != NULL);
	report = g_strconcat(text, "\n", NULL);
	free(text);
	return report;
}
