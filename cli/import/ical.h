/*
 * ical.h - a calendar (iCalendar) handed over as events.
 */
#ifndef CLI_IMPORT_ICAL_H
#define CLI_IMPORT_ICAL_H

#include "cli/import/file.h"
#include "scheduler/import_ical.h"

/* By its name or, where it can be looked into, by how it begins. */
gboolean import_is_calendar(const char *path);

/* As import_events of a file that is a calendar. */
int import_calendar(struct app *app, const struct import_words *words);

/* What a [feed NAME] says, or with NULL what is without. All borrowed. */
struct import_ical_options import_ical_options_of(
    const struct settings *settings, const struct config_section *feed,
    gint64 now_at);

#endif
