/* test_pace.c - drips: how many messages leave in which time. */
#include "base/timezone.h"
#include "scheduler/pace.h"
#include "scheduler/slots.h"
#include "scheduler/spans.h"

#include "tests/unit/staged.h"

#define MONDAY_AT 1772409600 /* 2026-03-02T00:00:00Z */
#define MINUTE_S 60
#define POLITE "[calendar polite]\nhours = Mon-Fri 09:00-18:00\n"
#define MORE                                                                   \
	"[touchpoint b]\non = payment\n[touchpoint c]\non = checkout\n"        \
	"calendar = polite\n"

static struct settings *settings;
static struct pace *pace;

static void
end(void)
{
	g_clear_pointer(&pace, pace_free);
	g_clear_pointer(&settings, settings_free);
	staged_end();
}

/* The touchpoint stay, and what is said beside it. */
static void
configure(const char *more)
{
	g_autofree char *text = g_strconcat(STAGED_HEAD, more, NULL);

	settings = staged_settings(folder, text);
	pace = pace_new(settings);
}

static const struct touchpoint *
named(const char *name)
{
	const struct touchpoint *touchpoint =
	    settings_touchpoint(settings, name);

	ck_assert_ptr_nonnull(touchpoint);
	return touchpoint;
}

static gint64
find_in(const char *name, const char *zone, gint64 from_at, char **why)
{
	struct contact contact = { .timezone = (char *)zone };
	g_autoptr(window) window = window_of(settings, named(name), &contact,
	    CHANNEL_EMAIL);

	return pace_find(pace, named(name), window, from_at, why);
}

static gint64
find(const char *name, gint64 from_at)
{
	return find_in(name, NULL, from_at, NULL);
}

/* The first moment that has room, and it is kept. */
static gint64
place(const char *name, gint64 from_at)
{
	gint64 at = find(name, from_at);

	pace_take(pace, named(name), at);
	return at;
}

START_TEST(without_a_drip_all_leave_at_once)
{
	configure(MORE POLITE "[cadence]\nrest = 3 days\n");
	ck_assert(!pace_limits(pace, named("stay")));
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT);
	ck_assert_int_eq(pace_since(pace, MONDAY_AT + 7), MONDAY_AT + 7);
	ck_assert(pace_holds(pace, named("stay"), MONDAY_AT, NOON_AT));
}
END_TEST

START_TEST(rate_an_hour_is_laid_over_its_minutes)
{
	guint per_minute[120] = { 0 };

	configure("[cadence]\ndrip = 200/hour\n");
	ck_assert(pace_limits(pace, named("stay")));
	for (int i = 0; i < 400; i++)
		per_minute[(place("stay", MONDAY_AT) - MONDAY_AT) / 60]++;
	for (int i = 0; i < 120; i++) {
		ck_assert_uint_ge(per_minute[i], 3);
		ck_assert_uint_le(per_minute[i], 4);
		ck_assert_uint_eq(per_minute[i], per_minute[i % 60]);
	}
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT + 2 * HOUR_S);
}
END_TEST

START_TEST(rate_of_few_an_hour_has_minutes_without_room)
{
	configure("[cadence]\ndrip = 3/hour\n");
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT + 19 * MINUTE_S);
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT + 39 * MINUTE_S);
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT + 59 * MINUTE_S);
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT + 79 * MINUTE_S);
	/* In the middle of a minute that has room: at once. */
	ck_assert_int_eq(find("stay", MONDAY_AT + 99 * MINUTE_S + 17),
	    MONDAY_AT + 99 * MINUTE_S + 17);
}
END_TEST

