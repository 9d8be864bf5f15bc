/*
 * polls.h - gateways that cannot call us are asked what came in, each by its
 * own interval.
 */
#ifndef CLI_POLLS_H
#define CLI_POLLS_H

#include "base/clock.h"
#include "base/settings.h"
#include "store/store.h"

struct polls;

struct polls_hooks {
	void (*wake)(gpointer user); /* something was stored, or a poll ended */
	gpointer user;
};

/* providers: struct provider; those that have `poll` set are asked. All
 * borrowed. */
struct polls *polls_new(struct store *store, const struct settings *settings,
    const struct clock *clock, GPtrArray *providers,
    const struct polls_hooks *hooks);
/* Close the providers first. */
void polls_free(struct polls *polls);
AUTOPTR_DEFINE(polls, polls_free)

/* Asks each now, if it isn't being asked. With `again`, by its interval too. */
void polls_begin(struct polls *polls, gboolean again);
/* No new polls. */
void polls_stop(struct polls *polls);
gboolean polls_are_busy(const struct polls *polls);

#endif
