/*
 * report_data.c - the rows of a report for other programs: CSV, JSON, NDJSON.
 * Called by cli/ through report.h.
 */
#include <jansson.h>

#include "scores/table/cells.h"
#include "scores/table/members.h"
#include "scores/table/report.h"

static void
append_flag(GString *out, gboolean known, gboolean flag)
{
	g_string_append(out, !known ? "," : flag ? ",yes" : ",no");
}

static void
append_row(GString *out, const struct report_row *row)
{
	const struct nps *nps = &row->nps;
	double comment_rate;
	gboolean has_comment_rate = report_comment_rate(row, &comment_rate);

	cells_append_text(out,
	    row->touchpoint != NULL ? row->touchpoint : row->group);
	cells_append_known(out, nps->known, nps->score);
	cells_append_known(out, nps->enough, nps->margin);
	cells_append_count(out, nps->promoters);
	cells_append_count(out, nps->passives);
	cells_append_count(out, nps->detractors);
	cells_append_count(out, nps->answers);
	cells_append_count(out, row->sent);
	cells_append_known(out, row->has_rate, row->response_rate);
	cells_append_known(out, row->change.tested, row->change.points);
	cells_append_known(out, row->change.tested, row->change.margin);
	for (int score = 0; score < NPS_SCORES; score++)
		cells_append_count(out, row->n[score]);
	append_flag(out, row->change.tested, row->change.real);
	cells_append_known(out, nps->known, nps->mean);
	cells_append_known(out, nps->known, nps->interval_low);
	cells_append_known(out, nps->known, nps->interval_high);
	g_string_append_c(out, ',');
	if (row->band != NULL)
		cells_append_text(out, row->band);
	cells_append_count(out, row->commented);
	cells_append_known(out, has_comment_rate, comment_rate);
	cells_append_known(out, row->has_heard, (double)row->heard);
	cells_append_known(out, row->has_heard, row->heard_share);
	g_string_append(out, "\r\n");
}

char *
report_csv(const struct report *report)
{
	GString *out = g_string_new(NULL);

	cells_append_text(out, report->by);
	g_string_append(out,
	    ",nps,margin,promoters,passives,detractors,answers,sent,"
	    "response_rate,change,change_margin");
	for (int score = 0; score < NPS_SCORES; score++)
		g_string_append_printf(out, ",score_%d", score);
	g_string_append(out,
	    ",change_real,mean,interval_low,interval_high,band,commented,"
	    "comment_rate,heard,heard_share\r\n");
	for (guint i = 0; i < report->rows->len; i++)
		append_row(out, report->rows->pdata[i]);
	return g_string_free(out, FALSE);
}

static void
set_change(json_t *object, const struct nps_change *change)
{
	member_number(object, "change", change->tested, change->points);
	member_number(object, "change_margin", change->tested, change->margin);
	json_object_set_new(object, "change_real",
	    change->tested ? json_boolean(change->real) : json_null());
}

static json_t *
row_json(const struct report *report, const struct report_row *row)
{
	json_t *object = json_object();
	json_t *distribution = json_array();
	const struct nps *nps = &row->nps;
	double comment_rate;
	gboolean has_comment_rate = report_comment_rate(row, &comment_rate);

	for (int score = 0; score < NPS_SCORES; score++)
		json_array_append_new(distribution,
		    json_integer((json_int_t)row->n[score]));
	if (row->touchpoint != NULL) {
		member_text(object, "touchpoint", row->touchpoint);
	} else {
		member_text(object, "by", report->by);
		member_text(object, "group", row->rest ? NULL : row->group);
	}
	member_number(object, "nps", nps->known, nps->score);
	member_number(object, "margin", nps->enough, nps->margin);
	member_number(object, "interval_low", nps->known, nps->interval_low);
	member_number(object, "interval_high", nps->known, nps->interval_high);
	member_text(object, "band", row->band);
	member_number(object, "mean", nps->known, nps->mean);
	member_count(object, "promoters", nps->promoters);
	member_count(object, "passives", nps->passives);
	member_count(object, "detractors", nps->detractors);
	member_count(object, "answers", nps->answers);
	member_count(object, "commented", row->commented);
	member_number(object, "comment_rate", has_comment_rate, comment_rate);
	member_count(object, "sent", row->sent);
	member_number(object, "response_rate", row->has_rate,
	    row->response_rate);
	json_object_set_new(object, "heard",
	    row->has_heard ? json_integer((json_int_t)row->heard) :
			     json_null());
	member_number(object, "heard_share", row->has_heard, row->heard_share);
	set_change(object, &row->change);
	json_object_set_new(object, "distribution", distribution);
	return object;
}

static json_t *
report_list(const struct report *report)
{
	json_t *list = json_array();
	json_t *hidden;

	for (guint i = 0; i < report->rows->len; i++)
		json_array_append_new(list,
		    row_json(report, report->rows->pdata[i]));
	if (report->hidden == 0)
		return list;
	hidden = json_object();
	member_text(hidden, "by", report->by);
	member_count(hidden, "groups_not_shown", report->hidden);
	member_count(hidden, "min_answers", report->min_answers);
	json_array_append_new(list, hidden);
	return list;
}

char *
report_json(const struct report *report)
{
	json_t *list = report_list(report);
	char *text = cells_json(list, FALSE);

	json_decref(list);
	return text;
}

char *
report_ndjson(const struct report *report)
{
	json_t *list = report_list(report);
	char *text = cells_json(list, TRUE);

	json_decref(list);
	return text;
}
