/*
 * number_words.c - the tables of number_words.h, but for counted_words.c and
 * part_words.c. Read by text_number.c and text_score.c.
 */
#include "replies/words/number_words.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *word;
	int value;
} numbers[] = {
	/* en */
	{ "zero", 0 },
	{ "one", 1 },
	{ "two", 2 },
	{ "three", 3 },
	{ "four", 4 },
	{ "five", 5 },
	{ "six", 6 },
	{ "seven", 7 },
	{ "eight", 8 },
	{ "nine", 9 },
	{ "ten", 10 },
	{ "nought", 0 },
	{ "zilch", 0 },
	{ "nien", 9 },
	{ "eigth", 8 },
	{ "sevn", 7 },
	/* de */
	{ "null", 0 },
	{ "eins", 1 },
	{ "zwei", 2 },
	{ "zwo", 2 },
	{ "drei", 3 },
	{ "vier", 4 },
	{ "funf", 5 },
	{ "fuenf", 5 },
	{ "sechs", 6 },
	{ "sieben", 7 },
	{ "acht", 8 },
	{ "neun", 9 },
	{ "zehn", 10 },
	/* fr */
	{ "un", 1 },
	{ "deux", 2 },
	{ "trois", 3 },
	{ "quatre", 4 },
	{ "cinq", 5 },
	{ "sept", 7 },
	{ "huit", 8 },
	{ "neuf", 9 },
	{ "dix", 10 },
	/* es */
	{ "cero", 0 },
	{ "uno", 1 },
	{ "dos", 2 },
	{ "tres", 3 },
	{ "cuatro", 4 },
	{ "cinco", 5 },
	{ "seis", 6 },
	{ "siete", 7 },
	{ "ocho", 8 },
	{ "nueve", 9 },
	{ "diez", 10 },
	/* pt */
	{ "um", 1 },
	{ "dois", 2 },
	{ "duas", 2 },
	{ "quatro", 4 },
	{ "sete", 7 },
	{ "oito", 8 },
	{ "nove", 9 },
	{ "dez", 10 },
	/* fi */
	{ "nolla", 0 },
	{ "yksi", 1 },
	{ "kaksi", 2 },
	{ "kolme", 3 },
	{ "nelja", 4 },
	{ "viisi", 5 },
	{ "kuusi", 6 },
	{ "seitseman", 7 },
	{ "kahdeksan", 8 },
	{ "yhdeksan", 9 },
	{ "kymmenen", 10 },
	{ "yks", 1 },
	{ "kaks", 2 },
	{ "kol", 3 },
	{ "viis", 5 },
	{ "kuus", 6 },
	{ "seittemän", 7 },
	{ "seittaman", 7 },
	{ "seittemon", 7 },
	{ "seittemaan", 7 },
	{ "seitteman", 7 },
	{ "kaheksan", 8 },
	{ "yheksan", 9 },
	{ "kymppi", 10 },
	{ "kymppia", 10 },
	{ "ysi", 9 },
	{ "kasi", 8 },
	{ "seiska", 7 },
	{ "kutonen", 6 },
	{ "vitonen", 5 },
	{ "nelonen", 4 },
	{ "kolmonen", 3 },
	{ "kakkonen", 2 },
	{ "ykkonen", 1 },
	{ "kympin", 10 },
	{ "ysin", 9 },
	{ "kasin", 8 },
	{ "seiskan", 7 },
	{ "kutosen", 6 },
	{ "vitosen", 5 },
	{ "nelosen", 4 },
	{ "kolmosen", 3 },
	{ "kakkosen", 2 },
	{ "ykkosen", 1 },
	{ "nollan", 0 },
	/* Above ten: a number was given, and it is no score. */
	{ "eleven", 11 },
	{ "twelve", 12 },
	{ "twenty", 20 },
	{ "hundred", 100 },
	{ "elf", 11 },
	{ "zwolf", 12 },
	{ "hundert", 100 },
	{ "onze", 11 },
	{ "vingt", 20 },
	{ "doce", 12 },
	{ "cien", 100 },
	{ "vinte", 20 },
	{ "yksitoista", 11 },
	{ "sata", 100 },
};

int
number_of_word(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (*numbers[i].word == *word &&
		    strcmp(numbers[i].word, word) == 0)
			return numbers[i].value;
	return -1;
}

