/*
 * clock.h - what time it is.
 *
 * Two clocks: the system's, and one that stands still until it is moved, for
 * staging a configuration and for tests. Only the daemon's loop and the
 * commands in cli/ hold a clock; everybody below is handed `now_at`.
 *
 * All times are UTC seconds since the epoch, in names that end in `_at`.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <glib.h>

struct clock {
	gboolean staged; /* TRUE: stands at staged_at until moved */
	gint64 staged_at;
};

/* The present time by this clock. */
gint64 clock_now(const struct clock *clock);

/* Moves a staged clock forward; never back. Aborts on the system's clock. */
void clock_move(struct clock *clock, gint64 to_at);

/*
 * Reads "2026-03-01", "2026-03-01T12:00:00Z", "2026-03-01 12:00:00+02:00" and
 * the like (ISO 8601; without an offset it is UTC unless zone is given).
 * FALSE with error set if it is none. A bare date is its first second.
 */
gboolean time_parse(const char *text, GTimeZone *zone, gint64 *at,
    GError **error);

/* "2026-03-01T12:00:00Z"; owned by the caller. */
char *time_format(gint64 at);

#endif
