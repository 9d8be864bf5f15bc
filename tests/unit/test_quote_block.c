/*
 * test_quote_block.c - header blocks and lines that separate end an answer, in
 * the languages and forms in which mail programs write them.
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

/* From, sent, to and subject, as Outlook (or who else) calls them. */
static const char *const labels[][4] = {
	{ "Van", "Gestuur", "Aan", "Onderwerp" },
	{ "من", "تاريخ الإرسال", "إلى", "الموضوع" },
	{ "От", "Изпратено", "До", "Относно" },
	{ "De", "Enviat el", "Per a", "Assumpte" },
	{ "Od", "Odesláno", "Komu", "Předmět" },
	{ "Oddi wrth", "Anfonwyd", "At", "Pwnc" },
	{ "Fra", "Sendt", "Til", "Emne" },
	{ "Von", "Gesendet", "An", "Betreff" },
	{ "Von", "Datum", "An", "Betreff" },
	{ "Από", "Στάλθηκε", "Προς", "Θέμα" },
	{ "From", "Sent", "To", "Subject" },
	{ "From", "Date", "To", "Subject" },
	{ "De", "Enviado el", "Para", "Asunto" },
	{ "De", "Fecha", "Para", "Asunto" },
	{ "Saatja", "Saadetud", "Adressaat", "Teema" },
	{ "Nork", "Bidalia", "Nori", "Gaia" },
	{ "از", "تاریخ", "به", "موضوع" },
	{ "Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe" },
	{ "Lähettäjä", "Päivämäärä", "Saaja", "Otsikko" },
	{ "De", "Envoyé", "À", "Objet" },
	{ "De", "Date", "À", "Objet" },
	{ "Ó", "Seolta", "Chuig", "Ábhar" },
	{ "De", "Enviado", "Para", "Asunto" },
	{ "מאת", "נשלח", "אל", "נושא" },
	{ "प्रेषक", "दिनांक", "प्रति", "विषय" },
	{ "Od", "Poslano", "Za", "Predmet" },
	{ "Feladó", "Elküldve", "Címzett", "Tárgy" },
	{ "Dari", "Dikirim", "Kepada", "Perihal" },
	{ "Frá", "Sent", "Til", "Efni" },
	{ "Da", "Inviato", "A", "Oggetto" },
	{ "差出人", "送信日時", "宛先", "件名" },
	{ "보낸 사람", "보낸 날짜", "받는 사람", "제목" },
	{ "Nuo", "Išsiųsta", "Kam", "Tema" },
	{ "No", "Nosūtīts", "Kam", "Tēma" },
	{ "Од", "Испратено", "До", "Предмет" },
	{ "Daripada", "Dihantar", "Kepada", "Subjek" },
	{ "Van", "Verzonden", "Aan", "Onderwerp" },
	{ "Fra", "Dato", "Til", "Emne" },
	{ "Od", "Wysłano", "Do", "Temat" },
	{ "De", "Enviada em", "Para", "Assunto" },
	{ "De la", "Trimis", "Către", "Subiect" },
	{ "От", "Отправлено", "Кому", "Тема" },
	{ "От кого", "Дата", "Кому", "Тема" },
	{ "Od", "Odoslané", "Komu", "Predmet" },
	{ "Od", "Poslano", "Za", "Zadeva" },
	{ "Nga", "Dërguar", "Për", "Subjekti" },
	{ "Шаље", "Послато", "За", "Тема" },
	{ "Från", "Skickat", "Till", "Ämne" },
	{ "จาก", "ส่ง", "ถึง", "เรื่อง" },
	{ "Kimden", "Gönderildi", "Kime", "Konu" },
	{ "Від", "Надіслано", "Кому", "Тема" },
	{ "Từ", "Đã gửi", "Đến", "Chủ đề" },
	{ "发件人", "发送时间", "收件人", "主题" },
	{ "寄件者", "寄件日期", "收件者", "主旨" },
};

static void
expect_block(const char *form, const char *const *label)
{
	g_autoptr(GString) block = g_string_new(NULL);
	g_autofree char *marked = NULL;

	for (const char *at = form; *at != '\0'; at++) {
		if (*at >= '1' && *at <= '4')
			g_string_append(block, label[*at - '1']);
		else
			g_string_append_c(block, *at);
	}
	g_string_prepend(block, "9\nnice\n\n");
	marked = g_strconcat(block->str, "\n> How was it?\n\nyes\n", NULL);
	expect(marked, "9\nnice\n\nyes");
	g_string_append(block, "\nHow was it? 0 1 2\n");
	expect(block->str, "9\nnice");
}

