/*
 * backoff.c - see backoff.h. Called by drip_halts.c.
 */
#include "scheduler/backoff.h"

#define DOUBLINGS_MAX 16

gint64
backoff_s(const char *name, guint misses)
{
	gint64 pause_s = (gint64)1 << MIN(MAX(misses, 1) - 1, DOUBLINGS_MAX);
	guint32 lot = g_str_hash(name) * 2654435761U + misses * 40503U;
	gint64 spread_s;

	pause_s = MIN(pause_s, BACKOFF_MAX_S);
	spread_s = pause_s / 4;
	pause_s += (lot >> 8) % (2 * spread_s + 1) - spread_s;
	return MIN(pause_s, BACKOFF_MAX_S);
}
