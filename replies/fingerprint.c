/*
 * fingerprint.c - names a mail by what its author wrote, whichever way it came.
 *
 * A plain scan of bytes: it must give the same name for ever, so it leans on
 * no library's idea of a mail. Called where replies enter the store.
 */
#include "replies/fingerprint.h"

#include <string.h>

static const char *const names[] = { "From", "Date", "Message-ID", "Subject" };

struct span {
	const guint8 *at;
	gsize n;
};

static gboolean
is_blank(guint8 c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next line without its end, and moves past it. */
static struct span
take_line(struct span *rest)
{
	struct span line = *rest;
	const guint8 *end = memchr(rest->at, '\n', rest->n);

	if (end != NULL)
		line.n = (gsize)(end - rest->at);
	rest->at += line.n + (end != NULL);
	rest->n -= line.n + (end != NULL);
	if (line.n > 0 && line.at[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* Which of our headers this line begins, or -1. */
static int
header_of(const struct span *line)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize n = strlen(names[i]);

		if (line->n > n && line->at[n] == ':' &&
		    g_ascii_strncasecmp((const char *)line->at, names[i], n) ==
			0)
			return (int)i;
	}
	return -1;
}

/* Adds a value with each run of blanks as one space, none at its ends. */
static void
add_value(GString *value, const guint8 *at, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		if (!is_blank(at[i]))
			g_string_append_c(value, (char)at[i]);
		else if (value->len > 0 && value->str[value->len - 1] != ' ')
			g_string_append_c(value, ' ');
	}
}

static void
hash_headers(GChecksum *sum, struct span *rest)
{
	GString *values[G_N_ELEMENTS(names)] = { NULL };
	GString *open = NULL; /* the value that a folded line continues */

	while (rest->n > 0) {
		struct span line = take_line(rest);
		int i;

		if (line.n == 0)
			break;
		if (is_blank(line.at[0])) {
			if (open != NULL)
				add_value(open, line.at, line.n);
			continue;
		}
		i = header_of(&line);
		open = NULL;
		if (i < 0 || values[i] != NULL)
			continue; /* the first of each name counts */
		open = values[i] = g_string_new(NULL);
		add_value(open, line.at + strlen(names[i]) + 1,
		    line.n - strlen(names[i]) - 1);
	}
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if (values[i] != NULL) {
			g_strchomp(values[i]->str);
			g_checksum_update(sum, (const guchar *)values[i]->str,
			    -1);
			g_string_free(values[i], TRUE);
		}
		g_checksum_update(sum, (const guchar *)"\n", 1);
	}
}

static void
hash_body(GChecksum *sum, struct span rest)
{
	while (rest.n > 0 && is_blank(rest.at[rest.n - 1]))
		rest.n--;
	while (rest.n > 0) {
		struct span line = take_line(&rest);

		g_checksum_update(sum, line.at, (gssize)line.n);
		g_checksum_update(sum, (const guchar *)"\n", 1);
	}
}

char *
reply_fingerprint(const guint8 *bytes, gsize n)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	struct span rest = { bytes, n };
	char *hex;

	hash_headers(sum, &rest);
	hash_body(sum, rest);
	hex = g_strdup(g_checksum_get_string(sum));
	g_checksum_free(sum);
	return hex;
}
