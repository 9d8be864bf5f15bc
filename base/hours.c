/*
 * hours.c - reads hours of the day. What they forbid is scheduler/window.c's;
 * called by config_value.c and settings_sms.c.
 */
#include "base/hours.h"

#include "base/errors.h"

#define FORM "NN:NN-NN:NN"

/* "08:00" in minutes; 24:00 is the day's end. */
static guint
minutes_at(const char *text)
{
	return (guint)((text[0] - '0') * 10 + text[1] - '0') * 60 +
	    (guint)((text[3] - '0') * 10 + text[4] - '0');
}

static gboolean
has_form(const char *text)
{
	const char *form = FORM;

	for (; *form != '\0' && *text != '\0'; form++, text++)
		if (*form == 'N' ? !g_ascii_isdigit(*text) : *form != *text)
			return FALSE;
	return *form == *text;
}

gboolean
hours_parse(const char *text, struct hours *hours, GError **error)
{
	struct hours parsed;

	if (!has_form(text) || text[3] > '5' || text[9] > '5')
		return config_refuse(error,
		    "\"%s\" are no hours of the day; allowed are such as "
		    "08:00-21:00",
		    text);
	parsed.from_min = minutes_at(text);
	parsed.until_min = minutes_at(text + sizeof("NN:NN-") - 1);
	if (parsed.until_min > 24 * 60 || parsed.from_min >= parsed.until_min)
		return config_refuse(error,
		    "\"%s\" are no hours of one day; allowed are from 00:00 "
		    "to 24:00, the earlier first",
		    text);
	*hours = parsed;
	return TRUE;
}
