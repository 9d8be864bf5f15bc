/*
 * poll_set.h - many descriptors waited for as one: an epoll set that is one
 * source of the default main context (epoll(7)), so that a turn of the loop
 * costs by what is ready and not by what is open.
 */
#ifndef BASE_POLL_SET_H
#define BASE_POLL_SET_H

#include <glib.h>

#include "base/autoptr.h"

struct poll_set;

/*
 * condition: of G_IO_IN, _OUT, _ERR, _HUP. It may change the set, and free it.
 */
typedef void (
    *poll_set_ready)(int descriptor, GIOCondition condition, gpointer user);

/*
 * after: called when all that were ready have been told; may be NULL, and may
 * free the set.
 */
struct poll_set *poll_set_new(void (*after)(gpointer user), gpointer user);
void poll_set_free(struct poll_set *set);
AUTOPTR_DEFINE(poll_set, poll_set_free)

/*
 * From now on, or otherwise than before; condition 0: not any more. A
 * descriptor is taken out before it is closed. ready is told as long as the
 * condition lasts.
 */
void poll_set_watch(struct poll_set *set, int descriptor,
    GIOCondition condition, poll_set_ready ready, gpointer user);
/* Nothing is waited for any more. */
void poll_set_clear(struct poll_set *set);

#endif
