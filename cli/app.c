/*
 * app.c - see app.h: loading what commands need, and saying what is wrong.
 */
#include "cli/app.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/token.h"
#include "cli/webhooks.h"
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
			.group = channel_name(provider[i]->channel),
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
	g_clear_pointer(&app->listener, listener_unref);
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
	g_autofree char *line = text_clean(error->message);

	fprintf(stderr, "dripscore: %s\n", line);
	if (g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST))
		return EX_TEMPFAIL;
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

int
app_no_section(const struct app *app, const char *kind, const char *name)
{
	g_autofree char *what = settings_no_section(app->settings, kind, name);

	return app_fail_with(EX_USAGE, "%s", what);
}

static void
print_mistakes(const GPtrArray *mistakes)
{
	for (guint i = 0; i < mistakes->len; i++)
		fprintf(stderr, "%s\n", (const char *)mistakes->pdata[i]);
}

/* Of the door that it is, if its type is known. */
static void
check_door(const struct config_section *section, GPtrArray *mistakes)
{
	const char *type = config_text(section, "type");
	const struct provider_ops *provider = NULL;
	const struct inbox_ops *inbox = NULL;

	if (type != NULL && strcmp(section->schema->kind, "provider") == 0)
		provider = provider_find(type);
	else if (type != NULL)
		inbox = inbox_find(type);
	if (provider != NULL && provider->check != NULL)
		provider->check(section, mistakes);
	if (inbox != NULL && inbox->check != NULL)
		inbox->check(section, mistakes);
}

static void
check_templates_folder(const struct config_section *section,
    GPtrArray *mistakes)
{
	const char *folder = config_text(section, "directory");

	if (folder != NULL && !g_file_test(folder, G_FILE_TEST_IS_DIR))
		config_mistake(section, "directory", mistakes,
		    "there is no folder %s", folder);
}

/* Checks of sections that need more than one key. */
static void
check_sections(const struct config *config, gboolean whole, GPtrArray *mistakes)
{
	for (guint i = 0; i < config->sections->len; i++) {
		const struct config_section *section =
		    config->sections->pdata[i];
		const char *kind = section->schema->kind;

		if (strcmp(kind, "provider") == 0 || strcmp(kind, "inbox") == 0)
			check_door(section, mistakes);
		else if (strcmp(kind, "templates") == 0)
			check_templates_folder(section, mistakes);
		else if (whole && strcmp(kind, "import") == 0)
			import_check_map(section, mistakes);
	}
}

/* Customers may speak anything; who asks and who is told must be understood. */
static void
check_language(const struct config_section *section,
    const struct catalog *catalog, GPtrArray *mistakes)
{
	const char *language = config_text(section, "language");
	g_autofree char *known = NULL;

	if (language == NULL || catalog_has_language(catalog, language))
		return;
	known = g_strjoinv(", ", (char **)catalog_languages(catalog));
	config_mistake(section, "language", mistakes,
	    "there is no language \"%s\"; there is %s", language, known);
}

static void
check_languages(const struct config *config, const struct catalog *catalog,
    GPtrArray *mistakes)
{
	for (guint i = 0; i < config->sections->len; i++) {
		const struct config_section *section =
		    config->sections->pdata[i];
		const char *kind = section->schema->kind;

		if (strcmp(kind, "organisation") == 0 ||
		    strcmp(kind, "team") == 0)
			check_language(section, catalog, mistakes);
	}
}

/*
 * What else is wrong in a file that has mistakes: an admin wants to hear of all
 * at once.
 */
static void
look_further(struct app *app, GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(config)
	    config = config_read(app->config_path, app->schemas, known, NULL);
	g_autoptr(catalog) catalog = NULL;

	if (config == NULL)
		return;
	check_sections(config, FALSE, mistakes);
	catalog = catalog_load(config_text(config_section_or_default(config,
					       app->schemas, "templates"),
				   "directory"),
	    mistakes, NULL);
	for (guint i = 0; catalog != NULL && i < config->sections->len; i++) {
		const struct config_section *section =
		    config->sections->pdata[i];

		if (strcmp(section->schema->kind, "touchpoint") == 0)
			compose_check(section, catalog, mistakes);
	}
	if (catalog != NULL)
		check_languages(config, catalog, mistakes);
}

