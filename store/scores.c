/*
 * scores.c - reading what was answered, beside the counts (tallies.c) and the
 * words (said.c): the base, shifts from one touchpoint to another, who fell.
 */
#include "store/scores.h"

#include <string.h>

#include "store/internal.h"
#include "store/tally.h"

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

static gpointer
base_of_rows(struct rows *rows)
{
	struct base_row *row = g_new0(struct base_row, 1);

	row->touchpoint = rows_dup(rows, 0);
	row->band = rows_dup(rows, 1);
	row->contacts = rows_int(rows, 2);
	row->valued = rows_int(rows, 3);
	row->value_micro = rows_int(rows, 4);
	return row;
}

GPtrArray *
store_base(struct store *store, gint32 since_day, gint32 until_day,
    gint64 *contacts, GError **error)
{
	GPtrArray *found = db_list(store->db, error, base_of_rows,
	    (GDestroyNotify)base_row_free,
	    "SELECT touchpoint, band, CAST(sum(contacts) AS @i64@),"
	    " CAST(sum(valued) AS @i64@), CAST(sum(value_micro) AS @i64@)"
	    " FROM (SELECT touchpoint,"
	    "  CASE WHEN day >= $1 AND day < $2 THEN band ELSE 'none' END"
	    "   AS band, contacts, valued, value_micro FROM base_tally"
	    "  WHERE touchpoint = '' OR (day >= $1 AND day < $2)) b"
	    " GROUP BY touchpoint, band"
	    " HAVING sum(contacts) <> 0 ORDER BY touchpoint, band",
	    "ii", (gint64)since_day, (gint64)until_day);

	*contacts = 0;
	for (guint i = 0; found != NULL && i < found->len; i++) {
		const struct base_row *row = found->pdata[i];

		if (*row->touchpoint == '\0')
			*contacts += row->contacts;
	}
	return found;
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
