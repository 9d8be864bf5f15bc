/*
 * count_words.c - see count_words.h. Called by score.c. A newcomer extends the
 * tables by a word and a line in tests/unit/test_score.c.
 */
#include "replies/count_words.h"

#include <string.h>

/* How a word begins, in lower case: what people count, months, hours. */
static const char *const counted[] = {
	/* en */
	"adult",
	"bed",
	"book",
	"child",
	"day",
	"euro",
	"friend",
	"guest",
	"hour",
	"kid",
	"minut",
	"month",
	"more",
	"night",
	"other",
	"people",
	"percent",
	"person",
	"room",
	"star",
	"thing",
	"time",
	"week",
	"year",
	"jan",
	"feb",
	"mar",
	"apr",
	"may",
	"jun",
	"jul",
	"aug",
	"sep",
	"oct",
	"nov",
	"dec",
	/* de */
	"erwachsen",
	"gäst",
	"jahr",
	"kind",
	"leute",
	"mai",
	"mal",
	"monat",
	"märz",
	"nacht",
	"nächt",
	"okt",
	"dez",
	"prozent",
	"stern",
	"stund",
	"tag",
	"uhr",
	"woche",
	"zimmer",
	/* fr */
	"ans",
	"avr",
	"chambre",
	"enfant",
	"fois",
	"fév",
	"heure",
	"jour",
	"mois",
	"nuit",
	"personne",
	"semaine",
	"étoile",
	"aoû",
	"déc",
	"juil",
	"juin",
	/* es, pt */
	"abr",
	"ago",
	"año",
	"ano",
	"criança",
	"dez",
	"dia",
	"día",
	"ene",
	"estrela",
	"estrella",
	"habitac",
	"hora",
	"hues",
	"hóspede",
	"meses",
	"mês",
	"niñ",
	"noche",
	"noite",
	"out",
	"pessoa",
	"quarto",
	"semana",
	"vece",
	"veze",
	/* fi */
	"aiku",
	"elo",
	"henke",
	"heinä",
	"helmi",
	"huhti",
	"huone",
	"ihmi",
	"joulu",
	"kertaa",
	"kesä",
	"klo",
	"kuukau",
	"lapse",
	"loka",
	"maalis",
	"marras",
	"minuut",
	"päivä",
	"syys",
	"tammi",
	"touko",
	"tunti",
	"tähte",
	"vieras",
	"viikko",
	"vuosi",
	"vuot",
	"yö",
	NULL,
};

/* Whole words that make a range, a part or an hour of it. */
static const char *const connecting[] = { "a", "a.m", "al", "am", "and", "au",
	"av", "bis", "d'", "de", "das", "do", "e", "ei", "en", "et", "h", "in",
	"is", "ist", "ja", "km", "min", "o", "o'clock", "of", "oder", "or",
	"ou", "p.m", "pm", "st", "tai", "th", "to", "u", "und", "von", "war",
	"was", "x", "y", "à", NULL };

/* These end as a plural does and are none. */
static const char *const no_plural[] = { "alles", "always", "as", "besides",
	"es", "gracias", "its", "kiitos", "mais", "más", "nous", "perhaps",
	"plus", "thanks", "this", "très", "vous", "yes", NULL };

static gboolean
is_plural(const char *word)
{
	return g_str_has_suffix(word, "s") && !g_strv_contains(no_plural, word);
}

gboolean
words_are_counted(const char *words)
{
	g_autofree char *lower = g_utf8_strdown(words, -1);
	gsize n = strcspn(lower, " \t,;:!?()\"");
	char *word = lower;

	word[n] = '\0';
	if (g_str_has_suffix(word, "."))
		word[n - 1] = '\0';
	if (*word == '\0' || !g_unichar_isalpha(g_utf8_get_char(word)))
		return TRUE;
	for (guint i = 0; counted[i] != NULL; i++) {
		if (g_str_has_prefix(word, counted[i]))
			return TRUE;
	}
	return g_strv_contains(connecting, word) || is_plural(word);
}
