/*
 * digest_gather.c - the facts of a digest, from the store, all of one moment.
 * What they say is judged by digest_signs.c and significance.h; what stands
 * still is digest_still.c's. Called by the daemon and by `dripscore digest`.
 */
#include "base/timezone.h"
#include "scores/digest/digest_signs.h"
#include "scores/digest/digest_still.h"
#include "scores/figures/significance.h"

#define DAY_S 86400
#define WEEK_S (7 * DAY_S)
#define ANONYMOUS_MIN 5

/* Which touchpoints: NULL for all, as the store wants it. */
static const char *const *
touchpoints_of(const struct team *team)
{
	return *team->touchpoints != NULL ?
	    (const char *const *)team->touchpoints :
	    NULL;
}

static struct digest_row *
row_at(GPtrArray *rows, const char *touchpoint)
{
	for (guint i = 0; i < rows->len; i++) {
		struct digest_row *row = rows->pdata[i];

		if (g_str_equal(row->touchpoint, touchpoint))
			return row;
	}
	return NULL;
}

static struct digest_row *
row_add(GPtrArray *rows, const char *touchpoint)
{
	struct digest_row *row = g_new0(struct digest_row, 1);

	row->touchpoint = g_strdup(touchpoint);
	g_ptr_array_add(rows, row);
	return row;
}

/* The team's; else all, first in the order of the configuration. */
static void
begin_rows(const struct digest_source *source, GPtrArray *rows)
{
	const char *const *chosen = touchpoints_of(source->team);
	const GPtrArray *all = source->settings->touchpoints;

	for (; chosen != NULL && *chosen != NULL; chosen++)
		if (row_at(rows, *chosen) == NULL)
			row_add(rows, *chosen);
	for (guint i = 0; touchpoints_of(source->team) == NULL && i < all->len;
	     i++) {
		const struct touchpoint *touchpoint = all->pdata[i];

		row_add(rows, touchpoint->name);
	}
}

static void
tally_add(struct tally *sum, const struct tally *tally)
{
	for (gsize i = 0; i < G_N_ELEMENTS(sum->n); i++)
		sum->n[i] += tally->n[i];
	sum->commented += tally->commented;
	sum->sent += tally->sent;
	sum->answered += tally->answered;
}

static gint64
answers_of(const struct tally *tally)
{
	gint64 answers = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(tally->n); i++)
		answers += tally->n[i];
	return answers;
}

/* Of rows [0] and the total [1]: what was counted before. */
struct before {
	GPtrArray *rows; /* struct digest_row, by touchpoint */
	struct tally total;
};

static void
compare(struct digest_facts *facts, const struct before *before)
{
	g_autofree struct nps_change **changes = g_new0(struct nps_change *,
	    facts->rows->len + 1);
	struct nps then = nps_of(before->total.n);
	guint n = 0;

	facts->total.nps = nps_of(facts->total.tally.n);
	facts->total.change = nps_compare(&then, &facts->total.nps);
	changes[n++] = &facts->total.change;
	for (guint i = 0; i < facts->rows->len; i++) {
		struct digest_row *row = facts->rows->pdata[i];
		const struct digest_row *earlier = row_at(before->rows,
		    row->touchpoint);

		row->nps = nps_of(row->tally.n);
		if (earlier == NULL)
			continue;
		then = nps_of(earlier->tally.n);
		row->change = nps_compare(&then, &row->nps);
		/* One row says what the total says. */
		if (facts->rows->len > 1)
			changes[n++] = &row->change;
	}
	significance_judge(changes, n);
}

/* Of a few who have answered at an anonymous touchpoint not even that is told,
 * in its row or in the sum of all. */
static struct tally
told_of(const struct settings *settings, const struct tally_row *row)
{
	const struct touchpoint *touchpoint = settings_touchpoint(settings,
	    row->touchpoint);
	struct tally tally = row->tally;

	if (touchpoint != NULL && touchpoint->anonymous &&
	    tally.answered < MAX(ANONYMOUS_MIN, settings->scoring.min_answers))
		tally.sent = tally.answered = 0;
	return tally;
}

