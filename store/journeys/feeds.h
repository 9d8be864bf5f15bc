/*
 * feeds.h - what is remembered of a feed between two fetches, and which of its
 * events have not come round yet.
 */
#ifndef STORE_FEEDS_H
#define STORE_FEEDS_H

#include "base/model.h"
#include "store/store.h"

struct feed_state {
	/* A digest of the section by which it was read: what was fetched by
	 * another is fetched anew. The caller makes and compares it. */
	char *section;
	char *etag;	     /* as it was sent, or NULL */
	char *last_modified; /* the same */
	gint64 fetched_at;   /* when it last came, or was said to be as it
			      * was; 0: never */
};
void feed_state_clear(struct feed_state *state);

/* All NULL and 0 if there is none of that name. */
gboolean store_feed_state(struct store *store, const char *name,
    struct feed_state *state, GError **error);

/* In one transaction of its own, after the events of the feed are stored. */
gboolean store_put_feed_state(struct store *store, const char *name,
    const struct feed_state *state, GError **error);

/* Where a walk over the events that have not occurred is. */
struct coming {
	gint64 at, event_id;
	gboolean more; /* the walk is not over */
};
/* From those that occur after `after_at` on. */
struct coming coming_after(gint64 after_at);

/*
 * Of the next `limit` events that wait to occur, those of that source and type
 * of which there is none of the type `cancelled` with the same source and
 * reference. Of struct event, with its contact; NULL with error set.
 */
GPtrArray *store_coming_events(struct store *store, struct coming *coming,
    const char *source, const char *type, const char *cancelled, guint limit,
    GError **error);

#endif
