/* test_drip.c - messages leave by providers that do as the test tells them. */
#include "scheduler/drip.h"

#include "base/errors.h"
#include "store/db/db.h"
#include "tests/unit/doors.h"

static struct fake *mail, *more;

static void
begin(void)
{
	doors_begin(STAGED_HEAD
	    "via = mail\nmax_lateness = 30 days\n"
	    "[touchpoint dinner]\non = dinner\nvia = more\n"
	    "[provider more]\ntype = fake\nfrom = more@example.com\n");
	mail = door("mail");
	more = door("more");
}

static void
invite(guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);
		g_autofree char *email = g_strdup_printf("p%u@example.com", i);

		world_invite(&world, reference, email, NOON_AT + i);
	}
}

/* An invitation that leaves by the other provider. */
static void
invite_to_dinner(void)
{
	g_autoptr(GPtrArray) due = NULL;
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	struct intake *intake;

	world_happens(&world, "dinner", "D-1", "d@example.com", NOON_AT);
	world_ok(due = store_due_events(world.store, NOON_AT, 1, &error));
	intake = world_intake(due->pdata[0]);
	world_plan(intake, "dinner", INVITATION_SCHEDULED, ONE_AT);
	g_ptr_array_add(intakes, intake);
	world_ok(store_put_intakes(world.store, intakes, NOON_AT, &error));
}

START_TEST(a_message_is_finished_once_its_attempt_is_on_disk)
{
	invite(1);
	turn(ONE_AT - 1);
	ck_assert_uint_eq(mail->messages->len, 0);
	turn(ONE_AT);
	ck_assert_uint_eq(mail->messages->len, 1);
	ck_assert_str_eq(nth(mail, 0)->recipient, "p0@example.com");
	balance_state_is(&world, 1, "scheduled");
	is_ready(mail);
	ck_assert_uint_eq(mail->finished, 0);
	ck_assert_uint_eq(drip_in_flight(drip), 1);
	turn(ONE_AT);
	ck_assert_uint_eq(mail->finished, 1);
	balance_state_is(&world, 1, "sending");
	is_done(mail, SEND_ACCEPTED);
	balance_state_is(&world, 1, "sending");
	was_told("");
	turn(ONE_AT);
	balance_state_is(&world, 1, "sent");
	was_told("1:0");
	ck_assert_uint_eq(drip_in_flight(drip), 0);
}
END_TEST

START_TEST(a_provider_gets_no_more_than_it_takes_at_once)
{
	invite(3);
	turn(ONE_AT + 9);
	ck_assert_uint_eq(mail->messages->len, 2);
	ck_assert_str_eq(nth(mail, 0)->recipient, "p0@example.com");
	ck_assert_str_eq(nth(mail, 1)->recipient, "p1@example.com");
	is_ready(mail);
	turn(ONE_AT + 9);
	is_done(mail, SEND_ACCEPTED);
	turn(ONE_AT + 9);
	ck_assert_uint_eq(mail->messages->len, 2);
	ck_assert_str_eq(nth(mail, 1)->recipient, "p2@example.com");
}
END_TEST

START_TEST(what_is_deferred_is_repeated_byte_for_byte)
{
	g_autoptr(GBytes) first = NULL;

	invite(1);
	turn(ONE_AT);
	first = g_bytes_ref(nth(mail, 0)->bytes);
	is_ready(mail);
	turn(ONE_AT);
	is_done(mail, SEND_DEFERRED);
	turn(ONE_AT);
	balance_state_is(&world, 1, "scheduled");
	was_told("1:1");
	turn(ONE_AT + 299);
	ck_assert_uint_eq(mail->messages->len, 0);
	turn(ONE_AT + 300);
	ck_assert(g_bytes_equal(nth(mail, 0)->bytes, first));
	is_done(mail, SEND_REJECTED);
	turn(ONE_AT + 300);
	balance_state_is(&world, 1, "failed");
	ck_assert_uint_eq(mail->finished, 1);
}
END_TEST

START_TEST(a_lost_answer_is_in_doubt_and_not_sent_again)
{
	invite(1);
	turn(ONE_AT);
	is_ready(mail);
	turn(ONE_AT);
	is_done(mail, SEND_IN_DOUBT);
	turn(ONE_AT);
	balance_state_is(&world, 1, "in doubt");
	turn(ONE_AT + DAY_S);
	ck_assert_uint_eq(mail->messages->len, 0);
}
END_TEST

