/*
 * fold.h - a word as it is compared: without case, accents and width.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include <glib.h>

/*
 * Adds what is left of a character: "É" is "e", "ß" is "ss", "９" is "9", a
 * combining mark is nothing.
 */
void fold_char(GString *out, gunichar c);

#endif
