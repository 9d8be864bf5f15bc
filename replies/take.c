/*
 * take.c - see take.h: batches of replies on their way from the store to the
 * worker and back into the store, in the order in which they came; of a text,
 * store -> text.c -> store, for reading one is no work. What a reading means
 * is take_write.c's. Called by the daemon and by `dripscore deliver`.
 *
 * A batch whose reader fails is taken apart, and each reply of it tried alone:
 * the guilty one fails again, and is set aside. So is, before it is tried, one
 * that stands in the store as tried before: the daemon ended meanwhile, perhaps
 * of it.
 */
#include "replies/take.h"

#include "base/errors.h"
#include "replies/read_many.h"
#include "replies/take_batch.h"
#include "replies/words/text.h"

#define DEADLINE_MS 10000
/* While one is written down another is read. */
#define ASKED_MAX 2
#define ASKED_MAX_BYTES (2 * READ_MANY_BYTES)
/* Among others and alone, or twice alone. */
#define FAILURES_MAX 2
/* Who says stop by text is heard before more leaves in the same turn. */
#define TEXTS_A_TURN 32
/* A machine without room for a worker is left alone for so long. */
#define HELD_UP_S 60

struct taker {
	struct batch_world world;
	struct worker *worker;
	struct taker_hooks hooks;
	GQueue fetched; /* struct new_reply: in no batch yet */
	GQueue batches; /* struct batch: written down in this order */
	gint64 last_id; /* those after it were not fetched */
	gint64 held_up_until_at; /* 0: it is not */
};

struct taker *
taker_new(struct store *store, const struct settings *settings,
    struct worker *worker, const struct taker_hooks *hooks)
{
	struct taker *taker = g_new0(struct taker, 1);

	taker->hooks = *hooks;
	taker->world = (struct batch_world){ store, settings, &taker->hooks };
	taker->worker = worker;
	g_queue_init(&taker->fetched);
	g_queue_init(&taker->batches);
	return taker;
}

void
taker_free(struct taker *taker)
{
	if (taker == NULL)
		return;
	g_queue_clear_full(&taker->batches, (GDestroyNotify)batch_free);
	g_queue_clear_full(&taker->fetched, (GDestroyNotify)new_reply_free);
	g_free(taker);
}

/* What is read, but has its place behind one that waits, can be read again. */
gboolean
taker_is_busy(const struct taker *taker)
{
	gboolean one_waits = FALSE;

	for (const GList *l = taker->batches.head; l != NULL; l = l->next) {
		const struct batch *batch = l->data;

		if (batch->state == BATCH_ASKED)
			return TRUE;
		one_waits |= batch->state == BATCH_WAITS;
		if (!one_waits)
			return TRUE;
	}
	return FALSE;
}

gint64
taker_next(const struct taker *taker)
{
	return taker->held_up_until_at != 0 ? taker->held_up_until_at :
					      G_MAXINT64;
}

static void
on_answer(GBytes *answer, const GError *error, gpointer user)
{
	struct batch *batch = user;

	if (error == NULL)
		batch->readings = read_many_readings(answer,
		    batch->replies->len);
	batch->state = batch->readings != NULL ? BATCH_READ : BATCH_FAILED;
	if (g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS)) {
		batch->state = BATCH_HELD_UP;
		batch->hindrance = g_strdup(error->message);
	}
	batch->taker->hooks.wake(batch->taker->hooks.user);
}

static void
read_text(struct batch *batch, const struct new_reply *reply)
{
	gsize n;
	const char *bytes = g_bytes_get_data(reply->bytes, &n);
	g_autofree char *text = g_utf8_make_valid(bytes, (gssize)n);

	batch->readings = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)reading_free);
	g_ptr_array_add(batch->readings, reading_of_text(text));
	batch->state = BATCH_READ;
	batch->taker->hooks.wake(batch->taker->hooks.user);
}

static void
hand_over(struct taker *taker, struct batch *batch)
{
	const struct new_reply *first = batch->replies->pdata[0];
	g_autoptr(GByteArray) frames = NULL;
	g_autoptr(GBytes) question = NULL;

	if (first->channel == CHANNEL_SMS) {
		read_text(batch, first);
		return;
	}
	frames = g_byte_array_new();
	for (guint i = 0; i < batch->replies->len; i++) {
		const struct new_reply *reply = batch->replies->pdata[i];

		read_many_add(frames, reply->bytes);
	}
	question = g_byte_array_free_to_bytes(g_steal_pointer(&frames));
	batch->state = BATCH_ASKED;
	worker_ask(taker->worker, question, DEADLINE_MS, on_answer, batch);
}

