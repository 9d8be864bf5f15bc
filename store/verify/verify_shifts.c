/*
 * verify_shifts.c - shift_tally and fall against the answers of people who had
 * answered before. Called by verify.c, after all responses have been read.
 */
#include <string.h>

#include "store/counts/people.h"
#include "store/counts/tally.h"
#include "store/verify/verify_counts.h"

static const char balance[] =
    "shifts are counted from each answer to the next of the same person";
static const char fell[] =
    "who fell by a band, or by four points, is noted, and nobody else";

#define N_COUNTS 7

struct counted {
	struct verify_key key; /* both touchpoints and level; span */
	gint32 n[N_COUNTS];
};

static gint64
key_of(guint16 from, guint16 to, int level)
{
	return (gint64)from * 65536 * 64 + (gint64)to * 64 + level;
}

static int
rank(int score)
{
	return score >= 9 ? 2 : score >= 7 ? 1 : 0;
}

static const struct verify_response *
before_of(const struct verify *verify, const struct verify_response *one)
{
	return &g_array_index(verify->responses.rows, struct verify_response,
	    one->before - 1);
}

static gboolean
is_fall(int from, int to, gboolean *band, gboolean *four)
{
	*band = rank(to) < rank(from);
	*four = from - to >= 4;
	return *band || *four;
}

static void
count(struct verify *verify, const struct verify_response *one)
{
	static const int levels[] = { 0, TALLY_LEVEL_BLOCKS };
	const struct verify_response *before = before_of(verify, one);
	gboolean band, four;

	is_fall(before->score, one->score, &band, &four);
	for (gsize i = 0; i < G_N_ELEMENTS(levels); i++) {
		struct counted *counted = verify_map_at(verify->map,
		    key_of(before->touchpoint, one->touchpoint, levels[i]),
		    tally_span(one->day, levels[i]));

		counted->n[0]++;
		counted->n[1] += rank(before->score) == 2;
		counted->n[2] += rank(before->score) == 0;
		counted->n[3] += rank(one->score) == 2;
		counted->n[4] += rank(one->score) == 0;
		counted->n[5] += band;
		counted->n[6] += four;
	}
}

static void
count_all(struct verify *verify)
{
	const GArray *all = verify->responses.rows;

	for (guint i = 0; i < all->len; i++) {
		const struct verify_response *one =
		    &g_array_index(all, struct verify_response, i);

		if (!one->is_superseded && one->before != 0)
			count(verify, one);
	}
}

static void
take_shift(struct verify *verify, struct rows *rows)
{
	guint16 from = verify_touchpoint(verify, rows_text(rows, 2));
	guint16 to = verify_touchpoint(verify, rows_text(rows, 3));
	struct counted *counted = verify_map_at(verify->map,
	    key_of(from, to, (int)rows_int(rows, 0)), rows_int(rows, 1));

	for (int i = 0; i < N_COUNTS; i++) {
		if (rows_int(rows, 4 + i) != counted->n[i])
			verify_tell(verify, "shift_tally", 0, balance,
			    "%s to %s, %s %" G_GINT64_FORMAT
			    ": it says %" G_GINT64_FORMAT
			    " in column %d, and there are %d",
			    verify_touchpoint_name(verify, from),
			    verify_touchpoint_name(verify, to),
			    rows_int(rows, 0) == 0 ? "day" : "block",
			    rows_int(rows, 1), rows_int(rows, 4 + i), i + 5,
			    counted->n[i]);
	}
	memset(counted->n, 0, sizeof(counted->n));
}

static void
tell_left_out(struct verify *verify)
{
	for (guint i = 0; i < verify->map->entries->len; i++) {
		const struct counted *one =
		    &g_array_index(verify->map->entries, struct counted, i);

		if (one->n[0] != 0)
			verify_tell(verify, "shift_tally", 0, balance,
			    "%d of span %" G_GINT64_FORMAT " are in no row",
			    one->n[0], one->key.b);
	}
}

static void
take_fall(struct verify *verify, struct rows *rows)
{
	gint64 id = rows_int(rows, 1);
	struct verify_response *one = verify_find(&verify->responses, id);
	gboolean band, four;

	if (one == NULL || one->is_superseded || one->before == 0 ||
	    one->day != rows_int(rows, 0) ||
	    !is_fall(before_of(verify, one)->score, one->score, &band, &four))
		verify_tell(verify, "fall", id, fell,
		    "nobody has fallen by it on day %" G_GINT64_FORMAT,
		    rows_int(rows, 0));
	else
		one->is_noted = TRUE;
}

static void
check_falls(struct verify *verify)
{
	const GArray *all = verify->responses.rows;

	for (guint i = 0; i < all->len; i++) {
		const struct verify_response *one =
		    &g_array_index(all, struct verify_response, i);
		gboolean band, four;

		if (!one->is_superseded && one->before != 0 &&
		    !one->is_noted &&
		    is_fall(before_of(verify, one)->score, one->score, &band,
			&four))
			verify_tell(verify, "response", one->id, fell,
			    "it is a fall, and not noted");
	}
}

gboolean
verify_shifts(struct verify *verify, GError **error)
{
	struct verify_map map;
	gboolean ok;

	verify_map_begin(&map, sizeof(struct counted));
	verify->map = &map;
	count_all(verify);
	ok = verify_each(verify,
		 "SELECT level, span, from_touchpoint, to_touchpoint, n,"
		 " from_promoters, from_detractors, to_promoters,"
		 " to_detractors, fell_band, fell_four FROM shift_tally",
		 take_shift, error) &&
	    verify_each(verify, "SELECT day, response_id FROM fall", take_fall,
		error);
	if (ok) {
		tell_left_out(verify);
		check_falls(verify);
	}
	verify_map_end(&map);
	return ok;
}
