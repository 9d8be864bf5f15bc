/*
 * test_quote_announced.c - what mail programs write before a quote, program by
 * program and language by language, is cut however it is wrapped.
 */
#include "replies/mail/charset.h"
#include "replies/quote/quote.h"

#include <string.h>

#include "tests/unit/unit.h"

static void
expect(const char *text, const char *kept)
{
	g_autofree char *tidy = charset_tidy(text);
	g_autofree char *cut = quote_cut(tidy);

	ck_assert_msg(strcmp(cut, kept) == 0, "\"%s\" became \"%s\"", text,
	    cut);
}

/* Lines such as mail programs write before a quote, "Ada" its author. */
static const char *const by_language[] = {
	/* Gmail */
	"Op Ma. 3 Mrt. 2025 om 14:05 het Ada King <ada@example.com> geskryf:",
	"في الاثنين، 3 مارس 2025 في 2:05 م تمت كتابة ما يلي بواسطة \u202aAda "
	"King\u202c\u200f <\u202aada@example.com\u202c\u200f>:",
	"في الاثنين، ٣ مارس ٢٠٢٥ في ٢:٠٥ م Ada King <ada@example.com> كتب:",
	"На пн, 3.03.2025 г. в 14:05 Ada King <ada@example.com> написа:",
	"Missatge de Ada King <ada@example.com> del dia dl., 3 de març 2025 a "
	"les 14:05:",
	"po 3. 3. 2025 v 14:05 odesílatel Ada King <ada@example.com> napsal:",
	"Den man. 3. mar. 2025 kl. 14.05 skrev Ada King <ada@example.com>:",
	"Am Mo., 3. März 2025 um 14:05 Uhr schrieb Ada King "
	"<ada@example.com>:",
	"Στις Δευ 3 Μαρ 2025 στις 2:05 μ.μ., ο χρήστης Ada King "
	"<ada@example.com> έγραψε:",
	"On Mon, Mar 3, 2025 at 2:05 PM Ada King <ada@example.com> wrote:",
	"On Mon, Mar 3, 2025 at 2:05\u202fPM Ada King <ada@example.com> wrote:",
	"On Mon, 3 Mar 2025 at 14:05, Ada King <ada@example.com> wrote:",
	"El lun, 3 mar 2025 a las 14:05, Ada King (<ada@example.com>) "
	"escribió:",
	"Kontakt Ada King (<ada@example.com>) kirjutas kuupäeval E, 3. märts "
	"2025 kell 14:05:",
	"Ada King <ada@example.com> erabiltzaileak hau idatzi du (2025 mar. 3, "
	"al. (14:05)):",
	"در تاریخ دوشنبه ۳ مارس ۲۰۲۵،\u200f ۱۴:۰۵ Ada King "
	"<ada@example.com> نوشت:",
	"ma 3. maalisk. 2025 klo 14.05 Ada King (ada@example.com) kirjoitti:",
	"Noong Lun, Mar 3, 2025 nang 2:05 PM, isinulat ni Ada King "
	"<ada@example.com> ang:",
	"Le lun. 3 mars 2025 à 14:05, Ada King <ada@example.com> a écrit :",
	"O luns, 3 mar 2025 ás 14:05, Ada King (<ada@example.com>) escribiu:",
	"\u202bבתאריך יום ב׳, 3 במרץ 2025 ב-14:05 מאת \u202aAda "
	"King\u202c\u200f <\u202aada@example.com"
	"\u202c\u200f>:\u202c",
	"सोम, 3 मार्च 2025 को 2:05 pm बजे को Ada King <ada@example.com> "
	"ने लिखा:",
	"pon, 3. ožu 2025. u 14:05 Ada King <ada@example.com> napisao je:",
	"Ada King <ada@example.com> ezt írta (időpont: 2025. márc. 3., H, "
	"14:05):",
	"Pada tanggal Sen, 3 Mar 2025 pukul 14.05 Ada King <ada@example.com> "
	"menulis:",
	"Il giorno lun 3 mar 2025 alle ore 14:05 Ada King <ada@example.com> ha "
	"scritto:",
	"2025年3月3日(月) 14:05 Ada King <ada@example.com>:",
	"2025년 3월 3일 (월) 오후 2:05, Ada King <ada@example.com>님이 작성:",
	"2025-03-03, pr, 14:05 Ada King <ada@example.com> rašė:",
	"pirmd., 2025. g. 3. marts, plkst. 14:05 — lietotājs Ada King "
	"(<ada@example.com>) rakstīja:",
	"Pada Isn, 3 Mac 2025 pada 2:05 PTG Ada King <ada@example.com> "
	"menulis:",
	"Op ma 3 mrt 2025 om 14:05 schreef Ada King <ada@example.com>:",
	"man. 3. mars 2025 kl. 14:05 skrev Ada King <ada@example.com>:",
	"pon., 3 mar 2025 o 14:05 Ada King <ada@example.com> napisał(a):",
	"Em seg., 3 de mar. de 2025 às 14:05, Ada King <ada@example.com> "
	"escreveu:",
	"Ada King <ada@example.com> escreveu (segunda, 3/03/2025 à(s) 14:05):",
	"În lun., 3 mar. 2025 la 14:05, Ada King <ada@example.com> a scris:",
	"пн, 3 мар. 2025 г. в 14:05, Ada King <ada@example.com>:",
	"3 марта 2025 г., 14:05 пользователь Ada King <ada@example.com> "
	"написал:",
	"po 3. 3. 2025 o 14:05 Ada King <ada@example.com> napísal(a):",
	"V V pon., 3. mar. 2025 ob 14:05 je oseba Ada King <ada@example.com> "
	"napisala:",
	"пон, 3. мар 2025. у 14:05 Ada King <ada@example.com> је написао/ла:",
	"Den mån 3 mars 2025 kl 14:05 skrev Ada King <ada@example.com>:",
	"ในวันที่ จ. 3 มี.ค. 2025 เวลา 14:05 Ada King <ada@example.com> "
	"เขียนว่า:",
	"Ada King <ada@example.com>, 3 Mar 2025 Pzt, 14:05 tarihinde şunu "
	"yazdı:",
	"пн, 3 бер. 2025 р. о 14:05 Ada King <ada@example.com> пише:",
	"Vào Th 2, 3 thg 3, 2025 vào lúc 14:05 Ada King <ada@example.com> đã "
	"viết:",
	"Ada King <ada@example.com> 于2025年3月3日周一 14:05写道：",
	"Ada King <ada@example.com> 於 2025年3月3日 週一 下午2:05寫道：",
	"mán., 3. mar. 2025 kl. 14:05 skrifaði Ada King <ada@example.com>:",
	"Mnamo Jtt, 3 Mac 2025 saa 14:05 Ada King <ada@example.com> aliandika:",
	"২০২৫ সালের ৩ মার্চ, ১৪:০৫ এ Ada King <ada@example.com> লিখেছেন:",
	"2025-03-03 14:05 GMT+02:00 Ada King <ada@example.com>:",
	"2025-03-03 14:05 GMT+02:00 Ada King:",
	/* Apple */
	"On Mar 3, 2025, at 2:05 PM, Ada King <ada@example.com> wrote:",
	"On 3 Mar 2025, at 14:05, Ada King <ada@example.com> wrote:",
	"Am 03.03.2025 um 14:05 schrieb Ada King <ada@example.com>:",
	"Le 3 mars 2025 à 14:05, Ada King <ada@example.com> a écrit :",
	"El 3 mar 2025, a las 14:05, Ada King <ada@example.com> escribió:",
	"Il giorno 3 mar 2025, alle ore 14:05, Ada King <ada@example.com> ha "
	"scritto:",
	"Em 3 de mar. de 2025, à(s) 14:05, Ada King <ada@example.com> "
	"escreveu:",
	"No dia 03/03/2025, às 14:05, Ada King <ada@example.com> escreveu:",
	"Op 3 mrt. 2025 om 14:05 heeft Ada King <ada@example.com> het volgende "
	"geschreven:",
	"Op 3 mrt. 2025, om 14:05 heeft Ada King <ada@example.com> het "
	"volgende geschreven:",
	"Den 3. mar. 2025 kl. 14.05 skrev Ada King <ada@example.com>:",
	"3 mars 2025 kl. 14:05 skrev Ada King <ada@example.com>:",
	"3. mar. 2025 kl. 14:05 skrev Ada King <ada@example.com>:",
	"Ada King <ada@example.com> kirjoitti 3.3.2025 kello 14.05:",
	"Wiadomość napisana przez Ada King <ada@example.com> w dniu 3 mar "
	"2025, o godz. 14:05:",
	"3. 3. 2025 v 14:05, Ada King <ada@example.com>:",
	"3. 3. 2025, o 14:05, Ada King <ada@example.com> napísal/a:",
	"Dňa 3. 3. 2025 o 14:05 používateľ Ada King <ada@example.com> napísal:",
	"2025. márc. 3. dátummal, 14:05 időpontban Ada King "
	"<ada@example.com> írta:",
	"Pe 3 mar. 2025, la 14:05, Ada King <ada@example.com> a scris:",
	"3 марта 2025 г., в 14:05, Ada King <ada@example.com> написал(а):",
	"3 бер. 2025 р. о 14:05 Ada King <ada@example.com> написав(ла):",
	"Dana 3. ožu 2025., u 14:05, Ada King <ada@example.com> napisao je:",
	"Στις 3 Μαρ 2025, στις 14:05, ο/η Ada King <ada@example.com> έγραψε:",
	"Ada King <ada@example.com> şunları yazdı (3 Mar 2025 14:05):",
	"2025/03/03 14:05、Ada King <ada@example.com>のメール:",
	"2025. 3. 3. 오후 2:05, Ada King <ada@example.com> 작성:",
	"2025年3月3日 下午2:05，Ada King <ada@example.com> 写道：",
	"在 2025年3月3日，下午2:05，Ada King <ada@example.com> 写道：",
	"Ada King <ada@example.com> 於 2025年3月3日 下午2:05 寫道：",
	"Ada King <ada@example.com> 在 2025年3月3日 下午2:05 寫道：",
	"Vào 3 thg 3, 2025, lúc 14:05, Ada King <ada@example.com> đã viết:",
	"เมื่อ 3 มี.ค. 2568 เวลา 14:05 Ada King <ada@example.com> เขียนว่า:",
	"Pada 3 Mar 2025, pukul 14.05, Ada King <ada@example.com> menulis:",
	"ב-3 במרץ 2025, בשעה 14:05, Ada King <ada@example.com> כתב/ה:",
	"في ٣ مارس ٢٠٢٥، الساعة ٢:٠٥ م، كتب/كتبت Ada King <ada@example.com>:",
	"El 3 de març 2025, a les 14:05, Ada King <ada@example.com> va "
	"escriure:",
	"On 3/3/2025, 2:05 PM, Ada King wrote:",
	/* Thunderbird */
	"On 3/3/25 14:05, Ada King wrote:",
	"On 3/3/2025 2:05 PM, Ada King wrote:",
	"Ada King wrote on 3/3/2025 2:05 PM:",
	"Am 03.03.25 um 14:05 schrieb Ada King:",
	"Ada King schrieb am 03.03.25 um 14:05:",
	"Le 03/03/2025 à 14:05, Ada King a écrit :",
	"El 3/3/25 a las 14:05, Ada King escribió:",
	"Em 03/03/2025 14:05, Ada King escreveu:",
	"Às 14:05 de 03/03/2025, Ada King escreveu:",
	"Il 03/03/2025 14:05, Ada King ha scritto:",
	"Op 3-3-2025 om 14:05 schreef Ada King:",
	"Den 2025-03-03 kl. 14:05, skrev Ada King:",
	"Den 03.03.2025 14.05, skrev Ada King:",
	"På 3. mars 2025 14:05 skrev Ada King:",
	"Ada King kirjoitti 3.3.2025 klo 14.05:",
	"Ada King kirjutas 03.03.2025 14:05:",
	"W dniu 3.03.2025 o 14:05, Ada King pisze:",
	"Dne 03. 03. 25 v 14:05 Ada King napsal(a):",
	"Dňa 3. 3. 2025 o 14:05 Ada King napísal(a):",
	"2025. 03. 03. 14:05 keltezéssel, Ada King írta:",
	"Pe 03.03.2025 14:05, Ada King a scris:",
	"На 3.03.25 г. в 14:05 ч., Ada King написа:",
	"03.03.2025 14:05, Ada King пишет:",
	"03.03.25 14:05, Ada King пише:",
	"Дана 3.3.2025. 14:05, Ada King је написао(ла):",
	"Ada King je 3. 3. 2025 ob 14:05 napisal:",
	"Dne 3.3.2025 ob 14:05 je Ada King napisal(a):",
	"Στις 3/3/2025 14:05, ο/η Ada King έγραψε:",
	"3.03.2025 14:05 tarihinde Ada King yazdı:",
	"Ar 03/03/2025 14:05, scríobh Ada King:",
	"Ar 03/03/2025 14:05, ysgrifennodd Ada King:",
	"El 3/3/25 a les 14:05, Ada King ha escrit:",
	"Þann 3.3.2025 14:05, skrifaði Ada King:",
	"2025/03/03 14:05, Ada King さんは書きました:",
	"2025. 3. 3. 오후 2:05에 Ada King 이(가) 쓴 글:",
	"在 2025/3/3 14:05, Ada King 写道:",
	"Ada King 於 2025/3/3 下午 02:05 寫道:",
	"2025-03-03 14:05, Ada King rašė:",
	"Vào lúc 14:05 3/3/2025, Ada King đã viết:",
	"Pada 03/03/2025 14:05, Ada King menulis:",
	"(3/3/25 14:05), Ada King <ada@example.com> 写道:",
	"Më 3.3.2025 14:05, Ada King shkroi:",
};

