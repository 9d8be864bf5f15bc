/*
 * test_opt_out.c - who asks by mail for no more mails, and who does not.
 */
#include "replies/words/opt_out.h"

#include "tests/unit/unit.h"

START_TEST(who_asks_for_no_more_mails_is_obeyed)
{
	static const char *const cases[] = {
		"unsubscribe", "Unsubscribe.", "UNSUBSCRIBE!!!", "Stop",
		"STOP STOP STOP", "please stop", "Please remove me",
		"Remove me from this list please.",
		"Please take me off your list.",
		"Take me off your mailing list!", "No more surveys please",
		"No more surveys!", "Please don't send me any more surveys.",
		"Hello,\n\nplease remove me from your mailing "
		"list.\n\nBest regards\nJohn Smith\n+358 40 123 4567",
		"Hi,\nUnsubscribe please\nThanks\nAnna",
		"I want to unsubscribe",
		"I would like to unsubscribe from these emails.",
		"Please unsubscribe me from this list. Thank you.",
		"Do not email me again.", "Stop emailing me",
		"Stop sending me these mails!",
		"I do not want to receive these emails anymore.",
		"I don't want any more emails from you.", "Opt out",
		"opt-out please",
		"Please delete my email address from your list.",
		"Delete me from your database.", "Don't contact me again",
		"Never contact me again.",
		"Kindly remove my address from your mailing list",
		"Not interested, please unsubscribe",
		"Please stop these surveys, thank you", "Stop spamming me",
		"Dear team,\n\nI no longer wish to receive surveys from "
		"you.\n\nKind regards\nMaria",
		"Abmelden", "Bitte abmelden", "Bitte melden Sie mich ab.",
		"Abbestellen", "Keine weiteren Umfragen bitte",
		"Bitte keine weiteren E-Mails mehr.",
		"Bitte nehmen Sie mich aus dem Verteiler.",
		"Bitte streichen Sie mich von Ihrer Liste.",
		"Bitte löschen Sie meine E-Mail-Adresse.",
		"Ich möchte keine E-Mails mehr bekommen.",
		"Ich möchte keine Umfragen mehr erhalten. Danke.",
		"Hallo,\nbitte schicken Sie mir keine Mails mehr.\nMit "
		"freundlichen Grüßen\nHans Müller",
		"Sehr geehrte Damen und Herren,\n\nbitte entfernen Sie "
		"mich aus Ihrem Verteiler.\n\nMit freundlichen "
		"Grüßen\nKlaus Weber\nHauptstraße 10",
		"Hört auf mir zu schreiben", "Stopp", "Bitte austragen",
		"Désabonner", "Désinscription", "Merci de me désinscrire",
		"Veuillez me désabonner de votre liste.",
		"Je ne souhaite plus recevoir vos mails.",
		"Plus d'enquêtes svp", "Merci de ne plus m'envoyer de mails",
		"Arrêtez de m'écrire", "Supprimez-moi de votre liste",
		"Bonjour,\nmerci de me retirer de votre liste de "
		"diffusion.\nCordialement,\nJean Dupont",
		"STOP", "Ne m'écrivez plus", "Baja", "Darme de baja",
		"Quiero darme de baja", "Por favor, dadme de baja",
		"No quiero recibir más correos",
		"No me envíen más encuestas, por favor.",
		"Por favor elimínenme de su lista.",
		"Hola,\nquiero que me quiten de la lista.\nSaludos,\nJuan",
		"Dejen de escribirme", "Cancelar suscripción",
		"No más encuestas", "Cancelar inscrição",
		"Quero cancelar a subscrição",
		"Por favor removam-me da vossa lista.",
		"Não quero receber mais emails.",
		"Não me enviem mais inquéritos", "Remover",
		"Parem de me enviar emails",
		"Olá,\npor favor retirem o meu email da lista.\nObrigado\nJoão",
		"Descadastrar", "Não quero mais receber pesquisas", "Lopeta",
		"Lopettakaa", "Poistakaa minut listalta",
		"Poistakaa minut postituslistalta, kiitos.",
		"En halua enää näitä viestejä", "En halua enää kyselyitä.",
		"Älkää lähettäkö minulle enää sähköpostia",
		"Hei,\nhaluan perua tilauksen.\nTerveisin\nMatti",
		"Peruuta tilaus", "Ei enää kyselyitä kiitos",
		"Olkaa hyvä ja poistakaa sähköpostiosoitteeni.",
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_msg(opt_out_is(cases[i]), "%s", cases[i]);
}
END_TEST

START_TEST(who_says_something_else_is_not_taken_off)
{
	static const char *const cases[] = {
		"Please don't stop!", "We could not stop smiling",
		"Stop by any time, we loved it", "The bus stop was far away",
		"Please stop using plastic bottles", "9 stop",
		"8. Please stop the music at night",
		"Stop the loud music please",
		"Lovely stay. The only thing: please stop charging for "
		"parking.",
		"I unsubscribed from your newsletter last year, why do I "
		"get this?",
		"How do I unsubscribe my husband? He loved the stay, and "
		"we talked about it for days, what a place",
		"Remove the old carpets",
		"Please remove the bed from the room next time",
		"Please take the fish off your list of starters",
		"We want to cancel our booking", "Cancel my booking please",
		"I would like to cancel the reservation for May",
		"No more towels please", "No more cold breakfast please!",
		"Ende gut, alles gut", "Fin", "Das war das Ende",
		"Abmeldung vom Zimmer war zu früh",
		"Je ne souhaite plus revenir", "Je ne reviendrai plus",
		"La baja temperatura de la piscina",
		"No quiero volver nunca más", "Não quero voltar nunca mais",
		"En halua enää tulla teille",
		"Lopetitte aamiaisen liian aikaisin",
		"Bitte keine weiteren Baustellen im Sommer",
		"Ich möchte keine Suppe mehr essen müssen",
		"Stop! In the name of love, it was great",
		"It was ok, but please stop the smoking on the terrace, it "
		"was really bad and all of us suffered, and so did the "
		"other guests",
		"The stay was lovely, thanks, but take me off your list "
		"please, I get too much mail already and do not have the "
		"time",
		"Please send me more info", "Cancel", "Quit", "End",
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_msg(!opt_out_is(cases[i]), "%s", cases[i]);
}
END_TEST

START_TEST(the_subject_serves_when_the_text_says_hardly_anything)
{
	ck_assert(opt_out_of_mail("unsubscribe", ""));
	ck_assert(opt_out_of_mail("Unsubscribe", "Thanks\nMary Major"));
	ck_assert(opt_out_of_mail("Re: your stay", "stop"));
	ck_assert(!opt_out_of_mail("unsubscribe", "9"));
	ck_assert(!opt_out_of_mail("Stop", "the loud music by the pool"));
	ck_assert(!opt_out_of_mail("Re: your stay", ""));
	ck_assert(!opt_out_of_mail("", ""));
}
END_TEST

static Suite *
opt_out_suite(void)
{
	Suite *suite = suite_create("opt_out");
	TCase *tests = tcase_create("opt_out");

	tcase_add_test(tests, who_asks_for_no_more_mails_is_obeyed);
	tcase_add_test(tests, who_says_something_else_is_not_taken_off);
	tcase_add_test(tests,
	    the_subject_serves_when_the_text_says_hardly_anything);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(opt_out_suite());
}
