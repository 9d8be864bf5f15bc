/*
 * recurrence_judge.c - judges a recurrence rule before libical sees it. Pure;
 * knows no calendar. Called by recurrence.c.
 *
 * What libical 3.0.16 gets wrong, as a comparison with other code has shown, is
 * refused: BYWEEKNO; BYSETPOS with days, weeks, or anything but plain weekdays;
 * BYMONTHDAY=-1 in a daily rule; BYYEARDAY with BYMONTH.
 */
#include "base/recurrence_judge.h"

#include <string.h>

#include "base/errors.h"

#define RULE_MAX_BYTES 199
#define INTERVAL_MAX 1000

enum part {
	PART_FREQ,
	PART_INTERVAL,
	PART_WKST,
	PART_BYSECOND,
	PART_BYMINUTE,
	PART_BYHOUR,
	PART_BYDAY,
	PART_BYMONTHDAY,
	PART_BYYEARDAY,
	PART_BYMONTH,
	PART_BYSETPOS,
	N_PARTS,
};

/* signed_: -1 counts from the end. most: how many values it may list. */
static const struct {
	const char *name;
	gint64 min, max;
	gboolean signed_;
	guint most;
} parts[N_PARTS] = {
	[PART_FREQ] = { .name = "FREQ" },
	[PART_INTERVAL] = { "INTERVAL", 1, INTERVAL_MAX, FALSE, 1 },
	[PART_WKST] = { .name = "WKST" },
	[PART_BYSECOND] = { "BYSECOND", 0, 59, FALSE, 1 },
	[PART_BYMINUTE] = { "BYMINUTE", 0, 59, FALSE, 1 },
	[PART_BYHOUR] = { "BYHOUR", 0, 23, FALSE, 24 },
	[PART_BYDAY] = { "BYDAY", 1, 53, TRUE, 49 },
	[PART_BYMONTHDAY] = { "BYMONTHDAY", 1, 31, TRUE, 31 },
	[PART_BYYEARDAY] = { "BYYEARDAY", 1, 366, TRUE, 49 },
	[PART_BYMONTH] = { "BYMONTH", 1, 12, FALSE, 12 },
	[PART_BYSETPOS] = { "BYSETPOS", 1, 366, TRUE, 49 },
};

/* What was found while judging. */
struct judged {
	const char *value[N_PARTS]; /* NULL: not there */
	gboolean numbered_days;	    /* BYDAY=1MO and the like */
};

