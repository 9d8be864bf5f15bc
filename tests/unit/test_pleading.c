/*
 * test_pleading.c - words that beg for a score or bribe who answers are found
 * in six languages; honest ones are left alone.
 */
#include <string.h>

#include "templates/pleading.h"
#include "tests/unit/unit.h"

static const char *const begging[] = {
	"Please give us a 10!",
	"Please rate us 10.",
	"We hope you will give us a 10",
	"A 9 or 10 would mean a lot to us",
	"A ten would mean the world to our team.",
	"Anything below 9 is a fail for our team",
	"Anything less than a 10 is considered failing.",
	"Only 9s and 10s count for us.",
	"If we deserve a 10, tell us.",
	"My bonus depends on your answer.",
	"Please leave us a 5 star review",
	"Please choose 10 if you liked it",
	"Give us the highest score",
	"Before you give us a low score, call us",
	"Kindly score us a nine or ten.",
	"{{contact.name}}, please give {{organisation.name}} and us a 10",
	"Bitte geben Sie uns eine 10",
	"Wir hoffen, Sie vergeben eine 10",
	"Alles unter 9 gilt als durchgefallen",
	"Eine 10 w\xc3\xbcrde uns viel bedeuten",
	"Bitte geben Sie uns die beste Bewertung",
	"Mein Bonus h\xc3\xa4ngt von Ihrer Antwort ab",
	"Por favor, denos un 10",
	"Esperamos un 10",
	"Todo lo que est\xc3\xa9 por debajo de 9 es un suspenso",
	"Un 10 significar\xc3\xad" "a mucho para nosotros",
	"Anna meille kymppi!",
	"Toivomme, ett\xc3\xa4 annat 10",
	"Kaikki alle 9 on ep\xc3\xa4onnistuminen",
	"Donnez-nous un 10 !",
	"Nous esp\xc3\xa9rons un 10",
	"Tout ce qui est en dessous de 9 est un \xc3\xa9" "chec",
	"D\xc3\xaa-nos um 10",
	"Esperamos um 10",
	"Um 10 significa muito para n\xc3\xb3s",
	"A 10 would really make our day.",
	"Only a 9 or 10 counts.",
	"We'd be happy with a 10",
	"Wir freuen uns \xc3\xbc" "ber eine 10.",
	"Mit einer 10 helfen Sie unserem Team sehr.",
	"With a 10 you help us.",
	"Por favor, p\xc3\xb3nganos un 10.",
	"Un 10 nous ferait plaisir.",
};

static const char *const bribing[] = {
	"Win a voucher!",
	"Answer and win an iPad.",
	"10 % off for your answer",
	"Take part in our prize draw",
	"All who answer enter a raffle.",
	"As a thank you, you get a 5 \xe2\x82\xac voucher",
	"Complete the survey and get a discount of 20%",
	"A free coffee for your feedback",
	"In return for your answer we plant a tree",
	"Earn 100 points for your answer",
	"Gewinnen Sie einen Gutschein",
	"Unter allen Teilnehmern verlosen wir ein iPad",
	"10 % Rabatt f\xc3\xbcr Ihre Antwort",
	"Als Dankesch\xc3\xb6n erhalten Sie einen Gutschein",
	"Nehmen Sie mit Ihrer Antwort am Gewinnspiel teil",
	"Gane un regalo",
	"Participe en el sorteo con su respuesta",
	"Un descuento por su opini\xc3\xb3n",
	"Vastaa ja voita lahjakortti!",
	"Vastanneiden kesken arvotaan: osallistu arvontaan vastaamalla",
	"Kiitokseksi saat alennuskoodin",
	"Gagnez un bon d'achat",
	"R\xc3\xa9pondez et participez au tirage au sort",
	"Une remise pour votre avis",
	"En \xc3\xa9" "change de votre avis, un cadeau",
	"Ganhe um presente",
	"Responda e receba um desconto",
	"Um desconto pela sua opini\xc3\xa3o",
	"Em troca da sua resposta",
	"Receive a gift card when you answer.",
	"We thank every answer with a free coffee.",
	"Participe en el sorteo de un viaje.",
	"Vastanneiden kesken arvotaan lahjakortti.",
	"<p>Answer and <b>win</b> a <i>gift</i></p>",
};

