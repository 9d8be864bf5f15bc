/*
 * test_ical.c - iCalendar text as structs, and what of it is not taken.
 */
#include "base/ical.h"

#include <string.h>

#include "base/errors.h"
#include "tests/unit/unit.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(lines)                                                           \
	"BEGIN:VEVENT\r\nUID:u1\r\nDTSTAMP:20260101T000000Z\r\n" lines         \
	"END:VEVENT\r\n"
#define FILE_OF(lines) HEAD EVENT(lines) TAIL

static GPtrArray *mistakes;

static void
set_up(void)
{
	mistakes = g_ptr_array_new_with_free_func(g_free);
}

static void
tear_down(void)
{
	g_ptr_array_unref(mistakes);
}

static struct ical_file *
taken(const char *text)
{
	g_autoptr(GError) error = NULL;
	struct ical_file *file = ical_read(text, strlen(text), mistakes,
	    &error);

	ck_assert_msg(file != NULL, "%s", error != NULL ? error->message : "");
	return file;
}

static const struct ical_event *
nth(const struct ical_file *file, guint i)
{
	ck_assert_uint_gt(file->events->len, i);
	return file->events->pdata[i];
}

static void
expect_mistakes(guint n)
{
	for (guint i = n; i < mistakes->len; i++)
		ck_abort_msg("%s", (const char *)mistakes->pdata[i]);
	ck_assert_uint_eq(mistakes->len, n);
}

/* "2026-03-01 10:00:00 Europe/Helsinki", "2026-03-01", "-" */
static char *
told(const struct ical_time *time)
{
	const struct local_time *local = &time->local;

	if (!time->known)
		return g_strdup("-");
	if (time->all_day)
		return g_strdup_printf("%04d-%02d-%02d", local->year,
		    local->month, local->day);
	return g_strdup_printf("%04d-%02d-%02d %02d:%02d:%02d %s", local->year,
	    local->month, local->day, local->hour, local->minute, local->second,
	    time->timezone != NULL ? time->timezone : "floating");
}

static void
expect_time(const struct ical_time *time, const char *wanted)
{
	g_autofree char *found = told(time);

	ck_assert_str_eq(found, wanted);
}

/* One event of these lines begins and ends so. */
static void
expect_span(const char *lines, const char *start, const char *end)
{
	g_autofree char *text = g_strconcat(HEAD "BEGIN:VEVENT\r\nUID:u1\r\n",
	    lines, "END:VEVENT\r\n" TAIL, NULL);
	g_autoptr(ical_file) file = taken(text);

	expect_mistakes(0);
	expect_time(&nth(file, 0)->start, start);
	expect_time(&nth(file, 0)->end, end);
}

/* It is left out, and this is said. */
static void
expect_refused(const char *lines, const char *wanted)
{
	g_autofree char *text = g_strconcat(HEAD "BEGIN:VEVENT\r\nUID:u1\r\n",
	    lines, "END:VEVENT\r\n" EVENT("DTSTART:20260301\r\n") TAIL, NULL);
	g_autoptr(ical_file) file = taken(text);

	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert_str_eq(mistakes->pdata[0], wanted);
	ck_assert_uint_eq(file->events->len, 1);
	g_ptr_array_set_size(mistakes, 0);
}

