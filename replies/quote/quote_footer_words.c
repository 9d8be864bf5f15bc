/*
 * quote_footer_words.c - knows the lines that programs and companies add below
 * an answer by their words.
 *
 * Each table is extended by a line, and a case in test_quote_footer.c; they are
 * written as they are seen, and folded once (quote_fold.h). Called by
 * quote_footer.c and quote.c.
 */
#include "replies/quote/quote_footer.h"

#include <string.h>

#include "replies/quote/quote_fold.h"
#include "replies/quote/quote_words.h"

#define ADVERTISEMENT_MAX_BYTES 240
#define ADVERTISEMENT_MIN_BYTES 8 /* "iPhone" and more, in any script */
#define LIST_MIN_BYTES 18
#define SENTENCE_MAX_BYTES 100
#define OWN_MAX_WORDS 9
#define DISCLAIMER_MIN_BYTES 60
#define LEGAL_ENOUGH 3

/* Things mails are sent from, in a line that begins as quote_words.h has it. */
static const char *const devices[] = { "iphon", "ipad", "ipod", "ios",
	"macbook", "imac", "mac os", "android", "samsung", "galaxy", "huawei",
	"xiaomi", "redmi", "poco", "oneplus", "pixel", "nokia", "lumia", "htc",
	"blackberry", "motorola", "moto ", "sony", "xperia", "honor", "oppo",
	"realme", "vivo", "asus", "lenovo", "palm", "treo", "nexus", "windows",
	"outlook", "hotmail", "yahoo", "gmail", "googlemail", "proton", "mail",
	"aol", "spark", "sparrow", "superhuman", "zimbra", "polymail",
	"airmail", "canary", "edison", "typeapp", "boxer", "tutanota",
	"newton", "fastmail", "mailspring", "thunderbird", "front", "missive",
	"hey ", "nine", "workspace", "web.de", "gmx", "t-online", "freenet",
	"telekom", "verizon", "at&t", "t-mobile", "wireless", "phone",
	"fone", "mobil", "movil", "móvil", "cell", "handy", "handheld",
	"celular", "telefon", "telefoon", "téléphone", "telefono", "teléfono",
	"telefone", "puhelim", "laitteesta", "kännyk", "sovellu", "telephon",
	"tablet", "tablette", "device", "gerät", "appareil", "dispositiv",
	"toestel", "apparaat", "enhet", "enhed", "zařízení", "zariaden",
	"urządzen", "készülék", "uređaj", "naprav", "seade", "įrengin",
	"ierīc", "aplik", "applic", "app", "courrier", "correo", "пристро",
	"устройств", "телефон", "смартфон", "мобильн", "мобільн", "пошт",
	"почт", "устройство", "κινητό", "τηλέφωνο", "συσκευή", "cihaz",
	"telefonum", "手机", "手機", "邮箱", "郵箱", "邮件", "郵件", "客户端",
	"信箱", "网易", "新浪", "腾讯", "平板", "メール", "スマート", "携帯",
	"휴대", "메일", "스마트폰", "폰에서", "โทรศัพท์", "มือถือ", "อุปกรณ์",
	"هاتف", "جهاز", "بريد", "الجوال", "תקשורת", "טלפון", "נייד", "מכשיר",
	"الآيفون", "ايفون", "điện thoại", "thiết bị", "ponsel", "telepon",
	"telefon pintar", "smartfon", "výchozí", "mutt", "kmail", "roundcube",
	"console", "ricochet", "xplore", "bell.net", "virgin" };

