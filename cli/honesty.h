/*
 * honesty.h - what in a configuration and in the admin's own templates spoils
 * the score: words that beg or bribe, and touchpoints that leave out the
 * unhappy. Called by check.c.
 */
#ifndef CLI_HONESTY_H
#define CLI_HONESTY_H

#include "base/settings.h"

/* char *, "file:line: [section] key: ..." each; owned by the array. */
GPtrArray *honesty_warnings(const struct settings *settings);

#endif
