/*
 * auto_words.c - the tables of what automatic replies say.
 *
 * A person's answer to such a note has the same words in its subject, behind
 * "Re:"; so has a talk about holidays in its text. Hence subjects must begin
 * so, and texts in their first sentence. To extend a table: a word, folded by
 * bounce_fold(), and a case in tests/unit/test_auto_reply.c. Called by
 * auto_reply.c.
 */
#include "replies/auto_words.h"

#include <string.h>

#include "base/text.h"
#include "replies/bounce_words.h"

#define HEAD_MAX_BYTES 1200
#define OPENING_MAX_BYTES 400 /* in which a machine says that it is one */
#define GREETING_MAX_BYTES 60

/* At the beginning of a subject. */
static const char *const first[] = {
	"out of office", "out of the office", "out-of-office", "outofoffice",
	"ooo:", "ooo -", "i am out of", "i'm out of", "i am away", "i'm away",
	"away from the office", "away from my mail", "away from my desk",
	"away from office", "away from e-mail", "away from email",
	"away message", "away until", "on vacation until", "on vacation:",
	"on vacation from", "on vacation -", "on holiday until", "on holiday:",
	"on holiday from", "on annual leave", "on leave:", "on leave until",
	"on leave from", "on maternity leave", "on parental leave",
	"on business trip", "vacation:", "vacation until", "vacation notice",
	"holiday notice", "annual leave", "currently away", "currently out",
	"automatic reply", "automatic response", "automatic answer",
	"automatic message", "automatic confirmation", "automated reply",
	"automated response", "automated message", "auto reply", "auto-reply",
	"autoreply", "auto response", "auto-response", "autoresponse",
	"auto responder", "auto-responder", "autoresponder", "autoanswer",
	"auto answer", "[auto]", "[auto-reply]", "(auto-reply)",
	"no longer works", "no longer with", "no longer employed",
	"no longer at", "i no longer work", "left the company",
	"has left the company", "abwesenheit", "abwesend", "abwesenheitsnotiz",
	"automatische antwort", "automatische nachricht",
	"automatisch generierte", "automatische eingangsbest", "außer haus",
	"nicht im büro", "im urlaub:", "im urlaub bis", "im urlaub vom",
	"urlaub bis", "urlaubsmeldung", "urlaub:", "urlaubsnotiz",
	"urlaubsvertretung", "außer dem haus", "ich bin nicht im",
	"réponse automatique", "reponse automatique", "réponse auto",
	"message automatique", "absence du bureau", "absent du bureau",
	"absence:", "absence :", "absent :", "absente :", "en congé:",
	"en congé :", "en congé jusqu", "en congé du", "en congés:",
	"en congés :", "en congés jusqu", "en congés du", "je suis absent",
	"je suis en congé", "message d'absence", "notification d'absence",
	"notice d'absence", "avis d'absence", "absent(e)", "hors du bureau",
	"respuesta automática", "respuesta automatica",
	"contestación automática", "mensaje automático", "fuera de la oficina",
	"fuera de oficina", "ausente de la oficina", "ausencia",
	"estoy de vacaciones", "de vacaciones:", "de vacaciones hasta",
	"vacaciones:", "autorespuesta", "auto-respuesta",
	"resposta automática", "resposta automatica", "mensagem automática",
	"mensagem automatica", "fora do escritório", "fora do escritorio",
	"ausência", "ausente", "estou de férias", "de férias:",
	"de férias até", "férias:", "ausência temporária",
	"automaattinen vastaus", "automaattivastaus",
	"automaattinen poissaolo", "poissa toimistosta", "poissaoloilmoitus",
	"poissaolo", "poissa:", "poissa ", "olen poissa", "olen lomalla",
	"lomalla:", "lomaviesti", "autosvar", "automatiskt svar",
	"automatiskt svarsmeddelande", "frånvaro", "frånvarande",
	"ej på kontoret", "ej tillgänglig", "inte på kontoret", "semester:",
	"på semester:", "automatisk svar", "automatisk besked", "fraværende",
	"fravær", "ikke til stede", "ikke på kontoret", "på ferie:", "ferie:",
	"fraværsmelding", "automatisch antwoord", "automatische reactie",
	"automatisch bericht", "afwezig", "afwezigheid", "niet aanwezig",
	"niet op kantoor", "buiten kantoor", "vakantie:",
	"risposta automatica", "messaggio automatico", "fuori sede",
	"fuori ufficio", "assente", "assenza", "in ferie:", "in ferie fino",
	"automatyczna odpowiedź", "automatyczna odpowiedz", "autoodpowiedź",
	"odpowiedź automatyczna", "poza biurem", "nieobecność", "nieobecny",
	"urlop:", "automatická odpověď", "automatická odpoveď",
	"automaticka odpoved", "mimo kancelář", "nepřítomen", "nepřítomnost",
	"mimo kancelárie", "dovolená:", "dovolenka:", "automatikus válasz",
	"házon kívül", "irodán kívül", "szabadság:", "távollét",
	"răspuns automat", "raspuns automat", "în afara biroului",
	"absent din birou", "concediu:", "автоответ", "автоматический ответ",
	"автоматична відповідь", "автоматичен отговор",
	"автоматическое уведомление", "нет на месте", "не на месте",
	"вне офиса", "отсутствие на работе", "отсутствую", "в отпуске",
	"я в отпуске", "отпуск:", "відпустка:", "поза офісом", "извън офиса",
	"аутоматски одговор", "automatski odgovor", "automatski odgovor:",
	"samodejni odgovor", "odsutan", "odsoten", "izvan ureda",
	"automatinis atsakymas", "automātiskā atbilde", "automatiska atbilde",
	"atvaļinājums", "atvalinājums", "atvalinajums", "ārpus biroja",
	"arpus biroja", "prombūtn", "automaatvastus", "kontorist väljas",
	"puhkusel", "automaatne vastus", "αυτόματη απάντηση", "εκτός γραφείου",
	"απουσία", "otomatik yanıt", "otomatik cevap", "ofis dışında",
	"ofis dışı", "izindeyim", "תשובה אוטומטית", "מענה אוטומטי",
	"מחוץ למשרד", "رد تلقائي", "الرد التلقائي", "خارج المكتب",
	"پاسخ خودکار", "自動応答", "自動返信", "自動返答", "不在通知", "不在:", "不在のお知らせ", "休暇:",
	"休暇の", "休暇中", "自动回复", "自动答复", "自動回覆", "自動回复", "休假:", "休假中", "外出:",
	"不在办公室", "자동 회신", "자동 응답", "자동회신", "자동응답", "부재 중", "부재중",
	"ตอบกลับอัตโนมัติ", "ไม่อยู่ที่สำนักงาน", "trả lời tự động",
	"thư trả lời tự động", "vắng mặt", "balasan otomatis",
	"jawapan automatik", "di luar kantor", "স্বয়ংক্রিয় উত্তর",
	"स्वचालित उत्तर", "automatische reaksie", NULL };

