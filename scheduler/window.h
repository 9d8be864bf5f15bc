/*
 * window.h - when a message may reach a person: hours of the day where the
 * person is. The one check of it: quiet hours now, calendars later. Pure.
 */
#ifndef SCHEDULER_WINDOW_H
#define SCHEDULER_WINDOW_H

#include "base/hours.h"
#include "base/settings.h"

/*
 * The first moment from `at` on that is within the hours in each of the zones
 * (GTimeZone), across days and changes of the clock; at itself, if it is. If
 * the zones lie so far apart that there is none, the first zone alone counts.
 */
gint64 window_next(const struct hours *hours, GTimeZone *const *zones,
    guint n_zones, gint64 at);
/* Whether it is. */
gboolean window_contains(const struct hours *hours, GTimeZone *zone, gint64 at);

/*
 * When a text may reach the contact, from `at` on, by the hours in [sms]: in
 * the contact's own time zone, else in all those of the number's country, else
 * in the organisation's.
 */
gint64 window_next_text(const struct settings *settings,
    const struct contact *contact, gint64 at);

#endif
