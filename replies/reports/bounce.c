/*
 * bounce.c - knows the reports of mail servers, by what speaks for one.
 *
 * Reports with fields are read by their fields (bounce_fields.c). Of the others
 * no mark is sure: sender, subject, the null return path, sentences and a
 * returned mail are added up. Called by read.c.
 */
#include "replies/reports/bounce.h"

#include <string.h>

#include "base/text.h"
#include "replies/reports/auto_words.h"
#include "replies/reports/bounce_address.h"
#include "replies/reports/bounce_marks.h"
#include "replies/reports/bounce_named.h"
#include "replies/reports/bounce_notice.h"
#include "replies/reports/bounce_status.h"
#include "replies/reports/bounce_words.h"

#define ENOUGH 4 /* points of what speaks for a report */

struct bounce *
bounce_new(enum reply_kind kind)
{
	struct bounce *bounce = g_new0(struct bounce, 1);

	bounce->kind = kind;
	bounce->failed = g_ptr_array_new_with_free_func(g_free);
	bounce->senders = g_ptr_array_new_with_free_func(g_free);
	return bounce;
}

void
bounce_free(struct bounce *bounce)
{
	if (bounce == NULL)
		return;
	g_ptr_array_unref(bounce->failed);
	g_ptr_array_unref(bounce->senders);
	g_free(bounce->status);
	g_free(bounce->reason);
	g_free(bounce->message_id);
	g_free(bounce);
}

static gboolean
has_null_path(const struct mail *mail)
{
	const char *path = mail_header(mail, "Return-Path");

	return path != NULL &&
	    g_str_has_prefix(path + strspn(path, " \t\r\n"), "<>");
}

gboolean
bounce_is_marked(const struct mail *mail)
{
	return mail->status != NULL || mail->feedback != NULL || mail->report ||
	    has_null_path(mail) ||
	    mail_header(mail, "X-Failed-Recipients") != NULL ||
	    bounce_mark_sender(mail_header(mail, "From")) ==
	    BOUNCE_SENDER_SERVER;
}

/* What speaks for a report before anything was read. */
static guint
outer_points(const struct mail *mail)
{
	guint points = 0;

	switch (bounce_mark_sender(mail_header(mail, "From"))) {
	case BOUNCE_SENDER_SERVER:
		points += 3;
		break;
	case BOUNCE_SENDER_MAYBE:
		points += 1;
		break;
	case BOUNCE_SENDER_PERSON:
		break;
	}
	if (has_null_path(mail))
		points += 1;
	if (mail->report)
		points += 2;
	if (bounce_mark_subject(mail->subject) != BOUNCE_MARK_NONE &&
	    !auto_words_in_subject(mail->subject))
		points += 2;
	if (mail->returned != NULL)
		points += 1;
	return points;
}

/* The subject is surer of a failure, the text of a delay. */
static enum reply_kind
kind_of(enum bounce_mark subject, enum bounce_mark text)
{
	if (subject == BOUNCE_MARK_DELAYED || text == BOUNCE_MARK_DELAYED)
		return subject == BOUNCE_MARK_DELAYED ||
			subject == BOUNCE_MARK_NONE ||
			text == BOUNCE_MARK_DELAYED ?
		    REPLY_DELAY :
		    REPLY_BOUNCE;
	if (subject == BOUNCE_MARK_DELIVERED ||
	    (subject == BOUNCE_MARK_NONE && text == BOUNCE_MARK_DELIVERED))
		return REPLY_DELIVERED;
	return REPLY_BOUNCE;
}

static void
take_named(struct bounce *bounce, const struct mail *mail)
{
	static const char *const names[] = { "X-Failed-Recipients",
		"Original-Recipient", "Final-Recipient" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = mail_header(mail, names[i]);
		const char *at = value, *begin;

		while (value != NULL) {
			g_autofree char *address = bounce_address_next(&at,
			    &begin);

			if (address == NULL)
				break;
			bounce_named_add(bounce->failed, address);
		}
		if (bounce->failed->len > 0)
			return;
	}
}

/*
 * "Undeliverable voucher", from a person, about a parcel: nothing but words,
 * and no address that was written to.
 */
static gboolean
only_sounds_so(const struct mail *mail, const struct bounce_notice *notice)
{
	return !mail->report && !has_null_path(mail) &&
	    mail->returned == NULL && notice->returned == NULL &&
	    bounce_mark_sender(mail_header(mail, "From")) ==
	    BOUNCE_SENDER_PERSON &&
	    mail_header(mail, "X-Failed-Recipients") == NULL &&
	    strchr(notice->prose, '@') == NULL;
}

