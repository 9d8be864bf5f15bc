/*
 * test_quote_footer.c - what programs and companies add below an answer is cut,
 * what people write there is kept.
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

static void
expect_kept(const char *text)
{
	expect(text, text);
}

/* What programs write where the person could have signed. */
static const char *const devices[] = { "Sent from my iPhone",
	"Sent from my iPhone.", "Sent from my iPhone!", "Sent from my iPad",
	"Sent from my Samsung Galaxy smartphone.",
	"Sent from my Galaxy", "Sent from my Verizon Wireless 4G LTE DROID",
	"Sent from my T-Mobile 4G LTE Device", "Sent from my HTC",
	"Sent from my Wiko RIDGE FAB 4G", "Sent from my Windows Phone",
	"Sent from my BlackBerry® wireless device",
	"Sent via BlackBerry by AT&T", "Sent from my BlackBerry 10 smartphone.",
	"Sent from Yahoo Mail on Android", "Sent from Yahoo Mail for iPhone",
	"Yahoo Mail: Search, Organize, Conquer",
	"Sent from Mail for Windows 10", "Sent from Mail for Windows",
	"Sent from [Mail](https://go.microsoft.com/fwlink/?LinkId=550986) for "
	"Windows",
	"Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for "
	"Windows 10",
	"Sent from Outlook Mobile", "Sent from Outlook for iOS",
	"Get Outlook for iOS", "Get Outlook for Android",
	"Get Outlook for iOS<https://aka.ms/o0ukef>",
	"Get [Outlook for iOS](https://aka.ms/o0ukef)",
	"Sent from AOL Mobile Mail", "Sent from the all new AOL app for iOS",
	"Sent from Proton Mail for iOS", "Sent with Proton Mail secure email.",
	"Gesendet mit Proton Mail, sichere E-Mail.",
	"Von Yahoo Mail auf Android gesendet",
	"Sent with ProtonMail Secure Email.", "Sent from ProtonMail mobile",
	"Sent with Spark", "Sent from Spark", "Sent via Superhuman",
	"Sent via the Samsung Galaxy S7, an AT&T 4G LTE smartphone",
	"Sent from Gmail Mobile", "Sent from my mobile phone",
	"Sent from my mobile device, please excuse typos.",
	"Sent from a mobile device", "Sent from my Android phone with "
	"K-9 Mail.",
	"Sent from my Android device with K-9 Mail. Please excuse my brevity.",
	"Sent from BlueMail", "Sent from Polymail", "Sent with Airmail",
	"Sent with Sparrow (http://www.sparrowmailapp.com/?sig)",
	"Sent from Mailbox for iPhone", "Sent from Zimbra Mobile",
	"Sent from Nine", "*Sent from my iPhone*", "_Sent from my iPhone_",
	"[Sent from my iPhone]", "Envoyé sans fil par mon terminal mobile "
	"BlackBerry",
	/* by language */
	"Gestuur vanaf my iPhone", "أُرسلت من الـ iPhone",
	"Изпратено от моя iPhone", "Enviat des del meu iPhone",
	"Odesláno z iPhonu", "Odesláno z mého telefonu Samsung Galaxy.",
	"Odesláno z Outlooku pro Android", "Sendt fra min iPhone",
	"Sendt fra Mail til Windows 10", "Hent Outlook til iOS",
	"Von meinem iPhone gesendet", "Von meinem iPad gesendet",
	"Von meinem Samsung Galaxy Smartphone gesendet.",
	"Von meinem Handy gesendet", "Gesendet von meinem iPhone",
	"Gesendet von Mail für Windows 10", "Gesendet von Outlook für iOS",
	"Gesendet mit der WEB.DE Mail App", "Gesendet mit der GMX iPhone App",
	"Gesendet mit der Telekom Mail App", "Outlook für Android beziehen",
	"Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail "
	"gesendet.",
	"Στάλθηκε από το iPhone μου", "Enviado desde mi iPhone",
	"Enviado desde mi Samsung Mobile de Claro",
	"Enviado desde Correo para Windows 10", "Enviado desde Yahoo Mail",
	"Enviado desde Outlook para iOS", "Obtener Outlook para iOS",
	"Obtener Outlook para Android<https://aka.ms/ghei36>",
	"Saadetud minu iPhone'ist", "Nire iPhonetik bidalia",
	"ارسال شده از iPhone من", "Lähetetty iPhonesta",
	"Lähetetty Samsung-puhelimesta", "Lähetetty laitteestani iPhone",
	"Lähetetty Outlookista", "Hanki Outlook for iOS",
	"Lähetetty Sähköpostista Windows 10:lle", "Lähetetty Windowsin "
	"Sähköposti-sovelluksesta", "Envoyé de mon iPhone",
	"Envoyé de mon iPad", "Envoyé depuis mon smartphone Samsung Galaxy.",
	"Envoyé depuis mon téléphone", "Envoyé à partir de Outlook pour iOS",
	"Envoyé à partir de Courrier pour Windows 10",
	"Envoyé depuis l'application Mail Orange",
	"Télécharger Outlook pour iOS", "Obtenez Outlook pour Android",
	"Provenance : Courrier pour Windows 10",
	"Enviado dende o meu iPhone", "נשלח מה-iPhone שלי",
	"मेरे iPhone से भेजा गया", "Poslano s mog iPhonea",
	"Elküldve az iPhone-omról", "Küldve a Samsung telefonomról",
	"Dikirim dari iPhone saya", "Dikirim dari Yahoo Mail di Android",
	"Sent úr iPhone-símanum mínum", "Inviato da iPhone",
	"Inviato da iPad", "Inviato dal mio iPhone",
	"Inviato dal mio dispositivo Samsung", "Inviato da Yahoo Mail",
	"Inviato da Posta per Windows 10", "Inviato dal mio telefono",
	"Scarica Outlook per Android", "Ottieni Outlook per iOS",
	"iPhoneから送信", "Yahoo!メール アプリから送信",
	"Outlook for iOS を入手", "Windows 版のメールから送信",
	"나의 iPhone에서 보냄", "내 Galaxy에서 보냄",
	"Windows용 메일에서 보냄", "Išsiųsta iš mano iPhone",
	"Nosūtīts no mana iPhone", "Dihantar dari iPhone saya",
	"Verstuurd vanaf mijn iPhone", "Verzonden vanaf mijn Samsung-apparaat",
	"Verzonden vanuit Mail voor Windows 10",
	"Outlook voor iOS downloaden", "Download Outlook voor iOS",
	"Sendt fra Outlook for Android", "Skaff deg Outlook for iOS",
	"Wysłane z iPhone'a", "Wysłano z telefonu Samsung",
	"Wysłane z aplikacji Poczta dla systemu Windows 10",
	"Pobierz aplikację Outlook dla systemu iOS",
	"Enviado do meu iPhone", "Enviado do meu smartphone Samsung Galaxy.",
	"Enviado do Email para Windows 10", "Enviado do Yahoo Mail no Android",
	"Obter o Outlook para iOS", "Obtenha o Outlook para Android",
	"Trimis de pe iPhone-ul meu", "Trimis din Outlook pentru Android",
	"Отправлено с iPhone", "Отправлено с моего iPhone",
	"Отправлено из Mail.ru для Android", "Отправлено из мобильной Почты "
	"Mail.ru", "Отправлено из Яндекс.Почты для мобильных",
	"Отправлено с устройства Samsung", "Отправлено из Почты для Windows 10",
	"Odoslané z môjho iPhonu", "Poslano iz mojega iPhona",
	"Послато са iPhone-а", "Skickat från min iPhone",
	"Skickat från Outlook för iOS", "Skickat från E-post för Windows 10",
	"Hämta Outlook för iOS", "ส่งจาก iPhone ของฉัน",
	"iPhone'umdan gönderildi", "Samsung Galaxy akıllı telefonumdan "
	"gönderildi.", "Надіслано з iPhone", "Надіслано з мого iPhone",
	"Đã gửi từ iPhone của tôi", "Được gửi từ iPhone của tôi",
	"发自我的 iPhone", "发自我的小米手机", "从我的iPhone发送",
	"發自我的 iPhone", "從我的 iPhone 傳送", "获取 Outlook for iOS",
	"发送自 Windows 10 版邮件应用", "取得 iOS 版 Outlook",
	"iOS 版 Outlook を入手", "השג את Outlook עבור iOS",
	"Получить Outlook для iOS<https://aka.ms/o0ukef>",
	"iOS için Outlook'u edinin", "获取适用于 iOS 的 Outlook",
	"Envoyé depuis mon appareil Galaxy",
	"Von meinem/meiner Galaxy gesendet",
	"Lähetetty Galaxy-laitteesta", "Galaxyから送信",
	"Odesláno z mého zařízení Galaxy",
	"Gesendet von Yahoo Mail auf Android",
	"Wysłane z mojego Galaxy" };

