/*
 * drip_commit.c - what drip.c puts on disk: attempts before the last byte,
 * verdicts, and leases given back. Called by drip.c.
 */
#include "base/timezone.h"
#include "scheduler/drip_internal.h"

void
drip_send_free(gpointer data)
{
	struct send *send = data;

	outbox_item_free(send->item);
	g_clear_pointer(&send->message, message_free);
	g_free(send->remote_id);
	g_free(send->detail);
	g_free(send);
}

static void
finish(struct drip *drip, struct send *send,
    const struct outbox_attempt *attempt)
{
	struct provider *provider = send->door->provider;

	send->attempt_id = attempt->attempt_id;
	if (attempt->attempt_id != 0) {
		provider->ops->finish(provider, send->message);
		return;
	}
	provider->ops->abandon(provider, send->message);
	send->door->busy--;
	drip_try_another(drip, send->door);
	drip_give_back(drip, send);
	switch (attempt->refusal) {
	case REFUSAL_NONE:
	case REFUSAL_WITHDRAWN:
		/* Cancelled or suppressed while it was on its way out. */
		g_hash_table_remove(drip->sends, send->message);
		break;
	case REFUSAL_NUMBER:
	case REFUSAL_PREFIX:
	case REFUSAL_DAY:
	case REFUSAL_REST:
	case REFUSAL_UNREAD:
	case REFUSAL_FUSE:
		g_hash_table_steal(drip->sends, send->message);
		drip_refused(drip, send, attempt->refusal);
		break;
	}
}

/* Its hours may have closed while it was on its way out. */
static void
hold_back_late(struct drip *drip)
{
	for (guint i = drip->ready->len; i > 0; i--) {
		struct send *send = drip->ready->pdata[i - 1];
		struct door *door = send->door;

		if (drip_may_leave(drip, send))
			continue;
		door->provider->ops->abandon(door->provider, send->message);
		door->busy--;
		drip_try_another(drip, door);
		g_hash_table_steal(drip->sends, send->message);
		g_ptr_array_remove_index(drip->ready, i - 1);
		drip->hooks.wake(drip->hooks.user);
	}
}

gboolean
drip_commit_ready(struct drip *drip, GError **error)
{
	g_autofree struct outbox_attempt *attempts = NULL;
	guint n;

	hold_back_late(drip);
	n = drip->ready->len;
	if (n == 0)
		return TRUE;
	attempts = g_new0(struct outbox_attempt, n);
	for (guint i = 0; i < n; i++) {
		const struct send *send = drip->ready->pdata[i];

		attempts[i].message_id = send->item->message_id;
		attempts[i].provider = send->door->provider->name;
		drip_charge(drip, send, &attempts[i].charge);
		attempts[i].ask = departure_ask_limit(drip->settings,
		    send->item);
		/* It is looked for as it left, whatever we would say now. */
		if (send->door->provider->ops->look_up != NULL)
			attempts[i].keep = send->message;
	}
	if (!store_begin_attempts(drip->store, attempts, n, drip->now_at,
		error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		finish(drip, drip->ready->pdata[i], &attempts[i]);
	g_ptr_array_set_size(drip->ready, 0);
	return TRUE;
}

static struct outbox_verdict
verdict_of(const struct drip *drip, const struct send *send)
{
	gboolean keep = send->outcome.verdict == VERDICT_RETRY && send->keep;
	struct outbox_verdict verdict = {
		.message_id = send->item->message_id,
		.attempt_id = send->attempt_id,
		.provider = send->door != NULL ? send->door->provider->name :
						 NULL,
		.verdict = send->outcome.verdict,
		.remote_id = send->remote_id,
		.detail = send->detail,
		.next_at = send->parked_for != NULL ? drip->now_at :
						      send->outcome.next_at,
		.planned = send->planned,
		.placed = send->placed,
		.parked_for = drip->leaving ? NULL : send->parked_for,
		.composed = keep ? send->message : NULL,
		.day = timezone_day(drip->settings->organisation.zone,
		    drip->now_at),
		.fall_back = send->fall_back,
		.opted_out = send->opted_out,
	};

	return verdict;
}

static void
report(const struct drip *drip, const struct send *send)
{
	struct drip_report about = {
		.message_id = send->item->message_id,
		.touchpoint = send->item->touchpoint,
		.provider = send->door != NULL ? send->door->provider->name :
						 NULL,
		.verdict = send->outcome.verdict,
		.detail = send->detail,
		.next_at = send->outcome.next_at,
		.item = send->item,
	};

	drip->hooks.ended(&about, drip->hooks.user);
}

gboolean
drip_commit_ended(struct drip *drip, GError **error)
{
	guint n = drip->ended->len;
	g_autofree struct outbox_verdict *verdicts =
	    g_new0(struct outbox_verdict, n + 1);
	gboolean texts = FALSE;

	for (guint i = 0; i < n; i++) {
		const struct send *send = drip->ended->pdata[i];

		verdicts[i] = verdict_of(drip, send);
		texts |= send->item->channel == CHANNEL_SMS;
	}
	if (!store_end_attempts(drip->store, verdicts, n, drip->now_at, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		report(drip, drip->ended->pdata[i]);
	g_ptr_array_set_size(drip->ended, 0);
	/* Delivery reports may have waited for the verdict. */
	if (texts)
		drip->hooks.wake(drip->hooks.user);
	return TRUE;
}

gboolean
drip_return_waiting(struct drip *drip, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	for (guint i = 0; i < drip->doors->len; i++) {
		const struct door *door = drip->doors->pdata[i];

		for (GList *each = door->waiting.head; each != NULL;
		     each = each->next) {
			const struct send *send = each->data;

			g_array_append_val(ids, send->item->message_id);
		}
	}
	if (!store_return_leases(drip->store, (const gint64 *)ids->data,
		ids->len, drip->now_at, error))
		return FALSE;
	for (guint i = 0; i < drip->doors->len; i++) {
		struct door *door = drip->doors->pdata[i];

		g_queue_clear_full(&door->waiting, drip_send_free);
	}
	return TRUE;
}
