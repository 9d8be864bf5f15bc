/*
 * smtp_wait.h - one source of the main loop for all that a connection waits
 * for: its descriptor, a moment, and a turn it asked for itself.
 *
 * GLib's own sources are made anew for each wish, or wake the loop by a write;
 * here a message costs the loop nothing. Used by smtp_connection.c.
 */
#ifndef PROVIDERS_SMTP_WAIT_H
#define PROVIDERS_SMTP_WAIT_H

#include <glib.h>

struct smtp_wait;

/* From the default main context. readable: so is the descriptor, or it is
 * broken. It may free the wait. */
typedef void (*smtp_wait_over)(gboolean readable, gpointer user);

struct smtp_wait *smtp_wait_new(smtp_wait_over over, gpointer user);
void smtp_wait_free(struct smtp_wait *wait);

/* A turn soon, once. */
void smtp_wait_ask(struct smtp_wait *wait);
/* At this moment of the monotonic clock, until it is moved; 0: never. */
void smtp_wait_until(struct smtp_wait *wait, gint64 at_us);
/* Once the descriptor is in this condition; 0: not at all. */
void smtp_wait_watch(struct smtp_wait *wait, int descriptor,
    GIOCondition condition);

#endif
