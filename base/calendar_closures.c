/*
 * calendar_closures.c - reads an iCalendar file into the closures of a
 * calendar. Knows no hours. Called by the settings.
 */
#include "base/calendar_internal.h"
#include "base/errors.h"

gboolean
calendar_add_closures(struct calendar *calendar, const char *text, gsize n,
    GPtrArray *mistakes, GError **error)
{
	(void)calendar;
	(void)text;
	(void)n;
	(void)mistakes;
	return config_refuse(error, "closures are not read yet");
}
