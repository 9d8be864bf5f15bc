/* test_outcome.c - what follows from a provider's answer. */
#include "scheduler/outcome.h"
#include "tests/unit/unit.h"

#define NOW_AT 1772366400
#define NEVER_AT G_MAXINT64
#define HALT_S 600

static struct outcome
outcome(enum send_outcome sent, int retry_after_s, guint tries,
    gint64 expires_at)
{
	const struct settings settings = { .cadence = { .retry_s = 300 } };
	const struct send_result result = { .outcome = sent,
		.retry_after_s = retry_after_s };

	return outcome_of(&settings, &result, tries, expires_at, HALT_S,
	    NOW_AT);
}

/* In seconds from now. */
static gint64
pause_after(guint tries, int retry_after_s)
{
	struct outcome one = outcome(SEND_DEFERRED, retry_after_s, tries,
	    NEVER_AT);

	ck_assert_int_eq(one.verdict, VERDICT_RETRY);
	return one.next_at - NOW_AT;
}

START_TEST(accepted_rejected_and_in_doubt_are_final)
{
	ck_assert_int_eq(outcome(SEND_ACCEPTED, 0, 0, NEVER_AT).verdict,
	    VERDICT_SENT);
	ck_assert_int_eq(outcome(SEND_REJECTED, 0, 0, NEVER_AT).verdict,
	    VERDICT_FAILED);
	ck_assert_int_eq(outcome(SEND_IN_DOUBT, 0, 0, NEVER_AT).verdict,
	    VERDICT_IN_DOUBT);
	/* What left in time is not made failed by the clock. */
	ck_assert_int_eq(outcome(SEND_ACCEPTED, 0, 0, NOW_AT).verdict,
	    VERDICT_SENT);
	ck_assert_int_eq(outcome(SEND_IN_DOUBT, 0, 0, NOW_AT).verdict,
	    VERDICT_IN_DOUBT);
}
END_TEST

START_TEST(the_pause_doubles_up_to_four_hours)
{
	static const gint64 pauses[] = { 300, 600, 1200, 2400, 4800, 9600,
		14400, 14400 };

	for (guint tries = 0; tries < G_N_ELEMENTS(pauses); tries++)
		ck_assert_int_eq(pause_after(tries, 0), pauses[tries]);
	ck_assert_int_eq(pause_after(64, 0), 14400);
	ck_assert_int_eq(pause_after(G_MAXUINT, 0), 14400);
}
END_TEST

START_TEST(a_first_pause_above_the_cap_stays_as_it_is_set)
{
	const struct settings settings = {
		.cadence = { .retry_s = 24 * 60 * 60 } };
	const struct send_result result = { .outcome = SEND_DEFERRED };

	for (guint tries = 0; tries < 40; tries += 13)
		ck_assert_int_eq(outcome_of(&settings, &result, tries, NEVER_AT,
				     HALT_S, NOW_AT)
				     .next_at,
		    NOW_AT + 24 * 60 * 60);
}
END_TEST

START_TEST(a_longer_pause_that_was_asked_for_is_kept)
{
	ck_assert_int_eq(pause_after(0, 301), 301);
	ck_assert_int_eq(pause_after(0, 299), 300);
	ck_assert_int_eq(pause_after(9, 20000), 20000);
	ck_assert_int_eq(pause_after(0, G_MAXINT), G_MAXINT);
}
END_TEST

START_TEST(what_would_be_too_late_has_failed)
{
	ck_assert_int_eq(outcome(SEND_DEFERRED, 0, 0, NOW_AT + 301).verdict,
	    VERDICT_RETRY);
	ck_assert_int_eq(outcome(SEND_DEFERRED, 0, 0, NOW_AT + 300).verdict,
	    VERDICT_FAILED);
	/* What is ours to mend is not held against a message. */
	ck_assert_int_eq(outcome(SEND_HALTED, 0, 0, NOW_AT + 600).verdict,
	    VERDICT_RETRY);
}
END_TEST

START_TEST(halted_waits_for_the_halt_whatever_the_tries)
{
	ck_assert_int_eq(outcome(SEND_HALTED, 0, 9, NEVER_AT).next_at,
	    NOW_AT + HALT_S);
	ck_assert_int_eq(outcome(SEND_HALTED, 3600, 0, NEVER_AT).next_at,
	    NOW_AT + 3600);
}
END_TEST

START_TEST(in_doubt_is_sent_again_only_if_the_admin_says_so)
{
	const struct settings settings = {
		.cadence = { .retry_s = 300, .in_doubt_resend = TRUE } };
	const struct send_result result = { .outcome = SEND_IN_DOUBT };
	struct outcome again = outcome_of(&settings, &result, 1, NEVER_AT,
	    HALT_S, NOW_AT);
	struct outcome late = outcome_of(&settings, &result, 1, NOW_AT + 600,
	    HALT_S, NOW_AT);

	ck_assert_int_eq(again.verdict, VERDICT_RETRY);
	ck_assert_int_eq(again.next_at, NOW_AT + 600);
	/* Too late to send it again: but nobody said that it failed. */
	ck_assert_int_eq(late.verdict, VERDICT_IN_DOUBT);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("outcome");
	TCase *tcase = tcase_create("outcome");

	tcase_add_test(tcase, accepted_rejected_and_in_doubt_are_final);
	tcase_add_test(tcase, the_pause_doubles_up_to_four_hours);
	tcase_add_test(tcase, a_first_pause_above_the_cap_stays_as_it_is_set);
	tcase_add_test(tcase, a_longer_pause_that_was_asked_for_is_kept);
	tcase_add_test(tcase, what_would_be_too_late_has_failed);
	tcase_add_test(tcase, halted_waits_for_the_halt_whatever_the_tries);
	tcase_add_test(tcase, in_doubt_is_sent_again_only_if_the_admin_says_so);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
