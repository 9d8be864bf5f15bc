/*
 * mustache.h - the renderer of message templates: Mustache (mustache(5), spec
 * v1.4 without lambdas and inheritance), compiled once, rendered often.
 *
 * Interpolation escapes for where the value goes. {{{x}}} and {{&x}} do not
 * escape in HTML and text; in a header nothing can switch off that control
 * characters (CR and LF first) become spaces, not even in the template's own
 * text. What a section is left out for: a name that is missing, null, false,
 * an empty list, and an empty string (0 is a score, and is shown). Lists and
 * objects print as nothing. A name has no white space in it.
 */
#ifndef TEMPLATES_MUSTACHE_H
#define TEMPLATES_MUSTACHE_H

#include <glib.h>
#include <jansson.h>

#include "base/autoptr.h"

enum mustache_escape {
	MUSTACHE_HTML,	 /* & < > " ' */
	MUSTACHE_TEXT,	 /* nothing; control characters but \n, \t dropped */
	MUSTACHE_HEADER, /* runs of control characters become one space */
};

#define MUSTACHE_OUTPUT_MAX_BYTES (4 * 1024 * 1024)
#define MUSTACHE_DEPTH_MAX 64 /* of sections and partials, in rendering */
#define MUSTACHE_STEPS_MAX (4 * 1000 * 1000) /* tags and texts passed through  \
					      */
#define MUSTACHE_PARTIALS_MAX 256

struct mustache;

/* The text of a partial, borrowed, or NULL if there is none. */
typedef const char *(*mustache_partial)(const char *name, gpointer user);

/*
 * NULL with error set ("line 12: ..." and what is wrong: a section that is not
 * closed, a tag without an end; in a partial "partial NAME, line 12: ...").
 * Partials are looked up and compiled now, each once; partial may be NULL, and
 * one that is not found prints nothing. A recursive partial is allowed.
 */
struct mustache *mustache_compile(const char *text, mustache_partial partial,
    gpointer user, GError **error);
void mustache_free(struct mustache *mustache);
AUTOPTR_DEFINE(mustache, mustache_free)

/*
 * Appends to out. FALSE with error set, and out as it was, if the output passes
 * MUSTACHE_OUTPUT_MAX_BYTES, or rendering MUSTACHE_DEPTH_MAX or
 * MUSTACHE_STEPS_MAX. Reads only: any number may run over one template.
 */
gboolean mustache_render(const struct mustache *mustache, const json_t *context,
    enum mustache_escape escape, GString *out, GError **error);

/* The text as MUSTACHE_HTML escapes it. */
void mustache_append_html(GString *out, const char *text, gsize n);

/* A name in a template. Everything is borrowed for the call. */
struct mustache_name {
	const char *name;    /* "contact.name", "." */
	guint line;	     /* from 1 */
	const char *partial; /* the partial it stands in; NULL: the template */
	gboolean section;    /* it opens a section, inverted or not */
	gboolean is_partial; /* it is the name of a partial */
	const char *const *sections; /* the open ones, outermost first; NULL
				      * ends them; without inverted ones */
};

/*
 * Calls seen for each name in the template, and for those in each partial
 * where it is used first. For the check that every variable is known.
 */
typedef void (
    *mustache_name_seen)(const struct mustache_name *name, gpointer user);
void mustache_names(const struct mustache *mustache, mustache_name_seen seen,
    gpointer user);

#endif
