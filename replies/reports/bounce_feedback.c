/*
 * bounce_feedback.c - knows complaints: reports in the form of RFC 5965, and
 * those of providers that have a form of their own.
 *
 * Called by bounce.c. "not-spam" is no complaint.
 */
#include "replies/reports/bounce.h"

#include <string.h>

#include "replies/reports/bounce_address.h"
#include "replies/reports/bounce_named.h"
#include "replies/reports/bounce_notice.h"
#include "replies/reports/bounce_words.h"

/* The value of a field of a feedback report, or NULL; borrowed. */
static const char *
feedback_field(const GPtrArray *lines, const char *name)
{
	gsize n = strlen(name);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (g_ascii_strncasecmp(line, name, n) == 0 && line[n] == ':')
			return line + n + 1 + strspn(line + n + 1, " \t");
	}
	return NULL;
}

struct bounce *
bounce_of_feedback(const char *fields)
{
	static const char *const names[] = { "Original-Rcpt-To",
		"Removal-Recipient", "Redacted-Address" };
	g_autoptr(GPtrArray) lines = bounce_unfold(fields);
	const char *type = feedback_field(lines, "Feedback-Type");
	struct bounce *bounce;

	if (type != NULL &&
	    (g_ascii_strncasecmp(type, "not-spam", 8) == 0 ||
		g_ascii_strncasecmp(type, "auth-failure", 12) == 0))
		return NULL;
	bounce = bounce_new(REPLY_COMPLAINT);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *address = bounce_address_of_field(
		    feedback_field(lines, names[i]));

		if (address != NULL && !bounce_address_is_system(address))
			bounce_named_add(bounce->failed, address);
	}
	if (type != NULL)
		bounce->reason = bounce_tidy_reason(type);
	return bounce;
}

static gboolean
header_has(const struct mail *mail, const char *name, const char *const *list)
{
	const char *value = mail_header(mail, name);
	g_autofree char *folded = value != NULL ? bounce_fold(value) : NULL;

	for (; folded != NULL && *list != NULL; list++)
		if (strstr(folded, *list) != NULL)
			return TRUE;
	return FALSE;
}

/* Who forwards nothing else to us than what somebody complained of. */
static gboolean
is_from_loop(const struct mail *mail)
{
	static const char *const senders[] = { "staff@hotmail.com",
		"scomp@aol.net", "fbl@", "feedbackloop@", "feedback@arf.",
		"@arf.mail.", "fbl-no-reply@", "fbl-reports", "-fbl@",
		"abuse-report@", "spamreports@", "complaints@", "jmrp@",
		"abuse-reports@", "reports.spamcop.net", NULL };

	return header_has(mail, "From", senders) ||
	    header_has(mail, "Return-Path", senders);
}

static gboolean
is_so_named(const struct mail *mail)
{
	static const char *const subjects[] = { "complaint about message from",
		"email feedback report", "abuse report", "[spam report]",
		"spam report", "feedback loop", "spam complaint",
		"complaint from", "abuse complaint", "[spamcop", "fbl report",
		"report of spam", "spambeschwerde", "junk mail report",
		"reported as spam", "marked as spam", NULL };
	g_autofree char *folded = mail->subject != NULL ?
	    bounce_fold(mail->subject) :
	    NULL;

	if (folded == NULL || g_str_has_prefix(folded, "re:"))
		return FALSE;
	for (guint i = 0; subjects[i] != NULL; i++)
		if (strstr(folded, subjects[i]) != NULL)
			return TRUE;
	return FALSE;
}

/* In a text whose parts the mail's headers no longer tell apart. */
static gboolean
has_fields(const char *text)
{
	return text != NULL && strstr(text, "Feedback-Type:") != NULL &&
	    (strstr(text, "User-Agent:") != NULL ||
		strstr(text, "Version:") != NULL);
}

static gboolean
returns_mail(const struct mail *mail)
{
	g_autoptr(bounce_notice) notice = NULL;

	if (mail->returned != NULL)
		return TRUE;
	notice = bounce_notice_of(mail);
	return notice->returned != NULL;
}

struct bounce *
bounce_of_complaint(const struct mail *mail)
{
	const char *junk = mail_header(mail, "X-HmXmrOriginalRecipient");
	struct bounce *bounce = NULL;

	if (mail->feedback != NULL)
		return bounce_of_feedback(mail->feedback);
	if (has_fields(mail->text) && (mail->returned != NULL ||
		is_so_named(mail) || is_from_loop(mail)))
		return bounce_of_feedback(mail->text);
	if (junk == NULL &&
	    ((!is_from_loop(mail) && !is_so_named(mail)) ||
		!returns_mail(mail)))
		return NULL;
	bounce = bounce_new(REPLY_COMPLAINT);
	if (junk != NULL) {
		g_autofree char *address = bounce_address_of_field(junk);

		bounce_named_add(bounce->failed, address);
	}
	return bounce;
}
