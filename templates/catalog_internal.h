/*
 * catalog_internal.h - a loaded catalogue, between the files that make it
 * (catalog.c, catalog_language.c, catalog_variables.c) and the one that only
 * reads it (catalog_render.c).
 */
#ifndef TEMPLATES_CATALOG_INTERNAL_H
#define TEMPLATES_CATALOG_INTERNAL_H

#include "templates/catalog.h"

struct catalog_template {
	enum catalog_kind kind;
	struct mustache *html;
	struct mustache *text; /* NULL: CATALOG_REPORT */
};

struct catalog_language {
	char *code;
	/* key -> struct mustache, by kind */
	GHashTable *words[CATALOG_KINDS];
};

struct catalog {
	GHashTable *templates;	     /* name -> struct catalog_template */
	GHashTable *languages;	     /* code -> struct catalog_language */
	const char **template_names; /* keys of the above, sorted */
	const char **language_codes;
};

/* "invitation", "digest", ...: a kind's section in language files. */
const char *catalog_kind_name(enum catalog_kind kind);

/* The keys, sorted, NULL at the end. The array is owned, the keys are not. */
const char **catalog_sorted_keys(GHashTable *table);

/* Where a text stands, for its mistakes. */
struct catalog_place {
	const char *file;
	guint first_line; /* of the text in the file; 0: not known */
	const char *key;  /* "[invitation] greeting", or NULL */
};
/* "file:line: key: ..."; line: in the text, from 1. */
void catalog_mistake(GPtrArray *mistakes, const struct catalog_place *place,
    guint line, const char *format, ...) G_GNUC_PRINTF(4, 5);

/*
 * Compiles a text, and reports what is wrong with it: its tags, and each
 * variable that a message of that kind does not have. words: the keys that
 * {{words.KEY}} may name, or NULL if none is allowed. NULL after mistakes.
 */
struct mustache *catalog_compile(enum catalog_kind kind,
    const struct catalog_place *place, const char *text, GHashTable *words,
    GPtrArray *mistakes);

/* The same for what is compiled; FALSE after mistakes. */
gboolean catalog_check_variables(const struct mustache *mustache,
    enum catalog_kind kind, const struct catalog_place *place,
    GHashTable *words, GPtrArray *mistakes);

/*
 * Reads lang/CODE.ini of both folders; admin_path may be NULL, so may
 * shipped_path. reference: English, or NULL if this is it. NULL with error set
 * if a file is there and cannot be read.
 */
struct catalog_language *catalog_language_load(const char *code,
    const char *shipped_path, const char *admin_path,
    const struct catalog_language *reference, GPtrArray *mistakes,
    GError **error);
void catalog_language_free(struct catalog_language *language);
AUTOPTR_DEFINE(catalog_language, catalog_language_free)

#endif
