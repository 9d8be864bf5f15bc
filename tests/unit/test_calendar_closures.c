/*
 * test_calendar_closures.c - iCalendar files as days and times at which a
 * calendar is closed.
 */
#include "base/calendar.h"

#include <string.h>

#include "base/clock.h"
#include "base/errors.h"
#include "base/timezone.h"
#include "tests/unit/unit.h"

#define BEGIN                                                                  \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//holidays//EN\r\n"
#define END "END:VCALENDAR\r\n"

static struct calendar *calendar;
static GPtrArray *mistakes;

static void
begin(void)
{
	calendar = calendar_new("polite");
	mistakes = g_ptr_array_new_with_free_func(g_free);
}

static void
end(void)
{
	calendar_free(calendar);
	g_ptr_array_unref(mistakes);
}

static gint64
at(const char *text)
{
	gint64 found_at = 0;

	ck_assert_msg(time_parse(text, NULL, &found_at, NULL), "%s", text);
	return found_at;
}

/* events: "DTSTART:20260101 SUMMARY:A | DTSTART...": lines are divided by
 * blanks, an underscore is one, events by |. */
static gboolean
add(const char *events, GError **error)
{
	g_autoptr(GString) file = g_string_new(BEGIN);
	g_auto(GStrv) all = g_strsplit(events, " | ", -1);

	for (char **event = all; *event != NULL; event++) {
		g_auto(GStrv) lines = g_strsplit(*event, " ", -1);

		g_string_append(file, "BEGIN:VEVENT\r\n");
		for (char **line = lines; *line != NULL; line++)
			g_string_append_printf(file, "%s\r\n",
			    g_strdelimit(*line, "_", ' '));
		g_string_append(file, "END:VEVENT\r\n");
	}
	g_string_append(file, END);
	return calendar_add_closures(calendar, file->str, file->len, mistakes,
	    error);
}

static void
close_by(const char *events)
{
	g_autoptr(GError) error = NULL;

	ck_assert_msg(add(events, &error), "%s: %s", events,
	    error != NULL ? error->message : "");
	ck_assert_msg(mistakes->len == 0, "%s: %s", events,
	    mistakes->len > 0 ? (const char *)mistakes->pdata[0] : "");
}

/* Closed from one moment to another, both UTC, and open before. */
static void
closed(const char *zone_name, const char *from, const char *until)
{
	g_autoptr(GTimeZone) zone = timezone_find(zone_name, NULL);
	g_autofree char *opens = time_format(
	    calendar_next(calendar, zone, at(from)));
	g_autofree char *closes = time_format(
	    calendar_closes(calendar, zone, at(from) - 60));

	ck_assert(calendar_contains(calendar, zone, at(from) - 1));
	ck_assert(!calendar_contains(calendar, zone, at(from)));
	ck_assert(!calendar_contains(calendar, zone, at(until) - 1));
	ck_assert_str_eq(opens, until);
	ck_assert_str_eq(closes, from);
}

/* Whether it is closed at noon of these days, "2026-01-01 ...", by UTC. */
static void
days_are(const char *days, gboolean shut)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_auto(GStrv) all = g_strsplit(days, " ", -1);

	for (char **day = all; *day != NULL; day++)
		ck_assert_msg(calendar_contains(calendar, utc,
				  at(*day) + 12 * 60 * 60) != shut,
		    "%s", *day);
}

/* By a closure of that name; NULL: it has none. */
static void
closed_for(const char *moment, const char *expected)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	const char *name;

	ck_assert(calendar_is_closed(calendar, utc, at(moment), &name));
	ck_assert_pstr_eq(name, expected);
}

START_TEST(whole_days_are_those_of_whoever_is_written_to)
{
	close_by("DTSTART;VALUE=DATE:20261225 DTEND;VALUE=DATE:20261226 "
		 "SUMMARY:Christmas_Day");
	closed("UTC", "2026-12-25T00:00:00Z", "2026-12-26T00:00:00Z");
	closed("Europe/Helsinki", "2026-12-24T22:00:00Z",
	    "2026-12-25T22:00:00Z");
	closed("America/New_York", "2026-12-25T05:00:00Z",
	    "2026-12-26T05:00:00Z");
	closed_for("2026-12-25T10:00:00Z", "Christmas Day");
}
END_TEST

START_TEST(a_day_without_an_end_is_one_day_and_an_end_is_not_in_it)
{
	close_by("DTSTART;VALUE=DATE:20260101 SUMMARY:New_Year | "
		 "DTSTART;VALUE=DATE:20260710 DTEND;VALUE=DATE:20260720 | "
		 "DTSTART;VALUE=DATE:20260901 DURATION:P2D");
	days_are("2026-01-01 2026-07-10 2026-07-19 2026-09-01 2026-09-02",
	    TRUE);
	days_are("2025-12-31 2026-01-02 2026-07-09 2026-07-20 2026-09-03",
	    FALSE);
	closed_for("2026-07-12", NULL);
}
END_TEST

