/*
 * calendar_closures.c - makes the events of an iCalendar file closures of a
 * calendar. Reads neither the file's syntax (ical.c) nor rules
 * (recurrence_list.c); knows no hours. Called by the settings.
 *
 * Who is free or busy (TRANSP) counts for nothing: calendars of holidays are
 * full of days at which one is free.
 */
#include <string.h>

#include "base/calendar_internal.h"
#include "base/errors.h"
#include "base/ical.h"
#include "base/recurrence_list.h"
#include "base/timezone.h"

#define FIRST_WALL 946684800 /* 2000-01-01 */
#define LAST_WALL 4102444800 /* 2100-01-01 */
#define OCCURRENCES_MAX 100000
/* Some seconds of work. */
#define DAYS_MAX 20000000
#define NAME_MAX_CHARS 80

/* A file on its way into a calendar. */
struct reading {
	struct calendar *calendar;
	GPtrArray *mistakes;
	guint occurrences_left, days_left;
	/* Of the event at hand: when it begins (wall), and when it doesn't. */
	GArray *walls;
	GHashTable *excepted;
	GHashTable *changed; /* UID -> GArray of struct ical_time, borrowed */
	GHashTable *newest;  /* UID -> highest SEQUENCE, in the event */
	gboolean cancelled;  /* all of the file */
	guint taken;	     /* events */
};

static void
mistake(struct reading *reading, const struct ical_event *event,
    const char *what)
{
	g_ptr_array_add(reading->mistakes,
	    g_strdup_printf("line %u: %s", event->line, what));
}

static gint64
wall_of(const struct local_time *local)
{
	return (gint64)timezone_local_day(local) * DAY_S + local->hour * 3600 +
	    local->minute * 60 + local->second;
}

static void
local_of(gint64 wall, struct local_time *local)
{
	gint64 day = wall / DAY_S - (wall % DAY_S < 0);
	int second = (int)(wall - day * DAY_S);
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	*local = (struct local_time){ .year = g_date_get_year(&date),
		.month = (int)g_date_get_month(&date),
		.day = g_date_get_day(&date),
		.hour = second / 3600,
		.minute = second / 60 % 60,
		.second = second % 60 };
}

static gint64
at_of(GTimeZone *zone, gint64 wall)
{
	struct local_time local;

	local_of(wall, &local);
	return timezone_to_utc(zone, &local);
}

/* As it is on the wall of the event, in its zone; NULL: whoever's. */
static gint64
wall_in(const struct ical_time *time, const char *zone_name, GTimeZone *zone)
{
	struct local_time local;

	if (zone == NULL || time->all_day || time->timezone == NULL ||
	    g_strcmp0(time->timezone, zone_name) == 0)
		return wall_of(&time->local);
	timezone_to_local(zone, ical_time_at(time, zone), &local);
	return wall_of(&local);
}

/* An exception by a date is one of the whole day. */
static void
except(struct reading *reading, const struct ical_event *event,
    const struct ical_time *time, GTimeZone *zone)
{
	gint64 wall = wall_in(time, event->start.timezone, zone);

	if (event->start.all_day || time->all_day)
		wall = wall / DAY_S - (wall % DAY_S < 0);
	g_hash_table_add(reading->excepted, g_memdup2(&wall, sizeof(wall)));
}

static void
find_exceptions(struct reading *reading, const struct ical_event *event,
    GTimeZone *zone)
{
	const GArray *changed =
	    event->uid != NULL && !event->recurrence_id.known ?
	    g_hash_table_lookup(reading->changed, event->uid) :
	    NULL;

	g_hash_table_remove_all(reading->excepted);
	for (guint i = 0; i < event->exdates->len; i++)
		except(reading, event,
		    &g_array_index(event->exdates, struct ical_time, i), zone);
	for (guint i = 0; changed != NULL && i < changed->len; i++)
		except(reading, event,
		    &g_array_index(changed, struct ical_time, i), zone);
}

/* A day's number is no wall of 2000 to 2099, nor the other way round. */
static gboolean
is_excepted(const struct reading *reading, gint64 wall)
{
	gint64 day = wall / DAY_S - (wall % DAY_S < 0);

	return g_hash_table_contains(reading->excepted, &wall) ||
	    g_hash_table_contains(reading->excepted, &day);
}

