/* test_conversation.c - what a text means where the talk stands. */
#include "replies/conversation.h"

#include "tests/unit/unit.h"

static struct reading reading;
static struct conversation stands;
static struct talk talk;
static struct reply_effect effect;
static struct text_effect text;

/* A talk that waits for the score. */
static void
begin(void)
{
	reading = (struct reading){ .score = -1, .text = (char *)"words" };
	stands = (struct conversation){ .invitation_id = 7,
		.step = CONVERSATION_QUESTION,
		.score = -1 };
	talk = (struct talk){ .reading = &reading, .conversation = &stands };
	effect = (struct reply_effect){ 0 };
	text = (struct text_effect){ 0 };
}

static void
says(enum reply_kind kind, int score, const char *comment)
{
	reading.kind = kind;
	reading.score = score;
	reading.comment = (char *)comment;
	conversation_judge(&talk, &effect, &text);
}

static void
leads_to(gboolean counts, enum message_kind answer, enum conversation_step step)
{
	ck_assert_int_eq(text.counts, counts);
	ck_assert_str_eq(message_kind_name(text.answer),
	    message_kind_name(answer));
	ck_assert_int_eq(text.step, step);
}

START_TEST(a_score_alone_is_followed_by_the_question_for_the_reason)
{
	says(REPLY_ANSWER, 9, NULL);
	leads_to(TRUE, MESSAGE_REASON, CONVERSATION_REASON);
	ck_assert_int_eq(effect.score, 9);
	ck_assert_int_eq(effect.invitation_id, 7);
}
END_TEST

START_TEST(a_score_with_a_reason_is_thanked_for)
{
	says(REPLY_ANSWER, 9, "lovely");
	leads_to(TRUE, MESSAGE_THANKS, CONVERSATION_DONE);
	ck_assert_str_eq(effect.comment, "lovely");
}
END_TEST

START_TEST(a_score_after_words_is_thanked_for)
{
	stands.said_before = TRUE;
	says(REPLY_ANSWER, 3, NULL);
	leads_to(TRUE, MESSAGE_THANKS, CONVERSATION_DONE);
}
END_TEST

START_TEST(the_reason_is_thanked_for)
{
	stands.step = CONVERSATION_REASON;
	stands.score = 9;
	says(REPLY_COMMENT, -1, NULL);
	leads_to(TRUE, MESSAGE_THANKS, CONVERSATION_DONE);
	ck_assert_str_eq(effect.comment, "words");
}
END_TEST

START_TEST(words_after_the_thanks_are_added_in_silence)
{
	stands.step = CONVERSATION_DONE;
	stands.score = 9;
	says(REPLY_COMMENT, -1, NULL);
	leads_to(TRUE, MESSAGE_INVITATION, CONVERSATION_DONE);
}
END_TEST

START_TEST(nonsense_gets_one_reprompt_then_silence)
{
	says(REPLY_UNREADABLE, -1, NULL);
	leads_to(FALSE, MESSAGE_REPROMPT, CONVERSATION_QUESTION);
	ck_assert(text.reprompted);
	stands.reprompted = TRUE;
	says(REPLY_UNREADABLE, -1, NULL);
	leads_to(FALSE, MESSAGE_INVITATION, CONVERSATION_QUESTION);
	ck_assert(text.reprompted);
	says(REPLY_COMMENT, -1, NULL);
	leads_to(FALSE, MESSAGE_INVITATION, CONVERSATION_QUESTION);
}
END_TEST

START_TEST(words_without_a_score_are_asked_for_the_score_once)
{
	says(REPLY_COMMENT, -1, NULL);
	leads_to(FALSE, MESSAGE_REPROMPT, CONVERSATION_QUESTION);
}
END_TEST

START_TEST(nonsense_after_the_score_is_met_with_silence)
{
	stands.step = CONVERSATION_REASON;
	stands.score = 4;
	says(REPLY_UNREADABLE, -1, NULL);
	leads_to(FALSE, MESSAGE_INVITATION, CONVERSATION_REASON);
}
END_TEST

START_TEST(a_changed_mind_counts_within_the_window_and_not_after)
{
	stands.step = CONVERSATION_DONE;
	stands.score = 9;
	says(REPLY_ANSWER, 2, NULL);
	leads_to(TRUE, MESSAGE_INVITATION, CONVERSATION_DONE);
	talk.late = TRUE;
	says(REPLY_ANSWER, 2, NULL);
	leads_to(FALSE, MESSAGE_INVITATION, CONVERSATION_DONE);
	ck_assert_ptr_nonnull(effect.note);
}
END_TEST

