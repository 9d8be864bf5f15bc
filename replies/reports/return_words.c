/*
 * return_words.c - the tables of return_words.h, for the languages we ship and
 * their neighbours.
 *
 * To extend one: a word, folded, and a case in tests/unit/test_return_date.c.
 * Called by return_phrase.c and return_date.c.
 */
#include "replies/reports/return_words.h"

#include <string.h>

static const char *const months[12][17] = {
	{ "jan", "january", "januar", "janv", "janvier", "enero", "ene",
	    "janeiro", "tammikuu*", "gennaio", "januari", "janner" },
	{ "feb", "february", "februar", "fev", "fevr", "fevrier", "febrero",
	    "fevereiro", "helmikuu*", "febbraio", "februari" },
	{ "mar", "march", "marz", "maerz", "mrz", "mars", "marzo", "marco",
	    "maaliskuu*", "maart", "mrt", "marts" },
	{ "apr", "april", "avr", "avril", "abril", "abr", "huhtikuu*",
	    "aprile" },
	{ "may", "mai", "mayo", "maio", "toukokuu*", "mei", "maj", "maggio" },
	{ "jun", "june", "juni", "juin", "junio", "junho", "kesakuu*",
	    "giugno" },
	{ "jul", "july", "juli", "juil", "juillet", "julio", "julho",
	    "heinakuu*", "luglio" },
	{ "aug", "august", "augusti", "augustus", "aout", "agosto", "ago",
	    "elokuu*" },
	{ "sep", "sept", "september", "septembre", "septiembre", "setiembre",
	    "setembro", "syyskuu*", "settembre" },
	{ "oct", "october", "okt", "oktober", "octobre", "octubre", "outubro",
	    "lokakuu*", "ottobre" },
	{ "nov", "november", "novembre", "noviembre", "novembro",
	    "marraskuu*" },
	{ "dec", "december", "dez", "dezember", "decembre", "diciembre", "dic",
	    "dezembro", "joulukuu*", "dicembre" },
};

static const char *const weekdays[7][17] = {
	{ "monday", "montag", "lundi", "lunes", "segunda", "maanantai*",
	    "lunedi", "maandag", "mandag" },
	{ "tuesday", "tue", "tues", "dienstag", "mardi", "martes", "terca",
	    "tiistai*", "martedi", "dinsdag", "tisdag", "tirsdag" },
	{ "wednesday", "wed", "mittwoch", "mercredi", "miercoles", "quarta",
	    "keskiviik*", "mercoledi", "woensdag", "onsdag" },
	{ "thursday", "thu", "thurs", "donnerstag", "jeudi", "jueves", "quinta",
	    "torstai*", "giovedi", "donderdag", "torsdag" },
	{ "friday", "fri", "freitag", "vendredi", "viernes", "sexta",
	    "perjantai*", "venerdi", "vrijdag", "fredag" },
	{ "saturday", "sat", "samstag", "sonnabend", "samedi", "sabado",
	    "lauantai*", "sabato", "zaterdag", "lordag" },
	{ "sunday", "sonntag", "dimanche", "domingo", "sunnuntai*", "domenica",
	    "zondag", "sondag" },
};

#define UNTIL RETURN_HINT_UNTIL
#define BACK RETURN_HINT_BACK
#define FROM RETURN_HINT_FROM
#define LINK RETURN_HINT_LINK
#define AGAIN RETURN_HINT_AGAIN
#define NOT RETURN_HINT_NOT
#define OF RETURN_HINT_OF

