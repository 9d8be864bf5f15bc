/*
 * rate.c - reads and writes how many in which time. What it allows when is
 * scheduler/pace.c's; called by config_value.c and settings_*.c.
 */
#include "base/rate.h"

#include <string.h>

#include "base/config.h"
#include "base/errors.h"

static const char *const units[] = {
	[RATE_PER_MINUTE] = "minute",
	[RATE_PER_HOUR] = "hour",
	[RATE_PER_DAY] = "day",
	NULL,
};

#define FORM "allowed are such as 10/minute, 200/hour or 5000/day"

static gboolean
unit_unknown(const char *unit, GError **error)
{
	const char *near = config_did_you_mean(unit, units);

	return config_refuse(error,
	    "\"%s\" is no time of a rate%s%s%s; allowed are minute, hour and "
	    "day",
	    unit, near != NULL ? " (did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?)" : "");
}

gboolean
rate_parse(const char *text, struct rate *rate, GError **error)
{
	const char *slash = strchr(text, '/');
	g_autofree char *number = NULL;
	g_autofree char *unit = NULL;
	guint64 n;

	if (slash == NULL)
		return config_refuse(error, "\"%s\" is no rate; " FORM, text);
	number = g_strstrip(g_strndup(text, (gsize)(slash - text)));
	unit = g_strstrip(g_strdup(slash + 1));
	if (*number == '\0' || strspn(number, "0123456789") != strlen(number))
		return config_refuse(error,
		    "\"%s\", before the /, is no whole number; " FORM, number);
	if (!g_ascii_string_to_unsigned(number, 10, 1, RATE_MAX, &n, NULL))
		return config_refuse(error,
		    "%s is too %s; allowed is from 1 to %d", number,
		    strspn(number, "0") == strlen(number) ? "small" : "large",
		    RATE_MAX);
	for (guint i = 0; units[i] != NULL; i++) {
		if (strcmp(units[i], unit) != 0)
			continue;
		*rate = (struct rate){ .n = (guint)n, .per = (enum rate_per)i };
		return TRUE;
	}
	return unit_unknown(unit, error);
}

char *
rate_text(const struct rate *rate)
{
	return g_strdup_printf("%u/%s", rate->n, units[rate->per]);
}
