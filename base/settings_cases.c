/*
 * settings_cases.c - the section [cases]: its keys, and the struct case_rules
 * that is built of it. Called by settings.c.
 */
#include "base/settings_internal.h"

#include <string.h>

#define DAY_S (24 * 60 * (gint64)60)
#define NO_CASES "none"

static const char *const no_cases[] = { NO_CASES, NULL };
static const char *const no_reminder[] = { "none", NULL };

const struct config_key settings_cases_keys[] = {
	{ .name = "open",
	    .type = CONFIG_ANSWERS,
	    .fallback = "detractors",
	    .choices = no_cases,
	    .example = "score <= 4",
	    .help = "Which answers open a case: detractors, passives, "
		    "promoters, or a condition as in `alert`. Alerts, and "
		    "replies that a person should look at, open one in any "
		    "case; answers without a name, and those of an import, "
		    "none." },
	{ .name = "due",
	    .type = CONFIG_DURATION,
	    .fallback = "2 days",
	    .min = 60,
	    .max = 365 * DAY_S,
	    .help = "How long after the answer somebody should have called." },
	{ .name = "remind",
	    .type = CONFIG_DURATION,
	    .fallback = "12 hours",
	    .choices = no_reminder,
	    .min = 60,
	    .max = 365 * DAY_S,
	    .help = "So long before it is late the owner of an open case is "
		    "reminded, once; of a case without an owner, the team." },
	{ .name = "owner",
	    .type = CONFIG_TEXT,
	    .fallback = "owner",
	    .help = "The attribute of an event or a customer that holds the "
		    "address of who looks after them. A case without one is "
		    "that of the first team that answers for the touchpoint." },
	{ 0 },
};

void
settings_cases_check(const struct config_section *section, GPtrArray *mistakes)
{
	gint64 due_s = config_number(section, "due");
	gint64 remind_s = config_number(section, "remind");

	if (due_s != 0 && remind_s >= due_s)
		config_mistake(section, "remind", mistakes,
		    "a case is due so soon that there is no such time before; "
		    "allowed is less than `due`, or none");
}

void
settings_cases_build(struct case_rules *rules,
    const struct config_section *section)
{
	const char *open = config_text(section, "open");

	rules->open = strcmp(open, NO_CASES) != 0 ?
	    condition_parse_answer(open, NULL) :
	    NULL;
	rules->due_s = config_number(section, "due");
	rules->remind_s = config_number(section, "remind");
	rules->owner = g_strdup(config_text(section, "owner"));
}

void
settings_cases_clear(struct case_rules *rules)
{
	g_clear_pointer(&rules->open, condition_free);
	g_clear_pointer(&rules->owner, g_free);
}

char **
settings_case_people(const struct settings *settings, const char *owner,
    const char *team_name)
{
	const char *const alone[] = { owner, NULL };
	const struct team *team = team_name != NULL ?
	    settings_team(settings, team_name) :
	    NULL;

	if (owner != NULL)
		return g_strdupv((char **)alone);
	return g_strdupv(team != NULL ? team->to :
					settings->organisation.admin);
}

void
settings_case_times(const struct settings *settings, gint64 said_at,
    gint64 now_at, gint64 *due_at, gint64 *remind_at)
{
	const struct case_rules *rules = &settings->cases;

	*due_at = MIN(said_at, now_at) + rules->due_s;
	*remind_at = rules->remind_s != 0 ? *due_at - rules->remind_s : 0;
	if (*remind_at <= now_at)
		*remind_at = 0;
}
