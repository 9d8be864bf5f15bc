/*
 * test_score.c - what is a score, and above all what is none.
 */
#include "replies/words/score.h"

#include "tests/unit/unit.h"

struct expected {
	const char *text;
	int score;
	const char *comment; /* NULL: none */
};

static void
check(const struct expected *expected)
{
	g_autofree char *comment = NULL;
	struct score score;

	score_of_text(expected->text, &score);
	comment = score.comment;
	ck_assert_msg(score.value == expected->score, "\"%s\" gave %d, not %d",
	    expected->text, score.value, expected->score);
	ck_assert_msg(g_strcmp0(comment, expected->comment) == 0,
	    "\"%s\" gave the comment \"%s\"", expected->text,
	    comment != NULL ? comment : "(none)");
}

START_TEST(a_lone_number_is_a_score_in_many_shapes)
{
	static const struct expected cases[] = {
		{ "9", 9, NULL },
		{ "0", 0, NULL },
		{ "10", 10, NULL },
		{ "  7  ", 7, NULL },
		{ "9!", 9, NULL },
		{ "9.", 9, NULL },
		{ "10!!!", 10, NULL },
		{ "9/10", 9, NULL },
		{ "9 / 10", 9, NULL },
		{ "10/10!", 10, NULL },
		{ "9 out of 10", 9, NULL },
		{ "9 Out Of 10.", 9, NULL },
		{ "8 von 10", 8, NULL },
		{ "8 sur 10", 8, NULL },
		{ "8 de 10", 8, NULL },
		{ "*9*", 9, NULL },
		{ "\"9\"", 9, NULL },
		{ "(9)", 9, NULL },
		{ "9 :)", 9, NULL },
		{ "Score: 9", 9, NULL },
		{ "Nota: 10", 10, NULL },
		{ "My score is 4", 4, NULL },
		{ "9\xef\xb8\x8f\xe2\x83\xa3", 9, NULL },
		{ "1\xef\xb8\x8f\xe2\x83\xa3"
		  "0\xef\xb8\x8f\xe2\x83\xa3",
		    10, NULL },
		{ "\xf0\x9f\x94\x9f", 10, NULL },
		{ "\xef\xbc\x99", 9, NULL },
		{ "\xef\xbc\x91\xef\xbc\x90", 10, NULL },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check(&cases[i]);
}
END_TEST

START_TEST(what_is_said_beside_the_score_is_the_comment)
{
	static const struct expected cases[] = {
		{ "10\n\nJá é a segunda vez", 10, "Já é a segunda vez" },
		{ "10 - Já é a segunda vez", 10, "Já é a segunda vez" },
		{ "9\nBut it was noisy", 9, "But it was noisy" },
		{ "9 - lovely staff", 9, "lovely staff" },
		{ "9 – lovely staff", 9, "lovely staff" },
		{ "9: lovely staff", 9, "lovely staff" },
		{ "9! Lovely staff", 9, "Lovely staff" },
		{ "9, because of the sauna", 9, "because of the sauna" },
		{ "9/10 - lovely staff", 9, "lovely staff" },
		{ "9 out of 10: lovely staff", 9, "lovely staff" },
		{ "9\nlovely\n\nstaff", 9, "lovely\n\nstaff" },
		{ "9 -\nlovely staff", 9, "lovely staff" },
		{ "9 \xf0\x9f\x98\x8a\nlovely", 9, "\xf0\x9f\x98\x8a\nlovely" },
		{ "Hello Aurora Spa,\n\n9\n\nlovely staff", 9, "lovely staff" },
		{ "Hi,\n9 - lovely", 9, "lovely" },
		{ "Hola:\n8", 8, NULL },
		{ "Here is my score:\n8", 8, NULL },
		{ "We liked it\n9", 9, "We liked it" },
		{ "9\n1 - cold room\n2 - small bed", 9,
		    "1 - cold room\n2 - small bed" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check(&cases[i]);
}
END_TEST

START_TEST(words_right_behind_the_score_are_the_comment)
{
	static const struct expected cases[] = {
		{ "5 #rude", 5, "#rude" },
		{ "5\n\n#by-hand please", 5, "#by-hand please" },
		{ "9 lovely staff", 9, "lovely staff" },
		{ "10 thanks!", 10, "thanks!" },
		{ "9. Great stay", 9, "Great stay" },
		{ "9/10 great stay", 9, "great stay" },
		{ "9 because the bed was good", 9, "because the bed was good" },
		{ "8 sehr freundlich", 8, "sehr freundlich" },
		{ "10 très bien", 10, "très bien" },
		{ "10 todo perfecto", 10, "todo perfecto" },
		{ "6 podia ser melhor", 6, "podia ser melhor" },
		{ "9 kiitos mukavasta lomasta", 9, "kiitos mukavasta lomasta" },
		{ "Hello,\n\n9 great", 9, "great" },
		{ "Hello,\n\n7\n\nAll well.", 7, "All well." },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check(&cases[i]);
}
END_TEST

START_TEST(a_number_that_counts_something_is_no_score)
{
	static const char *const cases[] = { "2 nights were not enough",
		"3 of us came", "5 stars", "3 bottles were missing",
		"7 January is when we left", "8 or so", "10 minutes late",
		"3 Nächte waren zu kurz", "2 nuits", "7 de enero", "2 noites",
		"3 yötä", "1. The bed\n2. The breakfast", "9 Uhr war zu früh",
		"2 people before us" };

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct expected none = { cases[i], -1, NULL };

		check(&none);
	}
}
END_TEST

START_TEST(a_number_that_may_mean_something_else_is_no_score)
{
	static const char *const none[] = { "", "11", "-1", "−1", "+1", "09",
		"100", "7.5", "7,5", "7½", "8 or 9", "8-9", "8 - 9", "8/9",
		"9 or so", "9+", "9%", "9 %", "9€", "9 €", "9°", "9?", "#9",
		"9/10/2025", "9/12", "9.3.2025", "9. March", "9. maaliskuuta",
		"9 March", "9 nights were too few", "9:30 at the desk", "9:30",
		"9 - 12 March", "9 out of 12", "9 out of 10 times it failed",
		"9/10 was the day we came", "0 1 2 3 4 5 6 7 8 9 10",
		"0\n1\n2\n3\n4", "10 9 8", "1. cold room\n2. small bed",
		"1) cold room\n2) small bed", "1 - cold room\n2 - small bed",
		"9\n8", "Rooms:\n3", "B-9", "9B", "room 9", "9,000 euros",
		"555 1234", "9-555-1234", "- 9",
		"It was fine.\n3 - nights is short", "9 de marzo",
		"\xef\xbc\x99\xef\xbc\x99" };

	for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
		const struct expected expected = { none[i], -1, NULL };

		check(&expected);
	}
}
END_TEST

START_TEST(a_subject_holds_a_score_only_at_its_beginning)
{
	static const struct {
		const char *subject;
		int score;
	} cases[] = {
		{ "9", 9 },
		{ "9 - Aurora Spa", 9 },
		{ "10 - Aurora Spa", 10 },
		{ "Re: 9 - Aurora Spa", 9 },
		{ "RE: AW: 9 - Aurora Spa", 9 },
		{ "SV: 0", 0 },
		{ "VS: 7 - Aurora Spa", 7 },
		{ "RV: 7", 7 },
		{ "RES: 7", 7 },
		{ "Re[2]: 7", 7 },
		{ "[EXTERNAL] Re: 7 - Aurora Spa", 7 },
		{ "Re : 7", 7 },
		{ "9/10", 9 },
		{ "9 out of 10", 9 },
		{ "9: Aurora Spa", 9 },
		{ "9!", 9 },
		{ "9.", 9 },
		{ "10 things to do", -1 },
		{ "Re: 10 things to do", -1 },
		{ "11 - Aurora Spa", -1 },
		{ "-1", -1 },
		{ "8 or 9", -1 },
		{ "7.5", -1 },
		{ "9 - 12 March", -1 },
		{ "Re: How was your stay? 9", -1 },
		{ "Booking 9", -1 },
		{ "9:30", -1 },
		{ "", -1 },
		{ "Re:", -1 },
		{ "[9", -1 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_msg(score_of_subject(cases[i].subject) ==
			cases[i].score,
		    "\"%s\" gave %d", cases[i].subject,
		    score_of_subject(cases[i].subject));
}
END_TEST

START_TEST(a_click_stands_in_the_subject_and_words_beside_it)
{
	static const struct {
		const char *subject, *text;
		int score;
		gboolean unclear;
		const char *comment;
	} cases[] = {
		{ "9 - Aurora Spa", "", 9, FALSE, NULL },
		{ "9 - Aurora Spa", "Lovely", 9, FALSE, "Lovely" },
		{ "9 - Aurora Spa", "9", 9, FALSE, NULL },
		{ "9 - Aurora Spa", "3\nI clicked the wrong one", 3, FALSE,
		    "I clicked the wrong one" },
		{ "9 - Aurora Spa", "I'd give you a 4", 4, FALSE, NULL },
		{ "9 - Aurora Spa", "It was cold. I'd give you a 4", -1, TRUE,
		    NULL },
		{ "9 - Aurora Spa", "8 or 9", -1, TRUE, NULL },
		{ "9 - Aurora Spa", "We were in room 4", 9, FALSE,
		    "We were in room 4" },
		{ "Re: How was it?", "11", -1, TRUE, NULL },
		{ "Re: How was it?", "Lovely", -1, FALSE, NULL },
		{ "Re: 7 days at sea", "9", 9, FALSE, NULL },
		{ "", "", -1, FALSE, NULL },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *comment = NULL;
		struct score score;

		score_of_mail(cases[i].subject, cases[i].text, &score);
		comment = score.comment;
		ck_assert_msg(score.value == cases[i].score &&
			score.unclear == cases[i].unclear,
		    "\"%s\" with \"%s\" gave %d", cases[i].subject,
		    cases[i].text, score.value);
		ck_assert_pstr_eq(comment, cases[i].comment);
	}
}
END_TEST

START_TEST(the_forms_of_a_letter_are_no_comment)
{
	static const struct expected cases[] = {
		{ "9\n\nBest regards\nGuest\n+358 40 123 4567\n"
		  "Harbour Road 10",
		    9, NULL },
		{ "Hello Aurora Spa,\n\n9\n\nMit freundlichen Grüßen\nHans",
		    9, NULL },
		{ "Dear team,\n\nI'd say 8, the pool was cold.\n\nRegards", 8,
		    "the pool was cold.\n\nRegards" },
		{ "9\n\nThanks\nJane Doe", 9, NULL },
		{ "Best regards\nJane\n\nPS: my score is 9", 9, NULL },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check(&cases[i]);
}
END_TEST

static Suite *
score_suite(void)
{
	Suite *suite = suite_create("score");
	TCase *tests = tcase_create("score");

	tcase_add_test(tests, a_lone_number_is_a_score_in_many_shapes);
	tcase_add_test(tests, what_is_said_beside_the_score_is_the_comment);
	tcase_add_test(tests, words_right_behind_the_score_are_the_comment);
	tcase_add_test(tests, a_number_that_counts_something_is_no_score);
	tcase_add_test(tests,
	    a_number_that_may_mean_something_else_is_no_score);
	tcase_add_test(tests, a_subject_holds_a_score_only_at_its_beginning);
	tcase_add_test(tests,
	    a_click_stands_in_the_subject_and_words_beside_it);
	tcase_add_test(tests, the_forms_of_a_letter_are_no_comment);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(score_suite());
}
