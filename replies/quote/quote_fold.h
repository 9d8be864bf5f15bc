/*
 * quote_fold.h - a line as the tables of quote_words.h compare it.
 */
#ifndef REPLIES_QUOTE_FOLD_H
#define REPLIES_QUOTE_FOLD_H

#include <glib.h>

/*
 * Without case, accents, bold stars and blanks at its ends; with one kind of
 * blank, dash, quotation mark, colon and digit. Longer than max_bytes: "", for
 * nothing that is looked for is. utf8 is valid; owned by the caller.
 */
char *quote_fold(const char *utf8, gsize max_bytes);

#endif
