/*
 * test_drip_pace.c - a drip holds whatever becomes of its messages: doors that
 * halt, a configuration that is read again, a daemon that dies.
 */
#include "scheduler/drip.h"

#include "store/outbox/crew.h"
#include "store/journeys/suppressions.h"
#include "tests/unit/doors.h"

#define AT (ONE_AT + 9)
#define HALT_S 600
#define LATER_AT (AT + HOUR_S) /* of the same day */
/* 2026-03-02T00:00:00+02:00 in Helsinki. */
#define TOMORROW_AT (NOON_AT + 10 * HOUR_S)

static struct fake *mail;
static struct settings *former; /* or NULL */

static void
begin(void)
{
	doors_begin(STAGED_HEAD "drip = 3/day\n");
	mail = door("mail");
}

static void
end(void)
{
	doors_end();
	g_clear_pointer(&former, settings_free);
}

static void
left_is(guint expected)
{
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM invitation_state"
			     " WHERE sent_at IS NOT NULL"),
	    expected);
}

/* All that leave at that time do, with this answer. */
static void
all_leave(gint64 now_at)
{
	turn(now_at);
	while (mail->messages->len > 0)
		leaves(mail, SEND_ACCEPTED, now_at);
}

START_TEST(no_more_leave_on_a_day_than_the_drip_allows)
{
	doors_book(8);
	all_leave(AT);
	left_is(3);
	all_leave(TOMORROW_AT - 1);
	left_is(3);
	all_leave(TOMORROW_AT);
	left_is(6);
}
END_TEST

START_TEST(what_a_halted_door_did_not_take_leaves_on_the_same_day)
{
	doors_book(8);
	turn(AT);
	holds(mail, 2);
	is_done(mail, SEND_HALTED);
	is_done(mail, SEND_HALTED);
	turn(AT);
	/* One tries the door, again and again. */
	for (gint64 at = AT + HALT_S; at < LATER_AT; at += HALT_S) {
		turn(at);
		holds(mail, 1);
		is_done(mail, SEND_HALTED);
		turn(at);
	}
	all_leave(LATER_AT);
	all_leave(LATER_AT);
	left_is(3);
	all_leave(TOMORROW_AT);
	left_is(6);
}
END_TEST

START_TEST(what_a_door_held_back_for_days_is_too_late_and_says_so)
{
	doors_book(2);
	turn(AT);
	is_done(mail, SEND_HALTED);
	is_done(mail, SEND_HALTED);
	turn(AT);
	turn(AT + 2 * DAY_S);
	turn(AT + 2 * DAY_S);
	holds(mail, 0);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM invitation_state WHERE state"
			     " = 'expired' AND reason = 'too late: it was to"
			     " leave on 2026-03-01 15:00, and may be late by"
			     " 1 day'"),
	    2);
}
END_TEST

START_TEST(what_a_door_defers_or_refuses_leaves_room)
{
	doors_book(5);
	turn(AT);
	is_done(mail, SEND_REJECTED);
	is_done(mail, SEND_DEFERRED);
	turn(AT);
	all_leave(AT);
	left_is(1);
	/* It comes back, and takes its room then; as does another. */
	doors_happens("booking", "B-8", NULL, "p8@example.com", AT);
	doors_happens("booking", "B-9", NULL, "p9@example.com", AT);
	all_leave(LATER_AT + HOUR_S);
	left_is(3);
}
END_TEST

/* A new life of the daemon, or a new configuration. */
static void
go_on_with_another(void)
{
	static const struct drip_hooks hooks = { .ended = on_ended,
		.halted = on_halted,
		.fuse_blown = on_fuse_blown,
		.wake = on_wake };
	g_autoptr(GPtrArray) providers = g_ptr_array_new();

	for (guint i = 0; i < settings->providers->len; i++)
		doors_add(providers, settings->providers->pdata[i]);
	mail = fakes->pdata[fakes->len - 1];
	drip = drip_new(world.store, settings, composer, providers, &hooks);
}

START_TEST(what_left_before_a_crash_counts)
{
	struct buried buried;

	doors_book(8);
	turn(AT);
	is_ready(mail);
	turn(AT);
	is_done(mail, SEND_ACCEPTED);
	turn(AT);
	is_ready(mail);
	turn(AT);
	drip_free(drip);
	go_on_with_another();
	world_ok(store_join(world.store, "another", 0, &error));
	world_ok(store_bury(world.store, AT, &buried, &error));
	ck_assert_uint_eq(buried.in_doubt, 1);
	all_leave(LATER_AT);
	left_is(2);
	all_leave(TOMORROW_AT);
	left_is(5);
}
END_TEST

