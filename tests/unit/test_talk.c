/* test_talk.c - whole talks by text, from the question to the thanks. */
#include "tests/unit/talk.h"

START_TEST(a_talk_goes_from_the_question_to_the_thanks)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	was_asked(GUEST, "How was the visit, 0-10?");
	types(GUEST, "9", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("visit", "9 -");
	balance_state_is(&world, 1, "answered");
	types(GUEST, "the view from the room", NOON_AT + 120);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("visit", "9 the view from the room");
	types(GUEST, "and the food", NOON_AT + 180);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	response_is("visit", "9 the view from the room\n\nand the food");
}
END_TEST

START_TEST(nonsense_gets_one_reprompt_and_the_score_counts_all_the_same)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	types(GUEST, "??", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "!!", NOON_AT + 120);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	types(GUEST, "8", NOON_AT + 180);
	response_is("visit", "8 -");
}
END_TEST

START_TEST(words_before_the_score_become_its_comment)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	types(GUEST, "it was lovely", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "10", NOON_AT + 120);
	response_is("visit", "10 it was lovely");
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "bye", NOON_AT + 180);
	ck_assert_uint_eq(texts_to(GUEST), 0);
}
END_TEST

START_TEST(a_second_survey_waits_until_the_first_is_answered)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	happens("meal", "M-2", OTHER, NULL, NOON_AT + 60);
	ck_assert(strstr(sent->str, OTHER ": How was the meal") != NULL);
	ck_assert(strstr(sent->str, GUEST ": How was the meal") == NULL);
	texts_to(GUEST);
	types(GUEST, "9 lovely", NOON_AT + 120);
	response_is("visit", "9 lovely");
	response_is("meal", "none");
	ck_assert_uint_eq(texts_to(GUEST), 1); /* thanks */
	until_quiet(NOON_AT + 125);
	was_asked(GUEST, "How was the meal, 0-10?");
	types(GUEST, "3 cold soup", NOON_AT + 180);
	response_is("meal", "3 cold soup");
	response_is("visit", "9 lovely");
}
END_TEST

START_TEST(a_second_survey_waits_no_longer_than_the_first_is_open)
{
	gint64 over_at = NOON_AT + DAY_WINDOW_S;

	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	until_quiet(over_at - 1);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	until_quiet(over_at);
	was_asked(GUEST, "How was the meal, 0-10?");
}
END_TEST

START_TEST(two_of_one_moment_are_asked_one_after_the_other)
{
	g_autoptr(event) visit = world_event("visit", "V-1", NULL, NOON_AT);
	g_autoptr(event) meal = world_event("meal", "M-1", NULL, NOON_AT);
	struct event *both[] = { visit, meal };

	visit->contact.phone = g_strdup(GUEST);
	meal->contact.phone = g_strdup(GUEST);
	world_ok(
	    store_put_events(world.store, both, 2, NOON_AT, NULL, &error));
	until_quiet(NOON_AT);
	ck_assert_uint_eq(texts_to(GUEST), 1);
}
END_TEST

START_TEST(an_answer_goes_to_the_survey_that_was_asked_when_it_was_written)
{
	gint64 later_at = NOON_AT + 2 * DAY_WINDOW_S;

	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, later_at);
	ck_assert_uint_eq(texts_to(GUEST), 2);
	/* Written in time; its way took two days. */
	ck_assert(comes_in("slow", GUEST, "7", NOON_AT + 600, later_at + 600));
	response_is("visit", "7 -");
	response_is("meal", "none");
	types(GUEST, "4", later_at + 900);
	response_is("meal", "4 -");
	response_is("visit", "7 -");
}
END_TEST

START_TEST(a_late_answer_counts_for_the_survey_it_was_asked_in)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	until_quiet(NOON_AT + 3 * DAY_S);
	types(GUEST, "6", NOON_AT + 3 * DAY_S);
	response_is("visit", "6 -");
}
END_TEST

START_TEST(a_changed_mind_is_a_new_row_and_too_late_is_too_late)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	types(GUEST, "9 nice", NOON_AT + 60);
	types(GUEST, "2", NOON_AT + 120);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM response"),
	    2);
	response_is("visit", "2 nice");
	types(GUEST, "10", NOON_AT + DAY_WINDOW_S + 60);
	response_is("visit", "2 nice");
	ck_assert_int_eq(balance_count(&world,
			     "SELECT sum(n) FROM " SCORE_ROLLUP " x"),
	    1);
}
END_TEST

START_TEST(the_same_text_told_twice_is_one_reply)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	ck_assert(comes_in("SM1", GUEST, "9", NOON_AT + 60, NOON_AT + 60));
	ck_assert(!comes_in("SM1", GUEST, "9", NOON_AT + 60, NOON_AT + 90));
	ck_assert_uint_eq(texts_to(GUEST), 1);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM response"),
	    1);
}
END_TEST

START_TEST(stop_ends_all_for_the_number_with_one_confirmation)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	texts_to(GUEST);
	types(GUEST, "Stop. Thank you", NOON_AT + 120);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	balance_state_is(&world, 2, "suppressed");
	types(GUEST, "STOP", NOON_AT + 180);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	types(GUEST, "9", NOON_AT + 240);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	happens("meal", "M-2", GUEST, NULL, NOON_AT + 300);
	until_quiet(NOON_AT + 2 * DAY_S);
	ck_assert_uint_eq(texts_to(GUEST), 0);
}
END_TEST

START_TEST(start_opens_what_stop_has_closed)
{
	types(GUEST, "STOP", NOON_AT);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "start", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "start", NOON_AT + 90);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	happens("meal", "M-2", GUEST, NULL, NOON_AT + 300);
	was_asked(GUEST, "How was the meal, 0-10?");
}
END_TEST

