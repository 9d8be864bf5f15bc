/*
 * pleading_words.h - the patterns that pleading.c looks for. Only pleading.c
 * and the table include this.
 *
 * Words of a pattern are folded, divided by blanks: "a/b" is one of them, "a*"
 * whatever begins so, "@name" one of a class, "_2" up to two words in between,
 * none of them a number where it begs; nothing goes over the end of a sentence.
 */
#ifndef TEMPLATES_PLEADING_WORDS_H
#define TEMPLATES_PLEADING_WORDS_H

#include <glib.h>

struct pleading_pattern {
	gboolean bribes;
	const char *words;
};
extern const struct pleading_pattern pleading_patterns[]; /* NULL ends them */

struct pleading_class {
	const char *name, *words; /* words divided by blanks */
};
extern const struct pleading_class pleading_classes[];

/* In front of what was found they say the contrary. */
extern const char *const pleading_denials[];

#endif
