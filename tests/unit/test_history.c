/* test_history.c - rows of historic answers: taken, refused, known again. */
#include "scores/history/history.h"
#include "tests/unit/unit.h"

#include <string.h>

#include "base/errors.h"
#include "base/tag_rule.h"
#include "base/timezone.h"

#define NOW_AT 1772366400 /* 2026-03-01T12:00:00Z */

static GTimeZone *zone;
static struct history *history;

static struct history *
another(void)
{
	const struct history_options options = { .zone = zone,
		.now_at = NOW_AT };

	return history_new(&options);
}

/* NULL: it is refused, or left out. */
static struct historic_answer *
taken(struct history *whose, const struct history_row *row)
{
	struct historic_answer *answer;

	history_read(whose, row, &answer, NULL);
	return answer;
}

static void
begin(void)
{
	zone = timezone_find("Europe/Helsinki", NULL);
	history = another();
}

static void
end(void)
{
	history_free(history);
	g_time_zone_unref(zone);
}

static struct history_row
good_row(void)
{
	return (struct history_row){
		.touchpoint = "after-booking",
		.score = "9",
		.comment = "Lovely",
		.email = "Ada@Example.COM",
		.answered_at = "2026-02-01T23:30:00Z",
	};
}

static char *
refusal(struct history_row row)
{
	g_autoptr(GError) error = NULL;
	struct historic_answer *answer;

	ck_assert_int_eq(history_read(history, &row, &answer, &error),
	    HISTORY_WRONG);
	ck_assert_ptr_null(answer);
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA));
	return g_strdup(error->message);
}

START_TEST(a_good_row_is_taken_whole)
{
	struct history_row row = good_row();
	g_autoptr(historic_answer) answer = taken(history, &row);

	ck_assert_ptr_nonnull(answer);
	ck_assert_str_eq(answer->response.touchpoint, "after-booking");
	ck_assert_int_eq(answer->response.score, 9);
	ck_assert_str_eq(answer->response.comment, "Lovely");
	ck_assert_str_eq(answer->response.email, "Ada@example.com");
	ck_assert_int_eq(answer->response.answered_at, 1769988600);
	ck_assert_str_eq(answer->response.source, "import");
	ck_assert_int_eq(strlen(answer->response.origin), 64);
	ck_assert_ptr_null(answer->response.author);
}
END_TEST

START_TEST(the_day_is_that_of_the_zone)
{
	struct history_row row = good_row();
	g_autoptr(historic_answer) answer = taken(history, &row);
	g_autoptr(historic_answer) local = NULL;

	/* 23:30 UTC is half past one of 2 February in Helsinki. */
	ck_assert_int_eq(answer->response.day, 20486);
	row.answered_at = "2026-02-02";
	local = taken(history, &row);
	ck_assert_int_eq(local->response.day, 20486);
	ck_assert_int_eq(local->response.answered_at, 1769983200);
}
END_TEST

START_TEST(whole_numbers_from_0_to_10_are_scores_and_nothing_else_is)
{
	static const char *const bad[] = { "", "11", "-1", "9.0", "8,5", "+9",
		"010", "07", "9/10", "ten", "1e1", "10 out of 10", "٩",
		"99999999999999999999" };
	struct history_row row = good_row();

	for (int score = 0; score <= 10; score++) {
		g_autofree char *text = g_strdup_printf(" %d ", score);
		g_autoptr(historic_answer) answer = NULL;

		row.score = text;
		answer = taken(history, &row);
		ck_assert_int_eq(answer->response.score, score);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *message = NULL;

		row.score = bad[i];
		message = refusal(row);
		ck_assert(g_str_has_prefix(message, "score: found "));
		ck_assert_ptr_nonnull(
		    strstr(message, "allowed is a whole number from 0 to 10"));
		if (*bad[i] != '\0')
			ck_assert_ptr_nonnull(strstr(message, bad[i]));
	}
}
END_TEST

