/*
 * days.c - from options to days. See days.h.
 */
#include "cli/days.h"

#include "base/timezone.h"

gint32
days_today(const struct app *app)
{
	return timezone_day(app->settings->organisation.zone,
	    clock_now(&app->clock));
}

static gboolean
read_day(const char *text, const char *option, GTimeZone *zone, gint32 *day,
    GError **error)
{
	gint64 at;

	if (!time_parse(text, zone, &at, error)) {
		g_prefix_error(error, "%s: ", option);
		return FALSE;
	}
	*day = timezone_day(zone, at);
	return TRUE;
}

static gboolean
read_days(const struct app *app, const struct days *days, struct period *period,
    GError **error)
{
	GTimeZone *zone = app->settings->organisation.zone;
	gint32 since_day = PERIOD_FIRST_DAY, until_day = PERIOD_LAST_DAY;

	if (days->since != NULL &&
	    !read_day(days->since, "--since", zone, &since_day, error))
		return FALSE;
	if (days->until != NULL) {
		if (!read_day(days->until, "--until", zone, &until_day, error))
			return FALSE;
		until_day++;
	}
	if (period_of_days(since_day, until_day, days_today(app), period, NULL))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
	    "--since %s is after --until %s", days->since, days->until);
	return FALSE;
}

gboolean
days_read(const struct app *app, const struct days *days, struct period *period,
    GError **error)
{
	if (days->period == NULL)
		return read_days(app, days, period, error);
	if (days->since == NULL && days->until == NULL)
		return period_parse(days->period, days_today(app),
		    app->settings->scoring.fiscal_month, period, error);
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
	    "--period says both days; allowed is it alone, or --since and "
	    "--until");
	return FALSE;
}
