/*
 * history.h - historic answers from other programs: one row of text checked,
 * and turned into a response for the store.
 *
 * A score is a whole number from 0 to 10; another scale is converted only if
 * somebody says how. Of surveys that are no Net Promoter Score nothing is
 * taken. Reading the CSV is done by the caller.
 */
#ifndef SCORES_HISTORY_H
#define SCORES_HISTORY_H

#include <glib.h>

#include "base/autoptr.h"
#include "scores/history/answer_cells.h"
#include "store/answers/recorded.h"

/* All borrowed. */
struct history_options {
	GTimeZone *zone; /* of answered_at without an offset, and of the days */
	gint64 now_at;	 /* an answer after it is refused */
	const char *country;	/* of national numbers, or NULL */
	const char *touchpoint; /* of rows in a file without that column */
	enum answer_scale scale; /* as the user says */
	enum answer_conversion conversion;
	const struct tag_rules *rules; /* of tags; NULL: none are put */
	const char *language; /* in which answers are taken to be, or NULL */
};

/* One file being read. */
struct history;
struct history *history_new(const struct history_options *options);
void history_free(struct history *history);
AUTOPTR_DEFINE(history, history_free)

/* Cells as they stand; NULL: there is no such column. Borrowed. */
struct history_row {
	const char *touchpoint, *score, *comment, *email, *answered_at;
	const char *phone, *name, *tags;
	const char *type;  /* of the survey: "nps" */
	const char *scale; /* "0-10" */
};

struct historic_answer {
	struct foreign_response response; /* its strings are those below */
	char *touchpoint;
	char *comment; /* or NULL; and so on */
	char *email;   /* its domain in lower case */
	char *phone;   /* E.164 */
	char *name;
	char *reason;  /* "converted from 1-10 ..." */
	GPtrArray *tags; /* struct tag_hit; names borrowed of the history */
	char *origin;  /* of the row's text and its ordinal among rows of the
			* same text in this file: the file read again gives the
			* same ones */
};
void historic_answer_free(struct historic_answer *answer);
AUTOPTR_DEFINE(historic_answer, historic_answer_free)

enum history_outcome {
	HISTORY_ANSWER,
	HISTORY_LEFT_OUT, /* it is of another survey: see history_others */
	HISTORY_WRONG,
};
/*
 * HISTORY_WRONG with DRIPSCORE_ERROR_DATA, which names the column, what was
 * found and what is allowed; nothing of a person is repeated in it. *answer is
 * NULL but for HISTORY_ANSWER.
 */
enum history_outcome history_read(struct history *history,
    const struct history_row *row, struct historic_answer **answer,
    GError **error);

/*
 * FALSE with DRIPSCORE_ERROR_DATA: nobody has said on which scale the scores
 * are, and those that were read look like 1 to 10: no 0, but many a 1.
 */
gboolean history_check_scale(const struct history *history, GError **error);

/* The types of surveys that were left out, "csat, ces"; NULL: none. Owned. */
char *history_others(const struct history *history);

#endif
