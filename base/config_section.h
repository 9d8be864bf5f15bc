/*
 * config_section.h - one section of the file, judged by the tables of its kind.
 *
 * Inside the configuration only.
 */
#ifndef BASE_CONFIG_SECTION_H
#define BASE_CONFIG_SECTION_H

#include "base/config.h"

/* What is known while one file is read; everything is borrowed. */
struct config_reading {
	const struct config_schema *schemas;
	const char *path;
	const char *folder;  /* of the file, absolute */
	GPtrArray *mistakes; /* of this file alone */
	GHashTable *kinds;   /* seen, or probably meant by a mistyped one */
};

/* Adds "file:line: [section] key: ..." to mistakes; key may be NULL. */
void config_report(const struct config_reading *reading, guint line,
    const struct ini_section *section, const char *key, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/*
 * A mistake that begins with "column 12:" of the value, with the column of the
 * file in its place, and *line set to that of the file; owned. What begins
 * otherwise stays as it is. config_place.c.
 */
char *config_placed(const struct ini_entry *entry, const char *mistake,
    guint *line);

/*
 * The section with what values could be read. repeated: its kind and name
 * stood before, so nothing is missed in it, and it gets no defaults.
 */
struct config_section *config_section_take(const struct config_reading *reading,
    const struct config_schema *schema, const struct ini_section *from,
    gboolean repeated);
void config_section_free(gpointer section);

/* NULL-terminated names of the variants; the names are borrowed. */
GPtrArray *config_variant_names(const struct config_schema *schema);
/*
 * The key as it is judged: `variant_key` takes the variants that there are,
 * which are borrowed from `variants`, the names of config_variant_names.
 */
struct config_key config_key_judged(const struct config_schema *schema,
    const struct config_key *key, GPtrArray *variants);
/* The keys that come with this value of `variant_key`; NULL: no such value. */
const struct config_key *config_variant_keys(const struct config_schema *schema,
    const char *value);
/* In a table that may be NULL. */
const struct config_key *config_key_find(const struct config_key *keys,
    const char *name);

#endif
