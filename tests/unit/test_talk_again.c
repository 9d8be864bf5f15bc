/*
 * test_talk_again.c - whole talks by text that are taken up again: by a
 * reminder to who said nothing, by a nudge to who gave a score alone.
 */
#include "tests/unit/talk.h"

#define ADDED                                                                  \
	"[touchpoint ride]\non = ride\nchannel = sms, email\n"                 \
	"text = How was the ride, 0-10?\nremind = 2 days, 4 days\n"            \
	"nudge = 2 days\n"

static const char question[] = "How was the ride, 0-10?";
static const char reminder[] = "Reminder: How was the ride, 0-10?";
static const char nudge[] =
    "Aurora \"Spa\", Helsinki: thank you for your score of 9. What is the main "
    "reason for it? A few words are enough. To opt out: STOP";

static void
begin_reminding(void)
{
	begin_with(ADDED);
}

static void
nothing_was_sent(void)
{
	ck_assert_str_eq(sent->str, "");
}

/* Asked at noon; two days of silence. */
static void
is_reminded(void)
{
	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	was_asked(GUEST, question);
	until_quiet(NOON_AT + 2 * DAY_S - 1);
	nothing_was_sent();
	until_quiet(NOON_AT + 2 * DAY_S);
	was_asked(GUEST, reminder);
}

START_TEST(who_says_nothing_is_reminded_twice_and_no_more)
{
	is_reminded();
	until_quiet(NOON_AT + 4 * DAY_S);
	was_asked(GUEST, reminder);
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
	until_quiet(NOON_AT + 40 * DAY_S);
	nothing_was_sent();
	balance_state_is(&world, 1, "expired");
}
END_TEST

