/*
 * drip_doors.c - by which door a message leaves, and who waits in the line of
 * which. What becomes of a door is drip_halts.c's. Called by drip.c.
 *
 * Who waits for a door that is halted or paused is parked for it, and called
 * back by and by once it works. What a door leaves in doubt is never moved to
 * another.
 *
 * BUGS: what was parked comes back in the order of ids, not of time. Where
 * touchpoints have different lists of the same doors, the one that is called
 * back for a trial may be one that cannot leave by the door on trial, which is
 * then tried by the next message.
 */
#include "scheduler/drip_internal.h"

#include <string.h>

/* A line that is shorter wants more: what one turn may hand over, at least. */
#define LINE_SHORT 64

void
drip_door_free(gpointer data)
{
	struct door *door = data;

	g_free(door->why);
	g_free(door);
}

static void
add_door(struct drip *drip, GPtrArray *doors, enum channel channel,
    const char *name)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];

		if (door->provider->ops->channel == channel &&
		    (name == NULL || strcmp(door->provider->name, name) == 0) &&
		    !g_ptr_array_find(doors, door, NULL))
			g_ptr_array_add(doors, door);
	}
}

/* Of a message without a touchpoint, or whose touchpoint has none: all. */
static GPtrArray *
doors_via(struct drip *drip, const struct touchpoint *touchpoint,
    enum channel channel, const char *provider)
{
	GPtrArray *doors = g_ptr_array_new();
	guint before;

	if (provider != NULL)
		add_door(drip, doors, channel, provider);
	before = doors->len;
	for (char **via = touchpoint != NULL ? touchpoint->via : NULL;
	     via != NULL && *via != NULL; via++)
		add_door(drip, doors, channel, *via);
	/* Who is to be told by a webhook, is told by that alone. */
	if (doors->len == before && channel != CHANNEL_WEBHOOK)
		add_door(drip, doors, channel, NULL);
	return doors;
}

/*
 * The doors by which it may leave, in their order; to be unreffed. An answer
 * goes by where the text came in: people answer the number they wrote to.
 */
static GPtrArray *
doors_of(struct drip *drip, const struct outbox_item *item)
{
	const struct touchpoint *touchpoint = item->touchpoint != NULL ?
	    settings_touchpoint(drip->settings, item->touchpoint) :
	    NULL;

	return doors_via(drip, touchpoint, item->channel, item->provider);
}

gboolean
drip_is_idle(const struct door *door)
{
	return door->busy == 0 && g_queue_is_empty((GQueue *)&door->waiting);
}

static guint
line_short(const struct door *door)
{
	return MAX(LINE_SHORT, 2 * door->provider->capacity);
}

gboolean
drip_runs_low(const struct door *door)
{
	return door->waiting.length < line_short(door);
}

gboolean
drip_is_full(const struct door *door)
{
	return door->waiting.length >= line_short(door) + DRIP_CLAIM_MAX;
}

/* Each in a line holds a message's row in memory. */
static gboolean
overflows(const struct door *door)
{
	return door->waiting.length >= line_short(door) + 3 * DRIP_CLAIM_MAX;
}

static gboolean
takes_more(const struct drip *drip, const struct door *door)
{
	return drip_is_on_trial(drip, door) ? drip_is_idle(door) :
						!drip_is_halted(drip, door);
}

/* NULL: all are halted. */
static struct door *
first_open(const struct drip *drip, const GPtrArray *doors)
{
	for (guint i = 0; i < doors->len; i++) {
		if (takes_more(drip, doors->pdata[i]))
			return doors->pdata[i];
	}
	return NULL;
}

gboolean
drip_leads_to(struct drip *drip, const struct touchpoint *touchpoint,
    const struct door *door)
{
	g_autoptr(GPtrArray) doors = doors_via(drip, touchpoint,
	    door->provider->ops->channel, NULL);

	return first_open(drip, doors) == door;
}

static struct door *
soonest(const GPtrArray *doors)
{
	struct door *best = doors->pdata[0];

	for (guint i = 1; i < doors->len; i++) {
		struct door *door = doors->pdata[i];

		if (door->halted_until_at < best->halted_until_at)
			best = door;
	}
	return best;
}

/* It stays as it was, out of the others' way. */
static void
wait_outside(struct drip *drip, struct send *send, struct door *door)
{
	drip_give_back(drip, send);
	send->parked_for = door->provider->name;
	door->parked = TRUE;
	drip_end(send, VERDICT_RETRY, 0,
	    door->halted_until_at != 0 || drip->now_at < door->paused_until_at ?
		g_strdup(door->why) :
		NULL);
}

