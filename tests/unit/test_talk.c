/*
 * test_talk.c - whole talks by text: events are judged, texts leave by a
 * gateway that takes all, and what people type comes in.
 */
#include <string.h>

#include "base/token.h"
#include "replies/take.h"
#include "scheduler/delivery.h"
#include "scheduler/drip.h"
#include "scheduler/intake.h"
#include "store/conversations.h"
#include "tests/unit/balance.h"
#include "tests/unit/staged.h"

#define GUEST "+358401234567"
#define OTHER "+358407654321"
#define DAY_WINDOW_S DAY_S /* how long a talk is open, by default */

#define TEXTS_HEAD                                                             \
	"[provider texts]\ntype = fake-texts\nfrom = +358501112222\n"          \
	"[touchpoint visit]\non = visit\nchannel = sms, email\n"               \
	"text = How was the visit, 0-10?\n"                                    \
	"[touchpoint meal]\non = meal\nchannel = sms\n"                        \
	"text = How was the meal, 0-10?\n"                                     \
	"[sms]\ncountry = FI\nprice = 0.05\n"

/* A gateway or relay that takes all; what it was given is in `sent`. */
struct fake {
	struct provider base;
	GQueue ready; /* const struct message: handed over */
	GQueue done;  /* finished */
	const struct send_watcher *watcher;
	gpointer user;
};

static struct world world;
static struct settings *settings;
static struct catalog *catalog;
static struct composer *composer;
static struct drip *drip;
static struct worker *worker;
static struct taker *taker;
static struct fake texts, mail;
static GString *sent; /* "number: text", a line each; a mail: "mail" */
static guint n_texts_in;

static void
fake_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct fake *fake = (struct fake *)provider;

	fake->watcher = watcher;
	fake->user = user;
	g_queue_push_tail(&fake->ready, (gpointer)message);
}

static void
fake_finish(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);

	if (message->channel == CHANNEL_SMS)
		g_string_append_printf(sent, "%s: %.*s\n", message->recipient,
		    (int)n, bytes);
	else
		g_string_append_printf(sent, "mail\n");
	g_queue_push_tail(&fake->done, (gpointer)message);
}

static void
fake_abandon(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;

	g_queue_remove(&fake->ready, message);
}

static const struct provider_ops text_ops = {
	.type = "fake-texts",
	.channel = CHANNEL_SMS,
	.send = fake_send,
	.finish = fake_finish,
	.abandon = fake_abandon,
};
static const struct provider_ops mail_ops = {
	.type = "fake",
	.channel = CHANNEL_EMAIL,
	.send = fake_send,
	.finish = fake_finish,
	.abandon = fake_abandon,
};

/* What was handed over goes on a step; TRUE if anything did. */
static gboolean
fake_goes_on(struct fake *fake)
{
	const struct message *message = g_queue_pop_head(&fake->done);
	struct send_result result = { .outcome = SEND_ACCEPTED };

	if (message != NULL) {
		result.remote_id = g_strdup_printf("remote-%" G_GINT64_FORMAT,
		    message->id);
		fake->watcher->done(message, &result, fake->user);
		send_result_clear(&result);
		return TRUE;
	}
	message = g_queue_pop_head(&fake->ready);
	if (message != NULL)
		fake->watcher->ready(message, fake->user);
	return message != NULL;
}

static void
on_wake(gpointer user)
{
	(void)user;
}

static void
on_ended(const struct drip_report *report, gpointer user)
{
	(void)report;
	(void)user;
}

static void
on_halted(const char *provider, const char *detail, gpointer user)
{
	(void)provider;
	(void)detail;
	(void)user;
}

static void
on_taken(gint64 reply_id, enum reply_kind kind, gint64 invitation_id,
    const char *note, gpointer user)
{
	(void)reply_id;
	(void)kind;
	(void)invitation_id;
	(void)note;
	(void)user;
}

