/*
 * settings_touchpoint_check.c - what is wrong between a [touchpoint NAME] and
 * other sections: names that nothing bears, and doors that are missing.
 *
 * Its keys among themselves are settings_journey.c's. Called by
 * settings_check.c.
 */
#include "base/settings_internal.h"

#include <string.h>

/* Whether one of the providers in `via` is among the names. */
static gboolean
names_one(const char *const *via, const char *const *names)
{
	for (; *via != NULL; via++)
		if (g_strv_contains(names, *via))
			return TRUE;
	return FALSE;
}

static void
check_door(const struct settings *settings,
    const struct config_section *touchpoint, const char *channel,
    GPtrArray *mistakes)
{
	g_autofree const char **names = settings_providers_of(settings,
	    channel);
	g_autofree char *known = g_strjoinv(" or ", (char **)names);

	if (names[0] == NULL)
		config_mistake(touchpoint, NULL, mistakes,
		    "there is no [provider NAME] of channel %s that it could "
		    "leave by",
		    channel);
	else if (names[1] != NULL &&
	    !names_one(config_list(touchpoint, "via"), names))
		config_mistake(touchpoint, "via", mistakes,
		    "there are several providers of channel %s; allowed is %s, "
		    "or several of them in order",
		    channel, known);
}

/* A provider of a channel by which the touchpoint never asks. */
static void
check_via(const struct settings *settings,
    const struct config_section *touchpoint, GPtrArray *mistakes)
{
	const char *const *channels = config_list(touchpoint, "channel");
	const char *const *via = config_list(touchpoint, "via");

	for (; *via != NULL; via++) {
		const struct config_section *provider =
		    config_find(settings->config, "provider", *via);
		const char *channel = settings_provider_channel(provider);

		if (!g_strv_contains(channels, channel))
			config_mistake(touchpoint, "via", mistakes,
			    "[provider %s] is of channel %s, by which this "
			    "touchpoint does not ask",
			    *via, channel);
	}
}

/* That of the touchpoint or, if it names none, of [cadence]; or NULL. */
static struct calendar *
calendar_of(const struct settings *settings,
    const struct config_section *section)
{
	const struct config_section *cadence =
	    config_find(settings->config, "cadence", NULL);

	if (!config_has(section, "calendar") && cadence != NULL)
		section = cadence;
	return settings_calendar(settings, config_text(section, "calendar"));
}

static void
check_hours(const struct settings *settings,
    const struct config_section *section, const struct config_section *sms,
    GPtrArray *mistakes)
{
	struct calendar *calendar = calendar_of(settings, section);
	struct hours hours;

	hours_parse(config_text(sms, "hours"), &hours, NULL);
	if (calendar != NULL && !settings_calendar_meets(calendar, &hours))
		config_mistake(section, "calendar", mistakes,
		    "[calendar %s] is never open within the hours of [sms], "
		    "%s, so no text could leave; allowed are hours that meet",
		    calendar_name(calendar), config_text(sms, "hours"));
}

static void
check_doors(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes)
{
	const char *const *channels = config_list(section, "channel");
	const struct config_section *sms = config_find(settings->config, "sms",
	    NULL);

	for (guint i = 0; channels[i] != NULL; i++)
		check_door(settings, section, channels[i], mistakes);
	check_via(settings, section, mistakes);
	if (g_strv_contains(channels, "email") && settings->inboxes->len == 0)
		config_mistake(section, NULL, mistakes,
		    "there is no [inbox NAME] where its replies could come in");
	if (!g_strv_contains(channels, "sms"))
		return;
	if (sms == NULL ||
	    (!config_has(sms, "country") && !config_has(sms, "countries")))
		config_mistake(section, "channel", mistakes,
		    "nothing says where texts may go; add to [sms] a line such "
		    "as country = FI");
	else
		check_hours(settings, section, sms, mistakes);
}

void
settings_touchpoint_check(const struct settings *settings,
    const struct config_section *section, gboolean whole, GPtrArray *mistakes)
{
	const char *const *via = config_list(section, "via");
	guint before;

	settings_journey_check(section, mistakes);
	settings_thanks_check(section, mistakes);
	settings_anonymous_check(section, mistakes);
	before = mistakes->len;
	settings_check_calendar(settings, section, mistakes);
	for (; *via != NULL; via++)
		settings_check_name(settings, section, "via", "provider", *via,
		    mistakes);
	if (whole && mistakes->len == before)
		check_doors(settings, section, mistakes);
}
