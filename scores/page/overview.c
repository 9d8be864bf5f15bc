/*
 * overview.c - asks for all that an overview has. Shows nothing. See
 * overview.h.
 */
#include "scores/page/overview.h"

#include <string.h>

#include "base/timezone.h"
#include "scores/page/overview_internal.h"
#include "scores/figures/significance.h"

/* Of a period without a beginning, the trend shows the last years. */
#define TREND_DAYS_MAX (3 * 365)

struct gathering {
	const struct overview_request *request;
	struct overview *overview;
	gint32 today;
	const char *const *only; /* touchpoints of the team; NULL: all */
	GHashTable *chosen;	 /* touchpoints that have a row */
};

static void
report_destroy(gpointer report)
{
	report_free(report);
}

void
overview_free(struct overview *overview)
{
	if (overview == NULL)
		return;
	report_free(overview->touchpoints);
	g_clear_pointer(&overview->facets, g_ptr_array_unref);
	g_clear_pointer(&overview->trend, g_ptr_array_unref);
	g_clear_pointer(&overview->shifts, g_ptr_array_unref);
	g_clear_pointer(&overview->falls, g_ptr_array_unref);
	g_clear_pointer(&overview->said, g_ptr_array_unref);
	case_sums_clear(&overview->cases);
	g_free(overview);
}

const struct report_row *
overview_total(const struct overview *overview)
{
	return overview->touchpoints->total;
}

static struct report *
gather_report(const struct gathering *gathering, const char *by, GError **error)
{
	const struct overview_request *request = gathering->request;

	return report_gather(request->store, request->settings,
	    &(struct report_query){ .period = request->period,
		.today = gathering->today,
		.team = request->team,
		.by = by },
	    error);
}

static gboolean
gather_touchpoints(struct gathering *gathering, GError **error)
{
	struct report *report = gather_report(gathering, NULL, error);

	gathering->overview->touchpoints = report;
	if (report == NULL)
		return FALSE;
	for (guint i = 0; i < report->rows->len; i++) {
		struct report_row *row = g_ptr_array_index(report->rows, i);

		g_hash_table_add(gathering->chosen, row->touchpoint);
	}
	return TRUE;
}

static gboolean
gather_facet(struct gathering *gathering, const char *by, GError **error)
{
	struct report *report = gather_report(gathering, by, error);

	if (report != NULL)
		g_ptr_array_add(gathering->overview->facets, report);
	return report != NULL;
}

static gboolean
gather_facets(struct gathering *gathering, GError **error)
{
	static const char *const names[] = { "channel", "language", "source",
		"tag" };
	const struct overview_request *request = gathering->request;
	char **by = request->settings->scoring.by;

	if (request->team == NULL && request->settings->teams->len > 0 &&
	    !gather_facet(gathering, "team", error))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		if (!gather_facet(gathering, names[i], error))
			return FALSE;
	}
	for (; *by != NULL; by++) {
		if (!gather_facet(gathering, *by, error))
			return FALSE;
	}
	return TRUE;
}

static void
add_to_trend(struct gathering *gathering, const struct tally_row *row)
{
	struct overview_span *span;

	if (!g_hash_table_contains(gathering->chosen, row->touchpoint))
		return;
	span = g_ptr_array_index(gathering->overview->trend, row->bucket);
	group_add_tally(&span->tally, &row->tally);
}

/* Of days to come there is nothing to show. */
static GArray *
trend_edges(struct gathering *gathering)
{
	const struct period *period = &gathering->request->period;
	gint32 end = MIN(period->until_day, gathering->today + 1);
	gint32 since = MAX(period->since_day, end - TREND_DAYS_MAX);

	if (period->since_day >= end) {
		since = period->since_day;
		end = since + 1;
	}
	return overview_trend_edges(period->since_day == PERIOD_FIRST_DAY ?
		since :
		period->since_day,
	    end, &gathering->overview->trend_by_month);
}

static gboolean
gather_trend(struct gathering *gathering, GError **error)
{
	GPtrArray *trend = gathering->overview->trend;
	g_autoptr(GArray) edges = trend_edges(gathering);
	g_autoptr(GPtrArray) rows = NULL;

	rows = store_tallies(gathering->request->store,
	    &(struct tally_query){ .edges = (gint32 *)edges->data,
		.n_edges = edges->len },
	    error);
	if (rows == NULL)
		return FALSE;
	for (guint i = 0; i + 1 < edges->len; i++) {
		struct overview_span *span = g_new0(struct overview_span, 1);

		span->since_day = g_array_index(edges, gint32, i);
		span->until_day = g_array_index(edges, gint32, i + 1);
		g_ptr_array_add(trend, span);
	}
	for (guint i = 0; i < rows->len; i++)
		add_to_trend(gathering, g_ptr_array_index(rows, i));
	for (guint i = 0; i < trend->len; i++) {
		struct overview_span *span = g_ptr_array_index(trend, i);

		span->nps = nps_of(span->tally.n);
	}
	return TRUE;
}