START_TEST(rate_a_minute_and_a_day_are_of_minute_and_day)
{
	/* Midnight in Helsinki. */
	gint64 midnight_at = MONDAY_AT + 22 * HOUR_S;

	configure("drip = 2/minute\n[cadence]\ndrip = 5/day\n");
	ck_assert_int_eq(place("stay", MONDAY_AT + 5), MONDAY_AT + 5);
	ck_assert_int_eq(place("stay", MONDAY_AT + 5), MONDAY_AT + 5);
	ck_assert_int_eq(place("stay", MONDAY_AT + 5), MONDAY_AT + 60);
	ck_assert_int_eq(place("stay", MONDAY_AT + 5), MONDAY_AT + 60);
	ck_assert_int_eq(place("stay", MONDAY_AT + 5), MONDAY_AT + 120);
	ck_assert_int_eq(place("stay", MONDAY_AT + 5), midnight_at);
	ck_assert_int_eq(place("stay", midnight_at - 1), midnight_at);
	ck_assert_int_eq(place("stay", midnight_at - 1), midnight_at + 60);
	ck_assert_int_eq(pace_since(pace, midnight_at + 70), midnight_at);
}
END_TEST

START_TEST(message_counts_for_each_drip_on_its_touchpoint)
{
	configure("drip = 2/minute\n" MORE POLITE
		  "[cadence]\ndrip = 3/minute\n"
		  "[team desk]\nto = a@example.com\ntouchpoints = b\n"
		  "drip = 1/minute\n");
	place("stay", MONDAY_AT);
	place("stay", MONDAY_AT);
	ck_assert_int_eq(find("stay", MONDAY_AT), MONDAY_AT + 60);
	ck_assert_int_eq(place("b", MONDAY_AT), MONDAY_AT);
	/* The team and all have none left. */
	ck_assert_int_eq(place("b", MONDAY_AT), MONDAY_AT + 60);
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT + 60);
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT + 60);
	ck_assert_int_eq(find("stay", MONDAY_AT), MONDAY_AT + 120);
}
END_TEST

START_TEST(team_of_no_touchpoint_by_name_answers_for_all)
{
	configure(MORE POLITE "[team desk]\nto = a@example.com\n"
			      "drip = 1/minute\n");
	ck_assert_int_eq(place("stay", MONDAY_AT), MONDAY_AT);
	ck_assert_int_eq(place("b", MONDAY_AT), MONDAY_AT + 60);
}
END_TEST

START_TEST(what_is_found_is_in_the_window)
{
	char *why = NULL;

	configure(MORE POLITE "[cadence]\ndrip = 2/minute\n");
	/* Nine in Helsinki, though the night has room. */
	ck_assert_int_eq(find_in("c", NULL, MONDAY_AT, &why),
	    MONDAY_AT + 7 * HOUR_S);
	ck_assert_ptr_null(why);
	for (int i = 0; i < 9 * 60 * 2; i++)
		place("c", MONDAY_AT);
	ck_assert_int_eq(find("c", MONDAY_AT), MONDAY_AT + 31 * HOUR_S);
	ck_assert_int_eq(find_in("c", "America/New_York", MONDAY_AT, &why),
	    MONDAY_AT + 16 * HOUR_S);
	g_free(why);
	ck_assert_int_eq(find("b", MONDAY_AT), MONDAY_AT);
}
END_TEST

static void
says_why(const char *name, gint64 from_at, const char *expected)
{
	g_autofree char *why = NULL;
	gint64 at = find_in(name, NULL, from_at, &why);

	if (expected == NULL) {
		ck_assert_ptr_null(why);
		return;
	}
	ck_assert_int_gt(at, from_at);
	ck_assert_str_eq(why, expected);
}

START_TEST(drip_that_has_no_room_is_named)
{
	configure("drip = 50/day\n" MORE POLITE
		  "[cadence]\ndrip = 60/hour\n"
		  "[team desk]\nto = a@example.com\ntouchpoints = b\n"
		  "drip = 3/day\n");
	says_why("stay", MONDAY_AT, NULL);
	place("stay", MONDAY_AT);
	says_why("stay", MONDAY_AT, "the drip of 60/hour over all touchpoints");
	for (int i = 0; i < 3; i++)
		place("b", MONDAY_AT);
	says_why("b", MONDAY_AT, "the drip of 3/day of team desk");
	/* And when it has been found before. */
	says_why("b", MONDAY_AT, "the drip of 3/day of team desk");
	says_why("stay", MONDAY_AT, "the drip of 60/hour over all touchpoints");
	for (int i = 0; i < 50; i++)
		pace_take(pace, named("stay"), MONDAY_AT + DAY_S);
	says_why("stay", MONDAY_AT + DAY_S,
	    "the drip of 50/day of touchpoint stay");
}
END_TEST

