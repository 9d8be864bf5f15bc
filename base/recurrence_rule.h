/*
 * recurrence_rule.h - a rule of a file as sets of numbers. For
 * recurrence_list.c alone.
 *
 * "Wall": seconds since 1970-01-01T00:00:00 as a clock on a wall counts them.
 */
#ifndef BASE_RECURRENCE_RULE_H
#define BASE_RECURRENCE_RULE_H

#include <glib.h>

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
	gboolean year_days[367], year_days_back[367];
	/* Bits, Monday's is 1: of any week; of the nth week of the month or
	 * year from its begin, of the nth from its end. */
	guint8 weekdays, nth[54], nth_back[54];
	gboolean has_weekdays;
	gboolean in_month; /* the nth is of a month */
	int minute, second;
	int positions[49]; /* BYSETPOS */
	guint n_positions;
};

/*
 * Reads a rule that begins at `start` (wall), and takes from there what it
 * doesn't say; UNTIL in UTC is read in the zone (NULL: as it stands). all_day:
 * hours are none of it. FALSE with error set if it is not taken.
 */
gboolean rule_read(struct rule *rule, const char *text, gint64 start,
    gboolean all_day, GTimeZone *zone, GError **error);

/* The day by its number; and the one of the next number, of a day. */
void rule_day_set(struct rule_day *day, gint32 number);
void rule_day_next(struct rule_day *day);

gboolean rule_has_day(const struct rule *rule, const struct rule_day *day);

#endif
