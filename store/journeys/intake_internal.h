/*
 * intake_internal.h - what intake.c and judged.c share. Nobody else includes
 * it.
 */
#ifndef STORE_INTAKE_INTERNAL_H
#define STORE_INTAKE_INTERNAL_H

#include "store/internal.h"

/* As store_due_events, but without their companions. */
GPtrArray *intake_due(struct db *db, gint64 now_at, guint limit,
    GError **error);
/* Inside a transaction. What follows from an event that waits no more. */
gboolean intake_put(struct db *db, const struct intake *intake, gint64 now_at,
    GError **error);

#endif
