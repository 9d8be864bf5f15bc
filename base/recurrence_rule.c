/*
 * recurrence_rule.c - makes sets of numbers of a rule that was judged, and says
 * of a day whether the rule has it. Iterates over nothing. Called by
 * recurrence.c, recurrence_list.c and recurrence_period.c.
 */
#include "base/recurrence_rule.h"

#include <string.h>

#include "base/errors.h"
#include "base/timezone.h"

#define DAY_S 86400

static int
weekday_of(gint32 number)
{
	return ((number + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
}

void
rule_day_set(struct rule_day *day, gint32 number)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(number + EPOCH_JULIAN));
	day->number = number;
	day->year = g_date_get_year(&date);
	day->month = (int)g_date_get_month(&date);
	day->day = g_date_get_day(&date);
	day->month_length = g_date_get_days_in_month(g_date_get_month(&date),
	    g_date_get_year(&date));
	day->year_day = (int)g_date_get_day_of_year(&date);
	day->year_length = g_date_is_leap_year(g_date_get_year(&date)) ? 366 :
									 365;
	day->weekday = weekday_of(number);
}

void
rule_day_next(struct rule_day *day)
{
	if (day->day == day->month_length) {
		rule_day_set(day, day->number + 1);
		return;
	}
	day->number++;
	day->day++;
	day->year_day++;
	day->weekday = (day->weekday + 1) % 7;
}

static gboolean
has_weekday(const struct rule *rule, const struct rule_day *day)
{
	guint bit = 1u << day->weekday;
	int position = rule->in_month ? day->day : day->year_day;
	int length = rule->in_month ? day->month_length : day->year_length;

	return (rule->weekdays & bit) != 0 ||
	    (rule->nth[(position - 1) / 7 + 1] & bit) != 0 ||
	    (rule->nth_back[(length - position) / 7 + 1] & bit) != 0;
}

gboolean
rule_has_day(const struct rule *rule, const struct rule_day *day)
{
	if (rule->months != 0 && (rule->months & 1u << day->month) == 0)
		return FALSE;
	if ((rule->month_days | rule->month_days_back) != 0 &&
	    (rule->month_days & 1u << day->day) == 0 &&
	    (rule->month_days_back &
		1u << (day->month_length - day->day + 1)) == 0)
		return FALSE;
	if (rule->has_year_days && !rule->year_days[day->year_day] &&
	    !rule->year_days_back[day->year_length - day->year_day + 1])
		return FALSE;
	return !rule->has_weekdays || has_weekday(rule, day);
}

/* "MO" */
static int
weekday_named(const char *name)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA",
		"SU" };

	for (int i = 0; i < 7; i++)
		if (g_str_equal(names[i], name))
			return i;
	g_assert_not_reached(); /* it was judged */
}

static void
read_numbers(struct rule *rule, enum rule_part part, int n)
{
	guint32 bit = 1u << (ABS(n) & 31);

	switch (part) {
	case RULE_BYHOUR:
		rule->hours |= bit;
		break;
	case RULE_BYMINUTE:
		rule->minute = n;
		break;
	case RULE_BYSECOND:
		rule->second = n;
		break;
	case RULE_BYMONTH:
		rule->months |= bit;
		break;
	case RULE_BYMONTHDAY:
		*(n > 0 ? &rule->month_days : &rule->month_days_back) |= bit;
		break;
	case RULE_BYYEARDAY:
		rule->has_year_days = TRUE;
		(n > 0 ? rule->year_days : rule->year_days_back)[ABS(n)] =
		    TRUE;
		break;
	case RULE_BYSETPOS:
		rule->positions[rule->n_positions++] = n;
		break;
	case RULE_INTERVAL:
		rule->interval = n;
		break;
	case RULE_COUNT:
		rule->count = n;
		break;
	case RULE_FREQ:
	case RULE_WKST:
	case RULE_BYDAY:
	case RULE_UNTIL:
	case N_RULE_PARTS:
		g_assert_not_reached();
	}
}

static void
read_day(struct rule *rule, const char *text)
{
	gsize n = strlen(text);
	guint8 bit = (guint8)(1u << weekday_named(text + n - 2));
	int nth = (int)g_ascii_strtoll(text, NULL, 10);

	rule->has_weekdays = TRUE;
	if (n == 2)
		rule->weekdays |= bit;
	else if (nth > 0)
		rule->nth[nth] |= bit;
	else
		rule->nth_back[-nth] |= bit;
}

static void
read_list(struct rule *rule, enum rule_part part, const char *text)
{
	g_auto(GStrv) items = g_strsplit(text, ",", -1);

	for (char **item = items; *item != NULL; item++) {
		if (part == RULE_BYDAY)
			read_day(rule, *item);
		else
			read_numbers(rule, part,
			    (int)g_ascii_strtoll(*item, NULL, 10));
	}
}

/* The number that n digits make; -1: they are none. */
static int
digits(const char *text, gsize n)
{
	int number = 0;

	for (gsize i = 0; i < n; i++) {
		if (!g_ascii_isdigit(text[i]))
			return -1;
		number = number * 10 + text[i] - '0';
	}
	return number;
}

