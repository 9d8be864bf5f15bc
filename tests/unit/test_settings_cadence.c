/*
 * test_settings_cadence.c - when people are asked, as structs: the cadence,
 * calendars with their files, and what a touchpoint says of both.
 */
#include "base/settings.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/timezone.h"
#include "tests/unit/staged.h"

/* A file beside the configuration, with CRLF behind each line. */
static void
write_file(const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GString) crlf = g_string_new(text);

	g_string_replace(crlf, "\n", "\r\n", 0);
	ck_assert(g_file_set_contents(path, crlf->str, -1, NULL));
}

#define ICS(events) \
	"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n" events            \
	"END:VCALENDAR\n"
#define EVENT(lines) \
	"BEGIN:VEVENT\nUID:" G_STRLOC "\nDTSTAMP:20260101T000000Z\n" lines     \
	"END:VEVENT\n"

/* A journey without the head's touchpoint. */
#define HEAD                                                                   \
	"[organisation]\nname = Aurora Spa\ntimezone = Europe/Helsinki\n"      \
	"[store]\nurl = sqlite:store.db\n"                                     \
	"[provider mail]\ntype = fake\nfrom = Aurora <survey@example.com>\n"   \
	"[provider texts]\ntype = fake-texts\n"                                \
	"[sms]\ncountry = FI\n"                                                \
	"[inbox replies]\ntype = fake\n"                                       \
	"address = survey+{token}@example.com\n"
#define POLITE "[calendar polite]\nhours = Mon-Fri 09:00-18:00\n"

START_TEST(a_journey_becomes_structs)
{
	g_autoptr(settings) settings = staged_settings(folder, HEAD POLITE
	    "[cadence]\nrest = 30 days\nmax_per_year = 6\ndrip = 200/hour\n"
	    "[team desk]\nto = a@example.com\ndrip = 40/day\n"
	    "[touchpoint stay]\non = checkout\ncalendar = polite\n"
	    "where = plan = gold\n  and nights >= 3\n"
	    "sample = 20%\nspread = 90 days\npriority = 5\ndrip = 50/minute\n"
	    "max_lateness = 2 hours\nremind = 3 days, 7 days\n"
	    "nudge = 2 days\nrest = 7 days\n");
	const struct touchpoint *stay = settings_touchpoint(settings, "stay");
	const struct team *desk = settings_team(settings, "desk");
	struct event event = { .attributes =
				   (char *)"{\"plan\":\"gold\",\"nights\":2}" };
	g_autofree char *why = NULL;

	ck_assert_int_eq(settings->cadence.rest_s, 30 * DAY_S);
	ck_assert_uint_eq(settings->cadence.max_per_year, 6);
	ck_assert_uint_eq(settings->cadence.drip.n, 200);
	ck_assert_int_eq(settings->cadence.drip.per, RATE_PER_HOUR);
	ck_assert_uint_eq(desk->drip.n, 40);
	ck_assert_int_eq(desk->drip.per, RATE_PER_DAY);
	ck_assert_uint_eq(settings->calendars->len, 1);
	ck_assert_ptr_eq(stay->calendar, settings->calendars->pdata[0]);
	ck_assert_str_eq(calendar_name(stay->calendar), "polite");
	ck_assert_str_eq(stay->on, "checkout");
	ck_assert_int_eq(stay->every_s, 0);
	ck_assert_ptr_null(stay->rrule);
	ck_assert_ptr_nonnull(stay->where);
	ck_assert(!condition_holds(stay->where, &event, NULL, &why));
	ck_assert_str_eq(why, "nights is 2, wanted is nights >= 3");
	ck_assert_uint_eq(stay->sample_percent, 20);
	ck_assert_int_eq(stay->spread_s, 90 * DAY_S);
	ck_assert_uint_eq(stay->priority, 5);
	ck_assert_uint_eq(stay->drip.n, 50);
	ck_assert_int_eq(stay->drip.per, RATE_PER_MINUTE);
	ck_assert_int_eq(stay->max_lateness_s, 2 * HOUR_S);
	ck_assert_uint_eq(stay->n_reminders, 2);
	ck_assert_int_eq(stay->remind_s[0], 3 * DAY_S);
	ck_assert_int_eq(stay->remind_s[1], 7 * DAY_S);
	ck_assert_int_eq(stay->nudge_s, 2 * DAY_S);
	ck_assert_int_eq(stay->rest_s, 7 * DAY_S);
	ck_assert(!stay->exempt);
}
END_TEST

