/*
 * part_words.c - the words of number_words.h that tell a score of the whole
 * from one of a part, or from any other number.
 *
 * Read by text_place.c, text_vicinity.c and text_score.c.
 */
#include "replies/words/number_words.h"

#include <stddef.h>

const char *const parts[] = {
	/* en */ "breakfast", "breakfasts", "food", "room", "rooms", "staff",
	"pool", "wifi", "internet", "bed", "beds", "bathroom", "location",
	"dinner", "lunch", "restaurant", "reception", "cleanliness", "price",
	"prices", "view", "parking", "shower", "towels", "coffee", "meals",
	"check", "checkin", "cleaning", "gym", "bar",
	/* de */ "fruhstuck", "fruehstuck", "essen", "zimmer", "personal",
	"wlan", "bett", "betten", "badezimmer", "bad", "lage", "abendessen",
	"rezeption", "sauberkeit", "preis", "aussicht", "parkplatz", "kuche",
	/* fr */ "dejeuner", "repas", "nourriture", "chambre", "chambres",
	"personnel", "piscine", "lit", "lits", "emplacement", "diner",
	"accueil", "proprete", "prix", "literie",
	/* es */ "desayuno", "comida", "habitacion", "habitaciones", "piscina",
	"cama", "camas", "ubicacion", "cena", "limpieza", "precio",
	"restaurante", "recepcion",
	/* pt */ "almoco", "quarto", "quartos", "pessoal", "localizacao",
	"jantar", "limpeza", "preco", "rececao", "recepcao",
	/* fi */ "aamiainen", "aamupala", "ruoka", "huone", "huoneet",
	"henkilokunta", "sanky", "sijainti", "illallinen", "siisteys", "hinta",
	"vastaanotto", "ravintola", NULL
};

const char *const moods =
    "great|good|lovely|super|perfect*|excellent*|satisfied|happy|fine|nice|"
    "amazing|wonderful*|fantastic*|fantasti*|best|enjoyed|loved|liked|likely|"
    "likelihood|unlikely|fat|recommend*|brilliant|awesome|okay|easy|service|"
    "thanks|well|terrible|awful|bad|horrible|disappoint*|neutral|average|"
    "schwach*|"
    "gut|schon|toll|prima|klasse|wunderbar|zufrieden|begeistert|spitze|"
    "wahrscheinlich*|weiterempfehl*|empfehl*|schlecht|enttauscht|furchtbar|"
    "absolut|ausgezeichnet|hervorragend|genial|geniale|parfait*|magnifique|"
    "satisfait*|content*|ravi*|enchante*|probable|probabilite|recommand*|"
    "excelente*|decu*|horrible|agreable|perfecto|maravill*|bien|fenomenal|"
    "satisfech*|encantad*|recomend*|probabil*|mal|pesimo|decepcion*|otimo|"
    "otima|maravilh*|satisfeit*|gostamos|gostei|adorei|adoramos|pessimo|"
    "hyvin|hyva|ihana|mahtava|loistava|upea|taydelli*|tyytyvai*|suosittel*|"
    "todennakoi*|todennakois*|huono|kamala|pettynyt|mukava";

const char *const joints[] = { "and", "but", "und", "aber", "et", "mais", "y",
	"pero", "e", "mas", "ja", "mutta", NULL };

const char *const conclusions[] = { "so", "thus", "hence", "therefore",
	"daher", "deshalb", "darum", "somit", "donc", "portanto", "joten",
	"siksi", NULL };
