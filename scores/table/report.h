/*
 * report.h - scores as rows: gathered from the store and judged together, and
 * as a table for a terminal, as CSV, JSON and NDJSON.
 *
 * A row is a touchpoint, a team, or a group of answers (group.h). Touchpoints
 * and teams are shown however few answered, and marked; of groups with fewer
 * than min_answers only the number is shown. Answers at anonymous touchpoints
 * are in rows of touchpoints and teams alone, and in totals over these.
 *
 * Everything is a string to be printed by cli/. The table closes with a row
 * over all if there is more than one; CSV and JSON don't have it, so that their
 * sums are right.
 */
#ifndef SCORES_REPORT_H
#define SCORES_REPORT_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/settings.h"
#include "scores/figures/group.h"
#include "scores/figures/nps.h"
#include "scores/figures/period.h"
#include "store/counts/scores.h"

struct report_row {
	char *touchpoint; /* NULL: a team's or a group's, or over all */
	char *group;	  /* a team, or what they have in common; or NULL */
	gboolean rest;	  /* the group of those it is not known of: "" */
	gint64 n[NPS_SCORES];
	struct nps nps;
	struct nps_change change; /* to the period before */
	const char *band; /* what the score is called; NULL: nothing; borrowed
			   * of the settings */
	gint64 commented; /* answers with words */
	gint64 sent;
	gint64 answered;      /* of those sent */
	gboolean has_rate;    /* FALSE: none was sent */
	double response_rate; /* answered / sent, 0 to 1 */
	/* People who answered in the twelve months up to today, there or
	 * anywhere; FALSE: it is not known of this row. */
	gboolean has_heard;
	gint64 heard;
	double heard_share; /* of all contacts, 0 to 1 */
};
void report_row_free(struct report_row *row);
AUTOPTR_DEFINE(report_row, report_row_free)

/* FALSE if nobody answered. */
gboolean report_comment_rate(const struct report_row *row, double *rate);

/* What a score is called; NULL: nothing, or too few answered. Borrowed. */
const char *report_band(const struct scoring *scoring, const struct nps *nps);

/* One row of a group, not yet judged. */
struct report_row *report_row_new(const struct group *group,
    const struct scoring *scoring);

/*
 * Which changes are real, among all that one reader sees together; total: NULL,
 * or over them. Without it none is.
 */
void report_judge(GPtrArray *rows, struct report_row *total);

enum report_source {
	REPORT_ALL,
	REPORT_SOLICITED,   /* recorded by people, or imported */
	REPORT_UNSOLICITED, /* replied */
};

#define REPORT_HEARD_DAYS 365

struct report_query {
	struct period period;
	gint32 today;
	const struct team *team; /* its touchpoints alone; NULL: all */
	/* "touchpoint" (as NULL), "team", a facet, an attribute, or one with
	 * ":quartile" behind it. */
	const char *by;
	enum report_source source; /* of rows by touchpoint and team alone */
};

struct report {
	char *by; /* "touchpoint", "team", "nights:quartile" */
	struct period period;
	GPtrArray *rows; /* struct report_row */
	struct report_row *total;
	guint hidden; /* groups with fewer than min_answers */
	guint min_answers;
	gboolean without_anonymous; /* there are answers that are not in it */
	gint64 contacts;	    /* all there are */
};
void report_free(struct report *report);
AUTOPTR_DEFINE(report, report_free)

/*
 * Reads, sums and judges. NULL with error set: DRIPSCORE_ERROR_USAGE if the
 * query asks for what there is not, or the store has failed.
 */
struct report *report_gather(struct store *store,
    const struct settings *settings, const struct report_query *query,
    GError **error);

#define REPORT_COLUMNS_MIN 60

struct report_style {
	guint columns; /* of the terminal; 0: 80 */
	gboolean colours;
};

/*
 * The score and its change in words, and a table. Lines end with "\n". With
 * fewer columns some figures are left out.
 */
char *report_table(const struct report *report,
    const struct report_style *style);

/* RFC 4180, with a header row; numbers unrounded, empty where none is. */
char *report_csv(const struct report *report);

/*
 * A list of objects: touchpoint (or by and group, null: not known), nps,
 * margin, promoters, passives, detractors, answers, sent, response_rate,
 * change, change_margin, change_real, distribution (11 counts), mean,
 * interval_low, interval_high, band, commented, comment_rate, heard,
 * heard_share. Numbers unrounded, null where there is none: a margin that says
 * nothing, a change that was not tested. If groups are hidden, there is one
 * object more at its end: by, groups_not_shown, min_answers.
 */
char *report_json(const struct report *report);
/* The same objects, a line each. */
char *report_ndjson(const struct report *report);

#endif
