/*
 * reasons.c - see reasons.h. Called by status.c.
 *
 * A reason is a sentence for one person, with dates. Here those that have as
 * much in common as the groups of a plan count as one.
 */
#include "cli/reasons.h"

#include <stdio.h>

#include "cli/fold.h"
#include "cli/reason_kind.h"
#include "store/health.h"

#define REASONS_MAX 12
#define COUNT_COLUMNS 26 /* "  cancelled         1234   " */

/* The counts of one state and one common reason, summed up. */
static GPtrArray *
group(const GPtrArray *reasons)
{
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);
	GPtrArray *groups = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)reason_count_free);

	for (guint i = 0; i < reasons->len; i++) {
		const struct reason_count *one = reasons->pdata[i];
		char *common = reason_kind(one->reason);
		char *key = g_strdup_printf("%s %s", one->state, common);
		struct reason_count *sum = g_hash_table_lookup(by_key, key);

		if (sum != NULL) {
			g_free(common);
			g_free(key);
		} else {
			sum = g_new0(struct reason_count, 1);
			sum->state = g_strdup(one->state);
			sum->reason = common;
			g_ptr_array_add(groups, sum);
			g_hash_table_insert(by_key, key, sum);
		}
		sum->n += one->n;
	}
	return groups;
}

/* Those of one size in the order of their states and words. */
static gint
compare(gconstpointer one, gconstpointer other)
{
	const struct reason_count *a = *(struct reason_count *const *)one;
	const struct reason_count *b = *(struct reason_count *const *)other;
	gint order = g_strcmp0(a->state, b->state);

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return order != 0 ? order : g_strcmp0(a->reason, b->reason);
}

gboolean
reasons_print(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) reasons = store_reasons(store, error);
	g_autoptr(GPtrArray) groups = NULL;
	g_autoptr(GString) page = g_string_new(NULL);

	if (reasons == NULL)
		return FALSE;
	groups = group(reasons);
	g_ptr_array_sort(groups, compare);
	if (groups->len > 0)
		g_string_append(page, "\nWhy\n");
	for (guint i = 0; i < MIN(groups->len, REASONS_MAX); i++) {
		const struct reason_count *each = groups->pdata[i];

		g_string_append_printf(page, "  %-12s %8" G_GINT64_FORMAT "   ",
		    each->state, each->n);
		fold_append(page, each->reason, COUNT_COLUMNS, COUNT_COLUMNS);
	}
	if (groups->len > REASONS_MAX)
		g_string_append_printf(page, "  and %u more\n",
		    groups->len - REASONS_MAX);
	fputs(page->str, stdout);
	return TRUE;
}