START_TEST(times_with_a_zone_are_the_same_moment_for_all)
{
	close_by("DTSTART;TZID=Europe/Helsinki:20260601T120000 "
		 "DTEND;TZID=Europe/Helsinki:20260601T140000 | "
		 "DTSTART:20260701T100000Z DURATION:PT90M");
	closed("America/New_York", "2026-06-01T09:00:00Z",
	    "2026-06-01T11:00:00Z");
	closed("Europe/Helsinki", "2026-07-01T10:00:00Z",
	    "2026-07-01T11:30:00Z");
}
END_TEST

START_TEST(times_without_a_zone_are_those_of_the_wall)
{
	close_by("DTSTART:20260601T120000 DTEND:20260601T140000");
	closed("Europe/Helsinki", "2026-06-01T09:00:00Z",
	    "2026-06-01T11:00:00Z");
	closed("America/New_York", "2026-06-01T16:00:00Z",
	    "2026-06-01T18:00:00Z");
}
END_TEST

START_TEST(rules_come_round_from_the_beginning_of_the_event)
{
	close_by("DTSTART;VALUE=DATE:20200101 RRULE:FREQ=YEARLY | "
		 "DTSTART;VALUE=DATE:20211125 "
		 "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH | "
		 "DTSTART;VALUE=DATE:20220530 "
		 "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO | "
		 "DTSTART;VALUE=DATE:20260301 RRULE:FREQ=DAILY;COUNT=3 | "
		 "DTSTART;VALUE=DATE:20260403 "
		 "RRULE:FREQ=WEEKLY;UNTIL=20260417 | "
		 "DTSTART;VALUE=DATE:20241105 RRULE:FREQ=YEARLY;INTERVAL=4;"
		 "BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8 | "
		 "DTSTART;VALUE=DATE:20240229 RRULE:FREQ=YEARLY");
	days_are("2020-01-01 2026-01-01 2099-01-01 2026-11-26 2026-05-25 "
		 "2026-03-01 2026-03-03 2026-04-03 2026-04-17 2028-11-07 "
		 "2028-02-29 2096-02-29",
	    TRUE);
	days_are("2019-01-01 2026-11-25 2026-05-26 2026-02-28 2026-03-04 "
		 "2026-04-24 2026-11-03 2027-02-28 2027-03-01",
	    FALSE);
}
END_TEST

START_TEST(a_rule_with_a_zone_keeps_to_its_wall)
{
	close_by("DTSTART;TZID=Europe/Helsinki:20260101T120000 "
		 "DTEND;TZID=Europe/Helsinki:20260101T130000 "
		 "RRULE:FREQ=MONTHLY;UNTIL=20260701T090000Z");
	closed("UTC", "2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z");
	closed("UTC", "2026-07-01T09:00:00Z", "2026-07-01T10:00:00Z");
	days_are("2026-08-01", FALSE);
}
END_TEST

START_TEST(dates_are_added_and_taken_away)
{
	close_by("DTSTART;VALUE=DATE:20260105 RRULE:FREQ=WEEKLY;COUNT=4 "
		 "RDATE;VALUE=DATE:20260404,20260406 "
		 "EXDATE;VALUE=DATE:20260112 | "
		 "DTSTART:20260601T080000 DTEND:20260601T160000 "
		 "RRULE:FREQ=DAILY;COUNT=5 EXDATE:20260602T080000 "
		 "EXDATE;VALUE=DATE:20260603 EXDATE:20260604T090000");
	days_are("2026-01-05 2026-01-19 2026-01-26 2026-04-04 2026-04-06 "
		 "2026-06-01 2026-06-04 2026-06-05",
	    TRUE);
	days_are("2026-01-12 2026-02-02 2026-04-05 2026-06-02 2026-06-03",
	    FALSE);
}
END_TEST

START_TEST(one_of_a_series_can_be_moved_or_cancelled)
{
	close_by("UID:a DTSTART;VALUE=DATE:20260105 RRULE:FREQ=WEEKLY;COUNT=4 "
		 "SUMMARY:Monday | "
		 "UID:a RECURRENCE-ID;VALUE=DATE:20260112 "
		 "DTSTART;VALUE=DATE:20260114 SUMMARY:Moved | "
		 "UID:a RECURRENCE-ID;VALUE=DATE:20260119 "
		 "DTSTART;VALUE=DATE:20260119 STATUS:CANCELLED | "
		 "UID:a RECURRENCE-ID;VALUE=DATE:20260126 "
		 "DTSTART;VALUE=DATE:20260126 SUMMARY:Renamed | "
		 "UID:b DTSTART;VALUE=DATE:20260112");
	days_are("2026-01-05 2026-01-14 2026-01-26", TRUE);
	days_are("2026-01-19", FALSE);
	closed_for("2026-01-14", "Moved");
	closed_for("2026-01-26", "Renamed");
	closed_for("2026-01-12", NULL); /* by b alone */
}
END_TEST

