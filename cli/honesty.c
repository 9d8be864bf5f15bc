/*
 * honesty.c - see honesty.h. Which words those are is templates/pleading.h's,
 * which conditions base/condition.h's.
 */
#include "cli/honesty.h"

#include <string.h>

#include "templates/pleading.h"

/* Keys of a touchpoint that people read. */
static const char *const keys[] = { "subject", "question", "text" };

static void
look_at_words(const struct config_section *section, const char *key,
    GPtrArray *warnings)
{
	const char *text = config_text(section, key);
	g_autoptr(GPtrArray) found = NULL;

	if (text == NULL)
		return;
	found = pleading_find(text);
	for (guint i = 0; i < found->len; i++) {
		const struct pleading *one = found->pdata[i];

		config_mistake(section, key, warnings, "\"%s\": %s", one->found,
		    pleading_why(one));
	}
}

static void
look_at_where(const struct config_section *section,
    const struct touchpoint *touchpoint, GPtrArray *warnings)
{
	const char *part = touchpoint->where != NULL ?
	    condition_leaves_out_unhappy(touchpoint->where) :
	    NULL;

	if (part != NULL)
		config_mistake(section, "where", warnings,
		    "\"%s\" leaves out who may be unhappy: the score is then "
		    "of those alone who were content before they were asked",
		    part);
}

static void
look_at_file(const char *path, GPtrArray *warnings)
{
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) found = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return;
	found = pleading_find(text);
	for (guint i = 0; i < found->len; i++) {
		const struct pleading *one = found->pdata[i];

		g_ptr_array_add(warnings,
		    g_strdup_printf("%s:%u: \"%s\": %s", path, one->line,
			one->found, pleading_why(one)));
	}
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
look_at_folder(const char *folder, const char *suffix, GPtrArray *warnings)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		if (g_str_has_suffix(name, suffix))
			g_ptr_array_add(names,
			    g_build_filename(folder, name, NULL));
	}
	g_clear_pointer(&dir, g_dir_close);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++)
		look_at_file(names->pdata[i], warnings);
}

GPtrArray *
honesty_warnings(const struct settings *settings)
{
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    settings->touchpoints->pdata[i];
		const struct config_section *section = config_find(
		    settings->config, "touchpoint", touchpoint->name);

		look_at_where(section, touchpoint, warnings);
		for (gsize k = 0; k < G_N_ELEMENTS(keys); k++)
			look_at_words(section, keys[k], warnings);
	}
	if (settings->templates_folder != NULL) {
		g_autofree char *languages = g_build_filename(
		    settings->templates_folder, "lang", NULL);

		look_at_folder(settings->templates_folder, ".mustache",
		    warnings);
		look_at_folder(languages, ".ini", warnings);
	}
	return warnings;
}
