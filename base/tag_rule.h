/*
 * tag_rule.h - which tags the words of an answer call for: by the rules of
 * [tag NAME], and by "#name" in what was written. Pure; linear in the text.
 *
 * A rule is a word or several in a row; `*` at the end of a word stands for
 * whatever ends it: "price", "zu viel", "expens*". Whole words, as words.h cuts
 * and compares them. A rule is for all languages, or for one.
 *
 * Called by whoever stores answers and by the act upon them; what is put by
 * hand is the store's.
 */
#ifndef BASE_TAG_RULE_H
#define BASE_TAG_RULE_H

#include <glib.h>

#include "base/autoptr.h"

#define TAG_MAX_BYTES 49 /* as the name of a section */

struct tag_rules;

struct tag_rules *tag_rules_new(void);
void tag_rules_free(struct tag_rules *rules);
AUTOPTR_DEFINE(tag_rules, tag_rules_free)

/* The tag is known; twice is once. */
void tag_rules_name(struct tag_rules *rules, const char *tag);
/*
 * A rule of a known tag. language: "de", or NULL: all. FALSE with
 * DRIPSCORE_ERROR_CONFIG: what was found, and what is allowed.
 */
gboolean tag_rules_add(struct tag_rules *rules, const char *tag,
    const char *language, const char *rule, GError **error);

struct tag_hit {
	const char *tag;    /* borrowed of the rules */
	/* "rule", or "reply": "#tag" stands there; static. */
	const char *source;
};
/*
 * Of struct tag_hit, each tag once, in the order of the rules; never NULL.
 * text: NULL: nothing was said. language: as of a contact, "de-AT"; NULL: not
 * known, then by the rules of all languages alone.
 */
GPtrArray *tag_rules_match(const struct tag_rules *rules, const char *text,
    const char *language);

/* The known tag that is meant by such a name, without regard to case and
 * accents; NULL: there is none. Borrowed. */
const char *tag_rules_find(const struct tag_rules *rules, const char *name);
/* Names of all tags, NULL-terminated; to be freed alone. */
const char **tag_rules_names(const struct tag_rules *rules);

/* FALSE with DRIPSCORE_ERROR_DATA: no tag may be called so. */
gboolean tag_check(const char *tag, GError **error);

#endif
