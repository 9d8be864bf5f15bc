/*
 * drip.c - see drip.h. Called by the daemon's loop.
 *
 * A send goes: claimed (leased) -> waits for a free place at its provider ->
 * handed over -> ready (all but the last byte is out) -> its attempt committed,
 * in a group with others -> finished -> its verdict committed, in a group.
 */
#include "scheduler/drip_internal.h"

#include <string.h>

#include "scheduler/cadence.h"
#include "scheduler/outcome.h"

#define CLAIM_MAX 256
/* Messages leased for a provider that has no free place yet. */
#define WAITING_MAX 64
/* A message for a provider that is full comes again after so long. */
#define FULL_PAUSE_S 5
#define HALT_S (10 * 60)
/* What is no invitation is tried for so long. */
#define CONTENT_LIFE_S (5 * 24 * 60 * 60)

struct drip *
drip_new(struct store *store, const struct settings *settings,
    const struct composer *composer, GPtrArray *providers,
    const struct drip_hooks *hooks)
{
	struct drip *drip = g_new0(struct drip, 1);

	drip->store = store;
	drip->settings = settings;
	drip->composer = composer;
	drip->hooks = *hooks;
	drip->doors = g_ptr_array_new_with_free_func(g_free);
	drip->sends = g_hash_table_new_full(NULL, NULL, NULL, drip_send_free);
	drip->ready = g_ptr_array_new();
	drip->ended = g_ptr_array_new_with_free_func(drip_send_free);
	for (guint i = 0; i < providers->len; i++) {
		struct door *door = g_new0(struct door, 1);

		door->provider = providers->pdata[i];
		door->section = config_find(settings->config, "provider",
		    door->provider->name);
		g_queue_init(&door->waiting);
		g_ptr_array_add(drip->doors, door);
	}
	return drip;
}

void
drip_free(struct drip *drip)
{
	if (drip == NULL)
		return;
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];

		g_queue_clear_full(&door->waiting, drip_send_free);
	}
	g_ptr_array_unref(drip->doors);
	g_hash_table_destroy(drip->sends);
	g_ptr_array_unref(drip->ready);
	g_ptr_array_unref(drip->ended);
	g_free(drip);
}

guint
drip_in_flight(const struct drip *drip)
{
	return g_hash_table_size(drip->sends) + drip->ended->len;
}

static struct door *
door_of(struct drip *drip, const struct outbox_item *item)
{
	const struct touchpoint *touchpoint = item->touchpoint != NULL ?
	    settings_touchpoint(drip->settings, item->touchpoint) :
	    NULL;
	const char *via = touchpoint != NULL ? touchpoint->via[0] : NULL;

	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];

		if (via != NULL ? strcmp(door->provider->name, via) == 0 :
				  door->provider->ops->channel == item->channel)
			return door;
	}
	return NULL;
}

static void
end(struct send *send, enum verdict verdict, gint64 next_at, char *detail)
{
	send->outcome.verdict = verdict;
	send->outcome.next_at = next_at;
	g_free(send->detail);
	send->detail = detail;
	g_ptr_array_add(send->drip->ended, send);
}

static gint64
give_up_at(const struct outbox_item *item)
{
	return item->kind == MESSAGE_INVITATION ?
	    item->expires_at :
	    item->created_at + CONTENT_LIFE_S;
}

/* It waits for its provider, out of the others' way. */
static void
park(struct send *send, const struct door *door)
{
	send->door = NULL;
	send->parked_for = door->provider->name;
	end(send, VERDICT_RETRY, 0, NULL);
}

static void
halt(struct drip *drip, struct door *door, gint64 until_at, const char *detail)
{
	struct send *send;
	/* Several sends may find it out at once. */
	gboolean known = drip->now_at < door->halted_until_at;

	door->halted_until_at = until_at;
	door->tried = FALSE;
	if (!known)
		drip->hooks.halted(door->provider->name, detail,
		    drip->hooks.user);
	while ((send = g_queue_pop_head(&door->waiting)) != NULL)
		park(send, door);
}

/* What was parked is called back by the next turn. */
static void
work_again(struct drip *drip, struct door *door)
{
	door->halted_until_at = 0;
	door->works_again = TRUE;
	drip->hooks.halted(door->provider->name, NULL, drip->hooks.user);
}

void
drip_try_another(struct drip *drip, struct door *door)
{
	if (door == NULL || !door->tried)
		return;
	door->tried = FALSE;
	drip->hooks.wake(drip->hooks.user);
}

static void
on_ready(const struct message *message, gpointer user)
{
	struct drip *drip = user;

	g_ptr_array_add(drip->ready, g_hash_table_lookup(drip->sends, message));
	drip->hooks.wake(drip->hooks.user);
}

/*
 * What an answer says of a provider that has halted: a verdict on a message
 * ends the halt; a deferral leaves it open, and the next one is tried later.
 */
static void
judge_halt(struct drip *drip, struct door *door,
    const struct send_result *result, gint64 next_at)
{
	if (door->halted_until_at == 0)
		return;
	switch (result->outcome) {
	case SEND_ACCEPTED:
	case SEND_REJECTED:
	case SEND_IN_DOUBT:
		work_again(drip, door);
		break;
	case SEND_DEFERRED:
		if (drip->now_at >= door->halted_until_at) {
			door->halted_until_at = next_at;
			door->tried = FALSE;
		}
		break;
	case SEND_HALTED:
		break;
	}
}

