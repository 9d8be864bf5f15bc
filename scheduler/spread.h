/*
 * spread.h - chances that are drawn once for all: by a hash of names, so that a
 * restart, another store or a second import changes nothing. Pure.
 */
#ifndef SCHEDULER_SPREAD_H
#define SCHEDULER_SPREAD_H

#include "base/model.h"

#define SPREAD_MAX_S G_MAXUINT32

/*
 * The contact's moment within a time of spread_s: 0 to spread_s - 1, even over
 * all contacts, in another order at each touchpoint. By its e-mail address in
 * any case, else its number. A longer time keeps the order of a shorter one.
 * 0 if spread_s is 0; aborts if it passes SPREAD_MAX_S.
 */
gint64 spread_offset(const char *touchpoint, const struct contact *contact,
    gint64 spread_s);

/*
 * Whether the event is among the percent in a hundred that the touchpoint takes
 * at random, by its source, type and reference. What a smaller percentage takes
 * a larger one takes too.
 */
gboolean sample_takes(const char *touchpoint, const struct event *event,
    guint percent);

#endif
