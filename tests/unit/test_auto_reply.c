/*
 * test_auto_reply.c - which mails a machine wrote on somebody's behalf, and
 * which a person did although they look so.
 */
#include <string.h>

#include "replies/read.h"
#include "tests/unit/unit.h"

#define HEAD                                                                   \
	"From: Ada <ada@example.org>\nTo: survey@example.com\n"                \
	"Content-Type: text/plain; charset=utf-8\n"

static enum reply_kind
kind_of(const char *headers, const char *text)
{
	g_autofree char *mail = g_strconcat(HEAD, headers, "\n", text, NULL);
	g_autoptr(reading) reading = reading_of_mail((const guint8 *)mail,
	    strlen(mail));

	ck_assert(reading->kind != REPLY_AUTO_REPLY || reading->score < 0);
	return reading->kind;
}

START_TEST(headers_tell_machines)
{
	static const char *const headers[] = {
		"Auto-Submitted: auto-replied\n",
		"Auto-Submitted: auto-replied; "
		"owner-email=\"ada@example.org\"\n",
		"Auto-Submitted: auto-generated (vacation)\n",
		"Precedence: auto_reply\n",
		"Precedence: junk\nX-Autoreply: yes\n",
		"X-Autorespond: Re: survey\n",
		"X-POST-MessageClass: 9; Autoresponder\n",
		"X-FC-MachineGenerated: true\n",
		"X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n",
		"X-Mailer: vacation 1.2.7\n",
		"Return-Path: <>\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(headers); i++)
		ck_assert_msg(kind_of(headers[i], "9\n") == REPLY_AUTO_REPLY,
		    "%s", headers[i]);
}
END_TEST

START_TEST(subjects_tell_them_in_many_languages)
{
	static const char *const subjects[] = { "Automatic reply: Your stay",
		"Out of Office: Your stay", "Out of Office AutoReply: x",
		"Auto-Reply: x", "[Auto-Reply] x", "Your mail (out of office)",
		"Re: Automatic reply: x", "Abwesenheitsnotiz: Ihr Besuch",
		"Automatische Antwort: Ihr Besuch", "Réponse automatique : x",
		"Absence du bureau: x", "Respuesta automática: x",
		"Fuera de la oficina: x", "Resposta automática: x",
		"Automaattinen vastaus: x", "Poissa: x", "Autosvar: x",
		"Frånvaro: x", "Automatisk svar: x", "Automatisch antwoord: x",
		"Afwezig: x", "Risposta automatica: x", "Fuori sede: x",
		"Automatyczna odpowiedź: x", "Automatická odpověď: x",
		"Automatikus válasz: x", "Răspuns automat: x", "Автоответ: x",
		"Автоматический ответ: x", "Αυτόματη απάντηση: x",
		"Otomatik yanıt: x", "自動応答: x", "自动回复: x", "자동 회신: x",
		"תשובה אוטומטית: x", "رد تلقائي: x", "Trả lời tự động: x",
		"Automātiskā atbilde: x",
		"We have received your request [#123]",
		"[Request received] Your stay", "Eingangsbestätigung: x",
		"Accusé de réception : x", "Read: Your stay",
		"Gelesen: Ihr Besuch", "Please confirm your message",
		"Your email requires verification verify#abc" };

	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *headers = g_strdup_printf("Subject: %s\n",
		    subjects[i]);

		ck_assert_msg(kind_of(headers, "See you.\n") ==
			REPLY_AUTO_REPLY,
		    "%s", subjects[i]);
	}
}
END_TEST

START_TEST(first_sentences_tell_them)
{
	static const char *const texts[] = {
		"I am out of the office until 7 January.\n",
		"Hello,\n\nI'm on vacation and will answer later.\n",
		"Dear sender,\nthis is an automatic reply.\n",
		"Guten Tag,\n\nich bin nicht im Büro.\n",
		"Bonjour,\n\nJe suis absent du bureau jusqu'au 7 janvier.\n",
		"Hola:\n\nEstoy fuera de la oficina.\n",
		"Olá,\n\nEstou ausente até 7 de janeiro.\n",
		"Hei!\n\nOlen lomalla 7.1. asti.\n",
		"Detta är ett automatiskt svar.\n",
		"Thanks for your email. I am away from my desk this week.\n",
		"Dear guest,\nthis mailbox is not monitored.\n",
		"Vielen Dank für Ihre Nachricht. Ich bin derzeit im Urlaub "
		"und ab 30.11. wieder da.\n",
		"Gracias por su mensaje. Actualmente me encuentro fuera de la "
		"oficina y volveré el 7 de diciembre.\n",
		"Kiitos viestistäsi. Olen poissa 4.12. saakka.\n",
		"I'm on vacation.\n", "Ich bin im Urlaub.\n",
		"Olen kesälomalla.\n",
		"Thanks for your message! I'm travelling with limited access "
		"to email.\n",
		"Guten Tag, ich bin bis 4.12. nicht im Büro.\n",
		"Hei, olen vanhempainvapaalla. Sijaiseni on Liisa.\n",
		"Thank you for your e-mail. I am travelling and will reply "
		"next week.\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		ck_assert_msg(kind_of("Subject: Re: Your stay\n", texts[i]) ==
			REPLY_AUTO_REPLY,
		    "%s", texts[i]);
}
END_TEST

