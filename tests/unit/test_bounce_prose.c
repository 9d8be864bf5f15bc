/*
 * test_bounce_prose.c - reports without fields, as the servers of this world
 * write them.
 */
#include <string.h>

#include "replies/read.h"
#include "tests/unit/unit.h"

#define TO "To: survey+token@survey.example\n"
#define COPY                                                                   \
	"Received: from x by y; Mon, 5 Jan 2026 10:00:00 +0000\n"              \
	"Message-ID: <one@survey.example>\n"                                   \
	"From: Aurora Spa <survey+token@survey.example>\n"                     \
	"To: Ada <ada@example.org>\nSubject: Your stay\n\n"                    \
	"How likely are you to come again? reply to bob@example.net\n"

struct form {
	const char *mail;
	const char *recipients; /* with blanks between */
	const char *status;
	gboolean permanent;
};

static const struct form failures[] = {
	/* Exim */
	{ "From: Mail Delivery System <Mailer-Daemon@mx.example.com>\n" TO
	  "Auto-Submitted: auto-replied\nX-Failed-Recipients: ada@example.org\n"
	  "Subject: Mail delivery failed: returning message to sender\n\n"
	  "This message was created automatically by mail delivery software.\n"
	  "\nA message that you sent could not be delivered to one or more of "
	  "its\nrecipients. This is a permanent error. The following address("
	  "es) failed:\n\n  ada@example.org\n    SMTP error from remote mail "
	  "server after RCPT TO:<ada@example.org>:\n    host mx.example.org "
	  "[192.0.2.1]: 550 5.1.1 <ada@example.org>:\n    Recipient address "
	  "rejected: User unknown\n\n------ This is a copy of the message, "
	  "including all the headers. ------\n\n" COPY,
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: Mail Delivery System <Mailer-Daemon@mx.example.com>\n" TO
	  "Subject: Mail delivery failed: returning message to sender\n\n"
	  "The following address(es) failed:\n\n  ada@example.org\n    "
	  "(generated "
	  "from hi@example.org)\n    retry timeout exceeded\n",
	    "ada@example.org", "4.4.7", FALSE },
	/* qmail, and its children */
	{ "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\n" TO
	  "Subject: failure notice\n\nHi. This is the qmail-send program at "
	  "mx.example.com.\nI'm afraid I wasn't able to deliver your message "
	  "to "
	  "the following addresses.\nThis is a permanent error; I've given up. "
	  "Sorry it didn't work out.\n\n<ada@example.org>:\n192.0.2.1 does not "
	  "like recipient.\nRemote host said: 550 Unknown local part ada in "
	  "<ada@example.org>\nGiving up on 192.0.2.1.\n\n<eve@example.org>:\n"
	  "Sorry, no mailbox here by that name. (#5.1.1)\n\n"
	  "--- Below this line is a copy of the message.\n\n" COPY,
	    "ada@example.org eve@example.org", "5.1.1", TRUE },
	{ "From: MAILER-DAEMON@yahoo.com\n" TO "Subject: Failure Notice\n\n"
	  "Sorry, we were unable to deliver your message to the following "
	  "address.\n\n<ada@example.org>:\nRemote host said: 554 5.2.2 mailbox "
	  "full [RCPT_TO]\n\n--- Below this line is a copy of the message.\n\n"
	  COPY,
	    "ada@example.org", "5.2.2", FALSE },
	/* Postfix, before it knew of reports */
	{ "From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\n" TO
	  "Subject: Undelivered Mail Returned to Sender\n\nThis is the Postfix "
	  "program at host mx.example.com.\n\nI'm sorry to have to inform you "
	  "that the message returned\nbelow could not be delivered to one or "
	  "more destinations.\n\nFor further assistance, please send mail to "
	  "<postmaster>\n\n\t\t\tThe Postfix program\n\n<ada@example.org>: "
	  "host "
	  "mx.example.org[192.0.2.1] said: 550\n    <ada@example.org>: User "
	  "unknown in local recipient table\n",
	    "ada@example.org", "5.1.1", TRUE },
	/* sendmail */
	{ "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>\n" TO
	  "Subject: Returned mail: User unknown\n\nThe original message was "
	  "received at Mon, 5 Jan 2026 10:00:00 GMT\nfrom localhost "
	  "[127.0.0.1]\n\n   ----- The following addresses had permanent fatal "
	  "errors -----\n<ada@example.org>\n    (reason: 550 5.1.1 "
	  "<ada@example.org>... User unknown)\n\n   ----- Transcript of "
	  "session "
	  "follows -----\n... while talking to mx.example.org.:\n>>> DATA\n<<< "
	  "550 5.1.1 <ada@example.org>... User unknown\n550 5.1.1 "
	  "<ada@example.org>... User unknown\n",
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>\n" TO
	  "Subject: Returned mail: Cannot send message for 5 days\n\n   ----- "
	  "Transcript of session follows -----\n421 example.org (TCP)... "
	  "Deferred: Connection timed out\n\n   ----- Unsent message follows "
	  "-----\n" COPY,
	    "ada@example.org", "4.4.1", FALSE },
	/* Exchange 5.5, 2003, 2007, 2013, Microsoft 365 */
	{ "From: System Administrator <postmaster@example.org>\n" TO
	  "Subject: Undeliverable: Your stay\n\nYour message\n\n  To:      "
	  "ada@example.org\n  Subject: Your stay\n  Sent:    Mon, 5 Jan 2026 "
	  "10:00:00 -0000\n\ndid not reach the following recipient(s):\n\n"
	  "ada@example.org on Mon, 5 Jan 2026 10:00:02 -0000\n    The "
	  "recipient "
	  "name is not recognized\n\tThe MTS-ID of the original message is: "
	  "c=us;a= ;p=example\n    MSEXCH:IMS:Example:MX 0 (000C05A6) Unknown "
	  "Recipient\n",
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: postmaster@example.org\n" TO
	  "Subject: Undeliverable: Your stay\n\nDelivery has failed to these "
	  "recipients or "
	  "groups:\n\nada@example.org<mailto:ada@example.org>\nThe "
	  "e-mail address you entered couldn't be found. Please check the "
	  "recipient's e-mail address and try to resend the message.\n\n"
	  "Diagnostic information for administrators:\n\nGenerating server: "
	  "mx.example.org\n\nada@example.org\n#550 5.1.1 "
	  "RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message "
	  "headers:\n\n" COPY,
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: Microsoft Outlook <postmaster@example.org>\n" TO
	  "Subject: Unzustellbar: Ihr Besuch\n\nFehler bei der Nachrichten"
	  "zustellung an folgende Empfänger oder Gruppen:\n\nAda "
	  "(ada@example.org)\nDas Postfach des Empfängers ist voll.\n\n"
	  "Diagnoseinformationen für Administratoren:\n\nada@example.org\n"
	  "Remote Server returned '554 5.2.2 mailbox full'\n",
	    "ada@example.org", "5.2.2", FALSE },
	/* Domino */
	{ "From: Postmaster@example.org\n" TO
	  "Subject: DELIVERY FAILURE: User ada (ada@example.org) not listed in "
	  "Domino Directory\n\nYour message\n\n  Subject: Your stay\n\nwas not "
	  "delivered to:\n\n  ada@example.org\n\nbecause:\n\n  User ada "
	  "(ada@example.org) not listed in Domino Directory\n",
	    "ada@example.org", "5.1.1", TRUE },
	/* GroupWise */
	{ "From: Mailer-Daemon@gw.example.org\n" TO
	  "Subject: Message status - undeliverable\n\nThe message that you "
	  "sent "
	  "was undeliverable to the following:\n\tada@example.org (user not "
	  "found)\n\nPossibly truncated original message follows:\n\n" COPY,
	    "ada@example.org", "5.1.1", TRUE },
	/* MDaemon, MailEnable, Merak, IMail, Mercury, CommuniGate, NTMail */
	{ "From: MDaemon@example.org\n" TO "Subject: Permanent Delivery "
	  "Failure\n\nThe following message could not be delivered because of "
	  "a permanent fatal error.\n\nFailed address: ada@example.org\n\n--- "
	  "Session Transcript ---\n--- End Transcript ---\n550 5.1.1 unknown "
	  "user\n",
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: postmaster@example.org\n" TO "Subject: Message Delivery "
	  "Failure\n\nMailEnable: Message could not be delivered to some "
	  "recipients.\nThe following recipient(s) could not be reached:\n\n\t"
	  "Recipient: [SMTP:ada@example.org]\n\tReason: The message could not "
	  "be delivered because the domain name (example.org) does not appear "
	  "to be registered or have a mail exchanger.\n\tNo such domain\n",
	    "ada@example.org", "5.1.2", TRUE },
	{ "From: \"Mail Administrator\" <postmaster@example.org>\n" TO
	  "Subject: Undeliverable Mail\n\nunknown user: ada@example.org\n\n"
	  "Original message follows.\n\n" COPY,
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: \"Electronic Postmaster\" <postmaster@example.org>\n" TO
	  "Subject: Postmaster notify: see transcript for details\n\nUser "
	  "mailbox exceeds allowed size: ada@example.org\n\nOriginal message "
	  "follows.\n\n" COPY,
	    "ada@example.org", "5.2.2", FALSE },
	{ "From: <MAILER-DAEMON@example.org>\n" TO
	  "Subject: Undeliverable mail: Your stay\n\nFailed to deliver to "
	  "'<ada@example.org>'\nSMTP module(domain example.org) reports:\n "
	  "host "
	  "mx.example.org says:\n 550 unknown user account\n",
	    "ada@example.org", "5.1.1", TRUE },
	/* Courier */
	{ "From: \"Courier mail server at mx.example.org\" <@>\n" TO
	  "Subject: NOTICE: mail delivery status.\nReturn-Path: <>\n\nThis is "
	  "a "
	  "delivery status notification from mx.example.org,\nrunning the "
	  "Courier mail server, version 0.65.2.\n\nThe original message was "
	  "received on Mon, 5 Jan 2026\nfrom localhost\n\n"
	  "---------------------------------------------------------------\n\n"
	  "                           UNDELIVERABLE MAIL\n\nYour message to "
	  "the "
	  "following recipients cannot be delivered:\n\n<ada@example.org>:\n  "
	  "  "
	  "mx.example.org [192.0.2.1]:\n>>> RCPT TO:<ada@example.org>\n<<< 550 "
	  "User unknown.\n",
	    "ada@example.org", "5.1.1", TRUE },
	/* Gmail, old and new, in other languages */
	{ "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\n" TO
	  "Subject: Delivery Status Notification (Failure)\n\nDelivery to the "
	  "following recipient failed permanently:\n\n     ada@example.org\n\n"
	  "Technical details of permanent failure:\nThe email account that you "
	  "tried to reach does not exist.\n\n----- Original message -----\n\n"
	  COPY,
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\n" TO
	  "Subject: Delivery Status Notification (Failure)\n\n** Address not "
	  "found **\n\nYour message wasn't delivered to ada@example.org "
	  "because "
	  "the address couldn't be found, or is unable to receive "
	  "mail.\n\nLearn "
	  "more here: https://support.google.com/mail/?p=NoSuchUser\n\nThe "
	  "response was:\n\n550 5.1.1 The email account that you tried to "
	  "reach "
	  "does not exist.\n",
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\n" TO
	  "Subject: =?UTF-8?Q?Delivery_Status_Notification_(Failure)?=\n"
	  "Content-Type: text/plain; charset=utf-8\n\n** Adresse introuvable "
	  "**\n\nVotre message n'a pas été remis à ada@example.org, car "
	  "l'adresse est introuvable.\n\nLa réponse est la suivante :\n\n550 "
	  "5.1.1 no such user\n",
	    "ada@example.org", "5.1.1", TRUE },
	/* AOL, T-Online, GMX, Yandex, mail.ru */
	{ "From: \"GMX Mailer Daemon\" <mailer-daemon@gmx.de>\n" TO
	  "Subject: Mail delivery failed: returning message to sender\n\nThis "
	  "message was created automatically by mail delivery software.\n\nA "
	  "message that you sent could not be delivered to one or more of\nits "
	  "recipients. This is a permanent error. The following address(es) "
	  "failed:\n\nada@example.org:\nSMTP error from remote server for RCPT "
	  "TO command, host: mx.example.org (192.0.2.1) reason: 550 mailbox "
	  "unavailable\n\n--- The header of the original message is following. "
	  "---\n\n" COPY,
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: mailer-daemon@yandex.ru\n" TO
	  "Subject: =?UTF-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtQ==?=\n"
	  "Content-Type: text/plain; charset=utf-8\n\nПисьмо не было "
	  "доставлено "
	  "следующим адресатам:\n\n<ada@example.org>: host mx.example.org "
	  "said: "
	  "550 нет такого пользователя\n",
	    "ada@example.org", "5.1.1", TRUE },
	/* KDDI, DoCoMo, QQ */
	{ "From: Postmaster@ezweb.ne.jp\nReturn-Path: <>\n" TO
	  "Subject: Mail System Error - Returned Mail\n"
	  "Content-Type: text/plain; charset=utf-8\n\nThe user(s) account is "
	  "disabled.\n<ada@ezweb.ne.jp>: 550 <ada@ezweb.ne.jp>: User unknown\n",
	    "ada@ezweb.ne.jp", "5.1.1", TRUE },
	{ "From: PostMaster@qq.com\n" TO
	  "Subject: =?utf-8?B?57O757uf6YCA5L+h?=\nReturn-Path: <>\n"
	  "Content-Type: text/plain; charset=utf-8\n\n很抱歉您发送的邮件被退回，以下"
	  "是该邮件的相关信息：\n收件人：<ada@qq.com>\n退信原因：收件人邮件地址不存在，"
	  "邮件无法送达。\n",
	    "ada@qq.com", "5.1.1", TRUE },
	/* Amazon, smail, MMDF, X.400 */
	{ "From: \"Mail Delivery Subsystem\" <MAILER-DAEMON@amazonses.com>\n" TO
	  "Subject: Delivery Status Notification (Failure)\n\nAn error "
	  "occurred "
	  "while trying to deliver the mail to the following recipients:\n"
	  "ada@example.org\n",
	    "ada@example.org", NULL, FALSE },
	{ "From: <MAILER-DAEMON@smail.example.com>\n" TO
	  "Subject: mail failed, returning to sender\n\n"
	  "|------------------------- Message log follows: -----|\n no valid "
	  "recipients were found for this message\n|-------- Failed addresses "
	  "follow: ---------------------|\n <ada@example.org> ... unknown "
	  "host\n"
	  "|------------------------- Message text follows: ------|\n" COPY,
	    "ada@example.org", "5.1.1", TRUE },
	{ "From: Memo Service <mmdf@example.com>\n" TO
	  "Subject: Failed mail  (msg.aa01234)\n\n    Your message could not "
	  "be delivered to\n'ada@example.org (host: mx.example.org) (queue: "
	  "smtp)' for the following\nreason: ' (USER) Unknown user name in "
	  "\"ada@example.org\"'\n\n    Your message follows:\n\n" COPY,
	    "ada@example.org", "5.1.1", TRUE },
};

