/*
 * test_store_scores.c - counts by facets: whatever happens in whatever order,
 * they are what plain SQL counts over the rows (balance_counts.h), and what is
 * read through scores.h is the same.
 */
#include <string.h>

#include "store/answers/recorded.h"
#include "store/counts/scores.h"
#include "tests/unit/balance.h"

/* The same at each run. */
static guint
draw(guint32 *state, guint n)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % n;
}

static const char *const countries[] = { "FI", "DE", "", "São Tomé" };
static const char *const touchpoints[] = { "stay", "dinner", "spa" };

static struct event *
event_of(guint32 *state, const char *reference, guint person)
{
	g_autofree char *email = g_strdup_printf("p%u@example.com", person);
	struct event *event = world_event("booking", reference, email,
	    NOON_AT);
	guint country = draw(state, G_N_ELEMENTS(countries));

	if (draw(state, 3) > 0)
		event->contact.language = g_strdup(person % 2 ? "fi" : "de");
	event->contact.attributes = g_strdup_printf("{\"value\":%u,"
						    "\"plan\":\"%s\"}",
	    person * 10, person % 3 == 0 ? "gold" : "blue");
	event->attributes = g_strdup_printf(
	    "{\"nights\":%u,\"country\":\"%s\"%s}", draw(state, 5),
	    countries[country], draw(state, 2) ? ",\"value\":\"12.5\"" : "");
	return event;
}

static struct intake *
judge_one(const struct due_event *due, gpointer user)
{
	const char *touchpoint = user;
	struct intake *intake = world_intake(due);

	world_plan(intake, touchpoint, INVITATION_SCHEDULED,
	    due->event->occurred_at + HOUR_S);
	return intake;
}

/* Somebody books, and is invited and asked; what became of it by chance. */
static void
ask(guint32 *state, guint n)
{
	g_autofree char *reference = g_strdup_printf("B-%u", n);
	g_autoptr(event) event = event_of(state, reference,
	    draw(state, 12));
	struct event *one[] = { event };
	struct intake_judge judge = { world_minds, judge_one,
		(gpointer)touchpoints[draw(state, 3)] };
	enum event_outcome outcome;
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	struct outbox_attempt attempt = { .provider = "mail" };
	struct outbox_verdict verdict = { .provider = "mail",
		.verdict = VERDICT_SENT,
		.detail = "said so",
		.day = (gint32)(DAY + draw(state, 70) - 20) };
	guint judged, way = draw(state, 8);

	world_ok(store_put_events(world.store, one, 1, NOON_AT, &outcome,
	    &error));
	world_ok(store_judge_events(world.store, NOON_AT, 1000, &judge,
	    &judged, &error));
	items = world_claim(&world, NOON_AT + HOUR_S, 1);
	item = items->pdata[0];
	attempt.message_id = verdict.message_id = item->message_id;
	/* With the item, as drip does it: by the group. */
	if (way != 1)
		attempt.item = verdict.item = item;
	world_ok(store_settle(world.store, NULL, 0, &attempt, 1,
	    NOON_AT + HOUR_S, &error));
	ck_assert_int_ne(attempt.attempt_id, 0);
	verdict.attempt_id = attempt.attempt_id;
	if (way == 0) {
		verdict.verdict = VERDICT_IN_DOUBT;
		verdict.item = NULL;
	}
	world_ok(store_settle(world.store, &verdict, 1, NULL, 0,
	    NOON_AT + HOUR_S, &error));
}

static void
answer(guint32 *state, guint asked)
{
	static const enum reply_kind kinds[] = { REPLY_ANSWER, REPLY_ANSWER,
		REPLY_ANSWER, REPLY_COMMENT, REPLY_BOUNCE };
	gint64 at = NOON_AT + (gint64)draw(state, 40) * DAY_S + draw(state, 3);

	world_takes(&world, kinds[draw(state, 5)], 1 + draw(state, asked),
	    (int)draw(state, 11), draw(state, 2) ? "words" : NULL, at);
}