/* Anywhere in a subject that is no "Re: ...". */
static const char *const anywhere[] = {
	"automatic reply", "automatic response", "automated reply",
	"automated response", "auto-reply", "autoreply", "auto reply",
	"auto-response", "autoresponse", "autoresponder",
	"out of office autoreply", "out of office reply", "out of office:",
	"out of the office", "(out of office)", "[out of office]",
	"vacation reply", "vacation message", "vacation notice",
	"vacation response", "away message", "automatische antwort",
	"abwesenheitsnotiz", "abwesenheitsmeldung", "abwesenheitsassistent",
	"réponse automatique", "message d'absence", "respuesta automática",
	"resposta automática", "automaattinen vastaus", "poissaoloilmoitus",
	"autosvar", "automatiskt svar", "automatisk svar",
	"automatisch antwoord", "afwezigheidsbericht", "risposta automatica",
	"automatyczna odpowiedź", "automatická odpověď", "automatikus válasz",
	"автоответ", "автоматический ответ", "自動応答", "自動返信", "自动回复", "自動回覆",
	"자동 회신", NULL };

/* There too: receipts, tickets, who asks to be confirmed. */
static const char *const machines[] = {
	"we have received your", "we've received your", "we received your",
	"your request has been received", "your request was received",
	"your message has been received", "your email has been received",
	"your e-mail has been received", "your enquiry has been received",
	"your inquiry has been received", "request received",
	"message received", "email received", "ticket received",
	"ticket created", "new ticket created", "support ticket opened",
	"case created", "case received", "received: [", "[request received]",
	"[ticket received]", "thank you for contacting",
	"thanks for contacting", "thank you for your email",
	"thank you for your e-mail", "thank you for your message",
	"thank you for your enquiry", "thank you for your inquiry",
	"thank you for your request", "thank you for writing",
	"thank you for getting in touch", "thanks for your email",
	"thanks for getting in touch", "acknowledgement", "acknowledgment",
	"confirmation of receipt", "receipt confirmation",
	"eingangsbestätigung", "empfangsbestätigung",
	"ihre anfrage ist eingegangen", "ihre nachricht ist eingegangen",
	"wir haben ihre", "bestätigung ihrer anfrage",
	"bestätigung des eingangs", "vielen dank für ihre anfrage",
	"vielen dank für ihre nachricht", "vielen dank für ihre e-mail",
	"danke für ihre anfrage", "accusé de réception", "accuse de reception",
	"nous avons bien reçu", "votre demande a bien été",
	"votre message a bien été", "merci pour votre message",
	"merci de votre message", "merci de nous avoir contact",
	"acuse de recibo", "hemos recibido su", "hemos recibido tu",
	"gracias por contactar", "gracias por su mensaje",
	"confirmação de recebimento", "confirmação de receção",
	"recebemos a sua", "recebemos sua", "obrigado pelo seu contato",
	"obrigado por entrar em contato", "obrigado pelo contacto",
	"kiitos yhteydenotostasi", "kiitos viestistäsi",
	"viestisi on vastaanotettu", "yhteydenottosi on vastaanotettu",
	"vastaanottokuittaus", "tack för ditt mejl",
	"tack för ditt meddelande", "vi har mottagit", "vi har tagit emot",
	"tak for din henvendelse", "takk for din henvendelse",
	"vi har modtaget", "vi har mottatt", "bedankt voor uw bericht",
	"bedankt voor je bericht", "wij hebben uw", "ontvangstbevestiging",
	"abbiamo ricevuto", "grazie per averci contattat",
	"conferma di ricezione", "otrzymaliśmy", "potwierdzenie otrzymania",
	"dziękujemy za kontakt", "ваше обращение", "ваше письмо получено",
	"мы получили ваш", "ваша заявка", "お問い合わせありがとう", "お問い合わせを受け付け", "受付完了",
	"已收到您的", "read: ", "not read: ", "deleted: ", "read receipt",
	"disposition notification", "return receipt (displayed)",
	"message read", "message opened", "gelesen: ", "nicht gelesen: ",
	"gelesen (", "lesebestätigung", "lu: ", "lu : ",
	"confirmation de lecture", "leído: ", "leido: ",
	"confirmación de lectura", "lido: ", "lida: ",
	"confirmação de leitura", "recibo de leitura", "luettu: ",
	"lukukuittaus", "läst: ", "læst: ", "lest: ", "gelezen: ",
	"leesbevestiging", "letto: ", "conferma di lettura", "przeczytano: ",
	"potwierdzenie przeczytania", "прочитано: ", "уведомление о прочтении",
	"開封確認", "开封", "已读: ", "your email requires verification",
	"your message requires verification", "verification required",
	"please verify your email to", "please confirm your message",
	"please confirm your email to", "confirm your message",
	"confirmation required", "sender verification", "[boxbe]",
	"challenge:", "verify#", "your mail to", "request for confirmation",
	"message awaiting moderator approval", "is held until the list",
	"awaits moderator approval", "posting to", NULL };

