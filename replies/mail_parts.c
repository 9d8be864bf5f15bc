/*
 * mail_parts.c - chooses among the parts of a mail the text to be read.
 *
 * text/plain before text/html, attachments never, a mail inside the mail
 * never: it was not written for us. Called by mail.c.
 */
#include "replies/mail.h"

#include <gmime/gmime.h>
#include <string.h>

#include "replies/charset.h"
#include "replies/html.h"

struct parts {
	struct mail *mail;
	guint seen;
};

static char *read_object(struct parts *parts, GMimeObject *object, guint depth);

static gboolean
is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

/* The decoded bytes, at most MAIL_TEXT_MAX_BYTES; never NULL. */
static GByteArray *
read_bytes(GMimePart *part)
{
	GByteArray *bytes = g_byte_array_new();
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream;

	if (content == NULL)
		return bytes;
	stream = g_mime_stream_mem_new_with_byte_array(bytes);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_mime_data_wrapper_write_to_stream(content, stream);
	g_object_unref(stream);
	if (bytes->len > MAIL_TEXT_MAX_BYTES)
		g_byte_array_set_size(bytes, MAIL_TEXT_MAX_BYTES);
	return bytes;
}

/* The charset that an HTML page names itself, in its first bytes. */
static char *
charset_in_page(const GByteArray *bytes)
{
	g_autofree char *head = g_strndup((const char *)bytes->data,
	    MIN(bytes->len, 2048));
	g_autofree char *lower = g_ascii_strdown(head, -1);
	const char *at = strstr(lower, "charset=");
	gsize n;

	if (at == NULL)
		return NULL;
	at += strlen("charset=");
	at += strspn(at, "\"' ");
	n = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-_");
	return n > 0 ? g_strndup(at, n) : NULL;
}

/* A NUL is in no text: it is dropped before it can end one. */
char *
mail_read_text(GMimePart *part, gboolean page)
{
	g_autoptr(GByteArray) bytes = read_bytes(part);
	const char *named =
	    g_mime_object_get_content_type_parameter(GMIME_OBJECT(part),
		"charset");
	g_autofree char *charset = g_strdup(named);
	gboolean wide = charset != NULL &&
	    (g_ascii_strncasecmp(charset, "utf-16", 6) == 0 ||
		g_ascii_strncasecmp(charset, "utf-32", 6) == 0 ||
		g_ascii_strncasecmp(charset, "ucs", 3) == 0);
	gsize n = 0;

	if (charset == NULL && page && bytes->len > 0)
		charset = charset_in_page(bytes);
	for (guint i = 0; i < bytes->len; i++)
		if (wide || bytes->data[i] != '\0')
			bytes->data[n++] = bytes->data[i];
	if (n == 0)
		return g_strdup("");
	return charset_to_utf8((const char *)bytes->data, n, charset);
}

/* The text of a part that is for people, or NULL. */
static char *
read_words(GMimePart *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(
	    GMIME_OBJECT(part));
	gboolean page = g_mime_content_type_is_type(type, "text", "html");
	g_autofree char *raw = NULL;

	if (g_mime_part_is_attachment(part) ||
	    (!page && !g_mime_content_type_is_type(type, "text", "plain")))
		return NULL;
	raw = mail_read_text(part, page);
	if (page) {
		g_autofree char *text = html_to_text(raw);

		return charset_tidy(text);
	}
	return charset_tidy(raw);
}

/* Of several forms of one thing: the first plain one, else the first. */
static char *
read_alternatives(struct parts *parts, GMimeMultipart *multipart, guint depth)
{
	int n = g_mime_multipart_get_count(multipart);
	g_autofree char *best = NULL;

	for (int i = 0; i < n && parts->seen < MAIL_MAX_PARTS; i++) {
		GMimeObject *child = g_mime_multipart_get_part(multipart, i);
		g_autofree char *text = read_object(parts, child, depth + 1);
		gboolean plain =
		    g_mime_content_type_is_type(g_mime_object_get_content_type(
						    child),
			"text", "plain");

		if (is_blank(text))
			continue;
		if (plain)
			return g_steal_pointer(&text);
		if (best == NULL)
			best = g_steal_pointer(&text);
	}
	return g_steal_pointer(&best);
}

/* Apple Mail divides a text around each picture in it. */
static char *
read_mixed(struct parts *parts, GMimeMultipart *multipart, guint depth)
{
	int n = g_mime_multipart_get_count(multipart);
	g_autoptr(GString) all = g_string_new(NULL);

	for (int i = 0; i < n && parts->seen < MAIL_MAX_PARTS; i++) {
		GMimeObject *child = g_mime_multipart_get_part(multipart, i);
		g_autofree char *text = read_object(parts, child, depth + 1);

		if (is_blank(text) || all->len > MAIL_TEXT_MAX_BYTES)
			continue;
		if (all->len > 0)
			g_string_append_c(all, '\n');
		g_string_append(all, text);
	}
	return all->len > 0 ? g_strdup(all->str) : NULL;
}

/* The text in it, or NULL. */
static char *
read_object(struct parts *parts, GMimeObject *object, guint depth)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);

	if (depth > MAIL_MAX_DEPTH || ++parts->seen > MAIL_MAX_PARTS)
		return NULL;
	if (GMIME_IS_MULTIPART(object)) {
		GMimeMultipart *multipart = GMIME_MULTIPART(object);

		if (g_mime_content_type_is_type(type, "multipart",
			"alternative"))
			return read_alternatives(parts, multipart, depth);
		return read_mixed(parts, multipart, depth);
	}
	if (GMIME_IS_PART(object))
		return read_words(GMIME_PART(object));
	return NULL;
}

void
mail_read_parts(struct mail *mail)
{
	struct parts parts = { .mail = mail };
	GMimeObject *root = g_mime_message_get_mime_part(mail->message);

	if (root != NULL)
		mail->text = read_object(&parts, root, 0);
}
