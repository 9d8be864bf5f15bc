/*
 * catalog_language.c - one language: the shipped file and the admin's over it,
 * key by key, each value compiled.
 */
#include "templates/catalog_internal.h"

#include <string.h>

#include "base/config.h"
#include "base/ini.h"

/* One file on its way into a language. */
struct reading {
	struct catalog_language *language;
	const struct catalog_language *allowed; /* NULL: any key is good */
	const char *path;
	GPtrArray *mistakes;
};

static void
mustache_destroy(gpointer mustache)
{
	mustache_free(mustache);
}

static struct catalog_language *
language_new(const char *code)
{
	struct catalog_language *language = g_new0(struct catalog_language, 1);

	language->code = g_strdup(code);
	for (guint kind = 0; kind < CATALOG_KINDS; kind++)
		language->words[kind] = g_hash_table_new_full(g_str_hash,
		    g_str_equal, g_free, mustache_destroy);
	return language;
}

void
catalog_language_free(struct catalog_language *language)
{
	if (language == NULL)
		return;
	for (guint kind = 0; kind < CATALOG_KINDS; kind++)
		g_hash_table_unref(language->words[kind]);
	g_free(language->code);
	g_free(language);
}

static gboolean
key_allowed(const struct reading *reading, enum catalog_kind kind,
    const struct ini_entry *entry, const struct catalog_place *place)
{
	g_autofree const char **keys = NULL;
	g_autofree char *list = NULL;
	const char *nearest;

	if (reading->allowed == NULL ||
	    g_hash_table_contains(reading->allowed->words[kind], entry->key))
		return TRUE;
	keys = catalog_sorted_keys(reading->allowed->words[kind]);
	list = g_strjoinv(", ", (char **)keys);
	nearest = config_did_you_mean(entry->key, keys);
	catalog_mistake(reading->mistakes, place, 1,
	    "unknown key; allowed are %s%s%s%s", list,
	    nearest != NULL ? "; did you mean \"" : "",
	    nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
	return FALSE;
}

static void
read_entry(const struct reading *reading, enum catalog_kind kind,
    const struct ini_entry *entry, GHashTable *seen)
{
	g_autofree char *key = g_strdup_printf("[%s] %s",
	    catalog_kind_name(kind), entry->key);
	struct catalog_place place = { .file = reading->path,
		.first_line = entry->line,
		.key = key };
	struct mustache *value;

	if (!key_allowed(reading, kind, entry, &place))
		return;
	if (!g_hash_table_add(seen, g_strdup(key))) {
		catalog_mistake(reading->mistakes, &place, 1,
		    "this key stands twice in the section");
		return;
	}
	if (entry->value[0] == '\0') {
		catalog_mistake(reading->mistakes, &place, 1,
		    "no text; a key that is left out has its shipped text");
		return;
	}
	value = catalog_compile(kind, &place, entry->value, NULL,
	    reading->mistakes);
	if (value != NULL)
		g_hash_table_insert(reading->language->words[kind],
		    g_strdup(entry->key), value);
}

static gboolean
section_kind(const struct reading *reading, const struct ini_section *section,
    enum catalog_kind *kind)
{
	struct catalog_place place = { .file = reading->path,
		.first_line = section->line };
	g_autoptr(GString) known = g_string_new(NULL);

	for (guint i = 0; i < CATALOG_KINDS; i++) {
		*kind = (enum catalog_kind)i;
		if (section->name == NULL &&
		    strcmp(section->kind, catalog_kind_name(*kind)) == 0)
			return TRUE;
		g_string_append_printf(known, "%s[%s]",
		    i == 0		    ? "" :
			i + 1 < CATALOG_KINDS ? ", " :
						" and ",
		    catalog_kind_name(*kind));
	}
	catalog_mistake(reading->mistakes, &place, 1,
	    "unknown section [%s%s%s]; a language file has %s", section->kind,
	    section->name != NULL ? " " : "",
	    section->name != NULL ? section->name : "", known->str);
	return FALSE;
}

static gboolean
read_file(const struct reading *reading, GError **error)
{
	g_autoptr(ini_file)
	    file = ini_read(reading->path, reading->mistakes, error);
	g_autoptr(GHashTable)
	    seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	if (file == NULL)
		return FALSE;
	for (guint i = 0; i < file->sections->len; i++) {
		const struct ini_section *section =
		    g_ptr_array_index(file->sections, i);
		enum catalog_kind kind;

		if (!section_kind(reading, section, &kind))
			continue;
		for (guint j = 0; j < section->entries->len; j++)
			read_entry(reading, kind,
			    g_ptr_array_index(section->entries, j), seen);
	}
	return TRUE;
}

static void
report_missing(const struct catalog_language *language,
    const struct catalog_language *reference, const char *path,
    GPtrArray *mistakes)
{
	struct catalog_place place = { .file = path };

	for (guint kind = 0; kind < CATALOG_KINDS; kind++) {
		g_autofree const char **keys = catalog_sorted_keys(
		    reference->words[kind]);

		for (const char **key = keys; *key != NULL; key++) {
			if (!g_hash_table_contains(language->words[kind], *key))
				catalog_mistake(mistakes, &place, 1,
				    "[%s] %s: this key is missing",
				    catalog_kind_name((enum catalog_kind)kind),
				    *key);
		}
	}
}

struct catalog_language *
catalog_language_load(const char *code, const char *shipped_path,
    const char *admin_path, const struct catalog_language *reference,
    GPtrArray *mistakes, GError **error)
{
	g_autoptr(catalog_language) language = language_new(code);
	struct reading reading = { .language = language,
		.allowed = reference,
		.mistakes = mistakes };
	guint before = mistakes->len;

	reading.path = shipped_path;
	if (shipped_path != NULL && !read_file(&reading, error))
		return NULL;
	if (reference == NULL)
		reading.allowed = language;
	reading.path = admin_path;
	if (admin_path != NULL && !read_file(&reading, error))
		return NULL;
	/* A key that was refused is not missing too. */
	if (reference != NULL && mistakes->len == before)
		report_missing(language, reference,
		    admin_path != NULL ? admin_path : shipped_path, mistakes);
	return g_steal_pointer(&language);
}
