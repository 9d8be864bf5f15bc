/*
 * digests.c - see digests.h. Called by works.c; `dripscore digest` writes one
 * by hand. What stands in a digest is scores/digest/digest.h's.
 */
#include "cli/digests.h"

#include "cli/draw.h"
#include "cli/log.h"

/* One picture that was asked for. */
struct drawing {
	struct digests *digests;
	enum digest_paper paper;
};

/* A digest that waits for its pictures. */
struct making {
	const struct team *team;
	struct digest_facts *facts;
	struct digest_pictures pictures;
	struct drawing drawings[DIGEST_PAPERS];
	guint to_draw; /* pictures that are under way */
};

struct digests {
	const struct app *app;
	struct digests_hooks hooks;
	struct worker *artist; /* NULL: not needed yet */
	struct making *making; /* or NULL */
};

static void
making_free(struct making *making)
{
	if (making == NULL)
		return;
	digest_facts_free(making->facts);
	digest_pictures_clear(&making->pictures);
	g_free(making);
}

struct digests *
digests_new(const struct app *app, const struct digests_hooks *hooks)
{
	struct digests *digests = g_new0(struct digests, 1);

	digests->app = app;
	digests->hooks = *hooks;
	return digests;
}

void
digests_stop(struct digests *digests)
{
	/* Then nobody answers any more. */
	g_clear_pointer(&digests->artist, worker_free);
	g_clear_pointer(&digests->making, making_free);
}

void
digests_free(struct digests *digests)
{
	if (digests == NULL)
		return;
	digests_stop(digests);
	g_free(digests);
}

gboolean
digests_are_busy(const struct digests *digests)
{
	return digests->making != NULL;
}

static struct digest_source
source_for(const struct app *app, const struct team *team)
{
	return (struct digest_source){ app->store, app->settings, app->catalog,
		team };
}

/* Without a picture the digest has its figures still. */
static void
on_drawn(GBytes *answer, const GError *error, gpointer user)
{
	const struct drawing *drawing = user;
	struct digests *digests = drawing->digests;
	struct making *making = digests->making;

	if (answer != NULL)
		making->pictures.png[drawing->paper] = g_bytes_ref(answer);
	else
		log_line(LOG_WARNING,
		    "digest of %s: its picture was not drawn: %s",
		    making->team->name, error->message);
	if (--making->to_draw == 0)
		digests->hooks.wake(digests->hooks.user);
}

static gboolean
begin_drawing(struct digests *digests, const struct digest_source *source,
    GError **error)
{
	struct making *making = digests->making;

	/* Nobody will see it. */
	if (digests->app->rehearsal != NULL)
		return TRUE;
	for (int paper = 0; paper < DIGEST_PAPERS; paper++) {
		g_autoptr(GError) failure = NULL;
		g_autoptr(GBytes) svg = digest_drawing(source, making->facts,
		    paper, &failure);
		struct drawing *drawing;

		if (failure != NULL) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return FALSE;
		}
		if (svg == NULL)
			continue;
		if (digests->artist == NULL)
			digests->artist = worker_new(NULL, DRAW_KIND);
		drawing = &making->drawings[paper];
		drawing->digests = digests;
		drawing->paper = paper;
		making->to_draw++;
		worker_ask(digests->artist, svg, DRAW_DEADLINE_MS, on_drawn,
		    drawing);
	}
	return TRUE;
}

static gboolean
begin(struct digests *digests, const struct digest_source *source,
    const struct digest_period *period, gint64 now_at, GError **error)
{
	struct digest_facts *facts = digest_gather(source, period, now_at,
	    error);

	if (facts == NULL)
		return FALSE;
	digests->making = g_new0(struct making, 1);
	digests->making->team = source->team;
	digests->making->facts = facts;
	if (begin_drawing(digests, source, error))
		return TRUE;
	digests_stop(digests);
	return FALSE;
}

static gboolean
finish(struct digests *digests, gint64 now_at, GError **error)
{
	struct making *making = g_steal_pointer(&digests->making);
	const struct digest_source source = source_for(digests->app,
	    making->team);
	gboolean written = FALSE;
	gboolean good = digest_put(&source, making->facts, &making->pictures,
	    now_at, &written, error);

	if (good && written)
		log_line(LOG_INFO, "digest of %s written", making->team->name);
	making_free(making);
	return good;
}

static gboolean
digest_turn(struct digests *digests, const struct team *team, gint64 now_at,
    GError **error)
{
	const struct digest_source source = source_for(digests->app, team);
	struct digest_schedule schedule;
	struct digest_period period;

	if (team->digest == NULL)
		return TRUE;
	if (!digest_schedule_read(&source, &schedule, error))
		return FALSE;
	if (!digest_due(&schedule, now_at, &period))
		return TRUE;
	return begin(digests, &source, &period, now_at, error) &&
	    (digests->making->to_draw > 0 || finish(digests, now_at, error));
}

gboolean
digests_turn(struct digests *digests, gint64 now_at, GError **error)
{
	const GPtrArray *teams = digests->app->settings->teams;

	if (digests->making != NULL) {
		if (digests->making->to_draw > 0)
			return TRUE;
		if (!finish(digests, now_at, error))
			return FALSE;
	}
	for (guint i = 0; i < teams->len && digests->making == NULL; i++) {
		if (!digest_turn(digests, teams->pdata[i], now_at, error))
			return FALSE;
	}
	/* The artist comes when he is needed. */
	if (digests->making == NULL)
		g_clear_pointer(&digests->artist, worker_free);
	return TRUE;
}

gboolean
digests_next(const struct digests *digests, gint64 now_at, gint64 *next_at,
    GError **error)
{
	const GPtrArray *teams = digests->app->settings->teams;

	*next_at = G_MAXINT64;
	for (guint i = 0; i < teams->len; i++) {
		const struct team *team = teams->pdata[i];
		struct digest_source source = source_for(digests->app, team);
		struct digest_schedule schedule;

		if (team->digest == NULL)
			continue;
		if (!digest_schedule_read(&source, &schedule, error))
			return FALSE;
		*next_at = MIN(*next_at, digest_next_look(&schedule, now_at));
	}
	return TRUE;
}

gboolean
digests_draw(const struct digest_source *source,
    const struct digest_facts *facts, struct digest_pictures *pictures,
    char **why, GError **error)
{
	g_autoptr(worker) artist = worker_new(NULL, DRAW_KIND);

	*why = NULL;
	for (int paper = 0; paper < DIGEST_PAPERS; paper++) {
		g_autoptr(GError) failure = NULL;
		g_autoptr(GBytes) svg = digest_drawing(source, facts, paper,
		    &failure);

		if (failure != NULL) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return FALSE;
		}
		if (svg == NULL)
			continue;
		pictures->png[paper] = worker_ask_and_wait(artist, svg,
		    DRAW_DEADLINE_MS, &failure);
		if (failure != NULL && *why == NULL)
			*why = g_strdup(failure->message);
	}
	return TRUE;
}
