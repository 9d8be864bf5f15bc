/*
 * text_score.h - the score among the words of a text or a mail, and what was
 * said beside it.
 */
#ifndef REPLIES_TEXT_SCORE_H
#define REPLIES_TEXT_SCORE_H

#include <glib.h>

struct score {
	int value;	  /* 0-10, or -1: there is none, or not clear which */
	gboolean opens;	  /* what was written begins with it */
	gboolean unclear; /* none, but a number was given: "11", "8 or 9" */
	char *comment;	  /* the rest without what only carries the score ("I'd
			   * say"), or NULL; owned by the caller */
};

/*
 * Sets all of *score. tokens: of the text, text_words.h, or a part of them;
 * those of a letter are judged more strictly.
 */
void score_of_words(const char *text, const GArray *tokens, gboolean letter,
    struct score *score);

/* Whether it says something: words, or a score though not which. */
gboolean words_say_something(const GArray *tokens);

#endif
