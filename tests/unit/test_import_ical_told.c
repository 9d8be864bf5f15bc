/*
 * test_import_ical_told.c - what a worker is asked about a calendar, and what
 * is believed of its answer.
 */
#include "scheduler/import_ical_told.h"

#include <string.h>

#include "tests/unit/unit.h"

#define NOW_AT 1772000000
#define ENTRY(uid, lines)                                                      \
	"BEGIN:VEVENT\nUID:" uid "\nDTSTART;VALUE=DATE:20260301\n" lines       \
	"END:VEVENT\n"
#define ADA "ATTENDEE;CN=Ada:mailto:ada@example.com\n"
#define HEAD "{\"events\":%d,\"unread\":0,\"wrong\":0,\"left_out\":0}\n"
#define EVENT                                                                  \
	"{\"type\":\"booking\",\"reference\":\"r\",\"email\":\"a@b.example\"," \
	"\"at\":1,\"movable\":true,\"attributes\":\"{}\"}\n"

static GTimeZone *helsinki;
static struct import_ical_options options;

static void
set_up(void)
{
	helsinki = timezone_find("Europe/Helsinki", NULL);
	options = (struct import_ical_options){
		.source = "salon",
		.type = "booking",
		.cancelled = "cancellation",
		.at = IMPORT_ICAL_AT_END,
		.zone = helsinki,
		.country = "FI",
		.now_at = NOW_AT,
	};
}

static void
tear_down(void)
{
	g_time_zone_unref(helsinki);
}

static struct import_ical_told *
asked(const char *text, GError **error)
{
	g_autoptr(GBytes) question = import_ical_question(&options, text,
	    strlen(text));
	g_autoptr(GBytes) answer = import_ical_answer(question, NULL);

	ck_assert_ptr_nonnull(answer);
	return import_ical_told_new(answer, &options, error);
}

START_TEST(an_event_comes_through_whole)
{
	g_autoptr(import_ical_told) told = asked("BEGIN:VCALENDAR\n"
	    ENTRY("u1", ADA "SUMMARY:\"Ma\\nssage\"\n"
			"ATTENDEE:tel:0401234567\n")
	    ENTRY("u2", ADA "STATUS:CANCELLED\n")
	    ENTRY("u3", "") ENTRY("u4", ADA "RRULE:FREQ=DAILY\n")
	    "BEGIN:VEVENT\nDTSTART:x\nEND:VEVENT\n"
	    "END:VCALENDAR\n", NULL);
	g_autoptr(event) first = NULL, second = NULL, third = NULL;
	struct event *none;

	ck_assert_uint_eq(told->unread, 1);
	ck_assert_uint_eq(told->wrong, 2);
	ck_assert_uint_eq(told->left_out, 1);
	ck_assert_uint_eq(g_strv_length(told->mistakes), 2);
	ck_assert(import_ical_told_next(told, &first, NULL));
	ck_assert(import_ical_told_next(told, &second, NULL));
	ck_assert(import_ical_told_next(told, &third, NULL));
	ck_assert(import_ical_told_next(told, &none, NULL));
	ck_assert_ptr_null(none);
	ck_assert_str_eq(first->source, "salon");
	ck_assert_str_eq(first->type, "booking");
	ck_assert_str_eq(first->contact.email, "ada@example.com");
	ck_assert_str_eq(first->contact.name, "Ada");
	ck_assert_str_eq(first->attributes,
	    "{\"summary\":\"\\\"Ma\\u000assage\\\"\"}");
	/* 2026-03-02, 00:00 in Helsinki. */
	ck_assert_int_eq(first->occurred_at, 1772402400);
	ck_assert(first->movable);
	ck_assert_str_eq(second->contact.phone, "+358401234567");
	ck_assert_str_eq(third->type, "cancellation");
	ck_assert_int_eq(third->occurred_at, NOW_AT);
	ck_assert(!third->movable);
	/* Three events, and the series. */
	ck_assert_uint_eq(g_hash_table_size(told->references), 4);
	ck_assert(g_hash_table_contains(told->references, first->reference));
}
END_TEST

