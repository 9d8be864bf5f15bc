/*
 * test_text_reading.c - which score a text gives, in six languages, and what is
 * said beside it; above all what is no score.
 */
#include "replies/text.h"

#include <string.h>

#include "tests/unit/unit.h"

struct scored {
	const char *text;
	int score;
};

struct said {
	const char *text;
	int score;
	const char *comment;
};

static struct reading *
read_answer(const char *text, int score)
{
	struct reading *reading = reading_of_text(text);

	ck_assert_msg(reading->kind == REPLY_ANSWER && reading->score == score,
	    "\"%s\" is %s with %d, not an answer with %d", text,
	    reply_kind_name(reading->kind), reading->score, score);
	return reading;
}

START_TEST(a_score_alone_is_understood_in_many_shapes)
{
	static const struct scored cases[] = {
		{ "9", 9 }, { "nine", 9 }, { "9/10", 9 },
		{ "9 out of 10", 9 }, { "I'd say 8", 8 }, { "I’d say 8", 8 },
		{ "9️⃣", 9 }, { "🔟", 10 }, { "1️⃣0️⃣", 10 },
		{ "ten out of ten", 10 }, { "a solid 7", 7 },
		{ "definitely a 10", 10 }, { "score: 6", 6 }, { "9,", 9 },
		{ "0", 0 }, { "zero", 0 }, { "ten/10", 10 }, { "neun", 9 },
		{ "sieben von zehn", 7 }, { "dix", 10 }, { "un 8", 8 },
		{ "ocho", 8 }, { "nota 9", 9 }, { "yhdeksän", 9 },
		{ "ysi", 9 }, { "kymppi", 10 }, { "10/10", 10 },
		{ "würde 8 geben", 8 }, { "doy un 9", 9 }, { "9 :)", 9 },
		{ "9 <3", 9 }, { "Zehn Punkte", 10 }, { "nine (9)", 9 },
		{ "9 points", 9 }, { "9\n\nSent from my iPhone", 9 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(reading) reading = read_answer(cases[i].text,
		    cases[i].score);

		ck_assert_msg(reading->comment == NULL, "\"%s\" says \"%s\"",
		    cases[i].text, reading->comment);
	}
}
END_TEST

START_TEST(a_score_among_words_is_understood)
{
	static const struct scored cases[] = {
		{ "７", 7 }, { "fünf", 5 }, { "funf", 5 }, { "fuenf", 5 },
		{ "10 gracias", 10 }, { "Ten thanks!", 10 },
		{ "On a scale of 0 to 10, 9", 9 }, { "8.", 8 }, { "(8)", 8 },
		{ "My score is 8", 8 }, { "from me a 9", 9 },
		{ "9 from me", 9 }, { "9\n1 - cold room\n2 - small bed", 9 },
		{ "10 10 10", 10 }, { "10+", 10 }, { "neuf", 9 },
		{ "9 sent from my iPhone", 9 },
		{ "The stop at the spa was the best part. 9", 9 },
		{ "Stop charging for parking 8", 8 }, { "full stop. 9", 9 },
		{ "no paro de recomendarlos 9", 9 },
		{ "En voi lopettaa suosittelua, 10", 10 },
		{ "Ich kann nicht aufhören euch zu empfehlen 10", 10 },
		{ "Je ne peux pas m'arrêter de vous recommander, 10", 10 },
		{ "No puedo dejar de recomendarlos, 10", 10 },
		{ "Não consigo parar de recomendar, 10", 10 }, { "Nine!", 9 },
		{ "eight", 8 }, { "8/10", 8 }, { "8 / 10", 8 },
		{ "8 of 10", 8 }, { "8 from 10", 8 }, { "8 outta 10", 8 },
		{ "eight out of 10", 8 }, { "I would say an 8", 8 },
		{ "I would give you an 8", 8 }, { "I'd rate it 8", 8 },
		{ "I rate you 8 out of 10", 8 }, { "Id say eight", 8 },
		{ "its an 8", 8 }, { "It's a solid 8", 8 },
		{ "probably an 8", 8 }, { "maybe 8", 8 }, { "about 8", 8 },
		{ "8 I guess", 8 }, { "8, I think", 8 }, { "Hello, 8", 8 },
		{ "hi there 8", 8 }, { "Rating: 8", 8 }, { "Rating 8", 8 },
		{ "score 8", 8 }, { "My rating is 8", 8 }, { "8!", 8 },
		{ "8...", 8 }, { "*8*", 8 }, { "\"8\"", 8 }, { "'8'", 8 },
		{ "8 ⭐", 8 }, { "8👍", 8 }, { "👍 8", 8 }, { "😀8", 8 },
		{ "eight/10", 8 }, { "Eight.", 8 },
		{ "10/10 would recommend", 10 }, { "10 out of 10!", 10 },
		{ "Perfect 10", 10 }, { "A perfect 10!", 10 },
		{ "10 all the way", 10 }, { "Easy 10", 10 }, { "Ten", 10 },
		{ "TEN!!!", 10 }, { "ten stars out of ten", 10 },
		{ "10 without a doubt", 10 }, { "10 for sure", 10 },
		{ "10 :-)", 10 }, { "10 xx", 10 }, { "0!", 0 },
		{ "Zero.", 0 }, { "0 never again", 0 },
		{ "0 would not recommend", 0 }, { "zero out of ten", 0 },
		{ "0/10", 0 }, { "a big fat 0", 0 }, { "1", 1 }, { "One", 1 },
		{ "1/10 terrible", 1 }, { "1 terrible", 1 },
		{ "3. Dirty room", 3 }, { "3 - dirty room", 3 },
		{ "3: dirty room", 3 }, { "3, dirty room", 3 },
		{ "3 dirty room", 3 }, { "2 because dirty", 2 },
		{ "five", 5 }, { "6 not great", 6 },
		{ "7 Good but pricey", 7 }, { "seven", 7 },
		{ "Seven, because it rained", 7 }, { "7-great", 7 },
		{ "7- great stay", 7 }, { "Great stay 9", 9 },
		{ "Great stay, 9", 9 }, { "Great stay! 9", 9 },
		{ "Great stay. 9/10", 9 }, { "Great stay (9)", 9 },
		{ "loved it 9 thanks", 9 }, { "9 thanks for asking", 9 },
		{ "9 great stay, room 7 was noisy", 9 },
		{ "9. My 3 kids loved it", 9 },
		{ "9 only waited 5 minutes", 9 },
		{ "9! We were 4 people", 9 },
		{ "9 because 2 staff members were amazing", 9 },
		{ "Sure. 9", 9 }, { "yes 9", 9 }, { "well, 9", 9 },
		{ "9 obviously", 9 }, { "From 0 to 10: 9", 9 },
		{ "0-10: 9", 9 }, { "9 on a scale from 0 to 10", 9 },
		{ "9 (on a scale of 1-10)", 9 }, { "9.0", 9 },
		{ "we give it a 9", 9 }, { "the hotel deserves a 9", 9 },
		{ "Note: 9", 9 }, { "RE: 9", 9 }, { "９！", 9 }, { "⑨", 9 },
		{ "Neun", 9 }, { "eine 9", 9 }, { "ne 9", 9 },
		{ "Eine glatte 9", 9 }, { "ich gebe 9 Punkte", 9 },
		{ "9 von 10", 9 }, { "neun von zehn", 9 },
		{ "ich würde 9 sagen", 9 }, { "würde eine 9 geben", 9 },
		{ "Von mir gibt's eine 9", 9 }, { "9 von mir", 9 },
		{ "9 Punkte", 9 }, { "Note 9", 9 }, { "Bewertung: 9", 9 },
		{ "klare 9", 9 }, { "9, weil das Personal nett war", 9 },
		{ "9 weil das Personal nett war", 9 },
		{ "9 das Zimmer war toll", 9 }, { "9 sehr gut", 9 },
		{ "9 alles super", 9 }, { "War super 9", 9 },
		{ "Zehn von zehn", 10 }, { "10 immer wieder gerne", 10 },
		{ "zehn!", 10 }, { "Leider nur 3", 3 }, { "leider 3", 3 },
		{ "Fünf", 5 }, { "sieben", 7 }, { "Ich denke 7", 7 },
		{ "acht", 8 }, { "Acht, war gut", 8 },
		{ "8 aber das Frühstück war schlecht", 8 }, { "null", 0 },
		{ "neuf sur dix", 9 }, { "9 sur 10", 9 }, { "un 9", 9 },
		{ "je mets 9", 9 }, { "Je dirais 9", 9 },
		{ "je vous donne un 9", 9 }, { "ma note est 9", 9 },
		{ "ma note : 9", 9 }, { "9 très bien", 9 }, { "9 merci", 9 },
		{ "9, séjour parfait", 9 },
		{ "9 car le personnel est top", 9 },
		{ "9 parce que c'était super", 9 }, { "9 mais petit lit", 9 },
		{ "Séjour super 9", 9 }, { "dix sur dix", 10 }, { "Dix", 10 },
		{ "10 sans hésiter", 10 }, { "huit", 8 }, { "8 pas mal", 8 },
		{ "8 points", 8 }, { "sept", 7 }, { "six", 6 }, { "zéro", 0 },
		{ "nueve", 9 }, { "le doy un 9", 9 }, { "9 de 10", 9 },
		{ "nueve de diez", 9 }, { "Mi nota es 9", 9 },
		{ "nota: 9", 9 }, { "diría que 9", 9 }, { "yo diría 9", 9 },
		{ "9 puntos", 9 }, { "9 sobre 10", 9 },
		{ "9 muy bien todo", 9 },
		{ "9 porque el personal es amable", 9 },
		{ "9 pero la cama es dura", 9 }, { "Todo genial 9", 9 },
		{ "diez", 10 }, { "un diez", 10 }, { "un 10", 10 },
		{ "10 excelente", 10 }, { "10 todo perfecto", 10 },
		{ "10 estamos muy contentos", 10 }, { "8 gracias", 8 },
		{ "siete", 7 }, { "tres", 3 }, { "cero", 0 }, { "nove", 9 },
		{ "dou 9", 9 }, { "um 9", 9 }, { "minha nota é 9", 9 },
		{ "9 pontos", 9 }, { "9 em 10", 9 }, { "nove em dez", 9 },
		{ "9 gostei muito", 9 },
		{ "9 porque o pessoal é simpático", 9 },
		{ "9 mas o quarto era pequeno", 9 }, { "dez", 10 },
		{ "10 obrigado", 10 }, { "nota dez", 10 }, { "Nota 10!", 10 },
		{ "oito", 8 }, { "eu diria 8", 8 }, { "sete", 7 },
		{ "6 podia ser melhor", 6 }, { "annan 9", 9 },
		{ "arvosana 9", 9 }, { "arvosanani on 9", 9 },
		{ "9 pistettä", 9 }, { "sanoisin 9", 9 }, { "9 kiitos", 9 },
		{ "9, hieno paikka", 9 },
		{ "9 koska henkilökunta oli ihana", 9 },
		{ "9 mutta kallis", 9 }, { "Kaikki hyvin 9", 9 },
		{ "annan ysin", 9 }, { "kymmenen", 10 },
		{ "täysi kymppi", 10 }, { "selvä 10", 10 },
		{ "ehdottomasti 10", 10 }, { "Kymppi!", 10 },
		{ "kahdeksan", 8 }, { "kasi", 8 }, { "seiska", 7 },
		{ "seitsemän", 7 }, { "viisi", 5 }, { "nolla", 0 },
		{ "9 out of ten", 9 }, { "nine/ten", 9 }, { "9\\10", 9 },
		{ "9 /10", 9 }, { "9/ 10", 9 }, { "9 !!!", 9 }, { "9:)", 9 },
		{ "9 ❤️", 9 }, { "⭐9⭐", 9 }, { "9\n", 9 }, { " 9 ", 9 },
		{ "\"9\" lovely", 9 }, { "Hello Aurora Spa,\n9\nThanks", 9 },
		{ "I'd give 9. The 2 waiters were great.", 9 },
		{ "8. We paid 100 euros for 2 nights", 8 },
		{ "8 - 2 nights, 3 people", 8 }, { "8 (2 nights)", 8 },
		{ "8 we came at 9pm", 8 },
		{ "7. Breakfast from 7 to 10 was good", 7 },
		{ "7 the breakfast opens at 7", 7 },
		{ "9 https://example.com/x", 9 }, { "I give you a nine", 9 },
		{ "I'd say nine", 9 }, { "nine out of 10", 9 },
		{ "it is a nine for me", 9 }, { "nine - lovely", 9 },
		{ "nine, lovely", 9 }, { "Nine because of the sauna", 9 },
		{ "ten from me", 10 }, { "Ten!!! Loved it", 10 },
		{ "three out of ten", 3 }, { "two", 2 }, { "Two!", 2 },
		{ "5", 5 }, { "5/10 meh", 5 }, { "5 meh", 5 },
		{ "about a 5", 5 }, { "5 average", 5 }, { "only a 5", 5 },
		{ "10 amazing!", 10 }, { "10 for the service", 10 },
		{ "A big 10", 10 }, { "10 points from me", 10 },
		{ "10 !", 10 }, { "10.", 10 },
		{ "Room was cold. 4. Will not return", 4 },
		{ "4, rooms were cold", 4 }, { "6, could be better", 6 },
		{ "I'd go with 6", 6 }, { "let's say 6", 6 },
		{ "call it a 6", 6 }, { "8 (eight)", 8 }, { "Eight (8)", 8 },
		{ "9 9", 9 }, { "9! 9!", 9 }, { "9 nine", 9 },
		{ "My answer is 7", 7 }, { "my vote: 7", 7 },
		{ "answer 7", 7 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		reading_free(read_answer(cases[i].text, cases[i].score));
}
END_TEST

START_TEST(what_is_said_beside_the_score_is_quoted)
{
	static const struct said cases[] = {
		{ "I can't stop recommending you, 10", 10,
		    "I can't stop recommending you" },
		{ "non-stop service 10", 10,
		    "non-stop service" },
		{ "the bus stop was far, 7", 7,
		    "the bus stop was far" },
		{ "I had to cancel my trip 6", 6,
		    "I had to cancel my trip" },
		{ "the end was great 9", 9,
		    "the end was great" },
		{ "quit smoking room smelled 4", 4,
		    "quit smoking room smelled" },
		{ "please don't remove the pool 9", 9,
		    "please don't remove the pool" },
		{ "your staff was a great help 9", 9,
		    "your staff was a great help" },
		{ "10!! great", 10,
		    "great" },
		{ "8 because the bed was hard", 8,
		    "because the bed was hard" },
		{ "I'd give it 9 but the 2 nights were noisy", 9,
		    "the 2 nights were noisy" },
		{ "9 lovely staff", 9,
		    "lovely staff" },
		{ "9 kind staff", 9,
		    "kind staff" },
		{ "9 outstanding service", 9,
		    "outstanding service" },
		{ "8 mais le bruit la nuit", 8,
		    "le bruit la nuit" },
		{ "9 and would come back", 9,
		    "would come back" },
		{ "9 we were 4 people", 9,
		    "we were 4 people" },
		{ "Great hotel. 9. Will return", 9,
		    "Great hotel. Will return" },
		{ "Loved it, 9, thanks", 9,
		    "Loved it, thanks" },
		{ "Hi! 9 great stay", 9,
		    "great stay" },
		{ "9\nlovely staff", 9,
		    "lovely staff" },
		{ "lovely staff\n9", 9,
		    "lovely staff" },
		{ "9 😊 lovely", 9,
		    "😊 lovely" },
		{ "10 muchas gracias", 10,
		    "muchas gracias" },
		{ "9 – lovely", 9,
		    "lovely" },
		{ "9. Lovely", 9,
		    "Lovely" },
		{ "9... lovely", 9,
		    "lovely" },
		{ "9) lovely", 9,
		    "lovely" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(reading) reading = read_answer(cases[i].text,
		    cases[i].score);

		ck_assert_msg(g_strcmp0(reading->comment, cases[i].comment) ==
		    0, "\"%s\" says \"%s\"", cases[i].text,
		    reading->comment);
	}
}
END_TEST

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
		"8½", "7.5", "8-9", "7 or 8",
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
		"a@b.example", "?", "100", "100%", "11", "-3", "12345",
		"http://example.com/9", "👍", "!!!", " ",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		check_no_score(texts[i], REPLY_UNREADABLE);
}
END_TEST

START_TEST(what_was_written_is_kept_trimmed)
{
	g_autoptr(reading) reading = reading_of_text(
	    " \n 9\xc2\xa0 lovely  \r\n\nSent from my iPhone\n");

	ck_assert_str_eq(reading->text, "9  lovely");
	ck_assert_str_eq(reading->comment, "lovely");
}
END_TEST

START_TEST(accents_may_be_combined_or_missing)
{
	reading_free(read_answer("fu\xcc\x88nf", 5));
	reading_free(read_answer("f\u00fcnf", 5));
	reading_free(read_answer("funf", 5));
	reading_free(read_answer("ze\xcc\x81ro", 0));
}
END_TEST

START_TEST(no_more_is_read_than_the_limit)
{
	g_autofree char *many = g_strnfill(TEXT_READ_MAX_BYTES, '.');
	g_autofree char *text = g_strconcat(many, " 9", NULL);

	check_no_score(text, REPLY_UNREADABLE);
	text[TEXT_READ_MAX_BYTES - 1] = '9';
	reading_free(read_answer(text, 9));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("text_reading");
	TCase *tcase = tcase_create("text_reading");

	tcase_add_test(tcase, a_score_alone_is_understood_in_many_shapes);
	tcase_add_test(tcase, a_score_among_words_is_understood);
	tcase_add_test(tcase, what_is_said_beside_the_score_is_quoted);
	tcase_add_test(tcase, words_that_give_no_score_are_a_comment);
	tcase_add_test(tcase, what_says_nothing_is_unreadable);
	tcase_add_test(tcase, what_was_written_is_kept_trimmed);
	tcase_add_test(tcase, accents_may_be_combined_or_missing);
	tcase_add_test(tcase, no_more_is_read_than_the_limit);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
