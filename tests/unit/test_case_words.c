/* test_case_words.c - what a mail about a case says, and what follows. */
#include "replies/case_words.h"

#include <string.h>

#include "tests/unit/unit.h"

static struct case_words words;

static void
end(void)
{
	case_words_clear(&words);
}

static void
reads(enum reply_kind kind, enum case_side from, const char *text)
{
	g_autoptr(reading) reading = reading_new();
	g_autoptr(GPtrArray) hidden = g_ptr_array_new();

	reading->kind = kind;
	reading->text = g_strdup(text);
	reading->from = g_strdup("bob@staff.example");
	reading->from_name = g_strdup("Bob Builder");
	g_ptr_array_add(hidden, (gpointer) "ada@customer.example");
	case_words_clear(&words);
	case_words_of(reading, from, hidden, &words);
}

START_TEST(what_a_person_writes_is_passed_on)
{
	reads(REPLY_COMMENT, CASE_SIDE_OWNER, "\nSorry!\n\nBob\n");
	ck_assert_int_eq(words.said, RELAY_WORDS);
	ck_assert_str_eq(words.text, "Sorry!\n\nBob");
	ck_assert_str_eq(words.from_name, "Bob Builder");
	ck_assert_ptr_null(words.aside);
	reads(REPLY_ANSWER, CASE_SIDE_CUSTOMER, "9 o'clock");
	ck_assert_int_eq(words.said, RELAY_WORDS);
}
END_TEST

START_TEST(no_address_is_left_in_it)
{
	reads(REPLY_COMMENT, CASE_SIDE_OWNER,
	    "I am Bob@Staff.example, you ada@customer.exampleada@customer."
	    "example. bob@staff.exampl\nbob@staff.example");
	ck_assert_str_eq(words.text,
	    "I am ***, you ******. bob@staff.exampl\n***");
}
END_TEST

START_TEST(a_name_that_is_an_address_is_none)
{
	static const char *const names[] = { "bob@staff.example", "", " \t ",
		"Bob (bob@staff)", NULL };

	for (guint i = 0; names[i] != NULL; i++) {
		g_autoptr(reading) reading = reading_new();

		reading->text = g_strdup("words");
		reading->from_name = g_strdup(names[i]);
		case_words_clear(&words);
		case_words_of(reading, CASE_SIDE_OWNER, NULL, &words);
		ck_assert_ptr_null(words.from_name);
	}
}
END_TEST

static void
closes_with(const char *text, const char *outcome)
{
	reads(REPLY_COMMENT, CASE_SIDE_OWNER, text);
	ck_assert_int_eq(words.said,
	    outcome != NULL ? RELAY_CLOSES : RELAY_WORDS);
	if (outcome != NULL)
		ck_assert_str_eq(words.outcome, outcome);
}

START_TEST(a_colleague_closes_by_a_first_line)
{
	closes_with("#close", "closed by mail");
	closes_with("#Close called, and refunded", "called, and refunded");
	closes_with("#done: called\n\nBob", "called  Bob");
	closes_with(" \n #close\n", "closed by mail");
	closes_with("#closed", NULL);
	closes_with("Please #close", NULL);
	closes_with("close", NULL);
	reads(REPLY_COMMENT, CASE_SIDE_CUSTOMER, "#close");
	ck_assert_int_eq(words.said, RELAY_WORDS);
}
END_TEST

START_TEST(what_is_no_persons_is_known_for_what_it_is)
{
	reads(REPLY_AUTO_REPLY, CASE_SIDE_OWNER, "away");
	ck_assert_int_eq(words.said, RELAY_LIKE_A_MACHINE);
	reads(REPLY_BOUNCE, CASE_SIDE_CUSTOMER, "no such ada@customer.example");
	ck_assert_int_eq(words.said, RELAY_CAME_BACK);
	ck_assert_str_eq(words.text, "");
	reads(REPLY_OPT_OUT, CASE_SIDE_CUSTOMER, "stop");
	ck_assert_int_eq(words.said, RELAY_OPT_OUT);
	reads(REPLY_UNREADABLE, CASE_SIDE_CUSTOMER, "");
	ck_assert_int_eq(words.said, RELAY_NOTHING_SAID);
	reads(REPLY_ANSWER, CASE_SIDE_CUSTOMER, " \n");
	ck_assert_int_eq(words.said, RELAY_NOTHING_SAID);
	reads(REPLY_DELIVERED, CASE_SIDE_CUSTOMER, "done");
	ck_assert_int_eq(words.said, RELAY_REPORT);
}
END_TEST

START_TEST(files_are_told_of_and_long_texts_cut)
{
	g_autoptr(reading) reading = reading_new();

	reading->kind = REPLY_COMMENT;
	reading->text = g_strnfill(1 << 20, 'a');
	reading->from = g_strnfill(200, 'a');
	reading->files = 2;
	case_words_of(reading, CASE_SIDE_OWNER, NULL, &words);
	ck_assert_str_eq(words.aside,
	    "2 files came with it, and were not handed on");
	ck_assert_uint_lt(strlen(words.text), 40000);
}
END_TEST