START_TEST(what_a_device_adds_is_cut)
{
	for (guint i = 0; i < G_N_ELEMENTS(devices); i++) {
		g_autofree char *last = g_strconcat("9\nnice\n\n", devices[i],
		    "\n", NULL);
		g_autofree char *close = g_strconcat("9\nnice\n", devices[i],
		    NULL);
		g_autofree char *quoted = g_strconcat("9\nnice\n\n",
		    devices[i], "\n\n> old", NULL);

		expect(last, "9\nnice");
		expect(close, "9\nnice");
		expect(quoted, "9\nnice");
	}
}
END_TEST

START_TEST(sentences_that_begin_so_are_kept)
{
	expect_kept("Sent from my desk, which is easier than my phone.");
	expect_kept("Sent from my desk, secure in my chair");
	expect_kept("Sent by courier yesterday, never arrived.");
	expect_kept("Get well soon");
	expect_kept("Von meinem Zimmer sah man den See.");
	expect_kept("Le téléphone ne marche pas.");
	expect_kept("My iPhone was stolen in the spa.");
	expect_kept("I sent you a photo from my iPhone.");
	expect_kept("Enviado por mi jefe");
	expect_kept("Thank you!\nBest regards,\nAda King");
	expect_kept("9\n\nCheers\nAda");
}
END_TEST