static struct reading *
read_mail(const char *mail)
{
	return reading_of_mail((const guint8 *)mail, strlen(mail));
}

static char *
joined(const GPtrArray *list)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? " " : "",
		    (const char *)list->pdata[i]);
	return g_strdup(all->str);
}

START_TEST(every_server_says_in_its_own_way_whom_it_did_not_reach)
{
	const struct form *form = &failures[_i];
	g_autoptr(reading) reading = read_mail(form->mail);
	g_autofree char *recipients = joined(reading->failed);

	ck_assert_msg(reading->kind == REPLY_BOUNCE, "kind %d of:\n%s",
	    (int)reading->kind, form->mail);
	ck_assert_msg(g_str_equal(recipients, form->recipients),
	    "\"%s\" of:\n%s", recipients, form->mail);
	ck_assert_msg(g_strcmp0(reading->status, form->status) == 0,
	    "%s because of \"%s\" in:\n%s", reading->status, reading->reason,
	    form->mail);
	ck_assert_msg(reading->permanent == form->permanent,
	    "permanent %d, \"%s\":\n%s", reading->permanent, reading->reason,
	    form->mail);
}
END_TEST

START_TEST(the_returned_mail_is_known_by_its_id)
{
	g_autoptr(reading) reading = read_mail(failures[0].mail);

	ck_assert_uint_eq(reading->references->len, 1);
	ck_assert_str_eq(reading->references->pdata[0], "one@survey.example");
}
END_TEST

