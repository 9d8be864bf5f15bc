/*
 * recurrence.h - when a rule of RFC 5545 (RRULE) comes round next.
 *
 * libical iterates; we judge the rule first, for libical 3.0.16 can spin on
 * impossible sub-daily rules. Taken: FREQ of DAILY or longer, at most one
 * BYMINUTE and one BYSECOND, no COUNT and no UNTIL.
 */
#ifndef BASE_RECURRENCE_H
#define BASE_RECURRENCE_H

#include <glib.h>

struct recurrence;

/* NULL with error set, saying what was found and what is allowed. */
struct recurrence *recurrence_parse(const char *rule, GError **error);
void recurrence_free(struct recurrence *recurrence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(struct recurrence, recurrence_free)

/*
 * The first time after `after_at` at which the rule, kept in this zone's local
 * time, comes round. FALSE if it never does within ten years.
 */
gboolean recurrence_next(const struct recurrence *recurrence, GTimeZone *zone,
    gint64 after_at, gint64 *next_at);

#endif
