/*
 * test_text_races.c - what crosses on its way: a text that came in and one that
 * is about to leave, a verdict and the next answer, a doubt and what changed
 * since.
 */
#include <string.h>

#include "scheduler/delivery.h"
#include "store/db/db.h"
#include "tests/unit/doors.h"
#include "tests/unit/texted.h"

#define AT (ONE_AT + 9)
#define FIRST_AT (AT + 30)
#define SECOND_AT (FIRST_AT + 600)
#define P0 "+358401234560"

static struct fake *texts;
static struct provider_ops known_ops;
static GPtrArray *questions; /* const struct message: looked for */
static provider_looked_up told_to;
static gpointer told_user;

static void
fake_look_up(struct provider *provider, const struct message *message,
    gint64 since_at, provider_looked_up done, gpointer user)
{
	(void)provider;
	(void)since_at;
	told_to = done;
	told_user = user;
	g_ptr_array_add(questions, (gpointer)message);
}

static void
begin(void)
{
	doors_begin(STAGED_HEAD "channel = sms\n"
				"[provider texts]\ntype = fake-texts\n"
				"[sms]\ncountry = FI\nprice = 0.05\n");
	texts = door("texts");
	known_ops = fake_text_ops;
	known_ops.look_up = fake_look_up;
	texts->base.ops = &known_ops;
	questions = g_ptr_array_new();
}

static void
end(void)
{
	g_ptr_array_unref(questions);
	doors_end();
}

static void
stops(gint64 reply_id, gint64 at)
{
	const struct texted_meaning meaning = { .number = P0,
		.kind = REPLY_OPT_OUT,
		.invitation_id = 1,
		.text = { .step = CONVERSATION_DONE,
		    .answer = MESSAGE_STOPPED,
		    .stop = TRUE } };

	texted_apply(reply_id, &meaning, at);
}

START_TEST(who_has_texted_is_sent_nothing_before_that_is_read)
{
	gint64 reply_id;

	doors_book(1);
	turn(AT);
	holds(texts, 1);
	reply_id = texted_arrives("in-1", P0, "STOP", AT);
	is_ready(texts);
	turn(AT);
	ck_assert_uint_eq(texts->finished, 0);
	holds(texts, 0);
	balance_state_is(&world, 1, "scheduled");
	turn(AT + 1);
	if (texts->messages->len > 0)
		is_ready(texts);
	turn(AT + 1);
	ck_assert_uint_eq(texts->finished, 0);
	stops(reply_id, AT + 2);
	balance_state_is(&world, 1, "suppressed");
	turn(AT + 2);
	leaves(texts, SEND_ACCEPTED, AT + 2);
	ck_assert_uint_eq(texts->finished, 1);
	texted_is("SELECT group_concat(m.kind) FROM attempt a JOIN message m"
		  " ON m.id = a.message_id WHERE a.outcome = 'accepted'",
	    "stopped");
}
END_TEST