START_TEST(signatures_are_cut)
{
	expect("9\n\n-- \nAda\nTel. 10", "9");
	expect("9\n\n-- \nAda\n\n\nKing & Sons\n\nLondon", "9");
	expect("9\n\n--\nAda", "9");
	expect("9\n\n--\nSent from my iPhone", "9");
	expect("9\n\n--", "9");
	expect("9\n\n—\nAda King", "9");
	expect("9\n\n__\nAda King", "9");
	expect("9\n\n-- \nAda\n\nOn 3/3/2025 14:05, Aurora Spa wrote:\n> x",
	    "9");
	expect("9\n\n____________\nAda King\nKing & Sons\nTel. +44 20 7946 "
	       "0000\nada@example.com",
	    "9");
	expect("9\n\n=====\nAda King\nwww.example.com", "9");
	expect("9\n\n---\nAda King\nada@example.com", "9");
}
END_TEST

START_TEST(dashes_of_a_persons_own_are_kept)
{
	expect_kept("one\n---\ntwo");
	expect_kept("9\n\n-----\nnice\n-----");
	expect_kept("- clean\n- quiet\n- near");
	expect_kept("this has -- in it");
	expect_kept("--\nAda");
	expect_kept("My points\n---------\nno towels\nwww.example.com");
	expect_kept("9\n-----\nYou can reach me at ada@example.com.");
	expect_kept("--> one\n--> two");
}
END_TEST

