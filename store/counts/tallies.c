/*
 * tallies.c - store_tallies of scores.h: counts by touchpoint, facet and
 * bucket, read from the roll-ups. What is not kept there is counted by
 * tallies_rows.c. Called by scores/ and cli/.
 */
#include "store/counts/tallies.h"

#include <string.h>

#include "store/counts/facets_internal.h"
#include "store/internal.h"

void
tally_row_free(struct tally_row *row)
{
	if (row == NULL)
		return;
	g_free(row->touchpoint);
	g_free(row->value);
	g_free(row);
}

static guint
row_hash(gconstpointer key)
{
	const struct tally_row *row = key;

	guint hash = g_str_hash(row->touchpoint) * 31 + g_str_hash(row->value);

	return hash * 31 + row->bucket;
}

static int
row_compare(const struct tally_row *a, const struct tally_row *b)
{
	int order = strcmp(a->touchpoint, b->touchpoint);

	if (order == 0)
		order = strcmp(a->value, b->value);
	if (order == 0)
		order = a->bucket < b->bucket ? -1 : a->bucket > b->bucket;
	return order;
}

static gboolean
row_equal(gconstpointer a, gconstpointer b)
{
	return row_compare(a, b) == 0;
}

struct tally *
tallies_at(struct tallies *tallies, const char *touchpoint, const char *value,
    guint bucket)
{
	const struct tally_row key = { .touchpoint = (char *)touchpoint,
		.value = (char *)value,
		.bucket = bucket };
	struct tally_row *row = g_hash_table_lookup(tallies->rows, &key);

	if (row == NULL) {
		row = g_new0(struct tally_row, 1);
		row->touchpoint = g_strdup(touchpoint);
		row->value = g_strdup(value);
		row->bucket = bucket;
		g_hash_table_add(tallies->rows, row);
	}
	return &row->tally;
}

static gboolean
is_empty(const struct tally *tally)
{
	static const struct tally none;

	return memcmp(tally, &none, sizeof(none)) == 0;
}

#define COLUMNS                                                                \
	"t.sent, t.answered, t.commented, t.s0, t.s1, t.s2, t.s3, t.s4, t.s5," \
	" t.s6, t.s7, t.s8, t.s9, t.s10"
#define WHERE "t.level = $1 AND t.span >= $2 AND t.span < $3"

static void
tally_of_rows(struct rows *rows, int first, struct tally *tally)
{
	tally->sent = rows_int(rows, first);
	tally->answered = rows_int(rows, first + 1);
	tally->commented = rows_int(rows, first + 2);
	for (int i = 0; i <= 10; i++)
		tally->n[i] = rows_int(rows, first + 3 + i);
}

/* What is of a facet is not of the rest. */
static gboolean
read_spans(struct db *db, struct tallies *tallies, guint bucket, int level,
    gint64 from, gint64 until, GError **error)
{
	g_autoptr(GError) failure = NULL;
	const char *by = tallies->by;
	gboolean has_rest = by == NULL || strcmp(by, "tag") != 0;

	if (has_rest && from < until) {
		g_autoptr(rows) rows = db_select(db, &failure,
		    "SELECT t.touchpoint, " COLUMNS " FROM tally t"
		    " WHERE t.facet = 0 AND " WHERE,
		    "iii", (gint64)level, from, until);

		while (rows != NULL && rows_next(rows, &failure)) {
			struct tally tally;

			tally_of_rows(rows, 1, &tally);
			tally_add(tallies_at(tallies, rows_text(rows, 0), "",
				      bucket),
			    &tally, 1);
		}
	}
	if (by != NULL && from < until && failure == NULL) {
		g_autoptr(rows) rows = db_select(db, &failure,
		    "SELECT t.touchpoint, f.value, " COLUMNS " FROM facet f"
		    " JOIN tally t ON t.facet = f.id WHERE f.name = $4"
		    " AND " WHERE,
		    "iiit", (gint64)level, from, until, by);

		while (rows != NULL && rows_next(rows, &failure)) {
			struct tally tally;

			tally_of_rows(rows, 2, &tally);
			tally_add(tallies_at(tallies, rows_text(rows, 0),
				      rows_text(rows, 1), bucket),
			    &tally, 1);
			if (has_rest)
				tally_add(tallies_at(tallies,
					      rows_text(rows, 0), "", bucket),
				    &tally, -1);
		}
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

/* Whole blocks in the midst, and the days before and behind them. */
static gboolean
read_bucket(struct db *db, struct tallies *tallies, guint bucket, gint32 from,
    gint32 until, GError **error)
{
	const gint64 length = G_GINT64_CONSTANT(1) << TALLY_LEVEL_BLOCKS;
	gint64 first = tally_span(from, TALLY_LEVEL_BLOCKS);
	gint64 last = tally_span(until, TALLY_LEVEL_BLOCKS);

	if (first * length < from)
		first++;
	if (first >= last)
		return read_spans(db, tallies, bucket, 0, from, until, error);
	return read_spans(db, tallies, bucket, 0, from, first * length,
		   error) &&
	    read_spans(db, tallies, bucket, TALLY_LEVEL_BLOCKS, first, last,
		error) &&
	    read_spans(db, tallies, bucket, 0, last * length, until, error);
}

static gint
by_row(gconstpointer a, gconstpointer b)
{
	return row_compare(*(const struct tally_row *const *)a,
	    *(const struct tally_row *const *)b);
}

/* Takes them out of the table. */
static GPtrArray *
sorted_rows(struct tallies *tallies)
{
	GPtrArray *sorted = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)tally_row_free);
	GHashTableIter iter;
	gpointer row;

	g_hash_table_iter_init(&iter, tallies->rows);
	while (g_hash_table_iter_next(&iter, &row, NULL)) {
		g_hash_table_iter_steal(&iter);
		if (is_empty(&((struct tally_row *)row)->tally))
			tally_row_free(row);
		else
			g_ptr_array_add(sorted, row);
	}
	g_ptr_array_sort(sorted, by_row);
	return sorted;
}

gboolean
store_is_kept(struct store *store, const char *by, gboolean *kept,
    GError **error)
{
	gint64 n = 0;

	*kept = facet_is_ours(by);
	if (*kept)
		return TRUE;
	if (!db_one(store->db, &n, 0, error,
		"SELECT count(*) FROM kept_attribute"
		" WHERE name = $1 AND attribute = $1",
		"t", by))
		return FALSE;
	*kept = n > 0;
	return TRUE;
}

GPtrArray *
store_tallies(struct store *store, const struct tally_query *query,
    GError **error)
{
	struct tallies tallies = { .by = query->by, .query = query };
	GPtrArray *found = NULL;
	gboolean kept = TRUE;
	gboolean ok;

	g_assert(query->n_edges >= 2);
	if (query->by != NULL &&
	    !store_is_kept(store, query->by, &kept, error))
		return NULL;
	tallies.rows = g_hash_table_new_full(row_hash, row_equal,
	    (GDestroyNotify)tally_row_free, NULL);
	ok = kept || tallies_from_rows(store->db, &tallies, error);
	for (guint i = 0; kept && ok && i + 1 < query->n_edges; i++)
		ok = read_bucket(store->db, &tallies, i, query->edges[i],
		    query->edges[i + 1], error);
	if (ok)
		found = sorted_rows(&tallies);
	g_hash_table_destroy(tallies.rows);
	return found;
}
