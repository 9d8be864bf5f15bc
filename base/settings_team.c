/*
 * settings_team.c - the section [team NAME]: its keys, what is wrong in it, and
 * the struct. Called by settings.c and settings_check.c.
 */
#include <string.h>

#include "base/settings_internal.h"
#include "base/timezone.h"

#define NO_ALERT "none"

static const char *const nothing_new[] = { "line", "none", NULL };
static const char *const no_alert[] = { NO_ALERT, NULL };

const struct config_key settings_team_keys[] = {
	{ .name = "to",
	    .type = CONFIG_ADDRESSES,
	    .required = TRUE,
	    .example = "frontdesk@example.com",
	    .help = "Who gets its digest." },
	{ .name = "touchpoints",
	    .type = CONFIG_LIST,
	    .example = "after-booking, week-later",
	    .help = "Those that the team answers for. All, if it is left "
		    "out." },
	{ .name = "digest",
	    .type = CONFIG_RRULE,
	    .example = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8",
	    .help = "When its digest goes out, in the team's time zone. None "
		    "is sent, if it is left out." },
	{ .name = "nothing_new",
	    .type = CONFIG_CHOICE,
	    .fallback = "line",
	    .choices = nothing_new,
	    .help = "What its digest is when there is nothing to tell (no "
		    "answers, no open cases, nothing that stands still): one "
		    "line, or none." },
	{ .name = "alert",
	    .type = CONFIG_ANSWERS,
	    .choices = no_alert,
	    .example = "detractors",
	    .help = "Which answers it hears of the minute they come: "
		    "detractors, passives, promoters, or a condition as in "
		    "`where`, which knows besides: score; drop, by how many "
		    "points it is below the same person's answer before; "
		    "comment is set; touchpoint, channel, tag. As in: value > "
		    "1000 and score <= 8. None, if it is left out." },
	{ .name = "alert_to",
	    .type = CONFIG_LIST,
	    .example = "frontdesk@example.com, owner",
	    .help = "Who hears of them: addresses, names of providers of "
		    "type webhook or slack, and `owner`: the address in the "
		    "attribute `owner` of the event or the customer. Those of "
		    "`to`, if it is left out." },
	{ .name = "drip",
	    .type = CONFIG_RATE,
	    .example = "40/day",
	    .help = "How many messages of all its touchpoints together leave: "
		    "as many as it can follow up." },
	{ .name = "timezone",
	    .type = CONFIG_TIMEZONE,
	    .example = "Europe/Lisbon",
	    .help = "The organisation's, if it is left out." },
	{ .name = "language",
	    .type = CONFIG_LANGUAGE,
	    .example = "pt",
	    .help = "The organisation's, if it is left out." },
	{ 0 },
};

gboolean
team_has_touchpoint(const struct team *team, const char *touchpoint)
{
	return team->touchpoints[0] == NULL ||
	    g_strv_contains((const char *const *)team->touchpoints, touchpoint);
}

/* An address, the word for the owner, or a provider that is called. */
static void
check_alerted(const struct settings *settings,
    const struct config_section *section, const char *word, gboolean whole,
    GPtrArray *mistakes)
{
	g_autofree const char **hooks = settings_providers_of(settings,
	    "webhook");
	g_autoptr(GError) error = NULL;
	g_autofree char *known = NULL;
	const char *near;

	if (strcmp(word, TEAM_ALERT_OWNER) == 0 ||
	    g_strv_contains(hooks, word))
		return;
	if (strchr(word, '@') != NULL) {
		if (!config_address_check(word, &error))
			config_mistake(section, "alert_to", mistakes, "%s",
			    error->message);
		return;
	}
	/* It may be there, and be wrong itself. */
	if (!whole && config_find(settings->config, "provider", word) != NULL)
		return;
	known = g_strjoinv(", ", (char **)hooks);
	near = config_did_you_mean(word, hooks);
	if (near == NULL)
		near = config_did_you_mean(word,
		    (const char *const[]){ TEAM_ALERT_OWNER, NULL });
	config_mistake(section, "alert_to", mistakes,
	    "\"%s\" is nobody%s%s%s; allowed are addresses, owner, and the "
	    "name of a [provider NAME] of type webhook or slack; there is %s",
	    word, near != NULL ? ", did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "",
	    *known != '\0' ? known : "none");
}

