/*
 * recurrence.h - when a rule of RFC 5545 (RRULE) comes round next.
 *
 * Taken: FREQ of DAILY or longer, at most one BYMINUTE and one BYSECOND, no
 * COUNT, no UNTIL, no BYWEEKNO; BYSETPOS for weekdays of months and years only.
 * INTERVAL counts from Monday 2024-01-01. What is not said is 00:00:00, Monday,
 * the first, January.
 */
#ifndef BASE_RECURRENCE_H
#define BASE_RECURRENCE_H

#include <glib.h>

#include "base/autoptr.h"

struct recurrence;

/* NULL with error set, saying what was found and what is allowed. */
struct recurrence *recurrence_parse(const char *rule, GError **error);
void recurrence_free(struct recurrence *recurrence);
AUTOPTR_DEFINE(recurrence, recurrence_free)

/*
 * The first time after `after_at` at which the rule, kept in this zone's local
 * time, comes round. FALSE if it never does within ten years.
 */
gboolean recurrence_next(const struct recurrence *recurrence, GTimeZone *zone,
    gint64 after_at, gint64 *next_at);

#endif
