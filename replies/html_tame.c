/*
 * html_tame.c - drops from hostile HTML what would make the parser slow.
 *
 * One pass, each byte looked at a fixed number of times. It is no sanitiser:
 * its output is only ever turned into text. Called by html.c.
 */
#include "replies/html.h"

#include <string.h>

#define TAG_MAX_BYTES 4096
#define NAME_MAX_BYTES 16

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

/* Elements whose content is not for people. */
static gboolean
is_silent(const char *name)
{
	static const char *const silent[] = { "style", "script", "title", "xml",
		"svg", NULL };

	return g_strv_contains(silent, name);
}

/* Around them the parser would imply others, and paragraphs with them. */
static gboolean
is_outermost(const char *name)
{
	static const char *const outermost[] = { "html", "head", "body", NULL };

	return g_strv_contains(outermost, name);
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

/* Takes the tag at `at`; where to go on, or NULL if the rest is lost. */
static const char *
take_tag(const char *at, GString *out)
{
	const char *end = tag_end(at + 1);
	const char *word = at + 1 + (at[1] == '/');
	char name[NAME_MAX_BYTES] = "";

	if (end == NULL)
		return NULL;
	for (guint i = 0; i < sizeof(name) - 1 && g_ascii_isalnum(word[i]); i++)
		name[i] = g_ascii_tolower(word[i]);
	if (is_outermost(name))
		return end;
	if (is_silent(name) && at[1] != '/')
		return end[-2] == '/' ? end : find_end(end, name);
	if (end - at <= TAG_MAX_BYTES)
		g_string_append_len(out, at, end - at);
	return end;
}

char *
html_tame(const char *html)
{
	GString *out = g_string_new("<div>");
	const char *at = html;

	while (at != NULL && *at != '\0' && out->len < HTML_MAX_BYTES) {
		gsize n = strcspn(at, "<");

		n = MIN(n, HTML_MAX_BYTES - out->len);
		g_string_append_len(out, at, n);
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
			at = take_tag(at, out);
		} else {
			g_string_append(out, "&lt;");
			at++;
		}
	}
	return g_string_free(out, FALSE);
}