START_TEST(who_has_texted_is_asked_once_that_is_read)
{
	const struct texted_meaning meaning = { .number = P0,
		.kind = REPLY_COMMENT,
		.comment = "hello" };
	gint64 reply_id;

	doors_book(1);
	turn(AT);
	reply_id = texted_arrives("in-1", P0, "hello", AT);
	is_ready(texts);
	turn(AT);
	texted_apply(reply_id, &meaning, AT);
	turn(AT + 1);
	leaves(texts, SEND_ACCEPTED, AT + 1);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(a_text_survives_some_deaths_of_who_reads_it)
{
	gint64 reply_id = texted_arrives("in-1", P0, "9", AT);
	enum reply_try outcome;

	for (guint i = 0; i < 5; i++) {
		world_ok(store_try_replies(world.store, &reply_id, 1, AT,
		    &outcome, &error));
		ck_assert_int_eq(outcome, REPLY_TRY_GO);
	}
	world_ok(store_try_replies(world.store, &reply_id, 1, AT, &outcome,
	    &error));
	ck_assert_int_eq(outcome, REPLY_TRY_ASIDE);
}
END_TEST

START_TEST(a_question_that_was_deferred_is_not_asked_after_the_thanks)
{
	const struct texted_meaning score = { .number = P0,
		.kind = REPLY_ANSWER,
		.invitation_id = 1,
		.score = 9,
		.text = { .counts = TRUE,
		    .step = CONVERSATION_REASON,
		    .answer = MESSAGE_REASON } };
	const struct texted_meaning words = { .number = P0,
		.kind = REPLY_COMMENT,
		.invitation_id = 1,
		.comment = "the pool",
		.text = { .counts = TRUE,
		    .step = CONVERSATION_DONE,
		    .answer = MESSAGE_THANKS } };

	doors_book(1);
	turn(AT);
	leaves(texts, SEND_ACCEPTED, AT);
	texted_says("9", &score, AT + 1);
	turn(AT + 1);
	is_ready(texts);
	turn(AT + 1);
	/* It is on its way; and then the gateway says "later". */
	texted_says("the pool", &words, AT + 2);
	is_done(texts, SEND_DEFERRED);
	turn(AT + 2);
	texted_is("SELECT group_concat(m.kind) FROM due w"
		  " JOIN message m ON m.id = w.message_id",
	    "thanks");
}
END_TEST

static void
is_reported(enum delivery_state state, gint64 at)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct delivery_report *report = g_new0(struct delivery_report, 1);
	guint n;

	report->name = token_make(store_key(world.store), TOKEN_DELIVERY, 1);
	report->state = state;
	g_ptr_array_add(arrivals->reports, report);
	world_ok(store_put_arrivals(world.store, one, 1, at, &n, &error));
	world_ok(delivery_turn(world.store, settings, at, 9, &n, &error));
	balance_check(&world);
}

/* Otherwise a text that left would be followed by a mail. */
START_TEST(what_was_said_of_a_try_before_settles_no_doubt_of_this_one)
{
	doors_book(1);
	turn(AT);
	leaves(texts, SEND_DEFERRED, AT);
	is_reported(DELIVERY_UNDELIVERED, AT + 1);
	balance_state_is(&world, 1, "scheduled");
	turn(AT + HOUR_S);
	leaves(texts, SEND_IN_DOUBT, AT + HOUR_S);
	is_reported(DELIVERY_SENT, AT + HOUR_S + 1);
	balance_state_is(&world, 1, "sent");
}
END_TEST

static struct lookups *
lookups_begin(GPtrArray *providers)
{
	static const struct lookups_hooks hooks = {
		.settled = NULL, .wake = on_wake
	};

	g_ptr_array_add(providers, texts);
	return lookups_new(world.store, settings, composer, providers, &hooks);
}

static void
run_sql(const char *sql)
{
	g_free(place_sql(world.url, sql));
}

/* Otherwise it would be looked for in vain, and the person asked twice. */
START_TEST(what_is_in_doubt_is_looked_for_as_it_left)
{
	g_autoptr(GPtrArray) providers = g_ptr_array_new();
	g_autoptr(lookups) lookups = lookups_begin(providers);
	g_autofree char *left = NULL;
	const struct message *message;
	gsize n;

	doors_book(1);
	turn(AT);
	message = nth(texts, 0);
	left = g_strndup(g_bytes_get_data(message->bytes, NULL),
	    g_bytes_get_size(message->bytes));
	leaves(texts, SEND_IN_DOUBT, AT);
	run_sql("UPDATE contact SET phone = '+358409999999',"
		" language = 'fi', name = 'Another'");
	world_ok(lookups_turn(lookups, AT, &error));
	world_ok(lookups_turn(lookups, FIRST_AT, &error));
	ck_assert_uint_eq(questions->len, 1);
	message = questions->pdata[0];
	ck_assert_str_eq(message->recipient, P0);
	n = g_bytes_get_size(message->bytes);
	ck_assert_uint_eq(n, strlen(left));
	ck_assert_mem_eq(g_bytes_get_data(message->bytes, NULL), left, n);
}
END_TEST

