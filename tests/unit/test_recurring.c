/* test_recurring.c - surveys that recur, on a real store. */
#include "scheduler/intake.h"
#include "scheduler/recurring.h"

#include "base/timezone.h"
#include "tests/unit/staged.h"

#define EVERY "[touchpoint pulse]\nevery = 60 days\nexpires = 10 days\n"
/* The last Friday of January, April, July and October, at ten. */
#define RRULE                                                                  \
	"[touchpoint quarter]\n"                                               \
	"rrule = FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;BYHOUR=10\n"               \
	"expires = 10 days\n"
#define APRIL_AT 1777014000 /* 2026-04-24T10:00:00 in Helsinki */
#define JULY_AT 1785481200  /* 2026-07-31T10:00:00 in Helsinki */

static struct world world;
static struct settings *settings;

static void
begin(void)
{
	world_begin(&world);
}

static void
end(void)
{
	g_clear_pointer(&settings, settings_free);
	world_end(&world);
}

static void
configure(const char *more)
{
	g_autofree char *text = g_strconcat(STAGED_HEAD, more, NULL);

	g_clear_pointer(&settings, settings_free);
	settings = staged_settings(world.folder, text);
}

/* A contact is known by something that does not concern us. */
static void
comes(const char *email, const char *attributes, gint64 at)
{
	static guint n;
	g_autofree char *reference = g_strdup_printf("V-%u", ++n);
	g_autoptr(event) event = world_event("visit", reference, email, at);
	struct event *one[] = { event };

	event->contact.attributes = g_strdup(attributes);
	world_ok(store_put_events(world.store, one, 1, at, NULL, &error));
}

static void
turn(gint64 now_at)
{
	gboolean again;

	do
		world_ok(recurring_turn(world.store, settings, now_at, 7,
		    &again, &error));
	while (again);
}

/* Our events that nobody has judged; they are judged now. */
static GPtrArray *
events_at(gint64 now_at)
{
	GPtrArray *ours = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)due_event_free);
	g_autoptr(GPtrArray) due = NULL;
	guint judged;

	turn(now_at);
	world_ok(due = store_due_events(world.store, now_at, 1000, &error));
	g_ptr_array_set_free_func(due, NULL);
	for (guint i = 0; i < due->len; i++) {
		struct due_event *one = due->pdata[i];

		if (g_str_equal(one->event->source, EVENT_SOURCE_OURS))
			g_ptr_array_add(ours, one);
		else
			due_event_free(one);
	}
	world_ok(intake_turn(world.store, settings, now_at, 1000, &judged,
	    &error));
	return ours;
}

static guint
count_at(gint64 now_at)
{
	g_autoptr(GPtrArray) ours = events_at(now_at);

	return ours->len;
}

static gint64
next_after(gint64 now_at)
{
	gint64 at;

	world_ok(recurring_next(world.store, settings, now_at, &at, &error));
	return at;
}

/* The one event, and its reference without the contact's number. */
static void
comes_round(gint64 now_at, gint64 occurred_at, const char *name,
    const char *date)
{
	g_autoptr(GPtrArray) ours = events_at(now_at);
	const struct due_event *due;
	g_auto(GStrv) parts = NULL;

	ck_assert_uint_eq(ours->len, 1);
	due = ours->pdata[0];
	ck_assert_int_eq(due->event->occurred_at, occurred_at);
	parts = g_strsplit(due->event->reference, "/", 0);
	ck_assert_uint_eq(g_strv_length(parts), 3);
	ck_assert_str_eq(parts[0], name);
	ck_assert_str_eq(parts[2], date);
}

/* What is due leaves; the id of its invitation. */
static gint64
asks(gint64 now_at)
{
	g_autoptr(GPtrArray) items = world_claim(&world, now_at, 1);
	const struct outbox_item *item = items->pdata[0];
	struct outbox_attempt attempt = { .message_id = item->message_id,
		.provider = "mail",
		.ask.counts = TRUE };

	world_ok(world_begin_attempts(world.store, &attempt, 1, now_at,
	    &error));
	ck_assert_int_gt(attempt.attempt_id, 0);
	world_verdict(&world, item->message_id, attempt.attempt_id,
	    VERDICT_SENT, now_at);
	return item->invitation_id;
}

START_TEST(nothing_recurs_that_follows_an_event)
{
	configure("");
	comes("ada@example.com", NULL, NOON_AT);
	ck_assert_uint_eq(count_at(NOON_AT + 400 * DAY_S), 0);
	ck_assert_int_eq(next_after(NOON_AT), G_MAXINT64);
}
END_TEST

