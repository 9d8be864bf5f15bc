/*
 * config.h - the configuration as tables of keys, and values checked by them.
 *
 * Every key of every section is declared once, as a struct config_key. From
 * these tables come parsing, defaults, the errors of `dripscore check`,
 * etc/dripscore.ini and dripscore.ini(5) (config_manual.h).
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/ini.h"

enum config_type {
	CONFIG_TEXT,	 /* any text without control characters */
	CONFIG_LINES,	 /* text, possibly over several lines */
	CONFIG_INTEGER,	 /* min..max */
	CONFIG_DURATION, /* "2 hours"; the unit must be said; seconds. A word
			  * of `choices` may stand in its place: then 0 */
	CONFIG_DURATIONS, /* a list of them; by config_list as they stand */
	CONFIG_SIZE,	 /* "10 MiB"; the unit must be said; bytes */
	CONFIG_BOOLEAN,	 /* yes or no */
	CONFIG_CHOICE,	 /* one of `choices` */
	CONFIG_LIST,	 /* words divided by commas; each in `choices` if set */
	CONFIG_ADDRESS,	 /* an e-mail address, perhaps with a display name */
	CONFIG_ADDRESSES,   /* a list of them */
	CONFIG_URL,	    /* scheme in `choices` */
	CONFIG_PATH,	    /* a file or folder, from the INI file's folder */
	CONFIG_PATHS,	    /* a list of them */
	CONFIG_SECRET_FILE, /* a file whose first line is a secret; refused if
			     * its mode lets group or others read it */
	CONFIG_TIMEZONE,    /* an IANA name */
	CONFIG_LANGUAGE,    /* "en", "pt", "pt-BR" */
	CONFIG_COLOUR,	    /* "#1a73e8" */
	CONFIG_RRULE,	    /* RFC 5545, see recurrence.h */
	CONFIG_MAPPING,	    /* lines "theirs -> ours" */
	CONFIG_HOURS,	    /* "08:00-21:00", see hours.h; text */
	CONFIG_MONEY,	    /* "0.079"; millionths of the unit, see money.h */
	CONFIG_RATE,	    /* "200/hour", see rate.h; text */
	CONFIG_PERCENT,	    /* "20%", 1 to 100; a number */
	CONFIG_CONDITION,   /* "nights >= 3", see condition.h; text */
	CONFIG_ANSWERS, /* "score <= 4": the same about answers; a word of
			 * `choices` may stand in its place; text */
	CONFIG_WEEK,	    /* "Mon-Fri 09:00-18:00", see calendar.h; text */
};

struct config_key {
	const char *name;
	enum config_type type;
	gboolean required;
	const char *fallback;	    /* default as written in a file, or NULL */
	gint64 min, max;	    /* numbers, durations, sizes; 0,0: any */
	const char *const *choices; /* NULL-terminated, or NULL */
	const char *example;	    /* shown in etc/dripscore.ini, or NULL */
	const char *help;	    /* sentences for the admin */
};
/* A table ends with an entry whose name is NULL. */

/* More keys, if the section's `variant_key` has this value. */
struct config_variant {
	const char *value;
	const struct config_key *keys;
	const char *help;
	const char *group; /* of a provider: its channel; or NULL */
};

struct config_schema {
	const char *kind;	  /* first word of the header */
	gboolean named;		  /* a second word is required, else refused */
	gboolean required;	  /* at least one must stand in the file */
	const char *example_name; /* for etc/dripscore.ini */
	const char *help;
	const struct config_key *keys;
	const char *variant_key; /* "type" in provider and inbox, or NULL */
	const struct config_variant *variants; /* ends with value NULL */
};
/* A list of schemas ends with an entry whose kind is NULL. */

struct config_section {
	const struct config_schema *schema;
	char *name; /* NULL if not named */
	char *path; /* of the INI file, for messages */
	guint line;
	GHashTable *values; /* key name -> struct config_value; private */
	GHashTable *meant;  /* keys that stand there, if ill; private */
};

struct config {
	char *path;
	GPtrArray *sections; /* struct config_section, in the file's order */
	GPtrArray *defaults; /* those of config_section_or_default; private */
};

/*
 * Reads and checks. Mistakes are appended to `mistakes` (char *, owned by the
 * array) as "file:line: [section] key: what is wrong, what is allowed", all
 * that there are, in the order of lines. NULL with error set only if the file
 * cannot be read at all; otherwise a configuration, usable only if mistakes
 * stayed empty. A section that is missing but not required is not in it.
 */
struct config *config_read(const char *path,
    const struct config_schema *schemas, GPtrArray *mistakes, GError **error);
struct config *config_read_text(const char *path, const char *text, gsize n,
    const struct config_schema *schemas, GPtrArray *mistakes);
void config_free(struct config *config);
AUTOPTR_DEFINE(config, config_free)

/*
 * A section made of defaults alone, for kinds that may be left out. Owned by
 * the config.
 */
const struct config_section *config_section_or_default(struct config *config,
    const struct config_schema *schemas, const char *kind);
/* The section of that kind and name, or NULL. name NULL: the first. */
const struct config_section *config_find(const struct config *config,
    const char *kind, const char *name);

/*
 * Values, by key; the key must be declared (else abort) and of a fitting type.
 * Text is borrowed from the section; NULL, 0, FALSE or an empty list if the key
 * is absent and has no default. config_text of a CONFIG_SECRET_FILE is the
 * path; config_secret reads the file anew.
 */
/* TRUE if the key stands in the file or has a default. */
gboolean config_has(const struct config_section *section, const char *key);
/* TRUE if it has not, nor stands there with a wrong value or mistyped: a
 * mistake of its own, which must not be told as a missing key too. */
gboolean config_lacks(const struct config_section *section, const char *key);
const char *config_text(const struct config_section *section, const char *key);
gint64 config_number(const struct config_section *section, const char *key);
gboolean config_boolean(const struct config_section *section, const char *key);
/* NULL-terminated, never NULL itself; borrowed. For mappings: "theirs", "ours"
 * in turn. */
const char *const *config_list(const struct config_section *section,
    const char *key);
char *config_secret(const struct config_section *section, const char *key,
    GError **error);

/*
 * The first line of a file that is its owner's alone; NULL with error set,
 * which the secret never stands in. Owned; to be wiped after use.
 */
char *config_secret_read(const char *path, GError **error);

/*
 * "file:line: [section] key: ..." about a value that was read (or the section's
 * own line if the key is absent), for checks that need more than one key.
 */
void config_mistake(const struct config_section *section, const char *key,
    GPtrArray *mistakes, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* The candidate nearest to the word by edit distance, NULL if none is near. */
const char *config_did_you_mean(const char *word,
    const char *const *candidates);

/* FALSE with error set if it is no e-mail address, perhaps with a display
 * name. The message repeats what was found. */
gboolean config_address_check(const char *text, GError **error);

/* "7 days", "1 day 2 hours": a duration as the reader takes it; owned. */
char *config_duration_text(gint64 seconds);
gboolean config_duration_parse(const char *text, gint64 *seconds,
    GError **error);

#endif
