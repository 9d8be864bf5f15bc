/* test_report_gather.c - reports out of a store: whose answers are in which
 * row, and what must not be told. */
#include "scores/table/report.h"
#include "scores/figures/steps.h"
#include "scores/figures/worth.h"
#include "store/answers/recorded.h"
#include "store/answers/unlinked.h"

#include "base/errors.h"
#include "tests/unit/staged.h"

#define TEXT                                                                   \
	STAGED_HEAD                                                            \
	"[touchpoint pulse]\non = shift\nanonymous = yes\n"                    \
	"[touchpoint silent]\non = never\n"                                    \
	"[team desk]\nto = a@example.com\ntouchpoints = stay\n"                \
	"[team boss]\nto = b@example.com\n"                                    \
	"[scores]\nmin_answers = 3\n"

static struct world world;
static struct settings *settings;
static struct report_query query;

static void
begin(void)
{
	static const char *const anonymous[] = { "pulse", "old-pulse", NULL };

	staged_begin();
	settings = staged_settings(folder, TEXT);
	world_begin(&world);
	world_ok(store_make_anonymous(world.store, anonymous, 0, NOON_AT,
	    &error));
	query = (struct report_query){
		.period = { DAY - 10, DAY, DAY + 10 },
		.today = DAY,
	};
}

static void
end(void)
{
	world_end(&world);
	settings_free(settings);
	staged_end();
}

/* A contact of this plan and language, who gave a score. */
static void
answer(const char *touchpoint, int score, gint32 day, const char *source,
    const char *plan)
{
	static guint number;
	g_autofree char *email = g_strdup_printf("%u@example.com", ++number);
	g_autoptr(event) event = world_event("signup", email, email, NOON_AT);
	struct event *one[] = { event };
	enum event_outcome outcome;
	guint stored;
	struct foreign_response response = {
		.touchpoint = touchpoint,
		.score = score,
		.comment = score == 0 ? "Bad." : NULL,
		.email = email,
		.answered_at = (gint64)day * DAY_S + 7,
		.day = day,
		.source = source,
	};

	if (plan != NULL)
		event->contact.attributes = g_strdup_printf(
		    "{\"plan\": \"%s\", \"value\": 10}", plan);
	world_ok(store_put_events(world.store, one, 1, NOON_AT, &outcome,
	    &error));
	world_ok(store_put_responses(world.store, &response, 1, NOON_AT,
	    &stored, &error));
	ck_assert_uint_eq(stored, 1);
}

static void
answers(guint n, const char *touchpoint, int score, const char *plan)
{
	for (guint i = 0; i < n; i++)
		answer(touchpoint, score, DAY + (gint32)i % 3, "import", plan);
}

/* "stay 7, pulse 5 | 12": the answers of each row, and of all; owned. */
static char *
told(const struct report *report)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < report->rows->len; i++) {
		const struct report_row *row = report->rows->pdata[i];

		g_string_append_printf(out, "%s%s %" G_GINT64_FORMAT,
		    i > 0 ? ", " : "",
		    row->rest		      ? "-" :
			row->touchpoint != NULL ? row->touchpoint :
						  row->group,
		    row->nps.answers);
	}
	g_string_append_printf(out, " | %" G_GINT64_FORMAT,
	    report->total->nps.answers);
	return g_string_free(out, FALSE);
}

static void
check(const char *expected)
{
	g_autoptr(report) report = NULL;
	g_autofree char *found = NULL;

	world_ok(report = report_gather(world.store, settings, &query, &error));
	found = told(report);
	ck_assert_str_eq(found, expected);
}

START_TEST(touchpoints_and_teams_have_all_their_answers)
{
	answers(2, "stay", 9, "gold");
	answers(6, "pulse", 3, NULL);
	answers(4, "gone", 9, NULL);
	check("stay 2, pulse 6, silent 0, gone 4 | 12");
	query.by = "team";
	check("desk 2, boss 12 | 12");
	query.team = settings_team(settings, "desk");
	check("desk 2 | 2");
	query.by = NULL;
	check("stay 2 | 2");
}
END_TEST

START_TEST(answers_are_in_their_period)
{
	answer("stay", 9, DAY - 1, "import", NULL);
	answer("stay", 9, DAY, "import", NULL);
	answer("stay", 9, DAY + 9, "import", NULL);
	answer("stay", 9, DAY + 10, "import", NULL);
	check("stay 2, pulse 0, silent 0 | 2");
	query.period = (struct period){ PERIOD_FIRST_DAY, PERIOD_FIRST_DAY,
		PERIOD_LAST_DAY };
	check("stay 4, pulse 0, silent 0 | 4");
}
END_TEST

START_TEST(groups_have_no_anonymous_answer_and_hide_the_small)
{
	g_autoptr(report) report = NULL;

	answers(5, "stay", 9, "gold");
	answers(3, "stay", 2, "tin");
	answers(2, "stay", 2, "lead");
	answers(4, "stay", 8, NULL);
	answers(6, "pulse", 3, "gold");
	answers(7, "old-pulse", 3, "tin");
	query.by = "contact.plan";
	check("gold 5, tin 3, - 4 | 14");
	world_ok(report = report_gather(world.store, settings, &query, &error));
	ck_assert_uint_eq(report->hidden, 1);
	ck_assert(report->without_anonymous);
	ck_assert(!((struct report_row *)report->rows->pdata[0])->has_heard);
	query.by = "source";
	check("import 14 | 14");
	query.by = NULL;
	check("stay 14, pulse 6, silent 0, old-pulse 7 | 27");
	query.source = REPORT_SOLICITED;
	check("stay 14, pulse 0, silent 0 | 14");
}
END_TEST