START_TEST(first_turn_is_at_once_for_whoever_is_known)
{
	configure(EVERY);
	ck_assert_int_eq(next_after(NOON_AT), G_MAXINT64);
	comes("ada@example.com", NULL, NOON_AT - 90 * DAY_S);
	ck_assert_int_eq(next_after(NOON_AT), NOON_AT);
	comes_round(NOON_AT, NOON_AT, "pulse", "2026-03-01");
	ck_assert_uint_eq(count_at(NOON_AT), 0);
	comes("bea@example.com", NULL, NOON_AT + DAY_S);
	ck_assert_int_le(next_after(NOON_AT + DAY_S), NOON_AT + DAY_S);
	comes_round(NOON_AT + DAY_S, NOON_AT + DAY_S, "pulse", "2026-03-02");
}
END_TEST

START_TEST(who_is_known_later_than_a_staged_clock_is_known_now)
{
	configure(EVERY RRULE);
	comes("ada@example.com", NULL, NOON_AT + 300 * DAY_S);
	comes_round(NOON_AT, NOON_AT, "pulse", "2026-03-01");
	comes_round(APRIL_AT, APRIL_AT, "quarter", "2026-04-24");
}
END_TEST

START_TEST(turn_counts_from_the_last_invitation_or_answer)
{
	gint64 sent_at = NOON_AT + 5 * DAY_S, invitation_id;
	gint64 answered_at = sent_at + 4 * DAY_S;

	configure(EVERY);
	comes("ada@example.com", NULL, NOON_AT);
	ck_assert_uint_eq(count_at(NOON_AT), 1);
	/* It waited for something. */
	invitation_id = asks(sent_at);
	ck_assert_uint_eq(count_at(NOON_AT + 60 * DAY_S), 0);
	ck_assert_int_eq(next_after(NOON_AT + 60 * DAY_S),
	    sent_at + 60 * DAY_S);
	world_takes(&world, REPLY_ANSWER, invitation_id, 9, NULL, answered_at);
	ck_assert_uint_eq(count_at(sent_at + 60 * DAY_S), 0);
	ck_assert_uint_eq(count_at(answered_at + 60 * DAY_S - 1), 0);
	ck_assert_uint_eq(count_at(answered_at + 60 * DAY_S), 1);
}
END_TEST

START_TEST(spread_lays_first_turns_apart)
{
	guint days[60] = { 0 };

	configure("[touchpoint pulse]\nevery = 60 days\nspread = 30 days\n");
	turn(NOON_AT);
	for (int i = 0; i < 90; i++) {
		g_autofree char *email = g_strdup_printf("c%d@example.com", i);

		comes(email, NULL, NOON_AT - DAY_S);
	}
	for (int i = 0; i < 60; i++)
		days[i] = count_at(NOON_AT + (i + 1) * DAY_S);
	for (int third = 0; third < 3; third++) {
		guint n = 0;

		for (int i = third * 10; i < third * 10 + 10; i++)
			n += days[i];
		ck_assert_uint_ge(n, 15);
		ck_assert_uint_le(n, 45);
	}
	for (int i = 30; i < 60; i++)
		ck_assert_uint_eq(days[i], 0);
	/* Who was not asked yet is asked for that turn, and no other. */
	for (int i = 60; i < 120; i++)
		ck_assert_uint_eq(count_at(NOON_AT + (i + 1) * DAY_S), 0);
}
END_TEST

START_TEST(who_is_not_wanted_is_looked_at_again_a_day_later)
{
	configure("[touchpoint pulse]\nevery = 60 days\nwhere = plan = gold\n");
	comes("ada@example.com", "{\"plan\":\"basic\"}", NOON_AT);
	comes("bea@example.com", "{\"plan\":\"gold\"}", NOON_AT);
	ck_assert_uint_eq(count_at(NOON_AT), 1);
	ck_assert_int_eq(next_after(NOON_AT), NOON_AT + DAY_S);
	ck_assert_uint_eq(count_at(NOON_AT + DAY_S), 0);
	comes("ada@example.com", "{\"plan\":\"gold\"}", NOON_AT + DAY_S + 1);
	ck_assert_uint_eq(count_at(NOON_AT + 2 * DAY_S - 1), 0);
	ck_assert_uint_eq(count_at(NOON_AT + 2 * DAY_S), 1);
}
END_TEST

START_TEST(outage_makes_a_turn_late_and_is_one)
{
	gint64 back_at = NOON_AT + 200 * DAY_S;

	configure(EVERY);
	comes("ada@example.com", NULL, NOON_AT);
	ck_assert_uint_eq(count_at(NOON_AT), 1);
	asks(NOON_AT);
	comes_round(back_at, back_at, "pulse", "2026-09-17");
	ck_assert_uint_eq(count_at(back_at), 0);
}
END_TEST

