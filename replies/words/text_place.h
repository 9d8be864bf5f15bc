/*
 * text_place.h - where in a text a number stands.
 */
#ifndef REPLIES_TEXT_PLACE_H
#define REPLIES_TEXT_PLACE_H

#include <glib.h>

/*
 * Nothing but words that carry a score from there back to what divides, or to
 * the beginning.
 */
gboolean place_begins_clause(const GArray *tokens, guint i);
gboolean place_ends_clause(const GArray *tokens, guint i);

/* Only politeness and signs stand before it: "Hi! 9". */
gboolean place_begins_text(const GArray *tokens, guint i);

/* "my order (9) is late" */
gboolean place_is_aside(const GArray *tokens, guint from, guint to);

/* "the breakfast was a 3", "9 for the staff": in its clause is a part. */
gboolean place_is_of_part(const GArray *tokens, guint from, guint to);

#endif
