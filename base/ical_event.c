/*
 * ical_event.c - one VEVENT, by libical, into a struct ical_event: its texts
 * here, its times in ical_time.c, its people in ical_people.c. Called by
 * ical.c, which has looked over the lines before.
 */
#include <libical/ical.h>

#include "base/errors.h"
#include "base/ical_vevent.h"

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
	event->attendees = g_ptr_array_new_with_free_func(
	    ical_person_free);
	event->rdates = new_dates();
	event->exdates = new_dates();
	event->extra = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	return event;
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
dup_text(const struct ical_vevent *reading, icalproperty_kind kind)
{
	const char *text = text_of(
	    icalcomponent_get_first_property(reading->component, kind));

	return text != NULL && *text != '\0' ? g_strdup(text) : NULL;
}

static void
take_extra(struct ical_vevent *reading, icalproperty *property,
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
take_texts(struct ical_vevent *reading)
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
take_all(struct ical_vevent *reading, GError **error)
{
	struct ical_event *event = reading->event;

	take_texts(reading);
	return ical_take_time(reading, ICAL_DTSTART_PROPERTY,
		   ICAL_NAME_DTSTART, &event->start, error) &&
	    ical_take_end(reading, error) &&
	    ical_take_time(reading, ICAL_RECURRENCEID_PROPERTY,
		ICAL_NAME_RECURRENCE_ID, &event->recurrence_id, error) &&
	    ical_take_dates(reading, ICAL_RDATE_PROPERTY, ICAL_NAME_RDATE,
		event->rdates, error) &&
	    ical_take_dates(reading, ICAL_EXDATE_PROPERTY, ICAL_NAME_EXDATE,
		event->exdates, error) &&
	    ical_take_people(reading, error);
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
	struct ical_vevent reading = { .part = part,
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
