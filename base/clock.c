/*
 * clock.c - reads the system's clock or a staged one, and times as people
 * write them. Knows no calendar rules: those are in timezone.c. Called by cli/
 * for the clocks, and wherever a time comes in or goes out as text.
 */
#include "base/clock.h"

#include "base/errors.h"
#include "base/timezone.h"

gint64
clock_now(const struct clock *clock)
{
	return clock->staged ? clock->staged_at :
			       g_get_real_time() / G_USEC_PER_SEC;
}

void
clock_move(struct clock *clock, gint64 to_at)
{
	g_assert(clock->staged);
	clock->staged_at = MAX(clock->staged_at, to_at);
}

/* What was read so far of a time, and what is left of the text. */
struct scan {
	const char *rest;
	struct local_time local;
	gboolean has_time;
	gboolean has_offset;
	int offset_s;
};

/* Exactly n digits, at most `most`; -1 if they aren't there. */
static int
scan_digits(struct scan *scan, guint n, int most)
{
	int value = 0;

	for (guint i = 0; i < n; i++) {
		int digit = g_ascii_digit_value(scan->rest[i]);

		if (digit < 0)
			return -1;
		value = value * 10 + digit;
	}
	if (value > most)
		return -1;
	scan->rest += n;
	return value;
}

static gboolean
scan_char(struct scan *scan, char c)
{
	if (*scan->rest != c)
		return FALSE;
	scan->rest++;
	return TRUE;
}

/* "2026-03-01" or "20260301", and a day that the calendar has. */
static gboolean
scan_date(struct scan *scan)
{
	struct local_time *local = &scan->local;
	gboolean dashes;

	local->year = scan_digits(scan, 4, 9999);
	if (local->year < 1)
		return FALSE;
	dashes = scan_char(scan, '-');
	local->month = scan_digits(scan, 2, 12);
	if (local->month < 1 || (dashes && !scan_char(scan, '-')))
		return FALSE;
	local->day = scan_digits(scan, 2, 31);
	return local->day >= 1 &&
	    g_date_valid_dmy((GDateDay)local->day, (GDateMonth)local->month,
		(GDateYear)local->year);
}

/*
 * "12:00", "12:00:00", "120000", a fraction of the second that is dropped. The
 * second may be 60 (RFC 3339, 5.6): a leap second is the next one's first.
 */
static gboolean
scan_time(struct scan *scan)
{
	struct local_time *local = &scan->local;
	gboolean colons;

	local->hour = scan_digits(scan, 2, 23);
	colons = scan_char(scan, ':');
	local->minute = local->hour < 0 ? -1 : scan_digits(scan, 2, 59);
	if (local->minute < 0)
		return FALSE;
	scan->has_time = TRUE;
	if (colons ? !scan_char(scan, ':') : !g_ascii_isdigit(*scan->rest))
		return TRUE;
	local->second = scan_digits(scan, 2, 60);
	if (local->second < 0)
		return FALSE;
	if (!scan_char(scan, '.') && !scan_char(scan, ','))
		return TRUE;
	if (!g_ascii_isdigit(*scan->rest))
		return FALSE;
	while (g_ascii_isdigit(*scan->rest))
		scan->rest++;
	return TRUE;
}

/* "Z", "+02:00", "+0200", "+02". Nothing is right too: no offset. */
static gboolean
scan_offset(struct scan *scan)
{
	int sign = *scan->rest == '-' ? -1 : 1;
	int hours, minutes = 0;

	if (*scan->rest == '\0')
		return TRUE;
	scan->has_offset = TRUE;
	if (scan_char(scan, 'Z') || scan_char(scan, 'z'))
		return TRUE;
	if (!scan_char(scan, '+') && !scan_char(scan, '-'))
		return FALSE;
	hours = scan_digits(scan, 2, 23);
	if (hours >= 0 && *scan->rest != '\0') {
		scan_char(scan, ':');
		minutes = scan_digits(scan, 2, 59);
	}
	scan->offset_s = sign * (hours * 3600 + minutes * 60);
	return hours >= 0 && minutes >= 0;
}

static gboolean
scan_all(struct scan *scan)
{
	if (!scan_date(scan))
		return FALSE;
	if (*scan->rest == '\0')
		return TRUE;
	if (!scan_char(scan, 'T') && !scan_char(scan, 't') &&
	    !scan_char(scan, ' '))
		return FALSE;
	return scan_time(scan) && scan_offset(scan) && *scan->rest == '\0';
}

gboolean
time_parse(const char *text, GTimeZone *zone, gint64 *at, GError **error)
{
	struct scan scan = { .rest = text };
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	if (!scan_all(&scan)) {
		g_autofree char *head = g_strndup(text, 40);
		g_autofree char *shown = g_strescape(head, NULL);

		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "\"%s\" is no date or time; allowed are forms such as "
		    "2026-03-01, 2026-03-01T12:00:00Z and "
		    "2026-03-01 12:00:00+02:00",
		    shown);
		return FALSE;
	}
	if (scan.has_offset || zone == NULL)
		zone = utc;
	if (scan.has_time)
		*at = timezone_to_utc(zone, &scan.local) - scan.offset_s;
	else
		*at = timezone_day_begins(zone,
		    timezone_local_day(&scan.local));
	return TRUE;
}

char *
time_format(gint64 at)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	struct local_time local;

	timezone_to_local(utc, at, &local);
	return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", local.year,
	    local.month, local.day, local.hour, local.minute, local.second);
}