START_TEST(weekend_between_full_days_is_not_to_blame)
{
	configure(MORE POLITE "[cadence]\ndrip = 1/hour\n");
	for (int i = 0; i < 9 * 8; i++)
		place("c", MONDAY_AT);
	says_why("c", MONDAY_AT + 5 * DAY_S, "the drip of 1/hour over all "
					     "touchpoints");
	says_why("c", MONDAY_AT + 7 * HOUR_S, "the drip of 1/hour over all "
					      "touchpoints");
}
END_TEST

START_TEST(room_given_back_is_found_again)
{
	gint64 first_at;

	configure(MORE POLITE "[cadence]\ndrip = 10/hour\n"
			      "[team desk]\nto = a@example.com\n"
			      "touchpoints = c\ndrip = 20/day\n");
	first_at = find("c", MONDAY_AT);
	for (int i = 0; i < 50; i++)
		place("c", MONDAY_AT);
	ck_assert_int_gt(find("c", MONDAY_AT), first_at + 2 * DAY_S);
	pace_give_back(pace, named("c"), first_at);
	ck_assert_int_eq(place("c", MONDAY_AT), first_at);
	ck_assert_int_gt(find("c", MONDAY_AT), first_at + 2 * DAY_S);
	/* What was never taken leaves no more room than there is. */
	pace_give_back(pace, named("c"), first_at + 14 * DAY_S);
	for (int i = 0; i < 20; i++)
		ck_assert_int_lt(place("c", first_at + 14 * DAY_S),
		    first_at + 15 * DAY_S);
	ck_assert_int_ge(find("c", first_at + 14 * DAY_S),
	    first_at + 15 * DAY_S);
}
END_TEST

START_TEST(more_than_there_is_room_for_takes_room_all_the_same)
{
	configure("[cadence]\ndrip = 2/minute\n");
	for (int i = 0; i < 5; i++)
		pace_take(pace, named("stay"), MONDAY_AT + i);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(find("stay", MONDAY_AT), MONDAY_AT + 60);
		pace_give_back(pace, named("stay"), MONDAY_AT);
	}
	ck_assert_int_eq(find("stay", MONDAY_AT), MONDAY_AT + 60);
	pace_give_back(pace, named("stay"), MONDAY_AT);
	ck_assert_int_eq(find("stay", MONDAY_AT), MONDAY_AT);
}
END_TEST

START_TEST(kept_moment_is_good_in_its_slots_alone)
{
	gint64 midnight_at = MONDAY_AT + 22 * HOUR_S;

	configure("drip = 100/hour\n" MORE POLITE
		  "[cadence]\ndrip = 5000/day\n");
	ck_assert(pace_holds(pace, named("stay"), MONDAY_AT, MONDAY_AT + 59));
	ck_assert(!pace_holds(pace, named("stay"), MONDAY_AT, MONDAY_AT + 60));
	ck_assert(!pace_holds(pace, named("stay"), MONDAY_AT, MONDAY_AT - 1));
	ck_assert(pace_holds(pace, named("b"), MONDAY_AT, midnight_at - 1));
	ck_assert(!pace_holds(pace, named("b"), MONDAY_AT, midnight_at));
}
END_TEST

START_TEST(of_what_was_kept_under_a_wider_drip_as_many_leave_as_have_room)
{
	configure("[cadence]\ndrip = 2/minute\n");
	for (guint i = 0; i < 5; i++)
		pace_take(pace, named("stay"), MONDAY_AT);
	for (guint i = 0; i < 3; i++) {
		ck_assert(!pace_holds(pace, named("stay"), MONDAY_AT,
		    MONDAY_AT + 1));
		pace_give_back(pace, named("stay"), MONDAY_AT);
	}
	ck_assert(pace_holds(pace, named("stay"), MONDAY_AT, MONDAY_AT + 1));
	ck_assert_int_eq(find("stay", MONDAY_AT + 1), MONDAY_AT + 60);
}
END_TEST

