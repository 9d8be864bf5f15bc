/*
 * test_import_ical.c - entries of calendars as events.
 */
#include "scheduler/import_ical.h"

#include <string.h>

#include "scheduler/event_text.h"
#include "tests/unit/unit.h"

#define NOW_AT 1772000000 /* 2026-02-25T06:13:20Z */
#define START_AT 1772352000 /* 2026-03-01T08:00:00Z */
#define ENTRY(lines)                                                           \
	"BEGIN:VEVENT\nUID:u1\nDTSTART:20260301T080000Z\n"                     \
	"DTEND:20260301T093000Z\n" lines "END:VEVENT\n"
#define ADA "ATTENDEE;CN=Ada:mailto:Ada@Example.COM\n"
#define BOB "ATTENDEE:mailto:bob@example.com\n"

static GPtrArray *mistakes;
static GTimeZone *helsinki;
static struct import_ical_options options;

static void
set_up(void)
{
	mistakes = g_ptr_array_new_with_free_func(g_free);
	helsinki = timezone_find("Europe/Helsinki", NULL);
	options = (struct import_ical_options){
		.source = "salon",
		.type = "booking",
		.cancelled = "cancellation",
		.at = IMPORT_ICAL_AT_START,
		.zone = helsinki,
		.country = "FI",
		.now_at = NOW_AT,
	};
}

static void
tear_down(void)
{
	g_ptr_array_unref(mistakes);
	g_time_zone_unref(helsinki);
}

static struct import_ical *
taken(const char *entries)
{
	g_autofree char *text = g_strconcat("BEGIN:VCALENDAR\n", entries,
	    "END:VCALENDAR\n", NULL);
	g_autoptr(ical_file) file = ical_read(text, strlen(text), mistakes,
	    NULL);

	ck_assert_ptr_nonnull(file);
	return import_ical_read(file, &options, mistakes);
}

static const struct event *
nth(const struct import_ical *import, guint i)
{
	ck_assert_uint_gt(import->events->len, i);
	return import->events->pdata[i];
}

static void
expect_mistake(const char *wanted)
{
	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert_str_eq(mistakes->pdata[0], wanted);
	g_ptr_array_set_size(mistakes, 0);
}

START_TEST(who_takes_part_is_an_event)
{
	g_autoptr(import_ical) import = taken(ENTRY(ADA
	    "SUMMARY:Massage\nLOCATION:Room 2\nSTATUS:CONFIRMED\n"
	    "X-PLAN:gold\nX-ROOM-NIGHTS:3\nCATEGORIES:spa\nX-STATUS:odd\n"));
	const struct event *event = nth(import, 0);

	ck_assert_uint_eq(mistakes->len, 0);
	ck_assert_uint_eq(import->events->len, 1);
	ck_assert_str_eq(event->source, "salon");
	ck_assert_str_eq(event->type, "booking");
	ck_assert(g_str_has_prefix(event->reference, "u1/"));
	ck_assert_uint_eq(strlen(event->reference), 3 + 8);
	ck_assert_str_eq(event->contact.email, "Ada@example.com");
	ck_assert_str_eq(event->contact.name, "Ada");
	ck_assert_int_eq(event->occurred_at, START_AT);
	ck_assert(event->movable);
	ck_assert_str_eq(event->attributes,
	    "{\"summary\":\"Massage\",\"location\":\"Room 2\","
	    "\"status\":\"confirmed\",\"categories\":\"spa\",\"plan\":\"gold\","
	    "\"room_nights\":3,\"x-status\":\"odd\"}");
}
END_TEST

START_TEST(a_reference_stays_whoever_is_added)
{
	g_autoptr(import_ical) one = taken(ENTRY(ADA));
	g_autoptr(import_ical) two = taken(ENTRY(BOB ADA ADA
	    "ATTENDEE:mailto:aDA@example.com\n"));

	ck_assert_uint_eq(two->events->len, 2);
	ck_assert_str_eq(nth(one, 0)->reference, nth(two, 1)->reference);
	ck_assert_str_ne(nth(two, 0)->reference, nth(two, 1)->reference);
	ck_assert_uint_eq(g_hash_table_size(two->references), 2);
}
END_TEST

START_TEST(times_of_a_series_are_told_apart)
{
	g_autoptr(import_ical) import = taken(
	    ENTRY(ADA "RECURRENCE-ID;TZID=Europe/Helsinki:20260301T100000\n")
	    ENTRY(ADA "RECURRENCE-ID:20260308T080000Z\n")
	    ENTRY(ADA "RECURRENCE-ID:20260301T080000Z\nSEQUENCE:1\n")
	    ENTRY(ADA "RECURRENCE-ID;VALUE=DATE:20260301\n"));

	ck_assert_uint_eq(mistakes->len, 0);
	ck_assert_uint_eq(import->events->len, 3);
	ck_assert(g_str_has_prefix(nth(import, 0)->reference,
	    "u1/20260301T080000Z/"));
	ck_assert(g_str_has_prefix(nth(import, 1)->reference,
	    "u1/20260308T080000Z/"));
	ck_assert(g_str_has_prefix(nth(import, 2)->reference, "u1/20260301/"));
}
END_TEST