START_TEST(what_fails_between_ready_and_finish_was_never_sending)
{
	invite(1);
	turn(ONE_AT);
	is_ready(mail);
	is_done(mail, SEND_DEFERRED);
	turn(ONE_AT);
	ck_assert_uint_eq(mail->finished, 0);
	balance_state_is(&world, 1, "scheduled");
}
END_TEST

START_TEST(what_is_cancelled_on_its_way_out_is_abandoned)
{
	invite(2);
	turn(ONE_AT + 1);
	world_happens(&world, "cancellation", "B-0", "p0@example.com", ONE_AT);
	world_judge(&world, ONE_AT);
	is_ready(mail);
	turn(ONE_AT + 1);
	ck_assert_uint_eq(mail->abandoned, 1);
	ck_assert_uint_eq(mail->finished, 0);
	balance_state_is(&world, 1, "cancelled");
	/* Its place is free, and the other one goes on. */
	ck_assert_uint_eq(drip_in_flight(drip), 1);
	is_ready(mail);
	turn(ONE_AT + 1);
	ck_assert_uint_eq(mail->finished, 1);
	balance_state_is(&world, 2, "sending");
}
END_TEST

START_TEST(what_may_not_leave_any_more_is_not_handed_over)
{
	invite(1);
	turn(ONE_AT + 30 * DAY_S);
	ck_assert_uint_eq(mail->messages->len, 0);
	balance_state_is(&world, 1, "expired");
	was_told("1:4");
}
END_TEST

START_TEST(a_provider_that_halts_does_not_hold_up_another)
{
	invite(4);
	turn(ONE_AT + 9);
	is_done(mail, SEND_HALTED);
	was_told("mail halts");
	turn(ONE_AT + 9);
	invite_to_dinner();
	turn(ONE_AT + 10);
	ck_assert_uint_eq(more->messages->len, 1);
	ck_assert_str_eq(nth(more, 0)->recipient, "d@example.com");
	is_ready(more);
	turn(ONE_AT + 10);
	is_done(more, SEND_ACCEPTED);
	turn(ONE_AT + 10);
	balance_state_is(&world, 5, "sent");
	/* Nothing new is handed to the one that halted. */
	ck_assert_uint_eq(mail->messages->len, 1);
}
END_TEST

START_TEST(after_a_halt_one_message_goes_ahead)
{
	invite(3);
	turn(ONE_AT + 9);
	is_done(mail, SEND_HALTED);
	is_done(mail, SEND_HALTED);
	turn(ONE_AT + 9);
	ck_assert_uint_eq(mail->messages->len, 0);
	turn(ONE_AT + 9 + 599);
	ck_assert_uint_eq(mail->messages->len, 0);
	g_string_truncate(told, 0);
	turn(ONE_AT + 9 + 600);
	ck_assert_uint_eq(mail->messages->len, 1);
	is_ready(mail);
	turn(ONE_AT + 9 + 600);
	is_done(mail, SEND_ACCEPTED);
	ck_assert(g_str_has_suffix(told->str, "mail works"));
	turn(ONE_AT + 9 + 600);
	turn(ONE_AT + 9 + 600);
	ck_assert_uint_eq(mail->messages->len, 2);
}
END_TEST

START_TEST(a_deferral_does_not_end_a_halt_and_the_next_is_tried_later)
{
	gint64 again_at = ONE_AT + 9 + 600;

	invite(3);
	turn(ONE_AT + 9);
	is_done(mail, SEND_HALTED);
	/* It was on its way before, and says nothing of the halt. */
	is_done(mail, SEND_DEFERRED);
	turn(ONE_AT + 9);
	turn(again_at - 1);
	ck_assert_uint_eq(mail->messages->len, 0);
	g_string_truncate(told, 0);
	turn(again_at);
	ck_assert_uint_eq(mail->messages->len, 1);
	is_done(mail, SEND_DEFERRED);
	turn(again_at);
	ck_assert_ptr_null(strstr(told->str, "works"));
	turn(again_at + 3600);
	ck_assert_uint_eq(mail->messages->len, 1);
}
END_TEST

