/*
 * attributes.h - what is kept with an event or a contact: a JSON object of
 * names and values. Which of the two a name is about, and what becomes of what
 * was known of a contact as more is said. Pure.
 *
 * Called by scheduler/, store/journeys/events.c and condition_fact.c.
 */
#ifndef BASE_ATTRIBUTES_H
#define BASE_ATTRIBUTES_H

#include <glib.h>
#include <jansson.h>

/* Of an event, and of a contact. */
#define ATTRIBUTES_MAX_BYTES (64 * 1024)

/* Owned; what is no object, or NULL, has none. */
json_t *attributes_object(const char *attributes);

/* "plan" of "contact.plan"; NULL: it is about the event. Borrowed of name. */
const char *attributes_contact_name(const char *name);

/* Of a contact: it has a field of its own ("email"), and is no attribute. */
gboolean attributes_is_field(const char *contact_name);

/*
 * JSON, owned: what is newly said replaces what is known by the same name, and
 * leaves the others as they were. NULL, or what is no object, says nothing.
 * If it would pass ATTRIBUTES_MAX_BYTES, what has been known for longest is
 * forgotten until it doesn't; what is newly said is kept.
 */
char *attributes_merge(const char *known, const char *said);

#endif
