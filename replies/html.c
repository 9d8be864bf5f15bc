/*
 * html.c - writes down what a person sees of an HTML mail, and which lines of
 * it are quoted.
 *
 * libxml2 reads (as SAX events: no tree, no network, no external entities);
 * we keep text, line breaks and quotes. Layout, links and pictures are not
 * kept. Called by mail.c.
 */
#include "replies/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define DEPTH_MAX 200
#define TEXT_MAX_BYTES (512 * 1024)

enum extent {
	EXTENT_NONE,
	EXTENT_INSIDE, /* the element itself */
	EXTENT_LEAD,   /* it, up to the end of the first <blockquote> in it:
			* Gmail lets people answer between blockquotes */
	EXTENT_REST,   /* it, and all that follows */
};

/* How mail programs mark what they quote; each value is a suffix, for web
 * mailers put prefixes of their own before names. */
static const struct {
	const char *attribute;
	const char *suffix;
	enum extent extent;
} marks[] = {
	{ "class", "gmail_quote", EXTENT_LEAD },
	{ "class", "gmail_signature", EXTENT_INSIDE },
	{ "class", "moz-cite-prefix", EXTENT_INSIDE },
	{ "class", "moz-forward-container", EXTENT_INSIDE },
	{ "class", "moz-signature", EXTENT_INSIDE },
	{ "class", "OutlookMessageHeader", EXTENT_REST },
	{ "class", "protonmail_quote", EXTENT_INSIDE },
	{ "class", "yahoo_quoted", EXTENT_INSIDE },
	{ "class", "zmail_extra", EXTENT_INSIDE },
	{ "id", "appendonsend", EXTENT_REST },
	{ "id", "divRplyFwdMsg", EXTENT_REST },
	{ "id", "mail-editor-reference-message-container", EXTENT_INSIDE },
	{ "id", "OLK_SRC_BODY_SECTION", EXTENT_INSIDE },
};

struct level {
	gboolean quoted; /* this element opened a quote */
	gboolean lead;	 /* which its first blockquote closes */
};

struct walk {
	xmlParserCtxtPtr parser;
	GString *out;
	GArray *levels; /* struct level, one an open element */
	guint quotes;	/* how many of them are quotes */
	guint pre;	/* how many <pre> are open */
	guint breaks;	/* line breaks owed before the next word */
	gboolean blank; /* a blank owed before the next word */
	gboolean rest;	/* all that follows is quoted */
};

static gboolean
is_one_of(const char *name, const char *const *names)
{
	return g_strv_contains(names, name);
}

static gboolean
is_block(const char *name)
{
	static const char *const names[] = { "address", "article", "blockquote",
		"body", "center", "dd", "div", "dl", "dt", "fieldset", "footer",
		"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
		"li", "ol", "p", "pre", "section", "table", "tr", "ul", NULL };

	return is_one_of(name, names);
}

static gboolean
is_paragraph(const char *name)
{
	static const char *const names[] = { "h1", "h2", "h3", "h4", "h5", "h6",
		"p", NULL };

	return is_one_of(name, names);
}

static void
owe_breaks(struct walk *walk, guint n)
{
	if (walk->breaks < n)
		walk->breaks = n;
}

static void
begin_word(struct walk *walk)
{
	gboolean at_start = walk->out->len == 0;

	if (walk->breaks > 0 && !at_start)
		g_string_append(walk->out, walk->breaks > 1 ? "\n\n" : "\n");
	else if (walk->blank && !at_start)
		g_string_append_c(walk->out, ' ');
	if ((walk->breaks > 0 || at_start) && (walk->quotes > 0 || walk->rest))
		g_string_append(walk->out, "> ");
	walk->breaks = 0;
	walk->blank = FALSE;
}

static void
on_text(void *user, const xmlChar *text, int n)
{
	struct walk *walk = user;

	for (int i = 0; i < n && walk->out->len < TEXT_MAX_BYTES; i++) {
		char c = (char)text[i];

		if (c == '\n' && walk->pre > 0) {
			walk->breaks = MIN(walk->breaks + 1, 2);
		} else if (strchr(" \t\r\n", c) != NULL) {
			walk->blank = TRUE;
		} else {
			if (walk->breaks > 0 || walk->blank ||
			    walk->out->len == 0)
				begin_word(walk);
			g_string_append_c(walk->out, c);
		}
	}
}

