/*
 * phrase.h - a small language for what people write in many words: patterns.
 *
 * A pattern is words between blanks: "stop|quit text* me". `a|b` is either,
 * `a*` what begins so, `a?` may be missing, `a+` is one or more, `..` is up to
 * four words of any kind, `@` is a message by any name (phrase.c), `$` the end,
 * which is the last of a pattern.
 */
#ifndef REPLIES_PHRASE_H
#define REPLIES_PHRASE_H

#include <glib.h>

/* TRUE if the words from `at` on, of which there are n, begin so. */
gboolean phrase_matches(const char *pattern, const char *const *words, guint at,
    guint n);

/* TRUE if the word is one of those in a NULL-terminated list. */
gboolean phrase_has(const char *const *list, const char *word);

#endif