/* The event's name, on one line and not too long; NULL: it has none. */
static const char *
name_of(struct reading *reading, const struct ical_event *event)
{
	g_autofree char *valid = NULL;
	g_autofree char *name = NULL;

	if (event->summary == NULL)
		return NULL;
	valid = g_utf8_make_valid(event->summary, -1);
	name = g_utf8_substring(valid, 0,
	    MIN(g_utf8_strlen(valid, -1), NAME_MAX_CHARS));
	for (char *c = name; *c != '\0'; c = g_utf8_next_char(c))
		if (g_unichar_iscntrl(g_utf8_get_char(c)))
			memset(c, ' ', (gsize)(g_utf8_next_char(c) - c));
	g_strstrip(name);
	return *name != '\0' ?
	    g_string_chunk_insert_const(reading->calendar->names, name) :
	    NULL;
}

/* All its beginnings from 2000 to 2099, but the exceptions. */
static gboolean
find_walls(struct reading *reading, const struct ical_event *event,
    GTimeZone *zone, GError **error)
{
	struct recurrence_source source = { .rule = event->rrule,
		.start = wall_of(&event->start.local),
		.all_day = event->start.all_day,
		.zone = zone };

	g_array_set_size(reading->walls, 0);
	if (event->rrule == NULL)
		g_array_append_val(reading->walls, source.start);
	else if (!recurrence_list(&source, FIRST_WALL, LAST_WALL,
		     reading->occurrences_left, &reading->days_left,
		     reading->walls, error))
		return FALSE;
	for (guint i = 0; i < event->rdates->len; i++) {
		gint64 wall = wall_in(&g_array_index(event->rdates,
					  struct ical_time, i),
		    event->start.timezone, zone);

		g_array_append_val(reading->walls, wall);
	}
	if (reading->walls->len > reading->occurrences_left)
		return config_refuse(error,
		    "it comes round more often than the %u times that are "
		    "left of what a file may have",
		    reading->occurrences_left);
	reading->occurrences_left -= reading->walls->len;
	return TRUE;
}

/* Days and times without a zone last as long by the wall, others in truth. */
static gint64
length_of(const struct ical_event *event, GTimeZone *zone)
{
	gint64 start = wall_in(&event->start, event->start.timezone, zone);
	gint64 end = wall_in(&event->end, event->start.timezone, zone);

	if (event->start.all_day)
		return MAX(DAY_S, (end - start + DAY_S - 1) / DAY_S * DAY_S);
	if (zone == NULL)
		return end - start;
	return ical_time_at(&event->end, zone) -
	    ical_time_at(&event->start, zone);
}

static void
close_at_walls(struct reading *reading, const struct ical_event *event,
    GTimeZone *zone)
{
	gint64 length_s = length_of(event, zone);
	const char *name = name_of(reading, event);

	for (guint i = 0; i < reading->walls->len; i++) {
		gint64 wall = g_array_index(reading->walls, gint64, i);
		gint64 from = zone != NULL ? at_of(zone, wall) : wall;
		struct closure closure = { from, from + length_s, name };

		if (!is_excepted(reading, wall))
			g_array_append_val(zone != NULL ?
				reading->calendar->absolute :
				reading->calendar->local,
			    closure);
	}
	reading->taken++;
}

/* What is known of its time; or why it cannot be taken, in words. */
static const char *
judge_event(const struct ical_event *event)
{
	if (!event->start.known)
		return "the event has no DTSTART";
	if (!event->start.all_day && length_of(event, NULL) == 0 &&
	    g_strcmp0(event->start.timezone, event->end.timezone) == 0)
		return "the event has no end, and so closes nothing; allowed "
		       "is DTEND, DURATION, or whole days";
	return NULL;
}

/* Cancelled, or there is a later version of it. */
static gboolean
is_void(const struct reading *reading, const struct ical_event *event)
{
	const gint64 *newest = event->uid != NULL &&
		!event->recurrence_id.known ?
	    g_hash_table_lookup(reading->newest, event->uid) :
	    NULL;

	return reading->cancelled ||
	    g_strcmp0(event->status, "CANCELLED") == 0 ||
	    (newest != NULL && event->sequence < *newest);
}