START_TEST(disclaimers_are_cut)
{
	static const char *const notices[] = {
		"This e-mail and any attachments are confidential and intended "
		"solely for the addressee. If you have received this "
		"message in "
		"error, please notify the sender and delete it.",
		"CONFIDENTIALITY NOTICE: The contents of this email "
		"message and "
		"any attachments are intended solely for the addressee(s)\nand "
		"may contain confidential and/or privileged information "
		"and may "
		"be legally protected from disclosure.",
		"Diese E-Mail enthält vertrauliche und/oder rechtlich "
		"geschützte Informationen. Wenn Sie nicht der richtige "
		"Adressat "
		"sind oder diese E-Mail irrtümlich erhalten haben, informieren "
		"Sie bitte sofort den Absender und vernichten Sie diese Mail.",
		"Ce message et toutes les pièces jointes sont confidentiels et "
		"établis à l'intention exclusive de ses destinataires. Si vous "
		"avez reçu ce message par erreur, merci de le détruire.",
		"Este mensaje y sus archivos adjuntos van dirigidos "
		"exclusivamente a su destinatario, pudiendo contener "
		"información confidencial. Si ha recibido este mensaje por "
		"error, le rogamos que nos lo notifique y lo elimine.",
		"Esta mensagem pode conter informação confidencial ou "
		"privilegiada. Se não for o destinatário, não está autorizado "
		"a usar a mensagem; recebeu por engano? Elimine-a.",
		"Questo messaggio è di carattere riservato ed è indirizzato "
		"esclusivamente al destinatario specificato. L'accesso, la "
		"diffusione o la copia da parte di altri è vietata.",
		"Dit bericht kan vertrouwelijke informatie bevatten en is "
		"uitsluitend bestemd voor de geadresseerde. Bent u dat niet, "
		"dan verzoeken wij u de afzender te waarschuwen en het bericht "
		"te verwijderen.",
		"Detta meddelande kan innehålla konfidentiell information och "
		"är endast avsett för mottagaren. Har du fått det av misstag, "
		"meddela avsändaren och radera det.",
		"Tämä viesti ja sen liitteet ovat luottamuksellisia ja "
		"tarkoitettu vain vastaanottajalle. Jos sait viestin "
		"erehdyksessä, ilmoita lähettäjälle ja poista viesti.",
		"Ta wiadomość jest przeznaczona wyłącznie dla adresata i może "
		"zawierać informacje poufne. Jeśli otrzymali ją Państwo "
		"omyłkowo, prosimy o jej usunięcie i powiadomienie nadawcy.",
		"Это сообщение содержит конфиденциальную информацию и "
		"предназначено только для адресата. Если вы получили его по "
		"ошибке, удалите его и сообщите отправителю.",
	};

	for (guint i = 0; i < G_N_ELEMENTS(notices); i++) {
		g_autofree char *text = g_strconcat("9\nnice\n\nAda\n\n",
		    notices[i], "\n", NULL);
		g_autofree char *ruled = g_strconcat("9\n\n__________\n",
		    notices[i], "\n\n> old", NULL);

		expect(text, "9\nnice\n\nAda");
		expect(ruled, "9");
	}
	expect_kept("This message is confidential: the pool was cold.");
	expect_kept("This message is for the manager: please delete the fee, "
		    "it was charged in error and I was not notified.");
	expect_kept("Warning: smoking was prohibited and nobody responsible; "
		    "please notify the manager.");
	expect_kept("Please note that the receptionist was rude to us, and "
		    "nobody told the manager, though we asked them twice.");
}
END_TEST

START_TEST(virus_scanners_are_cut)
{
	expect("9\n\nVirus-free. www.avast.com", "9");
	expect("9\n\n---\nThis email has been checked for viruses by Avast "
	       "antivirus software.\nhttps://www.avast.com/antivirus",
	    "9");
	expect("9\n\n---\nDiese E-Mail wurde von Avast Antivirus-Software auf "
	       "Viren geprüft.\nwww.avast.com",
	    "9");
	expect("9\n\nGaranti sans virus. www.avast.com\n"
	       "<https://www.avast.com/sig-email>",
	    "9");
	expect("9\n\nPlease consider the environment before printing this "
	       "email",
	    "9");
	expect("9\n\nNo virus found in this message.\nChecked by AVG - "
	       "www.avg.com\nVersion: 2012.0.1 / Virus Database: 2012/1 - "
	       "Release Date: 3/3/12",
	    "9");
	expect_kept("There was a virus going round the hotel.");
}
END_TEST

START_TEST(footers_of_mailing_lists_are_cut)
{
	expect("9\n\n_______________________________________________\n"
	       "spa mailing list\nspa@lists.example.com\n"
	       "http://lists.example.com/mailman/listinfo/spa",
	    "9");
	expect("9\n\n-- \nYou received this message because you are "
	       "subscribed to the Google Groups \"spa\" group.\n"
	       "To unsubscribe from this group and stop receiving emails",
	    "9");
	expect("9\n\n---\nYou are receiving this because you were mentioned.\n"
	       "Reply to this email directly or view it on GitHub:\n"
	       "https://github.com/x",
	    "9");
	expect_kept("unsubscribe");
	expect_kept("To unsubscribe is what I want");
}
END_TEST

static Suite *
quote_footer_suite(void)
{
	Suite *suite = suite_create("quote_footer");
	TCase *tests = tcase_create("quote_footer");

	tcase_add_test(tests, what_a_device_adds_is_cut);
	tcase_add_test(tests, sentences_that_begin_so_are_kept);
	tcase_add_test(tests, signatures_are_cut);
	tcase_add_test(tests, dashes_of_a_persons_own_are_kept);
	tcase_add_test(tests, disclaimers_are_cut);
	tcase_add_test(tests, virus_scanners_are_cut);
	tcase_add_test(tests, footers_of_mailing_lists_are_cut);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(quote_footer_suite());
}
