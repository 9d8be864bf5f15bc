/*
 * auto_opening.c - the tables of automatic replies' first sentences.
 *
 * People write of their holidays too, so it must be the first sentence, there
 * must be more of what notes say, and nothing of how it was. To extend a table:
 * a word, folded by bounce_fold(), and a case in tests/unit/test_auto_reply.c.
 * Called by auto_reply.c.
 */
#include "replies/reports/auto_words.h"

#include <string.h>

#include "base/text.h"
#include "replies/reports/bounce_words.h"

#define HEAD_MAX_BYTES 1200
#define OPENING_MAX_BYTES 400 /* in which a machine says that it is one */
#define GREETING_MAX_BYTES 60

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
	"это автоматическое", "自動返信", "自動応答", "自動送信", "自动回复",
	"自動回覆", "我已经收到您的邮件", "您的来信已收到",
	"您好，我已收到您的邮件", "your request has been received",
	"we have received your request", "we have received your message",
	"we have received your email", "we have received your e-mail",
	"we've received your request", "we've received your message",
	"we've received your email", "we've received your e-mail",
	"we've received your enquiry", "we've received your inquiry",
	"your ticket has been",
	"a ticket has been created", "a case has been created",
	"this mailbox is not monitored", "this inbox is not monitored",
	"unmonitored mailbox", "is an unmonitored",
	"this mailbox is unattended",
	"has been received and is being reviewed",
	"wir haben ihre anfrage erhalten",
	"ihre anfrage ist bei uns eingegangen", "votre demande a bien été",
	"votre message a bien été reçu", "votre message a bien été pris",
	"votre message a bien été transmis",
	"votre message a bien été enregistré", "hemos recibido su mensaje",
	"hemos recibido su correo", "hemos recibido su solicitud",
	"hemos recibido su consulta", "hemos recibido su e-mail",
	"hemos recibido su email", "recebemos a sua mensagem",
	"recebemos o seu contact", "recebemos o seu contat",
	"recebemos o seu pedido", "recebemos o seu e-mail",
	"recebemos o seu email",
	"viestisi on vastaanotettu", "yhteydenottosi on vastaanotettu",
	"protecting myself from", "so your email can get",
	"to ensure delivery of your message", "your message is being held",
	"prove that you are", NULL };

/*
 * At the beginning of a text, or behind the greeting and thanks. People begin
 * so too: see is_note().
 */