/* All that is due at that time is done. */
static void
until_quiet(gint64 now_at)
{
	gboolean more = TRUE;

	for (guint i = 0; more && i < 100; i++) {
		guint judged, applied, closed;

		world_ok(intake_turn(world.store, settings, now_at, 100,
		    &judged, &error));
		world_ok(store_close_conversations(world.store, now_at, 100,
		    &closed, &error));
		world_ok(taker_turn(taker, now_at, TRUE, &error));
		world_ok(delivery_turn(world.store, settings, now_at, 100,
		    &applied, &error));
		world_ok(drip_turn(drip, now_at, TRUE, &error));
		more = fake_goes_on(&texts) || fake_goes_on(&mail) ||
		    taker_is_busy(taker) || drip_in_flight(drip) > 0 ||
		    judged > 0 || applied > 0 || closed > 0;
	}
	ck_assert(!more);
	balance_check(&world);
}

static void
begin_with(const char *more)
{
	static const struct drip_hooks drip_hooks = { .ended = on_ended,
		.halted = on_halted,
		.wake = on_wake };
	static const struct taker_hooks taker_hooks = { .taken = on_taken,
		.wake = on_wake };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) providers = g_ptr_array_new();
	g_autofree char *text = g_strconcat(STAGED_HEAD TEXTS_HEAD, more, NULL);

	n_texts_in = 0;
	sent = g_string_new(NULL);
	world_begin(&world);
	settings = staged_settings(world.folder, text);
	world_ok(catalog = catalog_load(NULL, mistakes, &error));
	composer = composer_new(settings, catalog, store_key(world.store),
	    mistakes);
	ck_assert_ptr_nonnull(composer);
	mail = (struct fake){ .base = { .ops = &mail_ops,
				  .name = (char *)"mail",
				  .capacity = 4 } };
	texts = (struct fake){ .base = { .ops = &text_ops,
				   .name = (char *)"texts",
				   .capacity = 4 } };
	g_ptr_array_add(providers, &mail);
	g_ptr_array_add(providers, &texts);
	drip = drip_new(world.store, settings, composer, providers,
	    &drip_hooks);
	worker = worker_new("/bin/false", "read");
	taker = taker_new(world.store, settings, worker, &taker_hooks);
}

static void
begin(void)
{
	begin_with("");
}

static void
end(void)
{
	balance_check(&world);
	worker_free(worker);
	taker_free(taker);
	drip_free(drip);
	composer_free(composer);
	catalog_free(catalog);
	settings_free(settings);
	world_end(&world);
	g_string_free(sent, TRUE);
}

static void
happens(const char *type, const char *reference, const char *number,
    const char *email, gint64 at)
{
	g_autoptr(event) event = world_event(type, reference, email, at);
	struct event *one[] = { event };

	event->contact.phone = g_strdup(number);
	event->contact.language = g_strdup("en");
	world_ok(store_put_events(world.store, one, 1, at, NULL, &error));
	until_quiet(at);
}

/* A text comes in, written then; TRUE if it is new. */
static gboolean
comes_in(const char *id, const char *number, const char *words,
    gint64 written_at, gint64 now_at)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct incoming_text *text = g_new0(struct incoming_text, 1);
	guint stored;

	text->id = g_strdup(id);
	text->from = g_strdup(number);
	text->text = g_strdup(words);
	text->written_at = written_at;
	g_ptr_array_add(arrivals->texts, text);
	world_ok(store_put_arrivals(world.store, one, 1, now_at, &stored,
	    &error));
	until_quiet(now_at);
	return stored == 1;
}

static void
types(const char *number, const char *words, gint64 at)
{
	g_autofree char *id = g_strdup_printf("in-%u", ++n_texts_in);

	ck_assert(comes_in(id, number, words, at, at));
}

static void
reports(gint64 message_id, enum delivery_state state, gint64 at)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct delivery_report *report = g_new0(struct delivery_report, 1);
	guint stored;

	report->name = token_make(store_key(world.store), TOKEN_DELIVERY,
	    message_id);
	report->state = state;
	g_ptr_array_add(arrivals->reports, report);
	world_ok(
	    store_put_arrivals(world.store, one, 1, at, &stored, &error));
	until_quiet(at);
}

/* How many texts went to the number since it was asked last; forgets them. */
static guint
texts_to(const char *number)
{
	g_auto(GStrv) lines = g_strsplit(sent->str, "\n", -1);
	guint n = 0;

	for (guint i = 0; lines[i] != NULL; i++)
		n += g_str_has_prefix(lines[i], number);
	g_string_truncate(sent, 0);
	return n;
}

