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
static struct settings settings;
static struct due_event due;
static struct event event;

static void
begin(void)
{
	settings = (struct settings){ .touchpoints = g_ptr_array_new() };
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
}
END_TEST

/* NULL: it may leave. */
static void
leaves(const struct outbox_item *item, gint64 now_at, enum verdict verdict,
    const char *reason)
{
	enum verdict found;
	g_autofree char *why = NULL;

	if (cadence_may_leave(&settings, item, now_at, &found, &why)) {
		ck_assert_ptr_null(reason);
		return;
	}
	ck_assert_ptr_nonnull(reason);
	ck_assert_int_eq(found, verdict);
	ck_assert_str_eq(why, reason);
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
	tcase_add_test(tcase, what_is_about_to_leave_is_judged_again);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