START_TEST(a_missing_column_is_refused_by_its_name)
{
	struct history_row row = good_row();
	g_autofree char *touchpoint = NULL, *score = NULL, *at = NULL;

	row.touchpoint = NULL;
	touchpoint = refusal(row);
	ck_assert(g_str_has_prefix(touchpoint, "touchpoint: found nothing;"));
	row = good_row();
	row.score = NULL;
	score = refusal(row);
	ck_assert(g_str_has_prefix(score, "score: found nothing;"));
	row = good_row();
	row.answered_at = NULL;
	at = refusal(row);
	ck_assert(g_str_has_prefix(at, "answered_at: found nothing;"));
}
END_TEST

START_TEST(comment_and_address_may_be_absent)
{
	struct history_row row = good_row();
	g_autoptr(historic_answer) answer = NULL;

	row.comment = NULL;
	row.email = "  ";
	answer = taken(history, &row);
	ck_assert_ptr_null(answer->response.comment);
	ck_assert_ptr_null(answer->response.email);
}
END_TEST

START_TEST(no_address_and_no_comment_stands_in_a_message)
{
	struct history_row row = good_row();
	g_autofree char *email = NULL, *comment = NULL;

	row.email = "ada example.com";
	email = refusal(row);
	ck_assert(g_str_has_prefix(email, "email: "));
	ck_assert_ptr_null(strstr(email, "ada example"));
	row = good_row();
	row.comment = "caf\xe9";
	comment = refusal(row);
	ck_assert(g_str_has_prefix(comment, "comment: "));
	ck_assert_ptr_null(strstr(comment, "caf"));
}
END_TEST

START_TEST(what_is_no_address_is_refused)
{
	static const char *const bad[] = { "ada", "@example.com", "ada@",
		"a@b.c, d@e.f", "ada@example.com\nx", "Ada <ada@example.com>" };
	struct history_row row = good_row();

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *message = NULL;

		row.email = bad[i];
		message = refusal(row);
		ck_assert(g_str_has_prefix(message, "email: "));
	}
}
END_TEST

START_TEST(an_answer_of_tomorrow_or_of_no_day_is_refused)
{
	static const char *const bad[] = { "2026-03-01T12:00:01Z", "2030-01-01",
		"yesterday", "2026-02-30", "01/02/2026" };
	struct history_row row = good_row();

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *message = NULL;

		row.answered_at = bad[i];
		message = refusal(row);
		ck_assert(g_str_has_prefix(message, "answered_at: found \""));
		ck_assert_ptr_nonnull(strstr(message, bad[i]));
	}
}
END_TEST

START_TEST(the_same_file_again_gives_the_same_origins)
{
	g_autoptr(history) again = another();
	struct history_row row = good_row();
	char *first[3], *second[3];

	for (int i = 0; i < 3; i++) {
		g_autoptr(historic_answer)
		    one = taken(history, &row);
		g_autoptr(historic_answer)
		    two = taken(again, &row);

		first[i] = g_strdup(one->origin);
		second[i] = g_strdup(two->origin);
	}
	for (int i = 0; i < 3; i++) {
		ck_assert_str_eq(first[i], second[i]);
		ck_assert_str_ne(first[i], first[(i + 1) % 3]);
	}
	for (int i = 0; i < 3; i++) {
		g_free(first[i]);
		g_free(second[i]);
	}
}
END_TEST

START_TEST(rows_that_differ_in_any_column_have_other_origins)
{
	g_autoptr(GHashTable) origins = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);
	struct history_row rows[8];

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		rows[i] = good_row();
	rows[1].touchpoint = "week-later";
	rows[2].score = "10";
	rows[3].comment = "Lovely!";
	rows[4].email = "bob@example.com";
	rows[5].answered_at = "2026-02-02";
	/* Text that moves from one column to the next. */
	rows[6].touchpoint = "after-booking|x@y.z";
	rows[6].email = NULL;
	rows[7].touchpoint = "after-booking";
	rows[7].email = "|x@y.z";
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(historic_answer)
		    answer = taken(history, &rows[i]);

		ck_assert_ptr_nonnull(answer);
		ck_assert(g_hash_table_add(origins, g_strdup(answer->origin)));
	}
}
END_TEST

