/*
 * loop.c - see loop.h. Called by the daemon.
 *
 * GLib waits by a function that can be replaced: what passes between two calls
 * of it is a turn. That function is handed no data of ours.
 */
#include "base/loop.h"

static struct {
	loop_took took;
	gpointer user;
	gint64 woke_us; /* 0: it has not waited yet */
} measured;

static gint
wait_and_measure(GPollFD *fds, guint n, gint timeout_ms)
{
	gint ready;

	if (measured.woke_us != 0)
		measured.took(g_get_monotonic_time() - measured.woke_us,
		    measured.user);
	ready = g_poll(fds, n, timeout_ms);
	measured.woke_us = g_get_monotonic_time();
	return ready;
}

void
loop_measure(loop_took took, gpointer user)
{
	measured.took = took;
	measured.user = user;
	measured.woke_us = 0;
	g_main_context_set_poll_func(NULL,
	    took != NULL ? wait_and_measure : NULL);
}
