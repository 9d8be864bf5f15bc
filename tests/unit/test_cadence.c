/* test_cadence.c - what follows from an event. */
#include "scheduler/cadence.h"
#include "tests/unit/journey.h"

static const struct planned_invitation *
only(const struct intake *intake)
{
	ck_assert_uint_eq(intake->invitations->len, 1);
	return intake->invitations->pdata[0];
}

/* Judged at now_at, the only invitation ends so. */
static void
ends(gint64 now_at, enum invitation_state state, const char *reason)
{
	struct intake *intake = cadence_judge(&settings, &due, now_at);
	const struct planned_invitation *plan = only(intake);

	ck_assert_str_eq(invitation_state_name(plan->state),
	    invitation_state_name(state));
	ck_assert_str_eq(plan->reason, reason);
	intake_free(intake);
}

START_TEST(an_event_leads_to_an_invitation_after_the_delay)
{
	struct intake *intake = cadence_judge(&settings, &due, NOW_AT + 5);
	const struct planned_invitation *plan = only(intake);

	ck_assert_int_eq(intake->event_id, 7);
	ck_assert_int_eq(intake->occurred_at, NOW_AT);
	ck_assert_str_eq(intake->source, "desk");
	ck_assert_str_eq(intake->reference, "B-1");
	ck_assert_uint_eq(intake->cancels->len, 0);
	ck_assert_str_eq(plan->touchpoint, "stay");
	ck_assert_int_eq(plan->channel, CHANNEL_EMAIL);
	ck_assert_int_eq(plan->state, INVITATION_SCHEDULED);
	ck_assert_ptr_null(plan->reason);
	ck_assert_int_eq(plan->due_at, NOW_AT + 2 * HOUR_S);
	ck_assert_int_eq(plan->expires_at, NOW_AT + 26 * HOUR_S);
	ck_assert_int_eq(plan->answer_s, 24 * HOUR_S);
	intake_free(intake);
}
END_TEST

START_TEST(each_touchpoint_on_its_type_asks_and_no_other)
{
	struct intake *intake;

	g_ptr_array_add(settings.touchpoints, &dinner_now);
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_uint_eq(intake->invitations->len, 2);
	intake_free(intake);
	event.type = (char *)"payment";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_uint_eq(intake->invitations->len, 0);
	ck_assert_uint_eq(intake->cancels->len, 0);
	intake_free(intake);
}
END_TEST

START_TEST(a_cancelling_event_ends_those_that_name_it)
{
	struct intake *intake;

	g_ptr_array_add(settings.touchpoints, &dinner_now);
	event.type = (char *)"no-show";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_uint_eq(intake->invitations->len, 0);
	ck_assert_uint_eq(intake->cancels->len, 1);
	ck_assert_str_eq(intake->cancels->pdata[0], "stay");
	ck_assert_str_eq(intake->cancel_reason, "by the event no-show");
	intake_free(intake);
}
END_TEST

START_TEST(what_was_cancelled_before_it_was_judged_is_not_asked)
{
	struct event other = { .type = (char *)"payment" };
	struct event cancelling = { .type = (char *)"cancellation",
		.occurred_at = NOW_AT + 24 * HOUR_S };

	g_ptr_array_add(due.companions, &other);
	g_ptr_array_add(due.companions, &cancelling);
	ends(NOW_AT + 24 * HOUR_S, INVITATION_CANCELLED,
	    "by the event cancellation");
}
END_TEST

START_TEST(an_event_that_came_in_too_late_is_not_asked_about)
{
	struct intake *intake;

	stay_now.max_lateness_s = HOUR_S;
	intake = cadence_judge(&settings, &due, NOW_AT + 3 * HOUR_S);
	ck_assert_int_eq(only(intake)->state, INVITATION_SCHEDULED);
	intake_free(intake);
	ends(NOW_AT + 3 * HOUR_S + 1, INVITATION_EXPIRED,
	    "the event came in too late: it was to leave on 2026-03-01 14:00,"
	    " and may be late by 1 hour");
}
END_TEST

