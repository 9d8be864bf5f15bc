/*
 * bounce_words.h - what servers say about why a mail was not delivered.
 */
#ifndef REPLIES_BOUNCE_WORDS_H
#define REPLIES_BOUNCE_WORDS_H

#include <glib.h>

enum bounce_blame {
	BLAME_ADDRESS, /* there is nobody there, and will be nobody */
	BLAME_MAILBOX, /* it is full, or rests for now */
	BLAME_ROUTE,   /* its server was not reached, or has its own troubles */
	BLAME_MAIL,    /* what we sent, or we who sent it, was refused */
};

struct bounce_word {
	const char *detail; /* of the status, behind its class: "1.1" */
	enum bounce_blame blame;
	gboolean vague; /* a code that is not knows better */
};

/* Texts, folded by bounce_fold, that mean the same. */
struct bounce_words_group {
	const char *const *texts; /* NULL-terminated; NULL ends a table */
	struct bounce_word word;
};

extern const struct bounce_words_group bounce_words_of_address[];

/* In lower case, blanks and line ends as one blank, curly apostrophes as
 * straight ones; owned. */
char *bounce_fold(const char *text);

/* Whether one of a NULL-terminated list is in the text; both folded. */
gboolean bounce_has_one(const char *text, const char *const *list);

/* The first of the table that is in the text, which need not be folded; NULL
 * if there is none. */
const struct bounce_word *bounce_words_find(const char *text);

#endif
