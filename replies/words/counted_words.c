/*
 * counted_words.c - what people count: "9 nights" is no score.
 *
 * Called by text_number.c.
 */
#include "replies/words/number_words.h"

#include <string.h>

#include "replies/words/phrase.h"

/* Behind any number. */
static const char *const many[] = {
	/* en */ "adults", "beds", "bedrooms", "books", "bucks", "children",
	"cent", "cents", "chairs", "couples", "cups", "days", "dollars",
	"drinks", "euro", "euros", "friends", "girls", "guests", "guys",
	"hotels", "hour", "hours", "hr", "hrs", "kids", "kilometers", "km",
	"kms", "ladies", "metres", "meters", "miles", "mile", "min", "mins",
	"minute", "minutes", "mm", "months", "more", "nights", "nite", "nites",
	"oclock", "others", "people", "percent", "persons", "pieces", "pm",
	"am", "pounds", "pax", "problems", "quid", "reasons", "rooms",
	"seconds", "secs", "sec", "star", "stars", "steps", "suggestions",
	"things", "times", "towels", "visits", "weeks", "women", "men", "words",
	"years", "yrs", "yr", "x", "th", "st", "nd", "rd", "issues",
	"complaints", "bottles", "of", "thumbs", "boys", "bathrooms",
	"restaurants", "bars", "pools", "nights", "minibars", "colleagues",
	"employees", "families", "generations", "floors", "mornings",
	"evenings", "weekends", "degrees", "pillows", "calls", "emails",
	"texts", "messages", "out", "were", "are", "came", "went",
	"left", "january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december", "jan", "feb",
	"mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
	"hundred", "thousand", "k", "million", "feet", "ft", "inch", "inches",
	"kg", "lbs", "usd", "eur", "gbp", "means", "meaning", "bedeutet",
	"signifie", "significa", "tarkoittaa", "m", "cm", "g", "l",
	/* de */ "betten", "erwachsene", "erwachsenen", "freunde", "gaste",
	"gasten", "gaeste", "jahre", "jahren", "kinder", "kindern", "leute",
	"leuten", "monate", "monaten", "minuten", "nachte", "nachten",
	"naechte", "naechten", "personen", "prozent", "sterne", "sternen",
	"stern", "std", "stunden", "tage", "tagen", "uhr", "wochen", "mal",
	"dinge", "sachen", "probleme", "grunde", "worte", "handtucher",
	"januar", "februar", "marz", "mai", "juni", "juli", "oktober", "okt",
	"dezember", "flaschen", "frauen", "manner", "hatten", "waren",
	/* fr */ "adultes", "amis", "annees", "ans", "chambres",
	"enfants", "etoiles", "etoile", "fois", "h", "heure", "heures", "jours",
	"mois", "nuits", "nuitees", "personnes", "semaines", "lits",
	"serviettes", "choses", "problemes", "raisons", "mots", "etions",
	"janvier", "fevrier", "fev", "mars", "avril", "avr", "juin", "juillet",
	"juil", "aout", "septembre", "octobre", "novembre", "decembre",
	"pourcent", "eme", "ieme",
	/* es */ "adultos", "amigos", "anos", "camas", "chicas", "cosas",
	"dias", "estrellas", "estrella", "habitaciones", "hora", "horas",
	"huespedes", "meses", "minutos", "ninos", "noches", "palabras",
	"personas", "razones", "semanas", "toallas", "veces", "problemas",
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	"agosto", "septiembre", "octubre", "noviembre", "diciembre", "ene",
	"abr", "ago", "dic", "de", "del", "eramos", "fueron",
	/* pt */ "amigas", "camas", "coisas", "criancas", "estrelas", "estrela",
	"hospedes", "noites", "palavras", "pessoas", "quartos", "toalhas",
	"vezes", "razoes", "motivos", "janeiro", "fevereiro", "marco", "maio",
	"junho", "julho", "setembro", "outubro", "novembro", "dezembro", "set",
	"dez", "fev", "mai", "reais", "filhos", "hijos",
	/* fi */ "yota", "paivaa", "paivan", "henkiloa", "henkea", "hengen",
	"kertaa", "minuuttia", "lasta", "huonetta", "tuntia", "viikkoa",
	"vuotta", "kuukautta", "tahtea", "ihmista", "vierasta", "euroa",
	"aikuista", "prosenttia", "asiaa", "sanaa", "sankya", "yon", "tunnin",
	"pyyhetta", "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta",
	"toukokuuta", "kesakuuta", "heinakuuta", "elokuuta", "syyskuuta",
	"lokakuuta", "marraskuuta", "joulukuuta", "ystavaa", "kaveria",
	"vuoden", "lapsen", "viikon", "kuukauden",
	"paivan", "euron", "minuutin", "huoneen", "kilometria", "metria",
	"ongelmaa", "syyta", "viestia", NULL
};

