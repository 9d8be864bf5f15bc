/*
 * mustache.h - the renderer of message templates: Mustache (mustache(5), spec
 * v1.4 without lambdas and inheritance), compiled once, rendered often.
 *
 * Interpolation escapes for where the value goes. {{{x}}} and {{&x}} do not
 * escape in HTML and text; in a header nothing can switch off that control
 * characters (CR and LF first) become spaces.
 */
#ifndef TEMPLATES_MUSTACHE_H
#define TEMPLATES_MUSTACHE_H

#include <glib.h>
#include <jansson.h>

enum mustache_escape {
	MUSTACHE_HTML,	 /* & < > " ' */
	MUSTACHE_TEXT,	 /* nothing; control characters but \n, \t dropped */
	MUSTACHE_HEADER, /* runs of control characters become one space */
};

#define MUSTACHE_OUTPUT_MAX_BYTES (4 * 1024 * 1024)
#define MUSTACHE_DEPTH_MAX 64 /* of sections and partials, in rendering */

struct mustache;

/* The text of a partial, borrowed, or NULL if there is none. */
typedef const char *(*mustache_partial)(const char *name, gpointer user);

/*
 * NULL with error set ("line 12: ..." and what is wrong: a section that is not
 * closed, a tag without an end). Partials are looked up and compiled now;
 * partial may be NULL. A recursive partial is allowed.
 */
struct mustache *mustache_compile(const char *text, mustache_partial partial,
    gpointer user, GError **error);
void mustache_free(struct mustache *mustache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(struct mustache, mustache_free)

/*
 * Appends to out. FALSE with error set if the output would pass
 * MUSTACHE_OUTPUT_MAX_BYTES or the depth MUSTACHE_DEPTH_MAX.
 */
gboolean mustache_render(const struct mustache *mustache, const json_t *context,
    enum mustache_escape escape, GString *out, GError **error);

/*
 * Calls seen for each name in the template and its partials ("contact.name"),
 * with the line it stands on, and TRUE if it opens a section. For the check
 * that every variable is known.
 */
typedef void (*mustache_name_seen)(const char *name, guint line,
    gboolean section, gpointer user);
void mustache_names(const struct mustache *mustache, mustache_name_seen seen,
    gpointer user);

#endif
