/*
 * post.c - see post.h. Called by the daemon.
 */
#include "cli/post.h"

#include "cli/log.h"
#include "providers/inbox.h"
#include "replies/fingerprint.h"
#include "store/replies/replies.h"

struct slot {
	struct post *post;
	struct inbox *inbox;
	gboolean busy;
	gboolean again;
	guint timer;
	guint taken;
};

struct post {
	struct store *store;
	const struct clock *clock;
	struct post_hooks hooks;
	GPtrArray *slots;
};

static void
slot_free(gpointer data)
{
	struct slot *slot = data;

	if (slot->timer != 0)
		g_source_remove(slot->timer);
	slot->inbox->ops->close(slot->inbox);
	g_free(slot);
}

struct post *
post_new(struct store *store, const struct settings *settings,
    const struct clock *clock, const struct post_hooks *hooks, GError **error)
{
	g_autoptr(post) post = g_new0(struct post, 1);

	post->store = store;
	post->clock = clock;
	post->hooks = *hooks;
	post->slots = g_ptr_array_new_with_free_func(slot_free);
	for (guint i = 0; i < settings->inboxes->len; i++) {
		const struct config_section *section =
		    settings->inboxes->pdata[i];
		const struct inbox_ops *ops = inbox_find(
		    config_text(section, "type"));
		struct inbox *inbox = ops->open(section, error);
		struct slot *slot;

		if (inbox == NULL)
			return NULL;
		slot = g_new0(struct slot, 1);
		slot->post = post;
		slot->inbox = inbox;
		g_ptr_array_add(post->slots, slot);
	}
	return g_steal_pointer(&post);
}

void
post_free(struct post *post)
{
	if (post == NULL)
		return;
	g_ptr_array_unref(post->slots);
	g_free(post);
}

gboolean
post_may_be_staged(const struct post *post, const char **name)
{
	for (guint i = 0; i < post->slots->len; i++) {
		const struct slot *slot = post->slots->pdata[i];

		*name = slot->inbox->name;
		if (!slot->inbox->ops->staged)
			return FALSE;
	}
	return TRUE;
}

static gboolean
on_take(const struct inbox_mail *mails, guint n, gpointer user)
{
	struct slot *slot = user;
	g_autofree struct raw_reply *replies = g_new0(struct raw_reply, n);
	g_autoptr(GPtrArray) prints = g_ptr_array_new_with_free_func(g_free);
	const struct inbox_position *last = &mails[n - 1].position;
	g_autoptr(GError) error = NULL;
	guint stored;

	for (guint i = 0; i < n; i++) {
		gsize size;
		const guint8 *bytes = g_bytes_get_data(mails[i].bytes, &size);

		replies[i].inbox = slot->inbox->name;
		replies[i].fingerprint = reply_fingerprint(bytes, size);
		replies[i].recipient = mails[i].recipient;
		replies[i].bytes = mails[i].bytes;
		g_ptr_array_add(prints, (gpointer)replies[i].fingerprint);
	}
	if (!store_put_replies(slot->post->store, replies, n, last->uidvalidity,
		last->last_uid, clock_now(slot->post->clock), &stored,
		&error)) {
		log_line(LOG_WARNING, "inbox %s: left for later: %s",
		    slot->inbox->name, error->message);
		return FALSE;
	}
	slot->taken += stored;
	slot->post->hooks.wake(slot->post->hooks.user);
	return TRUE;
}

static gboolean poll_again(gpointer data);

static void
on_done(const GError *error, gpointer user)
{
	struct slot *slot = user;

	slot->busy = FALSE;
	if (error != NULL)
		log_line(LOG_WARNING, "inbox %s: %s", slot->inbox->name,
		    error->message);
	if (slot->taken > 0)
		log_line(LOG_INFO, "inbox %s: %u new", slot->inbox->name,
		    slot->taken);
	if (slot->again && slot->inbox->poll_s > 0 && slot->timer == 0)
		slot->timer = g_timeout_add_seconds(slot->inbox->poll_s,
		    poll_again, slot);
	slot->post->hooks.wake(slot->post->hooks.user);
}

static const struct inbox_watcher watcher = { on_take, on_done };

static void
poll_slot(struct slot *slot)
{
	struct inbox_position from = { 0 };
	g_autoptr(GError) error = NULL;

	slot->taken = 0;
	slot->busy = TRUE;
	if (!store_inbox_position(slot->post->store, slot->inbox->name,
		&from.uidvalidity, &from.last_uid, &error)) {
		on_done(error, slot);
		return;
	}
	slot->inbox->ops->poll(slot->inbox, &from, &watcher, slot);
}

static gboolean
poll_again(gpointer data)
{
	struct slot *slot = data;

	slot->timer = 0;
	poll_slot(slot);
	return G_SOURCE_REMOVE;
}

void
post_poll(struct post *post, gboolean again)
{
	for (guint i = 0; i < post->slots->len; i++) {
		struct slot *slot = post->slots->pdata[i];

		slot->again = again;
		if (slot->inbox->poll_s > 0 && !slot->busy)
			poll_slot(slot);
	}
}

void
post_stop(struct post *post)
{
	for (guint i = 0; i < post->slots->len; i++) {
		struct slot *slot = post->slots->pdata[i];

		slot->again = FALSE;
		if (slot->timer != 0)
			g_source_remove(slot->timer);
		slot->timer = 0;
	}
}

gboolean
post_is_busy(const struct post *post)
{
	for (guint i = 0; i < post->slots->len; i++) {
		const struct slot *slot = post->slots->pdata[i];

		if (slot->busy)
			return TRUE;
	}
	return FALSE;
}
