/*
 * catalog.c - finds the templates and language files in the admin's folder and
 * the shipped one, and reads them into a catalogue; answers what is in it.
 * Filling them is catalog_render.c.
 */
#include "templates/catalog_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/errors.h"

#define HTML_SUFFIX ".html.mustache"
#define TEXT_SUFFIX ".txt.mustache"
#define FILE_MAX_BYTES (256 * 1024)

struct loading {
	struct catalog *catalog;
	const char *folders[2]; /* in the order they are asked; or NULL */
	GPtrArray *mistakes;
};

const char *
catalog_kind_name(enum catalog_kind kind)
{
	switch (kind) {
	case CATALOG_INVITATION:
		return "invitation";
	case CATALOG_DIGEST:
		return "digest";
	case CATALOG_REMINDER:
		return "reminder";
	case CATALOG_NUDGE:
		return "nudge";
	case CATALOG_REPROMPT:
		return "reprompt";
	case CATALOG_STOPPED:
		return "stopped";
	case CATALOG_CASE:
		return "case";
	case CATALOG_ALERT:
		return "alert";
	case CATALOG_TEXT:
		return "sms";
	case CATALOG_REPORT:
		return "report";
	case CATALOG_THANKS:
		return "thanks";
	}
	g_assert_not_reached();
}

/* "digest" or "digest-...". */
static gboolean
is_a(const char *name, enum catalog_kind kind)
{
	const char *word = catalog_kind_name(kind);
	gsize n = strlen(word);

	return strncmp(name, word, n) == 0 &&
	    (name[n] == '\0' || name[n] == '-');
}

/* By the name of a template. */
static enum catalog_kind
kind_of(const char *name)
{
	static const enum catalog_kind others[] = { CATALOG_DIGEST,
		CATALOG_NUDGE, CATALOG_REPROMPT, CATALOG_STOPPED, CATALOG_ALERT,
		CATALOG_REPORT, CATALOG_THANKS };

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		if (is_a(name, others[i]))
			return others[i];
	}
	return CATALOG_INVITATION;
}

gboolean
catalog_is_invitation(const char *name)
{
	return kind_of(name) == CATALOG_INVITATION;
}

static int
key_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
catalog_sorted_keys(GHashTable *table)
{
	guint n;
	const char **keys =
	    (const char **)g_hash_table_get_keys_as_array(table, &n);

	qsort(keys, n, sizeof(*keys), key_compare);
	return keys;
}

void
catalog_mistake(GPtrArray *mistakes, const struct catalog_place *place,
    guint line, const char *format, ...)
{
	GString *mistake = g_string_new(place->file);
	va_list arguments;

	if (place->first_line > 0)
		g_string_append_printf(mistake, ":%u",
		    place->first_line + line - 1);
	g_string_append(mistake, ": ");
	if (place->key != NULL)
		g_string_append_printf(mistake, "%s: ", place->key);
	va_start(arguments, format);
	g_string_append_vprintf(mistake, format, arguments);
	va_end(arguments);
	g_ptr_array_add(mistakes, g_string_free(mistake, FALSE));
}

struct mustache *
catalog_compile(enum catalog_kind kind, const struct catalog_place *place,
    const char *text, GHashTable *words, GPtrArray *mistakes)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(mustache) mustache = mustache_compile(text, NULL, NULL,
	    &error);
	const char *what;
	char *end;
	guint64 line;

	if (mustache != NULL)
		return catalog_check_variables(mustache, kind, place, words,
		    mistakes) ? g_steal_pointer(&mustache) : NULL;
	/* "line 12: ..." */
	line = g_ascii_strtoull(error->message + strlen("line "), &end, 10);
	what = g_str_has_prefix(end, ": ") ? end + 2 : error->message;
	catalog_mistake(mistakes, place, (guint)line, "%s", what);
	return NULL;
}

struct mustache *
catalog_compile_own(enum catalog_kind kind, const char *where,
    const char *text, GPtrArray *mistakes)
{
	struct catalog_place place = { .file = where };

	return catalog_compile(kind, &place, text, NULL, mistakes);
}

