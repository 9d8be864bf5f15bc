/*
 * digest_internal.h - between the files that fill the template of a digest:
 * digest_context.c, which calls the others, digest_comments.c, digest_trend.c
 * and digest_owed.c.
 */
#ifndef SCORES_DIGEST_INTERNAL_H
#define SCORES_DIGEST_INTERNAL_H

#include "scores/digest/digest_context.h"

#define PLAIN_COLUMNS 72
#define NO_BREAK_SPACE "\u00a0"
#define DIGEST_DIVIDER " · "
#define DIGEST_PICTURE_WIDTH 440

/* Text (ink) on its tint has a contrast of 7:1. */
struct digest_group {
	const char *class, *word, *colour, *tint, *ink;
	guint comments_max;
};
/* Promoters, passives, detractors. */
extern const struct digest_group digest_groups[3];

/* Leaves the key out if text is NULL. */
void digest_set(json_t *object, const char *key, const char *text);
/* The same, of a string that it takes. */
void digest_set_take(json_t *object, const char *key, char *text);
/* Sets class, tint and ink. */
void digest_set_group(json_t *object, int score);

/* Appends {label, value}; word: the label's; takes value. */
void digest_add_pair(struct digest_words *words, json_t *pairs,
    const char *word, char *value);
/* Sets key, and plain_KEY, which is the same as text; takes pairs. */
void digest_set_pairs(json_t *context, const char *key, json_t *pairs);

/* "±12.0" */
char *digest_margin(const struct digest_words *words, const struct nps *nps);

/* Each sets its part, as digest_context.h lists it. */
void digest_set_comments(json_t *context, struct digest_words *words,
    const struct digest_input *input);
void digest_set_trend(json_t *context, struct digest_words *words,
    const struct digest_input *input);
void digest_set_owed(json_t *context, struct digest_words *words,
    const struct digest_input *input);

#endif
