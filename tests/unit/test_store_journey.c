/* test_store_journey.c - all that is known of one contact, for people. */
#include <string.h>

#include "store/journeys/follow_ups.h"
#include "store/journeys/journey.h"
#include "store/journeys/suppressions.h"
#include "store/journeys/turns.h"
#include "tests/unit/texted.h"

#define EMAIL "a@example.com"

static GPtrArray *journeys;

static void
end(void)
{
	g_clear_pointer(&journeys, g_ptr_array_unref);
	balance_end();
}

/* The only contact with the address. */
static const struct journey *
journey_of(enum channel channel, const char *address, gint64 now_at)
{
	g_clear_pointer(&journeys, g_ptr_array_unref);
	world_ok(journeys = store_journeys(world.store, channel, address,
	    now_at, &error));
	ck_assert_uint_eq(journeys->len, 1);
	return journeys->pdata[0];
}

/* Of its n-th event the only invitation. */
static const struct journey_invitation *
invitation_of(const struct journey *journey, guint n)
{
	const struct journey_event *event;

	ck_assert_uint_gt(journey->events->len, n);
	event = journey->events->pdata[n];
	ck_assert_uint_eq(event->invitations->len, 1);
	return event->invitations->pdata[0];
}

START_TEST(a_contact_is_found_by_address_or_number)
{
	texted_invite("B-1", ADA, EMAIL, NOON_AT);
	texted_invite("B-2", ADA, "b@example.com", NOON_AT);
	ck_assert_str_eq(
	    journey_of(CHANNEL_EMAIL, "A@Example.com", NOON_AT)->contact.email,
	    EMAIL);
	g_clear_pointer(&journeys, g_ptr_array_unref);
	world_ok(journeys = store_journeys(world.store, CHANNEL_SMS, ADA,
	    NOON_AT, &error));
	ck_assert_uint_eq(journeys->len, 2);
	g_clear_pointer(&journeys, g_ptr_array_unref);
	world_ok(journeys = store_journeys(world.store, CHANNEL_EMAIL,
	    "c@example.com", NOON_AT, &error));
	ck_assert_uint_eq(journeys->len, 0);
}
END_TEST

/* The invitation leaves, and counts. */
static void
asks(gint64 at)
{
	struct outbox_attempt attempt = { .provider = "mail",
		.ask.counts = TRUE };

	attempt.message_id = world_claim_one(&world, at);
	world_ok(world_begin_attempts(world.store, &attempt, 1, at, &error));
	world_verdict(&world, attempt.message_id, attempt.attempt_id,
	    VERDICT_SENT, at);
}

START_TEST(what_waits_comes_with_all_it_is_judged_by)
{
	const struct journey_invitation *one;
	const struct neighbour *ask, *rival;
	const struct journey *journey;

	world_invite(&world, "B-1", EMAIL, NOON_AT);
	asks(NOON_AT + HOUR_S);
	world_invite(&world, "B-2", EMAIL, NOON_AT + DAY_S);
	world_invite(&world, "B-3", EMAIL, NOON_AT + 2 * DAY_S);
	journey = journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT + 2 * DAY_S);
	ck_assert_uint_eq(journey->events->len, 3);
	one = invitation_of(journey, 1);
	ck_assert_int_eq(one->state, INVITATION_SCHEDULED);
	ck_assert_int_eq(one->wait, JOURNEY_DUE);
	ck_assert_ptr_nonnull(one->item);
	ck_assert_int_eq(one->item->due_at, NOON_AT + DAY_S + HOUR_S);
	ck_assert_str_eq(one->item->event->reference, "B-2");
	ck_assert_uint_eq(one->item->asks->len, 1);
	ask = one->item->asks->pdata[0];
	ck_assert_str_eq(ask->touchpoint, "stay");
	ck_assert_int_eq(ask->at, NOON_AT + HOUR_S);
	ck_assert_uint_eq(one->item->rivals->len, 1);
	rival = one->item->rivals->pdata[0];
	ck_assert_int_eq(rival->at, NOON_AT + 2 * DAY_S + HOUR_S);
	ck_assert_uint_eq(journey->asks->len, 1);
	one = invitation_of(journey, 0);
	ck_assert_int_eq(one->state, INVITATION_SENT);
	ck_assert_int_eq(one->wait, JOURNEY_NO_WAIT);
	ck_assert_ptr_null(one->item);
	ck_assert_int_eq(one->sent_at, NOON_AT + HOUR_S);
	ck_assert_int_eq(one->score, -1);
}
END_TEST

