/*
 * pace.c - see pace.h. Which moment is kept for which message is the store's
 * truth; this is its image in memory. Called by drip.c.
 *
 * For each touchpoint and each window its contacts have, what was once found
 * without room is stepped over from then on: a search costs the logarithm of
 * the number of such spans, however many days are full and however the nights
 * between them are free.
 */
#include "scheduler/pace.h"

#include <string.h>

#include "scheduler/slots.h"
#include "scheduler/spans.h"

#define DAY_S (24 * 60 * 60)
#define SEARCH_S (3653 * (gint64)DAY_S)

/* A drip, and whose it is. */
struct drip_scope {
	struct rate rate;
	struct slots *slots;
	char *whose; /* "over all touchpoints" */
};

/* A window as many contacts have it, and when it has no room. */
struct lane {
	struct window window; /* zones are the lane's own */
	struct spans *closed; /* moments; with the drip that closed them */
};

/* A touchpoint that has drips. */
struct road {
	GPtrArray *scopes; /* struct drip_scope; borrowed */
	GHashTable *lanes; /* struct lane, by itself */
};

struct pace {
	const struct settings *settings;
	GPtrArray *scopes; /* struct drip_scope */
	GHashTable *roads; /* const struct touchpoint -> struct road */
	gint64 forgot_at;
};

static void
scope_free(gpointer data)
{
	struct drip_scope *scope = data;

	slots_free(scope->slots);
	g_free(scope->whose);
	g_free(scope);
}

static void
lane_free(gpointer data)
{
	struct lane *lane = data;

	g_free((gpointer)lane->window.zones);
	spans_free(lane->closed);
	g_free(lane);
}

static void
road_free(gpointer data)
{
	struct road *road = data;

	g_ptr_array_unref(road->scopes);
	g_hash_table_unref(road->lanes);
	g_free(road);
}

/* Windows of any two contacts, if they are open at the same times. */
static guint
lane_hash(gconstpointer data)
{
	const struct window *window = &((const struct lane *)data)->window;
	guint hash = g_direct_hash(window->calendar);

	if (window->calendar != NULL)
		hash = hash * 31 + g_direct_hash(window->zone);
	for (guint i = 0; window->hours != NULL && i < window->n_zones; i++)
		hash = hash * 31 + g_direct_hash(window->zones[i]);
	return hash;
}

static gboolean
lane_equal(gconstpointer a, gconstpointer b)
{
	const struct window *one = &((const struct lane *)a)->window;
	const struct window *other = &((const struct lane *)b)->window;

	if (one->calendar != other->calendar || one->hours != other->hours ||
	    (one->calendar != NULL && one->zone != other->zone))
		return FALSE;
	return one->hours == NULL ||
	    (one->n_zones == other->n_zones &&
		memcmp(one->zones, other->zones,
		    one->n_zones * sizeof(one->zones[0])) == 0);
}

static struct drip_scope *
add_scope(struct pace *pace, const struct rate *rate, char *whose)
{
	struct drip_scope *scope = g_new0(struct drip_scope, 1);

	scope->rate = *rate;
	scope->slots = slots_new(rate, pace->settings->organisation.zone);
	scope->whose = whose;
	g_ptr_array_add(pace->scopes, scope);
	return scope;
}

/* An empty list of a team's touchpoints is all of them. */
static gboolean
answers_for(const struct team *team, const struct touchpoint *touchpoint)
{
	const char *const *names = (const char *const *)team->touchpoints;

	return names[0] == NULL || g_strv_contains(names, touchpoint->name);
}

static struct road *
add_road(struct pace *pace, const struct touchpoint *touchpoint)
{
	struct road *road = g_new0(struct road, 1);

	road->scopes = g_ptr_array_new();
	road->lanes = g_hash_table_new_full(lane_hash, lane_equal, NULL,
	    lane_free);
	g_hash_table_insert(pace->roads, (gpointer)touchpoint, road);
	return road;
}

