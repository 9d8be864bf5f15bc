/*
 * text_shape.h - what the digits of a number, and the signs and words joined
 * to it, say of it.
 */
#ifndef REPLIES_TEXT_SHAPE_H
#define REPLIES_TEXT_SHAPE_H

#include <glib.h>

#include "replies/words/text_number.h"

/* The number that stands at i, in digits or letters: -1: none; above 10: no
 * score. */
int text_value(const GArray *tokens, guint i);

/*
 * Sets where a mention ends, and its rank: MENTION_WEAK if its shape alone
 * does not tell.
 */
void mention_measure(const GArray *tokens, struct mention *mention);

/* By what stands before it: "-3", "#9", "B9", "room: 9". */
gboolean mention_is_spoilt(const GArray *tokens,
    const struct mention *mention);

/* Spoilt, but by its value or sign alone: "-1", "11", "~8". */
gboolean mention_is_outside(const GArray *tokens,
    const struct mention *mention);

/* By what stands right behind: "9th", "9%"; MENTION_WEAK if it does not tell.
 */
enum mention_rank mention_joined(const GArray *tokens,
    const struct mention *mention);

#endif
