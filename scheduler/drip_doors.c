/*
 * drip_doors.c - by which door a message leaves, and what becomes of it when a
 * door halts, pauses or works again. Called by drip.c.
 *
 * A door works, is halted, or is on trial: its halt is over, and one message
 * goes ahead. The others take the next of their doors that works. What a door
 * leaves in doubt is never moved to another.
 *
 * BUGS: one of the parked is called back for a trial, in the order of ids.
 * Where touchpoints have different lists of the same doors, it may be one that
 * cannot leave by the door on trial, which is then tried by the next message.
 */
#include "scheduler/drip_internal.h"

#include <string.h>

/* Messages leased for a provider that has no free place yet. */
#define WAITING_MAX 64
#define CLAIM_MAX 256
/*
 * Claims go by time, not by door: while another door has room, they bring more
 * for this one too. So many may stand in its line; the others make room for
 * who waits behind them, and come again after so long.
 */
#define DOOR_LINE_MAX 4096
#define FULL_PAUSE_S 5
/* However long a pause the other side asks for. */
#define PAUSE_MAX_S (4 * 60 * 60)

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

/*
 * The doors by which it may leave, in their order; to be unreffed. An answer
 * goes by where the text came in: people answer the number they wrote to.
 */
static GPtrArray *
doors_of(struct drip *drip, const struct outbox_item *item)
{
	GPtrArray *doors = g_ptr_array_new();
	const struct touchpoint *touchpoint = item->touchpoint != NULL ?
	    settings_touchpoint(drip->settings, item->touchpoint) :
	    NULL;
	guint before;

	if (item->provider != NULL)
		add_door(drip, doors, item->channel, item->provider);
	before = doors->len;
	for (char **via = touchpoint != NULL ? touchpoint->via : NULL;
	     via != NULL && *via != NULL; via++)
		add_door(drip, doors, item->channel, *via);
	if (doors->len == before)
		add_door(drip, doors, item->channel, NULL);
	return doors;
}

static gboolean
is_halted(const struct drip *drip, const struct door *door)
{
	return drip->now_at < door->halted_until_at;
}

static gboolean
is_on_trial(const struct drip *drip, const struct door *door)
{
	return door->halted_until_at != 0 && !is_halted(drip, door);
}

static gboolean
is_idle(const struct door *door)
{
	return door->busy == 0 && g_queue_is_empty((GQueue *)&door->waiting);
}

static gboolean
takes_more(const struct drip *drip, const struct door *door)
{
	return is_on_trial(drip, door) ? is_idle(door) : !is_halted(drip, door);
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

static const struct door *
soonest(const GPtrArray *doors)
{
	const struct door *best = doors->pdata[0];

	for (guint i = 1; i < doors->len; i++) {
		const struct door *door = doors->pdata[i];

		if (door->halted_until_at < best->halted_until_at)
			best = door;
	}
	return best;
}

/* It stays as it was, and takes no room from those that leave. */
static void
wait_outside(struct drip *drip, struct send *send, gint64 until_at)
{
	drip_give_back(drip, send);
	drip_end(send, VERDICT_RETRY, until_at, NULL);
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
		/* It waits for its provider, out of the others' way. */
		send->parked_for = soonest(doors)->provider->name;
		wait_outside(drip, send, 0);
	} else if (drip->now_at < door->paused_until_at) {
		wait_outside(drip, send, door->paused_until_at);
	} else if (door->waiting.length >= DOOR_LINE_MAX) {
		wait_outside(drip, send, drip->now_at + FULL_PAUSE_S);
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

		if (is_on_trial(drip, door) && is_idle(door))
			drip_try_another(drip, door);
	}
}

/* Everybody in its line is placed anew. */
static void
clear_line(struct drip *drip, struct door *door)
{
	GQueue line = door->waiting;
	struct send *send;

	g_queue_init(&door->waiting);
	while ((send = g_queue_pop_head(&line)) != NULL) {
		g_clear_pointer(&send->message, message_free);
		drip_place(drip, send);
	}
}

static void
halt(struct drip *drip, struct door *door, gint64 until_at, const char *detail)
{
	/* Several sends may find it out at once, and those that try it. */
	gboolean known = door->halted_until_at != 0;

	door->halted_until_at = until_at;
	door->tried = FALSE;
	if (!known)
		drip->hooks.halted(door->provider->name, detail,
		    drip->hooks.user);
	clear_line(drip, door);
}