static void
template_free(gpointer data)
{
	struct catalog_template *template = data;

	mustache_free(template->html);
	mustache_free(template->text);
	g_free(template);
}

static void
language_destroy(gpointer language)
{
	catalog_language_free(language);
}

void
catalog_free(struct catalog *catalog)
{
	if (catalog == NULL)
		return;
	g_hash_table_unref(catalog->templates);
	g_hash_table_unref(catalog->languages);
	g_free(catalog->template_names);
	g_free(catalog->language_codes);
	g_free(catalog);
}

/* The file's path in the first folder that has it; owned, or NULL. */
static char *
path_in(const char *folder, const char *name, const char *suffix)
{
	g_autofree char *file = g_strconcat(name, suffix, NULL);
	g_autofree char *path = folder != NULL ?
	    g_build_filename(folder, file, NULL) : NULL;

	if (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS))
		return NULL;
	return g_steal_pointer(&path);
}

/* Names of what is in a folder with that suffix, without it. */
static gboolean
folder_names(const char *folder, const char *suffix, GHashTable *names,
    GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
	const char *file;

	if (dir == NULL) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT,
		    "the folder of templates cannot be read: %s",
		    cause->message);
		return FALSE;
	}
	while ((file = g_dir_read_name(dir)) != NULL) {
		if (file[0] != '.' && g_str_has_suffix(file, suffix))
			g_hash_table_add(names, g_strndup(file,
			    strlen(file) - strlen(suffix)));
	}
	return TRUE;
}

static struct mustache *
load_file(struct loading *loading, const char *name, const char *suffix)
{
	const char *const *folders = loading->folders;
	enum catalog_kind kind = kind_of(name);
	const struct catalog_language *english = g_hash_table_lookup(
	    loading->catalog->languages, "en");
	g_autofree char *path = path_in(folders[0], name, suffix);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	struct catalog_place place = { .first_line = 1 };
	gsize n;

	if (path == NULL)
		path = path_in(folders[1], name, suffix);
	if (path == NULL) {
		g_ptr_array_add(loading->mistakes, g_strdup_printf(
		    "template \"%s\": there is no file %s%s beside the other; "
		    "a template needs both", name, name, suffix));
		return NULL;
	}
	place.file = path;
	if (!g_file_get_contents(path, &text, &n, &error)) {
		g_ptr_array_add(loading->mistakes, g_strdup(error->message));
		return NULL;
	}
	if (n > FILE_MAX_BYTES || !g_utf8_validate(text, (gssize)n, NULL)) {
		catalog_mistake(loading->mistakes, &place, 1, n >
		    FILE_MAX_BYTES ? "the file is longer than 256 KiB" :
		    "the file is not in UTF-8");
		return NULL;
	}
	return catalog_compile(kind, &place, text, english->words[kind],
	    loading->mistakes);
}

static gboolean
load_templates(struct loading *loading, GError **error)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);
	g_autofree const char **sorted = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(loading->folders); i++) {
		if (loading->folders[i] == NULL)
			continue;
		if (!folder_names(loading->folders[i], HTML_SUFFIX, names,
		    error) || !folder_names(loading->folders[i], TEXT_SUFFIX,
		    names, error))
			return FALSE;
	}
	sorted = catalog_sorted_keys(names);
	for (const char **name = sorted; *name != NULL; name++) {
		struct catalog_template *template =
		    g_new0(struct catalog_template, 1);

		template->kind = kind_of(*name);
		template->html = load_file(loading, *name, HTML_SUFFIX);
		if (template->kind != CATALOG_REPORT)
			template->text = load_file(loading, *name,
			    TEXT_SUFFIX);
		if (template->html != NULL && (template->text != NULL ||
		    template->kind == CATALOG_REPORT))
			g_hash_table_insert(loading->catalog->templates,
			    g_strdup(*name), template);
		else
			template_free(template);
	}
	return TRUE;
}

static gboolean
load_language(struct loading *loading, const char *code, GError **error)
{
	GHashTable *languages = loading->catalog->languages;
	g_autofree char *name = g_build_filename("lang", code, NULL);
	g_autofree char *admin = path_in(loading->folders[0], name, ".ini");
	g_autofree char *shipped = path_in(loading->folders[1], name, ".ini");
	struct catalog_language *language = catalog_language_load(code,
	    shipped, admin, g_hash_table_lookup(languages, "en"),
	    loading->mistakes, error);

	if (language == NULL)
		return FALSE;
	g_hash_table_insert(languages, g_strdup(code), language);
	return TRUE;
}

