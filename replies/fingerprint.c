/*
 * fingerprint.c - names a mail by what its author wrote, whichever way it came.
 *
 * A plain scan of bytes: it must give the same name for ever, so it leans on
 * no library's idea of a mail. Called where replies enter the store.
 */
#include "replies/fingerprint.h"

#include <nettle/sha2.h>
#include <string.h>

static const char *const names[] = { "From", "Date", "Message-ID", "Subject" };

static const guint8 line_end[] = { '\n' };
static const char hex_digits[] = "0123456789abcdef";

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
hash_headers(struct sha256_ctx *sum, struct span *rest)
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
			sha256_update(sum, strlen(values[i]->str),
			    (const guint8 *)values[i]->str);
			g_string_free(values[i], TRUE);
		}
		sha256_update(sum, 1, line_end);
	}
}

static void
hash_body(struct sha256_ctx *sum, struct span rest)
{
	while (rest.n > 0 && is_blank(rest.at[rest.n - 1]))
		rest.n--;
	/* Its lines end as they are hashed: all at once. */
	if (rest.n > 0 && memchr(rest.at, '\r', rest.n) == NULL) {
		sha256_update(sum, rest.n, rest.at);
		sha256_update(sum, 1, line_end);
		return;
	}
	while (rest.n > 0) {
		struct span line = take_line(&rest);

		sha256_update(sum, line.n, line.at);
		sha256_update(sum, 1, line_end);
	}
}

char *
reply_fingerprint(const guint8 *bytes, gsize n)
{
	struct sha256_ctx sum;
	struct span rest = { bytes, n };
	guint8 digest[SHA256_DIGEST_SIZE];
	GString *hex = g_string_sized_new(2 * sizeof(digest));

	sha256_init(&sum);
	hash_headers(&sum, &rest);
	hash_body(&sum, rest);
	sha256_digest(&sum, sizeof(digest), digest);
	for (gsize i = 0; i < sizeof(digest); i++) {
		g_string_append_c(hex, hex_digits[digest[i] >> 4]);
		g_string_append_c(hex, hex_digits[digest[i] & 0xf]);
	}
	return g_string_free(hex, FALSE);
}
