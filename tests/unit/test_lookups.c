/* test_lookups.c - what is in doubt is asked about until it is known. */
#include "scheduler/delivery.h"

#include "base/errors.h"
#include "base/token.h"
#include "store/db/db.h"
#include "tests/unit/doors.h"
#include "tests/unit/texted.h"

#define AT (ONE_AT + 9)
#define FIRST_AT (AT + 30)
#define SECOND_AT (FIRST_AT + 600)

/* What a provider was asked. */
struct question {
	struct provider *provider;
	const struct message *message;
	gint64 since_at;
	provider_looked_up done;
	gpointer user;
};

static struct fake *mail, *texts;
static struct lookups *lookups;
static GPtrArray *providers;
static guint closed;
static GPtrArray *questions; /* struct question: not answered yet */
static guint asked;	     /* in all */

static void
fake_look_up(struct provider *provider, const struct message *message,
    gint64 since_at, provider_looked_up done, gpointer user)
{
	const struct question one = { provider, message, since_at, done, user };

	g_ptr_array_add(questions, g_memdup2(&one, sizeof(one)));
	asked++;
}

static struct provider_ops known_ops;

static void
on_closed(gpointer provider)
{
	(void)provider;
	closed++;
}

static void
on_settled(gint64 message_id, const char *what, gpointer user)
{
	(void)user;
	tell("%" G_GINT64_FORMAT ": %s", message_id, what);
}

static void
begin(void)
{
	static const struct lookups_hooks hooks = { on_settled, on_wake, NULL };

	doors_begin(STAGED_HEAD "channel = sms, email\n"
				"[provider texts]\ntype = fake-texts\n"
				"[sms]\ncountry = FI\nprice = 0.05\n");
	mail = door("mail");
	texts = door("texts");
	known_ops = fake_text_ops;
	known_ops.look_up = fake_look_up;
	texts->base.ops = &known_ops;
	providers = g_ptr_array_new_with_free_func(on_closed);
	closed = 0;
	g_ptr_array_add(providers, mail);
	g_ptr_array_add(providers, texts);
	questions = g_ptr_array_new_with_free_func(g_free);
	asked = 0;
	lookups = lookups_new(world.store, settings, composer, providers,
	    &hooks);
}

static void
end(void)
{
	/* Nothing holds them open; then it is forgotten whom it asked. */
	g_ptr_array_unref(providers);
	ck_assert_uint_eq(closed, 2);
	lookups_free(lookups);
	g_ptr_array_unref(questions);
	doors_end();
}

static void
look(gint64 now_at)
{
	world_ok(lookups_turn(lookups, now_at, &error));
	balance_check(&world);
}

/* n messages fall in doubt. */
static void
doubt(guint n)
{
	doors_book(n);
	for (guint i = 0; i < n; i++) {
		turn(AT);
		leaves(texts, SEND_IN_DOUBT, AT);
	}
	g_string_truncate(told, 0);
}

static const struct question *
question(void)
{
	ck_assert_uint_eq(questions->len, 1);
	return questions->pdata[0];
}

/* The only question is answered; report NULL: it never had it. */
static void
says(const struct delivery_report *report, const GError *error, gint64 now_at)
{
	const struct question one = *question();

	g_ptr_array_set_size(questions, 0);
	one.done(one.provider, one.message, report, error, one.user);
	look(now_at);
}

static void
says_state(enum delivery_state state, gint64 now_at)
{
	const struct delivery_report report = { .state = state,
		.remote_id = (char *)"SM7" };

	says(&report, NULL, now_at);
}

static void
fails(gint64 now_at)
{
	g_autoptr(GError) error = g_error_new_literal(DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_UNAVAILABLE, "no answer");

	says(NULL, error, now_at);
}

START_TEST(half_a_minute_later_it_is_asked_for_as_it_left)
{
	g_autofree char *name = token_make(store_key(world.store),
	    TOKEN_DELIVERY, 1);

	doubt(1);
	look(AT);
	ck_assert_int_eq(lookups_next(lookups), FIRST_AT);
	look(FIRST_AT - 1);
	ck_assert(!lookups_are_busy(lookups));
	look(FIRST_AT);
	ck_assert(lookups_are_busy(lookups));
	ck_assert_int_eq(question()->since_at, AT);
	ck_assert_str_eq(question()->message->recipient, "+358401234560");
	ck_assert_str_eq(question()->message->name, name);
}
END_TEST