/* Behind one, or joined to a number: "a 3 course meal", "9-night". */
static const char *const single[] = { "adult", "bed", "bedroom", "book",
	"child", "course", "day", "friend", "guest", "kid", "month", "night",
	"person", "piece", "room", "thing", "time", "towel", "visit", "week",
	"word", "year", "issue", "complaint", "bottle", "problem", "reason",
	"second", "step", "suggestion", "question", "comment", "man", "woman",
	"story", "way", "seater", "jahr", "gast", "kind", "monat", "nacht",
	"person", "stunde", "tag", "woche", "sache", "wort", "problem",
	"zimmer", "jahrige", "ami", "jour", "chambre", "enfant", "nuit",
	"personne", "semaine", "chose", "mot", "raison", "probleme", "dia",
	"habitacion", "noche", "semana", "nino", "cosa", "palabra", "problema",
	"pessoa", "noite", "quarto", "coisa", "palavra", "crianca", "yo",
	"paiva", "huone", "kerta", "tunti", "asia", "viikko", "sana", "lapsi",
	"henkilo", NULL };

/* The same word for one and for many. */
static const char *const few[] = { "zimmer", "fenster", "brotchen", NULL };

/* These end as a plural does and are none. */
static const char *const no_plural[] = { "alles", "always", "as", "besides",
	"es", "gracias", "its", "kiitos", "mais", "mas", "nous", "perhaps",
	"plus", "thanks", "this", "tres", "très", "vous", "yes", "us", "less",
	"does",
	"is", "has", "was", "miss", "bliss", "class", "kudos", "congrats",
	"cheers", "props", "loads", "lots", "pass", "mess", "sans", "toujours",
	"dans", "pas", "mes", "des", "les", "nos", "los", "las", "os", "muchas",
	"muchisimas", "despues", "estamos", "estuvimos", "saludos",
	"felicidades", "parabens", "besides", "unless", "sometimes", "because",
	"was", "nichts", "etwas", "bis", "das", "uns", "besonders", "jamais",
	"horrors", "needs", "seems", "smells", "looks", "hopeless", "clueless",
	"terms", "ups", "was", "stress", "useless", "worthless", "todos",
	"tous", "apres", "depuis", "puis", "demasiados", "muchos", "muitos",
	"muitas", "demais", "menos", "moins", "tous", "ademas", "perfectos",
	"regards", "words", "ladies", "sorties", NULL };

gboolean
word_is_counted(const char *word, int number, gboolean joined)
{
	if (phrase_has(many, word))
		return TRUE;
	if ((number == 1 || joined) && phrase_has(single, word))
		return TRUE;
	if (number >= 2 && number <= 5 && phrase_has(few, word))
		return TRUE;
	/* Nobody counts far by text, and verbs and thanks end in -s as well. */
	return number <= 5 && number != 1 && strlen(word) > 2 &&
	    g_str_has_suffix(word, "s") && !phrase_has(no_plural, word);
}