START_TEST(reading_it_leases_nothing)
{
	world_invite(&world, "B-1", EMAIL, NOON_AT);
	journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT + HOUR_S);
	journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT + HOUR_S);
	ck_assert_int_eq(world_claim_one(&world, NOON_AT + HOUR_S), 1);
	ck_assert_int_eq(invitation_of(journey_of(CHANNEL_EMAIL, EMAIL,
					   NOON_AT + HOUR_S),
			     0)
			     ->wait,
	    JOURNEY_LEASED);
}
END_TEST

START_TEST(what_waits_for_a_provider_or_a_number_says_so)
{
	struct outbox_verdict verdict = { .verdict = VERDICT_RETRY,
		.provider = "mail",
		.parked_for = "mail",
		.detail = "mail has halted" };
	const struct journey_invitation *one;

	world_invite(&world, "B-1", EMAIL, NOON_AT);
	verdict.message_id = world_claim_one(&world, NOON_AT + HOUR_S);
	world_ok(world_end_attempts(world.store, &verdict, 1, NOON_AT + HOUR_S,
	    &error));
	one = invitation_of(journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT), 0);
	ck_assert_int_eq(one->wait, JOURNEY_PARKED);
	ck_assert_str_eq(one->parked_for, "mail");
	ck_assert_str_eq(one->reason, "mail has halted");

	texted_invite("B-2", ADA, NULL, NOON_AT);
	texted_invite("B-3", ADA, NULL, NOON_AT + 1);
	g_ptr_array_unref(world_claim(&world, DUE_AT + 1, 1));
	one = invitation_of(journey_of(CHANNEL_SMS, ADA, NOON_AT), 1);
	ck_assert_int_eq(one->wait, JOURNEY_IN_LINE);
	ck_assert_ptr_nonnull(one->item);
}
END_TEST

START_TEST(an_event_that_waits_comes_with_what_its_judgement_needs)
{
	const struct journey *journey;
	const struct journey_event *one;

	ck_assert(world_happens(&world, "booking", "B-1", EMAIL, NOON_AT));
	ck_assert(world_happens(&world, "cancellation", "B-1", EMAIL,
	    NOON_AT + 1));
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, EMAIL, "by hand",
	    NOON_AT, &error));
	journey = journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT + 1);
	ck_assert_uint_eq(journey->suppressions->len, 1);
	one = journey->events->pdata[0];
	ck_assert_ptr_nonnull(one->due);
	ck_assert_ptr_eq(one->due->event, one->event);
	ck_assert_uint_eq(one->due->suppressed, 1u << CHANNEL_EMAIL);
	ck_assert_uint_eq(one->due->companions->len, 1);
	ck_assert_uint_eq(one->invitations->len, 0);
	world_judge(&world, NOON_AT + 1);
	journey = journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT + 1);
	one = journey->events->pdata[0];
	ck_assert_ptr_null(one->due);
}
END_TEST

START_TEST(an_answer_stands_with_its_score_as_it_was_last_given)
{
	const struct journey_invitation *one;

	world_sent(&world, "B-1", EMAIL);
	world_takes(&world, REPLY_ANSWER, 1, 4, NULL, NOON_AT + DAY_S);
	one = invitation_of(journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT), 0);
	ck_assert_int_eq(one->state, INVITATION_ANSWERED);
	ck_assert_int_eq(one->score, 4);
	ck_assert_int_eq(one->answered_at, NOON_AT + DAY_S);
	ck_assert(!one->commented);
	world_takes(&world, REPLY_ANSWER, 1, 9, "Better.", NOON_AT + 2 * DAY_S);
	one = invitation_of(journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT), 0);
	ck_assert_int_eq(one->score, 9);
	ck_assert(one->commented);
}
END_TEST

