/*
 * import.h - from rows of a file, or words of a command line, to events.
 *
 * Reads no file and stores nothing: cli/ does.
 */
#ifndef SCHEDULER_IMPORT_H
#define SCHEDULER_IMPORT_H

#include "base/autoptr.h"
#include "base/config.h"
#include "base/csv.h"
#include "base/model.h"

/* One file being read. */
struct import;

struct import_options {
	const struct config_section *map; /* [import NAME]; NULL: columns by
					   * the names of the fields */
	const char *source;		  /* of the events; NULL: none */
	GTimeZone *zone;		  /* of times without an offset */
	const char *country; /* of numbers without a country code; or NULL */
};

/*
 * Of the header of a file. NULL with mistakes appended (char *) if the columns
 * that are needed, or that the map names, aren't there, or if the map is
 * wrong. All in the options is borrowed as long as the import lives.
 *
 * Without a map the columns are type, reference, occurred_at (or at), email,
 * phone, name, language and timezone, and all others become attributes: of the
 * contact, if their names begin with "contact.", else of the event.
 */
struct import *import_new(const struct import_options *options,
    const struct csv_row *header, GPtrArray *mistakes);
void import_free(struct import *import);
AUTOPTR_DEFINE(import, import_free)

enum import_outcome {
	IMPORT_EVENT,	 /* *event is owned by the caller */
	IMPORT_LEFT_OUT, /* the map turned its type into "-" */
	IMPORT_WRONG,	 /* error says in which column what is wrong */
};

/* The error names no person: see event_text.h. */
enum import_outcome import_row(struct import *import, const struct csv_row *row,
    struct event **event, GError **error);

/* What of a map can be checked without a file: for `dripscore check`. */
void import_check_map(const struct config_section *map, GPtrArray *mistakes);

/* One event in words; NULL: not said. All borrowed. */
struct import_fields {
	const char *type, *reference;
	const char *at; /* NULL: now */
	const char *email, *phone, *name, *language, *timezone;
	/* "KEY=VALUE" or "contact.KEY=VALUE", NULL ends them; or NULL */
	const char *const *attributes;
};

/* NULL with DRIPSCORE_ERROR_DATA. Of the options the map is not looked at. */
struct event *import_event(const struct import_fields *fields,
    const struct import_options *options, gint64 now_at, GError **error);

#endif
