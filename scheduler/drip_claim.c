/*
 * drip_claim.c - what is claimed in a turn, and for which doors. Called by
 * drip.c.
 *
 * Claims go by time, from the head of the queue. But as soon as the line of a
 * door is full, or a door is halted or paused, what is due for it stays in the
 * queue, and each of the others looks ahead, past it, for its own: a stretch of
 * the queue a turn, from where it looked last. So a door that takes nothing
 * holds up no other, however much is due for it.
 *
 * BUGS: what enters the queue behind where a door has looked is found when it
 * looks anew from the head, after a second, or longer if much is due. What is
 * no invitation and no reminder is looked at by every door of its channel.
 */
#include "scheduler/drip_internal.h"

/* Some milliseconds. */
#define STRETCH 2000
/* A look from the head takes up to so many microseconds a message; it is to
 * take a small part of the time. */
#define LOOK_US 40

void
drip_look_anew(struct door *door)
{
	door->looked_at = door->looked_id = 0;
	door->looked = 0;
	door->at_end = door->looks_again = FALSE;
}

void
drip_look_on(struct drip *drip)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];

		door->at_end = FALSE;
	}
}

static gboolean
is_shut(const struct drip *drip, const struct door *door)
{
	return door->halted_until_at != 0 ||
	    drip->now_at < door->paused_until_at;
}

/* How many it wants; 0 if it has enough, or takes none. */
static guint
wants(const struct drip *drip, const struct door *door)
{
	if (drip->now_at < door->paused_until_at)
		return 0;
	if (door->halted_until_at != 0)
		return drip_is_on_trial(drip, door) && drip_is_idle(door);
	return drip_runs_low(door) ? DRIP_CLAIM_MAX : 0;
}

/* The head of the queue may be of a door that takes none. */
static gboolean
is_blocked(const struct drip *drip)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *door = drip->doors->pdata[i];

		if (is_shut(drip, door) || drip_is_full(door))
			return TRUE;
	}
	return FALSE;
}

/* Of its channel: what would go by another now; ends with NULL. */
static GPtrArray *
others_of(struct drip *drip, const struct door *door)
{
	GPtrArray *names = g_ptr_array_new();
	const char *const *but = drip->filter.but_touchpoints;

	for (; but != NULL && *but != NULL; but++)
		g_ptr_array_add(names, (gpointer)*but);
	for (guint i = 0; i < drip->settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    drip->settings->touchpoints->pdata[i];

		if (!drip_leads_to(drip, touchpoint, door))
			g_ptr_array_add(names, touchpoint->name);
	}
	g_ptr_array_add(names, NULL);
	return names;
}

/* All that is due has been looked at; what comes next is due at next_due_at. */
static void
reach_end(struct drip *drip, struct door *door, gint64 next_due_at)
{
	gint64 pause_s = (gint64)door->looked * LOOK_US / G_USEC_PER_SEC;

	/* What becomes due within this second comes behind it. */
	door->looked_at = drip->now_at - 1;
	door->looked_id = G_MAXINT64;
	if (!door->at_end)
		door->look_again_at = drip->now_at + MAX(pause_s, 1);
	door->at_end = TRUE;
	door->next_due_at = next_due_at;
}

static GPtrArray *
look_ahead(struct drip *drip, struct door *door, guint limit, GError **error)
{
	g_autoptr(GPtrArray) others = others_of(drip, door);
	struct due_range range = { .after_at = door->looked_at,
		.after_id = door->looked_id };
	struct claim_filter filter = drip->filter;
	gint64 next_due_at = G_MAXINT64;
	GPtrArray *items;
	gboolean end;

	filter.but_touchpoints = (const char *const *)others->pdata;
	filter.channel = door->provider->ops->channel;
	filter.range = &range;
	if (!store_look_ahead(drip->store, drip->now_at, STRETCH, &range, &end,
		error))
		return NULL;
	/* Nothing may fail after the claim: nobody would have it in hand. */
	if (end &&
	    !store_due_after(drip->store, drip->now_at, &next_due_at, error))
		return NULL;
	items = store_claim(drip->store, drip->now_at, limit, &filter, error);
	if (items == NULL)
		return NULL;
	if (items->len == limit) {
		const struct outbox_item *last = items->pdata[limit - 1];

		door->looked_at = last->due_at;
		door->looked_id = last->message_id;
	} else if (end) {
		reach_end(drip, door, next_due_at);
	} else {
		door->looked_at = range.to_at;
		door->looked_id = range.to_id;
	}
	door->looked += end ? 0 : STRETCH;
	return items;
}

static gboolean
claim_ahead(struct drip *drip, struct door *door, guint limit, GError **error)
{
	g_autoptr(GPtrArray) items = NULL;

	if (door->at_end && drip->now_at >= door->look_again_at)
		drip_look_anew(door);
	if (door->at_end && drip->now_at < door->next_due_at) {
		door->looks_again = TRUE;
		return TRUE;
	}
	items = look_ahead(drip, door, limit, error);
	if (items == NULL)
		return FALSE;
	drip_admit(drip, items);
	if (!door->at_end && wants(drip, door) > 0)
		drip->hooks.wake(drip->hooks.user);
	return TRUE;
}

static gboolean
claim_head(struct drip *drip, GError **error)
{
	g_autoptr(GPtrArray) items = store_claim(drip->store, drip->now_at,
	    DRIP_CLAIM_MAX, &drip->filter, error);
	guint n;

	if (items == NULL)
		return FALSE;
	n = items->len;
	drip_admit(drip, items);
	/* There may be more than one batch. */
	if (n == DRIP_CLAIM_MAX)
		drip->hooks.wake(drip->hooks.user);
	return TRUE;
}

gboolean
drip_claim(struct drip *drip, GError **error)
{
	gboolean blocked = is_blocked(drip);

	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];
		guint limit = wants(drip, door);

		if (limit == 0)
			continue;
		if (!blocked)
			return claim_head(drip, error);
		if (!claim_ahead(drip, door, limit, error))
			return FALSE;
	}
	return TRUE;
}

/* When it looks for more. */
static gint64
looks_at(const struct drip *drip, const struct door *door)
{
	if (wants(drip, door) == 0)
		return G_MAXINT64;
	if (!door->at_end)
		return drip->now_at;
	return door->looks_again ?
	    MIN(door->next_due_at, door->look_again_at) :
	    door->next_due_at;
}

gint64
drip_next(const struct drip *drip, gint64 due_at)
{
	gboolean blocked = is_blocked(drip);
	gint64 next_at = blocked ? G_MAXINT64 : due_at;

	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *door = drip->doors->pdata[i];
		gint64 open_at = MAX(door->halted_until_at,
		    door->paused_until_at);

		if (drip->now_at < open_at)
			next_at = MIN(next_at, open_at);
		else if (blocked)
			next_at = MIN(next_at, looks_at(drip, door));
	}
	return next_at;
}
