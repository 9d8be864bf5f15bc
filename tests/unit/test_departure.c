/* test_departure.c - whether a message may leave now, or why not. */
#include "base/timezone.h"
#include "scheduler/away.h"
#include "scheduler/departure.h"
#include "tests/unit/journey.h"

/* NULL: it may leave. */
static void
leaves(const struct outbox_item *item, gint64 now_at, enum verdict verdict,
    const char *reason)
{
	struct departure found;
	g_autofree char *why = NULL;

	if (departure_is_free(&settings, item, now_at, &found)) {
		ck_assert_ptr_null(reason);
		return;
	}
	why = found.reason;
	ck_assert_ptr_nonnull(reason);
	ck_assert_int_eq(found.verdict, verdict);
	ck_assert_str_eq(why, reason);
	if (verdict == VERDICT_RETRY)
		ck_assert_int_gt(found.next_at, now_at);
}

START_TEST(what_is_about_to_leave_is_judged_again)
{
	struct event cancelling = { .type = (char *)"cancellation",
		.occurred_at = NOW_AT };
	struct outbox_item item = { .touchpoint = (char *)"stay",
		.channel = CHANNEL_EMAIL,
		.event = &event,
		.ready_at = NOW_AT,
		.expires_at = NOW_AT + 10 };

	leaves(&item, NOW_AT, 0, NULL);
	leaves(&item, NOW_AT + 9, 0, NULL);
	leaves(&item, NOW_AT + 10, VERDICT_EXPIRED,
	    "its time was over before it could leave");
	item.suppressed = TRUE;
	leaves(&item, NOW_AT, VERDICT_SUPPRESSED, "the address is suppressed");
	item.suppressed = FALSE;
	item.companions = due.companions;
	leaves(&item, NOW_AT, 0, NULL);
	g_ptr_array_add(due.companions, &cancelling);
	leaves(&item, NOW_AT, VERDICT_CANCELLED, "by the event cancellation");
	item.touchpoint = (char *)"gone";
	leaves(&item, NOW_AT, VERDICT_CANCELLED,
	    "the touchpoint is no longer configured");
}
END_TEST

START_TEST(a_program_is_told_within_a_day_or_not_at_all)
{
	struct outbox_item item = { .kind = MESSAGE_ALERT,
		.channel = CHANNEL_WEBHOOK,
		.created_at = NOW_AT,
		.expires_at = G_MAXINT64 };
	gint64 day_s = 24 * 60 * 60;

	leaves(&item, NOW_AT + day_s - 1, 0, NULL);
	leaves(&item, NOW_AT + day_s, VERDICT_EXPIRED,
	    "it could not be told for a day");
	ck_assert_int_eq(departure_gives_up_at(&item), NOW_AT + day_s);
	item.channel = CHANNEL_EMAIL;
	leaves(&item, NOW_AT + 4 * day_s, 0, NULL);
}
END_TEST

/* The question by text, to the contact of the event. */
static struct outbox_item
question(void)
{
	event.contact.phone = (char *)"+358401234567";
	return (struct outbox_item){ .channel = CHANNEL_SMS,
		.touchpoint = (char *)"stay",
		.event = &event,
		.ready_at = NOW_AT,
		.expires_at = NOW_AT + 24 * HOUR_S };
}

START_TEST(a_question_waits_for_the_hours_of_who_gets_it)
{
	struct outbox_item item = question();

	/* In Helsinki it is 14:00, 20:59 and 21:00. */
	leaves(&item, NOW_AT, 0, NULL);
	leaves(&item, NOW_AT + 7 * HOUR_S - 1, 0, NULL);
	leaves(&item, NOW_AT + 7 * HOUR_S, VERDICT_RETRY,
	    "quiet hours; it waits until 2026-03-02 06:00");
	leaves(&item, NOW_AT + 18 * HOUR_S, 0, NULL);
	event.contact.timezone = (char *)"Pacific/Honolulu";
	leaves(&item, NOW_AT, VERDICT_RETRY,
	    "quiet hours; it waits until 2026-03-01 18:00");
}
END_TEST

