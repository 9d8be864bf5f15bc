/*
 * settings.c - from the sections of a checked configuration to typed structs.
 *
 * What is wrong across sections is found by settings_check.c. Called by cli/.
 */
#include "base/settings_internal.h"

#include <string.h>

#include "base/timezone.h"

/* Of a worker, if nothing is said. */
#define LEASE_S 60

void
settings_free(struct settings *settings)
{
	struct organisation *organisation;

	if (settings == NULL)
		return;
	organisation = &settings->organisation;
	g_free(organisation->name);
	g_free(organisation->language);
	g_free(organisation->timezone_name);
	g_clear_pointer(&organisation->zone, g_time_zone_unref);
	g_free(organisation->brand_colour);
	g_free(organisation->logo_url);
	g_free(organisation->postal_address);
	g_strfreev(organisation->admin);
	settings_scores_clear(&settings->scoring);
	settings_cases_clear(&settings->cases);
	settings_sms_clear(&settings->texting);
	settings_web_clear(&settings->web);
	g_free(settings->store_url);
	g_free(settings->templates_folder);
	g_free(settings->reply_address);
	g_clear_pointer(&settings->tags, tag_rules_free);
	g_clear_pointer(&settings->touchpoints, g_ptr_array_unref);
	g_clear_pointer(&settings->calendars, g_ptr_array_unref);
	g_clear_pointer(&settings->teams, g_ptr_array_unref);
	g_clear_pointer(&settings->providers, g_ptr_array_unref);
	g_clear_pointer(&settings->inboxes, g_ptr_array_unref);
	g_clear_pointer(&settings->feeds, g_ptr_array_unref);
	g_clear_pointer(&settings->config, config_free);
	g_free(settings);
}

static char *
dup_text(const struct config_section *section, const char *key)
{
	return g_strdup(config_text(section, key));
}

static char **
dup_list(const struct config_section *section, const char *key)
{
	return g_strdupv((char **)config_list(section, key));
}

static void
build_organisation(struct organisation *organisation,
    const struct config_section *section)
{
	organisation->name = dup_text(section, "name");
	organisation->language = dup_text(section, "language");
	organisation->timezone_name = dup_text(section, "timezone");
	organisation->zone = timezone_find(organisation->timezone_name, NULL);
	organisation->brand_colour = dup_text(section, "brand_colour");
	organisation->logo_url = dup_text(section, "logo_url");
	organisation->postal_address = dup_text(section, "postal_address");
	organisation->admin = dup_list(section, "admin");
}

/* postgresql://USER:PASSWORD@HOST, ?password=, password= */
static gboolean
has_password(const char *url)
{
	const char *host = strchr(url, '@');
	const char *user = strstr(url, "://");
	const char *colon = user != NULL ? strchr(user + 3, ':') : NULL;

	return !g_str_has_prefix(url, "sqlite:") &&
	    ((host != NULL && colon != NULL && colon < host) ||
		strstr(url, "password=") != NULL);
}

/* "sqlite:file.db" counts from the folder of the INI file. */
static char *
store_url(const struct config_section *section, GPtrArray *mistakes)
{
	static const char scheme[] = "sqlite:";
	const char *url = config_text(section, "url");
	const char *path = url + strlen(scheme);
	g_autofree char *folder = NULL;
	g_autofree char *base = NULL;
	g_autofree char *absolute = NULL;

	/* What libpq makes of the rest, it says as it connects. */
	if (g_str_has_prefix(url, "postgresql:") && !has_password(url))
		return g_strdup(url);
	if (has_password(url)) {
		config_mistake(section, "url", mistakes,
		    "a password stands in it; allowed is one in ~/.pgpass, or "
		    "in a file that ?passfile=PATH names");
		return NULL;
	}
	if (!g_str_has_prefix(url, scheme) || *path == '\0') {
		config_mistake(section, "url", mistakes,
		    "\"%s\" is no store; allowed are sqlite:PATH and "
		    "postgresql://USER@HOST/DATABASE",
		    url);
		return NULL;
	}
	if (*path == ':')
		return g_strdup(url);
	folder = g_path_get_dirname(section->path);
	base = g_canonicalize_filename(folder, NULL);
	absolute = g_canonicalize_filename(path, base);
	return g_strconcat(scheme, absolute, NULL);
}

/* 0: there is but one worker. */
static guint
store_lease_s(const struct config_section *section, const char *url,
    GPtrArray *mistakes)
{
	gboolean given = config_has(section, "lease");

	if (url == NULL || !g_str_has_prefix(url, "sqlite:"))
		return given ? (guint)config_number(section, "lease") : LEASE_S;
	if (given)
		config_mistake(section, "lease", mistakes,
		    "a lease is for the workers on PostgreSQL; on SQLite there "
		    "is but one");
	return 0;
}

