/*
 * timezone.h - between local times and UTC.
 *
 * RFC 5545 section 3.3.5: a local time that does not exist (a DST gap) is read
 * with the offset before the gap, so it moves forward; one that exists twice
 * is the first. GLib and libical each get one of the two wrong.
 */
#ifndef BASE_TIMEZONE_H
#define BASE_TIMEZONE_H

#include <glib.h>

#define EPOCH_JULIAN 719163 /* GDate's count of 1970-01-01, our day 0 */

struct local_time {
	int year;
	int month; /* 1-12 */
	int day;   /* 1-31 */
	int hour, minute, second;
};

/* NULL with error set if the name is no zone of the tz database. */
GTimeZone *timezone_find(const char *name, GError **error);

gint64 timezone_to_utc(GTimeZone *zone, const struct local_time *local);
void timezone_to_local(GTimeZone *zone, gint64 at, struct local_time *local);

/* "2026-12-01 09:00", the local time of it; owned. */
char *timezone_format(GTimeZone *zone, gint64 at);

/* The day of a local time, as days since 1970-01-01; aborts if it is none. */
gint32 timezone_local_day(const struct local_time *local);
/* The calendar day of `at` in the zone, as days since 1970-01-01. */
gint32 timezone_day(GTimeZone *zone, gint64 at);
/* The first second of that day. */
gint64 timezone_day_begins(GTimeZone *zone, gint32 day);

#endif
