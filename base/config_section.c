/*
 * config_section.c - one section of the file against the tables of its kind:
 * unknown keys, keys set twice, keys that are missing, defaults.
 *
 * What one value may be is judged by config_value.c; which sections there may
 * be, by config.c, which calls this, as config_get.c does for defaults.
 */
#include "base/config_section.h"

#include <string.h>

#include "base/config_value.h"

void
config_report(const struct config_reading *reading, guint line,
    const struct ini_section *section, const char *key, const char *format, ...)
{
	va_list args;
	g_autofree char *what = NULL;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(reading->mistakes,
	    g_strdup_printf("%s:%u: [%s%s%s]%s%s: %s", reading->path, line,
		section->kind, section->name != NULL ? " " : "",
		section->name != NULL ? section->name : "",
		key != NULL ? " " : "", key != NULL ? key : "", what));
}

const struct config_key *
config_key_find(const struct config_key *keys, const char *name)
{
	for (; keys != NULL && keys->name != NULL; keys++)
		if (g_str_equal(keys->name, name))
			return keys;
	return NULL;
}

/* The keys that come with the value of `variant_key`, or NULL. */
const struct config_key *
config_variant_keys(const struct config_schema *schema, const char *value)
{
	static const struct config_key none[] = { { .name = NULL } };
	const struct config_variant *variant = schema->variants;

	if (schema->variant_key == NULL || value == NULL)
		return NULL;
	for (; variant->value != NULL; variant++)
		if (g_str_equal(variant->value, value))
			return variant->keys != NULL ? variant->keys : none;
	return NULL;
}

GPtrArray *
config_variant_names(const struct config_schema *schema)
{
	const struct config_variant *variant = schema->variants;
	GPtrArray *names = g_ptr_array_new();

	for (; variant != NULL && variant->value != NULL; variant++)
		g_ptr_array_add(names, (gpointer)variant->value);
	g_ptr_array_add(names, NULL);
	return names;
}

struct config_key
config_key_judged(const struct config_schema *schema,
    const struct config_key *key, GPtrArray *variants)
{
	struct config_key judged = *key;

	if (g_strcmp0(key->name, schema->variant_key) == 0) {
		judged.type = CONFIG_CHOICE;
		judged.choices = (const char *const *)variants->pdata;
	}
	return judged;
}

/* The variant that has this key, or NULL. */
static const struct config_variant *
variant_with_key(const struct config_schema *schema, const char *name)
{
	const struct config_variant *variant = schema->variants;

	if (schema->variant_key == NULL)
		return NULL;
	for (; variant->value != NULL; variant++)
		if (config_key_find(variant->keys, name) != NULL)
			return variant;
	return NULL;
}

static const struct ini_entry *
entry_find(const struct ini_section *section, const char *key)
{
	for (guint i = 0; i < section->entries->len; i++) {
		const struct ini_entry *entry = section->entries->pdata[i];

		if (g_str_equal(entry->key, key))
			return entry;
	}
	return NULL;
}

/* Names of both tables, NULL-terminated. */
static GPtrArray *
key_names(const struct config_key *keys, const struct config_key *more)
{
	GPtrArray *names = g_ptr_array_new();

	for (; keys->name != NULL; keys++)
		g_ptr_array_add(names, (gpointer)keys->name);
	for (; more != NULL && more->name != NULL; more++)
		g_ptr_array_add(names, (gpointer)more->name);
	g_ptr_array_add(names, NULL);
	return names;
}

static const char *
variant_value(const struct config_schema *schema,
    const struct ini_section *section)
{
	const struct ini_entry *entry;
	const struct config_key *key;

	if (schema->variant_key == NULL)
		return NULL;
	entry = entry_find(section, schema->variant_key);
	if (entry != NULL)
		return entry->value;
	key = config_key_find(schema->keys, schema->variant_key);
	return key != NULL ? key->fallback : NULL;
}

/* A key in no table. The key that was probably meant is not missed then. */
static void
report_unknown_key(const struct config_reading *reading,
    const struct config_schema *schema, const struct config_key *more,
    const struct ini_section *section, const struct ini_entry *entry,
    GHashTable *meant)
{
	g_autoptr(GPtrArray) names = key_names(schema->keys, more);
	const char *const *all = (const char *const *)names->pdata;
	const struct config_variant *other = variant_with_key(schema,
	    entry->key);
	const char *nearest = config_did_you_mean(entry->key, all);
	g_autofree char *hint = config_words_hint(entry->key, all);
	g_autofree char *allowed = config_words_join(all);

	/* Without a valid variant no key of any variant can be judged. */
	if (other != NULL && more == NULL)
		return;
	if (other != NULL) {
		config_report(reading, entry->line, section, entry->key,
		    "belongs to "
		    "%s = %s only; allowed are %s",
		    schema->variant_key, other->value, allowed);
		return;
	}
	if (nearest != NULL)
		g_hash_table_add(meant, (gpointer)nearest);
	config_report(reading, entry->line, section, entry->key,
	    "unknown key%s; allowed are %s", hint, allowed);
}