static void
hold(struct overview_base *base, const struct base_row *row)
{
	static const char *const names[OVERVIEW_BANDS] = { "promoter",
		"passive", "detractor", "none" };

	for (int i = 0; i < OVERVIEW_BANDS; i++) {
		if (*row->touchpoint != '\0' ||
		    !g_str_equal(row->band, names[i]))
			continue;
		base->bands[i] = (struct overview_holding){ row->contacts,
			row->valued, row->value_micro };
		if (i != OVERVIEW_SILENT)
			base->heard += row->contacts;
	}
}

static gboolean
gather_base(struct gathering *gathering, GError **error)
{
	const struct period *period = &gathering->request->period;
	struct overview_base *base = &gathering->overview->base;
	gint32 end = MIN(period->until_day, gathering->today + 1);
	g_autoptr(GPtrArray) rows = store_base(gathering->request->store,
	    end - REPORT_HEARD_DAYS, end, &base->contacts, error);

	for (guint i = 0; rows != NULL && i < rows->len; i++)
		hold(base, g_ptr_array_index(rows, i));
	return rows != NULL;
}

static gboolean
gather_journey(struct gathering *gathering, GError **error)
{
	const struct overview_request *request = gathering->request;
	const struct period *period = &request->period;
	struct overview *overview = gathering->overview;

	overview->shifts = store_shifts(request->store, period->since_day,
	    period->until_day, error);
	if (overview->shifts == NULL)
		return FALSE;
	for (guint i = overview->shifts->len; i > 0; i--) {
		const struct shift_row *row =
		    g_ptr_array_index(overview->shifts, i - 1);

		if (!g_hash_table_contains(gathering->chosen, row->to))
			g_ptr_array_remove_index(overview->shifts, i - 1);
	}
	overview->falls = store_falls(request->store, gathering->only,
	    period->since_day, period->until_day, OVERVIEW_FALLS_MAX, error);
	return overview->falls != NULL;
}

static gboolean
gather_said(struct gathering *gathering, GError **error)
{
	const struct period *period = &gathering->request->period;

	gathering->overview->said = store_said(gathering->request->store,
	    &(struct said_query){ .touchpoints = gathering->only,
		.from_day = period->since_day,
		.until_day = period->until_day,
		.limit_per_band = OVERVIEW_SAID_PER_BAND },
	    error);
	return gathering->overview->said != NULL;
}

static gint64
day_begins(const struct gathering *gathering, gint32 day)
{
	if (day == PERIOD_FIRST_DAY)
		return 0;
	return timezone_day_begins(gathering->request->settings->organisation
				       .zone,
	    MIN(day, gathering->today + 1));
}

static gboolean
gather_cases(struct gathering *gathering, GError **error)
{
	const struct overview_request *request = gathering->request;

	return store_case_sums(request->store,
	    &(struct case_query){
		.team = request->team != NULL ? request->team->name : NULL,
		.touchpoints = gathering->only,
		.now_at = request->now_at,
		.closed_from_at = day_begins(gathering,
		    request->period.since_day),
		.closed_until_at = day_begins(gathering,
		    request->period.until_day),
		.limit = OVERVIEW_CASES_MAX },
	    &gathering->overview->cases, error);
}

static void
collect_changes(GPtrArray *changes, const struct report *report)
{
	for (guint i = 0; i < report->rows->len; i++) {
		struct report_row *row = g_ptr_array_index(report->rows, i);

		g_ptr_array_add(changes, &row->change);
	}
}

/* Who reads the page looks at all of its changes. */
static void
judge(struct overview *overview)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new();

	g_ptr_array_add(changes, &overview->touchpoints->total->change);
	collect_changes(changes, overview->touchpoints);
	for (guint i = 0; i < overview->facets->len; i++)
		collect_changes(changes,
		    g_ptr_array_index(overview->facets, i));
	significance_judge((struct nps_change **)changes->pdata, changes->len);
}

static gboolean
gather_all(struct gathering *gathering, GError **error)
{
	if (!gather_touchpoints(gathering, error) ||
	    !gather_facets(gathering, error) ||
	    !gather_trend(gathering, error) || !gather_base(gathering, error) ||
	    !gather_journey(gathering, error) ||
	    !gather_said(gathering, error) || !gather_cases(gathering, error))
		return FALSE;
	judge(gathering->overview);
	return TRUE;
}

struct overview *
overview_gather(const struct overview_request *request, GError **error)
{
	g_autoptr(overview) overview = g_new0(struct overview, 1);
	g_autoptr(GHashTable)
	    chosen = g_hash_table_new(g_str_hash, g_str_equal);
	struct gathering gathering = { .request = request,
		.overview = overview,
		.chosen = chosen };
	const struct team *team = request->team;

	overview->settings = request->settings;
	overview->team = team;
	overview->period = request->period;
	overview->now_at = request->now_at;
	overview->trend = g_ptr_array_new_with_free_func(g_free);
	overview->facets = g_ptr_array_new_with_free_func(report_destroy);
	if (team != NULL && *team->touchpoints != NULL)
		gathering.only = (const char *const *)team->touchpoints;
	gathering.today = timezone_day(request->settings->organisation.zone,
	    request->now_at);
	overview->last_day = request->period.until_day == PERIOD_LAST_DAY ?
	    MAX(gathering.today, request->period.since_day) :
	    request->period.until_day - 1;
	return gather_all(&gathering, error) ? g_steal_pointer(&overview) :
					       NULL;
}