START_TEST(what_is_left_out_is_off_but_lateness)
{
	g_autoptr(settings) settings = staged_settings(folder, STAGED_HEAD
	    "[team desk]\nto = a@example.com\n");
	const struct touchpoint *stay = settings_touchpoint(settings, "stay");

	ck_assert_int_eq(settings->cadence.rest_s, 0);
	ck_assert_uint_eq(settings->cadence.max_per_year, 0);
	ck_assert_uint_eq(settings->cadence.drip.n, 0);
	ck_assert_uint_eq(settings_team(settings, "desk")->drip.n, 0);
	ck_assert_uint_eq(settings->calendars->len, 0);
	ck_assert_uint_eq(settings->feeds->len, 0);
	ck_assert_ptr_null(stay->where);
	ck_assert_ptr_null(stay->calendar);
	ck_assert_int_eq(stay->rest_s, 0);
	ck_assert(!stay->exempt);
	ck_assert_uint_eq(stay->priority, 0);
	ck_assert_uint_eq(stay->drip.n, 0);
	ck_assert_int_eq(stay->spread_s, 0);
	ck_assert_uint_eq(stay->sample_percent, 100);
	ck_assert_int_eq(stay->max_lateness_s, DAY_S);
	ck_assert_uint_eq(stay->n_reminders, 0);
	ck_assert_int_eq(stay->nudge_s, 0);
}
END_TEST

START_TEST(a_touchpoint_falls_back_to_the_cadence)
{
	g_autoptr(settings) settings = staged_settings(folder, HEAD POLITE
	    "[calendar nights]\nhours = 22:00-06:00\n"
	    "[touchpoint all]\non = booking\n"
	    "[touchpoint own]\non = booking\nrest = 0\nmax_lateness = 1 min\n"
	    "calendar = nights\n"
	    "[touchpoint free]\non = booking\nrest = exempt\ncalendar = none\n"
	    "[cadence]\nrest = 14 days\nmax_lateness = 3 days\n"
	    "calendar = polite\n");
	const struct touchpoint *all = settings_touchpoint(settings, "all");
	const struct touchpoint *own = settings_touchpoint(settings, "own");
	const struct touchpoint *free = settings_touchpoint(settings, "free");

	ck_assert_int_eq(all->rest_s, 14 * DAY_S);
	ck_assert(!all->exempt);
	ck_assert_int_eq(all->max_lateness_s, 3 * DAY_S);
	ck_assert_str_eq(calendar_name(all->calendar), "polite");
	/* Its own, and that is none at all; others wait for it. */
	ck_assert_int_eq(own->rest_s, 0);
	ck_assert(!own->exempt);
	ck_assert_int_eq(own->max_lateness_s, 60);
	ck_assert_str_eq(calendar_name(own->calendar), "nights");
	ck_assert_int_eq(free->rest_s, 0);
	ck_assert(free->exempt);
	ck_assert_int_eq(free->max_lateness_s, 3 * DAY_S);
	ck_assert_ptr_null(free->calendar);
}
END_TEST