/* What was parked is called back by the next turn. */
static void
work_again(struct drip *drip, struct door *door)
{
	if (door->halted_until_at == 0)
		return;
	door->halted_until_at = 0;
	door->works_again = TRUE;
	drip->hooks.halted(door->provider->name, NULL, drip->hooks.user);
}

/*
 * Retry-After is about the door, not about this message alone (429, RFC 6585;
 * 503, RFC 9110): those in line would but be told the same. It is no halt: a
 * pause sends nobody to another door.
 */
static void
pause_door(struct drip *drip, struct door *door, gint64 pause_s)
{
	gint64 until_at = drip->now_at + MIN(pause_s, PAUSE_MAX_S);

	door->paused_until_at = MAX(door->paused_until_at, until_at);
	clear_line(drip, door);
}

/* It did not leave: by the next door at once, or when one works again. */
static void
go_elsewhere(struct drip *drip, struct send *send)
{
	g_autoptr(GPtrArray) doors = doors_of(drip, send->item);

	send->outcome.next_at = drip->now_at;
	if (first_open(drip, doors) == NULL)
		send->parked_for = soonest(doors)->provider->name;
}

/*
 * A verdict on a message ends a halt; a deferral leaves it open, and the next
 * message is tried later.
 */
void
drip_judge_door(struct drip *drip, struct send *send,
    const struct send_result *result, gint64 next_at)
{
	struct door *door = send->door;

	switch (result->outcome) {
	case SEND_ACCEPTED:
	case SEND_REJECTED:
	case SEND_IN_DOUBT:
		work_again(drip, door);
		break;
	case SEND_DEFERRED:
		if (is_on_trial(drip, door)) {
			door->halted_until_at = next_at;
			door->tried = FALSE;
		}
		if (result->retry_after_s > 0)
			pause_door(drip, door, result->retry_after_s);
		break;
	case SEND_HALTED:
		halt(drip, door, next_at, result->detail);
		go_elsewhere(drip, send);
		break;
	}
}

/* Of the same channel: what waits for one may leave by the other. */
static gboolean
call_back_for(struct drip *drip, const struct door *door, guint limit,
    GError **error)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *each = drip->doors->pdata[i];

		if (each != door &&
		    (each->halted_until_at == 0 ||
			each->provider->ops->channel !=
			    door->provider->ops->channel))
			continue;
		if (!store_unpark(drip->store, each->provider->name, limit,
			error))
			return FALSE;
	}
	return TRUE;
}

gboolean
drip_call_back(struct drip *drip, GError **error)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];
		gboolean trying = is_on_trial(drip, door) && !door->tried;

		if (!trying && !door->works_again)
			continue;
		if (!call_back_for(drip, door, trying ? 1 : G_MAXUINT, error))
			return FALSE;
		door->tried = trying;
		door->works_again = FALSE;
	}
	return TRUE;
}

gboolean
drip_is_free(const struct drip *drip, const struct door *door)
{
	guint places = door->halted_until_at != 0 ? 1 :
						    door->provider->capacity;

	return !is_halted(drip, door) && door->busy < places;
}

guint
drip_free_places(const struct drip *drip)
{
	guint places = 0;
	gboolean some_work = FALSE;
	gboolean some_do_not = FALSE;

	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *door = drip->doors->pdata[i];

		if (door->halted_until_at != 0 ||
		    drip->now_at < door->paused_until_at) {
			some_do_not = TRUE;
			if (drip->now_at >= door->paused_until_at &&
			    is_on_trial(drip, door) && is_idle(door))
				places++;
		} else {
			some_work = TRUE;
			places += WAITING_MAX -
			    MIN(door->waiting.length, WAITING_MAX);
		}
	}
	/* What is due for a halted one is moved out of the others' way. */
	return places > 0 && some_work && some_do_not ? CLAIM_MAX :
							MIN(places, CLAIM_MAX);
}

gint64
drip_next(const struct drip *drip, gint64 due_at)
{
	gint64 takes_at = G_MAXINT64;
	gint64 tries_at = G_MAXINT64;

	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *door = drip->doors->pdata[i];

		takes_at = MIN(takes_at,
		    MAX(door->halted_until_at, door->paused_until_at));
		if (door->halted_until_at != 0 && !door->tried)
			tries_at = MIN(tries_at, door->halted_until_at);
	}
	return MIN(MAX(due_at, takes_at), tries_at);
}