static void
was_asked(const char *number, const char *question)
{
	g_autofree char *line = g_strdup_printf("%s: %s\n", number, question);

	ck_assert_str_eq(sent->str, line);
	g_string_truncate(sent, 0);
}

/* The current response of a touchpoint's only answered invitation. */
static void
response_is(const char *touchpoint, const char *expected)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT coalesce((SELECT score || ' ' || coalesce(comment, '-')"
	    " FROM response WHERE touchpoint = '%s' ORDER BY id DESC LIMIT 1),"
	    " 'none')",
	    touchpoint);
	g_autofree char *found = balance_text(&world, sql);

	ck_assert_str_eq(found, expected);
}

START_TEST(a_talk_goes_from_the_question_to_the_thanks)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	was_asked(GUEST, "How was the visit, 0-10?");
	types(GUEST, "9", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("visit", "9 -");
	balance_state_is(&world, 1, "answered");
	types(GUEST, "the view from the room", NOON_AT + 120);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("visit", "9 the view from the room");
	types(GUEST, "and the food", NOON_AT + 180);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	response_is("visit", "9 the view from the room\n\nand the food");
}
END_TEST

START_TEST(nonsense_gets_one_reprompt_and_the_score_counts_all_the_same)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	types(GUEST, "??", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "!!", NOON_AT + 120);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	types(GUEST, "8", NOON_AT + 180);
	response_is("visit", "8 -");
}
END_TEST

START_TEST(words_before_the_score_become_its_comment)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	types(GUEST, "it was lovely", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "10", NOON_AT + 120);
	response_is("visit", "10 it was lovely");
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "bye", NOON_AT + 180);
	ck_assert_uint_eq(texts_to(GUEST), 0);
}
END_TEST

START_TEST(a_second_survey_waits_until_the_first_is_answered)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	happens("meal", "M-2", OTHER, NULL, NOON_AT + 60);
	ck_assert(strstr(sent->str, OTHER ": How was the meal") != NULL);
	ck_assert(strstr(sent->str, GUEST ": How was the meal") == NULL);
	texts_to(GUEST);
	types(GUEST, "9 lovely", NOON_AT + 120);
	response_is("visit", "9 lovely");
	response_is("meal", "none");
	ck_assert_uint_eq(texts_to(GUEST), 1); /* thanks */
	until_quiet(NOON_AT + 125);
	was_asked(GUEST, "How was the meal, 0-10?");
	types(GUEST, "3 cold soup", NOON_AT + 180);
	response_is("meal", "3 cold soup");
	response_is("visit", "9 lovely");
}
END_TEST

START_TEST(a_second_survey_waits_no_longer_than_the_first_is_open)
{
	gint64 over_at = NOON_AT + DAY_WINDOW_S;

	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	until_quiet(over_at - 1);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	until_quiet(over_at);
	was_asked(GUEST, "How was the meal, 0-10?");
}
END_TEST

START_TEST(two_of_one_moment_are_asked_one_after_the_other)
{
	g_autoptr(event) visit = world_event("visit", "V-1", NULL, NOON_AT);
	g_autoptr(event) meal = world_event("meal", "M-1", NULL, NOON_AT);
	struct event *both[] = { visit, meal };

	visit->contact.phone = g_strdup(GUEST);
	meal->contact.phone = g_strdup(GUEST);
	world_ok(
	    store_put_events(world.store, both, 2, NOON_AT, NULL, &error));
	until_quiet(NOON_AT);
	ck_assert_uint_eq(texts_to(GUEST), 1);
}
END_TEST

START_TEST(an_answer_goes_to_the_survey_that_was_asked_when_it_was_written)
{
	gint64 later_at = NOON_AT + 2 * DAY_WINDOW_S;

	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, later_at);
	ck_assert_uint_eq(texts_to(GUEST), 2);
	/* Written in time; its way took two days. */
	ck_assert(comes_in("slow", GUEST, "7", NOON_AT + 600, later_at + 600));
	response_is("visit", "7 -");
	response_is("meal", "none");
	types(GUEST, "4", later_at + 900);
	response_is("meal", "4 -");
	response_is("visit", "7 -");
}
END_TEST

