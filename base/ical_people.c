/*
 * ical_people.c - who takes part in a VEVENT, and who holds it. Judges no
 * address. Called by ical_event.c.
 */
#include <string.h>

#include "base/errors.h"
#include "base/ical_vevent.h"

#define ATTENDEES_MAX 1000

void
ical_person_free(gpointer data)
{
	struct ical_person *person = data;

	g_free(person->email);
	g_free(person->phone);
	g_free(person->name);
	g_free(person);
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

gboolean
ical_take_people(struct ical_vevent *reading, GError **error)
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
