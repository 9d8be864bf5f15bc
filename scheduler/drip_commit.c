/*
 * drip_commit.c - what drip.c puts on disk: attempts before the last byte,
 * verdicts, and leases given back. Called by drip.c.
 */
#include "base/timezone.h"
#include "scheduler/drip_internal.h"
#include "scheduler/follow_up.h"

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

/* Owned; one for each that is ready. */
static struct outbox_attempt *
attempts_of(const struct drip *drip)
{
	guint n = drip->ready->len;
	struct outbox_attempt *attempts = g_new0(struct outbox_attempt, n + 1);

	for (guint i = 0; i < n; i++) {
		struct send *send = drip->ready->pdata[i];
		struct outbox_attempt *attempt = &attempts[i];

		attempt->message_id = send->item->message_id;
		attempt->item = send->item;
		attempt->provider = send->door->provider->name;
		drip_charge(drip, send, &attempt->charge);
		attempt->ask = departure_ask_limit(drip->settings, send->item);
		/* It is looked for as it left, whatever we would say now. */
		send->kept = send->door->provider->ops->look_up != NULL;
		if (send->kept)
			attempt->keep = send->message;
	}
	return attempts;
}

static struct outbox_verdict
verdict_of(const struct drip *drip, const struct send *send, gint32 day)
{
	gboolean sent = send->outcome.verdict == VERDICT_SENT &&
	    send->item->kind == MESSAGE_INVITATION;
	gboolean keep = send->outcome.verdict == VERDICT_RETRY && send->keep;
	struct outbox_verdict verdict = {
		.message_id = send->item->message_id,
		.item = send->item,
		.attempt_id = send->attempt_id,
		.kept = send->kept,
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
		.day = day,
		.look_at = sent ?
		    follow_up_first_look(drip->settings, send->item,
			drip->now_at) :
		    0,
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

/* Owned; one for each that has ended. */
static struct outbox_verdict *
verdicts_of(const struct drip *drip)
{
	guint n = drip->ended->len;
	struct outbox_verdict *verdicts = g_new0(struct outbox_verdict, n + 1);
	gint32 day = timezone_day(drip->settings->organisation.zone,
	    drip->now_at);

	for (guint i = 0; i < n; i++)
		verdicts[i] = verdict_of(drip, drip->ended->pdata[i], day);
	return verdicts;
}

static void
report_all(struct drip *drip, const GPtrArray *ended)
{
	gboolean texts = FALSE;

	for (guint i = 0; i < ended->len; i++) {
		const struct send *send = ended->pdata[i];

		texts |= send->item->channel == CHANNEL_SMS;
		report(drip, send);
	}
	/* Delivery reports may have waited for the verdict. */
	if (texts)
		drip->hooks.wake(drip->hooks.user);
}

gboolean
drip_settle(struct drip *drip, GError **error)
{
	g_autofree struct outbox_verdict *verdicts = NULL;
	g_autofree struct outbox_attempt *attempts = NULL;
	g_autoptr(GPtrArray) ended = NULL;
	g_autoptr(GPtrArray) ready = NULL;

	hold_back_late(drip);
	if (drip->ended->len == 0 && drip->ready->len == 0)
		return TRUE;
	verdicts = verdicts_of(drip);
	attempts = attempts_of(drip);
	if (!store_settle(drip->store, verdicts, drip->ended->len, attempts,
		drip->ready->len, drip->now_at, error))
		return FALSE;
	/* What is refused ends, which is for the next time. */
	ended = g_steal_pointer(&drip->ended);
	ready = g_steal_pointer(&drip->ready);
	drip->ended = g_ptr_array_new_with_free_func(drip_send_free);
	drip->ready = g_ptr_array_new();
	for (guint i = 0; i < ready->len; i++)
		finish(drip, ready->pdata[i], &attempts[i]);
	report_all(drip, ended);
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
