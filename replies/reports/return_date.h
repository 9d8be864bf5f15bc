/*
 * return_date.h - when the writer of an out-of-office note is back.
 */
#ifndef REPLIES_RETURN_DATE_H
#define REPLIES_RETURN_DATE_H

#include <glib.h>

/*
 * 00:00 UTC of the first day on which they are here again, by the texts of a
 * note that was written at written_at (0: not known; then only dates with a
 * year are read). "Until 7 January" is back on the 8th. 0 if it does not say,
 * if it can be read in two ways, or if the day is not within a year after
 * written_at. subject may be NULL.
 */
gint64 return_date_of(const char *subject, const char *text, gint64 written_at);

#endif
