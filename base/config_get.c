/*
 * config_get.c - hands out what a configuration says, by section and key.
 *
 * A key that is in no table, or is of another type than is asked for, is a
 * broken promise and aborts. Called by every room.
 */
#include "base/config.h"
#include "base/config_section.h"
#include "base/config_value.h"
#include "base/errors.h"

/* The value, or NULL if the key is absent; *declared is its declaration. */
static const struct config_value *
value_find(const struct config_section *section, const char *key,
    const struct config_key **declared)
{
	const struct config_schema *schema = section->schema;
	const struct config_value *variant = NULL;

	*declared = config_key_find(schema->keys, key);
	if (*declared == NULL && schema->variant_key != NULL)
		variant = g_hash_table_lookup(section->values,
		    schema->variant_key);
	if (variant != NULL)
		*declared = config_key_find(config_variant_keys(schema,
						variant->text),
		    key);
	g_assert(*declared != NULL);
	return g_hash_table_lookup(section->values, key);
}

gboolean
config_has(const struct config_section *section, const char *key)
{
	const struct config_key *declared;

	return value_find(section, key, &declared) != NULL;
}

gboolean
config_lacks(const struct config_section *section, const char *key)
{
	return !config_has(section, key) &&
	    !g_hash_table_contains(section->meant, key);
}

const char *
config_text(const struct config_section *section, const char *key)
{
	const struct config_key *declared;
	const struct config_value *value = value_find(section, key, &declared);

	return value != NULL ? value->text : NULL;
}

gint64
config_number(const struct config_section *section, const char *key)
{
	const struct config_key *declared;
	const struct config_value *value = value_find(section, key, &declared);

	g_assert(declared->type == CONFIG_INTEGER ||
	    declared->type == CONFIG_DURATION ||
	    declared->type == CONFIG_SIZE || declared->type == CONFIG_MONEY ||
	    declared->type == CONFIG_PERCENT);
	return value != NULL ? value->number : 0;
}

gboolean
config_boolean(const struct config_section *section, const char *key)
{
	const struct config_key *declared;
	const struct config_value *value = value_find(section, key, &declared);

	g_assert(declared->type == CONFIG_BOOLEAN);
	return value != NULL && value->number != 0;
}

const char *const *
config_list(const struct config_section *section, const char *key)
{
	static const char *const empty[] = { NULL };
	const struct config_key *declared;
	const struct config_value *value = value_find(section, key, &declared);

	g_assert(declared->type == CONFIG_LIST ||
	    declared->type == CONFIG_ADDRESSES ||
	    declared->type == CONFIG_DURATIONS ||
	    declared->type == CONFIG_PATHS || declared->type == CONFIG_MAPPING);
	return value != NULL ? (const char *const *)value->list : empty;
}

char *
config_secret(const struct config_section *section, const char *key,
    GError **error)
{
	const struct config_key *declared;
	const struct config_value *value = value_find(section, key, &declared);

	g_assert(declared->type == CONFIG_SECRET_FILE);
	if (value != NULL)
		return config_secret_read(value->text, error);
	config_refuse(error,
	    "%s:%u: [%s%s%s] %s: this key is missing; allowed "
	    "is the name of a file",
	    section->path, section->line, section->schema->kind,
	    section->name != NULL ? " " : "",
	    section->name != NULL ? section->name : "", key);
	return NULL;
}

const struct config_section *
config_find(const struct config *config, const char *kind, const char *name)
{
	for (guint i = 0; i < config->sections->len; i++) {
		const struct config_section *section =
		    config->sections->pdata[i];

		if (g_str_equal(section->schema->kind, kind) &&
		    (name == NULL || g_strcmp0(section->name, name) == 0))
			return section;
	}
	return NULL;
}

static const struct config_section *
default_find(const struct config *config, const char *kind)
{
	for (guint i = 0; i < config->defaults->len; i++) {
		const struct config_section *section =
		    config->defaults->pdata[i];

		if (g_str_equal(section->schema->kind, kind))
			return section;
	}
	return NULL;
}

const struct config_section *
config_section_or_default(struct config *config,
    const struct config_schema *schemas, const char *kind)
{
	const struct config_section *section = config_find(config, kind, NULL);
	g_autoptr(GPtrArray) entries = g_ptr_array_new();
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *dirname = g_path_get_dirname(config->path);
	g_autofree char *folder = g_canonicalize_filename(dirname, NULL);
	struct config_reading reading = { .schemas = schemas,
		.path = config->path,
		.folder = folder,
		.mistakes = mistakes };
	struct ini_section nothing = { .kind = (char *)kind,
		.line = 1,
		.entries = entries };

	if (section == NULL)
		section = default_find(config, kind);
	if (section != NULL)
		return section;
	while (schemas->kind != NULL && !g_str_equal(schemas->kind, kind))
		schemas++;
	g_assert(schemas->kind != NULL);
	g_ptr_array_add(config->defaults,
	    config_section_take(&reading, schemas, &nothing, FALSE));
	return default_find(config, kind);
}

void
config_mistake(const struct config_section *section, const char *key,
    GPtrArray *mistakes, const char *format, ...)
{
	const struct config_value *value = key == NULL ?
	    NULL :
	    g_hash_table_lookup(section->values, key);
	struct config_reading reading = { .path = section->path,
		.mistakes = mistakes };
	struct ini_section from = { .kind = (char *)section->schema->kind,
		.name = section->name };
	va_list args;
	g_autofree char *what = NULL;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	config_report(&reading,
	    value != NULL && value->line != 0 ? value->line : section->line,
	    &from, key, "%s", what);
}