static const struct road *
road_of(const struct pace *pace, const struct touchpoint *touchpoint)
{
	const struct road *road = g_hash_table_lookup(pace->roads, touchpoint);

	g_assert(road != NULL);
	return road;
}

static void
add_team(struct pace *pace, const struct team *team)
{
	struct drip_scope *scope;

	if (team->drip.n == 0)
		return;
	scope = add_scope(pace, &team->drip,
	    g_strdup_printf("of team %s", team->name));
	for (guint i = 0; i < pace->settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    pace->settings->touchpoints->pdata[i];

		if (answers_for(team, touchpoint))
			g_ptr_array_add(road_of(pace, touchpoint)->scopes,
			    scope);
	}
}

struct pace *
pace_new(const struct settings *settings)
{
	struct pace *pace = g_new0(struct pace, 1);
	struct drip_scope *all = NULL;

	pace->settings = settings;
	pace->scopes = g_ptr_array_new_with_free_func(scope_free);
	pace->roads = g_hash_table_new_full(NULL, NULL, NULL, road_free);
	if (settings->cadence.drip.n > 0)
		all = add_scope(pace, &settings->cadence.drip,
		    g_strdup("over all touchpoints"));
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    settings->touchpoints->pdata[i];
		GPtrArray *scopes = add_road(pace, touchpoint)->scopes;

		if (all != NULL)
			g_ptr_array_add(scopes, all);
		if (touchpoint->drip.n > 0)
			g_ptr_array_add(scopes,
			    add_scope(pace, &touchpoint->drip,
				g_strdup_printf("of touchpoint %s",
				    touchpoint->name)));
	}
	for (guint i = 0; i < settings->teams->len; i++)
		add_team(pace, settings->teams->pdata[i]);
	return pace;
}

void
pace_free(struct pace *pace)
{
	if (pace == NULL)
		return;
	g_hash_table_unref(pace->roads);
	g_ptr_array_unref(pace->scopes);
	g_free(pace);
}

gboolean
pace_limits(const struct pace *pace, const struct touchpoint *touchpoint)
{
	return road_of(pace, touchpoint)->scopes->len > 0;
}

gint64
pace_since(const struct pace *pace, gint64 now_at)
{
	gint64 since_at = now_at;

	for (guint i = 0; i < pace->scopes->len; i++) {
		const struct drip_scope *scope = pace->scopes->pdata[i];

		since_at = MIN(since_at, slots_begin(scope->slots, now_at));
	}
	return since_at;
}

void
pace_take(struct pace *pace, const struct touchpoint *touchpoint, gint64 at)
{
	const GPtrArray *scopes = road_of(pace, touchpoint)->scopes;

	for (guint i = 0; i < scopes->len; i++) {
		const struct drip_scope *scope = scopes->pdata[i];

		slots_take(scope->slots, at);
	}
}

/* Wherever the drip counts, its slot of `at` is looked at again. */
static void
reopen(struct pace *pace, const struct drip_scope *scope, gint64 at)
{
	gint64 from_at = slots_begin(scope->slots, at);
	gint64 until_at = slots_end(scope->slots, at);
	GHashTableIter roads, lanes;
	gpointer road, lane;

	g_hash_table_iter_init(&roads, pace->roads);
	while (g_hash_table_iter_next(&roads, NULL, &road)) {
		if (!g_ptr_array_find(((struct road *)road)->scopes, scope,
			NULL))
			continue;
		g_hash_table_iter_init(&lanes, ((struct road *)road)->lanes);
		while (g_hash_table_iter_next(&lanes, &lane, NULL))
			spans_cut(((struct lane *)lane)->closed, from_at,
			    until_at);
	}
}

void
pace_give_back(struct pace *pace, const struct touchpoint *touchpoint,
    gint64 at)
{
	const GPtrArray *scopes = road_of(pace, touchpoint)->scopes;

	for (guint i = 0; i < scopes->len; i++) {
		const struct drip_scope *scope = scopes->pdata[i];

		if (slots_give_back(scope->slots, at))
			reopen(pace, scope, at);
	}
}

