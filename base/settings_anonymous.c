/*
 * settings_anonymous.c - what an anonymous [touchpoint NAME] can't have: each
 * would tell who gave which answer. Called by settings_touchpoint_check.c.
 */
#include "base/settings_internal.h"

/* Keys by which a person's score is acted upon. */
static const char *const personal[] = { "nudge" };

void
settings_anonymous_check(const struct config_section *section,
    GPtrArray *mistakes)
{
	if (!config_boolean(section, "anonymous"))
		return;
	if (g_strv_contains(config_list(section, "channel"), "sms"))
		config_mistake(section, "channel", mistakes,
		    "this touchpoint is anonymous, and a text is kept with its "
		    "number by all who carry it; allowed is email");
	for (gsize i = 0; i < G_N_ELEMENTS(personal); i++) {
		if (config_has(section, personal[i]))
			config_mistake(section, personal[i], mistakes,
			    "this touchpoint is anonymous, and nobody is "
			    "written to by what he has answered; allowed is "
			    "`anonymous` without it");
	}
}