/* The line in "file:line: ..."; 0 in another file. */
static guint64
line_of(const char *mistake, const char *path)
{
	gsize n = strlen(path);

	if (strncmp(mistake, path, n) != 0 || mistake[n] != ':')
		return 0;
	return g_ascii_strtoull(mistake + n + 1, NULL, 10);
}

static int
compare_lines(gconstpointer one, gconstpointer other, gpointer path)
{
	guint64 a = line_of(*(const char *const *)one, path);
	guint64 b = line_of(*(const char *const *)other, path);

	return (a > b) - (a < b);
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
		check_sections(app->settings->config, TRUE, mistakes);
	else
		look_further(app, mistakes);
	if (mistakes->len == 0)
		return EX_OK;
	g_ptr_array_sort_with_data(mistakes, compare_lines, app->config_path);
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
	if (!create &&
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT))
		return app_fail_with(EX_NOINPUT,
		    "%s\nThe store is made by `dripscore run`, `event` or "
		    "`import`.",
		    error->message);
	return app_fail(error);
}

/* Templates and touchpoints' words; mistakes are appended. */
static gboolean
load_templates(struct app *app, GPtrArray *mistakes, GError **error)
{
	static const guint8 no_key[TOKEN_KEY_BYTES];

	app->catalog = catalog_load(app->settings->templates_folder, mistakes,
	    error);
	if (app->catalog == NULL)
		return FALSE;
	check_languages(app->settings->config, app->catalog, mistakes);
	app->composer = composer_new(app->settings, app->catalog,
	    app->store != NULL ? store_key(app->store) : no_key, mistakes);
	return TRUE;
}

int
app_compose(struct app *app)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	if (!load_templates(app, mistakes, &error))
		return app_fail(error);
	if (mistakes->len == 0)
		return EX_OK;
	print_mistakes(mistakes);
	return app_fail_with(EX_CONFIG,
	    "%u mistake%s in templates and languages", mistakes->len,
	    mistakes->len == 1 ? "" : "s");
}

static char *config_shown;
static const GOptionEntry config_entry[] = {
	{ "config", 0, 0, G_OPTION_ARG_FILENAME, &config_shown,
	    "The configuration; may stand before the command", "FILE" },
	{ 0 },
};

gboolean
command_parse(const struct command *command, const GOptionEntry *entries,
    int *argc, char ***argv)
{
	g_autofree char *usage = g_strdup_printf("%s%s%s", command->name,
	    *command->arguments != '\0' ? " " : "", command->arguments);
	g_autofree char *program = g_strdup_printf("dripscore %s",
	    command->name);
	g_autoptr(GOptionContext)
	    options = g_option_context_new(command->arguments);
	g_autoptr(GError) error = NULL;

	g_set_prgname(program);
	g_option_context_set_summary(options, command->summary);
	/* main.c has taken it; here it is for --help alone. */
	g_option_context_add_main_entries(options, config_entry, NULL);
	if (entries != NULL)
		g_option_context_add_main_entries(options, entries, NULL);
	if (!g_option_context_parse(options, argc, argv, &error))
		app_fail_with(EX_USAGE,
		    "%s\nUsage: dripscore %s; see "
		    "`dripscore %s --help`",
		    error->message, usage, command->name);
	else if (*command->arguments == '\0' && *argc > 1)
		app_fail_with(EX_USAGE,
		    "%s takes no argument, \"%s\" "
		    "is one; see `dripscore %s --help`",
		    command->name, (*argv)[1], command->name);
	else
		return TRUE;
	return FALSE;
}