START_TEST(what_would_leave_after_its_time_is_too_late_too)
{
	struct intake *intake;

	stay_now.max_lateness_s = 240 * HOUR_S;
	intake = cadence_judge(&settings, &due, NOW_AT + 26 * HOUR_S - 1);
	ck_assert_int_eq(only(intake)->state, INVITATION_SCHEDULED);
	intake_free(intake);
	ends(NOW_AT + 26 * HOUR_S, INVITATION_EXPIRED,
	    "the event came in too late: it was to leave on 2026-03-01 14:00,"
	    " and may be late by 1 day");
}
END_TEST

START_TEST(who_cannot_be_reached_is_told_with_the_reason)
{
	due.suppressed = 1u << CHANNEL_EMAIL;
	ends(NOW_AT, INVITATION_SUPPRESSED, "email: the address is suppressed");
	due.suppressed = 0;
	event.contact.email = NULL;
	ends(NOW_AT, INVITATION_FAILED, "email: no address is known");
}
END_TEST

START_TEST(the_first_channel_that_reaches_is_taken)
{
	struct intake *intake;

	g_ptr_array_set_size(settings.touchpoints, 0);
	g_ptr_array_add(settings.touchpoints, &dinner_now);
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_int_eq(only(intake)->channel, CHANNEL_EMAIL);
	ck_assert_ptr_null(only(intake)->reason);
	intake_free(intake);
	event.contact.phone = (char *)"+358401234567";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_int_eq(only(intake)->channel, CHANNEL_SMS);
	intake_free(intake);
	due.suppressed = 1u << CHANNEL_EMAIL | 1u << CHANNEL_SMS;
	ends(NOW_AT, INVITATION_SUPPRESSED,
	    "sms: the address is suppressed;"
	    " email: the address is suppressed");
	/* Stop is why, though no other way is known either. */
	event.contact.email = NULL;
	ends(NOW_AT, INVITATION_SUPPRESSED,
	    "sms: the address is suppressed; email: no address is known");
}
END_TEST

START_TEST(who_may_not_be_texted_is_asked_by_mail)
{
	struct intake *intake;

	g_ptr_array_set_size(settings.touchpoints, 0);
	g_ptr_array_add(settings.touchpoints, &dinner_now);
	event.contact.phone = (char *)"+46701234567";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_int_eq(only(intake)->channel, CHANNEL_EMAIL);
	intake_free(intake);
	event.contact.phone = (char *)"+358401234567";
	settings.texting.consent_required = TRUE;
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_int_eq(only(intake)->channel, CHANNEL_EMAIL);
	intake_free(intake);
	event.contact.email = NULL;
	ends(NOW_AT, INVITATION_SUPPRESSED,
	    "sms: no consent to texts: sms_consent is not there;"
	    " email: no address is known");
	dinner_now.n_channels = 1;
	ends(NOW_AT, INVITATION_SUPPRESSED,
	    "sms: no consent to texts: sms_consent is not there");
	dinner_now.n_channels = 2;
}
END_TEST

/* A calendar with these hours, in place of none. */
static struct calendar *
keep_hours(const char *hours)
{
	struct calendar *calendar = calendar_new("polite");

	ck_assert(calendar_add_hours(calendar, hours, NULL));
	stay_now.calendar = calendar;
	return calendar;
}

START_TEST(what_is_due_outside_its_window_is_planned_into_it)
{
	/* Sunday 2026-03-01, 14:00 UTC. */
	g_autoptr(calendar) calendar = keep_hours("Mon-Fri 09:00-18:00");
	struct intake *intake = cadence_judge(&settings, &due, NOW_AT);

	ck_assert_int_eq(only(intake)->due_at, NOW_AT + 21 * HOUR_S);
	ck_assert_int_eq(only(intake)->expires_at, NOW_AT + 26 * HOUR_S);
	intake_free(intake);
	event.contact.timezone = (char *)"Asia/Tokyo";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_int_eq(only(intake)->due_at, NOW_AT + 12 * HOUR_S);
	intake_free(intake);
}
END_TEST

START_TEST(a_window_that_opens_too_late_is_told)
{
	g_autoptr(calendar) calendar = keep_hours("Wed 09:00-18:00");

	ends(NOW_AT, INVITATION_EXPIRED,
	    "it would come too late: outside the hours of calendar polite in "
	    "UTC");
}
END_TEST

