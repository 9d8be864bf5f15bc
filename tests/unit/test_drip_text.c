/*
 * test_drip_text.c - texts as they leave: at what hour, against what they
 * count, and what follows if they may not.
 */
#include "scheduler/drip_internal.h"

#include "tests/unit/doors.h"
#include "tests/unit/texted.h"

#define AT (ONE_AT + 9)
#define NINE_AT (NOON_AT + 7 * HOUR_S) /* 21:00 in Helsinki */
/* 2026-03-02T06:00:00Z: eight o'clock in Helsinki on the next day. */
#define EIGHT_AT (NOON_AT + 18 * HOUR_S)
#define FULL_HEAD                                                              \
	STAGED_HEAD "channel = sms, email\nvia = backup, texts\n"              \
		    "text = How was it, 0-10?\n"                               \
		    "[touchpoint brief]\non = brief\ndelay = 1 hour\n"         \
		    "expires = 2 hours\nchannel = sms\nvia = texts\n"          \
		    "text = How was it, 0-10?\n"                               \
		    "[provider texts]\ntype = fake-texts\n"                    \
		    "[provider backup]\ntype = fake-texts\n"                   \
		    "[sms]\ncountry = FI\nprice = 0.05\n"

static struct fake *mail, *texts, *backup;

static void
begin_with(const char *limits)
{
	g_autofree char *ini = g_strconcat(FULL_HEAD, limits, NULL);

	doors_begin(ini);
	mail = door("mail");
	texts = door("texts");
	backup = door("backup");
}

static void
begin(void)
{
	begin_with("");
}

static void
begin_with_one_a_day(void)
{
	begin_with("max_per_day = 1\n");
}

static void
begin_with_one_a_number(void)
{
	begin_with("max_per_number = 1\n");
}

static void
begin_with_little_money(void)
{
	begin_with("budget = 0.12\n");
}

START_TEST(a_text_is_charged_as_it_leaves_and_opens_a_talk)
{
	struct fuse fuse;
	gint64 closes_at;

	doors_book(1);
	turn(AT);
	is_ready(backup);
	world_ok(store_fuse(world.store, DAY, &fuse, &error));
	ck_assert_int_eq(fuse.spent_micro, 0);
	turn(AT);
	world_ok(store_fuse(world.store, DAY, &fuse, &error));
	ck_assert_int_eq(fuse.spent_micro, 50000);
	ck_assert_int_eq(fuse.sent, 1);
	is_done(backup, SEND_ACCEPTED);
	turn(AT);
	world_ok(store_next_closing(world.store, &closes_at, &error));
	ck_assert_int_eq(closes_at, AT + DAY_S);
}
END_TEST

START_TEST(a_long_line_at_one_door_leaves_without_a_rest)
{
	for (guint i = 0; i < 100; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);
		g_autofree char *phone = g_strdup_printf("+3584012%05u", i);

		doors_happens("booking", reference, phone, NULL, NOON_AT);
	}
	turn(AT);
	for (guint i = 0; i < 100; i++)
		leaves(backup, SEND_ACCEPTED, AT);
	holds(backup, 0);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM invitation_state"
			     " WHERE state = 'sent'"),
	    100);
}
END_TEST

START_TEST(a_question_waits_for_the_morning)
{
	gint64 due_at;

	/* Due at 20:59 and a second before 21:00 in Helsinki. */
	doors_happens("booking", "B-1", ADA, NULL, NINE_AT - HOUR_S - 60);
	doors_happens("booking", "B-2", BOB, NULL, NINE_AT - HOUR_S - 1);
	turn(NINE_AT - 2);
	holds(backup, 1);
	leaves(backup, SEND_ACCEPTED, NINE_AT - 2);
	turn(NINE_AT);
	was_told("1:0 2:1");
	holds(backup, 0);
	world_ok(store_next_due(world.store, NULL, &due_at, &error));
	ck_assert_int_eq(due_at, EIGHT_AT);
	texted_is("SELECT reason FROM invitation_state"
		  " WHERE invitation_id = 2",
	    "quiet hours; it waits until 2026-03-02 08:00");
	turn(EIGHT_AT);
	ck_assert_str_eq(nth(backup, 0)->recipient, BOB);
}
END_TEST

START_TEST(who_stands_in_line_as_the_hours_close_waits_too)
{
	doors_happens("booking", "B-1", "+358401234561", NULL,
	    NINE_AT - HOUR_S - 60);
	doors_happens("booking", "B-2", "+358401234562", NULL,
	    NINE_AT - HOUR_S - 60);
	doors_happens("booking", "B-3", ADA, NULL, NINE_AT - HOUR_S - 60);
	turn(NINE_AT - 1);
	holds(backup, 2);
	/* Two had been handed over: they had not left. */
	is_ready(backup);
	turn(NINE_AT);
	was_told("1:1 3:1");
	is_ready(backup);
	turn(NINE_AT);
	was_told("2:1");
	holds(backup, 0);
	ck_assert_uint_eq(backup->finished, 0);
	ck_assert_uint_eq(backup->abandoned, 2);
	texted_is("SELECT count(*) FROM invitation_state"
		  " WHERE state = 'scheduled'",
	    "3");
}
END_TEST

