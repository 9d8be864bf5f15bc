/*
 * life_reply.c - see life.h: what comes in, and what it does.
 */
#include "base/token.h"
#include "store/replies/deliveries.h"
#include "store/replies/replies.h"
#include "tests/faults/life.h"
#include "tests/unit/world.h"

#define READ_MAX 3

gboolean
life_mails(struct life *life, GError **error)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("Subject: 9\n\nWell\n",
	    17);
	struct raw_reply mails[3];
	char *names[G_N_ELEMENTS(mails)];
	guint n = 1 + life_draw(life, G_N_ELEMENTS(mails));
	guint uid, stored;
	gboolean ok;

	for (guint i = 0; i < n; i++) {
		gboolean again = life_draw(life, 4) == 0;

		names[i] = g_strdup_printf("mail %u",
		    again ? life_draw(life, life->serial + 1) :
			    ++life->serial);
		mails[i] = (struct raw_reply){ .inbox = "replies",
			.fingerprint = names[i],
			.bytes = bytes };
	}
	uid = ++life->serial;
	ok = store_put_replies(life->store, mails, n, 7, uid, life->now_at,
	    &stored, error);
	for (guint i = 0; ok && i < n; i++)
		ledger_note(life->ledger, "a mail that was taken is there",
		    "SELECT count(*) FROM reply WHERE fingerprint = '%s'",
		    names[i]);
	if (ok)
		ledger_note(life->ledger, "an inbox goes on where it was",
		    "SELECT count(*) FROM inbox_position WHERE last_uid >= %u",
		    uid);
	for (guint i = 0; i < n; i++)
		g_free(names[i]);
	return ok;
}

static struct incoming_text *
draw_text(struct life *life)
{
	struct incoming_text *text = g_new0(struct incoming_text, 1);

	text->id = g_strdup_printf("text %u",
	    life_draw(life, 4) == 0 ? life_draw(life, life->serial + 1) :
				      ++life->serial);
	text->from = g_strdup_printf("+35840%07u",
	    3 * life_draw(life, 2 + life->serial / 6));
	text->text = g_strdup(text->id);
	text->written_at = life->now_at;
	return text;
}

/* Of what leaves, by our own name for it; NULL: nothing does. */
static struct delivery_report *
draw_report(struct life *life)
{
	struct delivery_report *report;
	const struct leaving *leaving = NULL;

	for (guint i = 0; leaving == NULL && i < life->leaving->len; i++) {
		leaving = &g_array_index(life->leaving, struct leaving, i);
		if (leaving->attempt_id == 0)
			leaving = NULL;
	}
	if (leaving == NULL)
		return NULL;
	report = g_new0(struct delivery_report, 1);
	report->name = token_make(store_key(life->store), TOKEN_DELIVERY,
	    leaving->item->message_id);
	report->state = life_draw(life, 4) == 0 ? DELIVERY_UNDELIVERED :
						  DELIVERY_DELIVERED;
	return report;
}

gboolean
life_texts(struct life *life, GError **error)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct delivery_report *report = draw_report(life);
	guint n = 1 + life_draw(life, 3);
	guint stored;

	for (guint i = 0; i < n; i++)
		g_ptr_array_add(arrivals->texts, draw_text(life));
	if (report != NULL)
		g_ptr_array_add(arrivals->reports, report);
	if (!store_put_arrivals(life->store, one, 1, life->now_at, &stored,
		error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		const struct incoming_text *text = arrivals->texts->pdata[i];

		ledger_note(life->ledger, "a text that was taken is there",
		    "SELECT count(*) FROM reply r JOIN reply_raw w"
		    " ON w.reply_id = r.id WHERE r.channel = 'sms'"
		    " AND w.bytes = CAST('%s' AS BLOB)",
		    text->text);
	}
	return TRUE;
}

gboolean
life_reports(struct life *life, GError **error)
{
	g_autoptr(GPtrArray) waiting = store_waiting_reports(life->store,
	    life->now_at, 5, error);
	g_autofree struct report_effect *effects = NULL;

	if (waiting == NULL)
		return FALSE;
	effects = g_new0(struct report_effect, waiting->len + 1);
	for (guint i = 0; i < waiting->len; i++) {
		const struct waiting_report *report = waiting->pdata[i];

		effects[i].report_id = report->id;
		effects[i].day = (gint32)(life->now_at / DAY_S);
	}
	return waiting->len == 0 ||
	    store_apply_reports(life->store, effects, waiting->len,
		life->now_at, error);
}

