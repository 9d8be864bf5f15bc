/* test_store_events.c - events come in once, and invitations follow. */
#include "store/journeys/events.h"

#include "base/errors.h"
#include "store/health.h"
#include "store/journeys/suppressions.h"
#include "tests/unit/balance.h"

START_TEST(the_same_event_twice_is_one_event)
{
	gint64 at = 0;

	ck_assert(
	    world_happens(&world, "booking", "B-1", "a@example.com", NOON_AT));
	ck_assert(!world_happens(&world, "booking", "B-1", "a@example.com",
	    NOON_AT + 1));
	/* Another type, reference or source is another event. */
	ck_assert(world_happens(&world, "payment", "B-1", "a@example.com",
	    NOON_AT + 2));
	ck_assert(world_happens(&world, "booking", "B-2", "a@example.com",
	    NOON_AT - 5));
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM event"),
	    3);
	world_ok(store_first_event(world.store, &at, &error));
	ck_assert_int_eq(at, NOON_AT - 5);
}
END_TEST

START_TEST(another_source_is_another_event)
{
	g_autoptr(event)
	    here = world_event("booking", "B-1", "a@example.com", NOON_AT);
	g_autoptr(event)
	    there = world_event("booking", "B-1", "a@example.com", NOON_AT);
	struct event *both[] = { here, there, here };
	enum event_outcome outcomes[3];

	g_free(there->source);
	there->source = g_strdup("desk");
	world_ok(
	    store_put_events(world.store, both, 3, NOON_AT, outcomes, &error));
	ck_assert_int_eq(outcomes[0], EVENT_NEW);
	ck_assert_int_eq(outcomes[1], EVENT_NEW);
	ck_assert_int_eq(outcomes[2], EVENT_KNOWN);
}
END_TEST

START_TEST(of_a_batch_all_or_none_is_stored)
{
	g_autoptr(event)
	    good = world_event("booking", "B-1", "a@example.com", NOON_AT);
	g_autoptr(event)
	    bad = world_event("booking", "B-2", "b@example.com", NOON_AT);
	struct event *both[] = { good, bad };
	g_autoptr(GError) error = NULL;

	g_clear_pointer(&bad->type, g_free);
	ck_assert(
	    !store_put_events(world.store, both, 2, NOON_AT, NULL, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE));
	ck_assert_int_eq(balance_count(&world,
			     "SELECT (SELECT count(*) FROM"
			     " event) + (SELECT count(*) FROM contact)"),
	    0);
}
END_TEST

static void
put_person(const char *reference, const char *email, const char *phone,
    const char *name, const char *language)
{
	g_autoptr(event)
	    event = world_event("booking", reference, email, NOON_AT);
	struct event *one[] = { event };

	event->contact.phone = g_strdup(phone);
	event->contact.name = g_strdup(name);
	event->contact.language = g_strdup(language);
	world_ok(store_put_events(world.store, one, 1, NOON_AT, NULL, &error));
}

static void
people_are(const char *expected)
{
	g_autofree char *found = balance_text(&world,
	    "SELECT group_concat(email || '/' || coalesce(phone, '-') || '/'"
	    " || coalesce(name, '-') || '/' || coalesce(language, '-'), ' ')"
	    " FROM (SELECT * FROM contact ORDER BY id) c");

	ck_assert_str_eq(found, expected);
}

START_TEST(a_contact_is_known_by_its_address_in_any_case)
{
	put_person("B-1", "Ada@example.com", NULL, "Ada", NULL);
	put_person("B-2", "ADA@EXAMPLE.COM", NULL, NULL, NULL);
	people_are("Ada@example.com/-/Ada/-");
}
END_TEST

START_TEST(what_is_newly_said_replaces_and_silence_does_not)
{
	put_person("B-1", "a@example.com", NULL, "Ada", NULL);
	put_person("B-2", "a@example.com", "+358401234567", NULL, "fi");
	people_are("a@example.com/+358401234567/Ada/fi");
	put_person("B-3", "a@example.com", NULL, "Ada L.", NULL);
	people_are("a@example.com/+358401234567/Ada L./fi");
}
END_TEST

START_TEST(an_event_known_before_changes_nobody)
{
	put_person("B-1", "a@example.com", NULL, "Ada", NULL);
	put_person("B-1", "a@example.com", NULL, "Eve", NULL);
	people_are("a@example.com/-/Ada/-");
}
END_TEST

