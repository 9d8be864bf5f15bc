/* test_period.c - the names of periods, and what each is compared to. */
#include "scores/figures/period.h"
#include "tests/unit/unit.h"

#include "base/errors.h"
#include "base/timezone.h"

static gint32
day(int year, int month, int day_of_month)
{
	struct local_time local = { .year = year,
		.month = month,
		.day = day_of_month };

	return timezone_local_day(&local);
}

static char *
iso(gint32 days)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(days + EPOCH_JULIAN));
	return g_strdup_printf("%04d-%02d-%02d", g_date_get_year(&date),
	    g_date_get_month(&date), g_date_get_day(&date));
}

/* "before since until", the last day not included. */
static void
check(const char *text, gint32 today, guint fiscal_month, const char *expected)
{
	g_autoptr(GError) error = NULL;
	struct period period;
	g_autofree char *before = NULL;
	g_autofree char *since = NULL;
	g_autofree char *until = NULL;
	g_autofree char *found = NULL;

	ck_assert_msg(period_parse(text, today, fiscal_month, &period, &error),
	    "%s: %s", text, error != NULL ? error->message : "");
	before = iso(period.before_day);
	since = iso(period.since_day);
	until = iso(period.until_day);
	found = g_strjoin(" ", before, since, until, NULL);
	ck_assert_msg(g_str_equal(found, expected), "%s is %s, not %s", text,
	    found, expected);
}

START_TEST(periods_have_names)
{
	static const struct {
		const char *text, *days;
	} names[] = {
		{ "today", "2026-11-21 2026-11-22 2026-11-23" },
		{ "yesterday", "2026-11-20 2026-11-21 2026-11-22" },
		{ "this-week", "2026-11-09 2026-11-16 2026-11-23" },
		{ "last-week", "2026-11-02 2026-11-09 2026-11-16" },
		{ "this-month", "2026-10-01 2026-11-01 2026-12-01" },
		{ "last-month", "2026-09-01 2026-10-01 2026-11-01" },
		{ "this-quarter", "2026-07-01 2026-10-01 2027-01-01" },
		{ "last-quarter", "2026-04-01 2026-07-01 2026-10-01" },
		{ "this-year", "2025-01-01 2026-01-01 2027-01-01" },
		{ "last-year", "2024-01-01 2025-01-01 2026-01-01" },
		{ "2026", "2025-01-01 2026-01-01 2027-01-01" },
		{ "2026-q1", "2025-10-01 2026-01-01 2026-04-01" },
		{ "2026-Q4", "2026-07-01 2026-10-01 2027-01-01" },
		{ "2026-01", "2025-12-01 2026-01-01 2026-02-01" },
		{ "2026-3", "2026-02-01 2026-03-01 2026-04-01" },
		{ "fy2026", "2025-01-01 2026-01-01 2027-01-01" },
		{ "FY2026-q2", "2026-01-01 2026-04-01 2026-07-01" },
		{ "1d", "2026-11-21 2026-11-22 2026-11-23" },
		{ "30d", "2026-09-24 2026-10-24 2026-11-23" },
		{ "13w", "2026-05-25 2026-08-24 2026-11-23" },
		{ "12m", "2024-11-23 2025-11-23 2026-11-23" },
		{ "1y", "2024-11-23 2025-11-23 2026-11-23" },
	};

	/* A Sunday. */
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		check(names[i].text, day(2026, 11, 22), 1, names[i].days);
}
END_TEST

START_TEST(a_fiscal_year_is_named_after_the_year_in_which_it_ends)
{
	gint32 may = day(2026, 5, 31);
	gint32 march = day(2026, 3, 31);

	check("fy2026", may, 4, "2024-04-01 2025-04-01 2026-04-01");
	check("fy2026-q1", may, 4, "2025-01-01 2025-04-01 2025-07-01");
	check("fy2026-q4", may, 4, "2025-10-01 2026-01-01 2026-04-01");
	check("this-year", may, 4, "2025-04-01 2026-04-01 2027-04-01");
	check("this-year", march, 4, "2024-04-01 2025-04-01 2026-04-01");
	check("last-year", march, 4, "2023-04-01 2024-04-01 2025-04-01");
	/* The calendar's year stays what it is. */
	check("2026", may, 4, "2025-01-01 2026-01-01 2027-01-01");
	check("2026-q2", may, 4, "2026-01-01 2026-04-01 2026-07-01");
}
END_TEST

START_TEST(quarters_follow_the_fiscal_year)
{
	gint32 today = day(2026, 1, 15);

	check("this-quarter", today, 2, "2025-08-01 2025-11-01 2026-02-01");
	check("last-quarter", today, 2, "2025-05-01 2025-08-01 2025-11-01");
	check("this-quarter", today, 12, "2025-09-01 2025-12-01 2026-03-01");
	check("fy2026-q1", today, 12, "2025-09-01 2025-12-01 2026-03-01");
	check("fy2026-q1", today, 10, "2025-07-01 2025-10-01 2026-01-01");
	check("this-year", today, 12, "2024-12-01 2025-12-01 2026-12-01");
}
END_TEST

START_TEST(leap_days_are_days)
{
	gint32 leap = day(2024, 2, 29);

	check("2024-02", leap, 1, "2024-01-01 2024-02-01 2024-03-01");
	check("2023-02", leap, 1, "2023-01-01 2023-02-01 2023-03-01");
	check("fy2024-q4", leap, 3, "2023-09-01 2023-12-01 2024-03-01");
	check("today", leap, 1, "2024-02-28 2024-02-29 2024-03-01");
	check("1d", day(2024, 3, 1), 1, "2024-02-29 2024-03-01 2024-03-02");
	check("12m", leap, 1, "2022-03-01 2023-03-01 2024-03-01");
	/* A year before 29 February there is none: the last of the month. */
	check("12m", day(2024, 2, 28), 1, "2022-02-28 2023-02-28 2024-02-29");
	check("1m", day(2026, 3, 30), 1, "2026-01-31 2026-02-28 2026-03-31");
	check("this-week", leap, 1, "2024-02-19 2024-02-26 2024-03-04");
}
END_TEST

