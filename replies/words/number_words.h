/*
 * number_words.h - numbers in letters, and the words around a number that say
 * whether it is a score.
 *
 * All folded (fold.h). A language more is some words more in each list.
 */
#ifndef REPLIES_NUMBER_WORDS_H
#define REPLIES_NUMBER_WORDS_H

#include <glib.h>

/* 0-10, more for some that are above; or -1: it is no number. */
int number_of_word(const char *word);

/* "score", "rating", "Note": what is behind it is a score. */
extern const char *const score_nouns[];
/* "say", "give", "doy": the same, a few words before it. */
extern const char *const score_verbs[];
/* What may stand around a score and says nothing: "maybe", "it is". */
extern const char *const carriers[];
extern const char *const articles[];
/* Right behind a score, patterns (phrase.h): "points", "from me". */
extern const char *const score_tails[];
/* Right behind a score, and what begins there is something else: "because". */
extern const char *const reasons[];

/* Right before a number that is no score: "room", "at", "not". */
extern const char *const other_labels[];
extern const char *const other_leads[];
extern const char *const determiners[];
/* Patterns that make what follows a wish or a past: "would have". */
extern const char *const unreal[];
/* Patterns of what has numbers of its own: "booking number", "my son is". */
extern const char *const numbered[];
/* As unreal if more words follow: "would be". */
extern const char *const supposed[];
/* Right behind a number: "in the evening"; patterns. */
extern const char *const hours[];
/* "if": what stands before it is not so. */
extern const char *const conditions[];

/* Between a score and ten: "out of", "von"; patterns. */
extern const char *const scale_links[];
/* Between two numbers: from one to the other; one or the other. */
extern const char *const range_links[];
/* Behind a number: "and a half"; patterns. */
extern const char *const halves[];

/* What a stay is made of, and people rate alone: "breakfast". */
extern const char *const parts[];
/* "loud so 8": from what was said follows what comes. */
extern const char *const conclusions[];
/* A pattern: how it was, in a word: "great", "zufrieden". */
extern const char *const moods;
/* "but", "and": the next clause begins. */
extern const char *const joints[];

/* What people count: always, or if it is one or few of them. */
gboolean word_is_counted(const char *word, int number, gboolean joined);

#endif