START_TEST(without_an_address_the_number_is_who_it_is)
{
	g_autoptr(event) first = world_event("booking", "B-1", NULL, NOON_AT);
	g_autoptr(event) again = world_event("booking", "B-2", NULL, NOON_AT);
	struct event *both[] = { first, again };

	first->contact.phone = g_strdup("+358401234567");
	again->contact.phone = g_strdup("+358401234567");
	world_ok(store_put_events(world.store, both, 2, NOON_AT, NULL, &error));
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM contact"),
	    1);
}
END_TEST

START_TEST(attributes_are_kept_and_replaced_by_name)
{
	g_autoptr(event)
	    first = world_event("booking", "B-1", "a@example.com", NOON_AT);
	g_autoptr(event)
	    again = world_event("booking", "B-2", "a@example.com", NOON_AT);
	struct event *both[] = { first, again };
	g_autofree char *theirs = NULL, *its = NULL;

	first->contact.attributes = g_strdup(
	    "{\"plan\":\"gold\",\"since\":2019}");
	first->attributes = g_strdup("{\"nights\":2}");
	again->contact.attributes = g_strdup("{\"plan\":\"tin\"}");
	world_ok(store_put_events(world.store, both, 2, NOON_AT, NULL, &error));
	theirs = balance_text(&world, "SELECT attributes FROM contact");
	ck_assert_str_eq(theirs, "{\"plan\":\"tin\",\"since\":2019}");
	its = balance_text(&world,
	    "SELECT group_concat(attributes, '|') FROM event");
	ck_assert_str_eq(its, "{\"nights\":2}|{}");
}
END_TEST

START_TEST(who_is_not_spoken_of_keeps_its_attributes)
{
	g_autoptr(event)
	    first = world_event("booking", "B-1", "a@example.com", NOON_AT);
	g_autoptr(event)
	    silent = world_event("booking", "B-2", "a@example.com", NOON_AT);
	g_autoptr(event)
	    other = world_event("booking", "B-3", "b@example.com", NOON_AT);
	g_autoptr(event)
	    known = world_event("booking", "B-1", "a@example.com", NOON_AT);
	struct event *all[] = { first, silent, other, known };
	g_autofree char *theirs = NULL;

	first->contact.attributes = g_strdup("{\"plan\":\"gold\"}");
	other->contact.attributes = g_strdup("{\"plan\":\"tin\"}");
	/* An event known before changes nobody. */
	known->contact.attributes = g_strdup("{\"plan\":\"none\"}");
	world_ok(store_put_events(world.store, all, 4, NOON_AT, NULL, &error));
	theirs = balance_text(&world,
	    "SELECT group_concat(attributes, '|') FROM"
	    " (SELECT attributes FROM contact ORDER BY id) x");
	ck_assert_str_eq(theirs, "{\"plan\":\"gold\"}|{\"plan\":\"tin\"}");
}
END_TEST

START_TEST(events_are_judged_in_the_order_of_their_time)
{
	g_autoptr(GPtrArray) due = NULL, rest = NULL;

	world_happens(&world, "booking", "late", "a@example.com", NOON_AT);
	world_happens(&world, "booking", "early", "b@example.com", NOON_AT - 9);
	world_happens(&world, "booking", "late too", "c@example.com", NOON_AT);
	world_ok(due = store_due_events(world.store, NOON_AT, 10, &error));
	ck_assert_uint_eq(due->len, 3);
	for (guint i = 0; i < due->len; i++) {
		static const char *const order[] = { "early", "late",
			"late too" };
		const struct due_event *one = due->pdata[i];

		ck_assert_str_eq(one->event->reference, order[i]);
		ck_assert_uint_eq(one->suppressed, 0);
		ck_assert_uint_eq(one->companions->len, 0);
	}
	world_ok(rest = store_due_events(world.store, NOON_AT, 2, &error));
	ck_assert_uint_eq(rest->len, 2);
}
END_TEST

START_TEST(an_event_of_the_future_waits_for_its_time)
{
	gint64 at = 0;

	world_ok(store_next_event(world.store, &at, &error));
	ck_assert_int_eq(at, G_MAXINT64);
	world_happens(&world, "booking", "B-1", "a@example.com",
	    NOON_AT + DAY_S);
	world_ok(store_next_event(world.store, &at, &error));
	ck_assert_int_eq(at, NOON_AT + DAY_S);
	ck_assert_uint_eq(world_judge(&world, NOON_AT + DAY_S - 1), 0);
	ck_assert_uint_eq(world_judge(&world, NOON_AT + DAY_S), 1);
	ck_assert_uint_eq(world_judge(&world, NOON_AT + DAY_S), 0);
	world_ok(store_next_event(world.store, &at, &error));
	ck_assert_int_eq(at, G_MAXINT64);
	world_ok(store_next_due(world.store, NULL, &at, &error));
	ck_assert_int_eq(at, NOON_AT + DAY_S + HOUR_S);
}
END_TEST

