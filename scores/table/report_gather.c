/*
 * report_gather.c - reads what a report is made of from the store, and puts it
 * together. Decides nothing about scores (nps.c, significance.c) and prints
 * nothing. Called by cli/ through report.h.
 */
#include <string.h>

#include "base/errors.h"
#include "scores/table/report.h"
#include "store/answers/unlinked.h"

#define QUARTILE ":quartile"

/* What `by` asks for. */
enum kind {
	KIND_TOUCHPOINT,
	KIND_TEAM,
	KIND_VALUE,
	KIND_QUARTILE,
};

struct work {
	struct store *store;
	const struct settings *settings;
	const struct report_query *query;
	enum kind kind;
	char *facet; /* of KIND_VALUE and KIND_QUARTILE */
	GPtrArray *anonymous; /* struct anonymous_touchpoint */
	gint32 edges[3];
	guint n_edges;
};

static gboolean
usage(GError **error, const char *message)
{
	g_set_error_literal(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
	    message);
	return FALSE;
}

/* Such a name may have a colon: only what is surely meant otherwise. */
static gboolean
is_mistaken(const char *by)
{
	static const char *const mistaken[] = { "quartiles", "quartil",
		"quarter", "quarters", "median", "tercile", "quintile",
		"decile", "percentile", NULL };
	const char *colon = strrchr(by, ':');

	return colon != NULL && g_strv_contains(mistaken, colon + 1);
}

static gboolean
read_kind(struct work *work, GError **error)
{
	const char *by = work->query->by;

	if (by == NULL || strcmp(by, "touchpoint") == 0) {
		work->kind = KIND_TOUCHPOINT;
	} else if (strcmp(by, "team") == 0) {
		work->kind = KIND_TEAM;
		if (work->settings->teams->len == 0)
			return usage(error,
			    "there is no [team NAME]; allowed is another word "
			    "than team");
	} else if (g_str_has_suffix(by, QUARTILE)) {
		work->kind = KIND_QUARTILE;
		work->facet = g_strndup(by, strlen(by) - strlen(QUARTILE));
	} else if (is_mistaken(by)) {
		return usage(error,
		    "allowed behind the name of an attribute is :quartile, as "
		    "in nights:quartile");
	} else {
		work->kind = KIND_VALUE;
		work->facet = g_strdup(by);
	}
	if (work->facet != NULL && *work->facet == '\0')
		return usage(error,
		    "by what? allowed are touchpoint, team, channel, language, "
		    "source, tag, and attributes");
	if (work->facet != NULL && work->query->source != REPORT_ALL)
		return usage(error,
		    "what was solicited is shown by touchpoint or by team "
		    "alone; allowed is one of the two");
	return TRUE;
}

static void
set_edges(struct work *work)
{
	const struct period *period = &work->query->period;

	if (period->before_day < period->since_day)
		work->edges[work->n_edges++] = period->before_day;
	work->edges[work->n_edges++] = period->since_day;
	work->edges[work->n_edges++] = period->until_day;
}

/* Now, or when people were asked: the store remembers. */
static gboolean
is_anonymous(const struct work *work, const char *name)
{
	const struct touchpoint *touchpoint = settings_touchpoint(
	    work->settings, name);

	if (touchpoint != NULL && touchpoint->anonymous)
		return TRUE;
	for (guint i = 0; i < work->anonymous->len; i++) {
		const struct anonymous_touchpoint *each =
		    work->anonymous->pdata[i];

		if (strcmp(each->name, name) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_of_team(const struct work *work, const char *touchpoint)
{
	const struct team *team = work->query->team;

	return team == NULL || *team->touchpoints == NULL ||
	    g_strv_contains((const char *const *)team->touchpoints, touchpoint);
}

/* How an answer came; an invitation that was sent is not solicited. */
static gboolean
is_of_source(const struct work *work, const char *source)
{
	gboolean solicited = *source != '\0' && strcmp(source, "reply") != 0;

	switch (work->query->source) {
	case REPORT_ALL:
		return TRUE;
	case REPORT_SOLICITED:
		return solicited;
	case REPORT_UNSOLICITED:
		return !solicited;
	}
	g_assert_not_reached();
}

/*
 * The tallies by a facet (NULL: none) that count here. No answer at an
 * anonymous touchpoint is in a group by anything: *left_out says if there was
 * any.
 */
static GPtrArray *
read_tallies(const struct work *work, const char *facet, gboolean *left_out,
    GError **error)
{
	gboolean sources = work->query->source != REPORT_ALL;
	const struct tally_query query = {
		.edges = work->edges,
		.n_edges = work->n_edges,
		.by = sources ? "source" : facet,
	};
	GPtrArray *tallies = store_tallies(work->store, &query, error);
	guint kept = 0;

	if (tallies == NULL)
		return NULL;
	for (guint i = 0; i < tallies->len; i++) {
		struct tally_row *row = tallies->pdata[i];
		gboolean hidden = (sources || work->facet != NULL) &&
		    is_anonymous(work, row->touchpoint);

		*left_out |= hidden;
		if (!hidden && is_of_team(work, row->touchpoint) &&
		    (!sources || is_of_source(work, row->value))) {
			tallies->pdata[i] = tallies->pdata[kept];
			tallies->pdata[kept++] = row;
		}
	}
	g_ptr_array_set_size(tallies, (int)kept);
	return tallies;
}

/* The configured ones first, in their order; a team has its own alone. */
static GPtrArray *
by_touchpoint(const struct work *work, const struct tallies *tallies)
{
	const struct team *team = work->query->team;
	gboolean chosen = team != NULL && *team->touchpoints != NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct group_choice choice = { .others = !chosen };

	for (guint i = 0; i < work->settings->touchpoints->len; i++) {
		const struct touchpoint *each =
		    work->settings->touchpoints->pdata[i];

		g_ptr_array_add(names, each->name);
	}
	g_ptr_array_add(names, NULL);
	choice.touchpoints = chosen ?
	    (const char *const *)team->touchpoints :
	    (const char *const *)names->pdata;
	return group_by_touchpoint(tallies, &choice);
}

static GPtrArray *
by_team(const struct work *work, const struct tallies *tallies)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();

	if (work->query->team == NULL)
		return group_by_team(tallies, work->settings->teams);
	g_ptr_array_add(one, (gpointer)work->query->team);
	return group_by_team(tallies, one);
}

static GPtrArray *
groups_of(const struct work *work, const struct tallies *tallies)
{
	g_autoptr(GPtrArray) values = NULL;

	switch (work->kind) {
	case KIND_TOUCHPOINT:
		return by_touchpoint(work, tallies);
	case KIND_TEAM:
		return by_team(work, tallies);
	case KIND_VALUE:
		return group_by_value(tallies);
	case KIND_QUARTILE:
		values = group_by_value(tallies);
		return group_by_quartile(values);
	}
	g_assert_not_reached();
}

/* By touchpoint, whatever the groups are: one touchpoint may be of several
 * teams, and one answer may have several tags. */
static struct report_row *
total_row(const struct work *work, const struct tallies *tallies)
{
	g_autoptr(GPtrArray) groups = by_touchpoint(work, tallies);
	struct group sum = group_sum(groups);

	return report_row_new(&sum, &work->settings->scoring);
}

static void
fill_rows(const struct work *work, struct report *report,
    const GPtrArray *groups)
{
	report->rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)report_row_free);
	for (guint i = 0; i < groups->len; i++) {
		const struct group *group = groups->pdata[i];
		struct report_row *row = report_row_new(group,
		    &work->settings->scoring);

		if (work->kind == KIND_TOUCHPOINT)
			row->touchpoint = g_strdup(group->name);
		else
			row->group = g_strdup(group->name);
		g_ptr_array_add(report->rows, row);
	}
}