static gint64 *
ids_of(const struct batch *batch)
{
	gint64 *ids = g_new(gint64, batch->replies->len);

	for (guint i = 0; i < batch->replies->len; i++) {
		const struct new_reply *reply = batch->replies->pdata[i];

		ids[i] = reply->id;
	}
	return ids;
}

static void
tell_aside(const struct taker *taker, gint64 reply_id, const char *note)
{
	const struct reply_effect effect = { .reply_id = reply_id,
		.kind = REPLY_UNREADABLE,
		.note = note };

	batch_tell(&taker->world, &effect);
}

/*
 * The tries are on disk before the worker sees a mail: what kills us as well as
 * the worker is still counted.
 */
static gboolean
try(struct taker *taker, struct batch *batch, gint64 now_at, GError **error)
{
	guint n = batch->replies->len;
	g_autofree gint64 *ids = ids_of(batch);
	g_autofree enum reply_try *outcomes = g_new(enum reply_try, n);

	if (!store_try_replies(taker->world.store, ids, n, now_at, outcomes,
		error))
		return FALSE;
	for (guint i = n; i-- > 0;) {
		if (outcomes[i] == REPLY_TRY_ASIDE)
			tell_aside(taker, ids[i],
			    "set aside: it was tried too often");
		if (outcomes[i] != REPLY_TRY_GO)
			g_ptr_array_remove_index(batch->replies, i);
	}
	return TRUE;
}

static gboolean
fetch_more(struct taker *taker, GError **error)
{
	g_autoptr(GPtrArray) replies = NULL;

	/* Ids need not come into sight in their order: from the beginning,
	 * while nothing of it is in hand. */
	if (g_queue_is_empty(&taker->batches))
		taker->last_id = 0;
	replies = store_next_replies(taker->world.store, taker->last_id,
	    READ_MANY_MAILS, READ_MANY_BYTES, error);
	if (replies == NULL)
		return FALSE;
	g_ptr_array_set_free_func(replies, NULL);
	for (guint i = 0; i < replies->len; i++) {
		struct new_reply *reply = replies->pdata[i];

		taker->last_id = reply->id;
		g_queue_push_tail(&taker->fetched, reply);
	}
	return TRUE;
}

/* NULL: there is nothing to make one of. */
static struct batch *
form_batch(struct taker *taker)
{
	struct new_reply *reply = g_queue_pop_head(&taker->fetched);
	struct batch *batch;

	if (reply == NULL)
		return NULL;
	batch = batch_new(taker);
	g_ptr_array_add(batch->replies, reply);
	while (batch_is_sociable(reply)) {
		reply = g_queue_peek_head(&taker->fetched);
		if (reply == NULL || !batch_is_sociable(reply))
			break;
		g_ptr_array_add(batch->replies,
		    g_queue_pop_head(&taker->fetched));
	}
	g_queue_push_tail(&taker->batches, batch);
	return batch;
}

/* The next to be handed over; *next NULL: there is none, or enough is. */
static gboolean
find_next(struct taker *taker, struct batch **next, GError **error)
{
	guint asked = 0;
	gsize bytes = 0;

	*next = NULL;
	for (const GList *l = taker->batches.head; l != NULL; l = l->next) {
		struct batch *batch = l->data;

		bytes += batch_bytes(batch);
		if (asked == ASKED_MAX ||
		    (asked > 0 && bytes > ASKED_MAX_BYTES))
			return TRUE;
		if (batch->state == BATCH_WAITS) {
			*next = batch;
			return TRUE;
		}
		asked++;
	}
	if (asked == ASKED_MAX)
		return TRUE;
	if (g_queue_is_empty(&taker->fetched) && !fetch_more(taker, error))
		return FALSE;
	/* What is too heavy beside the others waits. */
	*next = form_batch(taker);
	if (*next != NULL && asked > 0 &&
	    bytes + batch_bytes(*next) > ASKED_MAX_BYTES)
		*next = NULL;
	return TRUE;
}

