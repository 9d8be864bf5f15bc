/*
 * html_marks.h - what an element of an HTML mail is to its reader, by its name
 * and its attributes alone.
 */
#ifndef REPLIES_HTML_MARKS_H
#define REPLIES_HTML_MARKS_H

#include <glib.h>

enum html_mark {
	HTML_PLAIN,
	HTML_HIDDEN,	/* nobody sees what is in it */
	HTML_SIGNATURE, /* or a mail program's advertisement for itself */
	HTML_QUOTE,	/* a mail program quotes in it */
	HTML_WRAPPER,	/* it announces and quotes, up to the end of the first
			 * <blockquote> in it: some answer between them */
	HTML_REST,	/* what is in it and all that follows is quoted */
	HTML_BUTTON,	/* Gmail's for quotes, and for what the person wants to
			 * look like one: a quote if others were there */
	HTML_BLOCK,	/* <blockquote>, and nothing tells whose */
	HTML_BORDER,	/* a line down its left side: quoted if announced */
};

struct html_judgement {
	enum html_mark mark;
	gboolean pre;	/* line ends in it are line ends */
	gboolean ruled; /* a line is drawn above it */
	gboolean tight; /* a paragraph without a blank line below it */
};

/*
 * attributes: as SAX gives them, names and values in turn, NULL at the end, or
 * NULL if there are none; values may be NULL.
 */
void html_judge(const char *name, const char *const *attributes,
    struct html_judgement *judgement);

#endif
