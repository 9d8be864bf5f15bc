/*
 * test_return_date.c - when the writer of an out-of-office note is back.
 */
#include "replies/reports/return_date.h"

#include "tests/unit/unit.h"

#define WRITTEN_AT 1767607200 /* Monday 2026-01-05 10:00 UTC */

static gint64
at(const char *day)
{
	g_autofree char *iso = g_strconcat(day, "T00:00:00Z", NULL);
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(iso, NULL);

	return time != NULL ? g_date_time_to_unix(time) : 0;
}

struct note {
	const char *text;
	const char *back; /* "" if it is not told */
};

static const struct note notes[] = {
	{ "I am out of the office until 7 January.", "2026-01-08" },
	{ "I am out of the office until January 7th, 2026.", "2026-01-08" },
	{ "I'm back on Monday 12 January", "2026-01-12" },
	{ "I will return on Monday, January 12.", "2026-01-12" },
	{ "I won't be back in the office until 12 January.", "2026-01-12" },
	{ "Away from 3 to 10 January.", "2026-01-11" },
	{ "On leave January 3-10, 2026", "2026-01-11" },
	{ "On leave 3 - 10 January", "2026-01-11" },
	{ "Out of office 2026-01-03 to 2026-01-09, back 2026-01-12.",
	    "2026-01-12" },
	{ "I am away until Friday 9 January and back on Monday 12 January.",
	    "2026-01-12" },
	{ "I am on vacation from 01/05/2026 to 01/12/2026.", "2026-01-13" },
	{ "I am away from 03/01/2026 to 09/02/2026.", "2026-02-10" },
	{ "I am away until 13/02/2026.", "2026-02-14" },
	{ "I am away until 02/13/2026.", "2026-02-14" },
	{ "I am away until 02/03/2026.", "" },
	{ "I will be back on Monday.", "2026-01-12" },
	{ "I will be back tomorrow.", "2026-01-06" },
	{ "Out until Friday.", "2026-01-10" },
	{ "I will be available again from 8 January.", "2026-01-08" },
	{ "I am not available from 8 January on.", "" },
	{ "I have been away since 2 January. Call +358 40 123 456.", "" },
	{ "Back on 7 January 2024.", "" },
	{ "Back on 7 January 2028.", "" },
	{ "Back in the new year.", "" },
	{ "Our meeting is on 12 January.", "" },
	{ "Back on 12 January. No, back on 19 January.", "" },
	{ "I gave you 9 out of 10 until now.", "" },
	{ "Ich bin bis zum 7.1.2026 (einschließlich) nicht im Büro.",
	    "2026-01-08" },
	{ "Ich bin bis einschließlich 7. Januar nicht erreichbar.",
	    "2026-01-08" },
	{ "Ich bin vom 1.1. bis 7.1. im Urlaub und ab dem 8.1. wieder "
	  "erreichbar.",
	    "2026-01-08" },
	{ "Ab Montag, den 12.01.2026 bin ich wieder für Sie da.",
	    "2026-01-12" },
	{ "Am 12. Januar bin ich zurück.", "2026-01-12" },
	{ "Je suis absent du 3 au 10 janvier.", "2026-01-11" },
	{ "Je suis absente jusqu'au 7 janvier 2026 inclus.", "2026-01-08" },
	{ "Je serai de retour au bureau le lundi 12 janvier.", "2026-01-12" },
	{ "Absent jusqu’au 06/02/2026.", "2026-02-07" },
	{ "Estoy fuera de la oficina hasta el 7 de enero.", "2026-01-08" },
	{ "Regreso el lunes 12 de enero de 2026.", "2026-01-12" },
	{ "De vacaciones del 3 al 10 de enero.", "2026-01-11" },
	{ "Estou ausente até 7 de janeiro.", "2026-01-08" },
	{ "Volto ao escritório no dia 12 de janeiro.", "2026-01-12" },
	{ "Estarei de férias de 3 a 10 de janeiro.", "2026-01-11" },
	{ "Olen lomalla 7.1. asti.", "2026-01-08" },
	{ "Olen poissa 7.1.2026 saakka.", "2026-01-08" },
	{ "Olen lomalla 1.1.–7.1.2026.", "2026-01-08" },
	{ "Palaan töihin maanantaina 12.1.", "2026-01-12" },
	{ "Olen tavoitettavissa jälleen 8.1. alkaen.", "2026-01-08" },
	{ "Olen lomalla 12. tammikuuta saakka.", "2026-01-13" },
	{ "Sono fuori ufficio fino al 7 gennaio.", "2026-01-08" },
	{ "Ik ben afwezig tot 7 januari.", "2026-01-08" },
	{ "Jag är tillbaka den 12 januari.", "2026-01-12" },
	{ "Je suis en congés jusqu'au vendredi 9 janvier inclus. Je vous "
	  "répondrai dès mon retour.",
	    "2026-01-10" },
	{ "Estarei fora do escritório de 05/01/2026 até 09/01/2026.",
	    "2026-01-10" },
	{ "Olen tavoitettavissa seuraavan kerran maanantaina 12.1.2026.",
	    "2026-01-12" },
	{ "Out of office 5/1 - 9/1.", "2026-01-10" },
	{ "Closed from 24 December to 6 January. We reopen on 7 January.",
	    "2026-01-07" },
	{ "I'm back on Monday 13 January.", "" },
	{ "", "" },
};

