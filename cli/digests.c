/*
 * digests.c - see digests.h. Called by works.c. `dripscore digest` writes one
 * by hand.
 */
#include "cli/digests.h"

#include "cli/log.h"
#include "scores/digest.h"

static struct digest_source
source_for(const struct app *app, const struct team *team)
{
	return (struct digest_source){ app->store, app->settings, app->catalog,
		team };
}

static gboolean
digest_turn(const struct app *app, const struct team *team, gint64 now_at,
    GError **error)
{
	struct digest_source source = source_for(app, team);
	struct digest_schedule schedule;
	struct digest_period period;
	gboolean written = FALSE;

	if (team->digest == NULL)
		return TRUE;
	if (!digest_schedule_read(&source, &schedule, error))
		return FALSE;
	if (!digest_due(&schedule, now_at, &period))
		return TRUE;
	if (!digest_put(&source, &period, now_at, &written, error))
		return FALSE;
	if (written)
		log_line(LOG_INFO, "digest of %s written", team->name);
	return TRUE;
}

gboolean
digests_turn(const struct app *app, gint64 now_at, GError **error)
{
	const GPtrArray *teams = app->settings->teams;

	for (guint i = 0; i < teams->len; i++) {
		if (!digest_turn(app, teams->pdata[i], now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
digests_next(const struct app *app, gint64 now_at, gint64 *next_at,
    GError **error)
{
	const GPtrArray *teams = app->settings->teams;

	*next_at = G_MAXINT64;
	for (guint i = 0; i < teams->len; i++) {
		const struct team *team = teams->pdata[i];
		struct digest_source source = source_for(app, team);
		struct digest_schedule schedule;

		if (team->digest == NULL)
			continue;
		if (!digest_schedule_read(&source, &schedule, error))
			return FALSE;
		*next_at = MIN(*next_at, digest_next_look(&schedule, now_at));
	}
	return TRUE;
}
