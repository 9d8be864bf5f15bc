/*
 * tidings.h - what an admin should hear of: a provider that halted or works
 * again, the fuse that has blown, alerts that a program could not be told of.
 * It is written down for `dripscore status`, and mailed to [organisation]
 * admin.
 */
#ifndef CLI_TIDINGS_H
#define CLI_TIDINGS_H

#include "base/settings.h"
#include "store/outbox/outbox.h"

struct tidings;

/* All borrowed. */
struct tidings *tidings_new(struct store *store,
    const struct settings *settings);
void tidings_free(struct tidings *tidings);
AUTOPTR_DEFINE(tidings, tidings_free)

/* It halts (detail says why), or works again (NULL). */
void tidings_provider(struct tidings *tidings, const char *provider,
    const char *detail);
/* An alert to a provider of channel webhook has come to nothing. */
void tidings_lost(struct tidings *tidings, const char *provider,
    const char *detail);
void tidings_fuse(struct tidings *tidings, const struct fuse *fuse);

/* Writes down what is new. FALSE with error set: call it again later. */
gboolean tidings_turn(struct tidings *tidings, gint64 now_at, GError **error);

#endif
