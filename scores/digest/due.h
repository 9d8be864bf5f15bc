/*
 * due.h - when a team's digest is due, and over which days it looks. Pure.
 *
 * A digest comes at each occurrence of the team's rule and covers the days
 * since the occurrence before. After a pause only the latest is due: those
 * that were missed are not sent in a burst.
 */
#ifndef SCORES_DUE_H
#define SCORES_DUE_H

#include <glib.h>

#include "base/recurrence.h"

/* Days since 1970-01-01; the last of each span is not included. */
struct digest_period {
	gint32 before_day; /* before_day..since_day: what it is compared to */
	gint32 since_day;
	gint32 until_day;
	gint64 until_at; /* the occurrence */
};

struct digest_schedule {
	const struct recurrence *rule;
	GTimeZone *zone;      /* the team's: of the rule */
	GTimeZone *days_zone; /* the organisation's: of the counts by day */
	/* The end of the team's last digest; if there was none, when the first
	 * event of all occurred; G_MAXINT64: nothing happened yet. */
	gint64 after_at;
};

/* The latest digest up to now, sent or not. FALSE: the rule has none. */
gboolean digest_latest(const struct digest_schedule *schedule, gint64 now_at,
    struct digest_period *period);

/* The same if it is still to be sent. */
gboolean digest_due(const struct digest_schedule *schedule, gint64 now_at,
    struct digest_period *period);

/* When to look again after now_at; G_MAXINT64: never. */
gint64 digest_next_look(const struct digest_schedule *schedule, gint64 now_at);

#endif
