/*
 * ical_event.c - one VEVENT, by libical, into a struct ical_event. Iterates no
 * rule. Called by ical.c, which has looked over the lines before.
 *
 * libical takes months of 13 and hours of 25, and reads the value of a property
 * whatever its type; so types and ranges are judged here.
 */
#include <libical/ical.h>
#include <string.h>

#include "base/errors.h"
#include "base/ical_internal.h"
#include "base/text.h"

#define DURATION_MAX_S (10 * 366 * 24 * 60 * (gint64)60)
#define FIRST_YEAR 1600
#define LAST_YEAR 8000 /* an end is later, and a year has four digits */
#define DAY_S (24 * 60 * 60)
#define ATTENDEES_MAX 1000
#define DATES_MAX 5000 /* in RDATE and in EXDATE */

struct event_reading {
	const struct ical_part *part;
	struct ical_zones *zones;
	GPtrArray *mistakes;
	icalcomponent *component;
	struct ical_event *event;
	enum ical_name at; /* what is being read */
};

static void
person_free(gpointer data)
{
	struct ical_person *person = data;

	g_free(person->email);
	g_free(person->phone);
	g_free(person->name);
	g_free(person);
}

void
ical_time_clear(gpointer time)
{
	g_free(((struct ical_time *)time)->timezone);
}

void
ical_event_free(gpointer data)
{
	struct ical_event *event = data;

	if (event == NULL)
		return;
	g_free(event->uid);
	g_free(event->summary);
	g_free(event->location);
	g_free(event->status);
	g_free(event->organizer);
	g_free(event->rrule);
	ical_time_clear(&event->start);
	ical_time_clear(&event->end);
	ical_time_clear(&event->recurrence_id);
	g_ptr_array_unref(event->attendees);
	g_array_unref(event->rdates);
	g_array_unref(event->exdates);
	g_hash_table_unref(event->extra);
	g_free(event);
}

static GArray *
new_dates(void)
{
	GArray *dates = g_array_new(FALSE, TRUE, sizeof(struct ical_time));

	g_array_set_clear_func(dates, ical_time_clear);
	return dates;
}

