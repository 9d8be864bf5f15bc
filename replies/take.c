/*
 * take.c - see take.h: store -> worker -> whose.c -> store, one at a time; of a
 * text, store -> text.c -> conversation.c -> store, for reading one is no work.
 * Called by the daemon and by `dripscore deliver`.
 */
#include "replies/take.h"

#include "base/errors.h"
#include "base/timezone.h"
#include "replies/conversation.h"
#include "replies/text.h"
#include "replies/whose.h"
#include "store/replies.h"

#define DEADLINE_MS 10000
#define BATCH 4 /* raw mails in memory at once, each up to 32 MiB */
/* Who says stop by text is heard before more leaves in the same turn. */
#define TEXTS_A_TURN 32
/* A machine without room for a worker is left alone for so long. */
#define HELD_UP_S 60

struct taker {
	struct store *store;
	const struct settings *settings;
	struct worker *worker;
	struct taker_hooks hooks;
	GQueue waiting; /* struct new_reply: fetched, not handed over */
	struct new_reply *asked; /* with the worker, or read; NULL: none */
	struct reading *reading; /* of `asked`; NULL: not there yet */
	gboolean failed;	 /* the worker failed on `asked` */
	char *hindrance;	 /* why none could be asked, or NULL */
	gint64 held_up_until_at; /* 0: it is not */
};

struct taker *
taker_new(struct store *store, const struct settings *settings,
    struct worker *worker, const struct taker_hooks *hooks)
{
	struct taker *taker = g_new0(struct taker, 1);

	taker->store = store;
	taker->settings = settings;
	taker->worker = worker;
	taker->hooks = *hooks;
	g_queue_init(&taker->waiting);
	return taker;
}

static void
forget(struct taker *taker)
{
	g_clear_pointer(&taker->asked, new_reply_free);
	g_clear_pointer(&taker->reading, reading_free);
	g_clear_pointer(&taker->hindrance, g_free);
	taker->failed = FALSE;
}

void
taker_free(struct taker *taker)
{
	if (taker == NULL)
		return;
	forget(taker);
	g_queue_clear_full(&taker->waiting, (GDestroyNotify)new_reply_free);
	g_free(taker);
}

gboolean
taker_is_busy(const struct taker *taker)
{
	return taker->asked != NULL;
}

static void
on_answer(GBytes *answer, const GError *error, gpointer user)
{
	struct taker *taker = user;
	json_t *json = NULL;

	if (error == NULL) {
		gsize n;
		const char *text = g_bytes_get_data(answer, &n);

		json = json_loadb(text, n, 0, NULL);
	}
	if (json != NULL)
		taker->reading = reading_from_json(json, NULL);
	json_decref(json);
	if (g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS))
		taker->hindrance = g_strdup(error->message);
	taker->failed = taker->reading == NULL;
	taker->hooks.wake(taker->hooks.user);
}

/* *invitation_id is 0 if it is nobody's. */
static gboolean
find_invitation(struct taker *taker, const struct owner *owner,
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
	return store_invitation_of_message(taker->store, owner->id,
	    invitation_id, error);
}

static void
tell(const struct taker *taker, gint64 reply_id, enum reply_kind kind,
    gint64 invitation_id, const char *note)
{
	if (taker->hooks.taken != NULL)
		taker->hooks.taken(reply_id, kind, invitation_id, note,
		    taker->hooks.user);
}

static gboolean
apply(struct taker *taker, const struct reply_effect *effect, gint64 now_at,
    GError **error)
{
	if (!store_apply_reply(taker->store, effect, now_at, error))
		return FALSE;
	tell(taker, effect->reply_id, effect->kind, effect->invitation_id,
	    effect->note);
	return TRUE;
}

static struct reply_effect
effect_of(const struct taker *taker)
{
	return (struct reply_effect){
		.reply_id = taker->asked->id,
		.score = taker->reading->score,
		.comment = taker->reading->comment,
		.answered_at = taker->asked->received_at,
		.day = timezone_day(taker->settings->organisation.zone,
		    taker->asked->received_at),
	};
}

static gboolean
write_down_mail(struct taker *taker, gint64 now_at, GError **error)
{
	const struct reading *reading = taker->reading;
	struct owner owner = { .known = FALSE };
	struct reply_effect effect = effect_of(taker);
	struct meaning meaning;
	gboolean ok;

	if (taker->settings->reply_address != NULL)
		owner = whose_reply(store_key(taker->store),
		    taker->settings->reply_address, taker->asked->recipient,
		    reading);
	if (!find_invitation(taker, &owner, &effect.invitation_id, error))
		return FALSE;
	meaning_of(reading, &owner, &meaning);
	effect.kind = meaning.kind;
	effect.suppress = meaning.suppress;
	effect.note = meaning.note;
	ok = apply(taker, &effect, now_at, error);
	g_free(meaning.note);
	return ok;
}

/* A gateway's clock may be wrong, but no text came before it was written. */
static gint64
written_at(const struct new_reply *reply)
{
	return reply->written_at != 0 ?
	    MIN(reply->written_at, reply->received_at) :
	    reply->received_at;
}

