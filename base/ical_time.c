/*
 * ical_time.c - when a VEVENT is: its begin, its end, what is added to a
 * series and taken out of it. Iterates no rule. Called by ical_event.c.
 *
 * libical takes months of 13 and hours of 25, and reads the value of a property
 * whatever its type; so types and ranges are judged here.
 */
#include "base/errors.h"
#include "base/ical_vevent.h"
#include "base/text.h"

#define DURATION_MAX_S (10 * 366 * 24 * 60 * (gint64)60)
#define FIRST_YEAR 1600
#define LAST_YEAR 8000 /* an end is later, and a year has four digits */
#define DAY_S (24 * 60 * 60)
#define DATES_MAX 5000 /* in RDATE and in EXDATE */

void
ical_time_clear(gpointer time)
{
	g_free(((struct ical_time *)time)->timezone);
}

static gboolean
refuse_unread(GError **error)
{
	return data_refuse(error, "it cannot be read");
}

static gboolean
local_from_ical(const struct icaltimetype *from, struct local_time *local)
{
	if (from->year < FIRST_YEAR || from->year > LAST_YEAR ||
	    from->month < 1 ||
	    from->month > 12 || from->day < 1 || from->hour < 0 ||
	    from->hour > 23 || from->minute < 0 || from->minute > 59 ||
	    from->second < 0 || from->second > 60 ||
	    !g_date_valid_dmy((GDateDay)MIN(from->day, 32),
		(GDateMonth)from->month, (GDateYear)from->year))
		return FALSE;
	*local = (struct local_time){
		.year = from->year,
		.month = from->month,
		.day = from->day,
		.hour = from->hour,
		.minute = from->minute,
		.second = MIN(from->second, 59), /* a leap second */
	};
	if (from->is_date)
		local->hour = local->minute = local->second = 0;
	return TRUE;
}

/* NULL: it is neither a date nor a time. */
static const struct icaltimetype *
value_of(icalproperty *property, struct icaltimetype *value)
{
	icalvalue *from = icalproperty_get_value(property);
	icalvalue_kind kind = from != NULL ? icalvalue_isa(from) :
					     ICAL_NO_VALUE;
	struct icalperiodtype period;

	if (kind == ICAL_DATE_VALUE) {
		*value = icalvalue_get_date(from);
	} else if (kind == ICAL_DATETIME_VALUE) {
		*value = icalvalue_get_datetime(from);
	} else if (kind == ICAL_DATETIMEPERIOD_VALUE) {
		*value = icalvalue_get_datetimeperiod(from).time;
	} else if (kind == ICAL_PERIOD_VALUE) {
		period = icalvalue_get_period(from);
		*value = period.start;
	} else {
		return NULL;
	}
	return value;
}

static gboolean
take_zone(struct ical_vevent *reading, icalproperty *property,
    struct ical_time *time, GError **error)
{
	icalparameter *parameter = icalproperty_get_first_parameter(property,
	    ICAL_TZID_PARAMETER);
	const char *tzid = parameter != NULL ?
	    icalparameter_get_tzid(parameter) :
	    NULL;
	const char *name = tzid != NULL && *tzid != '\0' ?
	    ical_zones_find(reading->zones, tzid) :
	    NULL;
	g_autofree char *shown = NULL;

	if (name != NULL || tzid == NULL || *tzid == '\0') {
		time->timezone = g_strdup(name);
		return TRUE;
	}
	shown = text_shown(tzid);
	return data_refuse(error,
	    "TZID \"%s\" is no time zone that is known; allowed are names of "
	    "the tz database, such as Europe/Helsinki, and of Windows",
	    shown);
}

static gboolean
read_time(struct ical_vevent *reading, icalproperty *property,
    struct ical_time *time, GError **error)
{
	struct icaltimetype value;

	if (value_of(property, &value) == NULL ||
	    !local_from_ical(&value, &time->local))
		return refuse_unread(error);
	time->all_day = value.is_date != 0;
	if (!time->all_day && icaltime_is_utc(value))
		time->timezone = g_strdup("UTC");
	else if (!time->all_day && !take_zone(reading, property, time, error))
		return FALSE;
	time->known = TRUE;
	return TRUE;
}

gboolean
ical_take_time(struct ical_vevent *reading, icalproperty_kind kind,
    enum ical_name name, struct ical_time *time, GError **error)
{
	icalproperty *property =
	    icalcomponent_get_first_property(reading->component, kind);

