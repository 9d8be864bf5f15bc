/*
 * import_ical_entry.h - facts of one entry of a calendar, for import_ical.c.
 */
#ifndef SCHEDULER_IMPORT_ICAL_ENTRY_H
#define SCHEDULER_IMPORT_ICAL_ENTRY_H

#include "base/ical.h"
#include "base/model.h"

/*
 * As import_ical.h says; a UID that is too long for a reference is cut, with a
 * digest behind it. Owned. The entry has a UID, the contact an address.
 */
char *import_ical_reference(const struct ical_event *entry,
    const struct contact *contact, GTimeZone *zone);

/*
 * Summary, location, status, categories, and X- properties without "x-", into
 * JSON without its end: see event_text_attribute.
 */
gboolean import_ical_attributes(GString *json, const struct ical_event *entry,
    GError **error);

#endif