START_TEST(a_late_answer_counts_for_the_survey_it_was_asked_in)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	until_quiet(NOON_AT + 3 * DAY_S);
	types(GUEST, "6", NOON_AT + 3 * DAY_S);
	response_is("visit", "6 -");
}
END_TEST

START_TEST(a_changed_mind_is_a_new_row_and_too_late_is_too_late)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	types(GUEST, "9 nice", NOON_AT + 60);
	types(GUEST, "2", NOON_AT + 120);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM response"),
	    2);
	response_is("visit", "2 nice");
	types(GUEST, "10", NOON_AT + DAY_WINDOW_S + 60);
	response_is("visit", "2 nice");
	ck_assert_int_eq(balance_count(&world,
			     "SELECT sum(n) FROM score_rollup"),
	    1);
}
END_TEST

START_TEST(the_same_text_told_twice_is_one_reply)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	ck_assert(comes_in("SM1", GUEST, "9", NOON_AT + 60, NOON_AT + 60));
	ck_assert(!comes_in("SM1", GUEST, "9", NOON_AT + 60, NOON_AT + 90));
	ck_assert_uint_eq(texts_to(GUEST), 1);
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM response"),
	    1);
}
END_TEST

START_TEST(stop_ends_all_for_the_number_with_one_confirmation)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	texts_to(GUEST);
	types(GUEST, "Stop. Thank you", NOON_AT + 120);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	balance_state_is(&world, 2, "suppressed");
	types(GUEST, "STOP", NOON_AT + 180);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	types(GUEST, "9", NOON_AT + 240);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	happens("meal", "M-2", GUEST, NULL, NOON_AT + 300);
	until_quiet(NOON_AT + 2 * DAY_S);
	ck_assert_uint_eq(texts_to(GUEST), 0);
}
END_TEST

START_TEST(start_opens_what_stop_has_closed)
{
	types(GUEST, "STOP", NOON_AT);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "start", NOON_AT + 60);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	types(GUEST, "start", NOON_AT + 90);
	ck_assert_uint_eq(texts_to(GUEST), 0);
	happens("meal", "M-2", GUEST, NULL, NOON_AT + 300);
	was_asked(GUEST, "How was the meal, 0-10?");
}
END_TEST

START_TEST(stop_drops_the_answer_that_waits)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	ck_assert_int_eq(texts.base.capacity, 4);
	texts.base.capacity = 0; /* nothing leaves */
	types(GUEST, "9", NOON_AT + 60);
	types(GUEST, "stop", NOON_AT + 61);
	texts.base.capacity = 4;
	until_quiet(NOON_AT + 70);
	/* The confirmation alone; not the question for the reason. */
	ck_assert_uint_eq(texts_to(GUEST), 1);
	response_is("visit", "9 -");
}
END_TEST

START_TEST(stop_by_text_closes_mail_if_it_is_to)
{
	end();
	begin_with("stop = all\n");
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	happens("booking", "B-1", NULL, "guest-7@example.com", NOON_AT);
	types(GUEST, "STOP", NOON_AT + 60);
	balance_state_is(&world, 2, "suppressed");
	until_quiet(NOON_AT + 2 * HOUR_S);
	ck_assert(strstr(sent->str, "mail") == NULL);
	types(GUEST, "START", NOON_AT + 3 * HOUR_S);
	happens("booking", "B-2", NULL, "guest-7@example.com",
	    NOON_AT + 4 * HOUR_S);
	until_quiet(NOON_AT + 6 * HOUR_S);
	ck_assert(strstr(sent->str, "mail") != NULL);
}
END_TEST

START_TEST(stop_by_text_leaves_mail_open_if_nothing_is_said)
{
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	happens("booking", "B-1", NULL, "guest-7@example.com", NOON_AT);
	types(GUEST, "STOP", NOON_AT + 60);
	until_quiet(NOON_AT + 2 * HOUR_S);
	ck_assert(strstr(sent->str, "mail") != NULL);
}
END_TEST

