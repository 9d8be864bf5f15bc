/*
 * fuzz_mustache.c - any template over any context: nothing but text or an
 * error comes out, within the bounds, and no header has a line break.
 *
 * The input is a template, a line "---", and a context in JSON; without that
 * line the context is empty. The partial "self" is the template itself.
 */
#include <jansson.h>
#include <string.h>

#include "templates/mustache.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char *
partial(const char *name, gpointer user)
{
	if (strcmp(name, "self") == 0)
		return user;
	return strcmp(name, "x") == 0 ? "{{x}}\n{{#y}}\n {{>self}}\n{{/y}}" :
					NULL;
}

static void
name_seen(const struct mustache_name *name, gpointer user G_GNUC_UNUSED)
{
	g_assert(name->name[0] != '\0' && name->line > 0);
}

static void
render(const struct mustache *mustache, const json_t *context,
    enum mustache_escape escape)
{
	g_autoptr(GString) out = g_string_new("-");
	g_autoptr(GError) error = NULL;

	if (!mustache_render(mustache, context, escape, out, &error)) {
		g_assert(error != NULL && out->len == 1);
		return;
	}
	g_assert(error == NULL && out->len <= 1 + MUSTACHE_OUTPUT_MAX_BYTES);
	for (gsize i = 0; escape == MUSTACHE_HEADER && i < out->len; i++)
		g_assert((guchar)out->str[i] >= 0x20);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *template = g_strndup((const char *)data, size);
	char *cut = strstr(template, "\n---\n");
	json_t *context = NULL;
	g_autoptr(mustache) mustache = NULL;

	if (cut != NULL) {
		*cut = '\0';
		context = json_loads(cut + strlen("\n---\n"), JSON_DECODE_ANY,
		    NULL);
	}
	mustache = mustache_compile(template, partial, template, NULL);
	if (mustache != NULL) {
		mustache_names(mustache, name_seen, NULL);
		render(mustache, context, MUSTACHE_HTML);
		render(mustache, context, MUSTACHE_TEXT);
		render(mustache, context, MUSTACHE_HEADER);
	}
	json_decref(context);
	return 0;
}
