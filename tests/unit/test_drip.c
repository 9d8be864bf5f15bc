/* test_drip.c - messages leave by providers that do as the test tells them. */
#include "scheduler/drip.h"

#include <string.h>

#include "base/errors.h"
#include "store/db.h"
#include "tests/unit/balance.h"
#include "tests/unit/staged.h"

#define ONE_AT (NOON_AT + HOUR_S)

/* A provider that keeps what it is sent until the test says what follows. */
struct fake {
	struct provider base;
	GPtrArray *messages; /* const struct message, handed over */
	const struct send_watcher *watcher;
	gpointer user;
	guint finished, abandoned;
};

static struct world world;
static struct settings *settings;
static struct catalog *catalog;
static struct composer *composer;
static struct drip *drip;
static struct fake mail, more;
static GString *told; /* what the hooks said */

static void
fake_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct fake *fake = (struct fake *)provider;

	g_ptr_array_add(fake->messages, (gpointer)message);
	fake->watcher = watcher;
	fake->user = user;
}

static void
fake_finish(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;
	g_autofree char *sql = g_strdup_printf(
	    "SELECT count(*) FROM attempt"
	    " WHERE outcome = 'sending' AND provider = '%s' AND message_id ="
	    " %" G_GINT64_FORMAT,
	    provider->name, message->id);

	/* On disk, for others to see, before the last byte is given up. */
	ck_assert_int_eq(balance_count(&world, sql), 1);
	fake->finished++;
}

static void
fake_abandon(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;

	ck_assert(g_ptr_array_remove(fake->messages, (gpointer)message));
	fake->abandoned++;
}

static const struct provider_ops fake_ops = {
	.type = "fake",
	.channel = CHANNEL_EMAIL,
	.send = fake_send,
	.finish = fake_finish,
	.abandon = fake_abandon,
};

static const struct message *
nth(const struct fake *fake, guint i)
{
	ck_assert_uint_gt(fake->messages->len, i);
	return fake->messages->pdata[i];
}

/* The oldest that it holds is all out but for the last byte. */
static void
is_ready(struct fake *fake)
{
	fake->watcher->ready(nth(fake, 0), fake->user);
}

static void
is_done(struct fake *fake, enum send_outcome outcome)
{
	const struct message *message = nth(fake, 0);
	const struct send_result result = { .outcome = outcome,
		.detail = (char *)"said so" };

	g_ptr_array_remove_index(fake->messages, 0);
	fake->watcher->done(message, &result, fake->user);
}

static void
turn(gint64 now_at)
{
	world_ok(drip_turn(drip, now_at, TRUE, &error));
	balance_check(&world);
}

static void
on_ended(const struct drip_report *report, gpointer user)
{
	(void)user;
	g_string_append_printf(told, "%s%" G_GINT64_FORMAT ":%d",
	    told->len > 0 ? " " : "", report->message_id, report->verdict);
}

static void
on_halted(const char *provider, const char *detail, gpointer user)
{
	(void)user;
	g_string_append_printf(told, "%s%s %s", told->len > 0 ? " " : "",
	    provider, detail != NULL ? "halts" : "works");
}

static void
on_wake(gpointer user)
{
	(void)user;
}

static void
begin_fake(struct fake *fake, const char *name, GPtrArray *providers)
{
	*fake = (struct fake){
		.base = { &fake_ops, (char *)name, 2 },
		.messages = g_ptr_array_new(),
	};
	g_ptr_array_add(providers, fake);
}

static void
begin(void)
{
	static const struct drip_hooks hooks = { on_ended, on_halted, on_wake,
		NULL };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) providers = g_ptr_array_new();

	told = g_string_new(NULL);
	world_begin(&world);
	settings = staged_settings(world.folder,
	    STAGED_HEAD
	    "via = mail\n"
	    "[touchpoint dinner]\non = dinner\nvia = more\n"
	    "[provider more]\ntype = fake\nfrom = more@example.com\n");
	world_ok(catalog = catalog_load(NULL, mistakes, &error));
	composer = composer_new(settings, catalog, store_key(world.store),
	    mistakes);
	ck_assert_ptr_nonnull(composer);
	begin_fake(&mail, "mail", providers);
	begin_fake(&more, "more", providers);
	drip = drip_new(world.store, settings, composer, providers, &hooks);
}

