/*
 * quote_lines.h - a mail's text as the lines that quote.c judges.
 */
#ifndef REPLIES_QUOTE_LINES_H
#define REPLIES_QUOTE_LINES_H

#include <glib.h>
#include <stdbool.h>

#define QUOTE_FOLD_MAX_BYTES 4096 /* of a longer line nothing is asked */

struct line {
	char *text;	    /* trimmed at its end */
	const char *folded; /* quote_fold.h; "" if blank or quoted */
	bool blank;
	bool quoted; /* begins with ">" */
	bool rule;   /* dashes, underscores or the like alone */
	bool strict; /* "-- ", RFC 3676 section 4.3 */
	bool cut;
};

struct lines {
	struct line *at;
	guint n;
	char *text;	       /* the lines' own */
	GStringChunk *folded; /* and what they are folded to */
};

void quote_lines_split(struct lines *lines, const char *text);
void quote_lines_clear(struct lines *lines);

/* The first line from i on (or the last before it) with something in it. */
guint quote_lines_next(const struct lines *lines, guint i);
void quote_lines_cut(struct lines *lines, guint from, guint to);

/*
 * Behind an announcement other marks than ">" count as such: "|", "AL>". Marks
 * lines from..to-1 that begin like the first of them, if it has such a mark.
 */
void quote_lines_mark(struct lines *lines, guint from);

/* The lines that are left, at most max_bytes; owned. */
char *quote_lines_kept(const struct lines *lines, gsize max_bytes);

#endif