static void
on_done(const struct message *message, const struct send_result *result,
    gpointer user)
{
	struct drip *drip = user;
	struct send *send = g_hash_table_lookup(drip->sends, message);
	struct door *door = send->door;
	struct outcome outcome = outcome_of(drip->settings, result,
	    send->item->tries, give_up_at(send->item), HALT_S, drip->now_at);

	/* Nothing may leave before its attempt is on disk. */
	g_assert(send->attempt_id != 0 ||
	    (result->outcome != SEND_ACCEPTED &&
		result->outcome != SEND_IN_DOUBT));
	g_hash_table_steal(drip->sends, message);
	/* It may have failed between ready and finish. */
	g_ptr_array_remove_fast(drip->ready, send);
	door->busy--;
	send->remote_id = g_strdup(result->remote_id);
	end(send, outcome.verdict, outcome.next_at, g_strdup(result->detail));
	if (result->outcome == SEND_HALTED) {
		send->parked_for = door->provider->name;
		halt(drip, door, outcome.next_at, result->detail);
	}
	judge_halt(drip, door, result, outcome.next_at);
	drip->hooks.wake(drip->hooks.user);
}

static const struct send_watcher watcher = { on_ready, on_done };

static gboolean
is_free(const struct drip *drip, const struct door *door)
{
	/* After a halt one message goes ahead to try it. */
	guint places = door->halted_until_at != 0 ? 1 :
						    door->provider->capacity;

	return drip->now_at >= door->halted_until_at && door->busy < places;
}

static void
hand_over(struct drip *drip, struct door *door)
{
	while (is_free(drip, door) && !g_queue_is_empty(&door->waiting)) {
		struct send *send = g_queue_pop_head(&door->waiting);
		g_autoptr(GError) error = NULL;

		if (send->message == NULL)
			send->message = compose(drip->composer, send->item,
			    door->section, drip->now_at, &error);
		if (send->message == NULL) {
			drip_try_another(drip, door);
			end(send, VERDICT_FAILED, 0, g_strdup(error->message));
			continue;
		}
		door->busy++;
		g_hash_table_insert(drip->sends, send->message, send);
		door->provider->ops->send(door->provider, send->message,
		    &watcher, drip);
	}
}

static void
admit(struct drip *drip, struct outbox_item *item)
{
	struct send *send = g_new0(struct send, 1);
	struct door *door = door_of(drip, item);
	enum verdict verdict;
	char *reason;

	send->drip = drip;
	send->item = item;
	if (item->kind == MESSAGE_INVITATION &&
	    !cadence_may_leave(drip->settings, item, drip->now_at, &verdict,
		&reason)) {
		drip_try_another(drip, door);
		end(send, verdict, 0, reason);
		return;
	}
	send->door = door;
	if (send->door == NULL) {
		end(send, VERDICT_FAILED, 0,
		    g_strdup("no provider is configured for it"));
	} else if (drip->now_at < send->door->halted_until_at) {
		park(send, send->door);
	} else if (send->door->waiting.length >= WAITING_MAX) {
		send->door = NULL;
		end(send, VERDICT_RETRY, drip->now_at + FULL_PAUSE_S, NULL);
	} else {
		send->message = g_steal_pointer(&item->composed);
		g_queue_push_tail(&send->door->waiting, send);
	}
}

/* How many messages may be claimed; 0 if every provider is full or halted. */
static guint
free_places(const struct drip *drip)
{
	guint places = 0;
	gboolean halted = FALSE;

	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *door = drip->doors->pdata[i];

		if (drip->now_at < door->halted_until_at)
			halted = TRUE;
		else
			places += WAITING_MAX -
			    MIN(door->waiting.length, WAITING_MAX);
	}
	/* What is due for a halted one is moved out of the others' way. */
	return places > 0 && halted ? CLAIM_MAX : MIN(places, CLAIM_MAX);
}

gint64
drip_next(const struct drip *drip, gint64 due_at)
{
	gint64 takes_at = G_MAXINT64;
	gint64 tries_at = G_MAXINT64;

	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *door = drip->doors->pdata[i];

		takes_at = MIN(takes_at, door->halted_until_at);
		if (door->halted_until_at != 0 && !door->tried)
			tries_at = MIN(tries_at, door->halted_until_at);
	}
	return MIN(MAX(due_at, takes_at), tries_at);
}

/* One to try a provider whose halt is over; all once it works again. */
static gboolean
call_back(struct drip *drip, GError **error)
{
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];
		gboolean trying = door->halted_until_at != 0 && !door->tried &&
		    drip->now_at >= door->halted_until_at;

		if (!trying && !door->works_again)
			continue;
		if (!store_unpark(drip->store, door->provider->name,
			trying ? 1 : G_MAXUINT, error))
			return FALSE;
		door->tried = trying;
		door->works_again = FALSE;
	}
	return TRUE;
}

static gboolean
claim_due(struct drip *drip, GError **error)
{
	guint places = free_places(drip);
	g_autoptr(GPtrArray) items = NULL;

	if (places == 0)
		return TRUE;
	items = store_claim(drip->store, drip->now_at, places, error);
	if (items == NULL)
		return FALSE;
	g_ptr_array_set_free_func(items, NULL);
	for (guint i = 0; i < items->len; i++)
		admit(drip, items->pdata[i]);
	/* There may be more than one batch. */
	if (items->len == places)
		drip->hooks.wake(drip->hooks.user);
	return TRUE;
}

gboolean
drip_turn(struct drip *drip, gint64 now_at, gboolean claim, GError **error)
{
	drip->now_at = now_at;
	drip->leaving = !claim;
	if (!drip_commit_ended(drip, error) || !drip_commit_ready(drip, error))
		return FALSE;
	if (!claim)
		return drip_return_waiting(drip, error);
	if (!call_back(drip, error) || !claim_due(drip, error))
		return FALSE;
	for (guint i = 0; i < drip->doors->len; i++)
		hand_over(drip, drip->doors->pdata[i]);
	return drip_commit_ended(drip, error);
}
