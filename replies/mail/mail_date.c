/*
 * mail_date.c - reads a Date header as programs write it, which is not always
 * as RFC 5322 has it. Called by mail.c.
 */
#include <string.h>

#include "replies/mail/mail_part.h"

#define DATE_MAX_BYTES 100

static gboolean
are_digits(const char *at, guint n)
{
	for (guint i = 0; i < n; i++)
		if (!g_ascii_isdigit(at[i]))
			return FALSE;
	return TRUE;
}

/* "10.00.00" and "10:00:60" as GMime has them; in place. */
static void
mend_time(char *date)
{
	for (char *at = date; strlen(at) >= 8; at++) {
		if (!are_digits(at, 2) || !are_digits(at + 3, 2) ||
		    !are_digits(at + 6, 2) || at[2] != at[5] ||
		    strchr(".:", at[2]) == NULL || g_ascii_isdigit(at[8]))
			continue;
		at[2] = at[5] = ':';
		if (at[6] == '6') /* a leap second */
			memcpy(at + 6, "59", 2);
		return;
	}
}

/* "+02:00" and "GMT+0200" as "+0200"; in place. */
static void
mend_zone(char *date)
{
	char *sign = strpbrk(date, "+");
	gsize n;

	if (sign == NULL) {
		sign = strrchr(date, '-');
		if (sign == NULL || sign == date || sign[-1] != ' ')
			return;
	}
	if (are_digits(sign + 1, 2) && sign[3] == ':' &&
	    are_digits(sign + 4, 2))
		memmove(sign + 3, sign + 4, strlen(sign + 4) + 1);
	n = (gsize)(sign - date);
	while (n > 0 && g_ascii_isupper(date[n - 1]))
		date[--n] = ' ';
}

gint64
mail_date_at(const char *value)
{
	g_autofree char *date = g_strstrip(
	    g_strndup(value, strnlen(value, DATE_MAX_BYTES)));
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	/* RFC 3339, as some programs of our days have it. */
	g_autoptr(GDateTime) iso = g_date_time_new_from_iso8601(date, utc);
	g_autoptr(GDateTime) found = NULL;

	if (iso != NULL)
		return g_date_time_to_unix(iso);
	mend_time(date);
	mend_zone(date);
	found = g_mime_utils_header_decode_date(date);
	return found != NULL ? g_date_time_to_unix(found) : 0;
}
