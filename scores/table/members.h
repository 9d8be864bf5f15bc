/*
 * members.h - the members of JSON that scores are told in: what is not known is
 * null. Called by report_data.c and overview_rows.c.
 */
#ifndef SCORES_MEMBERS_H
#define SCORES_MEMBERS_H

#include <glib.h>
#include <jansson.h>

void member_text(json_t *object, const char *name, const char *text);
void member_count(json_t *object, const char *name, gint64 count);
void member_number(json_t *object, const char *name, gboolean known,
    double number);

#endif
