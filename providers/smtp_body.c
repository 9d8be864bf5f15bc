/*
 * smtp_body.c - stuffs dots and mends line ends. Called by smtp_dialogue.c.
 */
#include "providers/smtp_body.h"

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

static void
line_end(struct smtp_body *body, GByteArray *out)
{
	g_byte_array_append(out, (const guint8 *)"\r\n", 2);
	body->in_line = FALSE;
}

gboolean
smtp_body_write(struct smtp_body *body, GByteArray *out, gsize piece_bytes)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(body->bytes, &n);
	gsize stop = n - body->at > piece_bytes ? body->at + piece_bytes : n;

	while (body->at < stop) {
		gsize from = body->at;

		if (!body->in_line && data[from] == '.')
			g_byte_array_append(out, (const guint8 *)".", 1);
		while (body->at < stop && data[body->at] != '\r' &&
		    data[body->at] != '\n')
			body->at++;
		if (body->at > from) {
			g_byte_array_append(out, data + from,
			    (guint)(body->at - from));
			body->in_line = TRUE;
		}
		if (body->at == stop)
			break;
		if (data[body->at] == '\r' && body->at + 1 < n &&
		    data[body->at + 1] == '\n')
			body->at++;
		body->at++;
		line_end(body, out);
	}
	if (body->at < n)
		return TRUE;
	if (body->in_line)
		line_end(body, out);
	return FALSE;
}
