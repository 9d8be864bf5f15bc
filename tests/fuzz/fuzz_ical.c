/*
 * fuzz_ical.c - any bytes as an iCalendar file: what comes out is text, and
 * times that are some; and what becomes of it as events is believed by who asks
 * a worker for them.
 */
#include <string.h>

#include "scheduler/event_text.h"
#include "scheduler/import_ical_told.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_text(const char *text)
{
	g_assert(text == NULL || g_utf8_validate(text, -1, NULL));
}

static gint64
check_time(const struct ical_time *time)
{
	const struct local_time *local = &time->local;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	if (!time->known)
		return 0;
	g_assert(g_date_valid_dmy((GDateDay)local->day,
	    (GDateMonth)local->month, (GDateYear)local->year));
	g_assert(local->hour >= 0 && local->hour < 24 && local->minute >= 0 &&
	    local->minute < 60 && local->second >= 0 && local->second < 60);
	g_assert(!time->all_day || time->timezone == NULL);
	return ical_time_at(time, utc);
}

static void
check_dates(const GArray *dates)
{
	for (guint i = 0; i < dates->len; i++)
		check_time(&g_array_index(dates, struct ical_time, i));
}

static void
check_event(const struct ical_event *event)
{
	gint64 start_at = check_time(&event->start);
	gint64 end_at = check_time(&event->end);
	GHashTableIter each;
	gpointer name, value;

	g_assert(!event->start.known || event->end.known);
	g_assert(!event->start.known || end_at >= start_at);
	check_time(&event->recurrence_id);
	check_dates(event->rdates);
	check_dates(event->exdates);
	check_text(event->uid);
	check_text(event->summary);
	check_text(event->location);
	check_text(event->status);
	check_text(event->organizer);
	check_text(event->rrule);
	for (guint i = 0; i < event->attendees->len; i++) {
		const struct ical_person *person = event->attendees->pdata[i];

		check_text(person->email);
		check_text(person->phone);
		check_text(person->name);
	}
	g_hash_table_iter_init(&each, event->extra);
	while (g_hash_table_iter_next(&each, &name, &value)) {
		check_text(name);
		check_text(value);
	}
}

static void
check_import(const char *text, gsize n)
{
	g_autoptr(GTimeZone) zone = timezone_find("Europe/Helsinki", NULL);
	const struct import_ical_options options = {
		.type = "booking",
		.cancelled = "cancellation",
		.zone = zone,
		.country = "FI",
		.now_at = 1772000000,
	};
	g_autoptr(GBytes) question = import_ical_question(&options, text, n);
	g_autoptr(GBytes) answer = import_ical_answer(question, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(import_ical_told) told = import_ical_told_new(answer,
	    &options, &error);
	struct event *event = NULL;

	do {
		g_clear_pointer(&event, event_free);
		if (told == NULL)
			break;
		g_assert(import_ical_told_next(told, &event, NULL));
		g_assert(event == NULL ||
		    strlen(event->reference) <= EVENT_REFERENCE_MAX_BYTES);
	} while (event != NULL);
	g_assert((told == NULL) == (error != NULL));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(ical_file) file = ical_read((const char *)data, size,
	    mistakes, &error);

	g_assert((file == NULL) == (error != NULL));
	for (guint i = 0; i < mistakes->len; i++)
		check_text(mistakes->pdata[i]);
	for (guint i = 0; file != NULL && i < file->events->len; i++)
		check_event(file->events->pdata[i]);
	if (file != NULL)
		check_import((const char *)data, size);
	return 0;
}
