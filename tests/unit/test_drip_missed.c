/*
 * test_drip_missed.c - a door whose host is not there is left alone, for longer
 * and longer; what waits for it waits as it was.
 */
#include "scheduler/backoff.h"
#include "scheduler/drip.h"

#include "tests/unit/doors.h"

#define AT (ONE_AT + 9)

static struct fake *mail, *spare;

static void
begin(void)
{
	doors_begin(STAGED_HEAD
	    "via = mail\n"
	    "[touchpoint dinner]\non = dinner\nvia = mail, spare\n"
	    "[provider spare]\ntype = fake\nfrom = spare@example.com\n");
	mail = door("mail");
	spare = door("spare");
}

static void
misses(struct fake *fake, enum send_outcome outcome, enum send_reach reach)
{
	const struct send_result result = { .outcome = outcome,
		.reach = reach,
		.detail = (char *)"no connection" };

	is_answered(fake, &result);
}

/* All that it holds has found nobody. */
static void
is_away(struct fake *fake, gint64 now_at)
{
	while (fake->messages->len > 0)
		misses(fake, SEND_DEFERRED, SEND_UNREACHED);
	turn(now_at);
}

static void
number_is(const char *sql, gint64 expected)
{
	ck_assert_int_eq(balance_count(&world, sql), expected);
}

START_TEST(the_pause_doubles_up_to_five_minutes_and_is_nobody_elses)
{
	gint64 sum = 0;
	gboolean differs = FALSE;

	ck_assert_int_eq(backoff_s("mail", 1), 1);
	ck_assert_int_eq(backoff_s("mail", 2), 2);
	for (guint misses = 3; misses < 100; misses++) {
		gint64 plain_s = MIN(1 << MIN(misses - 1, 20), BACKOFF_MAX_S);
		gint64 pause_s = backoff_s("mail", misses);

		ck_assert_int_ge(pause_s, plain_s - plain_s / 4);
		ck_assert_int_le(pause_s,
		    MIN(plain_s + plain_s / 4, BACKOFF_MAX_S));
		ck_assert_int_eq(pause_s, backoff_s("mail", misses));
		differs |= pause_s != backoff_s("spare", misses);
		sum += pause_s;
	}
	ck_assert(differs);
	/* Half of them are cut at the limit. */
	ck_assert_int_gt(sum, 80 * BACKOFF_MAX_S);
	ck_assert_int_ge(backoff_s("mail", 0), 1);
	ck_assert_int_le(backoff_s("mail", G_MAXUINT), BACKOFF_MAX_S);
}
END_TEST

START_TEST(what_finds_no_host_was_not_tried_and_waits_as_it_was)
{
	doors_book(3);
	turn(AT);
	holds(mail, 2);
	is_away(mail, AT);
	was_told("mail missed for 1 1:1 3:1 2:1");
	number_is("SELECT count(*) FROM attempt", 0);
	number_is("SELECT sum(tries) FROM message", 0);
	number_is("SELECT count(*) FROM parked WHERE provider = 'mail'", 3);
	number_is("SELECT count(*) FROM invitation_state"
		  " WHERE state = 'scheduled' AND reason IS NOT NULL",
	    3);
	number_is("SELECT count(*) FROM invitation_state WHERE reason ="
		  " 'the provider mail is not reached: no connection'",
	    1);
	sleeps_until(AT + 1);
}
END_TEST

START_TEST(after_each_pause_one_goes_ahead_and_the_next_pause_is_longer)
{
	gint64 at = AT;

	doors_book(3);
	turn(at);
	is_away(mail, at);
	for (guint n = 1; n < 30; n++) {
		gint64 pause_s = backoff_s("mail", n);

		sleeps_until(at + pause_s);
		turn(at + pause_s - 1);
		holds(mail, 0);
		at += pause_s;
		turn(at);
		holds(mail, 1);
		is_away(mail, at);
	}
	number_is("SELECT count(*) FROM attempt", 0);
	/* It is no news each time. */
	ck_assert_ptr_nonnull(strstr(told->str, "mail halts"));
	ck_assert_ptr_null(strstr(strstr(told->str, "mail halts") + 1,
	    "mail halts"));
	g_string_truncate(told, 0);
	at += backoff_s("mail", 30);
	turn(at);
	leaves(mail, SEND_ACCEPTED, at);
	was_told("mail works 1:0");
	turn(at);
	holds(mail, 2);
}
END_TEST

START_TEST(a_short_absence_is_no_halt)
{
	doors_book(3);
	turn(AT);
	is_away(mail, AT);
	g_string_truncate(told, 0);
	turn(AT + 1);
	holds(mail, 1);
	leaves(mail, SEND_ACCEPTED, AT + 1);
	was_told("mail reached 1:0");
	turn(AT + 1);
	holds(mail, 2);
	leaves(mail, SEND_ACCEPTED, AT + 1);
	leaves(mail, SEND_ACCEPTED, AT + 1);
	number_is("SELECT count(*) FROM invitation_state"
		  " WHERE state = 'sent'",
	    3);
}
END_TEST

