/*
 * quote_block.h - header blocks ("From:", "Sent:") and lines that separate
 * ("-----Original Message-----").
 */
#ifndef REPLIES_QUOTE_BLOCK_H
#define REPLIES_QUOTE_BLOCK_H

#include "replies/quote/quote_lines.h"
#include "replies/quote/quote_words.h"

/*
 * Past the header block that begins with line i, or i if none does. led: a line
 * that separates stands above it, and fewer labels make it sure.
 */
guint quote_block_end(const struct lines *lines, guint i, gboolean led);

/*
 * Older Notes write theirs without colons: a name, a line with the date, "To"
 * and "Subject" alone. The same for the line with the date.
 */
guint quote_block_bare_end(const struct lines *lines, guint i);

enum quote_separator quote_block_separates(const char *folded);

#endif