START_TEST(what_is_found_was_sent)
{
	static const enum delivery_state states[] = { DELIVERY_QUEUED,
		DELIVERY_SENT, DELIVERY_DELIVERED };

	doubt(G_N_ELEMENTS(states));
	look(AT);
	for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
		look(FIRST_AT);
		says_state(states[i], FIRST_AT);
	}
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM invitation_state"
			     " WHERE state = 'sent'"),
	    3);
	ck_assert_ptr_nonnull(strstr(told->str, "1: found: it was sent"));
	/* Nobody is asked again. */
	look(FIRST_AT + DAY_S);
	ck_assert_uint_eq(asked, 3);
	ck_assert(!lookups_are_busy(lookups));
}
END_TEST

START_TEST(what_was_not_delivered_is_followed_by_mail)
{
	doubt(1);
	look(AT);
	look(FIRST_AT);
	says_state(DELIVERY_UNDELIVERED, FIRST_AT);
	was_told("1: found, and not delivered");
	balance_state_is(&world, 1, "scheduled");
	turn(FIRST_AT);
	holds(texts, 0);
	holds(mail, 1);
}
END_TEST

START_TEST(who_has_said_stop_is_not_asked_by_mail)
{
	const struct delivery_report report = { .state = DELIVERY_UNDELIVERED,
		.opted_out = TRUE };

	doubt(1);
	look(AT);
	look(FIRST_AT);
	says(&report, NULL, FIRST_AT);
	balance_state_is(&world, 1, "failed");
	texted_is("SELECT count(*) FROM suppression", "1");
	turn(FIRST_AT);
	holds(mail, 0);
}
END_TEST

