/*
 * stop_patterns.c - what people write who want no more from us: sentences.
 *
 * Read by text_wish.c; phrase.h says what the signs mean. A mail opts out only
 * if all of it does.
 */
#include "replies/words/wish_words.h"

#include <stddef.h>

#define STOP_EN "stop|stopp|quit|cease|discontinue"
#define DONT_EN "do? not|dont|donot|dnt|never"
#define PEST_EN                                                          \
	"contacting|emailing|bothering|harassing|pestering|annoying|"    \
	"bugging|calling|writing|asking|disturbing|hassling|pinging|"    \
	"surveying|sending|phoning|ringing|mailing|botherin|stalking"
#define NOW_EN                                                           \
	"it|this|that|these|those|them|all|now|everything|already|"      \
	"immediately|asap|forever|right|away|at|once|and|me|us|contact|" \
	"contacts|here|today|completely|permanently|sub|subs|"           \
	"subscription|subscriptions|service|survey|surveys|alerts|"      \
	"sending|texting|nonsense|crap|shit|bullshit|rubbish|your|"      \
	"fucking|bloody|the|to|number|my|please|pls|further|any|"        \
	"everything|altogether|for|good"

#define HOR_DE "hor|hort|horen|hoer|hoert|hoeren|aufhoren"
#define SCHREIB_DE                                                        \
	"schreib*|schick*|send*|sende*|kontaktier*|belastig*|belaestig*|" \
	"nerv*|spam*|simst|textet|texte|meld*|ruf*"
#define ARRETE_FR                                                        \
	"arrete|arretez|arreter|darreter|cesse|cessez|cesser|stop|"      \
	"stoppez"
#define ECRIRE_FR                                                        \
	"ecri*|mecri*|decri*|envoy*|menvoy*|denvoy*|contact*|harcel*|"   \
	"mharcel*|spam*|derang*|relanc*|sollicit*|embet*|membet*|"       \
	"ennuy*|mennuy*|appel*|mappel*|emmerd*|memmerd*|texter|"         \
	"dappel*|dembet*|dennuy*|saouler|souler"
#define DEJA_ES "deja|deje|dejen|dejad|dejar|pare|paren|parad|para|cesen|dejes"
#define ESCRIB_ES                                                     \
	"escrib*|mand*|envi*|molest*|contact*|llam*|acos*|spam*|"     \
	"jod*|fastidi*|hostig*|textear*|texteando|bombarde*"
#define PARE_PT "pare|parem|para|parar|deixe|deixem|deixa|deixar|cessem"
#define MAND_PT                                                       \
	"mand*|envi*|escrev*|contat*|contact*|lig*|incomod*|encher|"  \
	"importun*|perturb*|chate*|spam*|perguntar"
#define LAHETA_FI                                                     \
	"lahet*|laheta*|viest*|kirjoit*|kirjoitt*|tekst*|soit*|"      \
	"soitt*|hairi*|ottako|ota|vaivat*|pommit*|spam*|laita*|"      \
	"laitta*|laittel*|kysel*|kysy*|simppa*"