const char *const score_nouns[] = {
	/* en */ "score", "scores", "rating", "grade", "mark", "marks",
	"answer", "vote", "nps", "evaluation", "result", "review", "reply",
	"response",
	/* de */ "bewertung", "note", "punktzahl", "wertung", "antwort",
	"ergebnis", "punkte", "schulnote",
	/* fr */ "evaluation", "reponse", "appreciation", "points",
	/* es */ "nota", "puntuacion", "calificacion", "valoracion", "puntaje",
	"respuesta", "puntos", "evaluacion",
	/* pt */ "pontuacao", "classificacao", "avaliacao", "resposta",
	"pontos",
	/* fi */ "arvosana", "arvosanani", "arvosanaksi", "arvio", "arvioni",
	"pisteet", "pisteita", "pisteeni", "vastaus", "vastaukseni",
	"vastauksemme", "arvosanamme", "arviomme", "pisteemme", NULL
};

const char *const score_verbs[] = {
	/* en */ "say", "says", "saying", "give", "giving", "gives", "giv",
	"rate",
	"go", "going", "gonna", "deserve", "deserves", "score", "grade",
	"worth", "choose", "pick", "gets", "get", "select", "awarding",
	"award",
	/* de */ "gebe", "geb", "geben", "gibts", "gibt", "vergebe",
	"vergeben", "sage", "sag", "sagen", "bewerte", "bekommt", "kriegt",
	"verdient", "bekommst", "bekommen", "kriegen", "verdienen", "wahle",
	/* fr */ "dirais", "dirai", "dis", "donne", "donnerais", "donnons",
	"mets", "met", "mettons", "mettrais", "mettrai", "attribue",
	"attribuerais", "accorde", "disons", "dit", "vaut", "merite",
	"meritez", "noterais", "choisis", "choisirais",
	/* es */ "doy", "daria", "diria", "digo", "pongo", "pondria", "damos",
	"decimos", "califico", "puntuo", "merece", "merecen", "otorgo",
	"valoro",
	/* pt */ "dou", "avalio", "atribuo", "dizemos", "coloco", "ponho",
	"dava", "merecem", "damos",
	/* fi */ "annan", "annetaan", "antaisin", "anna", "sanon", "sanoisin",
	"laitan", "ansaitsee", "laittaisin", "annamme", "saa", "saatte",
	"sanomme", "pistan", "valitsen", "antaisimme", NULL
};

const char *const carriers[] = {
	/* en */ "a", "an", "my", "is", "it", "its", "i", "id", "ill", "would",
	"will", "think", "guess", "me", "you", "u", "us", "that", "thats",
	"be", "was", "just", "only", "maybe", "probably", "perhaps", "about",
	"around", "definitely", "easily", "absolutely", "totally", "certainly",
	"sure", "surely", "honestly", "hmm", "hm", "um", "uh", "yes", "yeah",
	"yep", "no", "nope", "ok", "okay", "well", "so", "of", "course", "to",
	"lets", "for", "we", "wed", "am", "im", "re", "fwd", "aw", "sv", "oh",
	"from", "with", "solid", "strong", "overall", "as", "this", "them",
	"sadly", "unfortunately", "afraid", "do", "have", "approx", "total",
	"put", "down", "believe", "umm", "feel", "like", "suppose", "thatd",
	"here", "heres", "meant", "correction", "itd", "both", "reckon",
	"gotta", "got", "has", "must", "opinion", "in", "would", "and",
	"number", "the", "at", "then", "still", "hence", "therefore",
	"nevertheless", "nonetheless",
	/* de */ "eine", "ein", "einen", "ne", "ca", "circa", "etwa",
	"ungefahr", "vielleicht", "wohl", "klare", "klarer", "glatte", "volle",
	"solide", "definitiv", "sicher", "naturlich", "auf", "jeden", "fall",
	"fur", "mich", "von", "mir", "ich", "wurde", "wuerde", "denke", "ja",
	"nein", "nur", "leider", "meine", "ist", "das", "es", "euch", "ihnen",
	"dir", "ihr", "mal", "also", "na", "wir", "eindeutig", "gern", "gerne",
	"insgesamt", "uns", "da", "ganz", "klar", "war", "waere", "daher",
	"deshalb", "darum", "somit", "trotzdem", "dennoch",
	/* fr */ "une", "un", "environ", "je", "peut", "etre", "sans", "doute",
	"hesiter", "hesitation", "clairement", "oui", "non", "pour", "moi",
	"cest", "ce", "serait", "seulement", "bien", "sur", "ma", "mon", "est",
	"vous", "leur", "nous", "jai", "un", "petit", "lui", "alors", "allez",
	"sera", "bon", "bonne", "facile", "malheureusement", "globalement",
	"de", "la", "certainement", "surement", "helas", "donc", "malgre",
	"tout",
	/* es */ "una", "creo", "que", "yo", "tal", "vez", "quizas", "quiza",
	"para", "mi", "si", "claro", "sin", "duda", "definitivamente", "solo",
	"seria", "es", "le", "les", "rotundo", "os", "pues", "bueno", "parte",
	"lamentablemente", "te", "general", "en", "el", "al", "por",
	"supuesto", "seguramente", "seguro", "asi", "eso",
	/* pt */ "uma", "um", "acho", "eu", "talvez", "mim", "pra", "sim",
	"nao", "com", "certeza", "so", "e", "sem", "duvida", "redondo",
	"minha", "claramente", "lhe", "lhes", "infelizmente", "entao", "bem",
	"o", "voces", "isso", "portanto",
	/* fi */ "ehka", "varmaan", "noin", "joo", "kylla", "minun", "mun",
	"mielesta", "mielestani", "minusta", "musta", "selva", "ehdottomasti",
	"mielellaan", "mielipiteeni", "minulta", "meilta", "minulle", "meille",
	"vahva", "vain", "noh", "taysi", "on", "teille", "sulle", "varmasti",
	"siis", "taydet", "etta", "mina", "ma", "kai", "ihan",
	"valitettavasti", "kyl", "tietysti", "tottakai", "kiitettava", "hyva",
	"se", "olisi", "joten", "siksi", "silti", NULL
};