static void
end(void)
{
	balance_check(&world);
	drip_free(drip);
	g_ptr_array_unref(mail.messages);
	g_ptr_array_unref(more.messages);
	composer_free(composer);
	catalog_free(catalog);
	settings_free(settings);
	world_end(&world);
	g_string_free(told, TRUE);
}

static void
invite(guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);
		g_autofree char *email = g_strdup_printf("p%u@example.com", i);

		world_invite(&world, reference, email, NOON_AT + i);
	}
}

/* An invitation that leaves by the other provider. */
static void
invite_to_dinner(void)
{
	g_autoptr(GPtrArray) due = NULL;
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	struct intake *intake;

	world_happens(&world, "dinner", "D-1", "d@example.com", NOON_AT);
	world_ok(due = store_due_events(world.store, NOON_AT, 1, &error));
	intake = world_intake(due->pdata[0]);
	world_plan(intake, "dinner", INVITATION_SCHEDULED, ONE_AT);
	g_ptr_array_add(intakes, intake);
	world_ok(store_put_intakes(world.store, intakes, NOON_AT, &error));
}

static void
was_told(const char *expected)
{
	ck_assert_str_eq(told->str, expected);
	g_string_truncate(told, 0);
}

START_TEST(a_message_is_finished_once_its_attempt_is_on_disk)
{
	invite(1);
	turn(ONE_AT - 1);
	ck_assert_uint_eq(mail.messages->len, 0);
	turn(ONE_AT);
	ck_assert_uint_eq(mail.messages->len, 1);
	ck_assert_str_eq(nth(&mail, 0)->recipient, "p0@example.com");
	balance_state_is(&world, 1, "scheduled");
	is_ready(&mail);
	ck_assert_uint_eq(mail.finished, 0);
	ck_assert_uint_eq(drip_in_flight(drip), 1);
	turn(ONE_AT);
	ck_assert_uint_eq(mail.finished, 1);
	balance_state_is(&world, 1, "sending");
	is_done(&mail, SEND_ACCEPTED);
	balance_state_is(&world, 1, "sending");
	was_told("");
	turn(ONE_AT);
	balance_state_is(&world, 1, "sent");
	was_told("1:0");
	ck_assert_uint_eq(drip_in_flight(drip), 0);
}
END_TEST

START_TEST(a_provider_gets_no_more_than_it_takes_at_once)
{
	invite(3);
	turn(ONE_AT + 9);
	ck_assert_uint_eq(mail.messages->len, 2);
	ck_assert_str_eq(nth(&mail, 0)->recipient, "p0@example.com");
	ck_assert_str_eq(nth(&mail, 1)->recipient, "p1@example.com");
	is_ready(&mail);
	turn(ONE_AT + 9);
	is_done(&mail, SEND_ACCEPTED);
	turn(ONE_AT + 9);
	ck_assert_uint_eq(mail.messages->len, 2);
	ck_assert_str_eq(nth(&mail, 1)->recipient, "p2@example.com");
}
END_TEST

START_TEST(what_is_deferred_is_repeated_byte_for_byte)
{
	g_autoptr(GBytes) first = NULL;

	invite(1);
	turn(ONE_AT);
	first = g_bytes_ref(nth(&mail, 0)->bytes);
	is_ready(&mail);
	turn(ONE_AT);
	is_done(&mail, SEND_DEFERRED);
	turn(ONE_AT);
	balance_state_is(&world, 1, "scheduled");
	was_told("1:1");
	turn(ONE_AT + 299);
	ck_assert_uint_eq(mail.messages->len, 0);
	turn(ONE_AT + 300);
	ck_assert(g_bytes_equal(nth(&mail, 0)->bytes, first));
	is_done(&mail, SEND_REJECTED);
	turn(ONE_AT + 300);
	balance_state_is(&world, 1, "failed");
	ck_assert_uint_eq(mail.finished, 1);
}
END_TEST

START_TEST(a_lost_answer_is_in_doubt_and_not_sent_again)
{
	invite(1);
	turn(ONE_AT);
	is_ready(&mail);
	turn(ONE_AT);
	is_done(&mail, SEND_IN_DOUBT);
	turn(ONE_AT);
	balance_state_is(&world, 1, "in doubt");
	turn(ONE_AT + DAY_S);
	ck_assert_uint_eq(mail.messages->len, 0);
}
END_TEST