/* Lines that stand as they are, or begin so. */
static const char *const stock[] = {
	/* virus scanners */
	"Virus-free. www.avast.com", "Virus-free.www.avast.com",
	"Virenfrei. www.avast.com", "Virenfrei.www.avast.com",
	"Garanti sans virus. www.avast.com", "Sans virus. www.avast.com",
	"Libre de virus. www.avast.com", "Livre de vírus. www.avast.com",
	"Privo di virus. www.avast.com", "Virusvrij. www.avast.com",
	"Virusfri. www.avast.com", "Virusfritt. www.avast.com",
	"Bez virů. www.avast.com", "Wolny od wirusów. www.avast.com",
	"Без вирусов. www.avast.com", "Vírusmentes. www.avast.com",
	"Virukseton. www.avast.com", "Virus-free. www.avg.com",
	"This email has been checked for viruses by",
	"This e-mail has been checked for viruses by",
	"This email was scanned by", "This message was scanned by",
	"This message has been scanned for viruses",
	"This email has been scanned by", "This e-mail was scanned",
	"This email is free from viruses and malware",
	"This message has been scanned by", "Scanned by MailScanner",
	"No virus found in this", "Checked by AVG",
	"Internal Virus Database is out of date",
	"Diese E-Mail wurde von Avast", "Diese Nachricht wurde auf Viren",
	"Diese E-Mail wurde auf Viren geprüft",
	"L'absence de virus dans ce courrier électronique",
	"Cet e-mail a été vérifié", "Ce message a été vérifié par",
	"Cet email a fait l'objet d'une analyse antivirus",
	"El software de antivirus Avast", "Este correo electrónico ha sido "
	"comprobado en busca de virus", "Este e-mail foi verificado",
	"Este email foi escaneado pelo Avast", "Este e-mail foi analisado",
	"Questa e-mail è stata controllata per individuare virus",
	"Questa email è stata esaminata alla ricerca di virus",
	"Deze e-mail is gecontroleerd op virussen",
	"Dit e-mailbericht is gecontroleerd op virussen",
	"Denna e-post har kontrollerats", "Detta epostmeddelande har sökts",
	"Denne e-mail er blevet kontrolleret for virus",
	"Denne e-posten er sjekket for virus",
	"Avast-virustorjunta on tarkistanut", "Tämä sähköposti on "
	"tarkistettu virusten varalta", "Tento e-mail byl zkontrolován",
	"Tento email bol skontrolovaný", "Ta wiadomość e-mail została "
	"sprawdzona", "Ta wiadomość została sprawdzona",
	"Ezt az e-mailt az Avast", "Acest e-mail a fost verificat",
	"Это сообщение проверено на вирусы", "Данное письмо проверено",
	"Это электронное письмо проверено", "Цей електронний лист перевірено",
	"Bu e-posta virüslere karşı", "此电子邮件没有病毒",
	"このEメールはアバスト",
	/* the environment */
	"Please consider the environment before printing",
	"Consider the environment before printing",
	"Please think of the environment before printing",
	"Think before you print", "Save a tree", "Go green, keep it on screen",
	"Bitte prüfen Sie, ob diese Mail wirklich ausgedruckt werden muss",
	"Bitte denken Sie an die Umwelt", "Denken Sie an die Umwelt",
	"Bitte prüfen Sie der Umwelt zuliebe",
	"Pensez à l'environnement avant d'imprimer",
	"Avant d'imprimer, pensez", "Pensez à la planète",
	"Antes de imprimir", "Por favor, piense en el medio ambiente",
	"Piense en el medio ambiente antes de imprimir",
	"Prima di stampare", "Rispetta l'ambiente", "Pensa all'ambiente",
	"Denk aan het milieu voordat", "Tänk på miljön innan",
	"Tænk på miljøet før", "Tenk på miljøet før",
	"Ajattele ympäristöä ennen", "Ajattele luontoa ennen",
	"Zastanów się, zanim wydrukujesz", "Zvažte prosím dopad na životní",
	/* links to go with an advertisement */
	"Yahoo Mail: ",
	"Get your own FREE website", "Do You Yahoo!?",
	"Do you Yahoo!?", "Get your email and see which of your friends",
	"Windows Live", "Invite your mail contacts to join your friends list",
	"Hotmail is redefining busy",
	"Get more out of the Web", "Never miss a thing. Make Yahoo",
	"Add your own signature", "Sign up for free at hotmail",
};

/* What nobody types, wherever it stands in a line. */
static const char *const links[] = { "www.avast.com", "//avast.com",
	"www.avg.com", "Virus Database:", "//aka.ms/o0ukef", "//aka.ms/ghei36",
	"//aka.ms/AAb9ysg", "overview.mail.yahoo.com/?.src=",
	"dangerous content by MailScanner" };

/* What people add to such a line, and what makes it a sentence otherwise. */
static const char *const excuses[] = { "excuse", "forgive", "sorry", "pardon",
	"apolog", "brevity", "typo", "an AT&T", "entschuldig", "désolé",
	"excusez", "disculp", "perdon", "desculp", "scus", "secure email",
	"sichere e-mail" };

