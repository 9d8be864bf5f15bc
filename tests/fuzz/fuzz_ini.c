/*
 * fuzz_ini.c - any bytes as an INI file, by itself and against a schema with a
 * key of each type that opens no file.
 */
#include <glib.h>

#include "base/config.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char *const channels[] = { "email", "sms", NULL };
static const char *const schemes[] = { "smtp", "sqlite", NULL };

static const struct config_key keys[] = {
	{ .name = "text", .type = CONFIG_TEXT, .required = TRUE },
	{ .name = "lines", .type = CONFIG_LINES },
	{ .name = "integer", .type = CONFIG_INTEGER, .min = 1, .max = 9 },
	{ .name = "duration", .type = CONFIG_DURATION, .max = 86400 },
	{ .name = "size", .type = CONFIG_SIZE, .min = 1, .max = 1000000 },
	{ .name = "boolean", .type = CONFIG_BOOLEAN, .fallback = "no" },
	{ .name = "choice", .type = CONFIG_CHOICE, .choices = channels },
	{ .name = "list", .type = CONFIG_LIST, .choices = channels },
	{ .name = "address", .type = CONFIG_ADDRESS },
	{ .name = "addresses", .type = CONFIG_ADDRESSES },
	{ .name = "url", .type = CONFIG_URL, .choices = schemes },
	{ .name = "path", .type = CONFIG_PATH },
	{ .name = "timezone", .type = CONFIG_TIMEZONE },
	{ .name = "language", .type = CONFIG_LANGUAGE },
	{ .name = "colour", .type = CONFIG_COLOUR },
	{ .name = "rrule", .type = CONFIG_RRULE },
	{ .name = "mapping", .type = CONFIG_MAPPING },
	{ .name = "hours", .type = CONFIG_HOURS },
	{ .name = "money", .type = CONFIG_MONEY, .max = 1000000 },
	{ .name = "rest", .type = CONFIG_DURATION, .choices = channels },
	{ .name = "durations", .type = CONFIG_DURATIONS, .max = 86400 },
	{ .name = "paths", .type = CONFIG_PATHS },
	{ .name = "rate", .type = CONFIG_RATE },
	{ .name = "percent", .type = CONFIG_PERCENT },
	{ .name = "condition", .type = CONFIG_CONDITION },
	{ .name = "week", .type = CONFIG_WEEK },
	{ .name = NULL },
};

static const struct config_key typed_keys[] = {
	{ .name = "type", .type = CONFIG_CHOICE, .required = TRUE },
	{ .name = NULL },
};

static const struct config_key a_keys[] = {
	{ .name = "words", .type = CONFIG_LIST },
	{ .name = NULL },
};

static const struct config_variant types[] = {
	{ .value = "a", .keys = a_keys },
	{ .value = "b" },
	{ .value = NULL },
};

static const struct config_schema schemas[] = {
	{ .kind = "all", .required = TRUE, .keys = keys },
	{ .kind = "typed",
	    .named = TRUE,
	    .keys = typed_keys,
	    .variant_key = "type",
	    .variants = types },
	{ .kind = NULL },
};

/* What is kept of a broken file is text still, and its mistakes have lines. */
static void
check_file(const struct ini_file *file, const GPtrArray *mistakes)
{
	for (guint i = 0; i < file->sections->len; i++) {
		const struct ini_section *section = file->sections->pdata[i];

		g_assert(section->line > 0 && *section->kind != '\0');
		for (guint j = 0; j < section->entries->len; j++) {
			const struct ini_entry *entry =
			    section->entries->pdata[j];

			g_assert(entry->line >= section->line);
			g_assert(*entry->key != '\0');
			g_assert(g_utf8_validate(entry->value, -1, NULL));
		}
	}
	for (guint i = 0; i < mistakes->len; i++)
		g_assert(g_str_has_prefix(mistakes->pdata[i], "f.ini:") &&
		    g_utf8_validate(mistakes->pdata[i], -1, NULL));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(ini_file)
	    file = ini_read_text("f.ini", (const char *)data, size, found);
	g_autoptr(config) config = config_read_text("f.ini", (const char *)data,
	    size, schemas, mistakes);

	check_file(file, found);
	check_file(file, mistakes);
	g_assert(mistakes->len >= found->len);
	g_assert(config_section_or_default(config, schemas, "all") != NULL);
	return 0;
}
