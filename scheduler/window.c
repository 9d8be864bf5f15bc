/*
 * window.c - see window.h. Knows no message and no clock. Called by cadence.c
 * and by drip for what waits for another day.
 */
#include "scheduler/window.h"

#include "base/phone.h"
#include "base/timezone.h"

#define DAY_S (24 * 60 * 60)
/* Zones that share no moment within so long share none. */
#define SEARCH_S (7 * DAY_S)
/* Steps to the next opening: two, and one for each change of the clock. */
#define STEPS_MAX 8

static gint64
wall_seconds(GTimeZone *zone, gint64 at)
{
	struct local_time local;

	timezone_to_local(zone, at, &local);
	return local.hour * 3600 + local.minute * 60 + local.second;
}

gboolean
window_contains(const struct hours *hours, GTimeZone *zone, gint64 at)
{
	gint64 minute = wall_seconds(zone, at) / 60;

	return minute >= hours->from_min && minute < hours->until_min;
}

/* Local seconds minus UTC. */
static gint64
offset_at(GTimeZone *zone, gint64 at)
{
	gint64 day = timezone_day(zone, at);

	return day * DAY_S + wall_seconds(zone, at) - at;
}

/* The first second by the offset that holds at `after`. */
static gint64
clock_change(GTimeZone *zone, gint64 before, gint64 after)
{
	gint64 offset = offset_at(zone, after);

	while (after - before > 1) {
		gint64 middle = before + (after - before) / 2;

		if (offset_at(zone, middle) == offset)
			after = middle;
		else
			before = middle;
	}
	return after;
}

/*
 * A change of the clock may open the window too: the hour it begins in is
 * skipped, or the last hours of the day come twice.
 */
static gint64
next_in(const struct hours *hours, GTimeZone *zone, gint64 at)
{
	gint64 from_s = (gint64)hours->from_min * 60;

	for (guint i = 0; i < STEPS_MAX && !window_contains(hours, zone, at);
	     i++) {
		gint64 wall_s = wall_seconds(zone, at);
		gint64 opens_at = at + from_s - wall_s +
		    (wall_s < from_s ? 0 : DAY_S);

		if (offset_at(zone, opens_at) != offset_at(zone, at))
			opens_at = clock_change(zone, at, opens_at);
		at = opens_at;
	}
	return at;
}

gint64
window_next(const struct hours *hours, GTimeZone *const *zones, guint n_zones,
    gint64 at)
{
	gint64 found_at = at;
	guint agreed = 0;

	g_assert(n_zones > 0);
	/* The first moment for all is never before the first for one. */
	for (guint i = 0; agreed < n_zones; i = (i + 1) % n_zones) {
		gint64 next_at = next_in(hours, zones[i], found_at);

		agreed = next_at == found_at ? agreed + 1 : 1;
		found_at = next_at;
		if (found_at - at > SEARCH_S)
			return next_in(hours, zones[0], at);
	}
	return found_at;
}

/*
 * A zone is read once: a number may be in thirty of them, and that for each
 * text. There are but some hundred names. NULL: it is none; borrowed.
 */
static GTimeZone *
zone_named(const char *name)
{
	static GHashTable *zones;
	GTimeZone *zone;

	if (zones == NULL)
		zones = g_hash_table_new(g_str_hash, g_str_equal);
	zone = g_hash_table_lookup(zones, name);
	if (zone == NULL) {
		zone = timezone_find(name, NULL);
		if (zone != NULL)
			g_hash_table_insert(zones, g_strdup(name), zone);
	}
	return zone;
}

/* Names that are no zones here are left out. To be unreffed. */
static GPtrArray *
zones_of(const struct settings *settings, const struct contact *contact)
{
	GPtrArray *zones = g_ptr_array_new();
	GTimeZone *own = contact->timezone != NULL ?
	    zone_named(contact->timezone) :
	    NULL;

	if (own != NULL) {
		g_ptr_array_add(zones, own);
		return zones;
	}
	if (contact->phone != NULL) {
		g_auto(GStrv) names = phone_zones(contact->phone);

		for (guint i = 0; names[i] != NULL; i++) {
			GTimeZone *zone = zone_named(names[i]);

			if (zone != NULL)
				g_ptr_array_add(zones, zone);
		}
	}
	if (zones->len == 0)
		g_ptr_array_add(zones, settings->organisation.zone);
	return zones;
}

gint64
window_next_text(const struct settings *settings, const struct contact *contact,
    gint64 at)
{
	g_autoptr(GPtrArray) zones = zones_of(settings, contact);

	return window_next(&settings->texting.hours,
	    (GTimeZone *const *)zones->pdata, zones->len, at);
}
