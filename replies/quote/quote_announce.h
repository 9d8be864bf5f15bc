/*
 * quote_announce.h - "On 3 March 2025 at 14:05, Ada <ada@example.com> wrote:"
 */
#ifndef REPLIES_QUOTE_ANNOUNCE_H
#define REPLIES_QUOTE_ANNOUNCE_H

#include "replies/quote/quote_lines.h"

/* How sure it is that a line announces a quote. */
enum announced {
	ANNOUNCED_NOT,
	ANNOUNCED_IF_MARKED, /* if marked lines follow it */
	ANNOUNCED_SURELY,
};

/* Of a folded line; wrapped ones are joined by one blank. */
enum announced quote_announce_judge(const char *folded);

/* It announces a quote that begins in the same line. */
gboolean quote_announce_leads(const char *folded);

/* How many dates and times of day it names. */
guint quote_announce_times(const char *folded);

/* It names a date and a time of day, or one of them and an address. */
gboolean quote_announce_dates(const char *folded);

/*
 * The first line of the announcement that ends in line i, or i + 1 if none
 * does. If it begins behind words of the person's own, those are left in its
 * first line alone, *shared is TRUE, and the line is not part of it.
 */
guint quote_announce_start(struct lines *lines, guint i, gboolean *shared);

#endif
