/*
 * test_drip_claim.c - a door that takes nothing holds up no other, however much
 * is due for it, and before.
 */
#include "scheduler/drip.h"

#include "tests/unit/doors.h"

#define AT (ONE_AT + 3 * HOUR_S)
#define MANY 700

static struct fake *mail, *spare;

static void
begin(void)
{
	doors_begin(STAGED_HEAD
	    "via = mail\n"
	    "[touchpoint dinner]\non = dinner\nvia = spare\n"
	    "[provider spare]\ntype = fake\nfrom = spare@example.com\n");
	mail = door("mail");
	spare = door("spare");
}

static void
happens(const char *type, guint n, gint64 at)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *reference = g_strdup_printf("%s-%u-%d", type,
		    i, (int)at);
		g_autofree char *email = g_strdup_printf("%s@example.com",
		    reference);

		doors_happens(type, reference, NULL, email, at);
	}
}

static void
turns(guint n, gint64 now_at)
{
	for (guint i = 0; i < n; i++)
		world_ok(drip_turn(drip, now_at, TRUE, &error));
	balance_check(&world);
}

START_TEST(what_is_due_for_a_silent_door_holds_up_no_other)
{
	happens("booking", MANY, NOON_AT);
	happens("dinner", 3, NOON_AT + HOUR_S);
	turns(4, AT);
	holds(mail, 2);
	holds(spare, 2);
	leaves(spare, SEND_ACCEPTED, AT);
	leaves(spare, SEND_ACCEPTED, AT);
	leaves(spare, SEND_ACCEPTED, AT);
	/* What is not in the line of the silent one is where it was. */
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM parked"),
	    0);
	ck_assert_int_gt(balance_count(&world,
			     "SELECT count(*) FROM due WHERE worker = 0"),
	    100);
	/* Nothing is to be done but to look. */
	sleeps_until(G_MAXINT64);
}
END_TEST

START_TEST(what_comes_in_behind_where_it_looked_is_found)
{
	happens("booking", MANY, NOON_AT + HOUR_S);
	turns(4, AT);
	happens("dinner", 1, NOON_AT);
	turns(2, AT);
	turns(2, AT + 1);
	holds(spare, 1);
	leaves(spare, SEND_ACCEPTED, AT + 1);
	/* And what comes due. */
	happens("dinner", 1, AT + 100);
	turns(1, AT + 2);
	sleeps_until(AT + 100);
	turns(1, AT + 100);
	holds(spare, 1);
}
END_TEST

START_TEST(once_it_answers_all_that_is_due_for_it_leaves)
{
	guint left = 0;

	happens("booking", MANY, NOON_AT);
	turns(3, AT);
	while (mail->messages->len > 0) {
		is_ready(mail);
		world_ok(drip_turn(drip, AT, TRUE, &error));
		is_done(mail, SEND_ACCEPTED);
		world_ok(drip_turn(drip, AT, TRUE, &error));
		left++;
	}
	ck_assert_uint_eq(left, MANY);
	balance_check(&world);
	sleeps_until(G_MAXINT64);
}
END_TEST

START_TEST(what_is_due_for_a_halted_door_stays_where_it_is)
{
	happens("booking", 9, NOON_AT);
	turns(1, AT);
	is_done(mail, SEND_HALTED);
	is_done(mail, SEND_HALTED);
	turns(1, AT);
	happens("booking", MANY, NOON_AT + 1);
	happens("dinner", 1, NOON_AT + 2);
	turns(2, AT + 1);
	holds(spare, 1);
	holds(mail, 0);
	ck_assert_int_le(balance_count(&world, "SELECT count(*) FROM parked"),
	    9);
	leaves(spare, SEND_ACCEPTED, AT + 1);
	sleeps_until(AT + 600);
	turns(1, AT + 600);
	holds(mail, 1);
	leaves(mail, SEND_ACCEPTED, AT + 600);
	turns(2, AT + 600);
	holds(mail, 2);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drip claim");
	TCase *tcase = tcase_create("drip claim");

	tcase_add_checked_fixture(tcase, begin, doors_end);
	tcase_add_test(tcase,
	    what_is_due_for_a_silent_door_holds_up_no_other);
	tcase_add_test(tcase, what_comes_in_behind_where_it_looked_is_found);
	tcase_add_test(tcase, once_it_answers_all_that_is_due_for_it_leaves);
	tcase_add_test(tcase, what_is_due_for_a_halted_door_stays_where_it_is);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
