/*
 * test_score_none.c - numbers in mails that are no score, however much they
 * look like one, and scores that are easily missed.
 */
#include "tests/unit/scored.h"

START_TEST(numbers_of_all_kinds_are_told_from_scores)
{
	static const struct scored cases[] = {
		{ "The breakfast was a 3 but overall 9", NO_SCORE },
		{ "Staff 10, room 6", NO_SCORE },
		{ "Staff: 10\nRoom: 6\nFood: 8", NO_SCORE },
		{ "Food 8, overall 9", 9 }, { "Overall: 9\nFood: 7", 9 },
		{ "Last time I gave you 9, now only 6.", 6 },
		{ "Not a 10.", UNCLEAR },
		{ "I would not give you a 10", UNCLEAR },
		{ "I can't give more than 7", UNCLEAR },
		{ "at least 8", UNCLEAR }, { "more than 10", UNCLEAR },
		{ "almost 10", UNCLEAR }, { "8+", UNCLEAR },
		{ "8ish", UNCLEAR }, { "~8", UNCLEAR }, { "9 or 10?", UNCLEAR },
		{ "9? 10?", UNCLEAR }, { "No score, sorry", NONE },
		{ "9 - 12 March was our stay", NONE },
		{ "9.3. was the day", NO_SCORE },
		{ "Im Urlaub bis 30.11., herrlich", NONE },
		{ "Wir waren bis zum 5.1., dann heim.", NONE },
		{ "9.10. waren wir da", NONE },
		{ "Mein Urteil: 7.5.", UNCLEAR },
		{ "Bis zum 3.9. war alles gut, 9", 9 },
		{ "Nine out of ten. One point off because it ended at 9.", 9 },
		{ "9/10, minus 1 point for noise", 9 },
		{ "9 von 10, zwei Punkte Abzug", 9 },
		{ "One point off for the noise.", UNCLEAR },
		{ "It never came, hence 3", 3 }, { "8.0/10", 8 },
		{ "8.5/10", UNCLEAR }, { "8,0/10, danke", 8 },
		{ "I'd give 10 but the breakfast was poor so 8.", UNCLEAR },
		{ "Ich würde 10 geben aber das Frühstück war schlecht daher 8",
		    UNCLEAR },
		{ "Es war laut daher 8", 8 },
		{ "It cost more than 5 so 2 of us left.", NO_SCORE },
		{ "Paket kam nicht, daher nur 3", 3 }, { "Trotzdem: 8", 8 },
		{ "Der Zug fiel aus, daher 2 Stunden später", NONE },
		{ "Ei tullut, joten 3", 3 },
		{ "Auto hajosi, joten 3 tuntia myöhässä", NONE },
		{ "9/10 was our day of departure", NONE },
		{ "On 9/10 we were at the spa", NONE }, { "10-9-2025", NONE },
		{ "2026-01-09", NONE }, { "9:30", NONE }, { "9am", NONE },
		{ "9 a.m. is too early for check-out", NONE },
		{ "at 9 o'clock the water was cold", NONE }, { "9%", NONE },
		{ "9 €", NONE }, { "EUR 9 for a beer!", NONE },
		{ "$10 is too much for a beer", NONE },
		{ "10k is what I ran on your treadmill", NONE },
		{ "Order #9", NONE }, { "Order no. 9 has not arrived", NONE },
		{ "Invoice 10", NONE }, { "B-1042", NONE }, { "ref 8", NONE },
		{ "Ticket: 9", NONE }, { "Room: 9", NONE },
		{ "Rooms:\n3", NONE }, { "Table 9 was in the draught", NONE },
		{ "Terminal 9", NONE }, { "Gate 9, flight AY 10", NONE },
		{ "1. The bed was hard\n2. The breakfast was late", NONE },
		{ "1) bed\n2) breakfast", NONE },
		{ "1 - cold room\n2 - small bed\n3 - noise", NONE },
		{ "1. Clean the pool", NO_SCORE },
		{ "I have 3 remarks:", NONE },
		{ "Two things:\n1. towels\n2. pool", NONE },
		{ "Questions:\n1. Do you have a gym?\n"
		  "2. When does it open?", NONE },
		{ "0 (not at all) to 10 (very likely)", NONE },
		{ "0 = not at all, 10 = very likely", NONE },
		{ "0  1  2  3  4  5  6  7  8  9  10\n"
		  "Not likely           Very likely", NONE },
		{ "0 1 2 3 4 5 6 7 8 [9] 10", NO_SCORE },
		{ "On a scale from 0 to 10 I'd say 9", 9 },
		{ "On a scale of 1 to 10: 10", 10 }, { "From 0 to 10: 8", 8 },
		{ "How likely are you to recommend Aurora Spa to a friend?\n"
		  "9", 9 },
		{ "How likely are you to recommend us from 0 to 10? 9", 9 },
		{ "Lovely. We'll be back on the 9th", NONE },
		{ "My flight is at 9", NONE }, { "My son is 9", NONE },
		{ "My daughter turned 10 at your spa", NONE },
		{ "I'm 8 months pregnant", NONE }, { "for 2", NONE },
		{ "Table for 4 please", NONE },
		{ "Can we book 2 rooms for May?", NONE },
		{ "I stayed 1 night", NONE }, { "one night only", NONE },
		{ "No one was at the desk", NONE },
		{ "One of the best hotels I know", NONE }, { "one", 1 },
		{ "Someone took my towel. One star.", UNCLEAR },
		{ "5 stars", UNCLEAR }, { "Five stars!", UNCLEAR },
		{ "4/5", UNCLEAR }, { "3 of 4", UNCLEAR },
		{ "10/10/2025", NONE }, { "9/9/9", NONE }, { "5/7", UNCLEAR },
		{ "9 thumbs up", NONE }, { "0 complaints", NONE },
		{ "zero complaints from us!", NONE },
		{ "10 times better than the last hotel", NONE },
		{ "Nine times out of ten it works", NONE },
		{ "Would come 10 more times", NONE }, { "I give up", NONE },
		{ "I'd give you a call tomorrow at 9", NONE },
		{ "I'd say 9 people were before us", NONE },
		{ "My score is below", NONE }, { "+358 9 123 4567", NONE },
		{ "Tel. 9", NONE },
		{ "Phone: 09 1234 5678\nHarbour Road 10", NONE },
		{ "John Smith\nApt 9\nHarbour Road 10", NONE },
		{ "9 Harbour Road\nHelsinki", NONE },
		{ "Regards\nJohn\n\nRoom 9", NONE },
		{ "Thanks,\n\nJohn Smith\n9 Main Street", NONE },
		{ "Happy customer since 9 years", NONE },
		{ "top 10 hotel", NONE }, { "Top 10!", NONE },
		{ "My 9 year old loved it", NONE }, { "iPhone 9", NONE },
		{ "Windows 10", NONE }, { "Chapter 9", NONE },
		{ "We paid 10 per person", NONE },
		{ "I need 10 more days to answer", NONE },
		{ "Sent 9 messages, no reply", NONE }, { "10 4", NO_SCORE },
		{ "6 feet is short for a bed", NONE }, { "9 - 10", UNCLEAR },
		{ "9/10 or 10/10", UNCLEAR }, { "nine or ten", UNCLEAR },
		{ "eleven", UNCLEAR }, { "a hundred", NO_SCORE },
		{ "9.5/10", UNCLEAR }, { "9,5", UNCLEAR }, { "9½", UNCLEAR },
		{ "99", UNCLEAR }, { "nine nine", 9 }, { "009", NO_SCORE },
		{ "-5", UNCLEAR }, { "minus five", NO_SCORE },
		{ "10 out of 9", UNCLEAR }, { "11/10", UNCLEAR },
		{ "110%", NO_SCORE }, { "1 0", NO_SCORE }, { "9nights", NONE },
		{ "n9ne", NONE }, { "http://example.com/9", NONE },
		{ "https://example.com/?score=9", NONE },
		{ "guest9@example.com", NONE }, { "9@example.com", NONE },
		{ "See https://example.com/r/10 for photos", NONE },
		{ "10th anniversary trip", NONE }, { "2nd visit", NONE },
		{ "The 9 was late", NONE }, { "9, rue de la Paix", NONE },
		{ "Q9", NONE }, { "R2D2", NONE }, { "10:1", NONE },
		{ "2x", NONE }, { "IV", NONE },
		{ "9 is my lucky number", NONE }, { "I cannot say 9", UNCLEAR },
		{ "nothing under 10 would be fair", NO_SCORE },
		{ "9 (but the room was a 5)", 9 },
		{ "I changed my mind: 9 instead of 7", NO_SCORE },
		{ "9, not 10, because of the noise", 9 }, { "7 not 8", 7 },
		{ "Was a 9, is a 6 now", NO_SCORE }, { "Correction: 8", 8 },
		{ "Sorry, I meant 8", 8 }, { "8 (eight)", 8 }, { "9 9", 9 },
		{ "9\n9", 9 }, { "9\n8", UNCLEAR },
		{ "Room 7 was a 10, room 8 a 4", UNCLEAR },
		{ "I'd have said 9 but then the bill came", NO_SCORE },
		{ "Would be a 10 with better coffee", UNCLEAR },
		{ "Up to 9", NO_SCORE }, { "under 5", NO_SCORE },
		{ "It was a 9/11 themed tour", NO_SCORE },
		{ "24/7 noise", NO_SCORE }, { "50/50", NO_SCORE },
		{ "a 3-course dinner for 10", NONE },
		{ "3/4 of the guests left", NO_SCORE },
		{ "On 3/4 we left", NO_SCORE }, { "See attachment 2", NONE },
		{ "Attached: 9 photos", NONE }, { "IMG_9.jpg", NONE },
		{ "[image: 9.png]", NONE }, { "PIN 4", NONE },
		{ "Code: 7", NONE }, { "#7", NONE }, { "No. 7 please", NONE },
		{ "Booking ID 9", NONE }, { "Case 8 is still open", NONE },
		{ "Seat 7A", NONE }, { "A4", NONE },
		{ "Wifi password is 8", NONE }, { "Phase 2", NONE },
		{ "First, 2 things", NONE }, { "2 things: bed, food", NONE },
		{ "Score of the match was 3:2", NONE },
		{ "We won 3-2", NO_SCORE }, { "The final score was 4", 4 },
		{ "My blood pressure is 9", NONE },
		{ "from 1 to 5 I'd say 4", UNCLEAR },
		{ "On a scale of 1 to 5: 5", UNCLEAR },
		{ "4 out of 5", UNCLEAR }, { "100%", NO_SCORE },
		{ "100 points", UNCLEAR }, { "10000", NONE }, { "1e1", NONE },
		{ "0x9", NONE }, { "ix", NONE }, { "N/A", NONE }, { "?", NONE },
		{ "...", NONE }, { ":)", NONE }, { "👍", NONE }, { "ok", NONE },
		{ "9 February", NONE }, { "9 Feb 2026", NONE },
		{ "Feb 9", NONE }, { "February 9", NONE }, { "9/2/26", NONE },
		{ "9.2.", NO_SCORE }, { "10.10.", NO_SCORE }, { "kl. 9", NONE },
		{ "9h", NONE }, { "9:00", NONE }, { "09.00", NO_SCORE },
		{ "10 Downing Street is a nice address", NONE },
		{ "Best,\nTom\n10 Park Road", NONE },
		{ "Thanks\nJane Doe\nTel 9", NONE },
		{ "--\nJane\nFloor 9", NONE },
		{ "Sent from my Galaxy S9", NONE },
		{ "Sent from my Pixel 8", NONE },
		{ "John\nUnit 8\n5 Elm St", NONE },
		{ "Mary Major, MBA\nDirector, Region 5", NONE },
		{ "+44 20 7946 0000", NONE }, { "0 800 9", NO_SCORE },
		{ "I had 1 complaint, 2 wishes and 3 ideas", NONE },
		{ "1 + 1 = 2", NO_SCORE }, { "Who scored 10?", NO_SCORE },
		{ "Is 9 good?", NO_SCORE }, { "What does 10 mean?", NO_SCORE },
		{ "0-10", NO_SCORE }, { "0 to 10", NO_SCORE },
		{ "1-10", NO_SCORE },
		{ "The scale goes from 0 to 10, right?", NONE },
		{ "I can't open the link for 9", NONE },
		{ "button 9 does not work", NONE },
		{ "I clicked 9 but meant 8", NO_SCORE },
		{ "Changed: 9 -> 7", NO_SCORE }, { "not 9 but 7", NO_SCORE },
		{ "9 no wait 8", UNCLEAR }, { "between a 6 and a 7", UNCLEAR },
		{ "6ish", UNCLEAR }, { "7, maybe 8", UNCLEAR },
		{ "7 (or 8)", UNCLEAR }, { "8, 9?", UNCLEAR },
		{ "3 x 9", NO_SCORE }, { "9 x", NO_SCORE },
		{ "99 luftballons", NO_SCORE }, { "Ocean's 8 was on TV", NONE },
		{ "Se7en", NONE }, { "Route 66", NONE }, { "Formula 1", NONE },
		{ "Big 5", NONE }, { "U2", NONE },
		{ "10 euro voucher please", NONE }, { "$9", NONE },
		{ "9$", NONE }, { "€9", NONE }, { "£9 for parking", NONE },
		{ "9 km from the centre", NONE }, { "9 m", NONE },
		{ "9kg of luggage", NONE },
		{ "ten years ago we were here too", NONE },
		{ "the ten of us", NONE }, { "ten to nine", NO_SCORE },
		{ "half past nine", NONE }, { "nine to five", NO_SCORE },
		{ "at nine", NONE }, { "Please forward to desk 4", NONE },
		{ "Who is number 7?", NONE }, { "We had dinner at 8.", NONE },
		{ "The code on my card is 9", NONE },
		{ "Floor 3\nLeft wing", NONE }, { "Dr. J. Doe, Suite 9", NONE },
		{ "John Doe | Sales | Ext 5", NONE }, { "Mobile: 9", NONE },
		{ "j.doe.9@mail.example", NONE },
		{ "Visit us at booth 8!", NONE }, { "Hall 6, booth 10", NONE },
		{ "Vol. 9", NONE }, { "Art. 9 GDPR request", NONE },
		{ "§ 7", NONE }, { "Section 9 of your terms", NONE },
		{ "My order (9) is late", NO_SCORE }, { "Q: 7", NO_SCORE },
		{ "I was number 10 in the queue", NONE },
		{ "You said 10 but it was 20", NONE },
		{ "Your receptionist told me 9", NONE },
		{ "From 10 to 6 the pool was full", NO_SCORE },
		{ "minus 5 degrees in the room", NONE },
		{ "5 minutes walk", NONE },
		{ "a 5 star hotel it is not", NO_SCORE },
		{ "0 stars", UNCLEAR }, { "Ranking: 3rd", NONE },
		{ "11 out of 10!", UNCLEAR }, { "10 out of 11", UNCLEAR },
		{ "12/10", UNCLEAR }, { "1000/10", NO_SCORE },
		{ "8 out of ten, no, 9", UNCLEAR },
		{ "9 or maybe 10", UNCLEAR }, { "9,10", UNCLEAR },
		{ "7;8", UNCLEAR }, { "8 & 9", UNCLEAR },
		{ "high 8, low 9", NO_SCORE }, { "8.0", 8 }, { "09", UNCLEAR },
		{ "9.", 9 }, { "\"9\"", 9 }, { "9️⃣", 9 }, { "９", 9 },
		{ "٩", 9 }, { "Nine!!!", 9 }, { "**9**", 9 },
		{ "<9>", NO_SCORE }, { "[9]", 9 }, { "=9", NO_SCORE },
		{ "Re: 9", 9 }, { "NPS: 9", 9 }, { "score=9", 9 },
		{ "9 of 10", 9 }, { "9\\10", 9 }, { "9 :10", NO_SCORE },
		{ "10 (ten)", 10 }, { "ten/ten", 10 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

START_TEST(long_mails_are_read_to_their_end)
{
	static const struct scored cases[] = {
		{ "Hello,\n\nwe stayed with you from 3 to 7 May, in room 12. "
		  "The first two nights were fine, but on the third night the "
		  "heating failed and it took 4 hours until somebody came. Two "
		  "of the three lifts did not work. Breakfast begins at 7, "
		  "which is too late for us. We paid 10 euros for parking. We "
		  "may come back in 2027.\n\nBest regards\nPaul Green\n"
		  "9 Mill Lane\nLeeds", NONE },
		{ "Dear Aurora Spa,\n\n"
		  "thank you for asking. We stayed for 4 nights with our 2 "
		  "children and loved it. The sauna at 9 in the evening was a "
		  "highlight. If I have to give a number, I would say 9.\n\n"
		  "Kind regards\nSusan Miller\nTel. 555 1234", 9 },
		{ "9\n\nThe room (number 7) was quiet, the bed 10 out of 10, "
		  "breakfast from 6 to 10. One small thing: the hair dryer had "
		  "2 settings, both cold.", 9 },
		{ "Hi,\nI have already answered two of these surveys this "
		  "year. This is number 3. Please check your system.\n"
		  "Thanks\nTom", NONE },
		{ "Good evening,\n\n"
		  "my booking number is 4711-9 and I was charged twice. Please "
		  "refund 1 of the 2 payments.\n\nRegards,\nI. Novak", NONE },
		{ "Thank you for your mail. I am travelling until 9 January "
		  "and will answer then.", NONE },
		{ "I am writing on behalf of my mother, who is 80 and stayed "
		  "with you for 10 days. She liked the food most of all. Her "
		  "score: 8. She asks whether you could send her the recipe of "
		  "the soup.", 8 },
		{ "We came as a group of 9. Four of us had massages, five went "
		  "swimming. Everybody was happy. Overall a 9 from the "
		  "group.", 9 },
		{ "Sorry to say this, but the place has lost a lot since our "
		  "visit in 2019. Back then I would have given 10. Now it is a "
		  "5 at best.", NO_SCORE },
		{ "10/10 for the staff, 6/10 for the food, 8/10 overall.", 8 },
		{ "I was asked to give a number between 0 and 10. Well, 7. The "
		  "reasons are simple: noise from the road, no shade by the "
		  "pool, 3 chairs for 40 guests.", 7 },
		{ "My husband says 9, I say 7.", NO_SCORE },
		{ "Your survey link number 3 is broken. I tried 5 times. Using "
		  "Chrome on Windows 10.", NONE },
		{ "Hello!\nI booked for 2 adults, got a room with 1 bed, "
		  "complained, waited 45 minutes, and got a suite. So in the "
		  "end: 9!\nAll the best, Rita", 9 },
		{ "Dear Sir or Madam, I refer to your mail of 9 March. We are "
		  "a company with 10 employees and do not take part in "
		  "surveys. Yours faithfully, J. Black", NONE },
		{ "Hallo,\nwir waren vom 3. bis 7. Mai bei Ihnen, Zimmer 12. "
		  "Die ersten zwei Nächte waren gut, in der dritten fiel die "
		  "Heizung aus, und es dauerte 4 Stunden. Frühstück ab 7 ist "
		  "zu spät.\nViele Grüße\nPaul Grün\nMühlweg 9", NONE },
		{ "Sehr geehrte Damen und Herren,\n\n"
		  "wir waren zu viert 5 Tage im Haus 2. Alles bestens, nur die "
		  "Sauna schließt um 9. Unsere Bewertung ist eine 9.\n\n"
		  "Mit freundlichen Grüßen\nFamilie Klein", 9 },
		{ "Bonjour,\nnous sommes restés du 3 au 7 mai, chambre 12. Les "
		  "deux premières nuits étaient bonnes, la troisième le "
		  "chauffage est tombé en panne pendant 4 heures. Nous "
		  "reviendrons peut-être en 2027.\nCordialement\nPaul Vert\n"
		  "9 rue du Moulin", NONE },
		{ "Hola, estuvimos del 3 al 7 de mayo en la habitación 12, "
		  "éramos 4. Todo muy bien, menos el ascensor, que tardaba 5 "
		  "minutos. Mi puntuación: 8. Saludos, Pablo", 8 },
		{ "Olá, ficámos de 3 a 7 de maio no quarto 12, éramos 4. Tudo "
		  "muito bem, menos o elevador, que demorava 5 minutos. A "
		  "minha nota: 8. Cumprimentos, Paulo", 8 },
		{ "Hei, olimme teillä 3.-7. toukokuuta huoneessa 12, meitä oli "
		  "4. Kaikki hyvin, mutta hissi kesti 5 minuuttia. Annan "
		  "arvosanan 8. Terveisin Pauli", 8 },
		{ "How likely are you to recommend Aurora Spa to a friend?\n"
		  "0 1 2 3 4 5 6 7 8 9 10\nNot likely Very likely\n\n"
		  "Very likely, we loved all 3 days.", NONE },
		{ "9\n\nHow likely are you to recommend Aurora Spa to a friend "
		  "or colleague?\n0 = not at all likely, 10 = extremely "
		  "likely\n0 1 2 3 4 5 6 7 8 9 10", 9 },
		{ "How likely are you to recommend Aurora Spa, 0 (not at all "
		  "likely) to 10 (extremely likely)?\n\n8", 8 },
		{ "Thanks for the reminder. I'm an 8 I guess, nothing special "
		  "but clean.", 8 },
		{ "Let me put it this way: of 10 hotels I have been to, yours "
		  "was number 2.", NONE },
		{ "I'd recommend you to anyone. 10 years ago it was already "
		  "good, now it's great!", NONE },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

static Suite *
score_none_suite(void)
{
	Suite *suite = suite_create("score_none");
	TCase *tests = tcase_create("score_none");

	tcase_add_test(tests, numbers_of_all_kinds_are_told_from_scores);
	tcase_add_test(tests, long_mails_are_read_to_their_end);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(score_none_suite());
}
