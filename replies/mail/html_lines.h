/*
 * html_lines.h - the lines of text that a page becomes, and which of them are
 * quoted. What is quoted is told by html.c, the only caller.
 */
#ifndef REPLIES_HTML_LINES_H
#define REPLIES_HTML_LINES_H

#include <glib.h>

struct html_lines {
	GString *out;
	GArray *maybes;	 /* gsize: where in out a mark stands that may go */
	guint own_marks; /* so many of them go, from the first on */
	guint breaks;	 /* line breaks owed before the next word */
	gsize line_at;	 /* where in out the last line begins */
	guint quotes;	 /* so many quotes are open, one in another */
	guint maybe;	 /* and so many that may be none */
	gboolean blank;	 /* a blank is owed before the next word */
	gboolean rest;	 /* all that follows is quoted */
	gboolean plain;	 /* nothing is */
	gboolean found;	 /* a sure quote was seen */
	gboolean written;    /* a word outside of quotes was */
	gboolean ruled;	     /* a rule was drawn below the last line */
	gboolean below_rule; /* the last line stands below one */
	guint labels;	     /* so many lines below it began with labels */
	gsize block_at;	     /* where in out the first of them begins */
	gboolean dated;	     /* one of them names an address or a time */
};

void html_lines_begin(struct html_lines *lines);

/* The text, valid UTF-8; owned. Nothing else may follow. */
char *html_lines_end(struct html_lines *lines);

/* n bytes without a blank or a line end. */
void html_lines_word(struct html_lines *lines, const char *word, gsize n);

/* A line ends here, if it has not; with n = 2 a blank line follows. */
void html_lines_owe(struct html_lines *lines, guint n);

/* A line ends here once more. */
void html_lines_break(struct html_lines *lines);

gboolean html_lines_are_full(const struct html_lines *lines);

/* Is what is written now quoted, surely? */
gboolean html_lines_are_quoted(const struct html_lines *lines);

/*
 * TRUE if the last line announces what follows: it ends in a colon and names a
 * time or an address, in whatever language.
 */
gboolean html_lines_announce(const struct html_lines *lines);

/* A sure quote begins. What was marked because it might be one is none then:
 * people indent, too. */
void html_lines_find_quote(struct html_lines *lines);

#endif