/* Each day of two years is in this period of its kind, which is not empty,
 * touches the one before, and is followed by itself or by its neighbour. */
START_TEST(periods_of_a_kind_cover_all_days_without_a_gap)
{
	static const char *const kinds[] = { "this-week", "this-month",
		"this-quarter", "this-year" };
	static const char *const lasts[] = { "last-week", "last-month",
		"last-quarter", "last-year" };

	for (guint fiscal = 1; fiscal <= 12; fiscal += 3)
		for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++) {
			struct period old = { 0 };

			for (gint32 today = day(2023, 1, 1);
			     today < day(2025, 2, 1); today++) {
				struct period this, last;

				ck_assert(period_parse(kinds[k], today, fiscal,
				    &this, NULL));
				ck_assert(period_parse(lasts[k], today, fiscal,
				    &last, NULL));
				ck_assert(this.since_day <= today);
				ck_assert(this.until_day > today);
				ck_assert(this.before_day < this.since_day);
				ck_assert_int_eq(last.since_day,
				    this.before_day);
				ck_assert_int_eq(last.until_day,
				    this.since_day);
				ck_assert(old.until_day == 0 ||
				    this.since_day == old.since_day ||
				    this.since_day == old.until_day);
				old = this;
			}
		}
}
END_TEST

START_TEST(what_is_no_period_is_refused_with_what_is)
{
	static const char *const wrong[] = { "", "last", "lastweek", "0d",
		"30", "30x", "30dd", "99999d", "2026-q0", "2026-q5", "2026-q",
		"2026-13", "2026-00", "2026-", "26", "20260", "fy26",
		"fy2026-03", "fy", "fy2026-q22", "1800", "9999y", "-30d",
		"2026-03-01", "next-week", "\xff" };

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		struct period period;

		ck_assert_msg(!period_parse(wrong[i], day(2026, 11, 22), 1,
				  &period, &error),
		    "\"%s\" is a period", wrong[i]);
		ck_assert_int_eq(error->code, DRIPSCORE_ERROR_USAGE);
		ck_assert_ptr_nonnull(strstr(error->message, "last-"));
	}
}
END_TEST

START_TEST(days_are_compared_to_as_many_before)
{
	gint32 today = day(2026, 11, 22);
	struct period period;
	g_autoptr(GError) error = NULL;

	ck_assert(period_of_days(today - 10, today - 3, today, &period, NULL));
	ck_assert_int_eq(period.before_day, today - 17);
	ck_assert(period_of_days(today - 9, PERIOD_LAST_DAY, today, &period,
	    NULL));
	ck_assert_int_eq(period.before_day, today - 19);
	ck_assert_int_eq(period.until_day, PERIOD_LAST_DAY);
	/* Without a beginning there is nothing before. */
	ck_assert(period_of_days(PERIOD_FIRST_DAY, today, today, &period,
	    NULL));
	ck_assert_int_eq(period.before_day, period.since_day);
	/* It begins after today. */
	ck_assert(period_of_days(today + 5, PERIOD_LAST_DAY, today, &period,
	    NULL));
	ck_assert_int_eq(period.before_day, today + 4);
	ck_assert(!period_of_days(today, today, today, &period, &error));
	ck_assert_int_eq(error->code, DRIPSCORE_ERROR_USAGE);
}
END_TEST

static void
says(gint32 since_day, gint32 until_day, const char *expected)
{
	g_autofree char *words = period_words(since_day, until_day);

	ck_assert_str_eq(words, expected);
}

START_TEST(periods_have_words)
{
	says(day(2026, 7, 1), day(2026, 10, 1), "1 July to 30 September 2026");
	says(day(2025, 12, 1), day(2026, 3, 1),
	    "1 December 2025 to 28 February 2026");
	says(day(2026, 5, 3), day(2026, 5, 4), "3 May 2026");
	says(day(2026, 5, 3), day(2026, 5, 10), "3 to 9 May 2026");
	says(day(2026, 5, 1), day(2026, 6, 1), "May 2026");
	says(day(2024, 2, 1), day(2024, 3, 1), "February 2024");
	says(day(2024, 2, 1), day(2024, 2, 29), "1 to 28 February 2024");
	says(day(2026, 1, 1), day(2027, 1, 1), "2026");
	says(day(2025, 4, 1), day(2026, 4, 1), "1 April 2025 to 31 March 2026");
	says(day(2026, 5, 3), PERIOD_LAST_DAY, "since 3 May 2026");
	says(PERIOD_FIRST_DAY, day(2026, 5, 4), "until 3 May 2026");
	says(PERIOD_FIRST_DAY, PERIOD_LAST_DAY, "all days");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("period");
	TCase *tests = tcase_create("period");

	tcase_add_test(tests, periods_have_names);
	tcase_add_test(tests,
	    a_fiscal_year_is_named_after_the_year_in_which_it_ends);
	tcase_add_test(tests, quarters_follow_the_fiscal_year);
	tcase_add_test(tests, leap_days_are_days);
	tcase_add_test(tests, periods_of_a_kind_cover_all_days_without_a_gap);
	tcase_add_test(tests, what_is_no_period_is_refused_with_what_is);
	tcase_add_test(tests, days_are_compared_to_as_many_before);
	tcase_add_test(tests, periods_have_words);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
