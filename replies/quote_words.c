/*
 * quote_words.c - the words by which quotes are announced, and nothing else.
 *
 * Judges one line at a time and never looks at its neighbours; quote.c does.
 */
#include "replies/quote_words.h"

#include <string.h>

/* "Le 3 mars 2025 à 14:05, Aurora Spa <a@example.com> a écrit :" */
static const struct {
	const char *language;
	const char *begin; /* NULL: anything; then it is judged loosely only */
	const char *verb;
} attributions[] = {
	{ "ca", "El ", "ha escrit" },
	{ "ca", "El ", "va escriure" },
	{ "cs", "Dne ", "napsal" },
	{ "da", "Den ", "skrev" },
	{ "de", "Am ", "schrieb" },
	{ "el", NULL, "έγραψε" },
	{ "en", "On ", "wrote" },
	{ "en", "On ", "sent" },
	{ "es", "El ", "escribió" },
	{ "et", NULL, "kirjutas" },
	{ "fi", NULL, "kirjoitti" },
	{ "fr", "Le ", "a écrit" },
	{ "hu", NULL, "írta" },
	{ "it", "Il ", "ha scritto" },
	{ "ja", NULL, "のメール" },
	{ "ja", NULL, "のメッセージ" },
	{ "ko", NULL, "작성" },
	{ "nl", "Op ", "schreef" },
	{ "nl", "Op ", "geschreven" },
	{ "no", "På ", "skrev" },
	{ "pl", "W dniu ", "napisał" },
	{ "pl", "W dniu ", "pisze" },
	{ "pt", "Em ", "escreveu" },
	{ "pt", "No dia ", "escreveu" },
	{ "ro", "În ", "a scris" },
	{ "ru", "В ", "написал" },
	{ "ru", "От ", "пишет" },
	{ "sv", "Den ", "skrev" },
	{ "tr", NULL, "yazdı" },
	{ "uk", NULL, "написав" },
	{ "vi", "Vào ", "đã viết" },
	{ "zh", "在 ", "写道" },
	{ "zh", "於 ", "寫道" },
};

/* The labels of a header block; several of one kind divided by '|'. */
static const struct {
	const char *language;
	const char *from;
	const char *sent;
	const char *to;
	const char *subject;
} blocks[] = {
	{ "cs", "Od", "Odesláno|Datum", "Komu", "Předmět" },
	{ "da", "Fra", "Sendt|Dato", "Til", "Emne" },
	{ "de", "Von", "Gesendet|Datum", "An", "Betreff" },
	{ "en", "From", "Sent|Date", "To", "Subject" },
	{ "es", "De", "Enviado|Enviado el|Fecha", "Para", "Asunto" },
	{ "fi", "Lähettäjä", "Lähetetty|Päivämäärä|Päiväys", "Vastaanottaja",
	    "Aihe" },
	{ "fr", "De|Expéditeur", "Envoyé|Date", "À|A", "Objet" },
	{ "it", "Da", "Inviato|Data", "A", "Oggetto" },
	{ "nl", "Van", "Verzonden|Datum", "Aan", "Onderwerp" },
	{ "no", "Fra", "Sendt|Dato", "Til", "Emne" },
	{ "pl", "Od", "Wysłano|Data", "Do", "Temat" },
	{ "pt", "De", "Enviado|Enviada|Enviada em|Enviado em|Data", "Para",
	    "Assunto" },
	{ "ru", "От", "Отправлено|Дата", "Кому", "Тема" },
	{ "sv", "Från", "Skickat|Datum", "Till", "Ämne" },
	{ "zh", "发件人|寄件者", "发送时间|日期", "收件人", "主题|主旨" },
};

/* What stands between dashes, or before a colon. */
static const char *const separators[] = {
	"Alkaa edelleenlähetetty viesti",
	"Alkuperäinen viesti",
	"Anfang der weitergeleiteten Nachricht",
	"Antwort Nachricht",
	"Begin forwarded message",
	"Doorgestuurd bericht",
	"Début du message réexpédié",
	"Edelleenlähetetty viesti",
	"Forwarded Message",
	"Inicio del mensaje reenviado",
	"Início da mensagem reencaminhada",
	"Mensagem encaminhada",
	"Mensagem original",
	"Mensaje original",
	"Mensaje reenviado",
	"Message d'origine",
	"Message d’origine",
	"Message original",
	"Message transféré",
	"Messaggio inoltrato",
	"Messaggio originale",
	"Oorspronkelijk bericht",
	"Opprinnelig melding",
	"Oprindelig meddelelse",
	"Original Appointment",
	"Original Message",
	"Původní zpráva",
	"Reply Message",
	"Ursprungligt meddelande",
	"Ursprüngliche Nachricht",
	"Videresendt melding",
	"Videresendt meddelelse",
	"Välitetty viesti",
	"Weitergeleitete Nachricht",
	"Wiadomość oryginalna",
	"Исходное сообщение",
	"Пересылаемое сообщение",
	"原始邮件",
};