/* With which the footer of a mailing list begins. */
static const char *const lists[] = {
	"You received this message because you are subscribed",
	"You received this message because you commented",
	"You received this email because you are subscribed",
	"You are receiving this because you",
	"To unsubscribe from this group and stop receiving",
	"To unsubscribe from this list: send the line",
	"To unsubscribe, send a message", "To unsubscribe, e-mail:",
	"To unsubscribe, send an email to", "For additional commands, e-mail:",
	"Unsubscribe options:", "Mailing list archives:",
	"To view this discussion on the web", "To post to this group, send",
	"To post to this list, send", "Visit this group at http",
	"Reply to this email directly", "View it on GitHub",
	"Sie erhalten diese Nachricht, weil Sie in Google Groups",
	"Vous recevez ce message, car vous êtes abonné",
	"Has recibido este mensaje porque estás suscrito",
	"Recebeu esta mensagem porque está inscrito",
	"Hai ricevuto questo messaggio perché sei iscritto",
	"Je ontvangt dit bericht omdat je",
	"Du får detta meddelande eftersom du prenumererar",
	"Вы получили это сообщение, поскольку подписаны",
};

/* How a disclaimer begins, or what is surely one. */
static const char *const disclaimers[] = { "this e-mail", "this email",
	"this message", "this mail", "this communication",
	"this electronic m", "this transmission", "the information",
	"the contents of this", "the content of this", "confidential",
	"disclaimer", "important notice", "important:", "notice:", "legal",
	"privileged", "privacy", "e-mail confidentiality", "warning",
	"if you are not the intended", "if you have received this",
	"if you received this", "any views or opinions", "any unauthori",
	"unless otherwise", "please note", "attention", "caution",
	"internet communications", "the sender", "any use", "we may monitor",
	"company registered", "registered in", "email transmission",
	"e-mail transmission", "although ", "whilst ", "email disclaimer",
	"diese e-mail", "diese mail", "diese nachricht", "dieses e-mail",
	"der inhalt dieser", "die information", "hinweis", "vertraulich",
	"rechtlicher hinweis", "sollten sie nicht", "wenn sie nicht der",
	"falls sie nicht", "haftungsausschluss", "wichtiger hinweis",
	"ce message", "ce courriel", "ce mail", "cet e-mail", "cet email",
	"le contenu de", "les informations", "l'information contenue",
	"avis", "avertissement", "confidentialité", "si vous n'êtes pas",
	"si vous avez reçu", "le présent", "toute utilisation",
	"este mensaje", "este correo", "este e-mail", "este email",
	"la información", "el contenido de", "aviso", "advertencia",
	"si usted no", "si ha recibido", "en cumplimiento", "de conformidad",
	"la presente", "esta mensagem", "as informações", "o conteúdo",
	"a informação", "se você não", "se recebeu", "este documento",
	"questo messaggio", "questa e-mail", "questa email", "le informazioni",
	"il contenuto", "il presente messaggio", "la presente", "ai sensi",
	"avviso", "avvertenza", "riservatezza", "nota di riservatezza",
	"qualora", "dit bericht", "dit e-mailbericht", "deze e-mail",
	"deze email", "de informatie", "de inhoud van", "indien u niet",
	"vertrouwelijk", "aan dit bericht", "detta meddelande",
	"detta mail", "detta e-post", "denna e-post", "informationen i",
	"denne e-mail", "denne mail", "denne e-post", "denne meddelelse",
	"denne meldingen", "dette er", "meddelelsen", "tämä viesti",
	"tämä sähköposti", "viesti on", "tämän viestin", "ta wiadomość",
	"niniejsza wiadomość", "treść tej wiadomości", "informacje zawarte",
	"niniejszy", "tato zpráva", "tento e-mail", "tento email",
	"informace obsažené", "obsah tohoto", "táto správa", "ez az e-mail",
	"ez az üzenet", "jelen", "a jelen", "acest mesaj", "acest e-mail",
	"informațiile", "это сообщение", "данное сообщение",
	"это электронное", "настоящее", "информация, содержащаяся",
	"содержание данного", "це повідомлення", "цей лист", "bu e-posta",
	"bu mesaj", "bu ileti", "το παρόν", "αυτό το", "οι πληροφορίες",
	"ova poruka", "to sporočilo", "this e mail", "本邮件", "本郵件",
	"本电子邮件", "此邮件", "此郵件", "このメール", "本メール",
	"이 메일", "본 메일", "이 이메일", "본 이메일", "email ini",
	"e-mail ini", "pesan ini", "thư này", "email này", "tegeleg" };

