/*
 * intake.c - see intake.h: the store hands over event after event, cadence.c
 * judges each. Called by the daemon.
 */
#include "scheduler/intake.h"

#include "scheduler/cadence.h"
#include "store/journeys/events.h"

struct judging {
	const struct settings *settings;
	gint64 now_at;
	GHashTable *minded; /* types that touchpoints with `unless` are on */
	gboolean mind_all;  /* one of those recurs: it is on none */
};

static void
note_minded(struct judging *judging, const struct touchpoint *touchpoint)
{
	if (touchpoint->unless == NULL || touchpoint->unless[0] == NULL)
		return;
	if (touchpoint->on == NULL)
		judging->mind_all = TRUE;
	else
		g_hash_table_add(judging->minded, touchpoint->on);
}

static gboolean
minds_companions(const struct event *event, gpointer user)
{
	const struct judging *judging = user;

	return judging->mind_all ||
	    g_hash_table_contains(judging->minded, event->type);
}

static struct intake *
judge(const struct due_event *due, gpointer user)
{
	const struct judging *judging = user;

	return cadence_judge(judging->settings, due, judging->now_at);
}

gboolean
intake_turn(struct store *store, const struct settings *settings, gint64 now_at,
    guint limit, guint *judged, GError **error)
{
	g_autoptr(GHashTable) minded = g_hash_table_new(g_str_hash,
	    g_str_equal);
	struct judging judging = { settings, now_at, minded, FALSE };
	const struct intake_judge ours = { minds_companions, judge, &judging };

	for (guint i = 0; i < settings->touchpoints->len; i++)
		note_minded(&judging, settings->touchpoints->pdata[i]);
	return store_judge_events(store, now_at, limit, &ours, judged, error);
}
