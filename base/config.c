/*
 * config.c - reads a configuration: which sections there may be and must be,
 * and everything that does not fit, in the order of lines.
 *
 * Keys are judged by config_section.c. Called by cli/, which knows the tables
 * of all rooms. Values are handed out by config_get.c.
 */
#include "base/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/config_section.h"
#include "base/config_value.h"

static const struct config_schema *
schema_find(const struct config_schema *schemas, const char *kind)
{
	for (; schemas->kind != NULL; schemas++)
		if (g_str_equal(schemas->kind, kind))
			return schemas;
	return NULL;
}

/* A letter or digit, then letters, digits, `-`, `_` and `.`. */
static gboolean
name_is_sound(const char *name)
{
	return g_regex_match_simple("^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]*$",
	    name, G_REGEX_DOLLAR_ENDONLY, 0);
}

static void
header_check(const struct config_reading *reading,
    const struct config_schema *schema, const struct ini_section *section)
{
	if (schema->named && section->name == NULL)
		config_report(reading, section->line, section, NULL,
		    "the name is missing; allowed is [%s NAME], as in [%s %s]",
		    schema->kind, schema->kind,
		    schema->example_name != NULL ? schema->example_name :
						   "example");
	else if (!schema->named && section->name != NULL)
		config_report(reading, section->line, section, NULL,
		    "this section has no name; allowed is [%s]", schema->kind);
	else if (section->name != NULL && !name_is_sound(section->name))
		config_report(reading, section->line, section, NULL,
		    "this is no name; "
		    "allowed are letters, digits, and - _ . after the first");
}

static void
report_unknown_kind(const struct config_reading *reading,
    const struct ini_section *section)
{
	g_autoptr(GPtrArray) kinds = g_ptr_array_new();
	const struct config_schema *schema = reading->schemas;
	const char *const *all;
	const char *nearest;
	g_autofree char *hint = NULL, *allowed = NULL;

	for (; schema->kind != NULL; schema++)
		g_ptr_array_add(kinds, (gpointer)schema->kind);
	g_ptr_array_add(kinds, NULL);
	all = (const char *const *)kinds->pdata;
	nearest = config_did_you_mean(section->kind, all);
	hint = config_words_hint(section->kind, all);
	allowed = config_words_join(all);
	if (nearest != NULL)
		g_hash_table_add(reading->kinds, (gpointer)nearest);
	config_report(reading, section->line, section, NULL,
	    "unknown section%s; allowed are %s", hint, allowed);
}

/* What stood before under the same kind and name, or NULL. */
static const struct config_section *
section_before(const struct config *config, const struct ini_section *section)
{
	for (guint i = 0; i < config->sections->len; i++) {
		const struct config_section *other = config->sections->pdata[i];

		if (g_str_equal(other->schema->kind, section->kind) &&
		    g_strcmp0(other->name, section->name) == 0)
			return other;
	}
	return NULL;
}

static void
section_judge(const struct config_reading *reading, struct config *config,
    const struct ini_section *section)
{
	const struct config_schema *schema = schema_find(reading->schemas,
	    section->kind);
	const struct config_section *before = section_before(config, section);

	if (schema == NULL) {
		report_unknown_kind(reading, section);
		return;
	}
	if (before != NULL)
		config_report(reading, section->line, section, NULL,
		    "this section stands in line %u already; allowed is once",
		    before->line);
	else
		header_check(reading, schema, section);
	g_hash_table_add(reading->kinds, (gpointer)schema->kind);
	g_ptr_array_add(config->sections,
	    config_section_take(reading, schema, section, before != NULL));
}

static void
report_missing_kinds(const struct config_reading *reading)
{
	const struct config_schema *schema = reading->schemas;

	for (; schema->kind != NULL; schema++) {
		struct ini_section missing = { .kind = (char *)schema->kind,
			.name = schema->named ? (char *)"NAME" : NULL };

		if (schema->required &&
		    !g_hash_table_contains(reading->kinds, schema->kind))
			config_report(reading, 1, &missing, NULL,
			    "this "
			    "section is missing; at least one must stand in "
			    "the file");
	}
}

/* A mistake begins with path and line. */
static int
by_line(gconstpointer a, gconstpointer b, gpointer path)
{
	gsize skip = strlen(path) + 1;
	gulong line_a = strtoul(*(const char *const *)a + skip, NULL, 10);
	gulong line_b = strtoul(*(const char *const *)b + skip, NULL, 10);

	return (line_a > line_b) - (line_a < line_b);
}

/* Takes over what ini_read found, file and mistakes. */
static struct config *
config_judge(struct ini_file *file, GPtrArray *found,
    const struct config_schema *schemas, GPtrArray *mistakes)
{
	struct config *config = g_new0(struct config, 1);
	g_autofree char *dirname = g_path_get_dirname(file->path);
	g_autofree char *folder = g_canonicalize_filename(dirname, NULL);
	g_autoptr(GHashTable) kinds = g_hash_table_new(g_str_hash, g_str_equal);
	struct config_reading reading = { .schemas = schemas,
		.path = file->path,
		.folder = folder,
		.mistakes = found,
		.kinds = kinds };

	config->path = g_strdup(file->path);
	config->sections = g_ptr_array_new_with_free_func(config_section_free);
	config->defaults = g_ptr_array_new_with_free_func(config_section_free);
	for (guint i = 0; i < file->sections->len; i++)
		section_judge(&reading, config, file->sections->pdata[i]);
	report_missing_kinds(&reading);
	g_ptr_array_sort_with_data(found, by_line, file->path);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(mistakes, found->pdata[i]);
	ini_file_free(file);
	return config;
}

struct config *
config_read(const char *path, const struct config_schema *schemas,
    GPtrArray *mistakes, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct ini_file *file = ini_read(path, found, error);

	return file == NULL ? NULL :
			      config_judge(file, found, schemas, mistakes);
}

struct config *
config_read_text(const char *path, const char *text, gsize n,
    const struct config_schema *schemas, GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();

	return config_judge(ini_read_text(path, text, n, found), found, schemas,
	    mistakes);
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	g_free(config->path);
	g_ptr_array_unref(config->sections);
	g_ptr_array_unref(config->defaults);
	g_free(config);
}
