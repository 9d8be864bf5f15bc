/*
 * settings_cadence.c - the section [cadence]: its keys, and the struct
 * cadence that is built of it.
 *
 * What it says in place of a touchpoint is settings_touchpoint.c's. Called by
 * settings.c.
 */
#include "base/settings_internal.h"

#include <string.h>

#define DAY_S (24 * 60 * (gint64)60)

const struct config_key settings_cadence_keys[] = {
	{ .name = "rest",
	    .type = CONFIG_DURATION,
	    .fallback = "0",
	    .example = "30 days",
	    .max = SETTINGS_LONGEST_S,
	    .help = "Nobody is asked again within it, at whatever touchpoint "
		    "and by whatever channel. Who must wait is asked when it "
		    "is over, if it is not too late then." },
	{ .name = "max_per_year",
	    .type = CONFIG_INTEGER,
	    .fallback = "0",
	    .max = 366, /* ASKS_MAX of store/outbox/outbox.h */
	    .example = "6",
	    .help = "How often a person is asked within 365 days. 0: any "
		    "number of times." },
	{ .name = "drip",
	    .type = CONFIG_RATE,
	    .example = "200/hour",
	    .help = "How many messages leave, over all touchpoints: "
		    "invitations, reminders, and questions for a reason. Laid "
		    "evenly over the hour, not sent in a burst. Any number, "
		    "if it is left out." },
	{ .name = "max_lateness",
	    .type = CONFIG_DURATION,
	    .fallback = "24 hours",
	    .min = 60,
	    .max = SETTINGS_LONGEST_S,
	    .help = "How late a message may leave after an outage, and how "
		    "late an event may come in. What is later than this is "
		    "not sent, and says so. Waiting for a rest, a calendar or "
		    "the drip is no lateness." },
	{ .name = "calendar",
	    .type = CONFIG_TEXT,
	    .example = "polite",
	    .help = "The [calendar NAME] of the touchpoints that name none. "
		    "If it is left out, they may ask at any time." },
	{ .name = "in_doubt",
	    .type = CONFIG_CHOICE,
	    .fallback = "hold",
	    .choices = (const char *const[]){ "hold", "resend", NULL },
	    .help = "What becomes of a message of which nobody knows whether "
		    "it left (a crash or a lost connection at its last byte). "
		    "`hold`: it stands in `dripscore status` until you "
		    "resolve it. `resend`: it is sent again, and may ask "
		    "somebody twice." },
	{ .name = "retry",
	    .type = CONFIG_DURATION,
	    .fallback = "5 minutes",
	    .min = 1,
	    .max = DAY_S,
	    .help = "The pause before a deferred message is tried again; it "
		    "doubles at each try, up to 4 hours." },
	{ 0 },
};

struct rate
settings_rate(const struct config_section *section, const char *key)
{
	const char *text = config_text(section, key);
	struct rate rate = { 0 };

	if (text != NULL)
		rate_parse(text, &rate, NULL);
	return rate;
}

void
settings_cadence_build(struct cadence *cadence,
    const struct config_section *section)
{
	cadence->rest_s = config_number(section, "rest");
	cadence->max_per_year = (guint)config_number(section, "max_per_year");
	cadence->drip = settings_rate(section, "drip");
	cadence->in_doubt_resend =
	    strcmp(config_text(section, "in_doubt"), "resend") == 0;
	cadence->retry_s = config_number(section, "retry");
}
