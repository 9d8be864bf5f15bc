/*
 * drip_pace.c - drips: whether there is room for one more message now, or when.
 * The counting is pace.c's. Called by drip.c and drip_commit.c.
 */
#include "scheduler/drip_internal.h"

static const struct touchpoint *
touchpoint_of(const struct drip *drip, const struct outbox_item *item)
{
	const struct touchpoint *touchpoint = item->touchpoint != NULL &&
		!message_kind_is_answer(item->kind) ?
	    settings_touchpoint(drip->settings, item->touchpoint) :
	    NULL;

	return touchpoint != NULL && pace_limits(drip->pace, touchpoint) ?
	    touchpoint :
	    NULL;
}

static gboolean
keep_moment(struct drip *drip, const struct send *send,
    const struct touchpoint *touchpoint, gint64 at, const char *why,
    struct departure *departure)
{
	departure_wait_until(drip->settings, send->item, at, why, departure);
	departure->placed = departure->verdict == VERDICT_RETRY;
	if (departure->placed)
		pace_take(drip->pace, touchpoint, at);
	return FALSE;
}

gboolean
drip_has_room(struct drip *drip, struct send *send, struct departure *departure)
{
	struct outbox_item *item = send->item;
	const struct touchpoint *touchpoint = touchpoint_of(drip, item);
	g_autoptr(window) window = NULL;
	g_autofree char *why = NULL;
	gint64 at;

	if (touchpoint == NULL || send->paced_at != 0)
		return TRUE;
	if (item->placed_at != 0 &&
	    pace_holds(drip->pace, touchpoint, item->placed_at, drip->now_at)) {
		send->paced_at = item->placed_at;
		item->placed_at = 0;
		return TRUE;
	}
	drip_give_back(drip, send);
	window = window_of(drip->settings, touchpoint, &item->event->contact,
	    item->channel);
	at = pace_find(drip->pace, touchpoint, window, drip->now_at, &why);
	if (at != drip->now_at)
		return keep_moment(drip, send, touchpoint, at, why, departure);
	pace_take(drip->pace, touchpoint, at);
	send->paced_at = at;
	return TRUE;
}

void
drip_give_back(struct drip *drip, struct send *send)
{
	const struct touchpoint *touchpoint = touchpoint_of(drip, send->item);

	if (touchpoint != NULL && send->paced_at != 0)
		pace_give_back(drip->pace, touchpoint, send->paced_at);
	if (touchpoint != NULL && send->item->placed_at != 0)
		pace_give_back(drip->pace, touchpoint, send->item->placed_at);
	send->paced_at = send->item->placed_at = 0;
}

static void
apply(struct drip *drip, const GPtrArray *moments,
    void (*change)(struct pace *pace, const struct touchpoint *touchpoint,
	gint64 at))
{
	for (guint i = 0; i < moments->len; i++) {
		const struct neighbour *each = moments->pdata[i];
		const struct touchpoint *touchpoint =
		    settings_touchpoint(drip->settings, each->touchpoint);

		if (touchpoint != NULL)
			change(drip->pace, touchpoint, each->at);
	}
}

gboolean
drip_read_pace(struct drip *drip, GError **error)
{
	g_autoptr(GPtrArray) back = NULL;
	g_autoptr(GPtrArray) taken = NULL;

	/* It is told once: to who claims. */
	if (drip->leaving)
		return TRUE;
	back = store_places_given_back(drip->store, error);
	if (back == NULL)
		return FALSE;
	if (drip->pace_read) {
		apply(drip, back, pace_give_back);
		pace_forget(drip->pace, drip->now_at);
		return TRUE;
	}
	taken = store_pace(drip->store, pace_since(drip->pace, drip->now_at),
	    drip->now_at, error);
	if (taken == NULL)
		return FALSE;
	apply(drip, taken, pace_take);
	drip->pace_read = TRUE;
	return TRUE;
}
