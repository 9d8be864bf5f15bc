/*
 * take_write.c - what replies say, once it is known: whose they are by whose.c,
 * of texts by conversation.c, then into the store. Called by take.c alone.
 */
#include "base/timezone.h"
#include "replies/conversation.h"
#include "replies/take_batch.h"
#include "replies/whose.h"

/* *invitation_id is 0 if it is nobody's. */
static gboolean
find_invitation(struct store *store, const struct owner *owner,
    gint64 *invitation_id, GError **error)
{
	*invitation_id = 0;
	if (!owner->known)
		return TRUE;
	if (owner->purpose == TOKEN_REPLY ||
	    owner->purpose == TOKEN_UNSUBSCRIBE) {
		*invitation_id = owner->id;
		return TRUE;
	}
	return store_invitation_of_message(store, owner->id, invitation_id,
	    error);
}

void
batch_tell(const struct batch_world *world, const struct reply_effect *effect)
{
	if (world->hooks->taken != NULL)
		world->hooks->taken(effect->reply_id, effect->kind,
		    effect->invitation_id, effect->note, world->hooks->user);
}

static struct reply_effect
effect_of(const struct batch_world *world, const struct new_reply *reply,
    const struct reading *reading)
{
	return (struct reply_effect){
		.reply_id = reply->id,
		.score = reading->score,
		.comment = reading->comment,
		.answered_at = reply->received_at,
		.day = timezone_day(world->settings->organisation.zone,
		    reply->received_at),
	};
}

/* The note is kept by `notes`. */
static gboolean
judge_mail(const struct batch_world *world, const struct new_reply *reply,
    const struct reading *reading, struct reply_effect *effect,
    GPtrArray *notes, GError **error)
{
	struct owner owner = { .known = FALSE };
	struct meaning meaning;

	*effect = effect_of(world, reply, reading);
	if (world->settings->reply_address != NULL)
		owner = whose_reply(store_keys(world->store),
		    world->settings->reply_address, reply->recipient, reading);
	if (!find_invitation(world->store, &owner, &effect->invitation_id,
		error))
		return FALSE;
	meaning_of(reading, &owner, &meaning);
	effect->kind = meaning.kind;
	effect->suppress = meaning.suppress;
	effect->note = meaning.note;
	g_ptr_array_add(notes, meaning.note);
	return TRUE;
}

static gboolean
write_down_mails(const struct batch_world *world, const struct batch *batch,
    gint64 now_at, GError **error)
{
	guint n = batch->replies->len;
	g_autofree struct reply_effect *effects = g_new0(struct reply_effect,
	    n);
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < n; i++) {
		if (!judge_mail(world, batch->replies->pdata[i],
			batch->readings->pdata[i], &effects[i], notes, error))
			return FALSE;
	}
	if (!store_apply_replies(world->store, effects, n, now_at, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		batch_tell(world, &effects[i]);
	return TRUE;
}

/* A gateway's clock may be wrong, but no text came before it was written. */
static gint64
written_at(const struct new_reply *reply)
{
	return reply->written_at != 0 ?
	    MIN(reply->written_at, reply->received_at) :
	    reply->received_at;
}

/* The talk is looked up when all that came before has been written down. */
static gboolean
write_down_text(const struct batch_world *world, const struct new_reply *reply,
    const struct reading *reading, gint64 now_at, GError **error)
{
	struct conversation conversation = { 0 };
	struct reply_effect effect = effect_of(world, reply, reading);
	struct text_effect text = {
		.number = reply->sender,
		.provider = reply->inbox,
	};
	struct talk talk = {
		.reading = reading,
		.stop_closes_mail = world->settings->texting.stop_closes_mail,
	};
	gboolean found;
	gboolean ok;

	if (!store_find_conversation(world->store, reply->sender, reply->inbox,
		written_at(reply), &conversation, &found, error))
		return FALSE;
	if (found) {
		talk.conversation = &conversation;
		talk.late = written_at(reply) >= conversation.closes_at;
	}
	conversation_judge(&talk, &effect, &text);
	ok = store_apply_replies(world->store, &effect, 1, now_at, error);
	if (ok)
		batch_tell(world, &effect);
	conversation_clear(&conversation);
	return ok;
}

gboolean
batch_write_down(const struct batch_world *world, const struct batch *batch,
    gint64 now_at, GError **error)
{
	const struct new_reply *first = batch->replies->pdata[0];

	if (first->channel == CHANNEL_SMS)
		return write_down_text(world, first,
		    batch->readings->pdata[0], now_at, error);
	return write_down_mails(world, batch, now_at, error);
}
