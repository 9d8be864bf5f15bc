/*
 * words.h - a text cut into its words as they are compared: without case and
 * accents, of any script. Pure; linear in the text, whatever its bytes.
 *
 * A word is what letters and digits stand together; all else divides, so
 * "check-in" is two and "l'hôtel" too. Of scripts that write no blanks between
 * words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character is a word
 * of its own, and so is each sign of a currency and each pictogram. Accents are
 * left out in Latin, Greek, Cyrillic, Hebrew and Arabic; elsewhere marks are
 * letters like others.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <glib.h>

#include "base/autoptr.h"

struct words {
	GString *text;	/* the words, each with a NUL behind it */
	GArray *begins; /* guint: where each begins in it */
};

struct words *words_of(const char *text);
void words_free(struct words *words);
AUTOPTR_DEFINE(words, words_free)

/* Borrowed. */
const char *words_nth(const struct words *words, guint n);
/* Whether a character is a word of its own. */
gboolean words_is_alone(gunichar c);

#endif