static void
gather_sections(struct settings *settings)
{
	GPtrArray *sections = settings->config->sections;

	for (guint i = 0; i < sections->len; i++) {
		struct config_section *section = sections->pdata[i];
		const char *kind = section->schema->kind;

		if (strcmp(kind, "provider") == 0)
			g_ptr_array_add(settings->providers, section);
		else if (strcmp(kind, "inbox") == 0)
			g_ptr_array_add(settings->inboxes, section);
		else if (strcmp(kind, "feed") == 0)
			g_ptr_array_add(settings->feeds, section);
	}
}

static void
build_sections(struct settings *settings, const struct config_section *cadence)
{
	GPtrArray *sections = settings->config->sections;

	for (guint i = 0; i < sections->len; i++) {
		struct config_section *section = sections->pdata[i];
		const char *kind = section->schema->kind;

		if (strcmp(kind, "touchpoint") == 0)
			g_ptr_array_add(settings->touchpoints,
			    settings_touchpoint_build(settings, section,
				cadence));
		else if (strcmp(kind, "team") == 0)
			g_ptr_array_add(settings->teams,
			    settings_team_build(settings, section));
	}
	if (settings->inboxes->len > 0)
		settings->reply_address = dup_text(settings->inboxes->pdata[0],
		    "address");
}

/* Before anything else is checked: their files hold mistakes too. */
static void
load_calendars(struct settings *settings, GPtrArray *mistakes)
{
	GPtrArray *sections = settings->config->sections;

	for (guint i = 0; i < sections->len; i++) {
		struct config_section *section = sections->pdata[i];

		if (strcmp(section->schema->kind, "calendar") == 0)
			g_ptr_array_add(settings->calendars,
			    settings_calendar_load(section, mistakes));
	}
}

static struct settings *
settings_new(void)
{
	struct settings *settings = g_new0(struct settings, 1);

	settings->calendars = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)calendar_free);
	settings->touchpoints = g_ptr_array_new_with_free_func(
	    settings_touchpoint_free);
	settings->teams = g_ptr_array_new_with_free_func(
	    settings_team_free);
	settings->providers = g_ptr_array_new();
	settings->inboxes = g_ptr_array_new();
	settings->feeds = g_ptr_array_new();
	return settings;
}

struct settings *
settings_load(const char *path, const struct config_schema *schemas,
    GPtrArray *mistakes, GError **error)
{
	g_autoptr(settings) settings = settings_new();
	const struct config_section *cadence, *web;
	gboolean whole;

	settings->config = config_read(path, schemas, mistakes, error);
	if (settings->config == NULL)
		return NULL;
	whole = mistakes->len == 0;
	gather_sections(settings);
	load_calendars(settings, mistakes);
	settings_check(settings, whole, mistakes);
	/* With values missing or wrong nothing can be built of them. */
	if (mistakes->len > 0)
		return NULL;
	build_organisation(&settings->organisation,
	    config_find(settings->config, "organisation", NULL));
	cadence = config_section_or_default(settings->config, schemas,
	    "cadence");
	settings_cadence_build(&settings->cadence, cadence);
	settings->tags = settings_tags_build(settings);
	build_sections(settings, cadence);
	settings_scores_build(&settings->scoring,
	    config_section_or_default(settings->config, schemas, "scores"));
	settings_cases_build(&settings->cases,
	    config_section_or_default(settings->config, schemas, "cases"));
	settings_sms_build(&settings->texting,
	    config_section_or_default(settings->config, schemas, "sms"));
	web = config_find(settings->config, "web", NULL);
	if (web != NULL)
		settings_web_build(&settings->web, web);
	settings->store_url = store_url(config_find(settings->config, "store",
					    NULL),
	    mistakes);
	settings->lease_s = store_lease_s(config_find(settings->config, "store",
					      NULL),
	    settings->store_url, mistakes);
	settings->templates_folder =
	    dup_text(config_section_or_default(settings->config, schemas,
			 "templates"),
		"directory");
	return mistakes->len == 0 ? g_steal_pointer(&settings) : NULL;
}

const struct touchpoint *
settings_touchpoint(const struct settings *settings, const char *name)
{
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *each = settings->touchpoints->pdata[i];

		if (strcmp(each->name, name) == 0)
			return each;
	}
	return NULL;
}

const struct team *
settings_team(const struct settings *settings, const char *name)
{
	for (guint i = 0; i < settings->teams->len; i++) {
		const struct team *each = settings->teams->pdata[i];

		if (strcmp(each->name, name) == 0)
			return each;
	}
	return NULL;
}

char *
settings_address_with_token(const char *pattern, const char *token)
{
	static const char mark[] = "{token}";
	const char *at = strstr(pattern, mark);

	g_assert(at != NULL);
	return g_strdup_printf("%.*s%s%s", (int)(at - pattern), pattern, token,
	    at + strlen(mark));
}