static const char *const starts[] = {
	"i am out of", "i'm out of", "i am currently out", "i'm currently out",
	"i will be out of", "i'll be out of", "i am away from the office",
	"i am away from my", "i am away until", "i am away on",
	"i am away from work", "i'm away from the office", "i'm away from my",
	"i'm away until", "i'm away on", "i am currently away",
	"i will be away", "i'll be away", "i am on vacation", "i'm on vacation",
	"i am on holiday", "i'm on holiday", "i am on annual leave",
	"i'm on annual leave", "i am on leave", "i'm on leave",
	"i am on maternity", "i'm on maternity", "i am on parental",
	"i am currently on vacation", "i am currently on holiday",
	"i am currently on annual", "i am currently on leave",
	"i am currently on maternity", "i am currently on parental",
	"i am currently on a business", "i'm currently on vacation",
	"i'm currently on holiday", "i'm currently on annual",
	"i'm currently on leave", "i will be on vacation",
	"i will be on holiday", "i will be on annual", "i will be on leave",
	"i am travelling", "i am traveling", "i'm travelling", "i'm traveling",
	"i'm unavailable", "i'm not available", "i'm currently not",
	"i'm currently unavailable", "i'm currently travelling",
	"i'm currently traveling", "i'm currently on parental",
	"i'm on parental", "i'm no longer with", "i'm no longer working",
	"i'm no longer employed", "i'm no longer at", "i am unavailable",
	"i am not available", "i am currently unavailable",
	"i am currently not", "i am currently travelling",
	"i am currently traveling", "i will be travelling",
	"i will be traveling", "i will be unavailable",
	"i am not in the office", "i'm not in the office",
	"i am in the office only", "i am no longer with",
	"i am no longer working", "i am no longer employed",
	"i am no longer at", "i no longer work", "i have left the company",
	"i have left my position", "i will return to the office",
	"i will return to work", "i will be back in the office",
	"i will be back at work", "i'll be back in the office",
	"i'll be back at work", "currently out of", "out of office",
	"out of the office", "away from the office", "on vacation until",
	"on holiday until", "we are closed until", "we are closed from",
	"we are closed for", "our office is closed", "the office is closed",
	"ich bin nicht im büro", "ich bin derzeit nicht",
	"ich bin zurzeit nicht", "ich bin zur zeit nicht",
	"ich bin momentan nicht", "ich bin aktuell nicht", "ich bin im urlaub",
	"ich bin derzeit im urlaub", "ich bin zurzeit im urlaub",
	"ich bin zur zeit im urlaub", "ich bin aktuell im urlaub",
	"ich bin momentan im urlaub", "ich bin in elternzeit", "ich bin bis",
	"ich bin vom", "ich bin ab dem", "ich bin außer haus",
	"ich bin abwesend", "ich befinde mich im urlaub",
	"ich befinde mich bis", "ich befinde mich vom",
	"ich befinde mich derzeit", "ich befinde mich zurzeit",
	"ich befinde mich aktuell", "ich befinde mich in elternzeit",
	"ich bin erst wieder", "bin bis zum", "je suis absent",
	"je suis actuellement absent", "je suis actuellement en congé",
	"je suis actuellement en déplacement",
	"je suis actuellement en vacances", "je suis en congé",
	"je suis en vacances jusqu", "je suis en vacances du",
	"je suis en vacances et", "je suis en déplacement", "je serai absent",
	"je serai de retour le", "je serai de retour au bureau",
	"je suis hors du bureau", "absent du", "absente du", "absent jusqu",
	"absente jusqu", "estoy fuera de la oficina", "estoy fuera de oficina",
	"estoy fuera del despacho", "estoy de vacaciones hasta",
	"estoy de vacaciones del", "estoy de vacaciones y",
	"estaré fuera de la oficina", "estaré fuera de oficina",
	"estaré fuera del", "estaré ausente", "estaré de vacaciones",
	"me encuentro fuera", "me encuentro de", "actualmente estoy fuera",
	"actualmente estoy de", "actualmente me encuentro",
	"en este momento me encuentro", "estou fora do escritório",
	"estou fora da empresa", "estou de férias até", "estou de férias de",
	"estou de férias e", "estou ausente", "estarei ausente", "estarei fora",
	"estarei de férias", "encontro-me ausente", "encontro-me de férias",
	"de momento estou ausente", "de momento estou fora", "olen lomalla",
	"olen vuosilomalla", "olen kesälomalla", "olen talvilomalla",
	"olen poissa", "olen äitiyslomalla", "olen isyyslomalla",
	"olen vanhempainvapaalla", "olen virkavapaalla", "olen opintovapaalla",
	"olen tavattavissa", "olen tavoitettavissa", "olen vapaalla",
	"jag är på semester", "jag är ledig och", "jag är ledig till",
	"jag är ledig t", "jag är borta från kontoret",
	"jag är inte på kontoret", "jag är tillbaka på kontoret",
	"jag är föräldraledig", "jag är frånvarande", "jeg er på ferie",
	"jeg er ikke på kontoret", "jeg er fraværende", "ik ben afwezig",
	"ik ben niet aanwezig", "ik ben niet op kantoor", "ik ben op vakantie",
	"ik ben met vakantie", "ik ben momenteel afwezig",
	"ik ben momenteel niet", "ik ben momenteel met", "sono in ferie",
	"sono assente", "sono fuori ufficio", "sono fuori sede", "sarò assente",
	"sarò fuori ufficio", "sarò fuori sede", "sarò in ferie",
	"sarò di ritorno", "jestem na urlopie", "jestem nieobecn",
	"przebywam na urlopie", "jsem na dovolené", "jsem mimo kancelář",
	"szabadságon vagyok", "nem vagyok elérhető", "nem vagyok az irodában",
	"я в отпуске", "я нахожусь в отпуске", "нахожусь в отпуске",
	"меня нет в офисе", "я буду отсутствовать",
	"в настоящее время я в отпуске", "в настоящее время я нахожусь",
	"ofis dışında", "izindeyim", "yıllık izin", "automated response",
	"automatic response", "automatic reply", "automatically generated",
	"auto-generated", "autogenerated", "auto generated",
	"automatische antwort", "message automatique", "réponse automatique",
	"respuesta automática", "mensaje automático", "resposta automática",
	"mensagem automática", "automaattinen vastaus", "automaattinen viesti",
	"automatisch antwoord", "risposta automatica", "messaggio automatico",
	"automatyczna odpowiedź", "автоматический ответ",
	"automatisch generiert", "automatisch erstellt",
	"wiadomość automatyczna", "auto-reply", "autoreply", "auto reply",
	"out-of-office", NULL };

