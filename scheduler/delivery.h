/*
 * delivery.h - what follows from delivery reports, and the look-up of messages
 * in doubt at providers that can be asked.
 */
#ifndef SCHEDULER_DELIVERY_H
#define SCHEDULER_DELIVERY_H

#include "base/settings.h"
#include "providers/provider.h"
#include "scheduler/compose.h"
#include "store/store.h"

/* The channel after `channel` by which the contact can be asked; NONE. */
enum channel delivery_fall_back(const struct touchpoint *touchpoint,
    enum channel channel, const struct contact *contact);

/* Applies what is reported; *applied: how many, `limit` at most. */
gboolean delivery_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, guint *applied, GError **error);

/*
 * Look-ups: some time after it fell in doubt a message is looked up; one that
 * was found is settled, one that is not there is looked up again later, and is
 * then due again: it never left.
 */
struct lookups;
struct lookups_hooks {
	void (*settled)(gint64 message_id, const char *what, gpointer user);
	void (*wake)(gpointer user);
	gpointer user;
};
/* All borrowed; providers: struct provider. */
struct lookups *lookups_new(struct store *store,
    const struct settings *settings, const struct composer *composer,
    GPtrArray *providers, const struct lookups_hooks *hooks);
/* Close the providers first. */
void lookups_free(struct lookups *lookups);
AUTOPTR_DEFINE(lookups, lookups_free)
gboolean lookups_turn(struct lookups *lookups, gint64 now_at, GError **error);
/* When it has something to do by itself; G_MAXINT64: it has not. */
gint64 lookups_next(const struct lookups *lookups);
gboolean lookups_are_busy(const struct lookups *lookups);

#endif