static gboolean
gather_rows(const struct digest_source *source, struct digest_facts *facts,
    struct tally *before_total, GError **error)
{
	const gint32 edges[] = { facts->period.before_day,
		facts->period.since_day, facts->period.until_day };
	const struct tally_query query = { edges, G_N_ELEMENTS(edges), NULL };
	g_autoptr(GPtrArray) tallies = store_tallies(source->store, &query,
	    error);
	g_autoptr(GPtrArray) earlier = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)digest_row_free);
	struct before before = { earlier, { .sent = 0 } };

	if (tallies == NULL)
		return FALSE;
	begin_rows(source, facts->rows);
	for (guint i = 0; i < tallies->len; i++) {
		const struct tally_row *each = tallies->pdata[i];
		struct digest_row *row = row_at(facts->rows, each->touchpoint);
		struct tally tally;

		if (!team_has_touchpoint(source->team, each->touchpoint))
			continue;
		if (row == NULL)
			row = row_add(facts->rows, each->touchpoint);
		if (each->bucket == 0)
			row = row_add(earlier, each->touchpoint);
		tally = told_of(source->settings, each);
		tally_add(&row->tally, &tally);
		tally_add(each->bucket == 0 ? &before.total :
					      &facts->total.tally,
		    &tally);
	}
	compare(facts, &before);
	*before_total = before.total;
	return TRUE;
}

/* Day by day: the weeks' scores, and who has gone silent. */
static gboolean
gather_days(const struct digest_source *source, struct digest_facts *facts,
    GError **error)
{
	gint32 edges[DIGEST_DAYS + 1];
	const struct tally_query query = { edges, DIGEST_DAYS + 1, NULL };
	gint32 first_day = facts->period.until_day - DIGEST_DAYS;
	gint64 weeks[DIGEST_WEEKS][NPS_SCORES] = { 0 };
	g_autoptr(GPtrArray) tallies = NULL;

	for (gint32 i = 0; i <= DIGEST_DAYS; i++)
		edges[i] = first_day + i;
	tallies = store_tallies(source->store, &query, error);
	if (tallies == NULL)
		return FALSE;
	for (guint i = 0; i < tallies->len;) {
		const struct tally_row *first = tallies->pdata[i];
		struct digest_days days = { { 0 }, { 0 } };

		for (; i < tallies->len; i++) {
			const struct tally_row *each = tallies->pdata[i];

			if (!g_str_equal(each->touchpoint, first->touchpoint))
				break;
			if (!team_has_touchpoint(source->team,
				each->touchpoint))
				continue;
			days.answers[each->bucket] = answers_of(&each->tally);
			days.sent[each->bucket] = each->tally.sent;
			for (int s = 0; s < NPS_SCORES; s++)
				weeks[each->bucket / 7][s] += each->tally.n[s];
		}
		if (settings_touchpoint(source->settings, first->touchpoint) !=
		    NULL)
			digest_note_silence(facts, first->touchpoint, &days);
	}
	for (int i = 0; i < DIGEST_WEEKS; i++) {
		facts->weeks[i].since_day = first_day + 7 * i;
		facts->weeks[i].nps = nps_of(weeks[i]);
	}
	return TRUE;
}

static struct digest_tag *
tag_at(GPtrArray *tags, const char *name)
{
	struct digest_tag *tag;

	for (guint i = 0; i < tags->len; i++) {
		tag = tags->pdata[i];
		if (g_str_equal(tag->name, name))
			return tag;
	}
	tag = g_new0(struct digest_tag, 1);
	tag->name = g_strdup(name);
	g_ptr_array_add(tags, tag);
	return tag;
}

