/*
 * mail_report.c - finds among the parts of a mail those that mail servers add:
 * the fields of reports, and the mail that they return; and the text of a mail
 * whose parts can't be told apart.
 *
 * What they mean is judged by bounce.c. Called by mail.c.
 */
#include "replies/mail/mail.h"

#include <gmime/gmime.h>
#include <string.h>

#include "replies/mail/charset.h"

#define RETURNED_MAX_BYTES (64 * 1024)

struct search {
	struct mail *mail;
	guint seen;
};

static gboolean
is_one_of(GMimeObject *object, const char *type, const char *const *subtypes)
{
	GMimeContentType *found = g_mime_object_get_content_type(object);

	for (; *subtypes != NULL; subtypes++)
		if (g_mime_content_type_is_type(found, type, *subtypes))
			return TRUE;
	return FALSE;
}

/* Some servers divide one report into several parts. */
static void
add_text(char **place, GMimeObject *object)
{
	g_autofree char *raw = NULL;
	g_autofree char *text = NULL;
	g_autofree char *before = NULL;

	if (!GMIME_IS_PART(object) ||
	    (*place != NULL && strlen(*place) >= MAIL_TEXT_MAX_BYTES))
		return;
	raw = mail_read_text(GMIME_PART(object), FALSE);
	text = charset_tidy(raw);
	before = *place;
	*place = before == NULL ? g_steal_pointer(&text) :
				  g_strconcat(before, "\n\n", text, NULL);
}

static void
take_headers(struct mail *mail, GMimeMessage *inner)
{
	g_autofree char *raw = NULL;
	g_autofree char *utf8 = NULL;
	char *headers;

	if (inner == NULL || mail->returned != NULL)
		return;
	headers = g_mime_object_get_headers(GMIME_OBJECT(inner), NULL);
	if (headers == NULL)
		return;
	raw = g_strndup(headers, strnlen(headers, RETURNED_MAX_BYTES));
	g_free(headers);
	utf8 = charset_to_utf8(raw, strlen(raw), NULL);
	mail->returned = charset_tidy(utf8);
}

static void
take_leaf(struct mail *mail, GMimeObject *object)
{
	static const char *const status[] = { "delivery-status",
		"global-delivery-status", NULL };
	static const char *const feedback[] = { "feedback-report", NULL };
	static const char *const receipt[] = { "disposition-notification",
		"global-disposition-notification", NULL };
	static const char *const headers[] = { "rfc822-headers",
		"rfc822-header", "global-headers", "rfc822", NULL };

	if (GMIME_IS_MESSAGE_PART(object))
		take_headers(mail,
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(
			object)));
	else if (is_one_of(object, "message", status))
		add_text(&mail->status, object);
	else if (is_one_of(object, "message", feedback))
		add_text(&mail->feedback, object);
	else if (is_one_of(object, "message", receipt))
		mail->receipt = TRUE;
	else if (mail->returned == NULL &&
	    (is_one_of(object, "text", headers) ||
		is_one_of(object, "message", headers)))
		add_text(&mail->returned, object);
}

/* What should divide it is lost: all of it stands before the first part. */
static void
take_undivided(struct mail *mail, GMimeMultipart *multipart)
{
	const char *all = g_mime_multipart_get_prologue(multipart);
	g_autofree char *cut = NULL;
	g_autofree char *utf8 = NULL;

	if (all == NULL || (mail->text != NULL && *mail->text != '\0'))
		return;
	cut = g_strndup(all, strnlen(all, MAIL_TEXT_MAX_BYTES));
	utf8 = charset_to_utf8(cut, strlen(cut), NULL);
	g_free(mail->text);
	mail->text = charset_tidy(utf8);
}

static void
search_object(struct search *search, GMimeObject *object, guint depth)
{
	GMimeMultipart *multipart;
	int n;

	if (object == NULL || depth > MAIL_MAX_DEPTH ||
	    ++search->seen > MAIL_MAX_PARTS)
		return;
	if (!GMIME_IS_MULTIPART(object)) {
		take_leaf(search->mail, object);
		return;
	}
	multipart = GMIME_MULTIPART(object);
	n = g_mime_multipart_get_count(multipart);
	if (n == 0)
		take_undivided(search->mail, multipart);
	for (int i = 0; i < n && search->seen <= MAIL_MAX_PARTS; i++)
		search_object(search, g_mime_multipart_get_part(multipart, i),
		    depth + 1);
}

/* Without a type of report, as old servers have it, it is one too. */
static gboolean
is_report(GMimeObject *root)
{
	const char *type;

	if (!g_mime_content_type_is_type(g_mime_object_get_content_type(root),
		"multipart", "report"))
		return FALSE;
	type = g_mime_object_get_content_type_parameter(root, "report-type");
	return type == NULL || g_ascii_strcasecmp(type, "delivery-status") == 0;
}

void
mail_read_reports(struct mail *mail)
{
	struct search search = { .mail = mail };
	GMimeObject *root = g_mime_message_get_mime_part(mail->message);

	if (root == NULL)
		return;
	mail->report = is_report(root);
	search_object(&search, root, 0);
}
