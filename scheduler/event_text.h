/*
 * event_text.h - the fields of an event as people and other programs write
 * them, checked and put into it.
 *
 * Called by import.c, for rows of a file and for `dripscore event`.
 */
#ifndef SCHEDULER_EVENT_TEXT_H
#define SCHEDULER_EVENT_TEXT_H

#include "base/attributes.h"
#include "base/autoptr.h"
#include "base/model.h"

enum event_field {
	EVENT_TYPE,
	EVENT_REFERENCE,
	EVENT_AT,
	EVENT_EMAIL,
	EVENT_PHONE,
	EVENT_NAME,
	EVENT_LANGUAGE,
	EVENT_TIMEZONE,
	EVENT_FIELDS,
};

/* Also the names of the keys in an [import NAME] section, and of columns. */
extern const char *const event_field_names[EVENT_FIELDS + 1];

#define EVENT_TYPE_MAX_BYTES 64
#define EVENT_SOURCE_MAX_BYTES 64
#define EVENT_REFERENCE_MAX_BYTES 200
#define EVENT_NAME_MAX_BYTES 200
#define EVENT_ATTRIBUTES_MAX_BYTES ATTRIBUTES_MAX_BYTES

/* How texts are read: one for many events. */
struct event_text;

/*
 * zone: of times without an offset. country: of telephone numbers without a
 * country code, "FI"; NULL: there may be none such. Both borrowed. at_format:
 * the letters of strptime(3), month names in English; NULL: ISO 8601.
 */
struct event_text *event_text_new(GTimeZone *zone, const char *country,
    const char *at_format);
void event_text_free(struct event_text *text);
AUTOPTR_DEFINE(event_text, event_text_free)

/* FALSE with error set if times can't be told by it. */
gboolean event_text_check_format(const char *at_format, GError **error);

/* FALSE with error set if it cannot be one; NULL and "" can. EVENT_SOURCE_OURS
 * is for events of our own making. */
gboolean event_text_check_source(const char *source, GError **error);

/* An event with nothing in it yet. source may be NULL. */
struct event *event_text_begin(const char *source);

/*
 * Of a value without blanks around it; "" is nothing, and changes nothing.
 * FALSE with DRIPSCORE_ERROR_DATA, which does not name the field, and does not
 * repeat the name, the address or the number of a person.
 */
gboolean event_text_set(struct event_text *text, struct event *event,
    enum event_field field, const char *value, GError **error);

/* An event needs a type, a reference, a time, and an address or a number. */
gboolean event_text_complete(const struct event *event, GError **error);

/*
 * Adds `"name": value` to a JSON object that is being written, "" at first. A
 * plain decimal number of up to 15 digits becomes a number, digit by digit as
 * it stands; all else is a string. Line ends and tabs are the only control
 * characters that are allowed in it.
 */
gboolean event_text_attribute(GString *json, const char *name,
    const char *value, GError **error);
/* Closes the object and puts it into the event. */
void event_text_attributes_end(GString *json, struct event *event);
/* So for its contact: of whom nothing was said, it has none. */
void event_text_contact_end(GString *json, struct event *event);

#endif