START_TEST(rule_comes_round_for_all_in_the_organisations_time)
{
	configure(RRULE);
	comes("ada@example.com", NULL, NOON_AT);
	ck_assert_uint_eq(count_at(NOON_AT), 0);
	ck_assert_int_eq(next_after(NOON_AT), APRIL_AT);
	comes("bea@example.com", NULL, APRIL_AT + 1);
	comes_round(APRIL_AT + 2, APRIL_AT, "quarter", "2026-04-24");
	ck_assert_uint_eq(count_at(JULY_AT - 1), 0);
	ck_assert_uint_eq(count_at(JULY_AT), 2);
}
END_TEST

START_TEST(occurrences_missed_in_an_outage_are_the_last_alone)
{
	configure(RRULE);
	comes("ada@example.com", NULL, NOON_AT);
	turn(NOON_AT);
	comes_round(JULY_AT + 9 * DAY_S, JULY_AT, "quarter", "2026-07-31");
	ck_assert_int_gt(next_after(JULY_AT + 9 * DAY_S), JULY_AT + 60 * DAY_S);
}
END_TEST

START_TEST(spread_rule_comes_to_each_in_his_place)
{
	guint n = 0;

	configure(RRULE "spread = 30 days\n");
	for (int i = 0; i < 40; i++) {
		g_autofree char *email = g_strdup_printf("c%d@example.com", i);

		comes(email, NULL, NOON_AT);
	}
	for (int i = 0; i <= 30; i++) {
		gint64 now_at = APRIL_AT + i * DAY_S;
		g_autoptr(GPtrArray) ours = events_at(now_at);

		for (guint j = 0; j < ours->len; j++) {
			const struct due_event *due = ours->pdata[j];

			ck_assert_int_eq(due->event->occurred_at, APRIL_AT);
		}
		n += ours->len;
		if (i == 15) {
			ck_assert_uint_ge(n, 10);
			ck_assert_uint_le(n, 30);
		}
	}
	ck_assert_uint_eq(n, 40);
	ck_assert_uint_eq(count_at(JULY_AT - 1), 0);
}
END_TEST

START_TEST(another_spread_loses_no_turn_and_makes_none_twice)
{
	guint n = 0;

	configure(RRULE "spread = 80 days\n");
	comes("ada@example.com", NULL, NOON_AT);
	turn(NOON_AT);
	for (int i = 0; i < 90; i++) {
		n += count_at(APRIL_AT + i * DAY_S);
		configure(i % 2 == 0 ? RRULE "spread = 20 days\n" :
				       RRULE "spread = 80 days\n");
	}
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(who_cannot_be_reached_is_an_event_that_fails_with_a_reason)
{
	g_autoptr(event) event = world_event("visit", "V", NULL, NOON_AT);
	struct event *one[] = { event };

	event->contact.phone = g_strdup("+358401234567");
	configure(EVERY);
	world_ok(store_put_events(world.store, one, 1, NOON_AT, NULL, &error));
	ck_assert_uint_eq(count_at(NOON_AT), 1);
	g_ptr_array_unref(world_claim(&world, NOON_AT, 0));
	ck_assert_uint_eq(count_at(NOON_AT + 59 * DAY_S), 0);
	ck_assert_uint_eq(count_at(NOON_AT + 60 * DAY_S), 1);
}
END_TEST

START_TEST(turns_are_taken_in_bits_and_each_once)
{
	gboolean again = TRUE;
	guint bits = 0;

	configure(EVERY RRULE);
	for (int i = 0; i < 30; i++) {
		g_autofree char *email = g_strdup_printf("c%d@example.com", i);

		comes(email, NULL, NOON_AT);
	}
	for (; again; bits++)
		world_ok(recurring_turn(world.store, settings, NOON_AT, 10,
		    &again, &error));
	ck_assert_uint_ge(bits, 3);
	ck_assert_uint_eq(count_at(NOON_AT), 30);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("recurring");
	TCase *tcase = tcase_create("recurring");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, nothing_recurs_that_follows_an_event);
	tcase_add_test(tcase, first_turn_is_at_once_for_whoever_is_known);
	tcase_add_test(tcase,
	    who_is_known_later_than_a_staged_clock_is_known_now);
	tcase_add_test(tcase, turn_counts_from_the_last_invitation_or_answer);
	tcase_add_test(tcase, spread_lays_first_turns_apart);
	tcase_add_test(tcase,
	    who_is_not_wanted_is_looked_at_again_a_day_later);
	tcase_add_test(tcase, outage_makes_a_turn_late_and_is_one);
	tcase_add_test(tcase,
	    rule_comes_round_for_all_in_the_organisations_time);
	tcase_add_test(tcase,
	    occurrences_missed_in_an_outage_are_the_last_alone);
	tcase_add_test(tcase, spread_rule_comes_to_each_in_his_place);
	tcase_add_test(tcase,
	    another_spread_loses_no_turn_and_makes_none_twice);
	tcase_add_test(tcase,
	    who_cannot_be_reached_is_an_event_that_fails_with_a_reason);
	tcase_add_test(tcase, turns_are_taken_in_bits_and_each_once);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
