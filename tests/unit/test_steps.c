/* test_steps.c - the same customers along their touchpoints, and who holds
 * how much revenue: as tables and as data. */
#include "scores/figures/steps.h"
#include "scores/figures/worth.h"
#include "tests/unit/unit.h"

#include <jansson.h>
#include <string.h>

#include "base/money.h"
#include "base/timezone.h"
#include "scores/table/plain.h"

static GPtrArray *shifts;
static struct steps *steps;
static struct steps_style style;

static void
begin(void)
{
	shifts = g_ptr_array_new_with_free_func((GDestroyNotify)shift_row_free);
	steps = g_new0(struct steps, 1);
	steps->period = (struct period){ 20543, 20635, 20727 };
	steps->min_answers = 5;
	steps->falls = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)fall_row_free);
	style = (struct steps_style){
		.columns = 80,
		.zone = timezone_find("Europe/Helsinki", NULL),
		.currency = "EUR",
	};
}

static void
end(void)
{
	g_time_zone_unref(style.zone);
	steps_free(steps);
	g_ptr_array_unref(shifts);
}

static void
shift(const char *from, const char *to, gint64 n, gint64 promoters_before,
    gint64 promoters_after)
{
	struct shift_row *row = g_new0(struct shift_row, 1);

	row->from = g_strdup(from);
	row->to = g_strdup(to);
	row->n = n;
	row->from_promoters = promoters_before;
	row->from_detractors = n - promoters_before;
	row->to_promoters = promoters_after;
	row->to_detractors = n - promoters_after;
	row->fell_band = promoters_before - promoters_after;
	row->fell_four = 1;
	g_ptr_array_add(shifts, row);
}

static void
fall(const char *name, const char *comment)
{
	struct fall_row *row = g_new0(struct fall_row, 1);

	row->response_id = 42;
	row->name = g_strdup(name);
	row->from = g_strdup("after-booking");
	row->to = g_strdup("week-later");
	row->from_score = 9;
	row->score = 3;
	row->comment = g_strdup(comment);
	row->answered_at = 1790000000;
	row->has_value = name != NULL;
	row->value_micro = 120 * MONEY_UNIT;
	g_ptr_array_add(steps->falls, row);
}

static void
has(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "\"%s\" is not in\n%s", part,
	    text);
}

START_TEST(steps_stand_with_most_people_first)
{
	g_autofree char *table = NULL;

	shift("after-booking", "after-payment", 40, 30, 20);
	shift("after-payment", "week-later", 100, 50, 60);
	shift("week-later", "after-booking", 4, 4, 4);
	steps_take_shifts(steps, shifts, NULL);
	fall("Ada", "It was\nloud");
	table = steps_table(steps, &style);
	ck_assert_str_eq(table,
	    "The same customers, from one answer to the next, 1 July to 30 "
	    "September 2026.\n\n"
	    "From           To             People  NPS  then  Change  Fell  "
	    "by 4+\n"
	    "after-payment  week-later        100    0    20     +20   -10  "
	    "    1\n"
	    "after-booking  after-payment      40   50     0     -50    10  "
	    "    1\n"
	    "\nFell: by a band, as from promoter to passive; by 4+: by four "
	    "points or more\n"
	    "\n1 step of fewer than 5 people is not shown.\n"
	    "\nWho fell by a band or by four points, the newest first:\n"
	    "9 after-booking, then 3 week-later: Ada, 21 September 2026, "
	    "120.00 EUR\n"
	    "    It was loud\n");
}
END_TEST

START_TEST(a_team_has_the_steps_to_its_touchpoints)
{
	char *its[] = { (char[]){ "week-later" }, NULL };
	struct team desk = { .name = (char[]){ "desk" }, .touchpoints = its };
	const struct step *step;

	shift("after-booking", "after-payment", 40, 30, 20);
	shift("after-payment", "week-later", 100, 50, 60);
	steps_take_shifts(steps, shifts, &desk);
	ck_assert_uint_eq(steps->rows->len, 1);
	step = steps->rows->pdata[0];
	ck_assert_str_eq(step->to, "week-later");
	ck_assert_double_eq_tol(step->before.score, 0.0, 1e-9);
	ck_assert_double_eq_tol(step->after.score, 20.0, 1e-9);
}
END_TEST

START_TEST(nobody_is_said_in_words)
{
	g_autofree char *table = NULL;

	steps_take_shifts(steps, shifts, NULL);
	table = steps_table(steps, &style);
	ck_assert_str_eq(table,
	    "Nobody answered who had answered before, 1 July to 30 September "
	    "2026.\n");
}
END_TEST

