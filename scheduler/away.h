/*
 * away.h - who is away, by an auto-reply, is not reminded until the day of
 * return. Pure.
 */
#ifndef SCHEDULER_AWAY_H
#define SCHEDULER_AWAY_H

#include "base/settings.h"

/*
 * The first moment of that day where the person is: away_until is 00:00 UTC of
 * it. 0: none is known. touchpoint may be NULL.
 */
gint64 away_ends_at(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct contact *contact,
    gint64 away_until);

/* "away until 2026-12-01, by an auto-reply"; owned. */
char *away_reason(gint64 away_until);

#endif