START_TEST(what_is_cancelled_or_replaced_closes_nothing)
{
	close_by("UID:a DTSTART;VALUE=DATE:20260105 STATUS:CANCELLED | "
		 "UID:b DTSTART;VALUE=DATE:20260106 SEQUENCE:1 | "
		 "UID:b DTSTART;VALUE=DATE:20260107 SEQUENCE:2 | "
		 "UID:c DTSTART;VALUE=DATE:20260108 | "
		 "UID:c DTSTART;VALUE=DATE:20260109");
	days_are("2026-01-07 2026-01-08 2026-01-09", TRUE);
	days_are("2026-01-05 2026-01-06", FALSE);
}
END_TEST

START_TEST(closures_that_overlap_are_each_told_in_their_time)
{
	close_by("DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20270102 "
		 "SUMMARY:Winter | "
		 "DTSTART;VALUE=DATE:20261225 SUMMARY:Christmas | "
		 "DTSTART;VALUE=DATE:20270101 DTEND;VALUE=DATE:20270107 "
		 "SUMMARY:Snow");
	closed("UTC", "2026-12-24T00:00:00Z", "2027-01-07T00:00:00Z");
	closed_for("2026-12-25T10:00:00Z", "Winter");
	closed_for("2027-01-03T10:00:00Z", "Snow");
}
END_TEST

/* As a public calendar of holidays writes it: free all day, folded, escaped. */
START_TEST(files_as_the_great_calendars_write_them_are_read)
{
	static const char google[] =
	    "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054"
	    "//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
	    "X-WR-CALNAME:Holidays in Finland\r\nX-WR-TIMEZONE:UTC\r\n"
	    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261206\r\n"
	    "DTEND;VALUE=DATE:20261207\r\nDTSTAMP:20251101T101010Z\r\n"
	    "UID:20261206_abc@google.com\r\nCLASS:PUBLIC\r\n"
	    "DESCRIPTION:Public holiday\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"
	    "SUMMARY:Independence Day\\, Itsen\xc3\xa4isyysp\xc3\xa4iv\r\n"
	    " \xc3\xa4\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n" END;
	static const char outlook[] =
	    "BEGIN:VCALENDAR\nVERSION:2.0\n"
	    "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\n"
	    "BEGIN:VTIMEZONE\nTZID:FLE Standard Time\nBEGIN:STANDARD\n"
	    "DTSTART:16011028T040000\n"
	    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
	    "TZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nEND:STANDARD\n"
	    "BEGIN:DAYLIGHT\nDTSTART:16010325T030000\n"
	    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n"
	    "TZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nEND:DAYLIGHT\n"
	    "END:VTIMEZONE\n"
	    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20250101T000000Z\n"
	    "DTSTART;TZID=\"FLE Standard Time\":20260601T080000\n"
	    "DTEND;TZID=\"FLE Standard Time\":20260601T120000\n"
	    "SUMMARY;LANGUAGE=en:Stocktaking\nEND:VEVENT\nEND:VCALENDAR\n";
	g_autoptr(GError) error = NULL;

	ck_assert(calendar_add_closures(calendar, google, strlen(google),
	    mistakes, &error));
	ck_assert(calendar_add_closures(calendar, outlook, strlen(outlook),
	    mistakes, &error));
	ck_assert_uint_eq(mistakes->len, 0);
	closed_for("2026-12-06",
	    "Independence Day, Itsen\xc3\xa4isyysp\xc3\xa4iv\xc3\xa4");
	closed("UTC", "2026-06-01T05:00:00Z", "2026-06-01T09:00:00Z");
}
END_TEST

static const struct {
	const char *event, *reason;
} refused[] = {
	{ "DTSTART:20260101T000000Z DURATION:PT1H "
	  "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
	    "FREQ=SECONDLY: allowed are DAILY" },
	{ "DTSTART:20260101T000000 DURATION:PT1H "
	  "RRULE:FREQ=HOURLY;BYHOUR=25",
	    "FREQ=HOURLY" },
	{ "DTSTART;VALUE=DATE:20260101 RRULE:FREQ=YEARLY;BYEASTER=1",
	    "BYEASTER is not taken" },
	{ "DTSTART;VALUE=DATE:20260101 RRULE:FREQ=YEARLY;BYWEEKNO=20",
	    "BYWEEKNO is not taken" },
	{ "DTSTART;VALUE=DATE:20260101 RRULE:FREQ=DAILY;COUNT=0", "COUNT" },
	{ "DTSTART;VALUE=DATE:20260101 RRULE:FREQ=DAILY;INTERVAL=0",
	    "INTERVAL" },
	{ "DTSTART;VALUE=DATE:20260101 "
	  "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260103",
	    "COUNT and UNTIL" },
	{ "DTSTART;VALUE=DATE:20260101 RRULE:FREQ=DAILY;UNTIL=20260230",
	    "UNTIL=20260230" },
	{ "DTSTART:20260101T080000", "no end" },
	{ "DTSTART:20260101T080000Z DURATION:PT1S RRULE:FREQ=DAILY;"
	  "BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13",
	    "more often" },
};