static void
record(guint32 *state)
{
	g_autofree char *email = g_strdup_printf("p%u@example.com",
	    draw(state, 16));
	gint32 day = (gint32)(DAY + draw(state, 60) - 30);
	struct foreign_response response = {
		.touchpoint = touchpoints[draw(state, 3)],
		.score = (int)draw(state, 11),
		.comment = draw(state, 2) ? "told" : NULL,
		.email = draw(state, 5) > 0 ? email : NULL,
		.answered_at = (gint64)day * DAY_S + draw(state, 3),
		.day = day,
		.source = draw(state, 2) ? "import" : "staff",
	};
	guint stored;

	world_ok(store_put_responses(world.store, &response, 1, NOON_AT,
	    &stored, &error));
}

static void
keep(guint32 *state)
{
	static const char *const sets[][4] = {
		{ NULL },
		{ "country", NULL },
		{ "nights", "country", NULL },
		{ "contact.plan", "country", "channel", NULL },
	};
	static const char *const values[] = { "value", NULL, "event.value" };
	gboolean changed;

	world_ok(store_keep_attributes(world.store, sets[draw(state, 4)],
	    values[draw(state, 3)], &changed, &error));
}

/* Sums over all buckets by that facet are those over none. */
static void
tallies_agree(const char *by)
{
	static const gint32 edges[] = { -1000, DAY - 35, DAY - 3, DAY, DAY + 1,
		DAY + 64, 40000 };
	struct tally_query query = { .edges = edges,
		.n_edges = G_N_ELEMENTS(edges) };
	g_autoptr(GPtrArray) all = NULL, parts = NULL;
	gint64 n[2] = { 0 }, sent[2] = { 0 };

	world_ok(all = store_tallies(world.store, &query, &error));
	query.by = by;
	world_ok(parts = store_tallies(world.store, &query, &error));
	for (guint which = 0; which < 2; which++) {
		const GPtrArray *rows = which ? parts : all;

		for (guint i = 0; i < rows->len; i++) {
			const struct tally_row *row = rows->pdata[i];

			for (int score = 0; score <= 10; score++) {
				ck_assert_int_ge(row->tally.n[score], 0);
				n[which] += row->tally.n[score];
			}
			sent[which] += row->tally.sent;
		}
	}
	ck_assert_int_eq(n[0], n[1]);
	ck_assert_int_eq(sent[0], sent[1]);
	ck_assert_int_eq(n[0], balance_count(&world,
	    "SELECT count(*) FROM " CURRENT));
}