START_TEST(a_booking_is_read_whole)
{
	g_autoptr(ical_file) file = taken(FILE_OF(
	    "DTSTART;TZID=Europe/Helsinki:20260301T100000\r\n"
	    "DTEND;TZID=Europe/Helsinki:20260301T113000\r\n"
	    "SUMMARY:Massage\\, 90 min\r\nLOCATION:Room 2\\; upstairs\r\n"
	    "STATUS:confirmed\r\nSEQUENCE:3\r\n"
	    "ORGANIZER;CN=Spa:mailto:desk@spa.example\r\n"
	    "ATTENDEE;CN=\"Lovelace, Ada\";PARTSTAT=ACCEPTED:"
	    "MAILTO:ada%2Bspa@example.com?x=y\r\n"
	    "ATTENDEE:tel:+358401234567;phone-context=x\r\n"
	    "X-PLAN:gold\\, really\r\nX-Nights;X-Q=1:3\r\n"
	    "CATEGORIES:spa,evening\r\nCATEGORIES:vip\r\n"));
	const struct ical_event *event = nth(file, 0);
	const struct ical_person *ada = event->attendees->pdata[0];
	const struct ical_person *bob = event->attendees->pdata[1];

	expect_mistakes(0);
	ck_assert_uint_eq(event->line, 4);
	ck_assert_str_eq(event->uid, "u1");
	expect_time(&event->start, "2026-03-01 10:00:00 Europe/Helsinki");
	expect_time(&event->end, "2026-03-01 11:30:00 Europe/Helsinki");
	expect_time(&event->recurrence_id, "-");
	ck_assert_str_eq(event->summary, "Massage, 90 min");
	ck_assert_str_eq(event->location, "Room 2; upstairs");
	ck_assert_str_eq(event->status, "CONFIRMED");
	ck_assert_int_eq(event->sequence, 3);
	ck_assert_str_eq(event->organizer, "desk@spa.example");
	ck_assert_uint_eq(event->attendees->len, 2);
	ck_assert_str_eq(ada->email, "ada+spa@example.com");
	ck_assert_str_eq(ada->name, "Lovelace, Ada");
	ck_assert_str_eq(bob->phone, "+358401234567");
	ck_assert_ptr_null(bob->email);
	ck_assert_str_eq(g_hash_table_lookup(event->extra, "x-plan"),
	    "gold, really");
	ck_assert_str_eq(g_hash_table_lookup(event->extra, "x-nights"), "3");
	ck_assert_str_eq(g_hash_table_lookup(event->extra, "categories"),
	    "spa, evening, vip");
	ck_assert_ptr_null(event->rrule);
	ck_assert_ptr_null(file->method);
}
END_TEST

START_TEST(an_end_follows_from_what_is_said)
{
	expect_span("DTSTART:20260301T100000Z\r\n",
	    "2026-03-01 10:00:00 UTC", "2026-03-01 10:00:00 UTC");
	expect_span("DTSTART:20260301T100000\r\nDURATION:PT90M\r\n",
	    "2026-03-01 10:00:00 floating", "2026-03-01 11:30:00 floating");
	expect_span("DTSTART;VALUE=DATE:20261224\r\n", "2026-12-24",
	    "2026-12-25");
	expect_span("DTSTART;VALUE=DATE:20261224\r\n"
		    "DTEND;VALUE=DATE:20261227\r\n",
	    "2026-12-24", "2026-12-27");
	expect_span("DTSTART;VALUE=DATE:20261224\r\n"
		    "DTEND;VALUE=DATE:20261224\r\n",
	    "2026-12-24", "2026-12-25");
	expect_span("DTSTART;VALUE=DATE:20261224\r\nDURATION:P1W\r\n",
	    "2026-12-24", "2026-12-31");
	expect_span("DTSTART:20261231\r\n", "2026-12-31", "2027-01-01");
	expect_span("SUMMARY:x\r\n", "-", "-");
}
END_TEST

START_TEST(days_go_by_the_wall_and_hours_by_the_clock)
{
	/* Helsinki: 2026-03-29, 03:00 becomes 04:00. */
	expect_span("DTSTART;TZID=Europe/Helsinki:20260328T120000\r\n"
		    "DURATION:P1D\r\n",
	    "2026-03-28 12:00:00 Europe/Helsinki",
	    "2026-03-29 12:00:00 Europe/Helsinki");
	expect_span("DTSTART;TZID=Europe/Helsinki:20260328T120000\r\n"
		    "DURATION:PT24H\r\n",
	    "2026-03-28 12:00:00 Europe/Helsinki",
	    "2026-03-29 13:00:00 Europe/Helsinki");
}
END_TEST

