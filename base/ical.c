/*
 * ical.c - see ical.h: finds the components of a file and has each VEVENT read
 * by itself, so that one that is broken loses nothing else. Called by
 * calendars, imports and feeds.
 *
 * libical never sees the file: nesting, lengths and numbers are judged here,
 * in one pass that forgives what is not closed.
 */
#include "base/ical.h"

#include <string.h>

#include "base/errors.h"
#include "base/ical_internal.h"
#include "base/text.h"

enum inside {
	INSIDE_NOTHING,
	INSIDE_CALENDAR,
	INSIDE_EVENT,
	INSIDE_ZONE,
	INSIDE_OTHER,
	INSIDE_LEFT_OUT, /* a calendar that is not read */
};

struct ical_reading {
	struct ical_lines lines;
	GPtrArray *mistakes;
	struct ical_zones *zones;
	struct ical_file *file;
	GPtrArray *parts; /* struct ical_part: zones may stand behind them */
	enum inside inside;
	guint calendar_line; /* where the one at hand begins */
	guint n_calendars, n_begun;
	char *other;   /* INSIDE_OTHER: its name */
	char *nested;  /* in a VEVENT, or NULL */
	char *tzid, *location; /* of the VTIMEZONE */
	struct ical_part *part;
};

void
ical_file_free(struct ical_file *file)
{
	if (file == NULL)
		return;
	g_free(file->method);
	g_ptr_array_unref(file->events);
	g_free(file);
}

static void
reading_clear(struct ical_reading *reading)
{
	ical_lines_clear(&reading->lines);
	ical_zones_free(reading->zones);
	ical_file_free(reading->file);
	g_ptr_array_unref(reading->parts);
	g_free(reading->other);
	g_free(reading->nested);
	g_free(reading->tzid);
	g_free(reading->location);
	ical_part_free(reading->part);
}

/* What is open besides the calendar is over, closed or not. */
static void
leave(struct ical_reading *reading)
{
	if (reading->inside == INSIDE_EVENT)
		ical_mistake(reading->mistakes, reading->part->line,
		    "the VEVENT has no end; it is left out");
	if (reading->inside == INSIDE_ZONE && reading->tzid != NULL &&
	    reading->location != NULL)
		ical_zones_note(reading->zones, reading->tzid,
		    reading->location);
	g_clear_pointer(&reading->part, ical_part_free);
	g_clear_pointer(&reading->nested, g_free);
	g_clear_pointer(&reading->other, g_free);
	g_clear_pointer(&reading->tzid, g_free);
	g_clear_pointer(&reading->location, g_free);
	reading->inside = INSIDE_CALENDAR;
}

static void
begin_calendar(struct ical_reading *reading)
{
	if (reading->inside != INSIDE_NOTHING) {
		leave(reading);
		ical_mistake(reading->mistakes, reading->calendar_line,
		    "the VCALENDAR has no end");
	}
	reading->inside = INSIDE_CALENDAR;
	reading->calendar_line = reading->lines.number;
	reading->n_calendars++;
}

static gboolean
begin_event(struct ical_reading *reading, GError **error)
{
	leave(reading);
	if (++reading->n_begun > ICAL_EVENTS_MAX)
		return data_refuse(error,
		    "there are more than %d VEVENTs in it", ICAL_EVENTS_MAX);
	reading->inside = INSIDE_EVENT;
	reading->part = ical_part_new(reading->lines.number);
	return TRUE;
}

static void
begin_other(struct ical_reading *reading)
{
	const char *name = ical_line_value(&reading->lines);

	if (reading->inside == INSIDE_EVENT && reading->nested == NULL) {
		reading->nested = g_strdup(name);
	} else if (reading->inside == INSIDE_CALENDAR) {
		reading->inside = g_ascii_strcasecmp(name, "VTIMEZONE") == 0 ?
		    INSIDE_ZONE :
		    INSIDE_OTHER;
		reading->other = g_strdup(name);
	}
}

static gboolean
take_begin(struct ical_reading *reading, GError **error)
{
	const struct ical_lines *lines = &reading->lines;

	if (ical_line_is(lines, "BEGIN", "VCALENDAR"))
		begin_calendar(reading);
	else if (reading->inside == INSIDE_NOTHING ||
	    reading->inside == INSIDE_LEFT_OUT)
		return TRUE;
	else if (ical_line_is(lines, "BEGIN", "VEVENT"))
		return begin_event(reading, error);
	else
		begin_other(reading);
	return TRUE;
}

