/*
 * calendar.h - the hours of the week in which somebody may be written to, and
 * the days on which nobody is. Pure, but for the reading of files.
 *
 * Hours are local times of whoever is written to. A local time in a DST gap
 * moves forward, one that comes twice is the first (RFC 5545, 3.3.5): a window
 * that opens in a gap opens after it, one that closes in an overlap closes at
 * the first. And it is never open while the clock on the wall shows another
 * time: one that closes in a gap closes as the gap begins.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <glib.h>

#include "base/autoptr.h"

struct calendar;

/* Always open, until hours or closures are added. */
struct calendar *calendar_new(const char *name);
void calendar_free(struct calendar *calendar);
AUTOPTR_DEFINE(calendar, calendar_free)
const char *calendar_name(const struct calendar *calendar);

/*
 * "Mon-Fri 09:00-18:00, Sat 10:00-14:00, Fri 22:00-02:00": the last crosses
 * midnight. Days: Mon..Sun, ranges, or none for all days. FALSE with error set:
 * what was found, what is allowed.
 */
gboolean calendar_add_hours(struct calendar *calendar, const char *text,
    GError **error);

/*
 * Every VEVENT of the iCalendar text closes the calendar: all-day events whole
 * local days, others their time. Recurrences come from 2000 to 2099; what rules
 * may say: recurrence.h, and COUNT, UNTIL, RDATE, EXDATE. FALSE with error set
 * if nothing of it can be used; what cannot be taken is appended to mistakes
 * (char *): "line 12: ...".
 */
gboolean calendar_add_closures(struct calendar *calendar, const char *text,
    gsize n, GPtrArray *mistakes, GError **error);

/* Whether it is open at that time, for somebody in the zone. */
gboolean calendar_contains(const struct calendar *calendar, GTimeZone *zone,
    gint64 at);

/* The first moment from `at` on that is open; G_MAXINT64: none in ten years. */
gint64 calendar_next(const struct calendar *calendar, GTimeZone *zone,
    gint64 at);
/* The first moment after `at`, which is open, that is not; G_MAXINT64: never
 * within ten years. */
gint64 calendar_closes(const struct calendar *calendar, GTimeZone *zone,
    gint64 at);

/*
 * The same, for somebody of whom it is not known in which of n zones he is:
 * open is what is open in all of them. If they lie so far apart that in a week
 * (of UTC, from Thursday on) there is no such moment, the first of them counts
 * alone in it.
 */
gboolean calendar_contains_in(const struct calendar *calendar,
    GTimeZone *const *zones, guint n, gint64 at);
gint64 calendar_next_in(const struct calendar *calendar,
    GTimeZone *const *zones, guint n, gint64 at);
gint64 calendar_closes_in(const struct calendar *calendar,
    GTimeZone *const *zones, guint n, gint64 at);

/* Whether a closure is the cause, if it is not open at that time. *name: its
 * own, "Christmas Day", borrowed; NULL: it has none. */
gboolean calendar_is_closed(const struct calendar *calendar, GTimeZone *zone,
    gint64 at, const char **name);

#endif
