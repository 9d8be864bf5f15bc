/*
 * calendar.c - answers when a calendar is open, and why it is not. Reads
 * nothing (calendar_hours.c, calendar_closures.c), and looks up what
 * calendar_openings.c has worked out. Called by window.c and the settings.
 */
#include "base/calendar_internal.h"
#include "base/timezone.h"

#define TEN_YEARS_S (3653 * (gint64)DAY_S)
/* Years 1900 to 2500; nothing is planned beyond. */
#define FIRST_AT (-2208988800)
#define LAST_AT 16725225600

struct calendar *
calendar_new(const char *name)
{
	struct calendar *calendar = g_new0(struct calendar, 1);

	calendar->name = g_strdup(name);
	calendar->spans = g_array_new(FALSE, FALSE, sizeof(struct span));
	calendar->local = g_array_new(FALSE, FALSE, sizeof(struct closure));
	calendar->absolute = g_array_new(FALSE, FALSE, sizeof(struct closure));
	calendar->names = g_string_chunk_new(1024);
	calendar->openings = calendar_openings_new();
	return calendar;
}

void
calendar_free(struct calendar *calendar)
{
	if (calendar == NULL)
		return;
	g_free(calendar->name);
	g_array_unref(calendar->spans);
	g_array_unref(calendar->local);
	g_array_unref(calendar->absolute);
	g_string_chunk_free(calendar->names);
	g_hash_table_unref(calendar->openings);
	g_free(calendar);
}

const char *
calendar_name(const struct calendar *calendar)
{
	return calendar->name;
}

static gint64
block_of(gint64 at)
{
	return at / BLOCK_S - (at % BLOCK_S < 0);
}

/* The number of the first opening that ends after `at`; its length: none. */
static guint
opening_after(const GArray *openings, gint64 at)
{
	guint from = 0, until = openings->len;

	while (from < until) {
		guint middle = from + (until - from) / 2;

		if (g_array_index(openings, struct opening, middle).until_at >
		    at)
			until = middle;
		else
			from = middle + 1;
	}
	return from;
}

guint
calendar_closure_after(const GArray *all, gint64 time)
{
	guint from = 0, until = all->len;

	while (from < until) {
		guint middle = from + (until - from) / 2;

		if (g_array_index(all, struct closure, middle).until > time)
			until = middle;
		else
			from = middle + 1;
	}
	return from;
}

gint64
calendar_next_in(const struct calendar *calendar, GTimeZone *const *zones,
    guint n, gint64 at)
{
	gint64 last_block;

	at = MAX(at, FIRST_AT);
	if (at > LAST_AT)
		return G_MAXINT64;
	last_block = block_of(at + TEN_YEARS_S);
	for (gint64 block = block_of(at); block <= last_block; block++) {
		const GArray *openings = calendar_openings(calendar, zones,
		    n, block);
		guint i = opening_after(openings, at);

		if (i < openings->len)
			return MAX(at,
			    g_array_index(openings, struct opening, i)
				.from_at);
	}
	return G_MAXINT64;
}

gboolean
calendar_contains_in(const struct calendar *calendar, GTimeZone *const *zones,
    guint n, gint64 at)
{
	const GArray *openings;
	guint i;

	if (at < FIRST_AT || at > LAST_AT)
		return FALSE;
	openings = calendar_openings(calendar, zones, n, block_of(at));
	i = opening_after(openings, at);
	return i < openings->len &&
	    g_array_index(openings, struct opening, i).from_at <= at;
}

gint64
calendar_closes_in(const struct calendar *calendar, GTimeZone *const *zones,
    guint n, gint64 at)
{
	gint64 until_at, last_at;

	if (at > LAST_AT)
		return G_MAXINT64;
	until_at = MAX(at, FIRST_AT);
	last_at = until_at + TEN_YEARS_S;
	while (until_at <= last_at) {
		gint64 block = block_of(until_at);
		const GArray *openings = calendar_openings(calendar, zones,
		    n, block);
		guint i = opening_after(openings, until_at);
		const struct opening *opening;

		if (i == openings->len)
			return until_at;
		opening = &g_array_index(openings, struct opening, i);
		if (opening->from_at > until_at)
			return until_at;
		until_at = opening->until_at;
		if (until_at < (block + 1) * BLOCK_S)
			return until_at;
	}
	return G_MAXINT64;
}

gint64
calendar_next(const struct calendar *calendar, GTimeZone *zone, gint64 at)
{
	return calendar_next_in(calendar, &zone, 1, at);
}

gboolean
calendar_contains(const struct calendar *calendar, GTimeZone *zone, gint64 at)
{
	return calendar_contains_in(calendar, &zone, 1, at);
}

gint64
calendar_closes(const struct calendar *calendar, GTimeZone *zone, gint64 at)
{
	return calendar_closes_in(calendar, &zone, 1, at);
}

static const struct closure *
closure_at(const GArray *all, gint64 time)
{
	guint i = calendar_closure_after(all, time);
	const struct closure *closure;

	if (i == all->len)
		return NULL;
	closure = &g_array_index(all, struct closure, i);
	return closure->from <= time ? closure : NULL;
}

static gint64
offset_at(GTimeZone *zone, gint64 at)
{
	return g_time_zone_get_offset(zone,
	    g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at));
}

/*
 * A closure whose end a change of the clock has moved is one by the wall before
 * the change.
 */
static const struct closure *
closure_for(const struct calendar *calendar, GTimeZone *zone, gint64 at)
{
	const struct closure *closure = closure_at(calendar->absolute, at);

	if (closure == NULL)
		closure = closure_at(calendar->local,
		    at + offset_at(zone, at));
	if (closure == NULL)
		closure = closure_at(calendar->local,
		    at + offset_at(zone, at - DAY_S));
	return closure;
}

gboolean
calendar_is_closed(const struct calendar *calendar, GTimeZone *zone, gint64 at,
    const char **name)
{
	const struct closure *closure = closure_for(calendar, zone, at);

	*name = closure != NULL ? closure->name : NULL;
	return closure != NULL;
}