/* Plain digits after an optional sign, if the part may have one. */
static gboolean
number_fits(enum part part, const char *text)
{
	gboolean has_sign = *text == '-' || *text == '+';
	const char *digits = text + (has_sign ? 1 : 0);
	gsize n = strlen(digits);
	gint64 value;

	if ((has_sign && !parts[part].signed_) || n < 1 || n > 4 ||
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
	return number_fits(PART_BYDAY, number);
}

static gboolean
judge_list(struct judged *judged, enum part part, const char *text,
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
		if (part == PART_BYDAY ?
			day_fits(*item, &judged->numbered_days) :
			number_fits(part, *item))
			continue;
		if (part == PART_BYDAY)
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

static gboolean
judge_part(struct judged *judged, const char *name, const char *value,
    GError **error)
{
	static const char *const periods[] = { "DAILY", "WEEKLY", "MONTHLY",
		"YEARLY", NULL };
	int part = 0;

	while (part < N_PARTS && !g_str_equal(parts[part].name, name))
		part++;
	if (part == N_PARTS)
		return config_refuse(error,
		    "%s is not taken here; allowed are "
		    "FREQ, INTERVAL, BYMONTH, BYYEARDAY, BYMONTHDAY, BYDAY, "
		    "BYHOUR, BYMINUTE, BYSECOND, BYSETPOS and WKST",
		    name);
	if (judged->value[part] != NULL)
		return config_refuse(error, "%s is there twice", name);
	judged->value[part] = value;
	switch (part) {
	case PART_FREQ:
		return g_strv_contains(periods, value) ||
		    config_refuse(error,
			"FREQ=%s: allowed are DAILY, WEEKLY, "
			"MONTHLY and YEARLY",
			value);
	case PART_WKST:
		return is_weekday(value) ||
		    config_refuse(error,
			"WKST=%s: allowed are MO, TU, WE, TH, "
			"FR, SA, SU",
			value);
	default:
		return judge_list(judged, (enum part)part, value, error);
	}
}

/* RFC 5545, 3.3.10: what goes with what; and what libical leaves out. */
static gboolean
judge_whole(const struct judged *judged, GError **error)
{
	const char *const *value = judged->value;
	gboolean weekly = g_strcmp0(value[PART_FREQ], "WEEKLY") == 0;
	gboolean monthly = g_strcmp0(value[PART_FREQ], "MONTHLY") == 0;
	gboolean yearly = g_strcmp0(value[PART_FREQ], "YEARLY") == 0;

	if (value[PART_FREQ] == NULL)
		return config_refuse(error,
		    "FREQ is missing; a rule is, for "
		    "example, FREQ=WEEKLY;BYDAY=MO;BYHOUR=8");
	if (weekly && value[PART_BYMONTHDAY] != NULL)
		return config_refuse(error,
		    "BYMONTHDAY does not go with "
		    "FREQ=WEEKLY");
	if (!yearly && value[PART_BYYEARDAY] != NULL)
		return config_refuse(error,
		    "BYYEARDAY goes with FREQ=YEARLY "
		    "only");
	if (judged->numbered_days && !monthly && !yearly)
		return config_refuse(error,
		    "BYDAY=%s: numbered days go with "
		    "FREQ=MONTHLY and FREQ=YEARLY only",
		    value[PART_BYDAY]);
	if (judged->numbered_days &&
	    (value[PART_BYMONTHDAY] != NULL || value[PART_BYYEARDAY] != NULL))
		return config_refuse(error,
		    "BYDAY=%s: numbered days don't go "
		    "with BYMONTHDAY or BYYEARDAY",
		    value[PART_BYDAY]);
	if (value[PART_BYYEARDAY] != NULL &&
	    (value[PART_BYMONTHDAY] != NULL || value[PART_BYMONTH] != NULL))
		return config_refuse(error,
		    "BYYEARDAY does not go with "
		    "BYMONTHDAY or BYMONTH");
	if (!monthly && !yearly && value[PART_BYMONTHDAY] != NULL &&
	    strchr(value[PART_BYMONTHDAY], '-') != NULL)
		return config_refuse(error,
		    "BYMONTHDAY=%s: days from the end "
		    "of the month go with FREQ=MONTHLY and FREQ=YEARLY only",
		    value[PART_BYMONTHDAY]);
	if (value[PART_BYSETPOS] == NULL)
		return TRUE;
	if (!monthly && !yearly)
		return config_refuse(error,
		    "BYSETPOS goes with FREQ=MONTHLY "
		    "and FREQ=YEARLY only");
	if (value[PART_BYHOUR] != NULL && strchr(value[PART_BYHOUR], ','))
		return config_refuse(error,
		    "BYSETPOS goes with one BYHOUR "
		    "only");
	if (value[PART_BYDAY] == NULL || judged->numbered_days ||
	    value[PART_BYMONTHDAY] != NULL || value[PART_BYYEARDAY] != NULL)
		return config_refuse(error,
		    "BYSETPOS picks from days such as "
		    "BYDAY=MO,TU,WE,TH,FR, not numbered, without BYMONTHDAY "
		    "and BYYEARDAY");
	return TRUE;
}

/*
 * Monday, the first, January: what the anchor is, where nothing is said. And
 * all months for a BYMONTHDAY of a year: libical would take one month.
 */
static void
add_defaults(GString *rule, const struct judged *judged)
{
	const char *const *value = judged->value;
	gboolean yearly = g_str_equal(value[PART_FREQ], "YEARLY");

	if (yearly && value[PART_BYMONTHDAY] != NULL &&
	    value[PART_BYMONTH] == NULL)
		g_string_append(rule, ";BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12");
	if (value[PART_BYDAY] != NULL || value[PART_BYMONTHDAY] != NULL ||
	    value[PART_BYYEARDAY] != NULL ||
	    g_str_equal(value[PART_FREQ], "DAILY"))
		return;
	if (g_str_equal(value[PART_FREQ], "WEEKLY")) {
		g_string_append(rule, ";BYDAY=MO");
		return;
	}
	g_string_append(rule, ";BYMONTHDAY=1");
	if (yearly && value[PART_BYMONTH] == NULL)
		g_string_append(rule, ";BYMONTH=1");
}

static gboolean
judge(char **texts, struct judged *judged, GError **error)
{
	for (char **text = texts; *text != NULL; text++) {
		char *equals = strchr(*text, '=');

		if (equals == NULL)
			return config_refuse(error,
			    "\"%s\" is no part of a "
			    "rule; parts are NAME=VALUE, divided by ;",
			    *text);
		*equals = '\0';
		if (!judge_part(judged, *text, equals + 1, error))
			return FALSE;
	}
	return judge_whole(judged, error);
}

char *
recurrence_judge(const char *rule, GError **error)
{
	struct judged judged = { .numbered_days = FALSE };
	g_autofree char *upper = g_ascii_strup(rule, -1);
	g_autoptr(GString) whole = g_string_new(upper);
	g_auto(GStrv) texts = g_strsplit(upper, ";", -1);

	if (strlen(rule) > RULE_MAX_BYTES) {
		config_refuse(error, "the rule has %zu bytes; allowed are %d",
		    strlen(rule), RULE_MAX_BYTES);
		return NULL;
	}
	for (const char *c = rule; *c != '\0'; c++) {
		if (!g_ascii_isgraph(*c)) {
			config_refuse(error,
			    "the rule has a space or a "
			    "character that no rule has");
			return NULL;
		}
	}
	if (!judge(texts, &judged, error))
		return NULL;
	add_defaults(whole, &judged);
	return g_string_free(g_steal_pointer(&whole), FALSE);
}