START_TEST(what_is_not_taken_is_told_by_its_line_and_the_rest_is_taken)
{
	for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *events = g_strconcat(
		    "DTSTART;VALUE=DATE:20260505 | ", refused[i].event, NULL);
		const char *told;

		g_ptr_array_set_size(mistakes, 0);
		ck_assert_msg(add(events, &error), "%s", events);
		ck_assert_msg(mistakes->len == 1, "%s", events);
		told = mistakes->pdata[0];
		ck_assert_msg(g_str_has_prefix(told, "line 7: "), "%s", told);
		ck_assert_msg(strstr(told, refused[i].reason) != NULL, "%s: %s",
		    events, told);
		days_are("2026-05-05", TRUE);
		days_are("2026-05-04 2026-05-06 2026-01-01", FALSE);
	}
}
END_TEST

START_TEST(a_file_of_which_nothing_is_taken_is_refused)
{
	static const char empty[] = BEGIN END;
	static const char none[] = "Date,Name\n2026-12-25,Christmas\n";
	g_autoptr(GError) error = NULL;

	ck_assert(!add("DTSTART:20260101T000000Z RRULE:FREQ=SECONDLY", NULL));
	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert(!calendar_add_closures(calendar, empty, strlen(empty),
	    mistakes, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "VEVENT"));
	g_clear_error(&error);
	ck_assert(!calendar_add_closures(calendar, none, strlen(none), mistakes,
	    &error));
	ck_assert_ptr_nonnull(error);
}
END_TEST

/* Each of them can never come round; a hundred thousand days each. */
START_TEST(rules_without_end_run_into_a_ceiling_and_not_into_the_night)
{
	g_autoptr(GString) events = g_string_new(
	    "DTSTART;VALUE=DATE:20260505");
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < 1000; i++)
		g_string_append(events,
		    " | DTSTART;VALUE=DATE:16000101 "
		    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
	ck_assert(add(events->str, &error));
	ck_assert_uint_gt(mistakes->len, 500);
	ck_assert_ptr_nonnull(
	    strstr(mistakes->pdata[mistakes->len - 1], "too many days"));
	days_are("2026-05-05", TRUE);
}
END_TEST

START_TEST(names_are_one_short_line)
{
	g_autofree char *name = g_strnfill(200, 'x');
	g_autofree char *event = g_strconcat(
	    "DTSTART;VALUE=DATE:20260505 SUMMARY:a\\nb", name, NULL);
	g_autofree char *expected = g_strdup_printf("a b%.77s", name);

	close_by(event);
	closed_for("2026-05-05", expected);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("calendar_closures");
	TCase *tcase = tcase_create("calendar_closures");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, whole_days_are_those_of_whoever_is_written_to);
	tcase_add_test(tcase,
	    a_day_without_an_end_is_one_day_and_an_end_is_not_in_it);
	tcase_add_test(tcase, times_with_a_zone_are_the_same_moment_for_all);
	tcase_add_test(tcase, times_without_a_zone_are_those_of_the_wall);
	tcase_add_test(tcase, rules_come_round_from_the_beginning_of_the_event);
	tcase_add_test(tcase, a_rule_with_a_zone_keeps_to_its_wall);
	tcase_add_test(tcase, dates_are_added_and_taken_away);
	tcase_add_test(tcase, one_of_a_series_can_be_moved_or_cancelled);
	tcase_add_test(tcase, what_is_cancelled_or_replaced_closes_nothing);
	tcase_add_test(tcase,
	    closures_that_overlap_are_each_told_in_their_time);
	tcase_add_test(tcase,
	    files_as_the_great_calendars_write_them_are_read);
	tcase_add_test(tcase,
	    what_is_not_taken_is_told_by_its_line_and_the_rest_is_taken);
	tcase_add_test(tcase, a_file_of_which_nothing_is_taken_is_refused);
	tcase_add_test(tcase,
	    rules_without_end_run_into_a_ceiling_and_not_into_the_night);
	tcase_add_test(tcase, names_are_one_short_line);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
