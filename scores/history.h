/*
 * history.h - historic answers from other programs: one row of text checked,
 * and turned into a response for the store.
 *
 * The columns are touchpoint, score, comment, email, answered_at. A score is a
 * whole number from 0 to 10; another scale is not converted. Reading the CSV
 * is done by the caller.
 */
#ifndef SCORES_HISTORY_H
#define SCORES_HISTORY_H

#include <glib.h>

#include "base/autoptr.h"
#include "store/recorded.h"

#define HISTORY_TOUCHPOINT_MAX_BYTES 49
#define HISTORY_COMMENT_MAX_BYTES (64 * 1024)

/* One file being read. */
struct history;

/*
 * The zone is that of answered_at without an offset, and of the days. An
 * answer after now_at is refused. The zone is borrowed.
 */
struct history *history_new(GTimeZone *zone, gint64 now_at);
void history_free(struct history *history);
AUTOPTR_DEFINE(history, history_free)

/* Cells as they stand; NULL: there is no such column. Borrowed. */
struct history_row {
	const char *touchpoint, *score, *comment, *email, *answered_at;
};

struct historic_answer {
	struct foreign_response response; /* its strings are those below */
	char *touchpoint;
	char *comment; /* or NULL */
	char *email;   /* or NULL; its domain in lower case */
	char *origin;  /* of the row's text and its ordinal among rows of the
			* same text in this file: the file read again gives the
			* same ones */
};
void historic_answer_free(struct historic_answer *answer);
AUTOPTR_DEFINE(historic_answer, historic_answer_free)

/*
 * NULL with DRIPSCORE_ERROR_DATA, which names the column, what was found and
 * what is allowed; comment and email are never repeated in it.
 */
struct historic_answer *history_read(struct history *history,
    const struct history_row *row, GError **error);

#endif
