/*
 * probe_open.c - opens the provider that an INI file describes, as dripscore
 * would. Called by provider_probe.c.
 */
#include <stdio.h>

#include "base/settings.h"
#include "tests/integration/provider_probe.h"

#define TYPES_MAX 16

static const struct config_section *
section_read(struct config *config, GPtrArray *mistakes)
{
	const struct config_section *section = config_find(config, "provider",
	    NULL);

	if (section == NULL) {
		g_ptr_array_add(mistakes, g_strdup("no [provider NAME]"));
	} else if (mistakes->len == 0) {
		const struct provider_ops *ops = provider_find(
		    config_text(section, "type"));

		if (ops->check != NULL)
			ops->check(section, mistakes);
	}
	for (guint i = 0; i < mistakes->len; i++)
		fprintf(stderr, "%s\n", (char *)mistakes->pdata[i]);
	return mistakes->len == 0 ? section : NULL;
}

/* All types that there are, and no section but their own. */
static void
schema_make(struct config_variant *variants, struct config_schema *schema)
{
	g_autofree struct config_schema *all = settings_schemas(variants, NULL);
	gsize n = 0;

	for (const struct provider_ops *const *ops = provider_types();
	     *ops != NULL; ops++) {
		g_assert(n + 1 < TYPES_MAX);
		variants[n++] = (struct config_variant){ .value = (*ops)->type,
			.keys = (*ops)->keys };
	}
	for (const struct config_schema *each = all; each->kind != NULL; each++)
		if (g_str_equal(each->kind, "provider"))
			*schema = *each;
}

struct provider *
probe_open(const char *path)
{
	struct config_variant variants[TYPES_MAX] = { { .value = NULL } };
	struct config_schema schemas[2] = { { .kind = NULL } };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(config) config = NULL;
	const struct config_section *section;
	struct provider *provider;

	schema_make(variants, &schemas[0]);
	config = config_read(path, schemas, mistakes, &error);
	if (config == NULL) {
		fprintf(stderr, "%s\n", error->message);
		return NULL;
	}
	section = section_read(config, mistakes);
	if (section == NULL)
		return NULL;
	provider =
	    provider_find(config_text(section, "type"))->open(section, &error);
	if (provider == NULL)
		fprintf(stderr, "%s\n", error->message);
	return provider;
}