static void
take_event(struct reading *reading, const struct ical_event *event)
{
	g_autoptr(GTimeZone) zone = NULL;
	g_autoptr(GError) error = NULL;
	const char *wrong;

	if (is_void(reading, event)) {
		reading->taken++;
		return;
	}
	wrong = judge_event(event);
	if (wrong == NULL && !event->start.all_day &&
	    event->start.timezone != NULL) {
		zone = timezone_find(event->start.timezone, &error);
		wrong = zone == NULL ? error->message : NULL;
	}
	if (wrong == NULL) {
		find_exceptions(reading, event, zone);
		if (!find_walls(reading, event, zone, &error))
			wrong = error->message;
	}
	if (wrong != NULL)
		mistake(reading, event, wrong);
	else
		close_at_walls(reading, event, zone);
}

/* It takes the place of one of a series. */
static void
note_changed(struct reading *reading, const struct ical_event *event)
{
	GArray *changed = g_hash_table_lookup(reading->changed, event->uid);

	if (changed == NULL) {
		changed = g_array_new(FALSE, FALSE, sizeof(struct ical_time));
		g_hash_table_insert(reading->changed, event->uid, changed);
	}
	g_array_append_val(changed, event->recurrence_id);
}

/* What the events of one UID have to do with each other. */
static void
find_series(struct reading *reading, struct ical_file *file)
{
	for (guint i = 0; i < file->events->len; i++) {
		struct ical_event *event = file->events->pdata[i];
		const gint64 *newest;

		if (event->uid == NULL)
			continue;
		if (event->recurrence_id.known) {
			note_changed(reading, event);
			continue;
		}
		newest = g_hash_table_lookup(reading->newest, event->uid);
		if (newest == NULL || event->sequence > *newest)
			g_hash_table_insert(reading->newest, event->uid,
			    &event->sequence);
	}
}

static int
by_begin(gconstpointer a, gconstpointer b)
{
	const struct closure *one = a, *other = b;

	return one->from < other->from ? -1 : one->from > other->from;
}

/* In order and apart: the later of two keeps what the earlier leaves of it. */
static void
set_apart(GArray *all)
{
	guint n = 0;

	g_array_sort(all, by_begin);
	for (guint i = 0; i < all->len; i++) {
		struct closure closure = g_array_index(all, struct closure, i);

		if (n > 0)
			closure.from = MAX(closure.from,
			    g_array_index(all, struct closure, n - 1).until);
		if (closure.from < closure.until)
			g_array_index(all, struct closure, n++) = closure;
	}
	g_array_set_size(all, n);
}

gboolean
calendar_add_closures(struct calendar *calendar, const char *text, gsize n,
    GPtrArray *mistakes, GError **error)
{
	g_autoptr(ical_file) file = ical_read(text, n, mistakes, error);
	g_autoptr(GArray) walls = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GHashTable) excepted = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, NULL);
	g_autoptr(GHashTable) changed = g_hash_table_new_full(g_str_hash,
	    g_str_equal, NULL, (GDestroyNotify)g_array_unref);
	g_autoptr(GHashTable) newest = g_hash_table_new(g_str_hash,
	    g_str_equal);
	struct reading reading = { .calendar = calendar,
		.mistakes = mistakes,
		.occurrences_left = OCCURRENCES_MAX,
		.days_left = DAYS_MAX,
		.walls = walls,
		.excepted = excepted,
		.changed = changed,
		.newest = newest };

	if (file == NULL)
		return FALSE;
	reading.cancelled = g_strcmp0(file->method, "CANCEL") == 0;
	find_series(&reading, file);
	for (guint i = 0; i < file->events->len; i++)
		take_event(&reading, file->events->pdata[i]);
	set_apart(calendar->local);
	set_apart(calendar->absolute);
	g_hash_table_remove_all(calendar->openings);
	return reading.taken > 0 ||
	    config_refuse(error,
		"it has no event that can be taken; allowed is an iCalendar "
		"file with VEVENTs");
}
