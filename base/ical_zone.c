/*
 * ical_zone.c - which zone of the tz database a TZID means. Reads no VTIMEZONE
 * rules: a zone that is known by none of its names is not known. Called by
 * ical.c and ical_time.c.
 *
 * A TZID is any text (RFC 5545, 3.2.19). Seen are names of the tz database,
 * the same behind a prefix ("/mozilla.org/20050126_1/Europe/Berlin"), those of
 * Windows ("W. Europe Standard Time"), and names of one's own with a VTIMEZONE
 * that says X-LIC-LOCATION. ICU knows the Windows names.
 */
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/ical_internal.h"

#define TZID_MAX_BYTES 200
/* Each costs looking for files. */
#define TZIDS_MAX 1000

struct ical_zones {
	GHashTable *found; /* TZID -> IANA name, NULL: none */
	GHashTable *noted; /* TZID -> X-LIC-LOCATION */
};

struct ical_zones *
ical_zones_new(void)
{
	struct ical_zones *zones = g_new0(struct ical_zones, 1);

	zones->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	zones->noted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	return zones;
}

void
ical_zones_free(struct ical_zones *zones)
{
	if (zones == NULL)
		return;
	g_hash_table_unref(zones->found);
	g_hash_table_unref(zones->noted);
	g_free(zones);
}

void
ical_zones_note(struct ical_zones *zones, const char *tzid,
    const char *location)
{
	g_hash_table_insert(zones->noted, g_strdup(tzid), g_strdup(location));
}

static gboolean
is_known(const char *name)
{
	g_autoptr(GTimeZone) zone = timezone_find(name, NULL);

	return zone != NULL;
}

static char *
of_windows(const char *name)
{
	UChar wide[TZID_MAX_BYTES + 1], iana[64];
	UErrorCode status = U_ZERO_ERROR;
	int32_t wide_n, n;
	g_autofree char *found = NULL;

	u_strFromUTF8(wide, G_N_ELEMENTS(wide), &wide_n, name, -1, &status);
	n = ucal_getTimeZoneIDForWindowsID(wide, wide_n, NULL, iana,
	    G_N_ELEMENTS(iana), &status);
	if (U_FAILURE(status) || n <= 0)
		return NULL;
	found = g_utf16_to_utf8((const gunichar2 *)iana, n, NULL, NULL, NULL);
	return found != NULL && is_known(found) ? g_steal_pointer(&found) :
						  NULL;
}

/* The name, or what of it stands behind a "/". */
static char *
by_name(const char *tzid)
{
	for (const char *tail = tzid; tail != NULL;
	     tail = strchr(tail, '/')) {
		tail += *tail == '/';
		if (is_known(tail))
			return g_strdup(tail);
	}
	return of_windows(tzid);
}

const char *
ical_zones_find(struct ical_zones *zones, const char *tzid)
{
	gpointer found = NULL;
	const char *location;
	char *name;

	if (strlen(tzid) > TZID_MAX_BYTES)
		return NULL;
	if (g_hash_table_lookup_extended(zones->found, tzid, NULL, &found))
		return found;
	if (g_hash_table_size(zones->found) >= TZIDS_MAX)
		return NULL;
	name = by_name(tzid);
	location = g_hash_table_lookup(zones->noted, tzid);
	if (name == NULL && location != NULL &&
	    strlen(location) <= TZID_MAX_BYTES)
		name = by_name(location);
	g_hash_table_insert(zones->found, g_strdup(tzid), name);
	return name;
}

/*
 * Looking for a zone reads its file; so those that were found stay. They are no
 * more than the tz database has.
 */
static GTimeZone *
zone_of(const char *name)
{
	static GHashTable *zones;
	GTimeZone *zone;

	if (zones == NULL)
		zones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
		    (GDestroyNotify)g_time_zone_unref);
	zone = g_hash_table_lookup(zones, name);
	if (zone == NULL) {
		zone = timezone_find(name, NULL);
		g_assert(zone != NULL);
		g_hash_table_insert(zones, g_strdup(name), zone);
	}
	return zone;
}

gint64
ical_time_at(const struct ical_time *time, GTimeZone *floating)
{
	g_assert(time->known);
	return timezone_to_utc(
	    time->timezone != NULL ? zone_of(time->timezone) : floating,
	    &time->local);
}
