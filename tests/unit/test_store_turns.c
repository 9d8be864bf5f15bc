/*
 * test_store_turns.c - recurring surveys: each contact's turn, once, and the
 * event it becomes, in one transaction.
 */
#include "store/journeys/turns.h"

#include "store/answers/recorded.h"
#include "tests/unit/texted.h"

static void
person(const char *email)
{
	world_happens(&world, "visit", email, email, NOON_AT);
	world_judge(&world, NOON_AT);
}

static GPtrArray *
new_turns(guint expected)
{
	GPtrArray *turns;

	world_ok(turns = store_new_turns(world.store, "pulse", 10, &error));
	ck_assert_uint_eq(turns->len, expected);
	return turns;
}

static GPtrArray *
due_turns(gint64 now_at, guint expected)
{
	GPtrArray *turns;

	world_ok(turns = store_due_turns(world.store, "pulse", now_at, 10,
	    &error));
	ck_assert_uint_eq(turns->len, expected);
	return turns;
}

static void
put(gint64 contact_id, gint64 due_at, gint64 next_at, struct event *event)
{
	const struct turn_step step = { .contact_id = contact_id,
		.due_at = due_at,
		.next_at = next_at,
		.event = event };

	world_ok(store_put_turns(world.store, "pulse", &step, 1, NOON_AT,
	    &error));
	balance_check(&world);
}

static gint64
next_turn(void)
{
	gint64 at = 0;

	world_ok(store_next_turn(world.store, "pulse", NOON_AT, &at, &error));
	return at;
}

static struct event *
our_event(gint64 contact_id, const char *reference, gint64 at)
{
	struct event *event = world_event("every", reference, NULL, at);

	g_free(event->source);
	event->source = g_strdup(EVENT_SOURCE_OURS);
	event->contact.id = contact_id;
	return event;
}

#define turns_are(expected)                                                    \
	texted_is("SELECT coalesce(group_concat(touchpoint || ':' ||"          \
		  " contact_id || '@' || (due_at - 1772366400), ' '), '')"     \
		  " FROM (SELECT * FROM turn ORDER BY due_at) x",              \
	    expected)

START_TEST(a_survey_began_when_it_was_first_seen)
{
	gint64 began_at = 0;

	world_ok(store_turns_began(world.store, "pulse", NOON_AT, &began_at,
	    &error));
	ck_assert_int_eq(began_at, NOON_AT);
	world_ok(store_turns_began(world.store, "pulse", NOON_AT + DAY_S,
	    &began_at, &error));
	ck_assert_int_eq(began_at, NOON_AT);
	world_ok(store_turns_began(world.store, "other", NOON_AT + DAY_S,
	    &began_at, &error));
	ck_assert_int_eq(began_at, NOON_AT + DAY_S);
}
END_TEST

START_TEST(each_contact_is_new_once)
{
	g_autoptr(GPtrArray) turns = NULL, later = NULL;
	const struct turn *turn;

	ck_assert_int_eq(next_turn(), G_MAXINT64);
	person("a@example.com");
	person("b@example.com");
	ck_assert_int_eq(next_turn(), NOON_AT);
	turns = new_turns(2);
	turn = turns->pdata[0];
	ck_assert_int_eq(turn->due_at, 0);
	ck_assert_int_eq(turn->known_at, NOON_AT);
	ck_assert_int_eq(turn->last_at, 0);
	ck_assert_int_eq(turn->contact.id, 1);
	ck_assert_str_eq(turn->contact.email, "a@example.com");
	put(1, 0, NOON_AT + DAY_S, NULL);
	put(2, 0, NOON_AT + 5, NULL);
	g_ptr_array_unref(new_turns(0));
	turns_are("pulse:2@5 pulse:1@86400");
	ck_assert_int_eq(next_turn(), NOON_AT + 5);
	person("c@example.com");
	later = new_turns(1);
	turn = later->pdata[0];
	ck_assert_int_eq(turn->contact.id, 3);
	/* Told twice, its turn stays. */
	put(1, 0, NOON_AT + 9, NULL);
	turns_are("pulse:2@5 pulse:1@86400");
}
END_TEST

START_TEST(turns_come_in_order_of_time)
{
	g_autoptr(GPtrArray) turns = NULL;
	const struct turn *turn;

	person("a@example.com");
	person("b@example.com");
	put(1, 0, NOON_AT + 20, NULL);
	put(2, 0, NOON_AT + 10, NULL);
	g_ptr_array_unref(due_turns(NOON_AT + 9, 0));
	turns = due_turns(NOON_AT + 20, 2);
	turn = turns->pdata[0];
	ck_assert_int_eq(turn->contact.id, 2);
	ck_assert_int_eq(turn->due_at, NOON_AT + 10);
}
END_TEST