/* Without one of them it is none: it is about who may read it. */
static const char *const secret[] = { "confiden", "intended", "addressee",
	"recipient", "privileged", "vertraulich", "adressat", "empfänger",
	"destinatai", "destinatari", "riservat", "vertrouwelijk",
	"geadresseerde", "konfidentiell", "mottagare", "fortrolig", "modtager",
	"mottaker", "luottamuksel", "vastaanottaj", "poufn", "adresat",
	"odbiorc", "důvěrn", "dôvern", "bizalmas", "címzett", "конфиден",
	"конфіден", "адресат", "получател", "отримувач", "gizli", "alıcı",
	"εμπιστευτικ", "παραλήπτ", "povjerljiv", "primatelj", "zaupn",
	"prejemnik", "konfidents", "konfidenc", "保密", "机密", "機密",
	"收件人", "宛先", "秘密", "기밀", "수신", "rahasia", "penerima",
	"bảo mật", "người nhận" };

/* Three of them make it one. */
static const char *const legal[] = { "confidential", "intended recipient",
	"intended only", "intended solely", "intended for", "addressee",
	"privileged", "unauthori", "prohibited", "disclos", "notify",
	"received this", "in error", "delete", "liabil", "disseminat",
	"solely for", "responsib", "virus", "copying", "legally",
	"proprietary", "not the named", "registered", "monitor",
	"vertraulich", "empfänger", "adressat", "unbefugt", "nicht gestattet",
	"irrtümlich", "vernichten", "löschen", "rechtlich", "weitergabe",
	"benachrichtigen", "informieren sie", "confidentiel", "destinataire",
	"erreur", "détrui", "avertir", "interdit", "strictement",
	"diffusion", "supprimer", "expéditeur", "responsab",
	"confidencial", "destinatari", "prohibi", "borr", "elimin",
	"proteger", "por error", "por engano", "remitente", "remetente",
	"notifi", "privilegiad", "datos personales", "divulga", "proibid",
	"riservat", "esclusiv", "errore", "vietat", "cancell", "mittente",
	"diffusione", "distru", "vertrouwelijk", "geadresseerde", "bestemd",
	"vergissing", "verboden", "verwijderen", "afzender", "vernietigen",
	"openbaar", "konfidentiell", "mottagare", "avsedd", "radera",
	"sekretess", "avsändare", "fortrolig", "modtager", "mottaker",
	"slet", "slett", "afsender", "avsender", "fejl", "feil",
	"luottamuksel", "vastaanottaj", "tarkoitettu", "poista", "tuho",
	"lähettäjä", "salassa", "erehdyk", "poufn", "adresat", "zabronion",
	"usun", "nadawc", "omyłk", "odbiorc", "důvěrn", "adresát", "omyl",
	"odesílatel", "smaž", "vymaž", "zakázán", "dôvern", "príjemc",
	"bizalmas", "címzett", "tiltott", "törölj", "confidenț", "eroare",
	"șterge", "конфиденциальн", "адресат", "ошиб", "удал", "запрещен",
	"получател", "отправител", "конфіденційн", "отримувач", "помилк",
	"видал", "gizli", "alıcı", "yanlışlıkla", "silin", "yasak",
	"εμπιστευτικ", "παραλήπτ", "διαγράψ", "απαγορεύ", "povjerljiv",
	"primatelj",
	"greškom", "zaupn", "prejemnik", "保密", "机密", "機密", "收件人",
	"删除", "刪除", "误", "机密情報", "宛先", "削除", "秘密", "기밀",
	"수신", "삭제", "rahasia", "penerima", "hapus", "bảo mật",
	"người nhận" };

/* Lists of the tables above, folded. */
static char **folded_devices, **folded_stock, **folded_links, **folded_excuses,
    **folded_lists, **folded_disclaimers, **folded_secret, **folded_legal;

