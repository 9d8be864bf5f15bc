/*
 * count_words.h - whether the words behind a number say what it counts.
 *
 * "9 nights", "2 of us" and "7 January" are no scores, "9 lovely staff" is.
 */
#ifndef REPLIES_COUNT_WORDS_H
#define REPLIES_COUNT_WORDS_H

#include <glib.h>

/* words: what follows the number, without blanks before it. Pure. */
gboolean words_are_counted(const char *words);

#endif
