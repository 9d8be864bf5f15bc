/*
 * report_internal.h - between the files that set a report for a terminal:
 * report_table.c, report_words.c and report_columns.c.
 */
#ifndef SCORES_REPORT_INTERNAL_H
#define SCORES_REPORT_INTERNAL_H

#include "scores/table/report.h"

enum column {
	COLUMN_NAME,
	COLUMN_NPS,
	COLUMN_MARGIN,
	COLUMN_BAND,
	COLUMN_ANSWERS,
	COLUMN_PROMOTERS,
	COLUMN_PASSIVES,
	COLUMN_DETRACTORS,
	COLUMN_BAR,
	COLUMN_MEAN,
	COLUMN_COMMENTS,
	COLUMN_RATE,
	COLUMN_HEARD,
	COLUMN_CHANGE,
	COLUMNS,
};

/* Columns before it: two, a margin beside its score one. */
guint report_gap(enum column column);

/*
 * width: what each column needs, 0: it is not there. What is least wanted goes
 * until the rest fits; the name and the bar share what is left.
 */
void report_share_columns(guint width[COLUMNS], guint columns);

/* The score, its change and how many were heard, a sentence each. */
void report_append_headline(GString *out, const struct report *report);

/* What is not in the table. */
void report_append_remarks(GString *out, const struct report *report);

/* Rounded to whole points, never "-0"; plus: with a sign. Owned. */
char *report_points(double points, gboolean plus);
/* "12.0" behind `before`; owned. */
char *report_tenths(const char *before, double number);

#endif