	reading->at = name;
	if (property != NULL)
		return read_time(reading, property, time, error);
	return reading->part->seen[name] == 0 || refuse_unread(error);
}

/* libical leaves out what it cannot read, and all behind the 500th value of a
 * line (3.0.16). */
gboolean
ical_take_dates(struct ical_vevent *reading, icalproperty_kind kind,
    enum ical_name name, GArray *dates, GError **error)
{
	icalcomponent *component = reading->component;
	icalproperty *property =
	    icalcomponent_get_first_property(component, kind);

	reading->at = name;
	for (; property != NULL;
	     property = icalcomponent_get_next_property(component, kind)) {
		struct ical_time time = { 0 };

		if (dates->len == DATES_MAX)
			return data_refuse(error, "there are more than %d",
			    DATES_MAX);
		if (!read_time(reading, property, &time, error)) {
			ical_time_clear(&time);
			return FALSE;
		}
		g_array_append_val(dates, time);
	}
	return dates->len == reading->part->values[name] ||
	    refuse_unread(error);
}

/* Days by the wall, the rest by the clock (RFC 5545, 3.3.6). */
static void
add_to(struct ical_time *time, gint64 days, gint64 seconds)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GTimeZone) zone = time->timezone != NULL ?
	    timezone_find(time->timezone, NULL) :
	    g_time_zone_ref(utc);
	gint64 at = timezone_to_utc(utc, &time->local) + days * DAY_S;

	timezone_to_local(utc, at, &time->local);
	if (seconds == 0)
		return;
	at = timezone_to_utc(zone, &time->local) + seconds;
	timezone_to_local(zone, at, &time->local);
}

static gboolean
take_duration(struct ical_vevent *reading, icalproperty *property,
    GError **error)
{
	struct ical_event *event = reading->event;
	icalvalue *value = icalproperty_get_value(property);
	struct icaldurationtype duration;
	gint64 days, seconds;

	if (value == NULL || icalvalue_isa(value) != ICAL_DURATION_VALUE)
		return refuse_unread(error);
	duration = icalvalue_get_duration(value);
	days = (gint64)duration.weeks * 7 + duration.days;
	seconds = (gint64)duration.hours * 3600 +
	    (gint64)duration.minutes * 60 + duration.seconds;
	if (duration.is_neg || days > DURATION_MAX_S / DAY_S ||
	    seconds > DURATION_MAX_S || (event->start.all_day && seconds > 0))
		return data_refuse(error,
		    "this is no length of it; allowed is from nothing to ten "
		    "years, of dates in days or weeks");
	/* A day is the least that a date lasts. */
	add_to(&event->end,
	    event->start.all_day ? MAX(days, 1) : days, seconds);
	return TRUE;
}

/* In UTC, whatever the zones: two that float are as good as any. */
static gint64
rough_at(const struct ical_time *time)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	return ical_time_at(time, utc);
}

gboolean
ical_take_end(struct ical_vevent *reading, GError **error)
{
	struct ical_event *event = reading->event;
	icalproperty *duration = icalcomponent_get_first_property(
	    reading->component, ICAL_DURATION_PROPERTY);

	if (!ical_take_time(reading, ICAL_DTEND_PROPERTY, ICAL_NAME_DTEND,
		&event->end, error))
		return FALSE;
	if (!event->start.known)
		return TRUE;
	if (event->end.known) {
		if (event->end.all_day != event->start.all_day ||
		    rough_at(&event->end) < rough_at(&event->start))
			return data_refuse(error,
			    "it is before DTSTART, or one is a date and the "
			    "other a time; allowed is an end that comes later, "
			    "written as DTSTART is");
		if (event->end.all_day &&
		    rough_at(&event->end) == rough_at(&event->start))
			add_to(&event->end, 1, 0);
		return TRUE;
	}
	reading->at = ICAL_NAME_DURATION;
	event->end = event->start;
	event->end.timezone = g_strdup(event->start.timezone);
	if (duration != NULL)
		return take_duration(reading, duration, error);
	if (reading->part->seen[ICAL_NAME_DURATION] > 0)
		return refuse_unread(error);
	if (event->start.all_day)
		add_to(&event->end, 1, 0);
	return TRUE;
}