static const char *const by_program[] = {
	"On Monday, March 3, 2025, 2:05 PM, Ada King <ada@example.com> "
	"wrote:",				       /* Yahoo */
	"On Monday, March 3, 2025 at 02:05:06 PM GMT+2, Ada King "
	"<ada@example.com> wrote:",
	"--- On Mon, 3/3/25, Ada King <ada@example.com> wrote:",
	"En lunes, 3 de marzo de 2025, 14:05:06 CET, Ada King "
	"<ada@example.com> escribió:",
	"Le lundi 3 mars 2025 à 14:05:06 UTC+1, Ada King "
	"<ada@example.com> a écrit :",
	"Em segunda-feira, 3 de março de 2025 14:05:06 BRT, Ada King "
	"<ada@example.com> escreveu:",
	"Am Montag, 3. März 2025, 14:05:06 MEZ hat Ada King "
	"<ada@example.com> Folgendes geschrieben:",
	"Il lunedì 3 marzo 2025, 14:05:06 CET, Ada King "
	"<ada@example.com> ha scritto:",
	"Понедельник, 3 марта 2025, 14:05 +03:00 от Ada King "
	"<ada@example.com>:",			       /* mail.ru */
	"03.03.2025, 14:05, \"Ada King\" <ada@example.com>:", /* Yandex */
	"14:05, 3 марта 2025 г., Ada King <ada@example.com>:",
	"3 березня 2025, 14:05:06, від \"Ada King\" <ada@example.com>:",
	"At 2025-03-03 14:05:06, \"Ada King\" <ada@example.com> wrote:",
	"在 2025-03-03 14:05:06，\"Ada King\" <ada@example.com> 写道：",
	"---- On Mon, 03 Mar 2025 14:05:06 +0200 Ada King "
	"<ada@example.com> wrote ----",		       /* Zoho */
	"---- Am Mo., 03 März 2025 14:05:06 +0100 schrieb Ada King "
	"<ada@example.com> ----",
	"---- Ada King wrote ----",		       /* Android */
	"-----Ada King <ada@example.com> wrote: -----", /* Notes */
	"Ada King ---03/03/2025 02:05:06 PM---How was it?",
	"On Mon, 2025-03-03 at 14:05 +0200, Ada King wrote:", /* Evolution */
	"Am Montag, den 03.03.2025, 14:05 +0100 schrieb Ada King:",
	"On Monday, 3 March 2025 14:05:06 EET Ada King wrote:", /* KMail */
	"On Monday 03 March 2025 14:05:06 Ada King wrote:",
	"On Mon, Mar 03, 2025 at 02:05:06PM +0200, Ada King wrote:", /* mutt */
	"* Ada King <ada@example.com> [2025-03-03 14:05]:",
	"On 2025-03-03 14:05, Ada King wrote:",	       /* Roundcube */
	"Am 03.03.2025 14:05, schrieb Ada King:",
	"Ada King schreef op 2025-03-03 14:05:",
	"W dniu 2025-03-03 14:05, Ada King napisał(a):",
	"2025-03-03 14:05 időpontban Ada King ezt írta:",
	"Ada King писал 2025-03-03 14:05:",
	"- Le 2025-03-03 14:05, Ada King a écrit :",
	"Quoting Ada King <ada@example.com>:",	       /* Horde */
	"Zitat von Ada King <ada@example.com>:",
	"Citeren Ada King <ada@example.com>:",
	"Citando Ada King <ada@example.com>:",
	"Cytowanie Ada King <ada@example.com>:",
	"Lainaus Ada King <ada@example.com>:",
	"Цитирование Ada King <ada@example.com>:",
	"On Mon, March 3, 2025 2:05 pm, Ada King wrote:", /* SquirrelMail */
	"Ada King <ada@example.com> 3/3/2025 2:05 PM >>>", /* GroupWise */
	"On 3. Mar 2025, 14:05 +0200, Ada King <ada@example.com>, wrote:",
	"On March 3, 2025, Ada King <ada@example.com> wrote:", /* HEY */
	"On Mon, Mar 03, 2025 at 2:05 PM, Ada King < ada@example.com > wrote:",
	"On Monday, March 3rd, 2025 at 2:05 PM, Ada King "
	"<ada@example.com> wrote:",		       /* Proton */
	"On 3 March 2025 at 14:05:06, Ada King (ada@example.com) wrote:",
	"On 3/3/2025 2:05:06 PM, Ada King <ada@example.com> wrote:",
	"On Mar 3, 2025 2:05 PM, \"Ada King\" <ada@example.com> wrote:",
	"On Mar 3, 2025 2:05 PM, ada@example.com wrote:",
	"On 3 Mar 2025 14:05, Ada King wrote:",	       /* Windows Phone */
	"On Monday, March 3, 2025, Ada King <ada@example.com> wrote:",
	"On Mon, Mar 3, 2025 at 2:05 PM, Ada King "
	"<[ada@example.com](mailto:ada@example.com)> wrote:",
	"On Mon, Mar 3, 2025 at 2:05 PM Ada King "
	"<ada@example.com<mailto:ada@example.com>> wrote:",
	"Dnia 3 marca 2025 14:05 Ada King <ada@example.com> napisał(a):",
	"W dniu 2025-03-03 14:05:06 użytkownik Ada King "
	"<ada@example.com> napisał:",
	"*On Mon, Mar 3, 2025 at 2:05 PM Ada King <ada@example.com> wrote:*",
	"_On Mon, Mar 3, 2025 at 2:05 PM Ada King wrote:_",
	"In message <123@example.com>, Ada King <ada@example.com> writes:",
	"Ada King <ada@example.com> writes:",	       /* Gnus */
	"Ada King <ada@example.com> schrieb:",
	"Ada King <ada@example.com> schrieb am Mo., 3. März 2025, 14:05:",
	"Ada King <ada@example.com> schrieb am 03.03.2025 um 14:05 Uhr:",
	"Ada King via Example <ada@example.com> schrieb am Mo. 3. März 2025 "
	"um 14:05:",
	"Ada King <ada@example.com> hat am 03.03.2025 14:05 geschrieben:",
	"On 03/03/2025 14:05 CET Ada King <ada@example.com> wrote:",
	"Ada King skrev den 2025-03-03 14:05:",
	"Ada King escribió el 03/03/2025 14:05:",
	"Ada King a écrit le 03/03/2025 14:05 :",
	"Le 2025-03-03 à 14 h 05, Ada King a écrit :",
	"In a message dated 3/3/2025 2:05:06 P.M. Eastern Standard Time, "
	"ada@example.com writes:",
	"Gesendet am 03.03.2025 um 14:05 schrieb Ada King <ada@example.com>:",
	"El lunes, 3 de marzo de 2025, Ada King <ada@example.com> escribió:",
};

