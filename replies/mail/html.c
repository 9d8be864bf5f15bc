/*
 * html.c - writes down what a person sees of an HTML mail, and which lines of
 * it are quoted.
 *
 * libxml2 reads (as SAX events: no tree, no network, no external entities);
 * we keep text, line breaks and quotes. Layout, links and pictures are not
 * kept. What elements mean is html_marks.c's. Called by mail_words.c.
 *
 * BUGS: an answer typed into the quote of a program that marks only where the
 * quote begins (Outlook) is taken for quoted.
 */
#include "replies/mail/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "replies/mail/html_lines.h"
#include "replies/mail/html_marks.h"
#include "replies/mail/html_shapes.h"

#define DEPTH_MAX 200
#define DASHES "-----" /* "---------- Forwarded message" */

/* An element that is open, and what it began. */
struct level {
	enum html_shape shape;
	gboolean hidden;
	gboolean quote;
	gboolean maybe;	  /* a quote, unless others turn out to be */
	gboolean lead;	  /* a quote that its first <blockquote> ends */
	gboolean fresh;	  /* a wrapper in which nothing was written yet */
	gboolean pre;
	gboolean tight;
	gboolean block; /* <blockquote> */
};

struct walk {
	xmlParserCtxtPtr parser;
	struct html_lines lines;
	GArray *levels; /* struct level, one an open element */
	guint hidden;	/* so many of them are, and so on */
	guint pre;
	guint fresh;
	gboolean forwarded; /* nothing is a quote: it is all there is */
};

/* A wrapper that begins with dashes is a forwarded mail. If it is all there
 * is, it was sent to be read. */
static void
open_wrapper(struct walk *walk, const char *word, gsize n)
{
	struct level *level;

	for (guint i = walk->levels->len; i > 0; i--) {
		level = &g_array_index(walk->levels, struct level, i - 1);
		if (!level->fresh)
			continue;
		level->fresh = FALSE;
		walk->fresh--;
		if (walk->lines.written || n < strlen(DASHES) ||
		    memcmp(word, DASHES, strlen(DASHES)) != 0)
			continue;
		walk->forwarded = walk->lines.plain = TRUE;
		walk->lines.quotes = 0;
	}
}

static void
on_text(void *user, const xmlChar *text, int n)
{
	struct walk *walk = user;
	const char *at = (const char *)text, *end = at + n;

	if (walk->hidden > 0)
		return;
	while (at < end) {
		const char *word = at;

		while (at < end && *at != ' ' && *at != '\n' && *at != '\t' &&
		    *at != '\r')
			at++;
		if (at > word) {
			if (walk->fresh > 0)
				open_wrapper(walk, word, (gsize)(at - word));
			html_lines_word(&walk->lines, word, (gsize)(at - word));
			continue;
		}
		if (*at == '\n' && walk->pre > 0)
			html_lines_break(&walk->lines);
		else
			walk->lines.blank = TRUE;
		at++;
	}
}

static void
open_quote(struct walk *walk, struct level *level)
{
	html_lines_find_quote(&walk->lines);
	level->quote = TRUE;
	walk->lines.quotes++;
	html_lines_owe(&walk->lines, 1);
}

static void
open_level(struct walk *walk, enum html_mark mark, struct level *level)
{
	if (mark == HTML_HIDDEN) {
		level->hidden = TRUE;
		walk->hidden++;
		return;
	}
	if (walk->forwarded)
		return;
	switch (mark) {
	case HTML_PLAIN:
	case HTML_HIDDEN:
		break;
	case HTML_SIGNATURE:
		level->quote = TRUE;
		walk->lines.quotes++;
		html_lines_owe(&walk->lines, 1);
		break;
	case HTML_REST:
		if (html_lines_are_quoted(&walk->lines) ||
		    walk->lines.maybe > 0)
			break; /* what was quoted quotes another in turn */
		html_lines_find_quote(&walk->lines);
		walk->lines.rest = TRUE;
		html_lines_owe(&walk->lines, 1);
		break;
	case HTML_WRAPPER:
		level->lead = TRUE;
		level->fresh = walk->lines.quotes == 0;
		walk->fresh += level->fresh;
		open_quote(walk, level);
		break;
	case HTML_QUOTE:
		open_quote(walk, level);
		break;
	case HTML_BUTTON:
		if (walk->lines.found || html_lines_announce(&walk->lines))
			open_quote(walk, level);
		break;
	case HTML_BORDER:
		if (html_lines_announce(&walk->lines))
			open_quote(walk, level);
		break;
	case HTML_BLOCK:
		if (walk->lines.found || html_lines_announce(&walk->lines)) {
			open_quote(walk, level);
			break;
		}
		level->maybe = TRUE;
		walk->lines.maybe++;
		html_lines_owe(&walk->lines, 1);
		break;
	}
}