START_TEST(a_note_tells_when_its_writer_is_back)
{
	const struct note *note = &notes[_i];
	gint64 back = return_date_of(NULL, note->text, WRITTEN_AT);
	g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(back);
	g_autofree char *said = g_date_time_format_iso8601(day);

	ck_assert_msg(back == (*note->back != '\0' ? at(note->back) : 0),
	    "%s: %s, not \"%s\"", note->text, said, note->back);
}
END_TEST

START_TEST(a_subject_tells_it_too)
{
	ck_assert_int_eq(return_date_of("Out of office until 9 January: Re: x",
			     "Thank you.", WRITTEN_AT),
	    at("2026-01-10"));
}
END_TEST

START_TEST(without_a_date_header_a_year_is_needed)
{
	ck_assert_int_eq(return_date_of(NULL, "Back on 12 January", 0), 0);
	ck_assert_int_eq(return_date_of(NULL, "Back on Monday", 0), 0);
	ck_assert_int_eq(return_date_of(NULL, "Back on 12 January 2026", 0),
	    at("2026-01-12"));
}
END_TEST

START_TEST(the_turn_of_the_year_is_crossed)
{
	ck_assert_int_eq(return_date_of(NULL, "Away until 2 January.",
			     at("2025-12-20")),
	    at("2026-01-03"));
	ck_assert_int_eq(return_date_of(NULL, "Away until 31 December.",
			     at("2025-12-20")),
	    at("2026-01-01"));
}
END_TEST

START_TEST(a_note_that_is_out_of_date_tells_nothing)
{
	ck_assert_int_eq(return_date_of(NULL, "Away until 2 January.",
			     WRITTEN_AT),
	    0);
	ck_assert_int_eq(return_date_of(NULL, "Back on 5 January 2026.",
			     WRITTEN_AT),
	    0);
}
END_TEST

static Suite *
return_date_suite(void)
{
	Suite *suite = suite_create("return_date");
	TCase *tests = tcase_create("return_date");

	tcase_add_loop_test(tests, a_note_tells_when_its_writer_is_back, 0,
	    (int)G_N_ELEMENTS(notes));
	tcase_add_test(tests, a_subject_tells_it_too);
	tcase_add_test(tests, without_a_date_header_a_year_is_needed);
	tcase_add_test(tests, the_turn_of_the_year_is_crossed);
	tcase_add_test(tests, a_note_that_is_out_of_date_tells_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(return_date_suite());
}