/* At most width characters a line, as mail programs wrap. */
static char *
wrapped(const char *text, glong width)
{
	char *copy = g_strdup(text);
	char *blank = NULL, *start = copy;

	for (char *at = copy; *at != '\0'; at = g_utf8_next_char(at)) {
		if (*at == ' ')
			blank = at;
		if (blank != NULL &&
		    g_utf8_pointer_to_offset(start, at) >= width) {
			*blank = '\n';
			start = blank + 1;
			blank = NULL;
		}
	}
	return copy;
}

static void
expect_announced(const char *announcement)
{
	g_autofree char *above = g_strdup_printf("9\nnice\n\n%s\n\n"
						 "How was it? 0 1 2",
	    announcement);
	g_autofree char *marked = g_strdup_printf("9\nnice\n%s\n> How was "
						  "it?\n>\n> 0 1 2\n",
	    announcement);
	g_autofree char *below = g_strdup_printf("%s\n\n> How was it?\n\n"
						 "9\nnice",
	    announcement);

	expect(above, "9\nnice");
	expect(marked, "9\nnice");
	expect(below, "9\nnice");
}

static void
expect_all(const char *const *announcements, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		expect_announced(announcements[i]);
		for (glong width = 56; width <= 80; width += 8) {
			g_autofree char *lines = wrapped(announcements[i],
			    width);

			expect_announced(lines);
		}
	}
}