/* The text of a query's rows; of what isn't kept as of what is. */
static char *
tallies_text(const char *by)
{
	static const gint32 edges[] = { DAY - 10, DAY + 5, DAY + 60 };
	const struct tally_query query = { .edges = edges,
		.n_edges = G_N_ELEMENTS(edges),
		.by = by };
	g_autoptr(GPtrArray) rows = NULL;
	GString *text = g_string_new(NULL);

	world_ok(rows = store_tallies(world.store, &query, &error));
	for (guint i = 0; i < rows->len; i++) {
		const struct tally_row *row = rows->pdata[i];

		g_string_append_printf(text, "%s/%s/%u:%d-%d-%d",
		    row->touchpoint, row->value, row->bucket,
		    (int)row->tally.sent, (int)row->tally.answered,
		    (int)row->tally.commented);
		for (int score = 0; score <= 10; score++)
			g_string_append_printf(text, " %d",
			    (int)row->tally.n[score]);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

START_TEST(whatever_happens_counts_are_those_of_the_rows)
{
	guint32 state = (guint32)(7 + _i);
	guint asked = 0;

	keep(&state);
	for (guint i = 0; i < 60; i++) {
		guint way = draw(&state, 10);

		if (asked == 0 || way < 3)
			ask(&state, ++asked);
		else if (way < 7)
			answer(&state, asked);
		else if (way < 9)
			record(&state);
		else
			keep(&state);
		if (i % 20 == 19)
			balance_check(&world);
	}
	tallies_agree("channel");
	tallies_agree("language");
	tallies_agree("source");
	tallies_agree("country");
	tallies_agree("plan");
}
END_TEST

START_TEST(what_is_newly_kept_is_counted_as_if_it_always_had_been)
{
	static const char *const country[] = { "country", NULL };
	g_autofree char *before = NULL, *after = NULL, *again = NULL;
	guint32 state = 99;
	gboolean changed;

	for (guint i = 0; i < 30; i++)
		ask(&state, i + 1);
	for (guint i = 0; i < 30; i++)
		answer(&state, 30);
	before = tallies_text("country");
	world_ok(store_keep_attributes(world.store, country, NULL, &changed,
	    &error));
	ck_assert(changed);
	after = tallies_text("country");
	ck_assert_str_eq(before, after);
	ck_assert_ptr_nonnull(strstr(after, "São Tomé"));
	world_ok(store_keep_attributes(world.store, country, NULL, &changed,
	    &error));
	ck_assert(!changed);
	/* Not any more, and then again. */
	world_ok(store_keep_attributes(world.store, NULL, NULL, &changed,
	    &error));
	balance_check(&world);
	world_ok(store_keep_attributes(world.store, country, NULL, &changed,
	    &error));
	again = tallies_text("country");
	ck_assert_str_eq(before, again);
}
END_TEST

/* Many who are worth almost a billion each: one more than can be summed. */
START_TEST(what_all_are_worth_never_becomes_too_much_to_store)
{
	static const char *const none[] = { NULL };
	g_autoptr(event) rich = world_event("booking", "B-1", "a@example.com",
	    NOON_AT);
	g_autoptr(event) richer = world_event("booking", "B-2",
	    "b@example.com", NOON_AT);
	g_autoptr(event) poorer = world_event("booking", "B-3",
	    "a@example.com", NOON_AT);
	enum event_outcome outcome;
	gboolean changed;

	world_ok(store_keep_attributes(world.store, none, "value", &changed,
	    &error));
	rich->attributes = g_strdup("{\"value\": 999999999}");
	richer->attributes = g_strdup("{\"value\": 999999999}");
	poorer->attributes = g_strdup("{\"value\": 3}");
	world_ok(store_put_events(world.store, &rich, 1, NOON_AT, &outcome,
	    &error));
	g_free(balance_text(&world, "UPDATE standing"
				    " SET value_micro = 9223372036000000000"));
	g_free(balance_text(&world, "UPDATE base_tally"
				    " SET value_micro = 9223372036000000000"));
	world_ok(store_put_events(world.store, &richer, 1, NOON_AT, &outcome,
	    &error));
	ck_assert_int_eq(outcome, EVENT_NEW);
	world_ok(store_put_events(world.store, &poorer, 1, NOON_AT, &outcome,
	    &error));
	ck_assert_int_eq(balance_count(&world,
	    "SELECT sum(valued) FROM base_tally"), 1);
	ck_assert_int_eq(balance_count(&world,
	    "SELECT sum(value_micro) FROM base_tally"), 3000000);
}
END_TEST

START_TEST(the_base_is_everybody_and_what_they_are_worth)
{
	static const char *const none[] = { NULL };
	g_autoptr(event) event = world_event("booking", "B-1",
	    "a@example.com", NOON_AT);
	g_autoptr(event) other = world_event("booking", "B-2",
	    "b@example.com", NOON_AT);
	struct event *both[] = { event, other };
	enum event_outcome outcomes[2];
	g_autoptr(GPtrArray) rows = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	gboolean changed;
	gint64 contacts;

	world_ok(store_keep_attributes(world.store, none, "value", &changed,
	    &error));
	event->attributes = g_strdup("{\"value\": 99.95}");
	other->attributes = g_strdup("{\"value\": \"a lot\"}");
	world_ok(store_put_events(world.store, both, 2, NOON_AT, outcomes,
	    &error));
	ck_assert_uint_eq(world_judge(&world, NOON_AT), 2);
	world_takes(&world, REPLY_ANSWER, 1, 3, NULL, NOON_AT);
	world_ok(rows = store_base(world.store, DAY - 365, DAY + 1, &contacts,
		     &error));
	for (guint i = 0; i < rows->len; i++) {
		const struct base_row *row = rows->pdata[i];

		g_string_append_printf(text, "%s/%s=%d,%d,%d ",
		    row->touchpoint, row->band, (int)row->contacts,
		    (int)row->valued, (int)(row->value_micro / 10000));
	}
	ck_assert_str_eq(text->str, "/detractor=1,1,9995 /none=1,0,0 "
				    "stay/=1,0,0 ");
	ck_assert_int_eq(contacts, 2);
}
END_TEST

START_TEST(who_fell_is_told_with_what_was_said_before)
{
	const struct foreign_response rows[] = {
		{ .touchpoint = "stay", .score = 9, .email = "a@example.com",
		    .answered_at = NOON_AT, .day = DAY, .source = "import" },
		{ .touchpoint = "dinner", .score = 8, .comment = "less",
		    .email = "a@example.com", .answered_at = NOON_AT + DAY_S,
		    .day = DAY + 1, .source = "import" },
		{ .touchpoint = "stay", .score = 8, .email = "a@example.com",
		    .answered_at = NOON_AT + 2 * DAY_S, .day = DAY + 2,
		    .source = "import" },
	};
	g_autoptr(GPtrArray) falls = NULL, shifts = NULL;
	const struct fall_row *fall;
	const struct shift_row *shift;
	guint stored;

	world_ok(store_put_responses(world.store, rows, G_N_ELEMENTS(rows),
	    NOON_AT, &stored, &error));
	world_ok(falls = store_falls(world.store, NULL, DAY, DAY + 9, 10,
		     &error));
	ck_assert_uint_eq(falls->len, 1);
	fall = falls->pdata[0];
	ck_assert_str_eq(fall->from, "stay");
	ck_assert_str_eq(fall->to, "dinner");
	ck_assert_int_eq(fall->from_score, 9);
	ck_assert_int_eq(fall->score, 8);
	ck_assert_str_eq(fall->comment, "less");
	ck_assert(!fall->has_value);
	world_ok(shifts = store_shifts(world.store, DAY - 40, DAY + 2, &error));
	ck_assert_uint_eq(shifts->len, 1);
	shift = shifts->pdata[0];
	ck_assert_int_eq(shift->n, 1);
	ck_assert_int_eq(shift->from_promoters, 1);
	ck_assert_int_eq(shift->fell_band, 1);
	ck_assert_int_eq(shift->fell_four, 0);
	g_ptr_array_unref(shifts);
	world_ok(shifts = store_shifts(world.store, DAY - 400, DAY + 400,
		     &error));
	ck_assert_uint_eq(shifts->len, 2);
}
END_TEST

/* Its profile is of the channel by which it was answered. */
START_TEST(what_falls_back_is_counted_by_the_channel_that_it_left_by)
{
	struct outbox_verdict verdict = { .provider = "mail",
		.verdict = VERDICT_FAILED,
		.detail = "no such address",
		.fall_back = CHANNEL_SMS,
		.day = DAY };
	g_autofree char *text = NULL;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	verdict.message_id = world_claim_one(&world, NOON_AT + HOUR_S);
	verdict.attempt_id = world_attempt(&world, verdict.message_id,
	    NOON_AT + HOUR_S);
	world_ok(store_settle(world.store, &verdict, 1, NULL, 0,
	    NOON_AT + HOUR_S, &error));
	balance_check(&world);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, NOON_AT + DAY_S);
	text = balance_text(&world, "SELECT group_concat(f.value || t.sent ||"
	    " t.s9, ' ') FROM tally t JOIN facet f ON f.id = t.facet"
	    " WHERE f.name = 'channel' AND t.level = 0 AND t.sent + t.s9 > 0");
	ck_assert_str_eq(text, "sms11");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_scores");
	TCase *tests = tcase_create("store_scores");

	tcase_add_checked_fixture(tests, balance_begin, balance_end);
	tcase_add_loop_test(tests,
	    whatever_happens_counts_are_those_of_the_rows, 0, 4);
	tcase_add_test(tests,
	    what_is_newly_kept_is_counted_as_if_it_always_had_been);
	tcase_add_test(tests, the_base_is_everybody_and_what_they_are_worth);
	tcase_add_test(tests,
	    what_all_are_worth_never_becomes_too_much_to_store);
	tcase_add_test(tests, who_fell_is_told_with_what_was_said_before);
	tcase_add_test(tests,
	    what_falls_back_is_counted_by_the_channel_that_it_left_by);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
