/*
 * take_write.c - what replies say, once it is known: whose they are by whose.c,
 * of texts by conversation.c, then into the store. Called by take.c alone.
 */
#include "base/timezone.h"
#include "replies/conversation.h"
#include "replies/take_batch.h"
#include "replies/take_case.h"
#include "replies/whose.h"
#include "store/answers/unlinked.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)
/* Who says to be away longer, or until long ago, has said something else. */
#define AWAY_MAX_S (400 * (gint64)DAY_S)

#define MESSAGE_ID_MAX_BYTES 250
/* What providers/inbox.h puts on top of a mail that is too large. */
#define CUT_MARK "X-Dripscore-Cut: "

static struct owner
owner_of(struct store *store, const struct settings *settings,
    const char *envelope, const struct reading *reading)
{
	if (settings->reply_address == NULL)
		return (struct owner){ .known = FALSE };
	return whose_reply(store_keys(store), settings->reply_address, envelope,
	    reading);
}

/* *invitation_id is 0 if it is nobody's. */
static gboolean
find_invitation(struct store *store, const struct owner *owner,
    gint64 *invitation_id, GError **error)
{
	*invitation_id = 0;
	if (!owner->known)
		return TRUE;
	if (owner->purpose == TOKEN_CASE_OWNER ||
	    owner->purpose == TOKEN_CASE_CUSTOMER)
		return TRUE;
	if (owner->purpose == TOKEN_REPLY ||
	    owner->purpose == TOKEN_UNSUBSCRIBE) {
		*invitation_id = owner->id;
		return TRUE;
	}
	return store_invitation_of_message(store, owner->id, invitation_id,
	    error);
}

gboolean
take_find_invitation(struct store *store, const struct settings *settings,
    const char *envelope, const struct reading *reading, gint64 *invitation_id,
    GError **error)
{
	struct owner owner = owner_of(store, settings, envelope, reading);

	return find_invitation(store, &owner, invitation_id, error);
}

static gboolean
any_is_anonymous(const struct settings *settings)
{
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *one = settings->touchpoints->pdata[i];

		if (one->anonymous)
			return TRUE;
	}
	return FALSE;
}

/* With the time of a log who has answered when would be known. */
static gboolean
is_hidden(const struct batch_world *world, gint64 invitation_id)
{
	gboolean hides = TRUE;

	return invitation_id != 0 && any_is_anonymous(world->settings) &&
	    (!store_hides_invitation(world->store, invitation_id, &hides,
		 NULL) ||
		hides);
}

void
batch_tell(const struct batch_world *world, const struct reply_effect *effect)
{
	if (world->hooks->taken != NULL)
		world->hooks->taken(effect->reply_id, effect->kind,
		    is_hidden(world, effect->invitation_id) ?
			0 :
			effect->invitation_id,
		    effect->note, world->hooks->user);
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

/* It goes into headers of ours: what no mail program has made does not. */
static const char *
usable_message_id(const char *id)
{
	gsize n = id != NULL ? strlen(id) : 0;

	if (n == 0 || n > MESSAGE_ID_MAX_BYTES || strchr(id, '@') == NULL)
		return NULL;
	for (const char *c = id; *c != '\0'; c++) {
		if (!g_ascii_isgraph(*c) || strchr("<>()\",;\\", *c) != NULL)
			return NULL;
	}
	return id;
}

static gint64
away_until(const struct reading *reading, gint64 received_at)
{
	gint64 until = reading->kind == REPLY_AUTO_REPLY ? reading->return_at :
							   0;

	return until > received_at - DAY_S && until < received_at + AWAY_MAX_S ?
	    until :
	    0;
}

/* The rules of all touchpoints; to be freed alone. */
static struct thanks_rule *
thanks_of(const struct settings *settings)
{
	const GPtrArray *all = settings->touchpoints;
	struct thanks_rule *rules = g_new0(struct thanks_rule, all->len + 1);
	guint n = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct touchpoint *each = all->pdata[i];

		if (each->promoter_link != NULL)
			rules[n++] = (struct thanks_rule){ each->name,
				touchpoint_thanks_from(each) };
	}
	return rules;
}

