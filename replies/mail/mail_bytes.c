/*
 * mail_bytes.c - decodes the bytes of one part: base64, quoted-printable, or
 * what only says so.
 *
 * Not by GMime's streams: they would decode all of a part, however long it is.
 * Called by mail_words.c.
 */
#include <string.h>

#include "replies/mail/mail.h"
#include "replies/mail/mail_part.h"

#define CHUNK_BYTES 16384
#define LOOK_BYTES 1024

struct span {
	const char *at;
	gsize n;
};

/* Where the part lies in the mail; the stream is in memory, mail.c sees to
 * that. */
static struct span
find_content(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = content != NULL ?
	    g_mime_data_wrapper_get_stream(content) :
	    NULL;
	struct span span = { "", 0 };
	GByteArray *buffer;
	gint64 end;

	if (stream == NULL || !GMIME_IS_STREAM_MEM(stream))
		return span;
	buffer = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	if (buffer == NULL)
		return span;
	end = stream->bound_end >= 0 && stream->bound_end < buffer->len ?
	    stream->bound_end :
	    buffer->len;
	if (stream->bound_start < 0 || stream->bound_start >= end)
		return span;
	span.at = (const char *)buffer->data + stream->bound_start;
	span.n = (gsize)(end - stream->bound_start);
	return span;
}

/* One character in ten that base64 has not: it only says that it is. */
static gboolean
is_base64(struct span raw)
{
	gsize n = MIN(raw.n, LOOK_BYTES);
	gsize others = 0, all = 0;

	for (gsize i = 0; i < n; i++) {
		char c = raw.at[i];

		if (c == '\r' || c == '\n')
			continue;
		all++;
		others += !g_ascii_isalnum(c) && c != '+' && c != '/' &&
		    c != '=';
	}
	return others * 10 <= all;
}

static void
append_all(GByteArray *bytes, struct span raw)
{
	g_byte_array_append(bytes, (const guint8 *)raw.at,
	    (guint)MIN(raw.n, MAIL_TEXT_MAX_BYTES));
}

static void
decode(GByteArray *bytes, struct span raw, GMimeContentEncoding encoding)
{
	g_autofree char *out = NULL;
	GMimeEncoding state;
	gsize n;

	g_mime_encoding_init_decode(&state, encoding);
	out = g_malloc(g_mime_encoding_outlen(&state, CHUNK_BYTES) + 16);
	while (raw.n > 0 && bytes->len < MAIL_TEXT_MAX_BYTES) {
		gsize chunk = MIN(raw.n, CHUNK_BYTES);

		n = g_mime_encoding_step(&state, raw.at, chunk, out);
		g_byte_array_append(bytes, (const guint8 *)out, (guint)n);
		raw.at += chunk;
		raw.n -= chunk;
	}
	if (raw.n == 0) {
		n = g_mime_encoding_flush(&state, "", 0, out);
		g_byte_array_append(bytes, (const guint8 *)out, (guint)n);
	}
	if (bytes->len > MAIL_TEXT_MAX_BYTES)
		g_byte_array_set_size(bytes, MAIL_TEXT_MAX_BYTES);
}

GByteArray *
mail_part_bytes(GMimePart *part)
{
	GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);
	GByteArray *bytes = g_byte_array_new();
	struct span raw = find_content(part);

	switch (encoding) {
	case GMIME_CONTENT_ENCODING_BASE64:
		if (is_base64(raw))
			decode(bytes, raw, encoding);
		if (bytes->len == 0)
			append_all(bytes, raw);
		break;
	case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
	case GMIME_CONTENT_ENCODING_UUENCODE:
		decode(bytes, raw, encoding);
		break;
	case GMIME_CONTENT_ENCODING_DEFAULT:
	case GMIME_CONTENT_ENCODING_7BIT:
	case GMIME_CONTENT_ENCODING_8BIT:
	case GMIME_CONTENT_ENCODING_BINARY:
		append_all(bytes, raw);
		break;
	}
	return bytes;
}
