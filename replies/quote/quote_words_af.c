/*
 * quote_words_af.c - what mail programs write around a quote,
 * Afrikaans to Finnish.
 *
 * The columns are told in quote_words.h, which lists the files.
 */
#include "replies/quote/quote_words.h"

const struct quote_language quote_words_af[] = {
	{ .code = "af",
	    .opener = "Op",
	    .verb = "geskryf|het geskryf",
	    .from = "Van",
	    .sent = "Gestuur|Datum",
	    .to = "Aan",
	    .cc = "Afskrif",
	    .subject = "Onderwerp",
	    .original = "Oorspronklike boodskap",
	    .forwarded = "Aangestuurde boodskap",
	    .device = "Gestuur vanaf my|Gestuur van my" },
	{ .code = "ar",
	    .opener = "في|بتاريخ|يوم",
	    .verb = "كتب|كتبت|كتب/كتبت|تمت كتابة ما يلي بواسطة|كَتَبَ|أرسل",
	    .from = "من|المرسل",
	    .sent = "التاريخ|تاريخ الإرسال|تم الإرسال|أُرسلت|مرسل|الإرسال",
	    .to = "إلى|المرسل إليه",
	    .cc = "نسخة|نسخة إلى",
	    .subject = "الموضوع",
	    .original = "الرسالة الأصلية|رسالة أصلية",
	    .forwarded = "رسالة معاد توجيهها|الرسالة المعاد توجيهها|"
			 "بدء الرسالة المعاد توجيهها|الرسالة المُحوَّلة",
	    .device = "أُرسلت من الـ|أرسلت من|مُرسل من|تم الإرسال من|"
		      "أرسل من|الحصول على Outlook|احصل على Outlook" },
	{ .code = "az",
	    .verb = "yazdı|yazıb",
	    .from = "Kimdən",
	    .sent = "Göndərildi|Tarix",
	    .to = "Kimə",
	    .subject = "Mövzu",
	    .original = "Orijinal mesaj",
	    .forwarded = "Yönləndirilmiş mesaj" },
	{ .code = "be",
	    .verb = "напісаў|напісала|піша",
	    .from = "Ад|Ад каго",
	    .sent = "Адпраўлена|Дата",
	    .to = "Каму",
	    .subject = "Тэма",
	    .original = "Зыходнае паведамленне",
	    .forwarded = "Перасланае паведамленне" },
	{ .code = "bg",
	    .opener = "На",
	    .verb = "написа|написала|написал|пише",
	    .from = "От",
	    .sent = "Изпратено|Дата|Изпратено на",
	    .to = "До",
	    .cc = "Копие",
	    .subject = "Относно|Тема",
	    .original = "Оригинално писмо|Оригинално съобщение|"
			"Първоначално съобщение",
	    .forwarded = "Препратено съобщение|Препратено писмо|"
			 "Начало на препратеното съобщение",
	    .device = "Изпратено от|Изпратено с|Вземете Outlook|"
		      "Получете Outlook" },
	{ .code = "bn", .verb = "লিখেছেন|লিখেছে" },
	{ .code = "ca",
	    .opener = "El|El dia|Missatge de|Dia",
	    .verb = "va escriure|ha escrit|escrigué|escriu|Missatge de",
	    .from = "De",
	    .sent = "Enviat|Enviat el|Data|Data d'enviament",
	    .to = "Per a|A|Per|Per A",
	    .cc = "A/c|Còpia",
	    .subject = "Assumpte|Tema",
	    .original = "Missatge original",
	    .forwarded = "Missatge reenviat|Inici del missatge reenviat",
	    .device = "Enviat des de|Enviat des del|Enviat amb|"
		      "Obtén l'Outlook|Obteniu l'Outlook" },
	{ .code = "cs",
	    .opener = "Dne|Dňa",
	    .verb = "napsal|napsala|napsal(a)|napsali|píše",
	    .from = "Od|Odesílatel",
	    .sent = "Odesláno|Datum|Posláno|Odeslané",
	    .to = "Komu|Příjemce",
	    .cc = "Kopie",
	    .subject = "Předmět|Věc",
	    .original = "Původní zpráva|Původní e-mail|Původní email|"
			"Originální zpráva",
	    .forwarded = "Přeposlaná zpráva|Předaná zpráva|"
			 "Začátek přeposílané zprávy|"
			 "Začátek přeposlané zprávy",
	    .device = "Odesláno z|Odesláno ze|Odesláno pomocí|"
		      "Posláno z|Posláno z mého|Získejte Outlook|"
		      "Získat Outlook|Stáhněte si Outlook" },
	{ .code = "cy",
	    .opener = "Ar",
	    .verb = "ysgrifennodd|ysgrifenwyd|ysgrifennwyd",
	    .from = "Oddi wrth|Gan|O",
	    .sent = "Anfonwyd|Dyddiad",
	    .to = "At|I",
	    .subject = "Pwnc|Testun",
	    .original = "Neges Wreiddiol",
	    .forwarded = "Neges a Anfonwyd Ymlaen|Neges a Ddanfonwyd Ymlaen",
	    .device = "Anfonwyd o fy|Anfonwyd o'm" },
	{ .code = "da",
	    .opener = "Den|D.|På",
	    .verb = "skrev|skrev følgende|har skrevet|Citat",
	    .from = "Fra",
	    .sent = "Sendt|Dato|Afsendt",
	    .to = "Til",
	    .cc = "Kopi",
	    .subject = "Emne",
	    .original = "Oprindelig meddelelse|Original meddelelse|"
			"Oprindelig besked|Oprindelig mail|"
			"Den oprindelige meddelelse|"
			"Oprindelig e-mail",
	    .forwarded = "Videresendt meddelelse|Videresendt besked|"
			 "Videresendt mail|"
			 "Start på videresendt besked",
	    .device = "Sendt fra min|Sendt fra mit|Sendt fra Outlook|"
		      "Sendt fra Mail|Sendt fra Yahoo|Sendt fra iPhone|"
		      "Sendt fra iPad|Sendt med Proton|Hent Outlook|"
		      "Få Outlook|Sendt via|Sendt fra Samsung|"
		      "Sendt fra Android|Sendt med" },
	{ .code = "de",
	    .opener = "Am|Zitat von|Den",
	    .verb = "schrieb|schrieb am|hat geschrieben|schreibt|"
		    "geschrieben|Zitat von",
	    .from = "Von|Absender",
	    .sent = "Gesendet|Gesendet am|Datum|Verschickt|Versendet",
	    .to = "An|Empfänger",
	    .cc = "Kopie|Kopie an|CC an",
	    .subject = "Betreff|Betr.",
	    .original = "Ursprüngliche Nachricht|Originalnachricht|"
			"Original-Nachricht|Original Nachricht|"
			"Urspruengliche Nachricht|Antwort Nachricht|"
			"Ursprüngliche Mail|Ursprüngliche E-Mail|"
			"Originalmail|Original-Mail|Originaltermin|"
			"Ursprünglicher Termin|Original E-Mail|"
			"Originale Nachricht|"
			"Bitte antworten Sie oberhalb dieser Zeile|"
			"Bitte geben Sie Ihre Antwort oberhalb dieser "
			"Zeile ein",
	    .forwarded = "Weitergeleitete Nachricht|"
			 "Weitergeleitete Mail|Weitergeleitete E-Mail|"
			 "Anfang der weitergeleiteten Nachricht|"
			 "Anfang der weitergeleiteten E-Mail|"
			 "Beginn der weitergeleiteten Nachricht",
	    .device = "Von meinem~gesendet|Von meiner~gesendet|"
		      "Gesendet von|Gesendet mit|Gesendet vom|"
		      "Gesendet aus|Gesendet über|Outlook für~beziehen|"
		      "Holen Sie sich Outlook|Outlook für~herunterladen|"
		      "Diese Nachricht wurde von mein~gesendet|"
		      "Diese E-Mail wurde von mein~gesendet|"
		      "Diese Nachricht wurde mit~gesendet|"
		      "Von iPhone gesendet|Von iPad gesendet|"
		      "Unterwegs gesendet|Mobil gesendet|Von~Mail gesendet|"
		      "Von Yahoo~gesendet|"
		      "Versendet mit|Verschickt von mein|"
		      "Gesendet iPhone|Hol dir Outlook" },
	{ .code = "el",
	    .opener = "Στις|Την|Στίς",
	    .verb = "έγραψε|έγραψες|έγραψαν|έγραψε τα εξής",
	    .from = "Από|Αποστολέας",
	    .sent = "Στάλθηκε|Ημερομηνία|Αποστολή|Ημ/νία|Εστάλη",
	    .to = "Προς|Παραλήπτης",
	    .cc = "Κοιν.|Κοινοποίηση",
	    .subject = "Θέμα",
	    .original = "Αρχικό μήνυμα|Πρωτότυπο μήνυμα",
	    .forwarded = "Προωθημένο μήνυμα|Έναρξη προωθημένου μηνύματος|"
			 "Προωθούμενο μήνυμα|Μήνυμα που προωθήθηκε",
	    .device = "Στάλθηκε από|Στάλθηκε από το|Αποστολή από|"
		      "Εστάλη από|Αποκτήστε το Outlook|Λήψη του Outlook" },
	{ .code = "en",
	    .opener = "On|At|Quoting|In message|Message from|In a message",
	    .verb = "wrote|sent|said|writes|wrote the following|"
		    "has written|Quoting|Message from|replied",
	    .from = "From|Sender",
	    .sent = "Sent|Date|Sent at|Sent on|Sent date|Date sent",
	    .to = "To|Recipient|Recipients|Delivered-To",
	    .cc = "Cc|Bcc|Reply-To|Reply To|Importance|Priority|"
		  "Attachments|X-Mailer|Message-ID|Organization|Sensitivity|"
		  "In-Reply-To|Mailed-By|Signed-By",
	    .subject = "Subject",
	    .original = "Original Message|Original|Original Mail|"
			"Original Email|Original E-mail|"
			"Original Appointment|Original message follows|"
			"Reply Message|Reply|Replied Message|"
			"In reply to|Previous message|"
			"Original Message Follows|Message History|"
			"Original text|Original Message Text|"
			"End of Original Message|Reply Separator|"
			"Do not write below this line|"
			"Please do not write below this line",
	    .forwarded = "Forwarded Message|Forwarded message follows|"
			 "Begin forwarded message|Forwarded|"
			 "Forwarded by|Forwarded mail|Forwarded email|"
			 "Forwarded conversation|Forwarding Message|"
			 "Start of forwarded message|Fwd|"
			 "Forward Message|"
			 "Note: forwarded message attached|"
			 "Original forwarded message",
	    .device = "Sent from my|Sent from Mail|Sent from Outlook|"
		      "Sent from Yahoo|Sent from AOL|Sent from Samsung|"
		      "Sent from Proton|Sent with Proton|Sent from Gmail|"
		      "Sent from iPhone|Sent from iPad|Sent from iOS|"
		      "Sent from Android|Sent from a|Sent from an|"
		      "Sent from Nine|Sent from Spark|Sent from myMail|"
		      "Sent from Polymail|Sent from BlackBerry|"
		      "Sent from Galaxy|Sent from Huawei|Sent from Xiaomi|"
		      "Sent from Windows|Sent from Hotmail|"
		      "Sent from Surface|Sent from Zimbra|Sent from Front|"
		      "Sent from Email|Sent from Superhuman|Sent from HEY|"
		      "Sent from Tutanota|Sent from Edison|Sent from TypeApp|"
		      "Sent from Blue|Sent from Newton|Sent from Boxer|"
		      "Sent from Canary|Sent from Mailspring|"
		      "Sent from Airmail|Sent from BlueMail|Sent from Fair|"
		      "Sent from FairEmail|Sent from K-9|Sent from the|"
		      "Sent from Workspace|Sent from Apple|"
		      "Sent from Thunderbird|Sent from Aqua|"
		      "Sent with|Sent via|Sent using|Sent by|"
		      "Sent wirelessly|Sent on the|Sent on my|"
		      "Sent from~Mail|Sent from~iPhone|Sent from~Android|"
		      "Sent from~app|Sent from~phone|Sent from~mobile|"
		      "Get Outlook for|Get Outlook|"
		      "Get BlueMail|Get TypeApp|Get Newton|"
		      "Download Outlook|Composed on|Typed on~phone|"
		      "Written on my~phone|Sent through|Sent securely|"
		      "Via iPhone|From my iPhone|From my iPad|"
		      "From my Android|From my BlackBerry|"
		      "From my Samsung|From my mobile phone|"
		      "Yahoo Mail: Search, Organize, Conquer|"
		      "Mailed with|Posted from my|Securely sent|"
		      "Please excuse~brevity|Please excuse~typos|"
		      "Please forgive~typos|Secured by|"
		      "Sent while mobile|Sent from Cloud|"
		      "Sent from Gmail Mobile|Get the Outlook" },
	{ .code = "eo",
	    .opener = "Je|La",
	    .verb = "skribis",
	    .from = "De",
	    .to = "Al",
	    .subject = "Temo" },
	{ .code = "es",
	    .opener = "El|El día|Con fecha|Mensaje de|Citando",
	    .verb = "escribió|escribio|escribió lo siguiente|ha escrito|"
		    "escribe|Citando|envió|escribiste",
	    .from = "De|Remitente|Enviado por",
	    .sent = "Enviado|Enviado el|Enviada el|Fecha|Fecha de envío|"
		    "Enviados",
	    .to = "Para|A|Destinatario",
	    .cc = "CC|Copia|Con copia",
	    .subject = "Asunto|Tema",
	    .original = "Mensaje original|Mensaje Original enviado|"
			"Correo original|Cita original|"
			"Por favor, responda por encima de esta línea",
	    .forwarded = "Mensaje reenviado|Inicio del mensaje reenviado|"
			 "Comienzo del mensaje reenviado|"
			 "Principio del mensaje reenviado|"
			 "Correo reenviado",
	    .device = "Enviado desde|Enviado con|Enviado de|Enviado vía|"
		      "Enviado por~móvil|Enviado mediante|Obtener Outlook|"
		      "Obtén Outlook|Descargar Outlook|"
		      "Obtenga Outlook|Mandado desde mi|Enviada desde" },
	{ .code = "et",
	    .verb = "kirjutas|kirjutas järgmist",
	    .from = "Saatja|Kellelt",
	    .sent = "Saadetud|Kuupäev|Saatmisaeg",
	    .to = "Adressaat|Saaja|Kellele",
	    .cc = "Koopia",
	    .subject = "Teema",
	    .original = "Algne sõnum|Algne kiri|Algsõnum|Originaalsõnum",
	    .forwarded = "Edastatud kiri|Edastatud sõnum|"
			 "Edastatud sõnumi algus|Edastatud kirja algus",
	    .device = "Saadetud minu|Saadetud~iPhone|Saadetud~Mail|"
		      "Saadetud~seadmest|Saadetud~telefonist|"
		      "Hankige Outlook|Saadetud~Samsung" },
	{ .code = "eu",
	    .verb = "idatzi du|igorleak idatzi zuen|idatzi zuen|"
		    "idatzi zuen:|idatzi dio",
	    .from = "Nork|Nondik|Igorlea|Bidaltzailea",
	    .sent = "Bidalia|Data|Bidaltze-data|Bidalita",
	    .to = "Nori|Hartzailea|Nora",
	    .subject = "Gaia",
	    .original = "Jatorrizko mezua",
	    .forwarded = "Birbidalitako mezua",
	    .device = "Nire~bidalia|Bidalia" },
	{ .code = "fa",
	    .opener = "در تاریخ|در|روز",
	    .verb = "نوشت|نوشته است|نوشته شد|نوشتند",
	    .from = "از|فرستنده",
	    .sent = "تاریخ|ارسال شده|ارسال|فرستاده شده",
	    .to = "به|گیرنده",
	    .subject = "موضوع",
	    .original = "پیام اصلی",
	    .forwarded = "پیام هدایت شده|پیام بازفرستاده شده|"
			 "پیام فوروارد شده",
	    .device = "ارسال شده از|فرستاده شده از" },
	{ .code = "fi",
	    .verb = "kirjoitti|kirjoitti näin|kirjoittaa|Lainaus",
	    .from = "Lähettäjä|Keneltä|Mistä",
	    .sent = "Lähetetty|Päivämäärä|Päiväys|Pvm|Lähetysaika|Aika",
	    .to = "Vastaanottaja|Saaja|Kenelle|Vast.ott.",
	    .cc = "Kopio",
	    .subject = "Aihe|Otsikko",
	    .original = "Alkuperäinen viesti|Alkup. viesti|"
			"Alkuperäinen sähköposti|Vastausviesti|"
			"Alkuperäinen tapaaminen",
	    .forwarded = "Edelleenlähetetty viesti|Välitetty viesti|"
			 "Alkaa edelleenlähetetty viesti|"
			 "Välitetty viesti alkaa|"
			 "Edelleen lähetetty viesti",
	    .device = "Lähetetty iPhone|Lähetetty iPad|Lähetetty Android|"
		      "Lähetetty Samsung|Lähetetty laitteesta|"
		      "Lähetetty Outlook|Lähetetty Yahoo|"
		      "Lähetetty Windows|Lähetetty puhelime|"
		      "Lähetetty mobiili|Lähetetty matkapuhelime|"
		      "Lähetetty Huawei|Lähetetty Nokia|Lähetetty Galaxy|"
		      "Lähetetty minun|Lähetetty~sovelluksesta|"
		      "Lähetetty~puhelimesta|Lähetetty~laitteesta|"
		      "Lähetetty~laitteella|Lähetetty~palvelu|"
		      "Lähetetty Proton|Hanki Outlook|Lähetetty Mail|"
		      "Lähetetty sähköposti|Lähetetty OnePlus|"
		      "Lähetetty Honor|Lähetetty kännykä|"
		      "Lataa Outlook|Lähetetty Gmail" },
	{ .code = NULL },
};
