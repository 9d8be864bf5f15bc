/*
 * score_counts.c - store_score_counts of responses.h: counts per touchpoint
 * alone, over one period. Called where nothing is asked by facets.
 */
#include <string.h>

#include "store/responses.h"

void
score_counts_free(struct score_counts *counts)
{
	if (counts == NULL)
		return;
	g_free(counts->touchpoint);
	g_free(counts);
}

GPtrArray *
store_score_counts(struct store *store, gint32 from_day, gint32 until_day,
    GError **error)
{
	const gint32 edges[] = { from_day, until_day };
	const struct tally_query query = { .edges = edges,
		.n_edges = G_N_ELEMENTS(edges) };
	g_autoptr(GPtrArray) rows = store_tallies(store, &query, error);
	GPtrArray *found;

	if (rows == NULL)
		return NULL;
	found = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)score_counts_free);
	for (guint i = 0; i < rows->len; i++) {
		const struct tally_row *row = rows->pdata[i];
		struct score_counts *one = g_new0(struct score_counts, 1);

		one->touchpoint = g_strdup(row->touchpoint);
		memcpy(one->n, row->tally.n, sizeof(one->n));
		one->sent = row->tally.sent;
		one->answered = row->tally.answered;
		g_ptr_array_add(found, one);
	}
	return found;
}