/* Codes as in RFC 5646: "pt", "pt-br"; in lower case. */
static gboolean
is_code(const char *name)
{
	return g_regex_match_simple("^[a-z]{2,3}(-[a-z0-9]{2,8})*$", name,
	    G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean
load_languages(struct loading *loading, GError **error)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);
	g_autofree const char **sorted = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(loading->folders); i++) {
		g_autofree char *folder = loading->folders[i] == NULL ? NULL :
		    g_build_filename(loading->folders[i], "lang", NULL);

		/* The admin's may have templates only. */
		if (folder == NULL || (i == 0 &&
		    !g_file_test(folder, G_FILE_TEST_EXISTS)))
			continue;
		if (!folder_names(folder, ".ini", names, error))
			return FALSE;
	}
	/* First what the others are compared with. */
	if (!load_language(loading, "en", error))
		return FALSE;
	sorted = catalog_sorted_keys(names);
	for (const char **code = sorted; *code != NULL; code++) {
		if (!is_code(*code))
			g_ptr_array_add(loading->mistakes, g_strdup_printf(
			    "lang/%s.ini: the file's name is not the code of a "
			    "language, as \"sv\" or \"pt-br\"", *code));
		else if (strcmp(*code, "en") != 0 &&
		    !load_language(loading, *code, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
check_english(const char *shipped, GError **error)
{
	g_autofree char *path = path_in(shipped, "lang/en", ".ini");

	if (path != NULL)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT,
	    "%s/lang/en.ini: the shipped templates are not there; "
	    "the environment variable DRIPSCORE_TEMPLATES may name their "
	    "folder", shipped);
	return FALSE;
}

struct catalog *
catalog_load(const char *admin_folder, GPtrArray *mistakes, GError **error)
{
	const char *shipped = g_getenv("DRIPSCORE_TEMPLATES");
	g_autoptr(catalog) catalog = g_new0(struct catalog, 1);
	struct loading loading = { .catalog = catalog,
		.folders = { admin_folder, shipped != NULL ? shipped :
		    PKGDATADIR "/templates" }, .mistakes = mistakes };

	catalog->templates = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, template_free);
	catalog->languages = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, language_destroy);
	if (!check_english(loading.folders[1], error) ||
	    !load_languages(&loading, error) ||
	    !load_templates(&loading, error))
		return NULL;
	catalog->template_names = catalog_sorted_keys(catalog->templates);
	catalog->language_codes = catalog_sorted_keys(catalog->languages);
	return g_steal_pointer(&catalog);
}

gboolean
catalog_has_template(const struct catalog *catalog, const char *name)
{
	return g_hash_table_contains(catalog->templates, name);
}

const char *const *
catalog_templates(const struct catalog *catalog)
{
	return catalog->template_names;
}

const char *const *
catalog_languages(const struct catalog *catalog)
{
	return catalog->language_codes;
}

/* "pt-BR", then "pt"; the catalogue's own string, or NULL. */
static const char *
language_find(const struct catalog *catalog, const char *wanted)
{
	g_autofree char *code = g_ascii_strdown(wanted, -1);
	gpointer found = NULL;
	char *cut;

	g_strdelimit(code, "_", '-');
	while (!g_hash_table_lookup_extended(catalog->languages, code, &found,
	    NULL) && (cut = strrchr(code, '-')) != NULL)
		*cut = '\0';
	return found;
}

gboolean
catalog_has_language(const struct catalog *catalog, const char *wanted)
{
	return language_find(catalog, wanted) != NULL;
}

const char *
catalog_language(const struct catalog *catalog, const char *wanted,
    const char *fallback)
{
	const char *found = NULL;

	if (wanted != NULL)
		found = language_find(catalog, wanted);
	if (found == NULL && fallback != NULL)
		found = language_find(catalog, fallback);
	return found != NULL ? found : language_find(catalog, "en");
}
