/*
 * phrase.c - matches words with patterns, in time bounded by the pattern.
 *
 * Called by text_wish.c; knows nothing of what the patterns mean.
 */
#include "replies/words/phrase.h"

#include <string.h>

#define GAP_MAX_WORDS 4

/* What we send, as people call it: "texts", "Nachrichten". */
#define MESSAGES                                                               \
	"text|texts|texting|txt|txts|textos|texto|textit|message|"             \
	"messages|messaging|messsages|mesages|msg|msgs|sms|smses|"             \
	"smsn|smsia|smst|mms|spam|spamming|emails|mails|mailings|"             \
	"surveys|notifications|communications|promos|promotions|"              \
	"ads|marketing|whatsapps|promo|survey|umfrage|anfragen|"               \
	"anrufe|befragungen|befragung|calls|llamadas|ligacoes|"                \
	"appels|puheluita|reminders|alerts|nachricht|nachrichten|"             \
	"textnachrichten|kurznachrichten|umfragen|werbung|emailen|"            \
	"newsletter|newsletters|meldungen|pub|pubs|publicite|"                 \
	"sondages|courriels|relances|notificaciones|mensaje|"                  \
	"mensajes|mensajitos|encuestas|publicidad|correos|mensagem|"           \
	"mensagens|msgns|mensagen|torpedos|pesquisas|propaganda|"              \
	"notificacoes|comunicacoes|viesti|viestit|viesteja|viestia|"           \
	"tekstiviesti|tekstiviestit|tekstiviesteja|tekstareita|"               \
	"email|mail|enquete|enquetes|denquetes|inquerito|inqueritos|"          \
	"sahkopostia|sahkoposteja|sahkoposti|emaileja|maileja|correo|"         \
	"tekstarit|tekstari|kyselyita|kyselyt|kyselyja|mainoksia|"             \
	"roskapostia|mainontaa|viestien|tekstiviestien|kyselyjen"

gboolean
phrase_has(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (**list == *word && strcmp(*list, word) == 0)
			return TRUE;
	return FALSE;
}

/* TRUE if the word is one of the n bytes of alternatives divided by '|'. */
static gboolean
is_among(const char *alternatives, gsize n, const char *word)
{
	const char *end = alternatives + n;
	gsize length = strlen(word);

	while (alternatives < end) {
		const char *bar = memchr(alternatives, '|', end - alternatives);
		gsize m = (bar != NULL ? bar : end) - alternatives;
		gboolean begins = m > 0 && alternatives[m - 1] == '*';
		gsize wanted = begins ? m - 1 : m;

		if ((begins ? length >= wanted : length == wanted) &&
		    memcmp(alternatives, word, wanted) == 0)
			return TRUE;
		alternatives += m + 1;
	}
	return FALSE;
}

static gboolean
fits(const char *item, gsize n, const char *const *words, guint at, guint end)
{
	if (at >= end)
		return FALSE;
	if (is_among(item, n, words[at]))
		return TRUE;
	return memchr(item, '@', n) != NULL &&
	    is_among(MESSAGES, strlen(MESSAGES), words[at]);
}

static gboolean
matches_behind_gap(const char *pattern, const char *const *words, guint at,
    guint n)
{
	for (guint i = 0; i <= GAP_MAX_WORDS && at + i <= n; i++)
		if (phrase_matches(pattern, words, at + i, n))
			return TRUE;
	return FALSE;
}

gboolean
phrase_matches(const char *pattern, const char *const *words, guint at, guint n)
{
	while (*pattern != '\0') {
		gsize length = strcspn(pattern, " ");
		const char *rest = pattern + length;
		char last = pattern[length - 1];

		rest += strspn(rest, " ");
		if (at == n && memchr(pattern, '$', length) != NULL)
			return TRUE;
		if (length == 2 && memcmp(pattern, "..", 2) == 0)
			return matches_behind_gap(rest, words, at, n);
		if (last == '?' || last == '+')
			length--;
		if (last == '?') {
			if (fits(pattern, length, words, at, n) &&
			    phrase_matches(rest, words, at + 1, n))
				return TRUE;
		} else if (!fits(pattern, length, words, at, n)) {
			return FALSE;
		} else {
			at++;
		}
		while (last == '+' && fits(pattern, length, words, at, n))
			at++;
		pattern = rest;
	}
	return TRUE;
}