START_TEST(recurring_touchpoints_follow_no_event)
{
	g_autoptr(settings) settings = staged_settings(folder, HEAD
	    "[touchpoint pulse]\nevery = 60 days\nspread = 60 days\n"
	    "delay = 1 hour\n"
	    "[touchpoint quarter]\nspread = 80 days\n"
	    "rrule = FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;BYHOUR=10\n");
	const struct touchpoint *pulse = settings_touchpoint(settings, "pulse");
	const struct touchpoint *quarter = settings_touchpoint(settings,
	    "quarter");
	gint64 at;

	ck_assert_ptr_null(pulse->on);
	ck_assert_int_eq(pulse->every_s, 60 * DAY_S);
	ck_assert_ptr_null(pulse->rrule);
	ck_assert_int_eq(pulse->delay_s, HOUR_S);
	ck_assert_ptr_null(quarter->on);
	ck_assert_int_eq(quarter->every_s, 0);
	ck_assert(recurrence_next(quarter->rrule, settings->organisation.zone,
	    NOON_AT, &at));
	ck_assert_int_eq(at, 1777618800 - 7 * DAY_S); /* 2026-04-24T07:00Z */
}
END_TEST

/* Noon of a day in UTC. */
static gint64
noon(int year, int month, int day)
{
	struct local_time local = { year, month, day, 12, 0, 0 };
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	return timezone_to_utc(utc, &local);
}

START_TEST(holidays_close_a_calendar)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(settings) settings = NULL;
	const struct calendar *polite;

	write_file("a.ics", ICS(EVENT("DTSTART;VALUE=DATE:20201225\n"
				      "RRULE:FREQ=YEARLY\n"
				      "SUMMARY:Christmas Day\n")));
	write_file("b.ics", ICS(EVENT("DTSTART;VALUE=DATE:20260302\n"
				      "DTEND;VALUE=DATE:20260304\n"
				      "SUMMARY:Stocktaking\n")));
	settings = staged_settings(folder, HEAD
	    "[calendar polite]\nhours = Mon-Fri 09:00-18:00,\n"
	    "  Sat 10:00-14:00\n  Sun 11:30-12:30\n"
	    "holidays = a.ics, b.ics\n");
	polite = settings->calendars->pdata[0];
	ck_assert(calendar_contains(polite, utc, noon(2026, 3, 1)));
	ck_assert(!calendar_contains(polite, utc, noon(2026, 3, 1) + HOUR_S));
	ck_assert(!calendar_contains(polite, utc, noon(2026, 3, 2)));
	ck_assert(!calendar_contains(polite, utc, noon(2026, 3, 3)));
	ck_assert(calendar_contains(polite, utc, noon(2026, 3, 4)));
	ck_assert(calendar_contains(polite, utc, noon(2026, 3, 7)));
	ck_assert(!calendar_contains(polite, utc, noon(2030, 12, 25)));
}
END_TEST

START_TEST(mistakes_in_holidays_are_told_by_both_lines)
{
	g_autofree char *all = NULL;
	g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
	g_autofree char *name = g_build_filename(folder, "bad.ics", NULL);
	g_autofree char *bad = g_strconcat("[calendar polite] holidays: ", name,
	    ": line ", NULL);

	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	write_file("text.ics", "Hello\nthere\n");
	write_file("empty.ics", "");
	write_file("bad.ics", ICS(EVENT("DTSTART;VALUE=DATE:20261225\n")
		EVENT("DTSTART;VALUE=DATE:20260931\n")
		EVENT("DTSTART:20260301T000000\nRRULE:FREQ=SECONDLY\n")));
	all = staged_mistakes(folder, HEAD "[calendar polite]\n"
	    "holidays = none.ics, text.ics, empty.ics,\n  bad.ics, ., fifo\n");
	staged_says(all, "x.ini:17: [calendar polite] holidays: ");
	staged_says(all, "/none.ics: cannot be opened: No such file");
	staged_says(all, "/text.ics: ");
	staged_says(all, "/empty.ics: ");
	staged_says(all, bad);
	staged_says(all, ": is no regular file");
	staged_says(all, "/fifo: is no regular file");
}
END_TEST

