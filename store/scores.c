/*
 * scores.c - reading what was answered: counts from the roll-ups, and words.
 */
#include <string.h>

#include "store/internal.h"
#include "store/responses.h"

void
score_counts_free(struct score_counts *counts)
{
	if (counts == NULL)
		return;
	g_free(counts->touchpoint);
	g_free(counts);
}

void
said_free(struct said *said)
{
	if (said == NULL)
		return;
	g_free(said->touchpoint);
	g_free(said->comment);
	g_free(said->name);
	g_free(said);
}

/* TRUE if there was no failure; else it is handed on. */
static gboolean
take_failure(GError **failure, GError **error)
{
	if (*failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(failure));
	return FALSE;
}

static struct score_counts *
counts_of(GHashTable *by_name, const char *touchpoint)
{
	struct score_counts *counts = g_hash_table_lookup(by_name, touchpoint);

	if (counts == NULL) {
		counts = g_new0(struct score_counts, 1);
		counts->touchpoint = g_strdup(touchpoint);
		g_hash_table_insert(by_name, counts->touchpoint, counts);
	}
	return counts;
}

static gboolean
add_scores(struct db *db, GHashTable *by_name, gint32 from_day,
    gint32 until_day, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT touchpoint, score, sum(n) FROM score_rollup"
	    " WHERE day >= $1 AND day < $2 GROUP BY touchpoint, score"
	    " HAVING sum(n) <> 0",
	    "ii", (gint64)from_day, (gint64)until_day);

	while (rows != NULL && rows_next(rows, &failure)) {
		gint64 score = rows_int(rows, 1);

		g_assert(score >= 0 && score <= 10);
		counts_of(by_name, rows_text(rows, 0))->n[score] =
		    rows_int(rows, 2);
	}
	return take_failure(&failure, error);
}

static gboolean
add_sent(struct db *db, GHashTable *by_name, gint32 from_day, gint32 until_day,
    GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT touchpoint, sum(sent), sum(answered) FROM sent_rollup"
	    " WHERE day >= $1 AND day < $2 GROUP BY touchpoint",
	    "ii", (gint64)from_day, (gint64)until_day);

	while (rows != NULL && rows_next(rows, &failure)) {
		struct score_counts *counts = counts_of(by_name,
		    rows_text(rows, 0));

		counts->sent = rows_int(rows, 1);
		counts->answered = rows_int(rows, 2);
	}
	return take_failure(&failure, error);
}

static int
by_touchpoint(gconstpointer a, gconstpointer b)
{
	const struct score_counts *const *left = a;
	const struct score_counts *const *right = b;

	return strcmp((*left)->touchpoint, (*right)->touchpoint);
}

GPtrArray *
store_score_counts(struct store *store, gint32 from_day, gint32 until_day,
    GError **error)
{
	g_autoptr(GHashTable)
	    by_name = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *found = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)score_counts_free);
	GHashTableIter each;
	gpointer counts;
	gboolean ok = add_scores(store->db, by_name, from_day, until_day,
			  error) &&
	    add_sent(store->db, by_name, from_day, until_day, error);

	g_hash_table_iter_init(&each, by_name);
	while (g_hash_table_iter_next(&each, NULL, &counts))
		g_ptr_array_add(found, counts);
	if (!ok)
		g_clear_pointer(&found, g_ptr_array_unref);
	else
		g_ptr_array_sort(found, by_touchpoint);
	return found;
}

static gboolean
is_wanted(const char *const *touchpoints, const char *name)
{
	return touchpoints == NULL || g_strv_contains(touchpoints, name);
}

GPtrArray *
store_said(struct store *store, const char *const *touchpoints, gint32 from_day,
    gint32 until_day, guint limit, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GPtrArray)
	    found = g_ptr_array_new_with_free_func((GDestroyNotify)said_free);
	g_autoptr(rows) rows = db_select(store->db, &failure,
	    "SELECT r.touchpoint, r.score, r.comment, c.name, r.answered_at"
	    " FROM response r LEFT JOIN contact c ON c.id = r.contact_id"
	    " WHERE r.day >= $1 AND r.day < $2 AND r.comment IS NOT NULL"
	    " AND NOT EXISTS (SELECT 1 FROM response n"
	    "  WHERE n.supersedes = r.id)"
	    " ORDER BY r.score, r.answered_at DESC, r.id DESC",
	    "ii", (gint64)from_day, (gint64)until_day);

	while (
	    rows != NULL && found->len < limit && rows_next(rows, &failure)) {
		struct said *said;

		if (!is_wanted(touchpoints, rows_text(rows, 0)))
			continue;
		said = g_new0(struct said, 1);
		said->touchpoint = rows_dup(rows, 0);
		said->score = (int)rows_int(rows, 1);
		said->comment = rows_dup(rows, 2);
		said->name = rows_dup(rows, 3);
		said->answered_at = rows_int(rows, 4);
		g_ptr_array_add(found, said);
	}
	if (!take_failure(&failure, error))
		return NULL;
	return g_steal_pointer(&found);
}
