/*
 * slots.h - one drip: how much room its slots of time have. Pure.
 *
 * A rate a minute has a slot for each minute; a rate an hour too, and its n are
 * laid evenly over the 60 minutes of the hour (of UTC); a rate a day has one
 * for each day in the organisation's zone.
 */
#ifndef SCHEDULER_SLOTS_H
#define SCHEDULER_SLOTS_H

#include "base/autoptr.h"
#include "base/rate.h"

struct slots;

/* zone is borrowed; rate->n is not 0. */
struct slots *slots_new(const struct rate *rate, GTimeZone *zone);
void slots_free(struct slots *slots);
AUTOPTR_DEFINE(slots, slots_free)

/* Whether the two moments are in the same slot. */
gboolean slots_are_one(const struct slots *slots, gint64 one_at,
    gint64 other_at);
/* When the slot of that moment begins, and the next one. */
gint64 slots_begin(const struct slots *slots, gint64 at);
gint64 slots_end(const struct slots *slots, gint64 at);

/* Whether more was taken of the slot of that moment than it has room for. */
gboolean slots_is_overfull(const struct slots *slots, gint64 at);

/* The first moment from `at` on that has room. */
gint64 slots_next(struct slots *slots, gint64 at);

/* Room or not: what has left has left. */
void slots_take(struct slots *slots, gint64 at);
/* TRUE if its slot had no room, and has some now. */
gboolean slots_give_back(struct slots *slots, gint64 at);

/* Slots before that of `at` are asked for no more. */
void slots_forget(struct slots *slots, gint64 at);

/* How many slots it remembers: for tests. */
guint slots_count(const struct slots *slots);

#endif