START_TEST(announcements_are_known_in_many_languages)
{
	expect_all(by_language, G_N_ELEMENTS(by_language));
}
END_TEST

START_TEST(announcements_are_known_of_many_programs)
{
	expect_all(by_program, G_N_ELEMENTS(by_program));
}
END_TEST

START_TEST(one_without_date_and_address_needs_marks_below_it)
{
	expect("9\n\nAda King wrote:\n> old", "9");
	expect("9\n\nAda King schrieb:\n\n> old", "9");
	expect("9\n\n2025/3/3 Ada King <ada@example.com>\n\n> old", "9");
	expect("9\n\n2025/3/3 Ada King <ada@example.com>\n\nold", "9");
	expect("9\n\nMonday, March 3, 2025, Ada King via Spa wrote:\n\nold",
	    "9");
	expect("9\nOn 3 March 2025 Ada King wrote\n> old", "9");
	expect("9\n\nAda King wrote:\nno marks", "9\n\nAda King wrote:\n"
						 "no marks");
}
END_TEST

START_TEST(an_answer_may_share_the_line_of_the_announcement)
{
	expect("9 On Mon, Mar 3, 2025 at 2:05 PM, ada@example.com wrote:\n> x",
	    "9");
	expect("nice\n9--- On Mon, Mar 3, 2025 at 2:05 PM, ada@example.com "
	       "wrote:\n> x",
	    "nice\n9");
	expect("9 On Mon, Mar 3, 2025 at 2:05 PM Ada King\n<ada@example.com> "
	       "wrote:\n\n> x",
	    "9");
	expect("Danke, 9. Am 03.03.2025 um 14:05 schrieb Ada "
	       "<ada@example.com>:\n\n> x",
	    "Danke, 9.");
	expect("Merci Le lun. 3 mars 2025 à 14:05, Ada <ada@example.com> a "
	       "écrit :\n> x",
	    "Merci");
}
END_TEST

