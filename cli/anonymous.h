/*
 * anonymous.h - that a touchpoint is anonymous is written down in the store
 * before anybody is asked there, and holds for ever.
 *
 * Called wherever replies are read or mails leave: `dripscore run`, `deliver`;
 * and, only told, by those who show answers.
 */
#ifndef CLI_ANONYMOUS_H
#define CLI_ANONYMOUS_H

#include "cli/app.h"

/*
 * After app_open. What was anonymous once is so in the settings too, whatever
 * the file says now. FALSE with error set if the store fails.
 */
gboolean anonymous_keep(struct app *app, GError **error);

/* The same without writing. */
gboolean anonymous_learn(struct app *app, GError **error);

/* Appends a note for each anonymous touchpoint whose template doesn't say so:
 * char *. After app_compose. */
void anonymous_notes(const struct app *app, GPtrArray *notes);

#endif