START_TEST(reminders_stand_with_their_invitation)
{
	const struct journey_invitation *one;
	const struct journey_follow_up *reminder;
	struct follow_up_step step = { .put = TRUE,
		.kind = MESSAGE_REMINDER,
		.number = 1,
		.due_at = NOON_AT + DAY_S,
		.next_look_at = NOON_AT + 5 * DAY_S };
	g_autoptr(GPtrArray) due = NULL;
	gint64 message_id;
	guint expired;

	world_sent(&world, "B-1", EMAIL);
	world_ok(due = store_due_follow_ups(world.store, NOON_AT + DAY_S, 9,
	    &error));
	ck_assert_uint_eq(due->len, 1);
	step.invitation_id = ((const struct follow_up *)due->pdata[0])
				 ->invitation_id;
	step.look_at = ((const struct follow_up *)due->pdata[0])->look_at;
	world_ok(store_put_follow_ups(world.store, &step, 1, NOON_AT, &expired,
	    &error));
	one = invitation_of(journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT), 0);
	ck_assert_uint_eq(one->follow_ups->len, 1);
	reminder = one->follow_ups->pdata[0];
	ck_assert_int_eq(reminder->kind, MESSAGE_REMINDER);
	ck_assert_uint_eq(reminder->number, 1);
	ck_assert_int_eq(reminder->wait, JOURNEY_DUE);
	ck_assert_int_eq(reminder->due_at, NOON_AT + DAY_S);
	ck_assert_int_eq(reminder->left_at, 0);
	message_id = world_claim_one(&world, NOON_AT + DAY_S);
	world_verdict(&world, message_id,
	    world_attempt(&world, message_id, NOON_AT + DAY_S), VERDICT_SENT,
	    NOON_AT + DAY_S);
	one = invitation_of(journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT), 0);
	reminder = one->follow_ups->pdata[0];
	ck_assert_int_eq(reminder->wait, JOURNEY_NO_WAIT);
	ck_assert_int_eq(reminder->left_at, NOON_AT + DAY_S);
	ck_assert_str_eq(reminder->outcome, "accepted");
}
END_TEST

START_TEST(the_turn_of_a_recurring_survey_is_known)
{
	const struct journey_turn *turn;
	const struct journey *journey;
	struct turn_step step = { .next_at = NOON_AT + 60 * DAY_S };

	world_sent(&world, "B-1", EMAIL);
	step.contact_id = journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT)->contact.id;
	world_ok(store_put_turns(world.store, "often", &step, 1, NOON_AT,
	    &error));
	journey = journey_of(CHANNEL_EMAIL, EMAIL, NOON_AT);
	ck_assert_uint_eq(journey->turns->len, 1);
	turn = journey->turns->pdata[0];
	ck_assert_str_eq(turn->touchpoint, "often");
	ck_assert_int_eq(turn->due_at, NOON_AT + 60 * DAY_S);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_journey");
	TCase *tcase = tcase_create("store_journey");

	tcase_add_checked_fixture(tcase, balance_begin, end);
	tcase_add_test(tcase, a_contact_is_found_by_address_or_number);
	tcase_add_test(tcase, what_waits_comes_with_all_it_is_judged_by);
	tcase_add_test(tcase, reading_it_leases_nothing);
	tcase_add_test(tcase, what_waits_for_a_provider_or_a_number_says_so);
	tcase_add_test(tcase,
	    an_event_that_waits_comes_with_what_its_judgement_needs);
	tcase_add_test(tcase,
	    an_answer_stands_with_its_score_as_it_was_last_given);
	tcase_add_test(tcase, reminders_stand_with_their_invitation);
	tcase_add_test(tcase, the_turn_of_a_recurring_survey_is_known);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
