/*
 * rehearsal.c - see rehearsal.h: the doors. Called by works.c.
 *
 * What is open at once is told of at once, for all of it happens in one moment
 * of a staged clock.
 */
#include "cli/plan/rehearsal.h"

#define CAPACITY 256

struct door {
	struct provider base;
	const struct send_watcher *watcher;
	gpointer user;
	GPtrArray *ready, *done; /* const struct message: not told of yet */
	guint source;
};

static void
tell_done(struct door *door, const struct message *message)
{
	const struct send_result result = { .outcome = SEND_ACCEPTED };

	door->watcher->done(message, &result, door->user);
}

/* Both lists may grow anew while they are told. */
static gboolean
tell(gpointer data)
{
	struct door *door = data;
	g_autoptr(GPtrArray) ready = g_steal_pointer(&door->ready);
	g_autoptr(GPtrArray) done = g_steal_pointer(&door->done);

	door->source = 0;
	door->ready = g_ptr_array_new();
	door->done = g_ptr_array_new();
	for (guint i = 0; i < ready->len; i++)
		door->watcher->ready(ready->pdata[i], door->user);
	for (guint i = 0; i < done->len; i++)
		tell_done(door, done->pdata[i]);
	return G_SOURCE_REMOVE;
}

static void
tell_soon(struct door *door, GPtrArray *list, const struct message *message)
{
	g_ptr_array_add(list, (gpointer)message);
	if (door->source == 0)
		door->source = g_idle_add_full(G_PRIORITY_DEFAULT, tell, door,
		    NULL);
}

static void
door_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct door *door = (struct door *)provider;

	door->watcher = watcher;
	door->user = user;
	tell_soon(door, door->ready, message);
}

static void
door_finish(struct provider *provider, const struct message *message)
{
	struct door *door = (struct door *)provider;

	tell_soon(door, door->done, message);
}

/* It was told to be ready, and is in neither list. */
static void
door_abandon(struct provider *provider, const struct message *message)
{
	(void)provider;
	(void)message;
}

static void
door_close(struct provider *provider)
{
	struct door *door = (struct door *)provider;

	if (door->source != 0)
		g_source_remove(door->source);
	g_ptr_array_unref(door->ready);
	g_ptr_array_unref(door->done);
	g_free(door->base.name);
	g_free(door);
}

/* No more than a channel tells two doors apart. */
#define DOOR_OF(channel_)                                                      \
	{                                                                      \
		.type = "rehearsal", .channel = (channel_), .staged = TRUE,    \
		.send = door_send, .finish = door_finish,                      \
		.abandon = door_abandon, .close = door_close,                  \
	}
static const struct provider_ops mail_door = DOOR_OF(CHANNEL_EMAIL);
static const struct provider_ops text_door = DOOR_OF(CHANNEL_SMS);
static const struct provider_ops hook_door = DOOR_OF(CHANNEL_WEBHOOK);

static const struct provider_ops *
ops_for(enum channel channel)
{
	switch (channel) {
	case CHANNEL_SMS:
		return &text_door;
	case CHANNEL_WEBHOOK:
		return &hook_door;
	case CHANNEL_EMAIL:
	case CHANNEL_NONE:
		break;
	}
	return &mail_door;
}

struct provider *
rehearsal_door(const struct config_section *section)
{
	const struct provider_ops *earnest = provider_find(
	    config_text(section, "type"));
	struct door *door = g_new0(struct door, 1);

	door->base.ops = ops_for(earnest->channel);
	door->base.name = g_strdup(section->name);
	door->base.capacity = CAPACITY;
	door->ready = g_ptr_array_new();
	door->done = g_ptr_array_new();
	return &door->base;
}