static const char *const honest[] = {
	"How likely are you to recommend us to a friend?",
	"How likely are you to recommend Aurora Spa, from 0 to 10?",
	"Simply reply with a number from 0 to 10.",
	"Please give us a number from 0 to 10.",
	"Please choose a number between 0 and 10.",
	"Please rate us from 0 (not at all likely) to 10 (extremely likely)",
	"0 = not at all likely, 10 = extremely likely",
	"Choose 10 for extremely likely and 0 for not at all.",
	"Give us your honest score, be it a 3 or a 10",
	"We would rather have an honest 4 than a polite 10.",
	"What is the main reason for your score?",
	"A few words about your reasons help us most of all.",
	"Was the voucher easy to use?",
	"Did the discount apply at once?",
	"How was your prize handed over?",
	"How satisfied are you with our gift cards?",
	"Please tell us: did you receive your voucher?",
	"Thank you for using your voucher.",
	"Thank you for your answer!",
	"There is no prize draw: we ask because we want to know.",
	"You will not get a discount for your answer.",
	"Your answer is anonymous.",
	"You booked 10 nights: how was it?",
	"Your 10 o'clock appointment: how did we do?",
	"Room 9, two nights, with breakfast",
	"How was the free breakfast?",
	"How was our free trial?",
	"We have one short question for you",
	"It takes less than 10 seconds.",
	"It takes less than a minute",
	"Under 9 is for children.",
	"What would have made it a 10?",
	"What would it take to give us a 10?"
	" From 0 to 10, where do you see us?",
	"What could we do better?",
	"\xc2\xbf" "C\xc3\xb3mo fue su clase de las 10?",
	"Como foi a aula das 10? E o jantar de 9 de maio?",
	"Antakaa meille numero nollasta kymmeneen.",
	"With 10 people: how did you help yourselves at the buffet?",
	"We thank you. Your answer comes with a free mind.",
	"If anything went wrong, please reply to this mail.",
	"Did we win your trust?",
	"How easy was it to claim your refund?",
	"How likely are you to renew your contract?",
	"How was the flight to Win City?",
	"Were you given the best seats?",
	"Was this the best price?",
	"Our best wishes, the team",
	"Best regards, your team at the front desk",
	"How do you rate our highest room category?",
	"We read each answer.",
	"Your reply goes to the whole team.",
	"Please reply within 10 days",
	"Please select your language",
	"Please choose your seat at table 9",
	"Call us at 09 1234 before you leave",
	"Before you leave: how was your stay?",
	"Does your job depend on travelling?",
	"How satisfied are you with your salary and bonus?",
	"Would you recommend us as an employer?",
	"How fair do you find the bonus scheme?",
	"A customer of ours since 2010",
	"Five years with us: how do you feel?",
	"How was your five star suite?",
	"Do you feel that your feedback counts?",
	"How was the trip?",
	"Cashback arrived late? Tell us.",
	"Is 10 \xe2\x82\xac a fair price?",
	"{{contact.name}}, how was your stay?",
	"Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
	"Bitte antworten Sie mit einer Zahl von 0 bis 10.",
	"Bitte geben Sie uns eine Zahl von 0 bis 10",
	"0 = sehr unwahrscheinlich, 10 = sehr wahrscheinlich",
	"Was ist der Hauptgrund f\xc3\xbcr Ihre Bewertung?",
	"War der Gutschein leicht einzul\xc3\xb6sen?",
	"Es gibt kein Gewinnspiel f\xc3\xbcr Ihre Antwort.",
	"Danke f\xc3\xbcr Ihre Antwort!",
	"Wie zufrieden sind Sie mit dem Rabatt?",
	"Ihre Meinung hilft uns sehr.",
	"Der Termin um 10 Uhr: wie war er?",
	"Unser Gehalt ist fair: wie sehr stimmen Sie zu?",
	"Wie war die Reise?",
	"\xc2\xbfQu\xc3\xa9 probabilidad hay de que nos recomiende?",
	"Responda con un n\xc3\xbamero del 0 al 10.",
	"\xc2\xbf" "Cu\xc3\xa1l es el motivo de su puntuaci\xc3\xb3n?",
	"Gracias por su respuesta",
	"\xc2\xbf" "C\xc3\xb3mo fue la entrega de su regalo?",
	"Su opini\xc3\xb3n nos ayuda mucho.",
	"\xc2\xbfLe result\xc3\xb3 f\xc3\xa1" "cil usar el cup\xc3\xb3n?",
	"Kuinka todenn\xc3\xa4k\xc3\xb6isesti suosittelisit meit\xc3\xa4?",
	"Vastaa numerolla 0-10.",
	"Mik\xc3\xa4 on t\xc3\xa4rkein syy arvosanallesi?",
	"Kiitos vastauksestasi!",
	"Toimiko lahjakortti?",
	"Oliko alennus selv\xc3\xa4?",
	"Vastaaminen vie alle 10 sekuntia.",
	"Quelle est la probabilit\xc3\xa9 que vous nous recommandiez ?",
	"R\xc3\xa9pondez par un chiffre de 0 \xc3\xa0 10.",
	"Donnez-nous une note de 0 \xc3\xa0 10",
	"Merci de votre r\xc3\xa9ponse !",
	"Le cadeau vous a-t-il plu ?",
	"Votre bon a-t-il fonctionn\xc3\xa9 ?",
	"La remise \xc3\xa9tait-elle claire ?",
	"Qual a probabilidade de nos recomendar?",
	"Responda com um n\xc3\xbamero de 0 a 10.",
	"D\xc3\xaa-nos uma nota de 0 a 10",
	"Obrigado pela sua resposta!",
	"O desconto foi f\xc3\xa1" "cil de usar?",
	"Como correu a entrega do presente?",
	"A sua opini\xc3\xa3o ajuda-nos muito.",
	"<style>.win { width: 10px } .gift { }</style><p>Hello,</p>",
};

