/*
 * test_bounce_servers.c - reports without fields of rarer servers: whom they
 * did not reach.
 *
 * All have a sender that is a server's, and none a returned mail, so that
 * nothing else than the words can tell.
 */
#include <string.h>

#include "replies/read.h"
#include "tests/unit/unit.h"

#define A "ada@example.org"

static const struct {
	const char *subject;
	const char *text;
	const char *status;
	gboolean permanent;
} forms[] = {
	/* ApacheJames */
	{ "[BOUNCE]", "Hi. This is the James mail server at mx.example.com.\n"
	  "I'm afraid I wasn't able to deliver your message to the following "
	  "addresses.\nThis is a permanent error; I've given up.\n\nFailed "
	  "recipient(s):\n" A "\n\nError message:\n550 - Requested action not "
	  "taken: no such user here\n",
	    "5.1.1", TRUE },
	/* OpenSMTPD */
	{ "Delivery status notification: error", "    Hi!\n\n    This is the "
	  "MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error "
	  "has occurred while attempting to deliver a message for\n    the "
	  "following list of recipients:\n\n" A ": 550 5.2.2 <" A ">... "
	  "Mailbox "
	  "Full\n\n    Below is a copy of the original message:\n",
	    "5.2.2", FALSE },
	/* MailMarshal */
	{ "Undeliverable Mail: \"x\"", "Your message:\n   From:    "
	  "survey@survey.example\n   Subject: x\nCould not be delivered "
	  "because "
	  "of\n\n550 5.1.1 User unknown\n\nThe following recipients were "
	  "affected:\n\n    " A "\n\nAdditional Information\n",
	    "5.1.1", TRUE },
	/* Sun Messaging Server */
	{ "Delivery Notification: Delivery has failed", "This report relates "
	  "to "
	  "a message you sent with the following header fields:\n\n  "
	  "Message-id: "
	  "<x@survey.example>\n  Date: Mon, 5 Jan 2026\n  From: Aurora "
	  "<survey@survey.example>\n  To: a@b.example\n\nYour message cannot "
	  "be delivered to the following recipients:\n\n  Recipient address: " A
	  "\n  Reason: Remote SMTP server has rejected address\n  Diagnostic "
	  "code: smtp;550 5.1.1 <" A ">... User Unknown\n",
	    "5.1.1", TRUE },
	/* SurfControl */
	{ "There was an error sending your mail", "Your message could not be "
	  "sent.\nA transcript of the attempts to send the message follows.\n"
	  "The number of attempts made: 1\nAddressed To: " A "\n\nFailed to "
	  "send to identified host\n" A ": [192.0.2.5], 550 " A "... No such "
	  "user\n",
	    "5.1.1", TRUE },
	/* DragonFly */
	{ "Mail delivery failed", "This is the DragonFly Mail Agent at "
	  "mx.example.com.\n\nThere was an error delivering your mail to <" A
	  ">.\n\nexample.org [192.0.2.1] did not like our RCPT TO:\n550 5.1.1 <"
	  A ">: User unknown\n\nMessage headers follow.\n",
	    "5.1.1", TRUE },
	/* InterScan */
	{ "Mail could not be delivered", "Message from InterScan Messaging "
	  "Security Suite.\n\nSent <<< RCPT TO:<" A ">\nReceived >>> 550 5.1.1 "
	  "<" A ">... User unknown\nUnable to deliver message to <" A ">.\n",
	    "5.1.1", TRUE },
	/* au */
	{ "Mail System Error - Returned Mail", "Your mail sent on: Mon, 5 Jan "
	  "2026 10:00:00\n\n    Could not be delivered to: <" A ">\n    As "
	  "their mailbox is full.\n",
	    "5.2.2", FALSE },
	/* Zoho */
	{ "Undelivered Mail Returned to Sender", "This message was created "
	  "automatically by mail delivery software.\nA message that you sent "
	  "could not be delivered to one or more of its recipients. This is a "
	  "permanent error.\n\n" A " Invalid Address, ERROR_CODE :550, "
	  "ERROR_CODE :5.1.1 <" A ">... User Unknown\n",
	    "5.1.1", TRUE },
	/* McAfee */
	{ "Delivery failed", "Your message could not be delivered.\n\n--- The "
	  "following addresses had delivery problems ---\n\n<" A ">   (User "
	  "unknown)\n",
	    "5.1.1", TRUE },
	/* smail, with its list in "> " */
	{ "Permanent Delivery Failure", "The following addresses did NOT "
	  "receive a copy of your message:\n\n> " A "\n\n--- Session "
	  "Transcript "
	  "---\n Mon 10:00:00: <-- 550 5.1.1 unknown user\n",
	    "5.1.1", TRUE },
	/* LSMTP */
	{ "Delivery error report", "--> Error description:\n\nError-for:  " A
	  "\nError-Code: 3\nError-Text: No such local user.\n\nError-End: 1 "
	  "error reported.\n",
	    "5.1.1", TRUE },
	/* Earthlink, usa.net, hotpop, ademe, ieo */
	{ "Delivery failure", "Sorry, unable to deliver your message to " A
	  " for the following reason:\n\n552 Quota violation for " A "\n\nA "
	  "copy of the original message below this line:\n",
	    "5.2.2", FALSE },
	{ "Returned mail", "Intended recipient:  " A "\n\nReason: mailbox "
	  "unavailable\n",
	    "5.1.1", TRUE },
	{ "Undeliverable", "Undeliverable Address:  " A "\n\nReason: User "
	  "unknown\n\nOriginal message attached.\n",
	    "5.1.1", TRUE },
	{ "Mail failure", "Your message could not be delivered to\n\n  "
	  "" A "\n\n"
	  "Unknown user\n",
	    "5.1.1", TRUE },
	/* Netscape */
	{ "Mail System Error - Returned Mail", "This Message was undeliverable "
	  "due to the following reason:\n\nThe user(s) listed below are not "
	  "listed in the directory.\n\n<" A ">\n\nPlease reply to "
	  "Postmaster@mx.example.com\nif you feel this message to be in "
	  "error.\n",
	    "5.1.1", TRUE },
	/* Hosts that speak of themselves first */
	{ "Message undeliverable", "Message from yahoo.com.\nUnable to deliver "
	  "message to the following address(es).\n\n<" A ">:\nSorry, your "
	  "message to " A " cannot be delivered.  This account has been "
	  "disabled or discontinued.\n\n--- Original message follows.\n",
	    "5.2.1", TRUE },
	/* LLNL, Caiwireless */
	{ "Delivery problem", "The following recipients did not receive this "
	  "message:\n\n     <" A ">\n\nPlease reply to "
	  "Postmaster@x.example\nif "
	  "you feel this message to be in error.\n",
	    NULL, FALSE },
	/* Exchange in French, Spanish, Dutch */
	{ "Non remis : x", "La remise a échoué pour ces destinataires ou ces "
	  "groupes :\n\n" A "\nL'adresse e-mail entrée est introuvable.\n\n"
	  "Informations de diagnostic pour les administrateurs :\n\n" A "\n"
	  "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n",
	    "5.1.1", TRUE },
	{ "No se puede entregar: x", "El mensaje no se pudo entregar a estos "
	  "destinatarios o grupos:\n\n" A "\nEl buzón del destinatario está "
	  "lleno.\n\nRemote Server returned '554 5.2.2 mailbox full'\n",
	    "5.2.2", FALSE },
	{ "Onbestelbaar: x", "Uw bericht is niet bezorgd bij deze "
	  "geadresseerden of groepen:\n\n" A "\nRemote Server returned '550 "
	  "5.1.10 RESOLVER.ADR.RecipientNotFound'\n",
	    "5.1.10", TRUE },
	/* Gmail's words for a domain that is not there, and for a block */
	{ "Delivery Status Notification (Failure)", "** Address not found "
	  "**\n\n"
	  "Your message wasn't delivered to " A " because the domain "
	  "example.org couldn't be found. Check for typos or unnecessary "
	  "spaces "
	  "and try again.\n\nThe response was:\n\nDNS Error: DNS type 'mx' "
	  "lookup of example.org responded with code NXDOMAIN Domain name not "
	  "found: example.org\n",
	    "5.1.2", TRUE },
	{ "Delivery Status Notification (Failure)", "** Message blocked **\n\n"
	  "Your message to " A " has been blocked. See technical details below "
	  "for more information.\n\nThe response from the remote server was:\n"
	  "550 5.7.1 Our system has detected that this message is likely "
	  "unsolicited mail.\n",
	    "5.7.1", FALSE },
	/* X.400 in Exchange */
	{ "Undeliverable: x", "Your message did not reach some or all of the "
	  "intended recipients.\n\n      Subject:\tx\n      Sent:\t5.1.2026 "
	  "10:00\n\nThe following recipient(s) could not be reached:\n\n      '"
	  A "' on 5.1.2026 10:00\n            The e-mail account does not "
	  "exist "
	  "at the organization this message was sent to.\n            "
	  "<mx.example.org #5.1.1>\n",
	    "5.1.1", TRUE },
};

