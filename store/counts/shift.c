/*
 * shift.c - answers of people who had answered before: how many, between which
 * touchpoints, and who fell. Called by responses.c.
 */
#include "store/counts/people.h"
#include "store/counts/tally.h"

/* As numbers: the higher the better. */
static int
rank(int score)
{
	char band = tally_band(score);

	return band == 'p' ? 2 : band == 'n' ? 1 : 0;
}

gboolean
shift_is_fall(const struct score_shift *shift, gboolean *band, gboolean *four)
{
	*band = rank(shift->score) < rank(shift->from_score);
	*four = shift->from_score - shift->score >= 4;
	return *band || *four;
}

static gboolean
note_fall(struct db *db, const struct score_shift *shift, int by,
    GError **error)
{
	if (by < 0)
		return db_run(db, error,
		    "DELETE FROM fall WHERE day = $1 AND response_id = $2",
		    "ii", (gint64)shift->day, shift->response_id);
	return db_run(db, error,
	    "INSERT INTO fall (day, response_id) VALUES ($1, $2)", "ii",
	    (gint64)shift->day, shift->response_id);
}

#define ADD(column) column " = shift_tally." column " + excluded." column

gboolean
shift_book(struct db *db, const struct score_shift *shift, int by,
    GError **error)
{
	static const int levels[] = { 0, TALLY_LEVEL_BLOCKS };
	gboolean band, four;
	gboolean fell = shift_is_fall(shift, &band, &four);
	int from = rank(shift->from_score), to = rank(shift->score);

	for (gsize i = 0; i < G_N_ELEMENTS(levels); i++) {
		if (!db_run(db, error,
			"INSERT INTO shift_tally (level, span, from_touchpoint,"
			" to_touchpoint, n, from_promoters, from_detractors,"
			" to_promoters, to_detractors, fell_band, fell_four)"
			" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
			" ON CONFLICT (level, span, from_touchpoint,"
			" to_touchpoint) DO UPDATE SET"
			" " ADD("n") ", " ADD("from_promoters") ","
			" " ADD("from_detractors") ", " ADD("to_promoters") ","
			" " ADD("to_detractors") ", " ADD("fell_band") ","
			" " ADD("fell_four"),
			"iittiiiiiii", (gint64)levels[i],
			tally_span(shift->day, levels[i]), shift->from,
			shift->to, (gint64)by, (gint64)(from == 2 ? by : 0),
			(gint64)(from == 0 ? by : 0),
			(gint64)(to == 2 ? by : 0), (gint64)(to == 0 ? by : 0),
			(gint64)(band ? by : 0), (gint64)(four ? by : 0)))
			return FALSE;
	}
	return !fell || note_fall(db, shift, by, error);
}