/* An emoji drawn as a picture is still what was written. */
static void
take_picture(struct walk *walk, const xmlChar **attributes)
{
	for (guint i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
		const char *alt = (const char *)attributes[i + 1];

		if (strcmp((const char *)attributes[i], "alt") == 0 &&
		    alt != NULL && strlen(alt) <= 16 &&
		    strpbrk(alt, "\xe2\xef\xf0") != NULL)
			on_text(walk, (const xmlChar *)alt, (int)strlen(alt));
	}
}

static void
open_shape(struct walk *walk, enum html_shape shape, struct level *level)
{
	switch (shape) {
	case SHAPE_INLINE:
	case SHAPE_PICTURE:
		break;
	case SHAPE_BLOCK:
		html_lines_owe(&walk->lines, 1);
		break;
	case SHAPE_PARAGRAPH:
		html_lines_owe(&walk->lines, level->tight ? 1 : 2);
		break;
	case SHAPE_CELL:
		walk->lines.blank = TRUE;
		break;
	case SHAPE_BREAK:
		html_lines_break(&walk->lines);
		break;
	case SHAPE_RULE:
		html_lines_owe(&walk->lines, 1);
		walk->lines.ruled = TRUE;
		break;
	case SHAPE_PRE:
		html_lines_owe(&walk->lines, 1);
		level->pre = TRUE;
		break;
	case SHAPE_SILENT:
		if (!level->hidden)
			walk->hidden++;
		level->hidden = TRUE;
		break;
	}
	walk->pre += level->pre;
}

static void
on_start(void *user, const xmlChar *element, const xmlChar **attributes)
{
	struct walk *walk = user;
	const char *name = (const char *)element;
	enum html_shape shape = html_shape_of(name);
	struct level level = { .shape = shape };
	struct html_judgement judgement;

	if (walk->levels->len >= DEPTH_MAX ||
	    html_lines_are_full(&walk->lines)) {
		xmlStopParser(walk->parser);
		return;
	}
	html_judge(name, (const char *const *)attributes, &judgement);
	level.pre = judgement.pre;
	level.tight = judgement.tight;
	level.block = strcmp(name, "blockquote") == 0;
	open_level(walk, judgement.mark, &level);
	walk->lines.ruled |= judgement.ruled;
	open_shape(walk, shape, &level);
	g_array_append_val(walk->levels, level);
	if (shape == SHAPE_PICTURE)
		take_picture(walk, attributes);
}

/* The blockquote that ends here may end what a mail program put around it. */
static void
close_lead(struct walk *walk)
{
	for (guint i = walk->levels->len; i > 0; i--) {
		struct level *level = &g_array_index(walk->levels, struct level,
		    i - 1);

		if (level->lead && level->quote) {
			level->lead = level->quote = FALSE;
			if (walk->lines.quotes > 0)
				walk->lines.quotes--;
			return;
		}
		if (level->quote)
			return;
	}
}

static void
close_level(struct walk *walk, const struct level *level)
{
	if (level->quote && walk->lines.quotes > 0)
		walk->lines.quotes--;
	walk->lines.maybe -= level->maybe;
	walk->fresh -= level->fresh;
	walk->hidden -= level->hidden;
	walk->pre -= level->pre;
	if (level->quote || level->maybe)
		html_lines_owe(&walk->lines, 1);
	switch (level->shape) {
	case SHAPE_INLINE:
	case SHAPE_CELL:
	case SHAPE_BREAK:
	case SHAPE_PICTURE:
	case SHAPE_SILENT:
		break;
	case SHAPE_BLOCK:
	case SHAPE_RULE:
	case SHAPE_PRE:
		html_lines_owe(&walk->lines, 1);
		break;
	case SHAPE_PARAGRAPH:
		html_lines_owe(&walk->lines, level->tight ? 1 : 2);
		break;
	}
}

static void
on_end(void *user, const xmlChar *element G_GNUC_UNUSED)
{
	struct walk *walk = user;
	struct level level;

	if (walk->levels->len == 0)
		return;
	level = g_array_index(walk->levels, struct level,
	    walk->levels->len - 1);
	g_array_set_size(walk->levels, walk->levels->len - 1);
	close_level(walk, &level);
	if (level.block)
		close_lead(walk);
}

char *
html_to_text(const char *html)
{
	g_autofree char *tame = html_tame(html);
	struct walk walk = { .forwarded = FALSE };
	xmlSAXHandler events = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
	};
	htmlDocPtr document;
	char *text;

	xmlInitParser();
	walk.levels = g_array_new(FALSE, FALSE, sizeof(struct level));
	html_lines_begin(&walk.lines);
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
	text = html_lines_end(&walk.lines);
	g_array_free(walk.levels, TRUE);
	return text;
}
