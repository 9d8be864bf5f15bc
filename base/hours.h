/*
 * hours.h - hours of the day, "08:00-21:00". Pure.
 */
#ifndef BASE_HOURS_H
#define BASE_HOURS_H

#include <glib.h>

/* Minutes after midnight, local time; from < until <= 24 * 60. */
struct hours {
	guint from_min, until_min;
};

/* FALSE with error set if it is not HH:MM-HH:MM in that order. */
gboolean hours_parse(const char *text, struct hours *hours, GError **error);

#endif
