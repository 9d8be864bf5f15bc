/*
 * test_score_said.c - what people write in mails in English, German and
 * Finnish: the score in it, or none.
 */
#include "tests/unit/scored.h"

START_TEST(english_replies_are_read_as_they_are_meant)
{
	static const struct scored cases[] = {
		{ "9", 9 }, { "9/10", 9 }, { "9 out of 10", 9 }, { "ten", 10 },
		{ "Nine.", 9 }, { "I'd say 8", 8 }, { "I would say 8.", 8 },
		{ "My score is 9", 9 }, { "I'd give you a 10", 10 },
		{ "I'd give it an 8, the pool was cold.", 8 },
		{ "definitely a nine, thanks", 9 }, { "Score: 9", 9 },
		{ "8 points from me", 8 }, { "10!!!", 10 },
		{ "Great stay, thanks! 9", 9 },
		{ "9\n\nBest regards\nGuest\n+358 40 123 4567\n"
		  "Harbour Road 10", 9 },
		{ "Hi,\n\n8\n\nRegards,\nPaul", 8 },
		{ "Hello Aurora Spa,\n\n"
		  "I would give you a 9. Lovely place and lovely people.\n\n"
		  "Kind regards,\nMaria Jones", 9 },
		{ "Dear team,\n\nthank you for the nice stay. We would "
		  "definitely recommend you: 10/10.\n\nAll the best\nTom", 10 },
		{ "Ten out of ten!", 10 }, { "A solid 8.", 8 },
		{ "It's a 9 from me!", 9 }, { "it's a 7 from us", 7 },
		{ "Zero. Never again.", 0 }, { "0 - the room was dirty", 0 },
		{ "Probably a 7", 7 }, { "Maybe 6", 6 }, { "6, sorry", 6 },
		{ "10 - would come again\n\nSent from my iPhone", 10 },
		{ "7 because the breakfast was poor", 7 }, { "10 10 10", 10 },
		{ "We loved it. 10 from the whole family.", 10 },
		{ "Rating: 8/10\nThe beds could be better.", 8 },
		{ "My rating would be 9.", 9 }, { "I rate it 9", 9 },
		{ "Likely: 9", 9 }, { "8 :-)", 8 },
		{ "Hi there,\nSorry for the late answer. My score would be "
		  "7.\nCheers\nAnna", 7 },
		{ "9 please", 9 }, { "I'd have to go with 8", 8 },
		{ "5. It was okay.", 5 }, { "I'll go with a 9", 9 },
		{ "Answer: 10", 10 }, { "You get a ten from me", 10 },
		{ "a big fat 10", 10 }, { "nine (9)", 9 },
		{ "Hi! 9 :) Thanks for everything, see you next year", 9 },
		{ "I am very likely to recommend you. 9.", 9 },
		{ "Thank you for the lovely weekend!", NONE },
		{ "We will be back on 7 January.", NONE },
		{ "My booking number is 4711.", NONE },
		{ "Please call me on +358 40 123 4567.", NONE },
		{ "There were 2 of us and we stayed 9 nights.", NONE },
		{ "We arrived at 9 and nobody was at the desk.", NONE },
		{ "The bill was 10 euros too high.", NONE },
		{ "I waited 10 minutes for a towel", NONE },
		{ "Room 8 was too cold", NONE },
		{ "Could you please send me the invoice for order 10?", NONE },
		{ "Who are you and why do I get this mail?", NONE },
		{ "I have not stayed with you yet, I come on the 9th.", NONE },
		{ "We had one problem only: the shower.", NONE },
		{ "Our three kids loved the pool", NONE },
		{ "Best regards\nGuest\nHarbour Road 10", NONE },
		{ "See you in 2 weeks", NONE },
		{ "0 1 2 3 4 5 6 7 8 9 10", NONE },
		{ "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10", NONE }, { "11", UNCLEAR },
		{ "-1", UNCLEAR }, { "8 or 9", UNCLEAR }, { "7.5", UNCLEAR },
		{ "between 8 and 9", UNCLEAR }, { "8-9", UNCLEAR },
		{ "100", UNCLEAR }, { "10/5", UNCLEAR },
		{ "My score is 11", UNCLEAR }, { "I'd say 8 or 9", UNCLEAR },
		{ "9 9 8", UNCLEAR }, { "I came by bus 9", NONE },
		{ "Nine, thanks.", 9 }, { "9 - see you next summer!", 9 },
		{ "I am giving you a 9.", 9 }, { "10 without hesitation", 10 },
		{ "Mine is an 8", 8 },
		{ "Hi team,\n\nHappy to help: 10.\n\nCheers,\nBen", 10 },
		{ "Would definitely recommend. 10/10!", 10 },
		{ "Somewhere around a 6 I think", 6 }, { "I'll say seven", 7 },
		{ "It was great, so 9", 9 },
		{ "Hello,\n\nplease find my answer: 8\n\nSincerely yours,\n"
		  "Dr. Emily Stone\nHead of Sales\n12 High Street\nLondon", 8 },
		{ "9!!\n\nThank you so much\nLinda & Mark", 9 },
		{ "8 (the towels were thin)", 8 }, { "7 / 10", 7 },
		{ "Number: 9", NO_SCORE }, { "my vote: 10", 10 },
		{ "for me it is a 9", 9 }, { "score 3. Disappointing.", 3 },
		{ "3, the room smelled", 3 },
		{ "Good morning,\n10 of course!", 10 },
		{ "Hi Anna, 9 from the two of us", 9 },
		{ "You deserve a 10", 10 }, { "Strong 8 from our side", 8 },
		{ "10 stars out of 10", 10 },
		{ "Ten - we will be back in December.", 10 },
		{ "Hello, thanks for asking. I think a fair score is 8, mainly "
		  "because the check-in took long.", 8 },
		{ "Absolutely 10.\n\n"
		  "On a side note, could you send me the invoice 4711?", 10 },
		{ "2. The worst stay ever.", 2 },
		{ "eight out of ten from me", 8 },
		{ "We checked out on the 8th", NONE },
		{ "Flight at 9, sorry, I have no time", NONE },
		{ "Your hotel is on the list of the 10 best", NONE },
		{ "Only two towels for three people", NONE },
		{ "The shuttle line 9 does not stop there", NONE },
		{ "My voucher has the number 7", NONE },
		{ "I was charged 8 twice", NONE },
		{ "Will answer in 10 minutes", NONE },
		{ "The temperature was 9 degrees", NONE },
		{ "Pool opens at 10", NONE }, { "We were a party of 6", NONE },
		{ "I live at 7 Garden Lane", NONE },
		{ "It's my 5th visit", NONE }, { "Call me, ext. 9", NONE },
		{ "Between 9 and 10 the bar was closed", NO_SCORE },
		{ "Do you have rooms from 3 to 9 June?", NONE },
		{ "I asked for 2 pillows and got 1", NONE },
		{ "Our dog is 3", NONE },
		{ "Please send this to my wife, not me", NONE },
		{ "Sorry wrong person", NONE }, { "8 - 9", UNCLEAR },
		{ "7 or so", UNCLEAR }, { "6/7", UNCLEAR },
		{ "nine and a half", UNCLEAR }, { "8.5", UNCLEAR },
		{ "twelve", UNCLEAR }, { "15", UNCLEAR }, { "-10", UNCLEAR },
		{ "9, it was lovely as always", 9 },
		{ "We'd rate our stay 8.", 8 },
		{ "Hello, 10 from me. See you in March 2027!", 10 },
		{ "Please put me down for an 8", 8 }, { "seven out of ten", 7 },
		{ "I'm happy to give 9 points\n\nRegards,\nMr. A. Brown\n"
		  "Flat 3, 22 Queen's Road", 9 },
		{ "6/10\nNoisy street, friendly people\n\nWarm regards,\n"
		  "Tom", 6 },
		{ "Dear Aurora Spa\n\n4\n\n"
		  "The heating did not work for 2 days and nobody cared.\n\n"
		  "Tom Hill", 4 },
		{ "10 obviously :)", 10 }, { "My answer would be a 9!", 9 },
		{ "Hi,\n\nI gave it some thought: 7.\n\nBest,\nK.", 7 },
		{ "That's a 10 from us!!", 10 }, { "Very likely! 10", 10 },
		{ "2 out of 10, would not come back", 2 },
		{ "9 :-D love it", 9 },
		{ "Our room had 3 beds and 1 chair.", NONE },
		{ "Train at 7, so I am short of time. Nice place.", NONE },
		{ "Is it true that you close on 9 May?", NONE },
		{ "You owe me 10 pounds", NONE },
		{ "I left my jacket in room 6", NONE },
		{ "The kids (5 and 7) enjoyed it", NONE },
		{ "5 of us got ill", NONE },
		{ "We will come back, 2 adults and 1 child", NONE },
		{ "Only one lift for 9 floors", NONE },
		{ "It takes 10 min to walk", NONE },
		{ "Voucher 7 was refused", NONE }, { "9 to 10", UNCLEAR },
		{ "9.0001", UNCLEAR }, { "13", UNCLEAR },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

START_TEST(german_replies_are_read_as_they_are_meant)
{
	static const struct scored cases[] = {
		{ "9", 9 }, { "9/10", 9 }, { "9 von 10", 9 }, { "neun", 9 },
		{ "Zehn!", 10 }, { "Ich gebe 9 Punkte", 9 },
		{ "Ich würde eine 8 geben", 8 },
		{ "Von mir gibt es eine 10", 10 }, { "Meine Bewertung: 8", 8 },
		{ "Meine Note ist 9", 9 }, { "9 Punkte von uns", 9 },
		{ "Acht von zehn Punkten", 8 },
		{ "8 Punkte. Das Frühstück war toll.", 8 },
		{ "Ganz klar eine 10!", 10 }, { "Eine glatte 10", 10 },
		{ "7, weil das Zimmer laut war", 7 },
		{ "Hallo,\n\n9\n\nMit freundlichen Grüßen\nHans Müller\n"
		  "Hauptstraße 10\n80331 München\nTel. 089 123456", 9 },
		{ "Guten Tag,\n\nvielen Dank für den schönen Aufenthalt. Ich "
		  "vergebe 9 von 10 Punkten.\n\nViele Grüße\nSabine", 9 },
		{ "Liebes Team,\nich würde sagen: 8.\nLG Petra", 8 },
		{ "War super, danke! 10", 10 }, { "10 Danke für alles", 10 },
		{ "null", 0 }, { "0. Nie wieder.", 0 }, { "Leider nur 4", 4 },
		{ "Leider nur eine 3.", 3 }, { "Ich sage 9", 9 },
		{ "Sehr geehrte Damen und Herren,\n\n6\n\n"
		  "Mit freundlichen Grüßen\nDr. Klaus Weber", 6 },
		{ "Wahrscheinlichkeit: 9", 9 }, { "Meine Antwort: 10", 10 },
		{ "Meine Antwort ist 7.", 7 },
		{ "9 - sehr freundlich\n\nVon meinem iPhone gesendet", 9 },
		{ "Note: 8", 8 }, { "Ich bewerte mit 9", 9 },
		{ "Ich würde euch mit 8 bewerten", 8 }, { "ne 9", 9 },
		{ "10 Punkte!!!", 10 }, { "Punkte: 7", 7 }, { "fünf", 5 },
		{ "sechs, das Essen war kalt", 6 },
		{ "Auf jeden Fall eine neun", 9 },
		{ "Wir geben 10 Punkte, alles perfekt!", 10 },
		{ "Unsere Bewertung lautet 8", 8 },
		{ "Moin, 9. Schöne Grüße", 9 },
		{ "Wir kommen am 7. Januar wieder.", NONE },
		{ "Vielen Dank für den schönen Aufenthalt!", NONE },
		{ "Wir waren 9 Nächte da.", NONE },
		{ "Wir waren zu zweit", NONE },
		{ "Zimmer 8 war zu laut", NONE },
		{ "Bitte rufen Sie mich unter 089 123456 an", NONE },
		{ "Um 9 Uhr war niemand an der Rezeption", NONE },
		{ "Die Rechnung war 10 Euro zu hoch", NONE },
		{ "Ich habe 10 Minuten gewartet", NONE },
		{ "Meine Buchungsnummer ist 8", NONE },
		{ "Am 9. war niemand da", NONE },
		{ "Das war einer der besten Urlaube", NONE },
		{ "Mit freundlichen Grüßen\nHans Müller\nHauptstraße 10",
		    NONE },
		{ "Wir kommen mit drei Kindern wieder", NONE },
		{ "Die Sauna hatte nur 3 Plätze", NONE }, { "11", UNCLEAR },
		{ "8 oder 9", UNCLEAR }, { "7,5", UNCLEAR },
		{ "zwischen 8 und 9", UNCLEAR }, { "8-9", UNCLEAR },
		{ "8 bis 9", UNCLEAR }, { "-1", UNCLEAR },
		{ "Note 2", UNCLEAR }, { "12 von 10 Punkten", UNCLEAR },
		{ "20 Euro wären angemessen gewesen", NONE },
		{ "Ich komme in 3 Wochen", NONE }, { "Neun!", 9 },
		{ "Ich vergebe eine 10.", 10 }, { "Bin sehr zufrieden: 9", 9 },
		{ "Hallo zusammen,\n\nunsere Antwort: 8\n\nLiebe Grüße\n"
		  "Familie Schneider\nRosenweg 9\n12345 Berlin", 8 },
		{ "Würde 9 sagen", 9 },
		{ "Meine Weiterempfehlung liegt bei 9", 9 },
		{ "10, jederzeit wieder", 10 }, { "Acht Punkte.", 8 },
		{ "9 von 10, das Essen könnte besser sein", 9 },
		{ "Mit 9 von 10 sehr wahrscheinlich", 9 },
		{ "Guten Abend, von mir eine 7. Gruß Peter", 7 },
		{ "Eine 6, mehr nicht.", 6 }, { "10!!! Traumhaft!", 10 },
		{ "sieben", 7 },
		{ "Leider eine 2. Das Zimmer war schmutzig.", 2 },
		{ "0 Punkte", 0 }, { "Für mich eine klare 9", 9 },
		{ "Punktzahl: 5", 5 },
		{ "9/10 Danke!\n\nGesendet mit der GMX Mail App", 9 },
		{ "Bewertung 10. Alles bestens.", 10 },
		{ "War alles gut - 8", 8 }, { "Hallo, gerne: 9", 9 },
		{ "Wir haben 3 Nächte gebucht und waren zufrieden. Unsere "
		  "Bewertung: 9", 9 },
		{ "ich würde eine 10 vergeben", 10 },
		{ "Am 9. März waren wir nicht da", NONE },
		{ "Wir sind zu viert gereist", NONE },
		{ "Das Frühstück ab 9 ist zu spät", NONE },
		{ "Haus 7 war sehr schön", NONE },
		{ "Meine Kundennummer: 9", NONE },
		{ "In Zimmer 10 ging das Licht nicht", NONE },
		{ "Wir kommen in 2 Monaten wieder", NONE },
		{ "Unser Sohn ist 8", NONE },
		{ "5 Sterne Hotel? Eher 3.", NO_SCORE },
		{ "Kosten 9 Euro", NONE },
		{ "Ich habe zehn Minuten gewartet", NONE },
		{ "Bitte um Rückruf: 0171 1234567", NONE },
		{ "Nach 10 Jahren immer noch schön", NONE },
		{ "Einer der Kellner war unfreundlich", NONE },
		{ "Mit 2 Kindern zu eng", NONE }, { "Rechnung 8 fehlt", NONE },
		{ "Eins noch: danke!", NONE },
		{ "Erst um 10 durften wir ins Zimmer", NONE },
		{ "Tisch 4 wackelt", NONE }, { "7 bis 8", UNCLEAR },
		{ "acht oder neun", UNCLEAR }, { "8 1/2", UNCLEAR },
		{ "20 Punkte", UNCLEAR }, { "elf", UNCLEAR },
		{ "Gerne eine 9", 9 },
		{ "Ich würde Sie mit 10 von 10 weiterempfehlen", 10 },
		{ "9. Alles prima!", 9 },
		{ "Hallo Aurora-Team,\n\n7\n\n"
		  "Das Essen war kalt, das Personal nett.\n\nBeste Grüße\n"
		  "Anja Koch\nMobil 0151 234567", 7 },
		{ "Punkte: 10\n\nVG Uwe", 10 }, { "Schwache 3", 3 },
		{ "zehn von zehn", 10 }, { "10+ :-)", 10 },
		{ "Meine Antwort lautet: 8", 8 },
		{ "Wir sagen 9 und danke!", 9 },
		{ "Für 2 Personen zu klein", NONE },
		{ "Abreise am 3. war chaotisch", NONE },
		{ "Mein Zug geht um 7, keine Zeit", NONE },
		{ "3 Handtücher fehlten", NONE },
		{ "Bus 9 fährt nicht mehr", NONE },
		{ "Wir sind 5 Freunde", NONE },
		{ "Gutschein 7 ging nicht", NONE },
		{ "Die Kinder sind 6 und 8", NONE }, { "9 bis 10", UNCLEAR },
		{ "8,5 Punkte", UNCLEAR },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

START_TEST(finnish_replies_are_read_as_they_are_meant)
{
	static const struct scored cases[] = {
		{ "9", 9 }, { "9/10", 9 }, { "9 pistettä", 9 },
		{ "yhdeksän", 9 }, { "Kymmenen!", 10 }, { "Annan 9", 9 },
		{ "Antaisin 8", 8 }, { "Annan teille arvosanan 10", 10 },
		{ "Arvosana: 8", 8 }, { "Arvosanani on 9", 9 },
		{ "9 pistettä meiltä", 9 }, { "Kahdeksan pistettä", 8 },
		{ "Sanoisin 8", 8 }, { "Ehdottomasti 10", 10 },
		{ "Pisteet: 7/10", 7 }, { "7, koska huone oli meluisa", 7 },
		{ "Hei,\n\n9\n\nTerveisin\nMatti Meikäläinen\n"
		  "Mannerheimintie 10\n00100 Helsinki\n040 123 4567", 9 },
		{ "Hei,\n\nkiitos mukavasta lomasta. Annan arvosanaksi 9.\n\n"
		  "Ystävällisin terveisin\nMaija", 9 },
		{ "Moi, 8. Kiitos", 8 },
		{ "Kaikki oli mahtavaa, kiitos! 10", 10 },
		{ "10 kiitos kaikesta", 10 }, { "nolla", 0 },
		{ "0. Ei koskaan enää.", 0 }, { "Valitettavasti 4", 4 },
		{ "vain 3", 3 },
		{ "Hyvä vastaanottaja,\n\n6\n\nYstävällisin terveisin,\n"
		  "Pekka Virtanen", 6 },
		{ "Vastaukseni: 10", 10 }, { "Vastaukseni on 7.", 7 },
		{ "9 - todella ystävällistä\n\nLähetetty iPhonesta", 9 },
		{ "Minulta 9", 9 }, { "Meiltä täysi 10", 10 },
		{ "10 pistettä!!!", 10 }, { "viisi", 5 },
		{ "kuusi, ruoka oli kylmää", 6 }, { "Varmasti yhdeksän", 9 },
		{ "Me annamme 10, kaikki oli täydellistä!", 10 }, { "Ysi", 9 },
		{ "Kymppi!", 10 }, { "Täysi kymppi", 10 },
		{ "Arvosanaksi kasi", 8 }, { "9+", UNCLEAR },
		{ "Palaamme 7. tammikuuta.", NONE },
		{ "Kiitos mukavasta lomasta!", NONE },
		{ "Olimme 9 yötä.", NONE }, { "Meitä oli kaksi", NONE },
		{ "Huone 8 oli kylmä", NONE },
		{ "Soittakaa numeroon 040 123 4567", NONE },
		{ "Kello 9 vastaanotossa ei ollut ketään", NONE },
		{ "Lasku oli 10 euroa liian suuri", NONE },
		{ "Odotin 10 minuuttia", NONE },
		{ "Varausnumeroni on 8", NONE }, { "Se oli upea loma", NONE },
		{ "Terveisin\nMatti Meikäläinen\nMannerheimintie 10", NONE },
		{ "Tulemme takaisin kolmen lapsen kanssa", NONE },
		{ "Saunassa oli vain 3 paikkaa", NONE }, { "11", UNCLEAR },
		{ "8 tai 9", UNCLEAR }, { "7,5", UNCLEAR },
		{ "8 ja 9 väliltä", UNCLEAR }, { "8-9", UNCLEAR },
		{ "-1", UNCLEAR }, { "8,5/10", UNCLEAR },
		{ "Nähdään 3 viikon päästä", NONE },
		{ "9. päivä emme olleet paikalla", NONE },
		{ "Yksi parhaista lomista", NONE }, { "Yhdeksän.", 9 },
		{ "Annan teille 9", 9 }, { "Olimme tyytyväisiä: 9", 9 },
		{ "Hei kaikki,\n\nvastauksemme: 8\n\n"
		  "Ystävällisin terveisin,\nPerhe Korhonen\nKoivukatu 9\n"
		  "33100 Tampere", 8 },
		{ "Sanoisin ysi", 9 }, { "10, nähdään pian!", 10 },
		{ "Kahdeksan.", 8 }, { "9/10, ruoka voisi olla parempaa", 9 },
		{ "Iltaa, minulta 7. Terv. Jukka", 7 }, { "6, ei enempää.", 6 },
		{ "10!!! Ihanaa!", 10 }, { "seitsemän", 7 },
		{ "Valitettavasti 2. Huone oli likainen.", 2 },
		{ "0 pistettä", 0 }, { "Minulle selvä 9", 9 },
		{ "Arvosana 5", 5 }, { "Valitsen 8", 8 },
		{ "9/10 kiitos\n\nLähetetty Samsung-puhelimestani", 9 },
		{ "Arvio: 10. Kaikki hyvin.", 10 }, { "Oikein hyvä - 8", 8 },
		{ "Varasimme 3 yötä ja olimme tyytyväisiä. Arvosanamme: 9", 9 },
		{ "antaisin kympin", 10 }, { "pisteeni: 8", 8 },
		{ "9. maaliskuuta emme olleet paikalla", NONE },
		{ "Meitä oli neljä", NONE },
		{ "Aamiainen vasta klo 9 on liian myöhään", NONE },
		{ "Mökki 7 oli kaunis", NONE }, { "Asiakasnumeroni: 9", NONE },
		{ "Huoneessa 10 valo ei toiminut", NONE },
		{ "Tulemme 2 kuukauden päästä", NONE },
		{ "Poikamme on 8", NONE }, { "Maksaa 9 euroa", NONE },
		{ "Odotin kymmenen minuuttia", NONE },
		{ "Soittakaa 050 123 4567", NONE },
		{ "10 vuoden jälkeen yhä kaunis", NONE },
		{ "Yksi tarjoilijoista oli epäystävällinen", NONE },
		{ "2 lapsen kanssa ahdas", NONE }, { "Lasku 8 puuttuu", NONE },
		{ "Vielä yksi asia: kiitos!", NONE },
		{ "Pöytä 4 keikkuu", NONE }, { "Oikein mukava loma", NONE },
		{ "7-8", UNCLEAR }, { "kahdeksan tai yhdeksän", UNCLEAR },
		{ "8 ja puoli", UNCLEAR }, { "20 pistettä", UNCLEAR },
		{ "yksitoista", UNCLEAR }, { "9. Kaikki hyvin!", 9 },
		{ "Hei,\n\n7\n\nRuoka oli kylmää, henkilökunta mukavaa.\n\n"
		  "Ystävällisin terveisin\nAnna Niemi\nPuh. 050 123 4567", 7 },
		{ "Kymmenen kautta kymmenen", 10 },
		{ "Annan arvosanan 8/10", 8 }, { "Vastaukseni on: 8", 8 },
		{ "Sanomme 9 ja kiitos!", 9 }, { "Mielipiteeni: 9", 9 },
		{ "Yhdeksän pistettä", 9 }, { "9!", 9 },
		{ "Liian pieni 2 hengelle", NONE },
		{ "Lähtö 3. päivä oli kaaos", NONE },
		{ "Junani lähtee klo 7", NONE }, { "3 pyyhettä puuttui", NONE },
		{ "Bussi 9 ei kulje enää", NONE },
		{ "Meitä on 5 kaverusta", NONE },
		{ "Lahjakortti 7 ei toiminut", NONE },
		{ "Lapset ovat 6 ja 8 vuotta", NONE }, { "9-10", UNCLEAR },
		{ "8,5 pistettä", UNCLEAR },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

static Suite *
score_said_suite(void)
{
	Suite *suite = suite_create("score_said");
	TCase *tests = tcase_create("score_said");

	tcase_add_test(tests, english_replies_are_read_as_they_are_meant);
	tcase_add_test(tests, german_replies_are_read_as_they_are_meant);
	tcase_add_test(tests, finnish_replies_are_read_as_they_are_meant);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(score_said_suite());
}