START_TEST(if_the_one_to_go_ahead_may_not_leave_another_does)
{
	gint64 again_at = ONE_AT + 10 * DAY_S;

	world_invite(&world, "B-1", "p1@example.com", NOON_AT);
	world_invite(&world, "B-2", "p2@example.com", NOON_AT + DAY_S);
	turn(ONE_AT + DAY_S);
	is_done(mail, SEND_HALTED);
	is_done(mail, SEND_HALTED);
	turn(ONE_AT + DAY_S);
	/* The time of the one that goes ahead is over. */
	turn(again_at);
	balance_state_is(&world, 1, "expired");
	turn(again_at);
	ck_assert_uint_eq(mail->messages->len, 1);
	ck_assert_str_eq(nth(mail, 0)->recipient, "p2@example.com");
}
END_TEST

START_TEST(if_the_one_that_went_ahead_is_cancelled_another_does)
{
	gint64 again_at = ONE_AT + 9 + 600;

	invite(2);
	turn(ONE_AT + 9);
	is_done(mail, SEND_HALTED);
	is_done(mail, SEND_HALTED);
	turn(ONE_AT + 9);
	turn(again_at);
	ck_assert_uint_eq(mail->messages->len, 1);
	world_happens(&world, "cancellation", "B-0", "p0@example.com", ONE_AT);
	world_judge(&world, again_at);
	is_ready(mail);
	turn(again_at);
	ck_assert_uint_eq(mail->abandoned, 1);
	turn(again_at);
	ck_assert_uint_eq(mail->messages->len, 1);
	ck_assert_str_eq(nth(mail, 0)->recipient, "p1@example.com");
}
END_TEST

START_TEST(who_stops_gives_back_what_waits_and_ends_what_is_out)
{
	invite(3);
	turn(ONE_AT + 9);
	world_ok(drip_turn(drip, ONE_AT + 9, FALSE, &error));
	balance_check(&world);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM " LEASED),
	    2);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 3);
	is_ready(mail);
	world_ok(drip_turn(drip, ONE_AT + 9, FALSE, &error));
	is_done(mail, SEND_ACCEPTED);
	is_done(mail, SEND_DEFERRED);
	world_ok(drip_turn(drip, ONE_AT + 9, FALSE, &error));
	balance_state_is(&world, 1, "sent");
	balance_state_is(&world, 2, "scheduled");
	ck_assert_uint_eq(drip_in_flight(drip), 0);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 2);
}
END_TEST

START_TEST(while_the_store_is_busy_nothing_is_lost)
{
	struct db *writer = db_open(world.url, FALSE, NULL);
	g_autoptr(GError) error = NULL;

	invite(1);
	turn(ONE_AT);
	is_ready(mail);
	store_set_patience(world.store, 0);
	ck_assert(db_begin(writer, NULL));
	ck_assert(!drip_turn(drip, ONE_AT, TRUE, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER));
	ck_assert_uint_eq(mail->finished, 0);
	db_rollback(writer);
	db_close(writer);
	turn(ONE_AT);
	ck_assert_uint_eq(mail->finished, 1);
	balance_state_is(&world, 1, "sending");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drip");
	TCase *tcase = tcase_create("drip");

	tcase_add_checked_fixture(tcase, begin, doors_end);
	tcase_add_test(tcase,
	    a_message_is_finished_once_its_attempt_is_on_disk);
	tcase_add_test(tcase, a_provider_gets_no_more_than_it_takes_at_once);
	tcase_add_test(tcase, what_is_deferred_is_repeated_byte_for_byte);
	tcase_add_test(tcase, a_lost_answer_is_in_doubt_and_not_sent_again);
	tcase_add_test(tcase,
	    what_fails_between_ready_and_finish_was_never_sending);
	tcase_add_test(tcase, what_is_cancelled_on_its_way_out_is_abandoned);
	tcase_add_test(tcase, what_may_not_leave_any_more_is_not_handed_over);
	tcase_add_test(tcase, a_provider_that_halts_does_not_hold_up_another);
	tcase_add_test(tcase, after_a_halt_one_message_goes_ahead);
	tcase_add_test(tcase,
	    a_deferral_does_not_end_a_halt_and_the_next_is_tried_later);
	tcase_add_test(tcase,
	    if_the_one_to_go_ahead_may_not_leave_another_does);
	tcase_add_test(tcase,
	    if_the_one_that_went_ahead_is_cancelled_another_does);
	tcase_add_test(tcase,
	    who_stops_gives_back_what_waits_and_ends_what_is_out);
	tcase_add_test(tcase, while_the_store_is_busy_nothing_is_lost);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