static struct ical_event *
new_event(const struct ical_part *part)
{
	struct ical_event *event = g_new0(struct ical_event, 1);

	event->line = part->line;
	event->rrule = g_strdup(part->rrule);
	event->attendees = g_ptr_array_new_with_free_func(person_free);
	event->rdates = new_dates();
	event->exdates = new_dates();
	event->extra = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	return event;
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
take_zone(struct event_reading *reading, icalproperty *property,
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
take_time(struct event_reading *reading, icalproperty *property,
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

static gboolean
take_first_time(struct event_reading *reading, icalproperty_kind kind,
    enum ical_name name, struct ical_time *time, GError **error)
{
	icalproperty *property =
	    icalcomponent_get_first_property(reading->component, kind);

	reading->at = name;
	if (property != NULL)
		return take_time(reading, property, time, error);
	return reading->part->seen[name] == 0 || refuse_unread(error);
}

/* libical leaves out what it cannot read, and says so in a property. */
static gboolean
take_dates(struct event_reading *reading, icalproperty_kind kind,
    enum ical_name name, GArray *dates, GError **error)
{
	icalcomponent *component = reading->component;
	icalproperty *property =
	    icalcomponent_get_first_property(component, kind);

	reading->at = name;
	if (reading->part->seen[name] > 0 &&
	    icalcomponent_get_first_property(component,
		ICAL_XLICERROR_PROPERTY) != NULL)
		return refuse_unread(error);
	property = icalcomponent_get_first_property(component, kind);
	for (; property != NULL;
	     property = icalcomponent_get_next_property(component, kind)) {
		struct ical_time time = { 0 };

		if (dates->len == DATES_MAX)
			return data_refuse(error, "there are more than %d",
			    DATES_MAX);
		if (!take_time(reading, property, &time, error)) {
			ical_time_clear(&time);
			return FALSE;
		}
		g_array_append_val(dates, time);
	}
	return TRUE;
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
take_duration(struct event_reading *reading, icalproperty *property,
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

static gboolean
take_end(struct event_reading *reading, GError **error)
{
	struct ical_event *event = reading->event;
	icalproperty *duration = icalcomponent_get_first_property(
	    reading->component, ICAL_DURATION_PROPERTY);

	if (!take_first_time(reading, ICAL_DTEND_PROPERTY, ICAL_NAME_DTEND,
		&event->end, error))
		return FALSE;
	if (!event->start.known)
		return TRUE;
	if (event->end.known) {
		if (event->end.all_day != event->start.all_day ||
		    rough_at(&event->end) < rough_at(&event->start))
			return data_refuse(error,
			    "it is no end of what begins at DTSTART; allowed "
			    "is what is as late or later, and as that a date "
			    "or a time");
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

/* "mailto:ada@example.com?subject=..." without what is not the address. */
static void
take_address(const char *uri, char **email, char **phone)
{
	static const char mailto[] = "mailto:", tel[] = "tel:";
	g_autofree char *address = NULL;

	if (g_ascii_strncasecmp(uri, tel, strlen(tel)) == 0) {
		uri += strlen(tel);
		*phone = g_strndup(uri, strcspn(uri, ";?"));
		return;
	}
	if (g_ascii_strncasecmp(uri, mailto, strlen(mailto)) == 0)
		uri += strlen(mailto);
	else if (strchr(uri, ':') != NULL)
		return;
	address = g_strndup(uri, strcspn(uri, "?"));
	g_strstrip(address);
	*email = g_uri_unescape_string(address, NULL);
	if (*email != NULL &&
	    (strchr(*email, '@') == NULL || !g_utf8_validate(*email, -1, NULL)))
		g_clear_pointer(email, g_free);
}

static const char *
uri_of(icalproperty *property)
{
	icalvalue *value = icalproperty_get_value(property);

	return value != NULL && icalvalue_isa(value) == ICAL_CALADDRESS_VALUE ?
	    icalvalue_get_caladdress(value) :
	    NULL;
}

static icalparameter *
parameter_of(icalproperty *property, icalparameter_kind kind)
{
	return icalproperty_get_first_parameter(property, kind);
}

static void
take_role(struct ical_person *person, icalproperty *property)
{
	icalparameter *status = parameter_of(property, ICAL_PARTSTAT_PARAMETER);
	icalparameter *role = parameter_of(property, ICAL_ROLE_PARAMETER);
	icalparameter *type = parameter_of(property, ICAL_CUTYPE_PARAMETER);
	icalparameter_cutype cutype = type != NULL ?
	    icalparameter_get_cutype(type) :
	    ICAL_CUTYPE_INDIVIDUAL;

	person->declined = status != NULL &&
	    icalparameter_get_partstat(status) == ICAL_PARTSTAT_DECLINED;
	person->takes_no_part = cutype == ICAL_CUTYPE_GROUP ||
	    cutype == ICAL_CUTYPE_RESOURCE || cutype == ICAL_CUTYPE_ROOM ||
	    (role != NULL &&
		icalparameter_get_role(role) == ICAL_ROLE_NONPARTICIPANT);
}

static struct ical_person *
person_of(icalproperty *property)
{
	icalparameter *name = parameter_of(property, ICAL_CN_PARAMETER);
	icalparameter *mail = parameter_of(property, ICAL_EMAIL_PARAMETER);
	const char *uri = uri_of(property);
	struct ical_person *person;

	if (uri == NULL)
		return NULL;
	person = g_new0(struct ical_person, 1);
	take_address(uri, &person->email, &person->phone);
	if (person->email == NULL && mail != NULL &&
	    icalparameter_get_email(mail) != NULL)
		take_address(icalparameter_get_email(mail), &person->email,
		    &person->phone);
	if (name != NULL)
		person->name = g_strdup(icalparameter_get_cn(name));
	take_role(person, property);
	return person;
}

static gboolean
take_people(struct event_reading *reading, GError **error)
{
	struct ical_event *event = reading->event;
	icalproperty *property = icalcomponent_get_first_property(
	    reading->component, ICAL_ORGANIZER_PROPERTY);
	const char *uri = property != NULL ? uri_of(property) : NULL;
	g_autofree char *phone = NULL;

	if (uri != NULL)
		take_address(uri, &event->organizer, &phone);
	reading->at = ICAL_NAME_ATTENDEE;
	if (reading->part->seen[ICAL_NAME_ATTENDEE] > ATTENDEES_MAX)
		return data_refuse(error, "there are more than %d",
		    ATTENDEES_MAX);
	property = icalcomponent_get_first_property(reading->component,
	    ICAL_ATTENDEE_PROPERTY);
	for (; property != NULL;
	     property = icalcomponent_get_next_property(reading->component,
		 ICAL_ATTENDEE_PROPERTY)) {
		struct ical_person *person = person_of(property);

		if (person != NULL)
			g_ptr_array_add(event->attendees, person);
	}
	if (event->attendees->len < reading->part->seen[ICAL_NAME_ATTENDEE])
		ical_mistake(reading->mistakes,
		    reading->part->seen_on[ICAL_NAME_ATTENDEE],
		    "ATTENDEE: one cannot be read; it is left out");
	return TRUE;
}

/* Of a property that is text; NULL: it is not there, or something else. */
static const char *
text_of(icalproperty *property)
{
	icalvalue *value = property != NULL ? icalproperty_get_value(property) :
					      NULL;
	icalvalue_kind kind = value != NULL ? icalvalue_isa(value) :
					      ICAL_NO_VALUE;

	return kind == ICAL_TEXT_VALUE ? icalvalue_get_text(value) :
	    kind == ICAL_X_VALUE       ? icalvalue_get_x(value) :
					 NULL;
}

static char *
dup_text(const struct event_reading *reading, icalproperty_kind kind)
{
	const char *text = text_of(
	    icalcomponent_get_first_property(reading->component, kind));

	return text != NULL && *text != '\0' ? g_strdup(text) : NULL;
}

static void
take_extra(struct event_reading *reading, icalproperty *property,
    const char *name)
{
	const char *value = text_of(property);
	GHashTable *extra = reading->event->extra;
	g_autofree char *key = NULL;
	const char *former;

	if (name == NULL || value == NULL || *value == '\0')
		return;
	key = g_ascii_strdown(name, -1);
	former = g_hash_table_lookup(extra, key);
	/* Joined without end it would grow with the square of their number. */
	if (former == NULL || strlen(former) < ICAL_LINE_MAX_BYTES) {
		char *whole = former == NULL ?
		    g_strdup(value) :
		    g_strconcat(former, ", ", value, NULL);

		g_hash_table_insert(extra, g_steal_pointer(&key), whole);
	}
}

static void
take_texts(struct event_reading *reading)
{
	struct ical_event *event = reading->event;
	icalcomponent *component = reading->component;
	icalproperty *each = icalcomponent_get_first_property(component,
	    ICAL_ANY_PROPERTY);
	icalproperty *status = icalcomponent_get_first_property(component,
	    ICAL_STATUS_PROPERTY);
	icalproperty *sequence = icalcomponent_get_first_property(component,
	    ICAL_SEQUENCE_PROPERTY);

	event->uid = dup_text(reading, ICAL_UID_PROPERTY);
	event->summary = dup_text(reading, ICAL_SUMMARY_PROPERTY);
	event->location = dup_text(reading, ICAL_LOCATION_PROPERTY);
	if (status != NULL) {
		g_autofree char *word =
		    icalproperty_get_value_as_string_r(status);

		event->status = word != NULL ? g_ascii_strup(word, -1) : NULL;
	}
	if (sequence != NULL && icalproperty_get_value(sequence) != NULL &&
	    icalvalue_isa(icalproperty_get_value(sequence)) ==
		ICAL_INTEGER_VALUE)
		event->sequence = icalproperty_get_sequence(sequence);
	for (; each != NULL; each = icalcomponent_get_next_property(component,
				 ICAL_ANY_PROPERTY)) {
		if (icalproperty_isa(each) == ICAL_X_PROPERTY)
			take_extra(reading, each,
			    icalproperty_get_x_name(each));
		else if (icalproperty_isa(each) == ICAL_CATEGORIES_PROPERTY)
			take_extra(reading, each, "categories");
	}
}

static gboolean
take_all(struct event_reading *reading, GError **error)
{
	struct ical_event *event = reading->event;

	take_texts(reading);
	return take_first_time(reading, ICAL_DTSTART_PROPERTY,
		   ICAL_NAME_DTSTART, &event->start, error) &&
	    take_end(reading, error) &&
	    take_first_time(reading, ICAL_RECURRENCEID_PROPERTY,
		ICAL_NAME_RECURRENCE_ID, &event->recurrence_id, error) &&
	    take_dates(reading, ICAL_RDATE_PROPERTY, ICAL_NAME_RDATE,
		event->rdates, error) &&
	    take_dates(reading, ICAL_EXDATE_PROPERTY, ICAL_NAME_EXDATE,
		event->exdates, error) &&
	    take_people(reading, error);
}

struct ical_event *
ical_event_read(const struct ical_part *part, struct ical_zones *zones,
    GPtrArray *mistakes, guint *line, GError **error)
{
	static const char *const names[ICAL_NAMES] = {
		[ICAL_NAME_ATTENDEE] = "ATTENDEE",
		[ICAL_NAME_DTEND] = "DTEND",
		[ICAL_NAME_DTSTART] = "DTSTART",
		[ICAL_NAME_DURATION] = "DURATION",
		[ICAL_NAME_EXDATE] = "EXDATE",
		[ICAL_NAME_RDATE] = "RDATE",
		[ICAL_NAME_RECURRENCE_ID] = "RECURRENCE-ID",
	};
	struct event_reading reading = { .part = part,
		.zones = zones,
		.mistakes = mistakes,
		.event = new_event(part) };
	g_autofree char *text = g_strconcat("BEGIN:VEVENT\r\n",
	    part->text->str, "END:VEVENT\r\n", NULL);

	*line = part->line;
	icalerror_set_errors_are_fatal(0);
	reading.component = icalparser_parse_string(text);
	icalerror_clear_errno();
	if (reading.component == NULL ||
	    icalcomponent_isa(reading.component) != ICAL_VEVENT_COMPONENT) {
		data_refuse(error, "the VEVENT cannot be read");
	} else if (!take_all(&reading, error)) {
		*line = part->seen_on[reading.at];
		g_prefix_error(error, "%s: ", names[reading.at]);
	} else {
		icalcomponent_free(reading.component);
		return reading.event;
	}
	g_clear_pointer(&reading.component, icalcomponent_free);
	ical_event_free(reading.event);
	return NULL;
}
