/*
 * test_drip_doors.c - a message leaves by the first of its doors that has not
 * halted, and by one alone.
 */
#include "scheduler/drip.h"

#include "store/outbox/digests.h"
#include "tests/unit/doors.h"

#define HALT_S 600
#define AT (ONE_AT + 9)

static struct fake *mail, *spare, *texts, *backup;

static void
begin(void)
{
	doors_begin(STAGED_HEAD
	    "channel = sms\nvia = texts, backup\n"
	    "[touchpoint dinner]\non = dinner\nvia = mail, spare\n"
	    "[provider spare]\ntype = fake\nfrom = spare@example.com\n"
	    "[provider texts]\ntype = fake-texts\n"
	    "[provider backup]\ntype = fake-texts\n"
	    "[sms]\ncountry = FI\n");
	mail = door("mail");
	spare = door("spare");
	texts = door("texts");
	backup = door("backup");
}

/* The door says so of all that it holds. */
static void
halts(struct fake *fake, gint64 now_at)
{
	while (fake->messages->len > 0)
		is_done(fake, SEND_HALTED);
	turn(now_at);
}

/* What has left, in all. */
static guint
left(void)
{
	return mail->finished + spare->finished + texts->finished +
	    backup->finished;
}

START_TEST(what_a_halting_door_did_not_take_leaves_by_the_next_at_once)
{
	doors_book(1);
	turn(AT);
	holds(texts, 1);
	is_ready(texts);
	turn(AT);
	is_done(texts, SEND_HALTED);
	was_told("texts halts");
	turn(AT);
	was_told("1:1");
	holds(texts, 0);
	holds(backup, 1);
	leaves(backup, SEND_ACCEPTED, AT);
	balance_state_is(&world, 1, "sent");
	ck_assert_uint_eq(backup->finished, 1);
}
END_TEST

START_TEST(the_line_of_a_halting_door_moves_to_the_next)
{
	doors_book(5);
	turn(AT);
	holds(texts, 2);
	is_done(texts, SEND_HALTED);
	turn(AT);
	holds(backup, 2);
	/* Those in line go before who comes back. */
	ck_assert_str_eq(nth(backup, 0)->recipient, "+358401234562");
	is_done(texts, SEND_HALTED);
	was_told("texts halts 1:1");
	turn(AT);
	for (guint i = 0; i < 5; i++)
		leaves(backup, SEND_ACCEPTED, AT);
	ck_assert_uint_eq(left(), 5);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM invitation_state"
			     " WHERE state = 'sent'"),
	    5);
}
END_TEST

START_TEST(what_may_have_left_is_not_moved)
{
	doors_book(2);
	turn(AT);
	is_ready(texts);
	turn(AT);
	ck_assert_uint_eq(texts->finished, 1);
	is_done(texts, SEND_IN_DOUBT);
	is_done(texts, SEND_HALTED);
	turn(AT);
	holds(backup, 1);
	ck_assert_str_eq(nth(backup, 0)->recipient, "+358401234561");
	leaves(backup, SEND_ACCEPTED, AT);
	turn(AT + DAY_S);
	balance_state_is(&world, 1, "in doubt");
	balance_state_is(&world, 2, "sent");
	holds(texts, 0);
	holds(backup, 0);
	ck_assert_uint_eq(left(), 2);
}
END_TEST

START_TEST(if_all_have_halted_it_waits_for_the_one_that_is_tried_first)
{
	doors_book(1);
	turn(AT);
	halts(texts, AT);
	turn(AT + 60);
	halts(backup, AT + 60);
	was_told("texts halts 1:1 backup halts 1:1");
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM parked"
			     " WHERE provider = 'texts'"),
	    1);
	sleeps_until(AT + HALT_S);
	turn(AT + HALT_S - 1);
	holds(texts, 0);
	turn(AT + HALT_S);
	holds(texts, 1);
	/* Then for the other. */
	halts(texts, AT + HALT_S);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM parked"
			     " WHERE provider = 'backup'"),
	    1);
	holds(backup, 0);
	turn(AT + HALT_S + 60);
	holds(backup, 1);
	leaves(backup, SEND_ACCEPTED, AT + HALT_S + 60);
	ck_assert_uint_eq(left(), 1);
}
END_TEST

