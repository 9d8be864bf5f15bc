/*
 * test_text_reading.c - which score a text gives, in six languages, and what is
 * said beside it; what gives none is in test_text_none.c.
 */
#include "replies/words/text.h"

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
		{ "*9*", 9 }, { "*9* lovely", 9 },
		{ "ma note : 9", 9 }, { "9 très bien", 9 }, { "9 merci", 9 },
		{ "9, très bien", 9 }, { "huit, tres bien", 8 },
		{ "8, TRÈS déçue du spa", 8 }, { "très bien, 9", 9 },
		{ "3 très bruyant", 3 }, { "Dix. Très bon accueil", 10 },
		{ "tres, por el ruido", 3 }, { "un tres", 3 }, { "três", 3 },
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
		{ "9 - loved the massage, parking was a pain tho", 9 },
		{ "10. Best spa ever!!! 💯", 10 },
		{ "Honestly a 7, check in took forever", 7 },
		{ "Hey there! I'd probably say an 8. Cheers, Tom", 8 },
		{ "3... the shower was broken and nobody came", 3 },
		{ "It's a 10 from us, see you next year", 10 },
		{ "six, the food let it down", 6 }, { "my wife says 9", 9 },
		{ "8 out of 10, would be 9 with better wifi", 8 },
		{ "Ten ten ten", 10 }, { "10 10", 10 },
		{ "8!! The 3 course dinner was yummy", 8 },
		{ "It was ok, 7", 7 }, { "7 - room 12 smelled of paint", 7 },
		{ "2 - waited 45 min to check in", 2 },
		{ "1, worst hotel in 20 years", 1 }, { "0 stars... 0", 0 },
		{ "nine outta ten", 9 }, { "9 out 10", 9 },
		{ "Gonna go with a 9", 9 }, { "9👏👏👏", 9 }, { "five. meh", 5 },
		{ "Ne 9, war echt schön bei euch", 9 },
		{ "Volle 10 Punkte!", 10 }, { "Eine 10!", 10 },
		{ "8, Frühstück könnte besser sein", 8 },
		{ "Gebe euch ne 8", 8 }, { "Sieben. Zu laut nachts.", 7 },
		{ "Naja, 6", 6 }, { "4 Das Bad war schmutzig", 4 },
		{ "Nur eine 3, tut mir leid", 3 }, { "9/10 gerne wieder", 9 },
		{ "Neun von zehn Punkten", 9 },
		{ "10 von 10 Punkten, super Team!", 10 },
		{ "Un 9 pour moi", 9 },
		{ "8, personnel adorable mais piscine froide", 8 },
		{ "10/10 merci pour tout", 10 }, { "Dix sur dix !", 10 },
		{ "Je mettrais 7", 7 }, { "sept sur dix", 7 },
		{ "6 car trop de bruit", 6 },
		{ "Je vous mets 9 sans hésiter", 9 },
		{ "2. Chambre sale", 2 },
		{ "Un nueve, muy buen servicio", 9 },
		{ "10!!! Volveremos", 10 }, { "Le pongo un 8", 8 },
		{ "8 por el ruido", 8 }, { "Yo le doy 9 puntos", 9 },
		{ "Siete. La cama era incómoda", 7 },
		{ "Diez sobre diez", 10 }, { "un cinco", 5 },
		{ "Nota 10, tudo excelente!", 10 }, { "Dou nota 9", 9 },
		{ "oito, o café da manhã estava frio", 8 },
		{ "Um 9 bem merecido", 9 }, { "dez de dez", 10 },
		{ "6, barulho à noite", 6 }, { "Ysi, kiitos kaikesta", 9 },
		{ "Ehdottomasti kymppi!", 10 },
		{ "8, aamiainen oli vähän vaisu", 8 },
		{ "Sanoisin että kasi", 8 }, { "Annan arvosanaksi 9", 9 },
		{ "seiska, huone oli kylmä", 7 },
		{ "10/10 tullaan uudestaan", 10 }, { "4 sauna oli rikki", 4 },
		{ "10 would stay again", 10 }, { "9 will def be back", 9 },
		{ "nine would recommend", 9 }, { "8 nice pool", 8 },
		{ "8 nothing special", 8 }, { "6 its fine", 6 },
		{ "4 Disappointing", 4 }, { "7 ok", 7 },
		{ "7 / 10, decent", 7 }, { "7out of 10", 7 },
		{ "10out of 10", 10 }, { "A nine!", 9 }, { "im a 9", 9 },
		{ "I am a 9", 9 }, { "put me down for a 9", 9 },
		{ "Put me down as 9", 9 }, { "You guys are a 9", 9 },
		{ "we'd say 9 overall", 9 }, { "Overall 9", 9 },
		{ "overall a 9", 9 }, { "9 overall", 9 }, { "Service 9", 9 },
		{ "I'd recommend you, 9", 9 }, { "very likely 9", 9 },
		{ "Very likely. 9", 9 }, { "Likely: 9", 9 },
		{ "likelihood 9", 9 }, { "Extremely likely, 10", 10 },
		{ "Not at all likely 0", 0 }, { "0 - not likely at all", 0 },
		{ "never, 0", 0 }, { "no way 0", 0 }, { "neutral 5", 5 },
		{ "so so 5", 5 }, { "So-so... 5", 5 },
		{ "Definitely recommend! 10", 10 }, { "10 definitely", 10 },
		{ "absolutely 10", 10 }, { "TEN OUT OF TEN", 10 },
		{ "10 - TEN", 10 }, { "10!!!!!!!!!!", 10 }, { "💯 10", 10 },
		{ "Eight, staff lovely", 8 }, { "eight staff lovely", 8 },
		{ "8,staff lovely", 8 }, { "8;staff lovely", 8 },
		{ "8(staff lovely)", 8 }, { "8/10,staff lovely", 8 },
		{ "i rate 9", 9 }, { "Rate: 9", 9 }, { "my rate is 9", 9 },
		{ "Score=9", 9 }, { "score - 9", 9 }, { "Score-9", 9 },
		{ "answer is 9", 9 }, { "It's nine", 9 },
		{ "it would be a 9", 9 }, { "i think a 9", 9 },
		{ "I think nine", 9 }, { "I think it is a 9", 9 },
		{ "I believe 9", 9 }, { "I feel like a 9", 9 },
		{ "hmm... 9", 9 }, { "umm 9", 9 }, { "9 lol", 9 },
		{ "lol 9", 9 }, { "9 haha", 9 }, { "haha 9", 9 },
		{ "9 ok?", 9 }, { "9 is that ok?", 9 },
		{ "9 is my score", 9 }, { "my score: 9!", 9 },
		{ "9 (nine)", 9 }, { "Good morning, 9", 9 },
		{ "Good morning! 9 from us", 9 },
		{ "Dear team, 9. Best regards, Ann", 9 },
		{ "9\n\nBest regards,\nAnn", 9 }, { "9 Ann", 9 },
		{ "9 - Ann", 9 }, { "9 regards Ann", 9 },
		{ "this is Ann, 9", 9 }, { "Ann here. 9", 9 },
		{ "9 cos the view was insane", 9 }, { "8 coz no AC", 8 },
		{ "It gets a 7 from me", 7 }, { "we both say 10", 10 },
		{ "I'll give it 6", 6 }, { "Ill give it a 6, room smelt", 6 },
		{ "Sorry for late reply. 9", 9 }, { "sorry late reply 9", 9 },
		{ "Wow!! 10 of course", 10 },
		{ "eight - kids loved the pool", 8 },
		{ "Definitely an 8! Will be back in May", 8 },
		{ "9 we'll be back in 2 weeks", 9 },
		{ "3 had to wait 40 mins for a key", 3 },
		{ "2. Rude reception.", 2 }, { "Meh. 5", 5 },
		{ "5 I suppose", 5 }, { "five I suppose", 5 },
		{ "I'd have to say 4", 4 }, { "zero!!! cockroaches", 0 },
		{ "0. Cockroaches", 0 }, { "one. awful", 1 },
		{ "10, say hi to Maria for us", 10 },
		{ "7. Room 204 was lovely but breakfast was cold", 7 },
		{ "The team was brilliant! 9/10", 9 },
		{ "Lovely place. I'd say 8.", 8 }, { "Rating would be 9", 9 },
		{ "That'd be an 8", 8 }, { "that's an eight", 8 },
		{ "Eine klare 9, weiter so!", 9 }, { "8 war schön", 8 },
		{ "7 wegen dem Lärm", 7 }, { "10 Punkte mit Sternchen", 10 },
		{ "Super Aufenthalt, 9", 9 }, { "Wir geben 9", 9 },
		{ "ich sag mal 6", 6 }, { "Mittelmäßig. 6", 6 },
		{ "Leider nur 2, Zimmer dreckig", 2 }, { "zehn punkte", 10 },
		{ "10! Komme gerne wieder", 10 }, { "5, mehr nicht", 5 },
		{ "9 rien à dire", 9 },
		{ "8 parce que le petit déj était moyen", 8 },
		{ "Je donne 8", 8 }, { "ce sera 7", 7 },
		{ "10 parfait !", 10 }, { "Moyen, 6", 6 },
		{ "Neuf ! Super séjour", 9 }, { "5, bof", 5 },
		{ "9 todo muy limpio", 9 },
		{ "Un 8 porque faltaba agua caliente", 8 },
		{ "Diez!! Gracias por todo", 10 }, { "siete y gracias", 7 },
		{ "Regular, 6", 6 }, { "Un 10 para el personal", 10 },
		{ "pongo 9", 9 }, { "10 adorei", 10 },
		{ "Nove, adorei tudo", 9 }, { "8 bom atendimento", 8 },
		{ "Eu dou 7", 7 }, { "cinco, muito barulho", 5 },
		{ "Com certeza 10", 10 }, { "9, ihana sauna", 9 },
		{ "kasi, hyvä meininki", 8 }, { "Kymppi plussaa! ", 10 },
		{ "Annetaan 9", 9 }, { "7 ihan ok", 7 },
		{ "kutonen, meluisa", 6 }, { "vitonen", 5 },
		{ "täydet 10", 10 },
		{ "9 — friendly front desk, comfy beds", 9 },
		{ "eight because the gym was closed", 8 },
		{ "Ten, no complaints", 10 },
		{ "7 but could use better coffee", 7 }, { "Six I'd say", 6 },
		{ "5! Not bad, not great", 5 },
		{ "Loved every minute. 9 from the both of us", 9 },
		{ "my honest score is 10", 10 }, { "Honestly? 3", 3 },
		{ "It was a 4", 4 }, { "My husband and I both give an 8", 8 },
		{ "9. Keep it up", 9 }, { "Seven/10", 7 },
		{ "1!!! Never again", 1 }, { "two out of ten", 2 },
		{ "Hi it's Karen. 9", 9 },
		{ "Wonderful stay, easily a 10 for us!", 10 },
		{ "8 / 10 - noisy AC", 8 }, { "9, 2 thumbs up", 9 },
		{ "Zero, we were charged twice", 0 }, { "8 thank u", 8 },
		{ "prob a 6", 6 }, { "9 Punkte, tolles Team", 9 },
		{ "Acht von zehn, danke", 8 },
		{ "Eine 7. Parkplatz zu teuer", 7 }, { "Absolut 10", 10 },
		{ "Würde sagen 6", 6 }, { "3, unfreundlich", 3 },
		{ "von uns eine 9", 9 }, { "ganz klar 10", 10 },
		{ "Neuf sur 10, merci", 9 }, { "Un grand 10 !", 10 },
		{ "7 à cause du bruit", 7 }, { "je dirai 4", 4 },
		{ "un 9, gracias", 9 }, { "¡10!", 10 },
		{ "Ocho, faltó limpieza", 8 }, { "de 0 a 10 un 7", 7 },
		{ "seis, habitación pequeña", 6 },
		{ "9 excelente atendimento", 9 }, { "10 com louvor", 10 },
		{ "acho que 8", 8 }, { "um sete", 7 }, { "vahva 9", 9 },
		{ "kahdeksan, kiva reissu", 8 },
		{ "10 pistettä ja papukaijamerkki", 10 }, { "sanotaan 7", 7 },
		{ "Would you believe it, 10!", 10 },
		{ "This was our 3rd visit and again a 9", 9 },
		{ "8 bc the 2 receptionists were rude", 8 },
		{ "Room 7 was great, 9 from me", 9 },
		{ "Stayed 3 nights. 8", 8 }, { "3 nights, 8/10", 8 },
		{ "We were 4. 9/10", 9 },
		{ "9/10 would be 10 but no pool", 9 },
		{ "7, last time it was 9", 7 }, { "10 of 10", 10 },
		{ "9 - only the wifi was slow", 9 }, { "Id rate u 8", 8 },
		{ "omg 10!!!!", 10 }, { "7, food was cold tbh", 7 },
		{ "3. dont bother", 3 }, { "0 zero nada", 0 },
		{ "we loved everything so 9", 9 }, { "8 Tom", 8 },
		{ "10 + a thousand thanks", 10 },
		{ "five out of ten because of the queue", 5 },
		{ "9! Tolle Massage", 9 }, { "Ich geb euch 8", 8 },
		{ "4 da zu teuer", 4 }, { "10 mit Stern", 10 },
		{ "9, bravo à l'équipe", 9 }, { "un petit 7", 7 },
		{ "10 sur 10 !!!", 10 }, { "Un ocho", 8 },
		{ "Todo perfecto, 10", 10 }, { "le pongo un seis", 6 },
		{ "Dez! Parabéns", 10 }, { "oito, gostei", 8 },
		{ "9 pela simpatia", 9 }, { "Yhdeksän, kaunis paikka", 9 },
		{ "10 ei valittamista", 10 }, { "noin 7", 7 },
		{ "je mets un bon 9", 9 }, { "le pongo un buen 8", 8 },
		{ "Around 8", 8 },
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

START_TEST(what_is_read_ends_at_the_limit)
{
	g_autofree char *text = g_strnfill(TEXT_READ_MAX_BYTES, '.');

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
	tcase_add_test(tcase, what_was_written_is_kept_trimmed);
	tcase_add_test(tcase, accents_may_be_combined_or_missing);
	tcase_add_test(tcase, what_is_read_ends_at_the_limit);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
