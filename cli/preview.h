/*
 * preview.h - what is shown of messages that nobody is sent: between preview.c,
 * which reads the command, preview_sms.c, which shows texts, digest.c and
 * test_send.c.
 */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "cli/app.h"

/* Its text with the subject above it, or its HTML, on standard output. */
void preview_mail(const struct rendered *rendered, gboolean html);

/* Something that could have happened to a customer; owned. */
struct event *preview_event(const struct touchpoint *touchpoint,
    const char *name, const char *language);
/* After app_load: the touchpoint of that name, and what its messages are
 * composed by. What fails is told; the exit code. */
int preview_touchpoint(struct app *app, const char *name,
    const struct touchpoint **touchpoint);

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