START_TEST(room_that_never_is_in_the_window_is_told)
{
	configure("drip = 1/hour\ncalendar = early\n"
		  "[calendar early]\nhours = Mon-Fri 09:00-09:30\n");
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(find("stay", MONDAY_AT + i * DAY_S),
		    G_MAXINT64);
}
END_TEST

START_TEST(past_is_forgotten_and_the_rest_is_not)
{
	struct rate rate = { 10, RATE_PER_HOUR };
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(slots) slots = slots_new(&rate, zone);
	guint most = 0;

	for (int i = 0; i < 10000; i++) {
		gint64 now_at = MONDAY_AT + i / 10 * HOUR_S;

		slots_forget(slots, now_at);
		slots_take(slots, slots_next(slots, now_at));
		most = MAX(most, slots_count(slots));
	}
	ck_assert_uint_lt(most, 40);
	ck_assert_int_eq(slots_next(slots, MONDAY_AT + 999 * HOUR_S),
	    MONDAY_AT + 1000 * HOUR_S + 5 * MINUTE_S);

	configure("drip = 2/day\n");
	place("stay", MONDAY_AT);
	place("stay", MONDAY_AT);
	place("stay", MONDAY_AT);
	pace_forget(pace, MONDAY_AT + 20 * HOUR_S);
	/* It is still today. */
	ck_assert_int_eq(place("stay", MONDAY_AT + 20 * HOUR_S),
	    MONDAY_AT + 22 * HOUR_S);
	pace_forget(pace, MONDAY_AT + 45 * HOUR_S);
	ck_assert_int_eq(place("stay", MONDAY_AT + 45 * HOUR_S),
	    MONDAY_AT + 46 * HOUR_S);
}
END_TEST

START_TEST(day_in_a_zone_that_skips_one_is_no_room)
{
	struct rate rate = { 1, RATE_PER_DAY };
	g_autoptr(GTimeZone) zone = timezone_find("Pacific/Apia", NULL);
	g_autoptr(slots) slots = slots_new(&rate, zone);
	gint64 at = 1325239200 - DAY_S; /* 2011-12-29, there */
	gint64 next_at;

	ck_assert_int_eq(slots_next(slots, at), at);
	slots_take(slots, at);
	next_at = slots_next(slots, at);
	ck_assert_int_eq(next_at, 1325239200); /* 2011-12-31 begins */
	slots_take(slots, next_at);
	ck_assert_int_eq(slots_next(slots, at), 1325239200 + DAY_S);
}
END_TEST

#define CELLS 400

START_TEST(random_spans_are_as_a_row_of_cells)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(4);

	for (int round = 0; round < 40; round++) {
		g_autoptr(spans) spans = spans_new();
		gboolean cells[CELLS + 1] = { FALSE };
		guint runs = 0;

		for (int i = 0; i < 60; i++) {
			int from = g_rand_int_range(rand, 0, CELLS);
			int n = g_rand_int_range(rand, 1, 30);
			int until = MIN(CELLS, from + n);
			gboolean add = g_rand_int_range(rand, 0, 3) > 0;

			if (add)
				spans_add(spans, from, until, NULL);
			else
				spans_cut(spans, from, until);
			for (int j = from; j < until; j++)
				cells[j] = add;
		}
		for (int i = CELLS; i >= 0; i--) {
			int free_at = i;

			while (cells[free_at])
				free_at++;
			ck_assert_int_eq(spans_skip(spans, i, NULL), free_at);
			runs += cells[i] && !cells[i + 1];
		}
		ck_assert_uint_eq(spans_count(spans), runs);
	}
}
END_TEST

/*
 * The oracle: minutes one after the other, with what left in them, and no more
 * cleverness than that. A rate of n an hour: the i-th of them belongs into the
 * minute in which i/n of the hour is over.
 */