START_TEST(what_would_wait_beyond_its_time_has_expired)
{
	struct outbox_item item = question();

	item.expires_at = NOW_AT + 18 * HOUR_S;
	leaves(&item, NOW_AT + 8 * HOUR_S, VERDICT_EXPIRED,
	    "it would come too late, on 2026-03-02 06:00: quiet hours");
	item.expires_at++;
	leaves(&item, NOW_AT + 8 * HOUR_S, VERDICT_RETRY,
	    "quiet hours; it waits until 2026-03-02 06:00");
}
END_TEST

START_TEST(mail_knows_no_quiet_hours)
{
	struct outbox_item item = question();

	item.channel = CHANNEL_EMAIL;
	leaves(&item, NOW_AT + 10 * HOUR_S, 0, NULL);
}
END_TEST

START_TEST(consent_and_country_are_judged_again)
{
	static char *sweden[] = { (char *)"SE", NULL };
	struct outbox_item item = question();

	settings.texting.consent_required = TRUE;
	leaves(&item, NOW_AT, VERDICT_SUPPRESSED,
	    "no consent to texts: sms_consent is not there");
	event.attributes = (char *)"{\"sms_consent\": \"yes\"}";
	leaves(&item, NOW_AT, 0, NULL);
	settings.texting.countries = sweden;
	leaves(&item, NOW_AT, VERDICT_SUPPRESSED,
	    "the number is of FI; texts may go to SE");
	event.contact.phone = NULL;
	leaves(&item, NOW_AT, VERDICT_FAILED, "no address is known");
}
END_TEST

static struct outbox_item
answer(enum message_kind kind)
{
	return (struct outbox_item){ .kind = kind,
		.channel = CHANNEL_SMS,
		.recipient = (char *)"+358401234567",
		.expires_at = G_MAXINT64,
		.created_at = NOW_AT + 12 * HOUR_S };
}

START_TEST(an_answer_leaves_at_any_hour_unless_it_is_too_late)
{
	static const enum message_kind kinds[] = { MESSAGE_REASON,
		MESSAGE_THANKS, MESSAGE_REPROMPT, MESSAGE_STOPPED,
		MESSAGE_STARTED, MESSAGE_HELP };

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct outbox_item item = answer(kinds[i]);

		leaves(&item, item.created_at, 0, NULL);
		leaves(&item, item.created_at + HOUR_S - 1, 0, NULL);
		leaves(&item, item.created_at + HOUR_S, VERDICT_EXPIRED,
		    "too late to answer");
		ck_assert_int_eq(departure_gives_up_at(&item),
		    item.created_at + HOUR_S);
	}
}
END_TEST

START_TEST(who_has_said_stop_hears_no_more_than_that)
{
	static const enum message_kind silent[] = { MESSAGE_REASON,
		MESSAGE_THANKS, MESSAGE_REPROMPT };
	static const enum message_kind heard[] = { MESSAGE_STOPPED,
		MESSAGE_STARTED, MESSAGE_HELP };

	for (gsize i = 0; i < G_N_ELEMENTS(silent); i++) {
		struct outbox_item item = answer(silent[i]);

		item.suppressed = TRUE;
		leaves(&item, item.created_at, VERDICT_SUPPRESSED,
		    "the address is suppressed");
	}
	for (gsize i = 0; i < G_N_ELEMENTS(heard); i++) {
		struct outbox_item item = answer(heard[i]);

		item.suppressed = TRUE;
		leaves(&item, item.created_at, 0, NULL);
	}
}
END_TEST

START_TEST(a_text_from_where_texts_do_not_go_is_not_answered)
{
	struct outbox_item item = answer(MESSAGE_HELP);

	item.recipient = (char *)"+46701234567";
	leaves(&item, item.created_at, VERDICT_SUPPRESSED,
	    "the number is of SE; texts may go to FI");
}
END_TEST

