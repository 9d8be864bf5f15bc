/*
 * html_shapes.c - the elements of HTML that are no mere piece of a line.
 * Called by html.c.
 */
#include "replies/mail/html_shapes.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

struct element {
	const char *name;
	enum html_shape shape;
};

/* In the order of strcmp(). */
static const struct element elements[] = {
	{ "address", SHAPE_BLOCK },
	{ "article", SHAPE_BLOCK },
	{ "blockquote", SHAPE_BLOCK },
	{ "body", SHAPE_BLOCK },
	{ "br", SHAPE_BREAK },
	{ "caption", SHAPE_BLOCK },
	{ "center", SHAPE_BLOCK },
	{ "dd", SHAPE_BLOCK },
	{ "dir", SHAPE_BLOCK },
	{ "div", SHAPE_BLOCK },
	{ "dl", SHAPE_BLOCK },
	{ "dt", SHAPE_BLOCK },
	{ "fieldset", SHAPE_BLOCK },
	{ "footer", SHAPE_BLOCK },
	{ "form", SHAPE_BLOCK },
	{ "h1", SHAPE_PARAGRAPH },
	{ "h2", SHAPE_PARAGRAPH },
	{ "h3", SHAPE_PARAGRAPH },
	{ "h4", SHAPE_PARAGRAPH },
	{ "h5", SHAPE_PARAGRAPH },
	{ "h6", SHAPE_PARAGRAPH },
	{ "header", SHAPE_BLOCK },
	{ "hr", SHAPE_RULE },
	{ "img", SHAPE_PICTURE },
	{ "li", SHAPE_BLOCK },
	{ "main", SHAPE_BLOCK },
	{ "menu", SHAPE_BLOCK },
	{ "ol", SHAPE_BLOCK },
	{ "p", SHAPE_PARAGRAPH },
	{ "pre", SHAPE_PRE },
	{ "script", SHAPE_SILENT },
	{ "section", SHAPE_BLOCK },
	{ "select", SHAPE_SILENT },
	{ "style", SHAPE_SILENT },
	{ "table", SHAPE_BLOCK },
	{ "td", SHAPE_CELL },
	{ "template", SHAPE_SILENT },
	{ "th", SHAPE_CELL },
	{ "title", SHAPE_SILENT },
	{ "tr", SHAPE_BLOCK },
	{ "ul", SHAPE_BLOCK },
};

static int
compare_names(const void *name, const void *element)
{
	return strcmp(name, ((const struct element *)element)->name);
}

enum html_shape
html_shape_of(const char *name)
{
	const struct element *element = bsearch(name, elements,
	    G_N_ELEMENTS(elements), sizeof(elements[0]), compare_names);

	return element != NULL ? element->shape : SHAPE_INLINE;
}
