/*
 * drip_pace.c - drips: whether there is room for one more message now, or when.
 * The counting is pace.c's. Called by drip.c and drip_commit.c.
 */
#include "scheduler/drip_internal.h"

/* It counts, where another counts: there is nothing to give back. */
#define PACED_ELSEWHERE G_MAXINT64

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
	if (drip->follows)
		return departure_wait_until(drip->settings, item,
		    drip->now_at + 1, "another worker counts its drip",
		    departure);
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

	if (touchpoint != NULL && send->paced_at != 0 &&
	    send->paced_at != PACED_ELSEWHERE)
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

static void
move_count(gpointer data, gpointer to)
{
	struct send *send = data;
	const gint64 *at = to;

	if (send->paced_at != 0)
		send->paced_at = *at;
	send->item->placed_at = 0;
}

/* What it has in hand is leased: so it counts, whoever counts. */
static void
move_counts(struct drip *drip, gint64 at)
{
	GHashTableIter each;
	gpointer send;

	g_hash_table_iter_init(&each, drip->sends);
	while (g_hash_table_iter_next(&each, NULL, &send))
		move_count(send, &at);
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];

		g_queue_foreach(&door->waiting, move_count, &at);
	}
}

gboolean
drip_read_pace(struct drip *drip, GError **error)
{
	g_autoptr(GPtrArray) back = NULL;
	g_autoptr(GPtrArray) taken = NULL;

	/* It is told once: to who claims. */
	if (drip->leaving || drip->follows ||
	    (drip->pace_read && drip->paced->pdata[0] == NULL))
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
	/* What it has in hand is among them, as if it left now. */
	move_counts(drip, drip->now_at);
	return TRUE;
}

GPtrArray *
drip_paced(const struct drip *drip)
{
	const GPtrArray *all = drip->settings->touchpoints;
	GPtrArray *paced = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++) {
		const struct touchpoint *each = all->pdata[i];

		if (pace_limits(drip->pace, each))
			g_ptr_array_add(paced, each->name);
	}
	g_ptr_array_add(paced, NULL);
	return paced;
}

void
drip_lead(struct drip *drip, gboolean leads)
{
	if (leads == !drip->follows)
		return;
	drip->follows = !leads;
	drip->filter.but_touchpoints = leads ?
	    NULL :
	    (const char *const *)drip->paced->pdata;
	drip_recount(drip);
}

void
drip_recount(struct drip *drip)
{
	move_counts(drip, PACED_ELSEWHERE);
	pace_free(drip->pace);
	drip->pace = pace_new(drip->settings);
	drip->pace_read = FALSE;
}

const struct claim_filter *
drip_filter(const struct drip *drip)
{
	return &drip->filter;
}