const char *const articles[] = { "a", "an", "un", "une", "una", "uma", "um",
	"ein", "eine", "einen", "einer", "ne", "nen", "le", "la", "the", NULL };

const char *const score_tails[] = {
	"points|pts|pt|point|punkte|punkt|pkt|pkte|punkten|puntos|punto|"
	"pontos|ponto|pistetta|piste|pist|p|pointe",
	"from|for me|us|my", "from the whole|entire",
	"is|as my|the final|honest|overall? score|rating|answer|vote|grade|"
	"mark|opinion|verdict|note", "as me",
	"von|fur|fuer mir|mich|uns|meiner|meinerseits",
	"de|por mi|ma|minha|notre|nuestra parte|part|lado",
	"para|pour|pra mi|mim|moi|nous|nos",
	"minulta|multa|meilta|minun|mielestani|musta|minusta",
	"geben|vergeben|gebe|sagen|bekommen|gegeben|bekommt|bewerten|"
	"benoten",
	"on|sur|auf|en|em|in|numa a|the|my|une|lechelle|einer|der|una|la|uma|"
	"meiner|opinion? scale|echelle|skala|escala|opinion|book|experience",
	"in total|allem",
	"overall|definitely|absolutely|insgesamt|definitiv|eindeutig|"
	"definitivamente|ehdottomasti|total",
	"ist meine|mein", "est|es|e|on ma|mi|minha|a|minun|arvosanani|mon", NULL
};

const char *const reasons[] = { "but", "because", "cause", "cuz", "bc",
	"thanks", "thank", "thx", "cheers", "since", "aber", "weil", "denn",
	"danke", "mais", "car", "parce", "merci", "pero", "porque", "gracias",
	"mas", "pois", "obrigado", "obrigada", "mutta", "koska", "kiitos",
	"silla", "though", "although", "obwohl", "aunque", "embora", "vaikka",
	"da", "for", "fur", "pour", "por", "bem", "muito", "redondo", "pelo",
	"pela", "great", "good", NULL };

