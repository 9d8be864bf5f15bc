/*
 * answers.c - who answers in a rehearsal: those of a file, and those that
 * are drawn. Each is applied when its time comes, as what a reader would have
 * made of it. Called by plan.c.
 *
 * Who is drawn follows from the names of what is asked: the same plan twice is
 * the same.
 */
#include <string.h>

#include "base/timezone.h"
#include "cli/plan/plan.h"
#include "replies/conversation.h"
#include "store/replies/replies.h"

#define INBOX "plan"
#define HOUR_S (60 * 60)
#define DAY_S (24 * HOUR_S)
#define REASON_DRAWN "so it was drawn"

struct coming {
	gint64 at;
	guint64 nth;
	char *touchpoint, *source, *reference, *comment;
	enum reply_kind kind;
	int score;
};

struct plan_answers {
	const struct settings *settings;
	struct store *store;
	guint rate;
	GSequence *coming; /* struct coming, by time */
	guint64 n;
	guint in_vain;
};

static void
coming_free(gpointer data)
{
	struct coming *coming = data;

	g_free(coming->touchpoint);
	g_free(coming->source);
	g_free(coming->reference);
	g_free(coming->comment);
	g_free(coming);
}

struct plan_answers *
plan_answers_new(const struct settings *settings, struct store *store,
    guint rate)
{
	struct plan_answers *answers = g_new0(struct plan_answers, 1);

	answers->settings = settings;
	answers->store = store;
	answers->rate = rate;
	answers->coming = g_sequence_new(coming_free);
	return answers;
}

void
plan_answers_free(struct plan_answers *answers)
{
	if (answers == NULL)
		return;
	g_sequence_free(answers->coming);
	g_free(answers);
}

static int
compare(gconstpointer one, gconstpointer other, gpointer user)
{
	const struct coming *a = one;
	const struct coming *b = other;

	(void)user;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->nth > b->nth) - (a->nth < b->nth);
}

void
plan_answers_add(struct plan_answers *answers, const struct plan_answer *answer)
{
	struct coming *coming = g_new0(struct coming, 1);

	coming->at = answer->answered_at;
	coming->nth = answers->n++;
	coming->touchpoint = g_strdup(answer->touchpoint);
	coming->source = g_strdup(answer->source);
	coming->reference = g_strdup(answer->reference);
	coming->comment = g_strdup(answer->comment);
	coming->kind = answer->kind;
	coming->score = answer->score;
	g_sequence_insert_sorted(answers->coming, coming, compare, NULL);
}

/* Chances, each from 0 to 2^32 - 1. */
enum chance {
	WHETHER,
	HOW_SOON,
	HOW_LONG,
	WHICH_SCORE,
	WITH_WORDS,
	CHANCES,
};

static void
draw(const struct plan_send *send, guint64 chances[CHANCES])
{
	g_autofree char *name = g_strjoin("\n", "answer", send->touchpoint,
	    send->source, send->reference, NULL);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize n = sizeof(digest);

	g_checksum_update(sum, (const guchar *)name, (gssize)strlen(name));
	g_checksum_get_digest(sum, digest, &n);
	for (gsize i = 0; i < CHANCES; i++) {
		guint32 big_endian;

		memcpy(&big_endian, digest + 4 * i, sizeof(big_endian));
		chances[i] = GUINT32_FROM_BE(big_endian);
	}
}

/* 0 to n - 1. */
static gint64
of(guint64 chance, gint64 n)
{
	return (gint64)(chance * (guint64)n >> 32);
}

/* As people do: most on the same day, the last after five days. */
static gint64
pause_s(const guint64 chances[CHANCES])
{
	gint64 soon = of(chances[HOW_SOON], 100);

	if (soon < 38)
		return 5 * 60 + of(chances[HOW_LONG], 3 * HOUR_S);
	if (soon < 75)
		return 3 * HOUR_S + of(chances[HOW_LONG], 21 * HOUR_S);
	return DAY_S + of(chances[HOW_LONG], 4 * DAY_S);
}

static int
score_of(const guint64 chances[CHANCES])
{
	static const int scores[] = { 10, 10, 10, 10, 9, 9, 9, 9, 8, 8, 8, 7,
		7, 7, 6, 6, 5, 4, 2, 0 };

	return scores[of(chances[WHICH_SCORE], G_N_ELEMENTS(scores))];
}

void
plan_answers_asked(struct plan_answers *answers, const struct plan_send *send)
{
	guint64 chances[CHANCES];
	struct plan_answer answer = {
		.touchpoint = send->touchpoint,
		.source = send->source,
		.reference = send->reference,
		.kind = REPLY_ANSWER,
	};

	if (answers->rate == 0)
		return;
	draw(send, chances);
	if (of(chances[WHETHER], 100) >= answers->rate)
		return;
	answer.answered_at = send->at + pause_s(chances);
	answer.score = score_of(chances);
	answer.comment = of(chances[WITH_WORDS], 2) == 0 ? REASON_DRAWN : NULL;
	plan_answers_add(answers, &answer);
}

