/*
 * mail_mend.c - finds the parts of a mail whose header names a boundary that
 * divides nothing, or none.
 *
 * The first line of the body that looks like a boundary is taken for it. Called
 * by mail.c.
 */
#include <string.h>

#include "replies/mail/mail.h"
#include "replies/mail/mail_part.h"

#define BOUNDARY_MAX_BYTES 200
#define MENDED_MAX_BYTES (1024 * 1024)

/* What it says of its parts, if it says that it has some, and has none; else
 * NULL. */
static const char *
type_without_parts(GMimeMessage *message)
{
	GMimeObject *root = g_mime_message_get_mime_part(message);
	const char *type = root != NULL ?
	    g_mime_object_get_header(root, "Content-Type") :
	    NULL;

	if (type == NULL ||
	    g_ascii_strncasecmp(type, "multipart/", strlen("multipart/")) != 0)
		return NULL;
	return !GMIME_IS_MULTIPART(root) ||
		g_mime_multipart_get_count(GMIME_MULTIPART(root)) == 0 ?
	    type :
	    NULL;
}

/* Behind the first blank line, or NULL. */
static const char *
find_body(const char *bytes, gsize n)
{
	const char *end = bytes + n;

	while (bytes < end) {
		const char *next = memchr(bytes, '\n', (gsize)(end - bytes));

		if (next == NULL)
			return NULL;
		if (next == bytes || (next == bytes + 1 && *bytes == '\r'))
			return next + 1;
		bytes = next + 1;
	}
	return NULL;
}

/* What stands behind the "--" of the first line that begins so; owned; NULL if
 * there is none that can be one. */
static char *
find_boundary(const char *body, const char *end)
{
	while (body != NULL && end - body > 2) {
		const char *next = memchr(body, '\n', (gsize)(end - body));

		if (next == NULL)
			return NULL;
		if (memcmp(body, "--", 2) == 0) {
			g_autofree char *boundary = g_strchomp(
			    g_strndup(body + 2, (gsize)(next - body - 2)));

			if (*boundary == '\0' || strpbrk(boundary, "\"\\") ||
			    strlen(boundary) > BOUNDARY_MAX_BYTES)
				return NULL;
			return g_steal_pointer(&boundary);
		}
		body = next + 1;
	}
	return NULL;
}

/* A mail with that body and boundary, or NULL. */
static GMimeMessage *
parse_body(const char *subtype, const char *boundary, const char *body,
    gsize n)
{
	g_autofree char *header = g_strdup_printf(
	    "MIME-Version: 1.0\nContent-Type: multipart/%s; "
	    "boundary=\"%s\"\n\n",
	    subtype, boundary);
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;

	g_byte_array_append(bytes, (const guint8 *)header,
	    (guint)strlen(header));
	g_byte_array_append(bytes, (const guint8 *)body, (guint)n);
	stream = g_mime_stream_mem_new_with_byte_array(bytes);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

void
mail_mend(GMimeMessage *message, const char *bytes, gsize n)
{
	const char *type = type_without_parts(message);
	const char *body = type != NULL ? find_body(bytes, n) : NULL;
	g_autofree char *boundary = find_boundary(body, bytes + n);
	GMimeMessage *found;
	GMimeObject *parts;

	if (boundary == NULL)
		return;
	found = parse_body(strstr(type, "alternative") != NULL ? "alternative" :
			strstr(type, "report") != NULL	       ? "report" :
								 "mixed",
	    boundary, body, MIN((gsize)(bytes + n - body), MENDED_MAX_BYTES));
	parts = found != NULL ? g_mime_message_get_mime_part(found) : NULL;
	if (parts != NULL)
		g_mime_message_set_mime_part(message, parts);
	if (found != NULL)
		g_object_unref(found);
}
