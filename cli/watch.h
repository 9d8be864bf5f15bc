/*
 * watch.h - hears of what other processes and machines bring into the store.
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include "store/store.h"

struct watch;

/* store: borrowed. changed: called soon after somebody else has committed. */
struct watch *watch_new(struct store *store, void (*changed)(gpointer user),
    gpointer user);
void watch_free(struct watch *watch);
AUTOPTR_DEFINE(watch, watch_free)

#endif
