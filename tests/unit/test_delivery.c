/* test_delivery.c - what follows from a delivery report. */
#include "scheduler/delivery.h"

#include "tests/unit/staged.h"
#include "tests/unit/texted.h"

#define LATER_AT (DUE_AT + HOUR_S)

static struct settings *settings;

static void
begin(void)
{
	balance_begin();
	settings = staged_settings(world.folder,
	    STAGED_HEAD "channel = sms, email\n"
			"[provider texts]\ntype = fake-texts\n"
			"[sms]\ncountry = FI\n");
}

static void
end(void)
{
	settings_free(settings);
	balance_end();
}

static struct touchpoint
point(enum channel first, enum channel second)
{
	return (struct touchpoint){ .channels = { first, second },
		.n_channels = second != CHANNEL_NONE ? 2 : 1 };
}

START_TEST(the_next_channel_is_the_one_behind_that_reaches)
{
	const struct touchpoint texts_first = point(CHANNEL_SMS, CHANNEL_EMAIL);
	const struct touchpoint mail_first = point(CHANNEL_EMAIL, CHANNEL_SMS);
	const struct touchpoint texts_alone = point(CHANNEL_SMS, CHANNEL_NONE);
	struct contact ada = { .phone = (char *)ADA,
		.email = (char *)"ada@example.com" };

	ck_assert_int_eq(delivery_fall_back(&texts_first, CHANNEL_SMS, &ada),
	    CHANNEL_EMAIL);
	ck_assert_int_eq(delivery_fall_back(&texts_first, CHANNEL_EMAIL, &ada),
	    CHANNEL_NONE);
	ck_assert_int_eq(delivery_fall_back(&mail_first, CHANNEL_EMAIL, &ada),
	    CHANNEL_SMS);
	ck_assert_int_eq(delivery_fall_back(&texts_alone, CHANNEL_SMS, &ada),
	    CHANNEL_NONE);
	/* It is no longer one of its channels, or of no touchpoint. */
	ck_assert_int_eq(delivery_fall_back(&texts_alone, CHANNEL_EMAIL, &ada),
	    CHANNEL_NONE);
	ck_assert_int_eq(delivery_fall_back(NULL, CHANNEL_SMS, &ada),
	    CHANNEL_NONE);
	ada.email = NULL;
	ck_assert_int_eq(delivery_fall_back(&texts_first, CHANNEL_SMS, &ada),
	    CHANNEL_NONE);
}
END_TEST

static void
is_reported(const char *remote_id, enum delivery_state state,
    gboolean opted_out)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct delivery_report *report = g_new0(struct delivery_report, 1);
	guint stored = 0;

	report->remote_id = g_strdup(remote_id);
	report->state = state;
	report->opted_out = opted_out;
	g_ptr_array_add(arrivals->reports, report);
	world_ok(
	    store_put_arrivals(world.store, one, 1, LATER_AT, &stored, &error));
	ck_assert_uint_eq(stored, 1);
}

static void
turn(guint expected)
{
	guint applied;

	world_ok(delivery_turn(world.store, settings, LATER_AT, 10, &applied,
	    &error));
	ck_assert_uint_eq(applied, expected);
	balance_check(&world);
}

START_TEST(an_undelivered_text_is_followed_by_mail)
{
	texted_ask_ada();
	is_reported("SM1", DELIVERY_UNDELIVERED, FALSE);
	turn(1);
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT channel FROM message WHERE id = 2", "email");
	turn(0);
}
END_TEST

START_TEST(without_a_mail_address_it_failed)
{
	texted_invite("B-1", ADA, NULL, NOON_AT);
	texted_send(ADA, "SM1", DUE_AT);
	is_reported("SM1", DELIVERY_UNDELIVERED, FALSE);
	turn(1);
	balance_state_is(&world, 1, "failed");
}
END_TEST

START_TEST(who_has_said_stop_is_not_asked_by_mail)
{
	texted_ask_ada();
	is_reported("SM1", DELIVERY_UNDELIVERED, TRUE);
	turn(1);
	balance_state_is(&world, 1, "failed");
	texted_is("SELECT address FROM suppression", ADA);
	texted_waiting_is("");
}
END_TEST

START_TEST(a_late_report_of_a_lower_rank_changes_nothing)
{
	texted_ask_ada();
	is_reported("SM1", DELIVERY_DELIVERED, FALSE);
	turn(1);
	is_reported("SM1", DELIVERY_SENT, FALSE);
	is_reported("SM1", DELIVERY_UNDELIVERED, FALSE);
	turn(2);
	balance_state_is(&world, 1, "sent");
	texted_waiting_is("");
}
END_TEST

START_TEST(who_has_answered_was_reached_whatever_is_reported)
{
	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	is_reported("SM1", DELIVERY_UNDELIVERED, FALSE);
	turn(1);
	balance_state_is(&world, 1, "answered");
	texted_is("SELECT count(*) FROM message WHERE channel = 'email'", "0");
}
END_TEST

START_TEST(no_more_than_the_limit_is_applied_at_once)
{
	guint applied;

	texted_ask_ada();
	is_reported("SM1", DELIVERY_SENT, FALSE);
	is_reported("SM1", DELIVERY_DELIVERED, FALSE);
	world_ok(delivery_turn(world.store, settings, LATER_AT, 1, &applied,
	    &error));
	ck_assert_uint_eq(applied, 1);
	turn(1);
	turn(0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("delivery");
	TCase *tcase = tcase_create("delivery");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, the_next_channel_is_the_one_behind_that_reaches);
	tcase_add_test(tcase, an_undelivered_text_is_followed_by_mail);
	tcase_add_test(tcase, without_a_mail_address_it_failed);
	tcase_add_test(tcase, who_has_said_stop_is_not_asked_by_mail);
	tcase_add_test(tcase, a_late_report_of_a_lower_rank_changes_nothing);
	tcase_add_test(tcase,
	    who_has_answered_was_reached_whatever_is_reported);
	tcase_add_test(tcase, no_more_than_the_limit_is_applied_at_once);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