START_TEST(header_blocks_end_the_answer_in_many_languages)
{
	static const char *const forms[] = {
		"1: Ada King <ada@example.com>\n2: 3.3.2025 14:05\n"
		"3: Karl\n4: Stay\n",
		"*1:* Ada King\n*2:* Monday\n*3:* Karl\n*4:* Stay\n",
		"*1 :* Ada King\n*2 :* Monday\n*3 :* Karl\n*4 :* Stay\n",
		"1：Ada King\n2：2025-03-03\n3：Karl\n4：Stay\n",
		"________________________________\n1: Ada King\n2: Monday\n"
		"3: Karl <k@example.com>;\nMary <m@example.com>;\n4: Stay\n",
		"2: Monday 14:05\n1: \"Ada King\" <ada@example.com>\n"
		"3: k@example.com\n4: Stay\n",
		"1: Ada King\n4: Stay\n2: Monday\n3: Karl\n",
		"4: Stay\n1: Ada King\n2: Monday\n3: Karl\n",
		"1: Ada King <ada@example.com>\n\n2: Monday\n\n3: Karl\n\n"
		"4: Stay\n",
		"  1:        Ada King\n  3:        Karl\n  2:        Monday\n"
		"  4:        Stay\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
		for (guint k = 0; k < G_N_ELEMENTS(labels); k++)
			expect_block(forms[i], labels[k]);
}
END_TEST

START_TEST(short_blocks_are_known_by_an_address)
{
	expect("9\n\nFrom: ada@example.com\nDate: Mon, 3 Mar 2025\n\nold", "9");
	expect("9\n\nFrom: ada@example.com Date: Mon, 3 Mar 2025 08:07\n\nold",
	    "9");
	expect("9\n\nDate: Mon, 3 Mar 2025 08:07\nTo: ada@example.com\n\nold",
	    "9");
	expect("9\n\n________________________________\n"
	       "From: Ada King <ada@example.com>\n\nold",
	    "9");
	expect("9\n\nFrom: Ada King\nSent: Monday, March 3, 2025 14:05\n"
	       "To: Karl\n\nold",
	    "9");
	expect("9\n\nFrom: Ada King\nSubject: Stay\nSent: Monday\n\nold", "9");
}
END_TEST

START_TEST(blocks_of_notes_may_lack_colons)
{
	expect("9\n\nAda King <ada@example.com>\n03/03/2025 02:05 PM\n\n"
	       "To\nk@example.com\ncc\n\nSubject\nStay\n\nold",
	    "9");
	expect("9\n\n\"Ada King\"\n03.03.2025 14:05\nAn\nKarl\nKopie\n"
	       "Betreff\nStay\n\nold",
	    "9");
	expect("We met on\n03/03/2025 02:05 PM\nto talk",
	    "We met on\n03/03/2025 02:05 PM\nto talk");
}
END_TEST

START_TEST(lists_of_a_persons_own_are_no_header_blocks)
{
	static const char *const kept[] = {
		"From: London\nTo: Paris\nDate: 3.3.2025",
		"From: my heart",
		"To: be or not to be\nthat is the question",
		"Date: Wednesday 3\nTime: 7:00\nAddress: Harbour Street 1",
		"From: 3.3.2025\nTo: 5.3.2025\nRe: room 12",
		"Von: Berlin\nAn: Hamburg",
		"Da: capo\nA: fine",
		"Subject: the towels\nthey were thin",
		"Sent: yesterday\nDate: unknown",
	};

	for (guint i = 0; i < G_N_ELEMENTS(kept); i++)
		expect(kept[i], kept[i]);
}
END_TEST

/* Between dashes, stars or underscores. */
static const char *const separators[] = { "Oorspronklike boodskap",
	"الرسالة الأصلية", "Оригинално писмо", "Missatge original",
	"Původní zpráva", "Původní e-mail", "Oprindelig meddelelse",
	"Ursprüngliche Nachricht", "Originalnachricht",
	"Ursprüngliche Mail", "Αρχικό μήνυμα", "Original Message",
	"Original message", "ORIGINAL MESSAGE", "Original Appointment",
	"Original", "Mensaje original", "Algne sõnum", "Jatorrizko mezua",
	"پیام اصلی", "Alkuperäinen viesti", "Message d'origine",
	"Message d’origine", "Message original", "Mail original",
	"Mensaxe orixinal", "הודעה מקורית", "Izvorna poruka",
	"Eredeti üzenet", "Pesan Asli", "Upphafleg skilaboð",
	"Messaggio originale", "元のメッセージ", "원본 메시지", "원본 메일",
	"Pradinis laiškas", "Sākotnējais ziņojums", "Mesej Asal",
	"Oorspronkelijk bericht", "Opprinnelig melding",
	"Wiadomość oryginalna", "Mensagem original", "Mesaj original",
	"Исходное сообщение", "Pôvodná správa", "Izvirno sporočilo",
	"Оригинална порука", "Ursprungligt meddelande", "ข้อความต้นฉบับ",
	"Orijinal Mesaj", "Özgün İleti", "Вихідне повідомлення", "Thư gốc",
	"原始邮件", "原始郵件", "邮件原件",
	/* and those that go before what is sent on */
	"Forwarded message", "Forwarded Message", "Weitergeleitete Nachricht",
	"Mensaje reenviado", "Message transféré", "Messaggio inoltrato",
	"Mensagem encaminhada", "Doorgestuurd bericht",
	"Vidarebefordrat meddelande", "Videresendt meddelelse",
	"Videresendt melding", "Edelleenlähetetty viesti",
	"Välitetty viesti", "Przekazana wiadomość", "Přeposlaná zpráva",
	"Továbbított üzenet", "Пересылаемое сообщение", "转发的邮件",
	"轉寄郵件", "転送されたメッセージ", "전달된 메시지" };

START_TEST(separators_end_the_answer_in_many_languages)
{
	static const char *const forms[] = { "-----%s-----", "----- %s -----",
		"-------- %s --------", "------------------ %s ---------------"
					"---",
		"---%s---", "‐‐‐‐‐‐‐ %s ‐‐‐‐‐‐‐", "*----- %s -----*",
		"____ %s ____", "===== %s =====", "> ----- %s -----",
		"----- %s -----From: Ada King", "–––––– %s ––––––" };

	for (guint i = 0; i < G_N_ELEMENTS(separators); i++) {
		for (guint k = 0; k < G_N_ELEMENTS(forms); k++) {
			g_auto(GStrv) halves = g_strsplit(forms[k], "%s", 2);
			g_autofree char *text = g_strconcat("9\nnice\n\n",
			    halves[0], separators[i], halves[1],
			    *forms[k] == '>' ? "\n> old\n" : "\nold\n", NULL);

			expect(text, "9\nnice");
		}
	}
}
END_TEST

START_TEST(a_block_below_a_separator_goes_with_it)
{
	expect("9\n\n-----Original Message-----\nFrom: Ada King\nTo: Karl\n"
	       "Subject: Stay\n\n> How was it?\n\nnice",
	    "9\n\nnice");
	expect("9\n\n------ Original Message ------\n"
	       "From \"Ada King\" <ada@example.com>\nTo k@example.com\n"
	       "Date 3/3/2025 2:05:06 PM\nSubject Stay\n\nHow was it?",
	    "9");
	expect("9\n\nBegin forwarded message:\n\n> From: Ada King\n> old", "9");
	expect("9\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Ada\n\nold",
	    "9");
	expect("9\n\nWrite ABOVE THIS LINE to post a reply\nold", "9");
	expect("9\n\n---- 回复的原邮件 ----\n| 发件人 | Ada<ada@example.com> |\n"
	       "| 日期 | 2025年03月03日 14:05 |\n| 主题 | Stay |\nold",
	    "9");
	expect("9\n\n##- Please type your reply above this line -##\n\nold",
	    "9");
}
END_TEST

START_TEST(what_is_only_sent_on_keeps_its_text)
{
	expect("---------- Forwarded message ---------\n"
	       "From: Ada King <ada@example.com>\nDate: Mon, 3 Mar 2025\n"
	       "Subject: Stay\nTo: <k@example.com>\n\nThe room was cold.\n",
	    "The room was cold.");
	expect("FYI\n\n---------- Forwarded message ---------\n"
	       "From: Ada King <ada@example.com>\nDate: Mon, 3 Mar 2025\n"
	       "Subject: Stay\nTo: <k@example.com>\n\nThe room was cold.\n",
	    "FYI");
	expect("-----Original Message-----\nFrom: Ada King\n\n0 1 2", "");
}
END_TEST

START_TEST(rules_and_headings_of_a_persons_own_are_kept)
{
	static const char *const kept[] = {
		"-----\nnice\n-----",
		"the original message\nwas lost",
		"Original message was better",
		"--- my points ---\none\ntwo",
		"====\n9\n====",
		"Reply: 9",
		"Reply:\n9",
		"Original:\n9",
		"In reply to:\nyour survey\n9",
	};

	for (guint i = 0; i < G_N_ELEMENTS(kept); i++)
		expect(kept[i], kept[i]);
}
END_TEST

static Suite *
quote_block_suite(void)
{
	Suite *suite = suite_create("quote_block");
	TCase *tests = tcase_create("quote_block");

	tcase_add_test(tests, header_blocks_end_the_answer_in_many_languages);
	tcase_add_test(tests, short_blocks_are_known_by_an_address);
	tcase_add_test(tests, blocks_of_notes_may_lack_colons);
	tcase_add_test(tests, lists_of_a_persons_own_are_no_header_blocks);
	tcase_add_test(tests, separators_end_the_answer_in_many_languages);
	tcase_add_test(tests, a_block_below_a_separator_goes_with_it);
	tcase_add_test(tests, what_is_only_sent_on_keeps_its_text);
	tcase_add_test(tests, rules_and_headings_of_a_persons_own_are_kept);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(quote_block_suite());
}
