/*
 * test_text_none.c - texts that give no score though numbers stand in them, and
 * ask for nothing though they speak of stops, starts and help.
 */
#include "replies/words/text.h"

#include "tests/unit/unit.h"

/* Words may be more, signs are nothing; neither is a score or a wish. */
static void
check_no_score(const char *text, enum reply_kind kind)
{
	g_autoptr(reading) reading = reading_of_text(text);

	ck_assert_msg(reading->kind == kind, "\"%s\" is %s with %d, not %s",
	    text, reply_kind_name(reading->kind), reading->score,
	    reply_kind_name(kind));
	ck_assert_int_eq(reading->score, -1);
	if (kind == REPLY_COMMENT)
		ck_assert_str_eq(reading->comment, reading->text);
}

START_TEST(words_that_give_no_score_are_a_comment)
{
	static const char *const texts[] = {
		"Don't stop!", "cancel culture..", "please stop overbooking",
		"yes", "great start", "5 stars", "we were 4 people",
		"5* hotel", "9 month old baby slept well",
		"our 3 year old loved it",
		"waited 20 minutes", "room 7", "no one", "one of the best",
		"7 or 8 I think", "would have been a 10 but the bed was bad",
		"almost 10", "not a 10", "4 out of 5",
		"9 out of 10 times it failed", "1. cold room 2. small bed",
		"1. cold room\n2. small bed", "10 9 8", "staff 10 food 5",
		"9 for the room 3 for the food", "9+", "neuf et propre",
		"One word: wow", "2 nights were not enough",
		"Liked “How likely are you, 0 to 10? Reply STOP to opt out”",
		"We could not stop laughing", "Don't stop believing",
		"There is no stop sign", "Please never stop what you do",
		"The weekend had to end", "the end of our stay was sad",
		"I quit my job to stay there forever",
		"had to cancel because of covid", "cancel my booking please",
		"Please cancel my reservation for tomorrow",
		"The remove button did not work", "quite good",
		"you didn't text me the code",
		"Why don't you send me the invoice", "nobody contacted me",
		"don't call so early in the morning",
		"stop smoking in the rooms", "Stop charging for parking",
		"next stop paradise", "Peru was nice",
		"the price is too alto", "temporada baja", "ruido alto",
		"Das Ende war schön", "Abmelden ging schnell",
		"Der Stop war kurz", "nonstop fun", "on s'est arrêté au bar",
		"arrêt de bus trop loin", "sans arrêt des bruits",
		"bruit sans arret", "No pude parar de reír",
		"no puedo parar de recomendarlos", "parada de autobús lejos",
		"não consigo parar de recomendar",
		"sair do quarto foi difícil", "lopetimme aikaisin",
		"älkää lopettako ikinä", "En voi lopettaa suosittelua",
		"Hört nicht auf so toll zu sein",
		"ich konnte nicht aufhören zu essen", "Start was rough",
		"yes please", "helpful staff", "the help was slow",
		"Thanks for your help", "The information was wrong",
		"3 Nächte waren zu kurz", "um 9 Uhr", "5 Sterne", "Zimmer 9",
		"8 bis 9", "7 oder 8", "zwischen 7 und 8", "8,5",
		"wir waren 4", "eine Katastrophe", "7 ou 8", "entre 7 et 8",
		"3 nuits", "chambre 9", "à 9h", "un séjour", "nous étions 4",
		"9h30", "5 étoiles", "2 noches", "habitación 9", "7 u 8",
		"7 o 8", "a las 9", "éramos 4", "una maravilla", "2 noites",
		"quarto 9", "às 9", "uma maravilha", "um pouco caro", "9½",
		"9-", "8+", "7 tai 8", "2 yötä", "huone 9", "klo 9",
		"yksi parhaista", "9?", "9 or 10", "call me at 040 1234567",
		"9 555 123", "I waited 5", "there were 3 of us",
		"3 of us came", "version 2", "A 5 minute walk",
		"a 3 star hotel", "10 minutes late", "3rd time here",
		"1st class", "It was 5 o'clock", "24/7 open", "£8 for a beer",
		"10k", "B9", "no. 1", "number one", "top 10", "less than 5",
		"at least 8", "last time 10 this time 6", "not 10",
		"could have been a 10", "would be a 10 if the wifi worked",
		"10 if you fix the wifi", "I don't know", "great!", "ok",
		"no", "👍👍 super", "two of us", "two nights", "Two thumbs up",
		"we two loved it", "seven nights", "One thing: towels",
		"first one was better", "this one is good", "8 no wait 7",
		"It was non stop fun", "We didn't want to stop",
		"You should never stop doing the brunch",
		"The elevator would not stop making noise",
		"The noise didn't stop all night",
		"Couldn't get them to stop the music",
		"the music must stop earlier",
		"Please stop the loud music after 10",
		"Please stop using plastic", "stop by again soon",
		"first stop of our trip", "They stopped serving at 9",
		"Removed from the bill, thanks",
		"I want to cancel my appointment",
		"Can I cancel my reservation?", "how do i cancel my booking",
		"I cancelled last time", "End of story",
		"the weekend ended badly", "quit a nice place", "quite nice",
		"I don't want to leave", "I don't want to pay for parking",
		"I do not need a reminder",
		"didn't receive any message from you",
		"I did not get the text", "nobody texted me back",
		"The text messages were helpful", "Thanks for the texts",
		"please send me the invoice", "Don't contact my wife",
		"don't bother with breakfast", "Leave the pool alone lol",
		"No more free coffee, why?", "there were no more towels",
		"no more towels please", "no messages at reception",
		"Could you remove the stain fee",
		"please remove the charge from my card",
		"You removed me from room 5", "Delete the resort fee",
		"Block party was fun", "the spam sandwich was good",
		"wir hatten keine Handtücher mehr",
		"keine Nachricht bekommen", "Kein Parkplatz mehr frei",
		"das WLAN hört immer auf", "man konnte nicht abschalten",
		"Schreiben Sie mir bitte die Rechnung",
		"Rufen Sie mich bitte an",
		"Bitte schicken Sie mir die Rechnung",
		"Meine Stornierung wurde nicht bearbeitet",
		"Bitte stornieren", "il n'y avait plus de serviettes",
		"plus de serviettes svp", "on ne m'a pas envoyé le code",
		"Je n'ai pas reçu de message", "l'arrêt du bus est loin",
		"arrêtez la musique le soir", "il faut arrêter le plastique",
		"annuler ma réservation",
		"je voudrais annuler ma réservation",
		"No me mandaron el código", "no me enviaron mensajes",
		"No había más toallas", "no quiero irme",
		"quiero cancelar mi reserva",
		"para contactar la recepción hay que esperar",
		"el precio es muy alto", "La calidad baja cada año",
		"Não me mandaram a mensagem", "não quero ir embora",
		"queria cancelar a reserva", "não parei de rir",
		"a saída é difícil de achar", "en saanut viestiä",
		"viesti ei tullut perille", "aamiainen alkaa liian myöhään",
		"en halua lähteä", "haluaisin perua varauksen",
		"Peruin varaukseni", "poistuimme aikaisin",
		"Älkää muuttako mitään", "älkää lopettako brunssia",
		"start time was late", "Start with better beds",
		"info desk was closed", "No help at all", "Need more towels",
		"helpless staff", "die Hilfe war super", "L'aide était top",
		"la ayuda fue genial", "avusta kiitos", "9 or so", "9. March",
		"9. maaliskuuta", "9 March", "9 nights were too few",
		"9:30 at the desk", "9 - 12 March", "9 out of 12",
		"0 1 2 3 4 5 6 7 8 9 10", "0\n1\n2\n3\n4",
		"1) cold room\n2) small bed", "9\n8", "Rooms:\n3", "B-9",
		"9B", "9,000 euros", "9 de marzo", "3 bottles were missing",
		"7 January is when we left", "2 people before us",
		"My 2 cents: too pricey",
		"I'd give the room 9 and the staff 4", "I gave 9 last year",
		"8½", "7.5", "8-9", "7 or 8", "What is this about?",
		"who are you",
		"We stayed 3 nights and it rained all the time",
		"The receptionist gave us the wrong room twice",
		"Not sure, ask my wife",
		"Das Zimmer war zu klein und zu laut", "Wer ist da?",
		"Wir waren 2 Erwachsene und 2 Kinder",
		"Um 8 gab es kein Frühstück mehr",
		"C'était un très bon séjour", "On a attendu 2 heures",
		"Qui êtes-vous ?", "Esperamos 2 horas", "Quién es?",
		"Nos encantó el spa", "Ficamos 3 noites", "Quem é?",
		"Oltiin 2 yötä ja oli kivaa", "Kuka siellä?",
		"Huone 9 oli kylmä", "💯 great", "9 rooms were dirty",
		"2 of my friends hated it", "our 3 kids",
		"about 20 minutes from the airport",
		"the 9th of May was the date", "It costs 9 euros",
		"I paid 10 for coffee", "it was 10 in the evening",
		"I'll be there at 9", "We checked in at 3 and out at 11",
		"see you at 8", "10 % discount please",
		"can i get 2 more towels", "Please call 555-0123",
		"the wifi password 12345 is wrong",
		"can we book 2 rooms for 5 nights?", "8 pm", "room no 8",
		"I have 2 questions", "1 question: who are you", "wait what",
		"Sorry I'm driving",
		"I'm driving right now - Sent from My Car",
		"What scale? 1 to 10?", "is 10 good or bad",
		"Is 10 the best?", "is 0 the best?",
		"From 0 to 10 what is best?", "what do you mean",
		"new phone who dis", "later", "I'll answer later",
		"somewhere between 6 and 8", "6 to 7", "6-7 maybe",
		"6 or maybe 7", "6,5", "six or seven", "six and a half",
		"6 1/2", "more than 10!", "11/10!!! loved it", "minus 5",
		"infinity", "It was alright I guess", "My room number was 7",
		"There were 10 of us at the party", "Our flight is at 6",
		"Which stay? I had 2 last month",
		"3 words: dirty, loud, pricey", "Give me a call",
		"I already answered by email", "5 Tage waren zu kurz",
		"Das hat 30 Minuten gedauert", "Welche Nummer ist das?",
		"3 jours de pluie", "Le wifi ne marchait pas",
		"Pasamos 3 noches", "No funcionaba el aire",
		"Esperei 40 minutos", "Odotettiin 20 min", "Sauna oli kylmä",
		"7 to 8ish", "The pool closes at 8",
		"my room key 5 times failed", "I was charged 2 times",
		"can someone call me back?",
		"it's been 3 weeks and no refund", "two beds would be better",
		"one bad thing was the noise", "Call 911",
		"We'll see you on the 8th", "Who's asking?", "Not now",
		"the last stop on the tour was closed",
		"Will you stop by tomorrow?", "Ended up leaving early",
		"Es war 1 Woche Regen", "Ich rufe Sie um 5 an",
		"Leider kein Platz mehr", "Hört sich gut an",
		"Le petit déjeuner à 7h était parfait", "Une semaine géniale",
		"Tuvimos que esperar 30 min", "Muy bien todo", "Muito bom",
		"O quarto 12 estava sujo", "Oli ihan kivaa",
		"Tulemme 5 hengen porukalla", "hello?",
		"I was not there, my son was",
		"The shower took 10 min to get warm", "Too many stairs",
		"What's the scale", "Zu teuer für 2 Personen",
		"On est restés 2 nuits", "Nos quedamos 4 días",
		"Fomos 3 pessoas", "Oltiin siellä 3 päivää",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		check_no_score(texts[i], REPLY_COMMENT);
}
END_TEST

START_TEST(what_says_nothing_is_unreadable)
{
	static const char *const texts[] = {
		"9%", "9€", "9:30", "9.3.2025", "9/12", "4/5", "9/10/2025",
		"555 1234", "$9", "-5", "+1", "#1", "#9", "www.example.com",
		"a@b.example", "9 %", "9 €", "9-555-1234", "９９", "9°", "?",
		"100", "100%", "11", "-3", "12345", "http://example.com/9",
		"👍", "!!!", " ",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		check_no_score(texts[i], REPLY_UNREADABLE);
}
END_TEST

START_TEST(a_number_that_is_no_score_is_told_from_words)
{
	static const char *const unclear[] = { "8 or 9", "7.5",
		"between 8 and 9", "I'd say 7 or 8", "9 or 10?",
		"almost a 10", "maybe 11" };
	static const char *const clear[] = { "lovely", "we came at 9", "9",
		"stop", "2 nights were too few" };

	for (guint i = 0; i < G_N_ELEMENTS(unclear); i++) {
		g_autoptr(reading) reading = reading_of_text(unclear[i]);

		ck_assert_msg(reading->unclear &&
			reading->kind == REPLY_COMMENT,
		    "\"%s\" is clear", unclear[i]);
	}
	for (guint i = 0; i < G_N_ELEMENTS(clear); i++) {
		g_autoptr(reading) reading = reading_of_text(clear[i]);

		ck_assert_msg(!reading->unclear, "\"%s\" is unclear",
		    clear[i]);
	}
}
END_TEST

START_TEST(no_more_is_read_than_the_limit)
{
	g_autofree char *many = g_strnfill(TEXT_READ_MAX_BYTES, '.');
	g_autofree char *text = g_strconcat(many, " 9", NULL);

	check_no_score(text, REPLY_UNREADABLE);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("text_none");
	TCase *tcase = tcase_create("text_none");

	tcase_add_test(tcase, words_that_give_no_score_are_a_comment);
	tcase_add_test(tcase, what_says_nothing_is_unreadable);
	tcase_add_test(tcase, a_number_that_is_no_score_is_told_from_words);
	tcase_add_test(tcase, no_more_is_read_than_the_limit);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