static void
set_heard(struct report_row *row, gint64 heard, gint64 contacts)
{
	row->has_heard = contacts > 0;
	row->heard = heard;
	row->heard_share = contacts > 0 ? (double)heard / (double)contacts :
					  0.0;
}

/* Anywhere is more than at a team's touchpoints, and is not told of these. */
static gboolean
read_base(const struct work *work, struct report *report, GError **error)
{
	gint32 until_day = work->query->today + 1;
	g_autoptr(GPtrArray) base = store_base(work->store,
	    until_day - REPORT_HEARD_DAYS, until_day, &report->contacts, error);
	gint64 anywhere = 0;

	if (base == NULL)
		return FALSE;
	for (guint i = 0; i < base->len; i++) {
		const struct base_row *heard = base->pdata[i];

		if (*heard->touchpoint == '\0' &&
		    strcmp(heard->band, "none") != 0)
			anywhere += heard->contacts;
	}
	if (work->query->team == NULL)
		set_heard(report->total, anywhere, report->contacts);
	for (guint i = 0; i < report->rows->len; i++) {
		struct report_row *row = report->rows->pdata[i];

		if (row->touchpoint == NULL ||
		    is_anonymous(work, row->touchpoint))
			continue;
		set_heard(row, 0, report->contacts);
		for (guint k = 0; k < base->len; k++) {
			const struct base_row *heard = base->pdata[k];

			if (strcmp(heard->touchpoint, row->touchpoint) == 0)
				set_heard(row, heard->contacts,
				    report->contacts);
		}
	}
	return TRUE;
}

static struct report *
gather(const struct work *work, GError **error)
{
	g_autoptr(report) report = g_new0(struct report, 1);
	g_autoptr(GPtrArray) all = NULL, found = NULL, groups = NULL;
	struct tallies tallies = { .now = work->n_edges - 2 };

	report->by = g_strdup(work->query->by != NULL ? work->query->by :
							"touchpoint");
	report->period = work->query->period;
	report->min_answers = work->settings->scoring.min_answers;
	all = read_tallies(work, NULL, &report->without_anonymous, error);
	if (all == NULL)
		return NULL;
	found = work->facet == NULL ?
	    g_ptr_array_ref(all) :
	    read_tallies(work, work->facet, &report->without_anonymous, error);
	if (found == NULL)
		return NULL;
	tallies.rows = all;
	report->total = total_row(work, &tallies);
	tallies.rows = found;
	groups = groups_of(work, &tallies);
	if (work->facet != NULL)
		report->hidden = group_hide_small(groups, report->min_answers);
	fill_rows(work, report, groups);
	if (!read_base(work, report, error))
		return NULL;
	report_judge(report->rows, report->total);
	return g_steal_pointer(&report);
}

struct report *
report_gather(struct store *store, const struct settings *settings,
    const struct report_query *query, GError **error)
{
	struct work work = {
		.store = store,
		.settings = settings,
		.query = query,
	};
	struct report *report = NULL;

	set_edges(&work);
	work.anonymous = store_anonymous(store, error);
	if (work.anonymous != NULL && read_kind(&work, error))
		report = gather(&work, error);
	g_clear_pointer(&work.anonymous, g_ptr_array_unref);
	g_free(work.facet);
	return report;
}
