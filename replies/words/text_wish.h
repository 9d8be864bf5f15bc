/*
 * text_wish.h - what a person asks us to do, rather than tells us.
 */
#ifndef REPLIES_TEXT_WISH_H
#define REPLIES_TEXT_WISH_H

#include <glib.h>

/* The words of a text, text_words.h. All linear in them. */

/*
 * "Stop" in any of our languages: as a sentence of its own with politeness or
 * a number around it, or as a sentence that asks for it ("please stop texting
 * me", "don't write to me again").
 */
gboolean wish_is_opt_out(const GArray *tokens);

/* The same of a mail: only if all of it asks so, and there is no number. */
gboolean wish_is_opt_out_of_mail(const GArray *tokens);

/* "START", "HELP": the whole text, or a sentence of a text without numbers. */
gboolean wish_is_opt_in(const GArray *tokens);
gboolean wish_is_help(const GArray *tokens);

/* Says nothing by itself: "please", "thanks", "hello", in folded form. */
gboolean wish_is_polite(const char *word);

#endif
