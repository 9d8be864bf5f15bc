/*
 * days.h - which days a command is about, from its options --period, --since
 * and --until. Called by score.c and report.c.
 */
#ifndef CLI_DAYS_H
#define CLI_DAYS_H

#include "cli/app.h"
#include "scores/figures/period.h"

/* Options as they were given, each NULL if it was not. */
struct days {
	const char *period, *since, *until;
};

/* FALSE with DRIPSCORE_ERROR_USAGE: what was found, what is allowed. Without
 * any option all days. */
gboolean days_read(const struct app *app, const struct days *days,
    struct period *period, GError **error);

/* The day it is now, as the organisation counts. */
gint32 days_today(const struct app *app);

#endif