START_TEST(what_is_spread_does_not_pile_up_as_the_window_opens)
{
	g_autoptr(calendar) calendar = keep_hours("Mon-Fri 09:00-18:00");
	guint at_opening = 0;
	guint mornings = 0;

	stay_now.spread_s = 90 * 24 * HOUR_S;
	stay_now.expires_s = 200 * 24 * HOUR_S;
	for (guint i = 0; i < 2000; i++) {
		g_autofree char *email = g_strdup_printf("g%u@example.com", i);
		struct intake *intake;
		gint64 second;

		event.contact.email = email;
		intake = cadence_judge(&settings, &due, NOW_AT);
		second = only(intake)->due_at % (24 * HOUR_S);
		ck_assert_int_ge(second, 9 * HOUR_S);
		ck_assert_int_lt(second, 18 * HOUR_S);
		at_opening += second == 9 * HOUR_S;
		mornings += second < 13 * HOUR_S + HOUR_S / 2;
		intake_free(intake);
	}
	ck_assert_uint_le(at_opening, 5);
	ck_assert_uint_ge(mornings, 900);
	ck_assert_uint_le(mornings, 1100);
}
END_TEST

START_TEST(who_does_not_meet_the_condition_is_told_why)
{
	g_autoptr(condition) where = condition_parse("nights >= 3", NULL);
	struct intake *intake;

	stay_now.where = where;
	event.attributes = (char *)"{\"nights\": 2}";
	ends(NOW_AT, INVITATION_CANCELLED,
	    "not asked, by `where`: nights is 2, wanted is nights >= 3");
	event.attributes = (char *)"{\"nights\": 3}";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_int_eq(only(intake)->state, INVITATION_SCHEDULED);
	intake_free(intake);
}
END_TEST

START_TEST(a_sample_takes_its_share_of_the_events)
{
	guint asked = 0;

	stay_now.sample_percent = 20;
	for (guint i = 0; i < 2000; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);
		struct intake *intake;

		event.reference = reference;
		intake = cadence_judge(&settings, &due, NOW_AT);
		if (only(intake)->state == INVITATION_SCHEDULED)
			asked++;
		else
			ck_assert_str_eq(only(intake)->reason,
			    "not in the sample of 20%");
		intake_free(intake);
	}
	ck_assert_uint_ge(asked, 340);
	ck_assert_uint_le(asked, 460);
}
END_TEST

START_TEST(an_event_of_our_own_concerns_its_touchpoint_alone)
{
	struct intake *intake;

	stay_now.on = NULL;
	stay_now.every_s = 60 * 24 * HOUR_S;
	g_ptr_array_add(settings.touchpoints, &dinner_now);
	event.source = (char *)EVENT_SOURCE_OURS;
	event.type = (char *)"booking";
	event.reference = (char *)"stay/7/2026-03-01";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_str_eq(only(intake)->touchpoint, "stay");
	intake_free(intake);
	event.reference = (char *)"stays/7/2026-03-01";
	intake = cadence_judge(&settings, &due, NOW_AT);
	ck_assert_uint_eq(intake->invitations->len, 0);
	intake_free(intake);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("cadence");
	TCase *tcase = tcase_create("cadence");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, an_event_leads_to_an_invitation_after_the_delay);
	tcase_add_test(tcase, each_touchpoint_on_its_type_asks_and_no_other);
	tcase_add_test(tcase, a_cancelling_event_ends_those_that_name_it);
	tcase_add_test(tcase,
	    what_was_cancelled_before_it_was_judged_is_not_asked);
	tcase_add_test(tcase,
	    an_event_that_came_in_too_late_is_not_asked_about);
	tcase_add_test(tcase, what_would_leave_after_its_time_is_too_late_too);
	tcase_add_test(tcase, who_cannot_be_reached_is_told_with_the_reason);
	tcase_add_test(tcase, the_first_channel_that_reaches_is_taken);
	tcase_add_test(tcase, who_may_not_be_texted_is_asked_by_mail);
	tcase_add_test(tcase,
	    what_is_due_outside_its_window_is_planned_into_it);
	tcase_add_test(tcase, a_window_that_opens_too_late_is_told);
	tcase_add_test(tcase,
	    what_is_spread_does_not_pile_up_as_the_window_opens);
	tcase_add_test(tcase, who_does_not_meet_the_condition_is_told_why);
	tcase_add_test(tcase, a_sample_takes_its_share_of_the_events);
	tcase_add_test(tcase,
	    an_event_of_our_own_concerns_its_touchpoint_alone);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
