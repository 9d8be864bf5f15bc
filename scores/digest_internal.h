/*
 * digest_internal.h - between the files that fill the template of a digest:
 * digest_context.c and digest_comments.c.
 */
#ifndef SCORES_DIGEST_INTERNAL_H
#define SCORES_DIGEST_INTERNAL_H

#include "scores/digest_context.h"

#define PLAIN_COLUMNS 72
#define NO_BREAK_SPACE "\u00a0"

/* Text (ink) on its tint has a contrast of 7:1. */
struct digest_group {
	const char *class, *word, *colour, *tint, *ink;
};
/* Promoters, passives, detractors. */
extern const struct digest_group digest_groups[3];

/* Leaves the key out if text is NULL. */
void digest_set(json_t *object, const char *key, const char *text);
/* The same, of a string that it takes. */
void digest_set_take(json_t *object, const char *key, char *text);

/* Sets has_comments, comments and more. */
void digest_set_comments(json_t *context, struct digest_words *words,
    const struct digest_input *input);

#endif
