/*
 * calendar_openings.c - keeps when a calendar is open, block of months by block
 * of months, in one zone or in several at once. What is open in one zone is
 * worked out by calendar_work.c. Called by calendar.c.
 */
#include <string.h>

#include "base/calendar_internal.h"

/* Some hundred zones for some years; more begin anew. */
#define BLOCKS_MAX 8192

struct block {
	GTimeZone **zones;
	guint n;
	gint64 number;
	GArray *openings; /* struct opening */
};

static guint
block_hash(gconstpointer key)
{
	const struct block *block = key;
	guint hash = (guint)block->number;

	for (guint i = 0; i < block->n; i++)
		hash = hash * 31 + g_direct_hash(block->zones[i]);
	return hash;
}

static gboolean
block_equal(gconstpointer a, gconstpointer b)
{
	const struct block *one = a, *other = b;

	return one->number == other->number && one->n == other->n &&
	    memcmp(one->zones, other->zones,
		one->n * sizeof(*one->zones)) == 0;
}

static void
block_free(gpointer data)
{
	struct block *block = data;

	for (guint i = 0; i < block->n; i++)
		g_time_zone_unref(block->zones[i]);
	g_free(block->zones);
	g_array_unref(block->openings);
	g_free(block);
}

GHashTable *
calendar_openings_new(void)
{
	return g_hash_table_new_full(block_hash, block_equal, block_free, NULL);
}

/* What is in both; both are sorted and apart. */
static GArray *
intersect(const GArray *ones, const GArray *others)
{
	GArray *both = g_array_new(FALSE, FALSE, sizeof(struct opening));

	for (guint i = 0, j = 0; i < ones->len && j < others->len;) {
		const struct opening *one = &g_array_index(ones,
		    struct opening, i);
		const struct opening *other = &g_array_index(others,
		    struct opening, j);

		calendar_push(both, MAX(one->from_at, other->from_at),
		    MIN(one->until_at, other->until_at));
		if (one->until_at < other->until_at)
			i++;
		else
			j++;
	}
	return both;
}

/* Appends what lies in the time, from number *next on; TRUE: there is some. */
static gboolean
copy(GArray *to, const GArray *from, guint *next, gint64 from_at,
    gint64 until_at)
{
	gboolean found = FALSE;

	for (; *next < from->len; ++*next) {
		const struct opening *opening = &g_array_index(from,
		    struct opening, *next);

		if (opening->from_at >= until_at)
			break;
		if (opening->until_at <= from_at)
			continue;
		found = TRUE;
		calendar_push(to, MAX(opening->from_at, from_at),
		    MIN(opening->until_at, until_at));
		if (opening->until_at > until_at)
			break;
	}
	return found;
}

/* Weeks without anything in common are the first zone's. */
static GArray *
fill_weeks(const GArray *common, const GArray *first, gint64 from_at)
{
	GArray *filled = g_array_new(FALSE, FALSE, sizeof(struct opening));
	guint i = 0, j = 0;

	for (gint64 at = from_at; at < from_at + BLOCK_S; at += WEEK_S)
		if (!copy(filled, common, &i, at, at + WEEK_S))
			copy(filled, first, &j, at, at + WEEK_S);
	return filled;
}

static GArray *
work_out_all(const struct calendar *calendar, GTimeZone *const *zones, guint n,
    gint64 from_at)
{
	g_autoptr(GArray) first = calendar_work_out(calendar, zones[0], from_at,
	    from_at + BLOCK_S);
	g_autoptr(GArray) common = g_array_ref(first);

	for (guint i = 1; i < n; i++) {
		g_autoptr(GArray) other = calendar_work_out(calendar, zones[i],
		    from_at, from_at + BLOCK_S);
		GArray *both = intersect(common, other);

		g_array_unref(common);
		common = both;
	}
	return n == 1 ? g_steal_pointer(&common) :
			fill_weeks(common, first, from_at);
}

const GArray *
calendar_openings(const struct calendar *calendar, GTimeZone *const *zones,
    guint n, gint64 number)
{
	const struct block key = { .zones = (GTimeZone **)zones,
		.n = n,
		.number = number };
	struct block *block = g_hash_table_lookup(calendar->openings, &key);

	if (block == NULL) {
		if (g_hash_table_size(calendar->openings) >= BLOCKS_MAX)
			g_hash_table_remove_all(calendar->openings);
		block = g_new0(struct block, 1);
		block->zones = g_memdup2(zones, n * sizeof(*zones));
		for (guint i = 0; i < n; i++)
			g_time_zone_ref(zones[i]);
		block->n = n;
		block->number = number;
		block->openings = work_out_all(calendar, zones, n,
		    number * BLOCK_S);
		g_hash_table_add(calendar->openings, block);
	}
	return block->openings;
}
