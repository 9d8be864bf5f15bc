/*
 * ical.h - iCalendar from outside (RFC 5545), read into plain structs. libical
 * reads; nothing of it is seen above. No rule is iterated here.
 *
 * A file may be hostile: it has a ceiling, components and lines are counted
 * before libical sees them, and what is not taken is told by line.
 */
#ifndef BASE_ICAL_H
#define BASE_ICAL_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/timezone.h"

#define ICAL_FILE_MAX_BYTES (16 * 1024 * 1024)
#define ICAL_EVENTS_MAX 100000

/* A DTSTART and the like. */
struct ical_time {
	gboolean known;
	gboolean all_day;    /* a date: hour, minute, second are 0 */
	struct local_time local; /* as it is written */
	/* Of the local time: TZID as an IANA name, "UTC", or NULL: floating,
	 * it is the local time of whoever looks. */
	char *timezone;
};
/* UTC of it; floating times and dates are read in the zone `floating`. */
gint64 ical_time_at(const struct ical_time *time, GTimeZone *floating);

struct ical_person {
	char *email; /* of mailto:, or EMAIL=; or NULL */
	char *phone; /* of tel:, or NULL */
	char *name;  /* CN, or NULL */
	gboolean declined;
	/* A room, a resource, a group, or who is only informed. */
	gboolean takes_no_part;
};

/* A VEVENT. */
struct ical_event {
	guint line; /* on which it begins, from 1 */
	char *uid;  /* NULL: it has none */
	char *summary, *location, *status; /* status in capitals; or NULL */
	gint64 sequence;
	/* end: DTEND (of dates the day after the last), or start + DURATION, or
	 * as RFC 5545, 3.6.1 says: the same moment, or the day after. Never
	 * before the start. A CANCEL may come without both. */
	struct ical_time start, end;
	struct ical_time recurrence_id; /* which one of a series it changes */
	char *organizer;	 /* its e-mail address, or NULL */
	GPtrArray *attendees;	 /* struct ical_person */
	char *rrule;		 /* as written, or NULL */
	GArray *rdates, *exdates; /* struct ical_time */
	/* X- properties and CATEGORIES: name in lower case -> value. */
	GHashTable *extra;
};

struct ical_file {
	char *method;	   /* "CANCEL", in capitals; or NULL */
	GPtrArray *events; /* struct ical_event */
};
void ical_file_free(struct ical_file *file);
AUTOPTR_DEFINE(ical_file, ical_file_free)

/*
 * NULL with DRIPSCORE_ERROR_DATA if it is no iCalendar file at all, or passes a
 * ceiling. What of it cannot be taken is left out, and appended to `mistakes`
 * (char *): "line 12: ...".
 */
struct ical_file *ical_read(const char *text, gsize n, GPtrArray *mistakes,
    GError **error);

#endif
