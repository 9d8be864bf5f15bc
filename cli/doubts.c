/*
 * doubts.c - see doubts.h. Called by member.c.
 */
#include "cli/doubts.h"

#include "store/health.h"
#include "store/outbox/outbox.h"

/* After an outage it stays in doubt, until somebody says what to do. */
static gboolean
is_late(const struct app *app, const struct doubt *doubt, gint64 now_at)
{
	const struct touchpoint *touchpoint =
	    settings_touchpoint(app->settings, doubt->what);

	return touchpoint != NULL &&
	    now_at - doubt->started_at > touchpoint->max_lateness_s;
}

/* What is told by a webhook may be told twice. */
static gboolean
is_wanted(const struct app *app, const struct doubt *doubt, gint64 now_at)
{
	return doubt->channel == CHANNEL_WEBHOOK ||
	    (app->settings->cadence.in_doubt_resend &&
		!is_late(app, doubt, now_at));
}

static gboolean
resend(const struct app *app, const struct doubt *doubt, gint64 now_at,
    GError **error)
{
	g_autoptr(GError) failure = NULL;

	if (store_resolve(app->store, doubt->message_id, RESOLVE_SEND_AGAIN, 0,
		now_at, &failure))
		return TRUE;
	/* Another worker, or the admin, was quicker. */
	if (g_error_matches(failure, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA))
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

gboolean
doubts_resend(const struct app *app, gint64 now_at, GError **error)
{
	g_autoptr(GPtrArray) doubts = NULL;

	doubts = store_doubts(app->store, error);
	if (doubts == NULL)
		return FALSE;
	for (guint i = 0; i < doubts->len; i++) {
		if (is_wanted(app, doubts->pdata[i], now_at) &&
		    !resend(app, doubts->pdata[i], now_at, error))
			return FALSE;
	}
	return TRUE;
}
