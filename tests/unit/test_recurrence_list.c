/*
 * test_recurrence_list.c - when rules of files come round, as another reader of
 * RFC 5545 (python-dateutil) lists it.
 */
#include "base/recurrence_list.h"

#include <string.h>

#include "base/clock.h"
#include "base/timezone.h"
#include "tests/unit/unit.h"

#define FROM 946684800	 /* 2000-01-01 */
#define UNTIL 4102444800 /* 2100-01-01 */

/* DTSTART, the rule, how many from 2000 to 2099, the first ones, the last. */
static const struct {
	const char *start, *rule;
	guint n;
	const char *first, *last;
} listed[] = {
	{ "2000-01-01",
	    "FREQ=YEARLY", 100,
	    "2000-01-01 2001-01-01 2002-01-01 2003-01-01 2004-01-01",
	    "2099-01-01" },
	{ "2000-02-29",
	    "FREQ=YEARLY", 25,
	    "2000-02-29 2004-02-29 2008-02-29 2012-02-29 2016-02-29",
	    "2096-02-29" },
	{ "2000-01-31",
	    "FREQ=MONTHLY", 700,
	    "2000-01-31 2000-03-31 2000-05-31 2000-07-31 2000-08-31",
	    "2099-12-31" },
	{ "2024-01-01",
	    "FREQ=DAILY;INTERVAL=10;COUNT=5", 5,
	    "2024-01-01 2024-01-11 2024-01-21 2024-01-31 2024-02-10",
	    "2024-02-10" },
	{ "1997-09-02",
	    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", 100,
	    "2000-11-23 2001-11-22 2002-11-28 2003-11-27 2004-11-25",
	    "2099-11-26" },
	{ "2022-05-30",
	    "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", 78,
	    "2022-05-30 2023-05-29 2024-05-27 2025-05-26 2026-05-25",
	    "2099-05-25" },
	{ "1996-11-05",
	    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;"
	    "BYMONTHDAY=2,3,4,5,6,7,8", 25,
	    "2000-11-07 2004-11-02 2008-11-04 2012-11-06 2016-11-08",
	    "2096-11-06" },
	{ "2020-01-05",
	    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH;UNTIL=20200301", 8,
	    "2020-01-07 2020-01-09 2020-01-21 2020-01-23 2020-02-04",
	    "2020-02-20" },
	{ "2020-01-05",
	    "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=SU,TU;COUNT=6", 6,
	    "2020-01-05 2020-01-14 2020-01-19 2020-01-28 2020-02-02",
	    "2020-02-11" },
	{ "2020-01-01",
	    "FREQ=MONTHLY;BYMONTHDAY=-1", 960,
	    "2020-01-31 2020-02-29 2020-03-31 2020-04-30 2020-05-31",
	    "2099-12-31" },
	{ "2020-01-01",
	    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 960,
	    "2020-01-31 2020-02-28 2020-03-31 2020-04-30 2020-05-29",
	    "2099-12-31" },
	{ "2020-01-01",
	    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 137,
	    "2020-03-13 2020-11-13 2021-08-13 2022-05-13 2023-01-13",
	    "2099-11-13" },
	{ "2020-01-01",
	    "FREQ=YEARLY;BYYEARDAY=1,-1,366", 160,
	    "2020-01-01 2020-12-31 2021-01-01 2021-12-31 2022-01-01",
	    "2099-12-31" },
	{ "2020-01-01",
	    "FREQ=YEARLY;BYDAY=53MO", 14,
	    "2024-12-30 2029-12-31 2035-12-31 2040-12-31 2046-12-31",
	    "2096-12-31" },
	{ "2020-01-01",
	    "FREQ=YEARLY;BYDAY=20MO,-1SU;UNTIL=20301231", 22,
	    "2020-05-18 2020-12-27 2021-05-17 2021-12-26 2022-05-16",
	    "2030-12-29" },
	{ "2020-04-15",
	    "FREQ=YEARLY;BYMONTHDAY=15;COUNT=14", 14,
	    "2020-04-15 2020-05-15 2020-06-15 2020-07-15 2020-08-15",
	    "2021-05-15" },
	{ "2020-04-15",
	    "FREQ=YEARLY;BYMONTH=1,6", 159,
	    "2020-06-15 2021-01-15 2021-06-15 2022-01-15 2022-06-15",
	    "2099-06-15" },
	{ "2020-01-01",
	    "FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=29", 7,
	    "2020-02-29 2032-02-29 2044-02-29 2056-02-29 2068-02-29",
	    "2092-02-29" },
	{ "2020-01-01",
	    "FREQ=MONTHLY;INTERVAL=13;BYDAY=1SA,-2SU", 148,
	    "2020-01-04 2020-01-19 2021-02-06 2021-02-21 2022-03-05",
	    "2099-02-15" },
	{ "2020-01-01",
	    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29,30", 20,
	    "2020-02-29 2024-02-29 2028-02-29 2032-02-29 2036-02-29",
	    "2096-02-29" },
	{ "2020-01-01",
	    "FREQ=YEARLY;BYMONTH=9;BYDAY=MO;BYSETPOS=1,-1", 160,
	    "2020-09-07 2020-09-28 2021-09-06 2021-09-27 2022-09-05",
	    "2099-09-28" },
	{ "2020-01-01",
	    "FREQ=YEARLY;BYDAY=SA,SU;BYSETPOS=-3", 80,
	    "2020-12-20 2021-12-19 2022-12-24 2023-12-24 2024-12-22",
	    "2099-12-20" },
	{ "2020-01-02",
	    "FREQ=WEEKLY;BYMONTH=1", 355,
	    "2020-01-02 2020-01-09 2020-01-16 2020-01-23 2020-01-30",
	    "2099-01-29" },
	{ "1600-02-29",
	    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=98", 1,
	    "2000-02-29",
	    "2000-02-29" },
	{ "2020-01-01",
	    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", 0,
	    "",
	    "" },
};