#define DAYS 60
#define MINUTES (DAYS * 24 * 60)
#define N 3

static const char *const names[N] = { "stay", "b", "c" };
static const char *const zones[] = { "Europe/Helsinki", "America/New_York",
	"Asia/Kathmandu", "Europe/Lisbon" };
static guint taken[N][MINUTES];
static guint taken_of_day[N][DAYS + 2];

struct rule {
	struct rate rate;
	gboolean of[N];
};

static gint32
local_day(gint64 at)
{
	return timezone_day(settings->organisation.zone, at) -
	    timezone_day(settings->organisation.zone, MONDAY_AT);
}

static guint
room(const struct rule *rule, gint64 at)
{
	guint in_minute = 0;

	if (rule->rate.per != RATE_PER_HOUR)
		return rule->rate.n;
	for (guint i = 1; i <= rule->rate.n; i++)
		in_minute += (i * 60 + rule->rate.n - 1) / rule->rate.n - 1 ==
		    (guint)(at / 60 % 60);
	return in_minute;
}

static gboolean
has_room(const struct rule *rule, guint touchpoint, gint64 at)
{
	guint n = 0;

	if (rule->rate.n == 0 || !rule->of[touchpoint])
		return TRUE;
	for (guint i = 0; i < N; i++) {
		if (!rule->of[i])
			continue;
		n += rule->rate.per == RATE_PER_DAY ?
		    taken_of_day[i][local_day(at)] :
		    taken[i][(at - MONDAY_AT) / 60];
	}
	return n < room(rule, at);
}

static void
take(guint touchpoint, gint64 at, int n)
{
	taken[touchpoint][(at - MONDAY_AT) / 60] += (guint)n;
	taken_of_day[touchpoint][local_day(at)] += (guint)n;
	if (n > 0)
		pace_take(pace, named(names[touchpoint]), at);
	else
		pace_give_back(pace, named(names[touchpoint]), at);
}

static gint64
slowly(const struct rule *rules, guint touchpoint, const struct window *window,
    gint64 from_at)
{
	for (gint64 at = from_at; at < MONDAY_AT + DAYS * DAY_S;
	     at = (at / 60 + 1) * 60) {
		gboolean is_free = TRUE;

		for (int i = 0; i < 4 && is_free; i++)
			is_free = has_room(&rules[i], touchpoint, at);
		if (is_free && window_contains(window, at))
			return at;
	}
	return 0;
}

static void
add_rate(GString *text, GRand *rand, struct rule *rule)
{
	static const char *const units[] = { "minute", "hour", "day" };
	static const int most[] = { 2, 90, 60 };
	g_autofree char *drip = NULL;
	int per = g_rand_int_range(rand, 0, 3);

	if (g_rand_int_range(rand, 0, 4) == 0)
		return;
	rule->rate.per = (enum rate_per)per;
	rule->rate.n = (guint)g_rand_int_range(rand, 1, most[per]);
	g_string_append_printf(text, "drip = %u/%s\n", rule->rate.n,
	    units[per]);
}

/* Rules of all, of stay, of b, of a team. */
static void
draw(GRand *rand, struct rule *rules)
{
	g_autoptr(GString) text = g_string_new(NULL);
	gboolean all = g_rand_boolean(rand);

	memset(rules, 0, 4 * sizeof(*rules));
	memset(taken, 0, sizeof(taken));
	memset(taken_of_day, 0, sizeof(taken_of_day));
	for (guint i = 0; i < N; i++) {
		rules[0].of[i] = TRUE;
		rules[3].of[i] = all || i != 1;
	}
	rules[1].of[0] = rules[2].of[1] = TRUE;
	add_rate(text, rand, &rules[1]);
	g_string_append(text, "[touchpoint b]\non = payment\n");
	if (g_rand_boolean(rand))
		g_string_append(text, "calendar = polite\n");
	add_rate(text, rand, &rules[2]);
	g_string_append(text, "[touchpoint c]\non = checkout\n"
			      "calendar = polite\n" POLITE "[cadence]\n");
	add_rate(text, rand, &rules[0]);
	g_string_append_printf(text, "[team desk]\nto = a@example.com\n%s",
	    all ? "" : "touchpoints = stay, c\n");
	add_rate(text, rand, &rules[3]);
	g_clear_pointer(&pace, pace_free);
	g_clear_pointer(&settings, settings_free);
	configure(text->str);
}