static void
turn_of(struct drip *old, gint64 now_at)
{
	world_ok(drip_turn(old, now_at, FALSE, &error));
	balance_check(&world);
}

START_TEST(who_does_not_lead_leaves_what_is_under_a_drip)
{
	doors_book(3);
	drip_lead(drip, FALSE);
	turn(AT);
	holds(mail, 0);
	drip_lead(drip, TRUE);
	all_leave(AT);
	left_is(3);
}
END_TEST

START_TEST(who_leads_anew_counts_what_has_left_and_what_is_in_hand)
{
	doors_book(8);
	turn(AT);
	leaves(mail, SEND_ACCEPTED, AT);
	drip_lead(drip, FALSE);
	turn(AT);
	drip_lead(drip, TRUE);
	all_leave(AT);
	left_is(3);
	all_leave(LATER_AT);
	left_is(3);
	all_leave(TOMORROW_AT);
	left_is(6);
}
END_TEST

START_TEST(what_a_dead_worker_had_leased_leaves_on_the_same_day)
{
	struct buried buried;

	doors_book(3);
	turn(AT);
	drip_free(drip);
	world_ok(store_join(world.store, "another", 0, &error));
	go_on_with_another();
	turn(AT);
	holds(mail, 0);
	world_ok(store_bury(world.store, AT, &buried, &error));
	ck_assert_uint_eq(buried.returned, 3);
	drip_recount(drip);
	all_leave(LATER_AT);
	left_is(3);
}
END_TEST

START_TEST(what_is_in_flight_under_the_former_configuration_counts)
{
	struct drip *old = drip;
	struct fake *old_mail = mail;

	doors_book(8);
	turn(AT);
	holds(old_mail, 2);
	go_on_with_another();
	turn_of(old, AT);
	turn(AT);
	holds(mail, 1);
	leaves(mail, SEND_ACCEPTED, AT);
	while (old_mail->messages->len > 0) {
		is_ready(old_mail);
		turn_of(old, AT);
		is_done(old_mail, SEND_ACCEPTED);
		turn_of(old, AT);
	}
	all_leave(LATER_AT);
	left_is(3);
	drip_free(old);
}
END_TEST

START_TEST(a_moment_given_back_is_told_to_the_configuration_in_force)
{
	struct drip *old = drip;

	doors_book(6);
	turn(AT);
	holds(mail, 2);
	go_on_with_another();
	turn_of(old, AT);
	turn(AT);
	/* The fourth had its moment tomorrow. */
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "p3@example.com",
	    "by hand", AT, &error));
	turn_of(old, AT);
	turn(AT);
	doors_happens("booking", "B-9", NULL, "p9@example.com", AT);
	turn(LATER_AT);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT max(due_at) FROM due"),
	    TOMORROW_AT);
	drip_free(old);
}
END_TEST

START_TEST(a_narrower_drip_holds_for_what_had_its_moment_before)
{
	doors_book(8);
	turn(AT);
	world_ok(drip_turn(drip, AT, FALSE, &error));
	while (mail->messages->len > 0)
		is_done(mail, SEND_HALTED);
	world_ok(drip_turn(drip, AT, FALSE, &error));
	drip_free(drip);
	former = settings;
	settings = staged_settings(world.folder, STAGED_HEAD "drip = 1/day\n");
	go_on_with_another();
	all_leave(AT);
	left_is(1);
	/* Three had that day. */
	all_leave(TOMORROW_AT);
	left_is(2);
	all_leave(TOMORROW_AT + DAY_S);
	left_is(3);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drip pace");
	TCase *tcase = tcase_create("drip pace");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, no_more_leave_on_a_day_than_the_drip_allows);
	tcase_add_test(tcase,
	    what_a_halted_door_did_not_take_leaves_on_the_same_day);
	tcase_add_test(tcase,
	    what_a_door_held_back_for_days_is_too_late_and_says_so);
	tcase_add_test(tcase, what_a_door_defers_or_refuses_leaves_room);
	tcase_add_test(tcase, what_left_before_a_crash_counts);
	tcase_add_test(tcase, who_does_not_lead_leaves_what_is_under_a_drip);
	tcase_add_test(tcase,
	    who_leads_anew_counts_what_has_left_and_what_is_in_hand);
	tcase_add_test(tcase,
	    what_a_dead_worker_had_leased_leaves_on_the_same_day);
	tcase_add_test(tcase,
	    what_is_in_flight_under_the_former_configuration_counts);
	tcase_add_test(tcase,
	    a_moment_given_back_is_told_to_the_configuration_in_force);
	tcase_add_test(tcase,
	    a_narrower_drip_holds_for_what_had_its_moment_before);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
