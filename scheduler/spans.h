/*
 * spans.h - a set of whole numbers, kept as spans that don't touch: what has no
 * room, so that it is stepped over at once. Pure.
 */
#ifndef SCHEDULER_SPANS_H
#define SCHEDULER_SPANS_H

#include <glib.h>

#include "base/autoptr.h"

struct spans;

struct spans *spans_new(void);
void spans_free(struct spans *spans);
AUTOPTR_DEFINE(spans, spans_free)

/*
 * The first number from `from` on that is in none. *why, if it is not from
 * itself and why is not NULL, is what the longest part of the span was added
 * with, other than NULL, if there is any.
 */
gint64 spans_skip(const struct spans *spans, gint64 from, gconstpointer *why);

/* Numbers from `from` on, before `until`; from < until. */
void spans_add(struct spans *spans, gint64 from, gint64 until,
    gconstpointer why);
void spans_cut(struct spans *spans, gint64 from, gint64 until);

guint spans_count(const struct spans *spans);

#endif
