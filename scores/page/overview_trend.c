/*
 * overview_trend.c - into which pieces a trend is cut. Pure; called by
 * overview.c.
 */
#include "base/timezone.h"
#include "scores/page/overview_internal.h"

#define WEEK_DAYS 7
#define TREND_WEEKS 13
#define MONTHS_OF_YEAR 12

static int
months_of(gint32 day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	return g_date_get_year(&date) * MONTHS_OF_YEAR +
	    (int)g_date_get_month(&date) - 1;
}

static gint32
month_begins(int months)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(&date, 1, (GDateMonth)(months % MONTHS_OF_YEAR + 1),
	    (GDateYear)(months / MONTHS_OF_YEAR));
	return (gint32)g_date_get_julian(&date) - EPOCH_JULIAN;
}

static GArray *
edges_by_week(gint32 since_day, gint32 until_day)
{
	int n = MAX((until_day - since_day + WEEK_DAYS - 1) / WEEK_DAYS,
	    TREND_WEEKS);
	GArray *edges = g_array_new(FALSE, FALSE, sizeof(gint32));

	for (int i = n; i >= 0; i--) {
		gint32 day = until_day - i * WEEK_DAYS;

		g_array_append_val(edges, day);
	}
	return edges;
}

/* The first and the last piece may be part of a month. */
static GArray *
edges_by_month(gint32 since_day, gint32 until_day)
{
	static const int steps[] = { 1, 2, 3, 6, 12, 24, 60, 120, 600 };
	GArray *edges = g_array_new(FALSE, FALSE, sizeof(gint32));
	int first = months_of(since_day), last = months_of(until_day - 1);
	int step = 1;

	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
		step = steps[i];
		if ((last - first) / step + 2 <= OVERVIEW_TREND_MAX)
			break;
	}
	g_array_append_val(edges, since_day);
	for (int month = first - first % step + step; month <= last;
	     month += step) {
		gint32 day = month_begins(month);

		g_array_append_val(edges, day);
	}
	g_array_append_val(edges, until_day);
	return edges;
}

GArray *
overview_trend_edges(gint32 since_day, gint32 until_day, gboolean *by_month)
{
	*by_month = until_day - since_day > OVERVIEW_TREND_MAX * WEEK_DAYS;
	return *by_month ? edges_by_month(since_day, until_day) :
			   edges_by_week(since_day, until_day);
}
