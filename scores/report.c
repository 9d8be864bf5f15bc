/*
 * report.c - from the counts of two periods to rows, one a touchpoint. Knows
 * no store and no output format. Called by cli/ and by digest.c.
 */
#include "scores/report.h"

#include <string.h>

#include "scores/significance.h"

void
report_row_free(struct report_row *row)
{
	if (row == NULL)
		return;
	g_free(row->touchpoint);
	g_free(row);
}

static const struct score_counts *
counts_of(const GPtrArray *counts, const char *touchpoint)
{
	for (guint i = 0; counts != NULL && i < counts->len; i++) {
		const struct score_counts *one = g_ptr_array_index(counts, i);

		if (g_str_equal(one->touchpoint, touchpoint))
			return one;
	}
	return NULL;
}

static const struct report_row *
row_of(const GPtrArray *rows, const char *touchpoint)
{
	for (guint i = 0; i < rows->len; i++) {
		const struct report_row *row = g_ptr_array_index(rows, i);

		if (g_str_equal(row->touchpoint, touchpoint))
			return row;
	}
	return NULL;
}

/* Fills what follows from n, sent and answered. */
static void
row_finish(struct report_row *row, const gint64 before[NPS_SCORES])
{
	struct nps nps_before = nps_of(before);

	row->nps = nps_of(row->n);
	row->change = nps_compare(&nps_before, &row->nps);
	row->has_rate = row->sent > 0;
	if (row->has_rate)
		row->response_rate = (double)row->answered / (double)row->sent;
}

static void
add_row(GPtrArray *rows, const char *touchpoint, const GPtrArray *now,
    const GPtrArray *before)
{
	static const gint64 none[NPS_SCORES];
	const struct score_counts *counts = counts_of(now, touchpoint);
	const struct score_counts *earlier = counts_of(before, touchpoint);
	struct report_row *row;

	if (row_of(rows, touchpoint) != NULL)
		return;
	row = g_new0(struct report_row, 1);
	row->touchpoint = g_strdup(touchpoint);
	if (counts != NULL) {
		memcpy(row->n, counts->n, sizeof(row->n));
		row->sent = counts->sent;
		row->answered = counts->answered;
	}
	row_finish(row, earlier != NULL ? earlier->n : none);
	g_ptr_array_add(rows, row);
}

GPtrArray *
report_rows(const GPtrArray *now, const GPtrArray *before,
    const struct report_choice *choice)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)report_row_free);

	for (const char *const *name = choice->touchpoints;
	     name != NULL && *name != NULL; name++)
		add_row(rows, *name, now, before);
	for (guint i = 0; choice->others && i < now->len; i++) {
		const struct score_counts *counts = g_ptr_array_index(now, i);

		add_row(rows, counts->touchpoint, now, before);
	}
	return rows;
}

struct report_row *
report_total(const GPtrArray *rows, const GPtrArray *before)
{
	struct report_row *total = g_new0(struct report_row, 1);
	gint64 n_before[NPS_SCORES] = { 0 };

	for (guint i = 0; i < rows->len; i++) {
		const struct report_row *row = g_ptr_array_index(rows, i);
		const struct score_counts *earlier = counts_of(before,
		    row->touchpoint);

		for (int score = 0; score < NPS_SCORES; score++) {
			total->n[score] += row->n[score];
			if (earlier != NULL)
				n_before[score] += earlier->n[score];
		}
		total->sent += row->sent;
		total->answered += row->answered;
	}
	row_finish(total, n_before);
	return total;
}

void
report_judge(GPtrArray *rows, struct report_row *total)
{
	g_autoptr(GPtrArray) family = g_ptr_array_new();

	for (guint i = 0; i < rows->len; i++) {
		struct report_row *row = g_ptr_array_index(rows, i);

		g_ptr_array_add(family, &row->change);
	}
	/* One row and its total are the same. */
	if (total != NULL && rows->len != 1)
		g_ptr_array_add(family, &total->change);
	significance_judge((struct nps_change **)family->pdata, family->len);
	if (total != NULL && rows->len == 1)
		total->change.real =
		    ((struct nps_change *)family->pdata[0])->real;
}
