/*
 * bounce_named.h - whom a report without fields names as not reached, and why.
 */
#ifndef REPLIES_BOUNCE_NAMED_H
#define REPLIES_BOUNCE_NAMED_H

#include <glib.h>

#include "replies/reports/bounce_notice.h"

/* Adds to failed (char *) the addresses of the prose; returns how many. */
guint bounce_named_in_prose(const struct bounce_notice *notice,
    GPtrArray *failed);

/* The last resort: to whom the returned mail was addressed. */
void bounce_named_in_returned(const struct bounce_notice *notice,
    GPtrArray *failed);

/* Adds an address unless it is there or there are too many. Takes NULL. */
void bounce_named_add(GPtrArray *failed, const char *address);

/* What the server said, in one line; NULL if nothing stands out; owned. */
char *bounce_named_reason(const char *prose);

#endif