START_TEST(zones_are_known_by_many_names)
{
	static const char *const names[][2] = {
		{ "Europe/Berlin", "Europe/Berlin" },
		{ "\"Europe/Berlin\"", "Europe/Berlin" },
		{ "/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin" },
		{ "/freeassociation.sourceforge.net/Tzfile/"
		  "America/Argentina/Buenos_Aires",
		    "America/Argentina/Buenos_Aires" },
		{ "/freeassociation.sourceforge.net/Europe/Berlin",
		    "Europe/Berlin" },
		{ "W. Europe Standard Time", "Europe/Berlin" },
		{ "FLE Standard Time", "Europe/Kiev" },
		{ "Pacific Standard Time", "America/Los_Angeles" },
		{ "UTC", "UTC" },
		{ "Our own", "Europe/Lisbon" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *text = g_strdup_printf(HEAD EVENT(
		    "DTSTART;TZID=%s:20260301T100000\r\n")
		    "BEGIN:VTIMEZONE\r\nTZID:Our own\r\n"
		    "X-LIC-LOCATION:Europe/Lisbon\r\nBEGIN:STANDARD\r\n"
		    "DTSTART:19701025T030000\r\nEND:STANDARD\r\n"
		    "END:VTIMEZONE\r\n" TAIL,
		    names[i][0]);
		g_autofree char *wanted = g_strdup_printf(
		    "2026-03-01 10:00:00 %s", names[i][1]);
		g_autoptr(ical_file) file = taken(text);

		expect_mistakes(0);
		expect_time(&nth(file, 0)->start, wanted);
	}
}
END_TEST

START_TEST(a_time_is_utc_by_its_zone_or_by_who_looks)
{
	g_autoptr(GTimeZone) lisbon = timezone_find("Europe/Lisbon", NULL);
	struct ical_time time = { .known = TRUE,
		.local = { 2026, 7, 1, 12, 0, 0 } };

	ck_assert_int_eq(ical_time_at(&time, lisbon), 1782903600);
	time.timezone = (char *)"Europe/Helsinki";
	ck_assert_int_eq(ical_time_at(&time, lisbon), 1782896400);
	ck_assert_int_eq(ical_time_at(&time, lisbon), 1782896400);
	time.timezone = (char *)"UTC";
	ck_assert_int_eq(ical_time_at(&time, lisbon), 1782907200);
}
END_TEST

START_TEST(series_are_told_not_counted)
{
	g_autoptr(ical_file) file = taken(FILE_OF(
	    "DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"
	    "EXDATE;VALUE=DATE:20271225,20281225\r\n"
	    "EXDATE;VALUE=DATE:20291225\r\n"
	    "RDATE;VALUE=DATE:20261226\r\n"
	    "RECURRENCE-ID;VALUE=DATE:20271225\r\n"));
	const struct ical_event *event = nth(file, 0);

	expect_mistakes(0);
	ck_assert_str_eq(event->rrule, "FREQ=YEARLY;COUNT=3");
	ck_assert_uint_eq(event->exdates->len, 3);
	expect_time(&g_array_index(event->exdates, struct ical_time, 1),
	    "2028-12-25");
	ck_assert_uint_eq(event->rdates->len, 1);
	expect_time(&event->recurrence_id, "2027-12-25");
}
END_TEST

START_TEST(periods_count_by_their_begin)
{
	g_autoptr(ical_file) file = taken(FILE_OF(
	    "DTSTART:20260301T100000Z\r\n"
	    "RDATE;VALUE=PERIOD:20260302T100000Z/PT1H,"
	    "20260303T100000Z/20260303T120000Z\r\n"));
	const struct ical_event *event = nth(file, 0);

	expect_mistakes(0);
	ck_assert_uint_eq(event->rdates->len, 2);
	expect_time(&g_array_index(event->rdates, struct ical_time, 1),
	    "2026-03-03 10:00:00 UTC");
}
END_TEST

START_TEST(lines_are_unfolded)
{
	g_autoptr(ical_file) file = taken("\xef\xbb\xbf" HEAD EVENT(
	    "DTSTART:2026\r\n 0301\r\nSUM\r\n\tMARY:J\xc3\r\n \xa4rvi\r\n"
	    "\r\nLOCATION:a\n b\n") TAIL);
	const struct ical_event *event = nth(file, 0);

	expect_mistakes(0);
	ck_assert_str_eq(event->summary, "Järvi");
	ck_assert_str_eq(event->location, "ab");
	expect_time(&event->start, "2026-03-01");
}
END_TEST

START_TEST(who_takes_no_part_is_marked)
{
	g_autoptr(ical_file) file = taken(FILE_OF(
	    "DTSTART:20260301\r\n"
	    "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com\r\n"
	    "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:boss@example.com\r\n"
	    "ATTENDEE;PARTSTAT=DECLINED:mailto:no@example.com\r\n"
	    "ATTENDEE;EMAIL=eve@example.com:urn:uuid:1\r\n"
	    "ATTENDEE:invalid:nomail\r\n"));
	const GPtrArray *people = nth(file, 0)->attendees;

	expect_mistakes(0);
	ck_assert_uint_eq(people->len, 5);
	ck_assert(((struct ical_person *)people->pdata[0])->takes_no_part);
	ck_assert(((struct ical_person *)people->pdata[1])->takes_no_part);
	ck_assert(((struct ical_person *)people->pdata[2])->declined);
	ck_assert(!((struct ical_person *)people->pdata[3])->declined);
	ck_assert_str_eq(((struct ical_person *)people->pdata[3])->email,
	    "eve@example.com");
	ck_assert_ptr_null(((struct ical_person *)people->pdata[4])->email);
}
END_TEST

START_TEST(what_is_wrong_is_told_by_line_and_loses_nothing_else)
{
	expect_refused("DTSTART:20261301T100000Z\r\n",
	    "line 6: DTSTART: it cannot be read; the VEVENT is left out");
	expect_refused("DTSTART:20260230\r\n",
	    "line 6: DTSTART: it cannot be read; the VEVENT is left out");
	expect_refused("DTSTART:20260301T250000\r\n",
	    "line 6: DTSTART: it cannot be read; the VEVENT is left out");
	expect_refused("SUMMARY:x\r\nDTSTART;VALUE=TEXT:hello\r\n",
	    "line 7: DTSTART: it cannot be read; the VEVENT is left out");
	expect_refused("DTSTART;TZID=Atlantis:20260301T100000\r\n",
	    "line 6: DTSTART: TZID \"Atlantis\" is no time zone that is known; "
	    "allowed are names of the tz database, such as Europe/Helsinki, "
	    "and of Windows; the VEVENT is left out");
	expect_refused("DTSTART:20260301T100000Z\r\nDTEND:20260301T090000Z\r\n",
	    "line 7: DTEND: it is before DTSTART, or one is a date and the "
	    "other a time; allowed is an end that comes later, written as "
	    "DTSTART is; the VEVENT is left out");
	expect_refused("DTSTART:20260301T100000Z\r\nDURATION:-PT1H\r\n",
	    "line 7: DURATION: this is no length of it; allowed is from "
	    "nothing to ten years, of dates in days or weeks; the VEVENT is "
	    "left out");
	expect_refused("DTSTART:20260301\r\nEXDATE:20260302,2026\r\n",
	    "line 7: EXDATE: it cannot be read; the VEVENT is left out");
	expect_refused("DTSTART:20260301\r\nRRULE:FREQ=DAILY\r\n"
		       "RRULE:FREQ=WEEKLY\r\n",
	    "line 8: it has a second RRULE; allowed is one; the VEVENT is left "
	    "out");
	expect_refused("UID:J\xe4rvi\r\n",
	    "line 6: UID: it is not UTF-8; the VEVENT is left out");
}
END_TEST

START_TEST(what_is_not_closed_loses_itself_alone)
{
	g_autoptr(ical_file) file = taken(HEAD
	    "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260301\r\n"
	    "BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20260301\r\n"
	    "BEGIN:VALARM\r\nDTSTART:20270101\r\nEND:VEVENT\r\n"
	    "BEGIN:VTODO\r\nUID:t\r\nBEGIN:VALARM\r\n"
	    "BEGIN:VEVENT\r\nUID:c\r\nDTSTART:20260301\r\n"
	    "BEGIN:VALARM\r\nUID:no\r\nEND:VALARM\r\nEND:VEVENT\r\n");

	ck_assert_uint_eq(file->events->len, 2);
	ck_assert_str_eq(nth(file, 0)->uid, "b");
	expect_time(&nth(file, 0)->start, "2026-03-01");
	ck_assert_str_eq(nth(file, 1)->uid, "c");
	ck_assert_uint_eq(mistakes->len, 2);
	ck_assert_str_eq(mistakes->pdata[0],
	    "line 4: the VEVENT has no end; it is left out");
	ck_assert_str_eq(mistakes->pdata[1],
	    "line 1: the VCALENDAR has no end: the file is not whole");
}
END_TEST

START_TEST(a_method_is_of_the_whole_file)
{
	g_autoptr(ical_file) file = taken(HEAD "METHOD:cancel\r\n" EVENT("")
		TAIL HEAD "METHOD:CANCEL\r\n" EVENT("") TAIL HEAD
	    "METHOD:REQUEST\r\n" EVENT("") TAIL);

	ck_assert_str_eq(file->method, "CANCEL");
	ck_assert_uint_eq(file->events->len, 2);
	ck_assert_uint_eq(mistakes->len, 1);
}
END_TEST

START_TEST(what_is_no_calendar_is_refused)
{
	g_autoptr(GError) error = NULL;
	static const char html[] = "<html>BEGIN:VCALENDAR</html>";

	ck_assert_ptr_null(ical_read(html, strlen(html), mistakes, &error));
	ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_DATA));
}
END_TEST

