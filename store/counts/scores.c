/*
 * scores.c - reading what was answered, beside the counts (tallies.c) and the
 * words (said.c): the base, shifts from one touchpoint to another, who fell.
 */
#include "store/counts/scores.h"

#include <string.h>

#include "store/internal.h"
#include "store/counts/tally.h"

/* TRUE if there was no failure; else it is handed on. */
static gboolean
take_failure(GError **failure, GError **error)
{
	if (*failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(failure));
	return FALSE;
}

void
base_row_free(struct base_row *row)
{
	if (row == NULL)
		return;
	g_free(row->touchpoint);
	g_free(row->band);
	g_free(row);
}

static struct base_row *
base_row_new(const char *touchpoint, const char *band)
{
	struct base_row *row = g_new0(struct base_row, 1);

	row->touchpoint = g_strdup(touchpoint);
	row->band = g_strdup(band);
	return row;
}

static gint
by_touchpoint_and_band(gconstpointer a, gconstpointer b)
{
	const struct base_row *left = *(const struct base_row *const *)a;
	const struct base_row *right = *(const struct base_row *const *)b;
	int order = strcmp(left->touchpoint, right->touchpoint);

	return order != 0 ? order : strcmp(left->band, right->band);
}

/* Who has not answered in those days, whatever was said before, is silent. */
static void
add_band(GPtrArray *found, struct base_row *silent, struct rows *rows)
{
	struct base_row *row = base_row_new("", rows_text(rows, 0));

	silent->contacts += rows_int(rows, 1);
	silent->valued += rows_int(rows, 2);
	silent->value_micro += rows_int(rows, 3);
	if (strcmp(row->band, silent->band) != 0) {
		row->contacts = rows_int(rows, 4);
		row->valued = rows_int(rows, 5);
		row->value_micro = rows_int(rows, 6);
		silent->contacts -= row->contacts;
		silent->valued -= row->valued;
		silent->value_micro -= row->value_micro;
	}
	if (row->contacts != 0)
		g_ptr_array_add(found, row);
	else
		base_row_free(row);
}

#define ALL_OF(column)                                                        \
	"CAST(sum(" column ") AS @i64@)"
#define THEN_OF(column)                                                        \
	"CAST(sum(CASE WHEN day >= $1 AND day < $2 THEN " column               \
	" ELSE 0 END) AS @i64@)"

static gboolean
read_anywhere(struct db *db, GPtrArray *found, gint64 since_day,
    gint64 until_day, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT band, " ALL_OF("contacts") ", " ALL_OF("valued") ","
	    " " ALL_OF("value_micro") ", " THEN_OF("contacts") ","
	    " " THEN_OF("valued") ", " THEN_OF("value_micro")
	    " FROM base_tally WHERE touchpoint = '' GROUP BY band",
	    "ii", since_day, until_day);
	struct base_row *silent = base_row_new("", "none");

	while (rows != NULL && rows_next(rows, &failure))
		add_band(found, silent, rows);
	if (silent->contacts != 0)
		g_ptr_array_add(found, silent);
	else
		base_row_free(silent);
	return take_failure(&failure, error);
}

/*
 * From one touchpoint to the next, so that the other days of each are passed
 * over: a few milliseconds, where to group them all would take twenty.
 */
static gboolean
read_places(struct db *db, GPtrArray *found, gint64 since_day,
    gint64 until_day, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "WITH RECURSIVE place (name) AS (SELECT min(touchpoint)"
	    "  FROM base_tally WHERE touchpoint > ''"
	    " UNION ALL SELECT (SELECT min(t.touchpoint) FROM base_tally t"
	    "  WHERE t.touchpoint > place.name) FROM place"
	    "  WHERE place.name IS NOT NULL)"
	    " SELECT name, (SELECT CAST(sum(contacts) AS @i64@)"
	    "  FROM base_tally b WHERE b.touchpoint = place.name"
	    "  AND b.band = '' AND b.day >= $1 AND b.day < $2)"
	    " FROM place WHERE name IS NOT NULL",
	    "ii", since_day, until_day);

	while (rows != NULL && rows_next(rows, &failure)) {
		struct base_row *row;

		if (rows_int(rows, 1) == 0)
			continue;
		row = base_row_new(rows_text(rows, 0), "");
		row->contacts = rows_int(rows, 1);
		g_ptr_array_add(found, row);
	}
	return take_failure(&failure, error);
}

GPtrArray *
store_base(struct store *store, gint32 since_day, gint32 until_day,
    gint64 *contacts, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)base_row_free);

	*contacts = 0;
	if (!read_anywhere(store->db, found, since_day, until_day, error))
		return NULL;
	for (guint i = 0; i < found->len; i++)
		*contacts += ((struct base_row *)found->pdata[i])->contacts;
	if (!read_places(store->db, found, since_day, until_day, error))
		return NULL;
	g_ptr_array_sort(found, by_touchpoint_and_band);
	return g_steal_pointer(&found);
}

