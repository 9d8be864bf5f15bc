/*
 * post.h - the inboxes at work: polling each when its time has come, and
 * putting what they hand over on disk.
 */
#ifndef CLI_POST_H
#define CLI_POST_H

#include "base/clock.h"
#include "base/settings.h"
#include "store/store.h"

struct post;

struct post_hooks {
	void (*wake)(gpointer user); /* replies were stored, or a poll ended */
	gpointer user;
};

/* NULL with error set if an inbox cannot be used as it stands. */
struct post *post_new(struct store *store, const struct settings *settings,
    const struct clock *clock, const struct post_hooks *hooks, GError **error);
void post_free(struct post *post);
AUTOPTR_DEFINE(post, post_free)

/* FALSE: an inbox may not be polled on a staged clock; its name is set. */
gboolean post_may_be_staged(const struct post *post, const char **name);

/* Polls every inbox once, now. With `again`, each by its own interval too. */
void post_poll(struct post *post, gboolean again);
/* No new polls. */
void post_stop(struct post *post);
gboolean post_is_busy(const struct post *post);

#endif
