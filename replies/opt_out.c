/*
 * opt_out.c - the phrases that, alone in a message, end all messages.
 *
 * Only whole messages: "please don't stop" is no opt-out. Called by read.c.
 */
#include "replies/opt_out.h"

#include <string.h>

#define TEXT_MAX_BYTES 200

/* In lower case, without punctuation; a language more is a line more. */
static const char *const phrases[] = {
	/* en */ "stop", "unsubscribe", "please unsubscribe", "unsubscribe me",
	"please unsubscribe me", "unsubscribe please", "stop please",
	"please stop", "opt out", "optout", "remove me", "please remove me",
	"remove me from your list", "take me off your list", "stop emailing me",
	/* de */ "abmelden", "bitte abmelden", "abbestellen",
	"bitte abbestellen", "austragen", "bitte austragen", "stopp",
	"keine weiteren mails", "keine weiteren e mails",
	/* fr */ "désabonner", "me désabonner", "désabonnement", "désinscrire",
	"me désinscrire", "désinscription", "arrêt", "arrêter",
	"désabonnez moi", "désinscrivez moi",
	/* es */ "baja", "dar de baja", "darme de baja", "cancelar suscripción",
	"cancelar la suscripción", "no enviar más",
	/* pt */ "cancelar inscrição", "cancelar subscrição", "descadastrar",
	"sair", "parar", "remover", "remover meu email", "anular subscrição",
	/* fi */ "lopeta", "lopettakaa", "peru tilaus", "peruuta tilaus",
	"poista", "poistakaa", "poista listalta", "ei enää viestejä", NULL
};

gboolean
opt_out_is(const char *text)
{
	g_autoptr(GString) words = g_string_new(NULL);

	if (strlen(text) > TEXT_MAX_BYTES)
		return FALSE;
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (g_unichar_isalnum(c))
			g_string_append_unichar(words, g_unichar_tolower(c));
		else if (words->len > 0 && words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	}
	g_strchomp(words->str);
	return g_strv_contains(phrases, words->str);
}