START_TEST(a_digest_leaves_at_any_hour_and_is_tried_for_days)
{
	struct outbox_item item = { .kind = MESSAGE_DIGEST,
		.channel = CHANNEL_EMAIL,
		.recipient = (char *)"team@example.com",
		.created_at = NOW_AT };

	leaves(&item, NOW_AT + 12 * HOUR_S, 0, NULL);
	ck_assert_int_eq(departure_gives_up_at(&item), NOW_AT + 120 * HOUR_S);
}
END_TEST

/* An invitation by mail that is due, of a person with neighbours. */
static struct outbox_item
invitation(void)
{
	return (struct outbox_item){ .channel = CHANNEL_EMAIL,
		.touchpoint = (char *)"stay",
		.event = &event,
		.ready_at = NOW_AT,
		.asks = g_ptr_array_new(),
		.rivals = g_ptr_array_new(),
		.expires_at = NOW_AT + 40 * 24 * HOUR_S };
}

static void
forget(struct outbox_item *item)
{
	g_ptr_array_unref(item->asks);
	g_ptr_array_unref(item->rivals);
}

START_TEST(nobody_is_asked_twice_within_the_rest)
{
	struct outbox_item item = invitation();
	struct neighbour last = { (char *)"dinner", NOW_AT - 24 * HOUR_S };

	g_ptr_array_add(item.asks, &last);
	leaves(&item, NOW_AT, 0, NULL);
	stay_now.rest_s = 30 * 24 * HOUR_S;
	leaves(&item, NOW_AT, VERDICT_RETRY,
	    "the rest of 30 days: asked at dinner on 2026-02-28 12:00;"
	    " it waits until 2026-03-30 12:00");
	stay_now.rest_s = 24 * HOUR_S;
	leaves(&item, NOW_AT, 0, NULL);
	stay_now.rest_s++;
	leaves(&item, NOW_AT, VERDICT_RETRY,
	    "the rest of 1 day 1 second: asked at dinner on 2026-02-28 12:00;"
	    " it waits until 2026-03-01 12:00");
	stay_now.exempt = TRUE;
	leaves(&item, NOW_AT, 0, NULL);
	forget(&item);
}
END_TEST

START_TEST(what_would_come_too_late_after_the_rest_is_dropped)
{
	struct outbox_item item = invitation();
	struct neighbour last = { (char *)"dinner", NOW_AT - 24 * HOUR_S };

	g_ptr_array_add(item.asks, &last);
	stay_now.rest_s = 41 * 24 * HOUR_S;
	leaves(&item, NOW_AT, VERDICT_EXPIRED,
	    "it would come too late, on 2026-04-10 12:00:"
	    " the rest of 41 days: asked at dinner on 2026-02-28 12:00");
	forget(&item);
}
END_TEST

START_TEST(a_year_has_its_limit)
{
	struct outbox_item item = invitation();
	struct neighbour last = { (char *)"dinner", NOW_AT - 24 * HOUR_S };
	struct neighbour first = { (char *)"stay",
		NOW_AT - ASK_YEAR_S + 24 * HOUR_S };

	settings.cadence.max_per_year = 2;
	g_ptr_array_add(item.asks, &last);
	leaves(&item, NOW_AT, 0, NULL);
	g_ptr_array_add(item.asks, &first);
	leaves(&item, NOW_AT, VERDICT_RETRY,
	    "asked 2 times in 365 days, as often as max_per_year allows;"
	    " it waits until 2026-03-02 12:00");
	leaves(&item, NOW_AT + 24 * HOUR_S, 0, NULL);
	forget(&item);
}
END_TEST

