/*
 * rush.h - surveys that would ask everybody at one moment.
 */
#ifndef CLI_RUSH_H
#define CLI_RUSH_H

#include "base/settings.h"

/* What is no mistake of the configuration, but should be known (char *). */
void rush_notes(const struct settings *settings, GPtrArray *notes);

#endif