START_TEST(what_fails_between_ready_and_finish_was_never_sending)
{
	invite(1);
	turn(ONE_AT);
	is_ready(&mail);
	is_done(&mail, SEND_DEFERRED);
	turn(ONE_AT);
	ck_assert_uint_eq(mail.finished, 0);
	balance_state_is(&world, 1, "scheduled");
}
END_TEST

START_TEST(what_is_cancelled_on_its_way_out_is_abandoned)
{
	invite(2);
	turn(ONE_AT + 1);
	world_happens(&world, "cancellation", "B-0", "p0@example.com", ONE_AT);
	world_judge(&world, ONE_AT);
	is_ready(&mail);
	turn(ONE_AT + 1);
	ck_assert_uint_eq(mail.abandoned, 1);
	ck_assert_uint_eq(mail.finished, 0);
	balance_state_is(&world, 1, "cancelled");
	/* Its place is free, and the other one goes on. */
	ck_assert_uint_eq(drip_in_flight(drip), 1);
	is_ready(&mail);
	turn(ONE_AT + 1);
	ck_assert_uint_eq(mail.finished, 1);
	balance_state_is(&world, 2, "sending");
}
END_TEST

START_TEST(what_may_not_leave_any_more_is_not_handed_over)
{
	invite(1);
	turn(ONE_AT + 30 * DAY_S);
	ck_assert_uint_eq(mail.messages->len, 0);
	balance_state_is(&world, 1, "expired");
	was_told("1:4");
}
END_TEST

START_TEST(a_provider_that_halts_does_not_hold_up_another)
{
	invite(4);
	turn(ONE_AT + 9);
	is_done(&mail, SEND_HALTED);
	was_told("mail halts");
	turn(ONE_AT + 9);
	invite_to_dinner();
	turn(ONE_AT + 10);
	ck_assert_uint_eq(more.messages->len, 1);
	ck_assert_str_eq(nth(&more, 0)->recipient, "d@example.com");
	is_ready(&more);
	turn(ONE_AT + 10);
	is_done(&more, SEND_ACCEPTED);
	turn(ONE_AT + 10);
	balance_state_is(&world, 5, "sent");
	/* Nothing new is handed to the one that halted. */
	ck_assert_uint_eq(mail.messages->len, 1);
}
END_TEST

START_TEST(after_a_halt_one_message_goes_ahead)
{
	invite(3);
	turn(ONE_AT + 9);
	is_done(&mail, SEND_HALTED);
	is_done(&mail, SEND_HALTED);
	turn(ONE_AT + 9);
	ck_assert_uint_eq(mail.messages->len, 0);
	turn(ONE_AT + 9 + 599);
	ck_assert_uint_eq(mail.messages->len, 0);
	g_string_truncate(told, 0);
	turn(ONE_AT + 9 + 600);
	ck_assert_uint_eq(mail.messages->len, 1);
	is_ready(&mail);
	turn(ONE_AT + 9 + 600);
	is_done(&mail, SEND_ACCEPTED);
	ck_assert(g_str_has_suffix(told->str, "mail works"));
	turn(ONE_AT + 9 + 600);
	turn(ONE_AT + 9 + 600);
	ck_assert_uint_eq(mail.messages->len, 2);
}
END_TEST

START_TEST(a_deferral_does_not_end_a_halt_and_the_next_is_tried_later)
{
	gint64 again_at = ONE_AT + 9 + 600;

	invite(3);
	turn(ONE_AT + 9);
	is_done(&mail, SEND_HALTED);
	/* It was on its way before, and says nothing of the halt. */
	is_done(&mail, SEND_DEFERRED);
	turn(ONE_AT + 9);
	turn(again_at - 1);
	ck_assert_uint_eq(mail.messages->len, 0);
	g_string_truncate(told, 0);
	turn(again_at);
	ck_assert_uint_eq(mail.messages->len, 1);
	is_done(&mail, SEND_DEFERRED);
	turn(again_at);
	ck_assert_ptr_null(strstr(told->str, "works"));
	turn(again_at + 3600);
	ck_assert_uint_eq(mail.messages->len, 1);
}
END_TEST