START_TEST(a_long_uid_is_cut_and_still_one_of_its_own)
{
	g_autofree char *x = g_strnfill(300, 'x');
	g_autofree char *text = g_strdup_printf(
	    "BEGIN:VEVENT\nUID:%s1\nDTSTART:20260301\n" ADA "END:VEVENT\n"
	    "BEGIN:VEVENT\nUID:%s2\nDTSTART:20260301\n" ADA "END:VEVENT\n",
	    x, x);
	g_autoptr(import_ical) import = taken(text);

	ck_assert_uint_eq(import->events->len, 2);
	ck_assert_uint_eq(strlen(nth(import, 0)->reference),
	    EVENT_REFERENCE_MAX_BYTES);
	ck_assert_str_ne(nth(import, 0)->reference, nth(import, 1)->reference);
}
END_TEST

START_TEST(the_end_or_now_may_be_its_time)
{
	options.at = IMPORT_ICAL_AT_END;
	{
		g_autoptr(import_ical) import = taken(ENTRY(ADA)
		    "BEGIN:VEVENT\nUID:u2\nDTSTART;VALUE=DATE:20260301\n" ADA
		    "END:VEVENT\n");

		ck_assert_int_eq(nth(import, 0)->occurred_at, START_AT + 5400);
		/* The midnight after it, in Helsinki. */
		ck_assert_int_eq(nth(import, 1)->occurred_at,
		    START_AT + (14 * 60) * 60);
		ck_assert(nth(import, 1)->movable);
	}
	options.at = IMPORT_ICAL_AT_SEEN;
	{
		g_autoptr(import_ical) import = taken(ENTRY(ADA));

		ck_assert_int_eq(nth(import, 0)->occurred_at, NOW_AT);
		ck_assert(!nth(import, 0)->movable);
	}
}
END_TEST

START_TEST(what_is_off_says_so_by_the_same_reference)
{
	g_autoptr(import_ical) on = taken(ENTRY(ADA BOB));
	g_autoptr(import_ical) off = taken(ENTRY(
	    "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.com\n" BOB));
	g_autoptr(import_ical) all = taken(ENTRY(ADA BOB "STATUS:CANCELLED\n"));
	g_autoptr(import_ical) method = taken("METHOD:CANCEL\n"
	    "BEGIN:VEVENT\nUID:u1\n" ADA "END:VEVENT\n");

	ck_assert_uint_eq(mistakes->len, 0);
	ck_assert_str_eq(nth(off, 0)->type, "cancellation");
	ck_assert_str_eq(nth(off, 0)->reference, nth(on, 0)->reference);
	ck_assert_str_eq(nth(off, 1)->type, "booking");
	ck_assert_str_eq(nth(all, 1)->type, "cancellation");
	ck_assert_str_eq(nth(all, 1)->reference, nth(on, 1)->reference);
	ck_assert_int_eq(nth(all, 1)->occurred_at, NOW_AT);
	ck_assert(!nth(all, 1)->movable);
	ck_assert_str_eq(nth(method, 0)->reference, nth(on, 0)->reference);
	ck_assert_str_eq(nth(method, 0)->type, "cancellation");
}
END_TEST

START_TEST(of_several_the_highest_sequence_counts)
{
	g_autoptr(import_ical) import = taken(
	    ENTRY(ADA "SEQUENCE:2\nSUMMARY:two\n")
	    ENTRY(ADA "SEQUENCE:3\nSTATUS:CANCELLED\n")
	    ENTRY(ADA "SEQUENCE:1\nSUMMARY:one\n"));

	ck_assert_uint_eq(import->events->len, 1);
	ck_assert_str_eq(nth(import, 0)->type, "cancellation");
}
END_TEST

START_TEST(who_holds_it_and_rooms_are_not_asked)
{
	g_autoptr(import_ical) import = taken(
	    ENTRY("ORGANIZER:mailto:Desk@spa.example\n"
		  "ATTENDEE:mailto:desk@spa.example\n"
		  "ATTENDEE;CUTYPE=ROOM:mailto:room@spa.example\n"
		  "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:boss@spa.example\n")
	    ENTRY(""));

	ck_assert_uint_eq(mistakes->len, 0);
	ck_assert_uint_eq(import->events->len, 0);
	ck_assert_uint_eq(import->left_out, 2);
}
END_TEST