static gboolean
gather_tags(const struct digest_source *source, struct digest_facts *facts,
    const struct tally *before, GError **error)
{
	const gint32 edges[] = { facts->period.before_day,
		facts->period.since_day, facts->period.until_day };
	const struct tally_query query = { edges, G_N_ELEMENTS(edges), "tag" };
	g_autoptr(GPtrArray) tallies = store_tallies(source->store, &query,
	    error);
	g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)digest_tag_free);

	if (tallies == NULL)
		return FALSE;
	for (guint i = 0; i < tallies->len; i++) {
		const struct tally_row *each = tallies->pdata[i];
		struct digest_tag *tag;

		if (*each->value == '\0' ||
		    !team_has_touchpoint(source->team, each->touchpoint))
			continue;
		tag = tag_at(tags, each->value);
		*(each->bucket == 0 ? &tag->before : &tag->now) +=
		    answers_of(&each->tally);
	}
	g_ptr_array_unref(facts->tags);
	facts->tags = digest_rising(tags, answers_of(&facts->total.tally),
	    answers_of(before));
	return TRUE;
}

static gboolean
gather_said(const struct digest_source *source, struct digest_facts *facts,
    GError **error)
{
	const struct said_query query = {
		.touchpoints = touchpoints_of(source->team),
		.from_day = facts->period.since_day,
		.until_day = facts->period.until_day,
		.limit_per_band = DIGEST_DETRACTORS_MAX,
	};

	g_ptr_array_unref(facts->said);
	facts->said = store_said(source->store, &query, error);
	if (facts->said != NULL)
		return TRUE;
	facts->said = g_ptr_array_new();
	return FALSE;
}

static gboolean
gather_work(const struct digest_source *source, struct digest_facts *facts,
    GError **error)
{
	GTimeZone *zone = source->settings->organisation.zone;
	const struct case_query query = {
		.team = source->team->name,
		.touchpoints = (const char *const *)source->team->touchpoints,
		.limit = DIGEST_CASES_MAX,
		.now_at = facts->now_at,
		.closed_from_at = timezone_day_begins(zone,
		    facts->period.since_day),
		.closed_until_at = timezone_day_begins(zone,
		    facts->period.until_day),
	};
	GPtrArray *planned = store_planned(source->store,
	    facts->now_at + WEEK_S, &facts->planned_all, error);

	if (planned == NULL)
		return FALSE;
	g_ptr_array_unref(facts->planned);
	facts->planned = planned;
	for (guint i = planned->len; i > 0; i--) {
		const struct touchpoint_count *count = planned->pdata[i - 1];

		if (!team_has_touchpoint(source->team, count->touchpoint))
			g_ptr_array_remove_index(planned, i - 1);
	}
	case_sums_clear(&facts->cases);
	return store_case_sums(source->store, &query, &facts->cases, error);
}

static gboolean
seal_facts(const struct digest_source *source, struct digest_facts *facts,
    GError **error)
{
	facts->seal = seal_new(source->team->name, facts->period.until_at);
	for (guint i = 0; i < facts->rows->len; i++) {
		const struct digest_row *row = facts->rows->pdata[i];

		seal_add(facts->seal, row->touchpoint, facts->period.since_day,
		    facts->period.until_day, row->tally.n);
	}
	return seal_close(source->store, facts->seal, error);
}

static gboolean
gather(const struct digest_source *source, struct digest_facts *facts,
    GError **error)
{
	struct tally before;

	return gather_rows(source, facts, &before, error) &&
	    gather_days(source, facts, error) &&
	    gather_tags(source, facts, &before, error) &&
	    digest_note_halts(source, facts, error) &&
	    digest_note_bounces(source, facts, &before, error) &&
	    gather_said(source, facts, error) &&
	    gather_work(source, facts, error) &&
	    seal_facts(source, facts, error);
}

struct digest_facts *
digest_gather(const struct digest_source *source,
    const struct digest_period *period, gint64 now_at, GError **error)
{
	g_autoptr(digest_facts) facts = digest_facts_new(period, now_at);
	gboolean good;

	/* The proof must not know more answers than the figures. */
	if (!store_snapshot(source->store, error))
		return NULL;
	good = gather(source, facts, error);
	store_snapshot_end(source->store);
	return good ? g_steal_pointer(&facts) : NULL;
}