/* In the first lines of a text. */
static const char *const texts[] = {
	"this is an automatic", "this is an automated", "this is an auto-",
	"this is an autoreply", "this is an autoresponder",
	"this is a system generated", "this is a system-generated",
	"this message is automatically", "this message was automatically",
	"this message was generated automatically",
	"this email was automatically generated",
	"this e-mail was automatically generated",
	"this is automatically generated",
	"this email is automatically generated", "please do not reply to this",
	"do not reply to this", "do not respond to this",
	"please don't reply to this", "dies ist eine automatisch",
	"diese e-mail wurde automatisch", "diese nachricht wurde automatisch",
	"bitte antworten sie nicht auf diese",
	"ceci est une réponse automatique", "ceci est un message automatique",
	"merci de ne pas répondre à ce", "este es un mensaje automático",
	"esta es una respuesta automática", "no responda a este",
	"por favor no responda", "esta é uma mensagem automática",
	"esta é uma resposta automática", "não responda a este",
	"tämä on automaattinen", "älä vastaa tähän",
	"detta är ett automatiskt", "dette er en automatisk",
	"dette er et automatisk", "dit is een automatisch",
	"questa è una risposta automatica", "questo è un messaggio automatico",
	"to jest automatyczna", "это автоматический ответ",
	"это автоматическое", "自動返信", "自動応答", "自動送信", "自动回复", "自動回覆",
	"我已经收到您的邮件", "您的来信已收到", "您好，我已收到您的邮件", NULL };