static gboolean
says_why(const char *text)
{
	const struct bounce_word *word = bounce_words_find(text);

	return word != NULL && !word->vague;
}

/* A report without fields: Exim's, qmail's and their like. */
static struct bounce *
bounce_of_prose(const struct mail *mail, const struct bounce_notice *notice)
{
	gboolean named = mail_header(mail, "X-Failed-Recipients") != NULL;
	guint points = outer_points(mail) + (named ? ENOUGH : 0);
	enum bounce_mark subject, text;
	struct bounce *bounce;

	if (points == 0)
		return NULL;
	subject = bounce_mark_subject(mail->subject);
	text = bounce_mark_text(notice->folded);
	if (text != BOUNCE_MARK_NONE || says_why(notice->folded))
		points += 2;
	if (mail->returned == NULL && notice->returned != NULL)
		points += 1;
	if (points < ENOUGH || only_sounds_so(mail, notice))
		return NULL;
	bounce = bounce_new(kind_of(subject, text));
	if (bounce->kind == REPLY_BOUNCE) {
		bounce->reason = bounce_named_reason(notice->prose);
		bounce->status = bounce_status_of(NULL,
		    bounce->reason != NULL ? bounce->reason : notice->folded);
		bounce->permanent = bounce_status_is_permanent(bounce->status,
		    bounce->reason != NULL ? bounce->reason : notice->folded);
	}
	return bounce;
}

/* The Message-ID of the returned mail, without <>. */
static char *
returned_id(const char *returned)
{
	g_autofree char *value = bounce_notice_header(returned, "Message-ID");
	const char *at = value;
	gsize n;

	if (value == NULL)
		return NULL;
	at += strspn(at, " <");
	n = strcspn(at, "> ");
	return n > 0 ? g_strndup(at, n) : NULL;
}

/* Of a complaint, which does not come to the address that holds the token. */
static void
take_senders(struct bounce *bounce, const char *returned)
{
	static const char *const names[] = { "Return-Path", "Reply-To",
		"From" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *value = bounce_notice_header(returned,
		    names[i]);
		const char *at = value, *begin;
		g_autofree char *address = value != NULL ?
		    bounce_address_next(&at, &begin) :
		    NULL;

		bounce_named_add(bounce->senders, address);
	}
}

/* What the fields leave open, the words may tell. */
static void
complete(struct bounce *bounce, const struct mail *mail,
    const struct bounce_notice *notice)
{
	if (bounce->failed->len == 0)
		take_named(bounce, mail);
	if (bounce->failed->len == 0 && bounce->kind != REPLY_COMPLAINT)
		bounce_named_in_prose(notice, bounce->failed);
	if (bounce->failed->len == 0)
		bounce_named_in_returned(notice, bounce->failed);
	if (notice->returned != NULL) {
		bounce->message_id = returned_id(notice->returned);
		take_senders(bounce, notice->returned);
	}
	if (bounce->kind != REPLY_BOUNCE || bounce->reason != NULL)
		return;
	bounce->reason = bounce_named_reason(notice->prose);
	if (!bounce_status_is_vague(bounce->status))
		return;
	if (bounce->status == NULL)
		bounce->status = bounce_status_of(NULL, bounce->reason);
	bounce->permanent = bounce_status_is_permanent(bounce->status,
	    bounce->reason);
}

/* Fields in a text: the mail's headers are damaged, or its server simple. */
static gboolean
has_fields(const char *text)
{
	return text != NULL && strstr(text, "\nAction:") != NULL &&
	    (strstr(text, "\nFinal-Recipient:") != NULL ||
		strstr(text, "\nOriginal-Recipient:") != NULL);
}

struct bounce *
bounce_of_mail(const struct mail *mail)
{
	g_autoptr(bounce) bounce = bounce_of_complaint(mail);
	g_autoptr(bounce_notice) notice = NULL;

	if (mail->feedback != NULL && bounce == NULL)
		return NULL;
	if (bounce == NULL && mail->status == NULL && outer_points(mail) < 2 &&
	    mail_header(mail, "X-Failed-Recipients") == NULL)
		return NULL;
	notice = bounce_notice_of(mail);
	if (bounce == NULL && mail->status != NULL)
		bounce = bounce_of_status(mail->status);
	if (bounce == NULL && has_fields(mail->text) && outer_points(mail) >= 2)
		bounce = bounce_of_status(mail->text);
	if (bounce == NULL)
		bounce = bounce_of_prose(mail, notice);
	if (bounce != NULL)
		complete(bounce, mail, notice);
	return g_steal_pointer(&bounce);
}