START_TEST(stop_drops_the_answer_that_waits)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	ck_assert_int_eq(texts.base.capacity, 4);
	texts.base.capacity = 0; /* nothing leaves */
	types(GUEST, "9", NOON_AT + 60);
	types(GUEST, "stop", NOON_AT + 61);
	texts.base.capacity = 4;
	until_quiet(NOON_AT + 70);
	/* The confirmation alone; not the question for the reason. */
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("visit", "9 -");
}
END_TEST

START_TEST(stop_by_text_closes_mail_if_it_is_to)
{
	end();
	begin_with("stop = all\n");
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	happens("booking", "B-1", NULL, "guest-7@example.com", NOON_AT);
	types(GUEST, "STOP", NOON_AT + 60);
	balance_state_is(&world, 2, "suppressed");
	until_quiet(NOON_AT + 2 * HOUR_S);
	ck_assert(strstr(sent->str, "mail") == NULL);
	types(GUEST, "START", NOON_AT + 3 * HOUR_S);
	happens("booking", "B-2", NULL, "guest-7@example.com",
	    NOON_AT + 4 * HOUR_S);
	until_quiet(NOON_AT + 6 * HOUR_S);
	ck_assert(strstr(sent->str, "mail") != NULL);
}
END_TEST

START_TEST(stop_by_text_leaves_mail_open_if_nothing_is_said)
{
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	happens("booking", "B-1", NULL, "guest-7@example.com", NOON_AT);
	types(GUEST, "STOP", NOON_AT + 60);
	until_quiet(NOON_AT + 2 * HOUR_S);
	ck_assert(strstr(sent->str, "mail") != NULL);
}
END_TEST

START_TEST(help_is_answered_to_anybody)
{
	types(OTHER, "HELP", NOON_AT);
	ck_assert_uint_eq(texts_to(OTHER), 1);
}
END_TEST

START_TEST(what_is_not_delivered_is_asked_by_mail)
{
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	texts_to(GUEST);
	reports(1, DELIVERY_SENT, NOON_AT + 5);
	ck_assert_str_eq(sent->str, "");
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 10);
	ck_assert_str_eq(sent->str, "mail\n");
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 20);
	ck_assert_str_eq(sent->str, "mail\n");
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(a_late_sent_never_undoes_delivered)
{
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	reports(1, DELIVERY_DELIVERED, NOON_AT + 5);
	reports(1, DELIVERY_SENT, NOON_AT + 10);
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 15);
	ck_assert(strstr(sent->str, "mail") == NULL);
	balance_state_is(&world, 1, "sent");
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM delivery"
			     " WHERE state = 'delivered'"),
	    1);
}
END_TEST

START_TEST(what_is_undelivered_without_a_mail_address_has_failed)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 10);
	balance_state_is(&world, 1, "failed");
	/* Its number is free again. */
	texts_to(GUEST);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	was_asked(GUEST, "How was the meal, 0-10?");
}
END_TEST

START_TEST(at_night_nobody_is_asked_but_who_writes_is_answered)
{
	gint64 night_at = NOON_AT + 11 * HOUR_S; /* 23:00 UTC */

	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	happens("meal", "M-1", OTHER, NULL, night_at);
	ck_assert_uint_eq(texts_to(OTHER), 0);
	types(GUEST, "9", night_at);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	until_quiet(NOON_AT + 18 * HOUR_S - 1); /* 08:00 in Helsinki */
	ck_assert_uint_eq(texts_to(OTHER), 0);
	until_quiet(NOON_AT + 18 * HOUR_S);
	ck_assert_uint_eq(texts_to(OTHER), 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("talk");
	TCase *tests = tcase_create("talk");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_talk_goes_from_the_question_to_the_thanks);
	tcase_add_test(tests,
	    nonsense_gets_one_reprompt_and_the_score_counts_all_the_same);
	tcase_add_test(tests, words_before_the_score_become_its_comment);
	tcase_add_test(tests,
	    a_second_survey_waits_until_the_first_is_answered);
	tcase_add_test(tests,
	    a_second_survey_waits_no_longer_than_the_first_is_open);
	tcase_add_test(tests,
	    two_of_one_moment_are_asked_one_after_the_other);
	tcase_add_test(tests,
	    an_answer_goes_to_the_survey_that_was_asked_when_it_was_written);
	tcase_add_test(tests,
	    a_late_answer_counts_for_the_survey_it_was_asked_in);
	tcase_add_test(tests,
	    a_changed_mind_is_a_new_row_and_too_late_is_too_late);
	tcase_add_test(tests, the_same_text_told_twice_is_one_reply);
	tcase_add_test(tests,
	    stop_ends_all_for_the_number_with_one_confirmation);
	tcase_add_test(tests, start_opens_what_stop_has_closed);
	tcase_add_test(tests, stop_drops_the_answer_that_waits);
	tcase_add_test(tests, stop_by_text_closes_mail_if_it_is_to);
	tcase_add_test(tests,
	    stop_by_text_leaves_mail_open_if_nothing_is_said);
	tcase_add_test(tests, help_is_answered_to_anybody);
	tcase_add_test(tests, what_is_not_delivered_is_asked_by_mail);
	tcase_add_test(tests, a_late_sent_never_undoes_delivered);
	tcase_add_test(tests,
	    what_is_undelivered_without_a_mail_address_has_failed);
	tcase_add_test(tests,
	    at_night_nobody_is_asked_but_who_writes_is_answered);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
