/*
 * text_words.h - the words, numbers and signs that a text is made of.
 */
#ifndef REPLIES_TEXT_WORDS_H
#define REPLIES_TEXT_WORDS_H

#include <glib.h>

#include "base/autoptr.h"

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_SIGN,
	TOKEN_LINK, /* an address of a page or a mailbox */
};

struct token {
	enum token_kind kind;
	/* A word folded (fold.h), but for "très", which is not the number
	 * "tres", and "à", which is no article; without apostrophes, no
	 * letter three times in a row; a number's digits in ASCII; else "".
	 * Owned. */
	char *word;
	/* One of ASCII where there is one that means the same; '\n' ends a
	 * line, SIGN_HALF is any fraction, SIGN_PICTURE any emoji. 0: none. */
	gunichar sign;
	gsize start, end;  /* in bytes of the text */
	gboolean loud;	   /* a word in capitals */
	gboolean attached; /* to the token before it, no blank between */
};

#define SIGN_HALF 0xbd
#define SIGN_PICTURE 0x1f600

/* Of tidy UTF-8 (charset.h); struct token. Linear time. g_array_unref. */
GArray *text_words(const char *text);

/* The token at i; for what lies outside one of kind TOKEN_SIGN, '\n'. */
const struct token *text_token(const GArray *tokens, guint i);

/* Ends a sentence: . ! ? ; a line's end, an emoji. */
gboolean token_ends_sentence(const struct token *token);

/* The words in the text that hold letters. */
guint text_count_words(const GArray *tokens);

#endif