/* At the beginning of a text, or behind the greeting. */
static const char *const starts[] = {
	"i am out of", "i'm out of", "i am currently out", "i'm currently out",
	"i will be out of", "i'll be out of", "i am away", "i'm away",
	"i am currently away", "i will be away", "i'll be away",
	"i am on vacation", "i'm on vacation", "i am on holiday",
	"i'm on holiday", "i am on annual leave", "i'm on annual leave",
	"i am on leave", "i'm on leave", "i am on maternity",
	"i'm on maternity", "i am on parental", "i am currently on",
	"i'm currently on", "i will be on", "i am travelling",
	"i am traveling", "i am not in the office", "i'm not in the office",
	"i am in the office only", "i am no longer", "i no longer work",
	"i have left", "i will return", "i will be back", "i'll be back",
	"currently out of", "out of office", "out of the office",
	"away from the office", "on vacation until", "on holiday until",
	"we are closed", "our office is closed", "the office is closed",
	"thank you for your email. i am", "thank you for your e-mail. i am",
	"thank you for your message. i am", "thank you for your mail. i am",
	"thanks for your email. i am", "thanks for your email. i'm",
	"thank you for your email. i'm", "thank you for your email, i am",
	"thank you for your email. i will be",
	"thank you for your message. i will be",
	"thanks for your message. i'm", "ich bin nicht im büro",
	"ich bin derzeit nicht", "ich bin zurzeit nicht",
	"ich bin zur zeit nicht", "ich bin momentan nicht",
	"ich bin aktuell nicht", "ich bin im urlaub", "ich bin bis",
	"ich bin vom", "ich bin ab", "ich bin außer haus", "ich bin abwesend",
	"ich befinde mich", "ich bin erst wieder", "bin bis",
	"vielen dank für ihre nachricht. ich bin",
	"vielen dank für ihre e-mail. ich bin",
	"vielen dank für ihre mail. ich bin",
	"danke für ihre nachricht. ich bin", "je suis absent",
	"je suis actuellement absent", "je suis actuellement en",
	"je suis en congé", "je suis en vacances", "je suis en déplacement",
	"je serai absent", "je serai de retour", "je suis hors", "absent du",
	"absente du", "absent jusqu", "absente jusqu",
	"merci pour votre message. je suis", "estoy fuera",
	"estoy de vacaciones", "estaré fuera", "estaré ausente",
	"estaré de vacaciones", "me encuentro fuera", "me encuentro de",
	"actualmente estoy", "actualmente me encuentro",
	"en este momento me encuentro", "gracias por su mensaje. estoy",
	"gracias por tu mensaje. estoy", "estou fora", "estou de férias",
	"estou ausente", "estarei ausente", "estarei fora",
	"estarei de férias", "encontro-me ausente", "encontro-me de férias",
	"de momento estou", "obrigado pela sua mensagem. estou",
	"olen lomalla", "olen vuosilomalla", "olen kesälomalla",
	"olen talvilomalla", "olen poissa", "olen tavattavissa",
	"olen tavoitettavissa", "olen vapaalla", "kiitos viestistäsi. olen",
	"kiitos viestistäsi! olen", "jag är på semester", "jag är ledig",
	"jag är borta", "jag är inte på kontoret", "jag är tillbaka",
	"jag är föräldraledig", "jag är frånvarande", "jeg er på ferie",
	"jeg er ikke på kontoret", "jeg er fraværende", "jeg er tilbage",
	"jeg er tilbake", "ik ben afwezig", "ik ben niet aanwezig",
	"ik ben niet op kantoor", "ik ben op vakantie", "ik ben met vakantie",
	"ik ben momenteel", "ik ben vanaf", "sono in ferie", "sono assente",
	"sono fuori", "sarò assente", "sarò fuori", "sarò in ferie",
	"sarò di ritorno", "jestem na urlopie", "jestem nieobecn",
	"przebywam na urlopie", "w dniach", "jsem na dovolené", "jsem mimo",
	"szabadságon vagyok", "nem vagyok", "я в отпуске",
	"я нахожусь в отпуске", "нахожусь в отпуске", "меня нет",
	"я буду отсутствовать", "в настоящее время я", "ofis dışında",
	"izindeyim", "yıllık izin", "automated response", "automatic response",
	"automatic reply", "automatically generated", "auto-generated",
	"autogenerated", "auto generated", "automatische antwort",
	"message automatique", "réponse automatique", "respuesta automática",
	"mensaje automático", "resposta automática", "mensagem automática",
	"automaattinen vastaus", "automaattinen viesti",
	"automatisch antwoord", "risposta automatica", "messaggio automatico",
	"automatyczna odpowiedź", "автоматический ответ",
	"automatisch generiert", "automatisch erstellt",
	"wiadomość automatyczna", "auto-reply", "autoreply", "auto reply",
	"out-of-office", NULL };

