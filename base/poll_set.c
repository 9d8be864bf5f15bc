/*
 * poll_set.c - see poll_set.h. Called by providers/.
 */
#include "base/poll_set.h"

#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Then others of the loop have their turn. */
#define READY_MAX 128

struct entry {
	poll_set_ready ready;
	gpointer user;
	GIOCondition condition;
	guint32 number; /* another one, if the descriptor is another */
};

struct poll_set {
	int epoll;
	guint source;
	GHashTable *entries; /* descriptor -> struct entry */
	guint32 last_number;
	void (*after)(gpointer user);
	gpointer user;
	gboolean freed; /* only on_ready further up still holds it */
};

static GIOCondition
condition_of(guint32 events)
{
	GIOCondition condition = 0;

	if (events & EPOLLIN)
		condition |= G_IO_IN;
	if (events & EPOLLOUT)
		condition |= G_IO_OUT;
	if (events & EPOLLERR)
		condition |= G_IO_ERR;
	if (events & EPOLLHUP)
		condition |= G_IO_HUP;
	return condition;
}

/* Who was told before may have taken this one out, or put another there. */
static void
tell(struct poll_set *set, const struct epoll_event *event)
{
	int descriptor = (int)(event->data.u64 & G_MAXUINT32);
	guint32 number = (guint32)(event->data.u64 >> 32);
	const struct entry *entry = g_hash_table_lookup(set->entries,
	    GINT_TO_POINTER(descriptor));

	if (entry != NULL && entry->number == number)
		entry->ready(descriptor, condition_of(event->events),
		    entry->user);
}

static gboolean
on_ready(gint epoll, GIOCondition ready G_GNUC_UNUSED, gpointer user)
{
	struct epoll_event events[READY_MAX];
	struct poll_set *set = g_rc_box_acquire(user);
	int n = epoll_wait(epoll, events, READY_MAX, 0);

	for (int i = 0; i < n && !set->freed; i++)
		tell(set, &events[i]);
	if (!set->freed && set->after != NULL)
		set->after(set->user);
	g_rc_box_release(set);
	return G_SOURCE_CONTINUE;
}

struct poll_set *
poll_set_new(void (*after)(gpointer user), gpointer user)
{
	struct poll_set *set = g_rc_box_new0(struct poll_set);

	g_assert_no_errno(set->epoll = epoll_create1(EPOLL_CLOEXEC));
	set->entries = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	set->after = after;
	set->user = user;
	set->source = g_unix_fd_add(set->epoll, G_IO_IN, on_ready, set);
	return set;
}

void
poll_set_free(struct poll_set *set)
{
	if (set == NULL)
		return;
	set->freed = TRUE;
	g_source_remove(set->source);
	g_clear_pointer(&set->entries, g_hash_table_unref);
	close(set->epoll);
	g_rc_box_release(set);
}

static void
take_out(struct poll_set *set, int descriptor)
{
	if (g_hash_table_remove(set->entries, GINT_TO_POINTER(descriptor)))
		epoll_ctl(set->epoll, EPOLL_CTL_DEL, descriptor, NULL);
}

static void
put(struct poll_set *set, int descriptor, const struct entry *entry, int how)
{
	struct epoll_event event = {
		.events = (entry->condition & G_IO_IN ? EPOLLIN : 0) |
		    (entry->condition & G_IO_OUT ? EPOLLOUT : 0),
		.data.u64 = (guint64)entry->number << 32 | (guint32)descriptor,
	};

	g_assert_no_errno(epoll_ctl(set->epoll, how, descriptor, &event));
}

void
poll_set_watch(struct poll_set *set, int descriptor, GIOCondition condition,
    poll_set_ready ready, gpointer user)
{
	struct entry *entry = g_hash_table_lookup(set->entries,
	    GINT_TO_POINTER(descriptor));
	gboolean anew = entry == NULL;

	if (condition == 0) {
		take_out(set, descriptor);
		return;
	}
	if (anew) {
		entry = g_new0(struct entry, 1);
		entry->number = ++set->last_number;
		g_hash_table_insert(set->entries, GINT_TO_POINTER(descriptor),
		    entry);
	}
	entry->ready = ready;
	entry->user = user;
	if (!anew && entry->condition == condition)
		return;
	entry->condition = condition;
	put(set, descriptor, entry, anew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD);
}

void
poll_set_clear(struct poll_set *set)
{
	GHashTableIter all;
	gpointer descriptor;

	g_hash_table_iter_init(&all, set->entries);
	while (g_hash_table_iter_next(&all, &descriptor, NULL))
		epoll_ctl(set->epoll, EPOLL_CTL_DEL,
		    GPOINTER_TO_INT(descriptor), NULL);
	g_hash_table_remove_all(set->entries);
}
