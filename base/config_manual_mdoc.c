/*
 * config_manual_mdoc.c - writes the tables of keys as the middle of a manual
 * page, in mdoc(7): a subsection for each kind of section, a list of its keys.
 *
 * Head and tail of the page are the caller's, cli/.
 */
#include <string.h>

#include "base/config_manual.h"
#include "base/config_section.h"
#include "base/config_value.h"

#define WIDTH 78

/* What roff would take for an escape. */
static char *
escape(const char *text)
{
	g_autoptr(GString) escaped = g_string_new(text);

	g_string_replace(escaped, "\\", "\\e", 0);
	return g_string_free(g_steal_pointer(&escaped), FALSE);
}

/* A sentence begins on a line of its own, as mdoc asks. */
static gboolean
ends_sentence(const char *word)
{
	gsize n = strlen(word);

	while (n > 0 && strchr(")\"'", word[n - 1]) != NULL)
		n--;
	return n > 0 && strchr(".!?", word[n - 1]) != NULL;
}

static void
text_append(GString *out, const char *text)
{
	g_autofree char *escaped = escape(text);
	g_auto(GStrv) words = g_regex_split_simple("\\s+", escaped, 0, 0);
	gsize column = 0;

	for (char **word = words; *word != NULL; word++) {
		gsize n = strlen(*word);

		if (n == 0)
			continue;
		if (column > 0 && column + 1 + n > WIDTH) {
			g_string_append_c(out, '\n');
			column = 0;
		}
		if (column > 0)
			g_string_append_c(out, ' ');
		else if (**word == '.' || **word == '\'')
			g_string_append(out, "\\&");
		g_string_append(out, *word);
		column += n + 1;
		if (ends_sentence(*word)) {
			g_string_append_c(out, '\n');
			column = 0;
		}
	}
	if (column > 0)
		g_string_append_c(out, '\n');
}

/* `.Ql` with one argument in which no macro is looked for. */
static void
literal_append(GString *out, const char *text, const char *after)
{
	g_autofree char *escaped = escape(text);
	g_autoptr(GString) argument = g_string_new(escaped);

	g_string_replace(argument, "\"", "\\(dq", 0);
	g_string_replace(argument, "-", "\\-", 0);
	g_string_replace(argument, "\n", " ", 0);
	/* Else it is taken for the end of our sentence. */
	if (argument->len > 0 &&
	    strchr(".,:;?!)]", argument->str[argument->len - 1]) != NULL)
		g_string_append(argument, "\\&");
	g_string_append_printf(out, ".Ql \"\\&%s\"%s\n", argument->str, after);
}

static void
key_append(GString *out, const struct config_key *key)
{
	g_autofree char *allowed = config_value_allowed(key);
	g_autofree char *sentence = g_strdup_printf("Allowed is %s.", allowed);

	g_string_append_printf(out, ".It Ic \\&%s\n", key->name);
	if (key->help != NULL)
		text_append(out, key->help);
	if (key->type != CONFIG_TEXT)
		text_append(out, sentence);
	if (key->fallback != NULL) {
		text_append(out, "The default is");
		literal_append(out, key->fallback, " .");
	} else if (key->required) {
		text_append(out, "Required.");
	}
	if (key->example != NULL) {
		text_append(out, "Example:");
		literal_append(out, key->example, "");
	}
}

static void
keys_append(GString *out, const struct config_schema *schema,
    const struct config_key *keys)
{
	g_autoptr(GPtrArray) variants = config_variant_names(schema);

	if (keys == NULL || keys->name == NULL)
		return;
	g_string_append(out, ".Bl -tag -width Ds\n");
	for (; keys->name != NULL; keys++) {
		struct config_key shown =
		    config_key_judged(schema, keys, variants);

		key_append(out, &shown);
	}
	g_string_append(out, ".El\n");
}

static void
variant_append(GString *out, const struct config_schema *schema,
    const struct config_variant *variant)
{
	g_autofree char *setting = g_strdup_printf("%s = %s",
	    schema->variant_key, variant->value);

	g_string_append(out, ".Pp\n");
	if (variant->keys != NULL && variant->keys->name != NULL)
		text_append(out, "These keys come with");
	else
		text_append(out, "No more keys come with");
	literal_append(out, setting, variant->help != NULL ? " :" : " .");
	if (variant->help != NULL)
		text_append(out, variant->help);
	keys_append(out, schema, variant->keys);
}

static void
schema_append(GString *out, const struct config_schema *schema)
{
	const struct config_variant *variant = schema->variants;

	g_string_append_printf(out, ".Ss [%s%s]\\&\n", schema->kind,
	    schema->named ? " NAME" : "");
	if (schema->help != NULL)
		text_append(out, schema->help);
	if (schema->named)
		text_append(out, schema->required ?
		    "At least one must stand in the file, each under a name of "
		    "its own." :
		    "Any number may stand in the file, each under a name of "
		    "its own.");
	else
		text_append(out, schema->required ?
		    "It must stand in the file." : "It may be left out.");
	keys_append(out, schema, schema->keys);
	for (; schema->variant_key != NULL && variant->value != NULL; variant++)
		variant_append(out, schema, variant);
}

char *
config_manual_mdoc(const struct config_schema *schemas)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (; schemas->kind != NULL; schemas++)
		schema_append(out, schemas);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
