/*
 * settings_check.c - what is wrong in a configuration across its sections:
 * names that nothing bears, and doors that are missing.
 *
 * Templates are checked where they are loaded (templates/), providers where
 * they are opened. Called by settings.c.
 */
#include <string.h>

#include "base/settings_internal.h"

/* The names of all sections of a kind, NULL-terminated; to be freed alone. */
static const char **
names_of(const struct settings *settings, const char *kind)
{
	GPtrArray *names = g_ptr_array_new();
	GPtrArray *sections = settings->config->sections;

	for (guint i = 0; i < sections->len; i++) {
		struct config_section *section = sections->pdata[i];

		if (strcmp(section->schema->kind, kind) == 0)
			g_ptr_array_add(names, section->name);
	}
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

char *
settings_no_section(const struct settings *settings, const char *kind,
    const char *name)
{
	g_autofree const char **names = names_of(settings, kind);
	g_autofree char *known = g_strjoinv(", ", (char **)names);
	const char *near = config_did_you_mean(name, names);

	return g_strdup_printf("there is no [%s %s]%s%s%s; there is %s", kind,
	    name, near != NULL ? ", did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "",
	    *known != '\0' ? known : "none");
}

void
settings_check_name(const struct settings *settings,
    const struct config_section *section, const char *key, const char *kind,
    const char *name, GPtrArray *mistakes)
{
	g_autofree char *what = NULL;

	if (config_find(settings->config, kind, name) != NULL)
		return;
	what = settings_no_section(settings, kind, name);
	config_mistake(section, key, mistakes, "%s", what);
}

const char *
settings_provider_channel(const struct config_section *provider)
{
	const struct config_variant *variant = provider->schema->variants;
	const char *type = config_text(provider, "type");

	for (; type != NULL && variant->value != NULL; variant++)
		if (strcmp(variant->value, type) == 0)
			return variant->group;
	return NULL;
}

const char **
settings_providers_of(const struct settings *settings, const char *channel)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < settings->providers->len; i++) {
		struct config_section *each = settings->providers->pdata[i];

		if (g_strcmp0(settings_provider_channel(each), channel) == 0)
			g_ptr_array_add(names, each->name);
	}
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

static void
check_admin(const struct settings *settings,
    const struct config_section *section, gboolean whole, GPtrArray *mistakes)
{
	g_autofree const char **doors = settings_providers_of(settings,
	    "email");

	if (whole && doors[0] == NULL && config_has(section, "admin"))
		config_mistake(section, "admin", mistakes,
		    "there is no [provider NAME] of channel email that an "
		    "alert could leave by");
}

void
settings_check(const struct settings *settings, gboolean whole,
    GPtrArray *mistakes)
{
	GPtrArray *sections = settings->config->sections;

	for (guint i = 0; i < sections->len; i++) {
		struct config_section *section = sections->pdata[i];
		const char *kind = section->schema->kind;

		if (strcmp(kind, "touchpoint") == 0)
			settings_touchpoint_check(settings, section, whole,
			    mistakes);
		else if (strcmp(kind, "team") == 0)
			settings_team_check(settings, section, whole,
			    mistakes);
		else if (strcmp(kind, "cadence") == 0)
			settings_check_calendar(settings, section, mistakes);
		else if (strcmp(kind, "feed") == 0)
			settings_feed_check(settings, section, mistakes);
		else if (strcmp(kind, "organisation") == 0)
			check_admin(settings, section, whole, mistakes);
		else if (strcmp(kind, "cases") == 0)
			settings_cases_check(section, mistakes);
		else if (strcmp(kind, "scores") == 0)
			settings_scores_check(section, mistakes);
		else if (strcmp(kind, "sms") == 0)
			settings_sms_check(section, whole, mistakes);
		else if (strcmp(kind, "tag") == 0)
			settings_tag_check(settings, section, mistakes);
		else if (strcmp(kind, "web") == 0)
			settings_web_check(section, mistakes);
	}
}
