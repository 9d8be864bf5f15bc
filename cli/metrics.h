/*
 * metrics.h - how it goes, for Prometheus: what this process has counted since
 * it began, and what waits in the store.
 *
 * What the store holds is counted by another process, `dripscore worker
 * metrics`: with millions of rows that takes seconds, and the loop has none.
 * Text format 0.0.4; no address and no text of a person stands in it.
 */
#ifndef CLI_METRICS_H
#define CLI_METRICS_H

#include "scheduler/drip.h"

/* One more. */
void metrics_count_send(const struct drip_report *report);
/* A turn of the loop took so long. */
void metrics_count_turn(gint64 turn_us);

/*
 * All of it; owned. gauges: the answer of the worker; NULL or empty: it has
 * none, and dripscore_store_up is 0.
 */
char *metrics_write(GBytes *gauges);

/* The worker's side: the question is the URL of a store. Of one that cannot be
 * read the answer is empty. */
GBytes *metrics_gauges(GBytes *question, gpointer user);

#endif