gint64
plan_answers_next(const struct plan_answers *answers)
{
	const struct coming *first;

	if (g_sequence_is_empty(answers->coming))
		return G_MAXINT64;
	first = g_sequence_get(g_sequence_get_begin_iter(answers->coming));
	return first->at;
}

guint
plan_answers_in_vain(const struct plan_answers *answers)
{
	return answers->in_vain;
}

/* A reply like others, which somebody has read already. */
static gboolean
put_reply(struct plan_answers *answers, const struct coming *coming,
    gint64 now_at, gint64 *reply_id, GError **error)
{
	g_autofree char *fingerprint = g_strdup_printf(
	    INBOX " %" G_GUINT64_FORMAT, coming->nth);
	g_autoptr(GBytes) bytes = g_bytes_new_static("-", 1);
	const struct raw_reply raw = {
		.inbox = INBOX,
		.fingerprint = fingerprint,
		.bytes = bytes,
	};
	g_autoptr(GPtrArray) unread = NULL;
	guint stored;

	if (!store_put_replies(answers->store, &raw, 1, 0, 0, now_at, &stored,
		error))
		return FALSE;
	unread = store_new_replies(answers->store, G_MAXINT32, error);
	if (unread == NULL)
		return FALSE;
	g_assert(unread->len > 0);
	*reply_id =
	    ((const struct new_reply *)unread->pdata[unread->len - 1])->id;
	return TRUE;
}

static gboolean
apply_mail(struct plan_answers *answers, const struct coming *coming,
    const struct asked *asked, struct reply_effect *effect, gint64 now_at,
    GError **error)
{
	effect->invitation_id = asked->invitation_id;
	effect->kind = coming->kind;
	effect->score = coming->score;
	effect->comment = coming->comment;
	effect->suppress = coming->kind == REPLY_OPT_OUT ||
	    coming->kind == REPLY_BOUNCE || coming->kind == REPLY_COMPLAINT;
	if (effect->suppress)
		effect->note = coming->comment;
	return store_apply_reply(answers->store, effect, now_at, error);
}

/* A text leads on the talk: thanks, or the question for the reason, leave. */
static gboolean
apply_text(struct plan_answers *answers, const struct coming *coming,
    const struct asked *asked, struct reply_effect *effect, gint64 now_at,
    GError **error)
{
	g_autoptr(reading) reading = reading_new();
	struct conversation conversation = { 0 };
	struct text_effect text = {
		.number = asked->number,
		.provider = asked->provider,
	};
	struct talk talk = {
		.reading = reading,
		.stop_closes_mail =
		    answers->settings->texting.stop_closes_mail,
	};
	gboolean found;
	gboolean ok;

	reading->kind = coming->kind;
	reading->score = coming->score;
	reading->comment = g_strdup(coming->comment);
	reading->text = g_strdup(coming->comment);
	if (!store_find_conversation(answers->store, asked->number,
		asked->provider, now_at, &conversation, &found, error))
		return FALSE;
	if (found) {
		talk.conversation = &conversation;
		talk.late = now_at >= conversation.closes_at;
	}
	conversation_judge(&talk, effect, &text);
	ok = store_apply_reply(answers->store, effect, now_at, error);
	conversation_clear(&conversation);
	return ok;
}

static gboolean
apply(struct plan_answers *answers, const struct coming *coming, gint64 now_at,
    GError **error)
{
	struct reply_effect effect = {
		.answered_at = now_at,
		.day = timezone_day(answers->settings->organisation.zone,
		    now_at),
	};
	struct asked asked;
	gboolean ok;

	if (!store_find_asked(answers->store, coming->touchpoint,
		coming->source, coming->reference, &asked, error))
		return FALSE;
	if (asked.invitation_id == 0) {
		answers->in_vain++;
		return TRUE;
	}
	ok = put_reply(answers, coming, now_at, &effect.reply_id, error) &&
	    (asked.number != NULL && coming->kind != REPLY_BOUNCE ?
		    apply_text(answers, coming, &asked, &effect, now_at,
			error) :
		    apply_mail(answers, coming, &asked, &effect, now_at,
			error));
	asked_clear(&asked);
	return ok;
}

gboolean
plan_answers_turn(struct plan_answers *answers, gint64 now_at, GError **error)
{
	while (plan_answers_next(answers) <= now_at) {
		GSequenceIter *first = g_sequence_get_begin_iter(
		    answers->coming);

		if (!apply(answers, g_sequence_get(first), now_at, error))
			return FALSE;
		g_sequence_remove(first);
	}
	return TRUE;
}
