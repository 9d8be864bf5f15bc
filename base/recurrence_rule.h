/*
 * recurrence_rule.h - a rule as sets of numbers, and what it has of one of its
 * periods. For recurrence.c and recurrence_list.c alone.
 *
 * "Wall": seconds since 1970-01-01T00:00:00 as a clock on a wall counts them.
 */
#ifndef BASE_RECURRENCE_RULE_H
#define BASE_RECURRENCE_RULE_H

#include <glib.h>

#include "base/recurrence_judge.h"

enum rule_period {
	RULE_DAILY,
	RULE_WEEKLY,
	RULE_MONTHLY,
	RULE_YEARLY,
};

/* A day and where it lies. */
struct rule_day {
	gint32 number; /* since 1970-01-01 */
	int year, month, day;
	int month_length;
	int year_day, year_length; /* from 1 */
	int weekday;		   /* 0: Monday */
};

struct rule {
	enum rule_period period;
	int interval;
	int week_start; /* 0: Monday */
	gint64 count;	/* G_MAXINT64: without end */
	gint64 until;	/* wall, the last; G_MAXINT64: without end */
	/* Bits by number. 0: any. */
	guint32 months, month_days, month_days_back, hours;
	gboolean has_year_days;
	guint8 year_days[367], year_days_back[367];
	/* Bits, Monday's is 1: of any week; of the nth week of the month or
	 * year from its begin, of the nth from its end. */
	guint8 weekdays, nth[54], nth_back[54];
	gboolean has_weekdays;
	gboolean in_month; /* the nth is of a month */
	int minute, second;
	int positions[49]; /* BYSETPOS */
	guint n_positions;
};

/* Where a rule begins, and what it takes from there. */
struct rule_start {
	gint64 wall;
	gboolean all_day; /* dates: BYHOUR and the like count for nothing */
	GTimeZone *zone;  /* in which UNTIL in UTC is read; NULL: none */
};

/* FALSE with error set if COUNT or UNTIL is not as it may be. */
gboolean rule_read(struct rule *rule, const struct rule_parts *parts,
    const struct rule_start *start, GError **error);

void rule_day_set(struct rule_day *day, gint32 number);
/* From a day to the one after it. */
void rule_day_next(struct rule_day *day);

gboolean rule_has_day(const struct rule *rule, const struct rule_day *day);

/*
 * What the rule has (gint64, walls, in order) of its period number n, counted
 * in INTERVALs from that of the day `start` on; *first is the period's first
 * day. *days: how many may be looked at; it is lessened. FALSE: they don't
 * suffice.
 */
gboolean rule_list_period(const struct rule *rule, const struct rule_day *start,
    gint64 n, guint *days, gint32 *first, GArray *walls);

#endif
