/*
 * config_manual.c - writes the tables of keys as an INI file for the admin to
 * edit: help as `#` comments, what may be left out behind a `;`.
 *
 * The file is a valid configuration as it stands, as far as the examples in
 * the tables are (a required CONFIG_SECRET_FILE must exist). Called by cli/.
 */
#include "base/config_manual.h"

#include <string.h>

#include "base/config_section.h"
#include "base/config_value.h"

#define WIDTH 78

static const char head[] =
    "Every key there is. A line that begins with ; is not in force: it shows "
    "the default or, if there is none, an example. A value goes on in "
    "indented lines. See dripscore.ini(5), and `dripscore check`.";

/* Each line `# ` and words, WIDTH columns at most. */
static void
comment_append(GString *out, const char *text)
{
	g_auto(GStrv) words = g_regex_split_simple("\\s+", text, 0, 0);
	glong column = 0;

	for (char **word = words; *word != NULL; word++) {
		glong n = g_utf8_strlen(*word, -1);

		if (*word[0] == '\0')
			continue;
		if (column > 0 && column + 1 + n > WIDTH) {
			g_string_append_c(out, '\n');
			column = 0;
		}
		g_string_append_printf(out, "%s%s", column == 0 ? "# " : " ",
		    *word);
		column += (column == 0 ? 2 : 1) + n;
	}
	if (column > 0)
		g_string_append_c(out, '\n');
}

/* mark: "" or "; "; the lines of a value after its first are indented. */
static void
setting_append(GString *out, const char *mark, const char *key,
    const char *value)
{
	g_auto(GStrv) lines = g_strsplit(value, "\n", -1);

	g_string_append_printf(out, "%s%s = %s\n", mark, key,
	    lines[0] != NULL ? lines[0] : "");
	for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
		g_string_append_printf(out, "%s\t%s\n", mark, lines[i]);
}

/* active: the section does not stand behind a `;` as a whole. */
static void
key_append(GString *out, const struct config_key *key, gboolean active)
{
	g_autofree char *allowed = config_value_allowed(key);
	g_autofree char *value = key->fallback != NULL ?
	    g_strdup(key->fallback) :
	    config_value_example(key);
	gboolean needed = key->required && key->fallback == NULL;
	gboolean is_any = key->type == CONFIG_TEXT;
	g_autofree char *help = g_strdup_printf("%s%s%s%s%s",
	    key->help != NULL ? key->help : "", is_any ? "" : " Allowed is ",
	    is_any ? "" : allowed, is_any ? "" : ".",
	    needed ? " Required." : "");

	g_string_append_c(out, '\n');
	comment_append(out, help);
	if (key->fallback != NULL && key->example != NULL) {
		g_autofree char *example = g_strdup_printf("Example: %s",
		    key->example);

		comment_append(out, example);
	}
	setting_append(out, active && needed ? "" : "; ", key->name, value);
}

static void
keys_append(GString *out, const struct config_schema *schema,
    const struct config_key *keys, gboolean active)
{
	for (; keys != NULL && keys->name != NULL; keys++)
		if (g_strcmp0(keys->name, schema->variant_key) != 0)
			key_append(out, keys, active);
}

/* The line `type = smtp` and what there is to know of it. */
static void
variant_append(GString *out, const struct config_schema *schema,
    const struct config_variant *variant, gboolean active)
{
	g_autoptr(GPtrArray) names = config_variant_names(schema);
	g_autofree char *allowed = config_words_join(
	    (const char *const *)names->pdata);
	const struct config_key *key = config_key_find(schema->keys,
	    schema->variant_key);
	gboolean is_default = key != NULL &&
	    g_strcmp0(key->fallback, variant->value) == 0;
	g_autofree char *help = g_strdup_printf("%s Allowed is %s.",
	    key != NULL && key->help != NULL ? key->help : "", allowed);

	g_string_append_c(out, '\n');
	comment_append(out, help);
	if (variant->help != NULL) {
		g_autofree char *about = g_strdup_printf("%s: %s",
		    variant->value, variant->help);

		comment_append(out, about);
	}
	setting_append(out, active && !is_default ? "" : "; ",
	    schema->variant_key, variant->value);
}

static void
header_append(GString *out, const struct config_schema *schema,
    const char *name, gboolean active)
{
	g_string_append_printf(out, "%s[%s%s%s]\n", active ? "" : "; ",
	    schema->kind, schema->named ? " " : "", schema->named ? name : "");
}

/* Another section of the kind, behind `;`, for each variant but the first. */
static void
other_variants_append(GString *out, const struct config_schema *schema)
{
	const struct config_variant *variant = schema->variants;

	while (variant->value != NULL && (++variant)->value != NULL) {
		const struct config_key *key = schema->keys;
		const char *taken = schema->example_name;
		g_autofree char *name = g_strconcat(g_strcmp0(taken,
							variant->value) == 0 ?
			"my-" :
			"",
		    variant->value, NULL);

		g_string_append_c(out, '\n');
		header_append(out, schema, name, FALSE);
		variant_append(out, schema, variant, FALSE);
		for (; key->name != NULL; key++)
			if (key->required && key->fallback == NULL &&
			    g_strcmp0(key->name, schema->variant_key) != 0)
				key_append(out, key, FALSE);
		keys_append(out, schema, variant->keys, FALSE);
	}
}

static void
schema_append(GString *out, const struct config_schema *schema)
{
	gboolean active = schema->required;
	const struct config_variant *variant = schema->variant_key != NULL ?
	    schema->variants :
	    NULL;

	if (out->len > 0)
		g_string_append_c(out, '\n');
	comment_append(out, schema->help != NULL ? schema->help : "");
	header_append(out, schema,
	    schema->example_name != NULL ? schema->example_name : "example",
	    active);
	if (variant != NULL && variant->value != NULL)
		variant_append(out, schema, variant, active);
	keys_append(out, schema, schema->keys, active);
	if (variant != NULL && variant->value != NULL) {
		keys_append(out, schema, variant->keys, active);
		other_variants_append(out, schema);
	}
}

char *
config_manual_ini(const struct config_schema *schemas)
{
	g_autoptr(GString) out = g_string_new(NULL);

	comment_append(out, head);
	for (; schemas->kind != NULL; schemas++)
		schema_append(out, schemas);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
