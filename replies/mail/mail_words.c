/*
 * mail_words.c - reads one part of a mail: its bytes as text, and what a
 * person sees of it.
 *
 * Which parts are read is mail_parts.c's, the only caller.
 */
#include <string.h>

#include "replies/mail/charset.h"
#include "replies/mail/html.h"
#include "replies/mail/mail.h"
#include "replies/mail/mail_part.h"

#define PAGE_HEAD_BYTES 2048

gboolean
mail_part_is(GMimeObject *object, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(
	    g_mime_object_get_content_type(object), type, subtype);
}

/* The charset that an HTML page names itself, in its first bytes. */
static char *
charset_in_page(const GByteArray *bytes)
{
	g_autofree char *head = g_strndup((const char *)bytes->data,
	    MIN(bytes->len, PAGE_HEAD_BYTES));
	g_autofree char *lower = g_ascii_strdown(head, -1);
	const char *at = strstr(lower, "charset=");
	gsize n;

	if (at == NULL)
		return NULL;
	at += strlen("charset=");
	at += strspn(at, "\"' ");
	n = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-_");
	/* Who could read that far does not read UTF-16. */
	return n > 0 && !g_str_has_prefix(at, "utf-16") ? g_strndup(at, n) :
							  NULL;
}

char *
mail_read_text(GMimePart *part, gboolean page)
{
	g_autoptr(GByteArray) bytes = mail_part_bytes(part);
	const char *named =
	    g_mime_object_get_content_type_parameter(GMIME_OBJECT(part),
		"charset");
	g_autofree char *charset = named == NULL && page && bytes->len > 0 ?
	    charset_in_page(bytes) :
	    g_strdup(named);

	return charset_to_utf8((const char *)bytes->data, bytes->len, charset);
}

static gboolean
parameter_is(GMimePart *part, const char *name, const char *value)
{
	const char *found = g_mime_object_get_content_type_parameter(
	    GMIME_OBJECT(part), name);

	return found != NULL && g_ascii_strcasecmp(found, value) == 0;
}

static char *
tidy_page(const char *page)
{
	g_autofree char *text = html_to_text(page);

	return charset_tidy(text);
}

/* Some programs say of HTML that it is plain. Nobody begins a mail so. */
static gboolean
is_page(const char *text)
{
	static const char *const tags[] = { "<!doctype html", "<html", "<head",
		"<body", "<div>", "<div ", "<p>", "<p ", "<meta ", "<table" };

	text += strspn(text, " \t\r\n");
	for (guint i = 0; *text == '<' && i < G_N_ELEMENTS(tags); i++)
		if (g_ascii_strncasecmp(text, tags[i], strlen(tags[i])) == 0)
			return strstr(text, "</") != NULL;
	return FALSE;
}

static char *
read_plain(GMimePart *part)
{
	g_autofree char *raw = mail_read_text(part, FALSE);
	g_autofree char *text = NULL;

	if (is_page(raw))
		return tidy_page(raw);
	text = charset_tidy(raw);
	if (parameter_is(part, "format", "flowed")) {
		g_autofree char *soft = g_steal_pointer(&text);

		text = mail_unflow(soft, parameter_is(part, "delsp", "yes"));
	}
	return strstr(text, "-----BEGIN PGP") != NULL ? mail_disarm(text) :
							g_steal_pointer(&text);
}

static char *
read_page(GMimePart *part)
{
	g_autofree char *page = mail_read_text(part, TRUE);

	return tidy_page(page);
}

/* "Content-Type: text", which GMime takes for bytes of no type. */
static gboolean
has_no_type(GMimeObject *object)
{
	const char *type;

	if (!mail_part_is(object, "application", "octet-stream"))
		return FALSE;
	type = g_mime_object_get_header(object, "Content-Type");
	return type != NULL && strchr(type, '/') == NULL;
}

char *
mail_part_words(GMimePart *part)
{
	GMimeObject *object = GMIME_OBJECT(part);

	if (mail_part_is(object, "text", "plain") ||
	    mail_part_is(object, "text", "markdown") || has_no_type(object))
		return read_plain(part);
	if (mail_part_is(object, "text", "html"))
		return read_page(part);
	return NULL;
}