static const struct return_word hints[] = {
	{ "until", UNTIL, FALSE },
	{ "till", UNTIL, FALSE },
	{ "til", UNTIL, FALSE },
	{ "through", UNTIL, FALSE },
	{ "thru", UNTIL, FALSE },
	{ "to", LINK, FALSE },
	{ "and", LINK, FALSE },
	{ "back", BACK, FALSE },
	{ "return*", BACK, FALSE },
	{ "resume", BACK, FALSE },
	{ "from", FROM, FALSE },
	{ "starting", FROM, FALSE },
	{ "since", FROM, FALSE },
	{ "again", AGAIN, FALSE },
	{ "available", AGAIN, FALSE },
	{ "reachable", AGAIN, FALSE },
	{ "not", NOT, FALSE },
	{ "unavailable", NOT, FALSE },
	{ "no", NOT, FALSE },
	{ "tomorrow", RETURN_HINT_TOMORROW, FALSE },
	{ "of", OF, FALSE },
	{ "the", OF, FALSE },
	{ "on", OF, FALSE },
	{ "st", OF, FALSE },
	{ "nd", OF, FALSE },
	{ "rd", OF, FALSE },
	{ "th", OF, FALSE },
	/* de */
	{ "bis", UNTIL, TRUE },
	{ "einschlie*", UNTIL, TRUE },
	{ "zuruck*", BACK, TRUE },
	{ "zurueck*", BACK, TRUE },
	{ "wieder", BACK, TRUE },
	{ "ab", FROM, TRUE },
	{ "vom", FROM, TRUE },
	{ "von", FROM, TRUE },
	{ "seit", FROM, TRUE },
	{ "erreichbar", AGAIN, TRUE },
	{ "nicht", NOT, TRUE },
	{ "kein*", NOT, TRUE },
	{ "zum", OF, TRUE },
	{ "dem", OF, TRUE },
	{ "den", OF, TRUE },
	{ "der", OF, TRUE },
	{ "am", OF, TRUE },
	/* es */
	{ "hasta", UNTIL, TRUE },
	{ "regres*", BACK, TRUE },
	{ "vuelv*", BACK, TRUE },
	{ "volver*", BACK, TRUE },
	{ "vuelta", BACK, TRUE },
	{ "reincorpor*", BACK, TRUE },
	{ "desde", FROM, TRUE },
	{ "partir", FROM, TRUE },
	{ "al", LINK, TRUE },
	{ "disponible*", AGAIN, TRUE },
	{ "nuevo", AGAIN, TRUE },
	{ "el", OF, TRUE },
	{ "del", OF, TRUE },
	{ "de", OF, TRUE },
	{ "dia", OF, TRUE },
	{ "feira", OF, TRUE },
	{ "manana", RETURN_HINT_TOMORROW, TRUE },
	/* pt */
	{ "ate", UNTIL, TRUE },
	{ "volt*", BACK, TRUE },
	{ "retorn*", BACK, TRUE },
	{ "disponivel", AGAIN, TRUE },
	{ "nao", NOT, TRUE },
	{ "a", LINK, TRUE },
	{ "ao", LINK, TRUE },
	{ "o", OF, TRUE },
	{ "do", OF, TRUE },
	{ "amanha", RETURN_HINT_TOMORROW, TRUE },
	/* fr */
	{ "jusqu", UNTIL, TRUE },
	{ "jusque", UNTIL, TRUE },
	{ "inclus", UNTIL, TRUE },
	{ "retour", BACK, TRUE },
	{ "revien*", BACK, TRUE },
	{ "rentr*", BACK, TRUE },
	{ "reprend*", BACK, TRUE },
	{ "nouveau", AGAIN, TRUE },
	{ "joignable", AGAIN, TRUE },
	{ "du", FROM, TRUE },
	{ "depuis", FROM, TRUE },
	{ "des", FROM, TRUE },
	{ "pas", NOT, TRUE },
	{ "au", LINK, TRUE },
	{ "le", OF, TRUE },
	{ "er", OF, TRUE },
	{ "d", OF, TRUE },
	{ "l", OF, TRUE },
	{ "demain", RETURN_HINT_TOMORROW, TRUE },
	/* fi */
	{ "asti", UNTIL, TRUE },
	{ "saakka", UNTIL, TRUE },
	{ "palaa*", BACK, TRUE },
	{ "takaisin", BACK, TRUE },
	{ "seuraavan", BACK, TRUE },
	{ "toissa", BACK, TRUE },
	{ "alkaen", FROM, TRUE },
	{ "lahtien", FROM, TRUE },
	{ "jalleen", AGAIN, TRUE },
	{ "taas", AGAIN, TRUE },
	{ "tavoitetta*", AGAIN, TRUE },
	{ "tavattav*", AGAIN, TRUE },
	{ "ei", NOT, TRUE },
	{ "huomenna", RETURN_HINT_TOMORROW, TRUE },
	/* it, nl, sv, da, nb */
	{ "fino", UNTIL, TRUE },
	{ "rientr*", BACK, TRUE },
	{ "torno", BACK, TRUE },
	{ "torner*", BACK, TRUE },
	{ "dal", FROM, TRUE },
	{ "tot", UNTIL, TRUE },
	{ "terug*", BACK, TRUE },
	{ "vanaf", FROM, TRUE },
	{ "niet", NOT, TRUE },
	{ "tillbaka", BACK, TRUE },
	{ "ater", BACK, TRUE },
	{ "tilbage", BACK, TRUE },
	{ "tilbake", BACK, TRUE },
	{ "fran", FROM, TRUE },
	{ "fra", FROM, TRUE },
	{ "inte", NOT, TRUE },
	{ "ikke", NOT, TRUE },
};

#undef UNTIL
#undef BACK
#undef FROM
#undef LINK
#undef AGAIN
#undef NOT
#undef OF

static gboolean
is_word(const char *entry, const char *word)
{
	gsize n = strlen(entry);

	if (n > 0 && entry[n - 1] == '*')
		return strncmp(entry, word, n - 1) == 0;
	return strcmp(entry, word) == 0;
}

static guint
find_row(const char *const (*rows)[17], guint n, const char *word)
{
	for (guint i = 0; i < n; i++)
		for (guint k = 0; k < 17 && rows[i][k] != NULL; k++)
			if (is_word(rows[i][k], word))
				return i + 1;
	return 0;
}

guint
return_words_month(const char *word)
{
	return find_row(months, 12, word);
}

guint
return_words_weekday(const char *word)
{
	return find_row(weekdays, 7, word);
}

const struct return_word *
return_words_hint(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(hints); i++)
		if (is_word(hints[i].word, word))
			return &hints[i];
	return NULL;
}