static void
take_end(struct ical_reading *reading)
{
	const struct ical_lines *lines = &reading->lines;

	if (reading->inside == INSIDE_NOTHING)
		return;
	if (ical_line_is(lines, "END", "VCALENDAR")) {
		leave(reading);
		reading->inside = INSIDE_NOTHING;
	} else if (reading->inside == INSIDE_EVENT &&
	    ical_line_is(lines, "END", "VEVENT")) {
		g_ptr_array_add(reading->parts,
		    g_steal_pointer(&reading->part));
		reading->inside = INSIDE_CALENDAR;
		leave(reading);
	} else if (reading->inside == INSIDE_EVENT &&
	    reading->nested != NULL &&
	    ical_line_is(lines, "END", reading->nested)) {
		g_clear_pointer(&reading->nested, g_free);
	} else if (reading->other != NULL &&
	    ical_line_is(lines, "END", reading->other)) {
		leave(reading);
	}
}

/* One file says one thing: what another says of a second calendar is told. */
static void
take_method(struct ical_reading *reading)
{
	g_autofree char *method = g_ascii_strup(
	    ical_line_value(&reading->lines), -1);

	g_strstrip(method);
	if (reading->n_calendars == 1) {
		g_free(reading->file->method);
		reading->file->method = g_steal_pointer(&method);
	} else if (g_strcmp0(method, reading->file->method) != 0) {
		ical_mistake(reading->mistakes, reading->calendar_line,
		    "the METHOD of this VCALENDAR is not that of the first; "
		    "it is left out");
		reading->inside = INSIDE_LEFT_OUT;
	}
}

static void
take_property(struct ical_reading *reading)
{
	g_autofree char *name = NULL;
	const struct ical_lines *lines = &reading->lines;
	const char *value = ical_line_value(lines);

	if (reading->inside == INSIDE_EVENT) {
		if (reading->nested == NULL)
			ical_part_take(reading->part, lines,
			    reading->mistakes);
		return;
	}
	if (reading->inside != INSIDE_CALENDAR &&
	    reading->inside != INSIDE_ZONE)
		return;
	name = ical_line_name(lines);
	if (!g_utf8_validate_len(lines->line->str, lines->line->len, NULL))
		return;
	if (reading->inside == INSIDE_CALENDAR) {
		if (strcmp(name, "METHOD") == 0)
			take_method(reading);
	} else if (strcmp(name, "TZID") == 0) {
		g_free(reading->tzid);
		reading->tzid = g_strdup(value);
	} else if (strcmp(name, "X-LIC-LOCATION") == 0) {
		g_free(reading->location);
		reading->location = g_strdup(value);
	}
}

static gboolean
find_parts(struct ical_reading *reading, GError **error)
{
	while (ical_lines_next(&reading->lines)) {
		const char *line = reading->lines.line->str;

		if (g_ascii_strncasecmp(line, "BEGIN:", 6) == 0) {
			if (!take_begin(reading, error))
				return FALSE;
		} else if (g_ascii_strncasecmp(line, "END:", 4) == 0) {
			take_end(reading);
		} else {
			take_property(reading);
		}
	}
	if (reading->inside != INSIDE_NOTHING) {
		leave(reading);
		ical_mistake(reading->mistakes, reading->calendar_line,
		    "the VCALENDAR has no end: the file is not whole");
	}
	return reading->n_calendars > 0 ||
	    data_refuse(error,
		"this is no iCalendar file; allowed is one with "
		"BEGIN:VCALENDAR in it");
}

static void
read_part(struct ical_reading *reading, const struct ical_part *part)
{
	g_autoptr(GError) error = NULL;
	struct ical_event *event = NULL;
	guint line = part->error_line;

	if (part->error == NULL)
		event = ical_event_read(part, reading->zones,
		    reading->mistakes, &line, &error);
	if (event != NULL)
		g_ptr_array_add(reading->file->events, event);
	else
		ical_mistake(reading->mistakes, line, "%s; the VEVENT is left "
						      "out",
		    error != NULL ? error->message : part->error->message);
}

struct ical_file *
ical_read(const char *text, gsize n, GPtrArray *mistakes, GError **error)
{
	struct ical_reading reading = { .mistakes = mistakes };
	struct ical_file *file = NULL;

	if (n > ICAL_FILE_MAX_BYTES) {
		data_refuse(error, "it has %zu bytes; allowed are %d MiB", n,
		    ICAL_FILE_MAX_BYTES / (1024 * 1024));
		return NULL;
	}
	ical_lines_begin(&reading.lines, text, n);
	reading.zones = ical_zones_new();
	reading.parts = g_ptr_array_new_with_free_func(ical_part_free);
	reading.file = g_new0(struct ical_file, 1);
	reading.file->events = g_ptr_array_new_with_free_func(ical_event_free);
	if (find_parts(&reading, error)) {
		for (guint i = 0; i < reading.parts->len; i++)
			read_part(&reading, reading.parts->pdata[i]);
		file = g_steal_pointer(&reading.file);
	}
	reading_clear(&reading);
	return file;
}