START_TEST(while_one_tries_a_door_the_others_leave_by_the_next)
{
	doors_book(1);
	turn(ONE_AT);
	halts(texts, ONE_AT);
	leaves(backup, SEND_ACCEPTED, ONE_AT);
	g_string_truncate(told, 0);
	doors_happens("booking", "C-1", "+358401234571", NULL, ONE_AT);
	doors_happens("booking", "C-2", "+358401234572", NULL, ONE_AT);
	doors_happens("booking", "C-3", "+358401234573", NULL, ONE_AT);
	turn(ONE_AT + HOUR_S);
	holds(texts, 1);
	holds(backup, 2);
	leaves(texts, SEND_ACCEPTED, ONE_AT + HOUR_S);
	was_told("texts works 2:0");
	leaves(backup, SEND_ACCEPTED, ONE_AT + HOUR_S);
	leaves(backup, SEND_ACCEPTED, ONE_AT + HOUR_S);
	ck_assert_uint_eq(left(), 4);
}
END_TEST

START_TEST(a_door_that_halts_again_is_not_told_of_again)
{
	doors_book(1);
	turn(AT);
	halts(texts, AT);
	halts(backup, AT);
	g_string_truncate(told, 0);
	for (gint64 at = AT + HALT_S; at < AT + 9 * HALT_S; at += HALT_S) {
		turn(at);
		halts(texts, at);
		halts(backup, at);
	}
	ck_assert_ptr_null(strstr(told->str, "halts"));
	ck_assert_uint_eq(left(), 0);
}
END_TEST

START_TEST(once_a_door_works_what_waits_for_another_leaves_by_it)
{
	doors_book(4);
	turn(AT);
	/* All are parked for texts, which is to be tried first. */
	halts(texts, AT);
	turn(AT + 1);
	halts(backup, AT + 1);
	turn(AT + HALT_S);
	holds(texts, 1);
	halts(texts, AT + HALT_S);
	turn(AT + HALT_S + 1);
	holds(backup, 1);
	leaves(backup, SEND_ACCEPTED, AT + HALT_S + 1);
	turn(AT + HALT_S + 1);
	holds(backup, 2);
	leaves(backup, SEND_ACCEPTED, AT + HALT_S + 1);
	leaves(backup, SEND_ACCEPTED, AT + HALT_S + 1);
	leaves(backup, SEND_ACCEPTED, AT + HALT_S + 1);
	ck_assert_uint_eq(left(), 4);
	ck_assert_uint_eq(texts->finished, 0);
}
END_TEST

START_TEST(a_digest_leaves_by_the_first_mail_door_of_the_file_and_the_next)
{
	const struct digest_content content = { "team@example.com", "Week 9",
		"text", "html", NULL, 0 };
	gboolean written;

	world_ok(store_put_digest(world.store, "desk", AT, &content, 1, AT,
	    &written, &error));
	turn(AT);
	holds(mail, 1);
	halts(mail, AT);
	holds(spare, 1);
	leaves(spare, SEND_ACCEPTED, AT);
	ck_assert_uint_eq(left(), 1);
	ck_assert_uint_eq(spare->finished, 1);
}
END_TEST

/* Whether a mail says that it is from there. */
static gboolean
is_from(const struct message *message, const char *address)
{
	g_autofree char *from = g_strdup_printf("<%s>\r\nTo: ", address);
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);

	return g_strstr_len(bytes, (gssize)n, from) != NULL;
}

START_TEST(mail_composed_for_one_door_is_composed_anew_for_the_next)
{
	doors_happens("dinner", "D-1", NULL, "d@example.com", NOON_AT);
	turn(AT);
	ck_assert(is_from(nth(mail, 0), "survey@example.com"));
	leaves(mail, SEND_DEFERRED, AT);
	turn(AT + 300);
	halts(mail, AT + 300);
	ck_assert(is_from(nth(spare, 0), "spare@example.com"));
	leaves(spare, SEND_ACCEPTED, AT + 300);
	ck_assert_uint_eq(left(), 2);
}
END_TEST

START_TEST(what_the_next_door_deferred_is_composed_anew_for_the_first)
{
	doors_happens("dinner", "D-1", NULL, "d@example.com", NOON_AT);
	turn(AT);
	halts(mail, AT);
	leaves(spare, SEND_DEFERRED, AT);
	turn(AT + HALT_S);
	ck_assert(is_from(nth(mail, 0), "survey@example.com"));
}
END_TEST

