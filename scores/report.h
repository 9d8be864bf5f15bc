/*
 * report.h - what `dripscore score` prints: a row a touchpoint, as a table for
 * a terminal, as CSV and as JSON.
 *
 * Everything is a string to be printed by cli/. The table closes with a row
 * over all touchpoints if there is more than one; CSV and JSON don't have it,
 * so that their sums are right.
 */
#ifndef SCORES_REPORT_H
#define SCORES_REPORT_H

#include <glib.h>

#include "base/autoptr.h"
#include "scores/nps.h"
#include "store/responses.h"

struct report_row {
	char *touchpoint; /* NULL: over all of them */
	gint64 n[NPS_SCORES];
	struct nps nps;
	struct nps_change change; /* to the period before */
	gint64 sent;
	gint64 answered;      /* of those sent */
	gboolean has_rate;    /* FALSE: none was sent */
	double response_rate; /* answered / sent, 0 to 1 */
};
void report_row_free(struct report_row *row);
AUTOPTR_DEFINE(report_row, report_row_free)

/* Which touchpoints, in which order. */
struct report_choice {
	const char *const *touchpoints; /* NULL-terminated, or NULL: none */
	gboolean others; /* then those that have counts, by name */
};

/*
 * now, before: of struct score_counts, `before` may be NULL. Returns struct
 * report_row; a touchpoint that was chosen and has no counts has a row too.
 */
GPtrArray *report_rows(const GPtrArray *now, const GPtrArray *before,
    const struct report_choice *choice);

/* Over all of the rows' touchpoints; before: as for report_rows. */
struct report_row *report_total(const GPtrArray *rows, const GPtrArray *before);

/*
 * Which changes are real, among all that one reader sees together; total: NULL,
 * or over them. Without it none is.
 */
void report_judge(GPtrArray *rows, struct report_row *total);

#define REPORT_COLUMNS_MIN 60

struct report_style {
	guint columns; /* of the terminal; 0: 80 */
	gboolean colours;
};

/* total: NULL, or the last row. Lines end with "\n". */
char *report_table(const GPtrArray *rows, const struct report_row *total,
    const struct report_style *style);

/* RFC 4180, with a header row; numbers unrounded, empty where none is. */
char *report_csv(const GPtrArray *rows);

/*
 * A list of objects: touchpoint, nps, margin, promoters, passives, detractors,
 * answers, sent, response_rate, change, change_margin, distribution (11
 * counts). Numbers unrounded, null where there is none.
 */
char *report_json(const GPtrArray *rows);

#endif