START_TEST(a_text_that_is_refused_for_good_is_followed_by_mail)
{
	doors_book(1);
	turn(AT);
	leaves(backup, SEND_REJECTED, AT);
	turn(AT);
	holds(texts, 0);
	holds(mail, 1);
	ck_assert_str_eq(nth(mail, 0)->recipient, "p0@example.com");
	leaves(mail, SEND_ACCEPTED, AT);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(what_is_called_off_meanwhile_is_not_followed_by_mail)
{
	g_autofree char *reason = NULL;

	doors_book(1);
	turn(AT);
	is_ready(backup);
	turn(AT);
	doors_happens("cancellation", "B-0", NULL, "p0@example.com", AT);
	is_done(backup, SEND_REJECTED);
	turn(AT);
	turn(AT);
	holds(mail, 0);
	balance_state_is(&world, 1, "cancelled");
	reason = balance_text(&world, "SELECT reason FROM invitation_state");
	ck_assert_str_eq(reason, "by the event cancellation");
}
END_TEST

START_TEST(who_has_no_mail_address_is_not_asked_again)
{
	doors_happens("booking", "B-1", ADA, NULL, NOON_AT);
	turn(AT);
	leaves(backup, SEND_REJECTED, AT);
	balance_state_is(&world, 1, "failed");
}
END_TEST

START_TEST(who_has_said_stop_to_the_gateway_is_asked_by_no_other_door)
{
	const struct send_result result = { .outcome = SEND_REJECTED,
		.detail = (char *)"21610",
		.opted_out = TRUE };

	doors_book(1);
	turn(AT);
	is_ready(backup);
	turn(AT);
	is_answered(backup, &result);
	turn(AT);
	holds(mail, 0);
	balance_state_is(&world, 1, "failed");
	texted_is("SELECT address FROM suppression WHERE channel = 'sms'",
	    "+358401234560");
}
END_TEST

START_TEST(what_is_more_than_a_day_may_have_leaves_on_the_next)
{
	doors_book(2);
	turn(AT);
	leaves(backup, SEND_ACCEPTED, AT);
	g_string_truncate(told, 0);
	is_ready(backup);
	turn(AT);
	ck_assert_uint_eq(backup->abandoned, 1);
	holds(backup, 0);
	was_told("2:1");
	balance_state_is(&world, 2, "scheduled");
	/* No door has had it. */
	texted_is("SELECT count(*) FROM attempt WHERE message_id = 2", "0");
	texted_is("SELECT reason FROM invitation_state"
		  " WHERE invitation_id = 2",
	    "the texts of today have left; it waits until 2026-03-02 08:00");
	turn(EIGHT_AT - 1);
	holds(backup, 0);
	turn(EIGHT_AT);
	leaves(backup, SEND_ACCEPTED, EIGHT_AT);
	balance_state_is(&world, 2, "sent");
}
END_TEST

START_TEST(what_cannot_wait_for_the_next_day_has_expired)
{
	doors_book(1);
	doors_happens("brief", "C-1", ADA, NULL, NOON_AT);
	turn(AT);
	leaves(backup, SEND_ACCEPTED, AT);
	is_ready(texts);
	turn(AT);
	balance_state_is(&world, 2, "expired");
	texted_is("SELECT reason FROM invitation_state"
		  " WHERE invitation_id = 2",
	    "it would come too late, on 2026-03-02 08:00: the texts of today"
	    " have left");
}
END_TEST

START_TEST(once_the_money_is_spent_no_text_leaves_until_somebody_says_so)
{
	gboolean was_blown;

	doors_book(5);
	turn(AT);
	leaves(backup, SEND_ACCEPTED, AT);
	leaves(backup, SEND_ACCEPTED, AT);
	g_string_truncate(told, 0);
	is_ready(backup);
	turn(AT);
	was_told("fuse at 100000 3:1");
	is_ready(backup);
	turn(AT);
	is_ready(backup);
	turn(AT);
	/* It is told of once. */
	was_told("4:1 5:1");
	ck_assert_uint_eq(backup->abandoned, 3);
	texted_is("SELECT count(*) FROM parked WHERE provider = 'fuse'", "3");
	/* Not even on the next day. */
	turn(EIGHT_AT);
	holds(backup, 0);
	world_ok(store_reset_fuse(world.store, DAY + 1, EIGHT_AT, &was_blown,
	    &error));
	ck_assert(was_blown);
	turn(EIGHT_AT);
	holds(backup, 2);
	leaves(backup, SEND_ACCEPTED, EIGHT_AT);
	balance_state_is(&world, 3, "sent");
}
END_TEST

START_TEST(a_fuse_that_blew_in_a_former_life_is_not_told_of)
{
	doors_book(4);
	turn(AT);
	leaves(backup, SEND_ACCEPTED, AT);
	leaves(backup, SEND_ACCEPTED, AT);
	is_ready(backup);
	turn(AT);
	g_string_truncate(told, 0);
	drip->fuse_blown_at = 0;
	is_ready(backup);
	turn(AT + 60);
	was_told("4:1");
}
END_TEST

/* Ada is asked at nine seconds past one, and writes a score at `at`. */
static void
ada_scores(gint64 at)
{
	doors_happens("booking", "B-1", ADA, NULL, NOON_AT);
	turn(AT);
	leaves(backup, SEND_ACCEPTED, AT);
	g_string_truncate(told, 0);
	texted_ada_scores(9, at);
}

START_TEST(an_answer_leaves_by_where_the_text_came_in_at_any_hour)
{
	/* Eleven in the evening. */
	ada_scores(AT + 8 * HOUR_S);
	turn(AT + 8 * HOUR_S);
	holds(backup, 0);
	holds(texts, 1);
	ck_assert_str_eq(nth(texts, 0)->recipient, ADA);
	leaves(texts, SEND_ACCEPTED, AT + 8 * HOUR_S);
	was_told("2:0");
	ck_assert_uint_eq(texts->finished, 1);
}
END_TEST

START_TEST(an_answer_whose_door_has_halted_leaves_by_the_next)
{
	ada_scores(AT);
	turn(AT);
	is_done(texts, SEND_HALTED);
	turn(AT);
	holds(backup, 1);
	leaves(backup, SEND_ACCEPTED, AT);
	turn(AT);
	ck_assert_uint_eq(backup->finished, 2);
	ck_assert_uint_eq(texts->finished, 0);
}
END_TEST

START_TEST(nobody_is_answered_an_hour_later)
{
	ada_scores(AT);
	turn(AT + HOUR_S);
	holds(texts, 0);
	was_told("2:4");
}
END_TEST

START_TEST(an_answer_beyond_the_number_of_the_day_is_dropped)
{
	ada_scores(AT);
	turn(AT);
	is_ready(texts);
	turn(AT);
	was_told("2:4");
	ck_assert_uint_eq(texts->abandoned, 1);
	turn(EIGHT_AT);
	holds(texts, 0);
}
END_TEST

START_TEST(who_said_stop_meanwhile_is_not_asked_why)
{
	ada_scores(AT);
	turn(AT);
	holds(texts, 1);
	texted_stops(ADA, 1, FALSE, AT);
	is_ready(texts);
	turn(AT);
	ck_assert_uint_eq(texts->abandoned, 1);
	turn(AT);
	/* But that it was heard. */
	holds(texts, 1);
	leaves(texts, SEND_ACCEPTED, AT);
	ck_assert_uint_eq(texts->finished, 1);
}
END_TEST

static void
add_case(Suite *suite, const char *name, SFun setup, const TTest *const *tests)
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, setup, doors_end);
	for (; *tests != NULL; tests++)
		tcase_add_test(tcase, *tests);
	suite_add_tcase(suite, tcase);
}