/* "20261231" */
static gboolean
read_date(const char *text, struct local_time *local)
{
	local->year = digits(text, 4);
	local->month = local->year >= 0 ? digits(text + 4, 2) : -1;
	local->day = local->month >= 0 ? digits(text + 6, 2) : -1;
	return local->year > 0 && local->month > 0 && local->day > 0 &&
	    g_date_valid_dmy((GDateDay)local->day, (GDateMonth)local->month,
		(GDateYear)local->year);
}

/* "T235959" */
static gboolean
read_time(const char *text, struct local_time *local)
{
	local->hour = digits(text + 1, 2);
	local->minute = local->hour >= 0 ? digits(text + 3, 2) : -1;
	local->second = local->minute >= 0 ? digits(text + 5, 2) : -1;
	return text[0] == 'T' && local->hour >= 0 && local->hour < 24 &&
	    local->minute >= 0 && local->minute < 60 && local->second >= 0 &&
	    local->second < 60;
}

static gint64
wall_of(const struct local_time *local)
{
	return (gint64)timezone_local_day(local) * DAY_S + local->hour * 3600 +
	    local->minute * 60 + local->second;
}

/* A date is its whole day. */
static gboolean
read_until(struct rule *rule, const char *text, GTimeZone *zone, GError **error)
{
	struct local_time local = { .hour = 23, .minute = 59, .second = 59 };
	gsize n = strlen(text);
	gboolean utc = n == strlen("20261231T235959Z") && text[n - 1] == 'Z';

	if ((n != strlen("20261231") && n != strlen("20261231T235959") &&
		!utc) ||
	    !read_date(text, &local) ||
	    (n > strlen("20261231") && !read_time(text + 8, &local)))
		return config_refuse(error,
		    "UNTIL=%s: allowed are times such as 20261231, "
		    "20261231T235959 or 20261231T235959Z",
		    text);
	rule->until = wall_of(&local);
	if (utc && zone != NULL) {
		timezone_to_local(zone, rule->until, &local);
		rule->until = wall_of(&local);
	}
	return TRUE;
}

static enum rule_period
period_named(const char *name)
{
	static const char *const names[] = { [RULE_DAILY] = "DAILY",
		[RULE_WEEKLY] = "WEEKLY",
		[RULE_MONTHLY] = "MONTHLY",
		[RULE_YEARLY] = "YEARLY" };

	for (int i = 0; i < (int)G_N_ELEMENTS(names); i++)
		if (g_str_equal(names[i], name))
			return (enum rule_period)i;
	g_assert_not_reached(); /* it was judged */
}

/* RFC 5545, 3.3.10: what is not said is as in DTSTART. */
static void
take_from_start(struct rule *rule, const struct rule_parts *parts,
    const struct rule_start *start)
{
	int second = (int)((start->wall % DAY_S + DAY_S) % DAY_S);
	gboolean all_day = start->all_day;
	struct rule_day day;

	rule_day_set(&day, (gint32)((start->wall - second) / DAY_S));
	if (rule->hours == 0 || all_day)
		rule->hours = 1u << second / 3600;
	if (parts->value[RULE_BYMINUTE] == NULL || all_day)
		rule->minute = second / 60 % 60;
	if (parts->value[RULE_BYSECOND] == NULL || all_day)
		rule->second = second % 60;
	rule->in_month = rule->period == RULE_MONTHLY || rule->months != 0;
	if (rule->has_weekdays || rule->has_year_days ||
	    (rule->month_days | rule->month_days_back) != 0)
		return;
	if (rule->period == RULE_WEEKLY) {
		rule->has_weekdays = TRUE;
		rule->weekdays = (guint8)(1u << day.weekday);
	} else if (rule->period != RULE_DAILY) {
		rule->month_days = 1u << day.day;
		if (rule->period == RULE_YEARLY && rule->months == 0)
			rule->months = 1u << day.month;
	}
}

gboolean
rule_read(struct rule *rule, const struct rule_parts *parts,
    const struct rule_start *start, GError **error)
{
	const char *const *value = parts->value;

	*rule = (struct rule){ .period = period_named(value[RULE_FREQ]),
		.interval = 1,
		.count = G_MAXINT64,
		.until = G_MAXINT64 };
	if (value[RULE_COUNT] != NULL && value[RULE_UNTIL] != NULL)
		return config_refuse(error,
		    "COUNT and UNTIL are both there; allowed is one of them");
	for (int i = 0; i < N_RULE_PARTS; i++) {
		if (value[i] == NULL || i == RULE_FREQ)
			continue;
		if (i == RULE_WKST)
			rule->week_start = weekday_named(value[i]);
		else if (i != RULE_UNTIL)
			read_list(rule, (enum rule_part)i, value[i]);
		else if (!read_until(rule, value[i], start->zone, error))
			return FALSE;
	}
	take_from_start(rule, parts, start);
	return TRUE;
}
