/*
 * return_phrase.h - a text in words and numbers, and the dates in it.
 */
#ifndef REPLIES_RETURN_PHRASE_H
#define REPLIES_RETURN_PHRASE_H

#include <glib.h>

#include "base/autoptr.h"

enum return_token_kind {
	RETURN_TOKEN_WORD,
	RETURN_TOKEN_NUMBER,
	RETURN_TOKEN_MARK,
	RETURN_TOKEN_STOP, /* the end of a sentence, a blank line */
};

struct return_token {
	enum return_token_kind kind;
	char *word; /* of a word, folded */
	guint value;
	guint digits;
	char mark; /* '-' for any dash, '?' for what doesn't matter */
};

struct return_tokens {
	struct return_token *list;
	guint n;
};

/* The first 2000 of them. */
struct return_tokens *return_tokens_of(const char *text);
void return_tokens_free(struct return_tokens *tokens);
AUTOPTR_DEFINE(return_tokens, return_tokens_free)

struct return_day {
	guint year; /* 0: not said */
	guint month;
	guint day;
};

/* tokens[begin, end) */
struct return_phrase {
	guint begin;
	guint end;
	/* day_first and month_first differ where nobody can tell: 01/02/2026;
	 * month 0: that reading is none */
	struct return_day day_first;
	struct return_day month_first;
	guint weekday;	   /* 1-7; 0: not said */
	gboolean tomorrow; /* with no date at all */
	gboolean ends;	   /* the end of a range: "January 3-10" */
};

/* FALSE if no date begins at that token. */
gboolean return_phrase_read(const struct return_tokens *tokens, guint begin,
    struct return_phrase *phrase);

#endif