START_TEST(the_rare_survey_goes_before_the_frequent_one)
{
	struct outbox_item item = invitation();
	struct neighbour rare = { (char *)"dinner", NOW_AT + 48 * HOUR_S };

	g_ptr_array_add(settings.touchpoints, &dinner_now);
	g_ptr_array_add(item.rivals, &rare);
	dinner_now.rest_s = 30 * 24 * HOUR_S;
	leaves(&item, NOW_AT, 0, NULL);
	dinner_now.priority = 5;
	leaves(&item, NOW_AT, VERDICT_RETRY,
	    "dinner goes first, which is due on 2026-03-03 12:00;"
	    " it waits until 2026-03-03 12:01");
	stay_now.priority = 5;
	leaves(&item, NOW_AT, 0, NULL);
	stay_now.priority = 0;
	dinner_now.rest_s = 48 * HOUR_S;
	leaves(&item, NOW_AT, 0, NULL);
	dinner_now.rest_s = 30 * 24 * HOUR_S;
	dinner_now.exempt = TRUE;
	leaves(&item, NOW_AT, 0, NULL);
	forget(&item);
}
END_TEST

START_TEST(what_an_outage_has_made_too_late_expires)
{
	struct outbox_item item = invitation();

	leaves(&item, NOW_AT + 24 * HOUR_S, 0, NULL);
	leaves(&item, NOW_AT + 24 * HOUR_S + 1, VERDICT_EXPIRED,
	    "too late: it was to leave on 2026-03-01 12:00,"
	    " and may be late by 1 day");
	forget(&item);
}
END_TEST

START_TEST(no_message_leaves_outside_its_window)
{
	static const enum message_kind kinds[] = { MESSAGE_INVITATION,
		MESSAGE_REMINDER, MESSAGE_NUDGE };
	g_autoptr(calendar) calendar = calendar_new("polite");
	struct outbox_item item = invitation();

	ck_assert(calendar_add_hours(calendar, "Mon-Fri 09:00-18:00", NULL));
	stay_now.calendar = calendar;
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		item.kind = kinds[i];
		leaves(&item, NOW_AT, VERDICT_RETRY,
		    "outside the hours of calendar polite in UTC;"
		    " it waits until 2026-03-02 09:00");
		leaves(&item, NOW_AT + 21 * HOUR_S, 0, NULL);
	}
	forget(&item);
}
END_TEST

START_TEST(a_reminder_knows_no_rest_but_must_have_a_point)
{
	struct outbox_item item = invitation();
	struct neighbour last = { (char *)"dinner", NOW_AT - 24 * HOUR_S };

	item.kind = MESSAGE_REMINDER;
	g_ptr_array_add(item.asks, &last);
	stay_now.rest_s = 30 * 24 * HOUR_S;
	leaves(&item, NOW_AT, 0, NULL);
	item.suppressed = TRUE;
	leaves(&item, NOW_AT, VERDICT_SUPPRESSED, "the address is suppressed");
	item.suppressed = FALSE;
	item.pointless = TRUE;
	leaves(&item, NOW_AT, VERDICT_CANCELLED,
	    "there is nothing to remind of any more");
	forget(&item);
}
END_TEST

/* It was put before the auto-reply came. */
START_TEST(a_reminder_waits_for_who_is_away)
{
	struct outbox_item item = invitation();
	gint64 day = NOW_AT - NOW_AT % (24 * HOUR_S) + 72 * HOUR_S;
	g_autofree char *until = timezone_format(settings.organisation.zone,
	    away_ends_at(&settings, NULL, &event.contact, day));
	g_autofree char *reason = NULL;
	g_autofree char *late = NULL;

	item.away_until = day;
	/* Not the invitation itself, which may be what was answered. */
	leaves(&item, NOW_AT, 0, NULL);
	item.kind = MESSAGE_REMINDER;
	item.expires_at = day + 24 * HOUR_S;
	reason = g_strdup_printf(
	    "away until %.10s, by an auto-reply; it waits until %s", until,
	    until);
	leaves(&item, NOW_AT, VERDICT_RETRY, reason);
	item.ready_at = day;
	leaves(&item, day, 0, NULL);
	item.ready_at = NOW_AT;
	item.expires_at = day - 24 * HOUR_S;
	late = g_strdup_printf("it would come too late, on %s: "
			       "away until %.10s, by an auto-reply",
	    until, until);
	leaves(&item, NOW_AT, VERDICT_EXPIRED, late);
	forget(&item);
}
END_TEST