const char *const other_labels[] = {
	"room", "rooms", "nr", "nro", "num", "number", "zimmer", "chambre",
	"habitacion", "quarto", "huone", "huoneessa", "floor", "etage",
	"stock", "piso", "andar", "kerros", "table", "tisch", "mesa", "poyta",
	"page", "seite", "day", "tag", "jour", "dia", "paiva", "week", "woche",
	"semana", "viikko", "gate", "bus", "tram", "line", "linie", "ligne",
	"linea", "linha", "track", "platform", "gleis", "level", "covid",
	"version", "phase", "suite", "villa", "cabin", "studio", "apartment",
	"apt", "unit", "terminal", "exit", "pier", "route", "street", "house",
	"hausnummer", "locker", "door", "counter", "aged", "age", "ages",
	"alter", "step", "part", "chapter", "season", "iphone", "galaxy", "ps",
	"channel", "no", "numero", "numeros", "nummer", "numeron", "group",
	"party", "hut", "lodge", "bungalow", "building", "block", "section",
	"zone", "seat", "sitz", "platz", "hall", "halle", "salle", "sala",
	"top", "formula", "windows", "type", "size", "grosse", "taille",
	"talla", "stars", "star", "sterne", "plus", "minus", "kabine", "ovi",
	"numbers", "question", "frage", "kysymys", "pregunta", "invoice",
	"ticket", "ref", "reference", "order", "booking", "case", "flight",
	"box", "eur", "usd", "gbp", "chf", "sek", "rechnung", "bestellung",
	"auftrag", "buchung", "reservierung", "facture", "commande",
	"reservation", "factura", "pedido", "fatura", "reserva", "lasku",
	"tilaus", "varaus", "tel", "phone", "fax", "mobile", "puh", "puhelin",
	"telefon", "telefono", "telefone", "ext", "extension", "pin", "code",
	"password", "passwort", "kennwort", "codigo", "senha", "contrasena",
	"koodi", "region", "attachment", "anhang", "kl", "mokki", "lomake",
	"vol", "art", "article", "artikel", "paragraph", "lot", "desk",
	"booth", NULL
};

const char *const other_leads[] = {
	/* en */ "at", "by", "on", "in", "since", "until", "till", "before",
	"after", "for", "with", "of", "to", "than", "over", "under", "within",
	"between", "per", "every", "from", "above", "below", "not", "never",
	"isnt", "wasnt", "dont", "almost", "nearly", "least", "most", "max",
	"min", "near", "out", "were", "had", "have", "has", "need", "want",
	"wanted", "ordered", "order", "stayed", "waited", "paid", "pay",
	"cost", "costs", "took", "take", "takes", "lost", "bought", "brought",
	"spent", "slept", "are", "arrived", "left", "quite", "got", "used",
	"tried", "booked", "past", "around", "saw", "met", "came", "closes",
	"opens", "opened", "closed", "lasted", "ate", "drank", "gave", "said",
	"rated", "scored", "january", "february", "march", "april", "june",
	"july", "august", "september", "october", "november", "december",
	"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
	"nov", "dec", "januar", "februar", "marz", "mai", "juni", "juli",
	"oktober", "dezember", "fomos", "fuimos",
	/* de */ "um", "am", "ab", "bis", "seit", "vor", "nach", "gegen",
	"mit", "zu", "im", "in", "uber", "unter", "fast", "knapp", "nicht",
	"kein", "keine", "vom", "zum", "sind", "waren", "hatten", "haben",
	"hatte", "gewartet", "fur", "von", "mindestens", "hochstens",
	"beinahe", "ware", "gab",
	/* fr */ "à", "au", "aux", "vers", "des", "dans", "avec", "pour",
	"depuis", "avant", "apres", "pas", "presque", "etions", "sommes",
	"avions", "avons", "attendu", "paye", "du", "a", "moins", "entre",
	"jusqua",
	/* es, pt */ "las", "as", "as", "el", "del", "con", "para", "por",
	"desde", "hasta", "antes", "entre", "sobre", "com", "ate", "casi",
	"quase", "eramos", "fuimos", "teniamos", "tuvimos", "esperamos",
	"pagamos", "somos", "tinhamos", "ficamos", "nao", "no", "de", "em",
	"los", "les", "os", "mas", "mais", "menos", "al", "fueron", "foram",
	/* fi */ "klo", "kello", "melkein", "lahes", "ei", "olimme", "oli",
	"odotimme", "yli", "alle", "vajaa", "liki", NULL
};

