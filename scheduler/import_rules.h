/*
 * import_rules.h - what an [import NAME] section, or its absence, means for
 * the columns of one file.
 *
 * Inside of import*.c only.
 */
#ifndef SCHEDULER_IMPORT_RULES_H
#define SCHEDULER_IMPORT_RULES_H

#include "base/config.h"
#include "base/csv.h"
#include "scheduler/event_text.h"
#include "templates/mustache.h"

#define NO_COLUMN G_MAXUINT

/* Where one field comes from: a column, a text over columns, or nowhere. */
struct import_rule {
	guint column;	       /* NO_COLUMN: by text */
	struct mustache *text; /* or NULL */
	GHashTable *values;    /* theirs -> ours, "*" for all others; or NULL */
	char *label;	       /* "column Gast", "email": for messages */
};

/* A column that is kept. */
struct import_attribute {
	guint column;
	const char *name; /* borrowed of the columns or the map */
	gboolean of_contact;
};

struct import_rules {
	struct import_rule fields[EVENT_FIELDS];
	char **columns; /* their names; NULL-terminated */
	guint n_columns;
	GArray *in_texts;	  /* guint: columns that texts speak of */
	GArray *attributes;	  /* struct import_attribute */
	const char *const *empty; /* values that are nothing; borrowed */
	const char *at_format;	  /* or NULL; borrowed */
};

/*
 * map NULL: the columns by name. header NULL: all columns are taken to be
 * there, for a check of the map alone. NULL if mistakes were appended.
 */
struct import_rules *import_rules_new(const struct config_section *map,
    const struct csv_row *header, GPtrArray *mistakes);
void import_rules_free(struct import_rules *rules);
AUTOPTR_DEFINE(import_rules, import_rules_free)

#endif
