/*
 * html_diet.c - tells the tags and attributes that are looked at from those
 * that only cost time.
 *
 * Nine tenths of a mail's HTML are fonts, colours and links. What is kept must
 * be all that html_marks.c and html_shapes.c know. Called by html_tame.c.
 */
#include "replies/mail/html_diet.h"

#include <stdlib.h>
#include <string.h>

#define STYLE_MAX_BYTES 512

struct diet {
	const char *name;
	enum html_diet diet;
};

/* In the order of strcmp(). Around <html> and <body> the parser would imply
 * others, and paragraphs with them. */
static const struct diet diets[] = {
	{ "a", HTML_DIET_DROP },
	{ "abbr", HTML_DIET_DROP },
	{ "b", HTML_DIET_DROP },
	{ "base", HTML_DIET_DROP },
	{ "big", HTML_DIET_DROP },
	{ "body", HTML_DIET_DROP },
	{ "code", HTML_DIET_DROP },
	{ "col", HTML_DIET_DROP },
	{ "colgroup", HTML_DIET_DROP },
	{ "em", HTML_DIET_DROP },
	{ "font", HTML_DIET_DROP },
	{ "head", HTML_DIET_DROP },
	{ "html", HTML_DIET_DROP },
	{ "i", HTML_DIET_DROP },
	{ "ins", HTML_DIET_DROP },
	{ "link", HTML_DIET_DROP },
	{ "meta", HTML_DIET_DROP },
	{ "o", HTML_DIET_DROP }, /* Outlook's o:p */
	{ "s", HTML_DIET_DROP },
	{ "script", HTML_DIET_SILENT },
	{ "small", HTML_DIET_DROP },
	{ "span", HTML_DIET_SPAN },
	{ "strong", HTML_DIET_DROP },
	{ "style", HTML_DIET_SILENT },
	{ "sub", HTML_DIET_DROP },
	{ "sup", HTML_DIET_DROP },
	{ "svg", HTML_DIET_SILENT },
	{ "tbody", HTML_DIET_DROP },
	{ "tfoot", HTML_DIET_DROP },
	{ "thead", HTML_DIET_DROP },
	{ "title", HTML_DIET_SILENT },
	{ "tt", HTML_DIET_DROP },
	{ "u", HTML_DIET_DROP },
	{ "wbr", HTML_DIET_DROP },
	{ "xml", HTML_DIET_SILENT },
};

static int
compare_names(const void *name, const void *diet)
{
	return strcmp(name, ((const struct diet *)diet)->name);
}

enum html_diet
html_diet_of(const char *name)
{
	const struct diet *diet = bsearch(name, diets, G_N_ELEMENTS(diets),
	    sizeof(diets[0]), compare_names);

	return diet != NULL ? diet->diet : HTML_DIET_KEEP;
}

struct attribute {
	const char *name;
	gsize name_n;
	const char *value; /* without its quotation marks */
	gsize value_n;
	const char *end;
};

/* The attribute at `at`, or FALSE if none follows. */
static gboolean
next_attribute(const char *at, const char *end, struct attribute *attribute)
{
	while (at < end && (g_ascii_isspace(*at) || *at == '/'))
		at++;
	if (at >= end)
		return FALSE;
	attribute->name = at;
	/* The first byte belongs to it, whatever it is: so there is an end. */
	for (at++; at < end && *at != '=' && *at != '/'; at++)
		if (g_ascii_isspace(*at))
			break;
	attribute->name_n = (gsize)(at - attribute->name);
	attribute->value = attribute->end = at;
	attribute->value_n = 0;
	while (at < end && g_ascii_isspace(*at))
		at++;
	if (at >= end || *at != '=')
		return TRUE;
	for (at++; at < end && g_ascii_isspace(*at);)
		at++;
	attribute->value = at;
	if (at < end && (*at == '"' || *at == '\'')) {
		const char *mark = memchr(at + 1, *at, (gsize)(end - at - 1));

		attribute->value = at + 1;
		at = mark != NULL ? mark : end;
		attribute->value_n = (gsize)(at - attribute->value);
		attribute->end = MIN(at + 1, end);
		return TRUE;
	}
	while (at < end && !g_ascii_isspace(*at))
		at++;
	attribute->value_n = (gsize)(at - attribute->value);
	attribute->end = at;
	return TRUE;
}

/* Does the style say anything that html_marks.c looks at? */
static gboolean
style_matters(const char *name, const char *value, gsize n)
{
	static const char *const words[] = { "border", "none", "hid",
		"white-space", "opacity", "size:0", "size: 0", "max-height" };
	char style[STYLE_MAX_BYTES + 1];

	n = MIN(n, STYLE_MAX_BYTES);
	for (gsize i = 0; i < n; i++)
		style[i] = g_ascii_tolower(value[i]);
	style[n] = '\0';
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(style, words[i]) != NULL)
			return TRUE;
	return strcmp(name, "p") == 0 && strstr(style, "margin") != NULL;
}

static gboolean
attribute_is(const struct attribute *attribute, const char *name)
{
	return attribute->name_n == strlen(name) &&
	    g_ascii_strncasecmp(attribute->name, name, attribute->name_n) == 0;
}

static gboolean
attribute_matters(const char *name, const struct attribute *attribute)
{
	static const char *const kept[] = { "alt", "cite", "class", "hidden",
		"id", "name", "tabindex", "type" };

	if (attribute_is(attribute, "style"))
		return style_matters(name, attribute->value,
		    attribute->value_n);
	for (guint i = 0; i < G_N_ELEMENTS(kept); i++)
		if (attribute_is(attribute, kept[i]))
			return TRUE;
	return FALSE;
}

void
html_diet_write(GString *out, const char *name, const char *at, const char *end)
{
	struct attribute attribute;

	g_string_append_c(out, '<');
	g_string_append(out, name);
	for (; next_attribute(at, end, &attribute); at = attribute.end) {
		if (!attribute_matters(name, &attribute))
			continue;
		g_string_append_c(out, ' ');
		g_string_append_len(out, attribute.name,
		    attribute.end - attribute.name);
	}
	g_string_append_c(out, '>');
}