START_TEST(who_waits_has_not_failed)
{
	static const char *const delays[] = {
		"From: Mail Delivery System <Mailer-Daemon@example.com>\n" TO
		"Subject: Warning: message 1abc delayed 24 hours\n"
		"Auto-Submitted: auto-replied\n\nA message that you sent has "
		"not yet been delivered to one or more of its\nrecipients "
		"after more than 24 hours on the queue.\n\nThe address to "
		"which the message has not yet been delivered is:\n\n  "
		"ada@example.org\n\nNo action is required on your part.\n",
		"From: Mail Delivery Subsystem <MAILER-DAEMON@example.com>\n" TO
		"Subject: Warning: could not send message for past 4 hours\n\n"
		"    **********************************************\n    **    "
		"  THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT "
		"NEED TO RESEND YOUR MESSAGE  **\n\n<ada@example.org>... "
		"Deferred: Connection timed out\n",
		"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\n"
		TO "Subject: Delivery Status Notification (Delay)\n\nDelivery "
		"to the following recipient has been delayed:\n\n     "
		"ada@example.org\n\nMessage will be retried for 2 more "
		"day(s)\n",
		"From: postmaster@example.org\n" TO "Subject: Delivery "
		"delayed:Your stay\n\nDelivery is delayed to these recipients "
		"or groups:\n\nada@example.org\n\nThis message hasn't been "
		"delivered yet. Delivery will continue to be attempted.\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(delays); i++) {
		g_autoptr(reading) reading = read_mail(delays[i]);

		ck_assert_msg(reading->kind == REPLY_DELAY, "kind %d of:\n%s",
		    (int)reading->kind, delays[i]);
		ck_assert_uint_eq(reading->failed->len, 1);
		ck_assert_str_eq(reading->failed->pdata[0], "ada@example.org");
		ck_assert(!reading->permanent);
	}
}
END_TEST