START_TEST(if_the_one_to_go_ahead_may_not_leave_another_does)
{
	gint64 again_at = ONE_AT + 10 * DAY_S;

	world_invite(&world, "B-1", "p1@example.com", NOON_AT);
	world_invite(&world, "B-2", "p2@example.com", NOON_AT + DAY_S);
	turn(ONE_AT + DAY_S);
	is_done(&mail, SEND_HALTED);
	is_done(&mail, SEND_HALTED);
	turn(ONE_AT + DAY_S);
	/* The time of the one that goes ahead is over. */
	turn(again_at);
	balance_state_is(&world, 1, "expired");
	turn(again_at);
	ck_assert_uint_eq(mail.messages->len, 1);
	ck_assert_str_eq(nth(&mail, 0)->recipient, "p2@example.com");
}
END_TEST

START_TEST(if_the_one_that_went_ahead_is_cancelled_another_does)
{
	gint64 again_at = ONE_AT + 9 + 600;

	invite(2);
	turn(ONE_AT + 9);
	is_done(&mail, SEND_HALTED);
	is_done(&mail, SEND_HALTED);
	turn(ONE_AT + 9);
	turn(again_at);
	ck_assert_uint_eq(mail.messages->len, 1);
	world_happens(&world, "cancellation", "B-0", "p0@example.com", ONE_AT);
	world_judge(&world, again_at);
	is_ready(&mail);
	turn(again_at);
	ck_assert_uint_eq(mail.abandoned, 1);
	turn(again_at);
	ck_assert_uint_eq(mail.messages->len, 1);
	ck_assert_str_eq(nth(&mail, 0)->recipient, "p1@example.com");
}
END_TEST

START_TEST(who_stops_gives_back_what_waits_and_ends_what_is_out)
{
	invite(3);
	turn(ONE_AT + 9);
	world_ok(drip_turn(drip, ONE_AT + 9, FALSE, &error));
	balance_check(&world);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM lease"),
	    2);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 1);
	is_ready(&mail);
	world_ok(drip_turn(drip, ONE_AT + 9, FALSE, &error));
	is_done(&mail, SEND_ACCEPTED);
	is_done(&mail, SEND_DEFERRED);
	world_ok(drip_turn(drip, ONE_AT + 9, FALSE, &error));
	balance_state_is(&world, 1, "sent");
	balance_state_is(&world, 2, "scheduled");
	ck_assert_uint_eq(drip_in_flight(drip), 0);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM due"), 2);
}
END_TEST

START_TEST(while_the_store_is_busy_nothing_is_lost)
{
	struct db *writer = db_open(world.url, FALSE, NULL);
	g_autoptr(GError) error = NULL;

	invite(1);
	turn(ONE_AT);
	is_ready(&mail);
	store_set_patience(world.store, 0);
	ck_assert(db_begin(writer, NULL));
	ck_assert(!drip_turn(drip, ONE_AT, TRUE, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER));
	ck_assert_uint_eq(mail.finished, 0);
	db_rollback(writer);
	db_close(writer);
	turn(ONE_AT);
	ck_assert_uint_eq(mail.finished, 1);
	balance_state_is(&world, 1, "sending");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drip");
	TCase *tcase = tcase_create("drip");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase,
	    a_message_is_finished_once_its_attempt_is_on_disk);
	tcase_add_test(tcase, a_provider_gets_no_more_than_it_takes_at_once);
	tcase_add_test(tcase, what_is_deferred_is_repeated_byte_for_byte);
	tcase_add_test(tcase, a_lost_answer_is_in_doubt_and_not_sent_again);
	tcase_add_test(tcase,
	    what_fails_between_ready_and_finish_was_never_sending);
	tcase_add_test(tcase, what_is_cancelled_on_its_way_out_is_abandoned);
	tcase_add_test(tcase, what_may_not_leave_any_more_is_not_handed_over);
	tcase_add_test(tcase, a_provider_that_halts_does_not_hold_up_another);
	tcase_add_test(tcase, after_a_halt_one_message_goes_ahead);
	tcase_add_test(tcase,
	    a_deferral_does_not_end_a_halt_and_the_next_is_tried_later);
	tcase_add_test(tcase,
	    if_the_one_to_go_ahead_may_not_leave_another_does);
	tcase_add_test(tcase,
	    if_the_one_that_went_ahead_is_cancelled_another_does);
	tcase_add_test(tcase,
	    who_stops_gives_back_what_waits_and_ends_what_is_out);
	tcase_add_test(tcase, while_the_store_is_busy_nothing_is_lost);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
