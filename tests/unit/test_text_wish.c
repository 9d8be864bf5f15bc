/*
 * test_text_wish.c - who wants no more texts, wants them again, or wants help,
 * in six languages; and who only speaks of stops, ends and starts.
 */
#include "replies/words/text.h"

#include "tests/unit/unit.h"

static void
check(const char *text, enum reply_kind kind)
{
	g_autoptr(reading) reading = reading_of_text(text);

	ck_assert_msg(reading->kind == kind, "\"%s\" is %s, not %s", text,
	    reply_kind_name(reading->kind), reply_kind_name(kind));
	ck_assert_int_eq(reading->score, -1);
	ck_assert_ptr_null(reading->comment);
}

START_TEST(who_says_stop_is_obeyed)
{
	static const char *const texts[] = {
		"STOP", "Stop", "stop", "STOP.", "STOP!!!", " \n stop \n",
		"STOPALL", "STOP ALL", "Unsubscribe", "CANCEL", "End", "quit",
		"REVOKE", "OPTOUT", "OPT-OUT", "opt out", "Remove", "ARRET",
		"arrêt", "ARRÊT", "STOPP", "Abmelden", "ABBESTELLEN", "BAJA",
		"Baja por favor", "CANCELAR", "PARAR", "SAIR", "REMOVER",
		"LOPETA", "LOPETTAKAA", "PERU", "POISTA", "DÉSINSCRIRE",
		"desinscrire", "DESABONNER", "ALTO", "NO MÁS", "no mas",
		"KEINE SMS MEHR", "Stop. Thank you", "please stop texting me",
		"Stop please", "stop sending me messages",
		"I want to unsubscribe", "take me off your list",
		"no more texts", "leave me alone", "do not text me again",
		"Do not contact me again!", "hört auf mir zu schreiben",
		"Hört auf, mir zu schreiben!", "bitte keine Nachrichten mehr",
		"arrêtez de m'écrire", "deja de escribirme",
		"não me mandem mais mensagens", "älä lähetä enää viestejä",
		"9 stop", "stop 9", "9. STOP", "S T O P", "S.T.O.P.", "ＳＴＯＰ",
		"\"STOP\"", "*stop*", "stoooop", "Stop stop stop",
		"Great stay but please stop texting me",
		"I told you to stop texting me!!", "How do I unsubscribe?",
		"Can you please stop these messages",
		"Hi, please remove me from your list. Thanks",
		"Ich möchte keine SMS mehr bekommen", "lasst mich in Ruhe",
		"je ne veux plus recevoir de messages",
		"ne m'écrivez plus svp", "no quiero más mensajes",
		"no me escriban más", "denme de baja por favor",
		"quero cancelar a inscrição", "parem de mandar mensagens",
		"lopettakaa viestien lähettäminen", "en halua enää viestejä",
		"STOP\nSent from my iPhone", "STOP Sent from my iPhone",
		"fuck off", "f off and stop texting", "Stop it", "stop this",
		"STOP NOW", "Stop sending me this crap", "plz stop",
		"STOP PLEASE!!!", "hi stop", "ok stop", "no thanks, stop",
		"No thank you. Stop.", "unsubscribe me please",
		"Please unsubscribe", "unsuscribe", "I'd like to opt out",
		"I would like to be removed from your list",
		"please take me off this list", "remove my number",
		"delete my number please", "lose my number",
		"Wrong number, please stop", "wrong number. stop",
		"don't text me", "DO NOT TEXT THIS NUMBER AGAIN",
		"never text me again", "no more messages please", "No more!",
		"quit texting me", "I don't want these messages",
		"I don't want to receive texts",
		"I do not wish to be contacted", "Stop contacting me",
		"stop spamming", "this is spam, stop", "Great stay. STOP",
		"STOP\n\nJohn Smith", "go away", "End please",
		"Cancel please", "please cancel", "cancel subscription",
		"cancel my subscription", "revoke my consent",
		"I revoke consent", "stop/unsubscribe", "STOP - thanks",
		"STOP 🛑", "🛑 STOP", "9 but please stop texting",
		"10/10. STOP", "Stopp!", "Stop bitte", "bitte abmelden",
		"Bitte melden Sie mich ab", "ich möchte mich abmelden",
		"nehmt mich aus dem Verteiler",
		"Bitte keine SMS mehr schicken",
		"Schreiben Sie mir nicht mehr", "schreibt mir nicht mehr!",
		"Hör auf damit", "löscht meine Nummer",
		"Keine weiteren Nachrichten bitte",
		"Ich will das nicht mehr bekommen",
		"Hören Sie bitte auf, mir Nachrichten zu schicken",
		"Kein Interesse, bitte abmelden", "Stop svp", "arrêtez",
		"Arrêtez de m'envoyer des SMS", "me désabonner",
		"je veux me désinscrire", "désabonnez-moi",
		"ne me contactez plus", "laissez-moi tranquille",
		"plus de sms svp", "Plus de messages merci",
		"je souhaite ne plus recevoir de sms", "supprimez mon numéro",
		"stop pub", "STOP au 36111",
		"por favor no me manden más mensajes", "quiero darme de baja",
		"darme de baja", "dejen de molestar", "déjenme en paz",
		"no más mensajes por favor", "basta ya", "parar por favor",
		"Pare de me mandar mensagens", "quero sair",
		"me tirem da lista", "me descadastre",
		"não quero receber mais mensagens", "chega de mensagens",
		"me deixem em paz", "não me enviem mais sms", "lopeta jo",
		"lopettakaa kiitos", "älkää lähettäkö enää viestejä",
		"poistakaa minut listalta", "ei enää viestejä",
		"ei viestejä kiitos", "haluan pois listalta",
		"jättäkää minut rauhaan", "peru tilaus", "PERUUTA",
		"älkää laittako mulle viestejä", "En halua tekstiviestejä",
		"Who is this?? Stop texting me", "pls stop w these msgs",
		"I never signed up for this, remove me",
		"Not interested. Stop.", "enough already stop messaging",
		"Take my number off this list now", "Dont msg me again pls",
		"STOP I am not your customer", "stop sending surveys",
		"Please do not send me any more texts, thank you",
		"can u stop texting me", "unsubscribe!!!!!", "END.",
		"I'd like to stop receiving these", "No more surveys please",
		"Bitte streichen Sie mich von Ihrer Liste",
		"Bitte hören sie auf mir SMS zu schicken",
		"Ich möchte keine Nachrichten mehr erhalten",
		"keine werbung bitte", "Lassen Sie mich bitte in Ruhe",
		"STOP, ich will das nicht", "Schickt mir keine SMS mehr!!!",
		"Abmelden bitte, danke",
		"Merci d'arrêter de m'envoyer des messages",
		"Veuillez me retirer de votre liste",
		"Je ne souhaite plus être contacté", "STOP merci",
		"Arretez ces sms", "plus aucun message svp",
		"Por favor dejen de enviarme mensajes",
		"No quiero recibir más SMS", "Dar de baja mi número",
		"Bórrenme de su lista", "No me escriban mas",
		"STOP por favor gracias", "Parem de me enviar SMS",
		"não quero mais receber isso", "Remova meu número por favor",
		"Cancelar por favor", "não me contactem mais",
		"Älkää lähettäkö mulle enää mitään", "Poistakaa numeroni",
		"Lopettakaa tekstiviestit", "ei kiitos enää viestejä",
		"en halua näitä viestejä", "LOPETA!!", "Stop, please.",
		"stop pls!", "STOP!!!! I said STOP", "Stop messaging",
		"Stop with the texts", "I want to stop getting these texts",
		"please discontinue texts", "no further contact please",
		"Do NOT send me messages", "please don't message me",
		"dont contact me", "don't ever text me again",
		"I don't want your messages", "I dont want any more texts",
		"I don't want to get texts from you",
		"I no longer wish to receive messages",
		"I'm not interested, remove me from this list", "take me off",
		"Take me off the list please",
		"please delete my phone number", "Get me off this list",
		"how do i opt out", "i opt out", "opting out", "I want out",
		"unsubscibe", "UNSUBCRIBE", "Un-subscribe", "STOPALL.",
		"Stop-all", "stop texts", "stop sms", "QUIT!!", "Quit please",
		"Please END", "END, thanks", "remove please",
		"remove me please", "Cancel!", "Cancel all messages",
		"1 stop", "10 but don't text me again",
		"Bitte nicht mehr kontaktieren",
		"bitte nicht mehr anschreiben!",
		"Ich möchte nicht mehr kontaktiert werden",
		"Ich will keine SMS", "Keine SMS!", "keine Umfragen mehr",
		"Aufhören!", "Hört auf!", "Hört auf mit den SMS",
		"Lasst mich in Frieden", "Löschen Sie meine Nummer",
		"Meine Nummer bitte löschen",
		"Ich widerrufe meine Einwilligung",
		"Nehmen Sie mich aus der Liste", "Austragen",
		"SMS abbestellen", "arrete de m'envoyer des messages",
		"Arrêtez !", "ARRETER", "ne m'envoyez plus de messages",
		"Merci de ne plus m'écrire", "Merci de ne plus me contacter",
		"Je me désabonne", "je veux plus de sms",
		"Je veux me désabonner svp", "désinscription",
		"désinscrivez moi", "retirez moi de la liste",
		"foutez-moi la paix", "Deje de mandarme mensajes",
		"dejen de escribir", "no me manden mensajes",
		"no envíen más mensajes", "No deseo recibir mensajes",
		"Ya no quiero recibir mensajes", "quítenme de la lista",
		"Eliminen mi número", "elimíname de la lista",
		"quiero cancelar la suscripción", "cancelar suscripción",
		"dame de baja", "Me doy de baja", "PARA YA", "Pare!",
		"Parem!", "Para de me mandar mensagem",
		"Não me mande mais mensagem", "Não quero mais mensagens",
		"nao quero receber sms", "favor não enviar mais mensagens",
		"não enviar mais", "Tire meu número da lista",
		"retirem o meu número", "quero me descadastrar",
		"SAIR por favor", "remover por favor", "deixem-me em paz",
		"lopettakaa viestittely", "lopeta viestien lähetys",
		"Älä lähetä", "älä laita enää viestiä",
		"älkää enää ottako yhteyttä", "En halua enempää viestejä",
		"en halua että minulle lähetetään viestejä",
		"en tahdo viestejä", "ei enää kiitos",
		"Poista minut listalta", "poista numeroni",
		"poistakaa yhteystietoni", "Peruuta tilaus",
		"Peruutan tilauksen", "haluan lopettaa", "Lopettakaa nyt jo",
		"seis ja lopeta", "This is getting annoying, stop",
		"Stop bugging me", "Please stop all messages to this phone",
		"I have asked you to stop before", "Don't want texts. Thanks",
		"REMOVE ME FROM THIS LIST",
		"I wish to unsubscribe from this service",
		"U have the wrong number stop texting",
		"No thanks. Unsubscribe", "cease all contact",
		"STOP!!!!!!!!!! ", "Pls remove my num",
		"please take my number off", "stop msg", "stop promo",
		"Sto p", "Please, stop.", "stop das bitte",
		"Bitte löschen Sie meine Daten", "will keine SMS von euch",
		"Ich bitte um Abmeldung", "Bitte nicht mehr!",
		"nie wieder SMS", "Bitte von der Liste streichen",
		"Stop aux sms", "arrêtez svp", "Plus de SMS",
		"Je veux plus recevoir vos messages",
		"merci de me retirer de la liste", "Désabonnement svp",
		"ya no me manden mensajes", "No molesten más",
		"cancelar mensajes", "Quiero dejar de recibir mensajes",
		"Deténganse", "parem com as mensagens",
		"Não me mandem mais nada", "quero parar de receber mensagens",
		"me tira dessa lista", "lopettakaa näiden lähettely",
		"Älkää enää tekstailko", "poistakaa mut listalta",
		"en halua kyselyitä", "No. Stop texting.",
		"STOP sending these", "for the last time STOP",
		"Please stop these surveys",
		"kindly remove me from your texting list",
		"I do not want these texts!!", "Don't send me this stuff",
		"Lose this number",
		"Sorry wrong person, please stop texting this number",
		"Opt me out please", "how can i stop these messages",
		"End texts", "stop it now",
		"Schluss jetzt mit den Nachrichten",
		"Bitte aus dem Verteiler nehmen", "Bitte keine Anfragen mehr",
		"Ich möchte das nicht mehr", "Finger weg, stopp",
		"arrêtez vos sms", "ne me dérangez plus",
		"Je n'accepte plus vos messages",
		"enlevez-moi de votre fichier", "no me interesa, baja",
		"no sigan escribiendo", "Por favor, bórrame",
		"dejen de mandar sms", "por favor parem",
		"não autorizo mensagens", "me exclua dessa lista",
		"lopettakaa tää", "Ei kiinnosta, poistakaa",
		"älkää viestitelkö", "EI VIESTEJÄ", "\"Stop\"", "Stop\n",
		"STOP STOP STOP", "STOP stop Stop!", "Stop 🙏", "ok stop now",
		"Hello, please stop. Thank you very much",
		"Good morning, please unsubscribe me. Regards, Tom",
		"Stop!\n\nGet Outlook for iOS", "stop\n--\nTom", "#STOP",
		"/stop", "stop.", "sToP", "STOP2END", "text STOP",
		"reply stop", "STOP to end", "stop texting my phone",
		"I don't want this", "Plz remove",
		"not interested pls remove me",
		"unsubscribe me from everything", "Do not contact.",
		"cancel texts", "QUIT TEXTING",
		"Bitte keine weiteren SMS an diese Nummer",
		"stoppt diese nachrichten", "Will nichts mehr hören von euch",
		"Svp arrêtez les messages", "Ne plus me contacter",
		"no quiero que me escriban", "sáquenme de la lista",
		"não quero mais SMS", "parem de mandar isso",
		"Lopettakaa nämä viestit", "älä viestitä mulle",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		check(texts[i], REPLY_OPT_OUT);
}
END_TEST

START_TEST(who_says_start_is_asked_again)
{
	static const char *const texts[] = {
		"START", "start please", "Unstop", "SUBSCRIBE", "Resubscribe",
		"OPT IN", "opt-in", "alta", "Aloita", "START AGAIN", "start!",
		"please subscribe me again", "Wieder anmelden", "reprendre",
		"m'abonner", "Quiero suscribirme", "COMEÇAR", "tilaa",
		"UNSTOP please", "Sorry, START", "Please START again",
		"opt me back in", "Bitte wieder anmelden", "Start.",
		"START 😊", "I want to opt in", "Sign me up", "yes START",
		"Abonnieren", "STARTEN", "S'abonner", "M'inscrire", "INICIAR",
		"Suscribirme", "inscrever", "ALOITA", "Liity",
		"subscribe please", "Start, please", "resubscribe me please",
		"Quiero darme de alta",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		check(texts[i], REPLY_OPT_IN);
}
END_TEST

START_TEST(who_asks_for_help_is_told)
{
	static const char *const texts[] = {
		"HELP", "help?", "Info", "AIDE", "Hilfe", "AYUDA", "ajuda",
		"apua", "OHJE", "I need help", "can you help me please",
		"Help me", "HELP!!!", "ayuda por favor", "aidez-moi",
		"J'ai besoin d'aide", "Ich brauche Hilfe", "tarvitsen apua",
		"preciso de ajuda", "Hilfe?", "info please", "HELP ME PLEASE",
		"Could you help me? I lost my key", "info?", "Bitte um Hilfe",
		"Aide svp", "Necesito ayuda por favor", "Preciso de ajuda",
		"Apua kiitos", "hilfe!!", "Brauche Hilfe", "aide-moi",
		"pouvez-vous m'aider ?", "ayúdame", "¿ayuda?", "me ajude",
		"ohje?", "Voitteko auttaa?", "INFO.", "More info please",
		"help pls", "Can I get some help?", "informacion por favor",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		check(texts[i], REPLY_HELP);
}
END_TEST

START_TEST(a_stop_may_stand_in_a_long_text)
{
	g_autoptr(GString) text = g_string_new("It was a long stay. ");

	for (guint i = 0; i < 60; i++)
		g_string_append(text, "There is much to be told of it. ");
	g_string_append(text, "Please do not text me again.");
	check(text->str, REPLY_OPT_OUT);
}
END_TEST

START_TEST(a_stop_may_be_said_again_and_again)
{
	static const char *const stops[] = { "STOP ", "stop ", "arrêt ",
		"Stop texting me ", "STOP, " };

	for (guint i = 0; i < G_N_ELEMENTS(stops); i++) {
		g_autoptr(GString) text = g_string_new(NULL);

		for (guint n = 1; n <= 100; n++) {
			g_string_append(text, stops[i]);
			check(text->str, REPLY_OPT_OUT);
		}
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("text_wish");
	TCase *tcase = tcase_create("text_wish");

	tcase_add_test(tcase, who_says_stop_is_obeyed);
	tcase_add_test(tcase, a_stop_may_stand_in_a_long_text);
	tcase_add_test(tcase, a_stop_may_be_said_again_and_again);
	tcase_add_test(tcase, who_says_start_is_asked_again);
	tcase_add_test(tcase, who_asks_for_help_is_told);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