START_TEST(what_people_write_of_bounces_is_no_bounce)
{
	static const char *const mails[] = {
		"From: Ada <ada@example.org>\n" TO "Subject: Re: Your stay\n\n"
		"9. But your last mail could not be delivered, user unknown!\n",
		"From: Ada <ada@example.org>\n" TO "Subject: Fwd: Undelivered "
		"Mail Returned to Sender\n\nI got this:\n\n> I'm sorry to have "
		"to inform you\n> <eve@example.org>: 550 user unknown\n",
		"From: Info <info@example.org>\n" TO "Subject: your stay\n\n"
		"The mail to eve@example.org was not delivered.\n",
		"From: Ada <ada@example.org>\n" TO "Subject: Re: failure "
		"notice\nIn-Reply-To: <one@survey.example>\n\nWhat is this?\n",
		"From: Ada <ada@example.org>\n" TO "Subject: Undeliverable "
		"voucher\n\nThe voucher was returned to sender.\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(reading) reading = read_mail(mails[i]);

		ck_assert_msg(reading->kind == REPLY_ANSWER ||
			reading->kind == REPLY_COMMENT,
		    "kind %d of:\n%s", (int)reading->kind, mails[i]);
	}
}
END_TEST

static Suite *
bounce_prose_suite(void)
{
	Suite *suite = suite_create("bounce_prose");
	TCase *tests = tcase_create("bounce_prose");

	tcase_add_loop_test(tests,
	    every_server_says_in_its_own_way_whom_it_did_not_reach, 0,
	    (int)G_N_ELEMENTS(failures));
	tcase_add_test(tests, the_returned_mail_is_known_by_its_id);
	tcase_add_test(tests, who_waits_has_not_failed);
	tcase_add_test(tests, what_people_write_of_bounces_is_no_bounce);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(bounce_prose_suite());
}