START_TEST(there_are_ceilings)
{
	g_autoptr(GString) text = g_string_new(HEAD);
	g_autoptr(GError) error = NULL, many = NULL;
	g_autofree char *huge = g_malloc0(ICAL_FILE_MAX_BYTES + 1);
	g_autoptr(ical_file) file = NULL;

	ck_assert_ptr_null(ical_read(huge, ICAL_FILE_MAX_BYTES + 1, mistakes,
	    &error));
	ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_DATA));
	for (guint i = 0; i <= ICAL_EVENTS_MAX; i++)
		g_string_append(text, "BEGIN:VEVENT\nEND:VEVENT\n");
	ck_assert_ptr_null(ical_read(text->str, text->len, mistakes, &many));
	ck_assert(g_error_matches(many, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_DATA));
	expect_mistakes(0);
	g_string_assign(text, HEAD "BEGIN:VEVENT\nUID:long\nDESCRIPTION:");
	for (guint i = 0; i < 100000; i++)
		g_string_append(text, "x\n ");
	g_string_append(text, "\nSUMMARY:");
	for (guint i = 0; i < 100000; i++)
		g_string_append(text, "x");
	g_string_append(text, "\nEND:VEVENT\n" EVENT("") TAIL);
	file = ical_read(text->str, text->len, mistakes, NULL);
	ck_assert_uint_eq(file->events->len, 2);
	ck_assert_ptr_null(nth(file, 0)->summary);
	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert_str_eq(mistakes->pdata[0], "line 100007: SUMMARY: it is "
	    "longer than 16 KiB; it is left out");
}
END_TEST

