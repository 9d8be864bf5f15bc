/*
 * test_score_romance.c - what people write in mails in French, Spanish and
 * Portuguese: the score in it, or none.
 */
#include "tests/unit/scored.h"

START_TEST(french_replies_are_read_as_they_are_meant)
{
	static const struct scored cases[] = {
		{ "9", 9 }, { "9/10", 9 }, { "9 sur 10", 9 }, { "neuf", 9 },
		{ "Dix !", 10 }, { "Je donne 9", 9 }, { "Je mets un 8", 8 },
		{ "Je vous donne un 10", 10 }, { "Ma note : 8", 8 },
		{ "Ma note est de 9", 9 }, { "9 points", 9 },
		{ "Huit sur dix", 8 }, { "Je dirais 8", 8 },
		{ "Un 10 sans hésiter", 10 }, { "Note : 7/10", 7 },
		{ "7, car la chambre était bruyante", 7 },
		{ "Bonjour,\n\n9\n\nCordialement,\nJean Dupont\n"
		  "10 rue de la Paix\n75002 Paris\n01 23 45 67 89", 9 },
		{ "Bonjour,\n\nmerci pour ce beau séjour. Je vous mets "
		  "9/10.\n\nBien à vous,\nClaire", 9 },
		{ "Bonsoir, 8. Merci", 8 }, { "Super séjour, merci ! 10", 10 },
		{ "10 merci pour tout", 10 }, { "zéro", 0 },
		{ "Zéro pointé", 0 }, { "Le colis est en retard, donc 2", 2 },
		{ "Malgré tout 8", 8 }, { "Malgré 3 jours de pluie", NONE },
		{ "Nous étions en tout 9.", NONE },
		{ "0. Plus jamais.", 0 }, { "Malheureusement 4", 4 },
		{ "seulement 3", 3 },
		{ "Madame, Monsieur,\n\n6\n\n"
		  "Veuillez agréer mes salutations distinguées\n"
		  "Paul Martin", 6 },
		{ "Ma réponse : 10", 10 }, { "Ma réponse est 7.", 7 },
		{ "9 - très sympa\n\nEnvoyé de mon iPhone", 9 },
		{ "Je note 9", 9 }, { "Je vous note 8 sur 10", 8 },
		{ "10 points !!!", 10 }, { "cinq", 5 },
		{ "six, le repas était froid", 6 },
		{ "Certainement un neuf", 9 },
		{ "On vous donne 10, tout était parfait !", 10 },
		{ "Score 9", 9 }, { "un 9 pour nous", 9 }, { "9 pour moi", 9 },
		{ "Je mettrais 8", 8 }, { "J'attribue la note de 9", 9 },
		{ "Notre note : 9", 9 },
		{ "Nous reviendrons le 7 janvier.", NONE },
		{ "Merci pour ce beau séjour !", NONE },
		{ "Nous sommes restés 9 nuits.", NONE },
		{ "Nous étions deux", NONE },
		{ "La chambre 8 était trop froide", NONE },
		{ "Appelez-moi au 01 23 45 67 89", NONE },
		{ "À 9 h il n'y avait personne à l'accueil", NONE },
		{ "La facture était trop élevée de 10 euros", NONE },
		{ "J'ai attendu 10 minutes", NONE },
		{ "Mon numéro de réservation est le 8", NONE },
		{ "C'était un séjour magnifique", NONE },
		{ "Un grand merci à toute l'équipe", NONE },
		{ "Cordialement,\nJean Dupont\n10 rue de la Paix", NONE },
		{ "On revient avec nos trois enfants", NONE },
		{ "Il n'y avait que 3 places au sauna", NONE },
		{ "11", UNCLEAR }, { "8 ou 9", UNCLEAR }, { "7,5", UNCLEAR },
		{ "entre 8 et 9", UNCLEAR }, { "8-9", UNCLEAR },
		{ "-1", UNCLEAR }, { "15/20", UNCLEAR },
		{ "entre huit et neuf", UNCLEAR },
		{ "Rendez-vous dans 3 semaines", NONE },
		{ "Le 9 nous étions absents", NONE }, { "Neuf.", 9 },
		{ "Je vous accorde un 9", 9 }, { "Très satisfaits : 9", 9 },
		{ "Bonjour à tous,\n\nnotre réponse : 8\n\n"
		  "Bien cordialement,\nFamille Moreau\n9, rue des Lilas\n"
		  "69003 Lyon", 8 },
		{ "Je dirais un 9", 9 }, { "10, à bientôt !", 10 },
		{ "Huit.", 8 },
		{ "9 sur 10, le repas pourrait être meilleur", 9 },
		{ "Bonsoir, pour moi c'est 7. Merci, Luc", 7 },
		{ "Un 6, pas plus.", 6 }, { "10 !!! Magnifique !", 10 },
		{ "sept", 7 }, { "Hélas 2. La chambre était sale.", 2 },
		{ "0 point", 0 }, { "Pour moi c'est clairement 9", 9 },
		{ "Je choisis 8", 8 },
		{ "9/10 merci\n\nEnvoyé depuis l'application Mail Orange", 9 },
		{ "Évaluation : 10. Tout était parfait.", 10 },
		{ "Très bien - 8", 8 },
		{ "Nous avons réservé 3 nuits et sommes contents. Notre note : "
		  "9", 9 },
		{ "je mettrais dix", 10 }, { "mon score est 8", 8 },
		{ "La note que je donne est 7", 7 },
		{ "Le 9 mars nous étions absents", NONE },
		{ "Nous étions quatre", NONE },
		{ "Le petit-déjeuner à partir de 9 h est trop tard", NONE },
		{ "La villa 7 était très belle", NONE },
		{ "Mon numéro client : 9", NONE },
		{ "Dans la chambre 10 la lumière ne marchait pas", NONE },
		{ "Nous revenons dans 2 mois", NONE },
		{ "Notre fils a 8 ans", NONE }, { "Ça coûte 9 euros", NONE },
		{ "J'ai attendu dix minutes", NONE },
		{ "Rappelez-moi au 06 12 34 56 78", NONE },
		{ "Après 10 ans toujours aussi beau", NONE },
		{ "Un des serveurs était désagréable", NONE },
		{ "Avec 2 enfants c'est trop petit", NONE },
		{ "La facture 8 manque", NONE },
		{ "Une chose encore : merci !", NONE },
		{ "Table 4 bancale", NONE }, { "On était à 3", NONE },
		{ "Un séjour très agréable", NONE }, { "7 à 8", UNCLEAR },
		{ "huit ou neuf", UNCLEAR }, { "8 et demi", UNCLEAR },
		{ "20 points", UNCLEAR }, { "onze", UNCLEAR },
		{ "Volontiers un 9", 9 }, { "9. Tout était bien !", 9 },
		{ "Bonjour,\n\n7\n\n"
		  "Le repas était froid, le personnel gentil.\n\n"
		  "Bien cordialement\nAnne Petit\nPort. 06 12 34 56 78", 7 },
		{ "Dix sur dix", 10 }, { "Je vous donne la note de 8/10", 8 },
		{ "Ma réponse est : 8", 8 }, { "On dit 9 et merci !", 9 },
		{ "Faible 3", NO_SCORE }, { "Mon avis : 9", 9 }, { "9 !", 9 },
		{ "Trop petit pour 2 personnes", NONE },
		{ "Le départ le 3 était chaotique", NONE },
		{ "Mon train part à 7 h", NONE },
		{ "Il manquait 3 serviettes", NONE },
		{ "Le bus 9 ne passe plus", NONE },
		{ "Nous sommes 5 amis", NONE },
		{ "Le bon numéro 7 n'a pas marché", NONE },
		{ "Les enfants ont 6 et 8 ans", NONE }, { "9 à 10", UNCLEAR },
		{ "8,5 points", UNCLEAR },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

START_TEST(spanish_replies_are_read_as_they_are_meant)
{
	static const struct scored cases[] = {
		{ "9", 9 }, { "9/10", 9 }, { "9 de 10", 9 }, { "nueve", 9 },
		{ "¡Diez!", 10 }, { "Doy un 9", 9 }, { "Le doy un 8", 8 },
		{ "Os doy un 10", 10 }, { "Mi nota: 8", 8 },
		{ "Mi nota es 9", 9 }, { "9 puntos", 9 },
		{ "Ocho sobre diez", 8 }, { "Yo diría 8", 8 },
		{ "Un 10 sin duda", 10 }, { "Puntuación: 7/10", 7 },
		{ "7, porque la habitación era ruidosa", 7 },
		{ "Hola:\n\n9\n\nUn saludo,\nJuan Pérez\nCalle Mayor 10\n"
		  "28013 Madrid\nTel. 91 123 45 67", 9 },
		{ "Buenos días:\n\ngracias por la estancia. Mi puntuación es "
		  "un 9.\n\nSaludos cordiales,\nMaría", 9 },
		{ "Buenas tardes, 8. Gracias", 8 },
		{ "¡Todo genial, gracias! 10", 10 },
		{ "10 gracias por todo", 10 }, { "cero", 0 },
		{ "0. Nunca más.", 0 }, { "Lamentablemente un 4", 4 },
		{ "solo un 3", 3 },
		{ "Estimados señores:\n\n6\n\nAtentamente,\nPablo Ruiz", 6 },
		{ "Mi respuesta: 10", 10 }, { "Mi respuesta es 7.", 7 },
		{ "9 - muy amables\n\nEnviado desde mi iPhone", 9 },
		{ "Les pongo un 9", 9 }, { "Yo pondría un 8", 8 },
		{ "¡¡10 puntos!!", 10 }, { "cinco", 5 },
		{ "seis, la comida estaba fría", 6 },
		{ "Seguramente un nueve", 9 },
		{ "Os damos un 10, ¡todo perfecto!", 10 },
		{ "Calificación 9", 9 }, { "un 9 para nosotros", 9 },
		{ "9 por mi parte", 9 }, { "de 0 a 10, un 9", 9 },
		{ "No llegó, así que 3", 3 }, { "Por eso 2 veces", NONE },
		{ "Valoración: 9", 9 }, { "Volveremos el 7 de enero.", NONE },
		{ "¡Gracias por la estancia!", NONE },
		{ "Estuvimos 9 noches.", NONE }, { "Éramos dos", NONE },
		{ "La habitación 8 era muy fría", NONE },
		{ "Llámeme al 91 123 45 67", NONE },
		{ "A las 9 no había nadie en recepción", NONE },
		{ "La factura era 10 euros más alta", NONE },
		{ "Esperé 10 minutos", NONE },
		{ "Mi número de reserva es el 8", NONE },
		{ "Fue una estancia magnífica", NONE },
		{ "Un saludo a todo el equipo", NONE },
		{ "Un saludo,\nJuan Pérez\nCalle Mayor 10", NONE },
		{ "Volvemos con nuestros tres hijos", NONE },
		{ "Solo había 3 sitios en la sauna", NONE }, { "11", UNCLEAR },
		{ "8 o 9", UNCLEAR }, { "7,5", UNCLEAR },
		{ "entre 8 y 9", UNCLEAR }, { "8-9", UNCLEAR },
		{ "-1", UNCLEAR }, { "entre ocho y nueve", UNCLEAR },
		{ "Nos vemos en 3 semanas", NONE },
		{ "El día 9 no estábamos", NONE }, { "Nueve.", 9 },
		{ "Les otorgo un 9", 9 }, { "Muy contentos: 9", 9 },
		{ "Hola a todos:\n\nnuestra respuesta: 8\n\n"
		  "Un cordial saludo,\nFamilia García\nAvenida del Mar 9\n"
		  "29001 Málaga", 8 },
		{ "Diría un 9", 9 }, { "10, ¡hasta pronto!", 10 },
		{ "Ocho.", 8 }, { "9 de 10, la comida podría ser mejor", 9 },
		{ "Buenas, para mí es un 7. Gracias, Luis", 7 },
		{ "Un 6, no más.", 6 }, { "¡¡10!! ¡Maravilloso!", 10 },
		{ "siete", 7 },
		{ "Por desgracia un 2. La habitación estaba sucia.", 2 },
		{ "0 puntos", 0 }, { "Para mí claramente un 9", 9 },
		{ "Nota 5", 5 }, { "Elijo el 8", 8 },
		{ "9/10 gracias\n\nEnviado desde mi Samsung", 9 },
		{ "Evaluación: 10. Todo perfecto.", 10 }, { "Muy bien - 8", 8 },
		{ "Reservamos 3 noches y muy contentos. Nuestra nota: 9", 9 },
		{ "yo pondría diez", 10 }, { "mi puntuación es 8", 8 },
		{ "El 9 de marzo no estábamos", NONE },
		{ "Éramos cuatro", NONE },
		{ "El desayuno a partir de las 9 es tarde", NONE },
		{ "La villa 7 era muy bonita", NONE },
		{ "Mi número de cliente: 9", NONE },
		{ "En la habitación 10 no funcionaba la luz", NONE },
		{ "Volvemos en 2 meses", NONE },
		{ "Nuestro hijo tiene 8 años", NONE },
		{ "Cuesta 9 euros", NONE }, { "Esperé diez minutos", NONE },
		{ "Llámenme al 612 345 678", NONE },
		{ "Después de 10 años sigue precioso", NONE },
		{ "Uno de los camareros fue antipático", NONE },
		{ "Con 2 niños es pequeño", NONE },
		{ "Falta la factura 8", NONE },
		{ "Una cosa más: ¡gracias!", NONE },
		{ "La mesa 4 cojea", NONE }, { "Fuimos 3", NONE },
		{ "Una estancia muy agradable", NONE }, { "7 a 8", UNCLEAR },
		{ "ocho o nueve", UNCLEAR }, { "8 y medio", UNCLEAR },
		{ "20 puntos", UNCLEAR }, { "once puntos", NO_SCORE },
		{ "Con gusto un 9", 9 }, { "9. ¡Todo bien!", 9 },
		{ "Hola,\n\n7\n\nLa comida estaba fría, el personal amable.\n"
		  "\nAtentamente\nAna López\nMóvil 612 34 56 78", 7 },
		{ "Diez de diez", 10 }, { "Les doy una nota de 8/10", 8 },
		{ "Mi respuesta es: 8", 8 }, { "Decimos 9 ¡y gracias!", 9 },
		{ "Mi opinión: 9", 9 }, { "Un nueve", 9 }, { "9!", 9 },
		{ "Muy pequeño para 2 personas", NONE },
		{ "La salida el día 3 fue caótica", NONE },
		{ "Mi tren sale a las 7", NONE },
		{ "Faltaban 3 toallas", NONE },
		{ "El autobús 9 ya no pasa", NONE }, { "Somos 5 amigos", NONE },
		{ "El vale 7 no funcionó", NONE },
		{ "Los niños tienen 6 y 8 años", NONE }, { "9 a 10", UNCLEAR },
		{ "8,5 puntos", UNCLEAR },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

START_TEST(portuguese_replies_are_read_as_they_are_meant)
{
	static const struct scored cases[] = {
		{ "9", 9 }, { "9/10", 9 }, { "9 de 10", 9 }, { "nove", 9 },
		{ "Dez!", 10 }, { "Dou 9", 9 }, { "Dou nota 8", 8 },
		{ "Dou-vos um 10", 10 }, { "Minha nota: 8", 8 },
		{ "A minha nota é 9", 9 }, { "9 pontos", 9 },
		{ "Oito em dez", 8 }, { "Eu diria 8", 8 },
		{ "Um 10 sem dúvida", 10 }, { "Pontuação: 7/10", 7 },
		{ "7, porque o quarto era barulhento", 7 },
		{ "Olá,\n\n9\n\nCumprimentos,\nJoão Silva\nRua Augusta 10\n"
		  "1100-053 Lisboa\nTel. 21 123 4567", 9 },
		{ "Bom dia,\n\nobrigado pela estadia. A minha classificação é "
		  "9.\n\nMelhores cumprimentos,\nMaria", 9 },
		{ "Boa tarde, 8. Obrigada", 8 },
		{ "Tudo ótimo, obrigado! 10", 10 },
		{ "10 obrigado por tudo", 10 }, { "zero", 0 },
		{ "0. Nunca mais.", 0 }, { "Infelizmente 4", 4 },
		{ "só um 3", 3 },
		{ "Exmos. Senhores,\n\n6\n\nAtenciosamente,\nPaulo Costa", 6 },
		{ "Minha resposta: 10", 10 }, { "A minha resposta é 7.", 7 },
		{ "9 - muito simpáticos\n\nEnviado do meu iPhone", 9 },
		{ "Atribuo um 9", 9 }, { "Daria um 8", 8 },
		{ "10 pontos!!!", 10 }, { "cinco", 5 },
		{ "seis, a comida estava fria", 6 },
		{ "Com certeza um nove", 9 },
		{ "Damos 10, tudo perfeito!", 10 }, { "Nota 9", 9 },
		{ "um 9 para nós", 9 }, { "9 da minha parte", 9 },
		{ "nota dez!", 10 }, { "Nota mil, digo, 10", 10 },
		{ "Voltamos no dia 7 de janeiro.", NONE },
		{ "Obrigado pela estadia!", NONE },
		{ "Ficámos 9 noites.", NONE }, { "Éramos dois", NONE },
		{ "O quarto 8 era muito frio", NONE },
		{ "Ligue-me para 21 123 4567", NONE },
		{ "Às 9 não havia ninguém na receção", NONE },
		{ "A fatura era 10 euros mais alta", NONE },
		{ "Esperei 10 minutos", NONE },
		{ "O meu número de reserva é o 8", NONE },
		{ "Foi uma estadia magnífica", NONE },
		{ "Um abraço a toda a equipa", NONE },
		{ "Cumprimentos,\nJoão Silva\nRua Augusta 10", NONE },
		{ "Voltamos com os nossos três filhos", NONE },
		{ "Só havia 3 lugares na sauna", NONE }, { "11", UNCLEAR },
		{ "8 ou 9", UNCLEAR }, { "7,5", UNCLEAR },
		{ "entre 8 e 9", UNCLEAR }, { "8-9", UNCLEAR },
		{ "-1", UNCLEAR }, { "entre oito e nove", UNCLEAR },
		{ "Até daqui a 3 semanas", NONE },
		{ "No dia 9 não estávamos", NONE }, { "Nove.", 9 },
		{ "Atribuo nota 9", 9 }, { "Muito contentes: 9", 9 },
		{ "Olá a todos,\n\na nossa resposta: 8\n\n"
		  "Com os melhores cumprimentos,\nFamília Santos\n"
		  "Avenida da Liberdade 9\n1250-096 Lisboa", 8 },
		{ "Diria um 9", 9 }, { "10, até breve!", 10 }, { "Oito.", 8 },
		{ "9 de 10, a comida podia ser melhor", 9 },
		{ "Boa noite, para mim é 7. Obrigado, Luís", 7 },
		{ "Um 6, não mais.", NO_SCORE }, { "10!!! Maravilhoso!", 10 },
		{ "sete", 7 },
		{ "Infelizmente um 2. O quarto estava sujo.", 2 },
		{ "0 pontos", 0 }, { "Para mim claramente 9", 9 },
		{ "Nota: 5", 5 }, { "Escolho o 8", 8 },
		{ "9/10 obrigada\n\nEnviado do meu Samsung", 9 },
		{ "Avaliação: 10. Tudo perfeito.", 10 }, { "Muito bom - 8", 8 },
		{ "Reservámos 3 noites e gostámos muito. A nossa nota: 9", 9 },
		{ "eu daria dez", 10 }, { "a minha pontuação é 8", 8 },
		{ "No dia 9 de março não estávamos", NONE },
		{ "Éramos quatro", NONE },
		{ "O pequeno-almoço a partir das 9 é tarde", NONE },
		{ "A villa 7 era muito bonita", NONE },
		{ "O meu número de cliente: 9", NONE },
		{ "No quarto 10 a luz não funcionava", NONE },
		{ "Voltamos daqui a 2 meses", NONE },
		{ "O nosso filho tem 8 anos", NONE }, { "Custa 9 euros", NONE },
		{ "Esperei dez minutos", NONE },
		{ "Liguem-me para 912 345 678", NONE },
		{ "Depois de 10 anos continua lindo", NONE },
		{ "Um dos empregados foi antipático", NONE },
		{ "Com 2 crianças é pequeno", NONE },
		{ "Falta a fatura 8", NONE },
		{ "Uma coisa mais: obrigado!", NONE },
		{ "A mesa 4 abana", NONE }, { "Fomos 3", NONE },
		{ "Uma estadia muito agradável", NONE }, { "7 a 8", UNCLEAR },
		{ "oito ou nove", UNCLEAR }, { "8 e meio", UNCLEAR },
		{ "20 pontos", UNCLEAR }, { "onze", UNCLEAR },
		{ "Com gosto um 9", 9 }, { "9. Tudo bem!", 9 },
		{ "Olá,\n\n7\n\nA comida estava fria, o pessoal simpático.\n"
		  "\nAtentamente\nAna Lopes\nTlm 912 345 678", 7 },
		{ "Dez em dez", 10 }, { "Dou-vos a nota 8/10", 8 },
		{ "A minha resposta é: 8", 8 }, { "Dizemos 9 e obrigado!", 9 },
		{ "A minha opinião: 9", 9 }, { "Um nove", 9 }, { "9!", 9 },
		{ "Muito pequeno para 2 pessoas", NONE },
		{ "A saída no dia 3 foi caótica", NONE },
		{ "O meu comboio é às 7", NONE },
		{ "Faltavam 3 toalhas", NONE },
		{ "O autocarro 9 já não passa", NONE },
		{ "Somos 5 amigos", NONE }, { "O vale 7 não funcionou", NONE },
		{ "As crianças têm 6 e 8 anos", NONE }, { "9 a 10", UNCLEAR },
		{ "8,5 pontos", UNCLEAR },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_scored(&cases[i]);
}
END_TEST

static Suite *
score_romance_suite(void)
{
	Suite *suite = suite_create("score_romance");
	TCase *tests = tcase_create("score_romance");

	tcase_add_test(tests, french_replies_are_read_as_they_are_meant);
	tcase_add_test(tests, spanish_replies_are_read_as_they_are_meant);
	tcase_add_test(tests, portuguese_replies_are_read_as_they_are_meant);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(score_romance_suite());
}
