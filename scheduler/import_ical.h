/*
 * import_ical.h - from the entries of a calendar to events: one for each who
 * takes part. Pure.
 */
#ifndef SCHEDULER_IMPORT_ICAL_H
#define SCHEDULER_IMPORT_ICAL_H

#include "base/ical.h"
#include "base/model.h"

#define IMPORT_ICAL_TYPE "appointment"
#define IMPORT_ICAL_CANCELLED "cancellation"

enum import_ical_at {
	IMPORT_ICAL_AT_START,
	IMPORT_ICAL_AT_END,
	IMPORT_ICAL_AT_SEEN, /* when it first came in */
};
/* "start", "end", "seen"; FALSE if the word is none. */
gboolean import_ical_at_from_name(const char *name, enum import_ical_at *at);

/* All borrowed. */
struct import_ical_options {
	const char *source;    /* of the events; NULL: none */
	const char *type;      /* of the events */
	const char *cancelled; /* of those that say that one is off */
	enum import_ical_at at;
	GTimeZone *zone;     /* of dates, and of times without one */
	const char *country; /* of numbers without a country code; or NULL */
	gint64 now_at;	     /* when it came in */
};

struct import_ical {
	GPtrArray *events; /* struct event */
	/* References that stand in the file, in events or in what was not
	 * taken. */
	GHashTable *references;
	guint left_out; /* entries nobody takes part in */
	guint wrong;	/* entries and people that are mistakes */
};
void import_ical_free(struct import_ical *import);
AUTOPTR_DEFINE(import_ical, import_ical_free)

/* FALSE with error set: with these words no event can be made. */
gboolean import_ical_check(const struct import_ical_options *options,
    GError **error);

/*
 * The reference is UID/ATTENDEE, or UID/RECURRENCE-ID/ATTENDEE, where ATTENDEE
 * is a digest of the address: so who is added to an entry changes nobody else's
 * event. Of entries with the same reference the one with the highest SEQUENCE
 * counts, of several the last. Whoever holds an entry is not asked for it, nor
 * are rooms. An entry, or one's part in it, that is called off is an event of
 * the type `cancelled`, now. Series with people in them are mistakes.
 * `mistakes` (char *): "line 12: ...", without a person's name or address.
 */
struct import_ical *import_ical_read(const struct ical_file *file,
    const struct import_ical_options *options, GPtrArray *mistakes);

/* That it is off: a companion of an event that was made before. Owned. */
struct event *import_ical_cancel(const struct event *event,
    const char *cancelled, gint64 now_at);

#endif