START_TEST(what_is_twice_not_there_is_due_again)
{
	struct fuse fuse;

	doubt(1);
	look(AT);
	look(FIRST_AT);
	says(NULL, NULL, FIRST_AT);
	was_told("");
	balance_state_is(&world, 1, "in doubt");
	turn(SECOND_AT - 1);
	look(SECOND_AT - 1);
	holds(texts, 0);
	ck_assert_uint_eq(asked, 1);
	look(SECOND_AT);
	says(NULL, NULL, SECOND_AT);
	was_told("1: not found: it is due again");
	balance_state_is(&world, 1, "scheduled");
	/* It was not sent, and is not charged. */
	world_ok(store_fuse(world.store, DAY, &fuse, &error));
	ck_assert_int_eq(fuse.spent_micro, 0);
	turn(SECOND_AT);
	leaves(texts, SEND_ACCEPTED, SECOND_AT);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(what_is_there_at_the_second_look_was_sent)
{
	doubt(1);
	look(AT);
	look(FIRST_AT);
	says(NULL, NULL, FIRST_AT);
	look(SECOND_AT);
	says_state(DELIVERY_SENT, SECOND_AT);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(an_error_says_nothing_and_it_is_asked_again_less_and_less)
{
	static const gint64 pauses[] = { 60, 120, 240, 480, 960, 1920, 3600,
		3600 };
	gint64 at = FIRST_AT;

	doubt(1);
	look(AT);
	look(at);
	for (gsize i = 0; i < G_N_ELEMENTS(pauses); i++) {
		fails(at);
		look(at + pauses[i] - 1);
		ck_assert(!lookups_are_busy(lookups));
		at += pauses[i];
		look(at);
		ck_assert(lookups_are_busy(lookups));
	}
	/* Once it is not there is not enough, however often it failed. */
	says(NULL, NULL, at);
	balance_state_is(&world, 1, "in doubt");
}
END_TEST

START_TEST(after_a_day_of_errors_it_is_the_admins)
{
	gint64 at = AT;

	doubt(1);
	look(at);
	for (; at < AT + 3 * DAY_S; at += 300) {
		world_ok(lookups_turn(lookups, at, &error));
		if (lookups_are_busy(lookups)) {
			ck_assert_int_le(at, AT + DAY_S);
			fails(at);
		}
	}
	ck_assert_uint_gt(asked, 20);
	balance_state_is(&world, 1, "in doubt");
}
END_TEST

START_TEST(a_provider_is_asked_for_one_at_a_time)
{
	doubt(3);
	look(AT);
	look(FIRST_AT);
	ck_assert_uint_eq(asked, 1);
	look(FIRST_AT + 1);
	ck_assert_uint_eq(asked, 1);
	says_state(DELIVERY_SENT, FIRST_AT + 1);
	ck_assert_uint_eq(asked, 2);
	says_state(DELIVERY_SENT, FIRST_AT + 1);
	says_state(DELIVERY_SENT, FIRST_AT + 1);
	ck_assert_uint_eq(questions->len, 0);
}
END_TEST

START_TEST(what_is_resolved_by_hand_is_not_asked_for)
{
	doubt(2);
	look(AT);
	world_ok(store_resolve(world.store, 1, RESOLVE_SENT, DAY, AT, &error));
	look(FIRST_AT);
	ck_assert_int_eq(question()->message->id, 2);
	/* And while it is asked for: the answer comes too late. */
	world_ok(
	    store_resolve(world.store, 2, RESOLVE_FAILED, DAY, AT, &error));
	says_state(DELIVERY_SENT, FIRST_AT);
	balance_state_is(&world, 2, "failed");
	look(SECOND_AT);
	ck_assert_uint_eq(asked, 1);
}
END_TEST

START_TEST(who_cannot_be_asked_is_not)
{
	doors_happens("booking", "M-1", NULL, "m@example.com", NOON_AT);
	turn(AT);
	leaves(mail, SEND_IN_DOUBT, AT);
	for (gint64 at = AT; at < AT + HOUR_S; at += 600)
		look(at);
	ck_assert_uint_eq(asked, 0);
	balance_state_is(&world, 1, "in doubt");
}
END_TEST

START_TEST(while_nothing_happens_it_is_not_looked_for_doubts)
{
	look(AT);
	ck_assert_int_eq(lookups_next(lookups), G_MAXINT64);
	/* Something has happened: it may be in doubt. */
	look(AT + 1);
	ck_assert_int_eq(lookups_next(lookups), AT + 30);
	look(AT + 30);
	ck_assert_int_eq(lookups_next(lookups), G_MAXINT64);
}
END_TEST

START_TEST(where_nobody_can_be_asked_there_is_nothing_to_wait_for)
{
	static const struct lookups_hooks hooks = { on_settled, on_wake, NULL };
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	g_autoptr(lookups) none = NULL;

	g_ptr_array_add(one, mail);
	none = lookups_new(world.store, settings, composer, one, &hooks);
	world_ok(lookups_turn(none, AT, &error));
	ck_assert_int_eq(lookups_next(none), G_MAXINT64);
}
END_TEST

START_TEST(an_answer_is_kept_while_the_store_is_busy)
{
	struct db *writer = db_open(world.url, FALSE, NULL);
	const struct delivery_report report = { .state = DELIVERY_SENT };
	struct question one;
	g_autoptr(GError) error = NULL;

	doubt(1);
	look(AT);
	look(FIRST_AT);
	one = *question();
	g_ptr_array_set_size(questions, 0);
	one.done(one.provider, one.message, &report, NULL, one.user);
	store_set_patience(world.store, 0);
	ck_assert(db_begin(writer, NULL));
	ck_assert(!lookups_turn(lookups, FIRST_AT, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER));
	db_rollback(writer);
	db_close(writer);
	look(FIRST_AT);
	balance_state_is(&world, 1, "sent");
	ck_assert_uint_eq(asked, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lookups");
	TCase *tcase = tcase_create("lookups");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, half_a_minute_later_it_is_asked_for_as_it_left);
	tcase_add_test(tcase, what_is_found_was_sent);
	tcase_add_test(tcase, what_was_not_delivered_is_followed_by_mail);
	tcase_add_test(tcase, who_has_said_stop_is_not_asked_by_mail);
	tcase_add_test(tcase, what_is_twice_not_there_is_due_again);
	tcase_add_test(tcase, what_is_there_at_the_second_look_was_sent);
	tcase_add_test(tcase,
	    an_error_says_nothing_and_it_is_asked_again_less_and_less);
	tcase_add_test(tcase, after_a_day_of_errors_it_is_the_admins);
	tcase_add_test(tcase, a_provider_is_asked_for_one_at_a_time);
	tcase_add_test(tcase, what_is_resolved_by_hand_is_not_asked_for);
	tcase_add_test(tcase, who_cannot_be_asked_is_not);
	tcase_add_test(tcase,
	    while_nothing_happens_it_is_not_looked_for_doubts);
	tcase_add_test(tcase,
	    where_nobody_can_be_asked_there_is_nothing_to_wait_for);
	tcase_add_test(tcase, an_answer_is_kept_while_the_store_is_busy);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
