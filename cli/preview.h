/*
 * preview.h - what is shown of messages that nobody is sent: between preview.c,
 * which reads the command, digest.c, and preview_sms.c, which shows texts.
 */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "cli/app.h"

/* Its text with the subject above it, or its HTML, on standard output. */
void preview_mail(const struct rendered *rendered, gboolean html);

/* Something that could have happened to a customer; owned. */
struct event *preview_event(const struct touchpoint *touchpoint,
    const char *name, const char *language);
/* Says that there is none of that name; the exit code. */
int preview_no_touchpoint(const struct app *app, const char *name);

/*
 * All texts of a touchpoint to this person, each with what it costs; the exit
 * code, as of preview_text.
 */
int preview_texts(const struct app *app, const struct touchpoint *touchpoint,
    const struct event *event, gboolean json);

/*
 * What any text costs. There need be no configuration; a price that stands in
 * one is used, whatever else is wrong with it.
 */
int preview_text(struct app *app, const char *text, gboolean json);

#endif
