/*
 * reason_kind.h - what the reasons of many invitations have in common, so that
 * they can be counted. Called by the plan and by `dripscore status`.
 */
#ifndef CLI_REASON_KIND_H
#define CLI_REASON_KIND_H

#include <glib.h>

/* The reason without dates, values of attributes and time zones; owned. NULL
 * is a kind too. */
char *reason_kind(const char *reason);
/* A limit on how many leave: what waits for it is many at once. */
gboolean reason_kind_is_cap(const char *kind);

#endif