const char *const stop_beginnings[] = {
	/* en */
	STOP_EN "|unsubscribe|end|cancel|abmelden|abbestellen|austragen|"
		"arreter|desinscrire|desabonner|sair|baja|lopeta|lopettaa|"
		"lopettakaa|poista|poistakaa|parem|paren $",
	STOP_EN " texting|txting|messaging|msging|spamming|smsing",
	STOP_EN " " PEST_EN " me|us|my|these|this|those|anything|@",
	STOP_EN " " PEST_EN " $",
	STOP_EN " sending|send .. @|stuff|crap|shit|junk|rubbish",
	STOP_EN " receiving|getting|hearing|having .. these|this|them|it|your|"
		"any|from|@",
	STOP_EN " messages|msgs|message|text|texts|sms|spam|messaging",
	STOP_EN "|end|halt .. these|this|all|the|your|my|any|receiving|"
		"getting|bloody|fucking|damn|annoying|stupid|those|further|"
		"future|with .. @",
	STOP_EN " " NOW_EN "+ $",
	"end|cancel|block|halt @",
	"cancel .. my|all|these|the|this|your|future|any @|subscription",
	DONT_EN " ever|you|again|u? text|txt|message|msg|contact|sms|spam "
		"me|us|this|anymore|again|any|ever|$",
	DONT_EN " ever|you|again|u? email|survey|bother|harass|pester "
		"me|us|this|anymore|again|ever",
	DONT_EN " ever? text|txt|message|msg|contact|sms|call|use my phone|"
		"number|cell|mobile",
	DONT_EN " ever|you|again? call|ring|phone|write|disturb|ask to? "
		"me|us|again|anymore",
	DONT_EN " ever|you|again? send me|us? .. @",
	DONT_EN " ever|you|again? send me|us any|anything|more|these|this|"
		"stuff|again|further|another|such|that|those|$",
	DONT_EN " ever|you|again? send any|more|anything|these|anymore|further",
	"no more|further|additional .. @|contact|surveys|calls",
	"no more of? this|these|that $",
	"no @ please|pls|thanks|thank|anymore",
	"no @ $",
	"enough with|of? the|these|your|this|all? @",
	"enough texting|messaging|spamming",
	DONT_EN " want|wish|need|consent|agree|care .. @",
	DONT_EN " want|wish|consent|agree|care .. receive|receiving|contacted|"
		"texted|messaged|emailed|surveyed|spammed|contact|bothered",
	DONT_EN " want .. hear from",
	DONT_EN " want .. text|message|contact|write me|us",
	DONT_EN " want this|these|those|it anymore|any|$",
	"no longer want|wish|need|consent .. @",
	"no longer want|wish|consent .. receive|receiving|contacted|texted|be",
	"never want .. @",
	"never want .. contacted|texted|hear",
	/* de */
	HOR_DE " .. auf $",
	HOR_DE " .. auf .. " SCHREIB_DE "|zu|anschreib*|anzuschreib*|sms|damit|"
	       "mit|mir|mich|anzurufen|zuzu* .. schreib*|nerv*|send*|schick*|"
	       "kontaktier*|belastig*|belaestig*|spam*|text*|sms|damit|"
	       "anschreib*|anzuschreib*|zuzu*|anzurufen|stor*|@",
	HOR_DE " .. auf damit|mich|mir",
	"stop|stopp|stoppt|stoppen|beenden|beendet|beende .. @",
	"stop|stopp das|dies|diese|damit|alles|sofort|jetzt|endlich|den|mist|"
		"scheiss|es|mit+ $",
	"keine|kein @ $",
	"keine|kein .. @ mehr|bitte|schicken|senden|erwunscht|erwuenscht",
	"keine|kein weitere*|sms|mehr .. @",
	"keine mehr $",
	"schluss|genug .. @",
	"will|mochte|moechte|wollen das|dies|diese|die nicht mehr|$",
	"nie wieder|mehr .. @",
	"nichts|nix mehr schicken|senden|schreiben|$",
	"keinen kontakt mehr|bitte|$",
	"will|mochte|moechte|wunsche|wuensche|brauche|wollen .. keine|kein|"
		"keinerlei .. @",
	"will|mochte|moechte|wunsche|wuensche|wollen .. nicht|nichts|keinen|"
		"nie|nix mehr|weiter|wieder .. kontakt*|angeschrieben|"
		"bekommen|erhalten|hor*|hoer*|empfang*|belastigt|genervt|"
		"befragt|von",
	SCHREIB_DE " .. nicht|nichts|keine|nie|kein|nix mehr|wieder|weiter*|an",
	SCHREIB_DE " sie|ihr? .. mir|mich|uns .. keine|kein .. @",
	SCHREIB_DE " sie|ihr? .. keine|kein .. @ mehr|$",
	SCHREIB_DE " sie|ihr? .. mir|mich|uns bitte? nicht|nie|nichts|nix $",
	"nicht|nie|nimmer mehr|wieder|weiter mir|mich|uns? schreiben|"
		"anschreiben|kontaktieren|texten|senden|schicken|kontaktiert|"
		"schreibt|anrufen|belastigen|melden|nerven",
	/* fr */
	ARRETE_FR " .. " ECRIRE_FR,
	ARRETE_FR " .. @",
	ARRETE_FR " tout|ca|cela|maintenant|immediatement|de|suite|ces|les|moi|"
		  "la|le|au+ $",
	"ne|n .. " ECRIRE_FR "|recev* .. plus|jamais|rien",
	"ne|n menvoy*|mecriv*|mecri*|mappel* .. pas|rien|aucun",
	"ne me contactez|derangez|contacte|sollicitez|relancez|ecrivez|envoyez",
	"ne plus|pas|jamais .. " ECRIRE_FR "|recevoir|etre",
	"veux|souhaite|desire|voudrais|veut|voulons|souhaitons .. plus|pas|"
		"aucun|rien|jamais .. @|recevoir|contacte|contactee|etre|recu",
	"plus|aucun|pas|jamais de|dautres|dautre|aucun? .. @",
	"plus|aucun @ $",
	"naccepte*|refuse .. @",
	"assez de|avec? .. @",
	/* es */
	DEJA_ES " ya? de .. " ESCRIB_ES "|@",
	"basta|alto|paren|pare de|con|ya|los|las|a .. @",
	"no me|nos escriban|escribas|escriba|escribais|escribir|manden|mandes|"
		"mande|mandeis|mandar|envien|envies|envie|envieis|enviar|"
		"contacten|contactes|contacte|contactar|molesten|molestes|"
		"moleste|molestar|llamen|llames|llame|spameen|texteen|textees|"
		"vuelvan|vuelvas|vuelva|sigan|sigas|siga",
	"no manden|mandes|mande|envien|envies|envie|enviar|mandar|escriban|"
		"escribir|molesten|contacten|molestar|contactar|vuelvan .. "
		"mas|@|nada",
	"no quiero|deseo|queremos|quisiera|necesito .. @|recibir|recibiendo|"
		"contact*|escrib*|mand*|manden|envi*|encuesta|recibirlos",
	"no sigan|sigas|siga|insistan|insista|autorizo|acepto .. " ESCRIB_ES
	"|@|insist*",
	"no mas|mais .. @|encuesta*",
	"ya no .. mas|quiero .. @|recibir|escrib*|mand*|envi*",
	"ni un|una .. @ mas",
	"sin|cero mas? @ $",
	/* pt */
	PARE_PT " de .. " MAND_PT "|@",
	"pare|parem|chega|basta de|com|as|os|estas|essas|esses|tantas .. @",
	"nao me|nos mandem|mande|manda|mandar|mandes|enviem|envie|envia|enviar|"
		"envies|escrevam|escreva|escrevas|contactem|contatem|contate|"
		"contacte|contatar|contactar|liguem|ligue|incomodem|incomode|"
		"perturbem|perturbe|encham|encha|chateiem|importunem|envieis",
	"nao mandem|mande|manda|mandar|enviem|envie|enviar|escrevam|escrever|"
		"contactem|contatem|incomodem|incomodar|perturbem .. "
		"mais|@|nada",
	"nao quero|desejo|autorizo|aceito|pretendo|queremos|gostaria|"
		"preciso .. @|receber|"
		"contact*|contat*|incomod*|pesquisa",
	"nao mais|quero .. @",
	"nunca mais me? .. " MAND_PT,
	"sem|nenhuma|nada mais|de? @",
	"mais nenhum|nenhuma @",
	/* fi */
	"lopeta|lopettakaa|lopettaa|lopettakaahan|lakatkaa|lakkaa .. @|tama|"
		"taa|taman|"
		"nama|se|tuo|heti|jo|" LAHETA_FI,
	"ala|alkaa enaa|minulle|mulle|enempaa|koskaan|ikina|nyt|lisaa|mua|"
		"minua|hei|vaivaa? .. " LAHETA_FI,
	"ala|alkaa enaa",
	"en enaa? halua|tahdo|toivo .. @|" LAHETA_FI
	"|naita|lisaa|enempaa|vastaanottaa|yhteyden*",
	"en halua|tahdo|toivo enaa $",
	"ei enaa|lisaa|mitaan|enempaa|yhtaan .. @|naita|" LAHETA_FI,
	"ei @ $",
	"ei kiitos enaa|lisaa",
	"ei saa enaa? .. " LAHETA_FI,
	NULL,
};

