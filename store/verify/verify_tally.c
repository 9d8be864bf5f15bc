/*
 * verify_tally.c - the table `tally` against what it counts: invitations that
 * were sent, and answers that count now, by day, touchpoint and facet. Called
 * by verify.c, after both have been read.
 */
#include <string.h>

#include "store/counts/response_counts.h"
#include "store/verify/verify_counts.h"

static const char balance[] =
    "the tally counts what was sent on a day and answered since, and the "
    "answers of that day that count now, by each of their facets";
static const char blocks[] = "the tally of a block of days is that of its days";

#define N_COUNTS 14 /* sent, answered, commented, by score */
enum { SENT, ANSWERED, COMMENTED, SCORES };

struct counted {
	struct verify_key key; /* facet; day and touchpoint */
	gint32 n[N_COUNTS];
};

static struct counted *
at(struct verify_map *map, gint64 facet, guint16 touchpoint, gint64 day)
{
	return verify_map_at(map, facet, day * 65536 + touchpoint);
}

static void
count_sent(struct verify_map *map, gint64 facet,
    const struct verify_invitation *one)
{
	struct counted *counted = at(map, facet, one->touchpoint,
	    one->sent_day);

	counted->n[SENT]++;
	counted->n[ANSWERED] += one->state == INVITATION_ANSWERED;
}

static void
count_answer(struct verify_map *map, gint64 facet,
    const struct verify_response *one)
{
	struct counted *counted = at(map, facet, one->touchpoint, one->day);

	counted->n[COMMENTED] += one->has_words;
	counted->n[SCORES + MIN(one->score, 10)]++;
}

/* The facets of a profile, by its index and 1. */
static const gint64 *
members(const struct verify_counting *counts, guint32 profile, guint *n)
{
	const struct verify_profile *one;

	*n = 0;
	if (profile == 0)
		return NULL;
	one = &g_array_index(counts->profiles.rows, struct verify_profile,
	    profile - 1);
	*n = one->n;
	return *n > 0 ? &g_array_index(counts->members, gint64, one->first) :
			NULL;
}

static void
count_all_sent(struct verify *verify, struct verify_map *map)
{
	const GArray *all = verify->invitations.rows;

	for (guint i = 0; i < all->len; i++) {
		const struct verify_invitation *one =
		    &g_array_index(all, struct verify_invitation, i);
		const gint64 *facets;
		guint n;

		if (one->sent_day == NO_DAY)
			continue;
		count_sent(map, TALLY_FACET_ALL, one);
		facets = members(verify->counts, one->profile, &n);
		for (guint j = 0; j < n; j++)
			count_sent(map, facets[j], one);
	}
}

static void
count_profile(struct verify *verify, struct verify_map *map, guint32 profile,
    const struct verify_response *one)
{
	guint n;
	const gint64 *facets = members(verify->counts, profile, &n);

	for (guint i = 0; i < n; i++)
		count_answer(map, facets[i], one);
}

static gint64
source_of(const struct verify *verify, const struct verify_response *one)
{
	return g_array_index(verify->counts->facets.rows, struct verify_facet,
	    one->source - 1).id;
}

static void
count_all_answers(struct verify *verify, struct verify_map *map)
{
	const GArray *all = verify->responses.rows;

	for (guint i = 0; i < all->len; i++) {
		const struct verify_response *one =
		    &g_array_index(all, struct verify_response, i);

		if (one->is_superseded)
			continue;
		count_answer(map, TALLY_FACET_ALL, one);
		count_profile(verify, map, one->profile, one);
		count_profile(verify, map, one->later_profile, one);
		if (one->source != 0)
			count_answer(map, source_of(verify, one), one);
	}
}

/* The map is reached by what the callbacks have. */
static void
take_tag(struct verify *verify, struct rows *rows)
{
	const struct verify_response *one =
	    verify_find(&verify->responses, rows_int(rows, 0));
	const gint64 *facet = g_hash_table_lookup(verify->counts->tags,
	    rows_text(rows, 1));

	if (one == NULL || one->is_superseded)
		return;
	if (facet == NULL)
		verify_tell(verify, "response_tag", one->id, balance,
		    "its tag is no facet");
	else
		count_answer(verify->map, *facet, one);
}