static gint64
wall(const char *date)
{
	gint64 found = 0;

	ck_assert_msg(time_parse(date, NULL, &found, NULL), "%s", date);
	return found;
}

static char *
text_of(gint64 moment)
{
	g_autofree char *text = time_format(moment);

	return g_strndup(text, strlen("2000-01-01"));
}

static GArray *
list(const struct recurrence_source *source, guint most, guint *days,
    GError **error)
{
	GArray *walls = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (recurrence_list(source, FROM, UNTIL, most, days, walls, error))
		return walls;
	ck_assert_uint_eq(walls->len, 0);
	g_array_unref(walls);
	return NULL;
}

START_TEST(rules_come_round_as_another_reader_says)
{
	for (gsize i = 0; i < G_N_ELEMENTS(listed); i++) {
		struct recurrence_source source = { .rule = listed[i].rule,
			.start = wall(listed[i].start) };
		guint days = 1000000;
		g_autoptr(GArray) walls = list(&source, 100000, &days, NULL);
		g_autoptr(GString) first = g_string_new(NULL);
		g_autofree char *last = NULL;

		ck_assert_msg(walls != NULL, "%s", source.rule);
		ck_assert_msg(walls->len == listed[i].n, "%s: %u instead of %u",
		    source.rule, walls->len, listed[i].n);
		for (guint j = 0; j < MIN(walls->len, 5); j++) {
			g_autofree char *day = text_of(
			    g_array_index(walls, gint64, j));

			g_string_append_printf(first, "%s%s", j > 0 ? " " : "",
			    day);
		}
		ck_assert_str_eq(first->str, listed[i].first);
		if (walls->len == 0)
			continue;
		last = text_of(g_array_index(walls, gint64, walls->len - 1));
		ck_assert_str_eq(last, listed[i].last);
	}
}
END_TEST

START_TEST(hours_are_none_of_whole_days)
{
	struct recurrence_source source = {
		.rule = "FREQ=DAILY;COUNT=2;BYHOUR=8,9;BYMINUTE=30",
		.start = wall("2026-01-01"),
	};
	guint days = 1000;
	g_autoptr(GArray) timed = list(&source, 10, &days, NULL);
	g_autoptr(GArray) whole = NULL;

	source.all_day = TRUE;
	whole = list(&source, 10, &days, NULL);
	ck_assert_int_eq(g_array_index(timed, gint64, 0),
	    source.start + 8 * 3600 + 1800);
	ck_assert_int_eq(g_array_index(timed, gint64, 1),
	    source.start + 9 * 3600 + 1800);
	ck_assert_int_eq(g_array_index(whole, gint64, 0), source.start);
	ck_assert_int_eq(g_array_index(whole, gint64, 1),
	    source.start + 86400);
}
END_TEST

START_TEST(an_end_in_utc_is_read_in_the_zone)
{
	g_autoptr(GTimeZone) zone = timezone_find("America/New_York", NULL);
	struct recurrence_source source = {
		.rule = "FREQ=DAILY;UNTIL=20260103T040000Z",
		.start = wall("2026-01-01T23:00:00Z"),
		.zone = zone,
	};
	guint days = 1000;
	/* 23:00 in New York on the 1st and 2nd: 04:00 by UTC a day later. */
	g_autoptr(GArray) walls = list(&source, 10, &days, NULL);

	ck_assert_uint_eq(walls->len, 2);
}
END_TEST

START_TEST(who_comes_round_too_often_or_takes_too_long_is_refused)
{
	struct recurrence_source source = { .rule = "FREQ=DAILY;COUNT=11",
		.start = wall("2026-01-01") };
	g_autoptr(GError) error = NULL;
	guint days = 1000;

	ck_assert_ptr_null(list(&source, 10, &days, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "more often than the 10"));
	g_clear_error(&error);
	source.rule = "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30";
	ck_assert_ptr_null(list(&source, 10, &days, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "too many days"));
	ck_assert_uint_lt(days, 31);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("recurrence_list");
	TCase *tcase = tcase_create("recurrence_list");

	tcase_add_test(tcase, rules_come_round_as_another_reader_says);
	tcase_add_test(tcase, hours_are_none_of_whole_days);
	tcase_add_test(tcase, an_end_in_utc_is_read_in_the_zone);
	tcase_add_test(tcase,
	    who_comes_round_too_often_or_takes_too_long_is_refused);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
