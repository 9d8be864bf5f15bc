/*
 * feeds.h - the calendars that are asked for, each by its own interval.
 */
#ifndef CLI_FEEDS_H
#define CLI_FEEDS_H

#include "base/clock.h"
#include "base/settings.h"
#include "store/store.h"

struct feeds;

struct feeds_hooks {
	void (*wake)(gpointer user); /* one has ended: events may be there */
	gpointer user;
};

/* All borrowed. */
struct feeds *feeds_new(struct store *store, const struct settings *settings,
    const struct clock *clock, const struct feeds_hooks *hooks);
void feeds_free(struct feeds *feeds);
AUTOPTR_DEFINE(feeds, feeds_free)

/*
 * Asks each now, if it isn't being asked. With `again`, by its interval too. On
 * a staged clock nobody is asked: what stands there is of another time.
 */
void feeds_begin(struct feeds *feeds, gboolean again);
/* No new ones, and those under way are given up: nothing is lost by it. */
void feeds_stop(struct feeds *feeds);
gboolean feeds_are_busy(const struct feeds *feeds);

/* What is no mistake of the configuration, but should be known (char *). */
void feeds_notes(const struct settings *settings, GPtrArray *notes);

/* When each came last, for `dripscore status`: on stdout. */
gboolean feeds_print(struct store *store, const struct settings *settings,
    gint64 now_at, GError **error);

#endif
