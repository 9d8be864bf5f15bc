/*
 * text_number.h - the numbers that a text mentions, and what each may be.
 */
#ifndef REPLIES_TEXT_NUMBER_H
#define REPLIES_TEXT_NUMBER_H

#include <glib.h>

/* From the least to the most. */
enum mention_rank {
	MENTION_OTHER,	 /* it counts, dates or names something */
	MENTION_UNCLEAR, /* the score, but which: "7 or 8", "7.5" */
	MENTION_WEAK,	 /* a number in the middle of words */
	MENTION_LONE,	 /* it stands where an answer does */
	MENTION_MARKED,	 /* "9/10", "I'd say 9" */
};

struct mention {
	enum mention_rank rank;
	int value; /* 0-10; more: a number above */
	gboolean spelt;
	gboolean named;	  /* "my score is 9" */
	gboolean overall; /* "overall 9", where parts have numbers, too */
	gboolean foreign; /* it names another scale: "1 to 5" */
	gboolean near;	  /* a number in the place of a score, and it is none:
			   * "11", "4/5", "almost a 10" */
	guint from, to; /* tokens, `to` is not one: "9", "9 out of 10" */
};

/*
 * struct mention, in their order; g_array_unref. tokens: text_words.h. In a
 * letter people write of many things, so it is judged more strictly.
 */
GArray *text_mentions(const GArray *tokens, gboolean letter);

#endif
