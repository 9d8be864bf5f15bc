/*
 * preview.h - between preview.c, which reads the command, and preview_sms.c,
 * which shows texts. Both return the exit code.
 */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "cli/app.h"

/* All texts of a touchpoint to this person, each with what it costs. */
int preview_texts(const struct app *app, const struct touchpoint *touchpoint,
    const struct event *event, gboolean json);

/*
 * What any text costs. There need be no configuration; a price that stands in
 * one is used, whatever else is wrong with it.
 */
int preview_text(struct app *app, const char *text, gboolean json);

#endif