START_TEST(who_finds_out_late_adds_nothing)
{
	doors_book(2);
	turn(AT);
	misses(mail, SEND_DEFERRED, SEND_UNREACHED);
	turn(AT);
	turn(AT + 1);
	/* The one that goes ahead waits for the other to be back. */
	holds(mail, 1);
	misses(mail, SEND_DEFERRED, SEND_UNREACHED);
	was_told("mail missed for 1 1:1");
	turn(AT + 1);
	holds(mail, 1);
	leaves(mail, SEND_ACCEPTED, AT + 1);
	ck_assert_ptr_nonnull(strstr(told->str, "mail reached"));
}
END_TEST

START_TEST(meanwhile_the_next_door_takes_them)
{
	doors_happens("dinner", "D-1", NULL, "d@example.com", NOON_AT);
	turn(AT);
	holds(mail, 1);
	is_away(mail, AT);
	turn(AT);
	holds(spare, 1);
	leaves(spare, SEND_ACCEPTED, AT);
	number_is("SELECT count(*) FROM attempt", 1);
}
END_TEST

START_TEST(a_host_that_answers_others_is_asked_for_less_at_once)
{
	doors_book(6);
	turn(AT);
	holds(mail, 2);
	leaves(mail, SEND_ACCEPTED, AT);
	holds(mail, 2);
	misses(mail, SEND_DEFERRED, SEND_UNREACHED);
	turn(AT);
	was_told("1:0 2:1");
	holds(mail, 1);
	for (guint i = 0; i < 4; i++)
		leaves(mail, SEND_ACCEPTED, AT);
	/* It is called back as the line runs low. */
	holds(mail, 1);
	turn(AT + 61);
	leaves(mail, SEND_ACCEPTED, AT + 61);
	number_is("SELECT count(*) FROM attempt", 6);
	number_is("SELECT count(*) FROM invitation_state"
		  " WHERE state = 'sent'",
	    6);
}
END_TEST

/* So many as are no chance any more. */
static void
is_cut_off(enum send_outcome outcome, gint64 now_at)
{
	for (guint i = 0; i < 3; i++) {
		ck_assert_ptr_null(strstr(told->str, "missed"));
		is_ready(mail);
		turn(now_at);
		misses(mail, outcome, SEND_CUT_OFF);
		turn(now_at);
	}
	ck_assert_ptr_nonnull(strstr(told->str, "mail missed for 1"));
}

START_TEST(a_door_that_cuts_off_again_and_again_is_left_alone)
{
	doors_book(5);
	turn(AT);
	is_cut_off(SEND_DEFERRED, AT);
	number_is("SELECT count(*) FROM attempt WHERE outcome = 'deferred'", 3);
	holds(mail, 1);
	is_away(mail, AT);
	turn(AT + 1);
	holds(mail, 1);
	misses(mail, SEND_DEFERRED, SEND_CUT_OFF);
	turn(AT + 1);
	ck_assert_ptr_nonnull(strstr(told->str, "mail missed for 2"));
	holds(mail, 0);
}
END_TEST

START_TEST(a_door_that_answers_to_nothing_is_left_alone)
{
	doors_book(5);
	turn(AT);
	is_cut_off(SEND_IN_DOUBT, AT);
	number_is("SELECT count(*) FROM invitation_state"
		  " WHERE state = 'in doubt'",
	    3);
	is_away(mail, AT);
	turn(AT + 1);
	holds(mail, 1);
}
END_TEST

START_TEST(who_was_cut_off_while_others_are_answered_is_alone_with_it)
{
	doors_book(9);
	turn(AT);
	for (guint i = 0; i < 4; i++) {
		misses(mail, SEND_DEFERRED, SEND_CUT_OFF);
		turn(AT);
		leaves(mail, SEND_ACCEPTED, AT);
	}
	ck_assert_ptr_null(strstr(told->str, "missed"));
	holds(mail, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drip missed");
	TCase *tcase = tcase_create("drip missed");

	tcase_add_checked_fixture(tcase, begin, doors_end);
	tcase_add_test(tcase,
	    the_pause_doubles_up_to_five_minutes_and_is_nobody_elses);
	tcase_add_test(tcase,
	    what_finds_no_host_was_not_tried_and_waits_as_it_was);
	tcase_add_test(tcase,
	    after_each_pause_one_goes_ahead_and_the_next_pause_is_longer);
	tcase_add_test(tcase, a_short_absence_is_no_halt);
	tcase_add_test(tcase, who_finds_out_late_adds_nothing);
	tcase_add_test(tcase, meanwhile_the_next_door_takes_them);
	tcase_add_test(tcase,
	    a_host_that_answers_others_is_asked_for_less_at_once);
	tcase_add_test(tcase,
	    a_door_that_cuts_off_again_and_again_is_left_alone);
	tcase_add_test(tcase,
	    who_was_cut_off_while_others_are_answered_is_alone_with_it);
	tcase_add_test(tcase, a_door_that_answers_to_nothing_is_left_alone);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