static void
place_as_slowly(GRand *rand, const struct rule *rules, gint64 now_at)
{
	guint touchpoint = (guint)g_rand_int_range(rand, 0, N);
	struct contact contact = {
		.timezone = (char *)zones[g_rand_int_range(rand, 0, 4)],
	};
	g_autoptr(window) window = window_of(settings,
	    named(names[touchpoint]), &contact, CHANNEL_EMAIL);
	gint64 from_at = now_at;
	gint64 at, expected_at;

	if (g_rand_boolean(rand))
		from_at += g_rand_int_range(rand, 0, 3 * DAY_S);
	expected_at = slowly(rules, touchpoint, window, from_at);
	at = pace_find(pace, named(names[touchpoint]), window, from_at, NULL);
	if (expected_at == 0) {
		ck_assert_int_ge(at, MONDAY_AT + DAYS * DAY_S);
		return;
	}
	ck_assert_int_eq(at, expected_at);
	take(touchpoint, at, 1);
}

START_TEST(random_placings_are_as_a_slow_oracle_finds_them)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(20260302 + (guint)_i);
	struct rule rules[4];
	gint64 now_at = MONDAY_AT + 9 * HOUR_S;

	draw(rand, rules);
	for (int i = 0; i < 200; i++) {
		guint touchpoint = (guint)g_rand_int_range(rand, 0, N);
		gint64 at = now_at + g_rand_int_range(rand, 0, 2 * DAY_S);

		place_as_slowly(rand, rules, now_at);
		if (g_rand_int_range(rand, 0, 6) == 0)
			take(touchpoint, at, 1);
		for (int j = 0; j < 200; j++, at += MINUTE_S) {
			if (taken[touchpoint][(at - MONDAY_AT) / 60] == 0)
				continue;
			take(touchpoint, at, -1);
			break;
		}
		if (g_rand_int_range(rand, 0, 8) == 0)
			now_at += g_rand_int_range(rand, 0, 6 * HOUR_S);
		pace_forget(pace, now_at);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pace");
	TCase *tcase = tcase_create("pace");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, staged_begin, end);
	tcase_add_test(tcase, without_a_drip_all_leave_at_once);
	tcase_add_test(tcase, rate_an_hour_is_laid_over_its_minutes);
	tcase_add_test(tcase, rate_of_few_an_hour_has_minutes_without_room);
	tcase_add_test(tcase, rate_a_minute_and_a_day_are_of_minute_and_day);
	tcase_add_test(tcase, message_counts_for_each_drip_on_its_touchpoint);
	tcase_add_test(tcase, team_of_no_touchpoint_by_name_answers_for_all);
	tcase_add_test(tcase, what_is_found_is_in_the_window);
	tcase_add_test(tcase, drip_that_has_no_room_is_named);
	tcase_add_test(tcase, weekend_between_full_days_is_not_to_blame);
	tcase_add_test(tcase, room_given_back_is_found_again);
	tcase_add_test(tcase,
	    more_than_there_is_room_for_takes_room_all_the_same);
	tcase_add_test(tcase, kept_moment_is_good_in_its_slots_alone);
	tcase_add_test(tcase,
	    of_what_was_kept_under_a_wider_drip_as_many_leave_as_have_room);
	tcase_add_test(tcase, room_that_never_is_in_the_window_is_told);
	tcase_add_test(tcase, past_is_forgotten_and_the_rest_is_not);
	tcase_add_test(tcase, day_in_a_zone_that_skips_one_is_no_room);
	tcase_add_test(tcase, random_spans_are_as_a_row_of_cells);
	tcase_add_loop_test(tcase,
	    random_placings_are_as_a_slow_oracle_finds_them, 0, 16);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
