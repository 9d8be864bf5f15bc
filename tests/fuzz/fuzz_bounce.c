/*
 * fuzz_bounce.c - any mail is judged as a report, an auto-reply or neither,
 * and what is found in it is valid and within limits.
 */
#include <string.h>

#include "replies/mail/mail.h"
#include "replies/reports/auto_reply.h"
#include "replies/reports/bounce.h"
#include "replies/reports/return_date.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check(const char *text, gsize max_bytes)
{
	g_assert(text == NULL ||
	    (g_utf8_validate(text, -1, NULL) && strlen(text) <= max_bytes));
}

static void
check_bounce(const struct bounce *bounce)
{
	if (bounce == NULL)
		return;
	g_assert(bounce->failed->len <= 100);
	for (guint i = 0; i < bounce->failed->len; i++)
		check(bounce->failed->pdata[i], 320);
	check(bounce->status, 10);
	check(bounce->reason, 500);
	g_assert(!bounce->permanent || bounce->kind == REPLY_BOUNCE);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(mail) mail = mail_parse(data, size);
	g_autofree char *text = g_utf8_make_valid((const char *)data,
	    (gssize)size);
	g_autoptr(bounce) fields = bounce_of_status(text);
	g_autoptr(bounce) feedback = bounce_of_feedback(text);
	gint64 written_at = 1767607200;
	gint64 back = return_date_of(NULL, text, written_at);

	g_assert(back == 0 || (back > written_at && back % 86400 == 0));
	check_bounce(fields);
	check_bounce(feedback);
	if (mail != NULL) {
		g_autoptr(bounce) whole = bounce_of_mail(mail);

		check_bounce(whole);
		auto_reply_is(mail, mail->text != NULL ? mail->text : "");
	}
	return 0;
}
