/*
 * settings_journey.c - what is wrong among the keys of one [touchpoint NAME]:
 * whom it follows and when, that cannot be or would be of no use.
 *
 * Called by settings_touchpoint_check.c.
 */
#include "base/settings_internal.h"

#include <string.h>

/* What a touchpoint follows: exactly one of them. */
static const char *const sources[] = { "on", "every", "rrule" };

/* So many rounds of a rule are looked at. */
#define RULES_TRIED 60

#define ONE_SOURCE "allowed is one of `on`, `every` and `rrule`"

static void
check_source(const struct config_section *section, GPtrArray *mistakes)
{
	const char *first = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(sources); i++) {
		if (config_lacks(section, sources[i]))
			continue;
		if (first != NULL)
			config_mistake(section, sources[i], mistakes,
			    "`%s` stands here too; " ONE_SOURCE, first);
		else
			first = sources[i];
	}
	if (first == NULL)
		config_mistake(section, "on", mistakes,
		    "this key is missing; " ONE_SOURCE);
	else if (strcmp(first, "on") != 0 && config_has(section, "unless"))
		config_mistake(section, "unless", mistakes,
		    "with `%s` there is no event that another could end; "
		    "allowed is `unless` with `on`",
		    first);
}

/* The shortest time between two rounds of a rule, of those tried. */
static gint64
rrule_gap(const char *rule, GTimeZone *zone)
{
	g_autoptr(recurrence) recurrence = recurrence_parse(rule, NULL);
	gint64 at = SETTINGS_TRIED_FROM_AT, next_at, gap = G_MAXINT64;
	gboolean first = TRUE;

	for (guint i = 0; i < RULES_TRIED &&
	     recurrence_next(recurrence, zone, at, &next_at);
	     i++) {
		if (!first)
			gap = MIN(gap, next_at - at);
		first = FALSE;
		at = next_at;
	}
	return gap;
}

static void
check_spread(const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	const char *rule = config_text(section, "rrule");
	gint64 spread_s = config_number(section, "spread");
	gint64 every_s = config_number(section, "every");
	g_autofree char *most = NULL;

	if (every_s == 0 && rule != NULL)
		every_s = rrule_gap(rule, utc);
	if (spread_s == 0 || every_s == 0 || spread_s <= every_s)
		return;
	most = config_duration_text(every_s);
	config_mistake(section, "spread", mistakes,
	    "the next round begins before this one is over; allowed is at most "
	    "%s",
	    most);
}

static void
check_reminder(const struct config_section *section, const char *text,
    gint64 remind_s, GPtrArray *mistakes)
{
	gint64 every_s = config_number(section, "every");
	gint64 expires_s = config_number(section, "expires");
	g_autofree char *expires = config_duration_text(expires_s);
	g_autofree char *every = config_duration_text(every_s);

	if (expires_s > 0 && remind_s >= expires_s)
		config_mistake(section, "remind", mistakes,
		    "after %s nobody is reminded, for the invitation expires "
		    "after %s; allowed is less than `expires`",
		    text, expires);
	else if (every_s > 0 && remind_s >= every_s)
		config_mistake(section, "remind", mistakes,
		    "after %s the next round has begun, for it comes every "
		    "%s; allowed is less than `every`",
		    text, every);
}

static void
check_remind(const struct config_section *section, GPtrArray *mistakes)
{
	const char *const *remind = config_list(section, "remind");
	gint64 remind_s[REMINDERS_MAX];
	guint n = settings_reminders(section, remind_s);

	if (g_strv_length((char **)remind) > REMINDERS_MAX)
		config_mistake(section, "remind", mistakes,
		    "%u reminders stand here; allowed are up to %d",
		    g_strv_length((char **)remind), REMINDERS_MAX);
	for (guint i = 0; i < n; i++) {
		if (i > 0 && remind_s[i] <= remind_s[i - 1])
			config_mistake(section, "remind", mistakes,
			    "%s stands behind %s; allowed is the earlier "
			    "first, each counted from the invitation",
			    remind[i], remind[i - 1]);
		check_reminder(section, remind[i], remind_s[i], mistakes);
	}
}

void
settings_journey_check(const struct config_section *section,
    GPtrArray *mistakes)
{
	check_source(section, mistakes);
	check_spread(section, mistakes);
	check_remind(section, mistakes);
	if (g_strcmp0(config_text(section, "rest"), "exempt") == 0 &&
	    config_number(section, "priority") > 0)
		config_mistake(section, "priority", mistakes,
		    "nobody waits for it, for it is exempt from the rest; "
		    "allowed is one of both");
}
