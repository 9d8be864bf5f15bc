/*
 * calendar_internal.h - what the files of calendar.h share.
 *
 * "Wall" are seconds since 1970-01-01T00:00:00 as a clock on a wall counts
 * them, with no zone.
 */
#ifndef BASE_CALENDAR_INTERNAL_H
#define BASE_CALENDAR_INTERNAL_H

#include "base/calendar.h"

#define DAY_S 86400
#define DAY_MIN (24 * 60)
#define WEEK_MIN (7 * DAY_MIN)
#define WEEK_S (7 * DAY_S)

/* Hours, in minutes from Monday 00:00; from < WEEK_MIN, until may pass it. */
struct span {
	int from_min, until_min;
};

struct closure {
	gint64 from, until;
	const char *name; /* or NULL; the calendar's */
};

struct opening {
	gint64 from_at, until_at;
};

struct calendar {
	char *name;
	GArray *spans; /* struct span, sorted, apart; empty: at any time */
	/* struct closure, sorted, apart: on the wall of whoever looks (whole
	 * days too), and in UTC. */
	GArray *local, *absolute;
	GStringChunk *names;
	GHashTable *openings; /* what was worked out, by blocks */
};

/* Openings are worked out for so long at once: whole weeks of UTC. */
#define BLOCK_S (18 * (gint64)WEEK_S)

/*
 * When it is open in all of the zones, or as calendar.h says, within block
 * number `number`: from number * BLOCK_S on. struct opening, sorted, apart.
 * Borrowed until something is added to the calendar, or the next call.
 */
const GArray *calendar_openings(const struct calendar *calendar,
    GTimeZone *const *zones, guint n, gint64 number);

/* What calendar_openings keeps, and begins with. */
GHashTable *calendar_openings_new(void);

/* What is open in a zone from one moment until another; owned. */
GArray *calendar_work_out(const struct calendar *calendar, GTimeZone *zone,
    gint64 from_at, gint64 until_at);

/* Appends an opening, joined to the last if they touch; none that is empty. */
void calendar_push(GArray *openings, gint64 from_at, gint64 until_at);

/* The number of the first closure that ends after `time`; all->len: none. */
guint calendar_closure_after(const GArray *all, gint64 time);

#endif
