/*
 * html_diet.h - which tags and attributes of a page say anything to html.c.
 */
#ifndef REPLIES_HTML_DIET_H
#define REPLIES_HTML_DIET_H

#include <glib.h>

enum html_diet {
	HTML_DIET_KEEP,
	HTML_DIET_DROP,	  /* the tag alone: what is in it is kept */
	HTML_DIET_SPAN,	  /* kept if an attribute is */
	HTML_DIET_SILENT, /* not even what is in it */
};

/* name is in lower case. */
enum html_diet html_diet_of(const char *name);

/* Appends the tag with those attributes that matter, of those that stand
 * between at and end, which is where its `>` is. */
void html_diet_write(GString *out, const char *name, const char *at,
    const char *end);

#endif
