/*
 * letter_numbers.h - the numbers of a letter that belong to a telephone, a
 * street or the printed scale.
 */
#ifndef REPLIES_LETTER_NUMBERS_H
#define REPLIES_LETTER_NUMBERS_H

#include <glib.h>

/* They become links, which are no numbers. tokens: text_words.h, of the text.
 */
void letter_mute_scales(GArray *tokens);

/* The same in the line that the tokens from `from` up to `to` are. */
void letter_mute_contact(const char *text, GArray *tokens, guint from,
    guint to);

#endif
