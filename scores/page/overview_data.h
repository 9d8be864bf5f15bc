/*
 * overview_data.h - an overview for other programs: all that stands on the
 * page, and the rows that the page has no room for. Pure; called by
 * `dripscore report`.
 *
 * It is rows; each belongs to a section and is the same object in all three
 * forms:
 *
 *	report      which team and days it is about: one row
 *	total       over all touchpoints: one row
 *	touchpoint  one row each
 *	group       by team, channel, ... and group (null: not known); and, by
 *	            and groups_not_shown, how many are too small to be shown
 *	trend       since (a day) until (the last day), from oldest to newest
 *	base        people by what they said last, and their worth
 *	journey     the same people's answers before and now
 *	fell        who fell by a band or by four points: the newest
 *	cases       counts of follow-ups: one row
 *	case        open ones
 *	comment     what was said, as on the page
 *
 * Scores have the names of report_json; but change_real is judged among all of
 * the overview's changes. Numbers are unrounded, null (empty in CSV) where
 * there is none; days are 2026-03-01. No address is in any of it.
 */
#ifndef SCORES_OVERVIEW_DATA_H
#define SCORES_OVERVIEW_DATA_H

#include "scores/page/overview.h"

/* One object: a list of rows by section. Each owned; lines end with "\n". */
char *overview_json(const struct overview *overview);
/* A row a line, its section first. */
char *overview_ndjson(const struct overview *overview);
/* One table, a row a line (RFC 4180), all columns there are. */
char *overview_csv(const struct overview *overview);

#endif
