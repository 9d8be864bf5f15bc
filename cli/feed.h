/*
 * feed.h - one calendar on the web: fetched, read in a worker, stored. For
 * feeds.c alone.
 */
#ifndef CLI_FEED_H
#define CLI_FEED_H

#include "base/clock.h"
#include "base/settings.h"
#include "base/worker.h"
#include "store/store.h"

struct feed;

/* What all feeds share; all borrowed. */
struct feed_house {
	struct store *store;
	const struct settings *settings;
	const struct clock *clock;
	struct worker *reader; /* of kind "calendar" */
};

/* Called once for each feed_begin. after_s: when to ask again; 0: by its
 * interval. */
typedef void (*feed_done)(struct feed *feed, guint after_s, gpointer user);

struct feed *feed_new(const struct feed_house *house,
    const struct config_section *section, feed_done done, gpointer user);
/* The reader must be freed before. */
void feed_free(struct feed *feed);
AUTOPTR_DEFINE(feed, feed_free)

void feed_begin(struct feed *feed);
/* done is not called. What was stored stays. */
void feed_give_up(struct feed *feed);
gboolean feed_is_busy(const struct feed *feed);
guint feed_interval_s(const struct feed *feed);

#endif