START_TEST(a_mail_in_answer_leaves_at_once_unless_there_is_a_score)
{
	struct outbox_item item = { .kind = MESSAGE_REPROMPT,
		.channel = CHANNEL_EMAIL,
		.recipient = (char *)"ada@example.com",
		.touchpoint = (char *)"gone",
		.event = &event,
		.created_at = NOW_AT };

	leaves(&item, NOW_AT, 0, NULL);
	leaves(&item, NOW_AT + 47 * HOUR_S, 0, NULL);
	leaves(&item, NOW_AT + 48 * HOUR_S, VERDICT_EXPIRED,
	    "too late to answer");
	item.pointless = TRUE;
	leaves(&item, NOW_AT, VERDICT_CANCELLED, "there is a score by now");
	item.pointless = FALSE;
	item.suppressed = TRUE;
	leaves(&item, NOW_AT, VERDICT_SUPPRESSED, "the address is suppressed");
	item.kind = MESSAGE_STOPPED;
	leaves(&item, NOW_AT, 0, NULL);
}
END_TEST

START_TEST(an_ask_is_counted_unless_its_touchpoint_is_exempt)
{
	struct outbox_item item = invitation();
	struct ask_limit limit;

	stay_now.rest_s = 7;
	settings.cadence.max_per_year = 3;
	limit = departure_ask_limit(&settings, &item);
	ck_assert(limit.counts);
	ck_assert_int_eq(limit.rest_s, 7);
	ck_assert_uint_eq(limit.max_per_year, 3);
	item.kind = MESSAGE_REMINDER;
	ck_assert(!departure_ask_limit(&settings, &item).counts);
	item.kind = MESSAGE_INVITATION;
	stay_now.exempt = TRUE;
	ck_assert(!departure_ask_limit(&settings, &item).counts);
	forget(&item);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("departure");
	TCase *tcase = tcase_create("departure");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, what_is_about_to_leave_is_judged_again);
	tcase_add_test(tcase, a_program_is_told_within_a_day_or_not_at_all);
	tcase_add_test(tcase, a_question_waits_for_the_hours_of_who_gets_it);
	tcase_add_test(tcase, what_would_wait_beyond_its_time_has_expired);
	tcase_add_test(tcase, mail_knows_no_quiet_hours);
	tcase_add_test(tcase, consent_and_country_are_judged_again);
	tcase_add_test(tcase,
	    an_answer_leaves_at_any_hour_unless_it_is_too_late);
	tcase_add_test(tcase, who_has_said_stop_hears_no_more_than_that);
	tcase_add_test(tcase,
	    a_text_from_where_texts_do_not_go_is_not_answered);
	tcase_add_test(tcase,
	    a_digest_leaves_at_any_hour_and_is_tried_for_days);
	tcase_add_test(tcase, nobody_is_asked_twice_within_the_rest);
	tcase_add_test(tcase,
	    what_would_come_too_late_after_the_rest_is_dropped);
	tcase_add_test(tcase, a_year_has_its_limit);
	tcase_add_test(tcase, the_rare_survey_goes_before_the_frequent_one);
	tcase_add_test(tcase, what_an_outage_has_made_too_late_expires);
	tcase_add_test(tcase, no_message_leaves_outside_its_window);
	tcase_add_test(tcase, a_reminder_knows_no_rest_but_must_have_a_point);
	tcase_add_test(tcase, a_reminder_waits_for_who_is_away);
	tcase_add_test(tcase,
	    a_mail_in_answer_leaves_at_once_unless_there_is_a_score);
	tcase_add_test(tcase,
	    an_ask_is_counted_unless_its_touchpoint_is_exempt);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
