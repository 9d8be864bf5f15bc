/*
 * overview_internal.h - between the files that gather an overview: overview.c
 * and overview_trend.c.
 */
#ifndef SCORES_OVERVIEW_INTERNAL_H
#define SCORES_OVERVIEW_INTERNAL_H

#include "scores/page/overview.h"

/*
 * The days on which the pieces of a trend begin, and the end of the last one:
 * of gint32. Thirteen weeks up to until_day; or the whole period if it is
 * longer, in at most OVERVIEW_TREND_MAX pieces: weeks, or else whole months.
 */
#define OVERVIEW_TREND_MAX 36
GArray *overview_trend_edges(gint32 since_day, gint32 until_day,
    gboolean *by_month);

#endif
