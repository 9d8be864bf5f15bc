/*
 * recurrence_judge.c - judges a recurrence rule before anything follows it.
 * Pure; knows no calendar. Called by recurrence.c, and by recurrence_list.c for
 * rules of files.
 *
 * Narrower than RFC 5545 where programs differ on what is meant: refused are
 * all periods shorter than a day; BYWEEKNO; BYSETPOS with days, weeks, or
 * anything but plain weekdays; BYMONTHDAY=-1 in a daily rule; BYYEARDAY with
 * BYMONTH.
 */
#include "base/recurrence_judge.h"

#include <string.h>

#include "base/errors.h"

#define RULE_MAX_BYTES 199
#define FILE_RULE_MAX_BYTES 999
#define INTERVAL_MAX 1000
#define COUNT_MAX 100000

/* signed_: -1 counts from the end. most: how many values it may list. */
static const struct {
	const char *name;
	gint64 min, max;
	gboolean signed_;
	guint most;
} parts[N_RULE_PARTS] = {
	[RULE_FREQ] = { .name = "FREQ" },
	[RULE_INTERVAL] = { "INTERVAL", 1, INTERVAL_MAX, FALSE, 1 },
	[RULE_WKST] = { .name = "WKST" },
	[RULE_BYSECOND] = { "BYSECOND", 0, 59, FALSE, 1 },
	[RULE_BYMINUTE] = { "BYMINUTE", 0, 59, FALSE, 1 },
	[RULE_BYHOUR] = { "BYHOUR", 0, 23, FALSE, 24 },
	[RULE_BYDAY] = { "BYDAY", 1, 53, TRUE, 49 },
	[RULE_BYMONTHDAY] = { "BYMONTHDAY", 1, 31, TRUE, 31 },
	[RULE_BYYEARDAY] = { "BYYEARDAY", 1, 366, TRUE, 49 },
	[RULE_BYMONTH] = { "BYMONTH", 1, 12, FALSE, 12 },
	[RULE_BYSETPOS] = { "BYSETPOS", 1, 366, TRUE, 49 },
	[RULE_COUNT] = { "COUNT", 1, COUNT_MAX, FALSE, 1 },
	[RULE_UNTIL] = { .name = "UNTIL" },
};

/* Plain digits after an optional sign, if the part may have one. */
static gboolean
number_fits(enum rule_part part, const char *text)
{
	gboolean has_sign = *text == '-' || *text == '+';
	const char *digits = text + (has_sign ? 1 : 0);
	gsize n = strlen(digits);
	gint64 value;

	if ((has_sign && !parts[part].signed_) || n < 1 || n > 6 ||
	    strspn(digits, "0123456789") != n)
		return FALSE;
	value = g_ascii_strtoll(digits, NULL, 10);
	return value >= parts[part].min && value <= parts[part].max;
}

static gboolean
is_weekday(const char *text)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA",
		"SU", NULL };

	return g_strv_contains(days, text);
}

/* "MO", "1MO", "-1FR" */
static gboolean
day_fits(const char *text, gboolean *numbered)
{
	gsize n = strlen(text);
	g_autofree char *number = NULL;

	if (n < 2 || !is_weekday(text + n - 2))
		return FALSE;
	if (n == 2)
		return TRUE;
	*numbered = TRUE;
	number = g_strndup(text, n - 2);
	return number_fits(RULE_BYDAY, number);
}