START_TEST(an_answer_to_a_reminder_is_one_to_the_question)
{
	is_reminded();
	types(GUEST, "9", NOON_AT + 2 * DAY_S + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1); /* the reason */
	response_is("ride", "9 -");
	types(GUEST, "the view", NOON_AT + 2 * DAY_S + 120);
	ck_assert_uint_eq(texts_to(GUEST), 1); /* the thanks */
	response_is("ride", "9 the view");
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(nonsense_to_a_reminder_gets_one_reprompt)
{
	is_reminded();
	types(GUEST, "??", NOON_AT + 2 * DAY_S + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "!!", NOON_AT + 2 * DAY_S + 120);
	nothing_was_sent();
	types(GUEST, "8 nice", NOON_AT + 2 * DAY_S + 180);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("ride", "8 nice");
}
END_TEST

START_TEST(who_answers_in_time_is_not_reminded)
{
	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	types(GUEST, "9 lovely", NOON_AT + 60);
	texts_to(GUEST);
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(a_late_answer_comes_before_the_reminder)
{
	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	until_quiet(NOON_AT + DAY_S + HOUR_S);
	types(GUEST, "7 late", NOON_AT + DAY_S + HOUR_S);
	texts_to(GUEST);
	response_is("ride", "7 late");
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(stop_ends_reminders)
{
	is_reminded();
	types(GUEST, "STOP", NOON_AT + 2 * DAY_S + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(a_reminder_waits_until_another_talk_on_the_number_is_over)
{
	gint64 other_at = NOON_AT + 2 * DAY_S - HOUR_S;

	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	happens("meal", "M-1", GUEST, NULL, other_at);
	was_asked(GUEST, "How was the meal, 0-10?");
	until_quiet(NOON_AT + 2 * DAY_S);
	nothing_was_sent();
	types(GUEST, "5 salty", other_at + 2 * HOUR_S);
	ck_assert_uint_eq(texts_to(GUEST), 1); /* thanks */
	response_is("meal", "5 salty");
	response_is("ride", "none");
	until_quiet(other_at + 2 * HOUR_S + 10);
	was_asked(GUEST, reminder);
	/* The talk is of what was asked last. */
	types(GUEST, "9 fast", other_at + 3 * HOUR_S);
	response_is("ride", "9 fast");
	response_is("meal", "5 salty");
}
END_TEST

START_TEST(what_was_written_before_the_reminder_is_of_what_was_asked_then)
{
	gint64 other_at = NOON_AT + DAY_S + HOUR_S;

	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, other_at);
	until_quiet(other_at + DAY_S); /* reminded, once its talk is over */
	ck_assert(strstr(sent->str, reminder) != NULL);
	ck_assert(comes_in("slow", GUEST, "4", other_at + 60,
	    other_at + DAY_S + 60));
	response_is("meal", "4 -");
	response_is("ride", "none");
	types(GUEST, "8", other_at + DAY_S + 120);
	response_is("ride", "8 -");
	response_is("meal", "4 -");
}
END_TEST

START_TEST(what_was_written_to_the_question_is_of_it_after_a_reminder_too)
{
	gint64 other_at = NOON_AT + DAY_S + HOUR_S;

	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, other_at);
	until_quiet(other_at + DAY_S);
	ck_assert(strstr(sent->str, reminder) != NULL);
	ck_assert(comes_in("slow", GUEST, "4", NOON_AT + 60,
	    other_at + DAY_S + 60));
	response_is("ride", "4 -");
	response_is("meal", "none");
}
END_TEST

START_TEST(who_was_asked_by_mail_in_the_end_is_reminded_by_mail)
{
	happens("ride", "R-1", GUEST, "guest-7@example.com", NOON_AT);
	texts_to(GUEST);
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 10);
	ck_assert_str_eq(sent->str, "mail\n");
	until_quiet(NOON_AT + 2 * DAY_S + 10);
	ck_assert_str_eq(sent->str, "mail\nmail\n");
}
END_TEST

START_TEST(a_reminder_that_does_not_arrive_is_not_sent_by_mail)
{
	happens("ride", "R-1", GUEST, "guest-7@example.com", NOON_AT);
	until_quiet(NOON_AT + 2 * DAY_S);
	texts_to(GUEST);
	reports(2, DELIVERY_UNDELIVERED, NOON_AT + 2 * DAY_S + 10);
	nothing_was_sent();
	balance_state_is(&world, 1, "sent");
}
END_TEST

/* Asked at noon; what becomes of the reminder. */
static void
reminder_ends(enum send_outcome outcome)
{
	happens("ride", "R-1", GUEST, "guest-7@example.com", NOON_AT);
	was_asked(GUEST, question);
	texts.outcome = outcome;
	until_quiet(NOON_AT + 2 * DAY_S);
	was_asked(GUEST, reminder);
	texts.outcome = SEND_ACCEPTED;
}

START_TEST(a_reminder_that_is_refused_changes_nothing_and_the_next_follows)
{
	reminder_ends(SEND_REJECTED);
	until_quiet(NOON_AT + 2 * DAY_S + HOUR_S);
	nothing_was_sent();
	balance_state_is(&world, 1, "sent");
	/* Its number is free. */
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 3 * DAY_S - HOUR_S);
	was_asked(GUEST, "How was the meal, 0-10?");
	types(GUEST, "5 salty", NOON_AT + 3 * DAY_S);
	response_is("meal", "5 salty");
	texts_to(GUEST);
	until_quiet(NOON_AT + 4 * DAY_S);
	was_asked(GUEST, reminder);
	types(GUEST, "9 fast", NOON_AT + 4 * DAY_S + 60);
	response_is("ride", "9 fast");
}
END_TEST

START_TEST(who_answers_after_a_refused_reminder_answers_the_question)
{
	reminder_ends(SEND_REJECTED);
	types(GUEST, "9 fast", NOON_AT + 2 * DAY_S + 60);
	response_is("ride", "9 fast");
	texts_to(GUEST);
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(a_reminder_that_is_put_off_comes_later_unless_there_is_an_answer)
{
	reminder_ends(SEND_DEFERRED);
	until_quiet(NOON_AT + 2 * DAY_S + HOUR_S);
	was_asked(GUEST, reminder);
	balance_state_is(&world, 1, "sent");
	end();
	begin_reminding();
	reminder_ends(SEND_DEFERRED);
	types(GUEST, "8 fast", NOON_AT + 2 * DAY_S + 1);
	response_is("ride", "8 fast");
	texts_to(GUEST);
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(a_reminder_in_doubt_is_not_sent_again_after_an_answer)
{
	reminder_ends(SEND_IN_DOUBT);
	balance_state_is(&world, 1, "sent");
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM attempt"
			     " WHERE outcome = 'in doubt'"),
	    1);
	types(GUEST, "8 fast", NOON_AT + 2 * DAY_S + 60);
	response_is("ride", "8 fast");
	texts_to(GUEST);
	/* It may be of the question alone. */
	world_ok(store_resolve(world.store, 2, RESOLVE_SEND_AGAIN, DAY + 2,
	    NOON_AT + 3 * DAY_S, &error));
	until_quiet(NOON_AT + 3 * DAY_S);
	nothing_was_sent();
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(a_reminder_that_is_found_not_to_have_left_frees_the_number)
{
	reminder_ends(SEND_IN_DOUBT);
	happens("ride", "R-2", GUEST, NULL, NOON_AT + 2 * DAY_S + 60);
	nothing_was_sent();
	world_ok(store_resolve(world.store, 2, RESOLVE_FAILED, DAY + 2,
	    NOON_AT + 2 * DAY_S + 90, &error));
	until_quiet(NOON_AT + 2 * DAY_S + 90);
	was_asked(GUEST, question);
	balance_state_is(&world, 1, "sent");
	balance_state_is(&world, 2, "sent");
}
END_TEST

START_TEST(a_reminder_that_arrived_after_all_is_not_sent_again)
{
	reminder_ends(SEND_IN_DOUBT);
	reports(2, DELIVERY_DELIVERED, NOON_AT + 2 * DAY_S + 60);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM attempt"
			     " WHERE outcome = 'in doubt'"),
	    0);
	until_quiet(NOON_AT + 3 * DAY_S);
	nothing_was_sent();
	until_quiet(NOON_AT + 4 * DAY_S);
	was_asked(GUEST, reminder);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(a_reminder_that_left_after_all_is_not_sent_again)
{
	reminder_ends(SEND_DEFERRED);
	reports(2, DELIVERY_DELIVERED, NOON_AT + 2 * DAY_S + 1);
	until_quiet(NOON_AT + 4 * DAY_S - 1);
	nothing_was_sent();
	balance_state_is(&world, 1, "sent");
}
END_TEST

/* Asked at noon, 9 a minute later, and no word about why. */
static void
is_nudged(void)
{
	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	types(GUEST, "9", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 2);
	until_quiet(NOON_AT + 2 * DAY_S + 59);
	nothing_was_sent();
	until_quiet(NOON_AT + 2 * DAY_S + 60);
	was_asked(GUEST, nudge);
}

START_TEST(who_gave_a_score_alone_is_asked_why_once_more)
{
	is_nudged();
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
	balance_state_is(&world, 1, "answered");
}
END_TEST

START_TEST(words_to_a_nudge_are_the_reason_and_thanked_for_once)
{
	is_nudged();
	types(GUEST, "the view", NOON_AT + 2 * DAY_S + 120);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("ride", "9 the view");
	types(GUEST, "and the food", NOON_AT + 2 * DAY_S + 180);
	nothing_was_sent();
	response_is("ride", "9 the view\n\nand the food");
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(a_number_to_a_nudge_is_another_score_and_asks_no_more)
{
	is_nudged();
	types(GUEST, "6", NOON_AT + 2 * DAY_S + 120);
	nothing_was_sent();
	response_is("ride", "6 -");
	types(GUEST, "too slow", NOON_AT + 2 * DAY_S + 180);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("ride", "6 too slow");
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(nonsense_to_a_nudge_is_left_alone)
{
	is_nudged();
	types(GUEST, "??", NOON_AT + 2 * DAY_S + 120);
	nothing_was_sent();
	types(GUEST, "9", NOON_AT + 2 * DAY_S + 180);
	nothing_was_sent();
	response_is("ride", "9 -");
}
END_TEST

START_TEST(who_gave_a_reason_is_not_asked_for_it)
{
	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	types(GUEST, "9", NOON_AT + 60);
	types(GUEST, "the view", NOON_AT + 120);
	texts_to(GUEST);
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
}
END_TEST

START_TEST(stop_ends_the_nudge)
{
	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	types(GUEST, "9", NOON_AT + 60);
	types(GUEST, "STOP", NOON_AT + 120);
	texts_to(GUEST);
	until_quiet(NOON_AT + 20 * DAY_S);
	nothing_was_sent();
	response_is("ride", "9 -");
}
END_TEST

START_TEST(while_the_talk_is_open_it_goes_on)
{
	end();
	begin_with("[touchpoint ride]\non = ride\nchannel = sms\n"
		   "text = How was the ride, 0-10?\nremind = 1 hour\n"
		   "nudge = 1 hour\n");
	happens("ride", "R-1", GUEST, NULL, NOON_AT);
	was_asked(GUEST, question);
	types(GUEST, "??", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	until_quiet(NOON_AT + HOUR_S);
	was_asked(GUEST, reminder);
	types(GUEST, "9", NOON_AT + HOUR_S + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	until_quiet(NOON_AT + 2 * HOUR_S + 60);
	was_asked(GUEST, nudge);
	/* As long as if it were asked for the first time. */
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 3 * HOUR_S);
	until_quiet(NOON_AT + 2 * HOUR_S + 59 + DAY_WINDOW_S);
	nothing_was_sent();
	types(GUEST, "the view", NOON_AT + 2 * HOUR_S + 59 + DAY_WINDOW_S);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("ride", "9 the view");
	until_quiet(NOON_AT + 2 * HOUR_S + 70 + DAY_WINDOW_S);
	was_asked(GUEST, "How was the meal, 0-10?");
}
END_TEST

START_TEST(at_night_nobody_is_reminded)
{
	gint64 late_at = NOON_AT + 5 * HOUR_S; /* 19:00 in Helsinki */

	end();
	begin_with("[touchpoint ride]\non = ride\nchannel = sms\n"
		   "text = How was the ride, 0-10?\nremind = 3 hours\n");
	happens("ride", "R-1", GUEST, NULL, late_at);
	was_asked(GUEST, question);
	until_quiet(NOON_AT + 18 * HOUR_S - 1);
	nothing_was_sent();
	until_quiet(NOON_AT + 18 * HOUR_S);
	was_asked(GUEST, reminder);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("talk_again");
	TCase *tests = tcase_create("talk_again");

	tcase_add_checked_fixture(tests, begin_reminding, end);
	tcase_add_test(tests, who_says_nothing_is_reminded_twice_and_no_more);
	tcase_add_test(tests, an_answer_to_a_reminder_is_one_to_the_question);
	tcase_add_test(tests, nonsense_to_a_reminder_gets_one_reprompt);
	tcase_add_test(tests, who_answers_in_time_is_not_reminded);
	tcase_add_test(tests, a_late_answer_comes_before_the_reminder);
	tcase_add_test(tests, stop_ends_reminders);
	tcase_add_test(tests,
	    a_reminder_waits_until_another_talk_on_the_number_is_over);
	tcase_add_test(tests,
	    what_was_written_before_the_reminder_is_of_what_was_asked_then);
	tcase_add_test(tests,
	    what_was_written_to_the_question_is_of_it_after_a_reminder_too);
	tcase_add_test(tests,
	    who_was_asked_by_mail_in_the_end_is_reminded_by_mail);
	tcase_add_test(tests,
	    a_reminder_that_does_not_arrive_is_not_sent_by_mail);
	tcase_add_test(tests,
	    a_reminder_that_is_refused_changes_nothing_and_the_next_follows);
	tcase_add_test(tests,
	    who_answers_after_a_refused_reminder_answers_the_question);
	tcase_add_test(tests,
	    a_reminder_that_is_put_off_comes_later_unless_there_is_an_answer);
	tcase_add_test(tests,
	    a_reminder_in_doubt_is_not_sent_again_after_an_answer);
	tcase_add_test(tests,
	    a_reminder_that_is_found_not_to_have_left_frees_the_number);
	tcase_add_test(tests,
	    a_reminder_that_arrived_after_all_is_not_sent_again);
	tcase_add_test(tests, a_reminder_that_left_after_all_is_not_sent_again);
	tcase_add_test(tests, who_gave_a_score_alone_is_asked_why_once_more);
	tcase_add_test(tests,
	    words_to_a_nudge_are_the_reason_and_thanked_for_once);
	tcase_add_test(tests,
	    a_number_to_a_nudge_is_another_score_and_asks_no_more);
	tcase_add_test(tests, nonsense_to_a_nudge_is_left_alone);
	tcase_add_test(tests, who_gave_a_reason_is_not_asked_for_it);
	tcase_add_test(tests, stop_ends_the_nudge);
	tcase_add_test(tests, while_the_talk_is_open_it_goes_on);
	tcase_add_test(tests, at_night_nobody_is_reminded);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
