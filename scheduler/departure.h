/*
 * departure.h - whether a message may leave now, and if not, what becomes of
 * it: dropped, or deferred to a date. Each with a reason in words. Pure.
 *
 * A message is judged when it is claimed, when it is handed to a provider, and
 * as it is about to give up its last byte. How many may leave in which time is
 * pace.c's.
 */
#ifndef SCHEDULER_DEPARTURE_H
#define SCHEDULER_DEPARTURE_H

#include "base/settings.h"
#include "scheduler/window.h"
#include "store/outbox/outbox.h"

/* Why a message may not leave now. */
struct departure {
	enum verdict verdict;
	char *reason;	/* in words; owned by the caller */
	gint64 next_at; /* VERDICT_RETRY: in its window */
	gboolean placed; /* VERDICT_RETRY: next_at is kept for it, see pace.h */
};

/*
 * Whether a message may leave now. An invitation and what follows it up: by all
 * that may have changed since it was planned, in its window, not too late; an
 * invitation: not before others that outrank it, nor within its rest; an answer
 * to a text: at any hour, unless it is too late. Otherwise *departure is set.
 */
gboolean departure_is_free(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, struct departure *departure);

/*
 * It waits until its window is open, from from_at on; or has expired, if that
 * is too late. why: "quiet hours". Sets *departure and returns FALSE.
 */
gboolean departure_wait(const struct settings *settings,
    const struct outbox_item *item, gint64 from_at, const char *why,
    struct departure *departure);
/* The same without a look at the window: at_at is in it. */
gboolean departure_wait_until(const struct settings *settings,
    const struct outbox_item *item, gint64 at_at, const char *why,
    struct departure *departure);

/* Until when a message is tried. */
gint64 departure_gives_up_at(const struct outbox_item *item);

/* What is to be true of the contact as the attempt is committed. */
struct ask_limit departure_ask_limit(const struct settings *settings,
    const struct outbox_item *item);

#endif