const char *const determiners[] = { "the", "these", "those", "my", "our",
	"your", "his", "her", "their", "all", "both", "other", "last", "first",
	"next", "another", "some", "few", "die", "der", "den", "dem", "unsere",
	"unseren", "alle", "allen", "beide", "beiden", "letzten", "ersten",
	"les", "nos", "mes", "ces", "ses", "le", "la", "los", "las", "mis",
	"nuestros", "nuestras", "estos", "os", "as", "meus", "minhas", "nossos",
	"nossas", "esses", "meidan", "we", "us", "wir", "meita", "additional",
	"extra", "more", "weitere", "viimeiset", "nama", NULL };

const char *const unreal[] = {
	"would|could|should|might|id not|easily|otherwise? ve|have|of given|"
	"been|said|rated|scored|gone|put|gotten|expected|earned|deserved|made",
	"hatte|hatten|haette|aurais|aurait|aurions|habria|hubiera|habriamos|"
	"hubiese|teria|tivesse|olisin|olisimme",
	"used to", "instead of", "rather than", "anstatt", "statt", "au lieu",
	"en vez", "en lugar", "em vez", "sijaan",
	"last|previous time|visit|year|stay", "letztes|letzten mal|jahr",
	"is|means best|worst|excellent|maximum|minimum|being",
	"not|cant|cannot|wont|wouldnt|couldnt|never|dont|didnt really|"
	"honestly|even? give|giving|say|rate|score|award|go",
	"pas|jamais donner|dire|mettre|noter", "no puedo|podria|quiero dar|"
	"decir|poner", "nao posso|poderia|quero dar|dizer",
	"en|emme|ei voi antaa|sanoa|arvioida", "en|emme anna|antaisi|sano", NULL
};

const char *const numbered[] = {
	"room|cabin|table|flight|suite|phone|floor|gate|booking|order|ticket|"
	"invoice|reservation number|no|nr|id",
	"zimmernummer*|buchungsnummer*|tischnummer*|bestellnummer*|"
	"rechnungsnummer*|kundennummer*|auftragsnummer*|varausnumero*|"
	"tilausnumero*|asiakasnumero*|huonenumero*",
	"numero de|da|do? reserva|reservation|pedido|factura|fatura|commande|"
	"habitacion|quarto|chambre|facture|cliente|client",
	"son|daughter|kid|child|boy|girl|baby|sohn|tochter|kind|fils|fille|"
	"hijo|hija|filho|filha|poika|poikani|tytar|tyttareni|lapsi|lapseni "
	"is|was|turned|turns|ist|war|wird|wurde|a|tiene|tem|on|oli|tayttaa",
	NULL
};

const char *const supposed[] = {
	"would|could|might|should not|easily|otherwise? be",
	"ware|waere|serait|seria|olisi", NULL
};

const char *const hours[] = {
	"in|am|du|de|da|a the|la|le? evening|morning|afternoon|night|abend|"
	"abends|morgen|morgens|nachmittag|soir|matin|noche|manana|tarde|noite|"
	"manha",
	"month|year|yr|week|day old",
	"illalla|aamulla|abends|morgens|nachts|tonight", NULL
};

const char *const conditions[] = { "if", "unless", "wenn", "falls", "jos",
	"when", "once", "being", NULL };

const char *const scale_links[] = { "out of", "outta", "outa", "out", "of",
	"von", "aus", "auf", "sur", "de", "em", "su", "van", "av", "sobre",
	"kautta", "on", "over", "from", "i", "upon", "is", "per", "entre", "en",
	"of the", "de los", "da", "per", NULL };

const char *const range_links[] = {
	"to", "à", "bis", "a", "ate", "hasta", "or", "oder", "ou", "o", "u",
	"tai", "vai", "and", "und", "et", "y", "e", "ja", "til", "till", "zu",
	"jusqua", "al", "x", "thru", "through", NULL
};

const char *const halves[] = {
	"and|und|et|y|e|ja a|an|ein|eine? half|halb|halbe|halber|halbes|demi|"
	"demie|medio|media|meio|meia|puoli|puolikas",
	"or|oder|ou|o|tai so|something|thereabouts|asi|algo|quelque|jotain",
	"half|einhalb|puoli|puolikas|medio|ish", "at best|most|least",
	"bestenfalls|hochstens|korkeintaan", "au mieux|maximum", "como mucho",
	"plus|minus|miinus|menos|moins $",
	"komma|point|virgule|coma|virgula|pilkku 5|five|funf|cinq|cinco|viisi",
	NULL
};
