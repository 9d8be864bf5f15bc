/*
 * pleading_words.c - what begging and bribing is made of, in English, German,
 * Spanish, Finnish, French and Portuguese, folded. See pleading_words.h. A new
 * one is a line here and one in tests/unit/test_pleading.c.
 */
#include "templates/pleading_words.h"

const struct pleading_class pleading_classes[] = {
	{ "top", "9 10 9s 10s 10er 9er nine ten nines tens neun zehn neuner"
		 " zehner nueve diez yhdeksan* yhdeksik* kympp* kympi*"
		 " kymmen* neuf dix nove dez" },
	{ "stars", "5 five funf cinco viisi viiden cinq" },
	{ "star", "star* stern* estrella* tahti* tahte* tahde* etoile*"
		  " estrela*" },
	{ "give", "give giving rate score award grade mark gib gebt geben"
		  " vergeben vergebt bewerte bewerten bewertet schenken"
		  " anna antaa antakaa annat annatte antaisit donner donne"
		  " donnez donniez mettre mettez mets attribuer attribuez"
		  " notez noter dar dele puntue puntuenos valorenos"
		  " valore califique deem avalie classifique ponga" },
	{ "us", "us me uns mir nos meille minulle meidat nous moi" },
	{ "please", "please kindly bitte favor ystavallisesti plait veuillez"
		    " merci pyydamme" },
	{ "choose", "choose select pick click vote tick press wahlen wahle"
		    " wahlt klicken klicke elija elige seleccione pulse marque"
		    " haga valitse valitkaa klikkaa choisissez choisis cliquez"
		    " cochez escolha selecione clique" },
	{ "best", "best highest top full maximum perfect hochste* beste* volle*"
		  " maximale* maxima maximo mejor parha* taydet taysi* korkei*"
		  " meilleure maximale excellente melhor" },
	{ "mark", "score* rating* mark marks grade* points note noten punkt*"
		  " punktzahl bewertung* puntuacion* nota* valoracion*"
		  " arvosana* piste* arvio* avaliac* pontuac*" },
	{ "below", "below under less lower unter weniger schlechter menos"
		   " debajo inferior alle alempi vahemman moins sous dessous"
		   " abaixo" },
	{ "fail", "fail* bad negative unacceptable unsatisf* durchgefallen"
		  " schlecht* negativ* misserfolg* fracas* suspens* mal mala"
		  " malo negativo epaonnistu* huono hylat* echec* mauvais*"
		  " insuffisant* falha* mau reprovad*" },
	{ "my", "my our mein* unser* mi mis nuestr* minun meidan mon ma notre"
		" nos meu minha nosso nossa" },
	{ "job", "job bonus salary pay wage* pramie gehalt arbeitsplatz job"
		 " puesto trabajo sueldo prima palkka* palkkam* bonus*"
		 " tyopaik* salaire prime emploi poste salario emprego" },
	{ "depend", "depend* hang* abhang* riippu*" },
	{ "much", "lot world much everything viel alles freuen super mucho"
		  " muchisimo todo paljon beaucoup plaisir muito imenso tudo" },
	{ "would", "would will means mean d wurde ware bedeutet hilft seria"
		   " significa significaria olisi merkitsisi merkitsee serait"
		   " signifie ferait ajudaria" },
	{ "win", "win wins winning won gewinn* gewinne* gana gane ganar ganes"
		 " gagne* gagner gagnez voita voittaa voitat voitte ganhe ganha"
		 " ganhar" },
	{ "draw", "draw raffle* sweepstake* giveaway* lottery prize"
		  " gewinnspiel* verlosung* preisausschreiben tombola sorteo*"
		  " rifa* arvonta* arvonna* kilpailuun tirage concours sorteio*"
		  " verlosen verlost sorteamos sorteia arvomme arvotaan"
		  " tirons" },
	{ "gift", "voucher* giftcard* gift* prize* discount* coupon* reward*"
		  " ipad* iphone* cash cashback % off free freebie*"
		  " \xe2\x82\xac"
		  " $ \xc2\xa3 eur euro* pound* dollar* gutschein* geschenk*"
		  " rabatt* gratis kostenlos* cupon* regalo* descuento* premio*"
		  " vales lahjakort* lahja* alennu* kupon* palkin*"
		  " palkkio* ilmai* cadeau* achat remise* reduction* gratuit*"
		  " cupao oferta* presente* desconto* premio* brinde*"
		  " matkan trip holiday reise viaje voyage viagem" },
	{ "answer", "answer* reply replies replying respon* feedback opinion*"
		    " review* rating survey* participat* vote* questionnaire*"
		    " antwort* umfrage* bewertung* meinung* teilnahme*"
		    " teilnehm* ruckmeldung* respuest* encuesta* particip*"
		    " valoracion* resena* vasta* kysely* palaut* osallistu*"
		    " mielipi* arvio* repon* repond* sondage* avis enquete*"
		    " inquerit* opini* avaliac* resposta*" },
	{ "get", "get gets receive earn claim send give win erhalt* bekomm*"
		 " schenk* sicher* recib* recibira* obten* consig* regal*"
		 " envia*"
		 " gana* saat saa saatte lahet* ansaits* recev* recois obten*"
		 " gagn* offr* envoy* receb* recebe ganh* oferec* leva" },
	{ "for", "for fur por pour para pelo pela" },
	{ NULL, NULL },
};

const char *const pleading_denials[] = { "no", "not", "never", "without",
	"nor", "nobody", "nothing", "kein", "keine", "keinen", "keiner",
	"nicht", "ohne", "nie", "nunca", "sin", "ni", "ei", "eika", "emme",
	"ilman", "ala", "alkaa", "sans", "pas", "aucun", "aucune", "jamais",
	"ne", "sem", "nao", "nem", "nenhum", "rather", "dont", "instead",
	"statt", NULL };