/* Whose a reply is: of a text, who was asked on the number; else anybody. */
static gboolean
find_asked(struct life *life, const struct new_reply *reply,
    gint64 *invitation_id, GError **error)
{
	struct conversation talk = { 0 };
	gboolean found = FALSE;

	*invitation_id = 0;
	if (reply->channel != CHANNEL_SMS) {
		if (life->asked->len > 0)
			*invitation_id = g_array_index(life->asked, gint64,
			    life_draw(life, life->asked->len));
		return TRUE;
	}
	if (!store_find_conversation(life->store, reply->sender, "texts",
		reply->written_at, &talk, &found, error))
		return FALSE;
	if (found)
		*invitation_id = talk.invitation_id;
	conversation_clear(&talk);
	return TRUE;
}

static void
note_read(struct life *life, const struct reply_effect *effect)
{
	ledger_note(life->ledger, "a reply that was read is so",
	    "SELECT count(*) FROM reply WHERE id = %" G_GINT64_FORMAT
	    " AND state <> 'new'",
	    effect->reply_id);
	if (effect->kind != REPLY_ANSWER)
		return;
	life->answered++;
	ledger_note(life->ledger, "an answer is there, once",
	    "SELECT count(*) FROM response WHERE reply_id ="
	    " %" G_GINT64_FORMAT " AND score = %d",
	    effect->reply_id, effect->score);
	ledger_note(life->ledger, "who has answered has",
	    "SELECT count(*) FROM invitation_state WHERE invitation_id ="
	    " %" G_GINT64_FORMAT " AND state = 'answered'",
	    effect->invitation_id);
}

/* What it does, if it can be read; *text is for a text. */
static gboolean
draw_effect(struct life *life, const struct new_reply *reply,
    struct text_effect *text, struct reply_effect *effect, GError **error)
{
	static const enum reply_kind kinds[] = { REPLY_ANSWER, REPLY_ANSWER,
		REPLY_ANSWER, REPLY_COMMENT, REPLY_AUTO_REPLY,
		REPLY_OPT_OUT };

	*text = (struct text_effect){ .number = reply->sender,
		.provider = "texts",
		.counts = TRUE,
		.step = CONVERSATION_DONE,
		.answer = MESSAGE_THANKS };
	*effect = (struct reply_effect){ .reply_id = reply->id,
		.kind = kinds[life_draw(life, G_N_ELEMENTS(kinds))],
		.score = (int)life_draw(life, 11),
		.comment = life_draw(life, 2) == 0 ? "words" : NULL,
		.answered_at = life->now_at,
		.day = (gint32)(life->now_at / DAY_S),
		.text = reply->channel == CHANNEL_SMS ? text : NULL };
	if (!find_asked(life, reply, &effect->invitation_id, error))
		return FALSE;
	if (effect->invitation_id == 0)
		effect->kind = REPLY_UNREADABLE;
	effect->suppress = effect->kind == REPLY_OPT_OUT;
	return TRUE;
}

/* All that are tried, in one go. */
static gboolean
apply(struct life *life, const GPtrArray *replies,
    const enum reply_try *outcomes, GError **error)
{
	struct reply_effect effects[READ_MAX] = { 0 };
	struct text_effect texts[READ_MAX];
	guint n = 0;

	for (guint i = 0; i < replies->len; i++) {
		if (outcomes[i] != REPLY_TRY_GO)
			continue;
		if (!draw_effect(life, replies->pdata[i], &texts[n],
			&effects[n], error))
			return FALSE;
		n++;
	}
	if (!store_apply_replies(life->store, effects, n, life->now_at, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		note_read(life, &effects[i]);
	return TRUE;
}

gboolean
life_read(struct life *life, GError **error)
{
	g_autoptr(GPtrArray) replies = store_new_replies(life->store,
	    READ_MAX, error);
	enum reply_try outcomes[READ_MAX];
	gint64 ids[READ_MAX];

	if (replies == NULL)
		return FALSE;
	for (guint i = 0; i < replies->len; i++) {
		const struct new_reply *reply = replies->pdata[i];

		ids[i] = reply->id;
	}
	return replies->len == 0 ||
	    (store_try_replies(life->store, ids, replies->len, life->now_at,
		 outcomes, error) &&
		apply(life, replies, outcomes, error));
}