const char *const stop_anywhere[] = {
	/* en */
	"unsubscribe|unsubscribing|unsuscribe|unsubcribe|unsubscibe|"
		"unsubsribe|unsubscrib|unsubscride|unsubribe|optout",
	"un subscribe|suscribe me|us|please|from|$",
	"opt me|us out",
	"opt|opting out $",
	"opt|opting out of|from receiving|this|these|it|them|all|any|future|"
		"further|your|sms|text|texts|messages|surveys|survey|"
		"notifications|marketing|texting|messaging",
	"opt|opting out please|pls|thanks|thank|now|immediately",
	"remove|delete|strike me|us $",
	"remove|delete|take|drop|strike|erase|get|scratch|pull me|us|my|this|"
		"us .. from|off .. list|lists|database|system|records|"
		"contacts|this|here|it|subscription|thing|mailing|@",
	"take|get me|us off of? your|this|the|that|these|please|pls|$",
	"remove me|us from|off|please|immediately|now|asap",
	"remove|delete|lose|erase|forget|scrub my|this .. number|num|"
		"phone|mobile|"
		"cell|contact|contacts|details|data|info|information|name|"
		"email",
	"leave me|us alone|be",
	"revoke|revoking|withdraw|rescind .. consent|permission",
	"cancel|end|terminate my|this|the|all? subscription|subscriptions",
	"fuck|piss|bugger|sod|eff|f off|u|you",
	"told|asked|said|ask|asking|beg|begging|tell you|u|them .. " STOP_EN
	" .. @|texting|messaging|sending|contacting|spamming|calling|this|it",
	"want|wish|would|need|like you|u|this|these|them to? " STOP_EN,
	"told|asked|said .. you|u to " STOP_EN,
	STOP_EN " texting|txting|messaging|msging|contacting|spamming "
		"me|us|this|$",
	"take my|this .. number|phone|num .. off",
	"need|have|must|should|gotta|better to? " STOP_EN
	" .. texting|messaging|sending|contacting|spamming|calling",
	"be|get removed|deleted|unsubscribed|taken|opted .. list|lists|off|"
	"from|out|database|system",
	"off your|the|this mailing|contact|text|sms|texting|calling? list $",
	/* de */
	"lass|lasst|lassen .. mich|uns .. in .. ruhe|frieden",
	"nimm|nehmt|nehmen|streich*|losch*|loesch*|entfern* .. mich|meine|uns|"
		"diese .. verteiler|liste|nummer|daten|kontakt|kontakte|system|"
		"datenbank|handynummer|telefonnummer|raus|kontaktdaten|"
		"rufnummer|handynr|nr|adresse|mailadresse|emailadresse",
	"meine .. nummer|daten|handynummer|telefonnummer .. losch*|loesch*|"
		"entfern*|streich*",
	"aus|von|vom dem|der|eurem|eurer|ihrem|ihrer|deiner? verteiler|liste|"
		"mailingliste|smsliste|datenbank .. nehmen|streichen|loschen|"
		"entfernen|nehmt|raus|austragen|loeschen",
	"mich .. abmelden|austragen|abmelde|abbestellen|loschen|loeschen",
	"melde|meldet|melden|trag|trage|tragt|tragen .. mich .. ab|aus",
	"newsletter|sms|nachrichten|umfrage|umfragen|das|dies|alles "
	"abbestellen|abmelden|kundigen|stoppen|beenden|abbestelle",
	"bitte um abmeldung|austragung|loschung|loeschung|austrag",
	"widerruf* .. einwilligung|zustimmung|erlaubnis",
	"verpiss|verpisst",
	/* fr */
	"desabonn*|desinscri*|desincri*|desabonement|desabonez|desinscr*",
	"fiche*|foute*|fou* moi|nous .. paix",
	"laisse|laissez|laisser moi|nous .. tranquille*|paix",
	"retire*|enleve*|supprime*|raye*|efface*|ote* moi|mon|mes|nous|ce .. "
		"liste|listes|numero|coordonnees|base|fichier|fichiers|"
		"donnees|contacts|nom",
	"retirez|enlevez|supprimez|rayez moi",
	"me retirer|enlever|supprimer|rayer de|$",
	"resilier|annuler|resiliez|annulez .. abonnement|inscription|"
		"labonnement|linscription",
	/* es */
	"dar*|dame|denme|deme|dadme|doy|den|demen|dado de baja",
	"solicito|pido|quiero|deseo la? baja",
	"quitame|quitenme|quiteme|sacame|saquenme|saqueme|borrame|borrenme|"
		"borreme|eliminame|eliminenme|elimineme|desuscrib*|"
		"desinscrib*|desapunt*|sacarme|quitarme|borrarme|eliminarme",
	"borr*|elimin*|quit*|saqu* mi|mis|este .. numero|datos|telefono|"
		"contacto|movil|celular|nombre",
	"me|nos quiten|saquen|borren|eliminen|quite|saque|borre|elimine .. "
		"lista|base|$",
	"dejame|dejenme|dejeme|dejadme|dejanos|dejenos .. paz|tranquil*",
	"cancel*|anul* .. suscripcion|subscripcion|@",
	"dejar de recibir",
	"salir de la|esta|su lista",
	/* pt */
	"me tire|tira|tirem|retire|retira|retirem|remova|remove|removam|exclua|"
		"exclui|excluam|apaguem|apague|elimine|eliminem",
	"descadastr*|desinscrev*|dessubscrev*|desubscrev*|desinscr*",
	"tire|tira|tirem|tirar|retire|retirem|retirar|remova|removam|remover|"
		"exclua|excluam|excluir|apague|apaguem|apagar|elimine|eliminem|"
		"eliminar me|o|meu|os|meus|este .. lista|numero|contato|"
		"contacto|dados|telefone|telemovel|cadastro|nome",
	"deixa|deixe|deixem|deixar .. em paz",
	"cancel*|anul* .. inscricao|subscricao|assinatura|cadastro|registo",
	"parar|deixar de receber",
	"sair da|desta|dessa lista",
	/* fi */
	"poista|poistakaa|poistaa|poistakaahan|ottakaa|poistatteko|poistaisitte"
	"ko .. minut|minua|mut|numero*|puhelinnumero*|listalta|listoilta|"
	"rekister*|tietoni|tiedot|nimeni|yhteystie*|postituslista*|"
	"sahkopostio*|osoitteeni|jakelulista*",
	"pois .. listalta|listoilta|listaltanne|postituslistalta|jakelusta",
	"jata|jattakaa|jattakaapa .. rauhaan",
	"peru|perukaa|peruuta|peruuttakaa|perua|peruuttaa .. tilau*|@",
	"haluan|haluaisin|haluamme pois|eroon $",
	"peruutan|perun|peruisin .. tilau*|@",
	"haluan|haluaisin .. lopettaa|perua tama|taman|$",
	"painu|painukaa helvettiin|vittuun|hiiteen",
	NULL,
};
