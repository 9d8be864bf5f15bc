/*
 * text_vicinity.h - the words around a number, and what they say of it.
 */
#ifndef REPLIES_TEXT_VICINITY_H
#define REPLIES_TEXT_VICINITY_H

#include <glib.h>

#include "replies/words/text_number.h"

#define NEIGHBOURS 6 /* words that are looked at on either side */

/* In their order, up to what ends the sentence; borrowed. */
struct vicinity {
	const char *before[NEIGHBOURS], *behind[NEIGHBOURS];
	guint n_before, n_behind;
	/* No sign between it and the number. */
	const char *left, *right; /* "" if there is none */
	gboolean joined;	  /* "9-night" */
};

void vicinity_look(const GArray *tokens, const struct mention *mention,
    struct vicinity *vicinity);

/* TRUE if one of the patterns (phrase.h) holds right behind ... */
gboolean vicinity_follows(const char *const *patterns,
    const struct vicinity *vicinity);
/* ... or stands anywhere before. */
gboolean vicinity_precedes(const char *const *patterns,
    const struct vicinity *vicinity);

/* "would have given 10", "9 if you mend it", "almost a 10", "not a 10" */
gboolean vicinity_is_unreal(const struct vicinity *vicinity);
/* "at least 8" */
gboolean vicinity_bounds(const struct vicinity *vicinity);
/* "score 9"; and if not only by nouns, "I'd say 9" */
gboolean vicinity_marks(const struct vicinity *vicinity, gboolean nouns_only);
/* "a 9", "a solid 9" */
gboolean vicinity_has_article(const struct vicinity *vicinity);
/* "I'd give the room 9", where "room 9" alone is a name */
gboolean vicinity_gives(const struct vicinity *vicinity);
/* "one point off" */
gboolean vicinity_deducts(const struct vicinity *vicinity);
/* "this one" */
gboolean vicinity_is_pronoun(const struct mention *mention,
    const struct vicinity *vicinity);
/* "um 9" is a score in Portuguese, and in German a time. */
gboolean vicinity_is_portuguese(const struct vicinity *vicinity);
/* German schools give 1 to 6, and 1 is the best. */
gboolean vicinity_is_school_grade(const struct mention *mention,
    const struct vicinity *vicinity);
/* "9/10 was the day we came" */
gboolean vicinity_is_subject(const struct vicinity *vicinity);
/* "overall 9", "9 overall" */
gboolean vicinity_is_overall(const struct vicinity *vicinity);
/* "Code: 7": a label of a word or two that says nothing of a score */
gboolean vicinity_is_label(const GArray *tokens, const struct mention *mention,
    const struct vicinity *vicinity);
/* "Great stay 9": before it somebody says how it was. */
gboolean vicinity_is_moody(const struct vicinity *vicinity);

#endif