START_TEST(begging_is_found)
{
	g_autoptr(GPtrArray) found = pleading_find(begging[_i]);
	const struct pleading *first;

	ck_assert_msg(found->len > 0, "\"%s\" begs", begging[_i]);
	first = found->pdata[0];
	ck_assert_msg(!first->bribes, "\"%s\"", begging[_i]);
	ck_assert_uint_eq(first->line, 1);
}
END_TEST

START_TEST(bribing_is_found)
{
	g_autoptr(GPtrArray) found = pleading_find(bribing[_i]);
	const struct pleading *first;

	ck_assert_msg(found->len > 0, "\"%s\" bribes", bribing[_i]);
	first = found->pdata[0];
	ck_assert_msg(first->bribes, "\"%s\"", bribing[_i]);
}
END_TEST

START_TEST(what_is_honest_is_left_alone)
{
	g_autoptr(GPtrArray) found = pleading_find(honest[_i]);
	const struct pleading *first = found->len > 0 ? found->pdata[0] : NULL;

	ck_assert_msg(first == NULL, "\"%s\": \"%s\"", honest[_i],
	    first != NULL ? first->found : "");
}
END_TEST

START_TEST(it_is_told_where_it_stands_and_as_it_is_written)
{
	g_autoptr(GPtrArray) found = pleading_find(
	    "Hello,\n\n<p>please\ngive <b>us</b> a 10.</p>\nWin a Voucher!\n");
	const struct pleading *begs, *bribes;

	ck_assert_uint_eq(found->len, 2);
	begs = found->pdata[0];
	bribes = found->pdata[1];
	ck_assert(!begs->bribes && bribes->bribes);
	ck_assert_uint_eq(bribes->line, 5);
	ck_assert_str_eq(bribes->found, "Win a Voucher");
	ck_assert_ptr_null(strchr(begs->found, '\n'));
}
END_TEST

/* Whatever the admin ships in the place of ours is held to what ours is. */
START_TEST(what_is_shipped_neither_begs_nor_bribes)
{
	const char *folder = g_getenv("DRIPSCORE_TEMPLATES");
	static const char *const parts[] = { "", "lang" };

	for (guint i = 0; folder != NULL && i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *path = g_build_filename(folder, parts[i],
		    NULL);
		GDir *dir = g_dir_open(path, 0, NULL);
		const char *name;

		while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
			g_autofree char *file = g_build_filename(path, name,
			    NULL);
			g_autofree char *text = NULL;
			g_autoptr(GPtrArray) found = NULL;

			if (!g_str_has_suffix(name, ".mustache") &&
			    !g_str_has_suffix(name, ".ini"))
				continue;
			if (!g_file_get_contents(file, &text, NULL, NULL))
				continue;
			found = pleading_find(text);
			ck_assert_msg(found->len == 0, "%s:%u: %s", file,
			    ((struct pleading *)found->pdata[0])->line,
			    ((struct pleading *)found->pdata[0])->found);
		}
		g_clear_pointer(&dir, g_dir_close);
	}
}
END_TEST

START_TEST(any_bytes_are_read_in_time)
{
	static const char *const parts[] = { "{{", "<style", "give us ",
		"answer get gift ", "\xff", "<a", "\xc3", "0 " };

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		GString *text = g_string_new(NULL);
		gint64 begun = g_get_monotonic_time();

		while (text->len < 4 * 1024 * 1024)
			g_string_append(text, parts[i]);
		g_ptr_array_unref(pleading_find(text->str));
		/* Some 0.2 s; valgrind on a busy machine takes its time. */
		ck_assert_int_lt(g_get_monotonic_time() - begun,
		    20 * G_USEC_PER_SEC);
		g_string_free(text, TRUE);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pleading");
	TCase *tcase = tcase_create("pleading");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, begging_is_found, 0, G_N_ELEMENTS(begging));
	tcase_add_loop_test(tcase, bribing_is_found, 0, G_N_ELEMENTS(bribing));
	tcase_add_loop_test(tcase, what_is_honest_is_left_alone, 0,
	    G_N_ELEMENTS(honest));
	tcase_add_test(tcase, it_is_told_where_it_stands_and_as_it_is_written);
	tcase_add_test(tcase, what_is_shipped_neither_begs_nor_bribes);
	tcase_add_test(tcase, any_bytes_are_read_in_time);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
