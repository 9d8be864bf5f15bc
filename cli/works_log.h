/*
 * works_log.h - what the log says of what the stages did. For works.c alone.
 */
#ifndef CLI_WORKS_LOG_H
#define CLI_WORKS_LOG_H

#include "replies/take.h"
#include "scheduler/drip.h"

/* The hooks of drip and taker, as they are; `user` is not looked at. */
void works_log_ended(const struct drip_report *report, gpointer user);
void works_log_taken(gint64 reply_id, enum reply_kind kind,
    gint64 invitation_id, const char *note, gpointer user);
void works_log_held_up(const char *why, gpointer user);

#endif
