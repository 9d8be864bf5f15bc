/*
 * recurrence_list.h - when a rule of a file (RRULE of a VEVENT) comes round.
 *
 * What it may say: recurrence.h, and COUNT or UNTIL; here it counts from
 * DTSTART, and takes from it what it doesn't say.
 *
 * "Wall": seconds since 1970-01-01T00:00:00 as a clock on a wall counts them.
 */
#ifndef BASE_RECURRENCE_LIST_H
#define BASE_RECURRENCE_LIST_H

#include <glib.h>

struct recurrence_source {
	const char *rule;
	gint64 start;	  /* wall, DTSTART; not before the year 1600 */
	gboolean all_day; /* dates: BYHOUR and the like count for nothing */
	GTimeZone *zone;  /* in which UNTIL in UTC is read; NULL: none */
};

/*
 * Appends those from `from` on and before `until` to walls (gint64), in order.
 * *days: how many may still be looked at; it is lessened. FALSE with error set
 * if the rule is not taken, would list more than `most`, or days run out; then
 * nothing is appended. DTSTART itself is there only if the rule has it.
 */
gboolean recurrence_list(const struct recurrence_source *source, gint64 from,
    gint64 until, guint most, guint *days, GArray *walls, GError **error);

#endif