static const char *
attribute_of(const xmlChar **attributes, const char *name)
{
	for (guint i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
		if (strcmp((const char *)attributes[i], name) == 0)
			return (const char *)attributes[i + 1];
	return NULL;
}

static enum extent
extent_of(const char *name, const xmlChar **attributes)
{
	const char *class = attribute_of(attributes, "class");
	const char *id = attribute_of(attributes, "id");
	g_auto(GStrv) classes = NULL;

	if (strcmp(name, "blockquote") == 0)
		return EXTENT_INSIDE;
	if (class != NULL)
		classes = g_strsplit(class, " ", 16);
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (strcmp(marks[i].attribute, "id") == 0) {
			if (id != NULL && g_str_has_suffix(id, marks[i].suffix))
				return marks[i].extent;
			continue;
		}
		for (guint j = 0; classes != NULL && classes[j] != NULL; j++)
			if (g_str_has_suffix(classes[j], marks[i].suffix))
				return marks[i].extent;
	}
	return EXTENT_NONE;
}

/* An emoji drawn as a picture is still what was written. */
static void
take_picture(struct walk *walk, const xmlChar **attributes)
{
	const char *alt = attribute_of(attributes, "alt");

	if (alt != NULL && strlen(alt) <= 16 &&
	    strpbrk(alt, "\xe2\xef\xf0") != NULL)
		on_text(walk, (const xmlChar *)alt, (int)strlen(alt));
}

static void
open_level(struct walk *walk, const char *name, const xmlChar **attributes)
{
	struct level level = { FALSE, FALSE };
	enum extent extent = extent_of(name, attributes);

	switch (extent) {
	case EXTENT_NONE:
		break;
	case EXTENT_REST:
		walk->rest = TRUE;
		owe_breaks(walk, 1);
		break;
	case EXTENT_LEAD:
		level.lead = TRUE;
		G_GNUC_FALLTHROUGH;
	case EXTENT_INSIDE:
		level.quoted = TRUE;
		walk->quotes++;
		owe_breaks(walk, 1);
		break;
	}
	g_array_append_val(walk->levels, level);
}

static void
on_start(void *user, const xmlChar *element, const xmlChar **attributes)
{
	struct walk *walk = user;
	const char *name = (const char *)element;

	if (walk->levels->len >= DEPTH_MAX ||
	    walk->out->len >= TEXT_MAX_BYTES) {
		xmlStopParser(walk->parser);
		return;
	}
	if (is_block(name))
		owe_breaks(walk, is_paragraph(name) ? 2 : 1);
	if (strcmp(name, "br") == 0)
		walk->breaks = MIN(walk->breaks + 1, 2);
	if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
		walk->blank = TRUE;
	if (strcmp(name, "pre") == 0)
		walk->pre++;
	open_level(walk, name, attributes);
	if (strcmp(name, "img") == 0)
		take_picture(walk, attributes);
}

/* The blockquote that ends here may end what Gmail put around it. */
static void
close_lead(struct walk *walk)
{
	for (guint i = walk->levels->len; i > 0; i--) {
		struct level *level = &g_array_index(walk->levels, struct level,
		    i - 1);

		if (level->lead) {
			level->lead = level->quoted = FALSE;
			walk->quotes--;
			return;
		}
		if (level->quoted)
			return;
	}
}

static void
on_end(void *user, const xmlChar *element)
{
	struct walk *walk = user;
	const char *name = (const char *)element;
	struct level level;

	if (walk->levels->len == 0)
		return;
	level = g_array_index(walk->levels, struct level,
	    walk->levels->len - 1);
	g_array_set_size(walk->levels, walk->levels->len - 1);
	if (level.quoted) {
		walk->quotes--;
		owe_breaks(walk, 1);
	}
	if (is_block(name))
		owe_breaks(walk, is_paragraph(name) ? 2 : 1);
	if (strcmp(name, "pre") == 0 && walk->pre > 0)
		walk->pre--;
	if (strcmp(name, "blockquote") == 0)
		close_lead(walk);
}

char *
html_to_text(const char *html)
{
	g_autofree char *tame = html_tame(html);
	struct walk walk = { .out = g_string_new(NULL) };
	xmlSAXHandler events = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
	};
	g_autofree char *text = NULL;
	htmlDocPtr document;

	xmlInitParser();
	walk.levels = g_array_new(FALSE, FALSE, sizeof(struct level));
	walk.parser = htmlNewParserCtxt();
	g_assert(walk.parser != NULL);
	*walk.parser->sax = events;
	walk.parser->userData = &walk;
	document = htmlCtxtReadMemory(walk.parser, tame, (int)strlen(tame),
	    NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	if (document != NULL)
		xmlFreeDoc(document);
	htmlFreeParserCtxt(walk.parser);
	g_array_free(walk.levels, TRUE);
	text = g_string_free(walk.out, FALSE);
	return g_utf8_make_valid(text, -1);
}