gboolean
pace_holds(const struct pace *pace, const struct touchpoint *touchpoint,
    gint64 placed_at, gint64 now_at)
{
	const GPtrArray *scopes = road_of(pace, touchpoint)->scopes;

	for (guint i = 0; i < scopes->len; i++) {
		const struct drip_scope *scope = scopes->pdata[i];

		if (!slots_are_one(scope->slots, placed_at, now_at) ||
		    slots_is_overfull(scope->slots, now_at))
			return FALSE;
	}
	return TRUE;
}

static struct lane *
lane_of(const struct road *road, const struct window *window)
{
	const struct lane key = { .window = *window };
	struct lane *lane = g_hash_table_lookup(road->lanes, &key);

	if (lane != NULL)
		return lane;
	lane = g_new0(struct lane, 1);
	lane->window = *window;
	lane->window.zones = window->hours == NULL ?
	    NULL :
	    g_memdup2(window->zones,
		window->n_zones * sizeof(window->zones[0]));
	lane->closed = spans_new();
	g_hash_table_add(road->lanes, lane);
	return lane;
}

/* A moment that is nearer to one that will do; the same, if it is one. why:
 * the drip to blame for most of the way so far. */
struct step {
	gint64 at;
	gint64 why_s;
	const struct drip_scope *why;
};

static char *
scope_text(const struct drip_scope *scope)
{
	g_autofree char *rate = rate_text(&scope->rate);

	return g_strdup_printf("the drip of %s %s", rate, scope->whose);
}

static void
blame(struct step *step, gint64 to_at, const struct drip_scope *scope)
{
	if (to_at - step->at > step->why_s) {
		step->why_s = to_at - step->at;
		step->why = scope;
	}
	step->at = to_at;
}

static void
go_on(const struct road *road, const struct lane *lane, struct step *step)
{
	gconstpointer why = NULL;
	gint64 to_at = spans_skip(lane->closed, step->at, &why);

	if (why != NULL)
		blame(step, to_at, why);
	step->at = window_next(&lane->window, to_at);
	for (guint i = 0; i < road->scopes->len; i++) {
		const struct drip_scope *scope = road->scopes->pdata[i];

		if (step->at == G_MAXINT64)
			return;
		to_at = slots_next(scope->slots, step->at);
		if (to_at > step->at)
			blame(step, to_at, scope);
	}
}

gint64
pace_find(struct pace *pace, const struct touchpoint *touchpoint,
    const struct window *window, gint64 from_at, char **why)
{
	const struct road *road = road_of(pace, touchpoint);
	struct lane *lane = lane_of(road, window);
	struct step step = { .at = from_at };
	gint64 last_at;

	do {
		last_at = step.at;
		go_on(road, lane, &step);
	} while (step.at > last_at && step.at - from_at <= SEARCH_S);
	if (step.at > from_at && step.at < G_MAXINT64)
		spans_add(lane->closed, from_at, step.at, step.why);
	if (why != NULL)
		*why = step.why == NULL ? NULL : scope_text(step.why);
	return step.at - from_at <= SEARCH_S ? step.at : G_MAXINT64;
}

void
pace_forget(struct pace *pace, gint64 now_at)
{
	GHashTableIter roads, lanes;
	gpointer road, lane;

	if (now_at - pace->forgot_at < DAY_S)
		return;
	pace->forgot_at = now_at;
	for (guint i = 0; i < pace->scopes->len; i++) {
		const struct drip_scope *scope = pace->scopes->pdata[i];

		slots_forget(scope->slots, now_at);
	}
	g_hash_table_iter_init(&roads, pace->roads);
	while (g_hash_table_iter_next(&roads, NULL, &road)) {
		g_hash_table_iter_init(&lanes, ((struct road *)road)->lanes);
		while (g_hash_table_iter_next(&lanes, &lane, NULL))
			spans_cut(((struct lane *)lane)->closed, 0, now_at);
	}
}
