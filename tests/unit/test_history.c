/* test_history.c - rows of historic answers: taken, refused, known again. */
#include "scores/history.h"
#include "tests/unit/unit.h"

#include <string.h>

#include "base/errors.h"
#include "base/timezone.h"

#define NOW_AT 1772366400 /* 2026-03-01T12:00:00Z */

static GTimeZone *zone;
static struct history *history;

static void
begin(void)
{
	zone = timezone_find("Europe/Helsinki", NULL);
	history = history_new(zone, NOW_AT);
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

	ck_assert_ptr_null(history_read(history, &row, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA));
	return g_strdup(error->message);
}

START_TEST(a_good_row_is_taken_whole)
{
	struct history_row row = good_row();
	g_autoptr(historic_answer) answer = history_read(history, &row, NULL);

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
	g_autoptr(historic_answer) answer = history_read(history, &row, NULL);
	g_autoptr(historic_answer) local = NULL;

	/* 23:30 UTC is half past one of 2 February in Helsinki. */
	ck_assert_int_eq(answer->response.day, 20486);
	row.answered_at = "2026-02-02";
	local = history_read(history, &row, NULL);
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
		answer = history_read(history, &row, NULL);
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
	answer = history_read(history, &row, NULL);
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
	g_autoptr(history) again = history_new(zone, NOW_AT);
	struct history_row row = good_row();
	char *first[3], *second[3];

	for (int i = 0; i < 3; i++) {
		g_autoptr(historic_answer)
		    one = history_read(history, &row, NULL);
		g_autoptr(historic_answer)
		    two = history_read(again, &row, NULL);

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
		    answer = history_read(history, &rows[i], NULL);

		ck_assert_ptr_nonnull(answer);
		ck_assert(g_hash_table_add(origins, g_strdup(answer->origin)));
	}
}
END_TEST

START_TEST(a_refused_row_does_not_count_among_its_likes)
{
	g_autoptr(history) other = history_new(zone, NOW_AT);
	struct history_row good = good_row(), bad = good_row();
	g_autoptr(historic_answer) one = NULL, two = NULL;
	g_autofree char *message = NULL;

	bad.score = "11";
	message = refusal(bad);
	one = history_read(history, &good, NULL);
	two = history_read(other, &good, NULL);
	ck_assert_str_eq(one->origin, two->origin);
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
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
