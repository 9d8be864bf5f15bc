/*
 * text_score.h - the score in a text, and what was said beside it.
 */
#ifndef REPLIES_TEXT_SCORE_H
#define REPLIES_TEXT_SCORE_H

#include <glib.h>

/*
 * 0-10, or -1 if there is none or it is not clear which. *comment is the rest
 * without what only carries the score ("I'd say"), or NULL; owned by the
 * caller. tokens: of the text, text_words.h.
 */
int score_of_words(const char *text, const GArray *tokens, char **comment);

/* Whether it says something: words, or a score though not which. */
gboolean words_say_something(const GArray *tokens);

#endif