START_TEST(of_many_mistakes_in_holidays_the_first_are_told)
{
	g_autoptr(GString) events = g_string_new(NULL);
	g_autofree char *text = NULL;
	g_autofree char *all = NULL;
	g_auto(GStrv) lines = NULL;

	for (guint i = 0; i < 50; i++)
		g_string_append_printf(events,
		    "BEGIN:VEVENT\nUID:%u\nDTSTAMP:20260101T000000Z\n"
		    "DTSTART;VALUE=DATE:20260931\nEND:VEVENT\n",
		    i);
	text = g_strdup_printf(ICS("BEGIN:VEVENT\nUID:x\n"
				   "DTSTAMP:20260101T000000Z\n"
				   "DTSTART;VALUE=DATE:20260901\n"
				   "END:VEVENT\n%s"),
	    events->str);
	write_file("bad.ics", text);
	all = staged_mistakes(folder, HEAD
	    "[calendar polite]\nholidays = bad.ics\n");
	lines = g_strsplit(all, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 20 + 1 + 1);
	staged_says(all, "bad.ics: 30 more mistakes like these");
}
END_TEST

START_TEST(a_calendar_that_never_opens_is_a_mistake)
{
	static const char *const closed[] = {
		/* Always; every working day; from some day on. */
		EVENT("DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=DAILY\n"),
		EVENT("DTSTART:20000101T083000\nDTEND:20000101T190000\n"
		      "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\n"),
		EVENT("DTSTART;VALUE=DATE:20260301\nRRULE:FREQ=DAILY\n"),
	};
	g_autofree char *text = g_strconcat("BEGIN:VCALENDAR\nVERSION:2.0\n"
					    "PRODID:-//test//EN\n",
	    closed[_i], "END:VCALENDAR\n", NULL);
	g_autofree char *all = NULL;

	write_file("all.ics", text);
	all = staged_mistakes(folder, HEAD POLITE "holidays = all.ics\n"
	    "[touchpoint x]\non = y\nchannel = sms\ncalendar = polite\n");
	staged_says(all, "x.ini:18: [calendar polite] holidays: with these it "
			 "is never open in the ten years from 20");
	/* It is told once. */
	ck_assert_ptr_null(strstr(strchr(all, '\n') + 1, "\n"));
}
END_TEST

#define STAY "[touchpoint stay]\n"