static const struct {
	const char *language;
	const char *begin;
	const char *end; /* "": whatever */
} advertisements[] = {
	{ "da", "Sendt fra min ", "" },
	{ "de", "Von meinem ", "gesendet" },
	{ "de", "Gesendet von ", "" },
	{ "de", "Gesendet mit der ", "App" },
	{ "de", "Outlook für ", "beziehen" },
	{ "de", "Diese Nachricht wurde von meinem ", "gesendet" },
	{ "en", "Sent from my ", "" },
	{ "en", "Sent from Mail for ", "" },
	{ "en", "Sent from Outlook", "" },
	{ "en", "Sent from Yahoo", "" },
	{ "en", "Sent from AOL", "" },
	{ "en", "Sent from Samsung", "" },
	{ "en", "Sent from Proton", "" },
	{ "en", "Sent with Proton", "" },
	{ "en", "Sent via the Samsung ", "" },
	{ "en", "Get Outlook for ", "" },
	{ "es", "Enviado desde ", "" },
	{ "es", "Obtener Outlook para ", "" },
	{ "es", "Enviado con Proton", "" },
	{ "fi", "Lähetetty iPhonesta", "" },
	{ "fi", "Lähetetty iPadista", "" },
	{ "fi", "Lähetetty Androidista", "" },
	{ "fi", "Lähetetty Samsung-", "" },
	{ "fi", "Lähetetty laitteesta ", "" },
	{ "fi", "Lähetetty Outlook", "" },
	{ "fi", "Hanki Outlook ", "" },
	{ "fr", "Envoyé de mon ", "" },
	{ "fr", "Envoyé depuis mon ", "" },
	{ "fr", "Envoyé à partir de ", "" },
	{ "fr", "Obtenez Outlook pour ", "" },
	{ "fr", "Télécharger Outlook pour ", "" },
	{ "it", "Inviato da iPhone", "" },
	{ "it", "Inviato dal mio ", "" },
	{ "nl", "Verstuurd vanaf mijn ", "" },
	{ "nl", "Verzonden vanaf mijn ", "" },
	{ "no", "Sendt fra min ", "" },
	{ "pl", "Wysłane z ", "" },
	{ "pt", "Enviado do meu ", "" },
	{ "pt", "Enviado de meu ", "" },
	{ "pt", "Enviado a partir do meu ", "" },
	{ "pt", "Obter o Outlook para ", "" },
	{ "pt", "Obtenha o Outlook para ", "" },
	{ "ru", "Отправлено с ", "" },
	{ "sv", "Skickat från min ", "" },
};

#define ADVERTISEMENT_MAX_BYTES 90
#define SEPARATOR_MAX_BYTES 120
#define LABEL_MAX_BYTES 40

static const char *
past(const char *line, const char *characters)
{
	return line + strspn(line, characters);
}

static gboolean
ends_in_colon(const char *line)
{
	return g_str_has_suffix(line, ":") || g_str_has_suffix(line, "：");
}

/* "14:05", "2025", "3.3.": what a date or a time of day is made of. */
static gboolean
names_a_time(const char *line)
{
	guint digits = 0;

	for (const char *at = line; *at != '\0'; at++) {
		if (g_ascii_isdigit(*at)) {
			if (++digits == 4)
				return TRUE;
			continue;
		}
		if (digits > 0 && strchr(":./-", *at) != NULL &&
		    g_ascii_isdigit(at[1]))
			return TRUE;
		digits = 0;
	}
	return FALSE;
}

/* Words such as "3.3.2025" and "14:05": a date and a time of day are two. */
static guint
count_times(const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	guint times = 0;

	for (guint i = 0; words[i] != NULL; i++)
		times += names_a_time(words[i]);
	return times;
}