START_TEST(what_people_write_is_theirs)
{
	static const struct {
		const char *headers;
		const char *text;
	} mails[] = {
		{ "Subject: Re: Your stay\nPrecedence: bulk\n", "9\n" },
		{ "Subject: Re: Your stay\nList-Id: <team.example.org>\n",
		    "9\n" },
		{ "Subject: Re: Your stay\nX-Auto-Response-Suppress: All\n",
		    "9\n" },
		{ "Subject: Re: Your stay\nAuto-Submitted: no\n", "9\n" },
		{ "Subject: Re: Your stay\nX-MS-Exchange-Inbox-Rules-Loop: "
		  "survey@example.com\n",
		    "9\n" },
		{ "Subject: Re: your out of office\n", "9, thank you\n" },
		{ "Subject: Our vacation with you\n", "9, thank you\n" },
		{ "Subject: Re: Urlaub bei Ihnen\n", "9, danke\n" },
		{ "Subject: Auto: Mietwagen\n", "9, danke\n" },
		{ "Subject: Re: Your stay\n",
		    "9\n\nI am out of the office until Monday.\n" },
		{ "Subject: Re: Your stay\n",
		    "I'm away from home, but the stay was a 9.\n" },
		{ "Subject: Re: Your stay\n", "I will be back! 10\n" },
		{ "Subject: Re: Your stay\n",
		    "Ich bin ab sofort Stammgast. 10\n" },
		{ "Subject: Re: Your stay\n", "Olen poissa kotoa, mutta 9\n" },
		{ "Subject: Thank you for your message\n", "9\n" },
		{ "Subject: Re: Your stay\n",
		    "Thank you for your email. I would give 9.\n" },
		{ "Subject: Re: Your stay\n",
		    "The room was fine. I am on holiday until Monday.\n" },
		{ "Subject: Re: Your stay\n",
		    "Your automatically generated mails are a nuisance.\n" },
		{ "Subject: Re: Your stay\n",
		    "Thank you for your message. I am very disappointed.\n" },
		{ "Subject: Re: Your stay\n",
		    "Thanks for your email. I'm afraid it was too loud.\n" },
		{ "Subject: Re: Your stay\n",
		    "Vielen Dank für Ihre Nachricht. Ich bin zufrieden.\n" },
		{ "Subject: Re: Your stay\n",
		    "Merci pour votre message. Je suis très contente.\n" },
		{ "Subject: Re: Your stay\n",
		    "Gracias por su mensaje. Estoy muy contenta.\n" },
		{ "Subject: Re: Your stay\n",
		    "Obrigado pela sua mensagem. Estou satisfeito.\n" },
		{ "Subject: Re: Your stay\n",
		    "Kiitos viestistäsi. Olen pettynyt huoneeseen.\n" },
		{ "Subject: Re: Your stay\n",
		    "I'm out of patience with your booking system.\n" },
		{ "Subject: Re: Your stay\n",
		    "I am on leave and finally relaxed. Your spa did it.\n" },
		{ "Subject: Re: Your stay\n",
		    "Ich bin vom ersten Moment an begeistert gewesen.\n" },
		{ "Subject: Re: Your stay\n",
		    "Estou fora do escritório e adorei tudo.\n" },
		{ "Subject: Re: Your stay\n",
		    "Hemos recibido su carta, pero nadie contesta.\n" },
		{ "Subject: Re: Your stay\n",
		    "Your mailbox is unattended, nobody ever answers.\n" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
		enum reply_kind kind = kind_of(mails[i].headers, mails[i].text);

		ck_assert_msg(kind == REPLY_ANSWER || kind == REPLY_COMMENT,
		    "kind %d of %s%s", (int)kind, mails[i].headers,
		    mails[i].text);
	}
}
END_TEST

START_TEST(a_note_that_quotes_a_bounce_is_no_bounce)
{
	ck_assert_int_eq(kind_of("Subject: Automatic reply: Undeliverable\n"
				 "Auto-Submitted: auto-replied\n",
			     "I am away.\n\n> user unknown\n> could not be "
			     "delivered\n"),
	    REPLY_AUTO_REPLY);
}
END_TEST

static Suite *
auto_reply_suite(void)
{
	Suite *suite = suite_create("auto_reply");
	TCase *tests = tcase_create("auto_reply");

	tcase_add_test(tests, headers_tell_machines);
	tcase_add_test(tests, subjects_tell_them_in_many_languages);
	tcase_add_test(tests, first_sentences_tell_them);
	tcase_add_test(tests, what_people_write_is_theirs);
	tcase_add_test(tests, a_note_that_quotes_a_bounce_is_no_bounce);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(auto_reply_suite());
}
