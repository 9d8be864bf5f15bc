/*
 * mustache_internal.h - a compiled template, between mustache_compile.c, which
 * makes it, and mustache_render.c, which only reads it.
 *
 * A template is a row of operations. A section knows where it ends, so that
 * leaving it out is one jump.
 */
#ifndef TEMPLATES_MUSTACHE_INTERNAL_H
#define TEMPLATES_MUSTACHE_INTERNAL_H

#include "templates/mustache.h"

enum mustache_op_kind {
	OP_TEXT,     /* as it stands in the template */
	OP_ESCAPED,  /* {{name}} */
	OP_RAW,	     /* {{{name}}}, {{&name}} */
	OP_SECTION,  /* {{#name}} */
	OP_INVERTED, /* {{^name}} */
	OP_PARTIAL,  /* {{>name}} */
	OP_INDENT,   /* a line of a partial begins here */
};

struct mustache_program;

struct mustache_op {
	enum mustache_op_kind kind;
	guint line;
	guint end;	  /* sections: the first operation behind it */
	const char *text; /* OP_TEXT; OP_PARTIAL: its indentation; borrowed
			   * from the program's source */
	gsize n;	  /* bytes of text */
	char *name;	  /* as written, "contact.name"; NULL if it has none */
	char **steps;	  /* name, cut at the dots; no steps for "." */
	const struct mustache_program *partial; /* NULL: not found */
};

struct mustache_program {
	char *name; /* of the partial; NULL: the template itself */
	char *source;
	GArray *ops; /* struct mustache_op */
};

struct mustache {
	GPtrArray *programs; /* struct mustache_program, the template first */
};

/* Nothing in it yet. */
struct mustache *mustache_new(void);
/* name and text are copied. The mustache owns what is returned. */
struct mustache_program *mustache_program_add(struct mustache *mustache,
    const char *name, const char *text);

static inline const struct mustache_op *
mustache_op_at(const struct mustache_program *program, guint i)
{
	return &g_array_index(program->ops, struct mustache_op, i);
}

#endif
