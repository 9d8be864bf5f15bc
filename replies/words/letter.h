/*
 * letter.h - what a mail says once the forms of a letter are taken off.
 */
#ifndef REPLIES_LETTER_H
#define REPLIES_LETTER_H

#include <glib.h>

/*
 * The tokens (text_words.h) of the text without greeting, closing and what
 * stands under that; lines that a mail program broke are one line. Numbers of
 * telephones, streets and printed scales are links, which are no numbers.
 * Linear time; g_array_unref.
 */
GArray *letter_tokens(const char *text);

#endif