START_TEST(a_journey_fits_the_terminal_and_cannot_speak_to_it)
{
	static const guint widths[] = { 60, 80, 120 };

	shift("a-name-of-a-touchpoint-that-does-not-end-at-all-soon",
	    "x\033]0;owned\a", 1000000, 30, 20);
	shift("b", "a-name-of-a-touchpoint-that-does-not-end-at-all-soon", 90,
	    30, 20);
	steps_take_shifts(steps, shifts, NULL);
	fall(NULL,
	    "\033[2J and a very long comment that goes on and on and on, and "
	    "on, until it does not fit, \xff");
	for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autofree char *table = NULL;
		g_auto(GStrv) lines = NULL;

		style.columns = widths[i];
		table = steps_table(steps, &style);
		ck_assert_ptr_null(strchr(table, '\033'));
		ck_assert_ptr_null(strchr(table, '\a'));
		lines = g_strsplit(strstr(table, "\nFrom"), "\n", -1);
		for (char **line = lines; *line != NULL; line++)
			ck_assert_uint_le(plain_width(*line), widths[i]);
	}
}
END_TEST

START_TEST(a_journey_is_data_too)
{
	g_autofree char *csv = NULL;
	g_autofree char *lines = NULL;
	g_autofree char *json = NULL;
	json_t *list;

	shift("after,booking", "week-later", 40, 30, 20);
	shift("week-later", "after-booking", 4, 4, 4);
	steps_take_shifts(steps, shifts, NULL);
	fall("Ada", NULL);
	csv = steps_csv(steps);
	ck_assert_str_eq(csv,
	    "from,to,customers,nps_before,nps_after,fell_band,fell_four\r\n"
	    "\"after,booking\",week-later,40,50,0,10,1\r\n");
	json = steps_json(steps, FALSE);
	list = json_loads(json, 0, NULL);
	ck_assert_int_eq(json_array_size(list), 3);
	json_decref(list);
	lines = steps_json(steps, TRUE);
	has(lines, "{\"steps_not_shown\":1,\"min_answers\":5}\n");
	has(lines, "\"name\":\"Ada\",\"from\":\"after-booking\"");
	has(lines, "\"comment\":null,\"answered_at\":\"2026-09-21T14:13:20Z\"");
}
END_TEST

static const struct scoring scoring = {
	.value = (char[]){ "contact.revenue" },
	.currency = (char[]){ "EUR" },
};

static struct worth
some_worth(void)
{
	static const struct worth_holding held[WORTH_BANDS] = {
		[WORTH_PROMOTERS] = { 10, 5, 5000 * MONEY_UNIT },
		[WORTH_PASSIVES] = { 4, 0, 0 },
		[WORTH_DETRACTORS] = { 2, 2, 2500 * MONEY_UNIT + 500000 },
		[WORTH_SILENT] = { 84, 60, 17500 * MONEY_UNIT },
	};
	struct worth worth = { 0 };

	memcpy(worth.bands, held, sizeof(held));
	worth_sum(&worth);
	return worth;
}

START_TEST(worth_is_shown_with_the_part_that_is_known)
{
	struct worth worth = some_worth();
	g_autofree char *table = worth_table(&worth, &scoring);

	ck_assert_str_eq(table,
	    "                Customers  Known         Worth  Share\n"
	    "Promoters              10    50%   5000.00 EUR    20%\n"
	    "Passives                4     0%                   0%\n"
	    "Detractors              2   100%   2500.50 EUR    10%\n"
	    "Not heard from         84    71%  17500.00 EUR    70%\n"
	    "All                   100    67%  25000.50 EUR   100%\n"
	    "\nBy the last answer anywhere, of the last twelve months. Known: "
	    "whose worth is.\n");
}
END_TEST

START_TEST(worth_is_data_too)
{
	struct worth worth = some_worth();
	struct worth none = { 0 };
	g_autofree char *csv = worth_csv(&worth);
	g_autofree char *lines = worth_json(&worth, TRUE);
	g_autofree char *empty = worth_json(&none, TRUE);
	g_autofree char *table = NULL;

	has(csv,
	    "band,contacts,worth_known,value,share\r\n"
	    "promoters,10,5,5000.00,0.19999600007999");
	has(csv, "passives,4,0,,0\r\n");
	has(csv, "detractors,2,2,2500.50,");
	has(lines, "{\"band\":\"passives\",\"contacts\":4,\"worth_known\":0,"
		   "\"value\":null,");
	has(lines, "\"worth_known\":2,\"value\":2500.5,\"share\":");
	has(empty, "\"value\":null,\"share\":null}");
	table = worth_table(&none, &scoring);
	ck_assert_str_eq(table,
	    "Nobody's worth is known: [scores] value = contact.revenue\n"
	    "names the attribute that tells it, and `dripscore run` counts "
	    "it.\n");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("steps");
	TCase *tests = tcase_create("steps");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, steps_stand_with_most_people_first);
	tcase_add_test(tests, a_team_has_the_steps_to_its_touchpoints);
	tcase_add_test(tests, nobody_is_said_in_words);
	tcase_add_test(tests,
	    a_journey_fits_the_terminal_and_cannot_speak_to_it);
	tcase_add_test(tests, a_journey_is_data_too);
	tcase_add_test(tests, worth_is_shown_with_the_part_that_is_known);
	tcase_add_test(tests, worth_is_data_too);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
