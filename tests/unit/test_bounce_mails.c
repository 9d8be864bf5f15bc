/*
 * test_bounce_mails.c - whole mails with reports in them: in parts, in parts
 * that are damaged, and complaints in the forms of providers.
 */
#include <string.h>

#include "replies/read.h"
#include "tests/unit/unit.h"

#define HEAD                                                                   \
	"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\n"                \
	"To: survey+token@survey.example\nMIME-Version: 1.0\n"
#define REPORT                                                                 \
	HEAD "Subject: Undelivered Mail Returned to Sender\n"                  \
	     "Content-Type: multipart/report; report-type=delivery-status;\n"  \
	     " boundary=\"b\"\n\n"
#define FIELDS                                                                 \
	"Reporting-MTA: dns; mx.example.com\n\n"                               \
	"Final-Recipient: rfc822; ada@example.org\nAction: failed\n"           \
	"Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n"
#define RETURNED                                                               \
	"Message-ID: <one@survey.example>\nFrom: survey@survey.example\n"      \
	"To: ada@example.org\nSubject: Your stay\n"

static struct reading *
read_mail(const char *mail)
{
	return reading_of_mail((const guint8 *)mail, strlen(mail));
}

static void
check_failed(const char *mail)
{
	g_autoptr(reading) reading = read_mail(mail);

	ck_assert_msg(reading->kind == REPLY_BOUNCE, "kind %d of:\n%s",
	    (int)reading->kind, mail);
	ck_assert_msg(reading->failed->len == 1, "%s", mail);
	ck_assert_str_eq(reading->failed->pdata[0], "ada@example.org");
	ck_assert_msg(g_strcmp0(reading->status, "5.1.1") == 0, "%s",
	    mail);
	ck_assert_msg(reading->permanent, "%s", mail);
	ck_assert_msg(reading->references->len == 1, "%s", mail);
	ck_assert_str_eq(reading->references->pdata[0], "one@survey.example");
}

