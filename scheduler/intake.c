/*
 * intake.c - see intake.h: reads a batch, asks cadence.c, stores the answers.
 * Called by the daemon.
 */
#include "scheduler/intake.h"

#include "scheduler/cadence.h"
#include "store/events.h"

gboolean
intake_turn(struct store *store, const struct settings *settings, gint64 now_at,
    guint limit, guint *judged, GError **error)
{
	g_autoptr(GPtrArray)
	    events = store_due_events(store, now_at, limit, error);
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);

	*judged = 0;
	if (events == NULL)
		return FALSE;
	if (events->len == 0)
		return TRUE;
	for (guint i = 0; i < events->len; i++)
		g_ptr_array_add(intakes,
		    cadence_judge(settings, events->pdata[i], now_at));
	*judged = events->len;
	return store_put_intakes(store, intakes, now_at, error);
}