/* What notes say besides; a digit is as good, a date or a telephone. */
static const char *const seconds[] = {
	"office", "e-mail", "email", "your message", "your mail", "urgent",
	"immediate", "emergency", "contact", "colleague", "my absence",
	"return", "be back", "back on", "respond", "reply", "answer",
	"get back", "access to", "my behalf", "until", "maternity", "parental",
	"annual leave", "business trip", "unavailable", "not available", "auto",
	"@", "büro", "ihre nachricht", "ihre mail", "dringend", "wenden sie",
	"kontakt", "vertret", "kolleg", "zurück", "wieder", "erreich",
	"beantwort", "abwesen", "weitergeleitet", "bis zum", "bis einschl",
	"bis auf", "dienstreise", "elternzeit", "außer haus", "im haus",
	"au bureau", "du bureau", "urgen", "votre message", "courriel",
	"votre mail", "de retour", "mon retour", "répond", "absence",
	"collègue", "jusqu", "joignable", "déplacement", "oficina", "despacho",
	"su mensaje", "su correo", "tu mensaje", "regres", "vuelta el",
	"volveré el", "ausente", "ausencia", "hasta", "compañer", "escritório",
	"empresa", "sua mensagem", "retorn", "volto", "ausência", "até ",
	"acesso", "coleg", "toimisto", "töistä", "kiireel", "yhtey", "viesti",
	"sähköpost", "palaan", "takaisin", "vastaan", "asti", "saakka", "sijai",
	"vuosiloma", "paikalta", "kontor", "semester", "tillbaka",
	"föräldraledig", "frånvar", "ferie", "tilbage", "tilbake", "fravær",
	"kantoor", "vakantie", "afwezig", "niet aanwezig", "terug", "bericht",
	"ufficio", "sede", "assen", "ritorno", "urlop", "nieobec", "dovolen",
	"kancel", "szabads", "irod", "elérhető", "отпуск", "офис", "отсутств",
	"ofis", "izin", "автомат", NULL };

/* What they never say: how it was. */
static const char *const verdicts[] = {
	"loved", "lovely", "enjoyed", "wonderful", "fantastic", "amazing",
	"delight", "disappoint", "dreadful", "horrible", "rude", "dirty",
	"filthy", "recommend", "best decision", "your pool", "your spa",
	"your staff", "begeistert", "zufrieden", "enttäusch", "herrlich",
	"wunderschön", "schmutzig", "empfehle", "ravi de", "ravie", "déçu",
	"adoré", "très content", "bonheur", "un régal", "contenta", "contento",
	"encanta", "encantó", "maravill", "decepcion", "satisfech", "satisfeit",
	"adorei", "gostei", "tyytyväi", "pettyn", "ihanaa", "ihana ", "mahtava",
	"likainen", "suosittel", "nöjd", "besvik", "fornøyd", "skuffet",
	"heerlijk", "teleurgesteld", "felice", "delus", NULL };

/* "Thank you for your email. I am away": so begin both. */
static const char *const thanks[] = {
	"thank you for your", "thanks for your", "thank you for contacting us",
	"thank you for writing", "vielen dank für ihre", "danke für ihre",
	"vielen dank für deine", "danke für deine", "merci pour votre",
	"merci de votre", "gracias por su", "gracias por tu",
	"obrigado pela sua", "obrigada pela sua", "obrigado pelo seu",
	"obrigada pelo seu", "kiitos viestistäsi", "kiitos viestistänne",
	"kiitos sähköpostistasi", "kiitos sähköpostistanne",
	"kiitos yhteydenotostasi", "kiitos yhteydenotostanne", NULL };

/* Past "Dear Ada," and "Hello!": a short line before the first sentence. */
static const char *
past_greeting(const char *text)
{
	const char *end = strpbrk(text, "\n,!");

	if (end == NULL || end - text > GREETING_MAX_BYTES)
		return text;
	return end + strspn(end, "\n,! .");
}

/* Past the sentence that thanks, if the text begins with one. */
static const char *
past_thanks(const char *folded)
{
	gsize n;

	if (!auto_words_begin(folded, thanks))
		return folded;
	n = strcspn(folded, ".!,\n");
	if (n > GREETING_MAX_BYTES)
		return folded;
	return folded + n + strspn(folded + n, ".!,\n ");
}

/* "I'm on vacation." and not a word more. */
static gboolean
is_all(const char *folded)
{
	for (guint i = 0; starts[i] != NULL; i++) {
		gsize n = strlen(starts[i]);

		if (strncmp(folded, starts[i], n) == 0 &&
		    folded[n + strspn(folded + n, ".! \n")] == '\0')
			return TRUE;
	}
	return FALSE;
}

/* "I am on holiday" begins a note, if the rest is not how they liked it. */
static gboolean
is_note(const char *start, const char *whole)
{
	start = past_thanks(start);
	return auto_words_begin(start, starts) &&
	    !bounce_has_one(whole, verdicts) &&
	    (is_all(start) || strpbrk(whole, "0123456789") != NULL ||
		bounce_has_one(whole, seconds));
}

gboolean
auto_words_in_text(const char *text)
{
	g_autofree char *head = text_cut(text, HEAD_MAX_BYTES);
	g_autofree char *opening = NULL;
	g_autofree char *lines = NULL;
	g_autofree char *whole = NULL;
	g_autofree char *rest = NULL;

	g_strstrip(head);
	if (g_ascii_isdigit(*head))
		return FALSE;
	opening = text_cut(head, OPENING_MAX_BYTES);
	lines = bounce_fold(opening);
	if (bounce_has_one(lines, texts))
		return TRUE;
	whole = bounce_fold(head);
	rest = bounce_fold(past_greeting(head));
	return is_note(whole, whole) || is_note(rest, whole);
}