START_TEST(what_waited_for_a_halt_to_end_is_composed_anew)
{
	g_autoptr(GBytes) first = NULL;

	doors_happens("dinner", "D-1", NULL, "d@example.com", NOON_AT);
	turn(AT);
	first = g_bytes_ref(nth(mail, 0)->bytes);
	halts(mail, AT);
	halts(spare, AT);
	turn(AT + HALT_S);
	ck_assert(!g_bytes_equal(nth(mail, 0)->bytes, first));
}
END_TEST

static void
asks_for_a_pause(struct fake *fake, int pause_s)
{
	const struct send_result result = { .outcome = SEND_DEFERRED,
		.retry_after_s = pause_s,
		.detail = (char *)"429" };

	is_answered(fake, &result);
}

START_TEST(a_door_that_asks_for_a_pause_gets_one)
{
	doors_book(4);
	turn(AT);
	is_ready(texts);
	turn(AT);
	asks_for_a_pause(texts, 90);
	turn(AT);
	/* Nothing new but the one that was on its way; none goes elsewhere. */
	holds(texts, 1);
	leaves(texts, SEND_ACCEPTED, AT);
	holds(backup, 0);
	sleeps_until(AT + 90);
	turn(AT + 89);
	holds(texts, 0);
	g_string_truncate(told, 0);
	turn(AT + 90);
	holds(texts, 2);
	leaves(texts, SEND_ACCEPTED, AT + 90);
	leaves(texts, SEND_ACCEPTED, AT + 90);
	was_told("3:0 4:0");
	turn(AT + 300);
	leaves(texts, SEND_ACCEPTED, AT + 300);
	ck_assert_uint_eq(left(), 5);
}
END_TEST

START_TEST(no_door_pauses_for_longer_than_four_hours)
{
	doors_book(1);
	turn(AT);
	asks_for_a_pause(texts, G_MAXINT);
	turn(AT);
	doors_happens("booking", "C-1", "+358401234571", NULL, NOON_AT);
	turn(AT + 4 * HOUR_S - 1);
	holds(texts, 0);
	turn(AT + 4 * HOUR_S);
	holds(texts, 1);
}
END_TEST

START_TEST(a_deferral_without_a_time_pauses_nobody_else)
{
	doors_book(2);
	turn(AT);
	is_done(texts, SEND_DEFERRED);
	is_done(texts, SEND_DEFERRED);
	turn(AT);
	doors_happens("booking", "C-1", "+358401234571", NULL, NOON_AT);
	turn(AT);
	holds(texts, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drip doors");
	TCase *tcase = tcase_create("drip doors");

	tcase_add_checked_fixture(tcase, begin, doors_end);
	tcase_add_test(tcase,
	    what_a_halting_door_did_not_take_leaves_by_the_next_at_once);
	tcase_add_test(tcase, the_line_of_a_halting_door_moves_to_the_next);
	tcase_add_test(tcase, what_may_have_left_is_not_moved);
	tcase_add_test(tcase,
	    if_all_have_halted_it_waits_for_the_one_that_is_tried_first);
	tcase_add_test(tcase,
	    while_one_tries_a_door_the_others_leave_by_the_next);
	tcase_add_test(tcase, a_door_that_halts_again_is_not_told_of_again);
	tcase_add_test(tcase,
	    once_a_door_works_what_waits_for_another_leaves_by_it);
	tcase_add_test(tcase,
	    a_digest_leaves_by_the_first_mail_door_of_the_file_and_the_next);
	tcase_add_test(tcase,
	    mail_composed_for_one_door_is_composed_anew_for_the_next);
	tcase_add_test(tcase,
	    what_the_next_door_deferred_is_composed_anew_for_the_first);
	tcase_add_test(tcase, what_waited_for_a_halt_to_end_is_composed_anew);
	tcase_add_test(tcase, a_door_that_asks_for_a_pause_gets_one);
	tcase_add_test(tcase, no_door_pauses_for_longer_than_four_hours);
	tcase_add_test(tcase, a_deferral_without_a_time_pauses_nobody_else);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
