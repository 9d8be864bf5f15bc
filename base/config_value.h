/*
 * config_value.h - one value of the configuration, judged by its declaration.
 *
 * Inside the configuration only: config.c and config_manual*.c call it, the
 * rooms read values by config.h.
 */
#ifndef BASE_CONFIG_VALUE_H
#define BASE_CONFIG_VALUE_H

#include "base/config.h"

struct config_value {
	guint line;    /* 0: the default */
	char *text;    /* for a CONFIG_PATH or _SECRET_FILE an absolute path */
	gint64 number; /* of numbers; 1 for yes */
	char **list;   /* of lists and mappings, else NULL; absolute paths */
};

/*
 * The value of this text ("\n" between its lines), or NULL with error set:
 * what is wrong and what is allowed. folder: what paths are relative to.
 */
struct config_value *config_value_parse(const struct config_key *key,
    const char *text, const char *folder, GError **error);
void config_value_free(struct config_value *value);
AUTOPTR_DEFINE(config_value, config_value_free)

/* "a duration from 1 minute to 7 days, as in \"2 hours\"": owned. */
char *config_value_allowed(const struct config_key *key);
/* A text that such a key takes, for the manual; owned. */
char *config_value_example(const struct config_key *key);

/* FALSE with error set if the word is none of the key's `choices`. */
gboolean config_choice_check(const struct config_key *key, const char *word,
    GError **error);
/* FALSE with error set if the number passes the key's bounds. */
gboolean config_number_check(const struct config_key *key, gint64 number,
    GError **error);

/* config_list.c: value->list, of value->text. */

gboolean config_list_parse(const struct config_key *key,
    struct config_value *value, const char *folder, GError **error);
gboolean config_mapping_parse(const struct config_key *key,
    struct config_value *value, GError **error);
/* "a, b" of "a\nb" or "a,\nb"; owned. */
char *config_lines_joined(const char *text);

/* config_unit.c */

gboolean config_size_parse(const char *text, gint64 *bytes, GError **error);
/* "10 MiB"; owned. */
char *config_size_text(gint64 bytes);

/* config_address.c: FALSE with error set if it is none. */
gboolean config_url_check(const char *text, const char *const *schemes,
    GError **error);

/* config_word.c */

/* "a, b or c"; owned. */
char *config_words_join(const char *const *words);
/* " (did you mean \"x\"?)", or "" if nothing is near: owned. */
char *config_words_hint(const char *word, const char *const *candidates);

#endif