void
shift_row_free(struct shift_row *row)
{
	if (row == NULL)
		return;
	g_free(row->from);
	g_free(row->to);
	g_free(row);
}

static gpointer
shift_of_rows(struct rows *rows)
{
	struct shift_row *row = g_new0(struct shift_row, 1);

	row->from = rows_dup(rows, 0);
	row->to = rows_dup(rows, 1);
	row->n = rows_int(rows, 2);
	row->from_promoters = rows_int(rows, 3);
	row->from_detractors = rows_int(rows, 4);
	row->to_promoters = rows_int(rows, 5);
	row->to_detractors = rows_int(rows, 6);
	row->fell_band = rows_int(rows, 7);
	row->fell_four = rows_int(rows, 8);
	return row;
}

#define SUM(column) "CAST(sum(" column ") AS @i64@)"

GPtrArray *
store_shifts(struct store *store, gint32 from_day, gint32 until_day,
    GError **error)
{
	const int level = TALLY_LEVEL_BLOCKS;
	const gint64 length = G_GINT64_CONSTANT(1) << level;
	gint64 first = tally_span(from_day, level);
	gint64 last = tally_span(until_day, level);

	if (first * length < from_day)
		first++;
	/* No block is whole: days alone. */
	if (first >= last)
		first = last = tally_span(until_day, level) + 1;
	return db_list(store->db, error, shift_of_rows,
	    (GDestroyNotify)shift_row_free,
	    "SELECT from_touchpoint, to_touchpoint, " SUM("n") ","
	    " " SUM("from_promoters") ", " SUM("from_detractors") ","
	    " " SUM("to_promoters") ", " SUM("to_detractors") ","
	    " " SUM("fell_band") ", " SUM("fell_four") " FROM ("
	    " SELECT * FROM shift_tally WHERE level = $1 AND span >= $2"
	    "  AND span < $3 UNION ALL"
	    " SELECT * FROM shift_tally WHERE level = 0 AND span >= $4"
	    "  AND span < $5 UNION ALL"
	    " SELECT * FROM shift_tally WHERE level = 0 AND span >= $6"
	    "  AND span < $7) s"
	    " GROUP BY from_touchpoint, to_touchpoint HAVING sum(n) <> 0"
	    " ORDER BY from_touchpoint, to_touchpoint",
	    "iiiiiii", (gint64)level, first, last, (gint64)from_day,
	    MIN(first * length, (gint64)until_day),
	    first < last ? last * length : (gint64)until_day,
	    (gint64)until_day);
}

void
fall_row_free(struct fall_row *row)
{
	if (row == NULL)
		return;
	g_free(row->name);
	g_free(row->from);
	g_free(row->to);
	g_free(row->comment);
	g_free(row);
}

static struct fall_row *
fall_of_rows(struct rows *rows)
{
	struct fall_row *row = g_new0(struct fall_row, 1);

	row->response_id = rows_int(rows, 0);
	row->to = rows_dup(rows, 1);
	row->score = (int)rows_int(rows, 2);
	row->comment = rows_dup(rows, 3);
	row->answered_at = rows_int(rows, 4);
	row->from = rows_dup(rows, 5);
	row->from_score = (int)rows_int(rows, 6);
	row->name = rows_dup(rows, 7);
	row->has_value = !rows_is_null(rows, 8);
	row->value_micro = rows_int(rows, 8);
	return row;
}

GPtrArray *
store_falls(struct store *store, const char *const *touchpoints,
    gint32 from_day, gint32 until_day, guint limit, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)fall_row_free);
	g_autoptr(rows) rows = db_select(store->db, &failure,
	    "SELECT r.id, r.touchpoint, r.score, r.comment, r.answered_at,"
	    " b.touchpoint, b.score, c.name, s.value_micro"
	    " FROM fall f JOIN response r ON r.id = f.response_id"
	    " JOIN response b ON b.id = r.before_id"
	    " LEFT JOIN contact c ON c.id = r.contact_id"
	    " LEFT JOIN standing s ON s.contact_id = r.contact_id"
	    " WHERE f.day >= $1 AND f.day < $2"
	    " ORDER BY f.day DESC, f.response_id DESC LIMIT $3",
	    "iii", (gint64)from_day, (gint64)until_day, (gint64)FALLS_MAX);

	while (rows != NULL && found->len < limit && rows_next(rows, &failure))
		if (touchpoints == NULL ||
		    g_strv_contains(touchpoints, rows_text(rows, 1)))
			g_ptr_array_add(found, fall_of_rows(rows));
	return take_failure(&failure, error) ? g_steal_pointer(&found) : NULL;
}