/* TRUE if the line is "Ada <ada@example.com> wrote:". */
static gboolean
ends_with_verb(const char *line, const char *verb)
{
	const char *at = strstr(line, verb);

	/* With no name before the address it was wrapped: there is more. */
	if (at == NULL || at < line + 2 || *line == '<' ||
	    strchr(line, '@') == NULL)
		return FALSE;
	return at[-1] == ' ' && (at[-2] == '>' || at[-2] == ')') &&
	    strspn(at + strlen(verb), " :") == strlen(at + strlen(verb));
}

gboolean
quote_words_attribute(const char *line)
{
	/* Some put dashes around: "--- On 3/3/2025, Ada wrote ---". */
	gboolean dashed = g_str_has_prefix(line, "--") &&
	    g_str_has_suffix(line, "--");

	line = past(line, " \t*-");
	if (!dashed && (!ends_in_colon(line) || !names_a_time(line)))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(attributions); i++) {
		const char *begin = attributions[i].begin;

		if (strstr(line, attributions[i].verb) == NULL)
			continue;
		if (dashed || (begin != NULL && g_str_has_prefix(line, begin)))
			return TRUE;
	}
	return FALSE;
}

gboolean
quote_words_attribute_loosely(const char *line)
{
	guint times = ends_in_colon(line) ? count_times(line) : 0;
	gboolean address = strchr(line, '@') != NULL;

	/* Some programs use no verb: "2014-10-17 11:28 GMT+03:00 Ada
	 * <ada@example.com>:" */
	if (address && times >= 2 && g_str_has_suffix(line, ">:"))
		return TRUE;
	if (times == 0 && !address)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(attributions); i++) {
		const char *verb = attributions[i].verb;

		if (strcmp(verb, "sent") == 0 || strstr(line, verb) == NULL)
			continue;
		if (times >= 2 || (times == 1 && address) ||
		    (ends_in_colon(line) && ends_with_verb(line, verb)))
			return TRUE;
	}
	return FALSE;
}

gboolean
quote_words_separate(const char *line)
{
	const char *words = past(line, " \t-_*");
	gsize n = strlen(words);
	gboolean dashed = words >= line + 2;
	gboolean colon;
	g_autofree char *inner = NULL;

	if (n == 0 || n > SEPARATOR_MAX_BYTES)
		return FALSE;
	while (n > 0 && strchr(" \t-_*", words[n - 1]) != NULL)
		n--;
	colon = n > 0 && words[n - 1] == ':';
	if (!dashed && !colon)
		return FALSE;
	inner = g_strchomp(g_strndup(words, colon ? n - 1 : n));
	for (guint i = 0; i < G_N_ELEMENTS(separators); i++)
		if (g_ascii_strcasecmp(inner, separators[i]) == 0)
			return TRUE;
	return FALSE;
}

gboolean
quote_words_advertise(const char *line)
{
	line = past(line, " \t*_[(");
	/* A sentence of the person's own may begin so, too. */
	if (strlen(line) > ADVERTISEMENT_MAX_BYTES ||
	    strstr(line, ", ") != NULL)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(advertisements); i++)
		if (g_str_has_prefix(line, advertisements[i].begin) &&
		    strstr(line, advertisements[i].end) != NULL)
			return TRUE;
	return FALSE;
}

/* TRUE if the n bytes at word are one of the words divided by '|'. */
static gboolean
is_among(const char *word, gsize n, const char *words)
{
	while (*words != '\0') {
		gsize length = strcspn(words, "|");

		if (length == n && g_ascii_strncasecmp(word, words, n) == 0)
			return TRUE;
		words += length + (words[length] == '|');
	}
	return FALSE;
}

guint
quote_words_label(const char *line)
{
	const char *word = past(line, " \t*");
	gsize n = strcspn(word, ":\xef"); /* or a full-width colon */
	guint label = LABEL_NONE;

	if (word[n] == '\0' || n == 0 || n > LABEL_MAX_BYTES ||
	    (word[n] != ':' && !g_str_has_prefix(word + n, "：")))
		return LABEL_NONE;
	while (n > 0 && strchr(" \t*", word[n - 1]) != NULL)
		n--;
	for (guint i = 0; i < G_N_ELEMENTS(blocks); i++) {
		if (is_among(word, n, blocks[i].from))
			label |= LABEL_FROM;
		if (is_among(word, n, blocks[i].sent))
			label |= LABEL_SENT;
		if (is_among(word, n, blocks[i].to))
			label |= LABEL_TO;
		if (is_among(word, n, blocks[i].subject))
			label |= LABEL_SUBJECT;
	}
	if (is_among(word, n, "Cc|Kopie|Kopio|Kopia|Copia|Cópia"))
		label |= LABEL_CC;
	return label;
}