static gboolean
judge_list(struct rule_parts *judged, enum rule_part part, const char *text,
    GError **error)
{
	g_auto(GStrv) items = g_strsplit(text, ",", -1);

	if (g_strv_length(items) > parts[part].most)
		return config_refuse(error, "%s=%s: at most %u value%s",
		    parts[part].name, text, parts[part].most,
		    parts[part].most == 1 ? "" : "s");
	for (char **item = items; *item != NULL; item++) {
		const char *const *others = (const char *const *)item + 1;

		if (g_strv_contains(others, *item))
			return config_refuse(error, "%s=%s: %s is there twice",
			    parts[part].name, text, *item);
		if (part == RULE_BYDAY ?
			day_fits(*item, &judged->numbered_days) :
			number_fits(part, *item))
			continue;
		if (part == RULE_BYDAY)
			return config_refuse(error,
			    "%s=%s: days are MO, TU, "
			    "WE, TH, FR, SA, SU, or numbered such as 1MO or "
			    "-1FR",
			    parts[part].name, text);
		return config_refuse(error,
		    "%s=%s: allowed is %" G_GINT64_FORMAT
		    " to %" G_GINT64_FORMAT "%s",
		    parts[part].name, text, parts[part].min, parts[part].max,
		    parts[part].signed_ ? ", or the same with - before it" :
					  "");
	}
	if (items[0] == NULL)
		return config_refuse(error, "%s has no value",
		    parts[part].name);
	return TRUE;
}

/* The last two are those of files. */
static gboolean
find_part(const char *name, gboolean of_file, enum rule_part *part,
    GError **error)
{
	int n = of_file ? N_RULE_PARTS : RULE_COUNT;

	for (int i = 0; i < n; i++) {
		*part = (enum rule_part)i;
		if (g_str_equal(parts[i].name, name))
			return TRUE;
	}
	return config_refuse(error,
	    "%s is not taken here; allowed are "
	    "FREQ, INTERVAL, BYMONTH, BYYEARDAY, BYMONTHDAY, BYDAY, "
	    "BYHOUR, BYMINUTE, BYSECOND, BYSETPOS%s",
	    name, of_file ? ", WKST, COUNT and UNTIL" : " and WKST");
}

static gboolean
judge_part(struct rule_parts *judged, enum rule_part part, const char *value,
    GError **error)
{
	static const char *const periods[] = { "DAILY", "WEEKLY", "MONTHLY",
		"YEARLY", NULL };
	const char *name = parts[part].name;

	if (judged->value[part] != NULL)
		return config_refuse(error, "%s is there twice", name);
	judged->value[part] = value;
	switch (part) {
	case RULE_FREQ:
		return g_strv_contains(periods, value) ||
		    config_refuse(error,
			"FREQ=%s: allowed are DAILY, WEEKLY, "
			"MONTHLY and YEARLY",
			value);
	case RULE_WKST:
		return is_weekday(value) ||
		    config_refuse(error,
			"WKST=%s: allowed are MO, TU, WE, TH, "
			"FR, SA, SU",
			value);
	case RULE_UNTIL: /* recurrence_rule.c judges it */
		return TRUE;
	default:
		return judge_list(judged, part, value, error);
	}
}

static gboolean
judge_positions(const struct rule_parts *judged, gboolean monthly_or_yearly,
    GError **error)
{
	const char *const *value = judged->value;

	if (!monthly_or_yearly)
		return config_refuse(error,
		    "BYSETPOS goes with FREQ=MONTHLY and FREQ=YEARLY only");
	if (value[RULE_BYHOUR] != NULL && strchr(value[RULE_BYHOUR], ','))
		return config_refuse(error,
		    "BYSETPOS goes with one BYHOUR only");
	if (value[RULE_BYDAY] == NULL || judged->numbered_days ||
	    value[RULE_BYMONTHDAY] != NULL || value[RULE_BYYEARDAY] != NULL)
		return config_refuse(error,
		    "BYSETPOS picks from days such as BYDAY=MO,TU,WE,TH,FR, "
		    "not numbered, without BYMONTHDAY and BYYEARDAY");
	return TRUE;
}