static char **
fold_all(const char *const *list, gsize n)
{
	char **folded = g_new0(char *, n + 1);

	for (gsize i = 0; i < n; i++)
		folded[i] = quote_fold(list[i], ADVERTISEMENT_MAX_BYTES);
	return folded;
}

static void
prepare(void)
{
	static gsize done;

	if (!g_once_init_enter(&done))
		return;
	folded_devices = fold_all(devices, G_N_ELEMENTS(devices));
	folded_stock = fold_all(stock, G_N_ELEMENTS(stock));
	folded_links = fold_all(links, G_N_ELEMENTS(links));
	folded_excuses = fold_all(excuses, G_N_ELEMENTS(excuses));
	folded_lists = fold_all(lists, G_N_ELEMENTS(lists));
	folded_disclaimers = fold_all(disclaimers, G_N_ELEMENTS(disclaimers));
	folded_secret = fold_all(secret, G_N_ELEMENTS(secret));
	folded_legal = fold_all(legal, G_N_ELEMENTS(legal));
	g_once_init_leave(&done, 1);
}

static gboolean
begins(char *const *list, const char *folded)
{
	for (; *list != NULL; list++)
		if (**list == *folded && g_str_has_prefix(folded, *list))
			return TRUE;
	return FALSE;
}

static guint
count(char *const *list, const char *folded, guint enough)
{
	guint n = 0;

	for (; *list != NULL && n < enough; list++)
		n += strstr(folded, *list) != NULL;
	return n;
}

/* "Sent from my Wiko": a device that the table does not know. */
static gboolean
is_somebodys(const char *folded)
{
	static const char *const own[] = { " my ", " mi ", " mon ", " ma ",
		" meinem ", " meiner ", " min ", " mit ", " mijn ", " mio ",
		" mia ", " meu ", " minha ", " mojego ", " mojej ", " meho ",
		" mojho ", " mojeg ", " moj ", " моего ", " моей ", " мого ",
		" моєї " };
	guint blanks = 0;

	for (const char *at = folded; *at != '\0'; at++)
		blanks += *at == ' ';
	if (blanks >= OWN_MAX_WORDS || strchr(folded, ',') != NULL)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(own); i++)
		if (strstr(folded, own[i]) != NULL)
			return TRUE;
	return FALSE;
}

/* "Sent from my desk, it is easier than a phone" is a sentence. */
static gboolean
is_sentence(const char *folded)
{
	const char *comma = strstr(folded, ", ");

	if (comma != NULL && count(folded_excuses, comma, 1) == 0)
		return TRUE;
	return strlen(folded) > SENTENCE_MAX_BYTES &&
	    strstr(folded, "http") == NULL;
}

gboolean
quote_footer_advertises(const char *folded)
{
	g_autofree char *line = NULL;
	gsize n = strlen(folded);

	if (n < ADVERTISEMENT_MIN_BYTES || n > ADVERTISEMENT_MAX_BYTES)
		return FALSE;
	prepare();
	/* "[Sent from my iPhone]", "Get [Outlook for iOS](https://...)" */
	line = g_strdup(folded + strspn(folded, " _-|+\"<"));
	g_strdelimit(line, "[]()<>", ' ');
	g_strstrip(line);
	for (char *blanks; (blanks = strstr(line, "  ")) != NULL;)
		memmove(blanks, blanks + 1, strlen(blanks));
	if (begins(folded_stock, line) || count(folded_links, line, 1) > 0)
		return TRUE;
	if (!quote_words_advertise(line) || is_sentence(line))
		return FALSE;
	return is_somebodys(line) || count(folded_devices, line, 1) > 0;
}

gboolean
quote_footer_lists(const char *folded)
{
	if (strlen(folded) < LIST_MIN_BYTES)
		return FALSE;
	prepare();
	return begins(folded_lists, folded + strspn(folded, " _-"));
}

gboolean
quote_footer_disclaims(const char *folded)
{
	folded += strspn(folded, " _-[(+\"=#");
	if (strlen(folded) < DISCLAIMER_MIN_BYTES)
		return FALSE;
	prepare();
	return begins(folded_disclaimers, folded) &&
	    count(folded_secret, folded, 1) > 0 &&
	    count(folded_legal, folded, LEGAL_ENOUGH) >= LEGAL_ENOUGH;
}
