/*
 * html_shapes.h - how an element of a page divides its text into lines.
 */
#ifndef REPLIES_HTML_SHAPES_H
#define REPLIES_HTML_SHAPES_H

enum html_shape {
	SHAPE_INLINE,
	SHAPE_BLOCK,	 /* begins and ends a line */
	SHAPE_PARAGRAPH, /* and has a blank line around it */
	SHAPE_CELL,
	SHAPE_BREAK,
	SHAPE_RULE,
	SHAPE_PRE,
	SHAPE_PICTURE,
	SHAPE_SILENT, /* what is in it is not for people */
};

/* name is in lower case; what is not known is SHAPE_INLINE. */
enum html_shape html_shape_of(const char *name);

#endif