static gboolean
has_one(const char *text, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strstr(text, *list) != NULL)
			return TRUE;
	return FALSE;
}

/* Ends where the word does, so that "absent" is not "absentminded". */
static gboolean
begins_with_one(const char *text, const char *const *list)
{
	for (; *list != NULL; list++) {
		gsize n = strlen(*list);

		if (strncmp(text, *list, n) == 0 &&
		    (!g_ascii_isalpha(text[n]) ||
			!g_ascii_isalpha((*list)[n - 1])))
			return TRUE;
	}
	return FALSE;
}

/* Past "[list] ", "*** " and blanks; not past "Re:". */
static const char *
past_tags(const char *subject)
{
	for (guint i = 0; i < 3; i++) {
		const char *close;

		subject += strspn(subject, " *-_#<>!\"'");
		if (*subject != '[')
			break;
		close = strchr(subject, ']');
		if (close == NULL || close - subject > 30 ||
		    begins_with_one(subject, machines) ||
		    begins_with_one(subject, first))
			break;
		subject = close + 1;
	}
	return subject;
}

gboolean
auto_words_in_subject(const char *subject)
{
	g_autofree char *folded = bounce_fold(subject);
	const char *at = past_tags(folded);

	if (g_str_has_prefix(at, "re:") || g_str_has_prefix(at, "re :") ||
	    g_str_has_prefix(at, "aw:") || g_str_has_prefix(at, "sv:") ||
	    g_str_has_prefix(at, "vs:") || g_str_has_prefix(at, "rv:")) {
		at = strchr(at, ':') + 1;
		at += strspn(at, " ");
		/* "Re: Automatic reply: ..." is one, "Re: vacation" is not. */
		return begins_with_one(at, anywhere);
	}
	if (g_str_has_prefix(at, "fw:") || g_str_has_prefix(at, "fwd:") ||
	    g_str_has_prefix(at, "wg:") || g_str_has_prefix(at, "tr:"))
		return FALSE;
	return begins_with_one(at, first) || begins_with_one(at, machines) ||
	    has_one(at, anywhere);
}

/* Past "Dear Ada," and "Hello!": a short line before the first sentence. */
static const char *
past_greeting(const char *text)
{
	const char *end = strpbrk(text, "\n,!");

	if (end == NULL || end - text > GREETING_MAX_BYTES)
		return text;
	return end + strspn(end, "\n,! .");
}

gboolean
auto_words_in_text(const char *text)
{
	g_autofree char *head = text_cut(text, HEAD_MAX_BYTES);
	g_autofree char *opening = NULL;
	g_autofree char *lines = NULL;
	g_autofree char *rest = NULL;

	g_strstrip(head);
	if (g_ascii_isdigit(*head))
		return FALSE;
	opening = text_cut(head, OPENING_MAX_BYTES);
	lines = bounce_fold(opening);
	if (has_one(lines, texts) || begins_with_one(lines, starts))
		return TRUE;
	rest = bounce_fold(past_greeting(head));
	return begins_with_one(rest, starts);
}