static void
tell(struct verify *verify, const char *promise, gint64 facet,
    const char *touchpoint, gint64 day, const char *found)
{
	verify_tell(verify, "tally", 0, promise,
	    "%s, day %" G_GINT64_FORMAT ", facet %" G_GINT64_FORMAT ": %s",
	    touchpoint, day, facet, found);
}

/* What stands in the row, less what there is. */
static void
compare(struct verify *verify, struct rows *rows, const char *promise,
    struct counted *counted, gint64 day)
{
	static const char *const names[] = { "sent", "answered",
		"with words" };

	for (int i = 0; counted != NULL && i < N_COUNTS; i++) {
		gint64 said = rows_int(rows, 4 + i);
		g_autofree char *found = NULL;

		if (said == counted->n[i])
			continue;
		found = i < SCORES ?
		    g_strdup_printf("it says %" G_GINT64_FORMAT
				    " %s, and there are %d",
			said, names[i], counted->n[i]) :
		    g_strdup_printf("it says %" G_GINT64_FORMAT
				    " of score %d, and there are %d",
			said, i - SCORES, counted->n[i]);
		tell(verify, promise, rows_int(rows, 0), rows_text(rows, 3),
		    day, found);
	}
	if (counted != NULL)
		memset(counted->n, 0, sizeof(counted->n));
}

/* As it is said: a block is compared with the days that are in the table. */
static void
add_to_block(struct verify *verify, struct rows *rows, guint16 touchpoint)
{
	struct counted *block = at(verify->blocks, rows_int(rows, 0),
	    touchpoint, tally_span((gint32)rows_int(rows, 2),
			    TALLY_LEVEL_BLOCKS));

	for (int i = 0; i < N_COUNTS; i++)
		block->n[i] += (gint32)rows_int(rows, 4 + i);
}

static void
take_row(struct verify *verify, struct rows *rows)
{
	guint16 touchpoint = verify_touchpoint(verify, rows_text(rows, 3));
	gint64 span = rows_int(rows, 2);
	gboolean is_day = rows_int(rows, 1) == 0;

	if (is_day)
		add_to_block(verify, rows, touchpoint);
	compare(verify, rows, is_day ? balance : blocks,
	    at(is_day ? verify->map : verify->blocks, rows_int(rows, 0),
		touchpoint, span),
	    span);
}

static void
tell_left_out(struct verify *verify, const struct verify_map *map,
    const char *promise)
{
	static const struct counted none;

	for (guint i = 0; i < map->entries->len; i++) {
		const struct counted *one =
		    &g_array_index(map->entries, struct counted, i);
		guint16 touchpoint = (guint16)(one->key.b & 0xffff);

		if (memcmp(one->n, none.n, sizeof(none.n)) != 0)
			tell(verify, promise, one->key.a,
			    verify_touchpoint_name(verify, touchpoint),
			    (one->key.b - touchpoint) / 65536,
			    "what it should count is in no row");
	}
}

gboolean
verify_tally(struct verify *verify, GError **error)
{
	struct verify_map map, of_blocks;
	gboolean ok;

	verify_map_begin(&map, sizeof(struct counted));
	verify_map_begin(&of_blocks, sizeof(struct counted));
	verify->map = &map;
	verify->blocks = &of_blocks;
	count_all_sent(verify, &map);
	count_all_answers(verify, &map);
	ok = verify_each(verify,
		 "SELECT response_id, tag FROM response_tag WHERE removed = 0"
		 " ORDER BY response_id",
		 take_tag, error) &&
	    verify_each(verify,
		"SELECT facet, level, span, touchpoint, sent, answered,"
		" commented, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10"
		" FROM tally ORDER BY facet, level, span, touchpoint",
		take_row, error);
	if (ok) {
		tell_left_out(verify, &map, balance);
		tell_left_out(verify, &of_blocks, blocks);
	}
	verify_map_end(&map);
	verify_map_end(&of_blocks);
	return ok;
}