START_TEST(help_is_answered_to_anybody)
{
	types(OTHER, "HELP", NOON_AT);
	ck_assert_uint_eq(texts_to(OTHER), 1);
}
END_TEST

START_TEST(what_is_not_delivered_is_asked_by_mail)
{
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	texts_to(GUEST);
	reports(1, DELIVERY_SENT, NOON_AT + 5);
	ck_assert_str_eq(sent->str, "");
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 10);
	ck_assert_str_eq(sent->str, "mail\n");
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 20);
	ck_assert_str_eq(sent->str, "mail\n");
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(a_late_sent_never_undoes_delivered)
{
	happens("visit", "V-1", GUEST, "guest-7@example.com", NOON_AT);
	reports(1, DELIVERY_DELIVERED, NOON_AT + 5);
	reports(1, DELIVERY_SENT, NOON_AT + 10);
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 15);
	ck_assert(strstr(sent->str, "mail") == NULL);
	balance_state_is(&world, 1, "sent");
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM delivery"
			     " WHERE state = 'delivered'"),
	    1);
}
END_TEST

START_TEST(what_is_undelivered_without_a_mail_address_has_failed)
{
	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	reports(1, DELIVERY_UNDELIVERED, NOON_AT + 10);
	balance_state_is(&world, 1, "failed");
	/* Its number is free again. */
	texts_to(GUEST);
	happens("meal", "M-1", GUEST, NULL, NOON_AT + 60);
	was_asked(GUEST, "How was the meal, 0-10?");
}
END_TEST

START_TEST(at_night_nobody_is_asked_but_who_writes_is_answered)
{
	gint64 night_at = NOON_AT + 11 * HOUR_S; /* 23:00 UTC */

	happens("visit", "V-1", GUEST, NULL, NOON_AT);
	texts_to(GUEST);
	happens("meal", "M-1", OTHER, NULL, night_at);
	ck_assert_uint_eq(texts_to(OTHER), 0);
	types(GUEST, "9", night_at);
	ck_assert_uint_eq(texts_to(GUEST), 1);
	until_quiet(NOON_AT + 18 * HOUR_S - 1); /* 08:00 in Helsinki */
	ck_assert_uint_eq(texts_to(OTHER), 0);
	until_quiet(NOON_AT + 18 * HOUR_S);
	ck_assert_uint_eq(texts_to(OTHER), 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("talk");
	TCase *tests = tcase_create("talk");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_talk_goes_from_the_question_to_the_thanks);
	tcase_add_test(tests,
	    nonsense_gets_one_reprompt_and_the_score_counts_all_the_same);
	tcase_add_test(tests, words_before_the_score_become_its_comment);
	tcase_add_test(tests,
	    a_second_survey_waits_until_the_first_is_answered);
	tcase_add_test(tests,
	    a_second_survey_waits_no_longer_than_the_first_is_open);
	tcase_add_test(tests,
	    two_of_one_moment_are_asked_one_after_the_other);
	tcase_add_test(tests,
	    an_answer_goes_to_the_survey_that_was_asked_when_it_was_written);
	tcase_add_test(tests,
	    a_late_answer_counts_for_the_survey_it_was_asked_in);
	tcase_add_test(tests,
	    a_changed_mind_is_a_new_row_and_too_late_is_too_late);
	tcase_add_test(tests, the_same_text_told_twice_is_one_reply);
	tcase_add_test(tests,
	    stop_ends_all_for_the_number_with_one_confirmation);
	tcase_add_test(tests, start_opens_what_stop_has_closed);
	tcase_add_test(tests, stop_drops_the_answer_that_waits);
	tcase_add_test(tests, stop_by_text_closes_mail_if_it_is_to);
	tcase_add_test(tests,
	    stop_by_text_leaves_mail_open_if_nothing_is_said);
	tcase_add_test(tests, help_is_answered_to_anybody);
	tcase_add_test(tests, what_is_not_delivered_is_asked_by_mail);
	tcase_add_test(tests, a_late_sent_never_undoes_delivered);
	tcase_add_test(tests,
	    what_is_undelivered_without_a_mail_address_has_failed);
	tcase_add_test(tests,
	    at_night_nobody_is_asked_but_who_writes_is_answered);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