START_TEST(a_refused_row_does_not_count_among_its_likes)
{
	g_autoptr(history) other = another();
	struct history_row good = good_row(), bad = good_row();
	g_autoptr(historic_answer) one = NULL, two = NULL;
	g_autofree char *message = NULL;

	bad.score = "11";
	message = refusal(bad);
	one = taken(history, &good);
	two = taken(other, &good);
	ck_assert_str_eq(one->origin, two->origin);
}
END_TEST

static struct history *
with_options(struct history_options options)
{
	options.zone = zone;
	options.now_at = NOW_AT;
	return history_new(&options);
}

START_TEST(times_are_read_as_other_programs_write_them)
{
	static const struct {
		const char *text;
		gint64 at;
	} each[] = {
		{ "2026-02-01 12:00:00 UTC", 1769947200 },
		{ "2026-02-01 12:00:00 GMT", 1769947200 },
		{ "2026-02-01 12:00:00 -0800", 1769976000 },
		{ "2026-02-01 12:00:00 +02:00", 1769940000 },
		{ "1611363406", 1611363406 },
		{ "2026-02-01 12:00:00", 1769940000 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		struct history_row row = good_row();
		g_autoptr(historic_answer) answer = NULL;

		row.answered_at = each[i].text;
		answer = taken(history, &row);
		if (answer == NULL)
			ck_abort_msg("%s", each[i].text);
		ck_assert_int_eq(answer->response.answered_at, each[i].at);
	}
}
END_TEST

START_TEST(who_has_no_address_may_have_a_number)
{
	const struct history_options home = { .country = "FI" };
	g_autoptr(history) at_home = with_options(home);
	struct history_row row = good_row();
	g_autoptr(historic_answer) answer = NULL, other = NULL;
	g_autofree char *message = NULL;

	row.email = "";
	row.phone = "040 1234567";
	row.name = " Ada ";
	answer = taken(at_home, &row);
	ck_assert_str_eq(answer->response.phone, "+358401234567");
	ck_assert_str_eq(answer->response.name, "Ada");
	ck_assert_ptr_null(answer->response.email);
	row.phone = "040 7654321";
	other = taken(at_home, &row);
	ck_assert_str_ne(answer->origin, other->origin);
	row.phone = "12";
	message = refusal(row);
	ck_assert_ptr_nonnull(strstr(message, "phone: "));
}
END_TEST

START_TEST(surveys_of_other_types_are_left_out_and_named)
{
	struct history_row row = good_row();
	struct historic_answer *answer;
	g_autofree char *none = history_others(history), *others = NULL;

	ck_assert_ptr_null(none);
	row.type = "NPS";
	ck_assert_int_eq(history_read(history, &row, &answer, NULL),
	    HISTORY_ANSWER);
	historic_answer_free(answer);
	row.type = "csat";
	ck_assert_int_eq(history_read(history, &row, &answer, NULL),
	    HISTORY_LEFT_OUT);
	ck_assert_ptr_null(answer);
	others = history_others(history);
	ck_assert_str_eq(others, "csat");
}
END_TEST

START_TEST(tags_are_those_of_the_file_and_of_the_rules)
{
	g_autoptr(tag_rules) rules = tag_rules_new();
	const struct history_options options = { .rules = rules };
	g_autoptr(history) ruled = with_options(options);
	struct history_row row = good_row();
	g_autoptr(historic_answer) answer = NULL;
	g_autoptr(GString) all = g_string_new(NULL);

	tag_rules_name(rules, "Price");
	tag_rules_name(rules, "rude");
	ck_assert(tag_rules_add(rules, "Price", NULL, "expens*", NULL));
	ck_assert(tag_rules_add(rules, "rude", NULL, "rude", NULL));
	row.tags = "Delivery issue, PRICE;price";
	row.comment = "Expensive and rude";
	answer = taken(ruled, &row);
	for (guint i = 0; i < answer->tags->len; i++) {
		const struct tag_hit *hit = answer->tags->pdata[i];

		g_string_append_printf(all, "%s/%s ", hit->tag, hit->source);
	}
	ck_assert_str_eq(all->str, "Delivery issue/import Price/import "
	    "Price/rule rude/rule ");
	row.tags = "-no";
	ck_assert_ptr_null(taken(ruled, &row));
}
END_TEST

START_TEST(another_scale_is_converted_only_as_somebody_says)
{
	const struct history_options same = { .scale = SCALE_1_10,
		.conversion = CONVERT_SAME };
	const struct history_options stretch = { .scale = SCALE_1_10,
		.conversion = CONVERT_STRETCH };
	static const int stretched[] = { 0, 1, 2, 3, 4, 6, 7, 8, 9, 10 };
	g_autoptr(history) kept = with_options(same);
	g_autoptr(history) drawn = with_options(stretch);
	struct history_row row = good_row();
	g_autofree char *undeclared = NULL, *other = NULL;

	for (int i = 1; i <= 10; i++) {
		g_autofree char *text = g_strdup_printf("%d", i);
		g_autoptr(historic_answer) one = NULL, two = NULL;

		row.score = text;
		one = taken(kept, &row);
		two = taken(drawn, &row);
		ck_assert_int_eq(one->response.score, i);
		ck_assert_int_eq(two->response.score, stretched[i - 1]);
		ck_assert_ptr_nonnull(strstr(two->response.reason,
		    "converted from 1-10, where it was "));
	}
	row.score = "0";
	ck_assert_ptr_null(taken(kept, &row));
	row.score = "5";
	row.scale = "1 to 10";
	undeclared = refusal(row);
	ck_assert_ptr_nonnull(strstr(undeclared, "--convert-scale"));
	row.scale = "1-5";
	other = refusal(row);
	ck_assert_ptr_nonnull(strstr(other, "no other is"));
}
END_TEST

START_TEST(many_a_one_and_no_zero_is_suspect)
{
	struct history_row row = good_row();
	g_autoptr(GError) error = NULL;

	for (int i = 0; i < 5; i++) {
		ck_assert(history_check_scale(history, NULL));
		row.score = "1";
		historic_answer_free(taken(history, &row));
	}
	ck_assert(!history_check_scale(history, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "5 scores of 1"));
	row.score = "0";
	historic_answer_free(taken(history, &row));
	ck_assert(history_check_scale(history, NULL));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("history");
	TCase *tests = tcase_create("history");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_good_row_is_taken_whole);
	tcase_add_test(tests, the_day_is_that_of_the_zone);
	tcase_add_test(tests,
	    whole_numbers_from_0_to_10_are_scores_and_nothing_else_is);
	tcase_add_test(tests, a_missing_column_is_refused_by_its_name);
	tcase_add_test(tests, comment_and_address_may_be_absent);
	tcase_add_test(tests, no_address_and_no_comment_stands_in_a_message);
	tcase_add_test(tests, what_is_no_address_is_refused);
	tcase_add_test(tests, an_answer_of_tomorrow_or_of_no_day_is_refused);
	tcase_add_test(tests, the_same_file_again_gives_the_same_origins);
	tcase_add_test(tests,
	    rows_that_differ_in_any_column_have_other_origins);
	tcase_add_test(tests, a_refused_row_does_not_count_among_its_likes);
	tcase_add_test(tests, times_are_read_as_other_programs_write_them);
	tcase_add_test(tests, who_has_no_address_may_have_a_number);
	tcase_add_test(tests, surveys_of_other_types_are_left_out_and_named);
	tcase_add_test(tests, tags_are_those_of_the_file_and_of_the_rules);
	tcase_add_test(tests,
	    another_scale_is_converted_only_as_somebody_says);
	tcase_add_test(tests, many_a_one_and_no_zero_is_suspect);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