START_TEST(what_was_solicited_can_be_shown_apart)
{
	answer("stay", 9, DAY, "import", NULL);
	answer("stay", 9, DAY, "interview", NULL);
	answer("stay", 9, DAY, "reply", NULL);
	query.source = REPORT_SOLICITED;
	check("stay 2, pulse 0, silent 0 | 2");
	query.by = "team";
	check("desk 2, boss 2 | 2");
	query.source = REPORT_UNSOLICITED;
	check("desk 1, boss 1 | 1");
}
END_TEST

START_TEST(the_share_of_the_base_is_of_all_contacts)
{
	g_autoptr(report) report = NULL;
	const struct report_row *stay, *pulse;

	answer("stay", 9, DAY, "import", NULL);
	answer("stay", 9, DAY - 400, "import", NULL);
	ck_assert(world_happens(&world, "signup", "S", "s@example.com",
	    NOON_AT));
	ck_assert(world_happens(&world, "signup", "T", "t@example.com",
	    NOON_AT));
	world_ok(report = report_gather(world.store, settings, &query, &error));
	stay = report->rows->pdata[0];
	pulse = report->rows->pdata[1];
	ck_assert_int_eq(report->contacts, 4);
	ck_assert(stay->has_heard && report->total->has_heard);
	ck_assert_double_eq_tol(stay->heard_share, 0.25, 1e-9);
	ck_assert_double_eq_tol(report->total->heard_share, 0.25, 1e-9);
	ck_assert(!pulse->has_heard);
}
END_TEST

START_TEST(what_cannot_be_asked_is_refused)
{
	static const struct {
		const char *by;
		enum report_source source;
	} wrong[] = {
		{ "", REPORT_ALL },
		{ ":quartile", REPORT_ALL },
		{ "nights:median", REPORT_ALL },
		{ "nights:quartiles", REPORT_ALL },
		{ "country", REPORT_SOLICITED },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		query.by = wrong[i].by;
		query.source = wrong[i].source;
		ck_assert_ptr_null(report_gather(world.store, settings, &query,
		    &error));
		ck_assert_int_eq(error->code, DRIPSCORE_ERROR_USAGE);
	}
}
END_TEST

START_TEST(worth_is_held_by_what_was_said_last)
{
	struct worth worth;
	gboolean changed;

	world_ok(store_keep_attributes(world.store, NULL, "contact.value",
	    &changed, &error));
	answer("stay", 9, DAY, "import", "gold");
	answer("stay", 2, DAY, "import", "gold");
	answer("stay", 2, DAY, "import", NULL);
	answer("stay", 10, DAY - 400, "import", "gold");
	world_ok(worth_read(world.store, DAY, &worth, &error));
	ck_assert_int_eq(worth.bands[WORTH_PROMOTERS].contacts, 1);
	ck_assert_int_eq(worth.bands[WORTH_PROMOTERS].value_micro, 10000000);
	ck_assert_int_eq(worth.bands[WORTH_DETRACTORS].contacts, 2);
	ck_assert_int_eq(worth.bands[WORTH_DETRACTORS].valued, 1);
	ck_assert_int_eq(worth.bands[WORTH_SILENT].contacts, 1);
	ck_assert_int_eq(worth.bands[WORTH_SILENT].valued, 1);
	ck_assert_int_eq(worth.total.contacts, 4);
	ck_assert_int_eq(worth.total.value_micro, 30000000);
}
END_TEST

START_TEST(the_same_people_are_followed_from_touchpoint_to_touchpoint)
{
	g_autoptr(steps) steps = NULL;
	const struct step *step;
	struct foreign_response said[10];
	char emails[5][16];
	guint stored;

	for (guint i = 0; i < 5; i++) {
		g_snprintf(emails[i], sizeof(emails[i]), "p%u@example.com", i);
		for (guint k = 0; k < 2; k++)
			said[2 * i + k] = (struct foreign_response){
				.touchpoint = k == 0 ? "stay" : "gone",
				.score = k == 0 ? 9 : i < 2 ? 3 : 10,
				.email = emails[i],
				.answered_at = (gint64)(DAY + k) * DAY_S,
				.day = (gint32)(DAY + k),
				.source = "import",
			};
	}
	world_ok(store_put_responses(world.store, said, 10, NOON_AT, &stored,
	    &error));
	world_ok(steps = steps_read(world.store, settings, &query.period, NULL,
		     &error));
	ck_assert_uint_eq(steps->rows->len, 1);
	step = steps->rows->pdata[0];
	ck_assert_str_eq(step->from, "stay");
	ck_assert_str_eq(step->to, "gone");
	ck_assert_double_eq_tol(step->before.score, 100.0, 1e-9);
	ck_assert_double_eq_tol(step->after.score, 20.0, 1e-9);
	ck_assert_int_eq(step->fell_band, 2);
	ck_assert_int_eq(step->fell_four, 2);
	ck_assert_uint_eq(steps->falls->len, 2);
	ck_assert(!steps->more);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("report_gather");
	TCase *tests = tcase_create("report_gather");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, touchpoints_and_teams_have_all_their_answers);
	tcase_add_test(tests, answers_are_in_their_period);
	tcase_add_test(tests,
	    groups_have_no_anonymous_answer_and_hide_the_small);
	tcase_add_test(tests, what_was_solicited_can_be_shown_apart);
	tcase_add_test(tests, the_share_of_the_base_is_of_all_contacts);
	tcase_add_test(tests, what_cannot_be_asked_is_refused);
	tcase_add_test(tests, worth_is_held_by_what_was_said_last);
	tcase_add_test(tests,
	    the_same_people_are_followed_from_touchpoint_to_touchpoint);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