START_TEST(a_report_is_found_in_whatever_parts_it_comes)
{
	static const char *const mails[] = {
		REPORT "--b\n\nSorry.\n\n--b\nContent-Type: message/"
		"delivery-status\n\n" FIELDS "\n--b\nContent-Type: message/"
		"rfc822\n\n" RETURNED "\nHi\n--b--\n",
		/* headers alone, and words of RFC 6522 and 6533 */
		REPORT "--b\n\nSorry.\n\n--b\nContent-Type: message/"
		"global-delivery-status\n\n" FIELDS "\n--b\nContent-Type: "
		"message/global-headers\n\n" RETURNED "\n--b--\n",
		/* in base64 */
		REPORT "--b\nContent-Type: message/delivery-status\n"
		"Content-Transfer-Encoding: base64\n\n"
		"UmVwb3J0aW5nLU1UQTogZG5zOyB4CgpGaW5hbC1SZWNpcGllbnQ6IHJmYzgyMj"
		"sgYWRhQGV4YW1wbGUub3JnCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4xLjEK"
		"\n--b\nContent-Type: text/rfc822-headers\n\n" RETURNED
		"\n--b--\n",
		/* without a blank line between the groups of fields */
		REPORT "--b\nContent-Type: message/delivery-status\n\n"
		"Reporting-MTA: dns; x\nFinal-Recipient: ada@example.org\n"
		"Action: FAILED\nStatus: 5.1.1 (unknown)\n--b\nContent-Type: "
		"text/rfc822-headers\n\n" RETURNED "\n--b--\n",
		/* the header that divides it is damaged */
		HEAD "Subject: Undelivered Mail Returned to Sender\n"
		"Content-Type: multipart/report\n\n--b\n\nSorry.\n\n--b\n"
		"Content-Type: message/delivery-status\n\n" FIELDS "\n--b\n"
		"Content-Type: message/rfc822\n\nReturn-Path: <x@y.example>\n"
		RETURNED "\nHi\n--b--\n",
		/* fields in a mere text */
		HEAD "Subject: Delivery failure\n\nSorry.\n\n" FIELDS
		"\n----- Original message -----\n\n" RETURNED "\nHi\n",
		/* an address is missing in the fields */
		REPORT "--b\n\nSorry, <ada@example.org>: no such user\n\n--b\n"
		"Content-Type: message/delivery-status\n\nFinal-Recipient: "
		"system;<>\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type:"
		" text/rfc822-headers\n\n" RETURNED "\n--b--\n",
		/* there is none but in the mail that is returned */
		REPORT "--b\n\nSorry.\n\n--b\nContent-Type: message/"
		"delivery-status\n\nFinal-Recipient: system;<>\nAction: failed"
		"\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n"
		RETURNED "\n--b--\n",
		/* it calls itself a report, and has no fields */
		REPORT "--b\n\n<ada@example.org>: 550 user unknown\n--b\n"
		"Content-Type: message/rfc822\n\n" RETURNED "\nHi\n--b--\n",
		/* in an HTML page */
		HEAD "Subject: Undeliverable: x\nContent-Type: multipart/mixed;"
		" boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Delivery "
		"has failed to these recipients or groups:</p><p><a href="
		"\"mailto:ada@example.org\">ada@example.org</a><br>The address "
		"couldn't be found.</p><p>#550 5.1.1 user unknown</p>\n--b\n"
		"Content-Type: message/rfc822\n\n" RETURNED "\nHi\n--b--\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(mails); i++)
		check_failed(mails[i]);
}
END_TEST

START_TEST(what_calls_itself_a_report_needs_no_known_sender)
{
	check_failed("From: x <x@y.example>\nTo: survey@survey.example\n"
		     "Subject: Hm\nContent-Type: multipart/report; "
		     "report-type=delivery-status; boundary=b\n\n--b\n\n"
		     "<ada@example.org>: 550 user unknown\n\n--b\n"
		     "Content-Type: message/rfc822\n\n" RETURNED
		     "\nHi\n--b--\n");
}
END_TEST

START_TEST(complaints_come_in_the_forms_of_providers)
{
	static const char *const mails[] = {
		"From: staff@hotmail.com\nTo: fbl@survey.example\nSubject: "
		"complaint about message from 192.0.2.1\nContent-Type: "
		"multipart/mixed; boundary=b\n\n--b\nContent-Type: message/"
		"rfc822\n\nX-HmXmrOriginalRecipient: ada@example.org\n" RETURNED
		"\nHi\n--b--\n",
		"From: scomp@aol.net\nTo: fbl@survey.example\nSubject: Email "
		"Feedback Report for IP 192.0.2.1\nContent-Type: multipart/"
		"report; boundary=b\n\n--b\n\nThis is an email abuse report.\n"
		"\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type:"
		" abuse\nUser-Agent: x\nVersion: 0.1\nOriginal-Rcpt-To: "
		"redacted@aol.example\n\n--b\nContent-Type: message/rfc822\n\n"
		RETURNED "\nHi\n--b--\n",
		"From: feedback@arf.mail.yahoo.example\nTo: a@survey.example\n"
		"Subject: FW: Your stay\nContent-Type: multipart/report; "
		"report-type=feedback-report; boundary=b\n\n--b\nContent-Type: "
		"message/feedback-report\n\nFeedback-Type: abuse\n"
		"Original-Rcpt-To: <ada@example.org>\n\n--b\nContent-Type: "
		"message/rfc822\n\n" RETURNED "\nHi\n--b--\n",
		/* its parts are a text */
		"From: abuse@example.com\nTo: a@survey.example\nSubject: abuse "
		"report\n\n--b\nContent-Type: message/feedback-report\n\n"
		"Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: "
		"ada@example.org\n\n--b\nContent-Type: message/rfc822\n\n"
		"MIME-Version: 1.0\n" RETURNED "\nHi\n",
		/* SpamCop */
		"From: 1@reports.spamcop.net\nTo: a@survey.example\nSubject: "
		"[SpamCop (192.0.2.1) id:1]Your stay\n\n[ SpamCop V5 ]\nThis "
		"message is brief for your comfort.\n\n[ Offending message ]\n"
		"Return-Path: <survey@survey.example>\nMIME-Version: 1.0\n"
		RETURNED "\nHi\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(reading) reading = read_mail(mails[i]);

		ck_assert_msg(reading->kind == REPLY_COMPLAINT,
		    "kind %d of:\n%s", (int)reading->kind, mails[i]);
		ck_assert_msg(reading->failed->len == 1, "%s", mails[i]);
		ck_assert_str_eq(reading->failed->pdata[0], "ada@example.org");
		ck_assert_msg(reading->references->len == 1, "%s", mails[i]);
		ck_assert(!reading->permanent);
		/* who sent it, for the token in it */
		ck_assert(g_ptr_array_find_with_equal_func(
		    reading->recipients, "survey@survey.example", g_str_equal,
		    NULL));
	}
}
END_TEST

START_TEST(who_takes_spam_for_none_does_not_complain)
{
	g_autoptr(reading) reading = read_mail(
	    "From: fbl@example.com\nTo: a@survey.example\nSubject: report\n"
	    "Content-Type: multipart/report; report-type=feedback-report; "
	    "boundary=b\n\n--b\nContent-Type: message/feedback-report\n\n"
	    "Feedback-Type: not-spam\nVersion: 1\n\n--b--\n");

	ck_assert_int_eq(reading->kind, REPLY_AUTO_REPLY);
}
END_TEST

START_TEST(a_person_who_forwards_a_mail_does_not_complain)
{
	g_autoptr(reading) reading = read_mail(
	    "From: ada@example.org\nTo: a@survey.example\nSubject: Fwd: Your "
	    "stay\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
	    "Somebody else was there.\n--b\nContent-Type: message/rfc822\n\n"
	    RETURNED "\nHi\n--b--\n");

	ck_assert_int_eq(reading->kind, REPLY_COMMENT);
}
END_TEST

START_TEST(receipts_are_auto_replies_and_successes_deliveries)
{
	g_autoptr(reading) receipt = read_mail(
	    "From: ada@example.org\nTo: a@survey.example\nSubject: Read: x\n"
	    "Content-Type: multipart/report; report-type="
	    "disposition-notification; boundary=b\n\n--b\n\nIt was read.\n"
	    "--b\nContent-Type: message/disposition-notification\n\n"
	    "Final-Recipient: rfc822; ada@example.org\nDisposition: "
	    "manual-action/MDN-sent-manually; displayed\n--b--\n");
	g_autoptr(reading) success = read_mail(REPORT
	    "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: "
	    "rfc822; ada@example.org\nAction: relayed\nStatus: 2.1.5\n"
	    "--b--\n");

	ck_assert_int_eq(receipt->kind, REPLY_AUTO_REPLY);
	ck_assert_int_eq(success->kind, REPLY_DELIVERED);
}
END_TEST

START_TEST(an_out_of_office_note_tells_when_it_ends)
{
	g_autoptr(reading) reading = read_mail(
	    "From: ada@example.org\nTo: a@survey.example\nSubject: Automatic "
	    "reply: Your stay\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n"
	    "Auto-Submitted: auto-replied\n\nI am back on 12 January. 9.\n");

	ck_assert_int_eq(reading->kind, REPLY_AUTO_REPLY);
	ck_assert_int_eq(reading->score, -1);
	ck_assert_int_eq(reading->return_at, 1768176000);
}
END_TEST

static Suite *
bounce_mails_suite(void)
{
	Suite *suite = suite_create("bounce_mails");
	TCase *tests = tcase_create("bounce_mails");

	tcase_add_test(tests, a_report_is_found_in_whatever_parts_it_comes);
	tcase_add_test(tests, what_calls_itself_a_report_needs_no_known_sender);
	tcase_add_test(tests, complaints_come_in_the_forms_of_providers);
	tcase_add_test(tests, who_takes_spam_for_none_does_not_complain);
	tcase_add_test(tests, a_person_who_forwards_a_mail_does_not_complain);
	tcase_add_test(tests,
	    receipts_are_auto_replies_and_successes_deliveries);
	tcase_add_test(tests, an_out_of_office_note_tells_when_it_ends);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(bounce_mails_suite());
}