/*
 * An indented `key = value` was read as more of the value above it. TRUE if a
 * line of the value looks like one.
 */
static gboolean
report_indented_key(const struct config_reading *reading,
    const struct config_schema *schema, const struct config_key *more,
    const struct ini_section *section, const struct ini_entry *entry,
    GHashTable *meant)
{
	g_auto(GStrv) lines = g_strsplit(entry->value, "\n", -1);
	gboolean found = FALSE;

	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *name = g_strchomp(
		    g_strndup(*line, strcspn(*line, "=:")));
		const struct config_key *key = config_key_find(schema->keys,
		    name);

		if (key == NULL)
			key = config_key_find(more, name);
		if (line == lines || key == NULL ||
		    strpbrk(*line, "=:") == NULL)
			continue;
		g_hash_table_add(meant, (gpointer)key->name);
		found = TRUE;
		config_report(reading, entry->line, section, entry->key,
		    "the value "
		    "goes on with the indented line \"%s =\"; a key must "
		    "begin in the first column",
		    name);
	}
	return found;
}

static void
value_take(const struct config_reading *reading, struct config_section *section,
    const struct ini_section *from, const struct config_key *key,
    const struct ini_entry *entry)
{
	const struct config_schema *schema = section->schema;
	g_autoptr(GPtrArray) variants = config_variant_names(schema);
	g_autoptr(GError) error = NULL;
	struct config_key judged = config_key_judged(schema, key, variants);
	struct config_value *value;

	value = config_value_parse(&judged, entry->value, reading->folder,
	    &error);
	if (value == NULL) {
		guint line = entry->line != 0 ? entry->line : section->line;
		g_autofree char *placed = config_placed(entry, error->message,
		    &line);

		config_report(reading, line, from, key->name, "%s", placed);
		return;
	}
	value->line = entry->line;
	g_hash_table_insert(section->values, (gpointer)key->name, value);
}

/* Defaults, and what is missing. */
static void
absent_take(const struct config_reading *reading,
    struct config_section *section, const struct ini_section *from,
    const struct config_key *keys, GHashTable *meant)
{
	const struct config_schema *schema = section->schema;
	g_autoptr(GPtrArray) variants = config_variant_names(schema);

	for (; keys != NULL && keys->name != NULL; keys++) {
		struct config_key judged = config_key_judged(schema, keys,
		    variants);
		g_autofree char *allowed = NULL;

		if (g_hash_table_contains(section->values, keys->name) ||
		    g_hash_table_contains(meant, keys->name))
			continue;
		if (keys->fallback != NULL) {
			struct ini_entry entry = {
				.value = (char *)keys->fallback
			};

			value_take(reading, section, from, keys, &entry);
			continue;
		}
		if (!keys->required)
			continue;
		allowed = config_value_allowed(&judged);
		config_report(reading, section->line, from, keys->name,
		    "this key is missing; allowed is %s", allowed);
	}
}

/* meant: keys that stand in the file or probably should. */
static void
entry_take(const struct config_reading *reading, struct config_section *section,
    const struct ini_section *from, const struct config_key *more, guint i,
    GHashTable *meant)
{
	const struct config_schema *schema = section->schema;
	const struct ini_entry *entry = from->entries->pdata[i];
	const struct ini_entry *first = entry_find(from, entry->key);
	const struct config_key *key = config_key_find(schema->keys,
	    entry->key);

	if (key == NULL)
		key = config_key_find(more, entry->key);
	if (first != entry) {
		config_report(reading, entry->line, from, entry->key,
		    "already set in line %u; allowed is once", first->line);
		return;
	}
	if (key == NULL) {
		report_unknown_key(reading, schema, more, from, entry, meant);
		return;
	}
	g_hash_table_add(meant, (gpointer)key->name);
	if (!report_indented_key(reading, schema, more, from, entry, meant))
		value_take(reading, section, from, key, entry);
}

static struct config_section *
section_new(const struct config_schema *schema, const char *path,
    const char *name, guint line)
{
	struct config_section *section = g_new0(struct config_section, 1);

	section->schema = schema;
	section->path = g_strdup(path);
	section->name = g_strdup(name);
	section->line = line;
	section->values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
	    (GDestroyNotify)config_value_free);
	section->meant = g_hash_table_new(g_str_hash, g_str_equal);
	return section;
}

void
config_section_free(gpointer data)
{
	struct config_section *section = data;

	g_free(section->path);
	g_free(section->name);
	g_hash_table_unref(section->values);
	g_hash_table_unref(section->meant);
	g_free(section);
}

struct config_section *
config_section_take(const struct config_reading *reading,
    const struct config_schema *schema, const struct ini_section *from,
    gboolean repeated)
{
	struct config_section *section = section_new(schema, reading->path,
	    from->name, from->line);
	const struct config_key *more = config_variant_keys(schema,
	    variant_value(schema, from));
	GHashTable *meant = section->meant;

	for (guint i = 0; i < from->entries->len; i++)
		entry_take(reading, section, from, more, i, meant);
	if (!repeated) {
		absent_take(reading, section, from, schema->keys, meant);
		absent_take(reading, section, from, more, meant);
	}
	return section;
}