static gboolean
write_down_text(struct taker *taker, gint64 now_at, GError **error)
{
	const struct new_reply *reply = taker->asked;
	struct conversation conversation = { 0 };
	struct reply_effect effect = effect_of(taker);
	struct text_effect text = {
		.number = reply->sender,
		.provider = reply->inbox,
	};
	struct talk talk = {
		.reading = taker->reading,
		.stop_closes_mail = taker->settings->texting.stop_closes_mail,
	};
	gboolean found;
	gboolean ok;

	if (!store_find_conversation(taker->store, reply->sender, reply->inbox,
		written_at(reply), &conversation, &found, error))
		return FALSE;
	if (found) {
		talk.conversation = &conversation;
		talk.late = written_at(reply) >= conversation.closes_at;
	}
	conversation_judge(&talk, &effect, &text);
	ok = apply(taker, &effect, now_at, error);
	conversation_clear(&conversation);
	return ok;
}

static gboolean
write_down(struct taker *taker, gint64 now_at, GError **error)
{
	return taker->asked->channel == CHANNEL_SMS ?
	    write_down_text(taker, now_at, error) :
	    write_down_mail(taker, now_at, error);
}

static gboolean
fetch_more(struct taker *taker, GError **error)
{
	g_autoptr(GPtrArray)
	    replies = store_new_replies(taker->store, BATCH, error);

	if (replies == NULL)
		return FALSE;
	g_ptr_array_set_free_func(replies, NULL);
	for (guint i = 0; i < replies->len; i++)
		g_queue_push_tail(&taker->waiting, replies->pdata[i]);
	return TRUE;
}

static void
read_text(struct taker *taker)
{
	gsize n;
	const char *bytes = g_bytes_get_data(taker->asked->bytes, &n);
	g_autofree char *text = g_utf8_make_valid(bytes, (gssize)n);

	taker->reading = reading_of_text(text);
	taker->hooks.wake(taker->hooks.user);
}

static void
hand_over(struct taker *taker, struct new_reply *reply)
{
	taker->asked = reply;
	if (reply->channel == CHANNEL_SMS)
		read_text(taker);
	else
		worker_ask(taker->worker, reply->bytes, DEADLINE_MS, on_answer,
		    taker);
}

/*
 * The try is on disk before the worker sees it: what kills us as well as the
 * worker is still counted.
 */
static gboolean
ask_next(struct taker *taker, gint64 now_at, GError **error)
{
	while (taker->asked == NULL && !g_queue_is_empty(&taker->waiting)) {
		struct new_reply *reply = g_queue_peek_head(&taker->waiting);
		enum reply_try outcome;

		if (!store_try_reply(taker->store, reply->id, now_at, &outcome,
			error))
			return FALSE;
		g_queue_pop_head(&taker->waiting);
		if (outcome == REPLY_TRY_GO) {
			hand_over(taker, reply);
			continue;
		}
		if (outcome == REPLY_TRY_ASIDE)
			tell(taker, reply->id, REPLY_UNREADABLE, 0,
			    "set aside: its reader crashed or stalled");
		new_reply_free(reply);
	}
	return TRUE;
}

/* It is not the reply's fault: nothing that waits is tried meanwhile. */
static gboolean
hold_up(struct taker *taker, gint64 now_at, GError **error)
{
	if (!store_untry_reply(taker->store, taker->asked->id, error))
		return FALSE;
	g_queue_push_head(&taker->waiting, g_steal_pointer(&taker->asked));
	taker->held_up_until_at = now_at + HELD_UP_S;
	taker->hooks.held_up(taker->hindrance, taker->hooks.user);
	return TRUE;
}

gint64
taker_next(const struct taker *taker)
{
	return taker->held_up_until_at != 0 ? taker->held_up_until_at :
					      G_MAXINT64;
}

/* What became of `asked` is written down, if it is known. */
static gboolean
settle(struct taker *taker, gint64 now_at, GError **error)
{
	if (taker->reading != NULL && !write_down(taker, now_at, error))
		return FALSE;
	if (taker->hindrance != NULL && !hold_up(taker, now_at, error))
		return FALSE;
	if (taker->reading != NULL || taker->failed)
		forget(taker);
	return TRUE;
}

gboolean
taker_turn(struct taker *taker, gint64 now_at, gboolean fetch, GError **error)
{
	for (guint i = 0; i <= TEXTS_A_TURN; i++) {
		if (!settle(taker, now_at, error))
			return FALSE;
		if (taker->asked != NULL || !fetch ||
		    now_at < taker->held_up_until_at)
			return TRUE;
		taker->held_up_until_at = 0;
		if (g_queue_is_empty(&taker->waiting) &&
		    !fetch_more(taker, error))
			return FALSE;
		if (!ask_next(taker, now_at, error))
			return FALSE;
		/* A mail is with the worker; or there is none. */
		if (taker->reading == NULL)
			return TRUE;
	}
	return TRUE;
}