START_TEST(numbers_are_of_the_country_and_an_address_is_no_name)
{
	g_autoptr(import_ical) import = taken(ENTRY(
	    "ATTENDEE;CN=ada@example.com:mailto:ada@example.com\n"
	    "ATTENDEE:tel:040-1234567\n"));

	ck_assert_uint_eq(mistakes->len, 0);
	ck_assert_ptr_null(nth(import, 0)->contact.name);
	ck_assert_str_eq(nth(import, 1)->contact.phone, "+358401234567");
}
END_TEST

START_TEST(what_is_wrong_is_told_without_who_it_is)
{
	g_autoptr(import_ical) series = taken(ENTRY(ADA "RRULE:FREQ=DAILY\n"));
	g_autoptr(import_ical) other = NULL;
	g_autoptr(import_ical) nobody = NULL;
	g_autoptr(import_ical) third = NULL;
	g_autoptr(import_ical) fourth = NULL;

	expect_mistake("line 2: it recurs: it has an RRULE; allowed is an "
		       "entry of its own for each time");
	ck_assert_uint_eq(series->events->len, 0);
	ck_assert_uint_eq(series->wrong, 1);
	/* It is there all the same: it has not vanished. */
	ck_assert_uint_eq(g_hash_table_size(series->references), 1);
	other = taken(ENTRY("ATTENDEE:mailto:ada@\n" BOB));
	expect_mistake("line 2: an ATTENDEE: this is no e-mail address; "
		       "allowed is one such as name@example.com");
	ck_assert_uint_eq(other->events->len, 1);
	nobody = taken(ENTRY("ATTENDEE:tel:\n"));
	expect_mistake("line 2: an ATTENDEE: it has neither an e-mail address "
		       "nor a telephone number; an event needs one of them");
	third = taken("BEGIN:VEVENT\nDTSTART:20260301\n" ADA "END:VEVENT\n");
	expect_mistake("line 2: it has no UID; an event needs one");
	fourth = taken("BEGIN:VEVENT\nUID:u\n" ADA "END:VEVENT\n");
	expect_mistake("line 2: it has no DTSTART; an event needs a time");
}
END_TEST

START_TEST(what_cannot_be_taken_stands_in_the_file)
{
	g_autoptr(import_ical) before = taken(ENTRY(ADA BOB));
	g_autoptr(import_ical) after = taken(
	    ENTRY(ADA BOB "SUMMARY:a\302\205b\n"));

	ck_assert_uint_eq(before->events->len, 2);
	ck_assert_uint_eq(after->events->len, 0);
	ck_assert_uint_eq(after->wrong, 1);
	for (guint i = 0; i < 2; i++)
		ck_assert(g_hash_table_contains(after->references,
		    nth(before, i)->reference));
}
END_TEST

START_TEST(what_vanished_is_called_off)
{
	g_autoptr(import_ical) import = taken(ENTRY(ADA));
	g_autoptr(event) off = import_ical_cancel(nth(import, 0),
	    "cancellation", NOW_AT);

	ck_assert_str_eq(off->source, "salon");
	ck_assert_str_eq(off->type, "cancellation");
	ck_assert_str_eq(off->reference, nth(import, 0)->reference);
	ck_assert_str_eq(off->contact.email, "Ada@example.com");
	ck_assert_int_eq(off->occurred_at, NOW_AT);
}
END_TEST

START_TEST(words_are_judged_before)
{
	g_autoptr(GError) error = NULL, other = NULL;

	ck_assert(import_ical_check(&options, &error));
	options.cancelled = "booking";
	ck_assert(!import_ical_check(&options, &error));
	ck_assert_str_eq(error->message,
	    "\"booking\" is the type of what takes place and of what is "
	    "cancelled; allowed are two");
	options.cancelled = "";
	ck_assert(!import_ical_check(&options, &other));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("import_ical");
	TCase *tcase = tcase_create("all");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, who_takes_part_is_an_event);
	tcase_add_test(tcase, a_reference_stays_whoever_is_added);
	tcase_add_test(tcase, times_of_a_series_are_told_apart);
	tcase_add_test(tcase, a_long_uid_is_cut_and_still_one_of_its_own);
	tcase_add_test(tcase, the_end_or_now_may_be_its_time);
	tcase_add_test(tcase, what_is_off_says_so_by_the_same_reference);
	tcase_add_test(tcase, of_several_the_highest_sequence_counts);
	tcase_add_test(tcase, who_holds_it_and_rooms_are_not_asked);
	tcase_add_test(tcase,
	    numbers_are_of_the_country_and_an_address_is_no_name);
	tcase_add_test(tcase, what_is_wrong_is_told_without_who_it_is);
	tcase_add_test(tcase, what_cannot_be_taken_stands_in_the_file);
	tcase_add_test(tcase, what_vanished_is_called_off);
	tcase_add_test(tcase, words_are_judged_before);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
