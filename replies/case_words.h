/*
 * case_words.h - what a mail about a case says, made fit to be handed on to the
 * other side. Pure.
 */
#ifndef REPLIES_CASE_WORDS_H
#define REPLIES_CASE_WORDS_H

#include "replies/read.h"
#include "store/cases/relay.h"

struct case_words {
	enum relay_said said;
	char *text;	 /* never NULL; without the hidden addresses */
	char *outcome;	 /* RELAY_CLOSES: what was done */
	char *from_name; /* or NULL */
	char *aside;	 /* what is not handed on, for people; or NULL */
};
void case_words_clear(struct case_words *words);

/*
 * hidden: addresses (char *) that nobody is shown, however they are written;
 * the author's is one of them by itself.
 *
 * A colleague closes the case by a first line "#close", or "#done", and may say
 * behind it what was done: "#close called, and refunded".
 */
void case_words_of(const struct reading *reading, enum case_side from,
    const GPtrArray *hidden, struct case_words *words);

#endif
