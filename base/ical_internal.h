/*
 * ical_internal.h - what the files of base/ical*.c share: lines, components as
 * they are handed to libical, time zones.
 */
#ifndef BASE_ICAL_INTERNAL_H
#define BASE_ICAL_INTERNAL_H

#include "base/ical.h"

/* A line of a property that is read. */
#define ICAL_LINE_MAX_BYTES (16 * 1024)
/* What is read of a VEVENT. */
#define ICAL_EVENT_MAX_BYTES (256 * 1024)
#define ICAL_EVENT_MAX_LINES 2000

/* Content lines of RFC 5545, 3.1, unfolded one by one. */
struct ical_lines {
	const char *at, *end;
	guint next_number;
	guint number; /* of the line at hand, from 1: where it begins */
	GString *line;
	gboolean cut; /* it passed ICAL_LINE_MAX_BYTES */
};
void ical_lines_begin(struct ical_lines *lines, const char *text, gsize n);
void ical_lines_clear(struct ical_lines *lines);
/* FALSE: there is none any more. Empty lines are passed over. */
gboolean ical_lines_next(struct ical_lines *lines);
/* Its name in capitals; owned. */
char *ical_line_name(const struct ical_lines *lines);
/* Behind the first colon that is in no quotes, or "". */
const char *ical_line_value(const struct ical_lines *lines);
/* Whether it is "BEGIN:VEVENT" and such. */
gboolean ical_line_is(const struct ical_lines *lines, const char *name,
    const char *value);

/* Properties that are read; X- and the rest are not counted. */
enum ical_name {
	ICAL_NAME_ATTENDEE,
	ICAL_NAME_CATEGORIES,
	ICAL_NAME_DTEND,
	ICAL_NAME_DTSTART,
	ICAL_NAME_DURATION,
	ICAL_NAME_EXDATE,
	ICAL_NAME_LOCATION,
	ICAL_NAME_ORGANIZER,
	ICAL_NAME_RDATE,
	ICAL_NAME_RECURRENCE_ID,
	ICAL_NAME_RRULE,
	ICAL_NAME_SEQUENCE,
	ICAL_NAME_STATUS,
	ICAL_NAME_SUMMARY,
	ICAL_NAME_UID,
	ICAL_NAMES,
};

/* A VEVENT with those of its lines that are read. */
struct ical_part {
	guint line;
	GString *text; /* lines with CRLF, without BEGIN and END */
	guint n_lines;
	guint seen[ICAL_NAMES];	    /* how many lines of each */
	guint seen_on[ICAL_NAMES];  /* the last of them */
	guint values[ICAL_NAMES];   /* in all of them, by their commas */
	char *rrule;		    /* it goes to no parser from here */
	GError *error;		    /* it cannot be taken at all */
	guint error_line;
};
struct ical_part *ical_part_new(guint line);
void ical_part_free(gpointer part);
/* Takes the line if it is one that is read. */
void ical_part_take(struct ical_part *part, const struct ical_lines *lines,
    GPtrArray *mistakes);

/* Adds "line 12: ...". */
void ical_mistake(GPtrArray *mistakes, guint line, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* TZIDs of one file. */
struct ical_zones;
struct ical_zones *ical_zones_new(void);
void ical_zones_free(struct ical_zones *zones);
/* A VTIMEZONE says which zone its TZID is. */
void ical_zones_note(struct ical_zones *zones, const char *tzid,
    const char *location);
/* The IANA name, or NULL; borrowed. */
const char *ical_zones_find(struct ical_zones *zones, const char *tzid);

/* NULL with error set: the VEVENT cannot be taken; *line says where. */
struct ical_event *ical_event_read(const struct ical_part *part,
    struct ical_zones *zones, GPtrArray *mistakes, guint *line, GError **error);
void ical_event_free(gpointer event);
void ical_time_clear(gpointer time);

#endif
