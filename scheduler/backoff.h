/*
 * backoff.h - how long a provider that is not reached is left alone. Pure.
 */
#ifndef SCHEDULER_BACKOFF_H
#define SCHEDULER_BACKOFF_H

#include <glib.h>

#define BACKOFF_MAX_S (5 * 60)

/*
 * After so many misses in a row, from 1: 1 s, 2, 4, ... up to BACKOFF_MAX_S,
 * and up to a quarter more or less of that by name and misses: not all who wait
 * for one host come back at the same moment.
 */
gint64 backoff_s(const char *name, guint misses);

#endif