START_TEST(an_address_may_be_broken_over_lines)
{
	expect("9\n\nOn Mon, Mar 3, 2025 at 2:05 PM Ada King\n\n<\n"
	       "mailto:Ada King <ada@example.com>\n> wrote:\n\nold",
	    "9");
	expect("9\n\nOn Mon, Mar 3, 2025 at 2:05 PM Ada King <\n"
	       "ada@example.com> wrote:\n\nold",
	    "9");
	expect("9\n\nOn Mar 3, 2025, at 2:05 PM, Ada King\n"
	       "<ada@example.com>\nwrote:\n\n> old",
	    "9");
	expect("9\n\nOn Mon, Mar 3, 2025 at 2:05 PM\n"
	       "Ada King <ada@example.com> wrote:\n\nold",
	    "9");
	expect("9\n\nma 3.3.2025 klo 14.05\n"
	       "Ada King <ada@example.com> kirjoitti:\n\nold",
	    "9");
	expect("9\n\nOn Mon, Mar 3, 2025 at 2:05 PM, Ada King <\n\n"
	       "ada@example.com> wrote:\n\nold",
	    "9");
	expect("9\n\nOn Mon, Mar 3, 2025 at 2:05 PM Ada King <ada@example.com\n"
	       ">:\n\nold",
	    "9");
	expect("9\n\npe 20. helmik. 2026 klo 08.32 Aurora Resort (\n"
	       "a@example.com) kirjoitti:\n\nold",
	    "9");
}
END_TEST