/* RFC 5545, 3.3.10: what goes with what; and what is refused besides. */
static gboolean
judge_whole(const struct rule_parts *judged, GError **error)
{
	const char *const *value = judged->value;
	gboolean weekly = g_strcmp0(value[RULE_FREQ], "WEEKLY") == 0;
	gboolean monthly = g_strcmp0(value[RULE_FREQ], "MONTHLY") == 0;
	gboolean yearly = g_strcmp0(value[RULE_FREQ], "YEARLY") == 0;

	if (value[RULE_FREQ] == NULL)
		return config_refuse(error,
		    "FREQ is missing; a rule is, for "
		    "example, FREQ=WEEKLY;BYDAY=MO;BYHOUR=8");
	if (weekly && value[RULE_BYMONTHDAY] != NULL)
		return config_refuse(error,
		    "BYMONTHDAY does not go with "
		    "FREQ=WEEKLY");
	if (!yearly && value[RULE_BYYEARDAY] != NULL)
		return config_refuse(error,
		    "BYYEARDAY goes with FREQ=YEARLY "
		    "only");
	if (judged->numbered_days && !monthly && !yearly)
		return config_refuse(error,
		    "BYDAY=%s: numbered days go with "
		    "FREQ=MONTHLY and FREQ=YEARLY only",
		    value[RULE_BYDAY]);
	if (judged->numbered_days &&
	    (value[RULE_BYMONTHDAY] != NULL || value[RULE_BYYEARDAY] != NULL))
		return config_refuse(error,
		    "BYDAY=%s: numbered days don't go "
		    "with BYMONTHDAY or BYYEARDAY",
		    value[RULE_BYDAY]);
	if (value[RULE_BYYEARDAY] != NULL &&
	    (value[RULE_BYMONTHDAY] != NULL || value[RULE_BYMONTH] != NULL))
		return config_refuse(error,
		    "BYYEARDAY does not go with "
		    "BYMONTHDAY or BYMONTH");
	if (!monthly && !yearly && value[RULE_BYMONTHDAY] != NULL &&
	    strchr(value[RULE_BYMONTHDAY], '-') != NULL)
		return config_refuse(error,
		    "BYMONTHDAY=%s: days from the end "
		    "of the month go with FREQ=MONTHLY and FREQ=YEARLY only",
		    value[RULE_BYMONTHDAY]);
	return value[RULE_BYSETPOS] == NULL ||
	    judge_positions(judged, monthly || yearly, error);
}

/* Of the text in capitals, which is cut up. */
static gboolean
judge(struct rule_parts *judged, gboolean of_file, GError **error)
{
	for (char **text = judged->texts; *text != NULL; text++) {
		char *equals = strchr(*text, '=');
		enum rule_part part;

		if (equals == NULL)
			return config_refuse(error,
			    "\"%s\" is no part of a "
			    "rule; parts are NAME=VALUE, divided by ;",
			    *text);
		*equals = '\0';
		if (!find_part(*text, of_file, &part, error) ||
		    !judge_part(judged, part, equals + 1, error))
			return FALSE;
	}
	return judge_whole(judged, error);
}

gboolean
recurrence_judge(const char *rule, gboolean of_file, struct rule_parts *judged,
    GError **error)
{
	g_autofree char *upper = g_ascii_strup(rule, -1);
	int most = of_file ? FILE_RULE_MAX_BYTES : RULE_MAX_BYTES;

	*judged = (struct rule_parts){ .texts = NULL };
	if (strlen(rule) > (gsize)most)
		return config_refuse(error,
		    "the rule has %zu bytes; allowed are %d", strlen(rule),
		    most);
	for (const char *c = rule; *c != '\0'; c++) {
		if (!g_ascii_isgraph(*c))
			return config_refuse(error,
			    "the rule has a space or a "
			    "character that no rule has");
	}
	judged->texts = g_strsplit(upper, ";", -1);
	if (judge(judged, of_file, error))
		return TRUE;
	rule_parts_clear(judged);
	return FALSE;
}

void
rule_parts_clear(struct rule_parts *judged)
{
	g_clear_pointer(&judged->texts, g_strfreev);
}
