/*
 * wish_words.h - the words by which people ask us to stop, start or help.
 *
 * All folded (fold.h), NULL-terminated. A language more is some lines more.
 */
#ifndef REPLIES_WISH_WORDS_H
#define REPLIES_WISH_WORDS_H

#include <glib.h>

enum stop_place {
	STOP_SENTENCE = 0, /* a sentence of its own in a text */
	STOP_MAIL = 1,	   /* and a whole mail */
	STOP_COMMAS = 2,   /* between commas will do in a text */
};

struct stop_phrase {
	const char *words;
	guint place;
};
/* Its last member has words NULL. */
extern const struct stop_phrase stop_phrases[];

/* Patterns (phrase.h) that hold where a sentence begins ... */
extern const char *const stop_beginnings[];
/* ... and anywhere in it, unless a word of `denials` stands before. */
extern const char *const stop_anywhere[];

extern const char *const start_phrases[];
extern const char *const help_phrases[];
/* Patterns that hold where a sentence begins. */
extern const char *const help_beginnings[];

/* Politeness, greetings, anger: what may stand around a word of command. */
extern const char *const polite_words[];
/* Polite if a polite word follows: "good morning". */
extern const char *const wishing_words[];
/* Whom a command is for, behind a leading word: "can you". */
extern const char *const addressed_words[];
/* What may stand before a command besides: "could you", "I want you to". */
extern const char *const leading_words[];
extern const char *const denials[];

#endif