START_TEST(a_turn_becomes_an_event_and_has_its_next)
{
	g_autoptr(event) event = our_event(1, "pulse/1/2026-03-01", NOON_AT);

	person("a@example.com");
	put(1, 0, NOON_AT, NULL);
	put(1, NOON_AT, NOON_AT + DAY_S, event);
	turns_are("pulse:1@86400");
	texted_is("SELECT source || ' ' || type || ' ' || reference || ' ' ||"
		  " contact_id FROM event e JOIN intake i ON i.event_id = e.id",
	    "dripscore every pulse/1/2026-03-01 1");
	/* The same turn once more is nobody's any more. */
	put(1, NOON_AT, NOON_AT + 9 * DAY_S, event);
	turns_are("pulse:1@86400");
	texted_is("SELECT count(*) FROM event WHERE source = 'dripscore'", "1");
}
END_TEST

START_TEST(an_event_that_was_is_not_again)
{
	g_autoptr(event) event = our_event(1, "pulse/1/2026-03-01", NOON_AT);

	person("a@example.com");
	put(1, 0, NOON_AT, NULL);
	put(1, NOON_AT, NOON_AT + 1, event);
	put(1, NOON_AT + 1, NOON_AT + 2, event);
	texted_is("SELECT count(*) FROM event WHERE source = 'dripscore'", "1");
	turns_are("pulse:1@2");
}
END_TEST

START_TEST(an_event_of_ours_is_of_that_contact_though_others_share_the_number)
{
	g_autoptr(event) event = our_event(2, "pulse/2/2026-03-01", NOON_AT);

	texted_invite("B-1", ADA, "a@example.com", NOON_AT);
	texted_invite("B-2", ADA, "b@example.com", NOON_AT);
	event->contact.phone = g_strdup(ADA);
	put(2, 0, NOON_AT, NULL);
	put(2, NOON_AT, G_MAXINT64, event);
	turns_are("");
	texted_is("SELECT contact_id FROM event WHERE source = 'dripscore'",
	    "2");
}
END_TEST

static gint64
last_at(void)
{
	g_autoptr(GPtrArray) turns = NULL;
	const struct turn *turn;

	world_ok(turns = store_new_turns(world.store, "stay", 10, &error));
	ck_assert_uint_eq(turns->len, 1);
	turn = turns->pdata[0];
	return turn->last_at;
}

START_TEST(a_turn_knows_the_last_ask_and_the_last_answer)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	ck_assert_int_eq(last_at(), 0);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
	ck_assert_int_gt(world_attempt(&world, 1, DUE_AT), 0);
	ck_assert_int_eq(last_at(), DUE_AT);
	world_verdict(&world, 1, 1, VERDICT_SENT, DUE_AT + 1);
	ck_assert_int_eq(last_at(), DUE_AT + 1);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + 60);
	ck_assert_int_eq(last_at(), DUE_AT + 60);
	{
		const struct foreign_response row = { .touchpoint = "stay",
			.score = 7,
			.email = "A@example.com",
			.answered_at = DUE_AT + 90,
			.day = DAY,
			.source = "import" };
		const struct foreign_response other = { .touchpoint = "else",
			.score = 7,
			.email = "A@example.com",
			.answered_at = DUE_AT + 99,
			.day = DAY,
			.source = "import" };
		guint stored;

		world_ok(store_put_responses(world.store, &row, 1, DUE_AT,
		    &stored, &error));
		world_ok(store_put_responses(world.store, &other, 1, DUE_AT,
		    &stored, &error));
	}
	ck_assert_int_eq(last_at(), DUE_AT + 90);
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, a_survey_began_when_it_was_first_seen);
	tcase_add_test(tcase, each_contact_is_new_once);
	tcase_add_test(tcase, turns_come_in_order_of_time);
	tcase_add_test(tcase, a_turn_becomes_an_event_and_has_its_next);
	tcase_add_test(tcase, an_event_that_was_is_not_again);
	tcase_add_test(tcase,
	    an_event_of_ours_is_of_that_contact_though_others_share_the_number);
	tcase_add_test(tcase, a_turn_knows_the_last_ask_and_the_last_answer);
}

int
main(void)
{
	Suite *suite = suite_create("store_turns");

	texted_add_case(suite, "turns", add);
	return unit_run(suite);
}
