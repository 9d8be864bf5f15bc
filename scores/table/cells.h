/*
 * cells.h - figures as other programs read them: cells of CSV (RFC 4180), and
 * lists as JSON. Pure; called by whoever writes either in scores/.
 */
#ifndef SCORES_CELLS_H
#define SCORES_CELLS_H

#include <glib.h>
#include <jansson.h>

/*
 * In quotes if need be. What begins like a formula gets an apostrophe, for a
 * spreadsheet would run it; names can come from an imported file.
 */
void cells_append_text(GString *out, const char *text);

/* With a comma before. The shortest digits that read back as the same. */
void cells_append_number(GString *out, double number);
void cells_append_count(GString *out, gint64 count);
/* Empty if it is not known. */
void cells_append_known(GString *out, gboolean known, double number);

/* An indented list; as lines (NDJSON): each of its objects on one of its own.
 * Ends with "\n", but for no objects on no lines; owned. */
char *cells_json(const json_t *list, gboolean lines);

#endif
