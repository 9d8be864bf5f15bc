/*
 * return_words.h - months, weekdays, and the words that stand around the date
 * on which somebody is back.
 */
#ifndef REPLIES_RETURN_WORDS_H
#define REPLIES_RETURN_WORDS_H

#include <glib.h>

enum return_hint {
	RETURN_HINT_NONE,
	RETURN_HINT_UNTIL,    /* away up to and including */
	RETURN_HINT_BACK,     /* here again */
	RETURN_HINT_FROM,     /* from then on: away, or here again */
	RETURN_HINT_LINK,     /* between two ends: "3 to 10 January" */
	RETURN_HINT_AGAIN,    /* makes of "from" a return: "available" */
	RETURN_HINT_NOT,      /* ... unless denied */
	RETURN_HINT_TOMORROW,
	RETURN_HINT_OF,	      /* may stand within a date: "7 de enero" */
};

struct return_word {
	const char *word; /* folded; "x*" is what begins with x */
	enum return_hint hint;
	gboolean day_first; /* its language writes 01/02 for 1 February */
};

/* word is folded (fold.h). 1-12; 0: no month. */
guint return_words_month(const char *word);
/* 1-7 from Monday on; 0: no weekday. */
guint return_words_weekday(const char *word);
/* NULL if it is no such word. */
const struct return_word *return_words_hint(const char *word);

#endif