START_TEST(a_file_that_is_none_says_so)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(asked("<html>", &error));
	ck_assert_str_eq(error->message,
	    "this is no iCalendar file; allowed is one with BEGIN:VCALENDAR "
	    "in it");
}
END_TEST

/* What it says of `n` events and these lines is believed or not. */
static gboolean
believed(int n, const char *lines)
{
	g_autofree char *head = g_strdup_printf(HEAD, n);
	g_autofree char *text = g_strconcat(head, lines, NULL);
	g_autoptr(GBytes) answer = g_bytes_new(text, strlen(text));
	g_autoptr(import_ical_told) told = import_ical_told_new(answer,
	    &options, NULL);
	struct event *event = NULL;

	ck_assert_ptr_nonnull(told);
	do {
		g_clear_pointer(&event, event_free);
		if (!import_ical_told_next(told, &event, NULL))
			return FALSE;
	} while (event != NULL);
	return TRUE;
}

START_TEST(many_references_are_taken_step_by_step)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GBytes) answer = NULL;
	g_autoptr(import_ical_told) told = NULL;
	struct event *event = NULL;
	guint steps = 0;

	g_string_append_printf(text, HEAD, 0);
	for (guint i = 0; i < 100000; i++)
		g_string_append_printf(text, "[\"r%u\"]\n", i);
	answer = g_bytes_new(text->str, text->len);
	told = import_ical_told_new(answer, &options, NULL);
	ck_assert_ptr_nonnull(told);
	for (guint known = 0; !told->whole; steps++) {
		ck_assert(import_ical_told_next(told, &event, NULL));
		ck_assert_ptr_null(event);
		ck_assert_uint_le(g_hash_table_size(told->references),
		    known + 1000);
		known = g_hash_table_size(told->references);
	}
	ck_assert_uint_eq(g_hash_table_size(told->references), 100000);
	ck_assert_uint_ge(steps, 100);
}
END_TEST

START_TEST(what_makes_no_sense_is_not_believed)
{
	static const char *const parts[][2] = {
		{ "\"booking\"", "\"payment\"" },
		{ "\"a@b.example\"", "\"a@b.example\\nBcc: c\"" },
		{ "\"a@b.example\"", "\"nobody\"" },
		{ "\"email\":\"a@b.example\",", "" },
		{ "\"reference\":\"r\",", "" },
		{ "\"at\":1,", "" },
		{ "\"at\":1,", "\"at\":9000000000000000," },
		{ "\"{}\"", "\"[]\"" },
		{ "\"{}\"", "\"{\"" },
		{ "{\"type\"", "{{\"type\"" },
	};
	g_autoptr(GBytes) junk = g_bytes_new_static("x\n", 2);
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);

	ck_assert(believed(1, EVENT));
	ck_assert(believed(1, EVENT "[\"q\"]\n"));
	ck_assert(!believed(2, EVENT));
	ck_assert(!believed(1, EVENT "q\n"));
	ck_assert(!believed(0, EVENT));
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_auto(GStrv) around = g_strsplit(EVENT, parts[i][0], 2);
		g_autofree char *bad = g_strjoinv(parts[i][1], around);

		ck_assert_uint_eq(g_strv_length(around), 2);
		ck_assert_msg(!believed(1, bad), "%s", bad);
	}
	ck_assert_ptr_null(import_ical_told_new(junk, &options, NULL));
	ck_assert_ptr_null(import_ical_told_new(empty, &options, NULL));
}
END_TEST

START_TEST(what_is_no_question_ends_the_worker)
{
	g_autoptr(GBytes) junk = g_bytes_new_static("{}\nBEGIN", 8);
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);

	ck_assert_ptr_null(import_ical_answer(junk, NULL));
	ck_assert_ptr_null(import_ical_answer(empty, NULL));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("import_ical_told");
	TCase *tcase = tcase_create("all");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, an_event_comes_through_whole);
	tcase_add_test(tcase, a_file_that_is_none_says_so);
	tcase_add_test(tcase, many_references_are_taken_step_by_step);
	tcase_add_test(tcase, what_makes_no_sense_is_not_believed);
	tcase_add_test(tcase, what_is_no_question_ends_the_worker);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
