/*
 * settings_feed.c - the keys of the sections [feed NAME].
 *
 * Called by settings_keys.c.
 */
#include "base/settings_internal.h"

const struct config_key settings_feed_keys[] = {
	{ .name = "url",
	    .type = CONFIG_URL,
	    .required = TRUE,
	    .choices = (const char *const[]){ "https", "http", NULL },
	    .example = "https://bookings.example.com/calendar.ics",
	    .help = "Where it is." },
	{ 0 },
};