START_TEST(nothing_of_the_alert_goes_along)
{
	reads(REPLY_COMMENT, CASE_SIDE_OWNER,
	    "Sorry!\n\n*** original ***\nGuest 7 gave 2\n"
	    "========================================================"
	    "================\n\n    Cold.\n\nValue: 1500.00 EUR\n");
	ck_assert_str_eq(words.text, "Sorry!\n\n*** original ***");
	reads(REPLY_COMMENT, CASE_SIDE_OWNER,
	    "Guest 7 gave 2\n======================================="
	    "=================================\n\n    Cold.\n");
	ck_assert_int_eq(words.said, RELAY_NOTHING_SAID);
	reads(REPLY_COMMENT, CASE_SIDE_OWNER, "Prices\n======\n10 EUR");
	ck_assert_str_eq(words.text, "Prices\n======\n10 EUR");
	reads(REPLY_COMMENT, CASE_SIDE_OWNER,
	    "=============================="
	    "==========================================\nx");
	ck_assert_int_eq(words.said, RELAY_NOTHING_SAID);
}
END_TEST

static struct relay_decision
decide(struct relay_facts facts)
{
	struct relay_decision decision;

	relay_judge(&facts, &decision);
	return decision;
}

START_TEST(words_go_to_the_other_side)
{
	struct relay_facts facts = { .from = CASE_SIDE_OWNER,
		.said = RELAY_WORDS,
		.has_mail = TRUE,
		.open = TRUE };
	struct relay_decision decision = decide(facts);

	ck_assert(decision.pass);
	ck_assert_str_eq(decision.note, "to customer");
	ck_assert_ptr_null(decision.tell);
	facts.open = FALSE;
	decision = decide(facts);
	ck_assert(decision.pass && !decision.reopen);
	facts.from = CASE_SIDE_CUSTOMER;
	decision = decide(facts);
	ck_assert(decision.pass && decision.reopen);
	ck_assert_str_eq(decision.note, "from customer");
}
END_TEST

START_TEST(who_must_or_can_not_be_written_to_is_not)
{
	struct relay_facts facts = { .from = CASE_SIDE_OWNER,
		.said = RELAY_WORDS,
		.has_mail = TRUE,
		.suppressed = TRUE,
		.open = TRUE };
	struct relay_decision decision = decide(facts);

	ck_assert(!decision.pass);
	ck_assert_str_eq(decision.tell, "stopped");
	facts.has_mail = facts.suppressed = FALSE;
	decision = decide(facts);
	ck_assert(!decision.pass);
	ck_assert_str_eq(decision.tell, "no address");
}
END_TEST

START_TEST(no_machine_is_answered)
{
	static const enum relay_said said[] = { RELAY_BY_MACHINE, RELAY_REPORT,
		RELAY_NOTHING_SAID };

	for (guint i = 0; i < G_N_ELEMENTS(said); i++) {
		for (int side = CASE_SIDE_OWNER; side <= CASE_SIDE_CUSTOMER;
		     side++) {
			struct relay_decision decision =
			    decide((struct relay_facts){
				.from = (enum case_side)side,
				.said = said[i],
				.has_mail = TRUE,
				.open = FALSE });

			ck_assert(!decision.pass && decision.tell == NULL &&
			    !decision.reopen && !decision.close);
		}
	}
}
END_TEST

START_TEST(what_only_reads_like_a_machines_is_not_lost)
{
	struct relay_facts facts = { .from = CASE_SIDE_OWNER,
		.said = RELAY_LIKE_A_MACHINE,
		.has_mail = TRUE,
		.open = FALSE };
	struct relay_decision decision = decide(facts);

	ck_assert(!decision.pass);
	ck_assert_str_eq(decision.tell, "unsent");
	facts.from = CASE_SIDE_CUSTOMER;
	decision = decide(facts);
	ck_assert(decision.pass && !decision.reopen);
}
END_TEST

START_TEST(a_day_has_its_limit_and_says_so_once)
{
	struct relay_facts facts = { .from = CASE_SIDE_CUSTOMER,
		.said = RELAY_WORDS,
		.has_mail = TRUE,
		.open = TRUE };
	guint passed = 0, told = 0;

	/* Each mail that leaves counts. */
	for (guint i = 0; i < 3 * RELAY_MAILS_A_DAY; i++) {
		struct relay_decision decision = decide(facts);

		passed += decision.pass ? 1 : 0;
		told += decision.tell != NULL ? 1 : 0;
		if (decision.pass || decision.tell != NULL)
			facts.mails_today++;
		ck_assert_ptr_nonnull(decision.note);
	}
	ck_assert_uint_eq(passed, RELAY_MAILS_A_DAY - 1);
	ck_assert_uint_eq(told, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("case_words");
	TCase *tcase = tcase_create("case_words");

	tcase_add_checked_fixture(tcase, NULL, end);
	tcase_add_test(tcase, what_a_person_writes_is_passed_on);
	tcase_add_test(tcase, no_address_is_left_in_it);
	tcase_add_test(tcase, a_name_that_is_an_address_is_none);
	tcase_add_test(tcase, a_colleague_closes_by_a_first_line);
	tcase_add_test(tcase, what_is_no_persons_is_known_for_what_it_is);
	tcase_add_test(tcase, files_are_told_of_and_long_texts_cut);
	tcase_add_test(tcase, nothing_of_the_alert_goes_along);
	tcase_add_test(tcase, words_go_to_the_other_side);
	tcase_add_test(tcase, who_must_or_can_not_be_written_to_is_not);
	tcase_add_test(tcase, no_machine_is_answered);
	tcase_add_test(tcase, what_only_reads_like_a_machines_is_not_lost);
	tcase_add_test(tcase, a_day_has_its_limit_and_says_so_once);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
