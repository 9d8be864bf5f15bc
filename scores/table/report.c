/*
 * report.c - from groups of answers to rows, and which of their changes are
 * real. Knows no store and no output format. Called by report_gather.c.
 */
#include "scores/table/report.h"

#include <string.h>

#include "scores/figures/significance.h"

void
report_row_free(struct report_row *row)
{
	if (row == NULL)
		return;
	g_free(row->touchpoint);
	g_free(row->group);
	g_free(row);
}

void
report_free(struct report *report)
{
	if (report == NULL)
		return;
	g_free(report->by);
	g_clear_pointer(&report->rows, g_ptr_array_unref);
	report_row_free(report->total);
	g_free(report);
}

gboolean
report_comment_rate(const struct report_row *row, double *rate)
{
	*rate = row->nps.known ?
	    (double)row->commented / (double)row->nps.answers :
	    0.0;
	return row->nps.known;
}

const char *
report_band(const struct scoring *scoring, const struct nps *nps)
{
	const char *name = NULL;

	if (!nps->enough)
		return NULL;
	for (const struct score_band *band = scoring->bands; band->name != NULL;
	     band++)
		if (nps->score >= band->from)
			name = band->name;
	return name;
}

struct report_row *
report_row_new(const struct group *group, const struct scoring *scoring)
{
	struct report_row *row = g_new0(struct report_row, 1);
	struct nps before = nps_of(group->before.n);

	row->rest = group->rest;
	memcpy(row->n, group->now.n, sizeof(row->n));
	row->nps = nps_of(row->n);
	row->change = nps_compare(&before, &row->nps);
	row->band = report_band(scoring, &row->nps);
	row->commented = group->now.commented;
	row->sent = group->now.sent;
	row->answered = group->now.answered;
	row->has_rate = row->sent > 0;
	if (row->has_rate)
		row->response_rate = (double)row->answered / (double)row->sent;
	return row;
}

/* One row that is all there is says what its total says. */
static gboolean
is_total(const GPtrArray *rows, const struct report_row *total)
{
	const struct report_row *row;

	if (rows->len != 1)
		return FALSE;
	row = g_ptr_array_index(rows, 0);
	return row->change.points == total->change.points &&
	    row->change.margin == total->change.margin;
}

void
report_judge(GPtrArray *rows, struct report_row *total)
{
	g_autoptr(GPtrArray) family = g_ptr_array_new();
	gboolean alone = total != NULL && is_total(rows, total);

	for (guint i = 0; i < rows->len; i++) {
		struct report_row *row = g_ptr_array_index(rows, i);

		g_ptr_array_add(family, &row->change);
	}
	if (total != NULL && !alone)
		g_ptr_array_add(family, &total->change);
	significance_judge((struct nps_change **)family->pdata, family->len);
	if (alone)
		total->change.real =
		    ((struct nps_change *)family->pdata[0])->real;
}