START_TEST(a_quote_may_begin_in_the_line_that_announces_it)
{
	expect("9\n\nOn Mon, Mar 3, 2025 at 2:05 PM Ada King "
	       "<ada@example.com> wrote: How was it?\nAnd the rest?",
	    "9");
	expect("9\n\n  maanantai 3. maaliskuuta 2025 klo 14.05.00 UTC+2 Ada "
	       "King <ada@example.com> kirjoitti:   Hei!\n \n Kuinka?",
	    "9");
	expect("9\n\nAda King ---03/03/2025 02:05:06 PM---How was it?\nold",
	    "9");
	expect("On 3/3/2025 at 14:05 I wrote: it is cold",
	    "On 3/3/2025 at 14:05 I wrote: it is cold");
	expect("Vaimo kirjoitti: kylmää oli", "Vaimo kirjoitti: kylmää oli");
}
END_TEST

START_TEST(what_is_above_an_announcement_stays)
{
	expect("Hi,\nOn 3/3/2025 14:05, Ada King wrote:\n> old\n\n9",
	    "Hi,\n\n9");
	expect("On the whole fine!\nOn 3/3/2025 14:05, Ada King wrote:\n> old",
	    "On the whole fine!");
	expect("On 3 March we came.\n\nOn 3/3/2025 14:05, Ada King wrote:\n> x",
	    "On 3 March we came.");
	expect("9\n2025 was good\nAda King <ada@example.com> wrote:\n> old",
	    "9\n2025 was good");
}
END_TEST