START_TEST(companions_are_of_the_same_reference_and_have_occurred)
{
	g_autoptr(GPtrArray) due = NULL;
	const struct due_event *booking;
	const struct event *companion;

	world_happens(&world, "booking", "B-1", "a@example.com", NOON_AT);
	world_happens(&world, "cancellation", "B-1", "a@example.com",
	    NOON_AT + 5);
	world_happens(&world, "departure", "B-1", "a@example.com",
	    NOON_AT + DAY_S);
	world_happens(&world, "cancellation", "B-2", "a@example.com", NOON_AT);
	world_ok(due = store_due_events(world.store, NOON_AT + 5, 1, &error));
	booking = due->pdata[0];
	ck_assert_str_eq(booking->event->type, "booking");
	ck_assert_uint_eq(booking->companions->len, 1);
	companion = booking->companions->pdata[0];
	ck_assert_str_eq(companion->type, "cancellation");
	ck_assert_int_eq(companion->occurred_at, NOON_AT + 5);
}
END_TEST

START_TEST(who_is_suppressed_is_told_with_the_event)
{
	g_autoptr(GPtrArray) due = NULL;
	const struct due_event *one;

	world_happens(&world, "booking", "B-1", "Ada@example.com", NOON_AT);
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "ADA@Example.com",
	    "by hand", NOON_AT, &error));
	world_ok(due = store_due_events(world.store, NOON_AT, 1, &error));
	one = due->pdata[0];
	ck_assert_uint_eq(one->suppressed, 1u << CHANNEL_EMAIL);
}
END_TEST

START_TEST(one_event_leads_to_one_invitation_a_touchpoint)
{
	g_autoptr(GPtrArray) due = NULL;
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);

	world_happens(&world, "booking", "B-1", "a@example.com", NOON_AT);
	world_ok(due = store_due_events(world.store, NOON_AT, 1, &error));
	for (guint i = 0; i < 2; i++) {
		struct intake *intake = world_intake(due->pdata[0]);

		world_plan(intake, "stay", INVITATION_SCHEDULED, NOON_AT);
		world_plan(intake, "dinner", INVITATION_SUPPRESSED, NOON_AT);
		g_ptr_array_add(intakes, intake);
	}
	world_ok(store_put_intakes(world.store, intakes, NOON_AT, &error));
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM invitation"),
	    2);
	balance_state_is(&world, 1, "scheduled");
	balance_state_is(&world, 2, "suppressed");
	ck_assert_int_eq(
	    balance_count(&world,
		"SELECT count(*) FROM invitation_state WHERE reason ="
		" 'planned so'"),
	    1);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 1);
}
END_TEST

/* Of many at the same moment none is dropped that was not judged. */
START_TEST(what_is_judged_as_it_is_read_waits_no_more)
{
	static const struct intake_judge judge = { world_minds,
		world_judge_one, NULL };
	static const guint expected[] = { 2, 2, 1, 0 };

	for (guint i = 0; i < 5; i++) {
		g_autofree char *name = g_strdup_printf("B-%u", i);
		g_autofree char *who = g_strdup_printf("c%u@example.com", i);

		world_happens(&world, "booking", name, who,
		    i == 4 ? NOON_AT - 1 : NOON_AT);
	}
	world_happens(&world, "booking", "later", "d@example.com",
	    NOON_AT + 1);
	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		guint judged;

		world_ok(store_judge_events(world.store, NOON_AT, 2, &judge,
		    &judged, &error));
		ck_assert_uint_eq(judged, expected[i]);
	}
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM intake"),
	    1);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM invitation i JOIN"
			     " invitation_state s ON s.invitation_id = i.id"
			     " JOIN message m ON m.invitation_id = i.id"
			     " JOIN due d ON d.message_id = m.id"
			     " WHERE s.state = 'scheduled'"
			     " AND d.due_at = i.planned_at"),
	    5);
	balance_check(&world);
}
END_TEST

