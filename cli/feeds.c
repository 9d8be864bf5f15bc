/*
 * feeds.c - see feeds.h; one of them is feed.c. Called by works.c, status.c and
 * check.c.
 */
#include "cli/feeds.h"

#include <stdio.h>

#include "cli/feed.h"
#include "store/journeys/feeds.h"

/* So many intervals without an answer are told. */
#define LATE_INTERVALS 3

struct slot {
	struct feeds *feeds;
	struct feed *feed;
	guint timer;
};

struct feeds {
	struct feed_house house;
	struct feeds_hooks hooks;
	gboolean again;
	GPtrArray *slots;
};

static void
slot_free(gpointer data)
{
	struct slot *slot = data;

	g_clear_handle_id(&slot->timer, g_source_remove);
	feed_free(slot->feed);
	g_free(slot);
}

static gboolean
on_time(gpointer data)
{
	struct slot *slot = data;

	slot->timer = 0;
	feed_begin(slot->feed);
	return G_SOURCE_REMOVE;
}

static void
on_done(struct feed *feed, guint after_s, gpointer user)
{
	struct slot *slot = user;
	struct feeds *feeds = slot->feeds;

	if (after_s == 0)
		after_s = feed_interval_s(feed);
	if (feeds->again && slot->timer == 0)
		slot->timer = g_timeout_add_seconds(after_s, on_time, slot);
	feeds->hooks.wake(feeds->hooks.user);
}

struct feeds *
feeds_new(struct store *store, const struct settings *settings,
    const struct clock *clock, const struct feeds_hooks *hooks)
{
	struct feeds *feeds = g_new0(struct feeds, 1);

	feeds->house = (struct feed_house){ store, settings, clock,
		worker_new(NULL, "calendar") };
	feeds->hooks = *hooks;
	feeds->slots = g_ptr_array_new_with_free_func(slot_free);
	for (guint i = 0; i < settings->feeds->len; i++) {
		struct slot *slot = g_new0(struct slot, 1);

		slot->feeds = feeds;
		slot->feed = feed_new(&feeds->house, settings->feeds->pdata[i],
		    on_done, slot);
		g_ptr_array_add(feeds->slots, slot);
	}
	return feeds;
}

void
feeds_free(struct feeds *feeds)
{
	if (feeds == NULL)
		return;
	worker_free(feeds->house.reader);
	g_ptr_array_unref(feeds->slots);
	g_free(feeds);
}

void
feeds_begin(struct feeds *feeds, gboolean again)
{
	feeds->again = again;
	for (guint i = 0;
	     !feeds->house.clock->staged && i < feeds->slots->len; i++) {
		struct slot *slot = feeds->slots->pdata[i];

		if (!feed_is_busy(slot->feed) && slot->timer == 0)
			feed_begin(slot->feed);
	}
}

void
feeds_stop(struct feeds *feeds)
{
	feeds->again = FALSE;
	for (guint i = 0; i < feeds->slots->len; i++) {
		struct slot *slot = feeds->slots->pdata[i];

		g_clear_handle_id(&slot->timer, g_source_remove);
		feed_give_up(slot->feed);
	}
}

gboolean
feeds_are_busy(const struct feeds *feeds)
{
	for (guint i = 0; i < feeds->slots->len; i++) {
		const struct slot *slot = feeds->slots->pdata[i];

		if (feed_is_busy(slot->feed))
			return TRUE;
	}
	return FALSE;
}

static char *
note_of(const struct settings *settings, const struct config_section *section)
{
	const char *type = config_text(section, "type");
	const char *cancelled = config_text(section, "cancelled");
	gboolean asked = FALSE;

	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *each = settings->touchpoints->pdata[i];

		if (g_strcmp0(each->on, type) != 0)
			continue;
		asked = TRUE;
		if (!g_strv_contains((const char *const *)each->unless,
			cancelled))
			return g_strdup_printf(
			    "[feed %s]: [touchpoint %s] asks for what is "
			    "cancelled too; that takes `unless = %s` there",
			    section->name, each->name, cancelled);
	}
	if (asked)
		return NULL;
	return g_strdup_printf("[feed %s]: no touchpoint asks on %s, the type "
			       "of its events",
	    section->name, type);
}

void
feeds_notes(const struct settings *settings, GPtrArray *notes)
{
	for (guint i = 0; i < settings->feeds->len; i++) {
		char *note = note_of(settings, settings->feeds->pdata[i]);

		if (note != NULL)
			g_ptr_array_add(notes, note);
	}
}

gboolean
feeds_print(struct store *store, const struct settings *settings, gint64 now_at,
    GError **error)
{
	if (settings->feeds->len > 0)
		puts("\nFeeds");
	for (guint i = 0; i < settings->feeds->len; i++) {
		const struct config_section *section =
		    settings->feeds->pdata[i];
		gint64 late_s = LATE_INTERVALS *
		    config_number(section, "every");
		struct feed_state state = { 0 };
		g_autofree char *at = NULL;

		if (!store_feed_state(store, section->name, &state, error))
			return FALSE;
		if (state.fetched_at != 0)
			at = time_format(state.fetched_at);
		printf("  %-22s %s%s%s\n", section->name,
		    at != NULL ? "came last at " : "has not come yet",
		    at != NULL ? at : "",
		    at != NULL && now_at - state.fetched_at > late_s ?
			"   late: see the log" :
			"");
		feed_state_clear(&state);
	}
	return TRUE;
}
