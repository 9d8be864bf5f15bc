/*
 * auto_reply.c - tells out-of-office notes and other machines' mails by their
 * headers. Words are not judged. Called by read.c.
 */
#include "replies/auto_reply.h"

#include <string.h>

static gboolean
value_begins(const char *value, const char *word)
{
	gsize n = strlen(word);

	if (value == NULL)
		return FALSE;
	value += strspn(value, " \t\r\n");
	return g_ascii_strncasecmp(value, word, n) == 0 &&
	    !g_ascii_isalnum(value[n]) && value[n] != '-' && value[n] != '_';
}

gboolean
auto_reply_is(const struct mail *mail)
{
	static const char *const marks[] = { "X-Autoreply", "X-Autorespond",
		"X-Autoresponder", "X-AutoReply-From" };
	const char *submitted = mail_header(mail, "Auto-Submitted");
	const char *precedence = mail_header(mail, "Precedence");

	if (mail->receipt)
		return TRUE;
	if (submitted != NULL && !value_begins(submitted, "no"))
		return TRUE;
	if (value_begins(precedence, "auto_reply") ||
	    value_begins(precedence, "auto-reply"))
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
		const char *value = mail_header(mail, marks[i]);

		if (value != NULL && !value_begins(value, "no"))
			return TRUE;
	}
	return value_begins(mail_header(mail, "Return-Path"), "<>");
}