/* A tag or a touchpoint that nobody knows is mistyped. */
static void
check_named(const struct settings *settings,
    const struct config_section *section, const struct condition *alert,
    const char *kind, GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) named = condition_named_of_answers(alert, kind);

	for (guint i = 0; i < named->len; i++)
		settings_check_name(settings, section, "alert", kind,
		    named->pdata[i], mistakes);
}

static void
check_rule(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes)
{
	const char *text = config_text(section, "alert");
	g_autoptr(condition) alert = NULL;

	if (text == NULL || strcmp(text, NO_ALERT) == 0)
		return;
	alert = condition_parse_answer(text, NULL);
	check_named(settings, section, alert, "tag", mistakes);
	check_named(settings, section, alert, "touchpoint", mistakes);
}

static void
check_alert(const struct settings *settings,
    const struct config_section *section, gboolean whole, GPtrArray *mistakes)
{
	const char *const *words = config_list(section, "alert_to");

	if (*words != NULL && config_lacks(section, "alert"))
		config_mistake(section, "alert_to", mistakes,
		    "nobody hears of any answer, for there is no `alert`; "
		    "allowed is, for example, alert = detractors");
	for (; *words != NULL; words++)
		check_alerted(settings, section, *words, whole, mistakes);
	check_rule(settings, section, mistakes);
}

void
settings_team_check(const struct settings *settings,
    const struct config_section *section, gboolean whole, GPtrArray *mistakes)
{
	const char *const *names = config_list(section, "touchpoints");
	g_autofree const char **doors = settings_providers_of(settings,
	    "email");

	for (; *names != NULL; names++)
		settings_check_name(settings, section, "touchpoints",
		    "touchpoint", *names, mistakes);
	if (whole && doors[0] == NULL)
		config_mistake(section, NULL, mistakes,
		    "there is no [provider NAME] of channel email that its "
		    "digest could leave by");
	check_alert(settings, section, whole, mistakes);
}

static void
build_alert(struct team *team, const struct config_section *section)
{
	const char *alert = config_text(section, "alert");
	const char *const *alert_to = config_list(section, "alert_to");

	if (alert != NULL && strcmp(alert, NO_ALERT) != 0)
		team->alert = condition_parse_answer(alert, NULL);
	team->alert_to = g_strdupv(
	    *alert_to != NULL ? (char **)alert_to : team->to);
}

struct team *
settings_team_build(const struct settings *settings,
    const struct config_section *section)
{
	struct team *team = g_new0(struct team, 1);
	const char *rule = config_text(section, "digest");
	const char *zone = config_text(section, "timezone");
	const char *language = config_text(section, "language");

	team->name = g_strdup(section->name);
	team->to = g_strdupv((char **)config_list(section, "to"));
	team->touchpoints = g_strdupv(
	    (char **)config_list(section, "touchpoints"));
	team->digest = rule != NULL ? recurrence_parse(rule, NULL) : NULL;
	team->silent_without_news = strcmp(config_text(section, "nothing_new"),
					"none") == 0;
	team->zone = zone != NULL ?
	    timezone_find(zone, NULL) :
	    g_time_zone_ref(settings->organisation.zone);
	team->language = g_strdup(
	    language != NULL ? language : settings->organisation.language);
	team->drip = settings_rate(section, "drip");
	build_alert(team, section);
	return team;
}

void
settings_team_free(gpointer data)
{
	struct team *team = data;

	g_free(team->name);
	g_strfreev(team->to);
	g_strfreev(team->touchpoints);
	g_clear_pointer(&team->digest, recurrence_free);
	g_clear_pointer(&team->zone, g_time_zone_unref);
	g_free(team->language);
	g_clear_pointer(&team->alert, condition_free);
	g_strfreev(team->alert_to);
	g_free(team);
}