int
main(void)
{
	const TTest *const any[] = {
		a_text_is_charged_as_it_leaves_and_opens_a_talk,
		a_long_line_at_one_door_leaves_without_a_rest,
		a_question_waits_for_the_morning,
		who_stands_in_line_as_the_hours_close_waits_too,
		a_text_that_is_refused_for_good_is_followed_by_mail,
		what_is_called_off_meanwhile_is_not_followed_by_mail,
		who_has_no_mail_address_is_not_asked_again,
		who_has_said_stop_to_the_gateway_is_asked_by_no_other_door,
		an_answer_leaves_by_where_the_text_came_in_at_any_hour,
		an_answer_whose_door_has_halted_leaves_by_the_next,
		nobody_is_answered_an_hour_later,
		who_said_stop_meanwhile_is_not_asked_why,
		NULL,
	};
	const TTest *const day[] = {
		what_is_more_than_a_day_may_have_leaves_on_the_next,
		what_cannot_wait_for_the_next_day_has_expired,
		NULL,
	};
	const TTest *const number[] = {
		an_answer_beyond_the_number_of_the_day_is_dropped,
		NULL,
	};
	const TTest *const money[] = {
		once_the_money_is_spent_no_text_leaves_until_somebody_says_so,
		a_fuse_that_blew_in_a_former_life_is_not_told_of,
		NULL,
	};
	Suite *suite = suite_create("drip text");

	add_case(suite, "any", begin, any);
	add_case(suite, "one a day", begin_with_one_a_day, day);
	add_case(suite, "one a number", begin_with_one_a_number, number);
	add_case(suite, "little money", begin_with_little_money, money);
	return unit_run(suite);
}