const struct pleading_pattern pleading_patterns[] = {
	/* Begging: for a number... */
	{ FALSE, "@give _1 @us _3 @top" },
	{ FALSE, "@us _2 @top _1 geben/gebt/gibst/bewert*/vergeb*/schenk*" },
	{ FALSE, "nos/me de/da/den/ponga/pon/dar/dais/deis _2 @top" },
	{ FALSE, "de/da nos/me _2 @top" },
	{ FALSE, "deem/denos/danos/denme/ponganos/puntuenos/valorenos _2"
		 " @top" },
	{ FALSE, "@please _2 @give _2 @top" },
	{ FALSE, "@please _1 @choose _2 @top" },
	{ FALSE, "deserve*/verdien*/merec*/ansaits*/merit* _3 @top" },
	{ FALSE, "hope*/hoffen/hoffe/esperamos/espero/toivomme/toivon/esperons"
		 "/espere/strive/aim _5 @top" },
	{ FALSE, "happy/delighted with/about a @top" },
	{ FALSE, "freuen/freut/freue uns/mich uber _2 @top" },
	{ FALSE, "mit _1 @top helf*/hilf*" },
	{ FALSE, "with _1 @top you help" },
	{ FALSE, "con/com _1 @top nos ayuda*/ajuda*" },
	{ FALSE, "avec _1 @top vous/tu nous aide*" },
	{ FALSE, "@top _2 @would _3 @much" },
	{ FALSE, "@top _2 @would _2 make our/my day" },
	{ FALSE, "9/nine/neun/nueve/yhdeksan/neuf/nove or/oder/o/u/tai/ou"
		 " 10/ten/zehn/diez/kymmenen/dix/dez _2 @would _3 @much" },
	{ FALSE, "only/nur/solo/vain/seul/seuls/seulement/apenas/somente _3"
		 " @top _2 count*/help*/zahl*/hilf*/cuent*/ayud*/laske*/auttaa"
		 "/compt*/aide*/conta*/ajuda*" },
	{ FALSE, "only/nur/solo/vain/seuls/apenas @top and/or/und/oder/y/o"
		 "/ja/tai/et"
		 "/ou/e @top _2 count*/help*/zahl*/hilf*/cuent*/laske*/compt*"
		 "/conta*" },
	{ FALSE, "only/nur/solo/vain/apenas _1 @top or/oder/o/u/tai/ou @top _1"
		 " count*/help*/zahl*/hilf*/cuent*/laske*/conta*" },
	{ FALSE, "@below _3 @top _4 @fail" },
	{ FALSE, "@top is the only _3" },
	/* ... for the best one, for stars... */
	{ FALSE, "@give _3 @best @mark" },
	{ FALSE, "@please _4 @best @mark" },
	{ FALSE, "deserve*/verdien*/hope/hoffen/esperamos/toivomme/esperons _6"
		 " @best @mark" },
	{ FALSE, "give/leave/write/rate/hinterlass*/gib/geben/deje/deja/dejenos"
		 "/anna/jata/laissez/donnez/mettez/deixe/de _4 @stars @star" },
	/* ... and by pity, or before it is too late. */
	{ FALSE, "@my @job _3 @depend" },
	{ FALSE, "before/bevor/antes/ennen/avant _5 low*/bad/poor/schlecht*"
		 "/baj*"
		 "/mala/huono*/mauvais*/baix*/ma _1 @mark" },
	/* Bribing. */
	{ TRUE, "@win _4 @gift" },
	{ TRUE, "gewinnen/gewinne/voita/gana/gagnez/ganhe _4 @gift" },
	{ TRUE, "@gift _3 zu/gewonnen gewinnen/werden" },
	{ TRUE, "prize/lucky draw" },
	{ TRUE, "tirage au sort" },
	{ TRUE, "@answer _7 @draw" },
	{ TRUE, "@draw _7 @answer" },
	{ TRUE, "take/enter/entered/enters/entry _5 @draw" },
	{ TRUE, "@gift _4 @for _3 @answer" },
	{ TRUE, "@answer _7 @get _5 @gift" },
	{ TRUE, "@get _5 @gift _4 @for _3 @answer" },
	{ TRUE, "@get _5 @gift _1 when/if/wenn/si/quand/quando/se/kun _2"
		" @answer" },
	{ TRUE, "thank/reward/danken/belohnen _3 @answer _1 with/mit _3"
		" @gift" },
	{ TRUE, "as/als/como/en/com/zum _1 thank*/dank*/agradecim*"
		"/remerciement*/belohnung/reward/recompens* _7 @gift" },
	{ TRUE, "kiitokseksi/palkkioksi _7 @gift" },
	{ TRUE, "to say thank*/thanks _7 @gift" },
	{ TRUE, "in return/exchange for _3 @answer" },
	{ TRUE, "a/en/em cambio/echange/troca de/d/da/du/por _3 @answer" },
	{ TRUE, "earn/collect/sammeln/sammle/gane/keraa/gagnez/ganhe _3"
		" points/punkte/bonuspunkte/treuepunkte/puntos/pisteita"
		"/bonuspisteita/pontos _6 @answer" },
	{ TRUE, "@answer _6 earn/collect/sammeln/sammle/gane/keraa/gagnez/ganhe"
		" _3 points/punkte/bonuspunkte/treuepunkte/puntos/pisteita"
		"/bonuspisteita/pontos" },
	{ FALSE, NULL },
};
