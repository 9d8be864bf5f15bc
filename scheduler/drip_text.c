/*
 * drip_text.c - what a text counts against, and what becomes of one that is
 * refused for it. Called by drip.c and drip_commit.c.
 */
#include "base/timezone.h"
#include "scheduler/drip_internal.h"
#include "scheduler/texting.h"

/* Until what came in from the number is read. */
#define UNREAD_PAUSE_S 1

void
drip_charge(const struct drip *drip, const struct send *send,
    struct text_charge *charge)
{
	const struct message *message = send->message;
	g_autofree char *text = NULL;
	const char *bytes;
	gsize n;

	*charge = (struct text_charge){ 0 };
	if (message->channel != CHANNEL_SMS)
		return;
	bytes = g_bytes_get_data(message->bytes, &n);
	text = g_strndup(bytes, n);
	texting_charge(drip->settings, message->recipient, text, drip->now_at,
	    charge);
	if (send->item->kind == MESSAGE_INVITATION ||
	    message_kind_is_follow_up(send->item->kind))
		charge->conversation_s = drip->settings->texting.conversation_s;
}

static const char *
refusal_reason(enum refusal refusal)
{
	switch (refusal) {
	case REFUSAL_NUMBER:
		return "the number had its texts of today";
	case REFUSAL_PREFIX:
		return "the numbers beside it had their texts of today";
	case REFUSAL_DAY:
		return "the texts of today have left";
	case REFUSAL_FUSE:
		return "the money for texts is spent";
	case REFUSAL_REST:
		return "another survey has left to the same person";
	case REFUSAL_UNREAD:
		return "a text from the number is read first";
	case REFUSAL_NONE:
	case REFUSAL_WITHDRAWN:
		break;
	}
	g_assert_not_reached();
}

/* An invitation comes again tomorrow; nobody waits that long for an answer. */
static void
put_off(struct drip *drip, struct send *send, const char *why)
{
	GTimeZone *zone = drip->settings->organisation.zone;
	gint64 tomorrow_at = timezone_day_begins(zone,
	    timezone_day(zone, drip->now_at) + 1);
	struct departure departure = { 0 };

	if (send->item->kind != MESSAGE_INVITATION &&
	    !message_kind_is_follow_up(send->item->kind)) {
		drip_end(send, VERDICT_EXPIRED, 0, g_strdup(why));
		return;
	}
	departure_wait(drip->settings, send->item, tomorrow_at, why,
	    &departure);
	send->planned = TRUE;
	drip_end(send, departure.verdict, departure.next_at, departure.reason);
}

void
drip_refused(struct drip *drip, struct send *send, enum refusal refusal)
{
	const char *why = refusal_reason(refusal);

	/* No door has had it. */
	send->door = NULL;
	if (refusal == REFUSAL_FUSE) {
		drip->fuse_met = TRUE;
		send->parked_for = DRIP_FUSE;
		drip_end(send, VERDICT_RETRY, drip->now_at, g_strdup(why));
	} else if (refusal == REFUSAL_REST) {
		send->planned = TRUE;
		drip_end(send, VERDICT_RETRY, drip->now_at, g_strdup(why));
	} else if (refusal == REFUSAL_UNREAD) {
		drip_end(send, VERDICT_RETRY, drip->now_at + UNREAD_PAUSE_S,
		    g_strdup(why));
	} else {
		put_off(drip, send, why);
	}
	drip->hooks.wake(drip->hooks.user);
}

/* One that blew before, in a former life of the daemon, was told of then. */
gboolean
drip_look_at_fuse(struct drip *drip, GError **error)
{
	struct fuse fuse;

	if (!drip->fuse_met)
		return TRUE;
	if (!store_fuse(drip->store,
		timezone_day(drip->settings->organisation.zone, drip->now_at),
		&fuse, error))
		return FALSE;
	drip->fuse_met = FALSE;
	if (fuse.blown_at != drip->now_at ||
	    fuse.blown_at == drip->fuse_blown_at)
		return TRUE;
	drip->fuse_blown_at = fuse.blown_at;
	drip->hooks.fuse_blown(&fuse, drip->hooks.user);
	return TRUE;
}
