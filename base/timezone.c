/*
 * timezone.c - finds zones of the tz database and converts between local times
 * and UTC by the rules of RFC 5545. Knows no recurrences and no clock. Called
 * by whoever holds a contact's or a team's zone.
 *
 * GLib is only asked for the offset of an instant and for neighbouring
 * intervals, never to convert a local time: it takes the second of two.
 *
 * Times outside the years 1 to 9999 are taken as the nearest inside.
 */
#include "base/timezone.h"

#include <string.h>

#include "base/errors.h"

#define DAY_S 86400
#define FIRST_AT (-62135596800 + DAY_S) /* 0001-01-02T00:00:00Z */
#define LAST_AT (253402300799 - DAY_S)	/* 9999-12-30T23:59:59Z */

/* Where GLib looks too. */
static const char *
database_folder(void)
{
	const char *folder = g_getenv("TZDIR");

	return folder != NULL ? folder : "/usr/share/zoneinfo";
}

/*
 * GLib takes offsets, POSIX rules and any path as well, and says a critical
 * warning for a file that is no TZif; so the name and the file are judged here.
 * right/ counts leap seconds; posix/, localtime and posixrules are no names.
 */
static gboolean
is_zone(const char *name)
{
	g_autofree char *path = NULL;
	g_autofree char *bytes = NULL;
	gsize n;

	if (!g_ascii_isalpha(name[0]) || strlen(name) > 64 ||
	    strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "/_+-") !=
		strlen(name))
		return FALSE;
	if (g_str_has_prefix(name, "right/") ||
	    g_str_has_prefix(name, "posix/") ||
	    g_str_equal(name, "localtime") || g_str_equal(name, "posixrules"))
		return FALSE;
	path = g_build_filename(database_folder(), name, NULL);
	return g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
	    g_file_get_contents(path, &bytes, &n, NULL) && n >= 44 &&
	    memcmp(bytes, "TZif", 4) == 0;
}

GTimeZone *
timezone_find(const char *name, GError **error)
{
	GTimeZone *zone = NULL;

	if (g_str_equal(name, "UTC"))
		return g_time_zone_new_utc();
	if (is_zone(name))
		zone = g_time_zone_new_identifier(name);
	if (zone == NULL) {
		g_autofree char *head = g_strndup(name, 64);
		g_autofree char *shown = g_strescape(head, NULL);

		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "\"%s\" is no time zone; allowed are names of the tz "
		    "database, such as Europe/Helsinki or UTC",
		    shown);
	}
	return zone;
}

static int
interval_at(GTimeZone *zone, gint64 at)
{
	return g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at);
}

static gint32
offset_at(GTimeZone *zone, gint64 at)
{
	return g_time_zone_get_offset(zone, interval_at(zone, at));
}

gint32
timezone_local_day(const struct local_time *local)
{
	GDate date;

	g_assert(g_date_valid_dmy((GDateDay)local->day,
	    (GDateMonth)local->month, (GDateYear)local->year));
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)local->day, (GDateMonth)local->month,
	    (GDateYear)local->year);
	return (gint32)g_date_get_julian(&date) - EPOCH_JULIAN;
}

/*
 * The earliest instant whose local time is `seconds` (local seconds since
 * 1970-01-01T00:00:00 on the wall). If a gap swallowed it: FALSE, *at by the
 * offset before the gap, and *interval the one that ends with the gap.
 * Intervals of one zone are numbered in order, and no offset reaches a day.
 */
static gboolean
earliest(GTimeZone *zone, gint64 seconds, gint64 *at, int *interval)
{
	int first = interval_at(zone, seconds - DAY_S);
	int last = interval_at(zone, seconds + DAY_S);

	for (*interval = first; *interval <= last; ++*interval) {
		*at = seconds - g_time_zone_get_offset(zone, *interval);
		if (interval_at(zone, *at) == *interval)
			return TRUE;
	}
	for (*interval = first; *interval < last; ++*interval) {
		*at = seconds - g_time_zone_get_offset(zone, *interval);
		if (interval_at(zone, *at) > *interval)
			return FALSE;
	}
	g_assert_not_reached();
}

gint64
timezone_to_utc(GTimeZone *zone, const struct local_time *local)
{
	gint64 seconds = (gint64)timezone_local_day(local) * DAY_S +
	    local->hour * 3600 + local->minute * 60 + local->second;
	gint64 at;
	int interval;

	earliest(zone, seconds, &at, &interval);
	return at;
}

/* Days and the rest, for times before 1970 too. */
static gint64
local_seconds(GTimeZone *zone, gint64 at, gint32 *day)
{
	gint64 seconds;

	at = CLAMP(at, FIRST_AT, LAST_AT);
	seconds = at + offset_at(zone, at);
	*day = (gint32)(seconds >= 0 ? seconds / DAY_S :
				       -((DAY_S - 1 - seconds) / DAY_S));
	return seconds - (gint64)*day * DAY_S;
}

void
timezone_to_local(GTimeZone *zone, gint64 at, struct local_time *local)
{
	gint32 day;
	gint64 rest = local_seconds(zone, at, &day);
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	local->year = g_date_get_year(&date);
	local->month = (int)g_date_get_month(&date);
	local->day = g_date_get_day(&date);
	local->hour = (int)(rest / 3600);
	local->minute = (int)(rest / 60 % 60);
	local->second = (int)(rest % 60);
}

gint32
timezone_day(GTimeZone *zone, gint64 at)
{
	gint32 day;

	local_seconds(zone, at, &day);
	return day;
}

/* A day can begin inside a gap, or be swallowed whole: it begins after it. */
gint64
timezone_day_begins(GTimeZone *zone, gint32 day)
{
	gint64 low, high;
	int interval;

	if (earliest(zone, (gint64)day * DAY_S, &high, &interval))
		return high;
	low = high - 2 * DAY_S;
	while (high - low > 1) {
		gint64 middle = low + (high - low) / 2;

		if (interval_at(zone, middle) <= interval)
			low = middle;
		else
			high = middle;
	}
	return high;
}

char *
timezone_format(GTimeZone *zone, gint64 at)
{
	struct local_time local;

	timezone_to_local(zone, at, &local);
	return g_strdup_printf("%04d-%02d-%02d %02d:%02d", local.year,
	    local.month, local.day, local.hour, local.minute);
}
