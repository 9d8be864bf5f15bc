/*
 * progress.h - a bar on the terminal that stderr is; nothing on anything else.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <glib.h>

#include "base/autoptr.h"

struct progress;

/* what: "Importing". total: 0 if nobody knows it. Draws nothing yet. */
struct progress *progress_new(const char *what, guint64 total);
/* Clears the line. */
void progress_free(struct progress *progress);
AUTOPTR_DEFINE(progress, progress_free)

/*
 * Redraws, at most ten times a second. note: for people, behind the bar, such
 * as "24062 rows"; or NULL.
 */
void progress_set(struct progress *progress, guint64 done, const char *note);

/* TRUE if progress_set would draw now: a note is worth making. */
gboolean progress_wants(const struct progress *progress);

/* Clears the line for other output to stderr; the next set draws anew. */
void progress_hide(struct progress *progress);

#endif