/* A line of `n` parameters and one of `n` dates. */
static guint
events_of(guint n, gboolean parameters)
{
	g_autoptr(GString) text = g_string_new(HEAD
	    "BEGIN:VEVENT\nUID:u\nDTSTART;VALUE=DATE:20260301\n");
	g_autoptr(ical_file) file = NULL;

	g_string_append(text,
	    parameters ? "DTEND;VALUE=DATE" : "EXDATE;VALUE=DATE:20260302");
	for (guint i = 1; i < n; i++)
		g_string_append(text, parameters ? ";X-A=b" : ",20260302");
	g_string_append(text,
	    parameters ? ":20260302\nEND:VEVENT\n" : "\nEND:VEVENT\n" TAIL);
	file = ical_read(text->str, text->len, mistakes, NULL);
	return file->events->len;
}

START_TEST(what_libical_would_drop_or_chew_on_is_refused)
{
	ck_assert_uint_eq(events_of(50, TRUE), 1);
	ck_assert_uint_eq(events_of(51, TRUE), 0);
	/* It takes so many of a line, and not a word of the rest. */
	ck_assert_uint_eq(events_of(500, FALSE), 1);
	ck_assert_uint_eq(events_of(501, FALSE), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("ical");
	TCase *tcase = tcase_create("all");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, a_booking_is_read_whole);
	tcase_add_test(tcase, an_end_follows_from_what_is_said);
	tcase_add_test(tcase, days_go_by_the_wall_and_hours_by_the_clock);
	tcase_add_test(tcase, zones_are_known_by_many_names);
	tcase_add_test(tcase, a_time_is_utc_by_its_zone_or_by_who_looks);
	tcase_add_test(tcase, series_are_told_not_counted);
	tcase_add_test(tcase, periods_count_by_their_begin);
	tcase_add_test(tcase, lines_are_unfolded);
	tcase_add_test(tcase, who_takes_no_part_is_marked);
	tcase_add_test(tcase,
	    what_is_wrong_is_told_by_line_and_loses_nothing_else);
	tcase_add_test(tcase, what_is_not_closed_loses_itself_alone);
	tcase_add_test(tcase, a_method_is_of_the_whole_file);
	tcase_add_test(tcase, what_is_no_calendar_is_refused);
	tcase_add_test(tcase, there_are_ceilings);
	tcase_add_test(tcase, what_libical_would_drop_or_chew_on_is_refused);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
