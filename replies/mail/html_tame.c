/*
 * html_tame.c - drops from HTML what is not asked for, so that little is left
 * for the parser, and nothing that would make it slow.
 *
 * One pass, each byte looked at a fixed number of times. It is no sanitiser:
 * its output is only ever turned into text. What is kept of a tag is
 * html_diet.c's. Called by html.c.
 */
#include <string.h>

#include "replies/mail/html.h"
#include "replies/mail/html_diet.h"

#define TAG_MAX_BYTES 4096
#define NAME_MAX_BYTES 16
#define SPANS_MAX 256

struct tamer {
	GString *out;
	gboolean spans[SPANS_MAX]; /* which of those that are open were kept */
	guint n_spans;
};

/* Past the `>` that ends the tag at `at`, or NULL if nothing ends it. */
static const char *
tag_end(const char *at)
{
	while (*at != '\0' && *at != '>') {
		const char *quote;

		if (*at++ != '=')
			continue;
		at += strspn(at, " \t\r\n");
		if (*at != '"' && *at != '\'') {
			at += strcspn(at, " \t\r\n>");
			continue;
		}
		quote = strchr(at + 1, *at);
		if (quote == NULL) {
			/* A slip: it is not to swallow all that follows. */
			at = strchr(at, '>');
			return at != NULL ? at + 1 : NULL;
		}
		at = quote + 1;
	}
	return *at == '>' ? at + 1 : NULL;
}

/* At the end tag of that element, or NULL. */
static const char *
find_end(const char *at, const char *name)
{
	gsize n = strlen(name);

	while ((at = strchr(at, '<')) != NULL) {
		if (at[1] == '/' && g_ascii_strncasecmp(at + 2, name, n) == 0)
			return at;
		at++;
	}
	return NULL;
}

/* Past the comment whose "<!--" ends at `at`, or NULL. */
static const char *
past_comment(const char *at)
{
	while ((at = strchr(at, '-')) != NULL) {
		if (at[1] == '-' && at[2] == '>')
			return at + 3;
		at++;
	}
	return NULL;
}

static void
write_end(GString *out, const char *name)
{
	g_string_append(out, "</");
	g_string_append(out, name);
	g_string_append_c(out, '>');
}

/* A span is there for its attributes; its end goes with its beginning. */
static void
take_span(struct tamer *tamer, const char *attributes, const char *end)
{
	gsize before = tamer->out->len;
	gsize bare = before + strlen("<span>");
	gboolean kept;

	html_diet_write(tamer->out, "span", attributes, end);
	kept = tamer->out->len > bare;
	if (tamer->n_spans >= SPANS_MAX)
		return;
	if (!kept)
		g_string_truncate(tamer->out, before);
	tamer->spans[tamer->n_spans++] = kept;
}

static void
end_span(struct tamer *tamer)
{
	if (tamer->n_spans > 0 && tamer->spans[--tamer->n_spans])
		write_end(tamer->out, "span");
}

/* Takes the tag at `at`; where to go on, or NULL if the rest is lost. */
static const char *
take_tag(struct tamer *tamer, const char *at)
{
	const char *end = tag_end(at + 1);
	gboolean closes = at[1] == '/';
	const char *word = at + 1 + closes;
	char name[NAME_MAX_BYTES] = "";
	gsize n = 0;

	if (end == NULL)
		return NULL;
	for (; n < sizeof(name) - 1 && g_ascii_isalnum(word[n]); n++)
		name[n] = g_ascii_tolower(word[n]);
	switch (html_diet_of(name)) {
	case HTML_DIET_SILENT:
		if (closes)
			return end;
		return end[-2] == '/' ? end : find_end(end, name);
	case HTML_DIET_DROP:
		return end;
	case HTML_DIET_SPAN:
		if (closes)
			end_span(tamer);
		else if (end - at <= TAG_MAX_BYTES)
			take_span(tamer, word + n, end - 1);
		return end;
	case HTML_DIET_KEEP:
		break;
	}
	if (closes)
		write_end(tamer->out, name);
	else if (end - at <= TAG_MAX_BYTES)
		html_diet_write(tamer->out, name, word + n, end - 1);
	return end;
}

char *
html_tame(const char *html)
{
	GString *out = g_string_sized_new(4096);
	struct tamer tamer = { .out = out };
	const char *at = html;

	g_string_append(out, "<div>");
	while (at != NULL && *at != '\0' && out->len < HTML_MAX_BYTES) {
		gsize n = strcspn(at, "<");

		n = MIN(n, HTML_MAX_BYTES - out->len);
		g_string_append_len(out, at, (gssize)n);
		at += n;
		if (*at != '<')
			continue;
		if (g_str_has_prefix(at, "<!--")) {
			at = past_comment(at + 2);
		} else if (at[1] == '!' || at[1] == '?') {
			at = strchr(at, '>');
			at = at != NULL ? at + 1 : NULL;
		} else if (g_ascii_isalpha(at[1]) ||
		    (at[1] == '/' && g_ascii_isalpha(at[2]))) {
			at = take_tag(&tamer, at);
		} else {
			g_string_append(out, "&lt;");
			at++;
		}
	}
	return g_string_free(out, FALSE);
}