void
drip_place(struct drip *drip, struct send *send)
{
	g_autoptr(GPtrArray) doors = doors_of(drip, send->item);
	struct door *door = first_open(drip, doors);

	send->door = NULL;
	if (doors->len == 0) {
		drip_end(send, VERDICT_FAILED, 0,
		    g_strdup("no provider is configured for it"));
	} else if (door == NULL) {
		wait_outside(drip, send, soonest(doors));
	} else if (drip->now_at < door->paused_until_at || overflows(door)) {
		wait_outside(drip, send, door);
	} else {
		send->door = door;
		send->first = door == doors->pdata[0];
		/* What was composed bears the name of another door. */
		if (!send->first)
			g_clear_pointer(&send->message, message_free);
		g_queue_push_tail(&door->waiting, send);
	}
}

void
drip_go_elsewhere(struct drip *drip, struct send *send)
{
	g_autoptr(GPtrArray) doors = doors_of(drip, send->item);
	struct door *door;

	send->outcome.verdict = VERDICT_RETRY;
	send->outcome.next_at = drip->now_at;
	if (first_open(drip, doors) != NULL) {
		drip_look_on(drip);
		return;
	}
	door = soonest(doors);
	send->parked_for = door->provider->name;
	door->parked = TRUE;
}

void
drip_park(struct send *send)
{
	send->outcome.verdict = VERDICT_RETRY;
	send->outcome.next_at = send->drip->now_at;
	send->parked_for = send->door->provider->name;
	send->door->parked = TRUE;
}

void
drip_try_another(struct drip *drip, struct door *door)
{
	if (door == NULL || !door->tried)
		return;
	door->tried = FALSE;
	drip->hooks.wake(drip->hooks.user);
}

void
drip_turn_away(struct drip *drip, const struct outbox_item *item)
{
	g_autoptr(GPtrArray) doors = doors_of(drip, item);

	for (guint i = 0; i < doors->len; i++) {
		struct door *door = doors->pdata[i];

		if (drip_is_on_trial(drip, door) && drip_is_idle(door))
			drip_try_another(drip, door);
	}
}

void
drip_clear_line(struct drip *drip, struct door *door)
{
	GQueue line = door->waiting;
	struct send *send;

	g_queue_init(&door->waiting);
	while ((send = g_queue_pop_head(&line)) != NULL) {
		g_clear_pointer(&send->message, message_free);
		drip_place(drip, send);
	}
}

/* At most so many of what is parked for it, from the lowest ids on. */
static gboolean
call_own(struct drip *drip, struct door *door, guint limit, GError **error)
{
	gint64 after_id = 0;
	guint n;

	if (!door->parked)
		return TRUE;
	if (!store_unpark(drip->store, door->provider->name, limit, &after_id,
		&n, error))
		return FALSE;
	door->parked = n == limit;
	drip_look_anew(door);
	return TRUE;
}

/* Of the same channel: what waits for one may leave by the other. */
static gboolean
may_help(const struct door *door, const struct door *other)
{
	return other != door && other->halted_until_at != 0 &&
	    other->provider->ops->channel == door->provider->ops->channel;
}

/*
 * What is parked for others, each once: one that cannot leave by this door goes
 * back to where it was.
 */
static gboolean
call_others(struct drip *drip, struct door *door, guint limit, GError **error)
{
	guint n = 0;

	while (door->calls < drip->doors->len) {
		const struct door *other = drip->doors->pdata[door->calls];

		if (may_help(door, other) &&
		    !store_unpark(drip->store, other->provider->name, limit,
			&door->called_id, &n, error))
			return FALSE;
		drip_look_anew(door);
		if (n == limit)
			return TRUE;
		door->calls++;
		door->called_id = n = 0;
	}
	return TRUE;
}

/* One of each that may try it. */
static gboolean
call_one(struct drip *drip, struct door *door, GError **error)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *other = drip->doors->pdata[i];
		gint64 after_id = 0;
		guint n;

		if ((other == door || may_help(door, other)) &&
		    !store_unpark(drip->store, other->provider->name, 1,
			&after_id, &n, error))
			return FALSE;
	}
	door->tried = TRUE;
	drip_look_anew(door);
	return TRUE;
}

/* Not all at once: a million may wait, and no turn is to be long. */
static gboolean
call_back_for(struct drip *drip, struct door *door, GError **error)
{
	if (door->halted_until_at != 0)
		return !drip_is_on_trial(drip, door) || door->tried ||
		    !drip_is_idle(door) || call_one(drip, door, error);
	if (drip->now_at < door->paused_until_at || !drip_runs_low(door))
		return TRUE;
	if (door->parked)
		return call_own(drip, door, DRIP_CLAIM_MAX, error);
	return call_others(drip, door, DRIP_CLAIM_MAX, error);
}

gboolean
drip_call_back(struct drip *drip, GError **error)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		if (!call_back_for(drip, drip->doors->pdata[i], error))
			return FALSE;
	}
	return TRUE;
}

gboolean
drip_is_free(const struct drip *drip, const struct door *door)
{
	return !drip_is_halted(drip, door) &&
	    door->busy < drip_places(drip, door);
}
