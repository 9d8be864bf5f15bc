/*
 * read.c - judges what a mail says, by asking each judge in its turn.
 *
 * The order is the point: a report is no auto-reply, an auto-reply is no
 * answer, "stop" is no comment. But what only sounds like a machine's, and has
 * a score, is a person's: "I am away until Monday, but: 9". Called by the
 * worker and by `dripscore read`.
 */
#include "replies/read.h"

#include "replies/mail/mail.h"
#include "replies/quote/quote.h"
#include "replies/reports/auto_reply.h"
#include "replies/reports/bounce.h"
#include "replies/reports/return_date.h"
#include "replies/words/opt_out.h"
#include "replies/words/score.h"

struct reading *
reading_new(void)
{
	struct reading *reading = g_new0(struct reading, 1);

	reading->kind = REPLY_UNREADABLE;
	reading->score = -1;
	reading->recipients = g_ptr_array_new_with_free_func(g_free);
	reading->references = g_ptr_array_new_with_free_func(g_free);
	reading->failed = g_ptr_array_new_with_free_func(g_free);
	return reading;
}

void
reading_free(struct reading *reading)
{
	if (reading == NULL)
		return;
	g_free(reading->comment);
	g_free(reading->text);
	g_free(reading->message_id);
	g_free(reading->from);
	g_free(reading->from_name);
	g_ptr_array_unref(reading->recipients);
	g_ptr_array_unref(reading->references);
	g_ptr_array_unref(reading->failed);
	g_free(reading->status);
	g_free(reading->reason);
	g_free(reading);
}

static void
take_headers(struct reading *reading, struct mail *mail)
{
	reading->message_id = g_steal_pointer(&mail->message_id);
	reading->from = g_strdup(mail->from);
	reading->from_name = g_steal_pointer(&mail->from_name);
	reading->files = mail->files;
	reading->written_at = mail->written_at;
	g_ptr_array_unref(reading->recipients);
	reading->recipients = g_ptr_array_ref(mail->recipients);
	g_ptr_array_unref(reading->references);
	reading->references = g_ptr_array_ref(mail->references);
}

static gboolean
judge_report(struct reading *reading, struct mail *mail)
{
	g_autoptr(bounce) bounce = bounce_of_mail(mail);

	if (bounce == NULL)
		return FALSE;
	reading->kind = bounce->kind;
	g_ptr_array_unref(reading->failed);
	reading->failed = g_ptr_array_ref(bounce->failed);
	reading->status = g_steal_pointer(&bounce->status);
	reading->permanent = bounce->permanent;
	reading->reason = g_steal_pointer(&bounce->reason);
	mail_add_reference(mail, bounce->message_id);
	for (guint i = 0; i < bounce->senders->len; i++)
		mail_add_recipient(mail, bounce->senders->pdata[i]);
	return TRUE;
}

static void
judge_note(struct reading *reading, const struct mail *mail)
{
	reading->kind = REPLY_AUTO_REPLY;
	reading->return_at = return_date_of(mail->subject, reading->text,
	    mail->written_at);
}

/* What a person wrote: in the text, else in the subject. */
static void
judge_words(struct reading *reading, const struct mail *mail)
{
	const char *subject = mail->subject != NULL ? mail->subject : "";
	gboolean silent = *reading->text == '\0';
	struct score score;

	if (opt_out_of_mail(subject, reading->text)) {
		reading->kind = REPLY_OPT_OUT;
		return;
	}
	score_of_mail(subject, reading->text, &score);
	reading->score = score.value;
	reading->unclear = score.unclear;
	reading->comment = score.comment;
	if (reading->score >= 0)
		reading->kind = REPLY_ANSWER;
	else if (silent)
		reading->reason = g_strdup("nothing was written in it");
	else
		reading->kind = REPLY_COMMENT;
	if (reading->kind == REPLY_COMMENT)
		reading->comment = g_strdup(reading->text);
}

static gboolean
judge_machine(struct reading *reading, struct mail *mail)
{
	if (judge_report(reading, mail))
		return TRUE;
	if (!auto_reply_is(mail, reading->text))
		return FALSE;
	judge_note(reading, mail);
	return TRUE;
}

static void
forget_words(struct reading *reading)
{
	reading->kind = REPLY_UNREADABLE;
	reading->unclear = FALSE;
	g_clear_pointer(&reading->comment, g_free);
	g_clear_pointer(&reading->reason, g_free);
}

/* "unsubscribe", and below it: "This message was automatically generated". A
 * mail program writes so for who clicked there. */
static gboolean
says_so_for_another(const struct reading *reading, const struct mail *mail)
{
	return reading->kind == REPLY_AUTO_REPLY && reading->return_at == 0 &&
	    mail->subject != NULL && opt_out_is(mail->subject);
}

static void
judge(struct reading *reading, struct mail *mail)
{
	reading->marked = bounce_is_marked(mail) || auto_reply_is_marked(mail);
	if (reading->marked) {
		if (!judge_machine(reading, mail))
			judge_words(reading, mail);
		return;
	}
	judge_words(reading, mail);
	if (reading->kind == REPLY_ANSWER || reading->kind == REPLY_OPT_OUT)
		return;
	forget_words(reading);
	if (!judge_machine(reading, mail))
		judge_words(reading, mail);
	else if (says_so_for_another(reading, mail))
		reading->kind = REPLY_OPT_OUT;
}

struct reading *
reading_of_mail(const guint8 *bytes, gsize n)
{
	struct reading *reading = reading_new();
	g_autoptr(mail) mail = mail_parse(bytes, n);

	if (mail == NULL) {
		reading->reason = g_strdup("it is not a mail");
		reading->text = g_strdup("");
		return reading;
	}
	reading->text = quote_cut(mail->text != NULL ? mail->text : "");
	judge(reading, mail);
	take_headers(reading, mail);
	return reading;
}