static struct mail_effect
mail_of(const struct new_reply *reply, const struct reading *reading,
    const struct owner *owner, enum reply_kind kind)
{
	gboolean of_message = owner->known &&
	    (owner->purpose == TOKEN_BOUNCE ||
		owner->purpose == TOKEN_MESSAGE_ID);

	return (struct mail_effect){
		.author = reading->from,
		.text = reading->text,
		.message_id = usable_message_id(reading->message_id),
		.unclear = reading->unclear && kind == REPLY_COMMENT,
		.by_machine = reading->kind == REPLY_AUTO_REPLY,
		.away_until = away_until(reading, reply->received_at),
		.permanent = reading->permanent,
		.proven = owner->known && owner->purpose == TOKEN_BOUNCE,
		.bounced_message_id = of_message ? owner->id : 0,
		/* Who has the address to answer to need not be a server. */
		.failed = owner->purpose == TOKEN_MESSAGE_ID ?
		    reading->failed :
		    NULL,
	};
}

/* What is said of it to people; takes over `note`. */
static char *
note_of(const struct new_reply *reply, char *note)
{
	static const char cut[] = "larger than max_mail, and cut";
	g_autofree char *given = note;
	gsize n;
	const char *bytes = g_bytes_get_data(reply->bytes, &n);

	if (n < strlen(CUT_MARK) ||
	    memcmp(bytes, CUT_MARK, strlen(CUT_MARK)) != 0)
		return g_steal_pointer(&given);
	return given == NULL ? g_strdup(cut) :
			       g_strconcat(given, "; ", cut, NULL);
}

/* What effects borrow. */
struct kept {
	GPtrArray *notes; /* char * */
	GPtrArray *cases; /* struct taken_case, or NULL */
	const struct thanks_rule *thanks;
};

static void
free_taken(gpointer taken)
{
	taken_case_free(taken);
}

static gboolean
judge_mail(const struct batch_world *world, const struct new_reply *reply,
    const struct reading *reading, struct reply_effect *effect,
    struct mail_effect *mail, const struct kept *kept, GError **error)
{
	struct owner owner = owner_of(world->store, world->settings,
	    reply->recipient, reading);
	struct taken_case *about = NULL;
	struct meaning meaning;

	*effect = effect_of(world, reply, reading);
	if (!find_invitation(world->store, &owner, &effect->invitation_id,
		error) ||
	    !take_case(world, &owner, reading, reply->received_at, &about,
		error))
		return FALSE;
	g_ptr_array_add(kept->cases, about);
	meaning_of(reading, &owner, &meaning);
	effect->kind = meaning.kind;
	effect->suppress = meaning.suppress;
	effect->note = note_of(reply, meaning.note);
	g_ptr_array_add(kept->notes, (gpointer)effect->note);
	*mail = mail_of(reply, reading, &owner, meaning.kind);
	mail->thanks = kept->thanks;
	effect->mail = mail;
	if (about == NULL)
		return TRUE;
	about->relay.message_id = mail->message_id;
	take_case_judge(about, effect, mail);
	return TRUE;
}

static gboolean
write_down_mails(const struct batch_world *world, const struct batch *batch,
    gint64 now_at, GError **error)
{
	guint n = batch->replies->len;
	g_autofree struct reply_effect *effects = g_new0(struct reply_effect,
	    n);
	g_autofree struct mail_effect *mails = g_new0(struct mail_effect, n);
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(free_taken);
	g_autofree struct thanks_rule *thanks = thanks_of(world->settings);
	const struct kept kept = { notes, cases, thanks };

	for (guint i = 0; i < n; i++) {
		if (!judge_mail(world, batch->replies->pdata[i],
			batch->readings->pdata[i], &effects[i], &mails[i],
			&kept, error))
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