static gboolean
begin_batches(struct taker *taker, gint64 now_at, GError **error)
{
	struct batch *batch;

	for (;;) {
		if (!find_next(taker, &batch, error))
			return FALSE;
		if (batch == NULL)
			return TRUE;
		if (!try(taker, batch, now_at, error))
			return FALSE;
		if (batch->replies->len > 0) {
			hand_over(taker, batch);
		} else {
			g_queue_remove(&taker->batches, batch);
			batch_free(batch);
		}
	}
}

/* It is not the replies' fault: nothing that waits is tried meanwhile. */
static gboolean
hold_up(struct taker *taker, struct batch *batch, gint64 now_at,
    GError **error)
{
	g_autofree gint64 *ids = ids_of(batch);

	if (!store_untry_replies(taker->world.store, ids, batch->replies->len,
		error))
		return FALSE;
	batch->state = BATCH_WAITS;
	if (now_at >= taker->held_up_until_at)
		taker->hooks.held_up(batch->hindrance, taker->hooks.user);
	taker->held_up_until_at = now_at + HELD_UP_S;
	g_clear_pointer(&batch->hindrance, g_free);
	return TRUE;
}

/* Each of them alone, in the place of the batch, which is the first. */
static void
take_apart(struct taker *taker, struct batch *batch)
{
	g_queue_pop_head(&taker->batches);
	while (batch->replies->len > 0) {
		struct batch *alone = batch_new(taker);

		alone->failures = batch->failures;
		g_ptr_array_add(alone->replies,
		    g_ptr_array_steal_index(batch->replies,
			batch->replies->len - 1));
		g_queue_push_head(&taker->batches, alone);
	}
	batch_free(batch);
}

static void
finish_head(struct taker *taker)
{
	batch_free(g_queue_pop_head(&taker->batches));
}

static gboolean
set_aside(struct taker *taker, const struct batch *batch, gint64 now_at,
    GError **error)
{
	const struct new_reply *reply = batch->replies->pdata[0];
	gboolean was_new;

	if (!store_set_aside(taker->world.store, reply->id,
		"its reader crashed or stalled twice", now_at, &was_new, error))
		return FALSE;
	if (was_new)
		tell_aside(taker, reply->id,
		    "set aside: its reader crashed or stalled");
	return TRUE;
}

static gboolean
blame(struct taker *taker, struct batch *batch, gint64 now_at, GError **error)
{
	if (batch->replies->len == 1 && batch->failures + 1 >= FAILURES_MAX) {
		if (!set_aside(taker, batch, now_at, error))
			return FALSE;
		finish_head(taker);
		return TRUE;
	}
	batch->failures++;
	batch->state = BATCH_WAITS;
	if (batch->replies->len > 1)
		take_apart(taker, batch);
	return TRUE;
}

/* What became of the first ones is written down, as far as it is known. */
static gboolean
settle(struct taker *taker, gint64 now_at, GError **error)
{
	struct batch *batch;

	for (const GList *l = taker->batches.head; l != NULL; l = l->next) {
		batch = l->data;
		if (batch->state == BATCH_HELD_UP &&
		    !hold_up(taker, batch, now_at, error))
			return FALSE;
	}
	while ((batch = g_queue_peek_head(&taker->batches)) != NULL) {
		switch (batch->state) {
		case BATCH_WAITS:
		case BATCH_ASKED:
		case BATCH_HELD_UP:
			return TRUE;
		case BATCH_READ:
			if (!batch_write_down(&taker->world, batch, now_at,
				error))
				return FALSE;
			finish_head(taker);
			break;
		case BATCH_FAILED:
			if (!blame(taker, batch, now_at, error))
				return FALSE;
			break;
		}
	}
	return TRUE;
}

gboolean
taker_turn(struct taker *taker, gint64 now_at, gboolean fetch, GError **error)
{
	for (guint i = 0; i <= TEXTS_A_TURN; i++) {
		const struct batch *first;

		if (!settle(taker, now_at, error))
			return FALSE;
		if (!fetch || now_at < taker->held_up_until_at)
			return TRUE;
		taker->held_up_until_at = 0;
		if (!begin_batches(taker, now_at, error))
			return FALSE;
		first = g_queue_peek_head(&taker->batches);
		/* Mails are with the worker; or there is nothing. */
		if (first == NULL || first->state != BATCH_READ)
			return TRUE;
	}
	return TRUE;
}