START_TEST(mistakes_of_the_cadence_are_told)
{
	static const struct {
		const char *text, *said;
	} each[] = {
		{ STAY "delay = 1 hour\n",
		    "x.ini:16: [touchpoint stay] on: this key is missing; "
		    "allowed is one of `on`, `every` and `rrule`" },
		{ STAY "evry = 60 days\n",
		    "x.ini:17: [touchpoint stay] evry: unknown key (did you "
		    "mean \"every\"?)" },
		{ STAY "on = a\nevery = 60 days\n",
		    "x.ini:18: [touchpoint stay] every: `on` stands here too; "
		    "allowed is one of" },
		{ STAY "rrule = FREQ=DAILY\nevery = 60 days\n",
		    "x.ini:17: [touchpoint stay] rrule: `every` stands here "
		    "too" },
		{ STAY "rrule = FREQ=HOURLY\n", "[touchpoint stay] rrule: " },
		{ STAY "every = 23 hours\n",
		    "every: is too small; allowed is a duration with its unit "
		    "from 1 day" },
		{ STAY "every = 60 days\nunless = cancellation\n",
		    "unless: with `every` there is no event that another could "
		    "end; allowed is `unless` with `on`" },
		{ STAY "rrule = FREQ=DAILY\nunless = a\n",
		    "unless: with `rrule` there" },
		{ STAY "every = 60 days\nspread = 61 days\n",
		    "x.ini:18: [touchpoint stay] spread: the next round begins "
		    "before this one is over; allowed is at most 60 days" },
		{ STAY "rrule = FREQ=MONTHLY\nspread = 29 days\n",
		    "allowed is at most 28 days" },
		{ STAY "rrule = FREQ=WEEKLY;BYDAY=MO,TU\nspread = 2 days\n",
		    "allowed is at most 1 day" },
		{ STAY "on = a\nremind = 1 day, 2 days, 3 days, 4 days\n",
		    "remind: 4 reminders stand here; allowed are up to 3" },
		{ STAY "on = a\nremind = 3 days, 48 hours\n",
		    "remind: 48 hours stands behind 3 days; allowed is the "
		    "earlier first" },
		{ STAY "on = a\nremind = 1 day, 24 hours\n", "stands behind" },
		{ STAY "on = a\nremind = 3 days, soon\n",
		    "remind: \"soon\" is no whole number with a unit" },
		{ STAY "on = a\nremind = 0\n", "remind: is too small" },
		{ STAY "on = a\nexpires = 5 days\nremind = 5 days\n",
		    "x.ini:19: [touchpoint stay] remind: after 5 days nobody "
		    "is reminded, for the invitation expires after 5 days; "
		    "allowed is less than `expires`" },
		{ STAY "on = a\nremind = 30 days\n", "expires after 30 days" },
		{ STAY "every = 2 days\nremind = 1 day, 2 days\n",
		    "after 2 days the next round has begun" },
		{ STAY "on = a\nnudge = 5 seconds\n", "nudge: is too small" },
		{ STAY "on = a\nsample = 0%\n",
		    "sample: \"0%\" does not fit; allowed is a percentage from "
		    "1% to 100%" },
		{ STAY "on = a\nsample = 20\n", "\"20\" does not fit" },
		{ STAY "on = a\nsample = 101%\n", "\"101%\" does not fit" },
		{ STAY "on = a\npriority = 10\n", "whole number from 0 to 9" },
		{ STAY "on = a\npriority = 3\nrest = exempt\n",
		    "x.ini:18: [touchpoint stay] priority: nobody waits for "
		    "it" },
		{ STAY "on = a\nrest = exept\n",
		    "rest: \"exept\" is no duration (did you mean "
		    "\"exempt\"?); allowed is a duration with its unit from" },
		{ STAY "on = a\nrest = 3\n", "rest: 3 has no unit" },
		{ STAY "on = a\nmax_lateness = 59 seconds\n",
		    "max_lateness: is too small; allowed is a duration with "
		    "its unit from 1 minute" },
		{ STAY "on = a\ndrip = 50 an hour\n",
		    "drip: \"50 an hour\" is no rate" },
		{ STAY "on = a\nwhere = nights >=\n",
		    "x.ini:18: [touchpoint stay] where: " },
		{ STAY "on = a\nwhere   = plan == gold\n",
		    "x.ini:18: [touchpoint stay] where: column 16: " },
		{ STAY "on = a\nwhere = plan = gold and\n\tnights < \"a\"\n",
		    "x.ini:19: [touchpoint stay] where: column 11: " },
		{ STAY "on = a\nwhere =\n  plan = gold\n  and\n",
		    "x.ini:20: [touchpoint stay] where: column 6: " },
		{ STAY "on = a\nwhere = \"k\xC3\xA4ytt\xC3\xB6\" = 1 or or\n",
		    "x.ini:18: [touchpoint stay] where: column 25: " },
		{ STAY "on = a\ncalendar = polte\n" POLITE,
		    "x.ini:18: [touchpoint stay] calendar: there is no "
		    "[calendar polte], did you mean \"polite\"?; there is "
		    "polite" },
		{ STAY "on = a\ncalendar = Polite\n" POLITE,
		    "did you mean \"polite\"" },
		{ "[touchpoint stay/here]\non = a\n",
		    "x.ini:16: [touchpoint stay/here]: this is no name; "
		    "allowed are letters, digits, and - _ . after the first" },
		{ "[cadence]\ncalendar = polite\n",
		    "x.ini:17: [cadence] calendar: there is no [calendar "
		    "polite]; there is none" },
		{ "[cadence]\nrest = exempt\n", "[cadence] rest: " },
		{ "[cadence]\nrest = 30\n", "[cadence] rest: 30 has no unit" },
		{ "[cadence]\nmax_per_year = -1\n", "max_per_year: is too" },
		{ "[cadence]\ndrip = 0/day\n", "[cadence] drip: 0 is too" },
		{ "[cadence]\nmax_lateness = 0\n", "[cadence] max_lateness: " },
		{ "[team desk]\nto = a@example.com\ndrip = 4/week\n",
		    "[team desk] drip: \"week\" is no time of a rate" },
		{ "[calendar polite]\n",
		    "x.ini:16: [calendar polite]: neither `hours` nor "
		    "`holidays` stands here" },
		{ "[calendar none]\nhours = 08:00-20:00\n",
		    "x.ini:16: [calendar none]: \"none\" stands for no "
		    "calendar" },
		{ "[calendar]\nhours = 08:00-20:00\n", "the name is missing" },
		{ "[calendar polite]\nhours = Mo-Fr 9-18\n",
		    "x.ini:17: [calendar polite] hours: " },
		{ POLITE STAY "on = a\nchannel = sms\ncalendar = nights\n"
		  "[calendar nights]\nhours = 21:00-08:00\n",
		    "x.ini:21: [touchpoint stay] calendar: [calendar nights] "
		    "is never open within the hours of [sms], 08:00-21:00, so "
		    "no text could leave" },
		{ "[calendar nights]\nhours = Fri 22:00-02:00\n"
		  "[cadence]\ncalendar = nights\n"
		  STAY "on = a\nchannel = email, sms\n",
		    "[touchpoint stay] calendar: [calendar nights] is never" },
		{ "[feed]\nurl = https://example.com/x.ics\n",
		    "the name is missing" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *text = g_strconcat(HEAD, each[i].text, NULL);
		g_autofree char *all = staged_mistakes(folder, text);

		staged_says(all, each[i].said);
		/* No consequence of it is told as another. */
		ck_assert_msg(strchr(all, '\n')[1] == '\0', "%s: %s",
		    each[i].text, all);
	}
}
END_TEST

START_TEST(what_can_be_meant_is_no_mistake)
{
	static const char *const texts[] = {
		STAY "every = 60 days\nremind = 59 days\nexpires = 60 days\n",
		STAY "every = 2 days\nremind = 1 day\n",
		STAY "rrule = FREQ=DAILY\nspread = 1 day\n",
		STAY "rrule = FREQ=MONTHLY\nspread = 28 days\n",
		STAY "on = a\npriority = 0\nrest = exempt\n",
		STAY "on = a\nspread = 90 days\nsample = 1%\n",
		STAY "on = every\n",
		"[touchpoint dripscore]\non = a\n",
		"[touchpoint every]\non = a\n",
		"[cadence]\ncalendar = none\n",
		STAY "on = a\nchannel = sms\ncalendar = late\n"
		"[calendar late]\nhours = Fri 20:59-02:00\n",
		STAY "on = a\nchannel = sms\ncalendar = early\n"
		"[calendar early]\nhours = Fri 23:00-08:01\n",
		STAY "on = a\nchannel = email\ncalendar = nights\n"
		"[calendar nights]\nhours = 22:00-02:00\n",
		STAY "on = a\nwhere = ((channel = web))\n  or nights is set\n",
	};
	g_autofree char *text = g_strconcat(HEAD, texts[_i], NULL);
	g_autoptr(settings) settings = staged_settings(folder, text);

	ck_assert_ptr_nonnull(settings);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("settings_cadence");
	TCase *tcase = tcase_create("settings_cadence");

	tcase_add_checked_fixture(tcase, staged_begin, staged_end);
	tcase_add_test(tcase, a_journey_becomes_structs);
	tcase_add_test(tcase, what_is_left_out_is_off_but_lateness);
	tcase_add_test(tcase, a_touchpoint_falls_back_to_the_cadence);
	tcase_add_test(tcase, recurring_touchpoints_follow_no_event);
	tcase_add_test(tcase, holidays_close_a_calendar);
	tcase_add_test(tcase, mistakes_in_holidays_are_told_by_both_lines);
	tcase_add_test(tcase, of_many_mistakes_in_holidays_the_first_are_told);
	tcase_add_loop_test(tcase, a_calendar_that_never_opens_is_a_mistake, 0,
	    3);
	tcase_add_test(tcase, mistakes_of_the_cadence_are_told);
	tcase_add_loop_test(tcase, what_can_be_meant_is_no_mistake, 0, 14);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
