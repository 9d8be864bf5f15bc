/*
 * overview.h - all there is to say of a period, gathered: for a page (page.h)
 * and as data (overview_data.h). Called by `dripscore report`.
 *
 * It asks the store a fixed number of questions, each answered from roll-ups or
 * with a ceiling: it costs the same, however many answers there are.
 */
#ifndef SCORES_OVERVIEW_H
#define SCORES_OVERVIEW_H

#include "base/autoptr.h"
#include "base/settings.h"
#include "scores/table/report.h"
#include "store/cases/cases.h"
#include "store/counts/scores.h"

#define OVERVIEW_SAID_PER_BAND 12
#define OVERVIEW_FALLS_MAX 12
#define OVERVIEW_CASES_MAX 12

/* A piece of the trend: a week, a month. */
struct overview_span {
	gint32 since_day, until_day;
	struct tally tally;
	struct nps nps;
};

/* Who said what last, in the twelve months until the period's end. */
enum overview_band {
	OVERVIEW_PROMOTERS,
	OVERVIEW_PASSIVES,
	OVERVIEW_DETRACTORS,
	OVERVIEW_SILENT, /* not heard of */
};
#define OVERVIEW_BANDS 4
struct overview_holding {
	gint64 contacts, valued, value_micro;
};
struct overview_base {
	gint64 contacts; /* all there are */
	gint64 heard;	 /* of them, in twelve months, anywhere */
	struct overview_holding bands[OVERVIEW_BANDS];
};

struct overview {
	const struct settings *settings; /* borrowed, as is team */
	const struct team *team;	 /* NULL: all touchpoints */
	struct period period;
	gint32 last_day; /* of the period; if it has no end, today */
	gint64 now_at;
	/* real: judged among all lines of the overview. */
	struct report *touchpoints;
	GPtrArray *facets; /* struct report */
	GPtrArray *trend;  /* struct overview_span, without gaps */
	gboolean trend_by_month;
	struct overview_base base;
	GPtrArray *shifts; /* struct shift_row */
	GPtrArray *falls;  /* struct fall_row */
	GPtrArray *said;   /* struct said */
	struct case_sums cases;
};
void overview_free(struct overview *overview);
AUTOPTR_DEFINE(overview, overview_free)

struct overview_request {
	struct store *store;
	const struct settings *settings;
	const struct team *team; /* or NULL */
	struct period period;
	gint64 now_at;
};
/* NULL with error set if the store fails. */
struct overview *overview_gather(const struct overview_request *request,
    GError **error);

/* Over all touchpoints; borrowed. */
const struct report_row *overview_total(const struct overview *overview);

#endif