START_TEST(rare_servers_are_understood_too)
{
	g_autofree char *mail = g_strdup_printf(
	    "From: Mail Delivery System <postmaster@mx.example.com>\n"
	    "To: survey+token@survey.example\nReturn-Path: <>\n"
	    "Content-Type: text/plain; charset=utf-8\nSubject: %s\n\n%s",
	    forms[_i].subject, forms[_i].text);
	g_autoptr(reading) reading = reading_of_mail((const guint8 *)mail,
	    strlen(mail));

	ck_assert_msg(reading->kind == REPLY_BOUNCE, "kind %d:\n%s",
	    (int)reading->kind, mail);
	ck_assert_msg(reading->failed->len == 1, "%u recipients:\n%s",
	    reading->failed->len, mail);
	ck_assert_msg(g_str_equal(reading->failed->pdata[0], A), "%s:\n%s",
	    (const char *)reading->failed->pdata[0], mail);
	ck_assert_msg(g_strcmp0(reading->status, forms[_i].status) == 0,
	    "%s, \"%s\":\n%s", reading->status, reading->reason, mail);
	ck_assert_msg(reading->permanent == forms[_i].permanent,
	    "%d, \"%s\":\n%s", reading->permanent, reading->reason, mail);
}
END_TEST

static Suite *
bounce_servers_suite(void)
{
	Suite *suite = suite_create("bounce_servers");
	TCase *tests = tcase_create("bounce_servers");

	tcase_add_loop_test(tests, rare_servers_are_understood_too, 0,
	    (int)G_N_ELEMENTS(forms));
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(bounce_servers_suite());
}
