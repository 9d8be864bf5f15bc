/*
 * rate.h - how many in which time: "200/hour". Pure.
 */
#ifndef BASE_RATE_H
#define BASE_RATE_H

#include <glib.h>

enum rate_per {
	RATE_PER_MINUTE,
	RATE_PER_HOUR,
	RATE_PER_DAY,
};

struct rate {
	guint n; /* 1 to RATE_MAX; 0: no limit */
	enum rate_per per;
};

#define RATE_MAX 10000000

/* FALSE with error set if it is not "N/minute", "N/hour" or "N/day". */
gboolean rate_parse(const char *text, struct rate *rate, GError **error);
/* "200/hour"; owned. */
char *rate_text(const struct rate *rate);

#endif
