/*
 * auto_words.c - the tables of automatic replies' subjects.
 *
 * A person's answer to such a note has the same words, behind "Re:". Hence a
 * subject must begin so. To extend a table: a word, folded by bounce_fold(),
 * and a case in tests/unit/test_auto_reply.c. Called by auto_reply.c.
 */
#include "replies/reports/auto_words.h"

#include <string.h>

#include "replies/reports/bounce_words.h"

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
	"자동 회신", "auto response", "is out of office", "est absente",
	"est absent", "ist abwesend", "ist nicht im büro",
	"waiting for approval", "waiting for your confirmation", "(autoreply)",
	"(auto)", NULL };

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

/* Ends where the word does, so that "absent" is not "absentminded". */
gboolean
auto_words_begin(const char *text, const char *const *list)
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
		    auto_words_begin(subject, machines) ||
		    auto_words_begin(subject, first))
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
		return auto_words_begin(at, anywhere);
	}
	if (g_str_has_prefix(at, "fw:") || g_str_has_prefix(at, "fwd:") ||
	    g_str_has_prefix(at, "wg:") || g_str_has_prefix(at, "tr:"))
		return FALSE;
	return auto_words_begin(at, first) || bounce_has_one(at, anywhere);
}

gboolean
auto_words_of_office(const char *subject, const char *text)
{
	g_autofree char *folded = bounce_fold(subject);

	return !g_ascii_isdigit(text[strspn(text, " \t\r\n")]) &&
	    auto_words_begin(past_tags(folded), machines);
}