START_TEST(marks_may_be_others_than_angles)
{
	expect("9\n\nOn 3/3/2025 14:05, Ada King wrote:\n| old\n| older\n\nyes",
	    "9\n\nyes");
	expect("9\n\nOn 3/3/2025 14:05, Ada King wrote:\nAK> old\nAK> older\n"
	       "yes",
	    "9\n\nyes");
	expect("9\n| a | table |\n| b | c |", "9\n| a | table |\n| b | c |");
}
END_TEST

START_TEST(sentences_are_no_announcements)
{
	static const char *const kept[] = {
		"On Monday I wrote:\nno towels",
		"On Monday we came, on Friday we left.",
		"On arrival your clerk wrote: no towels.",
		"On time, on budget",
		"I wrote you on 3.3.2025 at 14:05 and nobody answered.",
		"We arrived at 14:05 on 3.3.2025 and your manager wrote:\n"
		"no room",
		"The menu said:\n9 dishes",
		"He sent:\n9",
		"I told your clerk at 14:05 on 3.3.2025, as he wrote to "
		"ada@example.com:\nno towels",
		"Le 3 mars 2025, votre collègue m'a écrit ceci :\nrien",
		"Am 8. März 2025 schrieb ich Ihnen wegen der Sauna:\nnichts",
		"In 2025, he wrote:\nnever again",
		"Call me at 14:05:\n+358 40 1234567",
		"Check-in 15:00, check-out 11:00:\nboth were fine",
		"My address is ada@example.com:\nplease use it",
		"Am Montag schrieb ich:\nkeine Handtücher",
		"Le client a écrit :\nbien",
		"9:00 - 10:00:\nbreakfast",
		"Prices: 12.50 and 13.50:\ntoo much",
	};

	for (guint i = 0; i < G_N_ELEMENTS(kept); i++)
		expect(kept[i], kept[i]);
}
END_TEST

static Suite *
quote_announced_suite(void)
{
	Suite *suite = suite_create("quote_announced");
	TCase *tests = tcase_create("quote_announced");

	tcase_add_test(tests, announcements_are_known_in_many_languages);
	tcase_add_test(tests, announcements_are_known_of_many_programs);
	tcase_add_test(tests,
	    one_without_date_and_address_needs_marks_below_it);
	tcase_add_test(tests,
	    an_answer_may_share_the_line_of_the_announcement);
	tcase_add_test(tests, an_address_may_be_broken_over_lines);
	tcase_add_test(tests,
	    a_quote_may_begin_in_the_line_that_announces_it);
	tcase_add_test(tests, what_is_above_an_announcement_stays);
	tcase_add_test(tests, marks_may_be_others_than_angles);
	tcase_add_test(tests, sentences_are_no_announcements);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(quote_announced_suite());
}
