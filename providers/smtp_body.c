/*
 * smtp_body.c - stuffs dots and mends line ends. Called by smtp_dialogue.c.
 *
 * Each byte is looked at by memchr alone: this is done for every mail.
 */
#include "providers/smtp_body.h"

#include <string.h>

void
smtp_body_begin(struct smtp_body *body, GBytes *bytes)
{
	*body = (struct smtp_body){ .bytes = g_bytes_ref(bytes) };
}

void
smtp_body_clear(struct smtp_body *body)
{
	g_clear_pointer(&body->bytes, g_bytes_unref);
	*body = (struct smtp_body){ 0 };
}

gboolean
smtp_body_is_short(const struct smtp_body *body, gsize piece_bytes)
{
	return body->at == 0 && g_bytes_get_size(body->bytes) <= piece_bytes;
}

static void
append(GByteArray *out, const guint8 *from, const guint8 *to)
{
	if (to > from)
		g_byte_array_append(out, from, (guint)(to - from));
}

/* The end of the first line that is not to be written as it stands. */
static const guint8 *
good_lines_end(const guint8 *from, const guint8 *stop)
{
	const guint8 *line = from;
	const guint8 *lf;

	while (line < stop && *line != '.' &&
	    (lf = memchr(line, '\n', (gsize)(stop - line))) != NULL) {
		if (lf == line || lf[-1] != '\r' ||
		    memchr(line, '\r', (gsize)(lf - 1 - line)) != NULL)
			break;
		line = lf + 1;
	}
	return line;
}

static void
line_end(struct smtp_body *body, GByteArray *out)
{
	g_byte_array_append(out, (const guint8 *)"\r\n", 2);
	body->in_line = FALSE;
}

/* One line, or what there is of it before stop. */
static void
write_line(struct smtp_body *body, GByteArray *out, const guint8 *data, gsize n,
    gsize stop)
{
	gsize from = body->at;

	if (!body->in_line && data[from] == '.')
		g_byte_array_append(out, (const guint8 *)".", 1);
	while (body->at < stop && data[body->at] != '\r' &&
	    data[body->at] != '\n')
		body->at++;
	if (body->at > from) {
		append(out, data + from, data + body->at);
		body->in_line = TRUE;
	}
	if (body->at == stop)
		return;
	if (data[body->at] == '\r' && body->at + 1 < n &&
	    data[body->at + 1] == '\n')
		body->at++;
	body->at++;
	line_end(body, out);
}

gboolean
smtp_body_write(struct smtp_body *body, GByteArray *out, gsize piece_bytes)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(body->bytes, &n);
	gsize stop = n - body->at > piece_bytes ? body->at + piece_bytes : n;

	while (body->at < stop) {
		if (!body->in_line) {
			const guint8 *end = good_lines_end(data + body->at,
			    data + stop);

			append(out, data + body->at, end);
			body->at = (gsize)(end - data);
		}
		if (body->at < stop)
			write_line(body, out, data, n, stop);
	}
	if (body->at < n)
		return TRUE;
	if (body->in_line)
		line_end(body, out);
	return FALSE;
}