START_TEST(so_is_what_a_crash_left_in_doubt)
{
	g_autoptr(GPtrArray) providers = g_ptr_array_new();
	g_autoptr(lookups) lookups = lookups_begin(providers);
	const struct message *message;
	guint returned, in_doubt;

	doors_book(1);
	turn(AT);
	is_ready(texts);
	turn(AT);
	run_sql("UPDATE contact SET phone = '+358409999999'");
	world_ok(world_recover(&world, AT, &returned, &in_doubt, &error));
	ck_assert_uint_eq(in_doubt, 1);
	world_ok(lookups_turn(lookups, AT, &error));
	world_ok(lookups_turn(lookups, FIRST_AT, &error));
	message = questions->pdata[0];
	ck_assert_str_eq(message->recipient, P0);
	is_done(texts, SEND_ACCEPTED);
	turn(AT);
}
END_TEST

START_TEST(no_text_is_kept_once_it_is_known_what_became_of_it)
{
	static const enum send_outcome outcomes[] = { SEND_ACCEPTED,
		SEND_REJECTED, SEND_HALTED };

	doors_book(G_N_ELEMENTS(outcomes));
	for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++) {
		turn(AT);
		leaves(texts, outcomes[i], AT);
	}
	texted_is("SELECT count(*) FROM message_bytes", "0");
}
END_TEST

static void
on_found(gint64 message_id, const char *what, gpointer user)
{
	(void)user;
	tell("%" G_GINT64_FORMAT ": %s", message_id, what);
}

static void
is_absent(struct lookups *lookups, gint64 at)
{
	ck_assert_uint_eq(questions->len, 1);
	told_to(&texts->base, questions->pdata[0], NULL, NULL, told_user);
	g_ptr_array_set_size(questions, 0);
	world_ok(lookups_turn(lookups, at, &error));
}

START_TEST(what_falls_in_doubt_again_is_looked_for_anew)
{
	static const struct lookups_hooks hooks = { on_found, on_wake, NULL };
	g_autoptr(GPtrArray) providers = g_ptr_array_new();
	g_autoptr(lookups) lookups = NULL;

	g_ptr_array_add(providers, texts);
	lookups = lookups_new(world.store, settings, composer, providers,
	    &hooks);
	doors_book(1);
	turn(AT);
	leaves(texts, SEND_IN_DOUBT, AT);
	world_ok(lookups_turn(lookups, AT, &error));
	world_ok(lookups_turn(lookups, FIRST_AT, &error));
	is_absent(lookups, FIRST_AT);
	world_ok(lookups_turn(lookups, SECOND_AT, &error));
	is_absent(lookups, SECOND_AT);
	turn(SECOND_AT);
	leaves(texts, SEND_IN_DOUBT, SECOND_AT);
	balance_state_is(&world, 1, "in doubt");
	/* Twice, and not at once. */
	world_ok(lookups_turn(lookups, SECOND_AT + 31, &error));
	world_ok(lookups_turn(lookups, SECOND_AT + 62, &error));
	is_absent(lookups, SECOND_AT + 62);
	balance_state_is(&world, 1, "in doubt");
	world_ok(lookups_turn(lookups, SECOND_AT + 662, &error));
	is_absent(lookups, SECOND_AT + 662);
	balance_state_is(&world, 1, "scheduled");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("text_races");
	TCase *tcase = tcase_create("races");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase,
	    who_has_texted_is_sent_nothing_before_that_is_read);
	tcase_add_test(tcase, who_has_texted_is_asked_once_that_is_read);
	tcase_add_test(tcase, a_text_survives_some_deaths_of_who_reads_it);
	tcase_add_test(tcase,
	    a_question_that_was_deferred_is_not_asked_after_the_thanks);
	tcase_add_test(tcase,
	    what_was_said_of_a_try_before_settles_no_doubt_of_this_one);
	tcase_add_test(tcase, what_is_in_doubt_is_looked_for_as_it_left);
	tcase_add_test(tcase, so_is_what_a_crash_left_in_doubt);
	tcase_add_test(tcase,
	    no_text_is_kept_once_it_is_known_what_became_of_it);
	tcase_add_test(tcase, what_falls_in_doubt_again_is_looked_for_anew);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
