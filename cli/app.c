/*
 * app.c - see app.h: loading what commands need, and saying what is wrong.
 */
#include "cli/app.h"

#include <stdio.h>
#include <string.h>

#include "base/token.h"
#include "providers/inbox.h"
#include "providers/provider.h"
#include "scheduler/import.h"

#define VARIANTS_MAX 32

/* Filled once: the tables must outlive every configuration. */
static struct config_variant provider_variants[VARIANTS_MAX];
static struct config_variant inbox_variants[VARIANTS_MAX];

static void
fill_variants(void)
{
	const struct provider_ops *const *provider = provider_types();
	const struct inbox_ops *const *inbox = inbox_types();

	for (gsize i = 0; provider[i] != NULL && i < VARIANTS_MAX - 1; i++)
		provider_variants[i] = (struct config_variant){
			.value = provider[i]->type,
			.keys = provider[i]->keys,
			.help = provider[i]->help,
		};
	for (gsize i = 0; inbox[i] != NULL && i < VARIANTS_MAX - 1; i++)
		inbox_variants[i] = (struct config_variant){
			.value = inbox[i]->type,
			.keys = inbox[i]->keys,
			.help = inbox[i]->help,
		};
}

struct config_schema *
app_schemas(void)
{
	fill_variants();
	return settings_schemas(provider_variants, inbox_variants);
}

void
app_clear(struct app *app)
{
	g_clear_pointer(&app->composer, composer_free);
	g_clear_pointer(&app->catalog, catalog_free);
	g_clear_pointer(&app->store, store_close);
	g_clear_pointer(&app->settings, settings_free);
	g_clear_pointer(&app->schemas, g_free);
	g_clear_pointer(&app->config_path, g_free);
}

int
app_fail(const GError *error)
{
	fprintf(stderr, "dripscore: %s\n", error->message);
	return error->domain == DRIPSCORE_ERROR ? error->code : EX_SOFTWARE;
}

int
app_fail_with(int code, const char *format, ...)
{
	va_list arguments;

	fputs("dripscore: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return code;
}

static void
print_mistakes(const GPtrArray *mistakes)
{
	for (guint i = 0; i < mistakes->len; i++)
		fprintf(stderr, "%s\n", (const char *)mistakes->pdata[i]);
}

/* Checks of sections that need more than one key. */
static void
check_sections(const struct settings *settings, GPtrArray *mistakes)
{
	for (guint i = 0; i < settings->providers->len; i++) {
		const struct config_section *section =
		    settings->providers->pdata[i];
		const struct provider_ops *ops =
		    provider_find(config_text(section, "type"));

		if (ops->check != NULL)
			ops->check(section, mistakes);
	}
	for (guint i = 0; i < settings->inboxes->len; i++) {
		const struct config_section *section =
		    settings->inboxes->pdata[i];
		const struct inbox_ops *ops =
		    inbox_find(config_text(section, "type"));

		if (ops->check != NULL)
			ops->check(section, mistakes);
	}
	for (guint i = 0; i < settings->imports->len; i++) {
		const struct import_map *map = settings->imports->pdata[i];

		import_check_map(map->section, mistakes);
	}
}

int
app_load(struct app *app)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	if (app->schemas == NULL)
		app->schemas = app_schemas();
	app->settings = settings_load(app->config_path, app->schemas, mistakes,
	    &error);
	if (error != NULL)
		return app_fail(error);
	if (app->settings != NULL)
		check_sections(app->settings, mistakes);
	if (mistakes->len == 0)
		return EX_OK;
	print_mistakes(mistakes);
	return app_fail_with(EX_CONFIG, "%s: %u mistake%s", app->config_path,
	    mistakes->len, mistakes->len == 1 ? "" : "s");
}

int
app_open(struct app *app, gboolean create)
{
	g_autoptr(GError) error = NULL;
	int code = app_load(app);

	if (code != EX_OK)
		return code;
	app->store = store_open(app->settings->store_url, create, &error);
	if (app->store != NULL)
		return EX_OK;
	if (!create && g_error_matches(error, DRIPSCORE_ERROR,
			   DRIPSCORE_ERROR_NO_INPUT))
		return app_fail_with(EX_NOINPUT,
		    "%s\nThe store is made by `dripscore run`, `event` or "
		    "`import`.",
		    error->message);
	return app_fail(error);
}

gboolean
app_check_templates(struct app *app, GPtrArray *mistakes, GError **error)
{
	static const guint8 no_key[TOKEN_KEY_BYTES];

	app->catalog = catalog_load(app->settings->templates_folder, mistakes,
	    error);
	if (app->catalog == NULL)
		return FALSE;
	app->composer = composer_new(app->settings, app->catalog,
	    app->store != NULL ? store_key(app->store) : no_key, mistakes);
	return TRUE;
}

int
app_compose(struct app *app)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	if (!app_check_templates(app, mistakes, &error))
		return app_fail(error);
	if (mistakes->len == 0)
		return EX_OK;
	print_mistakes(mistakes);
	return app_fail_with(EX_CONFIG, "%u mistake%s in templates",
	    mistakes->len, mistakes->len == 1 ? "" : "s");
}

gboolean
command_parse(const struct command *command, const GOptionEntry *entries,
    int *argc, char ***argv)
{
	g_autofree char *usage = g_strdup_printf("%s%s%s", command->name,
	    *command->arguments != '\0' ? " " : "", command->arguments);
	g_autofree char *program = g_strdup_printf("dripscore %s",
	    command->name);
	g_autoptr(GOptionContext) options =
	    g_option_context_new(command->arguments);
	g_autoptr(GError) error = NULL;

	g_set_prgname(program);
	g_option_context_set_summary(options, command->summary);
	g_option_context_set_description(options,
	    "  --config FILE              The configuration, before or after "
	    "the command");
	if (entries != NULL)
		g_option_context_add_main_entries(options, entries, NULL);
	if (g_option_context_parse(options, argc, argv, &error))
		return TRUE;
	app_fail_with(EX_USAGE, "%s\nUsage: dripscore %s; see `dripscore %s "
				"--help`",
	    error->message, usage, command->name);
	return FALSE;
}
