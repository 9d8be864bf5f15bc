/*
 * letter_words.c - the tables of letter_words.h.
 *
 * Read by letter.c. A newcomer extends them by a word and a line in
 * tests/unit/test_score_*.c.
 */
#include "replies/words/letter_words.h"

#include <stddef.h>
#include <string.h>

#include "replies/words/phrase.h"

const char *const letter_greetings[] = {
	/* en */ "hi|hello|hey|hiya|dear|greetings|howdy",
	"good morning|afternoon|evening|day",
	/* de */ "hallo|moin|servus|lieber|liebes|hi|gruezi|grussgott",
	"liebe frau|herr|leute|alle|damen|kolleg*|mitarbeiter*|team|freunde|$",
	"guten|schonen morgen|tag|abend", "gruss gott", "sehr geehrte*",
	/* fr */ "bonjour|bonsoir|salut|coucou|cher|chere|chers|cheres",
	"madame|monsieur|mesdames|messieurs|mademoiselle",
	/* es */ "hola|estimad*|querid*|apreciad*", "buenos dias",
	"buenas tardes|noches|$", "buen dia", "muy senor*|buenas",
	/* pt */ "ola|oi|prezad*|exmo*|exma*|caro|cara|caros|caras|ilmo*",
	"bom dia", "boa tarde|noite",
	/* fi */ "hei|moi|moikka|terve|heippa|hej|moro|tervehdys|hellurei",
	"hyvaa huomenta|paivaa|iltaa|iltapaivaa", "huomenta|iltaa|paivaa $",
	"hyva|arvoisa|arvoisat|hyvat vastaanottaj*|asiakas*|herra|rouva|"
	"yritys|henkilokun*|aurora",
	/* more */ "hejsan|goddag|kaere|geachte|beste|ciao|buongiorno|gentile",
	NULL
};

const char *const letter_closings[] = {
	/* en */ "kind|best|warm|warmest|kindest|many|with|very|our|my* "
		 "kind|best|warm|warmest|very? regards|wishes|regard",
	"kind|best|warm|warmest|kindest|with|our regards|wishes", "regards",
	"yours|respectfully|sincerely|truly|faithfully sincerely|truly|"
	"faithfully|yours|$",
	"sincerely|respectfully|faithfully|warmly|cordially|kindly $",
	"all the best", "take care $", "rgds|brgds|br|kr $", "best $",
	"have a nice|good|great|lovely day|evening|weekend|week",
	/* de */ "mit freundlichen|freundlichem|besten|herzlichen|lieben|"
		 "vielen grussen|gruessen|gruss|grusse",
	"viele|liebe|beste|schone|schoene|herzliche|freundliche|sonnige|"
	"vielen|lieben|besten|schonen|herzlichen|freundlichen "
	"grusse|gruesse|gruss|grussen|grussli",
	"grusse|gruesse|gruss|herzlichst|hochachtungsvoll|mfg|lg|vg|bg|hg",
	"mit grussen|freundlichem|vorzuglicher|hochachtung",
	/* fr */ "cordialement|amicalement|sincerement|respectueusement|cdt|"
		 "cdlt|salutations|amities|bises|bisous",
	"bien|tres|tout cordialement|amicalement|a|sincerement vous?",
	"veuillez|nous|je|recevez|agreez|avec|mes|meilleures|sinceres|belle|"
	"bonne .. salutations|sentiments|salutation|journee|soiree|"
	"consideration",
	/* es */ "saludos|atentamente|cordialmente|atte|abrazos|afectuosamente",
	"un|reciba|reciban|muchos|mis|con|cordiales|recibid .. "
	"saludo|saludos|abrazo",
	"que tengan|tengais|tenga",
	/* pt */ "cumprimentos|atenciosamente|cordialmente|abracos|abraco|att|"
		 "respeitosamente|abs|atte|sds",
	"melhores|com|os|um|muitos|grande|com .. cumprimentos|abraco|"
	"saudacoes|abracos",
	"saudacoes",
	/* fi */ "terveisin|terveiset|terkuin|terv|ystavallisesti|yt|"
		 "kunnioittavasti|kunnioittaen|parhain|lammin|lampimin",
	"ystavallisin|parhain|lampimin|iloisin|kauniin|mukavin|hyvin "
	"terveisin|kesaterveisin|jouluterveisin",
	"t $", "hyvaa|mukavaa|kaunista paivanjatkoa|viikonloppua|kesaa|"
	"jatkoa|syksya|kevatta|viikkoa",
	/* more */ "med vanlig|vanliga|venlig halsning*|hilsen", "halsningar|"
	"hilsen|groeten|groetjes|saluti|pozdrawiam", NULL
};

const char *const letter_thanks[] = {
	"thanks|thank|cheers|danke|merci|gracias|obrigado|obrigada|kiitos|"
	"kiitoksia|thx|tack",
	"many|with|best|vielen|besten|herzlichen|avec|muchas|mil|muito|"
	"paljon thanks|thank|dank|merci|gracias|obrigado|obrigada|kiitoksia",
	NULL
};

const char *const contact_labels[] = { "tel", "telephone", "phone", "mobile",
	"mob", "cell", "fax", "telefon", "telefax", "mobil", "handy",
	"portable", "telefono", "movil", "celular", "telefone", "telemovel",
	"tlm", "puh", "puhelin", "gsm", "whatsapp", "ph", "ext", "telf", "tlf",
	"iban", "bic", "vat", "ustid", "siret", "hrb", NULL };

/* Alone: "Harbour Road 10", "10 Harbour Road". */
static const char *const streets[] = { "street", "road", "avenue", "lane",
	"drive", "square", "boulevard", "terrace", "crescent", "close", "court",
	"highway", "alley", "way", "st", "rd", "ave", "ln", "dr", "blvd", "sq",
	"strasse", "str", "gasse", "weg", "allee", "platz", "ring", "ufer",
	"damm", "katu", "tie", "kuja", "polku", "vagen", "gatan", NULL };

/* How the name of a street ends; longer than the ending itself. */
static const char *const endings[] = { "strasse", "str", "gasse", "allee",
	"weg", "platz", "ufer", "damm", "katu", "tie", "kuja", "polku",
	"vayla", "kaari", "rinne", "ranta", "raitti", "penger", "esplanadi",
	"vagen", "gatan", "straat", "laan", NULL };

static const char *const leads[] = { "rue", "avenue", "av", "boulevard", "bd",
	"impasse", "chemin", "allee", "quai", "cours", "route", "calle",
	"avenida", "avda", "avd", "plaza", "paseo", "camino", "carrer",
	"carretera", "ronda", "rua", "travessa", "praca", "largo", "estrada",
	"alameda", "rodovia", "via", "viale", "corso", "piazza", NULL };

gboolean
word_is_street(const char *word)
{
	if (phrase_has(streets, word))
		return TRUE;
	for (guint i = 0; endings[i] != NULL; i++)
		if (strlen(word) > strlen(endings[i]) + 1 &&
		    g_str_has_suffix(word, endings[i]))
			return TRUE;
	return FALSE;
}

gboolean
word_leads_street(const char *word)
{
	return phrase_has(leads, word);
}
