/*
 * drip.c - see drip.h. Called by the daemon's loop.
 *
 * A send goes: claimed (leased) -> waits for a free place at its provider ->
 * handed over -> ready (all but the last byte is out) -> its attempt committed,
 * in a group with others -> finished -> its verdict committed, in a group.
 */
#include "scheduler/drip_internal.h"

#include "scheduler/delivery.h"
#include "scheduler/departure.h"
#include "scheduler/outcome.h"

#define HALT_S (10 * 60)

/* Then it need not be known who was asked, or is asked elsewhere. */
static gboolean
nobody_rests(const struct settings *settings)
{
	const GPtrArray *all = settings->touchpoints;

	for (guint i = 0; i < all->len; i++) {
		const struct touchpoint *each = all->pdata[i];
		const struct touchpoint *first = all->pdata[0];

		if (each->rest_s > 0 || each->priority != first->priority)
			return FALSE;
	}
	return settings->cadence.rest_s == 0 &&
	    settings->cadence.max_per_year == 0;
}

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
	drip->pace = pace_new(settings);
	drip->paced = drip_paced(drip);
	drip->filter.no_rest = nobody_rests(settings);
	drip->doors = g_ptr_array_new_with_free_func(drip_door_free);
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
	pace_free(drip->pace);
	g_ptr_array_unref(drip->paced);
	g_free(drip);
}

guint
drip_in_flight(const struct drip *drip)
{
	return g_hash_table_size(drip->sends) + drip->ended->len;
}

void
drip_end(struct send *send, enum verdict verdict, gint64 next_at, char *detail)
{
	send->outcome.verdict = verdict;
	send->outcome.next_at = next_at;
	g_free(send->detail);
	send->detail = detail;
	g_ptr_array_add(send->drip->ended, send);
}

static void
on_ready(const struct message *message, gpointer user)
{
	struct drip *drip = user;

	g_ptr_array_add(drip->ready, g_hash_table_lookup(drip->sends, message));
	drip->hooks.wake(drip->hooks.user);
}

/* The next channel is for who can be reached; not for who has said stop. */
static void
judge_rejection(struct send *send, const struct send_result *result)
{
	const struct outbox_item *item = send->item;

	send->opted_out = result->opted_out;
	if (item->kind == MESSAGE_INVITATION && !result->opted_out)
		send->fall_back =
		    delivery_fall_back(settings_touchpoint(send->drip->settings,
					   item->touchpoint),
			item->channel, &item->event->contact);
}

static void
on_done(const struct message *message, const struct send_result *result,
    gpointer user)
{
	struct drip *drip = user;
	struct send *send = g_hash_table_lookup(drip->sends, message);
	struct outcome outcome = outcome_of(drip->settings, result,
	    send->item->tries, departure_gives_up_at(send->item), HALT_S,
	    drip->now_at);

	/* Nothing may leave before its attempt is on disk. */
	g_assert(send->attempt_id != 0 ||
	    (result->outcome != SEND_ACCEPTED &&
		result->outcome != SEND_IN_DOUBT));
	g_hash_table_steal(drip->sends, message);
	/* It may have failed between ready and finish. */
	g_ptr_array_remove_fast(drip->ready, send);
	send->door->busy--;
	/* What has not left took no room from those that do. */
	if (result->outcome != SEND_ACCEPTED &&
	    result->outcome != SEND_IN_DOUBT)
		drip_give_back(drip, send);
	send->remote_id = g_strdup(result->remote_id);
	/* What halts us is mended by another configuration: made anew. So is
	 * a webhook, whose signature is of now. */
	send->keep = send->first && result->outcome != SEND_HALTED &&
	    message->channel != CHANNEL_WEBHOOK;
	drip_end(send, outcome.verdict, outcome.next_at,
	    g_strdup(result->detail));
	if (result->outcome == SEND_REJECTED)
		judge_rejection(send, result);
	drip_judge_door(drip, send, result, outcome.next_at);
	drip->hooks.wake(drip->hooks.user);
}

static const struct send_watcher watcher = { on_ready, on_done };

gboolean
drip_may_leave(struct drip *drip, struct send *send)
{
	struct departure departure;

	/* It may have stood in line, and the hours have closed since. */
	if (send->judged_at == drip->now_at)
		return TRUE;
	send->judged_at = drip->now_at;
	if (departure_is_free(drip->settings, send->item, drip->now_at,
		&departure) &&
	    drip_has_room(drip, send, &departure))
		return TRUE;
	drip_give_back(drip, send);
	send->door = NULL;
	send->planned = TRUE;
	send->placed = departure.placed;
	drip_turn_away(drip, send->item);
	drip_end(send, departure.verdict, departure.next_at, departure.reason);
	return FALSE;
}

static void
hand_over(struct drip *drip, struct door *door)
{
	while (drip_is_free(drip, door) && !g_queue_is_empty(&door->waiting)) {
		struct send *send = g_queue_pop_head(&door->waiting);
		g_autoptr(GError) error = NULL;

		if (!drip_may_leave(drip, send))
			continue;
		if (send->message == NULL)
			send->message = compose(drip->composer, send->item,
			    door->section, drip->now_at, &error);
		if (send->message == NULL) {
			drip_try_another(drip, door);
			drip_end(send, VERDICT_FAILED, 0,
			    g_strdup(error->message));
			continue;
		}
		door->busy++;
		send->heard = door->heard;
		g_hash_table_insert(drip->sends, send->message, send);
		door->provider->ops->send(door->provider, send->message,
		    &watcher, drip);
	}
}

static void
admit(struct drip *drip, struct outbox_item *item)
{
	struct send *send = g_new0(struct send, 1);

	send->drip = drip;
	send->item = item;
	if (!drip_may_leave(drip, send))
		return;
	send->message = g_steal_pointer(&item->composed);
	drip_place(drip, send);
}

void
drip_admit(struct drip *drip, GPtrArray *items)
{
	g_ptr_array_set_free_func(items, NULL);
	for (guint i = 0; i < items->len; i++)
		admit(drip, items->pdata[i]);
}

gboolean
drip_turn(struct drip *drip, gint64 now_at, gboolean claim, GError **error)
{
	drip->now_at = now_at;
	drip->leaving = !claim;
	if (!drip_read_pace(drip, error) || !drip_settle(drip, error) ||
	    !drip_look_at_fuse(drip, error))
		return FALSE;
	if (!claim)
		return drip_return_waiting(drip, error);
	if (!drip_call_back(drip, error) || !drip_claim(drip, error))
		return FALSE;
	for (guint i = 0; i < drip->doors->len; i++)
		hand_over(drip, drip->doors->pdata[i]);
	return drip->ended->len == 0 || drip_settle(drip, error);
}
