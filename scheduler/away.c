/*
 * away.c - see away.h. Called by follow_up.c for what is planned, by
 * departure.c for what is about to leave, and by `dripscore why`.
 */
#include "scheduler/away.h"

#include "base/timezone.h"
#include "scheduler/window.h"

#define DAY_S (24 * 60 * 60)

gint64
away_ends_at(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct contact *contact,
    gint64 away_until)
{
	g_autoptr(window) window = NULL;

	if (away_until == 0)
		return 0;
	window = window_of(settings, touchpoint, contact, CHANNEL_EMAIL);
	return timezone_day_begins(window->zone, (gint32)(away_until / DAY_S));
}

char *
away_reason(gint64 away_until)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *when = timezone_format(utc, away_until);

	return g_strdup_printf("away until %.10s, by an auto-reply", when);
}
