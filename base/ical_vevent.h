/*
 * ical_vevent.h - a VEVENT while it is read, for the files that read parts of
 * it: ical_event.c, ical_time.c, ical_people.c.
 */
#ifndef BASE_ICAL_VEVENT_H
#define BASE_ICAL_VEVENT_H

#include <libical/ical.h>

#include "base/ical_internal.h"

struct ical_vevent {
	const struct ical_part *part;
	struct ical_zones *zones;
	GPtrArray *mistakes;
	icalcomponent *component;
	struct ical_event *event;
	enum ical_name at; /* what is being read, for its line */
};

/* The property's time, if it is there. FALSE with error set: it is ill. */
gboolean ical_take_time(struct ical_vevent *reading, icalproperty_kind kind,
    enum ical_name name, struct ical_time *time, GError **error);
/* After the start. */
gboolean ical_take_end(struct ical_vevent *reading, GError **error);
gboolean ical_take_dates(struct ical_vevent *reading, icalproperty_kind kind,
    enum ical_name name, GArray *dates, GError **error);

/* What of them cannot be read is a mistake. FALSE: there are too many. */
gboolean ical_take_people(struct ical_vevent *reading, GError **error);
void ical_person_free(gpointer person);

#endif