/* As one batch: what ends others sees those that came before it. */
START_TEST(a_cancellation_ends_what_was_judged_just_before_it)
{
	world_happens(&world, "booking", "B-1", "a@example.com", NOON_AT - 2);
	world_happens(&world, "booking", "B-2", "b@example.com", NOON_AT - 2);
	world_happens(&world, "cancellation", "B-1", "a@example.com",
	    NOON_AT - 1);
	world_happens(&world, "booking", "B-3", "c@example.com", NOON_AT);
	ck_assert_uint_eq(world_judge(&world, NOON_AT), 4);
	balance_state_is(&world, 1, "cancelled");
	balance_state_is(&world, 2, "scheduled");
	balance_state_is(&world, 3, "scheduled");
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 2);
	balance_check(&world);
}
END_TEST

START_TEST(a_cancellation_withdraws_the_message_and_its_queue_row)
{
	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_invite(&world, "B-2", "a@example.com", NOON_AT);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 2);
	world_happens(&world, "cancellation", "B-1", "a@example.com",
	    NOON_AT + 60);
	ck_assert_uint_eq(world_judge(&world, NOON_AT + 60), 1);
	balance_state_is(&world, 1, "cancelled");
	balance_state_is(&world, 2, "scheduled");
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 1);
}
END_TEST

START_TEST(a_cancellation_of_what_is_sent_changes_nothing)
{
	world_sent(&world, "B-1", "a@example.com");
	world_happens(&world, "cancellation", "B-1", "a@example.com",
	    NOON_AT + 2 * HOUR_S);
	ck_assert_uint_eq(world_judge(&world, NOON_AT + 2 * HOUR_S), 1);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(health_counts_what_stands)
{
	struct health health;
	g_autoptr(GPtrArray) reasons = NULL;
	const struct reason_count *reason;

	world_sent(&world, "B-1", "a@example.com");
	world_invite(&world, "B-2", "b@example.com", NOON_AT);
	world_invite(&world, "B-3", "c@example.com", NOON_AT);
	world_happens(&world, "cancellation", "B-3", "c@example.com", NOON_AT);
	world_judge(&world, NOON_AT);
	world_happens(&world, "booking", "B-4", "a@example.com",
	    NOON_AT + DAY_S);
	world_ok(store_health(world.store, &health, &error));
	ck_assert_int_eq(health.events, 5);
	ck_assert_int_eq(health.events_waiting, 1);
	ck_assert_int_eq(health.invitations[INVITATION_SENT], 1);
	ck_assert_int_eq(health.invitations[INVITATION_SCHEDULED], 1);
	ck_assert_int_eq(health.invitations[INVITATION_CANCELLED], 1);
	ck_assert_int_eq(health.messages_waiting, 1);
	ck_assert_int_eq(health.next_due_at, NOON_AT + HOUR_S);
	world_ok(reasons = store_reasons(world.store, &error));
	/* What was said as B-1 was taken is no reason. */
	ck_assert_uint_eq(reasons->len, 1);
	reason = reasons->pdata[0];
	ck_assert_str_eq(reason->state, "cancelled");
	ck_assert_str_eq(reason->reason, "cancelled");
	ck_assert_int_eq(reason->n, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_events");
	TCase *tcase = tcase_create("store_events");

	tcase_add_checked_fixture(tcase, balance_begin, balance_end);
	tcase_add_test(tcase, the_same_event_twice_is_one_event);
	tcase_add_test(tcase, another_source_is_another_event);
	tcase_add_test(tcase, of_a_batch_all_or_none_is_stored);
	tcase_add_test(tcase, a_contact_is_known_by_its_address_in_any_case);
	tcase_add_test(tcase, what_is_newly_said_replaces_and_silence_does_not);
	tcase_add_test(tcase, an_event_known_before_changes_nobody);
	tcase_add_test(tcase, without_an_address_the_number_is_who_it_is);
	tcase_add_test(tcase, attributes_are_kept_and_replaced_by_name);
	tcase_add_test(tcase, who_is_not_spoken_of_keeps_its_attributes);
	tcase_add_test(tcase, events_are_judged_in_the_order_of_their_time);
	tcase_add_test(tcase, an_event_of_the_future_waits_for_its_time);
	tcase_add_test(tcase,
	    companions_are_of_the_same_reference_and_have_occurred);
	tcase_add_test(tcase, who_is_suppressed_is_told_with_the_event);
	tcase_add_test(tcase, one_event_leads_to_one_invitation_a_touchpoint);
	tcase_add_test(tcase, what_is_judged_as_it_is_read_waits_no_more);
	tcase_add_test(tcase,
	    a_cancellation_ends_what_was_judged_just_before_it);
	tcase_add_test(tcase,
	    a_cancellation_withdraws_the_message_and_its_queue_row);
	tcase_add_test(tcase, a_cancellation_of_what_is_sent_changes_nothing);
	tcase_add_test(tcase, health_counts_what_stands);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