START_TEST(a_changed_mind_with_a_reason_ends_the_wait_for_one)
{
	stands.step = CONVERSATION_REASON;
	stands.score = 9;
	says(REPLY_ANSWER, 2, NULL);
	leads_to(TRUE, MESSAGE_INVITATION, CONVERSATION_REASON);
	says(REPLY_ANSWER, 2, "on second thought");
	leads_to(TRUE, MESSAGE_THANKS, CONVERSATION_DONE);
}
END_TEST

START_TEST(the_same_score_twice_is_one)
{
	stands.step = CONVERSATION_REASON;
	stands.score = 9;
	says(REPLY_ANSWER, 9, NULL);
	leads_to(FALSE, MESSAGE_INVITATION, CONVERSATION_REASON);
}
END_TEST

START_TEST(a_late_first_answer_counts_and_is_thanked_for)
{
	stands.step = CONVERSATION_DONE;
	talk.late = TRUE;
	says(REPLY_ANSWER, 8, NULL);
	leads_to(TRUE, MESSAGE_THANKS, CONVERSATION_DONE);
}
END_TEST

START_TEST(late_nonsense_gets_no_answer)
{
	talk.late = TRUE;
	says(REPLY_UNREADABLE, -1, NULL);
	leads_to(FALSE, MESSAGE_INVITATION, CONVERSATION_QUESTION);
}
END_TEST

START_TEST(stop_ends_the_talk_with_one_confirmation)
{
	says(REPLY_OPT_OUT, -1, NULL);
	leads_to(FALSE, MESSAGE_STOPPED, CONVERSATION_DONE);
	ck_assert(text.stop);
	ck_assert(!text.stop_mail);
	talk.stop_closes_mail = TRUE;
	says(REPLY_OPT_OUT, -1, NULL);
	ck_assert(text.stop_mail);
}
END_TEST

START_TEST(a_score_after_stop_counts_and_gets_no_answer)
{
	stands.step = CONVERSATION_DONE;
	says(REPLY_ANSWER, 8, NULL);
	leads_to(TRUE, MESSAGE_INVITATION, CONVERSATION_DONE);
}
END_TEST

START_TEST(stop_start_and_help_of_somebody_never_asked_are_obeyed)
{
	talk.conversation = NULL;
	says(REPLY_OPT_OUT, -1, NULL);
	ck_assert(text.stop);
	says(REPLY_OPT_IN, -1, NULL);
	ck_assert(text.start);
	ck_assert(!text.stop);
	ck_assert_int_eq(text.answer, MESSAGE_STARTED);
	says(REPLY_HELP, -1, NULL);
	ck_assert_int_eq(text.answer, MESSAGE_HELP);
	ck_assert_int_eq(effect.invitation_id, 0);
}
END_TEST

START_TEST(an_answer_of_somebody_never_asked_is_kept_with_a_note)
{
	talk.conversation = NULL;
	says(REPLY_ANSWER, 8, NULL);
	leads_to(FALSE, MESSAGE_INVITATION, CONVERSATION_DONE);
	ck_assert_ptr_nonnull(effect.note);
}
END_TEST

START_TEST(help_leaves_the_talk_where_it_stands)
{
	stands.step = CONVERSATION_REASON;
	stands.score = 5;
	says(REPLY_HELP, -1, NULL);
	leads_to(FALSE, MESSAGE_HELP, CONVERSATION_REASON);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("conversation");
	TCase *tests = tcase_create("conversation");

	tcase_add_checked_fixture(tests, begin, NULL);
	tcase_add_test(tests,
	    a_score_alone_is_followed_by_the_question_for_the_reason);
	tcase_add_test(tests, a_score_with_a_reason_is_thanked_for);
	tcase_add_test(tests, a_score_after_words_is_thanked_for);
	tcase_add_test(tests, the_reason_is_thanked_for);
	tcase_add_test(tests, words_after_the_thanks_are_added_in_silence);
	tcase_add_test(tests, nonsense_gets_one_reprompt_then_silence);
	tcase_add_test(tests,
	    words_without_a_score_are_asked_for_the_score_once);
	tcase_add_test(tests, nonsense_after_the_score_is_met_with_silence);
	tcase_add_test(tests,
	    a_changed_mind_counts_within_the_window_and_not_after);
	tcase_add_test(tests,
	    a_changed_mind_with_a_reason_ends_the_wait_for_one);
	tcase_add_test(tests, the_same_score_twice_is_one);
	tcase_add_test(tests, a_late_first_answer_counts_and_is_thanked_for);
	tcase_add_test(tests, late_nonsense_gets_no_answer);
	tcase_add_test(tests, stop_ends_the_talk_with_one_confirmation);
	tcase_add_test(tests, a_score_after_stop_counts_and_gets_no_answer);
	tcase_add_test(tests,
	    stop_start_and_help_of_somebody_never_asked_are_obeyed);
	tcase_add_test(tests,
	    an_answer_of_somebody_never_asked_is_kept_with_a_note);
	tcase_add_test(tests, help_leaves_the_talk_where_it_stands);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
