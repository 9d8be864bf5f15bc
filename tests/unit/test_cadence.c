/* test_cadence.c - what follows from an event, and what may still leave. */
#include "scheduler/cadence.h"
#include "tests/unit/unit.h"

#define NOW_AT 1772366400 /* 2026-03-01T12:00:00Z */
#define HOUR_S 3600

static char *stay_unless[] = { (char *)"cancellation", (char *)"no-show",
	NULL };
static char *nothing[] = { NULL };
static struct touchpoint stay = {
	.name = (char *)"stay",
	.on = (char *)"booking",
	.delay_s = 2 * HOUR_S,
	.expires_s = 24 * HOUR_S,
	.channels = { CHANNEL_EMAIL },
	.n_channels = 1,
	.unless = stay_unless,
};
static struct touchpoint dinner = {
	.name = (char *)"dinner",
	.on = (char *)"booking",
	.expires_s = HOUR_S,
	.channels = { CHANNEL_SMS, CHANNEL_EMAIL },
	.n_channels = 2,
	.unless = nothing,
};
static char *home[] = { (char *)"FI", NULL };
static struct settings settings;
static struct due_event due;
static struct event event;

static void
begin(void)
{
	settings = (struct settings){
		.touchpoints = g_ptr_array_new(),
		.organisation.zone = g_time_zone_new_utc(),
		.texting.countries = home,
		.texting.hours = { 8 * 60, 21 * 60 },
		.texting.consent_attribute = (char *)"sms_consent",
	};
	g_ptr_array_add(settings.touchpoints, &stay);
	event = (struct event){
		.id = 7,
		.source = (char *)"desk",
		.type = (char *)"booking",
		.reference = (char *)"B-1",
		.contact.email = (char *)"a@example.com",
		.occurred_at = NOW_AT,
	};
	due = (struct due_event){ .event = &event,
		.companions = g_ptr_array_new() };
}

static void
end(void)
{
	g_ptr_array_unref(settings.touchpoints);
	g_time_zone_unref(settings.organisation.zone);
	g_ptr_array_unref(due.companions);
}

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
	intake_free(intake);
}
END_TEST

START_TEST(each_touchpoint_on_its_type_asks_and_no_other)
{
	struct intake *intake;

	g_ptr_array_add(settings.touchpoints, &dinner);
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

	g_ptr_array_add(settings.touchpoints, &dinner);
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
	struct intake *intake = cadence_judge(&settings, &due,
	    NOW_AT + 26 * HOUR_S - 1);

	ck_assert_int_eq(only(intake)->state, INVITATION_SCHEDULED);
	intake_free(intake);
	ends(NOW_AT + 26 * HOUR_S, INVITATION_EXPIRED,
	    "the event came in too late");
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
	g_ptr_array_add(settings.touchpoints, &dinner);
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
	g_ptr_array_add(settings.touchpoints, &dinner);
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
	dinner.n_channels = 1;
	ends(NOW_AT, INVITATION_SUPPRESSED,
	    "sms: no consent to texts: sms_consent is not there");
	dinner.n_channels = 2;
}
END_TEST

/* NULL: it may leave. */
static void
leaves(const struct outbox_item *item, gint64 now_at, enum verdict verdict,
    const char *reason)
{
	struct departure found;
	g_autofree char *why = NULL;

	if (cadence_may_leave(&settings, item, now_at, &found)) {
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

/* The question by text, to the contact of the event. */
static struct outbox_item
question(void)
{
	event.contact.phone = (char *)"+358401234567";
	return (struct outbox_item){ .channel = CHANNEL_SMS,
		.touchpoint = (char *)"stay",
		.event = &event,
		.expires_at = NOW_AT + 24 * HOUR_S };
}

START_TEST(a_question_waits_for_the_hours_of_who_gets_it)
{
	struct outbox_item item = question();

	/* In Helsinki it is 14:00, 20:59 and 21:00. */
	leaves(&item, NOW_AT, 0, NULL);
	leaves(&item, NOW_AT + 7 * HOUR_S - 1, 0, NULL);
	leaves(&item, NOW_AT + 7 * HOUR_S, VERDICT_RETRY,
	    "quiet hours; it waits until 2026-03-02T06:00:00Z");
	leaves(&item, NOW_AT + 18 * HOUR_S, 0, NULL);
	event.contact.timezone = (char *)"Pacific/Honolulu";
	leaves(&item, NOW_AT, VERDICT_RETRY,
	    "quiet hours; it waits until 2026-03-01T18:00:00Z");
}
END_TEST

START_TEST(what_would_wait_beyond_its_time_has_expired)
{
	struct outbox_item item = question();

	item.expires_at = NOW_AT + 18 * HOUR_S;
	leaves(&item, NOW_AT + 8 * HOUR_S, VERDICT_EXPIRED,
	    "its time ends before it could leave: quiet hours");
	item.expires_at++;
	leaves(&item, NOW_AT + 8 * HOUR_S, VERDICT_RETRY,
	    "quiet hours; it waits until 2026-03-02T06:00:00Z");
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
		ck_assert_int_eq(cadence_gives_up_at(&item),
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
	ck_assert_int_eq(cadence_gives_up_at(&item), NOW_AT + 120 * HOUR_S);
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
	tcase_add_test(tcase, who_cannot_be_reached_is_told_with_the_reason);
	tcase_add_test(tcase, the_first_channel_that_reaches_is_taken);
	tcase_add_test(tcase, who_may_not_be_texted_is_asked_by_mail);
	tcase_add_test(tcase, what_is_about_to_leave_is_judged_again);
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
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
