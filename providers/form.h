/*
 * form.h - forms and queries (application/x-www-form-urlencoded), written and
 * read. Pure. For the files of providers/ alone.
 */
#ifndef PROVIDERS_FORM_H
#define PROVIDERS_FORM_H

#include <glib.h>

#include "base/autoptr.h"

/* name=value&...; in order; owned. */
struct form_field {
	const char *name, *value; /* value NULL: left out */
};
char *form_encode(const struct form_field *fields, gsize n);

/* Fields of a form or a query; names may repeat. */
struct form {
	GPtrArray *names, *values; /* char *, UTF-8, of the same length */
};
/*
 * WHATWG's form parsing: + is a blank. NULL with error set for a bad escape, a
 * NUL, bytes that are no UTF-8, or more than 200 fields.
 */
struct form *form_parse(const char *text, gsize n, GError **error);
/* The first of that name, or NULL. */
const char *form_value(const struct form *form, const char *name);
void form_free(struct form *form);
AUTOPTR_DEFINE(form, form_free)

#endif
